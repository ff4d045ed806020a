/* The elected members an archive knows, authority by authority, and what they did.
 *
 * Two spellings are one person only by evidence: the same words in another order, case or accent;
 * or a document that prints both for one of its members (« M. DUPONT » among its voters, and a
 * single « Jean DUPONT » among those present), where nobody else of the authority could be meant.
 * Each joint says by what; spellings that may be the same without evidence stay apart and are
 * named. */
#ifndef DELIBEX_ARCHIVE_PEOPLE_H
#define DELIBEX_ARCHIVE_PEOPLE_H

#include <glib.h>
#include <stdbool.h>

/* Sittings are counted once, however many documents tell of them: a member present by one of them
 * was present. */
typedef struct PersonTally {
    int sittings, present, represented, excused, absent;
    int proxies_given, proxies_held;
    int votes_for, votes_against, abstentions, not_taking_part; /* where an act names its voters */
} PersonTally;

typedef struct PersonYear {
    int year; /* 0 for sittings without a date */
    PersonTally tally;
} PersonYear;

typedef struct PersonSpelling {
    char *name;
    char *sha256; /* the document that joins it; NULL when its words are the same */
    int count;    /* of lists of members that print it so */
} PersonSpelling;

typedef struct PersonSummary {
    const char *authority, *siren; /* either may be NULL */
    char *name;                    /* the spelling printed most often */
    GPtrArray *spellings;          /* of PersonSpelling, without `name` itself */
    GPtrArray *perhaps;            /* of const char *: names that may be the same person */
    GArray *years;                 /* of PersonYear, oldest first */
    PersonTally total;
} PersonSummary;

/* Takes one person, lent for the call; false stops. */
typedef bool (*PeopleTake)(const PersonSummary *person, gpointer data);

/* Everybody, or those of authorities and with names that hold these words (NULL: all). False and
 * *error (DELIBEX_ERROR_INPUT) when the archive cannot be read. */
bool archive_people(const char *archive, const char *authority, const char *member, PeopleTake take,
                    gpointer data, GError **error);

#endif

/* Who was there and who voted for whom, while it is being gathered. Private to act/. */
#ifndef DELIBEX_ACT_ASSEMBLE_ROOM_H
#define DELIBEX_ACT_ASSEMBLE_ROOM_H

#include "assemble.h"
#include "persons.h"

typedef struct Member {
    Person person;      /* owned, with its role */
    const char *status; /* static */
    char *group;        /* owned, as are the next two; NULL where nothing is said */
    char *arrived, *left;
    char *key;  /* the words of the name, folded and put in order; owned */
    Span span;  /* where the name was read */
    char *rule; /* owned */
    double confidence;
    bool listed; /* in a list, not only where a proxy or the president is named */
} Member;

typedef struct Proxy {
    Span span;                      /* all the words that say it */
    Span giver, holder;             /* an empty holder: it is not said who */
    char *giver_name, *holder_name; /* owned; NULL where the spans are the names and nothing else */
    char *rule;                     /* owned */
    int order;                      /* of the rule */
    double confidence;
} Proxy;

typedef struct Room {
    const Assembly *assembly;
    GArray *members; /* of Member, in the order of /session/members; owned */
    GArray *proxies; /* of Proxy, in text order; owned */
    GArray *read;    /* of Span: what lists have read, whether it gave a member or not; owned */
} Room;

/* An empty array of Member, which owns them. */
GArray *room_members_new(void);

/* Adds a member unless somebody of that name is there: then NULL. `person` is copied. Lent until
 * the next one is added. */
Member *room_add(Room *room, const Person *person, const char *status, Span span, const char *rule,
                 double confidence);

/* True when a member has that name, in whatever order its words stand. */
bool room_knows(const Room *room, const char *name);

/* The proxies that rules read; where two rules read one giver, the first rule in order is kept. */
GArray *room_collect_proxies(const Assembly *assembly);

/* True when a proxy's words cover part of `span`. */
bool room_has_proxy(const Room *room, Span span);

/* Whether a name stands behind « a donné pouvoir à »: where the giver's was not read, its bearer is
 * taken for no giver. */
bool room_holds_proxy(const Room *room, Span span);

/* Reads a zone whose givers and holders stand in columns, one column after the other. False, and
 * nothing changed, where it is no such thing. */
bool room_add_columns(Room *room, const Zone *zone);

/* Reads a table of two columns, who gives and who holds, row by row or one column after the other:
 * so that who holds is present and who gives is not. Nothing is read where it cannot be told. */
void room_add_pairs(Room *room, const Zone *zone);

/* « 3 absents ayant donné pouvoir : M. A, Mme B »: every name of the list gave a proxy to somebody
 * who is not named. False, and nothing added, where the zone says no such thing. */
bool room_add_open_givers(Room *room, const Zone *zone, const GArray *list /* of Listed */);

/* « Anne DUVAL - PROCURATION »: the same of one name. */
bool room_add_open_giver(Room *room, const Listed *listed);

/* Reads the table with a row for each member that begins at `zone`: a cross below what he is, or a
 * word that says it. False when there is none. */
bool room_add_grid(Room *room, Span zone, const char *rule);

/* Reads lists that stand side by side, « Présents   Absents   Pouvoirs ». False when there are
 * none.
 */
bool room_add_stacks(Room *room, Span zone, const char *rule);

/* What a cell says of a member (« P », « Absente », « Pouvoir à … », folded), or NULL. Static. */
const char *room_state_of(const char *words);

/* Takes out the proxies that rules read in `zone`, where it is read otherwise. */
void room_drop_proxies(Room *room, Span zone);

/* Whoever gave a proxy is represented, and no other list changes that. */
void room_add_givers(Room *room);

/* Joins whoever is named outside the lists to the one listed member that recognition made another
 * of by one letter (« TUVIN », JUVIN). Two listed members stay two. */
void room_repair(Room *room);

/* The one listed member of a given name whose family name is the same but for two letters at most:
 * who presides is listed, though misspelt. NULL where there is none, or more. Lent. */
const Member *room_near_family(const Room *room, const Person *person);

/* A name without spaces and hyphens, folded, in small letters. The caller frees. */
char *room_letters(const char *name);

/* Writes /session/proxies. */
void room_write_proxies(const Room *room);

/* Says on the session which names of the lists nothing has read, and whether the text ends in them.
 */
void room_tell_unread(const Room *room);

#endif

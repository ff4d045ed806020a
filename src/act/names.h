/* What the letters of a folded string say about names: civilities, case, where one name ends and
 * the next begins. Pure functions on folded text. Private to act/. */
#ifndef DELIBEX_ACT_NAMES_H
#define DELIBEX_ACT_NAMES_H

#include "../base/person.h"
#include "../base/span.h"
#include "../base/text.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* True for M, Mme, MM, Messieurs, … without dot, exactly `length` bytes. */
bool names_is_civility(const char *word, size_t length);

/* True when the first word from `at` is a civility. */
bool names_civility_at(const char *s, size_t at, size_t end);

/* « M. » after MM. or Messieurs, « Mme » after Mmes or Mesdames; NULL for other words. Static. */
const char *names_plural_civility(const char *s, size_t at, size_t end);

/* Where the next person begins, seen by a civility after the one at `from`; `end` when none does.
 */
size_t names_next_civility(const char *s, size_t from, size_t end);

/* Where the words behind a rank of the list begin (« 2. », « 3) », « 4 » before the end); `at` when
 * none stands there. */
size_t names_skip_rank(const char *s, size_t at, size_t end);

/* Where the name behind offices begins (« les adjoints Anne ROC »); `at` when none stand there. */
size_t names_skip_role(const char *s, size_t at, size_t end);

/* Where the first name of [at, end) ends, seen by case: « Anne ROC Paul DUVAL », « ROC Anne DUVAL
 * Paul ». */
size_t names_case_cut(const char *s, size_t at, size_t end);

/* Where a blank line ends a name behind a civility, or `end`: what follows it is no part of the
 * name, unless that says no family name yet. */
size_t names_paragraph_end(const char *s, size_t at, size_t end);

/* In « Aurélie PAQUET MOUCHAMPS » before a colon, where the label « MOUCHAMPS » starts; `start`
 * when all of it is the label. */
size_t names_label_start(const char *s, size_t start, size_t end);

/* What a label in front of a colon says of the names behind it. */
typedef enum LabelKind {
    LABEL_GROUP,   /* a commune or a party, as far as its capitals show */
    LABEL_MEMBERS, /* a part of the members: « Adjoints », « Pour la commune de Cerval » */
    LABEL_UNKNOWN  /* other words: the names may be of anybody */
} LabelKind;

LabelKind names_label_kind(const char *s, size_t start, size_t end);

/* Where the first word of [start, end) stands that heads a part of the members (« Suppléants »);
 * `end` when none does. */
size_t names_label_head(const char *s, size_t start, size_t end);

/* Where the last line of [start, end) that begins with a capital begins; `start` when there is but
 * one. */
size_t names_label_line(const char *s, size_t start, size_t end);

/* True when some words are in capitals and others only begin with one: « Anne LE GOFF ». */
bool names_has_cases(const char *s, size_t start, size_t end);

/* The order most names of [start, end) show by their case. */
NameOrder names_order(const char *s, size_t start, size_t end);

/* False for what can be a name by person_read but not by its place in a list (« Titulaire », « Vote
 * »). */
bool names_is_solid(const char *s, size_t length, bool civility);

/* True when [start, end) is prose, so that the list has ended. */
bool names_is_sentence(const char *s, size_t start, size_t end);

/* True when the next two words, nothing but space between them, are a name by their case. */
bool names_complete(const char *s, size_t at, size_t end);

/* True when a list goes on after a full stop: a civility, or a name by its case. */
bool names_continue(const char *s, size_t at, size_t end);

/* Where a role or a limit of time begins that follows a name without a comma (« Valérie VANNIER
 * conseillère municipale », « Paul ROC à partir du point 7 »); `end` when none does. */
size_t names_without_role(const char *s, size_t start, size_t end);

/* The words of one name that a flattened table has torn apart. */
typedef struct NamePair {
    Span family, given;
} NamePair;

/* True when the line end at `at` stands within a name of the list [start, end): « M. Paul / ROC »,
 * « ROC / Paul » where family names come first. */
bool names_broken_at(const char *s, size_t start, size_t at, size_t end, NameOrder order);

/* True when [start, end) is nothing but a role (« 1er adjoint », « Vice-présidente déléguée »). */
bool names_is_role(const char *s, size_t start, size_t end);

/* Who sits in whose place, by the words in front of a name. */
typedef enum Standing {
    STANDING_NONE,
    STANDING_FOR,     /* « Mme ROC, suppléante de »: who is named next is absent */
    STANDING_REPLACED /* « M. DUVAL représenté par son suppléant »: who is named next sits for him
                       */
} Standing;

/* `*words` is where they begin. */
Standing names_standing(const char *s, size_t start, size_t end, size_t *words);

/* True when a word begins with a capital. */
bool names_has_capital(const char *s, size_t start, size_t end);

/* True when [start, end) says what became of a member (« ABSENTE », « procuration »). */
bool names_is_status(const char *s, size_t start, size_t end);

/* True for a place or a group in brackets behind a name (« Cerval », « Saint-Roch-du-Lay »):
 * capitals, no figures, none of the words that say who comes, goes or votes. */
bool names_is_place(const char *s, size_t start, size_t end);

/* Where the words end that begin at `at` and say who came (« absent excusé »); 0 for other words.
 */
size_t names_status_end(const char *s, size_t at, size_t end);

/* True for what stands in front of a colon in a header and is no place (« Date de la convocation
 * »). */
bool names_is_header(const char *s, size_t start, size_t end);

/* A column of family names followed by as many given names, from the start: appends the pairs (of
 * NamePair) and gives where they end; `start` when it is no such thing. */
size_t names_columns(const char *s, size_t start, size_t end, GArray *pairs);

/* Names without separators and without capitals (« Anne Roc Paul Duval »), two words each: where
 * the first ends; `end` when it is no such thing. */
size_t names_pair_cut(const char *s, size_t start, size_t end);

/* What the entries from `from` on show of each other, once a list has been read to its end. Parts
 * of one name that a comma or a dash parted are joined; « MM. » is given to those behind it, and
 * « M. » taken for an initial among initials. Drops what most entries show to be no name: a single
 * word where most have two, one without civility where nearly all have one. Where nearly all seem
 * to have two family names, the first is a place: it becomes the group. */
void names_settle(const Text *text, NameOrder order, GArray *list /* of Listed */, guint from);

#endif

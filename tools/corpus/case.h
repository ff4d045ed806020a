/* Case: one invented document. Its truth is a JSON object written by hand:
 *
 * - "origin" is one paragraph: what it shows (becomes the file ORIGIN).
 *
 * - "output" {"kind": "pdf" | "text", "encoding": "utf-8" | "latin-1" | "windows-1252",
 *   "flat": bool}.
 *
 * - "people" {"key": "M. Given / FAMILY / role / commune"}; an empty part is left out.
 *
 * - "lists" {"president": key, "president_role": …, "secretaries": keys, "present": keys,
 *   "excused": keys, "absent": keys, "guests": keys, "roster": keys (printing order of a table),
 *   "proxies": [[giver, holder or null, limits?], …]}; keys are separated by spaces; a giver may
 *   stand in excused or absent too, where the act prints him there.
 *
 * - "record" is what the act says, in the shape of the record (further sittings, the movements and
 *   counts of acts, as the record has them); members, proxies, president,
 *   secretaries and named voters come from the lists; amounts are ["20 000 €", cents, zone, role,
 *   tax].
 *
 * - "voters" is one object an act: {"against": keys, "abstain": keys, "not_taking_part": keys}.
 *
 * - "arrived", "left" {key: words in brackets behind the name}; "comes", "goes" {key: words that say
 *   so in the course of the sitting}.
 *
 * - "roster_contradicted" true, "contradicted" [names of further checks the act fails].
 *
 * - "style" holds fonts, margins, stamp and footer.
 *
 * - "series" {"count", "act", "layout"}: so many more acts, each with its blocks; "#" in their
 *   strings is the act's rank. "ending" holds the blocks behind them.
 *
 * - "layout" holds the blocks, top to bottom (blocks.c); their strings hold {facts} (expand.c).
 *
 * While the blocks are printed the case notes how each name was printed and on which pages each act
 * stands: the expected record holds names as printed. */
#ifndef DELIBEX_CORPUS_CASE_H
#define DELIBEX_CORPUS_CASE_H

#include "sheet.h"

#include <glib.h>
#include <jansson.h>
#include <stdbool.h>

enum { CORPUS_MAX_ACTS = 256 };

/* Somebody of the case; strings are NULL where the truth leaves them out. */
typedef struct Someone {
    char *civility, *given, *family, *role, *group;
} Someone;

/* How a list prints its names. */
typedef struct NameForm {
    enum { NAME_GIVEN, NAME_FAMILY, NAME_FAMILY_ONLY, NAME_INITIAL, NAME_FAMILY_INITIAL } order;
    enum { CIVILITY_NONE, CIVILITY_SHORT, CIVILITY_LONG, CIVILITY_MR } civility;
    bool role, group;
} NameForm;

typedef struct Case {
    json_t *truth;
    GHashTable *people;  /* key → Someone */
    json_t *members;     /* key → {name, given, family, civility, role, group} as first printed */
    json_t *proxies;     /* as printed */
    json_t *president;   /* {name} or NULL */
    NameForm president_form; /* as it was printed first */
    json_t *secretaries; /* [{name}] */
    json_t *named[CORPUS_MAX_ACTS]; /* [{name, option}] an act, or NULL */
    int first_page[CORPUS_MAX_ACTS], last_page[CORPUS_MAX_ACTS];
    int act;       /* the act at hand */
    bool act_open; /* its pages still grow */
    int page;      /* the page at hand */
    int pages;     /* of the document; known in the second printing */
} Case;

/* What making a case gives. */
typedef struct Made {
    GBytes *source;
    char *ending;   /* "pdf" or "txt" */
    char *expected; /* JSON */
    char *origin;
} Made;

/* Takes over `truth`. NULL with an error when it is no truth. */
Case *case_take(json_t *truth, GError **error);
void case_free(Case *c);

/* Forgets what was noted, to print again. */
void case_reset(Case *c);

/* Prints the case and gives source and expected record. */
bool case_make(Case *c, Made *made, GError **error);
void made_clear(Made *made);

/* ---- Truth --------------------------------------------------------------------------------- */

/* A string or object below the truth by a path "session.counts.present"; NULL when absent. Lent. */
const char *case_text(const Case *c, const char *path);
json_t *case_value(const Case *c, const char *path);

/* The act at hand, or NULL when the case has none. */
json_t *case_act(const Case *c);

/* The keys of a list ("present"), NULL-terminated; empty when there is none. The caller frees. */
char **case_list(const Case *c, const char *name);

/* Looks somebody up. */
const Someone *case_someone(const Case *c, const char *key, GError **error);

/* The holder of a giver's proxy, or NULL: the pair [giver, holder, limits?]. Lent. */
json_t *case_proxy(const Case *c, const char *giver);

/* ---- Names --------------------------------------------------------------------------------- */

/* Reads "order", "civility", "role", "group" of a block. */
NameForm name_form(const json_t *block);

/* « M. Jean DUPONT, Maire (Villeneuve) ». The caller frees. */
char *name_print(const Someone *who, NameForm form);

/* The name alone. The caller frees. */
char *name_bare(const Someone *who, NameForm form);

/* Notes how a member was printed; only the first time counts. */
void case_note_member(Case *c, const char *key, NameForm form);

/* ---- Printing ------------------------------------------------------------------------------ */

/* Replaces the {facts} of a template; the result is markup. NULL with an error on an unknown one.
 */
char *expand(Case *c, const char *pattern, GError **error);

/* Prints an array of blocks. */
bool blocks_print(Case *c, Sheet *sheet, json_t *blocks, GError **error);

/* Prints one block of people: names, proxies, roster. Sets *known to whether it is one. */
bool lists_print(Case *c, Sheet *sheet, json_t *block, bool *known, GError **error);

/* The paragraph style of a block. The font is lent by the block. */
TextStyle block_style(const json_t *block);

/* ---- Expected ------------------------------------------------------------------------------ */

/* The record the truth gives, after printing; `printed` holds all words of the document. */
char *expected_build(Case *c, const char *printed, GError **error);

/* ---- Series ---------------------------------------------------------------------------------- */

/* Writes out the series of a truth: acts and blocks, in place. */
void series_expand(json_t *truth);

/* ---- Many ---------------------------------------------------------------------------------- */

/* A random truth; the same for the same seed and index. The caller owns it. */
json_t *many_truth(guint32 seed, int index);

G_GNUC_PRINTF(2, 3) bool corpus_fail(GError **error, const char *format, ...);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Case, case_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(json_t, json_decref)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Made, made_clear)

#endif

/* check/: Record → + Findings. One function a check, one table that lists them (check.c). Sees the
 * record only: no text, no rules.
 *
 * Three checks compare what an act states about its own meeting, and always answer when the act
 * gives them anything: present-names, voting-sum, roster-closure. They answer unverifiable when one
 * of their numbers is missing, and give no finding when all are. Every other check speaks only when
 * its two sides differ: forty acts that add up are no news.
 *
 * A false accusation is worse than a miss. Numbers that agree are consistent however they were
 * read, for two misreadings seldom agree; numbers that disagree contradict only when each was read
 * with a confidence of at least 0.9, from the file's own text and not by recognition, from a
 * document read to its end, and when nothing else the act says (an arrival, a member who took no
 * part, a list that may be short) explains the difference. Otherwise the finding is unverifiable
 * and its message gives the reason, and what it would need.
 *
 * Severity: error for arithmetic inside the act, warning for law and identity (« to be verified »),
 * info for the rest. */
#ifndef DELIBEX_CHECK_CHECK_H
#define DELIBEX_CHECK_CHECK_H

#include "../base/record.h"

/* Gives a sentence in another language; lent. As gettext(3). */
typedef const char *(*CheckTranslate)(const char *english);

/* Runs every check of the table and appends their findings to the record, in the table's order,
 * with messages in English. */
void check_record(Record *record);

/* The same in place of the findings the record holds, with messages in another language. */
void check_record_again(Record *record, CheckTranslate translate);

struct Audit; /* audit.h: check/'s own */

/* The table, for `delibex check --list`. */
typedef struct CheckInfo {
    const char *id;
    const char *title;   /* half a line */
    const char *formula; /* "names listed as present = present stated" */
    FindingSeverity severity;
    const char *basis;    /* articles, or NULL */
    const char *in_force; /* since when, with what exceptions; NULL for arithmetic */
    const char *meaning;  /* what a contradiction means */
    const char *pitfalls; /* when it would be wrong: what the check guards against */
    void (*run)(const struct Audit *audit); /* for check.c alone; NULL for checks over records */
} CheckInfo;

const CheckInfo *check_list(size_t *count);

/* The row of a check of either table, or NULL. */
const CheckInfo *check_find(const char *id);

/* The law behind a check as it was over time, a line a row, in the language of messages; NULL for
 * checks without a dated law. The caller frees. */
char *check_law(const char *id, CheckTranslate translate);

/* ---- Over several records ----------------------------------------------------------------- */

/* What compares records with each other. Each of `finding->at` is of one of the records. */
typedef struct BatchFinding {
    Finding *finding;
    GArray *records; /* of guint: the record each of finding->at is of */
} BatchFinding;

/* Compares records of one or more authorities: numbers, dates of sessions, spellings of names.
 * Array of BatchFinding; the caller unrefs it. */
GPtrArray *check_batch(const GPtrArray *records /* of Record */, CheckTranslate translate);

const CheckInfo *check_batch_list(size_t *count);

#endif

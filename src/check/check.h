/* check/: Record → + Findings. One function a check, one table that lists them (check.c). Sees the
 * record only: no text, no rules.
 *
 * Three checks compare what an act states about its own meeting, and always answer when the act
 * gives them anything: present-names, voting-sum, roster-closure. They answer unverifiable when one
 * of their numbers is missing, and give no finding when all are. Every other check speaks only when
 * it contradicts: forty acts that add up are no news.
 *
 * A false accusation is worse than a miss. Numbers that agree are consistent however they were
 * read, for two misreadings seldom agree; numbers that disagree contradict only when each was read
 * with a confidence of at least 0.9, from the file's own text and not by recognition, from a
 * document read to its end, and when nothing else the act says (an arrival, a member who took no
 * part, a list that may be short) explains the difference. Otherwise the finding is unverifiable
 * and its message gives the reason. */
#ifndef DELIBEX_CHECK_CHECK_H
#define DELIBEX_CHECK_CHECK_H

#include "../base/record.h"

/* Runs every check of the table and appends their findings to the record, in the table's order. */
void check_record(Record *record);

struct Audit; /* audit.h: check/'s own */

/* The table, for `delibex check --list`. */
typedef struct CheckInfo {
    const char *id;
    const char *formula; /* "names listed as present = present stated" */
    FindingSeverity severity;
    const char *basis;                      /* article, or NULL */
    const char *meaning;                    /* what it means, and when not to believe it */
    void (*run)(const struct Audit *audit); /* for check.c alone */
} CheckInfo;

const CheckInfo *check_list(size_t *count);

#endif

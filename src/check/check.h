/* check/: Record → + Findings. One function a check, one table that lists them (check.c). Sees the
 * record only: no text, no rules. */
#ifndef DELIBEX_CHECK_CHECK_H
#define DELIBEX_CHECK_CHECK_H

#include "../base/record.h"

/* Runs every check of the table and appends their findings to the record. A check whose operands
 * are all silent gives no finding; one that misses some of them is unverifiable. */
void check_record(Record *record);

/* The table, for `delibex check --list`. */
typedef struct CheckInfo {
    const char *id;
    const char *formula; /* "names listed as present = present stated" */
    FindingSeverity severity;
    const char *basis;   /* article, or NULL */
    const char *meaning; /* what it means, and when not to believe it */
} CheckInfo;

const CheckInfo *check_list(size_t *count);

#endif

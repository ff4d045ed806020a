/* A record for people: where each value was read. */
#ifndef DELIBEX_CLI_EXPLAIN_H
#define DELIBEX_CLI_EXPLAIN_H

#include "../base/record.h"

#include <glib.h>
#include <stdbool.h>

/* Prints one line a value on standard error: pointer, value, rule, page, box, confidence, words.
 * False and *error when `json` is no record. */
bool explain_record(const char *path, const char *json, GError **error);

/* "page 2, « Nombre de présents : 59 »", in one line that cannot steer a terminal. The caller
 * frees. */
char *describe_evidence(const Evidence *evidence);

#endif

/* Records that extract printed before, read back from files, or from archives. */
#ifndef DELIBEX_CLI_RECORDS_H
#define DELIBEX_CLI_RECORDS_H

#include "../base/record.h"

#include <glib.h>
#include <stdbool.h>

/* Takes one record over; `place` (FILE, FILE:LINE, or of an archive the document) is lent. */
typedef bool (*TakeRecord)(const char *place, Record *record, gpointer data, GError **error);

/* Reads a file that is one record, or holds one a line, or is an archive: then one is held at a
 * time.
 * "-" is standard input. False and *error when it cannot be read, holds something else, or what
 * `take` failed with. */
bool read_records(const char *path, TakeRecord take, gpointer data, GError **error);

#endif

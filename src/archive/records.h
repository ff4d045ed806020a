/* All records of an archive, one after the other. */
#ifndef DELIBEX_ARCHIVE_RECORDS_H
#define DELIBEX_ARCHIVE_RECORDS_H

#include <glib.h>
#include <stdbool.h>

/* Takes one record, a line of JSON lent for the call, with a file that holds it as its source.path.
 * False stops, with *error when that is a failure. */
typedef bool (*RecordTake)(const char *json, gpointer data, GError **error);

/* Hands over every record whose document could be read, in the order they came in. Holds one at a
 * time. False and *error (DELIBEX_ERROR_INPUT) when the archive cannot be read, or what `take`
 * failed with. */
bool archive_records(const char *archive, RecordTake take, gpointer data, GError **error);

/* Whether `path` is an archive: a regular file that begins as SQLite's do. */
bool archive_is(const char *path);

#endif

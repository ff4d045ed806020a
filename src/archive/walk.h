/* The walk: which files there are. Found paths wait in a temporary table on disk, sorted and each
 * once, so that a million of them cost no memory. */
#ifndef DELIBEX_ARCHIVE_WALK_H
#define DELIBEX_ARCHIVE_WALK_H

#include "store.h"

/* Call once, before the others. */
bool walk_prepare(Store *store, GError **error);

/* Adds a path and, when it is a directory, the documents in it: what is called .pdf or .txt, or
 * begins as a PDF does. Other files, and the archive itself, are passed over; what is no file is
 * found, and so is what cannot be listed or looked at: reading it gives its outcome. A path that is
 * named is always taken. Links are followed where they are named, never inside a directory. */
bool walk_add(Store *store, const char *path, GError **error);

/* Adds the paths that a file descriptor gives, each ended by `end`. */
bool walk_add_list(Store *store, int fd, char end, GError **error);

/* How many were found, and how many passed over; *kinds says of which, the most frequent first
 * (".json 5, .xml 2"). The caller frees it. */
bool walk_count(Store *store, gint64 *count, gint64 *passed_over, char **kinds, GError **error);

/* The path after `path` (NULL: the first), as bytes; NULL at the end, or with *error. The caller
 * frees. */
char *walk_after(Store *store, const char *path, GError **error);

#endif

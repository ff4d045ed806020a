/* File names are bytes; a record holds text. */
#ifndef DELIBEX_BASE_PATH_H
#define DELIBEX_BASE_PATH_H

#include <glib.h>
#include <stdbool.h>

/* A file name as a record holds it: bytes that are no UTF-8 are written \xHH, and a backslash is
 * doubled, so that every name can be had back. The caller frees. */
char *path_escape(const char *bytes);

/* The bytes of a name that path_escape wrote. The caller frees. */
char *path_unescape(const char *escaped);

/* Reads a whole file, ended by a NUL that does not count. The caller frees *bytes. False and *error
 * (DELIBEX_ERROR_INPUT), which names it. */
bool path_read(const char *path, char **bytes, size_t *length, GError **error);

#endif

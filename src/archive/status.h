/* What an archive holds, in numbers. */
#ifndef DELIBEX_ARCHIVE_STATUS_H
#define DELIBEX_ARCHIVE_STATUS_H

#include <glib.h>
#include <stdbool.h>

/* One number: "files", "ok" → 1234. Everything is lent for the call; false stops. */
typedef bool (*StatusNumber)(const char *group, const char *name, gint64 number, gpointer data);

/* Calls `number` for files by outcome, documents by kind and by extractor, acts by outcome, and
 * findings by status. False and *error (DELIBEX_ERROR_INPUT) when it cannot be read. */
bool archive_status(const char *archive, StatusNumber number, gpointer data, GError **error);

/* The same as one JSON object, group → name → number, in one line. The caller frees. */
char *archive_status_json(const char *archive, GError **error);

/* A file without a record of its contents. */
typedef bool (*StatusUnread)(const char *path, const char *outcome, const char *diagnosis,
                             gpointer data);

bool archive_unread(const char *archive, StatusUnread unread, gpointer data, GError **error);

#endif

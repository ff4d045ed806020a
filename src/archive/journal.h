/* Journals: what was done since the last time all was put in its place, one line each, so that a
 * run that is killed does not do it again. A line is written before its work counts as done and
 * begins with the sum of the rest: what was torn, or lies behind it, is never taken for one.
 *
 * A line survives the death of the process; only journal_sync makes it survive that of the machine.
 */
#ifndef DELIBEX_ARCHIVE_JOURNAL_H
#define DELIBEX_ARCHIVE_JOURNAL_H

#include <glib.h>
#include <stdbool.h>

typedef struct Journal Journal;

/* Opens a journal to append to it, and makes it when it does not exist. NULL and *error
 * (DELIBEX_ERROR_OUTPUT, or _LIMIT where
 * the disk is full). The caller frees; the file stays. */
Journal *journal_open(const char *path, GError **error);
void journal_free(Journal *journal);

/* Appends a line of cells: any text, ended by NULL. False and *error as above. */
bool journal_append(Journal *journal, const char *const *cells, GError **error);

/* Brings what was appended to the disk. */
bool journal_sync(Journal *journal, GError **error);

/* Forgets all lines. */
bool journal_clear(Journal *journal, GError **error);

/* Takes the cells of one line, lent and ended by NULL, and where it stands. False and *error stop.
 */
typedef bool (*JournalTake)(const char *const *cells, gint64 at, gpointer data, GError **error);

/* Reads a journal, which nobody need write to; one that does not exist has no lines. False and
 * *error when it cannot be read (DELIBEX_ERROR_INPUT), or as `take` says. */
bool journal_read(const char *path, JournalTake take, gpointer data, GError **error);

/* Reads the one line that stands at `at`. */
bool journal_read_line(const char *path, gint64 at, JournalTake take, gpointer data,
                       GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Journal, journal_free)

#endif

/* What was read and is not yet committed, as lines of journals beside the archive: a run that is
 * killed has lost nothing but the documents under way. There are two journals, in turn: while what
 * one holds is committed, the other takes what is read meanwhile. */
#ifndef DELIBEX_ARCHIVE_PENDING_H
#define DELIBEX_ARCHIVE_PENDING_H

#include "journal.h"
#include "publish.h"

typedef struct Pending Pending;

/* Opens the journals of an archive, new and empty. NULL and *error as journal_open says. The caller
 * frees; the files stay. */
Pending *pending_open(const Store *store, GError **error);
void pending_free(Pending *pending);

/* Notes what was read from a file. */
bool pending_add(Pending *pending, const char *path, const struct stat *status,
                 const Content *content, GError **error);

/* What is noted from now on belongs to the next batch. What was noted before has to be committed
 * and cleared before the next turn. */
void pending_turn(Pending *pending);

/* Forgets what was noted before the last turn. */
bool pending_clear(Pending *pending, GError **error);

/* Takes one file again as it was noted; everything is lent. */
typedef bool (*PendingTake)(const char *path, const struct stat *status, const Content *content,
                            gpointer data, GError **error);

/* Gives back all that is noted beside an archive, which nobody need write to. */
bool pending_read(const Store *store, PendingTake take, gpointer data, GError **error);

/* Removes the journals, which hold nothing that is not committed any more. */
void pending_remove(const Store *store);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pending, pending_free)

#endif

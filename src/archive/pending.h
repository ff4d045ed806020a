/* What was read and is not yet committed, as lines of a journal beside the archive: a run that is
 * killed has lost nothing but the documents under way. */
#ifndef DELIBEX_ARCHIVE_PENDING_H
#define DELIBEX_ARCHIVE_PENDING_H

#include "journal.h"
#include "publish.h"

/* Notes what was read from a file. */
bool pending_add(Journal *journal, const char *path, const struct stat *status,
                 const Content *content, GError **error);

/* Takes one file again as it was noted; everything is lent. */
typedef bool (*PendingTake)(const char *path, const struct stat *status, const Content *content,
                            gpointer data, GError **error);

/* Gives back all that was noted in the journal at `path`, in its order. */
bool pending_read(const char *path, PendingTake take, gpointer data, GError **error);

#endif

/* The files of a directory of shards. Private to shard*.c. */
#ifndef DELIBEX_ARCHIVE_SHARD_FILES_H
#define DELIBEX_ARCHIVE_SHARD_FILES_H

#include "shard.h"

#include <stdio.h>

/* "DIR/" + `before` + "part-00003-of-00016" + `after`. The caller frees. */
char *shard_file(const ShardPlace *place, const char *before, guint shard, const char *after);

/* Says in the directory, which is made when it is missing, what is done there; *same tells whether
 * that is what is to be done. False and *error when it cannot be written. */
bool shard_claim(const ShardPlace *place, const char *extractor, bool *same, GError **error);

/* What the directory says its parts were read by. The caller frees; NULL and *error. */
char *shard_claimed_extractor(const ShardPlace *place, GError **error);

/* Takes the lock of a shard, which lasts until the descriptor is closed. -1 when another holds it;
 * -2 where there are no locks. */
int shard_lock(const ShardPlace *place, guint shard);

/* The journals of a shard, of all attempts. Array of char *, which the caller unrefs. */
GPtrArray *shard_journals(const ShardPlace *place, guint shard);

/* A name for the journal of this attempt. The caller frees. */
char *shard_new_journal(const ShardPlace *place, guint shard);

/* Writes what `write` gives and lets it appear at `path`, on the disk; what is there already stays.
 */
typedef bool (*ShardWrite)(FILE *file, gpointer data, GError **error);
bool shard_publish(const ShardPlace *place, const char *path, ShardWrite write, gpointer data,
                   GError **error);

#endif

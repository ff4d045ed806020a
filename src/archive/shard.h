/* Shards: the documents of a manifest in N parts that are read apart, on one machine or on many,
 * with nothing in common but a directory.
 *
 * A part appears whole or not at all, under a name that says which it is; what is there is done. An
 * attempt keeps a journal in the directory: the next one, wherever it runs, goes on behind it. Two
 * attempts at one shard do no harm: a lock keeps them apart where the file system has locks, and
 * where it has none the first part that is whole stays. Nothing of a part tells who made it. */
#ifndef DELIBEX_ARCHIVE_SHARD_H
#define DELIBEX_ARCHIVE_SHARD_H

#include "../pool/pool.h"
#include "manifest.h"

typedef struct ShardPlace {
    const Manifest *manifest;
    const char *out; /* the directory */
    guint shards;
} ShardPlace;

/* Why an attempt did not do its shard; the names are sysexits'. */
typedef enum ShardEnd {
    SHARD_DONE,
    SHARD_STOPPED,   /* by `stop`: try again */
    SHARD_BUSY,      /* another attempt is under way: try again */
    SHARD_MISMATCH,  /* the directory is of another manifest, number of shards or delibex */
    SHARD_HELPER,    /* the reader, its jail or tesseract's French is missing on this machine */
    SHARD_NO_ROOM,   /* the disk is full: try again */
    SHARD_UNWRITTEN, /* the directory cannot be written */
    SHARD_RULES,     /* a rule sheet is wrong */
} ShardEnd;

typedef struct ShardOptions {
    const PoolOptions *pool;
    const char *version; /* of the program; the rules' and the reader's sum is added */
    guint shard;         /* from 0 */
    bool retry_poison;   /* read again what two attempts died of */
    bool (*stop)(gpointer data);
    gpointer data; /* for stop */
} ShardOptions;

typedef struct ShardTally {
    guint64 documents, resumed; /* resumed: read by earlier attempts */
    guint64 unread;             /* documents that could not be read */
    guint64 poison;             /* of these, because attempts died of them */
    bool was_done;              /* before this attempt */
} ShardTally;

/* Does one shard. The working directory must be the manifest's root. *error says why it is not
 * done. */
ShardEnd shard_run(const ShardPlace *place, const ShardOptions *options, ShardTally *tally,
                   GError **error);

/* The path of a part. The caller frees. */
char *shard_part(const ShardPlace *place, guint shard);

/* True when a part is there. */
bool shard_is_done(const ShardPlace *place, guint shard);

/* Takes one record, without what only an archive needs. */
typedef bool (*ShardTake)(const char *json, gpointer data, GError **error);

/* Hands over all records, in the order of the manifest. False and *error: DELIBEX_ERROR_LIMIT when
 * parts are missing, DELIBEX_ERROR_INPUT when one is not what it must be. */
bool shard_merge(const ShardPlace *place, ShardTake take, gpointer data, GError **error);

/* Puts all into an archive, as though it had read the documents below `root`; once more does
 * nothing more. Fails as shard_merge does, and with DELIBEX_ERROR_OUTPUT; *busy as
 * store_open_writer says. */
bool shard_merge_archive(const ShardPlace *place, const char *root, const char *archive, bool *busy,
                         GError **error);

#endif

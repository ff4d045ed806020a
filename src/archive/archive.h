/* archive/: many documents. Takes paths and gives a file that holds the outcome of each, the record
 * of each content, and an index of their words; see store.h for what kind of file. Drives the pool;
 * knows nothing of PDF or of how a record comes about. */
#ifndef DELIBEX_ARCHIVE_ARCHIVE_H
#define DELIBEX_ARCHIVE_ARCHIVE_H

#include "../base/outcome.h"
#include "../pool/pool.h"

#include <glib.h>
#include <stdbool.h>

typedef struct IndexTally {
    guint64 found;               /* files; known once the walk is over */
    guint64 passed_over;         /* in directories, for they are no documents … */
    char passed_over_kinds[160]; /* … the most frequent kinds of them, as « .json 5, .xml 2 » */
    guint64 done;                /* of these, with an outcome */
    guint64 unchanged;           /* known from before, and not opened */
    guint64 same;                /* of a content that was known: moved, copied or only touched */
    guint64 read;                /* handed to a reader */
    guint64 outcomes[OUTCOME_COUNT]; /* of all that are done */
} IndexTally;

/* After each file. `path` and `diagnosis` are lent; diagnosis is NULL for ok. */
typedef void (*IndexNews)(const IndexTally *tally, const char *path, Outcome outcome,
                          const char *diagnosis, bool was_read, gpointer data);

typedef struct IndexOptions {
    const PoolOptions *pool;
    const char *version;      /* of the program; the rules' and the reader's sum is added */
    const char *const *paths; /* NULL-terminated; "-" reads a list from standard input */
    char list_end;            /* what ends a path of that list */
    bool refresh;             /* read again what another version read */
    bool retry;               /* read again what ended in timeout, memory, crash or output_limit */
    IndexNews news;
    bool (*stop)(gpointer data); /* true: take no more files, finish what is under way */
    gpointer data;
} IndexOptions;

/* Indexes; see IndexOptions. What was committed stays, whatever happens later: the same call again
 * goes on where this one ended. False and *error when it had to give up; *busy when another process
 * writes to the archive. */
bool archive_index(const char *archive, const IndexOptions *options, IndexTally *tally, bool *busy,
                   GError **error);

#endif

/* pool/: files → records, without ever touching what is inside a file.
 *
 * Takes paths, opens them, and hands the open descriptors to delibex-reader, which reads each
 * document in a process of its own. Gives exactly one result a path, whatever the document does:
 * a record that was checked (UTF-8, shape, size, identity of the bytes), or a record that says how
 * the document could not be read. Links no PDF code and knows nothing of deliberations.
 *
 * A pool belongs to one thread; the readers die with that thread. Results arrive inside
 * pool_submit, pool_attend and pool_drain, through a callback that must not call the pool, each
 * before another document is opened in its place: a reader waits for the callback, so it should
 * only note what it got. Needs SIGCHLD at its default or any handler that does not reap
 * strangers. */
#ifndef DELIBEX_POOL_POOL_H
#define DELIBEX_POOL_POOL_H

#include "../base/outcome.h"
#include "../delibex.h"
#include "../write/tree.h"
#include "frame.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct PoolOptions {
    const char
        *reader_path; /* NULL: delibex-reader beside this program, or in ../libexec/delibex */
    const char *const
        *pattern_dirs;   /* NULL-terminated, lowest first, as delibex_rules_load wants them */
    int jobs;            /* documents read at the same time */
    double cpu_seconds;  /* of one document */
    double wall_seconds; /* of one document */
    double page_seconds; /* more for each page that must be recognised from its picture … */
    double ocr_seconds;  /* … but no more than this; 0: recognition must fit in with the rest */
    size_t memory_bytes; /* of one document, beyond what the reader itself holds */
    size_t input_bytes;  /* a larger file is not opened */
    size_t output_bytes; /* a larger record is refused */
    Sandbox sandbox;     /* what keeps a document's process from the machine */
    int recycle;         /* documents that may be read in one process, one after the other; above 1
                          * a hostile one may falsify the records of those after it */
    bool no_links; /* a path that leads through a symbolic link is not opened: somebody may have
                    * put it there since the path was found */
    bool in_order; /* hand results over in the order of their paths */
    bool (*stop)(gpointer data); /* may be NULL; asked, with the data of `done`, while waiting.
                                  * True: wait no more */
    DelibexOptions extract;
} PoolOptions;

#define POOL_OPTIONS_INIT                                                                          \
    {                                                                                              \
        .jobs = 1, .recycle = 1, .cpu_seconds = 10, .wall_seconds = 20, .page_seconds = 60,        \
        .ocr_seconds = 3600, .memory_bytes = (size_t)512 << 20, .input_bytes = (size_t)256 << 20,  \
        .output_bytes = (size_t)32 << 20, .extract = DELIBEX_OPTIONS_INIT                          \
    }

/* What became of one path. Everything is lent for the call. */
typedef struct PoolResult {
    const char *path; /* as submitted */
    Outcome outcome;  /* as in the record */
    const char *json; /* the record: one line without its newline, never NULL */
    size_t json_length;
    Tree **tree;        /* the record taken apart, may be taken; NULL where it was never parsed */
    const char *sha256; /* of the bytes, by the pool's own count; NULL when they were not read */
    guint64 bytes;      /* size of the file; 0 when it could not be opened */
    const char *diagnosis; /* one line for a person; NULL for ok */
    double wall_ms, cpu_ms;
    long peak_kb;   /* largest resident set of the reading process */
    bool no_reader; /* none could be had: the outcome says nothing of the document */
    gpointer user_data;
} PoolResult;

typedef void (*PoolDone)(const PoolResult *result, gpointer data);

typedef struct Pool Pool;

/* Starts the reader and waits until it is ready; what the options point to is copied. `done` is
 * called once a path. NULL and *error: DELIBEX_ERROR_RULES when a rule sheet is wrong (its message,
 * from file:line:column on), DELIBEX_ERROR_SANDBOX when the kernel has no jail and none was not
 * asked for, DELIBEX_ERROR_READER when the program cannot be started. The caller frees. */
Pool *pool_new(const PoolOptions *options, PoolDone done, gpointer data, GError **error);

/* Submits one path, "-" for standard input; waits for a free place and hands over results that are
 * ready meanwhile. Every path gets its result whatever is returned: false and *error
 * (DELIBEX_ERROR_READER) only say that no reader can be started any more, so that all that follow
 * would be handed over with outcome crash.
 * Where `stop` says so, the path is not taken, true is returned, and there is no result. */
bool pool_submit(Pool *pool, const char *path, gpointer user_data, GError **error);

/* Waits for something to happen to what is under way, `most_ms` at most, and hands over results
 * that are ready then: for a caller that has no path to submit yet. Fails as pool_submit does. */
bool pool_attend(Pool *pool, int most_ms, GError **error);

/* Waits for all results, or until `stop` says so. Fails as pool_submit does. */
bool pool_drain(Pool *pool, GError **error);

/* Ends the reader. Documents still under way are dropped without a result. */
void pool_free(Pool *pool);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pool, pool_free)

#endif

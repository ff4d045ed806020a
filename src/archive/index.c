/* Indexing: walk, read what is new, publish in batches. One thread, one writer. */
#include "archive.h"

#include "../base/path.h"
#include "../pool/input.h"
#include "extractor.h"
#include "pending.h"
#include "publish.h"
#include "walk.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A batch ends at whichever comes first; it is what a power cut can cost. The death of this process
 * costs only what readers had in their hands: the journal holds the rest. */
enum { BATCH_FILES = 500, BATCH_US = 1000000 };

typedef struct Indexing {
    const IndexOptions *options;
    IndexTally *tally;
    Store *store;
    Stemmer *stemmer;
    char *extractor;
    Journal *journal;      /* of what is read and not committed */
    GHashTable *under_way; /* of struct stat: of each file a reader has, before it was opened */
    GQueue read;           /* of Reading: noted in the journal, and not yet put in */
    bool open;             /* a transaction is */
    int batch;             /* files in it */
    gint64 batch_started;  /* monotonic, µs */
    GError *error;         /* why a result could not be published, or NULL */
} Indexing;

/* What a reader made of a file. */
typedef struct Reading {
    char *path, *sha256, *json, *diagnosis; /* sha256: NULL when the bytes were not read whole */
    Tree *tree;                             /* the record taken apart, or NULL */
    struct stat status;                     /* of before it was opened */
    gint64 bytes;
    Outcome outcome;
} Reading;

static Reading *reading_new(const PoolResult *result)
{
    Reading *reading = g_new0(Reading, 1);
    reading->path = g_strdup(result->path);
    reading->outcome = result->outcome;
    reading->diagnosis = g_strdup(result->diagnosis);
    reading->status = *(const struct stat *)result->user_data;
    if (!result->sha256 || result->outcome > OUTCOME_OUTPUT_LIMIT)
        return reading;
    reading->sha256 = g_strdup(result->sha256);
    reading->json = g_strndup(result->json, result->json_length);
    reading->tree = g_steal_pointer(result->tree);
    reading->bytes = (gint64)result->bytes;
    return reading;
}

static void reading_free(Reading *reading)
{
    g_free(reading->path);
    g_free(reading->sha256);
    g_free(reading->json);
    tree_free(reading->tree);
    g_free(reading->diagnosis);
    g_free(reading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reading, reading_free)

static void indexing_clear(Indexing *indexing)
{
    for (Reading *reading; (reading = g_queue_pop_head(&indexing->read));)
        reading_free(reading);
    g_clear_pointer(&indexing->under_way, g_hash_table_unref);
    stemmer_free(indexing->stemmer);
    journal_free(indexing->journal);
    store_free(indexing->store);
    g_free(indexing->extractor);
    g_clear_error(&indexing->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Indexing, indexing_clear)

/* ---- Batches --------------------------------------------------------------------------------- */

static bool batch_open(Indexing *indexing, GError **error)
{
    if (indexing->open)
        return true;
    indexing->batch = 0;
    indexing->batch_started = g_get_monotonic_time();
    indexing->open = store_begin(indexing->store, error);
    return indexing->open;
}

static bool batch_close(Indexing *indexing, GError **error)
{
    if (!indexing->open)
        return true;
    indexing->open = false;
    if (publish_index(indexing->store, error) && store_commit(indexing->store, error))
        return journal_clear(indexing->journal, error);
    store_roll_back(indexing->store);
    return false;
}

static bool batch_close_if_due(Indexing *indexing, GError **error)
{
    bool due = indexing->batch >= BATCH_FILES ||
               g_get_monotonic_time() - indexing->batch_started >= BATCH_US;
    return !due || batch_close(indexing, error);
}

/* ---- One file -------------------------------------------------------------------------------- */

static void tell(Indexing *indexing, const char *path, Outcome outcome, const char *diagnosis,
                 bool was_read)
{
    indexing->tally->done++;
    indexing->tally->outcomes[outcome]++;
    if (indexing->options->news)
        indexing->options->news(indexing->tally, path, outcome, diagnosis, was_read,
                                indexing->options->data);
}

static bool put_file(Indexing *indexing, const char *path, const struct stat *status,
                     gint64 document, Outcome outcome, const char *diagnosis, GError **error)
{
    g_autofree char *escaped = path_escape(path);
    if (!batch_open(indexing, error))
        return false;
    indexing->batch++;
    return publish_file(indexing->store, escaped, status, document, outcome_name(outcome),
                        diagnosis, error);
}

/* Outcomes that may be another day's: a limit or a crash, not a property of the bytes. */
static bool may_end_otherwise(Outcome outcome)
{
    return outcome == OUTCOME_TIMEOUT || outcome == OUTCOME_MEMORY || outcome == OUTCOME_CRASH ||
           outcome == OUTCOME_OUTPUT_LIMIT;
}

/* What was read before is as good as what reading it now would give. */
static bool still_good(const Indexing *indexing, const KnownFile *known)
{
    return known->document != 0 && known->unchanged &&
           !(indexing->options->refresh && !known->current) &&
           !(indexing->options->retry && may_end_otherwise(known->outcome));
}

/* Puts in what was read from a file; `status` is of before it was opened. */
static bool put_content(Indexing *indexing, const char *path, const struct stat *status,
                        const Content *content, GError **error)
{
    KnownFile known = {0};
    GError *failed = NULL;
    if (!batch_open(indexing, error))
        return false;
    bool copy = publish_find_content(indexing->store, content->sha256, content->extractor, &known,
                                     &failed) &&
                known.current && !may_end_otherwise(known.outcome);
    if (!failed && !copy)
        publish_content(indexing->store, indexing->stemmer, content, &known.document, &failed);
    if (failed) {
        g_propagate_error(error, failed);
        return false;
    }
    return put_file(indexing, path, status, known.document, content->outcome, content->diagnosis,
                    error);
}

static Content content_of(const Indexing *indexing, const Reading *reading)
{
    return (Content){.sha256 = reading->sha256,
                     .json = reading->json,
                     .tree = reading->tree,
                     .bytes = reading->bytes,
                     .outcome = reading->outcome,
                     .diagnosis = reading->diagnosis,
                     .extractor = indexing->extractor};
}

/* Notes what a reader made of a file, at once: the reader gets no other before. Putting it in is
 * the longer part, and waits until the readers are busy again. */
static void take_result(const PoolResult *result, gpointer data)
{
    Indexing *indexing = data;
    Reading *reading = reading_new(result);
    Content content = content_of(indexing, reading);
    g_hash_table_remove(indexing->under_way, result->user_data);
    if (reading->sha256 && !result->no_reader && !indexing->error)
        pending_add(indexing->journal, reading->path, &reading->status, &content, &indexing->error);
    g_queue_push_tail(&indexing->read, reading);
}

/* Puts in what is noted. The journal holds nothing else once it is done. */
static bool put_read(Indexing *indexing, GError **error)
{
    if (indexing->error) {
        g_propagate_error(error, g_steal_pointer(&indexing->error));
        return false;
    }
    while (!g_queue_is_empty(&indexing->read)) {
        g_autoptr(Reading) reading = g_queue_pop_head(&indexing->read);
        Content content = content_of(indexing, reading);
        bool put = reading->sha256
                       ? put_content(indexing, reading->path, &reading->status, &content, error)
                       : put_file(indexing, reading->path, NULL, 0, reading->outcome,
                                  reading->diagnosis, error);
        if (!put)
            return false;
        tell(indexing, reading->path, reading->outcome, reading->diagnosis, true);
    }
    return true;
}

/* The sum of a file whose length some document has; NULL when it cannot be had. */
static char *sum_of(const Indexing *indexing, const char *path)
{
    Input input;
    g_autofree char *diagnosis = NULL;
    char *sum = NULL;
    if (input_open(&input, path, indexing->options->pool->input_bytes, &diagnosis) == OUTCOME_OK) {
        while (!input_sum(&input))
            continue;
        if (!input_changed(&input))
            sum = g_strdup(input_sha256(&input));
    }
    input_clear(&input);
    return sum;
}

/* True when a file needs no reader: nothing changed, or its content is known. *error may be set. */
static bool settle(Indexing *indexing, const char *path, const struct stat *status, GError **error)
{
    g_autofree char *escaped = path_escape(path);
    GError *failed = NULL;
    KnownFile known;
    bool settled = false;

    if (publish_find_file(indexing->store, escaped, status, indexing->extractor, &known, &failed) &&
        still_good(indexing, &known)) {
        indexing->tally->unchanged++;
        tell(indexing, path, known.outcome, NULL, false);
        return true;
    }
    if (!failed && publish_has_size(indexing->store, status->st_size, &failed)) {
        g_autofree char *sum = sum_of(indexing, path);
        if (sum &&
            publish_find_content(indexing->store, sum, indexing->extractor, &known, &failed) &&
            still_good(indexing, &known) &&
            put_file(indexing, path, status, known.document, known.outcome, NULL, &failed)) {
            indexing->tally->same++;
            tell(indexing, path, known.outcome, NULL, false);
            settled = true;
        }
    }
    if (failed)
        g_propagate_error(error, failed);
    return settled;
}

static bool refuse_link(Indexing *indexing, const char *path, GError **error)
{
    static const char why[] = "a symbolic link inside a directory: not followed";
    if (!put_file(indexing, path, NULL, 0, OUTCOME_NOT_REGULAR, why, error))
        return false;
    tell(indexing, path, OUTCOME_NOT_REGULAR, why, false);
    return true;
}

static bool visit(Indexing *indexing, Pool *pool, const char *path, GError **error)
{
    g_autofree struct stat *status = g_new0(struct stat, 1);
    GError *failed = NULL;
    bool there = lstat(path, status) == 0;

    if (there && S_ISLNK(status->st_mode))
        return refuse_link(indexing, path, error);
    if (there && S_ISREG(status->st_mode) && settle(indexing, path, status, &failed))
        return true;
    if (failed) {
        g_propagate_error(error, failed);
        return false;
    }
    indexing->tally->read++;
    g_hash_table_add(indexing->under_way, status);
    return pool_submit(pool, path, g_steal_pointer(&status), error) && put_read(indexing, error);
}

/* ---- All files ------------------------------------------------------------------------------- */

static bool find_files(Indexing *indexing, GError **error)
{
    const IndexOptions *options = indexing->options;
    gint64 count = 0, passed_over = 0;
    if (!walk_prepare(indexing->store, error) || !store_run(indexing->store, "BEGIN", error))
        return false;
    for (size_t i = 0; options->paths[i]; i++)
        if (!(strcmp(options->paths[i], "-") == 0
                  ? walk_add_list(indexing->store, 0, options->list_end, error)
                  : walk_add(indexing->store, options->paths[i], error)))
            return false;
    g_autofree char *kinds = NULL;
    if (!store_commit(indexing->store, error) ||
        !walk_count(indexing->store, &count, &passed_over, &kinds, error))
        return false;
    indexing->tally->found = (guint64)count;
    indexing->tally->passed_over = (guint64)passed_over;
    g_strlcpy(indexing->tally->passed_over_kinds, kinds, sizeof indexing->tally->passed_over_kinds);
    return true;
}

static bool read_files(Indexing *indexing, Pool *pool, GError **error)
{
    GError *failed = NULL;
    g_autofree char *path = NULL;
    while (!(indexing->options->stop && indexing->options->stop(indexing->options->data))) {
        char *next = walk_after(indexing->store, path, &failed);
        g_free(path);
        path = next;
        if (!path)
            break;
        if (!visit(indexing, pool, path, error) || !batch_close_if_due(indexing, error))
            return false;
    }
    if (failed) {
        g_propagate_error(error, failed);
        return false;
    }
    return pool_drain(pool, error) && put_read(indexing, error) && batch_close(indexing, error);
}

static bool take_pending(const char *path, const struct stat *status, const Content *content,
                         gpointer data, GError **error)
{
    return put_content(data, path, status, content, error);
}

/* What a run that was killed had read and not committed. Beside a new archive it is of one that was
 * removed. */
static bool recover(Indexing *indexing, const char *path, GError **error)
{
    bool good = store_is_new(indexing->store) || pending_read(path, take_pending, indexing, error);
    indexing->journal = good ? journal_open(path, error) : NULL;
    return indexing->journal && batch_close(indexing, error) &&
           journal_clear(indexing->journal, error);
}

bool archive_index(const char *archive, const IndexOptions *options, IndexTally *tally, bool *busy,
                   GError **error)
{
    g_auto(Indexing) indexing = {.options = options, .tally = tally};
    PoolOptions wanted = *options->pool;
    *tally = (IndexTally){0};
    *busy = false;

    wanted.in_order = false;
    wanted.extract.want = DELIBEX_WANT_WORDS;
    /* The reader starts first, so that a wrong sheet or a machine without a jail shows before
     * anything is touched. */
    g_autoptr(Pool) pool = pool_new(&wanted, take_result, &indexing, error);
    if (!pool)
        return false;
    indexing.store = store_open_writer(archive, busy, error);
    if (!indexing.store || !publish_prepare(indexing.store, error))
        return false;
    indexing.stemmer = stemmer_new();
    indexing.under_way = g_hash_table_new_full(NULL, NULL, g_free, NULL);
    indexing.extractor = extractor_name(options->version, options->pool);
    g_autofree char *journal = store_beside(indexing.store, STORE_JOURNAL);
    if (!recover(&indexing, journal, error) || !find_files(&indexing, error) ||
        !read_files(&indexing, pool, error)) {
        /* A reader that cannot be had calls innocent documents a crash: none of this batch stays.
         */
        store_roll_back(indexing.store);
        return false;
    }
    unlink(journal);
    return store_run(indexing.store, "PRAGMA analysis_limit = 400; PRAGMA optimize;", error);
}

/* Indexing: walk, have read what is new, publish in batches. One thread walks and writes; another
 * one, the feed's, reads. */
#include "archive.h"

#include "../base/path.h"
#include "../pool/input.h"
#include "extractor.h"
#include "feed.h"
#include "publish.h"
#include "walk.h"

#include <string.h>

/* A batch ends at whichever comes first; it is what a power cut can cost. The death of this process
 * costs only what readers had in their hands: the journal holds the rest. */
enum { BATCH_FILES = 500, BATCH_US = 1000000 };

typedef struct Indexing {
    const IndexOptions *options;
    IndexTally *tally;
    Store *store;
    Stemmer *stemmer;
    char *extractor;
    Feed *feed;
    Pending *pending;     /* what is read and not committed */
    GQueue wanted;        /* of Wanted: given to the feed and not put in yet */
    bool open;            /* a transaction is */
    int batch;            /* files in it */
    gint64 batch_started; /* monotonic, µs */
} Indexing;

static void wanted_free(gpointer data)
{
    Wanted *wanted = data;
    g_free(wanted->path);
    g_free(wanted->sum);
    g_free(wanted);
}

static void indexing_clear(Indexing *indexing)
{
    feed_free(indexing->feed); /* first: it uses the others */
    g_queue_clear_full(&indexing->wanted, wanted_free);
    pending_free(indexing->pending);
    stemmer_free(indexing->stemmer);
    store_free(indexing->store);
    g_free(indexing->extractor);
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

/* Puts in what came of a file that was read. */
static bool put_reading(Indexing *indexing, Reading *taken, GError **error)
{
    g_autoptr(Reading) reading = taken;
    Wanted *wanted = reading->wanted;
    Content content = reading_content(reading, indexing->extractor);
    bool put = reading->sha256
                   ? put_content(indexing, wanted->path, &wanted->status, &content, error)
                   : put_file(indexing, wanted->path, NULL, 0, reading->outcome, reading->diagnosis,
                              error);
    indexing->tally->read++;
    if (put)
        tell(indexing, wanted->path, reading->outcome, reading->diagnosis, true);
    g_queue_remove(&indexing->wanted, wanted);
    wanted_free(wanted);
    return put;
}

/* ---- What was read --------------------------------------------------------------------------- */

static bool commit(Indexing *indexing, GError **error)
{
    if (!indexing->open)
        return true;
    indexing->open = false;
    if (publish_index(indexing->store, error) && store_commit(indexing->store, error))
        return true;
    store_roll_back(indexing->store);
    return false;
}

static bool batch_close(Indexing *indexing, GError **error)
{
    if (!indexing->open)
        return true;
    for (guint noted = feed_turn(indexing->feed); noted > 0; noted--)
        if (!put_reading(indexing, feed_take(indexing->feed), error))
            return false;
    return commit(indexing, error) && pending_clear(indexing->pending, error);
}

static bool batch_close_if_due(Indexing *indexing, GError **error)
{
    bool due = indexing->batch >= BATCH_FILES ||
               g_get_monotonic_time() - indexing->batch_started >= BATCH_US;
    return !due || batch_close(indexing, error);
}

static bool is_stopped(const Indexing *indexing)
{
    return indexing->options->stop && indexing->options->stop(indexing->options->data);
}

/* Puts in what has been read. */
static bool put_read(Indexing *indexing, GError **error)
{
    for (Reading *reading; (reading = feed_take(indexing->feed));)
        if (!put_reading(indexing, reading, error))
            return false;
    return batch_close_if_due(indexing, error);
}

/* The same until all files are read that were given; of those that wait none is begun once the
 * caller wants to stop. */
static bool put_rest(Indexing *indexing, GError **error)
{
    for (;;) {
        if (is_stopped(indexing))
            feed_stop(indexing->feed);
        Reading *reading = feed_await(indexing->feed);
        if (!reading)
            return !feed_failed(indexing->feed, error);
        if (!put_reading(indexing, reading, error) || !batch_close_if_due(indexing, error))
            return false;
    }
}

/* ---- What needs no reading ------------------------------------------------------------------- */

/* The sum of a file whose length some document has; NULL when it cannot be had. */
static char *sum_of(const Indexing *indexing, const char *path)
{
    Input input;
    g_autofree char *diagnosis = NULL;
    char *sum = NULL;
    if (input_open(&input, path, indexing->options->pool->input_bytes, true, &diagnosis) ==
        OUTCOME_OK) {
        while (!input_sum(&input))
            continue;
        if (!input_changed(&input))
            sum = g_strdup(input_sha256(&input));
    }
    input_clear(&input);
    return sum;
}

/* The file with these contents that is to be read already; NULL when there is none. Only files as
 * long as this one are looked into, and this one only where there are any. */
static const Wanted *find_wanted(const Indexing *indexing, Wanted *file)
{
    for (const GList *link = indexing->wanted.head; link; link = link->next) {
        Wanted *other = link->data;
        if (other->status.st_size != file->status.st_size)
            continue;
        if (!file->sum && !(file->sum = sum_of(indexing, file->path)))
            return NULL;
        if (!other->sum)
            other->sum = sum_of(indexing, other->path);
        if (g_strcmp0(other->sum, file->sum) == 0)
            return other;
    }
    return NULL;
}

/* A file whose contents are being read under another name waits for them. */
static bool await_same(Indexing *indexing, Wanted *file, GError **error)
{
    while (find_wanted(indexing, file)) {
        Reading *reading = feed_await(indexing->feed);
        if (!reading)
            return !feed_failed(indexing->feed, error);
        if (!put_reading(indexing, reading, error))
            return false;
    }
    return true;
}

/* Whether a file's contents are known: *known then says of what. */
static bool find_same(Indexing *indexing, Wanted *file, KnownFile *known, GError **error)
{
    if (!await_same(indexing, file, error) ||
        !publish_has_size(indexing->store, file->status.st_size, error))
        return false;
    if (!file->sum)
        file->sum = sum_of(indexing, file->path);
    return file->sum &&
           publish_find_content(indexing->store, file->sum, indexing->extractor, known, error);
}

/* True when a file needs no reader: nothing changed, or its content is known. *error may be set. */
static bool settle(Indexing *indexing, Wanted *file, GError **error)
{
    g_autofree char *escaped = path_escape(file->path);
    GError *failed = NULL;
    KnownFile known;
    bool settled = false;

    if (publish_find_file(indexing->store, escaped, &file->status, indexing->extractor, &known,
                          &failed) &&
        still_good(indexing, &known)) {
        indexing->tally->unchanged++;
        tell(indexing, file->path, known.outcome, NULL, false);
        return true;
    }
    if (!failed && find_same(indexing, file, &known, &failed) && still_good(indexing, &known) &&
        put_file(indexing, file->path, &file->status, known.document, known.outcome, NULL,
                 &failed)) {
        indexing->tally->same++;
        tell(indexing, file->path, known.outcome, NULL, false);
        settled = true;
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

/* Has a file read, after those that wait. */
static bool want(Indexing *indexing, Wanted *wanted, GError **error)
{
    g_queue_push_tail(&indexing->wanted, wanted);
    while (feed_is_full(indexing->feed)) {
        feed_wait(indexing->feed, BATCH_US);
        if (!put_read(indexing, error))
            return false;
        if (is_stopped(indexing))
            return true;
    }
    feed_give(indexing->feed, wanted);
    return !feed_failed(indexing->feed, error);
}

static bool visit(Indexing *indexing, const char *path, GError **error)
{
    Wanted *file = g_new0(Wanted, 1);
    GError *failed = NULL;
    file->path = g_strdup(path);
    bool there = lstat(path, &file->status) == 0;
    bool link = there && S_ISLNK(file->status.st_mode);
    bool settled = there && S_ISREG(file->status.st_mode) && settle(indexing, file, &failed);
    if (!link && !settled && !failed)
        return want(indexing, file, error);
    wanted_free(file);
    if (failed)
        g_propagate_error(error, failed);
    return !failed && (!link || refuse_link(indexing, path, error));
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

static bool read_files(Indexing *indexing, GError **error)
{
    GError *failed = NULL;
    g_autofree char *path = NULL;
    while (!is_stopped(indexing)) {
        char *next = walk_after(indexing->store, path, &failed);
        g_free(path);
        path = next;
        if (!path)
            break;
        if (!visit(indexing, path, error) || !put_read(indexing, error))
            return false;
    }
    if (failed) {
        g_propagate_error(error, failed);
        return false;
    }
    return put_rest(indexing, error) && batch_close(indexing, error);
}

static bool take_pending(const char *path, const struct stat *status, const Content *content,
                         gpointer data, GError **error)
{
    return put_content(data, path, status, content, error);
}

/* What a run that was killed had read and not committed. Beside a new archive it is of one that was
 * removed. */
static bool recover(Indexing *indexing, GError **error)
{
    if (!store_is_new(indexing->store) &&
        !(pending_read(indexing->store, take_pending, indexing, error) && commit(indexing, error)))
        return false;
    indexing->pending = pending_open(indexing->store, error);
    if (!indexing->pending)
        return false;
    feed_note_in(indexing->feed, indexing->pending, indexing->extractor);
    return true;
}

bool archive_index(const char *archive, const IndexOptions *options, IndexTally *tally, bool *busy,
                   GError **error)
{
    g_auto(Indexing) indexing = {.options = options, .tally = tally};
    PoolOptions wanted = *options->pool;
    *tally = (IndexTally){0};
    *busy = false;

    wanted.in_order = false;
    wanted.no_links = true; /* those above the files were resolved when they were looked for */
    wanted.extract.want = DELIBEX_WANT_WORDS;
    /* The reader starts first, so that a wrong sheet or a machine without a jail shows before
     * anything is touched. */
    indexing.feed = feed_new(&wanted, error);
    if (!indexing.feed)
        return false;
    indexing.store = store_open_writer(archive, busy, error);
    if (!indexing.store || !publish_prepare(indexing.store, error))
        return false;
    indexing.stemmer = stemmer_new();
    indexing.extractor = extractor_name(options->version, options->pool);
    if (!recover(&indexing, error) || !find_files(&indexing, error) ||
        !read_files(&indexing, error)) {
        store_roll_back(indexing.store);
        return false;
    }
    pending_remove(indexing.store);
    return store_run(indexing.store, "PRAGMA analysis_limit = 400; PRAGMA optimize;", error);
}

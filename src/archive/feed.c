#include "feed.h"

#include <string.h>

enum {
    WAITING_MAX = 128,   /* files that wait to be read: more than are read during a commit */
    ROOM_AT = 64,        /* so few of them make it worth waking who gives */
    SOME = 8,            /* so many readings make it worth waking who takes */
    HELD_MAX = 16 << 20, /* bytes of readings that wait to be taken; beyond, no more is read */
    ATTEND_MS = 10,      /* a file may come while others are under way */
};

struct Feed {
    PoolOptions options;
    GThread *thread;
    GMutex lock;     /* of all below */
    GCond taker;     /* the one who takes is to look */
    GCond reader;    /* the thread is to look */
    bool ready;      /* the reader was started */
    bool over;       /* the thread does nothing more */
    bool dropped;    /* nobody wants what is under way */
    bool awaited;    /* the taker waits for the next reading, not for some */
    GQueue files;    /* of Wanted: that wait */
    guint given;     /* files that the pool has */
    GQueue readings; /* of Reading: that wait to be taken */
    size_t held;     /* bytes of theirs */
    Pending *pending;
    const char *extractor;
    GError *error; /* why reading or noting ended early */
};

/* ---- Readings -------------------------------------------------------------------------------- */

static Reading *reading_new(const PoolResult *result)
{
    Reading *reading = g_new0(Reading, 1);
    reading->wanted = result->user_data;
    reading->outcome = result->outcome;
    reading->diagnosis = g_strdup(result->diagnosis);
    if (!result->sha256 || result->outcome > OUTCOME_OUTPUT_LIMIT)
        return reading;
    reading->sha256 = g_strdup(result->sha256);
    reading->json = g_strndup(result->json, result->json_length);
    reading->tree = g_steal_pointer(result->tree);
    reading->bytes = (gint64)result->bytes;
    return reading;
}

void reading_free(Reading *reading)
{
    if (!reading)
        return;
    g_free(reading->sha256);
    g_free(reading->json);
    tree_free(reading->tree);
    g_free(reading->diagnosis);
    g_free(reading);
}

Content reading_content(const Reading *reading, const char *extractor)
{
    return (Content){.sha256 = reading->sha256,
                     .json = reading->json,
                     .tree = reading->tree,
                     .bytes = reading->bytes,
                     .outcome = reading->outcome,
                     .diagnosis = reading->diagnosis,
                     .extractor = extractor};
}

static size_t weight(const Reading *reading)
{
    return reading->json ? strlen(reading->json) : 0;
}

/* ---- The thread ------------------------------------------------------------------------------ */

/* Notes what a reader made of a file and leaves it to be taken: both under the lock, or a turn in
 * between would forget the note of what is not taken yet. */
static void take_result(const PoolResult *result, gpointer data)
{
    Feed *feed = data;
    if (result->no_reader) /* it calls innocent documents a crash */
        return;
    Reading *reading = reading_new(result);
    Content content = reading_content(reading, feed->extractor);
    const Wanted *wanted = reading->wanted;
    g_mutex_lock(&feed->lock);
    feed->given--;
    if (reading->sha256 && !feed->error)
        pending_add(feed->pending, wanted->path, &wanted->status, &content, &feed->error);
    g_queue_push_tail(&feed->readings, reading);
    feed->held += weight(reading);
    if (feed->awaited || feed->readings.length >= SOME || feed->held > HELD_MAX)
        g_cond_signal(&feed->taker);
    g_mutex_unlock(&feed->lock);
}

static bool is_dropped(gpointer data)
{
    Feed *feed = data;
    g_mutex_lock(&feed->lock);
    bool dropped = feed->dropped;
    g_mutex_unlock(&feed->lock);
    return dropped;
}

/* What the pool is to do next: read a file, or see to those it has (true without a file). Waits
 * while it has none; false when there is nothing more to do. */
static bool next(Feed *feed, Wanted **wanted)
{
    *wanted = NULL;
    g_mutex_lock(&feed->lock);
    while (!feed->dropped && !feed->error) {
        if (feed->held <= HELD_MAX)
            *wanted = g_queue_pop_head(&feed->files);
        if (*wanted || feed->given > 0)
            break;
        g_cond_wait(&feed->reader, &feed->lock);
    }
    feed->given += *wanted != NULL;
    if (*wanted && feed->files.length == ROOM_AT)
        g_cond_signal(&feed->taker);
    bool goes_on = !feed->dropped && !feed->error;
    g_mutex_unlock(&feed->lock);
    return goes_on;
}

static void say(Feed *feed, bool *what, GError *error)
{
    g_mutex_lock(&feed->lock);
    if (error && !feed->error)
        feed->error = g_steal_pointer(&error);
    *what = true;
    g_cond_signal(&feed->taker);
    g_mutex_unlock(&feed->lock);
    g_clear_error(&error);
}

static gpointer run(gpointer data)
{
    Feed *feed = data;
    Wanted *wanted = NULL;
    GError *error = NULL;
    g_autoptr(Pool) pool = pool_new(&feed->options, take_result, feed, &error);
    if (pool)
        say(feed, &feed->ready, NULL);
    for (bool alive = pool != NULL; alive && next(feed, &wanted);)
        alive = wanted ? pool_submit(pool, wanted->path, wanted, &error)
                       : pool_attend(pool, ATTEND_MS, &error);
    say(feed, &feed->over, error);
    return NULL;
}

/* ---- The other side -------------------------------------------------------------------------- */

Feed *feed_new(const PoolOptions *options, GError **error)
{
    Feed *feed = g_new0(Feed, 1);
    feed->options = *options;
    feed->options.stop = is_dropped;
    g_mutex_init(&feed->lock);
    g_cond_init(&feed->taker);
    g_cond_init(&feed->reader);
    g_queue_init(&feed->files);
    g_queue_init(&feed->readings);
    feed->thread = g_thread_new("feed", run, feed);
    g_mutex_lock(&feed->lock);
    while (!feed->ready && !feed->over)
        g_cond_wait(&feed->taker, &feed->lock);
    bool ready = feed->ready;
    g_mutex_unlock(&feed->lock);
    if (ready)
        return feed;
    feed_failed(feed, error);
    feed_free(feed);
    return NULL;
}

void feed_free(Feed *feed)
{
    if (!feed)
        return;
    g_mutex_lock(&feed->lock);
    feed->dropped = true;
    g_cond_signal(&feed->reader);
    g_mutex_unlock(&feed->lock);
    g_thread_join(feed->thread);
    for (Reading *reading; (reading = g_queue_pop_head(&feed->readings));)
        reading_free(reading);
    g_queue_clear(&feed->files);
    g_mutex_clear(&feed->lock);
    g_cond_clear(&feed->taker);
    g_cond_clear(&feed->reader);
    g_clear_error(&feed->error);
    g_free(feed);
}

void feed_note_in(Feed *feed, Pending *pending, const char *extractor)
{
    g_mutex_lock(&feed->lock);
    feed->pending = pending;
    feed->extractor = extractor;
    g_mutex_unlock(&feed->lock);
}

bool feed_is_full(Feed *feed)
{
    g_mutex_lock(&feed->lock);
    bool full = feed->files.length >= WAITING_MAX && !feed->over;
    g_mutex_unlock(&feed->lock);
    return full;
}

void feed_give(Feed *feed, Wanted *wanted)
{
    g_mutex_lock(&feed->lock);
    g_queue_push_tail(&feed->files, wanted);
    g_cond_signal(&feed->reader);
    g_mutex_unlock(&feed->lock);
}

void feed_wait(Feed *feed, gint64 most_us)
{
    gint64 end = g_get_monotonic_time() + most_us;
    bool in_time = true;
    g_mutex_lock(&feed->lock);
    while (in_time && !feed->over && feed->files.length > ROOM_AT && feed->readings.length < SOME &&
           feed->held <= HELD_MAX)
        in_time = g_cond_wait_until(&feed->taker, &feed->lock, end);
    g_mutex_unlock(&feed->lock);
}

/* The next reading; under the lock. */
static Reading *take(Feed *feed)
{
    Reading *reading = g_queue_pop_head(&feed->readings);
    if (reading) {
        feed->held -= weight(reading);
        g_cond_signal(&feed->reader);
    }
    return reading;
}

Reading *feed_take(Feed *feed)
{
    g_mutex_lock(&feed->lock);
    Reading *reading = take(feed);
    g_mutex_unlock(&feed->lock);
    return reading;
}

Reading *feed_await(Feed *feed)
{
    g_mutex_lock(&feed->lock);
    feed->awaited = true;
    while (feed->readings.length == 0 && !feed->over && (feed->files.length > 0 || feed->given > 0))
        g_cond_wait(&feed->taker, &feed->lock);
    feed->awaited = false;
    Reading *reading = take(feed);
    g_mutex_unlock(&feed->lock);
    return reading;
}

void feed_stop(Feed *feed)
{
    g_mutex_lock(&feed->lock);
    g_queue_clear(&feed->files);
    g_mutex_unlock(&feed->lock);
}

bool feed_failed(Feed *feed, GError **error)
{
    g_mutex_lock(&feed->lock);
    bool failed = feed->error != NULL;
    if (failed && error)
        *error = g_error_copy(feed->error);
    g_mutex_unlock(&feed->lock);
    return failed;
}

guint feed_turn(Feed *feed)
{
    g_mutex_lock(&feed->lock);
    pending_turn(feed->pending);
    guint waiting = feed->readings.length;
    g_mutex_unlock(&feed->lock);
    return waiting;
}

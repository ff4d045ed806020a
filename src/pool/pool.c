/* The queue: which document is being read by which process, since when, and what is to be handed
 * over next. One thread, one poll; documents' sums are taken between events. */
#include "pool.h"

#include "../base/error.h"
#include "../base/path.h"
#include "frame.h"
#include "input.h"
#include "io.h"
#include "launch.h"
#include "verdict.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
    ATTEMPTS = 2,        /* for a document whose process was killed from outside */
    DEATHS_IN_A_ROW = 3, /* of the reader, without a document read in between */
    HELD_MAX = 256,      /* results that wait for an earlier one */
    KILL_PATIENCE_MS = 2000,
    PATIENCE_MS = 500, /* between two looks whether to stop, at most */
};

typedef enum JobState { JOB_RUNNING, JOB_ENDED, JOB_JUDGED } JobState;

typedef struct Job {
    char *path;
    char *shown; /* the path as the record holds it */
    gpointer user_data;
    JobState state;
    Input input;
    bool summed; /* there are no more bytes to sum */
    Run run;
    bool lost;      /* its reader died under it … */
    bool no_reader; /* … and there is no other */
    int attempt;
    gint64 started, deadline, kill_deadline; /* monotonic, µs */
    bool prolonged;                          /* the deadline, for pages to recognise */
    double wall_ms;
    Verdict verdict;
} Job;

struct Pool {
    PoolOptions options; /* its strings are owned here */
    char *reader_path;
    char **pattern_dirs;
    PoolDone done;
    gpointer data;
    Launch reader;
    int deaths;  /* of the reader, since the last document it read */
    GQueue jobs; /* of Job, in the order they were submitted */
    guint64 last_job;
    int under_way; /* opened, and not yet judged */
};

static void job_close(Job *job)
{
    if (job->run.result >= 0)
        close(job->run.result);
    if (job->run.log >= 0)
        close(job->run.log);
    job->run.result = job->run.log = -1;
}

static void job_free(Job *job)
{
    job_close(job);
    input_clear(&job->input);
    verdict_clear(&job->verdict);
    g_free(job->path);
    g_free(job->shown);
    g_free(job);
}

/* ---- Results --------------------------------------------------------------------------------- */

static void hand_over(Pool *pool, Job *job)
{
    PoolResult result = {
        .path = job->path,
        .outcome = job->verdict.outcome,
        .json = job->verdict.json,
        .json_length = strlen(job->verdict.json),
        .tree = &job->verdict.tree,
        .sha256 = input_sha256(&job->input),
        .bytes = (guint64)job->input.before.st_size,
        .diagnosis = job->verdict.diagnosis,
        .wall_ms = job->wall_ms,
        .cpu_ms = (double)job->run.exited.cpu_us / 1000,
        .peak_kb = (long)job->run.exited.peak_kb,
        .no_reader = job->no_reader,
        .user_data = job->user_data,
    };
    pool->done(&result, pool->data);
}

static void hand_over_ready(Pool *pool)
{
    for (GList *link = pool->jobs.head, *next; link; link = next) {
        Job *job = link->data;
        next = link->next;
        if (job->state == JOB_JUDGED) {
            g_queue_delete_link(&pool->jobs, link);
            hand_over(pool, job);
            job_free(job);
        } else if (pool->options.in_order) {
            return;
        }
    }
}

static void judge(Pool *pool, Job *job, Verdict verdict)
{
    job->verdict = verdict;
    job->state = JOB_JUDGED;
    job_close(job);
    input_close(&job->input);
    pool->under_way--;
}

/* ---- Runs ------------------------------------------------------------------------------------ */

/* A file in memory that keeps its size, so that a chatty process fills it once and no more. */
static int open_log(void)
{
    int fd = memfd_create("delibex-log", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd >= 0 && (ftruncate(fd, LOG_BYTES) < 0 ||
                    fcntl(fd, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) < 0)) {
        close(fd);
        return -1;
    }
    return fd;
}

static RequestLimits limits_of(const PoolOptions *options, const Input *input)
{
    return (RequestLimits){
        .input_bytes = (guint64)input->before.st_size,
        .memory_bytes = options->memory_bytes,
        .output_bytes = options->output_bytes,
        .cpu_seconds = options->cpu_seconds,
        .page_seconds = options->page_seconds,
        .ocr_seconds = options->ocr_seconds,
        .ocr = (guint32)options->extract.ocr,
        .stop_after = (guint32)options->extract.stop_after,
        .want = options->extract.want,
        .picture_pages = (guint32)options->extract.picture_pages,
    };
}

/* Sends the request of a new attempt. False when the reader does not take it. */
static bool run_job(Pool *pool, Job *job)
{
    job_close(job);
    job->run = (Run){
        .job = ++pool->last_job,
        .result = memfd_create("delibex-result", MFD_CLOEXEC),
        .log = open_log(),
        .limits = limits_of(&pool->options, &job->input),
    };
    if (job->run.result < 0 || job->run.log < 0)
        return false;
    g_autoptr(GByteArray) payload = g_byte_array_new();
    g_byte_array_append(payload, (const guint8 *)&job->run.limits, sizeof job->run.limits);
    g_byte_array_append(payload, (const guint8 *)job->shown, strlen(job->shown));
    FrameHeader header = frame_header(FRAME_REQUEST, job->run.job, payload->len);
    const int fds[REQUEST_FD_COUNT] = {[REQUEST_FD_INPUT] = job->input.fd,
                                       [REQUEST_FD_RESULT] = job->run.result,
                                       [REQUEST_FD_LOG] = job->run.log};
    if (!frame_send(pool->reader.control, &header, payload->data, fds, REQUEST_FD_COUNT))
        return false;
    job->started = g_get_monotonic_time();
    job->deadline = job->started + (gint64)(pool->options.wall_seconds * G_USEC_PER_SEC);
    job->kill_deadline = 0;
    job->prolonged = false;
    job->attempt++;
    return true;
}

static void end_job(Job *job)
{
    job->wall_ms = (double)(g_get_monotonic_time() - job->started) / 1000;
    job->state = JOB_ENDED;
}

static Job *find_running(Pool *pool, guint64 number)
{
    for (GList *link = pool->jobs.head; link; link = link->next) {
        Job *job = link->data;
        if (job->state == JOB_RUNNING && job->run.job == number)
            return job;
    }
    return NULL;
}

/* ---- The reader ------------------------------------------------------------------------------ */

static bool start_reader(Pool *pool, GError **error)
{
    return launch_start(&pool->reader, pool->reader_path, pool->options.sandbox,
                        pool->options.recycle, (const char *const *)pool->pattern_dirs, error);
}

/* Gives up a job whose reader died. */
static void lose_job(Job *job, bool alive)
{
    job->lost = true;
    job->no_reader = !alive;
    end_job(job);
}

/* Starts it again, and again when it dies before it is ready: whatever kills it may do so then. */
static bool start_reader_again(Pool *pool, GError **error)
{
    g_autoptr(GError) why = NULL;
    while (++pool->deaths <= DEATHS_IN_A_ROW) {
        g_clear_error(&why);
        if (start_reader(pool, &why))
            return true;
    }
    if (why)
        g_propagate_error(error, g_steal_pointer(&why));
    else
        g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_READER, "%s: died %d times in a row",
                    pool->reader_path, DEATHS_IN_A_ROW);
    return false;
}

/* The reader is gone: no document's fault that is known. Those under way are tried once more. */
static bool restart_reader(Pool *pool, GError **error)
{
    launch_stop(&pool->reader);
    bool alive = start_reader_again(pool, error);
    for (GList *link = pool->jobs.head; link; link = link->next) {
        Job *job = link->data;
        if (job->state != JOB_RUNNING)
            continue;
        if (!alive || job->run.stopped || job->attempt >= ATTEMPTS || !run_job(pool, job))
            lose_job(job, alive);
    }
    return alive;
}

/* ---- Events ---------------------------------------------------------------------------------- */

static bool take_exit(Pool *pool, const Packet *packet, GError **error)
{
    Job *job = find_running(pool, packet->header.job);
    if (packet->header.kind != FRAME_EXITED || packet->header.length != sizeof(Exited) || !job)
        return true;
    memcpy(&job->run.exited, packet->payload, sizeof(Exited));
    pool->deaths = 0;
    if (verdict_is_accident(&job->run) && job->attempt < ATTEMPTS)
        return run_job(pool, job) || restart_reader(pool, error);
    end_job(job);
    return true;
}

static bool take_packets(Pool *pool, GError **error)
{
    for (;;) {
        Packet packet;
        switch (frame_receive(pool->reader.control, false, &packet)) {
        case PACKET_NONE_YET:
            return true;
        case PACKET_CLOSED:
            return restart_reader(pool, error);
        case PACKET_GOT:
            for (int i = 0; i < REQUEST_FD_COUNT; i++)
                if (packet.fds[i] >= 0)
                    close(packet.fds[i]);
            if (!take_exit(pool, &packet, error))
                return false;
        }
    }
}

/* A process is trusted with another document only where it read the last one to the end. Should
 * the reader not hear it, it is gone, and that process too. */
static void retire(Pool *pool, const Job *job)
{
    FrameHeader header = frame_header(FRAME_RETIRE, job->run.job, 0);
    if (pool->options.recycle > 1 && !job->lost && job->verdict.outcome != OUTCOME_OK)
        frame_send(pool->reader.control, &header, NULL, NULL, 0);
}

/* Some bytes of the first document that is not summed yet; false when all are. */
static bool sum_some(Pool *pool)
{
    for (GList *link = pool->jobs.head; link; link = link->next) {
        Job *job = link->data;
        if (job->state == JOB_JUDGED || job->summed)
            continue;
        job->summed = input_sum(&job->input);
        return true;
    }
    return false;
}

static Stated stated_of(const Pool *pool, const Job *job)
{
    return (Stated){job->shown, sandbox_in_record(pool->options.sandbox)};
}

static Verdict verdict_of_lost(Job *job, const Stated *stated)
{
    Outcome outcome = job->run.stopped ? OUTCOME_TIMEOUT : OUTCOME_CRASH;
    return verdict_without_record(outcome, stated, input_sha256(&job->input),
                                  job->input.before.st_size,
                                  job->run.stopped ? NULL : "the reader died while this was read");
}

static void judge_ended(Pool *pool)
{
    for (GList *link = pool->jobs.head; link; link = link->next) {
        Job *job = link->data;
        Stated stated = stated_of(pool, job);
        if (job->state != JOB_ENDED || !job->summed)
            continue;
        judge(pool, job,
              job->lost ? verdict_of_lost(job, &stated)
                        : verdict_of(&job->run, &job->input, &stated));
        retire(pool, job);
    }
}

/* A document that turned out to have pages to recognise is given more time for them, once. */
static bool give_time(const Pool *pool, Job *job)
{
    guint64 pages = job->prolonged ? 0 : verdict_pages_to_recognise(&job->run);
    double seconds = MIN((double)pages * pool->options.page_seconds, pool->options.ocr_seconds);
    if (!(seconds > 0))
        return false;
    job->prolonged = true;
    job->deadline += (gint64)(seconds * G_USEC_PER_SEC);
    return true;
}

/* Stops what is over its wall deadline. A reader that does not carry that out is replaced. */
static bool enforce_deadlines(Pool *pool, GError **error)
{
    gint64 now = g_get_monotonic_time();
    for (GList *link = pool->jobs.head; link; link = link->next) {
        Job *job = link->data;
        if (job->state != JOB_RUNNING || now < job->deadline)
            continue;
        if (job->run.stopped && now < job->kill_deadline)
            continue;
        if (!job->run.stopped && give_time(pool, job))
            continue;
        FrameHeader header = frame_header(FRAME_KILL, job->run.job, 0);
        if (job->run.stopped || !frame_send(pool->reader.control, &header, NULL, NULL, 0))
            return restart_reader(pool, error);
        job->run.stopped = true;
        job->kill_deadline = now + (gint64)KILL_PATIENCE_MS * 1000;
    }
    return true;
}

/* Milliseconds until something must be done, `most` at most. */
static int patience(const Pool *pool, int most)
{
    gint64 first = G_MAXINT64;
    for (GList *link = pool->jobs.head; link; link = link->next) {
        const Job *job = link->data;
        if (job->state == JOB_RUNNING)
            first = MIN(first, job->run.stopped ? job->kill_deadline : job->deadline);
    }
    if (first == G_MAXINT64)
        return most;
    return (int)CLAMP((first - g_get_monotonic_time()) / 1000 + 1, 0, most);
}

/* Waits for an event, if there is nothing to do meanwhile, and deals with it. */
static bool attend(Pool *pool, int most_ms, GError **error)
{
    bool busy = sum_some(pool);
    if (pool->under_way == 0)
        return true;
    struct pollfd event = {pool->reader.control, POLLIN, 0};
    if (poll(&event, 1, busy ? 0 : patience(pool, most_ms)) > 0 && !take_packets(pool, error))
        return false;
    return enforce_deadlines(pool, error);
}

/* One turn: an event, then whatever is ready is handed over. */
static bool turn(Pool *pool, int most_ms, GError **error)
{
    if (!attend(pool, most_ms, error))
        return false;
    judge_ended(pool);
    hand_over_ready(pool);
    return true;
}

/* ---- The API --------------------------------------------------------------------------------- */

Pool *pool_new(const PoolOptions *options, PoolDone done, gpointer data, GError **error)
{
    g_assert(options->jobs >= 1 && options->recycle >= 1 && options->cpu_seconds > 0 &&
             options->wall_seconds > 0);
    g_autoptr(Pool) pool = g_new0(Pool, 1);
    pool->options = *options;
    pool->options.jobs = io_jobs_possible(options->jobs);
    pool->done = done;
    pool->data = data;
    pool->reader = (Launch){0, -1};
    g_queue_init(&pool->jobs);
    pool->pattern_dirs = g_strdupv((char **)options->pattern_dirs);
    if (pool->options.jobs < 1) {
        g_set_error_literal(error, DELIBEX_ERROR, DELIBEX_ERROR_READER,
                            "too few files may be open to read even one document (ulimit -n)");
        return NULL;
    }
    pool->reader_path =
        options->reader_path ? g_strdup(options->reader_path) : launch_find_reader(error);
    if (!pool->reader_path || !start_reader(pool, error))
        return NULL;
    return g_steal_pointer(&pool);
}

/* A job whose file is open and wants a run, or one that is judged already. */
static Job *job_new(Pool *pool, const char *path, gpointer user_data)
{
    Job *job = g_new0(Job, 1);
    g_autofree char *diagnosis = NULL;
    job->path = g_strdup(path);
    job->shown = path_escape(path);
    job->user_data = user_data;
    job->run.result = job->run.log = -1;
    Outcome outcome = input_open(&job->input, path, pool->options.input_bytes,
                                 pool->options.no_links, &diagnosis);
    Stated stated = stated_of(pool, job);
    pool->under_way++;
    if (outcome != OUTCOME_OK)
        judge(pool, job, verdict_without_record(outcome, &stated, NULL, -1, diagnosis));
    return job;
}

static bool is_stopped(const Pool *pool)
{
    return pool->options.stop && pool->options.stop(pool->data);
}

static bool has_room(const Pool *pool)
{
    return pool->under_way < pool->options.jobs && pool->jobs.length < HELD_MAX;
}

/* Hands over what can still be said when there is no reader any more. */
static void hand_over_rest(Pool *pool)
{
    while (sum_some(pool))
        continue;
    judge_ended(pool);
    hand_over_ready(pool);
}

bool pool_submit(Pool *pool, const char *path, gpointer user_data, GError **error)
{
    bool alive = true;
    /* What a reader is done with is handed over before that reader is given another document: who
     * is killed here loses what readers have in their hands, and no more. */
    while (alive && !has_room(pool) && !is_stopped(pool))
        alive = turn(pool, PATIENCE_MS, error);
    if (alive && is_stopped(pool))
        return true;
    Job *job = job_new(pool, path, user_data);
    g_queue_push_tail(&pool->jobs, job);
    if (job->state == JOB_RUNNING && !alive)
        lose_job(job, false);
    else if (job->state == JOB_RUNNING && !run_job(pool, job))
        alive = restart_reader(pool, error);
    alive = alive && turn(pool, 0, error);
    if (!alive)
        hand_over_rest(pool);
    return alive;
}

bool pool_attend(Pool *pool, int most_ms, GError **error)
{
    bool alive = turn(pool, MIN(most_ms, PATIENCE_MS), error);
    if (!alive)
        hand_over_rest(pool);
    return alive;
}

bool pool_drain(Pool *pool, GError **error)
{
    bool alive = true;
    while (alive && pool->jobs.length > 0 && !is_stopped(pool))
        alive = pool_attend(pool, PATIENCE_MS, error);
    return alive;
}

void pool_free(Pool *pool)
{
    if (!pool)
        return;
    launch_stop(&pool->reader);
    for (Job *job; (job = g_queue_pop_head(&pool->jobs));)
        job_free(job);
    g_free(pool->reader_path);
    g_strfreev(pool->pattern_dirs);
    g_free(pool);
}

/* Indexing while the system fails: every call that touches the archive fails, once or from then on,
 * in every way calls fail, or is the last that the process makes. A run may end badly then, but it
 * says so; and the next one, when all is well again, ends where an undisturbed one does.
 *
 * The calls below take the place of the C library's, for SQLite too. DELIBEX_FAULTS=all tries every
 * place; without it every STRIDE-th, others for each way. */
#include "../../src/archive/archive.h"
#include "../../src/archive/store.h"
#include "../../src/base/record.h"
#include "../../src/pool/frame.h"
#include "../../src/write/write.h"

#include <check.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CONTROL = 3, STRIDE = 23, SHORT = -1, DEATH = -2, DIED = 99 };

/* ---- Calls that fail ---------------------------------------------------------------------------
 */

static struct Plan {
    const char *place; /* only what lies below it fails; NULL: nothing does */
    int at;            /* the number of the call, from 1 */
    int number;        /* errno, SHORT or DEATH */
    bool sticky;       /* all that follow fail too */
    int calls;         /* so far */
} plan;

/* Where a death at any moment is counted: documents opened, and lines noted in the journal. */
static struct Count {
    const char *inputs;      /* NULL: nothing is counted */
    int opened, noted, most; /* most: opened and not noted */
} count;

/* The path of a descriptor; the caller frees. */
static char *path_of(int fd)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    return g_file_read_link(link, NULL);
}

static bool lies_in_place(int fd)
{
    g_autofree char *path = path_of(fd);
    return path && g_str_has_prefix(path, plan.place);
}

static void count_opening(const char *path)
{
    if (!count.inputs || !g_str_has_prefix(path, count.inputs) || !g_str_has_suffix(path, ".txt"))
        return;
    count.opened++;
    count.most = MAX(count.most, count.opened - count.noted);
}

static void count_writing(int fd)
{
    g_autofree char *path = count.inputs ? path_of(fd) : NULL;
    count.noted += path && g_str_has_suffix(path, STORE_JOURNAL);
}

/* Whether the call at hand fails. */
static bool fails(void)
{
    plan.calls++;
    if (plan.calls != plan.at && !(plan.sticky && plan.calls > plan.at))
        return false;
    if (plan.number == DEATH)
        _exit(DIED);
    errno = plan.number;
    return true;
}

#define REAL(name, type) ((type)dlsym(RTLD_NEXT, #name))

/* Writes, whole, in part or not at all. */
#define WRITES(name, parameters, arguments, half)                                                  \
    ssize_t name parameters;                                                                       \
    ssize_t name parameters                                                                        \
    {                                                                                              \
        ssize_t(*real) parameters = REAL(name, ssize_t(*) parameters);                             \
        count_writing(fd);                                                                         \
        if (!plan.place || !lies_in_place(fd))                                                     \
            return real arguments;                                                                 \
        if (plan.number == DEATH && plan.calls + 1 == plan.at && length > 1)                       \
            (void)(real half == 0); /* torn by the death that comes now */                         \
        if (!fails())                                                                              \
            return real arguments;                                                                 \
        return plan.number == SHORT && length > 1 ? real half                                      \
               : plan.number == SHORT             ? real arguments                                 \
                                                  : -1;                                                        \
    }

WRITES(write, (int fd, const void *bytes, size_t length), (fd, bytes, length),
       (fd, bytes, length / 2))
WRITES(pwrite64, (int fd, const void *bytes, size_t length, off64_t at), (fd, bytes, length, at),
       (fd, bytes, length / 2, at))
WRITES(pwrite, (int fd, const void *bytes, size_t length, off_t at), (fd, bytes, length, at),
       (fd, bytes, length / 2, at))

/* What else happens to a file that is open. No file system of this machine interrupts a sync. */
#define TOUCHES(name, retried, parameters, arguments)                                              \
    int name parameters;                                                                           \
    int name parameters                                                                            \
    {                                                                                              \
        int(*real) parameters = REAL(name, int(*) parameters);                                     \
        bool failed = plan.place && lies_in_place(fd) && plan.number != SHORT &&                   \
                      (retried || plan.number != EINTR) && fails();                                \
        return failed ? -1 : real arguments;                                                       \
    }

TOUCHES(fsync, false, (int fd), (fd))
TOUCHES(fdatasync, false, (int fd), (fd))
TOUCHES(ftruncate, true, (int fd, off_t length), (fd, length))
TOUCHES(ftruncate64, true, (int fd, off64_t length), (fd, length))

/* openat2 has no function of its own: documents are opened by it. */
long syscall(long number, ...)
{
    long arguments[6];
    va_list values;
    va_start(values, number);
    for (int i = 0; i < 6; i++)
        arguments[i] = va_arg(values, long);
    va_end(values);
    if (number == SYS_openat2)
        count_opening((const char *)arguments[1]);
    return REAL(syscall, long (*)(long, ...))(number, arguments[0], arguments[1], arguments[2],
                                              arguments[3], arguments[4], arguments[5]);
}

static bool path_fails(const char *path)
{
    return plan.place && g_str_has_prefix(path, plan.place) && plan.number != SHORT && fails();
}

int unlink(const char *path)
{
    /* The kernel lets nobody interrupt it. */
    bool failed = plan.number != EINTR && path_fails(path);
    return failed ? -1 : REAL(unlink, int (*)(const char *))(path);
}

#define OPENS(name)                                                                                \
    int name(const char *path, int flags, ...);                                                    \
    int name(const char *path, int flags, ...)                                                     \
    {                                                                                              \
        va_list values;                                                                            \
        va_start(values, flags);                                                                   \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(values, mode_t) : 0;                  \
        va_end(values);                                                                            \
        count_opening(path);                                                                       \
        if ((flags & O_ACCMODE) != O_RDONLY && path_fails(path))                                   \
            return -1;                                                                             \
        return REAL(name, int (*)(const char *, int, ...))(path, flags, mode);                     \
    }

OPENS(open)
OPENS(open64)

/* ---- A reader that is quick ---------------------------------------------------------------------
 */

#define SLOW "slow " /* begins the names of documents that take a moment */

/* A record whose subject and words are the document itself. */
static char *read_document(const char *path, const char *bytes)
{
    char pointer[RECORD_POINTER_SIZE];
    g_autoptr(Record) record = record_new();
    g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, bytes, -1);
    record_set_text(record, "/delibex", "1");
    record_set_text(record, "/source/path", path);
    record_set_text(record, "/source/sha256", sum);
    record_set_integer(record, "/source/bytes", (gint64)strlen(bytes));
    record_set_text(record, "/source/text", "plain");
    record_set_text(record, "/source/sandbox", "full");
    record_set_text(record, "/source/outcome", "ok");
    size_t act = record_append(record, "/acts");
    record_set_text(record, record_at(pointer, "/acts/%zu/subject", act), bytes);
    g_autofree char *json = json_write(record, NULL);
    json[strlen(json) - 1] = '\0';
    return g_strdup_printf(
        "%s,\"stages\":{\"words\":[{\"act\":0,\"page\":1,\"text\":\"words of %s\"}]}}", json,
        bytes);
}

static void answer(const Packet *packet)
{
    char bytes[256];
    char *path = NULL;
    RequestLimits limits;
    frame_parse_request(packet->payload, packet->header.length, &limits, &path);
    ssize_t got = pread(packet->fds[REQUEST_FD_INPUT], bytes, sizeof bytes - 1, 0);
    bytes[MAX(got, 0)] = '\0';
    if (strstr(path, "/" SLOW))
        g_usleep(500);
    g_autofree char *json = read_document(path, bytes);
    FrameHeader header = frame_header(FRAME_RECORD, packet->header.job, strlen(json));
    frame_write(packet->fds[REQUEST_FD_RESULT], &header, json);
    Exited exited = {.cpu_us = 1000, .peak_kb = 1000};
    header = frame_header(FRAME_EXITED, packet->header.job, sizeof exited);
    frame_send(CONTROL, &header, &exited, NULL, 0);
    g_free(path);
}

static int serve(void)
{
    static Packet packet;
    FrameHeader ready = frame_header(FRAME_READY, 0, 0);
    frame_send(CONTROL, &ready, NULL, NULL, 0);
    while (frame_receive(CONTROL, true, &packet) == PACKET_GOT) {
        if (packet.header.kind == FRAME_REQUEST)
            answer(&packet);
        for (int i = 0; i < REQUEST_FD_COUNT; i++)
            if (packet.fds[i] >= 0)
                close(packet.fds[i]);
    }
    return 0;
}

/* ---- Runs
 * ---------------------------------------------------------------------------------------- */

static char *self, *top, *inputs, *kept; /* kept: where the archive lies */

static void write_input(const char *name, const char *words)
{
    g_autofree char *path = g_build_filename(inputs, name, NULL);
    ck_assert(g_file_set_contents(path, words, -1, NULL));
}

/* Indexes the inputs. False, and the message, when it gave up. */
static bool run_index(int jobs, char **message)
{
    PoolOptions pool = POOL_OPTIONS_INIT;
    const char *paths[] = {inputs, NULL};
    IndexOptions options = {.pool = &pool, .version = "1", .paths = paths, .list_end = '\n'};
    IndexTally tally;
    bool busy;
    g_autoptr(GError) error = NULL;
    g_autofree char *archive = g_build_filename(kept, "archive.db", NULL);
    pool.reader_path = self;
    pool.jobs = jobs;
    bool good = archive_index(archive, &options, &tally, &busy, &error);
    if (!good)
        *message = g_strdup(error->message);
    return good;
}

/* All that an archive says, and that it is whole. */
static char *contents(void)
{
    static const char *const questions[] = {
        "PRAGMA integrity_check",
        "PRAGMA foreign_key_check",
        "SELECT path, f.outcome, f.bytes, sha256 FROM files f LEFT JOIN documents ON id = document"
        " ORDER BY path",
        "SELECT sha256, outcome, extractor, record FROM documents ORDER BY sha256",
        "SELECT sha256, subject FROM acts JOIN documents d ON d.id = document ORDER BY sha256",
        "SELECT t.subject, t.words FROM search JOIN texts t ON t.id = search.rowid"
        " WHERE search MATCH 'words' ORDER BY t.words",
        "SELECT count(*) FROM search WHERE search MATCH 'replaced'",
    };
    g_autofree char *archive = g_build_filename(kept, "archive.db", NULL);
    g_autoptr(Store) store = store_open(archive, NULL);
    ck_assert_ptr_nonnull(store);
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(questions); i++) {
        g_autoptr(GError) error = NULL;
        Rows *rows = store_rows(store, questions[i]);
        while (rows_next(rows, &error)) {
            for (int at = 0; at < rows_width(rows); at++) {
                const char *text = rows_text(rows, at);
                g_string_append_printf(out, "%s|", text ? text : "");
            }
            g_string_append_c(out, '\n');
        }
        ck_assert_msg(!error, "%s: %s", questions[i], error ? error->message : "");
    }
    return g_string_free(out, false);
}

static void empty(const char *directory)
{
    g_autoptr(GDir) dir = g_dir_open(directory, 0, NULL);
    for (const char *name; (name = g_dir_read_name(dir));) {
        g_autofree char *path = g_build_filename(directory, name, NULL);
        g_remove(path);
    }
}

START_TEST(what_was_read_is_noted_before_more_is_opened)
{
    enum { FILES = 120 };
    empty(inputs);
    empty(kept);
    for (int i = 0; i < FILES; i++) {
        g_autofree char *name = g_strdup_printf("%s%d.txt", SLOW, i);
        g_autofree char *words = g_strnfill((gsize)i + 1, 'x'); /* no two of one length */
        write_input(name, words);
    }
    g_autofree char *message = NULL;
    count = (struct Count){.inputs = inputs};
    bool good = run_index(_i, &message);
    struct Count counted = count;
    count = (struct Count){NULL};
    ck_assert_msg(good, "%s", message);
    ck_assert_int_eq(counted.opened, FILES);
    ck_assert_int_eq(counted.noted, FILES);
    ck_assert_int_ge(counted.most, 1);
    ck_assert_int_le(counted.most, _i);
}
END_TEST

/* The state a run begins from: nothing at all, or an archive of three documents, of which one then
 * changed, one moved and two are new. */
static void prepare(bool with_archive)
{
    g_autofree char *before = g_build_filename(inputs, "moves.txt", NULL);
    g_autofree char *after = g_build_filename(inputs, "moved.txt", NULL);
    empty(inputs);
    empty(kept);
    write_input("stays.txt", "what stays");
    write_input("changes.txt", "what is replaced");
    write_input("moves.txt", "what moves");
    if (with_archive) {
        g_autofree char *message = NULL;
        ck_assert_msg(run_index(1, &message), "%s", message);
    }
    write_input("changes.txt", "what came instead");
    write_input("new 1.txt", "a new one");
    write_input("new 2.txt", "another new one");
    ck_assert_int_eq(g_rename(before, after), 0);
}

/* One run in a process of its own, with calls that fail. Gives how many calls there were. */
static int run_failing(int at, int number, bool sticky, bool *good)
{
    struct {
        int calls;
        bool good;
        char message[512];
    } told = {0};
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    pid_t pid = fork();
    if (pid == 0) {
        g_autofree char *message = NULL;
        plan = (struct Plan){.place = kept, .at = at, .number = number, .sticky = sticky};
        told.good = run_index(1, &message);
        plan.place = NULL;
        told.calls = plan.calls;
        g_strlcpy(told.message, message ? message : "", sizeof told.message);
        _exit(write(ends[1], &told, sizeof told) != sizeof told);
    }
    int status = 0;
    close(ends[1]);
    bool heard = read(ends[0], &told, sizeof told) == sizeof told;
    close(ends[0]);
    waitpid(pid, &status, 0);
    *good = false;
    if (number == DEATH && WIFEXITED(status) && WEXITSTATUS(status) == DIED)
        return 0;
    ck_assert_msg(heard && WIFEXITED(status) && WEXITSTATUS(status) == 0,
                  "call %d: ended with status %x", at, (unsigned)status);
    ck_assert_msg(told.good || strstr(told.message, "archive.db"), "call %d: %s", at, told.message);
    /* What is retried must not be noticed. */
    ck_assert_msg(told.good || (number != SHORT && number != EINTR), "call %d: %s", at,
                  told.message);
    *good = told.good;
    return told.calls;
}

static const struct Way {
    int number;
    bool sticky;
} ways[] = {
    {ENOSPC, false}, {ENOSPC, true}, {EIO, false},   {EIO, true},    {EROFS, true},
    {EDQUOT, true},  {EINTR, false}, {SHORT, false}, {DEATH, false},
};

START_TEST(every_call_fails)
{
    const struct Way *way = &ways[_i / 2];
    bool with_archive = _i % 2, all = g_strcmp0(g_getenv("DELIBEX_FAULTS"), "all") == 0;
    prepare(with_archive);
    g_autofree char *message = NULL;
    ck_assert_msg(run_index(1, &message), "%s", message);
    g_autofree char *undisturbed = contents();
    ck_assert_msg(strstr(undisturbed, "words of what came instead"), "%.500s", undisturbed);
    ck_assert_ptr_null(strstr(undisturbed, "replaced"));
    bool good;
    prepare(with_archive);
    int tried = 0, calls = run_failing(G_MAXINT, way->number, false, &good);
    for (int at = all ? 1 : 1 + _i % STRIDE; at <= calls; at += all ? 1 : STRIDE, tried++) {
        prepare(with_archive);
        run_failing(at, way->number, way->sticky, &good);
        g_autofree char *before = good ? contents() : NULL;
        ck_assert_msg(!good || strcmp(before, undisturbed) == 0, "call %d, unnoticed:\n%s", at,
                      before);
        ck_assert_msg(run_index(1, &message), "after call %d: %s", at, message);
        g_autofree char *now = contents();
        ck_assert_msg(strcmp(now, undisturbed) == 0, "after call %d:\n%s\ninstead of\n%s", at, now,
                      undisturbed);
    }
    ck_assert_int_gt(tried, 2);
    if (all)
        printf("%s, %s%s: %d calls\n", with_archive ? "changes" : "new",
               way->number == SHORT   ? "short writes"
               : way->number == DEATH ? "death"
                                      : g_strerror(way->number),
               way->sticky ? " from then on" : "", tried);
}
END_TEST

int main(int argc, char **argv)
{
    if (argc >= 2 && strcmp(argv[1], "3") == 0)
        return serve();
    /* Where there is memory to write to, syncs cost nothing. */
    if (access("/dev/shm", W_OK) == 0)
        g_setenv("TMPDIR", "/dev/shm", true);
    self = g_file_read_link("/proc/self/exe", NULL);
    top = g_dir_make_tmp("delibex-faults-XXXXXX", NULL);
    inputs = g_build_filename(top, "inputs", NULL);
    kept = g_build_filename(top, "kept", NULL);
    g_mkdir(inputs, 0755);
    g_mkdir(kept, 0755);
    Suite *suite = suite_create("faults");
    TCase *tests = tcase_create("faults");
    tcase_set_timeout(tests, 600);
    tcase_add_loop_test(tests, what_was_read_is_noted_before_more_is_opened, 1, 5);
    tcase_add_loop_test(tests, every_call_fails, 0, (int)G_N_ELEMENTS(ways) * 2);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    empty(inputs);
    empty(kept);
    g_rmdir(inputs);
    g_rmdir(kept);
    g_rmdir(top);
    return failed > 0;
}

/* The pool against readers that misbehave: every document gets exactly one result, its neighbours
 * are read all the same, and nothing is left behind. */
#include "../../src/base/error.h"
#include "../../src/pool/pool.h"
#include "fake_reader.h"

#include <check.h>
#include <errno.h>
#include <glib/gstdio.h>
#include <sys/resource.h>
#include <sys/stat.h>

typedef struct Seen {
    char *path;
    Outcome outcome;
    char *json, *diagnosis;
    double wall_ms;
} Seen;

static char *folder;
static GArray *seen; /* of Seen */

static void see(const PoolResult *result, gpointer data)
{
    ck_assert_ptr_eq(data, &seen);
    ck_assert_ptr_eq(result->user_data, folder);
    ck_assert_uint_eq(strlen(result->json), result->json_length);
    g_autoptr(GError) error = NULL;
    ck_assert_msg(json_validate_record(result->json, result->json_length, NULL, &error), "%s: %s",
                  result->path, error ? error->message : "");
    g_autoptr(Record) record = json_read_record(result->json, NULL);
    ck_assert_str_eq(record_text(record, "/source/outcome"), outcome_name(result->outcome));
    ck_assert(result->outcome == OUTCOME_OK || result->diagnosis);
    Seen one = {g_strdup(result->path), result->outcome, g_strdup(result->json),
                g_strdup(result->diagnosis), result->wall_ms};
    g_array_append_val(seen, one);
}

static void clear_seen(gpointer data)
{
    Seen *one = data;
    g_free(one->path);
    g_free(one->json);
    g_free(one->diagnosis);
}

static void setup(void)
{
    folder = g_dir_make_tmp("delibex-pool-XXXXXX", NULL);
    seen = g_array_new(false, false, sizeof(Seen));
    g_array_set_clear_func(seen, clear_seen);
}

static void teardown(void)
{
    GDir *dir = g_dir_open(folder, 0, NULL);
    for (const char *name; (name = g_dir_read_name(dir));) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_remove(path);
    }
    g_dir_close(dir);
    g_rmdir(folder);
    g_free(folder);
    g_array_unref(seen);
}

/* A document of the folder whose first word is what its process is to do. */
static char *document(const char *name, const char *mode)
{
    char *path = g_build_filename(folder, name, NULL);
    g_autofree char *text = g_strdup_printf("%s\n%s\n", mode, name);
    ck_assert(g_file_set_contents(path, text, -1, NULL));
    return path;
}

static Pool *new_pool_with(PoolOptions options, const char *reader_mode, int jobs, GError **error)
{
    const char *const directories[] = {reader_mode, NULL};
    options.reader_path = "/proc/self/exe";
    options.pattern_dirs = directories;
    options.jobs = jobs;
    options.wall_seconds = 0.5;
    options.output_bytes = 1 << 20;
    return pool_new(&options, see, &seen, error);
}

static Pool *new_pool(const char *reader_mode, int jobs, bool in_order, GError **error)
{
    PoolOptions options = POOL_OPTIONS_INIT;
    options.in_order = in_order;
    return new_pool_with(options, reader_mode, jobs, error);
}

static int open_descriptors(void)
{
    int count = 0;
    GDir *dir = g_dir_open("/proc/self/fd", 0, NULL);
    while (g_dir_read_name(dir))
        count++;
    g_dir_close(dir);
    return count;
}

static const Seen *seen_of(const char *path)
{
    const Seen *found = NULL;
    for (guint i = 0; i < seen->len; i++) {
        const Seen *one = &g_array_index(seen, Seen, i);
        if (strcmp(one->path, path) != 0)
            continue;
        ck_assert_msg(!found, "%s was handed over twice", path);
        found = one;
    }
    ck_assert_msg(found, "%s was not handed over", path);
    return found;
}

typedef struct Case {
    const char *mode;
    Outcome outcome;
    const char *words; /* in the diagnosis, or NULL */
} Case;

static const Case cases[] = {
    {"good", OUTCOME_OK, NULL},
    {"exit", OUTCOME_CRASH, "exit status 3"},
    {"segv", OUTCOME_CRASH, "signal 11"},
    {"no-memory", OUTCOME_MEMORY, NULL},
    {"went-on", OUTCOME_OK_PARTIAL, "memory"},
    {"cpu", OUTCOME_TIMEOUT, NULL},
    {"stall", OUTCOME_TIMEOUT, NULL},
    {"deaf", OUTCOME_TIMEOUT, NULL},
    {"nothing", OUTCOME_CRASH, "no record"},
    {"garbage", OUTCOME_CRASH, "no record"},
    {"cut", OUTCOME_CRASH, "no record"},
    {"more", OUTCOME_CRASH, "no record"},
    {"other-job", OUTCOME_CRASH, "no record"},
    {"other-version", OUTCOME_CRASH, "no record"},
    {"huge-claim", OUTCOME_CRASH, "no record"},
    {"lie-sha", OUTCOME_CRASH, "sha256"},
    {"lie-path", OUTCOME_CRASH, "path"},
    {"lie-outcome", OUTCOME_CRASH, "outcome"},
    {"lie-bytes", OUTCOME_CRASH, "bytes"},
    {"lie-sandbox", OUTCOME_CRASH, "sandbox"},
    {"twice", OUTCOME_CRASH, "no valid record"},
    {"not-utf8", OUTCOME_CRASH, "no valid record"},
    {"not-json", OUTCOME_CRASH, "no valid record"},
    {"nul", OUTCOME_CRASH, "NUL"},
    {"flood-result", OUTCOME_OUTPUT_LIMIT, NULL},
    {"flood-log", OUTCOME_OK, NULL},
    {"killed", OUTCOME_CRASH, "signal 9"},
    {"killed-once", OUTCOME_OK, NULL},
    {"reader-dies", OUTCOME_CRASH, "reader died"},
    {"reader-babbles", OUTCOME_CRASH, "reader died"},
};

/* Each way of being wrong, between two good documents and beside others. */
START_TEST(test_misbehaviour)
{
    const Case *a_case = &cases[_i];
    g_autoptr(GError) error = NULL;
    int before = open_descriptors();
    g_autofree char *first = document("first", "good");
    g_autofree char *bad = document("bad", a_case->mode);
    g_autofree char *last = document("last", "good");
    for (int jobs = 1; jobs <= 3; jobs += 2) {
        g_array_set_size(seen, 0);
        g_autofree char *mark = g_strconcat(bad, ".tried", NULL);
        g_remove(mark);
        {
            g_autoptr(Pool) pool = new_pool("serves", jobs, true, &error);
            ck_assert_msg(pool, "%s", error ? error->message : "");
            ck_assert(pool_submit(pool, first, folder, NULL));
            ck_assert(pool_submit(pool, bad, folder, NULL));
            ck_assert(pool_submit(pool, last, folder, NULL));
            ck_assert(pool_drain(pool, NULL));
        }
        ck_assert_uint_eq(seen->len, 3);
        ck_assert_str_eq(g_array_index(seen, Seen, 1).path, bad);
        const Seen *one = seen_of(bad);
        ck_assert_msg(one->outcome == a_case->outcome, "%s: %s (%s), not %s", a_case->mode,
                      outcome_name(one->outcome), one->diagnosis, outcome_name(a_case->outcome));
        ck_assert_msg(!a_case->words || strstr(one->diagnosis, a_case->words), "%s: %s",
                      a_case->mode, one->diagnosis);
        if (!g_str_has_prefix(a_case->mode, "reader-") && strcmp(a_case->mode, "deaf") != 0) {
            ck_assert_int_eq(seen_of(first)->outcome, OUTCOME_OK);
            ck_assert_int_eq(seen_of(last)->outcome, OUTCOME_OK);
        }
        ck_assert_double_lt(one->wall_ms, 30000); /* the machine may be busy */
    }
    ck_assert_int_eq(open_descriptors(), before);
    ck_assert(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD);
}
END_TEST

/* What kills the reader may kill the next one before it is ready. */
START_TEST(test_a_reader_killed_at_its_start_is_started_again)
{
    g_autofree char *starts = g_build_filename(folder, "starts", NULL);
    g_autofree char *first = document("first", "good");
    g_autofree char *bad = document("bad", "reader-dies");
    g_autofree char *last = document("last", "good");
    const char *paths[] = {first, bad, last};
    g_autoptr(Pool) pool = new_pool(starts, 1, true, NULL);
    ck_assert_ptr_nonnull(pool);
    for (size_t i = 0; i < G_N_ELEMENTS(paths); i++)
        ck_assert(pool_submit(pool, paths[i], folder, NULL));
    ck_assert(pool_drain(pool, NULL));
    ck_assert_int_eq(seen_of(first)->outcome, OUTCOME_OK);
    ck_assert_int_eq(seen_of(bad)->outcome, OUTCOME_CRASH);
    ck_assert_int_eq(seen_of(last)->outcome, OUTCOME_OK);
    g_autofree char *counted = NULL;
    ck_assert(g_file_get_contents(starts, &counted, NULL, NULL));
    ck_assert_str_eq(counted, "||||");
}
END_TEST

START_TEST(test_what_cannot_be_opened)
{
    g_autofree char *fifo = g_build_filename(folder, "fifo", NULL);
    g_autofree char *missing = g_build_filename(folder, "missing", NULL);
    g_autofree char *below = g_build_filename(folder, "plain", "below", NULL);
    g_autofree char *plain = document("plain", "good");
    g_autofree char *loop = g_build_filename(folder, "loop", NULL);
    g_autofree char *large = g_build_filename(folder, "large", NULL);
    g_autofree char *latin = document("caf\xE9.txt", "good");
    ck_assert_int_eq(mkfifo(fifo, 0600), 0);
    ck_assert_int_eq(symlink("loop", loop), 0);
    ck_assert(g_file_set_contents(large, "", 0, NULL));
    ck_assert_int_eq(truncate(large, (off_t)1 << 40), 0);

    g_autoptr(Pool) pool = new_pool("serves", 2, false, NULL);
    const char *paths[] = {fifo, missing, below, folder, "/dev/zero",
                           loop, large,   "",    plain,  latin};
    for (size_t i = 0; i < G_N_ELEMENTS(paths); i++)
        ck_assert(pool_submit(pool, paths[i], folder, NULL));
    ck_assert(pool_drain(pool, NULL));
    ck_assert_uint_eq(seen->len, G_N_ELEMENTS(paths));
    ck_assert_int_eq(seen_of(fifo)->outcome, OUTCOME_NOT_REGULAR);
    ck_assert_int_eq(seen_of(missing)->outcome, OUTCOME_VANISHED);
    ck_assert_int_eq(seen_of(below)->outcome, OUTCOME_VANISHED);
    ck_assert_int_eq(seen_of(folder)->outcome, OUTCOME_NOT_REGULAR);
    ck_assert_int_eq(seen_of("/dev/zero")->outcome, OUTCOME_NOT_REGULAR);
    ck_assert_int_eq(seen_of(loop)->outcome, OUTCOME_UNREADABLE);
    ck_assert_int_eq(seen_of(large)->outcome, OUTCOME_UNREADABLE);
    ck_assert(strstr(seen_of(large)->diagnosis, "larger than the limit"));
    ck_assert_int_eq(seen_of("")->outcome, OUTCOME_VANISHED);
    ck_assert_int_eq(seen_of(plain)->outcome, OUTCOME_OK);
    ck_assert_int_eq(seen_of(latin)->outcome, OUTCOME_OK);
}
END_TEST

/* A link that was put on the way to a file, or in its place. */
START_TEST(test_links_are_not_followed)
{
    g_autofree char *plain = document("kept", "good");
    g_autofree char *end = g_build_filename(folder, "end", NULL);
    g_autofree char *way = g_build_filename(folder, "way", NULL);
    g_autofree char *behind = g_build_filename(way, "kept", NULL);
    ck_assert_int_eq(symlink("kept", end), 0);
    ck_assert_int_eq(symlink(".", way), 0);
    const char *paths[] = {plain, end, behind};
    for (int no_links = 0; no_links < 2; no_links++) {
        g_array_set_size(seen, 0);
        PoolOptions options = POOL_OPTIONS_INIT;
        options.no_links = no_links != 0;
        g_autoptr(Pool) pool = new_pool_with(options, "serves", 1, NULL);
        for (size_t i = 0; i < G_N_ELEMENTS(paths); i++)
            ck_assert(pool_submit(pool, paths[i], folder, NULL));
        ck_assert(pool_drain(pool, NULL));
        Outcome linked = no_links ? OUTCOME_NOT_REGULAR : OUTCOME_OK;
        ck_assert_int_eq(seen_of(plain)->outcome, OUTCOME_OK);
        ck_assert_int_eq(seen_of(end)->outcome, linked);
        ck_assert_int_eq(seen_of(behind)->outcome, linked);
    }
}
END_TEST

/* Results come in the order of the paths when that is asked for, and as they end when it is not. */
START_TEST(test_order)
{
    g_autofree char *slow = document("slow", "stall");
    g_autofree char *quick = document("quick", "good");
    for (int in_order = 0; in_order <= 1; in_order++) {
        g_array_set_size(seen, 0);
        g_autoptr(Pool) pool = new_pool("serves", 2, in_order, NULL);
        ck_assert(pool_submit(pool, slow, folder, NULL));
        ck_assert(pool_submit(pool, quick, folder, NULL));
        ck_assert(pool_drain(pool, NULL));
        ck_assert_uint_eq(seen->len, 2);
        ck_assert_str_eq(g_array_index(seen, Seen, 0).path, in_order ? slow : quick);
    }
}
END_TEST

/* Many documents, most of them hostile, and four at a time. */
START_TEST(test_crowd)
{
    enum { ROUNDS = 4 };
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    for (int round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
            if (g_str_has_prefix(cases[i].mode, "reader-") || strcmp(cases[i].mode, "deaf") == 0)
                continue;
            g_autofree char *name = g_strdup_printf("%d-%zu", round, i);
            g_ptr_array_add(paths, document(name, cases[i].mode));
        }
    }
    g_autoptr(Pool) pool = new_pool("serves", 4, false, NULL);
    for (guint i = 0; i < paths->len; i++)
        ck_assert(pool_submit(pool, paths->pdata[i], folder, NULL));
    ck_assert(pool_drain(pool, NULL));
    ck_assert_uint_eq(seen->len, paths->len);
    for (guint i = 0; i < seen->len; i++) {
        const Seen *one = &g_array_index(seen, Seen, i);
        int index = atoi(strrchr(one->path, '-') + 1);
        ck_assert_msg(one->outcome == cases[index].outcome, "%s: %s", cases[index].mode,
                      outcome_name(one->outcome));
    }
}
END_TEST

/* Where few files may be open fewer documents are read at a time, and none is lost for it. */
START_TEST(test_few_files)
{
    enum { DOCUMENTS = 40, FEW = 40, TOO_FEW = 12 };
    struct rlimit files = {FEW, FEW};
    g_autoptr(GError) error = NULL;
    ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &files), 0);
    Pool *pool = new_pool("serves", 32, true, NULL);
    for (int i = 0; i < DOCUMENTS; i++) {
        g_autofree char *name = g_strdup_printf("good-%d", i);
        g_autofree char *path = document(name, "good");
        ck_assert(pool_submit(pool, path, folder, NULL));
    }
    ck_assert(pool_drain(pool, NULL));
    pool_free(pool);
    ck_assert_uint_eq(seen->len, DOCUMENTS);
    for (guint i = 0; i < seen->len; i++)
        ck_assert_int_eq(g_array_index(seen, Seen, i).outcome, OUTCOME_OK);

    files = (struct rlimit){TOO_FEW, TOO_FEW};
    ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &files), 0);
    ck_assert_ptr_null(new_pool("serves", 1, true, &error));
    ck_assert(strstr(error->message, "ulimit -n"));
}
END_TEST

START_TEST(test_reader_that_cannot_start)
{
    g_autoptr(GError) refused = NULL, unsafe = NULL, dead = NULL, missing = NULL;
    ck_assert_ptr_null(new_pool("refuses", 1, false, &refused));
    ck_assert(g_error_matches(refused, DELIBEX_ERROR, DELIBEX_ERROR_RULES));
    ck_assert_str_eq(refused->message, "counts.rules:3:7: no such field: presnt");
    ck_assert_ptr_null(new_pool("unsafe", 1, false, &unsafe));
    ck_assert(g_error_matches(unsafe, DELIBEX_ERROR, DELIBEX_ERROR_SANDBOX));
    ck_assert(strstr(unsafe->message, "no walls"));
    ck_assert_ptr_null(new_pool("dies-at-once", 1, false, &dead));
    ck_assert(g_error_matches(dead, DELIBEX_ERROR, DELIBEX_ERROR_READER));

    PoolOptions options = POOL_OPTIONS_INIT;
    options.reader_path = "/nonexistent/delibex-reader";
    ck_assert_ptr_null(pool_new(&options, see, &seen, &missing));
    ck_assert(g_error_matches(missing, DELIBEX_ERROR, DELIBEX_ERROR_READER));
    ck_assert(strstr(missing->message, "/nonexistent/delibex-reader"));
}
END_TEST

/* A pool that is dropped with work under way ends its reader and leaves no process. */
START_TEST(test_drop)
{
    g_autofree char *slow = document("slow", "stall");
    Pool *pool = new_pool("serves", 2, false, NULL);
    ck_assert(pool_submit(pool, slow, folder, NULL));
    pool_free(pool);
    ck_assert_uint_eq(seen->len, 0);
    ck_assert(waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD);
}
END_TEST

int main(int argc, char **argv)
{
    if (argc >= 2 && strcmp(argv[1], "3") == 0)
        return fake_reader(argc >= 5 ? argv[4] : "serves");
    Suite *suite = suite_create("pool");
    TCase *tests = tcase_create("pool");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 240);
    tcase_add_loop_test(tests, test_misbehaviour, 0, (int)G_N_ELEMENTS(cases));
    tcase_add_test(tests, test_what_cannot_be_opened);
    tcase_add_test(tests, test_a_reader_killed_at_its_start_is_started_again);
    tcase_add_test(tests, test_links_are_not_followed);
    tcase_add_test(tests, test_order);
    tcase_add_test(tests, test_crowd);
    tcase_add_test(tests, test_few_files);
    tcase_add_test(tests, test_reader_that_cannot_start);
    tcase_add_test(tests, test_drop);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}

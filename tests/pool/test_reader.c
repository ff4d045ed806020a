/* delibex-reader itself behind the pool: its limits, and what a confined process has left. */
#include "../../src/base/error.h"
#include "../../src/pool/pool.h"
#include "../read/pdf_maker.h"

#include <check.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *folder;
static Outcome last;
static char *last_json;
static int results;

static void see(const PoolResult *result, gpointer data)
{
    (void)data;
    results++;
    last = result->outcome;
    g_free(last_json);
    last_json = g_strdup(result->json);
}

static void setup(void)
{
    folder = g_dir_make_tmp("delibex-reader-XXXXXX", NULL);
    results = 0;
}

static void teardown(void)
{
    g_autofree char *path = g_build_filename(folder, "document", NULL);
    g_remove(path);
    g_rmdir(folder);
    g_free(folder);
    g_clear_pointer(&last_json, g_free);
}

static PoolOptions options_of(void)
{
    static const char *const directories[] = {SOURCE_DIR "/patterns", NULL};
    PoolOptions options = POOL_OPTIONS_INIT;
    options.reader_path = BUILD_DIR "/delibex-reader";
    options.pattern_dirs = directories;
    return options;
}

static char *document(const char *bytes, size_t length)
{
    char *path = g_build_filename(folder, "document", NULL);
    ck_assert(g_file_set_contents(path, bytes, (gssize)length, NULL));
    return path;
}

static void run(const PoolOptions *options, const char *bytes, size_t length)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = document(bytes, length);
    g_autoptr(Pool) pool = pool_new(options, see, NULL, &error);
    ck_assert_msg(pool != NULL, "%s", error ? error->message : "");
    ck_assert(pool_submit(pool, path, NULL, NULL));
    ck_assert(pool_drain(pool, NULL));
    ck_assert_int_eq(results, 1);
}

/* A page that draws forms within forms, ten each: text without end. */
static GString *endless(void)
{
    enum { LEVELS = 12 };
    PdfMaker maker = pdf_maker_new();
    pdf_maker_object(&maker, "<</Type/Catalog/Pages 2 0 R>>");
    pdf_maker_object(&maker, "<</Type/Pages/Count 1/Kids[3 0 R]>>");
    pdf_maker_object(&maker, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 600]/Contents 4 0 R"
                             "/Resources<</XObject<</X 5 0 R>>>>>>");
    pdf_maker_stream(&maker, "", "/X Do");
    for (int level = 0; level < LEVELS; level++) {
        g_autofree char *keys = g_strdup_printf(
            "/Type/XObject/Subtype/Form/BBox[0 0 400 600]/Resources<</XObject<</X %d 0 R>>>>",
            6 + level);
        pdf_maker_stream(&maker, keys,
                         "/X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do /X Do");
    }
    pdf_maker_object(&maker, "null");
    return pdf_maker_end(&maker, 1);
}

START_TEST(test_plain_document)
{
    static const char act[] = "DÉLIBÉRATION n° 2024-07\nSéance du 12 janvier 2024\n";
    PoolOptions options = options_of();
    options.extract.want = DELIBEX_WANT_TEXT;
    run(&options, act, strlen(act));
    ck_assert_int_eq(last, OUTCOME_OK);
    ck_assert(strstr(last_json, "\"stages\""));
    ck_assert(strstr(last_json, "DÉLIBÉRATION n° 2024-07"));
}
END_TEST

START_TEST(test_pdf_document)
{
    const char *content = "BT /F 12 Tf 50 500 Td (Le conseil approuve le budget.) Tj ET";
    g_autoptr(GString) pdf = pdf_of_pages(&content, 1, "");
    PoolOptions options = options_of();
    run(&options, pdf->str, pdf->len);
    ck_assert_int_eq(last, OUTCOME_OK);
}
END_TEST

/* Seconds that no test waits for: libcheck has given it up before (CK_DEFAULT_TIMEOUT). */
enum { NEVER = 1000 };

START_TEST(test_cpu_limit)
{
    g_autoptr(GString) pdf = endless();
    PoolOptions options = options_of();
    options.cpu_seconds = 1;
    options.wall_seconds = NEVER;
    run(&options, pdf->str, pdf->len);
    ck_assert_int_eq(last, OUTCOME_TIMEOUT);
}
END_TEST

START_TEST(test_wall_limit)
{
    g_autoptr(GString) pdf = endless();
    PoolOptions options = options_of();
    options.wall_seconds = 0.5;
    options.cpu_seconds = NEVER;
    run(&options, pdf->str, pdf->len);
    ck_assert_int_eq(last, OUTCOME_TIMEOUT);
}
END_TEST

START_TEST(test_output_limit)
{
    static const char act[] = "DÉLIBÉRATION n° 2024-07\n";
    PoolOptions options = options_of();
    options.output_bytes = 100;
    run(&options, act, strlen(act));
    ck_assert_int_eq(last, OUTCOME_OUTPUT_LIMIT);
}
END_TEST

#ifndef __SANITIZE_ADDRESS__
START_TEST(test_memory_limit)
{
    g_autofree char *words = g_strnfill(4 << 20, 'a');
    PoolOptions options = options_of();
    options.memory_bytes = 16 << 20;
    run(&options, words, 4 << 20);
    ck_assert_int_eq(last, OUTCOME_MEMORY);
}
END_TEST
#endif

START_TEST(test_wrong_sheet)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *sheet = g_build_filename(folder, "wrong.rules", NULL);
    ck_assert(g_file_set_contents(sheet, "rule broken\n    regex   (\n", -1, NULL));
    const char *const directories[] = {folder, NULL};
    PoolOptions options = options_of();
    options.pattern_dirs = directories;
    Pool *pool = pool_new(&options, see, NULL, &error);
    g_remove(sheet);
    ck_assert_ptr_null(pool);
    ck_assert(g_error_matches(error, DELIBEX_ERROR, DELIBEX_ERROR_RULES));
    ck_assert_msg(strstr(error->message, "wrong.rules:") != NULL, "%s", error->message);
}
END_TEST

/* ---- What a process that reads a document has ---------------------------------------------------
 */

static int parent_of(int pid)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/stat", pid);
    g_autofree char *stat = NULL;
    if (!g_file_get_contents(path, &stat, NULL, NULL))
        return 0;
    return atoi(strrchr(stat, ')') + 4);
}

static int child_of(int parent)
{
    int found = 0;
    GDir *proc = g_dir_open("/proc", 0, NULL);
    for (const char *name; (name = g_dir_read_name(proc));)
        if (atoi(name) > 0 && parent_of(atoi(name)) == parent)
            found = atoi(name);
    g_dir_close(proc);
    return found;
}

static char *proc_file(int pid, const char *name)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/%s", pid, name);
    char *contents = NULL;
    ck_assert(g_file_get_contents(path, &contents, NULL, NULL));
    return contents;
}

/* Enough documents for the rules to be machine code, the only one that is made at run time. */
static void read_until_translated(Pool *pool)
{
    enum { MANY = 12 };
    g_autofree char *path = g_build_filename(folder, "many", NULL);
    ck_assert(g_file_set_contents(path, "Nombre de votants : 9\n", -1, NULL));
    for (int i = 0; i < MANY; i++)
        ck_assert(pool_submit(pool, path, NULL, NULL));
    ck_assert(pool_drain(pool, NULL));
    ck_assert_int_eq(results, MANY);
    g_remove(path);
}

START_TEST(test_confined)
{
    if (geteuid() != 0) {
        printf("only root may look into a process that is not dumpable: not tested\n");
        return;
    }
    g_autoptr(GString) pdf = endless();
    g_autofree char *path = document(pdf->str, pdf->len);
    PoolOptions options = options_of();
    options.wall_seconds = 3;
    g_autoptr(Pool) pool = pool_new(&options, see, NULL, NULL);
    ck_assert_ptr_nonnull(pool);
    read_until_translated(pool);
    int secret = dup(0); /* a descriptor without close-on-exec must not reach it either */
    ck_assert(pool_submit(pool, path, NULL, NULL));
    g_usleep(300000);
    int child = child_of(child_of(getpid()));
    ck_assert_int_gt(child, 0);

    int descriptors = 0;
    g_autofree char *fds = g_strdup_printf("/proc/%d/fd", child);
    GDir *dir = g_dir_open(fds, 0, NULL);
    ck_assert_ptr_nonnull(dir);
    for (const char *name; (name = g_dir_read_name(dir)); descriptors++)
        ck_assert_msg(atoi(name) <= 4, "descriptor %s", name);
    g_dir_close(dir);
    ck_assert_int_eq(descriptors, 5);

    g_autofree char *status = proc_file(child, "status");
    ck_assert(strstr(status, "NoNewPrivs:\t1"));
    ck_assert(strstr(status, "Seccomp:\t2"));
    ck_assert(strstr(status, "CapEff:\t0000000000000000"));
    ck_assert(strstr(status, "CapPrm:\t0000000000000000"));
    g_autofree char *maps = proc_file(child, "maps");
    ck_assert(strstr(maps, "r-xp"));
    ck_assert(!strstr(maps, "rwxp"));
    ck_assert(strstr(status, "Threads:\t1\n"));
    g_autofree char *limits = proc_file(child, "limits");
    const char *core = strstr(limits, "Max core file size");
    ck_assert_ptr_nonnull(core);
    ck_assert_int_eq(atoi(core + strlen("Max core file size")), 0);
    ck_assert(pool_drain(pool, NULL));
    ck_assert_int_eq(last, OUTCOME_TIMEOUT);
    close(secret);
}
END_TEST

/* ---- Several documents in a process ------------------------------------------------------------
 */

typedef struct Seen {
    Outcome outcome;
    int process; /* that waits for the next document; 0 when none does */
    char *json;
} Seen;

static void seen_clear(gpointer data)
{
    g_free(((Seen *)data)->json);
}

static void see_process(const PoolResult *result, gpointer data)
{
    Seen seen = {result->outcome, child_of(child_of(getpid())), g_strdup(result->json)};
    g_array_append_val((GArray *)data, seen);
}

/* Reads these documents one after the other, each under the same path. */
static GArray *read_documents(const PoolOptions *options, const GString *const *documents)
{
    GArray *seen = g_array_new(false, false, sizeof(Seen));
    g_array_set_clear_func(seen, seen_clear);
    g_autoptr(Pool) pool = pool_new(options, see_process, seen, NULL);
    ck_assert_ptr_nonnull(pool);
    for (size_t i = 0; documents[i]; i++) {
        g_autofree char *path = document(documents[i]->str, documents[i]->len);
        ck_assert(pool_submit(pool, path, NULL, NULL));
        ck_assert(pool_drain(pool, NULL));
    }
    return seen;
}

/* A document that is not read whole is the last of its process, and no other's loss. */
START_TEST(test_recycled)
{
    const char *content = "BT /F 12 Tf 50 500 Td (Le conseil approuve le budget.) Tj ET";
    g_autoptr(GString) pdf = pdf_of_pages(&content, 1, ""), bomb = endless();
    g_autoptr(GString) act = g_string_new("DÉLIBÉRATION n° 2024-07\nNombre de votants : 9\n");
    g_autoptr(GString) broken = g_string_new("%PDF-1.4\nnothing of the kind\n");
    const GString *const documents[] = {act, pdf, bomb, pdf, broken, act, pdf, pdf, act, NULL};
    PoolOptions options = options_of();
    options.cpu_seconds = 1;
    g_autoptr(GArray) alone = read_documents(&options, documents);
    options.recycle = 4;
    g_autoptr(GArray) seen = read_documents(&options, documents);
    ck_assert_uint_eq(seen->len, alone->len);
    int process[9];
    for (guint i = 0; i < seen->len; i++) {
        const Seen *one = &g_array_index(seen, Seen, i), *other = &g_array_index(alone, Seen, i);
        process[i] = one->process;
        ck_assert_int_eq(one->outcome, i == 2 ? OUTCOME_TIMEOUT : other->outcome);
        ck_assert_str_eq(one->json, other->json);
        ck_assert_int_eq(other->process, 0);
    }
    ck_assert_int_gt(process[0], 0);
    ck_assert_int_eq(process[1], process[0]);
    ck_assert_int_eq(process[2], 0);
    ck_assert_int_gt(process[3], 0);
    ck_assert_int_ne(process[3], process[0]);
    ck_assert_int_ne(process[5], process[3]);
    ck_assert_int_eq(process[7], process[5]);
    ck_assert_int_eq(process[8], 0); /* the fourth of its process */
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reader");
    TCase *tests = tcase_create("reader");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 240);
    tcase_add_test(tests, test_plain_document);
    tcase_add_test(tests, test_pdf_document);
    tcase_add_test(tests, test_cpu_limit);
    tcase_add_test(tests, test_wall_limit);
    tcase_add_test(tests, test_output_limit);
#ifndef __SANITIZE_ADDRESS__
    tcase_add_test(tests, test_memory_limit);
#endif
    tcase_add_test(tests, test_wrong_sheet);
    tcase_add_test(tests, test_confined);
    tcase_add_test(tests, test_recycled);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}

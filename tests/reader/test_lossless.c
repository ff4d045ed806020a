/* The jail loses nothing: whole records, with the text, are the same with and without it. A jail
 * that seals the fonts and character maps off does lose text, without a sign of it: that shows that
 * the comparison sees. Nor does a process lose or add anything by reading several documents.
 *
 * usage: reader_test_lossless [--ocr never|auto|always] FILE...   compares these, and no others */
#include "../../src/pool/pool.h"
#include "../../src/write/write.h"
#include "../read/pdf_maker.h"

#include <check.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

/* For what cannot be gone on without: also outside libcheck. */
static void require(bool good, const char *what)
{
    if (good)
        return;
    fprintf(stderr, "%s\n", what);
    exit(2);
}

static void take(const PoolResult *result, gpointer data)
{
    g_ptr_array_add(data, g_strdup(result->json));
}

/* The records of all paths (of char *), in their order. */
static GPtrArray *read_all(const GPtrArray *paths, Sandbox sandbox, int recycle, DelibexOcrMode ocr)
{
    static const char *const directories[] = {SOURCE_DIR "/patterns", NULL};
    GPtrArray *records = g_ptr_array_new_with_free_func(g_free);
    PoolOptions options = POOL_OPTIONS_INIT;
    g_autoptr(GError) error = NULL;
    options.reader_path = BUILD_DIR "/delibex-reader";
    options.pattern_dirs = directories;
    options.sandbox = sandbox;
    options.recycle = recycle;
    options.jobs = 2;
    options.cpu_seconds = 30;
    options.wall_seconds = 600; /* a busy machine is no difference */
    options.page_seconds = 600;
    options.in_order = true;
    options.extract.ocr = ocr;
    options.extract.want = DELIBEX_WANT_TEXT;
    g_autoptr(Pool) pool = pool_new(&options, take, records, &error);
    require(pool != NULL, error ? error->message : "");
    for (guint i = 0; i < paths->len; i++)
        require(pool_submit(pool, paths->pdata[i], NULL, NULL), "the reader cannot be had");
    require(pool_drain(pool, NULL), "the reader cannot be had");
    require(records->len == paths->len, "not one record a document");
    return records;
}

/* The one thing that may differ. */
static char *without_sandbox(const char *record)
{
    static const char free[] = "\"sandbox\":\"none\"", locked[] = "\"sandbox\":\"full\"";
    char *text = g_strdup(record), *at = strstr(text, free);
    if (at)
        memcpy(at, locked, strlen(locked));
    return text;
}

/* Prints the paths whose records differ and gives how many there are. */
static guint compare(const GPtrArray *paths, const GPtrArray *some, const GPtrArray *others)
{
    guint differ = 0;
    for (guint i = 0; i < paths->len; i++) {
        g_autofree char *one = without_sandbox(some->pdata[i]);
        g_autofree char *other = without_sandbox(others->pdata[i]);
        if (strcmp(one, other) == 0)
            continue;
        differ++;
        size_t at = 0, context = 40;
        while (one[at] == other[at])
            at++;
        size_t from = at > context ? at - context : 0;
        printf("%s differs:\n  %.*s\n  %.*s\n", (const char *)paths->pdata[i], (int)(2 * context),
               one + from, (int)(2 * context), other + from);
    }
    return differ;
}

static guint differences(const GPtrArray *paths, Sandbox sandbox, DelibexOcrMode ocr)
{
    g_autoptr(GPtrArray) outside = read_all(paths, SANDBOX_NONE, 1, ocr);
    g_autoptr(GPtrArray) inside = read_all(paths, sandbox, 1, ocr);
    return compare(paths, outside, inside);
}

/* ---- Documents that need files --------------------------------------------------------------- */

static char *folder;

static void setup(void)
{
    folder = g_dir_make_tmp("delibex-lossless-XXXXXX", NULL);
}

static void teardown(void)
{
    g_autofree char *path = g_build_filename(folder, "document.pdf", NULL);
    g_remove(path);
    g_rmdir(folder);
    g_free(folder);
}

static GPtrArray *only(GString *pdf)
{
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    char *path = g_build_filename(folder, "document.pdf", NULL);
    ck_assert(g_file_set_contents(path, pdf->str, (gssize)pdf->len, NULL));
    g_ptr_array_add(paths, path);
    g_string_free(pdf, true);
    return paths;
}

/* « 日本 » in Shift-JIS and a font that is not embedded: what its codes mean stands in the maps of
 * poppler-data alone. */
static GString *japanese(void)
{
    PdfMaker maker = pdf_maker_new();
    pdf_maker_object(&maker, "<</Type/Catalog/Pages 2 0 R>>");
    pdf_maker_object(&maker, "<</Type/Pages/Count 1/Kids[3 0 R]>>");
    pdf_maker_object(&maker, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 600]/Contents 4 0 R"
                             "/Resources<</Font<</J 5 0 R/F 7 0 R>>>>>>");
    pdf_maker_stream(&maker, "",
                     "BT /F 12 Tf 50 550 Td (Deliberation) Tj 0 -50 Td /J 12 Tf <93FA967B> Tj ET");
    pdf_maker_object(&maker, "<</Type/Font/Subtype/Type0/BaseFont/Ryumin-Light"
                             "/Encoding/90ms-RKSJ-H/DescendantFonts[6 0 R]>>");
    pdf_maker_object(
        &maker, "<</Type/Font/Subtype/CIDFontType0/BaseFont/Ryumin-Light/DW 1000"
                "/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>"
                "/FontDescriptor<</Type/FontDescriptor/FontName/Ryumin-Light/Flags 4"
                "/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 800/Descent -200/StemV 80>>>>");
    pdf_maker_object(&maker,
                     "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>");
    return pdf_maker_end(&maker, 1);
}

START_TEST(test_character_maps)
{
    g_autoptr(GPtrArray) paths = only(japanese());
    g_autoptr(GPtrArray) inside = read_all(paths, SANDBOX_FULL, 1, DELIBEX_OCR_NEVER);
    ck_assert_msg(strstr(inside->pdata[0], "日本") != NULL, "%s", (char *)inside->pdata[0]);
    ck_assert_uint_eq(differences(paths, SANDBOX_FULL, DELIBEX_OCR_NEVER), 0);
}
END_TEST

START_TEST(test_sealed_loses_text)
{
    g_autoptr(GPtrArray) paths = only(japanese());
    g_autoptr(GPtrArray) sealed = read_all(paths, SANDBOX_SEALED, 1, DELIBEX_OCR_NEVER);
    ck_assert(strstr(sealed->pdata[0], "Deliberation"));
    ck_assert(!strstr(sealed->pdata[0], "日本"));
    ck_assert_uint_eq(differences(paths, SANDBOX_SEALED, DELIBEX_OCR_NEVER), 1);
}
END_TEST

/* To be recognised a page is drawn, in fonts that are not in the document. */
START_TEST(test_recognition)
{
    const char *content = "BT /F 16 Tf 40 500 Td (Le conseil municipal approuve) Tj 0 -40 Td"
                          " (le compte administratif du budget) Tj ET";
    g_autoptr(GPtrArray) paths = only(pdf_of_pages(&content, 1, ""));
    g_autoptr(GPtrArray) inside = read_all(paths, SANDBOX_FULL, 1, DELIBEX_OCR_ALWAYS);
    ck_assert_msg(strstr(inside->pdata[0], "conseil municipal approuve") != NULL, "%s",
                  (char *)inside->pdata[0]);
    ck_assert_uint_eq(differences(paths, SANDBOX_FULL, DELIBEX_OCR_ALWAYS), 0);
}
END_TEST

/* ---- The corpus ------------------------------------------------------------------------------ */

static GPtrArray *corpus(void)
{
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    GDir *dir = g_dir_open(SOURCE_DIR "/corpus", 0, NULL);
    ck_assert_ptr_nonnull(dir);
    for (const char *name; (name = g_dir_read_name(dir));) {
        g_autofree char *pdf = g_build_filename(SOURCE_DIR "/corpus", name, "source.pdf", NULL);
        g_autofree char *text = g_build_filename(SOURCE_DIR "/corpus", name, "source.txt", NULL);
        for (size_t i = 0; i < 2; i++)
            if (g_file_test(i ? text : pdf, G_FILE_TEST_EXISTS))
                g_ptr_array_add(paths, g_strdup(i ? text : pdf));
    }
    g_dir_close(dir);
    return paths;
}

START_TEST(test_corpus)
{
    g_autoptr(GPtrArray) paths = corpus();
    ck_assert_uint_gt(paths->len, 50);
    ck_assert_uint_eq(differences(paths, SANDBOX_FULL, DELIBEX_OCR_NEVER), 0);
}
END_TEST

/* Nor does it change anything which documents a process read before. */
START_TEST(test_one_after_the_other)
{
    g_autoptr(GPtrArray) paths = corpus();
    g_autoptr(GPtrArray) alone = read_all(paths, SANDBOX_FULL, 1, DELIBEX_OCR_NEVER);
    g_autoptr(GPtrArray) together = read_all(paths, SANDBOX_FULL, 1000, DELIBEX_OCR_NEVER);
    ck_assert_uint_eq(compare(paths, alone, together), 0);
}
END_TEST

/* ---- The files given ------------------------------------------------------------------------- */

static int compare_given(int count, char **words)
{
    static const char *const modes[] = {"never", "auto", "always"};
    DelibexOcrMode ocr = DELIBEX_OCR_AUTO;
    g_autoptr(GPtrArray) paths = g_ptr_array_new();
    for (int i = 0; i < count; i++) {
        if (strcmp(words[i], "--ocr") == 0 && i + 1 < count) {
            i++;
            for (size_t mode = 0; mode < G_N_ELEMENTS(modes); mode++)
                if (strcmp(words[i], modes[mode]) == 0)
                    ocr = (DelibexOcrMode)mode;
        } else {
            g_ptr_array_add(paths, words[i]);
        }
    }
    guint locked = differences(paths, SANDBOX_FULL, ocr);
    printf("%u files: %u differ in the jail\n", paths->len, locked);
    guint sealed = differences(paths, SANDBOX_SEALED, ocr);
    printf("%u files: %u differ when no directory can be read\n", paths->len, sealed);
    return locked ? 1 : 0;
}

int main(int argc, char **argv)
{
    if (argc > 1)
        return compare_given(argc - 1, argv + 1);
    Suite *suite = suite_create("lossless");
    TCase *tests = tcase_create("lossless");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 300);
    tcase_add_test(tests, test_character_maps);
    tcase_add_test(tests, test_sealed_loses_text);
    tcase_add_test(tests, test_recognition);
    tcase_add_test(tests, test_corpus);
    tcase_add_test(tests, test_one_after_the_other);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}

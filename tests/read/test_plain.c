/* Text files of every encoding archives hold, and files that are no text. */
#include "../../src/read/read.h"

#include <check.h>
#include <string.h>

static Document *read_bytes(const char *bytes, size_t length)
{
    return document_read(bytes, length, NULL);
}

static char *words_of(const Document *document)
{
    GString *words = g_string_new(NULL);
    for (guint p = 0; p < document->pages->len; p++) {
        const Page *page = document->pages->pdata[p];
        if (p)
            g_string_append(words, "|");
        for (guint i = 0; i < page->glyphs->len; i++)
            g_string_append_unichar(words, g_array_index(page->glyphs, Glyph, i).ch);
    }
    return g_string_free(words, FALSE);
}

typedef struct Case {
    const char *bytes;
    size_t length;
    const char *words; /* pages joined by "|" */
    bool repaired;
} Case;

#define BYTES(text) text, sizeof(text) - 1

static const Case cases[] = {
    {BYTES("D\xC3\xA9lib\xC3\xA9ration n\xC2\xB0 12"), "Délibération n° 12", false},
    {BYTES("\xEF\xBB\xBF"
           "Pr\xC3\xA9sents"),
     "Présents", false},
    {BYTES("D\xE9lib\xE9ration \x96 20 000 \x80"), "Délibération – 20 000 €", false},
    {BYTES("\xFF\xFE"
           "V\0o\0t\0\xE9\0"),
     "Voté", false},
    {BYTES("\xFE\xFF"
           "\0V\0o\0t\0\xE9"),
     "Voté", false},
    {BYTES("V\0o\0t\0e\0 \0p\0o\0u\0r\0"), "Vote pour", false},
    {BYTES("\0V\0o\0t\0e\0 \0p\0o\0u\0r"), "Vote pour", false},
    {BYTES("\xFF\xFE"
           "a\0\x3D\xD8\x00\xDE"
           "b\0\x3D\xD8"
           "c\0"),
     "a😀b\xEF\xBF\xBD"
     "c",
     true},
    {BYTES("un\r\ndeux\rtrois\n"), "un\ndeux\ntrois\n", false},
    {BYTES("page un\fpage deux\f"), "page un|page deux", false},
    {BYTES("page un\f\fpage trois"), "page un||page trois", false},
    {BYTES("col\tcol"), "col col", false},
    {BYTES("d\xC3\xA9j\xC3\xA0 vot\xC3\xA9 \xC3\xA9t\xC3\xA9 g\xC3\xA2t\xC3\xA9 \xC3 ici"),
     "déjà voté été gâté \xEF\xBF\xBD ici", true},
};

START_TEST(test_encodings)
{
    const Case *a_case = &cases[_i];
    g_autoptr(Document) document = read_bytes(a_case->bytes, a_case->length);
    g_autofree char *words = words_of(document);
    ck_assert_str_eq(words, a_case->words);
    ck_assert_int_eq(document->outcome, OUTCOME_OK);
    ck_assert_int_eq(document->source, TEXT_SOURCE_PLAIN);
    ck_assert_int_eq(document->page_count, (int)document->pages->len);
    ck_assert_uint_eq(document->flags->len, a_case->repaired ? 1 : 0);
    const Page *page = document->pages->pdata[0];
    ck_assert_int_eq(page->source, TEXT_SOURCE_PLAIN);
    const Glyph *glyph = &g_array_index(page->glyphs, Glyph, 0);
    ck_assert(box_is_empty(glyph->box));
    ck_assert_int_eq(glyph->confidence, 100);
}
END_TEST

START_TEST(test_no_text)
{
    g_autoptr(Document) empty = read_bytes("", 0);
    ck_assert_int_eq(empty->outcome, OUTCOME_NO_TEXT);
    ck_assert_str_eq(empty->diagnosis, "empty file");
    g_autoptr(Document) blank = read_bytes(" \n\n 12 \f", 8);
    ck_assert_int_eq(blank->outcome, OUTCOME_NO_TEXT);
    ck_assert_int_eq(blank->source, TEXT_SOURCE_NONE);
    ck_assert_ptr_nonnull(blank->diagnosis);
}
END_TEST

static const Case binaries[] = {
    {BYTES("\x7F"
           "ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0>\0")},
    {BYTES("PK\3\4\x14\0\6\0\x08\0\0\0!\0")},
    {BYTES("\xFF\xD8\xFF\xE0\0\x10JFIF\0\1")},
    {BYTES("Some words\0and more")},
    {BYTES("\x1B[31mred\x1B[0m \1\2\3\4")},
};

START_TEST(test_binaries)
{
    g_autoptr(Document) document = read_bytes(binaries[_i].bytes, binaries[_i].length);
    ck_assert_int_eq(document->outcome, OUTCOME_NOT_PDF);
    ck_assert_int_eq(document->source, TEXT_SOURCE_NONE);
    ck_assert_ptr_nonnull(document->diagnosis);
}
END_TEST

/* All strings of up to three of the bytes that decide something. */
START_TEST(test_every_short_file)
{
    static const char bytes[] = "a\n\r\f\0\x80\xC3\xA9\xE2\xED\xF0\xF4\xFF\xFE";
    enum { BYTES_COUNT = sizeof bytes - 1 };
    for (int n = 0; n < BYTES_COUNT * BYTES_COUNT * BYTES_COUNT; n++) {
        char file[3] = {bytes[n % BYTES_COUNT], bytes[n / BYTES_COUNT % BYTES_COUNT],
                        bytes[n / BYTES_COUNT / BYTES_COUNT]};
        for (size_t length = 1; length <= 3; length++) {
            g_autofree char *exact = g_memdup2(file, length);
            g_autoptr(Document) document = read_bytes(exact, length);
            ck_assert(document->outcome == OUTCOME_OK || document->diagnosis);
            for (guint p = 0; p < document->pages->len; p++) {
                const Page *page = document->pages->pdata[p];
                ck_assert_uint_le(page->glyphs->len, length);
                for (guint i = 0; i < page->glyphs->len; i++)
                    ck_assert(g_unichar_validate(g_array_index(page->glyphs, Glyph, i).ch));
            }
        }
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("plain");
    TCase *tests = tcase_create("plain");
    tcase_add_loop_test(tests, test_encodings, 0, (int)G_N_ELEMENTS(cases));
    tcase_add_test(tests, test_no_text);
    tcase_add_loop_test(tests, test_binaries, 0, (int)G_N_ELEMENTS(binaries));
    tcase_add_test(tests, test_every_short_file);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}

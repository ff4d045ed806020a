/* Signs of text that is not seen, in bytes packed or not; and what is none. */
#include "../../src/read/content.h"
#include "../../src/read/signs.h"

#include <check.h>
#include <gio/gio.h>
#include <stdbool.h>
#include <string.h>

static void append_packed(GString *file, const char *content)
{
    g_autoptr(GZlibCompressor) zlib = g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 9);
    char packed[1024];
    gsize read, written;
    g_assert(g_converter_convert(G_CONVERTER(zlib), content, strlen(content), packed, sizeof packed,
                                 G_CONVERTER_INPUT_AT_END, &read, &written,
                                 NULL) == G_CONVERTER_FINISHED);
    g_string_append_len(file, packed, (gssize)written);
}

static unsigned signs_of(const char *keys, const char *content, bool packed)
{
    g_autoptr(GString) file = g_string_new("%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\n");
    g_string_append_printf(file, "2 0 obj\n<<%s>>\nstream\r\n", keys);
    if (packed)
        append_packed(file, content);
    else
        g_string_append(file, content);
    g_string_append(file, "\nendstream\nendobj\n3 0 obj\n<<>>\nendobj\n%%EOF\n");
    g_autoptr(GArray) spots = g_array_new(false, false, sizeof(ContentSpot));
    return signs_find(file->str, file->len, spots);
}

static const struct {
    const char *content;
    unsigned signs;
} cases[] = {
    {"BT 3 Tr (a) Tj ET", SIGN_INVISIBLE},
    {"3 Tr", SIGN_INVISIBLE},
    {"0 Tr\n7\nTr\n(a) Tj", SIGN_INVISIBLE},
    {"BT 0 Tr (a) Tj 2 Tr ET", 0},
    {"13 Tr 0.3 Tr /F3 Tr 3 Trx 3 T", 0},
    {"/Span <</ActualText (Votants)>> BDC", SIGN_ACTUAL},
    {"/Span <</ActualText (9)>> BDC", SIGN_ACTUAL},
    {"/Span <</ActualText<FEFF0039>>> BDC", SIGN_ACTUAL},
    {"/Span <</ActualText <FEFF0061006200630064>>> BDC", SIGN_ACTUAL},
    {"/Span <</ActualText 12 0 R>> BDC", SIGN_ACTUAL},
    {"/Span <</ActualText <feff00660069>>> BDC", 0},
    {"/Span <</ActualText <feff0020>>> BDC", 0},
    {"/Span <</ActualText (ffi)>> BDC", 0},
    {"/Span <</ActualTex (Votants)", 0},
};

START_TEST(test_content)
{
    ck_assert_uint_eq(signs_of("/Length 9", cases[_i].content, false), cases[_i].signs);
    ck_assert_uint_eq(signs_of("/Filter/FlateDecode", cases[_i].content, true), cases[_i].signs);
    /* Not at a line's end, nor where there is more of the same. */
    g_autofree char *longer = g_strconcat("q 0 0 m\n", cases[_i].content, " Q", NULL);
    ck_assert_uint_eq(signs_of("/Filter /FlateDecode", longer, true), cases[_i].signs);
}
END_TEST

/* Pictures and fonts are left out, and what cannot be unpacked. */
START_TEST(test_streams)
{
    const char *hides = "BT 3 Tr (a) Tj ET";
    ck_assert_uint_eq(signs_of("/Subtype/Image/Filter/FlateDecode", hides, true), 0);
    ck_assert_uint_eq(signs_of("/Length1 12/Filter/FlateDecode", hides, true), 0);
    ck_assert_uint_eq(signs_of("/Filter[/ASCII85Decode/FlateDecode]", "8;Z]", false), 0);
    ck_assert_uint_eq(signs_of("/Filter/LZWDecode", "x", false), 0);
    ck_assert_uint_eq(signs_of("/Filter/FlateDecode", "no such thing", false), 0);
}
END_TEST

/* Any bytes cut anywhere are looked through to their end and no further. */
START_TEST(test_cut)
{
    g_autoptr(GString) file = g_string_new("5 0 obj <</Filter/FlateDecode>> stream\n");
    append_packed(file, "BT 3 Tr (a) Tj /Span <</ActualText (Votants)>> BDC");
    g_string_append(file, "endstream endobj 6 0 obj <<>> stream\r\n/ActualText <feff0039> 3 Tr");
    for (size_t length = 0; length <= file->len; length++) {
        g_autofree char *bytes = g_memdup2(file->str, length); /* its end is the buffer's */
        g_autoptr(GArray) spots = g_array_new(false, false, sizeof(ContentSpot));
        unsigned signs = signs_find(bytes ? bytes : "", length, spots);
        ck_assert(length < file->len || signs == (SIGN_ACTUAL | SIGN_INVISIBLE));
    }
}
END_TEST

/* Contents that are packed, and that are not, are looked into for text that is painted over. */
START_TEST(test_spots)
{
    const char *covers = "BT /F 12 Tf 50 450 Td (a) Tj ET 40 440 200 20 re f";
    for (int packed = 0; packed < 2; packed++) {
        g_autoptr(GArray) spots = g_array_new(false, false, sizeof(ContentSpot));
        g_autoptr(GString) file = g_string_new("%PDF-1.4\n2 0 obj\n<<");
        g_string_append(file, packed ? "/Filter/FlateDecode>>\nstream\n" : ">>\nstream\n");
        if (packed)
            append_packed(file, covers);
        else
            g_string_append(file, covers);
        g_string_append(file, "\nendstream\nendobj\n");
        ck_assert_uint_eq(signs_find(file->str, file->len, spots), 0);
        ck_assert_uint_eq(spots->len, 1);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("signs");
    TCase *tests = tcase_create("signs");
    tcase_add_loop_test(tests, test_content, 0, (int)G_N_ELEMENTS(cases));
    tcase_add_test(tests, test_streams);
    tcase_add_test(tests, test_cut);
    tcase_add_test(tests, test_spots);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}

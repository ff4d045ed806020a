/* Decoding what should be UTF-8: poppler itself gives lone surrogates for some fonts. */
#include "../../src/read/utf8.h"

#include <check.h>
#include <string.h>

typedef struct Case {
    const char *bytes;
    gunichar wanted[4]; /* until 0 */
    bool bad;
} Case;

static const Case cases[] = {
    {"a\xC3\xA9", {'a', 0xE9}, false},
    {"\xE2\x82\xAC\xF0\x9F\x98\x80", {0x20AC, 0x1F600}, false},
    {"\xED\xA2\xB1"
     "b",
     {0xFFFD, 'b'},
     true}, /* a surrogate */
    {"\xF4\x90\x80\x80"
     "b",
     {0xFFFD, 'b'},
     true}, /* above U+10FFFF */
    {"\xC0\xAF"
     "b",
     {0xFFFD, 'b'},
     true}, /* too long a form */
    {"\xE0\x80\xAF"
     "b",
     {0xFFFD, 'b'},
     true},
    {"\xE9t\xE9", {0xFFFD, 't', 0xFFFD}, true}, /* Latin-1 */
    {"\xC3", {0xFFFD}, true},                   /* cut */
    {"\xF0\x9F\x98", {0xFFFD, 0xFFFD, 0xFFFD}, true},
    {"\xFF\xFE"
     "b",
     {0xFFFD, 0xFFFD, 'b'},
     true},
};

START_TEST(test_next)
{
    const Case *a_case = &cases[_i];
    const char *at = a_case->bytes, *end = at + strlen(at);
    bool bad = false;
    for (size_t i = 0; at < end; i++) {
        ck_assert_uint_lt(i, G_N_ELEMENTS(a_case->wanted));
        ck_assert_uint_eq(utf8_next(&at, end, &bad), a_case->wanted[i]);
    }
    ck_assert_ptr_eq(at, end);
    ck_assert_int_eq(bad, a_case->bad);
}
END_TEST

/* Every character Unicode has comes back from its own bytes. */
START_TEST(test_all)
{
    for (gunichar ch = 1; ch < 0x110000; ch++) {
        if (!g_unichar_validate(ch))
            continue;
        char bytes[6];
        int length = g_unichar_to_utf8(ch, bytes);
        const char *at = bytes;
        bool bad = false;
        if (utf8_next(&at, bytes + length, &bad) != ch || bad || at != bytes + length)
            ck_abort_msg("U+%04X", ch);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("utf8");
    TCase *tests = tcase_create("utf8");
    tcase_add_loop_test(tests, test_next, 0, (int)G_N_ELEMENTS(cases));
    tcase_add_test(tests, test_all);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}

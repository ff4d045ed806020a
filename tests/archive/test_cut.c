/* Cutting members out of JSON as text: only whole ones, of the outermost object. */
#include "../../src/archive/cut.h"

#include <check.h>
#include <glib.h>

START_TEST(members_go_whole)
{
    static const char *const cases[][3] = {
        {"{\"a\":1,\"b\":{\"c\":[1,{\"a\":2}]},\"d\":\"x\"}", "b", "{\"a\":1,\"d\":\"x\"}"},
        {"{\"a\":1,\"b\":2}", "a", "{\"b\":2}"},
        {"{\"a\":1,\"b\":2}", "b", "{\"a\":1}"},
        {"{\"a\":1}", "a", "{}"},
        {"{ \"a\" : [ \"]\", \"\\\"}\" ] , \"b\" : null }", "a", "{  \"b\" : null }"},
        {"{\"x\":{\"a\":1},\"a\":2}", "a", "{\"x\":{\"a\":1}}"},
        {"{\"x\":\"\\\"a\\\":1,\",\"ab\":3}", "a", "{\"x\":\"\\\"a\\\":1,\",\"ab\":3}"},
        {"{\"a\\\\\":1,\"a\":2}", "a", "{\"a\\\\\":1}"},
        {"{}", "a", "{}"},
        {"[1]", "a", "[1]"},
        {"{\"a\"", "a", "{\"a\""},
        {"{\"b\":1,", "a", "{\"b\":1,"},
        {"{\"b\":\"unended", "a", "{\"b\":\"unended"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *left = cut_without(cases[i][0], cases[i][1]);
        ck_assert_str_eq(left, cases[i][2]);
    }
}
END_TEST

START_TEST(members_are_lent_out_whole)
{
    g_autofree char *value = cut_member("{\"a\":1,\"stages\":{\"text\":[{}]}}", "stages");
    ck_assert_str_eq(value, "{\"text\":[{}]}");
    g_autofree char *none = cut_member("{\"a\":1}", "stages");
    ck_assert_str_eq(none, "null");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cut");
    TCase *tcase = tcase_create("cut");
    tcase_add_test(tcase, members_go_whole);
    tcase_add_test(tcase, members_are_lent_out_whole);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed > 0;
}

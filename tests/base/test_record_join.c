/* Several sittings in one record: joined, and taken apart again. */
#include "../../src/base/record.h"

#include <check.h>
#include <stdlib.h>

/* A record of one sitting with one act. The caller owns it. */
static Record *sitting(const char *date, const char *body, const char *number, gint64 present)
{
    Record *record = record_new();
    Value day = {0};
    ck_assert(value_from_canonical(VALUE_DATE, date, &day));
    record_set(record, "/session/date", &day);
    value_clear(&day);
    record_set_text(record, "/session/body", body);
    record_set_integer(record, "/session/counts/present", present);
    Evidence evidence = {.page = 1, .text = "présents", .rule = "counts/present", .confidence = 1};
    record_add_evidence(record, "/session/counts/present", &evidence);
    record_append(record, "/session/members");
    record_set_text(record, "/session/members/0/name", "Odilon LERMINOT");
    record_append(record, "/acts");
    record_set_text(record, "/acts/0/number", number);
    record_set_text(record, "/acts/0/session", "/session");
    return record;
}

START_TEST(test_another_day_is_another_sitting)
{
    g_autoptr(Record) all = sitting("2023-01-23", "conseil municipal", "2023-1", 16);
    g_autoptr(Record) more = sitting("2022-12-09", "conseil municipal", "2022-9", 20);
    record_join(all, more);
    ck_assert_uint_eq(record_sessions(all), 2);
    ck_assert_str_eq(record_text(all, "/session/date"), "2023-01-23");
    ck_assert_str_eq(record_text(all, "/other_sessions/0/date"), "2022-12-09");
    ck_assert_str_eq(record_text(all, "/other_sessions/0/members/0/name"), "Odilon LERMINOT");
    ck_assert_uint_eq(record_length(all, "/other_sessions/0/members"), 1);
    ck_assert_uint_eq(record_evidence(all, "/other_sessions/0/counts/present")->len, 1);
    ck_assert_str_eq(record_text(all, "/acts/1/number"), "2022-9");
    ck_assert_str_eq(record_text(all, "/acts/1/session"), "/other_sessions/0");
    ck_assert_str_eq(record_text(all, "/acts/0/session"), "/session");
}
END_TEST

START_TEST(test_another_body_is_another_sitting)
{
    g_autoptr(Record) all = sitting("2023-01-23", "bureau", "B1", 10);
    g_autoptr(Record) more = sitting("2023-01-23", "conseil communautaire", "C1", 40);
    record_join(all, more);
    ck_assert_uint_eq(record_sessions(all), 2);
}
END_TEST

/* Extracts of one sitting: the second adds its act, and the numbers of its own header. */
START_TEST(test_one_sitting_stays_one)
{
    g_autoptr(Record) all = sitting("2023-01-23", "conseil municipal", "1", 16);
    g_autoptr(Record) same = sitting("2023-01-23", "Conseil Municipal", "2", 16);
    g_autoptr(Record) late = sitting("2023-01-23", "conseil municipal", "3", 17);
    gint64 present = 0;
    record_join(all, same);
    record_join(all, late);
    ck_assert_uint_eq(record_sessions(all), 1);
    ck_assert_uint_eq(record_length(all, "/acts"), 3);
    ck_assert_uint_eq(record_length(all, "/session/members"), 1);
    ck_assert_str_eq(record_text(all, "/acts/2/session"), "/session");
    ck_assert(!record_integer(all, "/acts/1/counts/present", &present));
    ck_assert(record_integer(all, "/acts/2/counts/present", &present));
    ck_assert_int_eq(present, 17);
    ck_assert_ptr_nonnull(record_evidence(all, "/acts/2/counts/present"));
}
END_TEST

START_TEST(test_a_sitting_is_taken_out_alone)
{
    g_autoptr(Record) all = sitting("2023-01-23", "conseil municipal", "2023-1", 16);
    g_autoptr(Record) more = sitting("2022-12-09", "conseil municipal", "2022-9", 20);
    g_autoptr(GArray) acts = g_array_new(false, false, sizeof(size_t));
    record_set_text(all, "/authority/name", "Porz-Avel");
    record_join(all, more);
    g_autoptr(Record) second = record_session(all, 1, acts);
    ck_assert_uint_eq(record_sessions(second), 1);
    ck_assert_str_eq(record_text(second, "/session/date"), "2022-12-09");
    ck_assert_str_eq(record_text(second, "/authority/name"), "Porz-Avel");
    ck_assert_uint_eq(record_length(second, "/acts"), 1);
    ck_assert_str_eq(record_text(second, "/acts/0/number"), "2022-9");
    ck_assert_str_eq(record_text(second, "/acts/0/session"), "/session");
    ck_assert_uint_eq(acts->len, 1);
    ck_assert_uint_eq(g_array_index(acts, size_t, 0), 1);
    g_autoptr(Record) first = record_session(all, 0, NULL);
    ck_assert_str_eq(record_text(first, "/acts/0/number"), "2023-1");
    ck_assert_uint_eq(record_length(first, "/session/members"), 1);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("record_join");
    tcase_add_test(tcase, test_another_day_is_another_sitting);
    tcase_add_test(tcase, test_another_body_is_another_sitting);
    tcase_add_test(tcase, test_one_sitting_stays_one);
    tcase_add_test(tcase, test_a_sitting_is_taken_out_alone);
    Suite *suite = suite_create("record_join");
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* The order in which pages are to be looked at. */
#include "../../src/check/pages.h"

#include <check.h>
#include <stdlib.h>

static void read_on(Record *record, const char *pointer, int page)
{
    record_add_evidence(record, pointer,
                        &(Evidence){.page = page, .text = "", .rule = "a/b", .confidence = 1});
}

static void find(Record *record, FindingStatus status, const char *pointer)
{
    Finding *finding = finding_new("some-check", FINDING_ERROR);
    finding->status = status;
    finding->message = g_strdup("");
    finding_at(finding, pointer);
    record_take_finding(record, finding);
}

static void is_order(const Record *record, const int *order, guint count)
{
    g_autoptr(GArray) pages = check_pages(record, (int)count);
    ck_assert_uint_eq(pages->len, count);
    for (guint i = 0; i < count; i++)
        ck_assert_int_eq(g_array_index(pages, int, i), order[i]);
}

START_TEST(contradictions_come_first)
{
    g_autoptr(Record) record = record_new();
    record_append(record, "/session/members");
    record_append(record, "/acts");
    record_append(record, "/acts");
    record_set_text(record, "/session/body", "conseil");
    record_set_integer(record, "/session/counts/present", 3);
    record_set_text(record, "/acts/1/number", "12");
    read_on(record, "/session/body", 2);
    read_on(record, "/session/counts/present", 6);
    read_on(record, "/session/members/0/name", 5);
    read_on(record, "/acts/1/number", 4);
    read_on(record, "/acts/1/number", 99); /* which the document does not have */
    is_order(record, (const int[]){2, 6, 5, 4, 1, 3}, 6);
    find(record, FINDING_CONSISTENT, "/session/body");
    find(record, FINDING_UNVERIFIABLE, "/acts/1/number");
    find(record, FINDING_CONTRADICTED, "/session/members"); /* and so its names */
    find(record, FINDING_CONTRADICTED, "/acts/1/vote/for"); /* which nothing was read of */
    is_order(record, (const int[]){5, 4, 2, 6, 1, 3}, 6);
}
END_TEST

START_TEST(a_document_without_pages_has_none)
{
    g_autoptr(Record) record = record_new();
    is_order(record, NULL, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pages");
    TCase *tcase = tcase_create("order");
    tcase_add_test(tcase, contradictions_come_first);
    tcase_add_test(tcase, a_document_without_pages_has_none);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

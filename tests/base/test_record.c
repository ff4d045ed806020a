/* The record's store: values and their evidence, set, set anew and forgotten. */
#include "../../src/base/record.h"

#include <check.h>
#include <stdlib.h>

static Evidence evidence(const char *text)
{
    return (Evidence){.page = 2, .text = (char *)text, .rule = "dates/of", .confidence = 0.9};
}

START_TEST(a_value_set_anew_keeps_its_evidence)
{
    g_autoptr(Record) record = record_new();
    const char *pointer = "/session/members/12/name";
    Evidence first = evidence("Odilon Lerminot"), second = evidence(NULL);
    record_add_evidence(record, pointer, &first);
    ck_assert_ptr_null(record_get(record, pointer));
    record_set_text(record, pointer, "Odilon Lerminot");
    record_set_text(record, pointer, "Odilon LERMINOT");
    record_add_evidence(record, pointer, &second);

    const GPtrArray *list = NULL;
    const Value *value = record_read(record, pointer, &list);
    ck_assert_str_eq(value->text, "Odilon LERMINOT");
    ck_assert_int_eq(value->type, VALUE_PERSON);
    ck_assert_ptr_eq(list, record_evidence(record, pointer));
    ck_assert_uint_eq(list->len, 2);
    ck_assert_str_eq(((const Evidence *)list->pdata[0])->text, "Odilon Lerminot");
    ck_assert_ptr_null(((const Evidence *)list->pdata[1])->text);
    ck_assert_str_eq(((const Evidence *)list->pdata[1])->rule, "dates/of");

    record_blank_evidence(record, pointer);
    ck_assert_ptr_null(((const Evidence *)list->pdata[0])->text);
    record_unset(record, pointer);
    ck_assert_ptr_null(record_read(record, pointer, &list));
    ck_assert_ptr_null(list);
}
END_TEST

START_TEST(a_value_can_be_set_from_the_record_itself)
{
    g_autoptr(Record) record = record_new();
    record_set_text(record, "/session/body", "conseil municipal de Cerval");
    record_set_text(record, "/session/body", record_text(record, "/session/body") + 8);
    record_set(record, "/session/body", record_get(record, "/session/body"));
    ck_assert_str_eq(record_text(record, "/session/body"), "municipal de Cerval");
}
END_TEST

START_TEST(every_row_is_found_from_any_other)
{
    size_t count = 0;
    const Field *fields = record_fields(&count);
    for (size_t i = 0; i < count; i++) {
        g_auto(GStrv) parts = g_strsplit(fields[i].pointer, "#", -1);
        g_autofree char *pointer = g_strjoinv("207", parts);
        ck_assert_ptr_eq(record_field(pointer), &fields[i]);
        ck_assert_ptr_eq(record_field_near(pointer, &fields[count - 1]), &fields[i]);
        ck_assert_ptr_eq(record_field_near(pointer, &fields[(i * 7 + 3) % count]), &fields[i]);
    }
    ck_assert_ptr_null(record_field_near("/session/nothing", &fields[count / 2]));
    ck_assert_ptr_null(record_field(""));
}
END_TEST

START_TEST(pointers_are_made_of_words_and_numbers)
{
    char buffer[RECORD_POINTER_SIZE];
    ck_assert_str_eq(record_at(buffer, "/acts/%zu/vote/named/%d/%s", (size_t)0, 1234, "name"),
                     "/acts/0/vote/named/1234/name");
    ck_assert_str_eq(record_at(buffer, "%s/%u", "/session/proxies", 17u), "/session/proxies/17");
    ck_assert_str_eq(record_at(buffer, "/session"), "/session");
}
END_TEST

START_TEST(pointers_with_evidence_come_in_printing_order)
{
    static const char *const pointers[] = {"/session/date", "/session/members/2/name",
                                           "/session/members/10/name", "/acts/0/number"};
    g_autoptr(Record) record = record_new();
    Evidence some = evidence("quelque part");
    for (size_t i = G_N_ELEMENTS(pointers); i-- > 0;)
        record_add_evidence(record, pointers[i], &some);
    record_set_text(record, "/session/body", "conseil municipal");
    g_autoptr(GPtrArray) told = record_evidence_pointers(record);
    ck_assert_uint_eq(told->len, G_N_ELEMENTS(pointers));
    for (size_t i = 0; i < G_N_ELEMENTS(pointers); i++)
        ck_assert_str_eq(told->pdata[i], pointers[i]);
}
END_TEST

int main(void)
{
    TCase *tcase = tcase_create("record");
    tcase_add_test(tcase, a_value_set_anew_keeps_its_evidence);
    tcase_add_test(tcase, a_value_can_be_set_from_the_record_itself);
    tcase_add_test(tcase, every_row_is_found_from_any_other);
    tcase_add_test(tcase, pointers_are_made_of_words_and_numbers);
    tcase_add_test(tcase, pointers_with_evidence_come_in_printing_order);
    Suite *suite = suite_create("record");
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* Records at the two ends of the schema, full and silent, with every stage: made from the table, so
 * that a new row is tested without a change here. With an argument the program prints them, the
 * schema first, one JSON a line: test_schema.py hands them to a validator that is not ours. */
#include "../../src/write/write.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A value that fits a row. */
static Value value_for(const Field *field)
{
    static const char *const texts[VALUE_TYPE_COUNT] = {
        [VALUE_TEXT] = "« été »\n\"\\ ",
        [VALUE_NUMBER] = "2031-07 bis",
        [VALUE_COUNT] = "7",
        [VALUE_DATE] = "2031-11-25",
        [VALUE_TIME] = "18:30",
        [VALUE_AMOUNT] = "-150",
        [VALUE_PERSON] = "Élise VALMORIN",
        [VALUE_PERSONS] = "Élise VALMORIN; Hugo TARDIEUX",
        [VALUE_SIREN] = "123456782",
        [VALUE_TRANSMISSION] = "042-123456782-20311125-D7-DE",
        [VALUE_MATTER] = "7.5",
        [VALUE_FLAG] = "true",
    };
    Value value = {.type = field->type, .confidence = 1};
    value.text = field->values ? g_strndup(field->values, strcspn(field->values, "|"))
                               : g_strdup(texts[field->type]);
    value.number = field->type == VALUE_FLAG ? 1 : g_ascii_strtoll(value.text, NULL, 10);
    return value;
}

/* The row's pointer with every index 1 ("/acts/1/number"). */
static char *second_of(const char *pattern)
{
    g_auto(GStrv) parts = g_strsplit(pattern, "#", 0);
    return g_strjoinv("1", parts);
}

/* Every row set, every array two long. */
static Record *full_record(void)
{
    Record *record = record_new();
    size_t count;
    const Field *fields = record_fields(&count);
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < count; i++) {
            g_auto(GStrv) parts = g_strsplit(fields[i].pointer, "#", 0);
            g_autofree char *first = g_strjoinv("0", parts), *second = second_of(fields[i].pointer);
            const char *pointer = pass == 0 ? first : second;
            if (fields[i].shape == FIELD_ARRAY) {
                while (record_length(record, pointer) < 2)
                    record_append(record, pointer);
            } else if (fields[i].shape == FIELD_SCALAR) {
                g_auto(Value) value = value_for(&fields[i]);
                record_set(record, pointer, &value);
                Evidence evidence = {.page = 1,
                                     .box = {1, 2, 3, 4.5f},
                                     .text = value.text,
                                     .rule = "room/rule",
                                     .confidence = 0.5};
                record_add_evidence(record, pointer, &evidence);
            }
        }
    }
    /* Arrays in arrays: the mixed places, such as /acts/0/vote/named/1, need their elements too. */
    for (size_t i = 0; i < count; i++) {
        const char *last = strrchr(fields[i].pointer, '#');
        if (fields[i].shape != FIELD_SCALAR || !last || last == strchr(fields[i].pointer, '#'))
            continue;
        for (int j = 0; j < 2; j++) {
            g_autoptr(GString) pointer = g_string_new(fields[i].pointer);
            pointer->str[strchr(pointer->str, '#') - pointer->str] = (char)('0' + j);
            *strchr(pointer->str, '#') = (char)('1' - j);
            g_auto(Value) value = value_for(&fields[i]);
            record_set(record, pointer->str, &value);
        }
    }
    record_set_text(record, "/delibex", "1");

    Finding *finding = finding_new("vote-sum", FINDING_WARNING);
    finding->message = g_strdup("A sentence.");
    finding->basis = "CGCT L2121-20";
    finding_operand(finding, "stated", true, -3);
    finding_operand(finding, "listed", false, 0);
    finding_at(finding, "/acts/1/vote/for");
    record_take_finding(record, finding);
    return record;
}

static void add_line(Text *text, const char *words, Box box, unsigned flags)
{
    for (const char *p = words; *p; p = g_utf8_next_char(p))
        text_append(text, g_utf8_get_char(p), 1, box, 100);
    text_end_line(text, 1, 10, flags);
}

typedef struct Left {
    Text *text;
    Outline *outline;
    Matches *fields;
} Left;

/* Four lines: one matched, one with evidence, one that nobody read, one of dashes. */
static Left stages_left(void)
{
    Left left = {text_new(), outline_new(), matches_new()};
    add_line(left.text, "Présents : 12", (Box){10, 10, 90, 20}, LINE_BOLD);
    add_line(left.text, "Élise VALMORIN", (Box){10, 30, 90, 40}, 0);
    add_line(left.text, "Rien de tout cela", (Box){10, 50, 90, 60}, LINE_PARAGRAPH);
    add_line(left.text, "- - - -", (Box){10, 70, 90, 80}, LINE_STAMP | LINE_MARGIN);
    size_t length;
    text_folded(left.text, &length);
    outline_add(left.outline,
                (Zone){.kind = ZONE_COUNTS, .span = text_line(left.text, 0)->span, .act = -1});
    outline_add(left.outline, (Zone){.kind = ZONE_PRESENT,
                                     .span = {text_line(left.text, 1)->span.start, length},
                                     .act = 0});
    Span line = text_line(left.text, 0)->span;
    Span heading = text_line(left.text, 2)->span;
    g_array_append_val(left.outline->left_out, heading);
    Match *match = matches_add(left.fields, "counts/present-count", 0, line);
    match->zone = ZONE_COUNTS;
    Value value = {.type = VALUE_COUNT, .text = g_strdup("12"), .number = 12, .confidence = 0.9};
    match_add_capture(match, "present", NULL, (Span){line.end - 2, line.end}, value);
    return left;
}

static void left_clear(Left *left)
{
    text_free(left->text);
    outline_free(left->outline);
    matches_free(left->fields);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Left, left_clear)

static char *full_json(void)
{
    g_autoptr(Record) record = full_record();
    g_auto(Left) left = stages_left();
    Evidence evidence = {.page = 1,
                         .box = {10, 30, 90, 40},
                         .text = "Élise VALMORIN",
                         .rule = "persons/list",
                         .confidence = 1};
    record_add_evidence(record, "/session/members/0/name", &evidence);
    WriteStages stages = {.text = left.text,
                          .outline = left.outline,
                          .fields = left.fields,
                          .want_text = true,
                          .want_zones = true,
                          .want_matches = true,
                          .want_unread = true};
    return json_write(record, &stages);
}

static char *silent_json(void)
{
    g_autoptr(Record) record = record_new();
    record_set_text(record, "/delibex", "1");
    return json_write(record, NULL);
}

static void contains(const char *json, const char *part)
{
    ck_assert_msg(strstr(json, part) != NULL, "no %s in %s", part, json);
}

START_TEST(a_full_record_survives_the_way_there_and_back)
{
    g_autofree char *json = full_json();
    ck_assert_ptr_null(strstr(json, "null,\"voting\"")); /* nothing of the table was forgotten */
    g_autoptr(GError) error = NULL;
    g_autoptr(Record) back = json_read_record(json, &error);
    ck_assert_msg(back != NULL, "%s", error ? error->message : "no error");
    g_autofree char *again = json_write(back, NULL);
    g_autoptr(GString) without = g_string_new_len(json, strstr(json, ",\"stages\":") - json);
    g_string_append_c(without, '}');
    ck_assert_str_eq(again, without->str);
}
END_TEST

START_TEST(every_row_is_printed_under_its_key)
{
    g_autofree char *json = full_json();
    g_autoptr(Record) back = json_read_record(json, NULL);
    ck_assert_ptr_nonnull(back);
    size_t count;
    const Field *fields = record_fields(&count);
    for (size_t i = 0; i < count; i++) {
        g_autofree char *pointer = second_of(fields[i].pointer);
        if (fields[i].shape == FIELD_SCALAR)
            ck_assert_msg(record_get(back, pointer) != NULL, "%s is lost", pointer);
    }
}
END_TEST

START_TEST(stages_say_what_was_left_behind)
{
    g_autofree char *json = full_json();
    contains(json, "\"stages\":{\"text\":[{\"page\":1,\"text\":\"Présents : 12\","
                   "\"flags\":[\"bold\"]},");
    contains(json, "\"flags\":[\"stamp\",\"margin\"]}]");
    contains(json, "\"zones\":[{\"zone\":\"counts\",\"act\":null,\"page\":1,"
                   "\"text\":\"Présents : 12\"},{\"zone\":\"present\",\"act\":0,");
    contains(json, "\"matches\":[{\"rule\":\"counts/present-count\",\"zone\":\"counts\","
                   "\"act\":null,\"page\":1,\"text\":\"Présents : 12\",\"captures\":["
                   "{\"name\":\"present\",\"value\":\"12\",\"text\":\"12\",\"confidence\":0.9}]}]");
    contains(json, "\"unread\":[{\"zone\":\"present\",\"page\":1,"
                   "\"text\":\"Rien de tout cela\"}],"
                   "\"left_out\":[{\"page\":1,\"text\":\"Rien de tout cela\"}]}}");
}
END_TEST

START_TEST(a_stage_that_did_not_run_is_left_out)
{
    g_autoptr(Record) record = full_record();
    g_auto(Left) left = stages_left();
    WriteStages stages = {
        .text = left.text, .want_text = true, .want_zones = true, .want_unread = true};
    g_autofree char *json = json_write(record, &stages);
    contains(json, "\"stages\":{\"text\":[");
    ck_assert_ptr_null(strstr(json, "\"zones\":"));
    ck_assert_ptr_null(strstr(json, "\"unread\":"));
}
END_TEST

static int print_samples(void)
{
    g_autofree char *schema = json_schema(), *line = json_reformat(schema, 0);
    g_autofree char *full = full_json(), *silent = silent_json();
    return printf("%s\n%s\n%s\n", line, full, silent) > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, G_GNUC_UNUSED char **argv)
{
    if (argc > 1)
        return print_samples();
    Suite *suite = suite_create("samples");
    TCase *tcase = tcase_create("samples");
    tcase_add_test(tcase, a_full_record_survives_the_way_there_and_back);
    tcase_add_test(tcase, every_row_is_printed_under_its_key);
    tcase_add_test(tcase, stages_say_what_was_left_behind);
    tcase_add_test(tcase, a_stage_that_did_not_run_is_left_out);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* What a record looks like as JSON, and that only records come back. */
#include "../../src/write/write.h"
#include "../../src/base/error.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char SHA256[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/* A record with something in every kind of place. */
static Record *sample(void)
{
    Record *record = record_new();
    record_set_text(record, "/delibex", "1");
    record_set_text(record, "/source/sha256", SHA256);
    record_set_text(record, "/source/outcome", "ok");
    record_append(record, "/source/flags");
    record_set_text(record, "/source/flags/0", "hidden_text");
    record_set_text(record, "/kind", "deliberation");
    record_set_integer(record, "/session/counts/present", 12);
    record_append(record, "/session/members");
    record_append(record, "/session/members");
    record_set_text(record, "/session/members/0/name", "Élise VALMORIN");
    record_set_text(record, "/session/members/0/status", "present");
    record_set_text(record, "/session/members/1/name", "Hugo \"Le\\Bref\"\nTARDIEUX");
    record_append(record, "/acts");
    record_set_flag(record, "/acts/0/vote/unanimous", false);
    record_append(record, "/acts/0/amounts");
    record_set_integer(record, "/acts/0/amounts/0/cents", -2000000);
    record_mark_derived(record, "/acts/0/vote", "for");

    Evidence evidence = {.page = 2,
                         .box = {72.0f, 100.126f, 140.5f, 112},
                         .text = "présents : 12",
                         .rule = "counts/present-count",
                         .confidence = 0.98765};
    record_add_evidence(record, "/session/counts/present", &evidence);
    evidence = (Evidence){.page = 1, .text = "VALMORIN", .rule = "persons/list", .confidence = 1};
    record_add_evidence(record, "/session/members/0/name", &evidence);

    Finding *finding = finding_new("present-names", FINDING_ERROR);
    finding->status = FINDING_CONTRADICTED;
    finding->message = g_strdup("12 stated, 2 listed.");
    finding_operand(finding, "stated", true, 12);
    finding_operand(finding, "listed", false, 0);
    finding_at(finding, "/session/counts/present");
    finding_at(finding, "/session/members");
    record_take_finding(record, finding);
    return record;
}

static void contains(const char *json, const char *part)
{
    ck_assert_msg(strstr(json, part) != NULL, "no %s in %s", part, json);
}

START_TEST(an_empty_record_is_silent_everywhere)
{
    g_autoptr(Record) record = record_new();
    g_autofree char *json = json_write(record, NULL);
    contains(json, "{\"delibex\":null,\"source\":{\"path\":null,");
    contains(json, "\"flags\":[],\"recognised\":[]},\"kind\":null,\"authority\":{\"name\":null,");
    contains(json, "\"president\":null,\"secretaries\":[],\"counts\":{\"in_office\":null,");
    contains(json, "\"members\":[],\"proxies\":[]},\"other_sessions\":[],\"acts\":[],\"findings\":[],\"evidence\":{}}");
    ck_assert_ptr_null(strchr(json, '\n'));
    ck_assert_ptr_null(strstr(json, "stages"));
}
END_TEST

START_TEST(values_have_the_types_of_the_table)
{
    g_autoptr(Record) record = sample();
    g_autofree char *json = json_write(record, NULL);
    contains(json, "\"flags\":[\"hidden_text\"]");
    contains(json, "\"present\":12,\"proxies\":null");
    contains(json, "{\"name\":\"Élise VALMORIN\",\"given\":null,");
    contains(json, "\"name\":\"Hugo \\\"Le\\\\Bref\\\"\\nTARDIEUX\"");
    contains(json, "\"unanimous\":false,\"ballot\":null");
    contains(json, "\"derived\":[\"for\"],\"named\":[]");
    contains(json, "\"cents\":-2000000,\"currency\":null");
    contains(json, "\"references\":[],\"transmission\":null,\"publication_date\":null}");
}
END_TEST

START_TEST(findings_and_evidence_hang_beside)
{
    g_autoptr(Record) record = sample();
    g_autofree char *json = json_write(record, NULL);
    contains(json, "\"findings\":[{\"check\":\"present-names\",\"status\":\"contradicted\","
                   "\"severity\":\"error\",\"operands\":{\"stated\":12,\"listed\":null},"
                   "\"message\":\"12 stated, 2 listed.\",\"basis\":null,"
                   "\"at\":[\"/session/counts/present\",\"/session/members\"]}]");
    contains(json, "\"evidence\":{\"/session/counts/present\":[{\"page\":2,"
                   "\"box\":[72,100.13,140.5,112],\"text\":\"présents : 12\","
                   "\"rule\":\"counts/present-count\",\"confidence\":0.988}],"
                   "\"/session/members/0/name\":[{\"page\":1,\"box\":null,");
}
END_TEST

START_TEST(an_object_of_silence_becomes_null_and_leaves_no_evidence)
{
    g_autoptr(Record) record = sample();
    Evidence evidence = {.page = 1, .text = "7.5", .rule = "matter/code", .confidence = 1};
    record_add_evidence(record, "/acts/0/matter/code", &evidence);
    g_autofree char *before = json_write(record, NULL);
    contains(before, "\"matter\":null,\"movements\":[],\"counts\":null,\"vote\":{");
    ck_assert_ptr_null(strstr(before, "/acts/0/matter/code"));

    record_set_text(record, "/acts/0/matter/code", "7.5");
    g_autofree char *after = json_write(record, NULL);
    contains(after, "\"matter\":{\"code\":\"7.5\",\"label\":null,\"source\":null}");
    contains(after, "\"/acts/0/matter/code\":[{\"page\":1,");
}
END_TEST

START_TEST(bad_utf8_costs_a_character_not_the_record)
{
    g_autoptr(Record) record = sample();
    record_set_text(record, "/session/place", "salle \xe9t\xc3\xa9 \x01");
    g_autofree char *json = json_write(record, NULL);
    contains(json, "\"place\":\"salle \xef\xbf\xbdt\xc3\xa9 \\u0001\"");
    ck_assert(g_utf8_validate(json, -1, NULL));
    ck_assert(json_validate_record(json, strlen(json), SHA256, NULL));
}
END_TEST

START_TEST(numbers_that_json_lacks_do_not_break_it)
{
    g_autoptr(Record) record = sample();
    Evidence evidence = {
        .page = 1, .box = {-INFINITY, 0, 1e30f, 5}, .text = "x", .rule = "a/b", .confidence = NAN};
    record_add_evidence(record, "/kind", &evidence);
    evidence.box = (Box){-0.001f, 1, NAN, 2};
    record_add_evidence(record, "/kind", &evidence);
    evidence.box = (Box){-0.001f, 1, 7, 2};
    evidence.confidence = 17;
    record_add_evidence(record, "/kind", &evidence);
    g_autofree char *json = json_write(record, NULL);
    contains(json, "\"/kind\":[{\"page\":1,\"box\":null,\"text\":\"x\",\"rule\":\"a/b\","
                   "\"confidence\":0},");
    contains(json, "\"box\":[0,1,7,2],\"text\":\"x\",\"rule\":\"a/b\",\"confidence\":1}");
    ck_assert(json_validate_record(json, strlen(json), SHA256, NULL));
}
END_TEST

START_TEST(a_record_read_back_is_written_the_same)
{
    g_autoptr(Record) record = sample();
    g_autofree char *json = json_write(record, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(Record) back = json_read_record(json, &error);
    ck_assert_msg(back != NULL, "%s", error ? error->message : "no error");
    ck_assert_str_eq(record_text(back, "/source/outcome"), "ok");
    ck_assert_uint_eq(record_length(back, "/session/members"), 2);
    gint64 present;
    ck_assert(record_integer(back, "/session/counts/present", &present) && present == 12);
    ck_assert_uint_eq(record_findings(back)->len, 1);
    ck_assert_uint_eq(record_evidence(back, "/session/counts/present")->len, 1);
    g_autofree char *again = json_write(back, NULL);
    ck_assert_str_eq(again, json);
}
END_TEST

START_TEST(dates_read_back_are_dates)
{
    g_autoptr(Record) record = sample();
    record_set_text(record, "/session/date", "2031-02-28");
    g_autofree char *json = json_write(record, NULL);
    g_autoptr(Record) back = json_read_record(json, NULL);
    ck_assert_ptr_nonnull(back);
    ck_assert_int_eq(record_get(back, "/session/date")->number, 20310228);
}
END_TEST

/* ---- What is no record -------------------------------------------------------------------- */

/* The sample with the first `from` replaced by `to` must be refused, with `why` in the message. */
typedef struct Forgery {
    const char *from, *to, *why;
} Forgery;

static const Forgery forgeries[] = {
    {"{\"delibex\":\"1\"", "{\"delibex\":\"2\"", "version"},
    {"{\"delibex\":\"1\"", "{\"delibex\":null", "version"},
    {"{\"delibex\":\"1\"", "{\"delibex\":\"1\",\"delibex\":\"1\"", "byte"},
    {"{\"delibex\":\"1\"", "{\"delibex\":\"1\",\"more\":1", "key"},
    {"{\"delibex\":\"1\",", "{", "/delibex: missing"},
    {"{\"delibex\":\"1\"", "[\"delibex\"", "byte"},
    {"0123456789", "9123456789", "another document"},
    {"\"outcome\":\"ok\"", "\"outcome\":\"fine\"", "/source/outcome: none of ok|"},
    {"\"outcome\":\"ok\"", "\"outcome\":\"ok|ok_partial\"", "/source/outcome"},
    {"\"present\":12", "\"present\":\"12\"", "/session/counts/present: not an integer"},
    {"\"present\":12", "\"present\":12.5", "/session/counts/present: not an integer"},
    {"\"present\":12", "\"present\":-1", "/session/counts/present: a negative"},
    {"\"present\":12", "\"present\":99999999999999999999", "byte"},
    {"\"unanimous\":false", "\"unanimous\":0", "/acts/0/vote/unanimous"},
    {"\"date\":null", "\"date\":\"yesterday\"", "/session/date"},
    {"\"place\":null", "\"place\":[]", "/session/place: not a string"},
    {"\"place\":null", "\"place\":\"a\\u0000b\"", "byte"},
    {"\"place\":null", "\"place\":\"\xff\"", "byte"},
    {"\"place\":null", "\"place\":[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]", "deep"},
    {"\"members\":[", "\"members\":[7,", "/session/members/0: not an object"},
    {"\"acts\":[", "\"acts\":7,\"x\":[", "/acts: not an array"},
    {"\"status\":\"contradicted\"", "\"status\":\"guilty\"", "/findings/0"},
    {"\"operands\":{\"stated\":12", "\"operands\":{\"stated\":\"12\"", "/findings/0"},
    {"\"box\":[72,", "\"box\":[", "/evidence"},
    {"\"box\":[72,", "\"box\":[1e300,", "/evidence"},
    {"\"page\":2", "\"page\":-2", "/evidence"},
    {"\"/session/members/0/name\":[", "\"/session/members/9/name\":[", "nowhere"},
    {"\"/session/members/0/name\":[", "\"/session/members/00/name\":[", "nowhere"},
    {"\"/session/members/0/name\":[", "\"/findings/0\":[", "nowhere"},
};

START_TEST(a_forgery_is_refused)
{
    const Forgery *forgery = &forgeries[_i];
    g_autoptr(Record) record = sample();
    g_autofree char *json = json_write(record, NULL);
    ck_assert(json_validate_record(json, strlen(json), SHA256, NULL));

    const char *place = strstr(json, forgery->from);
    ck_assert_msg(place != NULL, "the sample has no %s", forgery->from);
    g_autoptr(GString) forged = g_string_new_len(json, place - json);
    g_string_append(forged, forgery->to);
    g_string_append(forged, place + strlen(forgery->from));

    g_autoptr(GError) error = NULL;
    ck_assert_msg(!json_validate_record(forged->str, forged->len, SHA256, &error), "%s",
                  forgery->to);
    ck_assert(g_error_matches(error, DELIBEX_ERROR, DELIBEX_ERROR_READER));
    contains(error->message, forgery->why);
    if (strcmp(forgery->why, "another document") != 0) {
        g_autoptr(GError) same = NULL;
        ck_assert_ptr_null(json_read_record(forged->str, &same));
        ck_assert_str_eq(same->message, error->message);
    }
}
END_TEST

/* Twenty times its size in memory, were it parsed. */
START_TEST(a_flood_of_values_is_refused)
{
    g_autoptr(GString) flood = g_string_new("{\"delibex\":[0");
    for (int i = 0; i < JSON_MAX_VALUES; i++)
        g_string_append(flood, ",0");
    g_string_append(flood, "]}");
    g_autoptr(GError) error = NULL;
    ck_assert(!json_validate_record(flood->str, flood->len, NULL, &error));
    contains(error->message, "values");
    ck_assert_ptr_null(json_reformat(flood->str, 0));
}
END_TEST

START_TEST(any_cut_of_a_record_is_refused)
{
    g_autoptr(Record) record = sample();
    g_autofree char *json = json_write(record, NULL);
    size_t length = strlen(json);
    for (size_t cut = 0; cut < length; cut += 7)
        ck_assert(!json_validate_record(json, cut, SHA256, NULL));
    g_autofree char *twice = g_strconcat(json, json, NULL);
    ck_assert(!json_validate_record(twice, 2 * length, SHA256, NULL));
}
END_TEST

START_TEST(a_message_quotes_nothing_of_a_stranger)
{
    g_autoptr(Record) record = sample();
    record_set_text(record, "/session/body", "\x1b[2Jconseil");
    g_autofree char *json = json_write(record, NULL);
    char *place = strstr(json, "\"place\":null");
    memcpy(place,
           "\"pl\x1b"
           "ce\":null",
           strlen("\"place\":null"));
    g_autoptr(GError) error = NULL;
    ck_assert(!json_validate_record(json, strlen(json), SHA256, &error));
    for (const char *p = error->message; *p; p++)
        ck_assert_int_ge((unsigned char)*p, 0x20);
}
END_TEST

START_TEST(reformatting_keeps_what_was_said)
{
    g_autoptr(Record) record = sample();
    g_autofree char *json = json_write(record, NULL);
    g_autofree char *pretty = json_reformat(json, 2);
    contains(pretty, "\n    \"counts\": {\n      \"in_office\": null,\n      \"present\": 12,");
    g_autofree char *back = json_reformat(pretty, 0);
    g_autoptr(Record) reread = json_read_record(back, NULL);
    ck_assert_ptr_nonnull(reread);
    g_autofree char *again = json_write(reread, NULL);
    ck_assert_str_eq(again, json);
    ck_assert_ptr_null(json_reformat("[1, 2]", 2));
    ck_assert_ptr_null(json_reformat("{\"a\": 1", 2));
    ck_assert_ptr_null(json_reformat("", 0));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("json");
    TCase *tcase = tcase_create("json");
    tcase_add_test(tcase, an_empty_record_is_silent_everywhere);
    tcase_add_test(tcase, values_have_the_types_of_the_table);
    tcase_add_test(tcase, findings_and_evidence_hang_beside);
    tcase_add_test(tcase, an_object_of_silence_becomes_null_and_leaves_no_evidence);
    tcase_add_test(tcase, bad_utf8_costs_a_character_not_the_record);
    tcase_add_test(tcase, numbers_that_json_lacks_do_not_break_it);
    tcase_add_test(tcase, a_record_read_back_is_written_the_same);
    tcase_add_test(tcase, dates_read_back_are_dates);
    tcase_add_loop_test(tcase, a_forgery_is_refused, 0, G_N_ELEMENTS(forgeries));
    tcase_add_test(tcase, any_cut_of_a_record_is_refused);
    tcase_add_test(tcase, a_flood_of_values_is_refused);
    tcase_add_test(tcase, a_message_quotes_nothing_of_a_stranger);
    tcase_add_test(tcase, reformatting_keeps_what_was_said);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

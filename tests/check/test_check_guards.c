/* What must not be held against an act: words overlooked, numbers told otherwise, other sittings.
 */
#include "records.h"

/* Says something besides the values of an object, as the reading does. */
static void told(Record *record, const char *pointer, const char *rule, const char *text)
{
    Evidence said = {.page = 2, .text = (char *)text, .rule = (char *)rule, .confidence = 1};
    record_add_evidence(record, pointer, &said);
}

/* A council that states one present more than it names. */
static Record *short_of_one(void)
{
    Record *record = sound();
    count(record, "present", 21);
    return record;
}

static void asks_for(const Record *record, const char *check, const char *words)
{
    answers(record, check, FINDING_UNVERIFIABLE);
    const char *message = finding(record, check)->message;
    ck_assert_msg(strstr(message, words) != NULL, "%s", message);
}

START_TEST(what_nobody_overlooked_accuses)
{
    g_autoptr(Record) record = short_of_one();
    check_record(record);
    answers(record, "present-names", FINDING_CONTRADICTED);
    answers(record, "voting-sum", FINDING_CONTRADICTED);
}
END_TEST

START_TEST(words_left_in_the_lists_are_quoted)
{
    g_autoptr(Record) record = short_of_one();
    told(record, "/session", "unread/present", "M. Yann TREGLOS");
    check_record(record);
    asks_for(record, "present-names", "« M. Yann TREGLOS » (page 2)");
    answers(record, "voting-sum", FINDING_CONTRADICTED); /* which is of stated numbers alone */
}
END_TEST

START_TEST(comings_and_goings_in_words_not_read_are_known)
{
    g_autoptr(Record) record = short_of_one();
    told(record, "/session", "unread/present", "à partir du point n° 7");
    check_record(record);
    answers(record, "present-names", FINDING_UNVERIFIABLE);
    answers(record, "voting-sum", FINDING_UNVERIFIABLE);
}
END_TEST

START_TEST(a_list_at_the_end_of_the_text_may_go_on)
{
    g_autoptr(Record) record = short_of_one();
    told(record, "/session", "unread/end", "Mme Rose");
    check_record(record);
    asks_for(record, "present-names", "its next page is needed");
}
END_TEST

START_TEST(texts_that_were_recognised_or_are_all_capitals_accuse_of_nothing)
{
    static const char *const rules[] = {"unread/capitals", "unread/recognised"};
    g_autoptr(Record) record = short_of_one();
    told(record, "/session", rules[_i], "x");
    check_record(record);
    answers(record, "present-names", FINDING_UNVERIFIABLE);
    answers(record, "voting-sum", FINDING_UNVERIFIABLE);
}
END_TEST

START_TEST(a_layer_over_a_picture_accuses_of_nothing)
{
    g_autoptr(Record) record = short_of_one();
    record_append(record, "/source/flags");
    record_set_text(record, "/source/flags/0", "picture_layer");
    check_record(record);
    asks_for(record, "present-names", "recognised from an image");
}
END_TEST

START_TEST(what_was_recognised_says_how_surely)
{
    static const Box box = {0, 0, 9, 9};
    g_autoptr(Record) weak = short_of_one(), strong = short_of_one();
    record_set_text(weak, "/source/text", "ocr");
    evidence(weak, "/session/counts/present", box, 0.62);
    check_record(weak);
    asks_for(weak, "present-names", "confidence of only 62 %");
    asks_for(weak, "voting-sum", "confidence of only 62 %");

    record_set_text(strong, "/source/text", "ocr");
    evidence(strong, "/session/counts/present", box, 0.96);
    check_record(strong);
    asks_for(strong, "present-names", "recognised from an image");
    asks_for(strong, "voting-sum", "recognised from an image");
}
END_TEST

START_TEST(a_number_given_otherwise_elsewhere_is_not_sure)
{
    g_autoptr(Record) record = sound();
    count(record, "voting", 24);
    told(record, "/session", "other/voting", "23");
    check_record(record);
    asks_for(record, "voting-sum", "« 23 » (page 2)");
}
END_TEST

START_TEST(votes_far_apart_may_be_of_several)
{
    g_autoptr(Record) record = sound();
    vote(record, 0, "for", 20);
    vote(record, 0, "against", 9);
    vote(record, 0, "voting", 23);
    told(record, "/acts/0", "other/apart", "x");
    check_record(record);
    asks_for(record, "vote-sum", "may be of several votes");
}
END_TEST

START_TEST(an_act_of_another_sitting_is_not_held_against_the_first)
{
    g_autoptr(Record) record = sound();
    record_set_text(record, "/acts/0/number", "2030-12");
    record_set_text(record, "/kind", "deliberation");
    check_record(record);
    answers(record, "number-year", FINDING_CONTRADICTED);

    g_autoptr(Record) other = sound();
    record_set_text(other, "/acts/0/number", "2030-12");
    record_set_text(other, "/kind", "deliberation");
    record_set_text(other, "/acts/0/session", "/other_sessions/0");
    record_append(other, "/other_sessions");
    check_record(other);
    silent(other, "number-year");
}
END_TEST

START_TEST(an_act_with_a_room_of_its_own_is_added_up)
{
    g_autoptr(Record) record = sound();
    record_append(record, "/acts");
    record_set_integer(record, "/acts/1/counts/present", 19);
    record_set_integer(record, "/acts/1/counts/proxies", 3);
    record_set_integer(record, "/acts/1/counts/voting", 23);
    check_record(record);
    const GPtrArray *findings = record_findings(record);
    int contradicted = 0;
    for (guint i = 0; i < findings->len; i++)
        contradicted += ((Finding *)findings->pdata[i])->status == FINDING_CONTRADICTED;
    ck_assert_int_eq(contradicted, 1);
}
END_TEST

/* Holds the identifier of an act against its number. */
static void compare_numbers(const char *stamped, const char *number, FindingStatus status)
{
    g_autoptr(Record) record = sound();
    g_autofree char *identifier = g_strdup_printf("034-213401722-20311125-%s-DE", stamped);
    record_set_text(record, "/acts/0/number", number);
    record_set_text(record, "/acts/0/transmission/id", identifier);
    check_record(record);
    if (status == FINDING_CONSISTENT) /* which is not said */
        silent(record, "identifier-number");
    else
        answers(record, "identifier-number", status);
}

START_TEST(an_identifier_that_counts_what_was_sent_is_not_held_against_the_number)
{
    compare_numbers("2031_087", "2031-087", FINDING_CONSISTENT);
    compare_numbers("2031_088", "2031-087", FINDING_CONTRADICTED);
    compare_numbers("31088", "2031-087", FINDING_CONTRADICTED);
    compare_numbers("88", "2031-087", FINDING_CONTRADICTED);
    compare_numbers("217563", "2031-087", FINDING_UNVERIFIABLE);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("check_guards");
    TCase *tcase = tcase_create("guards");
    tcase_add_test(tcase, what_nobody_overlooked_accuses);
    tcase_add_test(tcase, words_left_in_the_lists_are_quoted);
    tcase_add_test(tcase, comings_and_goings_in_words_not_read_are_known);
    tcase_add_test(tcase, a_list_at_the_end_of_the_text_may_go_on);
    tcase_add_loop_test(tcase, texts_that_were_recognised_or_are_all_capitals_accuse_of_nothing, 0,
                        2);
    tcase_add_test(tcase, a_layer_over_a_picture_accuses_of_nothing);
    tcase_add_test(tcase, what_was_recognised_says_how_surely);
    tcase_add_test(tcase, a_number_given_otherwise_elsewhere_is_not_sure);
    tcase_add_test(tcase, votes_far_apart_may_be_of_several);
    tcase_add_test(tcase, an_act_of_another_sitting_is_not_held_against_the_first);
    tcase_add_test(tcase, an_act_with_a_room_of_its_own_is_added_up);
    tcase_add_test(tcase, an_identifier_that_counts_what_was_sent_is_not_held_against_the_number);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* Checks of people, proxies, dates and identifiers. */
#include "records.h"

/* ---- People ------------------------------------------------------------------------------- */

START_TEST(a_secretary_who_is_not_there)
{
    g_autoptr(Record) absent = sound(), unknown = sound(), late = sound(), spelt = sound();
    record_set_text(absent, "/session/secretaries/0/name", "Rose QUENAVET");
    check_record(absent);
    answers(absent, "secretary-present", FINDING_CONTRADICTED);
    ck_assert_str_eq(finding(absent, "secretary-present")->message,
                     "To be verified: Rose QUENAVET is secretary of the session and is listed as "
                     "represented.");

    record_set_text(unknown, "/session/secretaries/0/name", "Odile BRASSENVAL");
    check_record(unknown);
    silent(unknown, "secretary-present");

    record_set_text(late, "/session/secretaries/0/name", "Rose QUENAVET");
    record_set_text(late, "/session/members/22/arrived", "19h40");
    check_record(late);
    silent(late, "secretary-present");

    record_set_text(spelt, "/session/secretaries/0/name", "QUENAVET Rose");
    check_record(spelt);
    answers(spelt, "secretary-present", FINDING_CONTRADICTED);
}
END_TEST

START_TEST(a_holder_who_is_not_there)
{
    g_autoptr(Record) record = sound();
    record_set_text(record, "/session/proxies/1/holder", "Paule MIRANDEL");
    check_record(record);
    silent(record, "proxy-holder-present"); /* she gave one: a chain */
    answers(record, "proxy-chain", FINDING_CONTRADICTED);
    ck_assert_str_eq(finding(record, "proxy-chain")->at->pdata[0], "/session/proxies/1/holder");
}
END_TEST

START_TEST(of_two_who_share_a_name_one_is_there)
{
    g_autoptr(Record) record = sound();
    member(record, "MIRANDEL", "present");
    record_set_text(record, "/session/proxies/1/holder", "MIRANDEL");
    check_record(record);
    silent(record, "proxy-holder-present");
}
END_TEST

START_TEST(a_giver_who_is_there)
{
    g_autoptr(Record) record = sound(), leaving = sound(), limited = sound(), unproven = sound();
    record_set_text(record, "/session/proxies/0/giver", "Ael KORVAN-AE");
    check_record(record);
    answers(record, "proxy-giver-absent", FINDING_CONTRADICTED);

    record_set_text(leaving, "/session/proxies/0/giver", "Ael KORVAN-AE");
    record_set_text(leaving, "/session/members/4/left", "20h15");
    check_record(leaving);
    silent(leaving, "proxy-giver-absent");

    record_set_text(limited, "/session/proxies/0/giver", "Ael KORVAN-AE");
    record_set_text(limited, "/session/proxies/0/limits", "à partir de 20h15");
    check_record(limited);
    silent(limited, "proxy-giver-absent");

    record_set_text(unproven, "/session/proxies/0/giver", "Ael KORVAN-AE");
    record_unset(unproven, "/session/counts/proxies");
    check_record(unproven);
    silent(unproven, "proxy-giver-absent");
}
END_TEST

static const struct {
    const char *date, *type;
    int held; /* the limit reported, or 0 */
} limits[] = {
    {"2031-11-25", "commune", 1},     {"2021-06-10", "commune", 0},  {"2021-10-20", "metropole", 1},
    {"2022-02-01", "departement", 0}, {"2031-11-25", "syndicat", 0},
};

START_TEST(how_many_proxies_one_may_hold)
{
    g_autoptr(Record) record = sound();
    set_date(record, "/session/date", limits[_i].date);
    record_set_text(record, "/authority/type", limits[_i].type);
    record_set_text(record, "/session/proxies/1/holder", "Ael KORVAN-AA");
    check_record(record);
    if (limits[_i].held) {
        answers(record, "proxy-limit", FINDING_CONTRADICTED);
        operand(record, "proxy-limit", "held", 2);
        operand(record, "proxy-limit", "limit", limits[_i].held);
    } else {
        silent(record, "proxy-limit");
    }
}
END_TEST

START_TEST(three_proxies_are_too_many_on_any_day)
{
    g_autoptr(Record) record = sound();
    set_date(record, "/session/date", "2021-06-10");
    for (int i = 0; i < 3; i++) {
        char pointer[RECORD_POINTER_SIZE];
        record_set_text(record, record_at(pointer, "/session/proxies/%d/holder", i),
                        "Ael KORVAN-AA");
    }
    check_record(record);
    answers(record, "proxy-limit", FINDING_CONTRADICTED);
    operand(record, "proxy-limit", "held", 3);
}
END_TEST

/* ---- Dates and identifiers ---------------------------------------------------------------- */

START_TEST(dates_out_of_order)
{
    g_autoptr(Record) record = sound();
    set_date(record, "/session/convocation_date", "2031-11-26");
    set_date(record, "/acts/0/publication_date", "2031-11-24");
    set_date(record, "/acts/0/transmission/sent", "2031-12-02");
    set_date(record, "/acts/0/transmission/received", "2031-12-01");
    check_record(record);
    answers(record, "convocation-date", FINDING_CONTRADICTED);
    operand(record, "convocation-date", "convocation", 20311126);
    operand(record, "convocation-date", "session", 20311125);
    ck_assert_str_eq(finding(record, "convocation-date")->message,
                     "The date of the convocation, 2031-11-26, is after the date of the session, "
                     "2031-11-25.");
    answers(record, "publication-date", FINDING_CONTRADICTED);
    answers(record, "transmission-date", FINDING_CONTRADICTED);
    operand(record, "transmission-date", "sending", 20311202);
}
END_TEST

START_TEST(minutes_tell_of_other_publications)
{
    g_autoptr(Record) record = sound();
    record_set_text(record, "/kind", "minutes");
    set_date(record, "/acts/0/publication_date", "2031-11-24");
    check_record(record);
    silent(record, "publication-date");
}
END_TEST

START_TEST(the_same_day_is_in_order)
{
    g_autoptr(Record) record = sound();
    set_date(record, "/session/convocation_date", "2031-11-25");
    set_date(record, "/acts/0/transmission/sent", "2031-11-25");
    set_date(record, "/acts/0/transmission/received", "2031-11-25");
    set_date(record, "/acts/0/publication_date", "2031-11-25");
    check_record(record);
    silent(record, "convocation-date");
    silent(record, "transmission-date");
    silent(record, "publication-date");
    answers(record, "notice", FINDING_CONTRADICTED); /* called on the day itself */
}
END_TEST

/* 123456782 and 987654324 satisfy Luhn's key; they are nobody's here. */
START_TEST(an_identifier_of_another_day_or_body)
{
    g_autoptr(Record) right = sound(), wrong = sound();
    record_set_text(right, "/authority/siren", "123456782");
    record_set_text(right, "/acts/0/transmission/id", "042-123456782-20311125-D2031_7-DE");
    check_record(right);
    silent(right, "identifier-date");
    silent(right, "identifier-siren");
    silent(right, "siren-key");

    record_set_text(wrong, "/authority/siren", "123456789");
    record_set_text(wrong, "/acts/0/transmission/id", "042-987654324-20311126-D2031_7-DE");
    check_record(wrong);
    answers(wrong, "identifier-date", FINDING_CONTRADICTED);
    operand(wrong, "identifier-date", "identifier", 20311126);
    answers(wrong, "identifier-siren", FINDING_CONTRADICTED);
    answers(wrong, "siren-key", FINDING_CONTRADICTED);
}
END_TEST

/* 214400129 is cut like a commune's of département 44. */
START_TEST(a_siren_of_the_letterhead)
{
    g_autoptr(Record) right = sound(), other = sound(), slip = sound(), social = sound();
    Record *all[] = {right, other, slip, social};
    const char *printed[] = {"123 456 782", "987 654 324 00011", "123.456.783", "987 654 324"};
    record_set_text(social, "/authority/type", "ccas");
    for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
        Evidence told = {
            .page = 1, .text = (char *)printed[i], .rule = "mentions/siren", .confidence = 1};
        record_set_text(all[i], "/authority/siren", "123456782");
        record_set_text(all[i], "/acts/0/transmission/id", "042-123456782-20311125-D2031_7-DE");
        record_add_evidence(all[i], "/session", &told);
        check_record(all[i]);
    }
    silent(right, "identifier-siren");
    silent(right, "siren-key");
    answers(other, "identifier-siren", FINDING_CONTRADICTED);
    silent(other, "siren-key");
    answers(slip, "siren-key", FINDING_CONTRADICTED);
    silent(slip, "identifier-siren"); /* a slip of the pen is no other body */
    answers(social, "identifier-siren", FINDING_UNVERIFIABLE);
}
END_TEST

START_TEST(a_departement_that_is_not_that_of_the_commune)
{
    g_autoptr(Record) right = sound(), wrong = sound();
    record_set_text(right, "/acts/0/transmission/id", "044-214400129-20311125-D2031_7-DE");
    record_set_text(wrong, "/acts/0/transmission/id", "049-214400129-20311125-D2031_7-DE");
    check_record(right);
    check_record(wrong);
    silent(right, "identifier-department");
    answers(wrong, "identifier-department", FINDING_CONTRADICTED);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("check_people");
    TCase *tcase = tcase_create("check_people");
    tcase_add_test(tcase, a_secretary_who_is_not_there);
    tcase_add_test(tcase, a_holder_who_is_not_there);
    tcase_add_test(tcase, of_two_who_share_a_name_one_is_there);
    tcase_add_test(tcase, a_giver_who_is_there);
    tcase_add_loop_test(tcase, how_many_proxies_one_may_hold, 0, G_N_ELEMENTS(limits));
    tcase_add_test(tcase, three_proxies_are_too_many_on_any_day);
    tcase_add_test(tcase, dates_out_of_order);
    tcase_add_test(tcase, minutes_tell_of_other_publications);
    tcase_add_test(tcase, the_same_day_is_in_order);
    tcase_add_test(tcase, an_identifier_of_another_day_or_body);
    tcase_add_test(tcase, a_siren_of_the_letterhead);
    tcase_add_test(tcase, a_departement_that_is_not_that_of_the_commune);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* What the checks conclude, and above all whom they do not accuse. Records are written down by
 * hand: no document, no rule. */
#include "records.h"

START_TEST(a_sound_act_gives_three_consistent_findings)
{
    g_autoptr(Record) record = sound();
    check_record(record);
    ck_assert_uint_eq(record_findings(record)->len, 3);
    answers(record, "present-names", FINDING_CONSISTENT);
    operand(record, "present-names", "stated", 20);
    operand(record, "present-names", "listed", 20);
    operand(record, "present-names", "stated_proxies", 3);
    operand(record, "present-names", "listed_proxies", 3);
    answers(record, "voting-sum", FINDING_CONSISTENT);
    operand(record, "voting-sum", "proxies", 3);
    answers(record, "roster-closure", FINDING_CONSISTENT);
    operand(record, "roster-closure", "absent", 4);
    ck_assert_str_eq(finding(record, "present-names")->at->pdata[0], "/session/counts/present");
    ck_assert_str_eq(finding(record, "present-names")->at->pdata[1], "/session/members");
}
END_TEST

START_TEST(an_act_that_says_nothing_gives_no_finding)
{
    g_autoptr(Record) record = new_record();
    record_append(record, "/acts");
    check_record(record);
    ck_assert_uint_eq(record_findings(record)->len, 0);
}
END_TEST

START_TEST(a_missing_name_contradicts)
{
    g_autoptr(Record) record = sound();
    count(record, "present", 21);
    check_record(record);
    answers(record, "present-names", FINDING_CONTRADICTED);
    ck_assert_int_eq(finding(record, "present-names")->severity, FINDING_ERROR);
    ck_assert_ptr_nonnull(strstr(finding(record, "present-names")->message, "21 present"));
    ck_assert_ptr_nonnull(strstr(finding(record, "present-names")->message, "20 names"));
    answers(record, "voting-sum", FINDING_CONTRADICTED);
}
END_TEST

START_TEST(a_missing_proxy_contradicts)
{
    g_autoptr(Record) record = sound();
    count(record, "proxies", 5);
    check_record(record);
    answers(record, "present-names", FINDING_CONTRADICTED);
    operand(record, "present-names", "stated_proxies", 5);
}
END_TEST

START_TEST(an_empty_list_accuses_nobody)
{
    g_autoptr(Record) record = new_record();
    count(record, "in_office", 27);
    count(record, "present", 20);
    count(record, "proxies", 3);
    count(record, "absent", 4);
    check_record(record);
    answers(record, "present-names", FINDING_UNVERIFIABLE);
    operand(record, "present-names", "listed", -1);
    answers(record, "roster-closure", FINDING_UNVERIFIABLE);
    answers(record, "voting-sum", FINDING_UNVERIFIABLE);
    silent(record, "absent-names");
}
END_TEST

START_TEST(names_without_a_number_are_unverifiable)
{
    g_autoptr(Record) record = new_record();
    members(record, 9, "present");
    check_record(record);
    answers(record, "present-names", FINDING_UNVERIFIABLE);
    operand(record, "present-names", "stated", -1);
    operand(record, "present-names", "listed", 9);
    answers(record, "roster-closure", FINDING_UNVERIFIABLE);
    silent(record, "voting-sum");
}
END_TEST

/* ---- What excuses ------------------------------------------------------------------------- */

START_TEST(a_recognised_text_agrees_but_does_not_accuse)
{
    g_autoptr(Record) record = sound();
    record_set_text(record, "/source/text", "ocr");
    count(record, "present", 26);
    set_date(record, "/session/convocation_date", "2031-12-19");
    check_record(record);
    answers(record, "present-names", FINDING_UNVERIFIABLE);
    ck_assert_ptr_nonnull(strstr(finding(record, "present-names")->message, "recognised"));
    answers(record, "voting-sum", FINDING_UNVERIFIABLE);
    answers(record, "roster-closure", FINDING_CONSISTENT);
    answers(record, "convocation-date", FINDING_UNVERIFIABLE);
}
END_TEST

START_TEST(a_document_read_in_part_does_not_accuse)
{
    g_autoptr(Record) record = sound();
    record_set_text(record, "/source/outcome", "ok_partial");
    count(record, "present", 26);
    check_record(record);
    answers(record, "present-names", FINDING_UNVERIFIABLE);
}
END_TEST

START_TEST(an_unsure_operand_does_not_accuse)
{
    g_autoptr(Record) number = sound(), name = sound();
    count(number, "present", 21);
    evidence(number, "/session/counts/present", (Box){0, 0, 9, 9}, 0.7);
    check_record(number);
    answers(number, "present-names", FINDING_UNVERIFIABLE);
    ck_assert(strstr(finding(number, "present-names")->message, "confidence of only 70 %: look"));

    count(name, "present", 21);
    evidence(name, "/session/counts/present", (Box){0, 0, 9, 9}, 0.95);
    evidence(name, "/session/members/7/name", (Box){0, 0, 9, 9}, 0.5);
    check_record(name);
    answers(name, "present-names", FINDING_UNVERIFIABLE);
    ck_assert(strstr(finding(name, "present-names")->message, "confidence of only 50 %: look"));
}
END_TEST

START_TEST(a_president_of_the_opening_formula_may_be_counted_or_not)
{
    g_autoptr(Record) apart = sound(), listed = sound();
    record_set_text(apart, "/session/president/name", "Ael KORVAN-AA");
    record_set_text(listed, "/session/president/name", "Ael KORVAN-AA");
    evidence(apart, "/session/president/name", (Box){100, 50, 200, 60}, 1);
    evidence(apart, "/session/members/0/name", (Box){120, 50, 200, 60}, 1);
    evidence(listed, "/session/president/name", (Box){100, 50, 200, 60}, 1);
    evidence(listed, "/session/members/0/name", (Box){100, 250, 200, 260}, 1);
    count(apart, "present", 19);
    count(listed, "present", 19);
    check_record(apart);
    check_record(listed);
    answers(apart, "present-names", FINDING_UNVERIFIABLE);
    answers(listed, "present-names", FINDING_CONTRADICTED);
}
END_TEST

START_TEST(a_late_arrival_explains_one_name_not_two)
{
    g_autoptr(Record) one = sound(), two = sound();
    record_set_text(one, "/session/members/3/arrived", "19h40");
    record_set_text(two, "/session/members/3/arrived", "19h40");
    count(one, "present", 19);
    count(two, "present", 18);
    check_record(one);
    check_record(two);
    answers(one, "present-names", FINDING_UNVERIFIABLE);
    answers(one, "voting-sum", FINDING_UNVERIFIABLE);
    answers(two, "present-names", FINDING_CONTRADICTED);
}
END_TEST

START_TEST(present_may_mean_present_and_represented)
{
    g_autoptr(Record) record = sound();
    count(record, "present", 23);
    check_record(record);
    answers(record, "present-names", FINDING_UNVERIFIABLE);
}
END_TEST

START_TEST(a_list_of_a_few_names_was_not_read_whole)
{
    g_autoptr(Record) record = new_record();
    count(record, "in_office", 60);
    count(record, "present", 44);
    members(record, 3, "present");
    members(record, 4, "absent");
    check_record(record);
    answers(record, "present-names", FINDING_UNVERIFIABLE);
    answers(record, "roster-closure", FINDING_UNVERIFIABLE);
}
END_TEST

START_TEST(more_proxies_than_members_are_a_misreading)
{
    g_autoptr(Record) record = sound();
    count(record, "proxies", 44);
    check_record(record);
    answers(record, "present-names", FINDING_UNVERIFIABLE);
    answers(record, "voting-sum", FINDING_UNVERIFIABLE);
}
END_TEST

START_TEST(names_of_places_between_names_of_people)
{
    g_autoptr(Record) record = new_record();
    count(record, "in_office", 12);
    count(record, "present", 11);
    members(record, 11, "present");
    members(record, 1, "absent");
    for (int i = 0; i < 12; i++) {
        char pointer[RECORD_POINTER_SIZE];
        record_set_text(record, record_at(pointer, "/session/members/%d/civility", i), "Mme");
    }
    member(record, "BELVAL LES TOURS", "present");
    check_record(record);
    answers(record, "present-names", FINDING_UNVERIFIABLE);
    answers(record, "roster-closure", FINDING_UNVERIFIABLE);
}
END_TEST

START_TEST(listed_proxies_serve_where_none_are_stated)
{
    g_autoptr(Record) sum = sound(), off = sound(), none = new_record();
    record_unset(sum, "/session/counts/proxies");
    check_record(sum);
    answers(sum, "voting-sum", FINDING_CONSISTENT);
    operand(sum, "voting-sum", "listed_proxies", 3);
    ck_assert_ptr_nonnull(strstr(finding(sum, "voting-sum")->message, "listed, not stated"));

    record_unset(off, "/session/counts/proxies");
    count(off, "voting", 25);
    check_record(off);
    answers(off, "voting-sum", FINDING_CONTRADICTED);

    /* Unknown is not 0, even when 0 would fit. */
    count(none, "present", 12);
    count(none, "voting", 12);
    check_record(none);
    answers(none, "voting-sum", FINDING_UNVERIFIABLE);
    operand(none, "voting-sum", "proxies", -1);
}
END_TEST

START_TEST(who_takes_no_part_is_no_missing_vote)
{
    g_autoptr(Record) bystander = sound(), accounts = sound(), more = sound();
    count(bystander, "voting", 22);
    vote(bystander, 0, "not_taking_part", 1);
    check_record(bystander);
    answers(bystander, "voting-sum", FINDING_UNVERIFIABLE);

    count(accounts, "voting", 22);
    record_set_text(accounts, "/acts/0/subject", "Vote du Compte Administratif 2030");
    check_record(accounts);
    answers(accounts, "voting-sum", FINDING_UNVERIFIABLE);

    count(more, "voting", 24); /* nobody is added by leaving */
    vote(more, 0, "not_taking_part", 1);
    check_record(more);
    answers(more, "voting-sum", FINDING_CONTRADICTED);
}
END_TEST

START_TEST(a_roster_that_does_not_close)
{
    g_autoptr(Record) vacancy = sound(), crowd = sound(), wanting = sound(), unproven = sound(),
                      unlisted = new_record();
    count(vacancy, "in_office", 29);
    check_record(vacancy);
    answers(vacancy, "roster-closure", FINDING_CONTRADICTED);
    count(wanting, "in_office", 29);
    count(wanting, "present", 22); /* the same two are wanting */
    check_record(wanting);
    answers(wanting, "roster-closure", FINDING_CONTRADICTED);
    count(crowd, "in_office", 25);
    check_record(crowd);
    answers(crowd, "roster-closure", FINDING_CONTRADICTED);

    count(unproven, "in_office", 25);
    record_unset(unproven, "/session/counts/present");
    check_record(unproven);
    answers(unproven, "roster-closure", FINDING_UNVERIFIABLE);

    count(unlisted, "in_office", 15);
    members(unlisted, 11, "present");
    members(unlisted, 1, "excused");
    check_record(unlisted);
    answers(unlisted, "roster-closure", FINDING_UNVERIFIABLE);
    operand(unlisted, "roster-closure", "excused", 1);
}
END_TEST

START_TEST(absent_is_counted_in_several_ways)
{
    static const int fits[] = {4, 7};
    for (size_t i = 0; i < G_N_ELEMENTS(fits); i++) {
        g_autoptr(Record) record = sound();
        count(record, "absent", fits[i]);
        check_record(record);
        silent(record, "absent-names");
    }
    g_autoptr(Record) record = sound();
    count(record, "absent", 5);
    check_record(record);
    answers(record, "absent-names", FINDING_CONTRADICTED);
    operand(record, "absent-names", "stated", 5);
    operand(record, "absent-names", "listed", 4);
    ck_assert_int_eq(finding(record, "absent-names")->severity, FINDING_WARNING);
}
END_TEST

/* Present of 27 in office on a day, and whether that is reported. */
static const struct {
    const char *date;
    int present;
    bool reported;
    FindingStatus status;
} quorums[] = {
    {"2031-11-25", 13, true, FINDING_CONTRADICTED}, {"2031-11-25", 14, false},
    {"2020-06-05", 9, false},                       {"2020-06-05", 8, true, FINDING_CONTRADICTED},
    {"2021-10-20", 13, true, FINDING_CONTRADICTED}, {"2022-07-31", 9, false},
    {"2022-08-01", 13, true, FINDING_CONTRADICTED}, {"2020-10-05", 10, true, FINDING_UNVERIFIABLE},
    {"2020-10-05", 8, true, FINDING_CONTRADICTED},
};

START_TEST(the_quorum_depends_on_the_day)
{
    g_autoptr(Record) record = new_record();
    count(record, "in_office", 27);
    count(record, "present", quorums[_i].present);
    set_date(record, "/session/date", quorums[_i].date);
    check_record(record);
    if (quorums[_i].reported)
        answers(record, "quorum", quorums[_i].status);
    else
        silent(record, "quorum");
}
END_TEST

/* ---- Votes -------------------------------------------------------------------------------- */

START_TEST(votes_that_add_up_are_no_news)
{
    g_autoptr(Record) record = new_record();
    vote(record, 0, "voting", 23);
    vote(record, 0, "for", 20);
    vote(record, 0, "against", 2);
    vote(record, 0, "abstaining", 1);
    vote(record, 1, "voting", 22); /* expressed: the abstention is beside */
    vote(record, 1, "for", 20);
    vote(record, 1, "against", 2);
    vote(record, 1, "abstaining", 1);
    vote(record, 2, "voting", 23); /* one took no part and is counted */
    vote(record, 2, "for", 22);
    vote(record, 2, "against", 0);
    vote(record, 2, "abstaining", 0);
    vote(record, 2, "not_taking_part", 1);
    vote(record, 3, "voting", 23); /* nothing is said of abstentions */
    vote(record, 3, "for", 20);
    check_record(record);
    silent(record, "vote-sum");
}
END_TEST

START_TEST(votes_that_do_not_add_up)
{
    g_autoptr(Record) record = new_record();
    vote(record, 0, "voting", 23);
    vote(record, 0, "for", 23);
    vote(record, 1, "voting", 23);
    vote(record, 1, "for", 20);
    vote(record, 1, "against", 2);
    vote(record, 1, "abstaining", 3);
    check_record(record);
    answers(record, "vote-sum", FINDING_CONTRADICTED);
    ck_assert_uint_eq(record_findings(record)->len, 1);
    ck_assert_str_eq(finding(record, "vote-sum")->at->pdata[0], "/acts/1/vote/for");
    operand(record, "vote-sum", "abstaining", 3);
}
END_TEST

START_TEST(what_was_derived_is_not_audited)
{
    g_autoptr(Record) record = new_record();
    vote(record, 0, "voting", 23);
    vote(record, 0, "for", 30);
    record_mark_derived(record, "/acts/0/vote", "for");
    check_record(record);
    silent(record, "vote-sum");
}
END_TEST

START_TEST(a_single_act_is_bounded_by_the_votes_of_the_session)
{
    g_autoptr(Record) over = sound(), under = sound();
    vote(over, 0, "for", 24);
    vote(over, 0, "against", 0);
    vote(over, 0, "abstaining", 0);
    check_record(over);
    answers(over, "vote-sum", FINDING_CONTRADICTED);
    vote(under, 0, "for", 22);
    vote(under, 0, "against", 0);
    vote(under, 0, "abstaining", 0);
    check_record(under);
    silent(under, "vote-sum");
}
END_TEST

START_TEST(a_secret_ballot_may_hold_blank_papers)
{
    g_autoptr(Record) record = new_record();
    vote(record, 0, "voting", 23);
    vote(record, 0, "for", 15);
    vote(record, 0, "against", 3);
    vote(record, 0, "abstaining", 0);
    record_set_text(record, "/acts/0/vote/ballot", "secret");
    check_record(record);
    silent(record, "vote-sum");
}
END_TEST

START_TEST(unanimity_and_a_vote_against)
{
    g_autoptr(Record) record = new_record();
    vote(record, 0, "against", 0);
    vote(record, 1, "against", 2);
    vote(record, 2, "abstaining", 2);
    for (int i = 0; i < 3; i++) {
        char pointer[RECORD_POINTER_SIZE];
        record_set_flag(record, record_at(pointer, "/acts/%d/vote/unanimous", i), true);
    }
    check_record(record);
    answers(record, "unanimity-against", FINDING_CONTRADICTED);
    ck_assert_uint_eq(record_findings(record)->len, 1);
    ck_assert_str_eq(finding(record, "unanimity-against")->at->pdata[0], "/acts/1/vote/unanimous");
}
END_TEST

START_TEST(adopted_against_a_majority)
{
    g_autoptr(Record) record = new_record();
    vote(record, 0, "for", 10);
    vote(record, 0, "against", 10);
    vote(record, 1, "for", 9);
    vote(record, 1, "against", 10);
    record_set_text(record, "/acts/0/vote/outcome", "adopted");
    record_set_text(record, "/acts/1/vote/outcome", "adopted");
    check_record(record);
    answers(record, "majority", FINDING_CONTRADICTED);
    ck_assert_uint_eq(record_findings(record)->len, 1);
}
END_TEST

START_TEST(more_names_than_votes)
{
    for (int number = 1; number <= 3; number++) {
        g_autoptr(Record) record = new_record();
        vote(record, 0, "against", number);
        for (int i = 0; i < 2; i++) {
            char pointer[RECORD_POINTER_SIZE];
            record_append(record, "/acts/0/vote/named");
            record_set_text(record, record_at(pointer, "/acts/0/vote/named/%d/name", i),
                            i ? "Nil ORVAULT" : "Zoe TANGUEL");
            record_set_text(record, record_at(pointer, "/acts/0/vote/named/%d/option", i),
                            "against");
        }
        check_record(record);
        if (number < 2)
            answers(record, "named-votes", FINDING_CONTRADICTED);
        else
            silent(record, "named-votes");
    }
}
END_TEST

/* ---- The table ---------------------------------------------------------------------------- */

START_TEST(the_table_describes_every_check)
{
    size_t number;
    const CheckInfo *checks = check_list(&number);
    ck_assert_uint_gt(number, 10);
    for (size_t i = 0; i < number; i++) {
        ck_assert(*checks[i].id && *checks[i].formula);
        ck_assert(g_str_has_suffix(checks[i].meaning, "."));
        for (size_t j = 0; j < i; j++)
            ck_assert_str_ne(checks[i].id, checks[j].id);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("check");
    TCase *tcase = tcase_create("check");
    tcase_add_test(tcase, a_sound_act_gives_three_consistent_findings);
    tcase_add_test(tcase, an_act_that_says_nothing_gives_no_finding);
    tcase_add_test(tcase, a_missing_name_contradicts);
    tcase_add_test(tcase, a_missing_proxy_contradicts);
    tcase_add_test(tcase, an_empty_list_accuses_nobody);
    tcase_add_test(tcase, names_without_a_number_are_unverifiable);
    tcase_add_test(tcase, a_recognised_text_agrees_but_does_not_accuse);
    tcase_add_test(tcase, a_document_read_in_part_does_not_accuse);
    tcase_add_test(tcase, an_unsure_operand_does_not_accuse);
    tcase_add_test(tcase, a_president_of_the_opening_formula_may_be_counted_or_not);
    tcase_add_test(tcase, a_late_arrival_explains_one_name_not_two);
    tcase_add_test(tcase, present_may_mean_present_and_represented);
    tcase_add_test(tcase, a_list_of_a_few_names_was_not_read_whole);
    tcase_add_test(tcase, more_proxies_than_members_are_a_misreading);
    tcase_add_test(tcase, names_of_places_between_names_of_people);
    tcase_add_test(tcase, listed_proxies_serve_where_none_are_stated);
    tcase_add_test(tcase, who_takes_no_part_is_no_missing_vote);
    tcase_add_test(tcase, a_roster_that_does_not_close);
    tcase_add_test(tcase, absent_is_counted_in_several_ways);
    tcase_add_loop_test(tcase, the_quorum_depends_on_the_day, 0, G_N_ELEMENTS(quorums));
    tcase_add_test(tcase, votes_that_add_up_are_no_news);
    tcase_add_test(tcase, votes_that_do_not_add_up);
    tcase_add_test(tcase, what_was_derived_is_not_audited);
    tcase_add_test(tcase, a_single_act_is_bounded_by_the_votes_of_the_session);
    tcase_add_test(tcase, a_secret_ballot_may_hold_blank_papers);
    tcase_add_test(tcase, unanimity_and_a_vote_against);
    tcase_add_test(tcase, adopted_against_a_majority);
    tcase_add_test(tcase, more_names_than_votes);
    tcase_add_test(tcase, the_table_describes_every_check);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

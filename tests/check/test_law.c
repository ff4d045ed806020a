/* The dated table of law: what was in force when, and for whom. */
#include "../../src/check/law.h"

#include <check.h>
#include <stdlib.h>

static const struct {
    LawMatter matter;
    Body body;
    gint64 day;
    int number;
    bool doubtful;
} in_force[] = {
    {LAW_QUORUM, BODY_COMMUNE, 20200311, 2, false},
    {LAW_QUORUM, BODY_COMMUNE, 20200312, 3, false},
    {LAW_QUORUM, BODY_COMMUNITY, 20200830, 3, false},
    {LAW_QUORUM, BODY_COMMUNITY, 20200831, 3, true},
    {LAW_QUORUM, BODY_REGION, 20201113, 3, true},
    {LAW_QUORUM, BODY_REGION, 20201114, 3, false},
    {LAW_QUORUM, BODY_COMMUNE, 20211001, 2, false},
    {LAW_QUORUM, BODY_COMMUNE, 20211110, 3, false},
    {LAW_QUORUM, BODY_COMMUNE, 20220801, 2, false},
    {LAW_PROXIES, BODY_COMMUNE, 20211109, 1, false},
    {LAW_PROXIES, BODY_COMMUNE, 20220731, 2, false},
    {LAW_PROXIES, BODY_DEPARTMENT, 20201001, 2, true},
    {LAW_NOTICE, BODY_COMMUNITY, 20200229, 4, false},
    {LAW_NOTICE, BODY_COMMUNITY, 20200301, 6, false},
    {LAW_NOTICE, BODY_DEPARTMENT, 20230101, 12, false},
    {LAW_NOTICE, BODY_COMMUNE_EAST, 20230101, 3, false},
};

START_TEST(a_day_has_its_law)
{
    const Law *law = law_find(in_force[_i].matter, in_force[_i].body, in_force[_i].day);
    ck_assert_ptr_nonnull(law);
    ck_assert_int_eq(law->number, in_force[_i].number);
    ck_assert_int_eq(law->doubtful, in_force[_i].doubtful);
    ck_assert(*law->basis);
}
END_TEST

START_TEST(what_is_not_known_is_not_applied)
{
    ck_assert_ptr_null(law_find(LAW_QUORUM, BODY_UNKNOWN, 20230101));
    ck_assert_ptr_null(law_find(LAW_QUORUM, BODY_COMMUNE, 0));
    ck_assert_ptr_null(law_find(LAW_NOTICE, BODY_PERMANENT, 20230101));
}
END_TEST

/* Two rows for one body and day would make the answer depend on their order. */
START_TEST(no_day_has_two_laws)
{
    size_t count;
    const Law *rows = law_rows(&count);
    for (size_t i = 0; i < count; i++) {
        ck_assert_int_le(rows[i].from, rows[i].to);
        ck_assert(!rows[i].doubtful || rows[i].other > 0);
        for (size_t j = 0; j < i; j++)
            ck_assert(rows[i].matter != rows[j].matter || !(rows[i].bodies & rows[j].bodies) ||
                      rows[i].to < rows[j].from || rows[j].to < rows[i].from);
    }
}
END_TEST

static const struct {
    const char *type, *name, *body, *department;
    Body expected;
} bodies[] = {
    {"commune", NULL, "Conseil municipal", NULL, BODY_COMMUNE},
    {"commune", NULL, "Conseil municipal", "67", BODY_COMMUNE_EAST},
    {"metropole", "Métropole de Lyon", "Conseil", NULL, BODY_DEPARTMENT},
    {"metropole", "Métropole des Deux Rives", "Bureau métropolitain", NULL, BODY_UNKNOWN},
    {"departement", NULL, "Commission permanente", NULL, BODY_PERMANENT},
    {"syndicat", NULL, "Comité syndical", NULL, BODY_UNKNOWN},
};

START_TEST(a_body_is_told_by_its_type_and_name)
{
    g_autoptr(Record) record = record_new();
    record_set_text(record, "/authority/type", bodies[_i].type);
    record_set_text(record, "/session/body", bodies[_i].body);
    if (bodies[_i].name)
        record_set_text(record, "/authority/name", bodies[_i].name);
    if (bodies[_i].department)
        record_set_text(record, "/authority/department", bodies[_i].department);
    ck_assert_int_eq(law_body(record), bodies[_i].expected);
}
END_TEST

START_TEST(a_quorum_is_more_than_a_half_or_a_third)
{
    ck_assert_int_eq(law_quorum(2, 11), 6);
    ck_assert_int_eq(law_quorum(2, 8), 5);
    ck_assert_int_eq(law_quorum(3, 27), 9);
    ck_assert_int_eq(law_quorum(3, 28), 10);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("law");
    TCase *tcase = tcase_create("law");
    tcase_add_loop_test(tcase, a_day_has_its_law, 0, G_N_ELEMENTS(in_force));
    tcase_add_test(tcase, what_is_not_known_is_not_applied);
    tcase_add_test(tcase, no_day_has_two_laws);
    tcase_add_loop_test(tcase, a_body_is_told_by_its_type_and_name, 0, G_N_ELEMENTS(bodies));
    tcase_add_test(tcase, a_quorum_is_more_than_a_half_or_a_third);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

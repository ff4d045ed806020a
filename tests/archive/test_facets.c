/* Facets: those of a question and those of an act meet whenever the act is an answer. */
#include "../../src/archive/facets.h"
#include "../../src/archive/fill.h"

#include <check.h>
#include <string.h>

static char *facets_of(const char *json, guint act)
{
    g_autoptr(Tree) tree = tree_parse(json, strlen(json), NULL);
    ck_assert(tree != NULL);
    const Node *record = tree_root(tree), *acts = node_member(record, "acts");
    const Node *of = act > 0 ? node_element(acts, act - 1) : NULL;
    g_autofree char *of_sitting = facets_of_sitting(record, fill_session_of(of), 12);
    return facets_of_act(record, act, of_sitting);
}

static bool meet(const char *one, const char *two)
{
    g_auto(GStrv) left = g_strsplit(one, " ", -1), right = g_strsplit(two, " ", -1);
    for (size_t i = 0; left[i]; i++)
        if (*left[i] && g_strv_contains((const char *const *)right, left[i]))
            return true;
    return false;
}

static bool range_meets(gint64 low, gint64 high, const char *facets)
{
    g_autoptr(GString) asked = g_string_new(NULL);
    facets_append_cents(asked, low, high);
    return meet(asked->str, facets);
}

/* A sum of any size, often at the edge of one. */
static gint64 any_cents(GRand *chance)
{
    gint64 cents = g_rand_int_range(chance, 0, 100);
    for (int i = g_rand_int_range(chance, 0, 17); i > 0; i--)
        cents = cents * 10 + (g_rand_boolean(chance) ? 0 : g_rand_int_range(chance, 0, 10));
    return cents + g_rand_int_range(chance, -1, 2);
}

static char *record_of(gint64 one, gint64 two)
{
    return g_strdup_printf("{\"acts\":[{\"amounts\":[{\"cents\":%" G_GINT64_FORMAT
                           "},{\"cents\":%" G_GINT64_FORMAT "}]}]}",
                           one, two);
}

START_TEST(sums_are_found_by_ranges)
{
    g_autoptr(GRand) chance = g_rand_new_with_seed(3);
    int far = 0;
    for (int i = 0; i < 3000; i++) {
        gint64 cents = any_cents(chance), other = any_cents(chance);
        gint64 low = any_cents(chance), high = any_cents(chance);
        g_autofree char *json = record_of(cents, other);
        g_autofree char *facets = facets_of(json, 1);
        if ((low <= cents && cents <= high) || (low <= other && other <= high))
            ck_assert_msg(range_meets(low, high, facets),
                          "%s is not found from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, json,
                          low, high);
        ck_assert(range_meets(cents, cents, facets) && range_meets(other, other, facets));
        ck_assert(range_meets(G_MININT64, cents, facets) && range_meets(cents, G_MAXINT64, facets));
        /* What is a good part away from both ends is left out. */
        bool apart = low > 100 && low <= high;
        const gint64 both[] = {cents, other};
        for (int k = 0; k < 2; k++)
            apart =
                apart && both[k] >= 0 && (both[k] < low - low / 10 || both[k] - high > high / 10);
        if (apart && high < G_GINT64_CONSTANT(100000000000000000)) {
            ck_assert_msg(!range_meets(low, high, facets),
                          "%s is found from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT, json, low,
                          high);
            far++;
        }
    }
    ck_assert_int_gt(far, 200);
}
END_TEST

START_TEST(ranges_are_few_facets)
{
    g_autoptr(GString) asked = g_string_new(NULL);
    facets_append_cents(asked, 123456, G_GINT64_CONSTANT(98765432109876));
    g_auto(GStrv) all = g_strsplit(asked->str, " ", -1);
    ck_assert_uint_lt(g_strv_length(all), 60);
    g_string_truncate(asked, 0);
    facets_append_cents(asked, 2, 1);
    ck_assert_str_eq(asked->str, "");
}
END_TEST

START_TEST(findings_are_of_their_act)
{
    static const char json[] =
        "{\"session\":{\"members\":[{\"name\":\"Odile FERRAND\"}]},"
        "\"other_sessions\":[{\"members\":[{\"name\":\"Yvan TISSIER\"}]}],"
        "\"acts\":[{\"number\":\"1\"},{\"number\":\"2\",\"session\":\"/other_sessions/0\"}],"
        "\"findings\":[{\"check\":\"a\",\"status\":\"consistent\",\"at\":[\"/acts/1/vote\"]},"
        "{\"check\":\"b\",\"status\":\"contradicted\",\"at\":[\"/session\"]}]}";
    static const struct {
        Facet facet;
        const char *text;
        bool of[3]; /* of what belongs to no act, of the first, of the second */
    } cases[] = {
        {FACET_CHECK, "a=consistent", {false, false, true}},
        {FACET_CHECK, "b=contradicted", {true, true, true}},
        {FACET_STATUS, "consistent", {false, false, true}},
        {FACET_MEMBER, "odile ferrand", {true, true, false}},
        {FACET_MEMBER_WORD, "tissier", {false, false, true}},
        {FACET_NUMBER, "2", {false, false, true}},
        {FACET_AUTHORITY, "12", {true, true, true}},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GString) asked = g_string_new(NULL);
        facets_append(asked, cases[i].facet, cases[i].text);
        for (guint act = 0; act < 3; act++) {
            g_autofree char *facets = facets_of(json, act);
            ck_assert_msg(meet(asked->str, facets) == cases[i].of[act], "%s of act %u",
                          cases[i].text, act);
        }
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("facets");
    TCase *tcase = tcase_create("facets");
    tcase_add_test(tcase, sums_are_found_by_ranges);
    tcase_add_test(tcase, ranges_are_few_facets);
    tcase_add_test(tcase, findings_are_of_their_act);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed > 0;
}

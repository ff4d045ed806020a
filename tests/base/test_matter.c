/* The nomenclature of acts. */
#include "../../src/base/matter.h"

#include <check.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>

START_TEST(test_labels)
{
    ck_assert_str_eq(matter_label("7.5"), "Subventions");
    ck_assert_str_eq(matter_label("7.10"), "Divers");
    ck_assert_str_eq(matter_class("7.10"), "Finances locales");
    ck_assert_str_eq(matter_class("9.4"), "Autres domaines de compétences");
}
END_TEST

START_TEST(test_no_codes)
{
    static const char *const wrong[] = {"",     "7",   "7.",   "0.1",  "10.1",  "7.0",
                                        "7.11", "2.4", "7.05", "7.5 ", "7.5.1", "a.1"};
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        ck_assert_msg(!matter_label(wrong[i]), "%s", wrong[i]);
        ck_assert_ptr_null(matter_class(wrong[i]));
        ck_assert_ptr_null(matter_scdl_name(wrong[i]));
    }
    ck_assert_ptr_null(matter_label(NULL));
}
END_TEST

/* « minuscules accentuées, sans virgule ni parenthèse, séparés par une barre oblique » */
START_TEST(test_scdl_names)
{
    int count = 0;
    for (int class = 1; class <= 9; class ++)
        for (int within = 1; within <= 10; within++) {
            g_autofree char *code = g_strdup_printf("%d.%d", class, within);
            g_autofree char *name = matter_scdl_name(code);
            if (!name)
                continue;
            const char *slash = strchr(name, '/');
            g_autofree char *small = g_utf8_strdown(name, -1);
            ck_assert_str_eq(name, small);
            ck_assert_ptr_nonnull(slash);
            ck_assert_ptr_null(strchr(slash + 1, '/'));
            ck_assert_ptr_null(strpbrk(name, ",()"));
            ck_assert(slash[-1] != ' ' && slash[1] != ' ');
            count++;
        }
    ck_assert_int_eq(count, 57);
    g_autofree char *shares = matter_scdl_name("7.9");
    ck_assert_str_eq(shares, "finances locales/prise de participation sem etc.");
    g_autofree char *settlement = matter_scdl_name("1.5");
    ck_assert_str_eq(settlement,
                     "commande publique/transactions protocole d'accord transactionnel");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("matter");
    TCase *cases = tcase_create("nomenclature");
    tcase_add_test(cases, test_labels);
    tcase_add_test(cases, test_no_codes);
    tcase_add_test(cases, test_scdl_names);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* Names taken out of running text. */
#include "../../src/base/person_hide.h"

#include <check.h>
#include <stdlib.h>

static const char *const members[] = {"Odile FERRAND", "LACOMBE Bastien", "Solène MARQUET-D'ARC"};

static void hides(const char *text, const char *left)
{
    g_autoptr(GPtrArray) known = g_ptr_array_new();
    for (size_t i = 0; i < G_N_ELEMENTS(members); i++)
        g_ptr_array_add(known, (gpointer)members[i]);
    g_autofree char *got = person_hide(text, known);
    ck_assert_str_eq(got, left);
}

START_TEST(test_private_names)
{
    hides("Vente à M. Jean Valbrise de la parcelle AB 12", "Vente à M. […] de la parcelle AB 12");
    hides("la parcelle de Mme Iris LERICHE.", "la parcelle de Mme […].");
    hides("à Monsieur et Madame DE VALBRISE, demeurant 3, rue Haute à Lure",
          "à Monsieur et Madame […], demeurant […]");
    hides("MM. DUPRAT, VALBRISE et Mme LERICHE sont indemnisés",
          "MM. […], […] et Mme […] sont indemnisés");
    hides("les consorts VALBRISE-LERICHE cèdent", "les consorts […] cèdent");
    hides("Bail rural de Gaspard LERICHE", "Bail rural de […]");
    hides("l’agent Mme Iris Leriche, née le 3 mai 1961 à Caen", "l’agent Mme […], née […]");
    hides("écrire à iris@exemple.fr avant lundi", "écrire à […] avant lundi");
}
END_TEST

START_TEST(test_members_stay)
{
    hides("Mme FERRAND et M. Bastien LACOMBE sont élus",
          "Mme FERRAND et M. Bastien LACOMBE sont élus");
    hides("Mme MARQUET-D'ARC, M. LACOMBE, M. DUPRAT", "Mme MARQUET-D'ARC, M. LACOMBE, M. […]");
    hides("Odile FERRAND signe", "Odile FERRAND signe");
}
END_TEST

START_TEST(test_what_is_no_person_stays)
{
    hides("autorise M. le Maire et Madame la Présidente à signer",
          "autorise M. le Maire et Madame la Présidente à signer");
    hides("rue Gaspard LERICHE et école Jean MOULINET",
          "rue Gaspard LERICHE et école Jean MOULINET");
    hides("Budget annexe – Décision modificative n° 2",
          "Budget annexe – Décision modificative n° 2");
    hides("La Société VALBRISE et l’Association ACCA", "La Société VALBRISE et l’Association ACCA");
    hides("", "");
    hides("  M. ", "  M. ");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("person_hide");
    TCase *cases = tcase_create("names");
    tcase_add_test(cases, test_private_names);
    tcase_add_test(cases, test_members_stay);
    tcase_add_test(cases, test_what_is_no_person_stays);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* Money: what is an amount and how many cents it is. */
#include "../../src/base/value.h"
#include "../../src/base/text.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *printed;
    gint64 cents;
} amounts[] = {
    {"20 000 €", 2000000},
    {"20 000 EUR", 2000000},
    {"20000 euros", 2000000},
    {"2 152 978,72€", 215297872},
    {"2 152 978,72 €", 215297872},
    {"45 936.21 €", 4593621},
    {"1.650,00 €", 165000},
    {"1 650.00 €", 165000},
    {"1'650 €", 165000},
    {"12.000 €", 1200000},
    {"12,5 €", 1250},
    {"0,50 €", 50},
    {"1.234.567,89 €", 123456789},
    {"1,234.50 €", 123450},
    {"1 650 , 00 €", 165000},
    {"250 000 euros", 25000000},
    {"228 k€", 22800000},
    {"228KE", 22800000},
    {"228 kEUR", 22800000},
    {"1,250 k€", 125000},
    {"5 Md€", 500000000000},
    {"5 Md EUR", 500000000000},
    {"1,5 M€", 150000000},
    {"1,5 MEUR", 150000000},
    {"2,345 M€", 234500000},
    {"1,5 million d’euros", 150000000},
    {"3 millions d'euros", 300000000},
    {"20 mille euros", 2000000},
    {"35 € HT", 3500},
    {"31 860.00 € T.T.C.", 3186000},
    {"35 € (HT)", 3500},
    {"146 906,67 HT", 14690667},
    {"176 288,00 TTC", 17628800},
    {"35 euros hors taxes", 3500},
    {"20 000,- €", 2000000},
    {"20 000,-- €", 2000000},
    {"20 000 € 50", 2000050},
    {"3 € 50", 350},
    {"35 euros et 50 centimes", 3550},
    {"35 euros 5 centimes", 3505},
    {"trente-cinq euros", 3500},
    {"trente-cinq euros et cinquante centimes", 3550},
    {"vingt mille euros", 2000000},
    {"mille euros", 100000},
    {"un million deux cent mille euros", 120000000},
    {"quatre-vingt-dix-neuf euros", 9900},
    {"vingt mille euros (20 000 €)", 2000000},
    {"deux cents euros (200 €)", 20000},
    {"deux cents (200) euros", 20000},
    {"200 (deux cents) euros", 20000},
    {"35 € HT (trente-cinq euros hors taxes)", 3500},
    {"- 500 €", -50000},
    {"-500,25 €", -50025},
    {"12 €.", 1200},
    {"0 €", 0},
    {"10 000 000 000 000 €", 1000000000000000},
};

static const char *const refused[] = {
    "500",
    "1068",
    "65748",
    "20 000",
    "002",
    "100 %",
    "12 %",
    "18h30",
    "20 000 F",
    "20 0000 €",
    "1 65 €",
    "1 2 3 €",
    "0,125 €",
    "12,3456 €",
    "1.250 k€",
    "1 650,000 €",
    "12,34,56 €",
    "3 € 5",
    "99999999999999999 €",
    "99999999999999999999999999999999 €",
    "999 999 Md€",
    "10 000 000 000 001 €",
    "deux cents euros (201 €)",
    "deux cents (201) euros",
    "20 000 € (deux mille euros)",
    "20 000 € (vingt)  mille",
    "vingt mille",
    "cinquante centimes",
    "20 000 €/an",
    "20 000 € et 30 000 €",
    "de 20 000 à 30 000 €",
    "€",
    "euros",
    "k€",
    "le conseil",
    "()",
    "(20 000 €)",
};

START_TEST(reads_an_amount)
{
    g_auto(Value) value = {0};
    ck_assert_msg(value_read(VALUE_AMOUNT, amounts[_i].printed, &value), "« %s » is refused",
                  amounts[_i].printed);
    ck_assert_msg(value.number == amounts[_i].cents, "« %s » is %" G_GINT64_FORMAT,
                  amounts[_i].printed, value.number);
    g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, amounts[_i].cents);
    ck_assert_str_eq(value.text, text);
    ck_assert(value.confidence == 1);
}
END_TEST

START_TEST(refuses_what_is_no_amount)
{
    g_auto(Value) value = {0};
    ck_assert_msg(!value_read(VALUE_AMOUNT, refused[_i], &value), "« %s » is read as %s",
                  refused[_i], value.text);
}
END_TEST

START_TEST(doubts_repaired_figures)
{
    g_auto(Value) value = {0};
    ck_assert(value_read(VALUE_AMOUNT, "2 l52 9O8,72 €", &value));
    ck_assert_int_eq(value.number, 215290872);
    ck_assert(value.confidence < 1);
}
END_TEST

/* Printing cents in the ways acts do and reading them gives the cents back. */
START_TEST(reads_back_what_is_printed)
{
    for (gint64 cents = 1; cents < 100000000000; cents = cents * 7 + 3) {
        gint64 whole = cents / 100, part = cents % 100;
        g_autofree char *plain =
            g_strdup_printf("%" G_GINT64_FORMAT ",%02" G_GINT64_FORMAT " €", whole, part);
        g_autoptr(GString) grouped = g_string_new(NULL);
        g_string_printf(grouped, "%" G_GINT64_FORMAT, whole);
        for (int at = (int)grouped->len - 3; at > 0; at -= 3)
            g_string_insert(grouped, at, "\u202f");
        g_string_append_printf(grouped, ".%02" G_GINT64_FORMAT "€", part);
        const char *const forms[] = {plain, grouped->str};
        for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
            g_auto(Value) value = {0};
            ck_assert_msg(value_read(VALUE_AMOUNT, forms[i], &value), "%s", forms[i]);
            ck_assert_msg(value.number == cents, "%s", forms[i]);
        }
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("value_amount");
    TCase *tcase = tcase_create("amount");
    tcase_add_loop_test(tcase, reads_an_amount, 0, G_N_ELEMENTS(amounts));
    tcase_add_loop_test(tcase, refuses_what_is_no_amount, 0, G_N_ELEMENTS(refused));
    tcase_add_test(tcase, doubts_repaired_figures);
    tcase_add_test(tcase, reads_back_what_is_printed);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

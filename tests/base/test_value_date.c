/* Dates: every form met in acts, those OCR damaged, those refused, and the calendar. */
#include "../../src/base/value.h"
#include "../../src/base/text.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

typedef struct Row {
    const char *printed, *iso;
} Row;

static const Row sure[] = {
    {"25/11/2021", "2021-11-25"},
    {"25/11/21", "2021-11-25"},
    {"25.11.21", "2021-11-25"},
    {"5/1/2021", "2021-01-05"},
    {"16-02-2023", "2023-02-16"},
    {"16.02.2023", "2023-02-16"},
    {"16 02 2023", "2023-02-16"},
    {"16 / 02 / 2023", "2023-02-16"},
    {"2023-02-16", "2023-02-16"},
    {"20230216", "2023-02-16"},
    {"25 novembre 2021", "2021-11-25"},
    {"7, 8, 9 et 10 février 2023", "2023-02-07"},
    {"25 NOVEMBRE 2021", "2021-11-25"},
    {"25novembre2021", "2021-11-25"},
    {"25-nov-2021", "2021-11-25"},
    {"25 nov. 21", "2021-11-25"},
    {"jeudi 25 nov. 2021", "2021-11-25"},
    {"le mardi 07 février 2023", "2023-02-07"},
    {"du 3 août 2020,", "2020-08-03"},
    {"en date du 3 août 2020", "2020-08-03"},
    {"le 5 du mois de mars 2021", "2021-03-05"},
    {"18 décembre\n2023", "2023-12-18"},
    {"6 Janv 2022", "2022-01-06"},
    {"6 févr. 2022", "2022-02-06"},
    {"6 sept. 2022", "2022-09-06"},
    {"6 dec. 2022", "2022-12-06"},
    {"1er janvier 2020", "2020-01-01"},
    {"1ER JANVIER 2020", "2020-01-01"},
    {"1 er janvier 2020", "2020-01-01"},
    {"1e janvier 2020", "2020-01-01"},
    {"1° janvier 2020", "2020-01-01"},
    {"premier avril 2020", "2020-04-01"},
    {"29 février 2024", "2024-02-29"},
    {"vingt-cinq novembre deux mil vingt-et-un", "2021-11-25"},
    {"vingt cinq novembre deux mille vingt et un", "2021-11-25"},
    {"dix-sept janvier deux-mille-vingt-trois", "2023-01-17"},
    {"quatre mars deux mil dix neuf", "2019-03-04"},
    {"trente et un mars deux mille vingt-six", "2026-03-31"},
    {"L’an deux mille vingt-trois, le 19 octobre", "2023-10-19"},
    {"L’an DEUX MILLE VINGT TROIS le 23 janvier", "2023-01-23"},
    {"l’an deux mille vingt et un, le vingt-cinq novembre", "2021-11-25"},
    {"L’an 2021, le 25 novembre", "2021-11-25"},
    {"an deux mille vingt-trois et le vingt-sept mars", "2023-03-27"},
    {"mil neuf cent quatre vingt dix-neuf, le 3 mars", "1999-03-03"},
    {"dix-neuf cent quatre-vingt-dix-neuf, le 3 mars", "1999-03-03"},
    {"l'an de grâce deux mille vingt, le premier avril", "2020-04-01"},
    {"l’an deux mille vingt et un, le vingt-cinq novembre à 18h30", "2021-11-25"},
    {"le vingt-neuf juin deux mille vingt et un à vingt heures", "2021-06-29"},
    {"25 novembre 2021 (25/11/2021)", "2021-11-25"},
    {"vingt-cinq novembre (25/11/2021)", "2021-11-25"},
    {"2 JUN 2023", "2023-06-02"},
    {"23 SEP, 2024", "2024-09-23"},
    {"31/12/2060", "2060-12-31"},
    {"1er janvier 1900", "1900-01-01"},
};

static const Row doubtful[] = {
    {"ler janvier 2020", "2020-01-01"},
    {"Ter janvier 2020", "2020-01-01"},
    {"l er janvier 2020", "2020-01-01"},
    {"l0 mars 2020", "2020-03-10"},
    {"lO mars 2020", "2020-03-10"},
    {"Il mars 2020", "2020-03-11"},
    {"2O/O5/2O23", "2023-05-20"},
    {"7 novenbre 2023", "2023-11-07"},
    {"7 decernbre 2023", "2023-12-07"},
    {"7 juillel 2023", "2023-07-07"},
    {"virigt-cing mars deux mille vingt", "2020-03-25"},
    {"2 3 SEP. 2024", "2024-09-23"},
    {"3 0 MAI 2023", "2023-05-30"},
    {"3 0 MA 1 2023", "2023-05-30"},
    {"12 DÉCEMBRE 20 23", "2023-12-12"},
    {"12 DÉCEMBRE 2 0 2 3", "2023-12-12"},
    {"21/1212022", "2022-12-21"},
    {"21112/2022", "2022-12-21"},
    {"06/0172024", "2024-01-06"},
};

static const char *const refused[] = {
    "31 juin 2021",
    "29 février 2023",
    "30/02/2021",
    "32/01/2023",
    "12/13/2023",
    "0/1/2023",
    "00/00/2000",
    "15 juil. 2075",
    "1er janvier 2061",
    "3 mars 1899",
    "1068",
    "65748",
    "2023",
    "202311",
    "20231301",
    "mars 2023",
    "25 novembre",
    "20 mai",
    "vingt trois",
    "le conseil municipal",
    "2021.00461",
    "1e06/0172024",
    "2111212022",
    "16 02 23",
    "25 novembre 2021 au 30 novembre 2021",
    "25 ou 26 novembre 2021",
    "25 novembre 2021 (26/11/2021)",
    "25 novembre 2021 (reçu)",
    "l’an deux mille vingt et un, le vingt-cinq novembre deux mille vingt-deux",
    "25 novembre 2021 en mairie",
    "vingt vingt-cinq novembre 2021",
    "25 mars 2 02144400000000",
    "25 mars 99999999999999999999",
    "99999999999999999/1212022",
    "21/99999999999999999",
    "-",
    "",
};

static void check_date(const Row *row, bool certain)
{
    g_auto(Value) value = {0};
    ck_assert_msg(value_read(VALUE_DATE, row->printed, &value), "« %s » is refused", row->printed);
    ck_assert_str_eq(value.text, row->iso);
    ck_assert_msg(certain ? value.confidence == 1 : value.confidence < 1 && value.confidence > 0.3,
                  "« %s » has confidence %g", row->printed, value.confidence);
    g_auto(Value) again = {0};
    ck_assert(value_from_canonical(VALUE_DATE, row->iso, &again));
    ck_assert_int_eq(again.number, value.number);
}

START_TEST(reads_a_date)
{
    check_date(&sure[_i], true);
}
END_TEST

START_TEST(doubts_a_damaged_date)
{
    check_date(&doubtful[_i], false);
}
END_TEST

START_TEST(refuses_what_is_no_date)
{
    g_auto(Value) value = {0};
    ck_assert_msg(!value_read(VALUE_DATE, refused[_i], &value), "« %s » is read as %s", refused[_i],
                  value.text);
}
END_TEST

START_TEST(a_date_may_lack_its_year)
{
    Date date = {0};
    double confidence = 0;
    ck_assert(date_read("vendredi 20 mai,", &date, &confidence));
    ck_assert_int_eq(date.year, 0);
    ck_assert_int_eq(date.month, 5);
    ck_assert_int_eq(date.day, 20);
    ck_assert(date_read("29 fevrier", &date, &confidence));
    ck_assert(!date_read("30 fevrier", &date, &confidence));
}
END_TEST

START_TEST(knows_the_calendar)
{
    ck_assert_int_eq(date_weekday((Date){2021, 11, 25}), 4);
    ck_assert_int_eq(date_weekday((Date){2000, 2, 29}), 2);
    ck_assert_int_eq(date_weekday((Date){1900, 1, 1}), 1);
    ck_assert_int_eq(date_weekday((Date){1969, 12, 28}), 7);
    ck_assert_int_eq(date_days_between((Date){2021, 11, 19}, (Date){2021, 11, 25}), 6);
    ck_assert_int_eq(date_days_between((Date){2024, 3, 1}, (Date){2024, 2, 28}), -2);
    ck_assert_int_eq(date_days_between((Date){1900, 1, 1}, (Date){2000, 1, 1}), 36524);
}
END_TEST

START_TEST(finds_the_weekday_named)
{
    ck_assert_int_eq(date_named_weekday("le Lundi 3 mars"), 1);
    ck_assert_int_eq(date_named_weekday("DIMANCHE"), 7);
    ck_assert_int_eq(date_named_weekday("le 3 mars"), 0);
    ck_assert_int_eq(date_named_weekday("lundis"), 0);
    ck_assert_int_eq(date_named_weekday(""), 0);
}
END_TEST

/* Every day of a span, in every common form: read back the same. */
START_TEST(reads_back_every_day)
{
    static const char *const months[] = {"janvier",   "février", "mars",     "avril",
                                         "mai",       "juin",    "juillet",  "août",
                                         "septembre", "octobre", "novembre", "décembre"};
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (int month = 1; month <= 12; month++) {
        for (int day = 1; day <= days[month - 1]; day++) {
            char *forms[] = {g_strdup_printf("%d %s 2023", day, months[month - 1]),
                             g_strdup_printf("%02d/%02d/2023", day, month),
                             g_strdup_printf("%d.%d.23", day, month),
                             g_strdup_printf("2023%02d%02d", month, day)};
            for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
                g_auto(Value) value = {0};
                ck_assert_msg(value_read(VALUE_DATE, forms[i], &value), "%s", forms[i]);
                ck_assert_int_eq(value.number, 20230000 + month * 100 + day);
                g_free(forms[i]);
            }
        }
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("value_date");
    TCase *tcase = tcase_create("date");
    tcase_add_loop_test(tcase, reads_a_date, 0, G_N_ELEMENTS(sure));
    tcase_add_loop_test(tcase, doubts_a_damaged_date, 0, G_N_ELEMENTS(doubtful));
    tcase_add_loop_test(tcase, refuses_what_is_no_date, 0, G_N_ELEMENTS(refused));
    tcase_add_test(tcase, a_date_may_lack_its_year);
    tcase_add_test(tcase, knows_the_calendar);
    tcase_add_test(tcase, finds_the_weekday_named);
    tcase_add_test(tcase, reads_back_every_day);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

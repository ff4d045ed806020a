/* Numbers in words, counts, times, identifiers, words, and the canonical forms of all types. */
#include "../../src/base/value.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

typedef struct Row {
    ValueType type;
    const char *printed;
    const char *text; /* NULL: refused */
} Row;

static const Row sure[] = {
    /* counts */
    {VALUE_COUNT, "59", "59"},
    {VALUE_COUNT, "059", "59"},
    {VALUE_COUNT, ": 29.", "29"},
    {VALUE_COUNT, "(29)", "29"},
    {VALUE_COUNT, "9999", "9999"},
    {VALUE_COUNT, "vingt-neuf", "29"},
    {VALUE_COUNT, "Vingt Neuf", "29"},
    {VALUE_COUNT, "vingt-neuf (29)", "29"},
    {VALUE_COUNT, "29 (vingt-neuf)", "29"},
    {VALUE_COUNT, "une", "1"},
    {VALUE_COUNT, "deux cent", "200"},
    {VALUE_COUNT, "", "0"},
    {VALUE_COUNT, " \n", "0"},
    {VALUE_COUNT, "/", "0"},
    {VALUE_COUNT, "//", "0"},
    {VALUE_COUNT, "-", "0"},
    {VALUE_COUNT, "—", "0"},
    {VALUE_COUNT, "Néant", "0"},
    {VALUE_COUNT, "NEANT.", "0"},
    {VALUE_COUNT, "aucune", "0"},
    {VALUE_COUNT, "aucun(e)", "0"},
    {VALUE_COUNT, "zéro", "0"},
    {VALUE_COUNT, "12345", NULL},
    {VALUE_COUNT, "-5", NULL},
    {VALUE_COUNT, "1,5", NULL},
    {VALUE_COUNT, "5 %", NULL},
    {VALUE_COUNT, "29 (28)", NULL},
    {VALUE_COUNT, "vingt trois quatre", NULL},
    {VALUE_COUNT, "X", NULL},
    {VALUE_COUNT, "S", NULL},
    {VALUE_COUNT, "...", NULL},
    {VALUE_COUNT, "()", NULL},
    {VALUE_COUNT, "3 4", NULL},
    {VALUE_COUNT, "dix mille", NULL},
    /* times */
    {VALUE_TIME, "18h30", "18:30"},
    {VALUE_TIME, "18 h 30", "18:30"},
    {VALUE_TIME, "18H30", "18:30"},
    {VALUE_TIME, "8h05", "08:05"},
    {VALUE_TIME, "18:30", "18:30"},
    {VALUE_TIME, "20 heures", "20:00"},
    {VALUE_TIME, "20h", "20:00"},
    {VALUE_TIME, "20 h. 30", "20:30"},
    {VALUE_TIME, "20 heures 30 minutes", "20:30"},
    {VALUE_TIME, "18h30mn", "18:30"},
    {VALUE_TIME, "18 heures trente", "18:30"},
    {VALUE_TIME, "dix-neuf heures trente", "19:30"},
    {VALUE_TIME, "vingt heures trente minutes", "20:30"},
    {VALUE_TIME, "vingt et une heures", "21:00"},
    {VALUE_TIME, "dix-huit heures et trente minutes", "18:30"},
    {VALUE_TIME, "9 heures et demie", "09:30"},
    {VALUE_TIME, "dix heures et quart", "10:15"},
    {VALUE_TIME, "20 heures moins le quart", "19:45"},
    {VALUE_TIME, "vingt heures moins dix", "19:50"},
    {VALUE_TIME, "8 heures du soir", "20:00"},
    {VALUE_TIME, "9h30 du matin", "09:30"},
    {VALUE_TIME, "2 heures de l’après-midi", "14:00"},
    {VALUE_TIME, "à 20 h 30 précises", "20:30"},
    {VALUE_TIME, "midi", "12:00"},
    {VALUE_TIME, "midi trente", "12:30"},
    {VALUE_TIME, "minuit", "00:00"},
    {VALUE_TIME, "0h15", "00:15"},
    {VALUE_TIME, "24h00", NULL},
    {VALUE_TIME, "18h75", NULL},
    {VALUE_TIME, "18", NULL},
    {VALUE_TIME, "1830", NULL},
    {VALUE_TIME, "18:3", NULL},
    {VALUE_TIME, "trente", NULL},
    {VALUE_TIME, "18h30 et 19h", NULL},
    {VALUE_TIME, "", NULL},
    /* SIREN */
    {VALUE_SIREN, "244290060", "244290060"},
    {VALUE_SIREN, "244 290 060", "244290060"},
    {VALUE_SIREN, "244 290 060 00018", "244290060"},
    {VALUE_SIREN, "244290061", NULL},
    {VALUE_SIREN, "000000000", NULL},
    {VALUE_SIREN, "24429006", NULL},
    {VALUE_SIREN, "2442900600", NULL},
    {VALUE_SIREN, "", NULL},
    /* transmission */
    {VALUE_TRANSMISSION, "042-244290060-20211125-2021_00733-DE",
     "042-244290060-20211125-2021_00733-DE"},
    {VALUE_TRANSMISSION, "02A-244290060-20211125-1-DE", "02A-244290060-20211125-1-DE"},
    {VALUE_TRANSMISSION, "042-244290061-20211125-2021_00733-DE", NULL},
    {VALUE_TRANSMISSION, "042-244290060-20211325-2021_00733-DE", NULL},
    {VALUE_TRANSMISSION, "042-244290060-20211125--DE", NULL},
    {VALUE_TRANSMISSION, "042-244290060-20211125-1", NULL},
    {VALUE_TRANSMISSION, "042-244290060-20211125-1-de", NULL},
    {VALUE_TRANSMISSION, "04X-244290060-20211125-1-DE", NULL},
    {VALUE_TRANSMISSION, "042-244290060-20211125-n° 1-DE?", NULL},
    {VALUE_TRANSMISSION, "042", NULL},
    {VALUE_TRANSMISSION, "", NULL},
    /* matter */
    {VALUE_MATTER, "7.5", "7.5"},
    {VALUE_MATTER, "7.10", "7.10"},
    {VALUE_MATTER, "7-5", "7.5"},
    {VALUE_MATTER, "7 . 5", "7.5"},
    {VALUE_MATTER, "7.5.1", "7.5"},
    {VALUE_MATTER, "5.2.", "5.2"},
    {VALUE_MATTER, "7.11", NULL},
    {VALUE_MATTER, "9.5", NULL},
    {VALUE_MATTER, "0.1", NULL},
    {VALUE_MATTER, "10.1", NULL},
    {VALUE_MATTER, "7", NULL},
    {VALUE_MATTER, "75", NULL},
    {VALUE_MATTER, "7.5 Subventions", NULL},
    /* flags */
    {VALUE_FLAG, "true", "true"},
    {VALUE_FLAG, "false", "false"},
    {VALUE_FLAG, "oui", NULL},
    {VALUE_FLAG, "", NULL},
    /* numbers of acts */
    {VALUE_NUMBER, "2021.00461", "2021.00461"},
    {VALUE_NUMBER, " 2021-060 : ", "2021-060"},
    {VALUE_NUMBER, "(DL-2023-12)", "DL-2023-12"},
    {VALUE_NUMBER, "2023  1 1", "2023 1 1"},
    {VALUE_NUMBER, "14/25-02-20/C", "14/25-02-20/C"},
    {VALUE_NUMBER, "2021-\n060", "2021-060"},
    {VALUE_NUMBER, "DEL2020_01_01.", "DEL2020_01_01"},
    {VALUE_NUMBER, "FINANCES", NULL},
    {VALUE_NUMBER, " - ", NULL},
    /* names */
    {VALUE_PERSON, "Monsieur Gilles ARTOIS, maire", "Gilles ARTOIS"},
    {VALUE_PERSON, "le Maire", NULL},
    {VALUE_PERSONS, "Mme DUROC, M. PETIT et M. LORIOT", "DUROC; PETIT; LORIOT"},
    {VALUE_PERSONS, "le conseil", NULL},
    /* words */
    {VALUE_TEXT, "  Budget \t annexe\nde l’eau ", "Budget annexe de l’eau"},
    {VALUE_TEXT, "conseil munici-\npal", "conseil municipal"},
    {VALUE_TEXT, "conseil munici-  \n  pal", "conseil municipal"},
    {VALUE_TEXT, "MICHAUT-\nFARIGOUL", "MICHAUT-FARIGOUL"},
    {VALUE_TEXT, "Loire-\nAtlantique", "Loire-Atlantique"},
    {VALUE_TEXT, "2021-\n060", "2021-060"},
    {VALUE_TEXT, "c’est-à-\ndire", "c’est-à-dire"},
    {VALUE_TEXT, "le vice-\nprésident", "le vice-président"},
    {VALUE_TEXT, "le service-\nment", "le servicement"},
    {VALUE_TEXT, "com\u00ad\nmune", "commune"},
    {VALUE_TEXT, "com\u00admune", "commune"},
    {VALUE_TEXT, "eau -\nassainissement", "eau - assainissement"},
    {VALUE_TEXT, "e\u0301tude", "étude"},
    {VALUE_TEXT, "eau\u00a0: tarif", "eau : tarif"},
    {VALUE_TEXT, "fin-\n", "fin-"},
    {VALUE_TEXT, " \n ", NULL},
    {VALUE_TEXT, "", NULL},
    {VALUE_TEXT, "\xff\xfe", NULL},
    {VALUE_DATE, "\xff\xfe", NULL},
};

static const Row doubtful[] = {
    {VALUE_COUNT, "2I", "21"},
    {VALUE_COUNT, "l5", "15"},
    {VALUE_COUNT, "O", "0"},
    {VALUE_COUNT, "3S", "35"},
    {VALUE_TIME, "20hOO", "20:00"},
    {VALUE_TIME, "2Oh30", "20:30"},
    {VALUE_TIME, "19 h OO", "19:00"},
    {VALUE_SIREN, "24429OO6O", "244290060"},
    {VALUE_TRANSMISSION, "042-244290060-20211125-2021_00733-\nDE",
     "042-244290060-20211125-2021_00733-DE"},
    {VALUE_TRANSMISSION, "042-244290060-20211125-D13 2021 11 25-DE",
     "042-244290060-20211125-D13_2021_11_25-DE"},
    {VALUE_TRANSMISSION, "042-244290060-20211125-204 03 _O1-AR",
     "042-244290060-20211125-204_03_O1-AR"},
    {VALUE_TRANSMISSION, "042-244290060-20211125-14-25-11-21-C-DE",
     "042-244290060-20211125-14-25-11-21-C-DE"},
    {VALUE_TRANSMISSION, "O42-24429OO60-20211125-1-DE", "042-244290060-20211125-1-DE"},
    {VALUE_TRANSMISSION, "042.244290060.20211125-12-DE", "042-244290060-20211125-12-DE"},
    {VALUE_TRANSMISSION, "042 244 290 060 20211125 12 DE", "042-244290060-20211125-12-DE"},
    {VALUE_PERSONS, "M. DUROC, le conseil a décidé", "DUROC"},
};

static void check_row(const Row *row, bool certain)
{
    g_auto(Value) value = {0};
    bool read = value_read(row->type, row->printed, &value);
    const char *type = value_type_name(row->type);
    ck_assert_msg(read == (row->text != NULL), "%s « %s » gives %s", type, row->printed,
                  read ? value.text : "nothing");
    if (!read)
        return;
    ck_assert_msg(strcmp(value.text, row->text) == 0, "%s « %s » gives « %s »", type, row->printed,
                  value.text);
    ck_assert_msg((value.confidence == 1) == certain, "%s « %s » has confidence %g", type,
                  row->printed, value.confidence);
    ck_assert_int_eq(value.type, row->type);
    /* What was read is canonical, and a copy is its own. */
    g_auto(Value) again = {0};
    ck_assert_msg(value_from_canonical(row->type, value.text, &again), "%s", value.text);
    ck_assert_int_eq(again.number, value.number);
    g_auto(Value) copy = value_copy(&value);
    ck_assert_str_eq(copy.text, value.text);
    ck_assert_ptr_ne(copy.text, value.text);
}

START_TEST(reads_a_value)
{
    check_row(&sure[_i], true);
}
END_TEST

START_TEST(doubts_a_damaged_value)
{
    check_row(&doubtful[_i], false);
}
END_TEST

/* ---- Numbers in words ---------------------------------------------------------------------- */

static void spell_below_100(GString *out, int n)
{
    static const char *const small[] = {"zero",  "un",     "deux",     "trois",  "quatre", "cinq",
                                        "six",   "sept",   "huit",     "neuf",   "dix",    "onze",
                                        "douze", "treize", "quatorze", "quinze", "seize"};
    static const char *const tens[] = {"",         "",          "vingt",   "trente",
                                       "quarante", "cinquante", "soixante"};
    if (n < 17) {
        g_string_append(out, small[n]);
    } else if (n < 20) {
        g_string_append_printf(out, "dix-%s", small[n - 10]);
    } else if (n < 80) {
        int ten = MIN(n / 10, 6), rest = n - ten * 10;
        g_string_append(out, tens[ten]);
        if (rest) {
            g_string_append(out, rest == 1 || rest == 11 ? " et " : "-");
            spell_below_100(out, rest);
        }
    } else {
        g_string_append(out, n == 80 ? "quatre-vingts" : "quatre-vingt-");
        if (n > 80)
            spell_below_100(out, n - 80);
    }
}

static void spell_below_1000(GString *out, int n)
{
    if (n >= 200) {
        spell_below_100(out, n / 100);
        g_string_append_c(out, ' ');
    }
    if (n >= 100)
        g_string_append(out, n % 100 || n == 100 ? "cent" : "cents");
    if (n >= 100 && n % 100)
        g_string_append_c(out, ' ');
    if (n < 100 || n % 100)
        spell_below_100(out, n % 100);
}

static char *spell(int n)
{
    GString *out = g_string_new(NULL);
    if (n >= 2000) {
        spell_below_1000(out, n / 1000);
        g_string_append_c(out, ' ');
    }
    if (n >= 1000)
        g_string_append(out, "mille");
    if (n >= 1000 && n % 1000)
        g_string_append_c(out, ' ');
    if (n < 1000 || n % 1000)
        spell_below_1000(out, n % 1000);
    return g_string_free(out, false);
}

START_TEST(reads_back_every_number)
{
    for (int n = 0; n <= 999999; n += n < 2100 ? 1 : 61) {
        g_autofree char *words = spell(n);
        long value = -1;
        ck_assert_msg(cardinal_read(words, &value) && value == n, "%s is %ld", words, value);
        g_strdelimit(words, "-", ' '); /* without hyphens, in capitals */
        g_autofree char *capitals = g_ascii_strup(words, -1);
        ck_assert_msg(cardinal_read(capitals, &value) && value == n, "%s is %ld", capitals, value);
        g_strdelimit(words, " ", '-'); /* with hyphens everywhere (1990) */
        ck_assert_msg(cardinal_read(words, &value) && value == n, "%s is %ld", words, value);
    }
}
END_TEST

START_TEST(reads_other_spellings)
{
    static const struct {
        const char *words;
        long value;
    } rows[] = {
        {"deux mil vingt et un", 2021}, {"mil neuf cent", 1900}, {"septante-deux", 72},
        {"nonante et un", 91},          {"huitante", 80},        {"dix-neuf cent dix", 1910},
        {"quatre vingt un", 81},        {"vingt et une", 21},    {"trois milles", 3000},
        {"mille et un", 1001},          {" vingt\ndeux ", 22}};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        long value = -1;
        ck_assert_msg(cardinal_read(rows[i].words, &value), "%s", rows[i].words);
        ck_assert_int_eq(value, rows[i].value);
    }
}
END_TEST

START_TEST(refuses_what_is_no_number)
{
    static const char *const rows[] = {"",
                                       "vingt trois quatre",
                                       "cent cent",
                                       "vingt dix",
                                       "mille mille",
                                       "un million",
                                       "et un",
                                       "vingt et",
                                       "deux un",
                                       "12",
                                       "vingt, un",
                                       "-vingt",
                                       "vingt virgule cinq",
                                       "le vingt",
                                       "zero mille"};
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        long value = -1;
        ck_assert_msg(!cardinal_read(rows[i], &value), "%s is %ld", rows[i], value);
    }
}
END_TEST

/* ---- Types and canonical forms ------------------------------------------------------------- */

START_TEST(names_every_type)
{
    for (int type = 0; type < VALUE_TYPE_COUNT; type++) {
        ValueType parsed = VALUE_TYPE_COUNT;
        ck_assert(value_type_parse(value_type_name(type), &parsed));
        ck_assert_int_eq(parsed, type);
    }
    ValueType parsed = VALUE_TEXT;
    ck_assert(!value_type_parse("money", &parsed));
    ck_assert(!value_type_parse("", &parsed));
}
END_TEST

START_TEST(refuses_what_is_not_canonical)
{
    static const Row rows[] = {
        {VALUE_TEXT, "", NULL},           {VALUE_COUNT, "059", NULL},
        {VALUE_COUNT, "", NULL},          {VALUE_COUNT, "-1", NULL},
        {VALUE_COUNT, "12 ", NULL},       {VALUE_COUNT, "99999999999999999999", NULL},
        {VALUE_DATE, "25/11/2021", NULL}, {VALUE_DATE, "2021-02-29", NULL},
        {VALUE_DATE, "2021-2-9", NULL},   {VALUE_DATE, "2075-01-01", NULL},
        {VALUE_TIME, "24:00", NULL},      {VALUE_TIME, "9:30", NULL},
        {VALUE_TIME, "09:60", NULL},      {VALUE_AMOUNT, "20 000", NULL},
        {VALUE_AMOUNT, "-0", NULL},       {VALUE_AMOUNT, "1000000000000001", NULL},
        {VALUE_FLAG, "1", NULL},          {VALUE_SIREN, "244 290 060", NULL},
        {VALUE_MATTER, "7-5", NULL},      {VALUE_TRANSMISSION, "042 244290060 20211125 1 DE", NULL},
        {VALUE_PERSON, "\xff", NULL},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_auto(Value) value = {0};
        ck_assert_msg(!value_from_canonical(rows[i].type, rows[i].printed, &value), "%s: %s",
                      value_type_name(rows[i].type), rows[i].printed);
    }
}
END_TEST

START_TEST(keeps_large_canonical_numbers)
{
    g_auto(Value) bytes = {0}, cents = {0}, noon = {0};
    ck_assert(value_from_canonical(VALUE_COUNT, "108083123456", &bytes));
    ck_assert_int_eq(bytes.number, 108083123456);
    ck_assert(value_from_canonical(VALUE_AMOUNT, "-2000000", &cents));
    ck_assert_int_eq(cents.number, -2000000);
    ck_assert(value_from_canonical(VALUE_TIME, "18:30", &noon));
    ck_assert_int_eq(noon.number, 18 * 60 + 30);
}
END_TEST

START_TEST(parses_a_transmission_from_both_ends)
{
    Transmission id = {0};
    ck_assert(transmission_read("026-244290060-20200225-14-25-02-20-C-DE", &id));
    ck_assert_str_eq(id.department, "026");
    ck_assert_str_eq(id.siren, "244290060");
    ck_assert_int_eq(id.date.year * 10000 + id.date.month * 100 + id.date.day, 20200225);
    ck_assert_str_eq(id.number, "14-25-02-20-C");
    ck_assert_str_eq(id.nature, "DE");
    ck_assert(!id.strict);
    transmission_clear(&id);
    ck_assert(transmission_read("026-244290060-20200225-14_C-DE", &id));
    ck_assert(id.strict);
    transmission_clear(&id);
    ck_assert(transmission_read("026-244290060-20200225-A234567890123456-DE", &id));
    ck_assert(!id.strict); /* 16 characters */
    transmission_clear(&id);
    ck_assert_ptr_null(id.number);
}
END_TEST

START_TEST(checks_the_key_of_a_siren)
{
    ck_assert(siren_is_valid("244290060"));
    ck_assert(!siren_is_valid("244290006"));
    ck_assert(!siren_is_valid("24429006"));
    ck_assert(!siren_is_valid("2442900600"));
    ck_assert(!siren_is_valid("24429006A"));
    ck_assert(!siren_is_valid(""));
}
END_TEST

/* A megabyte of whatever it may be: refused at once, or for words at most 64 KiB. */
START_TEST(long_strings_are_bounded)
{
    static const char *const fills[] = {"1",   "I", " ",  "vingt ", "M. A ",
                                        "-\n", "(", "1 ", "é",      "\xc2\xad"};
    for (size_t i = 0; i < G_N_ELEMENTS(fills); i++) {
        GString *megabyte = g_string_new(NULL), *capped = g_string_new(NULL);
        while (megabyte->len < 1 << 20)
            g_string_append(megabyte, fills[i]);
        while (capped->len + strlen(fills[i]) <= 64 * 1024)
            g_string_append(capped, fills[i]);
        for (int type = 0; type < VALUE_TYPE_COUNT; type++) {
            g_auto(Value) value = {0}, words = {0};
            ck_assert(!value_read(type, megabyte->str, &value));
            if (value_read(type, capped->str, &words))
                ck_assert(type == VALUE_TEXT || type == VALUE_PERSONS);
        }
        long count = 0;
        int minutes = 0;
        gint64 cents = 0;
        double confidence = 0;
        Date date = {0};
        Transmission id = {0};
        ck_assert(!cardinal_read(megabyte->str, &count));
        ck_assert(!count_read(megabyte->str, &count, &confidence));
        ck_assert(!time_read(megabyte->str, &minutes, &confidence));
        ck_assert(!amount_read(megabyte->str, &cents, &confidence));
        ck_assert(!date_read(megabyte->str, &date, &confidence));
        ck_assert(!transmission_read(megabyte->str, &id));
        g_string_free(megabyte, true);
        g_string_free(capped, true);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("value_words");
    TCase *tcase = tcase_create("words");
    tcase_add_loop_test(tcase, reads_a_value, 0, G_N_ELEMENTS(sure));
    tcase_add_loop_test(tcase, doubts_a_damaged_value, 0, G_N_ELEMENTS(doubtful));
    tcase_add_test(tcase, reads_back_every_number);
    tcase_add_test(tcase, reads_other_spellings);
    tcase_add_test(tcase, refuses_what_is_no_number);
    tcase_add_test(tcase, names_every_type);
    tcase_add_test(tcase, refuses_what_is_not_canonical);
    tcase_add_test(tcase, keeps_large_canonical_numbers);
    tcase_add_test(tcase, parses_a_transmission_from_both_ends);
    tcase_add_test(tcase, checks_the_key_of_a_siren);
    tcase_add_test(tcase, long_strings_are_bounded);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

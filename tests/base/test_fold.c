/* Folding: what a rule sees of each character. */
#include "../../src/base/text.h"

#include <check.h>
#include <stdlib.h>

static const struct {
    const char *original, *folded;
} examples[] = {
    {"DÉLIBÉRATION n° 12", "DELIBERATION no 12"},
    {"Délibération", "Deliberation"},
    {"l’œuvre, L'ŒUVRE, ex æquo", "l'oeuvre, L'OEUVRE, ex aequo"},
    {"« oui » “non” „peut-être”", "\" oui \" \"non\" \"peut-etre\""},
    {"l‘an l′an lʼan l´an", "l'an l'an l'an l'an"},
    {"20 000 €", "20 000 EUR"},
    {"20\u00A0000\u202F€ \u2009net\u3000", "20 000 EUR  net "},
    {"10–12 — a‐b c‑d −5", "10-12 - a-b c-d -5"},
    {"ﬁnances, ﬂeuve, aﬀaire, oﬃce", "finances, fleuve, affaire, office"},
    {"1ᵉʳ, 2ᵈᵉ, 12 m², 3 m³, ½ ¾ ⅓", "1er, 2de, 12 m2, 3 m3, 1/2 3/4 1/3"},
    {"№ 7, 2 × 3, ﹪", "No 7, 2 x 3, %"},
    {"suite…", "suite..."},
    {"• ➢ ▪ ● ◦ ‣ ✓ \uF0B7", "* * * * * * * *"},
    {"· premier élu·e·s", "* premier elu.e.s"},
    {"☐ contre ☒ pour", "[ ] contre [x] pour"},
    {"déli\u00ADbé\u200Bra\uFEFFtion \u202Aici\u202C", "deliberation ici"},
    {"a\tb\x01"
     "c",
     "a b c"},
    {"De\u0301libe\u0301ration a\u0302\u0323", "Deliberation a"},
    {"l\xC2\x92"
     "an \xC2\x80 \xC2\x93oui\xC2\x94",
     "l'an EUR \"oui\""},
    {"Łódź, İstanbul, Đỗ, Größe, façade", "Lodz, Istanbul, Do, Grosse, facade"},
    {"ＡＢ１２ ㎡", "AB12 m2"},
    {"une\nligne", "une\nligne"},
    {"日本 😀 Ж", "?? * ?"},
    {"\xFF\xC3", "??"},
    {"", ""},
};

START_TEST(test_examples)
{
    g_autofree char *folded = text_fold(examples[_i].original);
    ck_assert_str_eq(folded, examples[_i].folded);
}
END_TEST

/* Everything folds to printable ASCII, whatever the character. */
START_TEST(test_ascii_only)
{
    for (gunichar ch = 1; ch <= 0x10FFFF; ch++) {
        if (!g_unichar_validate(ch) || ch == '\n')
            continue;
        char utf8[8] = {0};
        g_unichar_to_utf8(ch, utf8);
        g_autofree char *folded = text_fold(utf8);
        for (const char *p = folded; *p; p++)
            if (*p < 0x20 || *p > 0x7E)
                ck_abort_msg("U+%04X folds to byte %02X", ch, (unsigned char)*p);
    }
}
END_TEST

/* Case is kept: capitals tell family names. */
START_TEST(test_case)
{
    for (gunichar ch = 0xC0; ch < 0x180; ch++) {
        char utf8[8] = {0};
        if (!g_unichar_isupper(ch))
            continue;
        g_unichar_to_utf8(ch, utf8);
        g_autofree char *folded = text_fold(utf8);
        ck_assert_msg(g_ascii_isupper(folded[0]), "U+%04X folds to %s", ch, folded);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("fold");
    TCase *tests = tcase_create("fold");
    tcase_add_loop_test(tests, test_examples, 0, G_N_ELEMENTS(examples));
    tcase_add_test(tests, test_ascii_only);
    tcase_add_test(tests, test_case);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

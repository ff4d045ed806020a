/* Words as they are compared, questions as FTS5 is asked, and what is quoted of a text. */
#include "../../src/archive/query.h"
#include "../../src/archive/snippet.h"

#include <check.h>
#include <string.h>

START_TEST(forms_of_a_word_have_one_stem)
{
    static const char *const forms[][4] = {
        {"subvention", "subventions", "SUBVENTIONS", "Subvéntion"},
        {"délibération", "délibérations", "deliberation", "DÉLIBÉRATIONS"},
        {"accordé", "accordée", "accordées", "accordes"},
        {"œuvre", "oeuvres", "ŒUVRE", "œuvres"},
        {"communal", "communale", "communales", "COMMUNALE"},
        {"école", "ecoles", "Écoles",
         "e\xcc\x81"
         "cole"},
    };
    g_autoptr(Stemmer) stemmer = stemmer_new();
    for (size_t i = 0; i < G_N_ELEMENTS(forms); i++) {
        g_autofree char *first = stem_words(stemmer, forms[i][0]);
        for (size_t k = 1; k < 4; k++) {
            g_autofree char *other = stem_words(stemmer, forms[i][k]);
            ck_assert_msg(strcmp(first, other) == 0, "%s: %s, %s: %s", forms[i][0], first,
                          forms[i][k], other);
        }
    }
}
END_TEST

START_TEST(different_words_stay_different)
{
    static const char *const pairs[][2] = {
        {"marché", "marchandise"}, {"commune", "communauté"}, {"mairie", "marie"},
        {"2024", "2023"},          {"vente", "ventilation"},
    };
    g_autoptr(Stemmer) stemmer = stemmer_new();
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        g_autofree char *one = stem_words(stemmer, pairs[i][0]);
        g_autofree char *two = stem_words(stemmer, pairs[i][1]);
        ck_assert_msg(strcmp(one, two) != 0, "%s and %s: %s", pairs[i][0], pairs[i][1], one);
    }
}
END_TEST

START_TEST(words_are_letters_and_digits)
{
    g_autoptr(Stemmer) stemmer = stemmer_new();
    g_autofree char *folded = fold_words("  L’eau, n° 2024-012 : « À l'Élysée » ! ");
    ck_assert_str_eq(folded, "l eau no 2024 012 a l elysee");
    g_autofree char *none = stem_words(stemmer, " -- « » … ");
    ck_assert_str_eq(none, "");
    g_autofree char *bad = stem_words(stemmer, "a\xff\xfe"
                                               "b \xc3");
    ck_assert_str_eq(bad, "a b");
    g_autofree char *run = g_strnfill(100000, 'e');
    g_autofree char *kept = stem_words(stemmer, run);
    ck_assert_str_eq(kept, run);
}
END_TEST

START_TEST(questions_to_fts5)
{
    static const char *const asked[][2] = {
        {"écoles", "(((({subject words}:\"ecoles\" OR stems:\"ecol\"))))"},
        {"a b",
         "((({subject words}:\"a\" OR stems:\"a\") AND ({subject words}:\"b\" OR stems:\"b\")))"},
        {"\"a b\"", "((({subject words}:\"a b\")))"},
        {"sub*", "((({subject words}:\"sub\" * OR stems:\"sub\" *)))"},
        {"\"a\" OU \"b\"", "((({subject words}:\"a\")) OR (({subject words}:\"b\")))"},
        {"\"a\" SAUF \"b\"", "(((({subject words}:\"a\")) NOT (({subject words}:\"b\"))))"},
        {"\"\" a\"", NULL},
        {"NEAR(\"a\"", NULL},
    };
    g_autoptr(Stemmer) stemmer = stemmer_new();
    for (size_t i = 0; i < G_N_ELEMENTS(asked); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Query) query = query_parse(stemmer, asked[i][0], NULL, NULL, &error);
        if (!asked[i][1]) {
            ck_assert_msg(!query && error, "%s", asked[i][0]);
            continue;
        }
        ck_assert_msg(query != NULL, "%s", asked[i][0]);
        /* Parentheses around one operand say nothing. */
        g_autofree char *match = g_strdup(query->match), *expected = g_strdup(asked[i][1]);
        char *const texts[] = {match, expected};
        for (size_t k = 0; k < 2; k++) {
            char *to = texts[k];
            for (const char *from = texts[k]; *from; from++)
                if (*from != '(' && *from != ')')
                    *to++ = *from;
            *to = '\0';
        }
        ck_assert_str_eq(match, expected);
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(Query) nothing = query_parse(stemmer, "", NULL, NULL, &error);
    ck_assert(nothing && !nothing->match && nothing->marks->len == 0);
    g_autofree char *deep = g_strnfill(10000, '(');
    ck_assert_ptr_null(query_parse(stemmer, deep, NULL, NULL, NULL));
}
END_TEST

/* Stands for an index of a few words. */
static char **few_words(const char *beginning, gpointer data)
{
    static const char *const words[] = {"subvention", "subventions", "toit", NULL};
    g_autoptr(GPtrArray) found = g_ptr_array_new();
    ++*(int *)data;
    if (strcmp(beginning, "s") == 0)
        return NULL; /* too many */
    for (size_t i = 0; words[i]; i++)
        if (g_str_has_prefix(words[i], beginning))
            g_ptr_array_add(found, g_strdup(words[i]));
    g_ptr_array_add(found, NULL);
    return (char **)g_ptr_array_steal(found, NULL);
}

START_TEST(beginnings_are_the_words_that_begin_so)
{
    static const struct {
        const char *asked, *match;
        int phrases;
    } cases[] = {
        {"\"sub\"*", "((({subject words}:\"subvention\" OR {subject words}:\"subventions\")))", 2},
        {"\"une sub\"*",
         "((({subject words}:\"une subvention\" OR {subject words}:\"une subventions\")))", 2},
        {"toi*", "((({subject words stems}:\"toit\")))", 1},
        {"zz*", "((({subject words stems}:\"zz\")))", 1},
        {"s*", "((({subject words}:\"s\" * OR stems:\"s\" *)))", 2},
        {"\"s\"*", "((({subject words}:\"s\" *)))", 1},
    };
    g_autoptr(Stemmer) stemmer = stemmer_new();
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        int asked = 0;
        g_autoptr(Query) query = query_parse(stemmer, cases[i].asked, few_words, &asked, NULL);
        ck_assert(query != NULL);
        ck_assert_str_eq(query->match, cases[i].match);
        ck_assert_int_eq(query->phrases, cases[i].phrases);
        ck_assert_int_gt(asked, 0);
    }
}
END_TEST

START_TEST(snippets)
{
    static const char text[] =
        "Un début de page.\n\fLa commune achète un tracteur.\n\f\fPlus loin, bien plus loin, et "
        "après beaucoup de mots qui ne disent rien de ce qui est demandé, après d'autres encore, "
        "et "
        "enfin les tracteurs et la commune ensemble : tracteur, commune.";
    g_autoptr(Stemmer) stemmer = stemmer_new();
    g_autoptr(Query) query = query_parse(stemmer, "\"commune\" tracteurs -achat", NULL, NULL, NULL);
    int page = 3;
    g_autofree char *snippet = snippet_make(stemmer, query, text, &page);
    ck_assert_int_eq(page, 6);
    ck_assert_ptr_nonnull(strstr(snippet, "\1tracteurs\2 et la \1commune\2 ensemble"));
    ck_assert_ptr_null(strpbrk(snippet, "\n\f"));

    g_autoptr(Query) absent = query_parse(stemmer, "girafe", NULL, NULL, NULL);
    page = 3;
    g_autofree char *start = snippet_make(stemmer, absent, text, &page);
    ck_assert(g_str_has_prefix(start, "Un début de page. La commune"));
    ck_assert_int_eq(page, 3);
    g_autofree char *empty = snippet_make(stemmer, absent, "", &page);
    ck_assert_str_eq(empty, "");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("query");
    TCase *tcase = tcase_create("query");
    tcase_add_test(tcase, forms_of_a_word_have_one_stem);
    tcase_add_test(tcase, different_words_stay_different);
    tcase_add_test(tcase, words_are_letters_and_digits);
    tcase_add_test(tcase, questions_to_fts5);
    tcase_add_test(tcase, beginnings_are_the_words_that_begin_so);
    tcase_add_test(tcase, snippets);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed > 0;
}

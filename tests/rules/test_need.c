/* A need is only ever a reason not to look: whatever a regex matches must meet its need. */
#include "../../src/rules/need.h"
#include "../../src/rules/regex.h"
#include "sheets.h"

static bool meets(const char *source, const char *text)
{
    g_autoptr(Need) need = need_read(source, strlen(source), NULL, NULL);
    NeedIndex index;
    need_index_fill(&index, text, strlen(text));
    return need_is_met(need, &index);
}

START_TEST(words_are_needed)
{
    ck_assert(meets("nombre \\h+ de \\h+ presents", "Nombre  de\tPRESENTS : 3"));
    ck_assert(!meets("nombre \\h+ de \\h+ presents", "Nombre d'absents : 3"));
    ck_assert(!meets("pouvoirs?", "le conseil municipal"));
    ck_assert(meets("pouvoirs?", "un pouvoir"));
}
END_TEST

START_TEST(one_alternative_is_enough_and_options_are_not_needed)
{
    ck_assert(meets("(?: lundi | mardi ) \\h+ [0-9]+", "mardi 3"));
    ck_assert(!meets("(?: lundi | mardi ) \\h+ [0-9]+", "jeudi 3"));
    ck_assert(!meets("(?: lundi | mardi ) \\h+ [0-9]+", "mardi"));
    ck_assert(meets("(?: lundi )? le", "le"));
    ck_assert(meets("(?: lundi ){0,2} le", "le"));
    ck_assert(meets("(?: lundi | ) le", "le"));
    ck_assert(!meets("(?: lundi ){1,2} le", "le"));
}
END_TEST

START_TEST(what_is_not_understood_needs_nothing)
{
    static const char *const sources[] = {"(?x) abc",       "(?-x:abc )",    "(?(?=a)abc|abd)",
                                          "abc \\x41",      "[[:alpha:]]bc", "(?(R)abc)",
                                          "abc{,3}",        "\\k'n'",        "a{ 2 }",
                                          "(?<n>a) (?P=n)", "abc(?#)+",      "a \\Q+\\E"};
    for (size_t i = 0; i < G_N_ELEMENTS(sources); i++) {
        g_autoptr(Need) need = need_read(sources[i], strlen(sources[i]), NULL, NULL);
        ck_assert_msg(need_is_nothing(need), "%s", sources[i]);
    }
}
END_TEST

/* Pieces out of which regexes and texts are made at random, always the same. */
static const char *const items[] = {"a",
                                    "b",
                                    "\\h",
                                    "\\s",
                                    "[ab]",
                                    "[0-9]",
                                    "\\d",
                                    ".",
                                    "\\.",
                                    "(?: a b | c )",
                                    "(?<n> b a )",
                                    "[^a]",
                                    "(?i) a",
                                    "(?= a )",
                                    "\\b",
                                    "^",
                                    "$",
                                    "-",
                                    "'",
                                    "[.:]",
                                    "(?! c )",
                                    "c",
                                    "[a-a]",
                                    "\\w",
                                    "#x\n",
                                    "(?-i: B )",
                                    "(?> a | b a )",
                                    "[ \\t]",
                                    "[\\d]",
                                    "\\-"};
static const char *const quantifiers[] = {"",    "",      "",   "",   "?",  "*",    "+",
                                          "{2}", "{1,3}", "+?", "++", " +", "{0,2}"};
static const char letters[] = "aabbc B1.: -'\n\tA";

static char *random_regex(GRand *rand)
{
    GString *regex = g_string_new(NULL);
    int count = g_rand_int_range(rand, 1, 7);
    for (int i = 0; i < count; i++) {
        g_string_append_printf(regex, "%s%s%s",
                               items[g_rand_int_range(rand, 0, G_N_ELEMENTS(items))],
                               quantifiers[g_rand_int_range(rand, 0, G_N_ELEMENTS(quantifiers))],
                               g_rand_int_range(rand, 0, 12) == 0 ? " | " : " ");
    }
    return g_string_free(regex, false);
}

static size_t longest_space(const char *text, size_t length)
{
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < length; i++) {
        run = g_ascii_isspace(text[i]) ? run + 1 : 0;
        longest = MAX(longest, run);
    }
    return longest;
}

/* What is needed near the start must lie within reach of it. */
static bool meets_near(const Need *need, const char *text, size_t length, size_t start)
{
    NeedIndex index;
    size_t reach = need_reach(need, longest_space(text, length));
    need_index_fill(&index, text + start, MIN(reach, length - start));
    return need_is_met_near(need, &index);
}

START_TEST(every_match_meets_the_need)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(20211125);
    g_autoptr(RegexRun) run = regex_run_new(8);
    int matched = 0, spared = 0;

    for (int i = 0; i < 6000; i++) {
        g_autofree char *source = random_regex(rand);
        g_autofree char *message = NULL;
        size_t error_at;
        g_autoptr(Regex) regex = regex_new(source, strlen(source), &error_at, &message);
        if (!regex)
            continue;
        g_autoptr(Need) need = need_read(source, strlen(source), NULL, NULL);
        for (int j = 0; j < 20; j++) {
            char text[24] = {0};
            NeedIndex index;
            Span span;
            size_t length = g_rand_int_range(rand, 1, sizeof text);
            for (size_t k = 0; k < length; k++)
                text[k] = letters[g_rand_int_range(rand, 0, sizeof letters - 1)];
            need_index_fill(&index, text, length);
            bool found = regex_match(regex, run, text, length, (Span){0, length}) == REGEX_MATCH;
            bool met = need_is_met(need, &index);
            ck_assert_msg(met || !found, "'%s' matches '%s'", source, text);
            if (found && regex_run_group(run, 0, &span))
                ck_assert_msg(meets_near(need, text, length, span.start),
                              "'%s' matches '%s' from %zu", source, text, span.start);
            matched += found;
            spared += !met;
        }
    }
    ck_assert_int_gt(matched, 5000);
    ck_assert_int_gt(spared, 5000);
}
END_TEST

START_TEST(what_is_near_the_start_is_known_up_to_the_first_repetition_without_end)
{
    static const char source[] = "^ \\h* presents \\s* : (?: [a-z]+ \\s* )* fin";
    g_autoptr(Need) need = need_read(source, strlen(source), NULL, NULL);
    NeedIndex index;
    need_index_fill(&index, "presents :", 10);
    ck_assert(!need_is_met(need, &index));
    ck_assert(need_is_met_near(need, &index));
    need_index_fill(&index, "fin", 3);
    ck_assert(!need_is_met_near(need, &index));
    ck_assert_uint_eq(need_reach(need, 0), 10);
    ck_assert_uint_eq(need_reach(need, 5), 10 + 2 * 5);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        words_are_needed,
        one_alternative_is_enough_and_options_are_not_needed,
        what_is_not_understood_needs_nothing,
        what_is_near_the_start_is_known_up_to_the_first_repetition_without_end,
        every_match_meets_the_need,
        NULL};
    return suite_run("need", tests);
}

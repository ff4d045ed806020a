/* Hostile patterns on hostile texts: a rule ends within its share of the budget, what it could not
 * finish is undetermined, other rules do not notice, and machine code and interpreter agree
 * wherever both came to an end. */
#include "sheets.h"

#include <sys/prctl.h>
#include <time.h>

enum { BYTES = 200000, UNDETERMINED_LEAST = 20 };

/* What one rule may take of 200 kB by match.c (an eighth of 210 ms), and the half second on top
 * that a busy machine or a sanitizer may add. */
static const double SECONDS = 0.03 + 0.5;

static const char *const patterns[] = {
    "(?: a+ )+ !",
    "(?: a | aa )+ b",
    "\\s+ x",
    "[\\d\\h.,-]+ EUR",
    "(?: \\d+ [\\h.,-]* )+ EUR",
    "(?: [\\s\\S] b? )+ c!",
    "(?: \\w+ \\h? )+ !",
    "(?: \\w+ \\s* )* \\w+ !",
    "(?: x+ x+ )+ y",
    "(?: a? ){30} a{30} b",
    "[\\s\\S]* [\\s\\S]* z9",
    "(?: (?: a+ )+ )+ b",
    "\\( (?: [^()] | \\( [^()]* \\) )* \\) !",
    "(?: \\x22 [^\\x22]* \\x22 \\h* )+ ;",
    "(?: [a-z]+ , \\h* )+ fin",
    "(?: \\d{1,3} [\\h.] )+ \\d+ F",
    "(?= (?: a | b )* c ) a",
    "(?<= \\s ) \\s* \\s* y",
    "(?: \\h* \\n? \\h* )+ z",
    "(?: (?: M \\. )? \\h* [A-Z]+ \\h* ,? )+ ;",
    "(?: a | a | a | a )+ b",
    "(?: . \\n? )+ @@",
    "(?: [^x]* [^y]* )+ @@",
    "(?: \\d \\d? )+ x",
    "\\w* \\d \\w* \\d \\w* \\d \\w* !",
    "(?: ab? a? )+ !",
    "(?: \\(+ \\)* )+ ;",
    "(?> a+ )+ b",
    "(?: \\h | \\s )+ [xz]",
    "(?: 1 | 11 | 111 )+ 2",
};

static const char *const subjects[] = {
    " ",
    "a",
    "1",
    "\n",
    "(",
    "() ",
    "\"",
    "1.234,56 ",
    "abc ",
    "M. A, ",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa! ",
    "12 \n\t",
};

/* The hostile text between two places that another rule reads. */
static Text *subject_of(const char *piece)
{
    g_autoptr(GString) words = g_string_new("n:7\n");
    while (words->len < BYTES)
        g_string_append(words, piece);
    g_string_append(words, "\nn:8\n");
    return text_of(words->str);
}

static RuleSet *set_of(const char *pattern, bool translated)
{
    g_autofree char *sheet =
        g_strdup_printf("rule hostile\n    zone  *\n    regex %s\n    set   x = y\n"
                        "rule quick\n    zone  *\n    regex ^ n: (?<present> [0-9]+ ) $\n"
                        "    field present count\n",
                        pattern);
    RuleSet *set = load_right(sheet);
    if (translated)
        rule_set_translate(set);
    return set;
}

static double cpu_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* What the rules found, and whether the hostile one came to an end. */
static char *found_by(const RuleSet *set, const Text *text, const char *label, bool *determined)
{
    g_autoptr(Matches) matches = matches_new();
    double start = cpu_seconds();
    rule_set_match(set, RULE_PASS_FIELDS, text, NULL, matches);
    double took = cpu_seconds() - start;
    ck_assert_msg(took < SECONDS, "%s took %.2f s", label, took);
    *determined = matches->undetermined->len == 0;
    if (!*determined) {
        ck_assert_uint_eq(matches->undetermined->len, 1);
        ck_assert_str_eq(matches->undetermined->pdata[0], "sheet/hostile");
    }
    char *found = matches_print(matches);
    ck_assert_msg(strstr(found, "present = 7") && strstr(found, "present = 8"),
                  "%s: the other rule did not read its values", label);
    return found;
}

/* Both engines on a text; gives how many of the two did not come to an end. */
static int compare_engines(const RuleSet *interpreted, const RuleSet *translated, const Text *text,
                           const char *label)
{
    bool one = false, other = false;
    g_autofree char *slowly = found_by(interpreted, text, label, &one);
    g_autofree char *quickly = found_by(translated, text, label, &other);
    if (one && other)
        ck_assert_msg(strcmp(slowly, quickly) == 0, "%s: machine code and interpreter differ",
                      label);
    return !one + !other;
}

START_TEST(every_pattern_ends_on_every_text)
{
    int undetermined = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(subjects); i++) {
        g_autoptr(Text) text = subject_of(subjects[i]);
        for (size_t j = 0; j < G_N_ELEMENTS(patterns); j++) {
            g_autofree char *label = g_strdup_printf("%s on '%s'", patterns[j], subjects[i]);
            g_autoptr(RuleSet) interpreted = set_of(patterns[j], false);
            g_autoptr(RuleSet) translated = set_of(patterns[j], true);
            undetermined += compare_engines(interpreted, translated, text, label);
        }
    }
    printf("%zu patterns on %zu texts, twice: %d not determined\n", G_N_ELEMENTS(patterns),
           G_N_ELEMENTS(subjects), undetermined);
    ck_assert_int_ge(undetermined, UNDETERMINED_LEAST); /* or the patterns are not hostile */
}
END_TEST

/* Where no memory may be made code the rules are interpreted, and find the same. */
START_TEST(without_memory_for_code_the_rules_are_interpreted)
{
    enum { SET_MDWE = 65, REFUSE_EXEC_GAIN = 1 };
    g_autoptr(Text) text = subject_of("Nombre de votants : 9\n");
    g_autoptr(RuleSet) before = set_of("votants \\h : \\h 9", true);
    if (prctl(SET_MDWE, REFUSE_EXEC_GAIN, 0, 0, 0) != 0) {
        printf("this kernel cannot refuse executable memory: not tested\n");
        return;
    }
    g_autoptr(RuleSet) after = set_of("votants \\h : \\h 9", true);
    bool determined = false;
    g_autofree char *with_code = found_by(before, text, "with code", &determined);
    ck_assert(determined);
    g_autofree char *without = found_by(after, text, "without", &determined);
    ck_assert(determined);
    ck_assert_str_eq(with_code, without);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        every_pattern_ends_on_every_text,
        without_memory_for_code_the_rules_are_interpreted,
        NULL,
    };
    return suite_run("redos", tests);
}

/* A sieve is only ever a reason not to look: whatever a regex matches must pass it. */
#include "../../src/rules/regex.h"
#include "../../src/rules/sieve.h"
#include "sheets.h"

/* A sieve of one regex, and all it needs. */
typedef struct Fixture {
    SieveTable *table;
    Sieve *sieve;
} Fixture;

static Fixture fixture_new(const char *source)
{
    g_autoptr(Need) need = need_read(source, strlen(source), NULL, NULL);
    Fixture fixture = {.table = sieve_table_new()};
    fixture.sieve = sieve_new(fixture.table, need);
    return fixture;
}

static void fixture_clear(Fixture *fixture)
{
    sieve_free(fixture->sieve);
    sieve_table_free(fixture->table);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Fixture, fixture_clear)

static bool meets(const char *source, const char *text)
{
    g_auto(Fixture) fixture = fixture_new(source);
    g_autoptr(SieveIndex) index = sieve_index_new(fixture.table, text, strlen(text));
    return sieve_passes(fixture.sieve, index, sieve_index_blocks(index, (Span){0, strlen(text)}));
}

/* The first place at which a match may start, all sieves taken together; the length if none. */
static size_t first_place(const char *source, const char *text)
{
    g_auto(Fixture) fixture = fixture_new(source);
    Span whole = {0, strlen(text)};
    g_autoptr(SieveIndex) index = sieve_index_new(fixture.table, text, whole.end);
    ck_assert_uint_eq(sieve_index_chunks(index), 1);
    if (!sieve_passes(fixture.sieve, index, sieve_index_blocks(index, whole)) ||
        !sieve_blocks(fixture.sieve, index, 0, G_MAXUINT64))
        return whole.end;
    SieveWalk walk = sieve_walk(fixture.sieve, index, whole, whole);
    Span some;
    return sieve_walk_next(&walk, &some) ? some.start : whole.end;
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
                                    "(?: ^ | (?<= [b\\s] ) )",
                                    "(?<! [ab] )",
                                    "(?-i) B",
                                    "(?= [^c] b )",
                                    "(?<! b a )",
                                    "(?: a | (?= b ) )",
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

static char *random_text(GRand *rand, size_t length)
{
    char *text = g_malloc0(length + 1);
    for (size_t i = 0; i < length; i++)
        text[i] = letters[g_rand_int_range(rand, 0, sizeof letters - 1)];
    return text;
}

/* What libcheck notes of each assertion that holds takes longer than what is tested here. */
static void must(bool holds, const char *source, size_t place)
{
    if (!holds)
        ck_abort_msg("'%s' at %zu", source, place);
}

/* A byte for each of the stretch: 1 where a match may start. */
static guint8 *walked(const Sieve *sieve, const SieveIndex *index, Span stretch)
{
    guint8 *places = g_malloc0(stretch.end + 1);
    SieveWalk walk = sieve_walk(sieve, index, stretch, stretch);
    Span some = {0, 0};
    for (size_t before = stretch.start; sieve_walk_next(&walk, &some); before = some.end) {
        must(some.start >= before && some.start < some.end, "a walk", some.start);
        memset(places + some.start, 1, span_length(some));
    }
    return places;
}

/* True when a walk that leaves out what stands before a place comes by it. */
static bool skips_to(const Sieve *sieve, const SieveIndex *index, Span stretch, size_t place)
{
    SieveWalk walk = sieve_walk(sieve, index, stretch, stretch);
    Span some = {0, 0};
    sieve_walk_next(&walk, &some);
    if (some.end < place)
        sieve_walk_skip(&walk, MAX(some.end, place - MIN(place, 70)));
    while (some.end <= place && sieve_walk_next(&walk, &some))
        ;
    return some.start <= place && place < some.end;
}

/* True when the sieve lets the match of a stretch through. */
static bool lets_through(const Sieve *sieve, const SieveIndex *index, Span stretch, Span match,
                         const guint8 *places)
{
    Span here = {match.start, match.start + 1}, some;
    size_t block = sieve_index_blocks(index, here).start, chunk = block / SIEVE_CHUNK;
    SieveWalk walk = sieve_walk(sieve, index, stretch, here);
    return sieve_passes(sieve, index, sieve_index_blocks(index, stretch)) &&
           sieve_blocks(sieve, index, chunk, G_MAXUINT64) >> (block - chunk * SIEVE_CHUNK) & 1 &&
           sieve_walk_next(&walk, &some) && places[match.start] &&
           skips_to(sieve, index, stretch, match.start);
}

START_TEST(every_match_passes)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(20211125);
    g_autoptr(RegexRun) run = regex_run_new(8);
    int matched = 0, spared = 0;

    for (int i = 0; i < 8000; i++) {
        g_autofree char *source = random_regex(rand);
        g_autofree char *message = NULL;
        size_t error_at;
        g_autoptr(Regex) regex = regex_new(source, strlen(source), &error_at, &message);
        if (!regex)
            continue;
        g_auto(Fixture) fixture = fixture_new(source);
        for (int j = 0; j < 12; j++) {
            size_t length = g_rand_int_range(rand, 1, 24);
            g_autofree char *text = random_text(rand, length);
            Span whole = {0, length}, span;
            g_autoptr(SieveIndex) index = sieve_index_new(fixture.table, text, length);
            g_autofree guint8 *places = walked(fixture.sieve, index, whole);
            bool found = regex_match(regex, run, text, length, whole) == REGEX_MATCH;
            if (found && regex_run_group(run, 0, &span) &&
                !lets_through(fixture.sieve, index, whole, span, places))
                ck_abort_msg("'%s' matches '%s' from %zu", source, text, span.start);
            matched += found;
            spared += !sieve_passes(fixture.sieve, index, sieve_index_blocks(index, whole));
        }
    }
    ck_assert_int_gt(matched, 5000);
    ck_assert_int_gt(spared, 5000);
}
END_TEST

/* Stretches of long texts, which begin and end anywhere in a block, each match in turn. */
START_TEST(every_match_passes_across_blocks_and_chunks)
{
    enum { LENGTH = 3 * SIEVE_CHUNK * SIEVE_BLOCK };
    g_autoptr(GRand) rand = g_rand_new_with_seed(20230119);
    g_autoptr(RegexRun) run = regex_run_new(8);
    int matched = 0;

    for (int i = 0; i < 300; i++) {
        g_autofree char *source = random_regex(rand);
        g_autofree char *message = NULL;
        size_t error_at;
        g_autoptr(Regex) regex = regex_new(source, strlen(source), &error_at, &message);
        if (!regex)
            continue;
        regex_translate(regex);
        g_auto(Fixture) fixture = fixture_new(source);
        g_autofree char *text = random_text(rand, LENGTH);
        Span stretch = {g_rand_int_range(rand, 0, LENGTH / 2),
                        g_rand_int_range(rand, LENGTH / 2, LENGTH)};
        const size_t edges[] = {stretch.start / 2, stretch.start, stretch.end, stretch.end + 10};
        g_autoptr(SieveIndex) index = sieve_index_new(fixture.table, text, LENGTH);
        g_autoptr(SieveIndex) edged = sieve_index_new_edged(index, edges, G_N_ELEMENTS(edges));
        g_autofree guint8 *places = walked(fixture.sieve, index, stretch);
        g_autofree guint8 *between = walked(fixture.sieve, edged, stretch);
        const size_t length = span_length(stretch);
        for (size_t at = 0; at < length;) {
            Span span;
            if (regex_match(regex, run, text + stretch.start, length, (Span){at, length}) !=
                    REGEX_MATCH ||
                !regex_run_group(run, 0, &span))
                break;
            Span in_text = {stretch.start + span.start, stretch.start + span.end};
            must(lets_through(fixture.sieve, index, stretch, in_text, places) &&
                     lets_through(fixture.sieve, edged, stretch, in_text, between),
                 source, in_text.start);
            matched++;
            at = MAX(span.start, at) + 1;
        }
    }
    ck_assert_int_gt(matched, 10000);
}
END_TEST

START_TEST(what_is_near_the_start_is_looked_for_near_it)
{
    g_autoptr(GString) text = g_string_new("presents sans suite\n");
    while (text->len < 900)
        g_string_append(text, "rien de tel\n");
    const size_t start = text->len;
    g_string_append(text, "presents : un deux fin");
    g_auto(Fixture) fixture = fixture_new("^ \\h* presents \\s* : (?: [a-z]+ \\s* )* fin");
    g_autoptr(SieveIndex) index = sieve_index_new(fixture.table, text->str, text->len);
    guint64 blocks = sieve_blocks(fixture.sieve, index, 0, G_MAXUINT64);
    ck_assert(blocks >> (start / SIEVE_BLOCK) & 1);
    ck_assert(!(blocks & 0xFF));
}
END_TEST

START_TEST(each_part_is_looked_for_no_further_than_it_can_be)
{
    g_autoptr(GString) text = g_string_new("rien de tel\n");
    while (text->len < 600)
        g_string_append(text, "rien de tel\n");
    const size_t start = text->len;
    g_string_append(text, "le conseil, apres en avoir debattu longuement, decide");
    g_auto(Fixture) fixture = fixture_new("(?: le | un )? \\s conseil [^.]{0,600} decide");
    g_autoptr(SieveIndex) index = sieve_index_new(fixture.table, text->str, text->len);
    const guint64 blocks = sieve_blocks(fixture.sieve, index, 0, G_MAXUINT64);
    ck_assert(blocks >> (start / SIEVE_BLOCK) & 1);
    ck_assert(!(blocks & 0xFF));
}
END_TEST

START_TEST(what_lies_too_far_for_a_chunk_is_looked_for_in_the_stretch)
{
    static const char source[] = "abc [^z]{0,5000} xyz";
    g_autofree char *far = g_strnfill(2000, '.'), *text = g_strconcat("abc", far, "xyz", NULL);
    ck_assert_uint_eq(first_place(source, "abc"), 3);
    g_auto(Fixture) fixture = fixture_new(source);
    g_autoptr(SieveIndex) index = sieve_index_new(fixture.table, text, strlen(text));
    g_autofree guint8 *places = walked(fixture.sieve, index, (Span){0, strlen(text)});
    ck_assert(lets_through(fixture.sieve, index, (Span){0, strlen(text)}, (Span){0, 1}, places));
    ck_assert(!sieve_passes(fixture.sieve, index, sieve_index_blocks(index, (Span){0, 1000})));
}
END_TEST

START_TEST(edges_tell_exactly_what_lies_between_them)
{
    static const char text[] = "Nombre de votants : 12";
    const size_t edges[] = {10, 17};
    g_auto(Fixture) fixture = fixture_new("votants \\s*");
    g_autoptr(SieveIndex) index = sieve_index_new(fixture.table, text, strlen(text));
    g_autoptr(SieveIndex) edged = sieve_index_new_edged(index, edges, G_N_ELEMENTS(edges));
    ck_assert(sieve_passes(fixture.sieve, edged, sieve_index_blocks(edged, (Span){10, 17})));
    ck_assert(!sieve_passes(fixture.sieve, edged, sieve_index_blocks(edged, (Span){0, 10})));
    ck_assert(!sieve_passes(fixture.sieve, edged, sieve_index_blocks(edged, (Span){17, 22})));
    ck_assert_uint_eq(sieve_blocks(fixture.sieve, edged, 0, G_MAXUINT64), 1 << 1 | 1 << 0);
}
END_TEST

START_TEST(only_wanted_blocks_are_told)
{
    g_autoptr(GString) text = g_string_new(NULL);
    while (text->len < 10 * SIEVE_BLOCK)
        g_string_append(text, "le maire ou son adjoint\n");
    g_auto(Fixture) fixture = fixture_new("le \\s (?: maire | conseil | bureau )");
    g_autoptr(SieveIndex) index = sieve_index_new(fixture.table, text->str, text->len);
    const guint64 all = sieve_blocks(fixture.sieve, index, 0, G_MAXUINT64);
    ck_assert_uint_eq(all & 0x3FF, 0x3FF);
    for (guint64 wanted = 0; wanted < 0x400; wanted += 7)
        ck_assert_uint_eq(sieve_blocks(fixture.sieve, index, 0, wanted), all & wanted);
}
END_TEST

START_TEST(matches_start_where_they_can)
{
    ck_assert_uint_eq(first_place("^ vu", "revu et vu\nvu"), 11);
    ck_assert_uint_eq(first_place("^ vu", "vu et vu"), 0);
    ck_assert_uint_eq(first_place("(?: ^ | (?<= \\h ) ) vu", "revu; vu"), 6);
    ck_assert_uint_eq(first_place("(?: ^ | (?<= [.;] ) ) \\s* vu", "revu; vu"), 5);
    ck_assert_uint_eq(first_place("(?<! [a-z] ) vu", "revu vu"), 5);
    ck_assert_uint_eq(first_place("(?= (?-i: [A-Z] ) ) vu", "vu Vu"), 3);
    ck_assert_uint_eq(first_place("(?-i: V ) u", "vu Vu"), 3);
    ck_assert_uint_eq(first_place("(?: le \\s+ )? maire", "la le maire"), 3);
    ck_assert_uint_eq(first_place("le \\s mair[ei]", "le conseil le maire"), 11);
    ck_assert_uint_eq(first_place("[0-9]{3,} \\s EUR", "12 45 678 EUR"), 6);
    ck_assert_uint_eq(first_place("(?= [a-z]{2} 1 ) \\w{4}", "abcd ab12"), 5);
    ck_assert_uint_eq(first_place("[^a-y]z", "az Zz"), 2);
    ck_assert_uint_eq(first_place("\\w{3,}", ". abc"), 2);
    ck_assert_uint_eq(first_place("\\b vu", "revu vu"), 5);
    ck_assert_uint_eq(first_place("\\b (?: vu )?", "revu vu"), 2);
    ck_assert_uint_eq(first_place("\\A vu", "revu vu"), 7);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {words_are_needed,
                                  one_alternative_is_enough_and_options_are_not_needed,
                                  what_is_not_understood_needs_nothing,
                                  every_match_passes,
                                  every_match_passes_across_blocks_and_chunks,
                                  what_is_near_the_start_is_looked_for_near_it,
                                  each_part_is_looked_for_no_further_than_it_can_be,
                                  what_lies_too_far_for_a_chunk_is_looked_for_in_the_stretch,
                                  edges_tell_exactly_what_lies_between_them,
                                  only_wanted_blocks_are_told,
                                  matches_start_where_they_can,
                                  NULL};
    return suite_run("sieve", tests);
}

/* Matching: passes, zones, conversion, limits. */
#include "sheets.h"

#include <time.h>

static char *matched(const RuleSet *set, RulePass pass, const char *words, const Zone *zones,
                     size_t count)
{
    g_autoptr(Text) text = text_of(words);
    g_autoptr(Outline) outline = outline_new();
    g_autoptr(Matches) matches = matches_new();
    for (size_t i = 0; i < count; i++)
        outline_add(outline, zones[i]);
    rule_set_match(set, pass, text, pass == RULE_PASS_FIELDS ? outline : NULL, matches);
    ck_assert_uint_eq(matches->undetermined->len, 0);
    return matches_print(matches);
}

#define COUNT "(?<present> [0-9]+ )\n    field present count\n"

START_TEST(a_rule_runs_in_its_zones_only)
{
    g_autoptr(RuleSet) set = load_right("rule r\n    zone  counts vote\n    regex n: " COUNT);
    const Zone zones[] = {{ZONE_HEAD, {0, 4}, ZONE_NO_ACT, 0},
                          {ZONE_COUNTS, {4, 8}, ZONE_NO_ACT, 4},
                          {ZONE_VOTE, {8, 12}, 2, 8}};
    g_autoptr(Text) text = text_of("n:1\nn:2\nn:3\n");
    g_autoptr(Outline) outline = outline_new();
    g_autoptr(Matches) matches = matches_new();
    g_array_append_vals(outline->zones, zones, G_N_ELEMENTS(zones));
    rule_set_match(set, RULE_PASS_FIELDS, text, outline, matches);

    ck_assert_uint_eq(matches->matches->len, 2);
    const Match *first = matches->matches->pdata[0], *second = matches->matches->pdata[1];
    ck_assert_int_eq(first->zone, ZONE_COUNTS);
    ck_assert_int_eq(first->act, ZONE_NO_ACT);
    ck_assert_uint_eq(first->span.start, 4);
    ck_assert_uint_eq(first->span.end, 7);
    ck_assert_int_eq(second->zone, ZONE_VOTE);
    ck_assert_int_eq(second->act, 2);
    const Capture *capture = match_capture(second, "present");
    ck_assert_str_eq(capture->value.text, "3");
    ck_assert_uint_eq(capture->span.start, 10);
    ck_assert_str_eq(capture->field->pointer, "/session/counts/present");
}
END_TEST

START_TEST(a_rule_of_any_zone_runs_once_and_tells_the_zone)
{
    g_autoptr(RuleSet) set = load_right("rule r\n    zone  * vote\n    regex n: " COUNT);
    const Zone zones[] = {{ZONE_VOTE, {4, 8}, 1, 4}};
    g_autoptr(Text) text = text_of("n:1\nn:2\n");
    g_autoptr(Outline) outline = outline_new();
    g_autoptr(Matches) matches = matches_new();
    outline_add(outline, zones[0]);
    rule_set_match(set, RULE_PASS_FIELDS, text, outline, matches);
    ck_assert_uint_eq(matches->matches->len, 2);
    ck_assert_int_eq(((const Match *)matches->matches->pdata[0])->zone, ZONE_ANY);
    ck_assert_int_eq(((const Match *)matches->matches->pdata[1])->zone, ZONE_VOTE);
    ck_assert_int_eq(((const Match *)matches->matches->pdata[1])->act, 1);
}
END_TEST

START_TEST(nothing_beyond_the_zone_is_seen)
{
    g_autoptr(RuleSet) set =
        load_right("rule starts\n    zone  vote\n    regex ^ n: " COUNT
                   "rule behind\n    zone  vote\n    regex (?<! x ) n: " COUNT
                   "rule ahead\n    zone  vote\n    regex n: (?<absent> [0-9] ) (?! [0-9] )\n"
                   "    field absent count\n");
    const Zone zones[] = {{ZONE_VOTE, {1, 4}, 0, 1}}; /* "n:1" of "xn:12" */
    g_autofree char *found = matched(set, RULE_PASS_FIELDS, "xn:12", zones, 1);
    ck_assert_str_eq(found, "sheet/starts: present = 1\nsheet/behind: present = 1\n"
                            "sheet/ahead: absent = 1");
}
END_TEST

START_TEST(each_pass_runs_its_own_rules)
{
    g_autoptr(RuleSet) set = load_right("rule stamp\n    zone  stamp\n    regex n: " COUNT
                                        "rule landmark\n    regex n:\n    set   opens = vote\n"
                                        "rule field\n    zone  *\n    regex n: " COUNT);
    g_autofree char *stamps = matched(set, RULE_PASS_STAMPS, "n:1", NULL, 0);
    g_autofree char *landmarks = matched(set, RULE_PASS_LANDMARKS, "n:1", NULL, 0);
    g_autofree char *fields = matched(set, RULE_PASS_FIELDS, "n:1", NULL, 0);
    ck_assert_str_eq(stamps, "sheet/stamp: present = 1");
    ck_assert_str_eq(landmarks, "sheet/landmark: opens = vote");
    ck_assert_str_eq(fields, "sheet/field: present = 1");
}
END_TEST

START_TEST(all_matches_are_found_in_the_order_of_the_text_and_of_the_rules)
{
    g_autoptr(RuleSet) set = load_right("rule b\n    zone  *\n    regex n: " COUNT
                                        "rule a\n    zone  *\n    regex n: " COUNT);
    g_autofree char *found = matched(set, RULE_PASS_FIELDS, "n:1n:2\nn:3", NULL, 0);
    ck_assert_str_eq(found, "sheet/b: present = 1\nsheet/a: present = 1\nsheet/b: present = 2\n"
                            "sheet/a: present = 2\nsheet/b: present = 3\nsheet/a: present = 3");
}
END_TEST

START_TEST(text_is_matched_folded_and_quoted_as_printed)
{
    g_autoptr(RuleSet) set =
        load_right("rule r\n    zone  *\n    regex objet \\h* : \\h* (?<subject> .+ ) $\n"
                   "    field subject text\n");
    g_autofree char *found = matched(set, RULE_PASS_FIELDS, "OBJET : Œuvre d’été n° 3", NULL, 0);
    ck_assert_str_eq(found, "sheet/r: subject = Œuvre d’été n° 3");
}
END_TEST

START_TEST(what_is_no_value_is_left_out)
{
    g_autoptr(RuleSet) set = load_right(
        "rule both\n    zone  *\n"
        "    regex du \\h+ (?<session_date> \\d+/\\d+/\\d+ ) (?: \\h+ a \\h+ (?<session_time> \\w+ "
        ") )?\n"
        "    field session_date date\n    field session_time time\n"
        "rule constant\n    zone  *\n    regex du \\h+ (?<received_date> \\d+/\\d+/\\d+ )\n"
        "    field received_date date\n    set kind = minutes\n");
    g_autofree char *good = matched(set, RULE_PASS_FIELDS, "du 25/11/2021 à 18h30", NULL, 0);
    g_autofree char *no_time = matched(set, RULE_PASS_FIELDS, "du 25/11/2021 à loisir", NULL, 0);
    g_autofree char *neither = matched(set, RULE_PASS_FIELDS, "du 31/06/2021", NULL, 0);
    ck_assert_str_eq(good, "sheet/both: session_date = 2021-11-25, session_time = 18:30\n"
                           "sheet/constant: received_date = 2021-11-25, kind = minutes");
    ck_assert_str_eq(no_time, "sheet/both: session_date = 2021-11-25\n"
                              "sheet/constant: received_date = 2021-11-25, kind = minutes");
    ck_assert_str_eq(neither, "sheet/constant: kind = minutes");
}
END_TEST

START_TEST(matches_longer_than_a_slice_and_far_into_the_text_are_found)
{
    g_autoptr(RuleSet) set = load_right(
        "rule r\n    zone  *\n    regex < (?<subject> [^>]+ ) >\n    field subject text\n");
    g_autoptr(GString) words = g_string_new(NULL);
    for (int i = 0; i < 60000; i++)
        g_string_append(words, "mot ");
    g_string_append(words, "<");
    for (int i = 0; i < 10000; i++)
        g_string_append(words, "ici ");
    g_string_append(words, ">");
    g_autoptr(Text) text = text_of(words->str);
    g_autoptr(Matches) matches = matches_new();
    rule_set_match(set, RULE_PASS_FIELDS, text, NULL, matches);
    ck_assert_uint_eq(matches->matches->len, 1);
    const Match *match = matches->matches->pdata[0];
    ck_assert_uint_eq(match->span.start, 240000);
    ck_assert_uint_eq(match->span.end, 280002);
    ck_assert_uint_eq(matches->undetermined->len, 0);
}
END_TEST

START_TEST(matches_across_blocks_are_found_wherever_they_start)
{
    g_autoptr(RuleSet) set = load_right("rule r\n    zone  *\n    regex presents \\s* : \\s* (?: "
                                        "[a-z]+ \\s* )* (?<present> [0-9] )\n"
                                        "    field present count\n");
    g_autoptr(GString) words = g_string_new(NULL);
    guint count = 0;
    while (words->len < 40000) {
        g_string_append(words, "xx yy zz qq ww ee rr tt uu ii oo pp ! ");
        g_string_append(words, "présents  \n: un a 1 ");
        count++;
        for (guint i = 0; i < count % 40; i++)
            g_string_append(words, "mot de peu . ");
    }
    g_autoptr(Text) text = text_of(words->str);
    g_autoptr(Matches) matches = matches_new();
    rule_set_match(set, RULE_PASS_FIELDS, text, NULL, matches);
    ck_assert_uint_eq(matches->matches->len, count);
}
END_TEST

START_TEST(a_rule_cut_short_is_named_and_the_others_go_on)
{
    g_autoptr(RuleSet) set =
        load_right("rule slow\n    zone  *\n    regex (?<subject> (?: (?: \\w+ \\h? )+ ,? )+ ) !\n"
                   "    field subject text\n"
                   "rule quick\n    zone  *\n    regex n: " COUNT);
    g_autoptr(GString) words = g_string_new("n:1\n");
    for (int i = 0; i < 2000; i++)
        g_string_append(words, "abc ");
    g_string_append(words, "\nn:2\n oui !\n");
    g_autoptr(Text) text = text_of(words->str);
    g_autoptr(Matches) matches = matches_new();
    rule_set_match(set, RULE_PASS_FIELDS, text, NULL, matches);
    g_autofree char *found = matches_print(matches);
    ck_assert_uint_eq(matches->undetermined->len, 1);
    ck_assert_str_eq(matches->undetermined->pdata[0], "sheet/slow");
    ck_assert_ptr_nonnull(strstr(found, "sheet/quick: present = 1"));
    ck_assert_ptr_nonnull(strstr(found, "sheet/quick: present = 2"));
}
END_TEST

/* ---- Hostile texts ------------------------------------------------------------------------ */

static double cpu_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double match_everywhere(const RuleSet *set, const char *piece, size_t bytes,
                               bool undetermined)
{
    g_autoptr(GString) words = g_string_sized_new(bytes + 64);
    while (words->len < bytes)
        g_string_append(words, piece);
    g_autoptr(Text) text = text_of(words->str);
    g_autoptr(Outline) outline = outline_new();
    size_t length;
    text_folded(text, &length);
    for (int kind = ZONE_HEAD; kind < ZONE_KIND_COUNT; kind++) { /* every zone a part of the text */
        size_t part = length / ZONE_KIND_COUNT;
        outline_add(outline, (Zone){kind, {part * kind, part * (kind + 1)}, 0, part * kind});
    }
    double start = cpu_seconds();
    guint cut = 0;
    for (RulePass pass = RULE_PASS_LANDMARKS; pass <= RULE_PASS_FIELDS; pass++) {
        g_autoptr(Matches) matches = matches_new();
        rule_set_match(set, pass, text, outline, matches);
        cut += matches->undetermined->len;
    }
    if (undetermined)
        ck_assert_uint_gt(cut, 0);
    return cpu_seconds() - start;
}

START_TEST(white_space_costs_no_more_than_the_budget)
{
    /* 15 s within any match limit where it is interpreted; the last rule is slow everywhere. */
    g_autoptr(RuleSet) set = load_right(
        "rule a\n    zone  *\n    regex \\s+ x\n    set   x = y\n"
        "rule b\n    zone  *\n    regex (?: \\s | \\h )+ [xyz ] (?: \\w | x )\n    set   x = y\n"
        "rule c\n    zone  *\n    regex \\s [\\s\\S]+ [xyz]\n    set   x = y\n");
    double took = match_everywhere(set, " ", 100000, true);
    ck_assert_msg(took < 1.0, "%.2f s", took);
}
END_TEST

START_TEST(hostile_texts_cost_the_shipped_rules_a_bounded_time)
{
    static const char *const pieces[] = {
        "a",           "(",    " ",       "\n",
        "présents, ",  "M. A", "1",       "Étaient présents : M. Jean DUVAL, ",
        "12/12/2021 ", "Vu ",  "pour : ", "Mme Anne ROC à M. Jean DUVAL ",
        "1 000 € ",
    };
    const char *directories[] = {SOURCE_DIR "/patterns", NULL};
    g_autoptr(RuleSet) set = rule_set_load(directories, NULL);
    ck_assert_ptr_nonnull(set);
    for (size_t i = 0; i < G_N_ELEMENTS(pieces); i++) {
        double took = match_everywhere(set, pieces[i], 1000000, false);
        ck_assert_msg(took < 2.0, "1 MB of '%s' took %.2f s", pieces[i], took);
    }
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_rule_runs_in_its_zones_only,
        a_rule_of_any_zone_runs_once_and_tells_the_zone,
        nothing_beyond_the_zone_is_seen,
        each_pass_runs_its_own_rules,
        all_matches_are_found_in_the_order_of_the_text_and_of_the_rules,
        text_is_matched_folded_and_quoted_as_printed,
        what_is_no_value_is_left_out,
        matches_longer_than_a_slice_and_far_into_the_text_are_found,
        matches_across_blocks_are_found_wherever_they_start,
        a_rule_cut_short_is_named_and_the_others_go_on,
        white_space_costs_no_more_than_the_budget,
        hostile_texts_cost_the_shipped_rules_a_bounded_time,
        NULL,
    };
    return suite_run("match", tests);
}

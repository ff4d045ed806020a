/* The laws every rule is under, for the tests and for `delibex rules check` alike:
 *
 *   1. it has an `ok` and a `no`;
 *   2. each `ok` gives exactly the values it lists, converted; no `no` matches;
 *   3. what it captures is declared, what it declares is captured, and every shape is called;
 *   4. one reading: no other rule reads the same field of an `ok` differently. */
#include "set.h"

#include <string.h>

G_GNUC_PRINTF(4, 5)
static void breach(GPtrArray *breaches, const Rule *rule, size_t at, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_autofree char *place = sheet_load_place(rule->sheet, at);
    const char *name = strrchr(rule->name, '/') + 1;
    g_ptr_array_add(breaches, g_strdup_printf("%s: rule %s: %s", place, name, message));
}

/* An example as the text of a document, so that it is folded as one. */
static Text *example_load_text(const Example *example)
{
    Text *text = text_new();
    for (const char *p = example->words; *p; p = g_utf8_next_char(p)) {
        gunichar ch = g_utf8_get_char(p);
        if (ch == '\n')
            text_end_line(text, 1, 0, 0);
        else
            text_append(text, ch, 1, (Box){0}, 100);
    }
    text_end_line(text, 1, 0, 0);
    return text;
}

/* ---- How far a failing example matched ---------------------------------------------------- */

enum { REACH_MOST = 400 }; /* bytes of an example that are tried */

/* The two lines « | words / |   ^ matched up to here » for folded byte `at`; NULL when there is no
 * such place. The caller frees. */
static char *load_caret(const Text *text, size_t at)
{
    Span line = text_line(text, text_line_at(text, at > 0 ? at - 1 : 0))->span;
    g_autofree char *words = text_quote(text, line);
    g_autofree char *before = text_quote(text, (Span){line.start, CLAMP(at, line.start, line.end)});
    int column = (int)g_utf8_strlen(before, -1);
    return g_strdup_printf("\n  | %s\n  | %*s^ matched up to here", words, MAX(column - 1, 0), "");
}

static char *load_reach(const RuleSet *set, const Rule *rule, const Text *text)
{
    g_autoptr(RegexRun) run = regex_run_new(set->groups);
    size_t length;
    const char *folded = text_folded(text, &length);
    Span reached;
    if (!regex_reach(rule->regex, run, folded, MIN(length, REACH_MOST), &reached))
        return g_strdup(", not even its beginning");
    return load_caret(text, reached.end);
}

/* The regex may match and its words still be no value of their type: that is another failure. */
static bool report_no_value(const RuleSet *set, const Rule *rule, const Example *example,
                            const Text *text, GPtrArray *breaches)
{
    g_autoptr(RegexRun) run = regex_run_new(set->groups);
    size_t length;
    const char *folded = text_folded(text, &length);
    if (regex_match(rule->regex, run, folded, length, (Span){0, length}) != REGEX_MATCH)
        return false;
    for (guint i = 0; i < rule->fields->len; i++) {
        const RuleField *field = &g_array_index(rule->fields, RuleField, i);
        Span span;
        if (field->group && regex_run_group(run, field->group, &span)) {
            g_autofree char *words = text_quote(text, span);
            breach(breaches, rule, example->at, "reads '%s' as %s, which is no %s", words,
                   field->name, value_type_name(field->type));
            return true;
        }
    }
    breach(breaches, rule, example->at, "matches its example but captures nothing in it");
    return true;
}

/* ---- Examples ----------------------------------------------------------------------------- */

/* The `nth` capture called `name` among the matches of a rule, or NULL. */
static const Capture *nth_capture(const Matches *matches, const Rule *rule, const char *name,
                                  int nth)
{
    for (guint i = 0; i < matches->matches->len; i++) {
        const Match *match = g_ptr_array_index(matches->matches, i);
        if (match->order != rule->order)
            continue;
        const Capture *capture = match_capture(match, name);
        if (capture && nth-- == 0)
            return capture;
    }
    return NULL;
}

/* How often `name` is listed before value `end`. */
static int count_listed(const Example *example, const char *name, guint end)
{
    int count = 0;
    for (guint i = 0; i < end; i++)
        count += strcmp(g_array_index(example->values, ExampleValue, i).name, name) == 0;
    return count;
}

/* Values are compared name by name, those of one name in their order. */
static void check_values(const Rule *rule, const Example *example, const Matches *matches,
                         GPtrArray *breaches)
{
    for (guint i = 0; i < example->values->len; i++) {
        const ExampleValue *want = &g_array_index(example->values, ExampleValue, i);
        const Capture *got =
            nth_capture(matches, rule, want->name, count_listed(example, want->name, i));
        if (!got)
            breach(breaches, rule, want->at, "gives no '%s', the example wants '%s = %s'",
                   want->name, want->name, want->value);
        else if (strcmp(got->value.text, want->value) != 0)
            breach(breaches, rule, want->at, "gives '%s = %s', the example wants '%s = %s'",
                   want->name, got->value.text, want->name, want->value);
    }
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal); /* name → how often */
    for (guint i = 0; i < matches->matches->len; i++) {
        const Match *match = g_ptr_array_index(matches->matches, i);
        for (guint j = 0; match->order == rule->order && j < match->captures->len; j++) {
            const Capture *got = &g_array_index(match->captures, Capture, j);
            int nth = GPOINTER_TO_INT(g_hash_table_lookup(seen, got->name));
            g_hash_table_insert(seen, (gpointer)got->name, GINT_TO_POINTER(nth + 1));
            if (nth >= count_listed(example, got->name, example->values->len))
                breach(breaches, rule, example->at,
                       "gives '%s = %s', which the example does not list", got->name,
                       got->value.text);
        }
    }
}

static bool has_match(const Matches *matches, const Rule *rule)
{
    for (guint i = 0; i < matches->matches->len; i++)
        if (((const Match *)matches->matches->pdata[i])->order == rule->order)
            return true;
    return false;
}

static bool check_undetermined(const Rule *rule, const Example *example, const Matches *matches,
                               GPtrArray *breaches)
{
    if (!g_ptr_array_find(matches->undetermined, rule->name, NULL))
        return true;
    breach(breaches, rule, example->at, "takes too long on its example and is cut short");
    return false;
}

/* ---- One reading -------------------------------------------------------------------------- */

/* True when a document may have several values of the field: then only two readings of the same
 * words disagree. */
static bool is_list(const Capture *capture)
{
    const char *pointer = capture->field ? capture->field->pointer : NULL;
    if (!pointer)
        return true;
    if (g_str_has_prefix(pointer, "/acts/#"))
        pointer += strlen("/acts/#");
    return strchr(pointer, '#') != NULL;
}

static bool disagree(const Capture *a, const Capture *b)
{
    return strcmp(a->name, b->name) == 0 && strcmp(a->value.text, b->value.text) != 0 &&
           (!is_list(a) || span_overlaps(a->span, b->span));
}

/* Finds what the other match reads differently. */
static bool find_disagreement(const Match *own, const Match *other, const Capture **a,
                              const Capture **b)
{
    for (guint i = 0; i < own->captures->len; i++) {
        for (guint j = 0; j < other->captures->len; j++) {
            *a = &g_array_index(own->captures, Capture, i);
            *b = &g_array_index(other->captures, Capture, j);
            if (disagree(*a, *b))
                return true;
        }
    }
    return false;
}

static void check_one_reading(const RuleSet *set, const Rule *rule, const Example *example,
                              const Matches *matches, GPtrArray *breaches)
{
    g_autoptr(GHashTable) reported = g_hash_table_new(NULL, NULL); /* orders of other rules */
    for (guint i = 0; i < matches->matches->len; i++) {
        const Match *own = g_ptr_array_index(matches->matches, i);
        for (guint j = 0; own->order == rule->order && j < matches->matches->len; j++) {
            const Match *match = g_ptr_array_index(matches->matches, j);
            const Rule *other = g_ptr_array_index(set->rules, match->order);
            const Capture *a, *b;
            if (other == rule || g_hash_table_contains(reported, other) ||
                !find_disagreement(own, match, &a, &b))
                continue;
            g_hash_table_add(reported, (gpointer)other);
            g_autofree char *place = sheet_load_place(other->sheet, other->at);
            breach(breaches, rule, example->at,
                   "its example gives '%s = %s', but rule %s (%s) reads '%s = %s'", a->name,
                   a->value.text, other->name, place, b->name, b->value.text);
        }
    }
}

static void check_ok(const RuleSet *set, const Rule *rule, const Example *example,
                     GPtrArray *breaches)
{
    const unsigned any = 1u << ZONE_ANY;
    g_autoptr(Text) text = example_load_text(example);
    g_autoptr(Matches) matches = matches_new();

    rule_set_match_example(set, rule->pass, rule->zones & any ? ~0u : rule->zones | any, text,
                           matches);
    if (!check_undetermined(rule, example, matches, breaches))
        return;
    if (has_match(matches, rule)) {
        check_values(rule, example, matches, breaches);
        check_one_reading(set, rule, example, matches, breaches);
    } else if (!report_no_value(set, rule, example, text, breaches)) {
        g_autofree char *reach = load_reach(set, rule, text);
        breach(breaches, rule, example->at, "does not match its example%s", reach);
    }
}

static void check_no(const RuleSet *set, const Rule *rule, const Example *example,
                     GPtrArray *breaches)
{
    g_autoptr(Text) text = example_load_text(example);
    g_autoptr(Matches) matches = matches_new();

    rule_set_match_example(set, rule->pass, rule->zones, text, matches);
    if (!check_undetermined(rule, example, matches, breaches) || !has_match(matches, rule))
        return;
    for (guint i = 0; i < matches->matches->len; i++) {
        const Match *match = g_ptr_array_index(matches->matches, i);
        if (match->order != rule->order)
            continue;
        g_autofree char *words = text_quote(text, match->span);
        g_strdelimit(words, "\n", ' ');
        breach(breaches, rule, example->at, "matches '%s', which it must not", words);
        return;
    }
}

/* ---- Names -------------------------------------------------------------------------------- */

/* True when one letter more, less, other, or two exchanged make one of the other. */
static bool is_one_edit_away(const char *a, const char *b)
{
    size_t m = strlen(a), n = strlen(b), same = 0;
    while (a[same] && a[same] == b[same])
        same++;
    if (m == n && same < m)
        return strcmp(a + same + 1, b + same + 1) == 0 ||
               (a[same] == b[same + 1] && a[same + 1] == b[same] &&
                strcmp(a + same + 2, b + same + 2) == 0);
    return (m == n + 1 && strcmp(a + same + 1, b + same) == 0) ||
           (n == m + 1 && strcmp(a + same, b + same + 1) == 0);
}

static void check_known(const Rule *rule, const char *name, const Field *field, size_t at,
                        GPtrArray *breaches)
{
    size_t count;
    const Field *fields = record_fields(&count);
    if (field || strcmp(name, RULE_OPENS) == 0)
        return;
    for (size_t i = 0; i < count; i++)
        if (fields[i].capture && is_one_edit_away(name, fields[i].capture))
            breach(breaches, rule, at, "the record has no field '%s': is '%s' meant?", name,
                   fields[i].capture);
}

static void check_captures(const Rule *rule, GPtrArray *breaches)
{
    g_autoptr(GPtrArray) names = regex_load_names(rule->regex);
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        bool declared = g_ascii_isupper(*name); /* a shape, not a capture */
        for (guint j = 0; j < rule->fields->len; j++)
            declared |= strcmp(g_array_index(rule->fields, RuleField, j).name, name) == 0;
        if (declared)
            continue;
        g_autofree char *group = g_strdup_printf("(?<%s>", name);
        const char *found = strstr(rule->source, group);
        breach(breaches, rule, rule->source_at + (found ? found - rule->source : 0),
               "captures '%s', which no field declares", name);
    }
    for (guint i = 0; i < rule->fields->len; i++) {
        const RuleField *field = &g_array_index(rule->fields, RuleField, i);
        if (field->group == 0)
            breach(breaches, rule, field->at, "field '%s' is captured nowhere in the regex",
                   field->name);
        check_known(rule, field->name, field->field, field->at, breaches);
    }
    for (guint i = 0; i < rule->constants->len; i++) {
        const RuleConstant *constant = &g_array_index(rule->constants, RuleConstant, i);
        check_known(rule, constant->name, constant->field, constant->at, breaches);
    }
}

static void check_rule(const RuleSet *set, const Rule *rule, GPtrArray *breaches)
{
    check_captures(rule, breaches);
    if (rule->oks->len == 0)
        breach(breaches, rule, rule->at, "has no 'ok': a rule shows what it reads");
    if (rule->nos->len == 0)
        breach(breaches, rule, rule->at, "has no 'no': a rule shows what it must not read");
    for (guint i = 0; i < rule->oks->len; i++)
        check_ok(set, rule, g_ptr_array_index(rule->oks, i), breaches);
    for (guint i = 0; i < rule->nos->len; i++)
        check_no(set, rule, g_ptr_array_index(rule->nos, i), breaches);
}

bool rule_set_check(const RuleSet *set, GPtrArray *breaches)
{
    guint before = breaches->len;
    for (guint i = 0; i < set->shapes->len; i++) {
        const Shape *shape = g_ptr_array_index(set->shapes, i);
        if (shape->used)
            continue;
        g_autofree char *place = sheet_load_place(shape->sheet, shape->at);
        g_ptr_array_add(breaches,
                        g_strdup_printf("%s: shape %s is called by no rule", place, shape->name));
    }
    for (guint i = 0; i < set->rules->len; i++)
        check_rule(set, g_ptr_array_index(set->rules, i), breaches);
    return breaches->len == before;
}

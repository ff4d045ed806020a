/* Runs rules on a text: each rule of a pass on each of its stretches, within a budget of CPU time.
 *
 * PCRE2's limits bound one starting place only: `\s+x` on 100 kB of spaces stays under any match
 * limit and takes 15 s. So a long stretch is searched in slices of starting places, and between two
 * slices the clock is read. What did not get done is named in Matches.undetermined. */
#include "set.h"

#include <string.h>
#include <time.h>

/* Nanoseconds of CPU: a pass may take this much, and this much more for each byte of the text; one
 * rule may take an eighth of it. An ordinary pass takes a hundredth. */
enum {
    PASS_NS = 150 * 1000 * 1000,
    PASS_NS_PER_BYTE = 300,
    RULE_SHARE = 8,
};

/* Starting places tried between two looks at the clock: so many that a scan of the whole stretch
 * from each stays near 16 ms; more while that is cheap, fewer when it is not. */
enum {
    SLICE_WORK = 16 * 1024 * 1024,
    SLICE_LEAST = 64,
    SLICE_MOST = 64 * 1024,
    SLICE_CHEAP_NS = 500 * 1000,
    SLICE_DEAR_NS = 4 * 1000 * 1000,
};

/* A long stretch is indexed in blocks; a rule is tried only from those that hold, with the next
 * one, what it needs near the start of a match. */
enum { BLOCK = 512 };

/* More than this from one rule, or a capture longer than this, is no document's doing. */
enum {
    RULE_MATCHES_MOST = 20000,
    CAPTURE_BYTES_MOST = 64 * 1024,
};

typedef struct Run {
    const RuleSet *set;
    const Text *text;
    const char *folded;
    Matches *matches;
    RegexRun *regex;
    gint64 budget, spent;
    gint64 *rule_spent; /* by order */
    guint *rule_matches;
    gint64 wall, cpu; /* when the clocks were last read */
} Run;

static gint64 clock_now(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (gint64)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void run_start(Run *run, const RuleSet *set, const Text *text, Matches *matches)
{
    size_t length = 0;
    *run = (Run){.set = set, .text = text, .matches = matches};
    run->folded = text_folded(text, &length);
    run->regex = regex_run_new(set->groups);
    run->budget = PASS_NS + (gint64)length * PASS_NS_PER_BYTE;
    run->rule_spent = g_new0(gint64, set->rules->len);
    run->rule_matches = g_new0(guint, set->rules->len);
    run->cpu = clock_now(CLOCK_THREAD_CPUTIME_ID);
    run->wall = clock_now(CLOCK_MONOTONIC);
}

static void run_clear(Run *run)
{
    regex_run_free(run->regex);
    g_free(run->rule_spent);
    g_free(run->rule_matches);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Run, run_clear)

/* Charges the pass, and a rule if one is given, with the time since the last look. The wall clock
 * is the cheap one (20 ns against 200), and what it shows is never less than the CPU time; only
 * where it shows much is the dear one asked how much of it was ours. */
static gint64 charge(Run *run, const Rule *rule)
{
    gint64 wall = clock_now(CLOCK_MONOTONIC), took = wall - run->wall;
    if (took > SLICE_CHEAP_NS) {
        gint64 cpu = clock_now(CLOCK_THREAD_CPUTIME_ID);
        took = MIN(took, cpu - run->cpu);
        run->cpu = cpu;
    }
    run->wall = wall;
    run->spent += took;
    if (rule)
        run->rule_spent[rule->order] += took;
    return took;
}

static bool is_spent(const Run *run, const Rule *rule)
{
    return run->spent > run->budget || run->rule_spent[rule->order] > run->budget / RULE_SHARE ||
           run->rule_matches[rule->order] >= RULE_MATCHES_MOST;
}

static void note_undetermined(Matches *matches, const Rule *rule)
{
    if (!g_ptr_array_find(matches->undetermined, rule->name, NULL))
        g_ptr_array_add(matches->undetermined, rule->name);
}

/* Where a rule is being run. */
typedef struct Stretch {
    Span span;
    ZoneKind kind;
    int act;
    const Outline *outline; /* to tell the zone of each match, when the stretch is the whole text */
} Stretch;

static bool read_field(const Run *run, const RuleField *field, size_t offset, Match *match)
{
    Span span;
    if (field->group == 0 || !regex_run_group(run->regex, field->group, &span) ||
        span_length(span) > CAPTURE_BYTES_MOST)
        return false;
    span.start += offset;
    span.end += offset;
    g_autofree char *words = text_quote(run->text, span);
    Value value;
    if (!value_read(field->type, words, &value))
        return false;
    match_add_capture(match, field->name, field->field, span, value);
    return true;
}

/* A match none of whose captures is a value is no match: « le 31 juin » is no date. */
static void add_match(Run *run, const Rule *rule, const Stretch *stretch, Span found)
{
    Span span = {stretch->span.start + found.start, stretch->span.start + found.end};
    Match *match = matches_add(run->matches, rule->name, rule->order, span);
    const Zone *zone = NULL;

    for (guint i = 0; i < rule->fields->len; i++)
        read_field(run, &g_array_index(rule->fields, RuleField, i), stretch->span.start, match);
    if (match->captures->len == 0 && rule->constants->len == 0) {
        g_ptr_array_set_size(run->matches->matches, (int)run->matches->matches->len - 1);
        return;
    }
    for (guint i = 0; i < rule->constants->len; i++) {
        const RuleConstant *constant = &g_array_index(rule->constants, RuleConstant, i);
        match_add_capture(match, constant->name, constant->field, span,
                          value_copy(&constant->value));
    }
    if (stretch->outline)
        zone = outline_zone_at(stretch->outline, span.start);
    match->zone = zone ? zone->kind : stretch->kind;
    match->act = zone ? zone->act : stretch->act;
}

/* Runs a rule on those starting places of a stretch; moves *from behind the last match. False when
 * it was cut short. */
static bool match_starts(Run *run, const Rule *rule, const Stretch *stretch, Span starts,
                         size_t *from)
{
    const char *subject = run->folded + stretch->span.start;
    const size_t length = span_length(stretch->span);
    size_t slice = CLAMP(SLICE_WORK / (length + 1), SLICE_LEAST, SLICE_MOST);
    size_t at = MAX(starts.start, *from);
    bool complete = true;

    while (at < starts.end) {
        Span some = {at, MIN(at + slice, starts.end)}, found;
        if (is_spent(run, rule))
            return false;
        RegexAnswer answer = regex_match(rule->regex, run->regex, subject, length, some);
        if (answer == REGEX_MATCH && regex_run_group(run->regex, 0, &found)) {
            add_match(run, rule, stretch, found);
            run->rule_matches[rule->order]++;
            at = MAX(found.end, at + 1);
        } else if (answer == REGEX_LIMIT && slice > SLICE_LEAST) {
            slice = MAX(slice / 8, SLICE_LEAST); /* look again, to lose as little as can be */
        } else {
            complete = complete && answer != REGEX_LIMIT;
            at = some.end;
        }
        gint64 took = charge(run, rule);
        if (took > SLICE_DEAR_NS)
            slice = MAX(slice / 2, SLICE_LEAST);
        else if (took < SLICE_CHEAP_NS && answer == REGEX_NO_MATCH)
            slice = MIN(slice * 2, SLICE_MOST);
    }
    *from = at;
    return complete;
}

/* What a stretch holds, as a whole and in each two blocks that follow one another. */
typedef struct Contents {
    NeedIndex whole;
    NeedIndex *pairs; /* NULL for a short stretch */
    size_t count;
    size_t spaces; /* the longest run of white space */
} Contents;

static size_t longest_space(const char *words, size_t length)
{
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < length; i++) {
        run = g_ascii_isspace(words[i]) || words[i] == '\v' ? run + 1 : 0;
        longest = MAX(longest, run);
    }
    return longest;
}

static void contents_fill(Contents *contents, const char *words, size_t length)
{
    *contents = (Contents){.pairs = NULL};
    if (length <= 2 * BLOCK) {
        need_index_fill(&contents->whole, words, length);
        return;
    }
    contents->count = (length + BLOCK - 1) / BLOCK;
    contents->pairs = g_new(NeedIndex, contents->count);
    contents->spaces = longest_space(words, length);
    for (size_t i = 0; i < contents->count; i++) {
        size_t start = i * BLOCK; /* two characters more, for the groups across the border */
        need_index_fill(&contents->pairs[i], words + start, MIN(BLOCK + 2, length - start));
        need_index_join(&contents->whole, &contents->pairs[i]);
        if (i > 0)
            need_index_join(&contents->pairs[i - 1], &contents->pairs[i]);
    }
}

static void contents_clear(Contents *contents)
{
    g_free(contents->pairs);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Contents, contents_clear)

/* Runs a rule on a stretch, wherever it can match there; false when it was cut short. */
static bool match_stretch(Run *run, const Rule *rule, const Stretch *stretch,
                          const Contents *contents)
{
    const size_t length = span_length(stretch->span);
    size_t from = 0;
    bool complete = true;

    if (!need_is_met(rule->need, &contents->whole))
        return true;
    if (!contents->pairs || need_reach(rule->need, contents->spaces) > BLOCK)
        return match_starts(run, rule, stretch, (Span){0, length}, &from);
    for (size_t i = 0; i < contents->count;) {
        size_t first = i;
        while (i < contents->count && need_is_met_near(rule->need, &contents->pairs[i]))
            i++;
        if (i > first) {
            Span starts = {first * BLOCK, MIN(i * BLOCK, length)};
            complete &= match_starts(run, rule, stretch, starts, &from);
        } else {
            i++;
        }
    }
    return complete;
}

static void match_rules(Run *run, RulePass pass, unsigned zones, const Stretch *stretch)
{
    g_auto(Contents) contents = {.pairs = NULL};
    if (span_length(stretch->span) == 0)
        return;
    contents_fill(&contents, run->folded + stretch->span.start, span_length(stretch->span));
    charge(run, NULL);
    for (guint i = 0; i < run->set->rules->len; i++) {
        const Rule *rule = g_ptr_array_index(run->set->rules, i);
        if (rule->pass == pass && (rule->zones & zones) &&
            !match_stretch(run, rule, stretch, &contents))
            note_undetermined(run->matches, rule);
    }
}

void rule_set_match(const RuleSet *set, RulePass pass, const Text *text, const Outline *outline,
                    Matches *matches)
{
    g_auto(Run) run;
    run_start(&run, set, text, matches);
    Stretch whole = {.kind = ZONE_ANY, .act = ZONE_NO_ACT, .outline = outline};
    text_folded(text, &whole.span.end);

    if (pass != RULE_PASS_FIELDS) {
        match_rules(&run, pass, ~0u, &whole);
    } else {
        const unsigned any = 1u << ZONE_ANY;
        match_rules(&run, pass, any, &whole);
        for (guint i = 0; outline && i < outline->zones->len; i++) {
            const Zone *zone = &g_array_index(outline->zones, Zone, i);
            Stretch stretch = {.span = zone->span, .kind = zone->kind, .act = zone->act};
            match_rules(&run, pass, 1u << zone->kind & ~any, &stretch);
        }
    }
    matches_sort(matches);
}

void rule_set_match_example(const RuleSet *set, RulePass pass, unsigned zones, const Text *text,
                            Matches *matches)
{
    g_auto(Run) run;
    run_start(&run, set, text, matches);
    Stretch whole = {.kind = ZONE_ANY, .act = ZONE_NO_ACT};
    text_folded(text, &whole.span.end);
    match_rules(&run, pass, zones, &whole);
    matches_sort(matches);
}

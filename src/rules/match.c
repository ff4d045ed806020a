/* Runs rules on a text: each rule of a pass on each of its stretches, within a budget of CPU time.
 *
 * PCRE2's limits bound one starting place only: `\s+x` on 100 kB of spaces stays under any match
 * limit and takes 15 s. So a long stretch is searched in slices of starting places, and between two
 * slices the clock is read. What did not get done is named in Matches.undetermined. */
#include "set.h"

#include <stdatomic.h>
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
    PLACES_UNPAID = 32, /* looking at the clock takes as long as trying a place or two */
};

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
    SieveIndex *index, *zoned; /* of the text; of the text with its zones for edges */
    gint64 budget, spent;
    gint64 *rule_spent; /* by order */
    guint *rule_matches;
    gint64 wall, cpu; /* when the clocks were last read */
    gint64 since;     /* charged by the wall clock alone since the other one was read */
    size_t unpaid;    /* places tried since then */
} Run;

static gint64 clock_now(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (gint64)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* What a pass needs to match with is kept for the next one. */
static _Atomic(RegexRun *) *spare_of(const RuleSet *set)
{
    return (_Atomic(RegexRun *) *)&set->spare;
}

/* The index of a text: landmarks and fields are looked for in the same. */
static SieveIndex *index_of(const RuleSet *set, const char *folded, size_t length)
{
    SieveIndex *last = atomic_exchange((_Atomic(SieveIndex *) *)&set->last, NULL);
    if (last && sieve_index_is_of(last, folded, length))
        return last;
    sieve_index_free(last);
    return sieve_index_new(set->sieves, folded, length);
}

static void run_start(Run *run, const RuleSet *set, const Text *text, Matches *matches)
{
    size_t length = 0;
    *run = (Run){.set = set, .text = text, .matches = matches};
    run->folded = text_folded(text, &length);
    run->regex = atomic_exchange(spare_of(set), NULL);
    if (!run->regex)
        run->regex = regex_run_new(set->groups);
    run->index = index_of(set, run->folded, length);
    run->budget = PASS_NS + (gint64)length * PASS_NS_PER_BYTE;
    run->rule_spent = g_new0(gint64, set->rules->len);
    run->rule_matches = g_new0(guint, set->rules->len);
    run->cpu = clock_now(CLOCK_THREAD_CPUTIME_ID);
    run->wall = clock_now(CLOCK_MONOTONIC);
}

static void run_clear(Run *run)
{
    regex_run_free(atomic_exchange(spare_of(run->set), run->regex));
    sieve_index_free(atomic_exchange((_Atomic(SieveIndex *) *)&run->set->last, run->index));
    sieve_index_free(run->zoned);
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
        /* what other rules took before is charged already */
        took = MIN(took, MAX(cpu - run->cpu - run->since, 0));
        run->cpu = cpu;
        run->since = 0;
    } else {
        run->since += took;
    }
    run->wall = wall;
    run->unpaid = 0;
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

/* Where rules are run. */
typedef struct Stretch {
    Span span;
    unsigned zones; /* the rules that are: those of one of these */
    const SieveIndex *index;
    Span blocks; /* of the index */
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
        run->unpaid += some.end - some.start;
        if (run->unpaid < PLACES_UNPAID && answer != REGEX_LIMIT)
            continue;
        gint64 took = charge(run, rule);
        if (took > SLICE_DEAR_NS)
            slice = MAX(slice / 2, SLICE_LEAST);
        else if (took < SLICE_CHEAP_NS && answer == REGEX_NO_MATCH)
            slice = MIN(slice * 2, SLICE_MOST);
    }
    *from = at;
    return complete;
}

/* The next blocks on end in `starts` (a word a chunk); empty when there are none before `end`. */
static Span next_blocks(const guint64 *starts, size_t from, size_t end)
{
    while (from < end) {
        guint64 word = starts[from / SIEVE_CHUNK] >> from % SIEVE_CHUNK;
        if (word) {
            from += (size_t)__builtin_ctzll(word);
            break;
        }
        from += SIEVE_CHUNK - from % SIEVE_CHUNK;
    }
    Span blocks = {MIN(from, end), MIN(from, end)};
    while (blocks.end < end && (starts[blocks.end / SIEVE_CHUNK] >> blocks.end % SIEVE_CHUNK & 1))
        blocks.end++;
    return blocks;
}

/* Runs a rule on a stretch, from the blocks of its index in `starts`; false when it was cut short.
 */
static bool match_stretch(Run *run, const Rule *rule, const Stretch *stretch, const guint64 *starts)
{
    const Span span = stretch->span;
    Span blocks = next_blocks(starts, stretch->blocks.start, stretch->blocks.end);
    size_t from = 0;
    bool complete = true;

    if (blocks.start == blocks.end || !sieve_passes(rule->sieve, stretch->index, stretch->blocks))
        return true;
    for (; blocks.start < blocks.end;
         blocks = next_blocks(starts, blocks.end, stretch->blocks.end)) {
        Span places = sieve_index_bytes(stretch->index, blocks);
        places = (Span){MAX(places.start, span.start), MIN(places.end, span.end)};
        SieveWalk walk = sieve_walk(rule->sieve, stretch->index, span, places);
        for (Span some; sieve_walk_next(&walk, &some); sieve_walk_skip(&walk, span.start + from)) {
            Span in_stretch = {some.start - span.start, some.end - span.start};
            complete &= match_starts(run, rule, stretch, in_stretch, &from);
        }
    }
    return complete;
}

enum { ZONE_BITS = 32 }; /* kinds of zones, one bit of an unsigned each */

/* Notes in `covered`, ZONE_BITS words a chunk, which blocks a stretch has. */
static void cover(guint64 *covered, const Stretch *stretch)
{
    for (size_t at = stretch->blocks.start; at < stretch->blocks.end;) {
        size_t chunk = at / SIEVE_CHUNK, from = at % SIEVE_CHUNK;
        size_t to = MIN(stretch->blocks.end - chunk * SIEVE_CHUNK, SIEVE_CHUNK);
        guint64 blocks = ((G_GUINT64_CONSTANT(1) << (to - from)) - 1) << from;
        for (unsigned zones = stretch->zones; zones; zones &= zones - 1)
            covered[chunk * ZONE_BITS + (size_t)__builtin_ctz(zones)] |= blocks;
        at = chunk * SIEVE_CHUNK + to;
    }
}

/* Where a rule can start at all in its zones, a word a chunk; false when that is nowhere. */
static bool find_starts(const Rule *rule, const SieveIndex *index, const guint64 *covered,
                        guint64 *starts)
{
    guint64 any = 0;
    for (size_t chunk = 0; chunk < sieve_index_chunks(index); chunk++) {
        guint64 wanted = 0;
        for (unsigned zones = rule->zones; zones; zones &= zones - 1)
            wanted |= covered[chunk * ZONE_BITS + (size_t)__builtin_ctz(zones)];
        any |= starts[chunk] = sieve_blocks(rule->sieve, index, chunk, wanted);
    }
    return any != 0;
}

/* Runs the rules of a pass on those of the stretches (of Stretch), all of one index, that they look
 * into. */
static void match_rules(Run *run, RulePass pass, const GArray *stretches)
{
    if (stretches->len == 0)
        return;
    const SieveIndex *index = g_array_index(stretches, Stretch, 0).index;
    const size_t chunks = sieve_index_chunks(index);
    g_autofree guint64 *starts = g_new(guint64, chunks + 1);
    g_autofree guint64 *covered = g_new0(guint64, chunks * ZONE_BITS + 1);

    for (guint j = 0; j < stretches->len; j++)
        cover(covered, &g_array_index(stretches, Stretch, j));
    for (guint i = 0; i < run->set->rules->len; i++) {
        const Rule *rule = g_ptr_array_index(run->set->rules, i);
        if (rule->pass != pass || !find_starts(rule, index, covered, starts))
            continue;
        for (guint j = 0; j < stretches->len; j++) {
            const Stretch *stretch = &g_array_index(stretches, Stretch, j);
            if (rule->zones & stretch->zones && !match_stretch(run, rule, stretch, starts))
                note_undetermined(run->matches, rule);
        }
    }
}

static void match_whole(Run *run, RulePass pass, unsigned zones, const Outline *outline)
{
    g_autoptr(GArray) stretches = g_array_new(false, false, sizeof(Stretch));
    Stretch whole = {.zones = zones,
                     .index = run->index,
                     .kind = ZONE_ANY,
                     .act = ZONE_NO_ACT,
                     .outline = outline};
    text_folded(run->text, &whole.span.end);
    whole.blocks = sieve_index_blocks(run->index, whole.span);
    g_array_append_val(stretches, whole);
    match_rules(run, pass, stretches);
}

static int compare_sizes(gconstpointer a, gconstpointer b)
{
    size_t m = *(const size_t *)a, n = *(const size_t *)b;
    return m < n ? -1 : m > n;
}

/* The text with the edges of its zones. */
static SieveIndex *index_zones(const Run *run, const Outline *outline)
{
    g_autoptr(GArray) edges = g_array_new(false, false, sizeof(size_t));
    for (guint i = 0; i < outline->zones->len; i++) {
        const Zone *zone = &g_array_index(outline->zones, Zone, i);
        g_array_append_val(edges, zone->span.start);
        g_array_append_val(edges, zone->span.end);
    }
    g_array_sort(edges, compare_sizes);
    return sieve_index_new_edged(run->index, (const size_t *)edges->data, edges->len);
}

/* True when an edge of another zone lies in this one: then matches in it reach over edges. */
static bool is_overlapped(const Outline *outline, const Zone *zone)
{
    for (guint i = 0; i < outline->zones->len; i++) {
        Span other = g_array_index(outline->zones, Zone, i).span;
        if ((other.start > zone->span.start && other.start < zone->span.end) ||
            (other.end > zone->span.start && other.end < zone->span.end))
            return true;
    }
    return false;
}

static void match_zones(Run *run, RulePass pass, const Outline *outline)
{
    g_autoptr(GArray) apart = g_array_new(false, false, sizeof(Stretch));
    g_autoptr(GArray) overlapped = g_array_new(false, false, sizeof(Stretch));

    run->zoned = index_zones(run, outline);
    for (guint i = 0; i < outline->zones->len; i++) {
        const Zone *zone = &g_array_index(outline->zones, Zone, i);
        bool simple = !is_overlapped(outline, zone);
        Stretch stretch = {.span = zone->span,
                           .zones = 1u << zone->kind & ~(1u << ZONE_ANY),
                           .index = simple ? run->zoned : run->index,
                           .kind = zone->kind,
                           .act = zone->act};
        stretch.blocks = sieve_index_blocks(stretch.index, stretch.span);
        g_array_append_val(simple ? apart : overlapped, stretch);
    }
    match_rules(run, pass, apart);
    match_rules(run, pass, overlapped);
}

void rule_set_match(const RuleSet *set, RulePass pass, const Text *text, const Outline *outline,
                    Matches *matches)
{
    g_auto(Run) run;
    run_start(&run, set, text, matches);
    if (pass == RULE_PASS_FIELDS)
        match_whole(&run, pass, 1u << ZONE_ANY, outline);
    else if (pass != RULE_PASS_SUBJECTS)
        match_whole(&run, pass, ~0u, NULL);
    if (outline && (pass == RULE_PASS_FIELDS || pass == RULE_PASS_SUBJECTS))
        match_zones(&run, pass, outline);
    matches_sort(matches);
}

void rule_set_match_example(const RuleSet *set, RulePass pass, unsigned zones, const Text *text,
                            Matches *matches)
{
    g_auto(Run) run;
    run_start(&run, set, text, matches);
    match_whole(&run, pass, zones, NULL);
    matches_sort(matches);
}

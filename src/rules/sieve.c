/* Sieves are written: what a regex needs, laid out so that what most texts lack is soon asked for.
 * See sieve.h. */
#include "sieve_parts.h"

#include "need_parts.h"

#include <stdlib.h>

/* Groups nobody asks for have the first rows, many so that noting them does not wait for the one
 * noted before. */
enum { ROWS_UNASKED = 64 };

SieveTable *sieve_table_new(void)
{
    SieveTable *table = g_new0(SieveTable, 1);
    for (guint c = 0; c < G_N_ELEMENTS(table->kind); c++)
        table->kind[c] = (guint8)need_kind_of((char)c);
    for (guint i = 0; i < NEED_GROUPS; i++)
        table->row[i] = i % ROWS_UNASKED;
    table->rows = ROWS_UNASKED;
    table->words = g_array_new(false, false, sizeof(guint16));
    return table;
}

void sieve_table_free(SieveTable *table)
{
    if (!table)
        return;
    g_array_unref(table->words);
    g_free(table);
}

/* ---- What to ask for first ----------------------------------------------------------------- */

/* How often the characters of each kind come among a hundred thousand of French print, folded. */
static const guint often[NEED_KINDS] = {
    /* clang-format off */
    /* a to m */ 5900, 700, 2500, 3300, 10900, 800, 800, 600, 5700, 300, 40, 4100, 2300,
    /* n to z */ 5700, 4300, 2300, 600, 5300, 5200, 5700, 4700, 1200, 20, 400, 200, 100,
    /* digits, space, apostrophe, hyphen, stop, the rest */ 3000, 16500, 900, 900, 1300, 2500,
    /* clang-format on */
};

/* So many characters lie near a place. */
enum { NEAR = 400 };

/* What is met so often need not be asked for. */
#define CHANCE_MOST 0.95

/* How long it takes to ask for a need, and the chance that it is met near a place. */
typedef struct Odds {
    double cost, chance;
} Odds;

/* Were the characters thrown together. */
static double chance_of_group(guint group)
{
    guint kinds = group < NEED_KINDS ? 1 : group < NEED_KINDS + NEED_PAIRS ? 2 : 3;
    guint left = group - (kinds > 1 ? NEED_KINDS : 0) - (kinds > 2 ? NEED_PAIRS : 0);
    double expected = NEAR;
    for (; kinds > 0; kinds--, left /= NEED_KINDS)
        expected *= often[left % NEED_KINDS] / 1e5;
    return expected / (1 + expected);
}

static Odds odds_of(const Need *need)
{
    Odds odds = {1, 1};
    double missed = 1;

    if (need->kind == NEED_SHAPE)
        return odds_of(need->shape);
    for (guint i = 0; need->kind == NEED_RUN && i < need->groups->len; i++) {
        double chance = chance_of_group(g_array_index(need->groups, guint16, i));
        odds = (Odds){odds.cost + 1, MIN(odds.chance, chance)};
    }
    for (guint i = 0; need->parts && i < need->parts->len; i++) {
        Odds part = odds_of(need->parts->pdata[i]);
        odds = (Odds){odds.cost + part.cost, odds.chance * part.chance};
        missed *= 1 - part.chance;
    }
    if (need->kind == NEED_ANY)
        odds.chance = 1 - missed;
    return odds;
}

/* A part, and by what it is ranked among the others. */
typedef struct Ranked {
    Need *need;
    double rank, chance;
} Ranked;

/* Asking is over when one of all is missing, or one of any is there: the least time for that comes
 * first. */
static Ranked rank_of(Need *need, NeedKind among)
{
    Odds odds = odds_of(need);
    double ends = among == NEED_ANY ? odds.chance : 1 - odds.chance;
    return (Ranked){need, odds.cost / (ends + 1e-9), odds.chance};
}

static int compare_ranks(gconstpointer a, gconstpointer b)
{
    double m = ((const Ranked *)a)->rank, n = ((const Ranked *)b)->rank;
    return m < n ? -1 : m > n;
}

static int compare_groups(gconstpointer a, gconstpointer b)
{
    double m = chance_of_group(*(const guint16 *)a), n = chance_of_group(*(const guint16 *)b);
    return m < n ? -1 : m > n;
}

/* ---- Writing ------------------------------------------------------------------------------- */

/* A letter by itself is in nearly every block, and not noted. */
static void write_run(SieveTable *table, const Need *need)
{
    g_autoptr(GArray) groups = g_array_copy(need->groups);
    g_array_sort(groups, compare_groups);
    for (guint i = 0; i < groups->len; i++) {
        guint16 group = g_array_index(groups, guint16, i), *row = &table->row[group];
        if (group < KIND_DIGIT)
            continue;
        if (*row < ROWS_UNASKED)
            *row = (guint16)table->rows++;
        g_array_append_val(table->words, *row);
    }
}

/* What of a set's needs is written, and where what is being written lies. */
typedef struct Writing {
    SieveTable *table;
    bool near;
    Width from; /* it is no further from the start of a match */
} Writing;

static Width further(Width from, Width more)
{
    return (Width){.fixed = from.fixed + more.fixed, .spaces = from.spaces + more.spaces};
}

/* What lies within a need. */
static Writing within(const Writing *writing, const Need *need)
{
    Writing inside = *writing;
    inside.from = further(writing->from, need->from);
    return inside;
}

/* False when it may lie too far to be near. */
static bool write_reach(const Writing *writing, const Need *run)
{
    Width end = further(writing->from, run->from);
    if (end.fixed > SIEVE_AHEAD * SIEVE_BLOCK || end.spaces > SIEVE_AHEAD * SIEVE_BLOCK)
        return false;
    guint16 words[] = {(guint16)end.fixed, (guint16)end.spaces};
    g_array_append_vals(writing->table->words, words, G_N_ELEMENTS(words));
    return true;
}

static bool write_need(const Writing *writing, const Need *need);

static bool write_parts(const Writing *writing, const Need *need)
{
    guint count = need->kind == NEED_ALL && writing->near ? need->near : need->parts->len;
    g_autofree Ranked *parts = g_new(Ranked, count);
    const Writing inside = within(writing, need);
    for (guint i = 0; i < count; i++)
        parts[i] = rank_of(need->parts->pdata[i], need->kind);
    if (count > 1)
        qsort(parts, count, sizeof(Ranked), compare_ranks);
    for (guint i = 0; i < count; i++) {
        bool idle = need->kind == NEED_ALL && parts[i].chance > CHANCE_MOST;
        if (!idle && !write_need(&inside, parts[i].need))
            return false;
    }
    return true;
}

/* False when there was no room: what was written is then taken back, and nothing is asked. */
static bool write_need(const Writing *writing, const Need *need)
{
    SieveTable *table = writing->table;
    guint at = table->words->len;
    Word kind = need->kind == NEED_RUN ? WORD_RUN : need->kind == NEED_ANY ? WORD_ANY : WORD_ALL;
    guint16 head = 0;
    bool room = true;

    if (need->kind == NEED_SHAPE) {
        const Writing inside = within(writing, need);
        return write_need(&inside, need->shape);
    }
    g_array_append_val(table->words, head);
    if (need->kind == NEED_RUN && writing->near && !write_reach(writing, need))
        kind = WORD_ALL; /* of nothing */
    else if (need->kind == NEED_RUN)
        write_run(table, need);
    else if (need->kind != NEED_NOTHING)
        room = write_parts(writing, need);
    guint length = table->words->len - at - 1;
    if (!room || length > WORD_LENGTH) {
        g_array_set_size(table->words, (guint)at);
        return false;
    }
    g_array_index(table->words, guint16, at) = (guint16)(kind | length);
    return true;
}

static guint write_sieve(SieveTable *table, const Need *need, bool near)
{
    guint at = table->words->len;
    guint16 nothing = WORD_ALL;
    Writing writing = {.table = table, .near = near};
    if (!write_need(&writing, need))
        g_array_append_val(table->words, nothing);
    return at;
}

static bool has_letters(const Bytes *bytes, char first)
{
    for (guint c = 0; c < 26; c++)
        if (bytes_has(bytes, (guchar)(first + c)))
            return true;
    return false;
}

Sieve *sieve_new(SieveTable *table, const Need *need)
{
    Sieve *sieve = g_new0(Sieve, 1);
    sieve->table = table;
    sieve->near = write_sieve(table, need, true);
    sieve->all = write_sieve(table, need, false);
    sieve->start = *need->start;
    sieve->kinds = start_kinds(need->start);
    sieve->at_words =
        !has_letters(&need->start->before, 'a') && !has_letters(&need->start->before, 'A');
    sieve->at_lines = bytes_next(&need->start->before, 0) == '\n' &&
                      bytes_next(&need->start->before, '\n' + 1) == 256;
    sieve->at_capitals = !has_letters(&need->start->first, 'a');
    sieve->at_start = bytes_are_none(need->start->before);
    return sieve;
}

void sieve_free(Sieve *sieve)
{
    g_free(sieve);
}

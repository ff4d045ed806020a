/* Sieves, and the index they are asked of. */
#include "sieve.h"

#include "need_parts.h"

#include <stdlib.h>
#include <string.h>

/* ---- Tables and sieves -------------------------------------------------------------------- */

/* A need is written as a word that says what and how long it is, and what it is of: the rows of a
 * run, or further needs. So all of them lie on end, and asking does not wander about in memory. */
typedef enum Word {
    WORD_RUN = 0 << 14,
    WORD_ALL = 1 << 14,
    WORD_ANY = 2 << 14,
    WORD_KIND = 3 << 14,
    WORD_LENGTH = WORD_ALL - 1,
} Word;

struct SieveTable {
    guint16 row[NEED_GROUPS]; /* of each group */
    guint rows;
    GArray *words; /* of guint16 */
};

struct Sieve {
    const SieveTable *table;
    guint near, all; /* in table->words; near is what must stand near the start */
    guint64 reach, reach_spaces;
    Start start;
    guint32 kinds; /* that a match can start with */
    bool at_words; /* no letter and no digit may stand before it */
    bool at_start; /* nothing may: it starts a stretch */
};

/* Groups nobody asks for have the first rows, many so that noting them does not wait for the one
 * noted before. */
enum { ROWS_UNASKED = 64 };

SieveTable *sieve_table_new(void)
{
    SieveTable *table = g_new0(SieveTable, 1);
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

/* How long it takes to ask for a need. */
static guint cost_of(const Need *need)
{
    guint cost = 1;
    if (need->kind == NEED_SHAPE)
        return cost_of(need->shape);
    if (need->kind == NEED_RUN)
        return need->groups->len;
    for (guint i = 0; need->parts && i < need->parts->len; i++)
        cost += cost_of(need->parts->pdata[i]);
    return cost;
}

static int compare_costs(gconstpointer a, gconstpointer b)
{
    guint m = cost_of(*(const Need *const *)a), n = cost_of(*(const Need *const *)b);
    return m < n ? -1 : m > n;
}

static void write_run(SieveTable *table, const Need *need)
{
    for (guint i = 0; i < need->groups->len; i++) {
        guint16 *row = &table->row[g_array_index(need->groups, guint16, i)];
        if (*row < ROWS_UNASKED)
            *row = (guint16)table->rows++;
        g_array_append_val(table->words, *row);
    }
}

/* False when there was no room: what was written is then taken back, and nothing is asked. */
static bool write_need(SieveTable *table, const Need *need, bool near)
{
    guint at = table->words->len;
    Word kind = need->kind == NEED_RUN ? WORD_RUN : need->kind == NEED_ANY ? WORD_ANY : WORD_ALL;
    guint16 head = 0;

    if (need->kind == NEED_SHAPE)
        return write_need(table, need->shape, near);
    g_array_append_val(table->words, head);
    if (need->kind == NEED_RUN) {
        write_run(table, need);
    } else if (need->kind != NEED_NOTHING) {
        /* Most texts lack one of the things needed: what is soon asked for comes first. */
        guint count = need->kind == NEED_ALL && near ? need->near : need->parts->len;
        g_autofree gpointer *parts = g_memdup2(need->parts->pdata, count * sizeof(gpointer));
        if (kind == WORD_ALL && count > 1)
            qsort(parts, count, sizeof(gpointer), compare_costs);
        for (guint i = 0; i < count; i++) {
            if (write_need(table, parts[i], near))
                continue;
            g_array_set_size(table->words, (guint)at);
            return false;
        }
    }
    guint length = table->words->len - at - 1;
    if (length > WORD_LENGTH) {
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
    if (!write_need(table, need, near))
        g_array_append_val(table->words, nothing);
    return at;
}

static bool is_at_words(const Start *start)
{
    for (guint c = 0; c < 128; c++)
        if (g_ascii_isalnum((char)c) && bytes_has(&start->before, (guchar)c))
            return false;
    return true;
}

Sieve *sieve_new(SieveTable *table, const Need *need)
{
    Sieve *sieve = g_new0(Sieve, 1);
    sieve->table = table;
    sieve->near = write_sieve(table, need, true);
    sieve->all = write_sieve(table, need, false);
    sieve->reach = need->width.fixed;
    sieve->reach_spaces = need->width.spaces;
    sieve->start = need->start;
    sieve->kinds = start_kinds(&need->start);
    sieve->at_words = is_at_words(&need->start);
    sieve->at_start = bytes_are_none(need->start.before);
    return sieve;
}

void sieve_free(Sieve *sieve)
{
    g_free(sieve);
}

/* ---- The index ---------------------------------------------------------------------------- */

struct SieveIndex {
    const char *folded;
    guint8 *kinds; /* of each byte */
    size_t length, chunks, rows;
    size_t spaces;  /* the longest run of white space */
    guint64 *holds; /* chunk by chunk, row by row: a bit for each block that holds the end of one */
    guint64 *bytes; /* block by block, row by row: a bit for each byte of that kind; the last row is
                     * for those behind no letter and no digit */
};

enum { BYTE_ROWS = NEED_KINDS + 1 };

/* Notes the groups that end in bytes [start, end) as held by the block of `bit`. */
static void fill_block(const SieveTable *table, const guint8 *kinds, size_t start, size_t end,
                       guint64 bit, guint64 *rows)
{
    const guint16 *of_pair = table->row + NEED_KINDS, *of_triple = of_pair + NEED_PAIRS;
    guint last = start >= 1 ? kinds[start - 1] : 0;

    last |= start >= 2 ? (guint)kinds[start - 2] << 5 : 0;
    for (size_t i = start; i < end; i++) {
        last = (last << 5 | kinds[i]) & (NEED_TRIPLES - 1);
        if (i >= 2)
            rows[of_triple[last]] |= bit;
        if (i >= 1)
            rows[of_pair[last & (NEED_PAIRS - 1)]] |= bit;
    }
}

/* The same for groups of one. */
static void fill_singles(const SieveTable *table, const guint64 *bytes, guint64 bit, guint64 *rows)
{
    for (guint kind = 0; kind < NEED_KINDS; kind++)
        rows[table->row[kind]] |= bytes[kind] ? bit : 0;
}

/* Notes the kind of every byte. */
static void find_kinds(SieveIndex *index)
{
    guint8 kind_of[256], last = KIND_SPACE;
    size_t run = 0;
    for (guint c = 0; c < G_N_ELEMENTS(kind_of); c++)
        kind_of[c] = (guint8)need_kind_of((char)c);
    for (size_t i = 0; i < index->length; i++) {
        guint8 kind = kind_of[(guchar)index->folded[i]];
        guint64 *rows = index->bytes + i / SIEVE_BLOCK * BYTE_ROWS;
        guint64 bit = G_GUINT64_CONSTANT(1) << i % SIEVE_BLOCK;
        rows[kind] |= bit;
        if (last > KIND_DIGIT)
            rows[NEED_KINDS] |= bit;
        index->kinds[i] = last = kind;
        run = kind == KIND_SPACE ? run + 1 : 0;
        index->spaces = MAX(index->spaces, run);
    }
}

SieveIndex *sieve_index_new(const SieveTable *table, const char *folded, size_t length)
{
    const size_t chunk_bytes = SIEVE_CHUNK * SIEVE_BLOCK;
    SieveIndex *index = g_new0(SieveIndex, 1);
    index->folded = folded;
    index->kinds = g_malloc(length + 1);
    index->length = length;
    index->chunks = (length + chunk_bytes - 1) / chunk_bytes;
    index->rows = table->rows;
    index->holds = g_new0(guint64, index->chunks * index->rows);
    index->bytes = g_new0(guint64, (length / SIEVE_BLOCK + 1) * BYTE_ROWS);
    find_kinds(index);
    for (size_t chunk = 0; chunk < index->chunks; chunk++) {
        size_t start = chunk * chunk_bytes;
        guint64 *rows = index->holds + chunk * index->rows;
        for (guint block = 0; block < 64 && start < length; block++, start += SIEVE_BLOCK) {
            guint64 bit = G_GUINT64_CONSTANT(1) << block;
            fill_block(table, index->kinds, start, MIN(start + SIEVE_BLOCK, length), bit, rows);
            fill_singles(table, index->bytes + start / SIEVE_BLOCK * BYTE_ROWS, bit, rows);
        }
    }
    return index;
}

void sieve_index_free(SieveIndex *index)
{
    if (!index)
        return;
    g_free(index->holds);
    g_free(index->bytes);
    g_free(index->kinds);
    g_free(index);
}

size_t sieve_index_chunks(const SieveIndex *index)
{
    return index->chunks;
}

/* ---- Blocks ------------------------------------------------------------------------------- */

/* Each bit, and as many below it. */
static guint64 spread(guint64 bits, guint more)
{
    for (guint done = 0; done < more;) {
        guint step = MIN(done + 1, more - done);
        bits |= bits >> step;
        done += step;
    }
    return bits;
}

/* The blocks from which all is within so many more blocks. Moves *at behind the need. */
static guint64 find_near(const guint16 **at, const guint64 *rows, guint more)
{
    guint16 head = *(*at)++;
    const guint16 *end = *at + (head & WORD_LENGTH);
    guint64 found = ~G_GUINT64_CONSTANT(0), any = 0;

    switch (head & WORD_KIND) {
    case WORD_RUN:
        for (; *at < end && found; (*at)++)
            found &= spread(rows[**at], more);
        break;
    case WORD_ALL:
        while (*at < end && found)
            found &= find_near(at, rows, more);
        break;
    default:
        while (*at < end)
            any |= find_near(at, rows, more);
        found = any;
    }
    *at = end;
    return found;
}

/* How far behind its start a match can have what it needs near it. */
static guint64 reach_of(const Sieve *sieve, size_t spaces)
{
    if (sieve->reach > G_MAXINT32 || sieve->reach_spaces > G_MAXINT16 || spaces > G_MAXINT16)
        return G_MAXUINT64;
    return sieve->reach + sieve->reach_spaces * spaces;
}

guint64 sieve_blocks(const Sieve *sieve, const SieveIndex *index, size_t chunk)
{
    guint64 reach = reach_of(sieve, index->spaces);
    size_t blocks = (index->length + SIEVE_BLOCK - 1) / SIEVE_BLOCK - chunk * SIEVE_CHUNK;
    guint64 all = (G_GUINT64_CONSTANT(1) << MIN(blocks, SIEVE_CHUNK)) - 1;
    if (reach > SIEVE_AHEAD * SIEVE_BLOCK)
        return all;
    const guint16 *words = &g_array_index(sieve->table->words, guint16, sieve->near);
    guint more = (guint)(reach + SIEVE_BLOCK - 2) / SIEVE_BLOCK;
    return all & find_near(&words, index->holds + chunk * index->rows, more);
}

/* ---- Places ------------------------------------------------------------------------------- */

/* True when a match can start at a place, by its first two bytes and the one before. */
static inline bool admits(const Start *start, const SieveIndex *index, Span stretch, size_t place)
{
    guint8 kind = index->kinds[place];
    if (place + 1 < stretch.end && !(start->pairs[kind] >> index->kinds[place + 1] & 1) &&
        !(start->single >> kind & 1))
        return false;
    const char *at = index->folded + place;
    return bytes_has(&start->first, (guchar)at[0]) &&
           (place == stretch.start || bytes_has(&start->before, (guchar)at[-1]));
}

/* The bytes of a block whose kind and whose neighbour are right; a stretch may start anywhere. */
static guint64 likely_places(const Sieve *sieve, const SieveIndex *index, size_t block)
{
    const guint64 *rows = index->bytes + block * BYTE_ROWS;
    guint64 found = 0;
    for (guint32 kinds = sieve->kinds; kinds; kinds &= kinds - 1)
        found |= rows[__builtin_ctz(kinds)];
    return sieve->at_words ? found & rows[NEED_KINDS] : found;
}

static size_t next_place(const Sieve *sieve, const SieveIndex *index, Span stretch, Span places)
{
    size_t at = places.start;
    if (at == stretch.start && at < places.end && admits(&sieve->start, index, stretch, at))
        return at;
    if (sieve->at_start)
        return places.end;
    while (at < places.end) {
        guint64 likely = likely_places(sieve, index, at / SIEVE_BLOCK) >> at % SIEVE_BLOCK;
        for (; likely; likely &= likely - 1) {
            size_t place = at + (size_t)__builtin_ctzll(likely);
            if (place >= places.end)
                return places.end;
            if (admits(&sieve->start, index, stretch, place))
                return place;
        }
        at += SIEVE_BLOCK - at % SIEVE_BLOCK;
    }
    return places.end;
}

Span sieve_places(const Sieve *sieve, const SieveIndex *index, Span stretch, Span places)
{
    Span some = places;
    some.start = some.end = next_place(sieve, index, stretch, places);
    while (some.end < places.end && admits(&sieve->start, index, stretch, some.end))
        some.end++;
    return some;
}

/* ---- Stretches ---------------------------------------------------------------------------- */

static bool holds(const SieveIndex *index, guint row, Span blocks)
{
    for (size_t at = blocks.start; at < blocks.end;) {
        size_t chunk = at / SIEVE_CHUNK, from = at % SIEVE_CHUNK;
        size_t to = MIN(blocks.end - chunk * SIEVE_CHUNK, SIEVE_CHUNK);
        guint64 mask = ((G_GUINT64_CONSTANT(1) << (to - from)) - 1) << from;
        if (index->holds[chunk * index->rows + row] & mask)
            return true;
        at = chunk * SIEVE_CHUNK + to;
    }
    return false;
}

/* Moves *at behind the need. */
static bool is_met(const guint16 **at, const SieveIndex *index, Span blocks)
{
    guint16 head = *(*at)++;
    const guint16 *end = *at + (head & WORD_LENGTH);
    bool any = (head & WORD_KIND) == WORD_ANY, met = !any;

    if ((head & WORD_KIND) == WORD_RUN) {
        for (; *at < end && met; (*at)++)
            met = holds(index, **at, blocks);
    } else {
        while (*at < end && met != any)
            met = is_met(at, index, blocks);
    }
    *at = end;
    return met;
}

bool sieve_passes(const Sieve *sieve, const SieveIndex *index, Span stretch)
{
    const guint16 *words = &g_array_index(sieve->table->words, guint16, sieve->all);
    Span blocks = {stretch.start / SIEVE_BLOCK, (stretch.end + SIEVE_BLOCK - 1) / SIEVE_BLOCK};
    return is_met(&words, index, blocks);
}

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
    guint8 kind[256];         /* of each byte */
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

/* A letter by itself is in nearly every block, and not noted. */
static void write_run(SieveTable *table, const Need *need)
{
    for (guint i = 0; i < need->groups->len; i++) {
        guint16 group = g_array_index(need->groups, guint16, i), *row = &table->row[group];
        if (group < KIND_DIGIT)
            continue;
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
    GArray *starts; /* of guint32: of the blocks, and the end of the last */
    size_t spaces;  /* the longest run of white space */
    guint64 *holds; /* chunk by chunk, row by row: a bit for each block that holds the end of one */
    guint64 *bytes; /* block by block, row by row: a bit for each byte of that kind; the last row is
                     * for those behind no letter and no digit */
};

enum { BYTE_ROWS = NEED_KINDS + 1 };

static guint64 bit_at(size_t number)
{
    return G_GUINT64_CONSTANT(1) << number;
}

static size_t start_of(const SieveIndex *index, size_t block)
{
    return g_array_index(index->starts, guint32, block);
}

static void cut_blocks(SieveIndex *index, const size_t *edges, size_t edge_count)
{
    guint32 at = 0;
    index->starts = g_array_new(false, false, sizeof(guint32));
    g_array_append_val(index->starts, at);
    while (at < index->length) {
        size_t end = MIN(at + SIEVE_BLOCK, index->length);
        while (edge_count > 0 && *edges <= at)
            edges++, edge_count--;
        at = (guint32)(edge_count > 0 ? MIN(end, *edges) : end);
        g_array_append_val(index->starts, at);
    }
}

/* Notes the kinds of the bytes of a block; gives the white space it ends in, `run` bytes of it
 * before the block. */
static size_t note_bytes(SieveIndex *index, const SieveTable *table, size_t block, size_t run)
{
    size_t start = start_of(index, block), length = start_of(index, block + 1) - start;
    const guchar *bytes = (const guchar *)index->folded + start;
    guint8 *kinds = index->kinds + start, last = start > 0 ? kinds[-1] : KIND_SPACE;
    guint64 *rows = index->bytes + block * BYTE_ROWS, words = 0, bit = 1;

    for (size_t i = 0; i < length; i++, bit <<= 1) {
        guint8 kind = table->kind[bytes[i]];
        kinds[i] = kind;
        rows[kind] |= bit;
        words |= last > KIND_DIGIT ? bit : 0;
        last = kind;
        run = kind == KIND_SPACE ? run + 1 : 0;
        index->spaces = MAX(index->spaces, run);
    }
    rows[NEED_KINDS] = words;
    return run;
}

/* Notes which groups end in a block. */
static void note_groups(SieveIndex *index, const SieveTable *table, size_t block)
{
    const guint16 *of_pair = table->row + NEED_KINDS, *of_triple = of_pair + NEED_PAIRS;
    const guint8 *kinds = index->kinds;
    const guint64 bit = bit_at(block % SIEVE_CHUNK), *bytes = index->bytes + block * BYTE_ROWS;
    guint64 *rows = index->holds + block / SIEVE_CHUNK * index->rows;
    size_t i = start_of(index, block), end = start_of(index, block + 1);
    guint last = 0;

    for (guint kind = KIND_DIGIT; kind < NEED_KINDS; kind++)
        rows[table->row[kind]] |= bytes[kind] ? bit : 0;
    for (; i < end && i < 2; i++) /* a pair can end in the second byte of the text, no more */
        if (i == 1)
            rows[of_pair[kinds[0] << 5 | kinds[1]]] |= bit;
    if (i < end)
        last = (guint)kinds[i - 2] << 5 | kinds[i - 1];
    for (; i < end; i++) {
        last = (last << 5 | kinds[i]) & (NEED_TRIPLES - 1);
        rows[of_triple[last]] |= bit;
        rows[of_pair[last & (NEED_PAIRS - 1)]] |= bit;
    }
}

/* A chunk holds what the first blocks of the next one hold as well. */
static void join_chunks(SieveIndex *index)
{
    for (size_t chunk = 0; chunk + 1 < index->chunks; chunk++) {
        guint64 *rows = index->holds + chunk * index->rows;
        const guint64 *next = rows + index->rows;
        for (size_t row = 0; row < index->rows; row++)
            rows[row] |= next[row] << SIEVE_CHUNK;
    }
}

SieveIndex *sieve_index_new(const SieveTable *table, const char *folded, size_t length,
                            const size_t *edges, size_t edge_count)
{
    SieveIndex *index = g_new0(SieveIndex, 1);
    size_t run = 0;
    index->folded = folded;
    index->length = length;
    cut_blocks(index, edges, edge_count);
    size_t blocks = index->starts->len - 1;
    index->kinds = g_malloc(length + 1);
    index->chunks = (blocks + SIEVE_CHUNK - 1) / SIEVE_CHUNK;
    index->rows = table->rows;
    index->holds = g_new0(guint64, index->chunks * index->rows);
    index->bytes = g_new0(guint64, (blocks + 1) * BYTE_ROWS);
    for (size_t block = 0; block < blocks; block++) {
        run = note_bytes(index, table, block, run);
        note_groups(index, table, block);
    }
    join_chunks(index);
    return index;
}

void sieve_index_free(SieveIndex *index)
{
    if (!index)
        return;
    g_array_unref(index->starts);
    g_free(index->holds);
    g_free(index->bytes);
    g_free(index->kinds);
    g_free(index);
}

size_t sieve_index_chunks(const SieveIndex *index)
{
    return index->chunks;
}

/* The block that holds a byte; the number of blocks for the end of the text. */
static size_t block_at(const SieveIndex *index, size_t byte)
{
    size_t low = 0, high = index->starts->len;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (start_of(index, middle) <= byte)
            low = middle;
        else
            high = middle;
    }
    return low;
}

Span sieve_index_blocks(const SieveIndex *index, Span stretch)
{
    if (stretch.start >= stretch.end)
        return (Span){0, 0};
    return (Span){block_at(index, stretch.start), block_at(index, stretch.end - 1) + 1};
}

Span sieve_index_bytes(const SieveIndex *index, Span blocks)
{
    return (Span){start_of(index, blocks.start), start_of(index, blocks.end)};
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
    size_t blocks = index->starts->len - 1 - chunk * SIEVE_CHUNK;
    guint64 all = bit_at(MIN(blocks, SIEVE_CHUNK)) - 1;
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
    for (size_t block = block_at(index, at); at < places.end; at = start_of(index, ++block)) {
        size_t start = start_of(index, block);
        guint64 likely = likely_places(sieve, index, block) >> (at - start) << (at - start);
        for (; likely; likely &= likely - 1) {
            size_t place = start + (size_t)__builtin_ctzll(likely);
            if (place >= places.end)
                return places.end;
            if (admits(&sieve->start, index, stretch, place))
                return place;
        }
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
        guint64 mask = (bit_at(to - from) - 1) << from;
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

bool sieve_passes(const Sieve *sieve, const SieveIndex *index, Span blocks)
{
    const guint16 *words = &g_array_index(sieve->table->words, guint16, sieve->all);
    return is_met(&words, index, blocks);
}

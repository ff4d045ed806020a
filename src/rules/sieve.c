/* Sieves, and the index they are asked of. */
#include "sieve.h"

#include "need_parts.h"

#include <stdlib.h>
#include <string.h>

/* ---- Tables and sieves -------------------------------------------------------------------- */

/* A need is written as a word that says what and how long it is, and what it is of: the rows of a
 * run, or further needs. A run that is near has two words in front of its rows: it ends within so
 * many characters and runs of white space. So all of them lie on end, and asking does not wander
 * about in memory. */
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
    Start start;
    guint32 kinds;    /* that a match can start with */
    bool at_words;    /* no letter may stand before it */
    bool at_capitals; /* its letters are capitals */
    bool at_start;    /* nothing may: it starts a stretch */
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

/* Most texts lack one of the things needed: what is soon asked for comes first. */
static bool write_parts(const Writing *writing, const Need *need)
{
    guint count = need->kind == NEED_ALL && writing->near ? need->near : need->parts->len;
    g_autofree gpointer *parts = g_memdup2(need->parts->pdata, count * sizeof(gpointer));
    const Writing inside = within(writing, need);
    if (need->kind == NEED_ALL && count > 1)
        qsort(parts, count, sizeof(gpointer), compare_costs);
    for (guint i = 0; i < count; i++)
        if (!write_need(&inside, parts[i]))
            return false;
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
    sieve->at_capitals = !has_letters(&need->start->first, 'a');
    sieve->at_start = bytes_are_none(need->start->before);
    return sieve;
}

void sieve_free(Sieve *sieve)
{
    g_free(sieve);
}

/* ---- The index ---------------------------------------------------------------------------- */

/* What is known of each byte of a text, whatever its blocks. */
typedef struct Letters {
    char *folded;
    size_t length;
    guint8 *kinds;
    guint64
        *places; /* 64 bytes by 64 bytes, row by row: a bit for each byte of that kind, and more */
    size_t spaces; /* the longest run of white space */
} Letters;

enum {
    ROW_WORDS = NEED_KINDS, /* those behind no letter */
    ROW_CAPITALS,           /* those that are no small letters */
    PLACE_ROWS,
};

struct SieveIndex {
    const SieveTable *table;
    Letters letters;
    bool owns_letters;
    size_t chunks, rows;
    GArray *starts; /* of guint32: of the blocks, and the end of the last */
    guint64 *holds; /* chunk by chunk, row by row: a bit for each block that holds the end of one */
};

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
    size_t length = index->letters.length;
    guint32 at = 0;
    index->starts = g_array_new(false, false, sizeof(guint32));
    g_array_append_val(index->starts, at);
    while (at < length) {
        size_t end = MIN(at + SIEVE_BLOCK, length);
        while (edge_count > 0 && *edges <= at)
            edges++, edge_count--;
        at = (guint32)(edge_count > 0 ? MIN(end, *edges) : end);
        g_array_append_val(index->starts, at);
    }
}

static void note_letters(Letters *letters, const SieveTable *table)
{
    const guchar *bytes = (const guchar *)letters->folded;
    const size_t length = letters->length;
    size_t run = 0, longest = 0;
    guint8 last = KIND_SPACE;

    for (size_t start = 0; start < length; start += 64) {
        guint64 *rows = letters->places + start / 64 * PLACE_ROWS;
        guint64 words = 0, capitals = 0, bit = 1;
        for (size_t i = start; i < MIN(start + 64, length); i++, bit <<= 1) {
            guint8 kind = table->kind[bytes[i]];
            letters->kinds[i] = kind;
            rows[kind] |= bit;
            words |= last >= KIND_DIGIT ? bit : 0;
            capitals |= bytes[i] < 'a' || kind >= KIND_DIGIT ? bit : 0;
            last = kind;
            run = kind == KIND_SPACE ? run + 1 : 0;
            longest = MAX(longest, run);
        }
        rows[ROW_WORDS] = words;
        rows[ROW_CAPITALS] = capitals;
    }
    letters->spaces = longest;
}

/* Notes which groups end in a block. */
static void note_groups(SieveIndex *index, size_t block)
{
    const SieveTable *table = index->table;
    const guint16 *of_pair = table->row + NEED_KINDS, *of_triple = of_pair + NEED_PAIRS;
    const guint8 *kinds = index->letters.kinds;
    const guint64 bit = bit_at(block % SIEVE_CHUNK);
    guint64 *rows = index->holds + block / SIEVE_CHUNK * index->rows;
    size_t i = start_of(index, block), end = start_of(index, block + 1);
    guint last = 0;
    guint32 seen = 0;

    for (; i < end && i < 2; i++) { /* a pair can end in the second byte of the text, no more */
        seen |= 1u << kinds[i];
        if (i == 1)
            rows[of_pair[kinds[0] << 5 | kinds[1]]] |= bit;
    }
    if (i < end)
        last = (guint)kinds[i - 2] << 5 | kinds[i - 1];
    for (; i < end; i++) {
        last = (last << 5 | kinds[i]) & (NEED_TRIPLES - 1);
        seen |= 1u << kinds[i];
        rows[of_triple[last]] |= bit;
        rows[of_pair[last & (NEED_PAIRS - 1)]] |= bit;
    }
    for (guint kind = KIND_DIGIT; kind < NEED_KINDS; kind++)
        rows[table->row[kind]] |= seen >> kind & 1 ? bit : 0;
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

/* Indexes the letters, which are known. */
static SieveIndex *index_letters(const SieveTable *table, Letters letters, const size_t *edges,
                                 size_t edge_count)
{
    SieveIndex *index = g_new0(SieveIndex, 1);
    index->table = table;
    index->letters = letters;
    cut_blocks(index, edges, edge_count);
    size_t blocks = index->starts->len - 1;
    index->chunks = (blocks + SIEVE_CHUNK - 1) / SIEVE_CHUNK;
    index->rows = table->rows;
    index->holds = g_new0(guint64, index->chunks * index->rows);
    for (size_t block = 0; block < blocks; block++)
        note_groups(index, block);
    join_chunks(index);
    return index;
}

SieveIndex *sieve_index_new(const SieveTable *table, const char *folded, size_t length)
{
    Letters letters = {.folded = g_memdup2(folded, length),
                       .length = length,
                       .kinds = g_malloc(length + 1),
                       .places = g_new0(guint64, (length / 64 + 1) * PLACE_ROWS)};
    note_letters(&letters, table);
    SieveIndex *index = index_letters(table, letters, NULL, 0);
    index->owns_letters = true;
    return index;
}

bool sieve_index_is_of(const SieveIndex *index, const char *folded, size_t length)
{
    return index->letters.length == length &&
           (length == 0 || memcmp(index->letters.folded, folded, length) == 0);
}

SieveIndex *sieve_index_new_edged(const SieveIndex *index, const size_t *edges, size_t edge_count)
{
    return index_letters(index->table, index->letters, edges, edge_count);
}

void sieve_index_free(SieveIndex *index)
{
    if (!index)
        return;
    if (index->owns_letters) {
        g_free(index->letters.folded);
        g_free(index->letters.kinds);
        g_free(index->letters.places);
    }
    g_array_unref(index->starts);
    g_free(index->holds);
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

/* A chunk's rows, and how long white space can be. */
typedef struct Chunk {
    const guint64 *rows;
    size_t spaces;
} Chunk;

/* The blocks from which a run, which is behind its reach, is near enough. */
static guint64 find_run(const guint16 *at, const guint16 *end, const Chunk *chunk)
{
    const size_t reach = at[0] + at[1] * chunk->spaces;
    const guint more = (guint)(reach + SIEVE_BLOCK - 2) / SIEVE_BLOCK;
    guint64 found = ~G_GUINT64_CONSTANT(0);
    if (reach > SIEVE_AHEAD * SIEVE_BLOCK)
        return found;
    for (at += 2; at < end && found; at++)
        found &= spread(chunk->rows[*at], more);
    return found;
}

/* The blocks from which all is near enough. Moves *at behind the need. */
static guint64 find_near(const guint16 **at, const Chunk *chunk)
{
    guint16 head = *(*at)++;
    const guint16 *end = *at + (head & WORD_LENGTH);
    guint64 found = ~G_GUINT64_CONSTANT(0), any = 0;

    switch (head & WORD_KIND) {
    case WORD_RUN:
        found = find_run(*at, end, chunk);
        break;
    case WORD_ALL:
        while (*at < end && found)
            found &= find_near(at, chunk);
        break;
    default:
        while (*at < end)
            any |= find_near(at, chunk);
        found = any;
    }
    *at = end;
    return found;
}

guint64 sieve_blocks(const Sieve *sieve, const SieveIndex *index, size_t chunk)
{
    size_t blocks = index->starts->len - 1 - chunk * SIEVE_CHUNK;
    guint64 all = bit_at(MIN(blocks, SIEVE_CHUNK)) - 1;
    const guint16 *words = &g_array_index(sieve->table->words, guint16, sieve->near);
    const Chunk here = {index->holds + chunk * index->rows,
                        MIN(index->letters.spaces, G_MAXUINT16)};
    return all & find_near(&words, &here);
}

/* ---- Places ------------------------------------------------------------------------------- */

/* True when a match can start at a place, by its first bytes and the one before. */
static inline bool admits(const SieveWalk *walk, size_t place)
{
    const Start *start = &walk->sieve->start;
    const guint8 *kind = walk->index->letters.kinds + place;
    const char *at = walk->index->letters.folded + place;
    const size_t steps = MIN(walk->stretch.end - place - 1, START_STEPS);
    for (size_t i = 0; i < steps && !(start->last[i] >> kind[i] & 1); i++)
        if (!(start->next[i][kind[i]] >> kind[i + 1] & 1))
            return false;
    return bytes_has(&start->first, (guchar)at[0]) &&
           (place == walk->stretch.start || bytes_has(&start->before, (guchar)at[-1]));
}

/* The places of 64 whose kind and whose neighbour are right. */
static guint64 likely_places(const Sieve *sieve, const Letters *letters, size_t at)
{
    const guint64 *rows = letters->places + at / 64 * PLACE_ROWS;
    guint64 found = 0;
    for (guint32 kinds = sieve->kinds; kinds; kinds &= kinds - 1)
        found |= rows[__builtin_ctz(kinds)];
    found &= sieve->at_words ? rows[ROW_WORDS] : found;
    return sieve->at_capitals ? found & rows[ROW_CAPITALS] : found;
}

/* Looks at the 64 bytes that hold a place, from there on. */
static void look_at(SieveWalk *walk, size_t place)
{
    size_t in = place % 64;
    walk->at = place - in;
    walk->likely = likely_places(walk->sieve, &walk->index->letters, place) >> in << in;
    if (place == walk->stretch.start) /* whatever stands before a stretch is not seen */
        walk->likely |= bit_at(in);
}

SieveWalk sieve_walk(const Sieve *sieve, const SieveIndex *index, Span stretch, Span places)
{
    SieveWalk walk = {.sieve = sieve, .index = index, .stretch = stretch, .places = places};
    if (sieve->at_start)
        walk.places.end =
            places.start == stretch.start ? MIN(places.start + 1, places.end) : places.start;
    if (walk.places.start < walk.places.end)
        look_at(&walk, walk.places.start);
    return walk;
}

bool sieve_walk_next(SieveWalk *walk, Span *out)
{
    const size_t end = walk->places.end;
    while (walk->places.start < end) {
        if (!walk->likely) {
            walk->places.start = walk->at + 64;
            if (walk->places.start < end)
                look_at(walk, walk->places.start);
            continue;
        }
        size_t place = walk->at + (size_t)__builtin_ctzll(walk->likely);
        walk->likely &= walk->likely - 1;
        if (place >= end)
            break;
        if (!admits(walk, place))
            continue;
        *out = (Span){place, place + 1};
        while (out->end < end && out->end < walk->at + 64 && admits(walk, out->end)) {
            walk->likely &= ~bit_at(out->end - walk->at);
            out->end++;
        }
        return true;
    }
    return false;
}

void sieve_walk_skip(SieveWalk *walk, size_t place)
{
    if (place >= walk->places.end)
        walk->places.start = walk->places.end;
    else if (place >= walk->at + 64)
        look_at(walk, walk->places.start = place);
    else if (place > walk->at)
        walk->likely = walk->likely >> (place - walk->at) << (place - walk->at);
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

/* What is asked of a stretch: in most cases its blocks are all in one word. */
typedef struct Asked {
    const SieveIndex *index;
    Span blocks;
    const guint64 *rows; /* of their chunk, or NULL when they are in several */
    guint64 mask;
} Asked;

/* Moves *at behind the need. */
static bool is_met(const guint16 **at, const Asked *asked)
{
    guint16 head = *(*at)++;
    const guint16 *end = *at + (head & WORD_LENGTH);
    bool any = (head & WORD_KIND) == WORD_ANY, met = !any;

    if ((head & WORD_KIND) == WORD_RUN) {
        for (; *at < end && met; (*at)++)
            met = asked->rows ? asked->rows[**at] & asked->mask
                              : holds(asked->index, **at, asked->blocks);
    } else {
        while (*at < end && met != any)
            met = is_met(at, asked);
    }
    *at = end;
    return met;
}

bool sieve_passes(const Sieve *sieve, const SieveIndex *index, Span blocks)
{
    const guint16 *words = &g_array_index(sieve->table->words, guint16, sieve->all);
    size_t chunk = blocks.start / SIEVE_CHUNK, from = blocks.start % SIEVE_CHUNK;
    Asked asked = {.index = index, .blocks = blocks};
    if (from + span_length(blocks) < 64) {
        asked.rows = index->holds + chunk * index->rows;
        asked.mask = (bit_at(span_length(blocks)) - 1) << from;
    }
    return is_met(&words, &asked);
}

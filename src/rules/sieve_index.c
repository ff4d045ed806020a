/* The index of a text: which of its blocks hold which groups of letters. See sieve.h. */
#include "need_parts.h"
#include "sieve_parts.h"

#include <string.h>

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
    guchar before = '\n';

    for (size_t start = 0; start < length; start += 64) {
        guint64 *rows = letters->places + start / 64 * PLACE_ROWS;
        guint64 words = 0, capitals = 0, lines = 0, bit = 1;
        for (size_t i = start; i < MIN(start + 64, length); i++, bit <<= 1) {
            guint8 kind = table->kind[bytes[i]];
            letters->kinds[i] = kind;
            rows[kind] |= bit;
            words |= last >= KIND_DIGIT ? bit : 0;
            capitals |= bytes[i] < 'a' || kind >= KIND_DIGIT ? bit : 0;
            lines |= before == '\n' ? bit : 0;
            before = bytes[i];
            last = kind;
            run = kind == KIND_SPACE ? run + 1 : 0;
            longest = MAX(longest, run);
        }
        rows[ROW_WORDS] = words;
        rows[ROW_CAPITALS] = capitals;
        rows[ROW_LINES] = lines;
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

/* Asking a sieve of an index: for blocks, for places, for a stretch. See sieve.h. */
#include "sieve_parts.h"

/* ---- Blocks ------------------------------------------------------------------------------- */

/* Each bit, and as many below it. */
static guint64 spread(guint64 bits, guint more)
{
    if (!bits) /* in most cases */
        return 0;
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

/* Those of the wanted blocks from which a run, which is behind its reach, is near enough. */
static guint64 find_run(const guint16 *at, const guint16 *end, const Chunk *chunk, guint64 wanted)
{
    const size_t reach = at[0] + at[1] * chunk->spaces;
    const guint more = (guint)(reach + SIEVE_BLOCK - 2) / SIEVE_BLOCK;
    if (reach > SIEVE_AHEAD * SIEVE_BLOCK)
        return wanted;
    for (at += 2; at < end && wanted; at++)
        wanted &= spread(chunk->rows[*at], more);
    return wanted;
}

/* Those of the wanted blocks from which all is near enough. Moves *at behind the need. */
static guint64 find_near(const guint16 **at, const Chunk *chunk, guint64 wanted)
{
    guint16 head = *(*at)++;
    const guint16 *end = *at + (head & WORD_LENGTH);
    guint64 any = 0;

    switch (head & WORD_KIND) {
    case WORD_RUN:
        wanted = find_run(*at, end, chunk, wanted);
        break;
    case WORD_ALL:
        while (*at < end && wanted)
            wanted = find_near(at, chunk, wanted);
        break;
    default:
        while (*at < end && any != wanted)
            any |= find_near(at, chunk, wanted & ~any);
        wanted = any;
    }
    *at = end;
    return wanted;
}

guint64 sieve_blocks(const Sieve *sieve, const SieveIndex *index, size_t chunk, guint64 wanted)
{
    size_t blocks = index->starts->len - 1 - chunk * SIEVE_CHUNK;
    guint64 all = bit_at(MIN(blocks, SIEVE_CHUNK)) - 1;
    const guint16 *words = &g_array_index(sieve->table->words, guint16, sieve->near);
    const Chunk here = {index->holds + chunk * index->rows,
                        MIN(index->letters.spaces, G_MAXUINT16)};
    return wanted & all ? find_near(&words, &here, wanted & all) : 0;
}

/* ---- Places ------------------------------------------------------------------------------- */

/* True when a match can start at a place, by its first bytes and the one before. */
static inline bool admits(const SieveWalk *walk, size_t place)
{
    const Start *start = &walk->sieve->start;
    const guint8 *kind = walk->index->letters.kinds + place;
    const char *at = walk->index->letters.folded + place;
    const size_t steps = MIN(walk->stretch.end - place - 1, START_STEPS);
    if (!bytes_has(&start->first, (guchar)at[0]) ||
        (place != walk->stretch.start && !bytes_has(&start->before, (guchar)at[-1])))
        return false;
    for (size_t i = 0; i < steps && !(start->last[i] >> kind[i] & 1); i++)
        if (!(start->next[i][kind[i]] >> kind[i + 1] & 1))
            return false;
    return true;
}

/* The places of 64 whose kind and whose neighbour are right. */
static guint64 likely_places(const Sieve *sieve, const Letters *letters, size_t at)
{
    const guint64 *rows = letters->places + at / 64 * PLACE_ROWS;
    guint64 found = sieve->at_lines   ? rows[ROW_LINES]
                    : sieve->at_words ? rows[ROW_WORDS]
                                      : G_MAXUINT64;
    guint64 of_kind = 0;
    found &= sieve->at_capitals ? rows[ROW_CAPITALS] : found;
    for (guint32 kinds = found ? sieve->kinds : 0; kinds; kinds &= kinds - 1)
        of_kind |= rows[__builtin_ctz(kinds)];
    return found & of_kind;
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

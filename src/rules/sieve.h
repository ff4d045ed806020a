/* Where in a text a rule can match, told without running it.
 *
 * A text is indexed once: which of its blocks hold which groups of letters (need.h). A Sieve is
 * what a regex needs and how its matches start, laid out to be asked of such an index: first for
 * the blocks, a machine word of them at a time, then for the places in a block, then, for a stretch
 * by itself, whether it holds all that is needed. */
#ifndef DELIBEX_RULES_SIEVE_H
#define DELIBEX_RULES_SIEVE_H

#include "../base/span.h"
#include "need.h"

#include <glib.h>
#include <stdbool.h>

/* What the sieves of a set ask for, all in one place, since all of them are asked of every text. */
typedef struct SieveTable SieveTable;
SieveTable *sieve_table_new(void);
void sieve_table_free(SieveTable *table);

typedef struct Sieve Sieve;

/* Adds the sieve of a need to a table (lent). */
Sieve *sieve_new(SieveTable *table, const Need *need);
void sieve_free(Sieve *sieve);

/* Blocks have so many bytes, fewer where an edge ends one. A chunk is as many blocks as fit a
 * machine word: those a match may start in, and more behind them that it may reach into. */
enum {
    SIEVE_BLOCK = 64, /* bytes */
    SIEVE_CHUNK = 48, /* blocks to start in */
    SIEVE_AHEAD = 64 - SIEVE_CHUNK,
};

/* The index of a text. */
typedef struct SieveIndex SieveIndex;
SieveIndex *sieve_index_new(const SieveTable *table, const char *folded, size_t length);

/* True when it is the index of this very text. */
bool sieve_index_is_of(const SieveIndex *index, const char *folded, size_t length);

/* The same text, and the index (lent), with edges: places in rising order where blocks end, so that
 * what lies between two of them is told apart exactly. */
SieveIndex *sieve_index_new_edged(const SieveIndex *index, const size_t *edges, size_t edge_count);
void sieve_index_free(SieveIndex *index);
size_t sieve_index_chunks(const SieveIndex *index);

/* The blocks that hold part of a stretch, and the bytes that blocks hold. */
Span sieve_index_blocks(const SieveIndex *index, Span stretch);
Span sieve_index_bytes(const SieveIndex *index, Span blocks);

/* Those of the `wanted` blocks of a chunk, the first in the lowest bit, in which a match can start:
 * all that must stand near the start, up to the first repetition without end, is within reach. A
 * match is taken not to reach over an edge. */
guint64 sieve_blocks(const Sieve *sieve, const SieveIndex *index, size_t chunk, guint64 wanted);

/* A walk over the places in `places`, part of `stretch`, at which a match can start when nothing
 * outside the stretch is seen. */
typedef struct SieveWalk {
    const Sieve *sieve;
    const SieveIndex *index;
    Span stretch, places;
    guint64 likely; /* places in the 64 bytes at `at` */
    size_t at;
} SieveWalk;

SieveWalk sieve_walk(const Sieve *sieve, const SieveIndex *index, Span stretch, Span places);

/* The next places on end; false when there are none. */
bool sieve_walk_next(SieveWalk *walk, Span *out);

/* Leaves out the places before this one. */
void sieve_walk_skip(SieveWalk *walk, size_t place);

/* True when these blocks have all that is needed. */
bool sieve_passes(const Sieve *sieve, const SieveIndex *index, Span blocks);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(SieveTable, sieve_table_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sieve, sieve_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SieveIndex, sieve_index_free)

#endif

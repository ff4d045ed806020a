/* The insides of sieves and of what they are asked of, for the files that write, index and ask. */
#ifndef DELIBEX_RULES_SIEVE_PARTS_H
#define DELIBEX_RULES_SIEVE_PARTS_H

#include "sieve.h"
#include "start.h"

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
    bool at_lines;    /* nothing but a line's end may */
    bool at_capitals; /* its letters are capitals */
    bool at_start;    /* nothing may: it starts a stretch */
};

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
    ROW_LINES,              /* those behind a line's end */
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

static inline guint64 bit_at(size_t number)
{
    return G_GUINT64_CONSTANT(1) << number;
}

/* Where a block begins; for the number of blocks, where the text ends. */
static inline size_t start_of(const SieveIndex *index, size_t block)
{
    return g_array_index(index->starts, guint32, block);
}

#endif

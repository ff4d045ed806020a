#include "find.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* The bytes that are compared in one go, and those that are looked at before anything is decided.
 */
typedef uint8_t Lanes __attribute__((vector_size(16)));

enum { STRIDE = 4 * sizeof(Lanes) };

static inline Lanes load(const char *at)
{
    Lanes lanes;
    memcpy(&lanes, at, sizeof lanes);
    return lanes;
}

static inline Lanes fill(char byte)
{
    Lanes lanes;
    memset(&lanes, byte, sizeof lanes);
    return lanes;
}

static inline Lanes pairs_at(const char *at, Lanes first, Lanes second)
{
    return (Lanes)((load(at) == first) & (load(at + 1) == second));
}

/* Leaps over the strides in which no byte is `first` with `second` behind it, none of which reaches
 * `last`. */
static const char *leap(const char *at, const char *last, char first, char second)
{
    const Lanes one = fill(first), other = fill(second);
    for (; last - at >= STRIDE; at += STRIDE) {
        const Lanes pairs = pairs_at(at, one, other) | pairs_at(at + 16, one, other) |
                            pairs_at(at + 32, one, other) | pairs_at(at + 48, one, other);
        uint64_t found[sizeof(Lanes) / sizeof(uint64_t)];
        memcpy(found, &pairs, sizeof found);
        if ((found[0] | found[1]) != 0)
            break;
    }
    return at;
}

/* A file is mostly pictures, whose bytes are as good as random: any letter stands in every 256 of
 * them, so that memchr() would stop all the time, but a pair of letters is rare. */
const char *find_words(const char *at, size_t length, const char *words)
{
    const size_t wide = strlen(words);
    if (wide < 2 || wide > length)
        return NULL;
    const char *last = at + length - wide; /* where they may start at the latest */
    while (at <= last) {
        at = leap(at, last, words[0], words[1]);
        for (const char *next = at + STRIDE; at < next && at <= last; at++)
            if (at[0] == words[0] && memcmp(at, words, wide) == 0)
                return at;
    }
    return NULL;
}

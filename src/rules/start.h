/* How the matches of a regex can begin: what may stand before them, their first byte, the kinds of
 * their first few. Read off the regex like a Need (need.h) and, like it, only ever a reason not to
 * look: it admits every place a match can start, and some more. */
#ifndef DELIBEX_RULES_START_H
#define DELIBEX_RULES_START_H

#include <glib.h>
#include <stdbool.h>

/* A set of bytes. */
typedef struct Bytes {
    guint64 words[4];
} Bytes;

static inline bool bytes_has(const Bytes *bytes, guchar c)
{
    return bytes->words[c / 64] >> c % 64 & 1;
}

static inline void bytes_add(Bytes *bytes, guchar c)
{
    bytes->words[c / 64] |= G_GUINT64_CONSTANT(1) << c % 64;
}

/* The first byte of the set from `c` on; 256 when there is none. */
static inline guint bytes_next(const Bytes *bytes, guint c)
{
    for (; c < 256; c = (c / 64 + 1) * 64) {
        guint64 word = bytes->words[c / 64] >> c % 64;
        if (word)
            return c + (guint)__builtin_ctzll(word);
    }
    return c;
}

Bytes bytes_or(Bytes a, Bytes b);
Bytes bytes_and(Bytes a, Bytes b);
Bytes bytes_not(Bytes a);
Bytes bytes_all(void);
bool bytes_are_none(Bytes bytes);

enum { START_STEPS = 6 }; /* from a byte to the next one, whose kinds are known */

typedef struct Start {
    Bytes before;                  /* one of these, or nothing at all */
    Bytes first;                   /* of those that take room */
    guint32 next[START_STEPS][32]; /* by place and kind of a byte: the kinds of the next one */
    guint32 last[START_STEPS];     /* by place: the kinds of a byte that may be the last of all */
    bool empty;                    /* it may take no room */
    bool still;                    /* it never does: it only looks */
} Start;

Start start_nothing(void);            /* of the empty regex */
Start start_anything(void);           /* of what is not understood */
Start start_byte(const Bytes *bytes); /* of one of these */
Start start_behind(Bytes before);     /* of a look at the byte before */
Start start_then(const Start *a, const Start *b);
Start start_or(const Start *a, const Start *b);
Start start_repeat(const Start *a, guint64 least, guint64 most);

/* What `start` is left with where `ahead` must match as well. */
Start start_ahead(const Start *ahead, const Start *start);

/* The same behind \b. */
Start start_border(const Start *start);

/* The kinds its first byte can be of. */
guint32 start_kinds(const Start *start);

/* True when it is always one byte. */
bool start_is_byte(const Start *start);

/* The fewest bytes it can be of; at most one more than the steps. */
guint start_least(const Start *start);

#endif

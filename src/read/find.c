#include "find.h"

#include <string.h>

/* A file is mostly pictures, in which a letter is rare: memchr() leaps over them, which memmem(),
 * for words of any kind, does not. */
const char *find_words(const char *at, size_t length, const char *words)
{
    const size_t wide = strlen(words);
    if (wide > length)
        return NULL;
    for (const char *last = at + length - wide; at <= last; at++) {
        at = memchr(at, *words, (size_t)(last - at) + 1);
        if (!at || memcmp(at, words, wide) == 0)
            return at;
    }
    return NULL;
}

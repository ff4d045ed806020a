/* Decoding bytes that should be UTF-8 and may not be. */
#ifndef DELIBEX_READ_UTF8_H
#define DELIBEX_READ_UTF8_H

#include <glib.h>
#include <stdbool.h>

/* Reads one character from [*at, end), moves *at behind it and gives it. What is no valid UTF-8
 * gives U+FFFD and sets *bad: a sequence of the right form for what Unicode forbids (a surrogate, a
 * value too large, too long a form) counts as one character, since whoever wrote it meant one. */
gunichar utf8_next(const char **at, const char *end, bool *bad);

#endif

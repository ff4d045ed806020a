/* Looking for words in a file's bytes. */
#ifndef DELIBEX_READ_FIND_H
#define DELIBEX_READ_FIND_H

#include <stddef.h>

/* Where words, of two letters or more, first stand in [at, at + length), or NULL. */
const char *find_words(const char *at, size_t length, const char *words);

#endif

/* Words that recognition garbled: landmarks as « DELTBERATION » and « Etaient présenls ». Private to
 * act/. */
#ifndef DELIBEX_ACT_MEND_H
#define DELIBEX_ACT_MEND_H

#include <stdbool.h>
#include <stddef.h>

enum { MEND_MAX = 24 }; /* letters of the longest word that is mended */

/* Mends a word of `length` letters and digits, without accents: when it differs from one of the
 * words that acts are made of only in letters that look alike, `out` gets that word, in capitals as
 * the original has them. False, and nothing is written, for any other word. */
bool mend_word(const char *word, size_t length, char out[MEND_MAX + 1]);

#endif

/* Words that recognition garbled: landmarks as « DELTBERATION » and « Etaient présenls ». Private
 * to act/. */
#ifndef DELIBEX_ACT_MEND_H
#define DELIBEX_ACT_MEND_H

#include <stdbool.h>
#include <stddef.h>

enum { MEND_MAX = 24 };  /* letters of the longest word that is mended */
enum { MEND_FAR = 100 }; /* a distance beyond all that is mended */

/* Mends a word of `length` letters and digits, without accents: when it differs from one of the
 * words that acts are made of only in letters that look alike, in a thin one lost or found within,
 * or in the first one, which was lost, `out` gets that word, in capitals as the original has them.
 * False, and nothing is written, for any other word. */
bool mend_word(const char *word, size_t length, char out[MEND_MAX + 1]);

/* How many likenesses are to be taken for granted for `read`, `length` small letters without
 * accents, to be `word`; more than `most` may be MEND_FAR, as other differences are. Neither is
 * longer than MEND_MAX. */
int mend_distance(const char *read, size_t length, const char *word, int most);

/* How many letters two words differ by: put in, left out, or another one. Neither is longer than
 * MEND_MAX; else, and where one is longer by more than `most`, MEND_FAR. */
int mend_letters_apart(const char *one, const char *other, int most);

#endif

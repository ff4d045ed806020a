/* Folding one character: what text.c and text_fold.c share. Nobody outside base/ needs it; others
 * call text_fold (text.h). */
#ifndef DELIBEX_BASE_FOLD_H
#define DELIBEX_BASE_FOLD_H

#include <glib.h>
#include <stddef.h>

/* No character folds to more bytes than this. */
enum { FOLD_MAX = 8 };

/* Writes the ASCII form of `ch` and gives its length, 0 when it is dropped. `before` is the folded
 * byte it follows (0 at the start): a middle dot is a full stop inside a word, else a bullet. */
size_t fold_character(gunichar ch, char before, char out[FOLD_MAX]);

#endif

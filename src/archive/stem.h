/* Words as search compares them: without accents, in lower case, and cut to their stem. stem.c is
 * the only file that includes libstemmer. */
#ifndef DELIBEX_ARCHIVE_STEM_H
#define DELIBEX_ARCHIVE_STEM_H

#include <glib.h>

typedef struct Stemmer Stemmer;

Stemmer *stemmer_new(void);
void stemmer_free(Stemmer *stemmer);

/* The words of a text (UTF-8), stemmed and parted by single spaces. Folding comes first, so that an
 * accent more or less, in the text or in the question, never matters. The caller frees. */
char *stem_words(Stemmer *stemmer, const char *text);

/* The same words folded only. The caller frees. */
char *fold_words(const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Stemmer, stemmer_free)

#endif

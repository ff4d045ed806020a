/* A few words of a text around what was asked for, with their page. */
#ifndef DELIBEX_ARCHIVE_SNIPPET_H
#define DELIBEX_ARCHIVE_SNIPPET_H

#include "query.h"
#include "stem.h"

/* The stretch of `words` (form feeds part its pages, the first of which is *page) that holds most
 * of the query, in one line, each word that was asked for between the bytes \1 and \2. *page
 * becomes the page of its first such word. Without any it is the beginning. The caller frees. */
char *snippet_make(Stemmer *stemmer, const Query *query, const char *words, int *page);

enum { SNIPPET_ON = 1, SNIPPET_OFF = 2 };

#endif

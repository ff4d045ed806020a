/* Typeset: a plain text on paper, line by line, as a PDF. Form feeds begin a page. */
#ifndef DELIBEX_CORPUS_TYPESET_H
#define DELIBEX_CORPUS_TYPESET_H

#include <glib.h>

/* The PDF of a text in UTF-8; the same text gives the same bytes. The caller unrefs. */
GBytes *typeset(const char *text, GError **error);

#endif

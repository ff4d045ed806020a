/* One rule sheet as it is written: blocks, words, and what follows each word.
 *
 * A line is a word and what it says. A line indented deeper than the word above continues it; "#"
 * starts a comment, but in a regex it is PCRE2's. `define` and `rule` stand at the left margin and
 * open a block, the other words stand under a `rule`. Nothing is escaped and nothing is copied
 * about: everything is kept as its place in the file, so that every error has an exact one.
 *
 * Knows nothing of what the words mean: see compile.c. */
#ifndef DELIBEX_RULES_SHEET_H
#define DELIBEX_RULES_SHEET_H

#include "../base/span.h"

#include <glib.h>
#include <stdbool.h>

typedef struct SheetWord {
    char *word;
    size_t at;    /* where it stands in the contents */
    Span rest;    /* what follows it on its line, without the spaces around; may be empty */
    GArray *more; /* of Span: the lines that continue it, likewise; blank and comment lines are out,
                   * but in a regex comments are in */
} SheetWord;

typedef struct SheetBlock {
    SheetWord *head;  /* `define` or `rule` */
    GPtrArray *words; /* of SheetWord, under a `rule` */
    char *comment;    /* the first comment line under it, without "# "; or "" */
} SheetBlock;

typedef struct Sheet {
    char *path;     /* as errors print it */
    char *name;     /* "10-dates.rules" */
    char *stem;     /* "dates" */
    char *contents; /* UTF-8, '\n' line ends, NUL-terminated */
    size_t length;
    GPtrArray *blocks; /* of SheetBlock */
} Sheet;

/* Reads a sheet from its bytes (copied). */
Sheet *sheet_read(const char *path, const char *bytes, size_t length, GError **error);
void sheet_free(Sheet *sheet);

/* Where the whole of a word's text lies: from its first word to the end of its last line. */
Span sheet_word_text(const SheetWord *word);

/* The words of a place. The caller frees. */
char *sheet_load_text(const Sheet *sheet, Span span);

/* "path:line:column" of a byte of the contents, both from 1; columns count characters. The caller
 * frees. */
char *sheet_load_place(const Sheet *sheet, size_t at);
int sheet_line(const Sheet *sheet, size_t at);

/* Sets a DELIBEX_ERROR_RULES that starts with the place. Gives false, for `return`. */
G_GNUC_PRINTF(4, 5)
bool sheet_refuse(const Sheet *sheet, size_t at, GError **error, const char *format, ...);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sheet, sheet_free)

#endif

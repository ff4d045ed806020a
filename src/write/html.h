/* Records as one self-contained page: pictures of the document with a box where each value was
 * read, beside the values and what the checks found.
 *
 * The page needs no network, no other file and no script: boxes and values are links to each other,
 * and a little script only makes it easier. Nothing of a document can become markup: its words are
 * escaped, characters that hide or turn text are named instead, pictures are taken only when they
 * are a PNG or a JPEG in base64, and the page forbids whatever it does not bring. The parts are
 * appended in the order of the functions here. */
#ifndef DELIBEX_WRITE_HTML_H
#define DELIBEX_WRITE_HTML_H

#include "../base/record.h"
#include "tree.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* The reader's language, and what is said of findings in it. */
typedef struct HtmlWords {
    const char *language;                     /* "en", "fr" */
    const char *(*say)(const char *english);  /* lent */
    char *(*place)(const char *pointer);      /* "members present, as stated"; the caller frees */
    char *(*operand)(const Operand *operand); /* "listed 19"; the caller frees */
    char *(*day)(const char *iso);            /* "25/11/2021"; the caller frees */
    const char *(*check)(const char *id);     /* "Members present: number and names"; lent */
} HtmlWords;

/* One document of the page. */
typedef struct HtmlDocument {
    const Record *record;
    const Node *stages; /* its "pages" and "marks", as write.h has them; NULL when there are none */
    const char *diagnosis; /* why it was not read, or not wholly; NULL */
    size_t number;         /* from 1: its parts are called d1… */
    bool redacted;         /* names were left out: neither pictures nor text may be shown */
    const char *not_drawn; /* why none of its pages is shown, a sentence for `say`; NULL */
} HtmlDocument;

/* A line of the list of documents. */
typedef struct HtmlEntry {
    char *title, *path, *href; /* owned */
    const char *outcome;       /* why it was not read; NULL when it was; static */
    guint tally[4]; /* findings: contradictions, to be verified, unverifiable, in agreement */
} HtmlEntry;

HtmlEntry *html_entry_new(const HtmlWords *words, const HtmlDocument *document, const char *href);
void html_entry_free(HtmlEntry *entry);

/* A finding over several documents, and where each of finding->at stands: the address of its
 * document's page ("", or "act.html"), the number of the document on it, the document's own name
 * and the value that stands there. */
typedef struct HtmlBetween {
    const Finding *finding;
    GPtrArray *pages, *names; /* of const char *, lent */
    GPtrArray *values;        /* of char *, owned; NULL where there is none */
    GArray *documents;        /* of size_t */
} HtmlBetween;

/* The beginning, up to the first document. */
void html_begin(GString *out, const HtmlWords *words, const char *title);

/* The list of documents (of HtmlEntry). */
void html_list(GString *out, const HtmlWords *words, const GPtrArray *entries);

/* What was found between the documents (of HtmlBetween); nothing when that is nothing. */
void html_between(GString *out, const HtmlWords *words, const GPtrArray *findings);

void html_document(GString *out, const HtmlWords *words, const HtmlDocument *document);

void html_end(GString *out, const HtmlWords *words);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HtmlEntry, html_entry_free)

#endif

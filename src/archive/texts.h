/* The words of each act of a document, with their pages: what search looks through. */
#ifndef DELIBEX_ARCHIVE_TEXTS_H
#define DELIBEX_ARCHIVE_TEXTS_H

#include "../write/tree.h"

#include <glib.h>

typedef struct ActText {
    int act;        /* from 1; 0 for what belongs to no act */
    int page;       /* of its first word, from 1 */
    GString *words; /* as printed; each form feed begins the next page */
} ActText;

/* The texts of a record of `acts` acts, from "words" of its stages: one of each act, and one of
 * what belongs to none where there is such, or nothing else. Array of ActText, which the caller
 * unrefs. */
GPtrArray *texts_of_record(const Node *words, guint acts);

#endif

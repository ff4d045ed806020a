/* The words of each act of a document, with their pages: what search looks through. */
#ifndef DELIBEX_ARCHIVE_TEXTS_H
#define DELIBEX_ARCHIVE_TEXTS_H

#include "store.h"

#include <glib.h>

typedef struct ActText {
    int act;        /* from 1; 0 for what belongs to no act */
    int page;       /* of its first word, from 1 */
    GString *words; /* as printed; each form feed begins the next page */
} ActText;

/* Cuts the text of a record, whose `stages` hold "text" and "zones". A document of one act or none
 * is one text; of several, one text an act and one for the rest. Array of ActText, which the caller
 * unrefs; NULL and *error when the database fails. */
GPtrArray *texts_of_record(Store *store, const char *record, const char *stages, GError **error);

#endif

/* What a search asks of each act, for the statement that finds them: see facets.h for how. */
#ifndef DELIBEX_ARCHIVE_ASKING_H
#define DELIBEX_ARCHIVE_ASKING_H

#include "search.h"
#include "store.h"

#include <glib.h>
#include <stdbool.h>

/* `match` finds what may be meant, from the index; the conditions decide, from the tables. Their
 * texts are bound in their order. */
typedef struct Asking {
    GString *match;   /* for FTS5; empty when nothing asked for is in it */
    GString *where;   /* " AND …" on found.id, and on its document and number: doc, nth */
    GPtrArray *texts; /* of char *, owned */
    gint64 low, high; /* ids; both included */
    bool nothing;     /* some filter lets nothing through */
} Asking;

/* Begins with the words that are asked for, as FTS5 is asked; NULL for none. */
void asking_init(Asking *asking, const char *match);
void asking_clear(Asking *asking);

/* Adds what the filters ask. False and *error: G_OPTION_ERROR when it makes no sense. */
bool asking_filter(Asking *asking, Store *store, const SearchOptions *options, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Asking, asking_clear)

#endif

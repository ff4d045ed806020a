/* Filling the tables of an archive from a record: which column holds what is said once, beside the
 * path it comes from. */
#ifndef DELIBEX_ARCHIVE_FILL_H
#define DELIBEX_ARCHIVE_FILL_H

#include "../write/tree.h"
#include "store.h"

/* What was filled in of a document, for its texts. */
typedef struct Filled {
    guint count;  /* acts */
    gint64 *acts; /* their ids, in the order of the record */
    gint64 rest;  /* the id of a text that belongs to none of them */
} Filled;

/* Puts in the rows of document `id` from its record, which was validated: sessions, acts and all
 * that hangs on them. `json` is what was parsed. False and *error. */
bool fill_record(Store *store, const Tree *record, const char *json, gint64 id, Filled *filled,
                 GError **error);
void filled_clear(Filled *filled);

/* The session at a position: 0 is the record's own, others are from 1; NULL when there is none. */
const Node *fill_session(const Node *record, gint64 position);

/* The position of the sitting an act was decided in: "/other_sessions/0" is 1. */
gint64 fill_session_of(const Node *act);

/* The act a finding is of, from 1, or FILL_NOTHING when it is of no single one. */
gint64 fill_act_of(const Node *finding);

#define FILL_NOTHING G_MININT64 /* a key that is null */

/* Binds the text or number of a node, or NULL for what is not there. */
void fill_node(Rows *rows, int at, const Node *node);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Filled, filled_clear)

#endif

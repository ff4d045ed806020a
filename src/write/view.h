/* One act as exports see it: the values that a record keeps in several places, side by side.
 * Whoever exports acts asks here, so that where a record keeps them is known once. */
#ifndef DELIBEX_WRITE_VIEW_H
#define DELIBEX_WRITE_VIEW_H

#include "../base/record.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct ActView {
    const Record *record;
    size_t index; /* in /acts */
    /* All lent by the record; NULL where it is silent. */
    const char *path, *sha256, *kind;
    const char *session; /* pointer of its sitting: "/session"; never NULL */
    const char *authority, *siren, *type, *department;
    const char *body, *date, *time, *president;
    const char *id, *number, *subject, *matter, *matter_label, *matter_source;
    const char *outcome, *ballot, *transmission, *received, *published;
} ActView;

ActView act_view(const Record *record, size_t act);

/* Whether exports of deliberations take a document's acts: deliberations, minutes and lists of
 * deliberations do; orders, agendas and other papers do not. */
bool view_decides(const Record *record);

/* The pointer of a value of the act ("vote/for"). Gives `buffer`. */
const char *view_at(const ActView *view, char buffer[RECORD_POINTER_SIZE], const char *key);

/* The same below its sitting ("members"). */
const char *view_session_at(const ActView *view, char buffer[RECORD_POINTER_SIZE], const char *key);

/* A number of the vote ("for"); false where the record is silent. *derived (may be NULL) says
 * whether it was computed. */
bool view_vote(const ActView *view, const char *key, gint64 *out, bool *derived);

/* The votes cast, as stated: of the act, of the room it was decided in, or of the whole sitting. *own
 * says whether the act itself gives them. False where the record is silent, or computed them. */
bool view_voting(const ActView *view, gint64 *out, bool *own);

/* Whether the act says that it was unanimous. */
bool view_unanimous(const ActView *view);

/* The members in office at the sitting of the act, as stated; false where the record is silent. */
bool view_in_office(const ActView *view, gint64 *out);

/* The confidence of the first evidence of a pointer; 1 without any. */
double view_confidence(const Record *record, const char *pointer);

/* A name for the document that outlives its path: the first 12 digits of its sum, "unknown" without
 * one; and "SUM/N" for its N-th act. The caller frees. */
char *view_document_key(const Record *record);
char *view_act_key(const ActView *view);

#endif

/* Record: what act/assemble gives, check/ completes and write/ prints.
 *
 * The shape of the record is one table of fields; nothing else in the program spells it out. Rules
 * are checked against it, writers and the JSON Schema walk it. Adding a field is one row.
 *
 * A record maps a place, a JSON Pointer (RFC 6901) such as "/acts/0/vote/for", to a Value and to
 * the Evidence it was read from. Where nothing was set the record is silent: null, or an empty
 * array. Unknown is never 0. Findings and evidence hang beside the table: their keys are operands'
 * names and pointers, so they are no rows. */
#ifndef DELIBEX_BASE_RECORD_H
#define DELIBEX_BASE_RECORD_H

#include "finding.h"
#include "span.h"
#include "value.h"

#include <glib.h>
#include <stdbool.h>

/* How a field is printed in JSON. */
typedef enum FieldShape {
    FIELD_SCALAR,         /* string, integer or boolean by its ValueType; null when not set */
    FIELD_OBJECT,         /* its rows follow; always printed */
    FIELD_OBJECT_OR_NULL, /* null when nothing in it is set */
    FIELD_ARRAY,          /* of what its "#" row says */
} FieldShape;

/* One row of the table. */
typedef struct Field {
    const char *pointer; /* "/session/counts/present", "/acts/#/number": "#" stands for an index */
    const char *capture; /* the name rules capture it by ("present", "act_number"), or NULL */
    FieldShape shape;
    ValueType type;      /* of a scalar */
    const char *values;  /* "adopted|rejected|…" when the set is closed, else NULL */
    const char *meaning; /* one sentence for `delibex fields` and the JSON Schema */
    size_t length;       /* of the pointer */
} Field;

/* The table, depth first in printing order: a container's row comes just before its members'. */
const Field *record_fields(size_t *count);

/* The row a pointer belongs to ("/acts/3/number" → "/acts/#/number"), or NULL. */
const Field *record_field(const char *pointer);

/* The same, looked for from a row on: that of a member of the same object is soon found. */
const Field *record_field_near(const char *pointer, const Field *near);

/* The row captured by `capture` in rule sheets, or NULL. Some captures fill arrays (named voters):
 * theirs is a FIELD_ARRAY row with the pointer of the array. */
const Field *record_field_by_capture(const char *capture);

typedef struct Evidence {
    int page;          /* from 1 */
    Box box;           /* empty for plain text */
    char *text;        /* as printed; the owner's */
    char *rule;        /* "dates/seance-du"; the owner's */
    double confidence; /* 0 to 1 */
    Span span;         /* in the folded twin of the Text it was read from; empty in a record that
                          was read back */
} Evidence;

typedef struct Record Record;

Record *record_new(void);
void record_free(Record *record);

/* Sets a scalar, replacing what was there. `pointer` and the value's type must fit the table
 * (asserted). The value is copied. */
void record_set(Record *record, const char *pointer, const Value *value);

/* The same from plain C values. */
void record_set_text(Record *record, const char *pointer, const char *text);
void record_set_integer(Record *record, const char *pointer, gint64 number);
void record_set_flag(Record *record, const char *pointer, bool flag);

/* Forgets a scalar and its evidence. */
void record_unset(Record *record, const char *pointer);

/* The value at a pointer, or NULL where the record is silent. Lent. */
const Value *record_get(const Record *record, const char *pointer);
const char *record_text(const Record *record, const char *pointer);          /* NULL when silent */
bool record_integer(const Record *record, const char *pointer, gint64 *out); /* false when silent */

/* The value and, in *evidence (lent), the evidence of a pointer; either may be NULL. */
const Value *record_read(const Record *record, const char *pointer, const GPtrArray **evidence);

/* Makes an array one longer and gives the new index. */
size_t record_append(Record *record, const char *array);
size_t record_length(const Record *record, const char *array);

/* Formats a pointer: record_at(buffer, "/acts/%zu/number", i), of %s, %d, %u and %zu only. Gives
 * `buffer`. */
#define RECORD_POINTER_SIZE 128
G_GNUC_PRINTF(2, 3)
const char *record_at(char buffer[RECORD_POINTER_SIZE], const char *format, ...);

/* Adds evidence for a pointer (its text and rule are copied). The first is the one that decided. */
void record_add_evidence(Record *record, const char *pointer, const Evidence *evidence);

/* The evidence of a pointer: GPtrArray of Evidence, or NULL. Lent. */
const GPtrArray *record_evidence(const Record *record, const char *pointer);

/* Pointers that have evidence, sorted as the record prints them. Array of const char *; the caller
 * unrefs the array, the record owns the strings, each until its pointer is set. */
GPtrArray *record_evidence_pointers(const Record *record);

/* Moves the evidence on a page that was read turned clockwise by so many quarters to where it lies
 * on the page as it is shown, so wide and high. */
void record_turn_back(Record *record, int page, int quarters, double width, double height);

/* Takes the quoted words out of the evidence of a pointer; where they stand is kept. */
void record_blank_evidence(Record *record, const char *pointer);

/* Notes that OBJECT/KEY ("/acts/3/vote", "for") was computed, not read: it goes to OBJECT/derived.
 */
void record_mark_derived(Record *record, const char *object, const char *key);

/* Whether it was. */
bool record_is_derived(const Record *record, const char *object, const char *key);

/* Appends a finding; the record owns it from then on. */
void record_take_finding(Record *record, Finding *finding);

/* Takes all findings off the record. */
void record_drop_findings(Record *record);

/* The same, and gives them: GPtrArray of Finding, which the caller owns one by one. */
GPtrArray *record_steal_findings(Record *record);

/* GPtrArray of Finding, in the order they were taken. Lent. */
const GPtrArray *record_findings(const Record *record);

/* ---- Several sittings in one file -------------------------------------------------------------
 */

/* Joins to a record what was read of another sitting of the same file as a record of its own: its
 * session becomes one of the other sessions, its acts follow those that are there. A sitting that
 * is already there (the same day and body) gets the acts only, with the numbers of members their
 * own header states. What is not of a session or an act is the first one's. */
void record_join(Record *record, const Record *part);

/* How many sittings a record holds: one, and its other_sessions. */
size_t record_sessions(const Record *record);

/* One sitting by itself, as a record that holds no other; its acts' indices in `record` go to
 * `acts` (of size_t), which may be NULL. The caller owns it. It has no findings. */
Record *record_session(const Record *record, size_t index, GArray *acts);

/* The pointer of a sitting: "/session", "/other_sessions/0", … Gives `buffer`. */
const char *record_session_at(char buffer[RECORD_POINTER_SIZE], size_t index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Record, record_free)

#endif

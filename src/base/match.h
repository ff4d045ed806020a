/* Matches: what rules/match gives. One Match is one rule that fired at one place; its Captures are
 * the fields it read there, converted. */
#ifndef DELIBEX_BASE_MATCH_H
#define DELIBEX_BASE_MATCH_H

#include "record.h"
#include "span.h"
#include "value.h"
#include "zone.h"

typedef struct Capture {
    const char *name;   /* as in the sheet: "present"; lent by the rule set */
    const Field *field; /* the record's row, or NULL for landmarks (`opens`) and fields of users */
    Span span;          /* the whole match for a `set` constant */
    Value value;        /* owned */
} Capture;

typedef struct Match {
    const char *rule;   /* "counts/present-count"; lent by the rule set */
    int order;          /* rank of the rule in the set: files in name order, then file order */
    Span span;
    ZoneKind zone;      /* where it was found */
    int act;            /* the act of that zone, or ZONE_NO_ACT */
    GArray *captures;   /* of Capture */
} Match;

/* Rules that could not be decided within their limits are named here, once each. */
typedef struct Matches {
    GPtrArray *matches;      /* of Match, by start, then by order */
    GPtrArray *undetermined; /* of const char *: names of rules, lent by the rule set */
} Matches;

Matches *matches_new(void);
void matches_free(Matches *matches);

/* Appends an empty match and lends it. */
Match *matches_add(Matches *matches, const char *rule, int order, Span span);
void match_add_capture(Match *match, const char *name, const Field *field, Span span, Value value /* taken */);

/* The capture called `name`, or NULL. Lent. */
const Capture *match_capture(const Match *match, const char *name);

/* Sorts by start, then by order: call once after the last add. */
void matches_sort(Matches *matches);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Matches, matches_free)

#endif

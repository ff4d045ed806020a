/* Findings: what check/ concludes about a record. Exactly three answers; "unverifiable" is one of
 * them, silence is not. */
#ifndef DELIBEX_BASE_FINDING_H
#define DELIBEX_BASE_FINDING_H

#include "value.h"

#include <glib.h>

typedef enum FindingStatus {
    FINDING_CONSISTENT,
    FINDING_CONTRADICTED,
    FINDING_UNVERIFIABLE
} FindingStatus;
typedef enum FindingSeverity { FINDING_ERROR, FINDING_WARNING, FINDING_INFO } FindingSeverity;

/* A named number that went into a check; `known` false prints null. */
typedef struct Operand {
    const char *name; /* static: "stated", "listed" */
    gint64 number;
    bool known;
} Operand;

typedef struct Finding {
    const char *check; /* static id: "present-names" */
    FindingStatus status;
    FindingSeverity severity;
    GArray *operands;  /* of Operand */
    char *message;     /* one English sentence */
    const char *basis; /* article of law, or NULL; static */
    GPtrArray *at;     /* of char *: JSON Pointers of both sides */
    GPtrArray *kept;   /* of char *: see finding_keep; NULL when none */
} Finding;

Finding *finding_new(const char *check, FindingSeverity severity);
void finding_free(Finding *finding);
void finding_operand(Finding *finding, const char *name, bool known, gint64 number);
void finding_at(Finding *finding, const char *pointer);

/* A copy of `text` that lives as long as the finding: for findings read back from JSON, whose names
 * are nobody's constants. */
const char *finding_keep(Finding *finding, const char *text);

/* The names in the record: "consistent", "error", … Lent, static. */
const char *finding_status_name(FindingStatus status);
const char *finding_severity_name(FindingSeverity severity);

/* Which of the members a finding speaks of, as their status in the record; NULL for all. Static. */
const char *finding_member_status(const Finding *finding);

/* True when one of finding->at lies in an act; *act is then its index. */
bool finding_in_act(const Finding *finding, guint at, size_t *act);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Finding, finding_free)

#endif

/* What `delibex check` found, and its three ways to print it. */
#ifndef DELIBEX_CLI_REPORT_H
#define DELIBEX_CLI_REPORT_H

#include "../check/check.h"

#include <glib.h>
#include <stdbool.h>

/* One document and its record. */
typedef struct Checked {
    char *path;
    Record *record;
} Checked;

typedef struct Report {
    GPtrArray *documents;  /* of Checked, in their order */
    GPtrArray *batch;      /* of BatchFinding, over all documents */
    FindingSeverity least; /* what is less grave is left out */
    const GPtrArray *only; /* of char *: the checks asked for; NULL for all */
    bool all;              /* findings that agree, too */
} Report;

/* Whether a finding is to be printed. */
bool report_shows(const Report *report, const Finding *finding);

/* How many findings of a status the documents and the batch hold, of those to be printed. */
guint report_count(const Report *report, FindingStatus status, FindingSeverity least);

/* The document a place of a finding over several documents is in. Lent. */
const Checked *report_document(const Report *report, const BatchFinding *finding, guint place);

/* The reports: in the language of the locale, as one JSON object, as SARIF 2.1.0. The caller frees.
 */
char *report_text(const Report *report);
char *report_json(const Report *report);
char *report_sarif(const Report *report);

/* `delibex check --list`. The caller frees. */
char *report_checks(void);

#endif

/* Exports: acts as open data. Each takes one record at a time and keeps nothing of it. */
#ifndef DELIBEX_WRITE_EXPORT_H
#define DELIBEX_WRITE_EXPORT_H

#include "../base/record.h"
#include "directory.h"
#include "draft.h"

#include <glib.h>
#include <stdbool.h>

/* ---- Tables that portals validate ------------------------------------------------------------ */

/* SCDL Délibérations 2.1.5 and SCDL Subventions 2.1.1. */
extern const Format scdl_format, subventions_format;

typedef struct DraftOptions {
    const Directory *authorities, *beneficiaries; /* may be NULL */
    const Supply *supply;
    bool derive_votes;  /* write votes that a unanimous act implies without figures */
    bool stated_matter; /* leave out matters that were inferred */
} DraftOptions;

/* Takes a judged draft, lent for the call. False stops. */
typedef bool (*TakeDraft)(Draft *draft, bool good, gpointer data);

/* The rows of a record. Gives false when `take` did. */
bool scdl_drafts(const Record *record, const DraftOptions *options, TakeDraft take, gpointer data);
bool subventions_drafts(const Record *record, const DraftOptions *options, TakeDraft take,
                        gpointer data);

/* ---- What exports look like ------------------------------------------------------------------ */

/* The JSON Schema (2020-12), indented, of "record" or of an export: of a row for scdl and subventions
 * (each cell a string), of all tables for csv, of a line for opensearch (the act) and jsonl, of the
 * whole for popolo. NULL when there is no such export. The caller frees. */
char *export_schema(const char *name);

#endif

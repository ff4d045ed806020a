/* Flat tables: the record as CSV. The table of fields decides what there is: one table for
 * documents, and one for every array of the record that holds objects or quoted words. Rows are
 * joined by the columns `document` (the start of the sum), `act` and `position`. */
#ifndef DELIBEX_WRITE_TABLES_H
#define DELIBEX_WRITE_TABLES_H

#include "../base/record.h"

#include <glib.h>
#include <stddef.h>

typedef struct FlatTable FlatTable;

/* All tables, "documents" first: GPtrArray of FlatTable. The caller unrefs it. */
GPtrArray *tables_new(void);

/* "documents", "acts", "members", … Lent. */
const char *table_name(const FlatTable *table);

/* The names of the columns: GPtrArray of char *, lent. */
const GPtrArray *table_columns(const FlatTable *table);

/* The field behind a column, or NULL for `document`, `act` and `position`. */
const Field *table_field(const FlatTable *table, guint column);

void table_append_head(GString *out, const FlatTable *table);

/* The rows of a record. Amounts are whole cents, arrays of codes are joined by semicolons. */
void table_append_rows(GString *out, const FlatTable *table, const Record *record);

#endif

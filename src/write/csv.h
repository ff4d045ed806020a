/* CSV as RFC 4180 has it: commas, quotes doubled inside quotes, CR LF at the end of a row. Rows of
 * cells and nothing about records. */
#ifndef DELIBEX_WRITE_CSV_H
#define DELIBEX_WRITE_CSV_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* Appends a row of `count` cells; NULL is an empty cell. What is not UTF-8 has U+FFFD in the bad
 * places, and NUL cannot occur. */
void csv_row(GString *out, const char *const *cells, size_t count);

/* A table somebody gives us: a row of heads, then rows. */
typedef struct CsvTable {
    GStrv heads;     /* without the spaces around them */
    GPtrArray *rows; /* of GStrv, each as long as `heads` */
} CsvTable;

/* Reads a table. Cells are parted by commas or, where the heads are, by semicolons or tabs; rows
 * end with LF, CR LF or CR; a byte order mark is passed over, and so are rows without any cell
 * filled. The caller frees. NULL and *error (DELIBEX_ERROR_INPUT), "line N: …", when it is not
 * UTF-8, a quote is not closed, a head stands twice or a row has more cells than there are heads.
 */
CsvTable *csv_read(const char *bytes, size_t length, GError **error);
void csv_table_free(CsvTable *table);

/* The column whose head is one of `names` ("siren|SIREN"), whatever its case, or -1. */
int csv_column(const CsvTable *table, const char *names);

/* A cell without the spaces around it; NULL when it is empty or `column` is -1. Lent. */
const char *csv_cell(const CsvTable *table, guint row, int column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(CsvTable, csv_table_free)

#endif

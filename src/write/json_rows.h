/* Walking the table of fields depth first: shared by those who write, read and describe records. */
#ifndef DELIBEX_WRITE_JSON_ROWS_H
#define DELIBEX_WRITE_JSON_ROWS_H

#include "../base/record.h"

#include <string.h>

typedef struct Rows {
    const Field *fields;
    size_t count;
} Rows;

static inline Rows rows_new(void)
{
    Rows rows;
    rows.fields = record_fields(&rows.count);
    return rows;
}

/* One past the last row inside the container at `row`; `row` + 1 for a scalar. */
static inline size_t rows_end(const Rows *rows, size_t row)
{
    const char *prefix = rows->fields[row].pointer;
    size_t length = rows->fields[row].length, end = row + 1;
    if (rows->fields[row].shape == FIELD_SCALAR)
        return end;
    while (end < rows->count && strncmp(rows->fields[end].pointer, prefix, length) == 0 &&
           rows->fields[end].pointer[length] == '/')
        end++;
    return end;
}

/* The row's own key, with its slash: "/present" of "/session/counts/present". */
static inline const char *row_step(const Rows *rows, size_t row)
{
    return strrchr(rows->fields[row].pointer, '/');
}

#endif

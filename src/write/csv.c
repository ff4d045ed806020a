#include "csv.h"

#include "../base/error.h"

#include <string.h>

void csv_row(GString *out, const char *const *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        g_autofree char *valid = cells[i] ? g_utf8_make_valid(cells[i], -1) : NULL;
        const char *cell = valid ? valid : "";
        /* a row of one empty cell would be an empty line */
        bool quote = cell[strcspn(cell, ",\"\r\n")] || g_ascii_isspace(cell[0]) ||
                     (cell[0] && g_ascii_isspace(cell[strlen(cell) - 1])) ||
                     (count == 1 && !cell[0]);
        if (i > 0)
            g_string_append_c(out, ',');
        if (!quote) {
            g_string_append(out, cell);
            continue;
        }
        g_string_append_c(out, '"');
        for (const char *p = cell; *p; p++) {
            if (*p == '"')
                g_string_append_c(out, '"');
            g_string_append_c(out, *p);
        }
        g_string_append_c(out, '"');
    }
    g_string_append(out, "\r\n");
}

/* ---- Reading --------------------------------------------------------------------------------- */

typedef struct Reader {
    const char *at, *end;
    char separator;
    int line; /* of `at`, from 1 */
} Reader;

static bool refuse(GError **error, int line, const char *what)
{
    g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_INPUT, "line %d: %s", line, what);
    return false;
}

/* The contents of a cell in quotes; the reader stands behind the closing one. */
static bool read_quoted(Reader *reader, GString *cell, GError **error)
{
    int opened = reader->line;
    for (reader->at++; reader->at < reader->end; reader->at++) {
        if (*reader->at == '"') {
            reader->at++;
            if (reader->at >= reader->end || *reader->at != '"')
                return true;
        }
        reader->line += *reader->at == '\n';
        g_string_append_c(cell, *reader->at);
    }
    return refuse(error, opened, "a quote is not closed");
}

/* Reads one row; the reader stands at the next one. */
static bool read_row(Reader *reader, GPtrArray *cells, GError **error)
{
    g_autoptr(GString) cell = g_string_new(NULL);
    while (reader->at < reader->end) {
        char ch = *reader->at;
        if (ch == '"' && cell->len == 0) {
            if (!read_quoted(reader, cell, error))
                return false;
            continue;
        }
        reader->at++;
        if (ch == '\n' || ch == '\r') {
            if (ch == '\r' && reader->at < reader->end && *reader->at == '\n')
                reader->at++;
            reader->line++;
            break;
        }
        if (ch == reader->separator) {
            g_ptr_array_add(cells, g_strdup(cell->str));
            g_string_truncate(cell, 0);
            continue;
        }
        g_string_append_c(cell, ch);
    }
    g_ptr_array_add(cells, g_strdup(cell->str));
    return true;
}

/* Whichever of the three stands most often in the first line. */
static char separator_of(const char *bytes, size_t length)
{
    size_t counts[3] = {0};
    static const char separators[] = ",;\t";
    for (size_t i = 0; i < length && bytes[i] != '\n' && bytes[i] != '\r'; i++) {
        const char *found = bytes[i] ? strchr(separators, bytes[i]) : NULL;
        if (found)
            counts[found - separators]++;
    }
    int best = counts[1] > counts[0] ? 1 : 0;
    return separators[counts[2] > counts[best] ? 2 : best];
}

static bool take_heads(CsvTable *table, GPtrArray *cells, GError **error)
{
    for (guint i = 0; i < cells->len; i++) {
        g_strstrip(cells->pdata[i]);
        for (guint j = 0; j < i; j++)
            if (*(char *)cells->pdata[i] &&
                g_ascii_strcasecmp(cells->pdata[i], cells->pdata[j]) == 0)
                return refuse(error, 1, "two columns have one name");
    }
    g_ptr_array_add(cells, NULL);
    table->heads = (GStrv)g_ptr_array_steal(cells, NULL);
    return true;
}

static bool take_row(CsvTable *table, GPtrArray *cells, int line, GError **error)
{
    guint width = g_strv_length(table->heads);
    bool any = false;
    for (guint i = 0; i < cells->len; i++)
        any |= *g_strstrip(cells->pdata[i]) != '\0';
    if (!any)
        return true;
    while (cells->len > width) {
        if (*(char *)cells->pdata[cells->len - 1])
            return refuse(error, line, "more cells than there are columns");
        g_ptr_array_set_size(cells, (int)cells->len - 1);
    }
    while (cells->len < width)
        g_ptr_array_add(cells, g_strdup(""));
    g_ptr_array_add(cells, NULL);
    g_ptr_array_add(table->rows, g_ptr_array_steal(cells, NULL));
    return true;
}

CsvTable *csv_read(const char *bytes, size_t length, GError **error)
{
    g_autoptr(CsvTable) table = g_new0(CsvTable, 1);
    table->rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    if (!g_utf8_validate_len(bytes, length, NULL)) {
        refuse(error, 1, "it is not UTF-8");
        return NULL;
    }
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    Reader reader = {
        .at = bytes, .end = bytes + length, .separator = separator_of(bytes, length), .line = 1};
    while (reader.at < reader.end || !table->heads) {
        g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
        int line = reader.line;
        if (!read_row(&reader, cells, error) ||
            !(table->heads ? take_row(table, cells, line, error) : take_heads(table, cells, error)))
            return NULL;
    }
    return g_steal_pointer(&table);
}

void csv_table_free(CsvTable *table)
{
    if (!table)
        return;
    g_strfreev(table->heads);
    g_ptr_array_unref(table->rows);
    g_free(table);
}

int csv_column(const CsvTable *table, const char *names)
{
    g_auto(GStrv) all = g_strsplit(names, "|", -1);
    for (int i = 0; table->heads[i]; i++)
        for (char **name = all; *name; name++)
            if (g_ascii_strcasecmp(table->heads[i], *name) == 0)
                return i;
    return -1;
}

const char *csv_cell(const CsvTable *table, guint row, int column)
{
    if (column < 0)
        return NULL;
    const char *cell = ((GStrv)table->rows->pdata[row])[column];
    return *cell ? cell : NULL;
}

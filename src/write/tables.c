#include "tables.h"

#include "csv.h"
#include "json_rows.h"
#include "view.h"

#include <string.h>

typedef struct TableColumn {
    size_t row; /* of the table of fields; G_MAXSIZE for a column of ours */
    char *rest; /* the pointer after the element's own; owned */
} TableColumn;

struct FlatTable {
    char *name;
    char *pattern;    /* of its elements: "/acts/#/amounts/#"; "" for documents */
    GPtrArray *names; /* of char *, columns */
    GArray *columns;  /* of TableColumn, as many */
    size_t places;    /* how many columns say where: document, act, position */
};

static void table_free(gpointer data)
{
    FlatTable *table = data;
    for (guint i = 0; i < table->columns->len; i++)
        g_free(g_array_index(table->columns, TableColumn, i).rest);
    g_array_unref(table->columns);
    g_ptr_array_unref(table->names);
    g_free(table->name);
    g_free(table->pattern);
    g_free(table);
}

/* Arrays of codes and numbers go into one cell; those that hold words of the act are tables. */
static bool is_cell(const Rows *rows, size_t array)
{
    const Field *element = &rows->fields[array + 1];
    return element->shape == FIELD_SCALAR && !element->capture;
}

static void add_column(FlatTable *table, char *name, size_t row, const char *rest)
{
    TableColumn column = {row, g_strdup(rest)};
    g_ptr_array_add(table->names, name);
    g_array_append_val(table->columns, column);
}

/* "/vote/for" → "vote_for" */
static char *column_name(const char *rest)
{
    return g_strdelimit(g_strdup(rest + 1), "/", '_');
}

/* Columns of the scalars inside the container at `row`, whatever objects they lie in. */
static void add_fields(FlatTable *table, const Rows *rows, size_t row, size_t end)
{
    size_t length = strlen(table->pattern);
    while (row < end) {
        const Field *field = &rows->fields[row];
        const char *rest = field->pointer + length;
        bool inside = field->shape == FIELD_OBJECT || field->shape == FIELD_OBJECT_OR_NULL;
        if (field->shape == FIELD_SCALAR || (field->shape == FIELD_ARRAY && is_cell(rows, row)))
            add_column(table, column_name(rest), row, rest);
        row = inside ? row + 1 : rows_end(rows, row);
    }
}

static FlatTable *table_new(const char *name, const char *pattern)
{
    FlatTable *table = g_new0(FlatTable, 1);
    table->name = g_strdup(name);
    table->pattern = g_strdup(pattern);
    table->names = g_ptr_array_new_with_free_func(g_free);
    table->columns = g_array_new(false, true, sizeof(TableColumn));
    add_column(table, g_strdup("document"), G_MAXSIZE, "");
    return table;
}

/* "act" for the index of "/acts/#", "position" for the last one. */
static void add_places(FlatTable *table)
{
    g_auto(GStrv) steps = g_strsplit(table->pattern, "/", -1);
    guint last = g_strv_length(steps) - 1;
    for (guint i = 2; i <= last; i++) {
        if (strcmp(steps[i], "#") != 0)
            continue;
        size_t length = strlen(steps[i - 1]);
        char *singular = g_strndup(steps[i - 1], length - g_str_has_suffix(steps[i - 1], "s"));
        bool own = i == last && strcmp(table->pattern, "/acts/#") != 0;
        add_column(table, own ? g_strdup("position") : g_strdup(singular), G_MAXSIZE, "");
        g_free(singular);
    }
    table->places = table->names->len;
}

/* "/acts/#/vote/named" → "named", "/other_sessions/#/members" → "other_sessions_members". The
 * caller frees. */
static char *name_of(const char *array)
{
    static const char *const understood[] = {"", "#", "session", "acts", "vote", "source"};
    g_auto(GStrv) steps = g_strsplit(array, "/", -1);
    guint last = g_strv_length(steps) - 1;
    GString *name = g_string_new(NULL);
    for (guint i = 0; i <= last; i++) {
        bool left_out = false;
        for (size_t j = 0; j < G_N_ELEMENTS(understood) && i < last; j++)
            left_out |= strcmp(steps[i], understood[j]) == 0;
        if (!left_out)
            g_string_append_printf(name, "%s%s", name->len ? "_" : "", steps[i]);
    }
    return g_string_free(name, false);
}

GPtrArray *tables_new(void)
{
    GPtrArray *tables = g_ptr_array_new_with_free_func(table_free);
    Rows rows = rows_new();
    FlatTable *documents = table_new("documents", "");
    documents->places = 1;
    add_fields(documents, &rows, 0, rows.count);
    g_ptr_array_add(tables, documents);
    for (size_t row = 0; row < rows.count; row++) {
        if (rows.fields[row].shape != FIELD_ARRAY || is_cell(&rows, row))
            continue;
        g_autofree char *name = name_of(rows.fields[row].pointer);
        FlatTable *table = table_new(name, rows.fields[row + 1].pointer);
        add_places(table);
        if (rows.fields[row + 1].shape == FIELD_SCALAR)
            add_column(table, g_strdup("text"), row + 1, "");
        else
            add_fields(table, &rows, row + 2, rows_end(&rows, row));
        g_ptr_array_add(tables, table);
    }
    return tables;
}

const char *table_name(const FlatTable *table)
{
    return table->name;
}

const GPtrArray *table_columns(const FlatTable *table)
{
    return table->names;
}

const Field *table_field(const FlatTable *table, guint column)
{
    size_t row = g_array_index(table->columns, TableColumn, column).row;
    return row == G_MAXSIZE ? NULL : &rows_new().fields[row];
}

void table_append_head(GString *out, const FlatTable *table)
{
    csv_row(out, (const char *const *)table->names->pdata, table->names->len);
}

/* ---- Rows ------------------------------------------------------------------------------------ */

/* The elements of an array of codes, ';' between them. NULL when it is empty. The caller frees. */
static char *joined(const Record *record, const char *array)
{
    char item[RECORD_POINTER_SIZE];
    size_t count = record_length(record, array);
    GString *out = count > 0 ? g_string_new(NULL) : NULL;
    for (size_t i = 0; i < count; i++) {
        const char *text = record_text(record, record_at(item, "%s/%zu", array, i));
        g_string_append_printf(out, "%s%s", i ? ";" : "", text ? text : "");
    }
    return out ? g_string_free(out, false) : NULL;
}

/* The row of the element at `element`; `places` are its indices. */
static void append_row(GString *out, const FlatTable *table, const Record *record,
                       const char *element, const char *document, const GArray *places)
{
    g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
    char pointer[RECORD_POINTER_SIZE];
    g_ptr_array_add(cells, g_strdup(document));
    for (guint i = 0; i < places->len; i++)
        g_ptr_array_add(cells, g_strdup_printf("%zu", g_array_index(places, size_t, i) + 1));
    for (guint i = (guint)table->places; i < table->columns->len; i++) {
        const TableColumn *column = &g_array_index(table->columns, TableColumn, i);
        const Field *field = table_field(table, i);
        record_at(pointer, "%s%s", element, column->rest);
        g_ptr_array_add(cells, field->shape == FIELD_ARRAY
                                   ? joined(record, pointer)
                                   : g_strdup(record_text(record, pointer)));
    }
    csv_row(out, (const char *const *)cells->pdata, cells->len);
}

/* All elements that `pattern`, behind `pointer`, stands for. */
static void append_elements(GString *out, const FlatTable *table, const Record *record,
                            const char *pointer, const char *pattern, const char *document,
                            GArray *places)
{
    const char *index = strchr(pattern, '#');
    if (!index) {
        g_autofree char *element = g_strconcat(pointer, pattern, NULL);
        append_row(out, table, record, element, document, places);
        return;
    }
    g_autofree char *array =
        g_strdup_printf("%s%.*s", pointer, (int)(index - pattern - 1), pattern);
    for (size_t i = 0; i < record_length(record, array); i++) {
        g_autofree char *element = g_strdup_printf("%s/%zu", array, i);
        g_array_append_val(places, i);
        append_elements(out, table, record, element, index + 1, document, places);
        g_array_set_size(places, places->len - 1);
    }
}

void table_append_rows(GString *out, const FlatTable *table, const Record *record)
{
    g_autoptr(GArray) places = g_array_new(false, false, sizeof(size_t));
    g_autofree char *document = view_document_key(record);
    append_elements(out, table, record, "", table->pattern, document, places);
}

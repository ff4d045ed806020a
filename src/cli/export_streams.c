/* Exports that are written as records come: lines for OpenSearch, records, flat tables, Popolo. */
#include "export.h"

#include "file_set.h"
#include "output.h"

#include "../base/error.h"
#include "../write/bulk.h"
#include "../write/popolo.h"
#include "../write/tables.h"
#include "../write/write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Lines: opensearch, jsonl ---------------------------------------------------------------- */

typedef struct Lines {
    Exporter exporter;
    Output *output;
    char *index; /* NULL for records */
} Lines;

static void lines_free(Exporter *exporter)
{
    Lines *lines = (Lines *)exporter;
    output_free(lines->output);
    g_free(lines->index);
    g_free(lines);
}

static bool lines_take(Exporter *exporter, Record *record, GError **error)
{
    Lines *lines = (Lines *)exporter;
    g_autoptr(GString) text = g_string_new(NULL);
    if (lines->index) {
        bulk_append(text, record, lines->index);
    } else {
        g_autofree char *json = json_write(record, NULL);
        g_string_append_printf(text, "%s\n", json);
    }
    return output_print(lines->output, text->str, error);
}

static bool lines_finish(Exporter *exporter, GError **error)
{
    return output_finish(((Lines *)exporter)->output, error);
}

Exporter *export_lines_new(const Arguments *arguments, const char *format, GError **error)
{
    const char *index = arguments_value(arguments, "index");
    Output *output = output_open(arguments_value(arguments, "output"), error);
    if (!output)
        return NULL;
    Lines *lines = g_new0(Lines, 1);
    lines->exporter = (Exporter){lines_take, lines_finish, lines_free};
    lines->output = output;
    if (strcmp(format, "opensearch") == 0)
        lines->index = g_strdup(index ? index : EXPORT_INDEX);
    return &lines->exporter;
}

/* ---- Tables: csv ----------------------------------------------------------------------------- */

typedef struct Tables {
    Exporter exporter;
    GPtrArray *tables;     /* of FlatTable */
    const FlatTable *only; /* printed on `output`; else all, into `files` */
    Output *output;
    FileSet *files;
} Tables;

static void tables_free(Exporter *exporter)
{
    Tables *tables = (Tables *)exporter;
    g_ptr_array_unref(tables->tables);
    output_free(tables->output);
    file_set_free(tables->files);
    g_free(tables);
}

static bool add_rows(Tables *tables, const FlatTable *table, const Record *record, GError **error)
{
    g_autoptr(GString) head = g_string_new(NULL);
    g_autoptr(GString) rows = g_string_new(NULL);
    g_autofree char *name = g_strconcat(table_name(table), ".csv", NULL);
    table_append_head(head, table);
    if (record)
        table_append_rows(rows, table, record);
    return file_set_append(tables->files, name, head->str, rows->str, error);
}

static bool tables_take(Exporter *exporter, Record *record, GError **error)
{
    Tables *tables = (Tables *)exporter;
    if (tables->only) {
        g_autoptr(GString) rows = g_string_new(NULL);
        table_append_rows(rows, tables->only, record);
        return output_print(tables->output, rows->str, error);
    }
    for (guint i = 0; i < tables->tables->len; i++)
        if (!add_rows(tables, tables->tables->pdata[i], record, error))
            return false;
    return true;
}

static bool tables_finish(Exporter *exporter, GError **error)
{
    Tables *tables = (Tables *)exporter;
    return tables->only ? output_finish(tables->output, error)
                        : file_set_finish(tables->files, error);
}

static bool begin_directory(Tables *tables, const char *directory, GError **error)
{
    tables->files = file_set_new(directory, error);
    for (guint i = 0; tables->files && i < tables->tables->len; i++)
        if (!add_rows(tables, tables->tables->pdata[i], NULL, error))
            return false;
    return tables->files != NULL;
}

/* One table, `acts` when the user names none, on standard output. */
static bool begin_table(Tables *tables, const char *name, GError **error)
{
    g_autoptr(GString) head = g_string_new(NULL);
    GString *names = g_string_new(NULL);
    for (guint i = 0; i < tables->tables->len; i++) {
        const FlatTable *table = tables->tables->pdata[i];
        g_string_append_printf(names, "%s%s", i ? ", " : "", table_name(table));
        if (strcmp(table_name(table), name) == 0)
            tables->only = table;
    }
    g_autofree char *all = g_string_free(names, false);
    if (!tables->only) {
        g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                    "--table %s: it must be one of %s", name, all);
        return false;
    }
    table_append_head(head, tables->only);
    tables->output = output_open(NULL, error);
    return tables->output && output_print(tables->output, head->str, error);
}

Exporter *export_tables_new(const Arguments *arguments, GError **error)
{
    const char *directory = arguments_value(arguments, "output");
    const char *table = arguments_value(arguments, "table");
    Tables *tables = g_new0(Tables, 1);
    tables->exporter = (Exporter){tables_take, tables_finish, tables_free};
    tables->tables = tables_new();
    g_autoptr(Exporter) exporter = &tables->exporter;
    if (directory ? !begin_directory(tables, directory, error)
                  : !begin_table(tables, table ? table : "acts", error))
        return NULL;
    return g_steal_pointer(&exporter);
}

/* ---- Popolo: lists are put aside until they are whole ---------------------------------------- */

typedef struct Lists {
    Exporter exporter;
    Output *output;
    Popolo *popolo;
    FILE *aside[POPOLO_LISTS]; /* nameless files */
} Lists;

static void lists_free(Exporter *exporter)
{
    Lists *lists = (Lists *)exporter;
    for (int i = 0; i < POPOLO_LISTS; i++)
        if (lists->aside[i])
            fclose(lists->aside[i]);
    output_free(lists->output);
    popolo_free(lists->popolo);
    g_free(lists);
}

static bool lists_take(Exporter *exporter, Record *record, GError **error)
{
    Lists *lists = (Lists *)exporter;
    GString *texts[POPOLO_LISTS];
    bool good = true;
    for (int i = 0; i < POPOLO_LISTS; i++)
        texts[i] = g_string_new(NULL);
    popolo_append(lists->popolo, texts, record);
    for (int i = 0; i < POPOLO_LISTS; i++) {
        good = good && fwrite(texts[i]->str, 1, texts[i]->len, lists->aside[i]) == texts[i]->len;
        g_string_free(texts[i], true);
    }
    return good || temporary_failed(error);
}

/* Prints one list, an object a line. */
static bool print_list(Lists *lists, int list, GError **error)
{
    FILE *file = lists->aside[list];
    char *line = NULL;
    size_t size = 0;
    bool first = true;
    g_autofree char *head =
        g_strdup_printf("%s\"%s\":[", list == 0 ? "{" : ",\n", popolo_list_name((PopoloList)list));
    if (fflush(file) != 0 || fseek(file, 0, SEEK_SET) != 0)
        return temporary_failed(error);
    bool good = output_print(lists->output, head, error);
    while (good && getline(&line, &size, file) > 0) {
        g_strchomp(line);
        good = output_print(lists->output, first ? "\n" : ",\n", error) &&
               output_print(lists->output, line, error);
        first = false;
    }
    free(line);
    if (good && ferror(file))
        return temporary_failed(error);
    return good && output_print(lists->output, "]", error);
}

static bool lists_finish(Exporter *exporter, GError **error)
{
    Lists *lists = (Lists *)exporter;
    for (int i = 0; i < POPOLO_LISTS; i++)
        if (!print_list(lists, i, error))
            return false;
    return output_print(lists->output, "}\n", error) && output_finish(lists->output, error);
}

Exporter *export_popolo_new(const Arguments *arguments, GError **error)
{
    Lists *lists = g_new0(Lists, 1);
    lists->exporter = (Exporter){lists_take, lists_finish, lists_free};
    lists->popolo = popolo_new();
    g_autoptr(Exporter) exporter = &lists->exporter;
    for (int i = 0; i < POPOLO_LISTS; i++) {
        lists->aside[i] = tmpfile();
        if (!lists->aside[i]) {
            temporary_failed(error);
            return NULL;
        }
    }
    lists->output = output_open(arguments_value(arguments, "output"), error);
    return lists->output ? g_steal_pointer(&exporter) : NULL;
}

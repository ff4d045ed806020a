#include "redact.h"

#include "../base/person_hide.h"
#include "json_rows.h"

#include <string.h>

typedef void (*VisitScalar)(Record *record, const Field *field, const char *pointer, gpointer data);

/* Visits every scalar of rows [row, end) that lies below `pointer`. */
static void visit(Record *record, const Rows *rows, size_t row, size_t end, const char *pointer,
                  VisitScalar take, gpointer data)
{
    while (row < end) {
        const Field *field = &rows->fields[row];
        size_t behind = rows_end(rows, row);
        g_autofree char *at = g_strconcat(pointer, row_step(rows, row), NULL);
        if (field->shape == FIELD_SCALAR) {
            take(record, field, at, data);
        } else if (field->shape != FIELD_ARRAY) {
            visit(record, rows, row + 1, behind, at, take, data);
        } else {
            for (size_t i = 0; i < record_length(record, at); i++) {
                g_autofree char *element = g_strdup_printf("%s/%zu", at, i);
                bool scalar = rows->fields[row + 1].shape == FIELD_SCALAR;
                if (scalar)
                    take(record, &rows->fields[row + 1], element, data);
                else
                    visit(record, rows, row + 2, behind, element, take, data);
            }
        }
        row = behind;
    }
}

static void note_person(Record *record, const Field *field, const char *pointer, gpointer data)
{
    const char *name = field->type == VALUE_PERSON ? record_text(record, pointer) : NULL;
    if (name)
        g_ptr_array_add(data, g_strdup(name));
}

static bool says_more(const char *quote, const GPtrArray *known)
{
    g_autofree char *left = person_hide(quote, known);
    return strcmp(left, quote) != 0;
}

/* Words of the act; the file, the names of members and what comes from a closed set are not. */
static bool may_name(const Field *field)
{
    return field->type == VALUE_TEXT && !field->values &&
           !g_str_has_prefix(field->pointer, "/source/") && !strstr(field->pointer, "/members/") &&
           !g_str_has_suffix(field->pointer, "/session") &&
           !g_str_has_suffix(field->pointer, "/id") &&
           strcmp(field->pointer, "/authority/name") != 0;
}

static void redact_scalar(Record *record, const Field *field, const char *pointer, gpointer known)
{
    const char *text = record_text(record, pointer);
    if (!text || field->type == VALUE_PERSON)
        return;
    if (may_name(field)) {
        g_autofree char *left = person_hide(text, known);
        if (strcmp(left, text) != 0) {
            record_set_text(record, pointer, left);
            record_blank_evidence(record, pointer);
            return;
        }
    }
    const GPtrArray *evidence = record_evidence(record, pointer);
    for (guint i = 0; evidence && i < evidence->len; i++) {
        const char *quote = ((const Evidence *)evidence->pdata[i])->text;
        if (quote && says_more(quote, known)) {
            record_blank_evidence(record, pointer);
            return;
        }
    }
}

void redact_private(Record *record)
{
    g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func(g_free);
    Rows rows = rows_new();
    const GPtrArray *findings = record_findings(record);
    visit(record, &rows, 0, rows.count, "", note_person, known);
    visit(record, &rows, 0, rows.count, "", redact_scalar, known);
    for (guint i = 0; i < findings->len; i++) {
        Finding *finding = findings->pdata[i];
        g_autofree char *message = finding->message;
        finding->message = person_hide(message, known);
    }
}

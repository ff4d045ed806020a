#include "bulk.h"

#include "json_emit.h"
#include "json_part.h"
#include "json_rows.h"
#include "view.h"
#include "write.h"

#include <string.h>

/* ---- Lines ----------------------------------------------------------------------------------- */

static void emit_document(Emit *emit, const ActView *view)
{
    static const char *const pointers[] = {"/source/path",    "/source/sha256", "/source/pages",
                                           "/source/outcome", "/source/text",   "/kind"};
    emit_key(emit, "document");
    emit_open(emit, '{');
    for (size_t i = 0; i < G_N_ELEMENTS(pointers); i++) {
        emit_key(emit, strrchr(pointers[i], '/') + 1);
        emit_part(emit, view->record, pointers[i]);
    }
    emit_close(emit, '{');
}

/* What was found about this act, or about the sitting. */
static void emit_findings(Emit *emit, const ActView *view)
{
    const GPtrArray *findings = record_findings(view->record);
    char prefix[RECORD_POINTER_SIZE];
    view_at(view, prefix, "");
    emit_key(emit, "findings");
    emit_open(emit, '[');
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = findings->pdata[i];
        const char *at = finding->at->len > 0 ? finding->at->pdata[0] : "";
        bool session =
            g_str_has_prefix(at, "/session/") || g_str_has_prefix(at, "/other_sessions/");
        if ((g_str_has_prefix(at, "/acts/") && !g_str_has_prefix(at, prefix)) ||
            (session && !g_str_has_prefix(at, view->session)))
            continue;
        emit_open(emit, '{');
        emit_key_text(emit, "check", finding->check);
        emit_key_text(emit, "status", finding_status_name(finding->status));
        emit_key_text(emit, "severity", finding_severity_name(finding->severity));
        emit_close(emit, '{');
    }
    emit_close(emit, '[');
}

static void append_act(GString *out, const ActView *view, const char *index)
{
    char pointer[RECORD_POINTER_SIZE];
    Emit emit = {.out = out};
    g_autofree char *key = view_act_key(view);
    emit_open(&emit, '{');
    emit_key(&emit, "index");
    emit_open(&emit, '{');
    emit_key_text(&emit, "_index", index);
    emit_key_text(&emit, "_id", key);
    emit_close(&emit, '{');
    emit_close(&emit, '{');
    g_string_append_c(out, '\n');

    emit = (Emit){.out = out};
    emit_open(&emit, '{');
    emit_key_text(&emit, "key", key);
    emit_document(&emit, view);
    emit_key(&emit, "authority");
    emit_part(&emit, view->record, "/authority");
    emit_key(&emit, "session");
    emit_part(&emit, view->record, view->session);
    emit_key(&emit, "act");
    emit_part(&emit, view->record, record_at(pointer, "/acts/%zu", view->index));
    if (view->matter) {
        emit_key(&emit, "matter_confidence");
        emit_confidence(&emit,
                        view_confidence(view->record, view_at(view, pointer, "matter/code")));
    }
    emit_findings(&emit, view);
    emit_close(&emit, '{');
    g_string_append_c(out, '\n');
}

void bulk_append(GString *out, const Record *record, const char *index)
{
    for (size_t act = 0; act < record_length(record, "/acts"); act++) {
        ActView view = act_view(record, act);
        append_act(out, &view, index);
    }
}

/* ---- The template ---------------------------------------------------------------------------- */

static void emit_plain(Emit *emit, const char *key, const char *type)
{
    emit_key(emit, key);
    emit_open(emit, '{');
    emit_key_text(emit, "type", type);
    emit_close(emit, '{');
}

/* Words are searched in French; names also as they stand. */
static void emit_words(Emit *emit, const char *key, bool name)
{
    emit_key(emit, key);
    emit_open(emit, '{');
    emit_key_text(emit, "type", "text");
    emit_key_text(emit, "analyzer", name ? "delibex_names" : "delibex_french");
    emit_key(emit, "fields");
    emit_open(emit, '{');
    emit_key(emit, "raw");
    emit_open(emit, '{');
    emit_key_text(emit, "type", "keyword");
    emit_key_integer(emit, "ignore_above", 1024);
    emit_close(emit, '{');
    emit_close(emit, '{');
    emit_close(emit, '{');
}

static void emit_scalar(Emit *emit, const char *key, const Field *field)
{
    static const char *const read_as_words[] = {"subject", "label", "decisions", "references",
                                                "purpose", "body",  "place"};
    bool words = false, name = field->type == VALUE_PERSON || strcmp(key, "name") == 0 ||
                               strcmp(key, "beneficiary") == 0;
    for (size_t i = 0; i < G_N_ELEMENTS(read_as_words); i++)
        words |= strcmp(key, read_as_words[i]) == 0;
    if (field->type == VALUE_COUNT || field->type == VALUE_AMOUNT)
        emit_plain(emit, key, "long");
    else if (field->type == VALUE_FLAG)
        emit_plain(emit, key, "boolean");
    else if (field->type == VALUE_DATE)
        emit_plain(emit, key, "date");
    else if (words || name)
        emit_words(emit, key, name);
    else
        emit_plain(emit, key, "keyword");
}

/* An array is mapped as what it holds. */
static void emit_row(Emit *emit, const Rows *rows, size_t row, const char *key)
{
    const Field *field = &rows->fields[row];
    if (field->shape == FIELD_ARRAY) {
        emit_row(emit, rows, row + 1, key);
        return;
    }
    if (field->shape == FIELD_SCALAR) {
        emit_scalar(emit, key, field);
        return;
    }
    emit_key(emit, key);
    emit_open(emit, '{');
    emit_key(emit, "properties");
    emit_open(emit, '{');
    for (size_t at = row + 1; at < rows_end(rows, row); at = rows_end(rows, at))
        emit_row(emit, rows, at, row_step(rows, at) + 1);
    emit_close(emit, '{');
    emit_close(emit, '{');
}

static void emit_pointer(Emit *emit, const char *pointer, const char *key)
{
    Rows rows = rows_new();
    emit_row(emit, &rows, (size_t)(record_field(pointer) - rows.fields), key);
}

static void emit_mappings(Emit *emit)
{
    emit_open(emit, '{');
    emit_key_text(emit, "dynamic", "strict");
    emit_key(emit, "properties");
    emit_open(emit, '{');
    emit_plain(emit, "key", "keyword");
    emit_key(emit, "document");
    emit_open(emit, '{');
    emit_key(emit, "properties");
    emit_open(emit, '{');
    emit_pointer(emit, "/source/path", "path");
    emit_pointer(emit, "/source/sha256", "sha256");
    emit_pointer(emit, "/source/pages", "pages");
    emit_pointer(emit, "/source/outcome", "outcome");
    emit_pointer(emit, "/source/text", "text");
    emit_pointer(emit, "/kind", "kind");
    emit_close(emit, '{');
    emit_close(emit, '{');
    emit_pointer(emit, "/authority", "authority");
    emit_pointer(emit, "/session", "session");
    emit_pointer(emit, "/acts/0", "act");
    emit_plain(emit, "matter_confidence", "float");
    emit_key(emit, "findings");
    emit_open(emit, '{');
    emit_key(emit, "properties");
    emit_open(emit, '{');
    emit_plain(emit, "check", "keyword");
    emit_plain(emit, "status", "keyword");
    emit_plain(emit, "severity", "keyword");
    emit_close(emit, '{');
    emit_close(emit, '{');
    emit_close(emit, '{');
    emit_close(emit, '{');
}

/* Elisions, accents, stop words and endings of French. JSON with ' for ", to be readable here. */
static const char settings[] =
    "{'analysis': {"
    "  'filter': {"
    "    'delibex_elision': {'type': 'elision', 'articles_case': true,"
    "      'articles': ['l', 'm', 't', 'qu', 'n', 's', 'j', 'd', 'c', 'jusqu', 'lorsqu']},"
    "    'delibex_stop': {'type': 'stop', 'stopwords': '_french_'},"
    "    'delibex_stem': {'type': 'stemmer', 'language': 'light_french'}},"
    "  'analyzer': {"
    "    'delibex_french': {'tokenizer': 'standard', 'filter': ['delibex_elision', 'lowercase',"
    "      'delibex_stop', 'delibex_stem', 'asciifolding']},"
    "    'delibex_names': {'tokenizer': 'standard',"
    "      'filter': ['delibex_elision', 'lowercase', 'asciifolding']}}}}";

char *bulk_template(const char *index)
{
    Emit emit = {.out = g_string_new(NULL)};
    emit_open(&emit, '{');
    emit_key(&emit, "index_patterns");
    emit_open(&emit, '[');
    emit_text(&emit, index);
    emit_close(&emit, '[');
    emit_key(&emit, "template");
    emit_open(&emit, '{');
    emit_key(&emit, "settings");
    g_autofree char *quoted = g_strdelimit(g_strdup(settings), "'", '"');
    g_string_append(emit.out, quoted);
    emit.comma = true;
    emit_key(&emit, "mappings");
    emit_mappings(&emit);
    emit_close(&emit, '{');
    emit_close(&emit, '{');
    g_autofree char *line = g_string_free(emit.out, false);
    char *pretty = json_reformat(line, 2);
    g_assert(pretty); /* a template that is no JSON is a mistake above */
    return pretty;
}

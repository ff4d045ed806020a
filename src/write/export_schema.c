/* The JSON Schemas of exports, made from what writes them where that is a table. */
#include "export.h"

#include "json_emit.h"
#include "json_part.h"
#include "popolo.h"
#include "tables.h"
#include "write.h"

#include <string.h>

static void begin(Emit *emit, const char *name, const char *title)
{
    g_autofree char *id = g_strdup_printf("urn:delibex:%s:1", name);
    emit_open(emit, '{');
    emit_key_text(emit, "$schema", "https://json-schema.org/draft/2020-12/schema");
    emit_key_text(emit, "$id", id);
    emit_key_text(emit, "title", title);
}

static void begin_object(Emit *emit)
{
    emit_key_text(emit, "type", "object");
    emit_key(emit, "additionalProperties");
    emit_flag(emit, false);
}

/* ---- Rows that portals validate -------------------------------------------------------------- */

/* What a filled cell looks like, or NULL when it may be anything. */
static const char *pattern_of(CellKind kind)
{
    static const char *const patterns[] = {
        [CELL_SIRET] = "[0-9]{14}",
        [CELL_RNA] = "W[0-9]{9}",
        [CELL_DATE] = "[0-9]{4}-[0-9]{2}-[0-9]{2}",
        [CELL_PERIOD] = "[0-9]{4}-[0-9]{2}-[0-9]{2}(/[0-9]{4}-[0-9]{2}-[0-9]{2})?",
        [CELL_COUNT] = "[0-9]{1,6}",
        [CELL_MONEY] = "[0-9]{1,12}(\\.[0-9]{1,2})?",
        [CELL_SHARE] = "(0\\.[0-9]{1,2}|1(\\.0{1,2})?)",
        [CELL_MATTER_CODE] = "[1-9]\\.[0-9]{1,2}",
        [CELL_MATTER_NAME] = "[^/]*[^/ ]/[^ ].*",
        [CELL_YEARS] = "[0-9]{4}(/[0-9]{4})?",
        [CELL_URI] = "https?://.+",
        [CELL_NATURE] =
            "aide en (numéraire|nature|numéraire;aide en nature|nature;aide en numéraire)",
        [CELL_YES_NO] = "(oui|non)",
        [CELL_TEXT] = NULL,
    };
    return patterns[kind];
}

static void emit_column(Emit *emit, const Column *column)
{
    const char *pattern = pattern_of(column->kind);
    emit_key(emit, column->name);
    emit_open(emit, '{');
    emit_key_text(emit, "description", column->meaning);
    emit_key_text(emit, "type", "string");
    if (column->required)
        emit_key_integer(emit, "minLength", 1);
    if (column->longest > 0)
        emit_key_integer(emit, "maxLength", (gint64)column->longest);
    if (pattern) {
        g_autofree char *whole = g_strdup_printf(column->required ? "^%s$" : "^(%s)?$", pattern);
        emit_key_text(emit, "pattern", whole);
    }
    emit_close(emit, '{');
}

static void emit_format(Emit *emit, const Format *format)
{
    begin(emit, format->name, format->title);
    begin_object(emit);
    emit_key(emit, "required");
    emit_open(emit, '[');
    for (size_t i = 0; i < format->count; i++)
        emit_text(emit, format->columns[i].name);
    emit_close(emit, '[');
    emit_key(emit, "properties");
    emit_open(emit, '{');
    for (size_t i = 0; i < format->count; i++)
        emit_column(emit, &format->columns[i]);
    emit_close(emit, '{');
    emit_close(emit, '{');
}

/* ---- Flat tables ----------------------------------------------------------------------------- */

static void emit_table(Emit *emit, const FlatTable *table)
{
    const GPtrArray *columns = table_columns(table);
    emit_key(emit, table_name(table));
    emit_open(emit, '{');
    emit_key_text(emit, "type", "array");
    emit_key(emit, "items");
    emit_open(emit, '{');
    begin_object(emit);
    emit_key(emit, "required");
    emit_open(emit, '[');
    for (guint i = 0; i < columns->len; i++)
        emit_text(emit, columns->pdata[i]);
    emit_close(emit, '[');
    emit_key(emit, "properties");
    emit_open(emit, '{');
    for (guint i = 0; i < columns->len; i++) {
        const Field *field = table_field(table, i);
        emit_key(emit, columns->pdata[i]);
        emit_open(emit, '{');
        emit_key_text(emit, "type", "string");
        if (field)
            emit_key_text(emit, "description", field->meaning);
        emit_close(emit, '{');
    }
    emit_close(emit, '{');
    emit_close(emit, '{');
    emit_close(emit, '{');
}

static void emit_tables(Emit *emit)
{
    g_autoptr(GPtrArray) tables = tables_new();
    begin(emit, "csv", "delibex tables, each a file; every cell is a string");
    begin_object(emit);
    emit_key(emit, "properties");
    emit_open(emit, '{');
    for (guint i = 0; i < tables->len; i++)
        emit_table(emit, tables->pdata[i]);
    emit_close(emit, '{');
    emit_close(emit, '{');
}

/* ---- OpenSearch and Popolo ------------------------------------------------------------------- */

static void emit_named_part(Emit *emit, const char *key, const char *pointer)
{
    emit_key(emit, key);
    emit_part_schema(emit, pointer);
}

static void emit_line(Emit *emit)
{
    begin(emit, "opensearch", "delibex act, the source line of _bulk");
    begin_object(emit);
    emit_key_json(emit, "required",
                  "['key', 'document', 'authority', 'session', 'act', 'findings']");
    emit_key(emit, "properties");
    emit_open(emit, '{');
    emit_key_json(emit, "key", "{'type': 'string', 'pattern': '^([0-9a-f]{12}|unknown)/[0-9]+$'}");
    emit_key(emit, "document");
    emit_open(emit, '{');
    begin_object(emit);
    emit_key(emit, "properties");
    emit_open(emit, '{');
    emit_named_part(emit, "path", "/source/path");
    emit_named_part(emit, "sha256", "/source/sha256");
    emit_named_part(emit, "pages", "/source/pages");
    emit_named_part(emit, "outcome", "/source/outcome");
    emit_named_part(emit, "text", "/source/text");
    emit_named_part(emit, "kind", "/kind");
    emit_close(emit, '{');
    emit_close(emit, '{');
    emit_named_part(emit, "authority", "/authority");
    emit_named_part(emit, "session", "/session");
    emit_named_part(emit, "act", "/acts/0");
    emit_key_json(emit, "matter_confidence", "{'type': 'number', 'minimum': 0, 'maximum': 1}");
    emit_key_json(emit, "findings",
                  "{'type': 'array', 'items': {'type': 'object', 'additionalProperties': false,"
                  " 'required': ['check', 'status', 'severity'], 'properties': {"
                  " 'check': {'type': 'string'},"
                  " 'status': {'enum': ['consistent', 'contradicted', 'unverifiable']},"
                  " 'severity': {'enum': ['error', 'warning', 'info']}}}}");
    emit_close(emit, '{');
    emit_close(emit, '{');
}

#define TEXT "{'type': 'string'}"
#define TEXT_OR_NULL "{'type': ['string', 'null']}"
#define OPTION "{'enum': ['yes', 'no', 'abstain', 'not voting']}"
#define RESULT "{'enum': ['pass', 'fail']}"
#define OBJECT "'type': 'object', 'additionalProperties': false"
#define COUNTS                                                                                     \
    "{'type': 'array', 'items': {" OBJECT ", 'required': ['option', 'value'],"                     \
    " 'properties': {'option': " OPTION ", 'value': {'type': 'integer', 'minimum': 0}}}}"

static const char *const popolo_objects[POPOLO_LISTS] = {
    [POPOLO_ORGANIZATIONS] =
        "{" OBJECT ", 'required': ['id', 'name'], 'properties': {'id': " TEXT
        ", 'name': " TEXT_OR_NULL ", 'classification': " TEXT ", 'parent_id': " TEXT ","
        " 'identifiers': {'type': 'array', 'items': {" OBJECT ","
        "  'properties': {'scheme': {'const': 'SIREN'}, 'identifier': " TEXT "}}}}}",
    [POPOLO_PERSONS] =
        "{" OBJECT ", 'required': ['id', 'name'], 'properties': {'id': " TEXT ", 'name': " TEXT
        ", 'family_name': " TEXT ", 'given_name': " TEXT ", 'honorific_prefix': " TEXT "}}",
    [POPOLO_MEMBERSHIPS] =
        "{" OBJECT ", 'required': ['id', 'person_id', 'organization_id'], 'properties': {"
        " 'id': " TEXT ", 'person_id': " TEXT ", 'organization_id': " TEXT ", 'role': " TEXT "}}",
    [POPOLO_EVENTS] = "{" OBJECT ", 'required': ['id', 'name', 'classification', 'attendees',"
                      " 'delibex:proxies'], 'properties': {'id': " TEXT ", 'name': " TEXT
                      ", 'classification': {'const': 'sitting'}, 'start_date': {'type': 'string',"
                      " 'format': 'date'}, 'location': " TEXT ", 'organization_id': " TEXT ","
                      " 'attendees': {'type': 'array', 'items': {" OBJECT
                      ", 'properties': {'id': " TEXT ", 'name': " TEXT "}}},"
                      " 'delibex:proxies': {'type': 'array', 'items': {" OBJECT ","
                      "  'required': ['giver_id', 'holder_id'], 'properties': {'giver_id': " TEXT
                      ", 'holder_id': " TEXT_OR_NULL ", 'limits': " TEXT "}}}}}",
    [POPOLO_MOTIONS] =
        "{" OBJECT ", 'required': ['id', 'delibex:document'], 'properties': {'id': " TEXT
        ", 'organization_id': " TEXT ", 'legislative_session_id': " TEXT ", 'identifier': " TEXT
        ", 'text': " TEXT ", 'classification': " TEXT ", 'result': " RESULT ","
        " 'delibex:document': {" OBJECT ", 'properties': {'path': " TEXT_OR_NULL
        ", 'sha256': " TEXT_OR_NULL "}}}}",
    [POPOLO_VOTE_EVENTS] =
        "{" OBJECT ", 'required': ['id', 'motion_id', 'counts', 'votes', 'delibex:derived'],"
        " 'properties': {'id': " TEXT ", 'motion_id': " TEXT ", 'organization_id': " TEXT
        ", 'legislative_session_id': " TEXT ", 'identifier': " TEXT ", 'classification': " TEXT
        ", 'result': " RESULT ", 'counts': " COUNTS ","
        " 'votes': {'type': 'array', 'items': {" OBJECT ", 'required': ['voter_id', 'option'],"
        "  'properties': {'voter_id': " TEXT ", 'option': " OPTION ", 'role': " TEXT ","
        "  'delibex:proxy_holder_id': " TEXT "}}},"
        " 'delibex:derived': {" OBJECT ", 'required': ['counts'],"
        "  'properties': {'result': " RESULT ", 'counts': " COUNTS "}}}}",
};

static void emit_popolo(Emit *emit)
{
    begin(emit, "popolo", "delibex Popolo lists");
    begin_object(emit);
    emit_key(emit, "required");
    emit_open(emit, '[');
    for (int i = 0; i < POPOLO_LISTS; i++)
        emit_text(emit, popolo_list_name((PopoloList)i));
    emit_close(emit, '[');
    emit_key(emit, "properties");
    emit_open(emit, '{');
    for (int i = 0; i < POPOLO_LISTS; i++) {
        g_autofree char *list =
            g_strdup_printf("{'type': 'array', 'items': %s}", popolo_objects[i]);
        emit_key_json(emit, popolo_list_name((PopoloList)i), list);
    }
    emit_close(emit, '{');
    emit_close(emit, '{');
}

char *export_schema(const char *name)
{
    Emit emit = {.out = g_string_new(NULL)};
    if (strcmp(name, "record") == 0 || strcmp(name, "jsonl") == 0) {
        g_string_free(emit.out, true);
        return json_schema();
    }
    if (strcmp(name, scdl_format.name) == 0)
        emit_format(&emit, &scdl_format);
    else if (strcmp(name, subventions_format.name) == 0)
        emit_format(&emit, &subventions_format);
    else if (strcmp(name, "csv") == 0)
        emit_tables(&emit);
    else if (strcmp(name, "opensearch") == 0)
        emit_line(&emit);
    else if (strcmp(name, "popolo") == 0)
        emit_popolo(&emit);
    g_autofree char *line = g_string_free(emit.out, false);
    if (!*line)
        return NULL;
    char *schema = json_reformat(line, 2);
    g_assert(schema); /* a schema that is no JSON is a mistake above */
    return schema;
}

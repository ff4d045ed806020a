/* The JSON Schema of the record, made from the table of fields. */
#include "write.h"

#include "json_emit.h"
#include "json_part.h"
#include "json_rows.h"

#include <string.h>

typedef struct Walk {
    Rows rows;
    Emit *emit;
} Walk;

/* "type": "integer", or with null when the record may be silent there. */
static void emit_type(Emit *emit, const char *type, bool nullable)
{
    emit_key(emit, "type");
    if (!nullable) {
        emit_text(emit, type);
        return;
    }
    emit_open(emit, '[');
    emit_text(emit, type);
    emit_text(emit, "null");
    emit_close(emit, '[');
}

/* A closed set, from "a|b|c". */
static void emit_values(Emit *emit, const char *values, bool nullable)
{
    g_auto(GStrv) words = g_strsplit(values, "|", 0);
    emit_key(emit, "enum");
    emit_open(emit, '[');
    for (char **word = words; *word; word++)
        emit_text(emit, *word);
    if (nullable)
        emit_null(emit);
    emit_close(emit, '[');
}

static void emit_scalar(Emit *emit, const Field *field, bool nullable)
{
    switch (field->type) {
    case VALUE_COUNT:
        emit_type(emit, "integer", nullable);
        emit_key_integer(emit, "minimum", 0);
        break;
    case VALUE_AMOUNT:
        emit_type(emit, "integer", nullable);
        break;
    case VALUE_FLAG:
        emit_type(emit, "boolean", nullable);
        break;
    case VALUE_DATE:
        emit_type(emit, "string", nullable);
        emit_key_text(emit, "format", "date");
        emit_key_text(emit, "pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
        break;
    case VALUE_TIME:
        emit_type(emit, "string", nullable);
        emit_key_text(emit, "pattern", "^[0-9]{2}:[0-9]{2}$");
        break;
    case VALUE_SIREN:
        emit_type(emit, "string", nullable);
        emit_key_text(emit, "pattern", "^[0-9]{9}$");
        break;
    default:
        emit_type(emit, "string", nullable);
    }
    if (field->values)
        emit_values(emit, field->values, nullable);
}

static void emit_row(Walk *walk, size_t row);

/* "required", "additionalProperties" and what `beside` (may be NULL) adds to both lists of names.
 */
static void emit_required(Walk *walk, size_t row, size_t end, const char *const *beside)
{
    emit_key(walk->emit, "required");
    emit_open(walk->emit, '[');
    for (; row < end; row = rows_end(&walk->rows, row))
        emit_text(walk->emit, row_step(&walk->rows, row) + 1);
    for (; beside && *beside; beside++)
        emit_text(walk->emit, *beside);
    emit_close(walk->emit, '[');
    emit_key(walk->emit, "additionalProperties");
    emit_flag(walk->emit, false);
}

static void emit_properties(Walk *walk, size_t row, size_t end)
{
    for (; row < end; row = rows_end(&walk->rows, row)) {
        emit_key(walk->emit, row_step(&walk->rows, row) + 1);
        emit_row(walk, row);
    }
}

static void emit_row(Walk *walk, size_t row)
{
    const Field *field = &walk->rows.fields[row];
    Emit *emit = walk->emit;
    bool element = g_str_has_suffix(field->pointer, "/#");

    emit_open(emit, '{');
    emit_key_text(emit, "description", field->meaning);
    switch (field->shape) {
    case FIELD_OBJECT:
    case FIELD_OBJECT_OR_NULL:
        emit_type(emit, "object", field->shape == FIELD_OBJECT_OR_NULL);
        emit_required(walk, row + 1, rows_end(&walk->rows, row), NULL);
        emit_key(emit, "properties");
        emit_open(emit, '{');
        emit_properties(walk, row + 1, rows_end(&walk->rows, row));
        emit_close(emit, '{');
        break;
    case FIELD_ARRAY:
        emit_type(emit, "array", false);
        emit_key(emit, "items");
        emit_row(walk, row + 1);
        break;
    case FIELD_SCALAR:
        if (strcmp(field->pointer, "/delibex") == 0)
            emit_key_text(emit, "const", "1");
        else
            emit_scalar(emit, field, !element);
        break;
    }
    emit_close(emit, '{');
}

void emit_part_schema(Emit *emit, const char *pointer)
{
    Walk walk = {.rows = rows_new(), .emit = emit};
    const Field *field = record_field(pointer);
    g_assert(field);
    emit_row(&walk, (size_t)(field - walk.rows.fields));
}

/* What hangs beside the table, written out because its keys are names and pointers, not rows. JSON
 * with ' for ", to be readable here. */
#define TEXT "{'type': 'string'}"
#define TEXT_OR_NULL "{'type': ['string', 'null']}"
#define PAGE "{'type': 'integer', 'minimum': 1}"
#define ACT "{'type': ['integer', 'null'], 'minimum': 0}"
#define POINTER "{'type': 'string', 'pattern': '^(/[a-z0-9_]+)+$'}"
#define CONFIDENCE "{'type': 'number', 'minimum': 0, 'maximum': 1}"
#define OBJECT "'type': 'object', 'additionalProperties': false"
#define LIST "'type': 'array', 'items'"

static const char findings_schema[] =
    "{'description': 'What the checks concluded.', " LIST ": {" OBJECT ","
    " 'required': ['check', 'status', 'severity', 'operands', 'message', 'basis', 'at'],"
    " 'properties': {"
    "  'check': {'description': 'Name of the check.', 'type': 'string',"
    "            'pattern': '^[a-z0-9]+(-[a-z0-9]+)*$'},"
    "  'status': {'enum': ['consistent', 'contradicted', 'unverifiable']},"
    "  'severity': {'enum': ['error', 'warning', 'info']},"
    "  'operands': {'description': 'The numbers compared; null where the act is silent.',"
    "               'type': 'object', 'additionalProperties': {'type': ['integer', 'null']}},"
    "  'message': {'description': 'One English sentence.', 'type': 'string'},"
    "  'basis': {'description': 'Article of law.', 'type': ['string', 'null']},"
    "  'at': {'description': 'JSON Pointers of both sides.', " LIST ": " POINTER "}}}}";

static const char evidence_schema[] =
    "{'description': 'Where each value was read, by its JSON Pointer (RFC 6901); of several"
    " entries the first decided.',"
    " 'type': 'object', 'propertyNames': " POINTER ","
    " 'additionalProperties': {'minItems': 1, " LIST ": {" OBJECT ","
    "  'required': ['page', 'box', 'text', 'rule', 'confidence'],"
    "  'properties': {"
    "   'page': " PAGE ","
    "   'box': {'description': 'x0, y0, x1, y1 in PDF points from the top left of the page; null"
    " for plain text.', 'type': ['array', 'null'], 'items': {'type': 'number'},"
    "           'minItems': 4, 'maxItems': 4},"
    "   'text': {'description': 'The words as printed.', 'type': ['string', 'null']},"
    "   'rule': {'description': 'The rule that read them.', 'type': ['string', 'null']},"
    "   'confidence': " CONFIDENCE "}}}}";

static const char stages_schema[] =
    "{'description': 'What the stages left behind, on request.', " OBJECT ","
    " 'properties': {"
    "  'text': {" LIST ": {" OBJECT ", 'required': ['page', 'text', 'flags'],"
    "   'properties': {'page': " PAGE ", 'text': " TEXT ","
    "    'flags': {" LIST ": {'enum': ['furniture', 'stamp', 'bold', 'margin', 'paragraph']}}}}},"
    "  'zones': {" LIST ": {" OBJECT ", 'required': ['zone', 'act', 'page', 'text'],"
    "   'properties': {'zone': " TEXT ", 'act': " ACT ", 'page': " PAGE ", 'text': " TEXT "}}},"
    "  'matches': {" LIST ": {" OBJECT ","
    "   'required': ['rule', 'zone', 'act', 'page', 'text', 'captures'],"
    "   'properties': {'rule': " TEXT ", 'zone': " TEXT ", 'act': " ACT ", 'page': " PAGE ","
    "    'text': " TEXT ","
    "    'captures': {" LIST ": {" OBJECT ","
    "     'required': ['name', 'value', 'text', 'confidence'],"
    "     'properties': {'name': " TEXT ", 'value': " TEXT_OR_NULL ", 'text': " TEXT ","
    "      'confidence': " CONFIDENCE "}}}}}},"
    "  'unread': {" LIST ": {" OBJECT ", 'required': ['zone', 'page', 'text'],"
    "   'properties': {'zone': " TEXT_OR_NULL ", 'page': " PAGE ", 'text': " TEXT "}}},"
    "  'left_out': {" LIST ": {" OBJECT ", 'required': ['page', 'text'],"
    "   'properties': {'page': " PAGE ", 'text': " TEXT "}}},"
    "  'words': {" LIST ": {" OBJECT ", 'required': ['act', 'page', 'text'],"
    "   'properties': {'act': " ACT ", 'page': " PAGE ", 'text': " TEXT "}}}}}";

char *json_schema(void)
{
    static const char *const beside[] = {"findings", "evidence", NULL};
    Emit emit = {.out = g_string_new(NULL)};
    Walk walk = {.rows = rows_new(), .emit = &emit};

    emit_open(&emit, '{');
    emit_key_text(&emit, "$schema", "https://json-schema.org/draft/2020-12/schema");
    emit_key_text(&emit, "$id", "urn:delibex:record:1");
    emit_key_text(&emit, "title", "delibex record");
    emit_key_text(&emit, "description",
                  "What one deliberation document says, checked and evidenced. Null or empty where "
                  "the document is silent.");
    emit_key_text(&emit, "type", "object");
    emit_required(&walk, 0, walk.rows.count, beside);
    emit_key(&emit, "properties");
    emit_open(&emit, '{');
    emit_properties(&walk, 0, walk.rows.count);
    emit_key_json(&emit, "findings", findings_schema);
    emit_key_json(&emit, "evidence", evidence_schema);
    emit_key_json(&emit, "stages", stages_schema);
    emit_close(&emit, '{');
    emit_close(&emit, '{');

    g_autofree char *line = g_string_free(emit.out, false);
    char *schema = json_reformat(line, 2);
    g_assert(schema); /* a schema that is no JSON is a mistake above */
    return schema;
}

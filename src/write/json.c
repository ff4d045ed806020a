/* JSON → Record, and JSON → JSON. The only file that includes jansson: what a batch reads by the
 * hundred thousand is taken apart by tree.h, which costs a fraction of it.
 *
 * What comes back from a reader is a stranger's: a document may have taken the reader over. So the
 * way back is strict, and one function walks it whether a record is wanted or only the answer. */
#include "write.h"

#include "../base/error.h"
#include "json_rows.h"
#include "tree.h"

#include <jansson.h>
#include <stdarg.h>
#include <string.h>

typedef struct Walk {
    Rows rows;
    const Node *root;
    GString *pointer; /* the place being read */
    Record *record;   /* NULL when only the answer is wanted */
    GError **error;
} Walk;

static bool is_boolean(const Node *node)
{
    return node_is(node, NODE_TRUE) || node_is(node, NODE_FALSE);
}

static bool is_number(const Node *node)
{
    return node_is(node, NODE_INTEGER) || node_is(node, NODE_REAL);
}

static double number_of(const Node *node)
{
    return node_is(node, NODE_REAL) ? node->real : (double)node_integer(node);
}

/* Sets the error, place first, and gives false. Quotes nothing of what was read: a stranger's words
 * may hold line breaks and what terminals obey. */
G_GNUC_PRINTF(2, 3)
static bool refuse(const Walk *walk, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *what = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    const char *place = walk->pointer->len > 0 ? walk->pointer->str : "record";
    g_set_error(walk->error, DELIBEX_ERROR, DELIBEX_ERROR_READER, "%s: %s", place, what);
    return false;
}

/* ---- The rows of the table ---------------------------------------------------------------- */

/* Whether `text` is one of the words of `values` ("a|b|c"). */
static bool is_one_of(const char *text, const char *values)
{
    size_t length = strlen(text);
    while (*values) {
        size_t word = strcspn(values, "|");
        if (word == length && memcmp(text, values, word) == 0)
            return true;
        values += word + (values[word] == '|');
    }
    return false;
}

static bool read_text(Walk *walk, const Field *field, const char *text)
{
    if (field->values && !is_one_of(text, field->values))
        return refuse(walk, "none of %s", field->values);
    g_auto(Value) value = {.type = field->type, .confidence = 1};
    if (field->type != VALUE_DATE && field->type != VALUE_TIME)
        value.text = g_strdup(text);
    else if (!value_from_canonical(field->type, text, &value))
        return refuse(walk, "no %s", value_type_name(field->type));
    if (walk->record)
        record_set(walk->record, walk->pointer->str, &value);
    return true;
}

static bool read_scalar(Walk *walk, const Field *field, const Node *json)
{
    if (node_is(json, NODE_NULL))
        return true;
    switch (field->type) {
    case VALUE_COUNT:
    case VALUE_AMOUNT:
        if (!node_is(json, NODE_INTEGER))
            return refuse(walk, "not an integer");
        if (field->type == VALUE_COUNT && node_integer(json) < 0)
            return refuse(walk, "a negative count");
        if (walk->record)
            record_set_integer(walk->record, walk->pointer->str, node_integer(json));
        return true;
    case VALUE_FLAG:
        if (!is_boolean(json))
            return refuse(walk, "not a boolean");
        if (walk->record)
            record_set_flag(walk->record, walk->pointer->str, node_is(json, NODE_TRUE));
        return true;
    default:
        if (!node_is(json, NODE_STRING))
            return refuse(walk, "not a string");
        return read_text(walk, field, node_text(json));
    }
}

static bool read_row(Walk *walk, size_t row, const Node *json);

/* Reads rows [row, end), all members of the object at walk->pointer; `beside` more keys than these
 * are known to be there. */
static bool read_members(Walk *walk, size_t row, size_t end, const Node *object, size_t beside)
{
    size_t length = walk->pointer->len, members = 0;
    for (; row < end; row = rows_end(&walk->rows, row), members++) {
        const char *name = row_step(&walk->rows, row);
        g_string_append(walk->pointer, name);
        const Node *member = node_member(object, name + 1);
        if (!member)
            return refuse(walk, "missing");
        if (!read_row(walk, row, member))
            return false;
        g_string_truncate(walk->pointer, length);
    }
    if (node_count(object) != members + beside)
        return refuse(walk, "a key that records do not have");
    return true;
}

static bool read_array(Walk *walk, size_t row, const Node *array)
{
    size_t length = walk->pointer->len;
    for (size_t i = 0; i < node_count(array); i++) {
        if (walk->record)
            record_append(walk->record, walk->pointer->str);
        g_string_append_printf(walk->pointer, "/%zu", i);
        if (!read_row(walk, row + 1, node_element(array, i)))
            return false;
        g_string_truncate(walk->pointer, length);
    }
    return true;
}

static bool read_row(Walk *walk, size_t row, const Node *json)
{
    const Field *field = &walk->rows.fields[row];
    switch (field->shape) {
    case FIELD_OBJECT_OR_NULL:
        if (node_is(json, NODE_NULL))
            return true;
        G_GNUC_FALLTHROUGH;
    case FIELD_OBJECT:
        if (!node_is(json, NODE_OBJECT))
            return refuse(walk, "not an object");
        return read_members(walk, row + 1, rows_end(&walk->rows, row), json, 0);
    case FIELD_ARRAY:
        if (!node_is(json, NODE_ARRAY))
            return refuse(walk, "not an array");
        return read_array(walk, row, json);
    case FIELD_SCALAR:
        break;
    }
    return read_scalar(walk, field, json);
}

/* ---- Findings ----------------------------------------------------------------------------- */

static bool read_strings(Walk *walk, Finding *finding, const Node *json)
{
    const Node *check = node_member(json, "check"), *basis = node_member(json, "basis"),
               *message = node_member(json, "message");
    if (!node_is(check, NODE_STRING) || !node_is(message, NODE_STRING) ||
        !(node_is(basis, NODE_NULL) || node_is(basis, NODE_STRING)))
        return refuse(walk, "check, message or basis is no string");
    finding->check = finding_keep(finding, node_text(check));
    finding->message = g_strdup(node_text(message));
    if (node_is(basis, NODE_STRING))
        finding->basis = finding_keep(finding, node_text(basis));

    const char *status = node_text(node_member(json, "status")),
               *severity = node_text(node_member(json, "severity"));
    for (int i = FINDING_CONSISTENT; i <= FINDING_UNVERIFIABLE; i++) {
        if (g_strcmp0(status, finding_status_name(i)) != 0)
            continue;
        finding->status = i;
        for (int j = FINDING_ERROR; j <= FINDING_INFO; j++) {
            if (g_strcmp0(severity, finding_severity_name(j)) == 0) {
                finding->severity = j;
                return true;
            }
        }
    }
    return refuse(walk, "no known status and severity");
}

static bool read_operands(Walk *walk, Finding *finding, const Node *operands)
{
    if (!node_is(operands, NODE_OBJECT))
        return refuse(walk, "operands is no object");
    for (guint32 i = 0; i < operands->count; i++) {
        const Node *number = &operands->nodes[i];
        if (!node_is(number, NODE_NULL) && !node_is(number, NODE_INTEGER))
            return refuse(walk, "an operand is neither an integer nor null");
        finding_operand(finding, finding_keep(finding, number->key), node_is(number, NODE_INTEGER),
                        node_integer(number));
    }
    return true;
}

static bool read_finding(Walk *walk, const Node *json)
{
    g_autoptr(Finding) finding = finding_new("", FINDING_INFO);
    const Node *at = node_member(json, "at");
    if (node_count(json) != 7 || !node_is(at, NODE_ARRAY))
        return refuse(walk, "no finding");
    if (!read_strings(walk, finding, json) ||
        !read_operands(walk, finding, node_member(json, "operands")))
        return false;
    for (size_t i = 0; i < node_count(at); i++) {
        const char *pointer = node_text(node_element(at, i));
        if (!pointer)
            return refuse(walk, "at holds what is no string");
        finding_at(finding, pointer);
    }
    if (walk->record)
        record_take_finding(walk->record, g_steal_pointer(&finding));
    return true;
}

static bool read_findings(Walk *walk)
{
    const Node *findings = node_member(walk->root, "findings");
    g_string_assign(walk->pointer, "/findings");
    if (!node_is(findings, NODE_ARRAY))
        return refuse(walk, "not an array");
    for (size_t i = 0; i < node_count(findings); i++) {
        g_string_printf(walk->pointer, "/findings/%zu", i);
        if (!read_finding(walk, node_element(findings, i)))
            return false;
    }
    return true;
}

/* ---- Evidence ----------------------------------------------------------------------------- */

/* An index as pointers spell it: no sign, no leading zero. */
static bool read_index(const char *step, size_t *index)
{
    guint64 number;
    if ((step[0] == '0' && step[1]) ||
        !g_ascii_string_to_unsigned(step, 10, 0, G_MAXINT32, &number, NULL))
        return false;
    *index = number;
    return true;
}

/* Whether a pointer leads to a place of the table's part of the record. Names need no unescaping:
 * the table has neither "~" nor "/" in them. */
static bool resolves(const Node *root, const char *pointer)
{
    if (*pointer != '/')
        return false;
    g_auto(GStrv) steps = g_strsplit(pointer + 1, "/", JSON_MAX_DEPTH + 1);
    if (!*steps || is_one_of(*steps, "findings|evidence|stages"))
        return false;
    const Node *here = root;
    for (char **step = steps; *step && here; step++) {
        size_t index;
        if (!node_is(here, NODE_ARRAY))
            here = node_member(here, *step);
        else
            here = read_index(*step, &index) ? node_element(here, index) : NULL;
    }
    return here != NULL;
}

static bool read_box(const Node *json, Box *box)
{
    if (node_is(json, NODE_NULL))
        return true;
    if (node_count(json) != 4)
        return false;
    float *sides[] = {&box->x0, &box->y0, &box->x1, &box->y1};
    for (size_t i = 0; i < 4; i++) {
        const Node *side = node_element(json, i);
        double points = number_of(side);
        if (!is_number(side) || !(points >= -1e9 && points <= 1e9))
            return false;
        *sides[i] = (float)points;
    }
    return true;
}

static bool is_text_or_null(const Node *json)
{
    return node_is(json, NODE_STRING) || node_is(json, NODE_NULL);
}

static bool read_evidence(Walk *walk, const char *pointer, const Node *json)
{
    const Node *page = node_member(json, "page"), *text = node_member(json, "text"),
               *rule = node_member(json, "rule"), *confidence = node_member(json, "confidence");
    Evidence evidence = {.page = (int)node_integer(page),
                         .text = (char *)node_text(text),
                         .rule = (char *)node_text(rule),
                         .confidence = number_of(confidence)};
    if (node_count(json) != 5 || !node_is(page, NODE_INTEGER) || node_integer(page) < 0 ||
        node_integer(page) > G_MAXINT32 || !is_text_or_null(text) || !is_text_or_null(rule) ||
        !is_number(confidence) || !read_box(node_member(json, "box"), &evidence.box))
        return refuse(walk, "no evidence");
    if (walk->record)
        record_add_evidence(walk->record, pointer, &evidence);
    return true;
}

static bool read_all_evidence(Walk *walk)
{
    const Node *all = node_member(walk->root, "evidence");
    g_string_assign(walk->pointer, "/evidence");
    if (!node_is(all, NODE_OBJECT))
        return refuse(walk, "not an object");
    for (guint32 i = 0; i < all->count; i++) {
        const Node *list = &all->nodes[i];
        if (!node_is(list, NODE_ARRAY))
            return refuse(walk, "a pointer has no array");
        if (!resolves(walk->root, list->key))
            return refuse(walk, "a pointer leads nowhere");
        for (size_t j = 0; j < list->count; j++)
            if (!read_evidence(walk, list->key, node_element(list, j)))
                return false;
    }
    return true;
}

/* ---- The whole ---------------------------------------------------------------------------- */

/* Reads a whole record into `record` (may be NULL). `sha256` may be NULL. */
static bool read_root(const Node *root, const char *sha256, Record *record, GError **error)
{
    g_autoptr(GString) pointer = g_string_new(NULL);
    Walk walk = {
        .rows = rows_new(), .root = root, .pointer = pointer, .record = record, .error = error};
    if (!node_is(root, NODE_OBJECT))
        return refuse(&walk, "not an object");

    size_t beside = 2 + (node_member(root, "stages") != NULL); /* findings, evidence */
    if (!read_members(&walk, 0, walk.rows.count, root, beside) || !read_findings(&walk) ||
        !read_all_evidence(&walk))
        return false;

    g_string_truncate(walk.pointer, 0);
    const char *version = node_text(node_member(root, "delibex"));
    if (g_strcmp0(version, "1") != 0)
        return refuse(&walk, "not of version 1");
    const Node *source = node_member(root, "source");
    const char *digest = node_text(node_member(source, "sha256"));
    if (sha256 && g_strcmp0(digest, sha256) != 0)
        return refuse(&walk, "of another document than was sent");
    return true;
}

static bool read_json(const char *json, size_t length, const char *sha256, Record *record,
                      GError **error)
{
    g_autoptr(Tree) tree = tree_parse(json, length, error);
    return tree && read_root(tree_root(tree), sha256, record, error);
}

bool json_validate_tree(const Node *root, GError **error)
{
    return read_root(root, NULL, NULL, error);
}

bool json_validate_record(const char *json, size_t length, const char *sha256, GError **error)
{
    return read_json(json, length, sha256, NULL, error);
}

Record *json_read_record(const char *json, GError **error)
{
    g_autoptr(Record) record = record_new();
    return read_json(json, strlen(json), NULL, record, error) ? g_steal_pointer(&record) : NULL;
}

/* Asked before parsing: parsers and destructors recurse, and « 0, » takes a parser twenty times its
 * own room. */
static bool is_modest(const char *json, size_t length)
{
    int depth = 0, values = 0;
    bool quoted = false;
    for (size_t i = 0; i < length; i++) {
        if (quoted) {
            if (json[i] == '\\')
                i++;
            else if (json[i] == '"')
                quoted = false;
        } else if (json[i] == '"') {
            quoted = true;
        } else if (json[i] == '{' || json[i] == '[') {
            if (++depth > JSON_MAX_DEPTH)
                return false;
        } else if (json[i] == '}' || json[i] == ']') {
            depth--;
        } else if (json[i] == ',' && ++values >= JSON_MAX_VALUES) {
            return false;
        }
    }
    return true;
}

char *json_reformat(const char *json, int indent)
{
    size_t length = strlen(json);
    if (!is_modest(json, length))
        return NULL;
    json_auto_t *root = json_loadb(json, length, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(root))
        return NULL;
    /* 15 digits give back every decimal that was read: 72.02 stays 72.02. */
    size_t flags = JSON_REAL_PRECISION(15);
    flags |= indent > 0 ? JSON_INDENT((size_t)MIN(indent, 31)) : JSON_COMPACT;
    char *dumped = json_dumps(root, flags);
    g_assert(dumped); /* what was parsed can be printed */
    char *formatted = g_strdup(dumped);
    free(dumped);
    return formatted;
}

char *json_stage_text(const char *json)
{
    GString *text = g_string_new(NULL);
    json_auto_t *root = json_loadb(json, strlen(json), JSON_REJECT_DUPLICATES, NULL);
    const json_t *lines = json_object_get(json_object_get(root, "stages"), "text");
    json_int_t page = 1;

    for (size_t i = 0; i < json_array_size(lines); i++) {
        const json_t *line = json_array_get(lines, i);
        const char *words = json_string_value(json_object_get(line, "text"));
        json_int_t next = json_integer_value(json_object_get(line, "page"));
        /* A stranger may number his lines as he likes: not a page break for each of 2^63. */
        for (next = MIN(next, G_MAXUINT16); page < next; page++)
            g_string_append_c(text, '\f');
        g_string_append_printf(text, "%s\n", words ? words : "");
    }
    return g_string_free(text, FALSE);
}

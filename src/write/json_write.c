/* Record → JSON. Walks the table of fields, so that key order is table order and a new row is
 * printed without a change here. */
#include "write.h"

#include "json_emit.h"
#include "json_part.h"
#include "json_rows.h"
#include "json_stages.h"

#include <string.h>

/* Points. The largest page PDF allows is 14 400 across, times a user unit. */
#define BOX_LIMIT 1e7f

typedef struct Noted {
    char *pointer;
    const GPtrArray *list; /* of Evidence */
} Noted;

static void noted_clear(gpointer data)
{
    g_free(((Noted *)data)->pointer);
}

static GArray *noted_new(void)
{
    GArray *noted = g_array_new(false, false, sizeof(Noted));
    g_array_set_clear_func(noted, noted_clear);
    return noted;
}

typedef struct Walk {
    const Record *record;
    Rows rows;
    GString *pointer; /* the place being printed */
    GArray *evidence; /* of Noted: what was printed that has evidence, in order */
    Emit *emit;
} Walk;

static void write_scalar(Emit *emit, const Value *value)
{
    if (!value) {
        emit_null(emit);
        return;
    }
    switch (value->type) {
    case VALUE_COUNT:
    case VALUE_AMOUNT:
        emit_integer(emit, value->number);
        break;
    case VALUE_FLAG:
        emit_flag(emit, value->number != 0);
        break;
    default:
        emit_text(emit, value->text);
    }
}

static bool write_row(Walk *walk, size_t row);

/* Prints the keys of rows [row, end), all members of the object at walk->pointer. Gives whether any
 * of them is set. */
static bool write_members(Walk *walk, size_t row, size_t end)
{
    bool any = false;
    size_t length = walk->pointer->len;
    while (row < end) {
        const char *name = row_step(&walk->rows, row);
        g_string_append(walk->pointer, name);
        emit_key(walk->emit, name + 1);
        any |= write_row(walk, row);
        g_string_truncate(walk->pointer, length);
        row = rows_end(&walk->rows, row);
    }
    return any;
}

static bool write_object(Walk *walk, size_t row)
{
    Emit before = *walk->emit;
    size_t printed = before.out->len;
    guint noted = walk->evidence->len;
    emit_open(walk->emit, '{');
    bool any = write_members(walk, row + 1, rows_end(&walk->rows, row));
    emit_close(walk->emit, '{');
    if (!any && walk->rows.fields[row].shape == FIELD_OBJECT_OR_NULL) {
        g_string_truncate(before.out, printed);
        *walk->emit = before;
        g_array_set_size(walk->evidence, noted);
        emit_null(walk->emit);
    }
    return any;
}

static void append_index(GString *pointer, size_t index)
{
    char step[RECORD_POINTER_SIZE];
    g_string_append(pointer, record_at(step, "/%zu", index));
}

static bool write_array(Walk *walk, size_t row)
{
    size_t count = record_length(walk->record, walk->pointer->str), length = walk->pointer->len;
    emit_open(walk->emit, '[');
    for (size_t i = 0; i < count; i++) {
        append_index(walk->pointer, i);
        write_row(walk, row + 1);
        g_string_truncate(walk->pointer, length);
    }
    emit_close(walk->emit, '[');
    return count > 0;
}

static bool write_row(Walk *walk, size_t row)
{
    const char *pointer = walk->pointer->str;
    const GPtrArray *list = NULL;
    const Value *value = record_read(walk->record, pointer, &list);
    if (list) {
        Noted noted = {g_strdup(pointer), list};
        g_array_append_val(walk->evidence, noted);
    }
    switch (walk->rows.fields[row].shape) {
    case FIELD_OBJECT:
    case FIELD_OBJECT_OR_NULL:
        return write_object(walk, row);
    case FIELD_ARRAY:
        return write_array(walk, row);
    case FIELD_SCALAR:
        break;
    }
    write_scalar(walk->emit, value);
    return value != NULL;
}

static void write_finding(Emit *emit, const Finding *finding)
{
    emit_open(emit, '{');
    emit_key_text(emit, "check", finding->check);
    emit_key_text(emit, "status", finding_status_name(finding->status));
    emit_key_text(emit, "severity", finding_severity_name(finding->severity));
    emit_key(emit, "operands");
    emit_open(emit, '{');
    for (guint i = 0; i < finding->operands->len; i++) {
        const Operand *operand = &g_array_index(finding->operands, Operand, i);
        emit_key(emit, operand->name);
        if (operand->known)
            emit_integer(emit, operand->number);
        else
            emit_null(emit);
    }
    emit_close(emit, '{');
    emit_key_text(emit, "message", finding->message);
    emit_key_text(emit, "basis", finding->basis);
    emit_key(emit, "at");
    emit_open(emit, '[');
    for (guint i = 0; i < finding->at->len; i++)
        emit_text(emit, finding->at->pdata[i]);
    emit_close(emit, '[');
    emit_close(emit, '{');
}

/* An empty box is plain text; one off any page is a PDF's nonsense. Neither says where. */
static bool box_says_where(Box box)
{
    return !box_is_empty(box) && box.x0 >= -BOX_LIMIT && box.y0 >= -BOX_LIMIT &&
           box.x1 <= BOX_LIMIT && box.y1 <= BOX_LIMIT;
}

static void write_box(Emit *emit, Box box)
{
    if (!box_says_where(box)) {
        emit_null(emit);
        return;
    }
    emit_open(emit, '[');
    emit_real(emit, box.x0, 2);
    emit_real(emit, box.y0, 2);
    emit_real(emit, box.x1, 2);
    emit_real(emit, box.y1, 2);
    emit_close(emit, '[');
}

static void write_evidence(Emit *emit, const Evidence *evidence)
{
    emit_open(emit, '{');
    emit_key_integer(emit, "page", evidence->page);
    emit_key(emit, "box");
    write_box(emit, evidence->box);
    emit_key_text(emit, "text", evidence->text);
    emit_key_text(emit, "rule", evidence->rule);
    emit_key(emit, "confidence");
    emit_confidence(emit, evidence->confidence);
    emit_close(emit, '{');
}

static void write_beside_table(Walk *walk)
{
    Emit *emit = walk->emit;
    const GPtrArray *findings = record_findings(walk->record);
    emit_key(emit, "findings");
    emit_open(emit, '[');
    for (guint i = 0; i < findings->len; i++)
        write_finding(emit, findings->pdata[i]);
    emit_close(emit, '[');

    emit_key(emit, "evidence");
    emit_open(emit, '{');
    for (guint i = 0; i < walk->evidence->len; i++) {
        const Noted *noted = &g_array_index(walk->evidence, Noted, i);
        emit_key(emit, noted->pointer);
        emit_open(emit, '[');
        for (guint j = 0; j < noted->list->len; j++)
            write_evidence(emit, noted->list->pdata[j]);
        emit_close(emit, '[');
    }
    emit_close(emit, '{');
}

void emit_part(Emit *emit, const Record *record, const char *pointer)
{
    g_autoptr(GArray) evidence = noted_new();
    g_autoptr(GString) place = g_string_new(pointer);
    Walk walk = {
        .rows = rows_new(), .record = record, .pointer = place, .evidence = evidence, .emit = emit};
    const Field *field = record_field(pointer);
    g_assert(field);
    write_row(&walk, (size_t)(field - walk.rows.fields));
}

char *json_write(const Record *record, const WriteStages *stages)
{
    Emit emit = {.out = g_string_sized_new(16384)};
    g_autoptr(GArray) evidence = noted_new();
    g_autoptr(GString) pointer = g_string_new(NULL);
    Walk walk = {.rows = rows_new(),
                 .record = record,
                 .pointer = pointer,
                 .evidence = evidence,
                 .emit = &emit};

    emit_open(&emit, '{');
    write_members(&walk, 0, walk.rows.count);
    write_beside_table(&walk);
    if (stages && (stages->want_text || stages->want_zones || stages->want_matches ||
                   stages->want_unread || stages->want_words || stages->want_pages)) {
        emit_key(&emit, "stages");
        emit_stages(&emit, stages, record);
    }
    emit_close(&emit, '{');
    return g_string_free(emit.out, false);
}

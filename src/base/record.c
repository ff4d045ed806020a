/* The record's store: pointers → values and evidence, arrays → lengths. */
#include "record.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct Record {
    GHashTable *values;   /* char * → Value * */
    GHashTable *evidence; /* char * → GPtrArray of Evidence */
    GHashTable *lengths;  /* char * (array pointer) → size_t in a pointer */
    GPtrArray *findings;  /* of Finding */
};

static void value_free(gpointer data)
{
    Value *value = data;
    value_clear(value);
    g_free(value);
}

static void evidence_free(gpointer data)
{
    Evidence *evidence = data;
    g_free(evidence->text);
    g_free(evidence->rule);
    g_free(evidence);
}

Record *record_new(void)
{
    Record *record = g_new0(Record, 1);
    record->values = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, value_free);
    record->evidence =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    record->lengths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    record->findings = g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
    return record;
}

void record_free(Record *record)
{
    if (!record)
        return;
    g_hash_table_unref(record->values);
    g_hash_table_unref(record->evidence);
    g_hash_table_unref(record->lengths);
    g_ptr_array_unref(record->findings);
    g_free(record);
}

static const Field *scalar_field(const char *pointer)
{
    const Field *field = record_field(pointer);
    g_assert(field && field->shape == FIELD_SCALAR);
    return field;
}

static void put(Record *record, const char *pointer, const Value *value)
{
    Value *copy = g_new(Value, 1);
    *copy = value_copy(value);
    g_hash_table_replace(record->values, g_strdup(pointer), copy);
}

void record_set(Record *record, const char *pointer, const Value *value)
{
    g_assert(scalar_field(pointer)->type == value->type);
    put(record, pointer, value);
}

void record_set_text(Record *record, const char *pointer, const char *text)
{
    Value value = {.type = scalar_field(pointer)->type, .text = (char *)text, .confidence = 1};
    put(record, pointer, &value);
}

void record_set_integer(Record *record, const char *pointer, gint64 number)
{
    char text[32];
    snprintf(text, sizeof text, "%" G_GINT64_FORMAT, number);
    Value value = {
        .type = scalar_field(pointer)->type, .text = text, .number = number, .confidence = 1};
    put(record, pointer, &value);
}

void record_set_flag(Record *record, const char *pointer, bool flag)
{
    Value value = {.type = VALUE_FLAG,
                   .text = (char *)(flag ? "true" : "false"),
                   .number = flag,
                   .confidence = 1};
    record_set(record, pointer, &value);
}

void record_unset(Record *record, const char *pointer)
{
    g_hash_table_remove(record->values, pointer);
    g_hash_table_remove(record->evidence, pointer);
}

const Value *record_get(const Record *record, const char *pointer)
{
    return g_hash_table_lookup(record->values, pointer);
}

const char *record_text(const Record *record, const char *pointer)
{
    const Value *value = record_get(record, pointer);
    return value ? value->text : NULL;
}

bool record_integer(const Record *record, const char *pointer, gint64 *out)
{
    const Value *value = record_get(record, pointer);
    if (!value)
        return false;
    *out = value->number;
    return true;
}

size_t record_append(Record *record, const char *array)
{
    const Field *field = record_field(array);
    g_assert(field && field->shape == FIELD_ARRAY);
    size_t index = record_length(record, array);
    g_hash_table_replace(record->lengths, g_strdup(array), GSIZE_TO_POINTER(index + 1));
    return index;
}

size_t record_length(const Record *record, const char *array)
{
    return GPOINTER_TO_SIZE(g_hash_table_lookup(record->lengths, array));
}

/* Writes a number's digits so that they end at `end`; gives where they start. */
static char *digits_before(char *end, size_t number)
{
    do
        *--end = (char)('0' + number % 10);
    while (number /= 10);
    return end;
}

/* As snprintf, which takes long, of what pointers are made of. */
const char *record_at(char buffer[RECORD_POINTER_SIZE], const char *format, ...)
{
    size_t length = 0;
    char digits[24], *last = digits + sizeof digits - 1;
    va_list arguments;
    *last = '\0';
    va_start(arguments, format);
    while (*format) {
        const char *part = format;
        size_t width = strcspn(format, "%");
        if (*format == '%') {
            format++;
            g_assert(strchr("sdu", *format) || strncmp(format, "zu", 2) == 0);
            part = *format == 's'   ? va_arg(arguments, const char *)
                   : *format == 'd' ? digits_before(last, (size_t)va_arg(arguments, int))
                   : *format == 'u' ? digits_before(last, va_arg(arguments, unsigned))
                                    : digits_before(last, va_arg(arguments, size_t));
            format += *format == 'z' ? 2 : 1;
            width = strlen(part);
        } else {
            format += width;
        }
        g_assert(length + width < RECORD_POINTER_SIZE);
        memcpy(buffer + length, part, width);
        length += width;
    }
    va_end(arguments);
    buffer[length] = '\0';
    return buffer;
}

void record_add_evidence(Record *record, const char *pointer, const Evidence *evidence)
{
    GPtrArray *list = g_hash_table_lookup(record->evidence, pointer);
    if (!list) {
        list = g_ptr_array_new_with_free_func(evidence_free);
        g_hash_table_insert(record->evidence, g_strdup(pointer), list);
    }
    Evidence *copy = g_new(Evidence, 1);
    *copy = *evidence;
    copy->text = g_strdup(evidence->text);
    copy->rule = g_strdup(evidence->rule);
    g_ptr_array_add(list, copy);
}

const GPtrArray *record_evidence(const Record *record, const char *pointer)
{
    return g_hash_table_lookup(record->evidence, pointer);
}

void record_blank_evidence(Record *record, const char *pointer)
{
    GPtrArray *list = g_hash_table_lookup(record->evidence, pointer);
    for (guint i = 0; list && i < list->len; i++)
        g_clear_pointer(&((Evidence *)list->pdata[i])->text, g_free);
}

/* The rank of a pointer's row in the table: printing order. */
static size_t field_rank(const char *pointer)
{
    size_t count;
    const Field *field = record_field(pointer);
    return field ? (size_t)(field - record_fields(&count)) : G_MAXSIZE;
}

/* Printing order: indices of arrays compare as numbers, names by their row. */
static int compare_pointers(gconstpointer a, gconstpointer b)
{
    const char *p = *(const char *const *)a, *q = *(const char *const *)b;
    size_t i = 0;
    while (p[i] && p[i] == q[i])
        i++;
    while (i > 0 && g_ascii_isdigit(p[i - 1]))
        i--;
    if (i > 0 && p[i - 1] == '/' && g_ascii_isdigit(p[i]) && g_ascii_isdigit(q[i])) {
        long m = strtol(p + i, NULL, 10), n = strtol(q + i, NULL, 10);
        if (m != n)
            return m < n ? -1 : 1;
    }
    size_t m = field_rank(p), n = field_rank(q);
    return m != n ? (m < n ? -1 : 1) : strcmp(p, q);
}

GPtrArray *record_evidence_pointers(const Record *record)
{
    GPtrArray *pointers = g_ptr_array_new();
    GHashTableIter iter;
    gpointer key;
    g_hash_table_iter_init(&iter, record->evidence);
    while (g_hash_table_iter_next(&iter, &key, NULL))
        g_ptr_array_add(pointers, key);
    g_ptr_array_sort(pointers, compare_pointers);
    return pointers;
}

bool record_is_derived(const Record *record, const char *object, const char *key)
{
    char array[RECORD_POINTER_SIZE], item[RECORD_POINTER_SIZE];
    record_at(array, "%s/derived", object);
    for (size_t i = 0; i < record_length(record, array); i++)
        if (strcmp(record_text(record, record_at(item, "%s/%zu", array, i)), key) == 0)
            return true;
    return false;
}

void record_mark_derived(Record *record, const char *object, const char *key)
{
    char array[RECORD_POINTER_SIZE], item[RECORD_POINTER_SIZE];
    if (record_is_derived(record, object, key))
        return;
    size_t index = record_append(record, record_at(array, "%s/derived", object));
    record_set_text(record, record_at(item, "%s/%zu", array, index), key);
}

void record_take_finding(Record *record, Finding *finding)
{
    g_ptr_array_add(record->findings, finding);
}

void record_drop_findings(Record *record)
{
    g_ptr_array_set_size(record->findings, 0);
}

const GPtrArray *record_findings(const Record *record)
{
    return record->findings;
}

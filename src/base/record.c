/* The record's store: pointers → values and evidence, arrays → lengths. See record.h. */
#include "record.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is known of a place. The pointer and the value's text are behind it, in one block. */
typedef struct Entry {
    Value value;
    bool set;            /* the value is; else there is only evidence */
    GPtrArray *evidence; /* of Evidence, or NULL */
    char words[];
} Entry;

struct Record {
    GHashTable *entries; /* pointer → Entry, which holds it */
    GHashTable *lengths; /* char * (array pointer) → size_t in a pointer */
    GPtrArray *findings; /* of Finding */
    const Field *last;   /* set last: the next one is often behind it */
};

static void entry_free(gpointer data)
{
    Entry *entry = data;
    if (entry->evidence)
        g_ptr_array_unref(entry->evidence);
    g_free(entry);
}

static void evidence_free(gpointer data)
{
    g_free(data); /* with its words behind it */
}

/* Pointers are long and alike: eight bytes at a time. */
static guint hash_pointer(gconstpointer key)
{
    size_t length = strlen(key);
    guint64 hash = length, part = 0;
    for (const char *at = key; length > 0; at += sizeof part, length -= MIN(length, sizeof part)) {
        part = 0;
        memcpy(&part, at, MIN(length, sizeof part));
        hash = (hash ^ part) * G_GUINT64_CONSTANT(0x9E3779B97F4A7C15);
        hash ^= hash >> 32;
    }
    return (guint)hash;
}

Record *record_new(void)
{
    Record *record = g_new0(Record, 1);
    size_t count;
    record->entries = g_hash_table_new_full(hash_pointer, g_str_equal, NULL, entry_free);
    record->lengths = g_hash_table_new_full(hash_pointer, g_str_equal, g_free, NULL);
    record->findings = g_ptr_array_new_with_free_func((GDestroyNotify)finding_free);
    record->last = record_fields(&count);
    return record;
}

void record_free(Record *record)
{
    if (!record)
        return;
    g_hash_table_unref(record->entries);
    g_hash_table_unref(record->lengths);
    g_ptr_array_unref(record->findings);
    g_free(record);
}

static const Field *scalar_field(Record *record, const char *pointer)
{
    const Field *field = record_field_near(pointer, record->last);
    g_assert(field && field->shape == FIELD_SCALAR);
    record->last = field;
    return field;
}

/* Puts a value, or NULL for none, in the place of the one that is there; its evidence stays. */
static Entry *put(Record *record, const char *pointer, const Value *value)
{
    Entry *before = g_hash_table_lookup(record->entries, pointer);
    size_t length = strlen(pointer) + 1, more = value && value->text ? strlen(value->text) + 1 : 0;
    Entry *entry = g_malloc(sizeof *entry + length + more);
    *entry = (Entry){.set = value != NULL};
    memcpy(entry->words, pointer, length);
    if (value)
        entry->value = *value;
    if (more)
        entry->value.text = memcpy(entry->words + length, value->text, more);
    if (before)
        entry->evidence = g_steal_pointer(&before->evidence);
    g_hash_table_replace(record->entries, entry->words, entry);
    return entry;
}

void record_set(Record *record, const char *pointer, const Value *value)
{
    g_assert(scalar_field(record, pointer)->type == value->type);
    put(record, pointer, value);
}

void record_set_text(Record *record, const char *pointer, const char *text)
{
    Value value = {
        .type = scalar_field(record, pointer)->type, .text = (char *)text, .confidence = 1};
    put(record, pointer, &value);
}

void record_set_integer(Record *record, const char *pointer, gint64 number)
{
    char text[32];
    snprintf(text, sizeof text, "%" G_GINT64_FORMAT, number);
    Value value = {.type = scalar_field(record, pointer)->type,
                   .text = text,
                   .number = number,
                   .confidence = 1};
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
    g_hash_table_remove(record->entries, pointer);
}

const Value *record_get(const Record *record, const char *pointer)
{
    const Entry *entry = g_hash_table_lookup(record->entries, pointer);
    return entry && entry->set ? &entry->value : NULL;
}

const Value *record_read(const Record *record, const char *pointer, const GPtrArray **evidence)
{
    const Entry *entry = g_hash_table_lookup(record->entries, pointer);
    *evidence = entry ? entry->evidence : NULL;
    return entry && entry->set ? &entry->value : NULL;
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
    for (; *format; format++) {
        if (*format != '%') {
            g_assert(length + 1 < RECORD_POINTER_SIZE);
            buffer[length++] = *format;
            continue;
        }
        format++;
        g_assert(*format == 's' || *format == 'd' || *format == 'u' ||
                 strncmp(format, "zu", 2) == 0);
        const char *part = *format == 's'   ? va_arg(arguments, const char *)
                           : *format == 'd' ? digits_before(last, (size_t)va_arg(arguments, int))
                           : *format == 'u' ? digits_before(last, va_arg(arguments, unsigned))
                                            : digits_before(last, va_arg(arguments, size_t));
        size_t width = strlen(part);
        format += *format == 'z';
        g_assert(length + width < RECORD_POINTER_SIZE);
        memcpy(buffer + length, part, width);
        length += width;
    }
    va_end(arguments);
    buffer[length] = '\0';
    return buffer;
}

/* A copy with its words behind it. */
static Evidence *evidence_copy(const Evidence *evidence)
{
    size_t text = evidence->text ? strlen(evidence->text) + 1 : 0,
           rule = evidence->rule ? strlen(evidence->rule) + 1 : 0;
    Evidence *copy = g_malloc(sizeof *copy + text + rule);
    char *words = (char *)(copy + 1);
    *copy = *evidence;
    copy->text = text ? memcpy(words, evidence->text, text) : NULL;
    copy->rule = rule ? memcpy(words + text, evidence->rule, rule) : NULL;
    return copy;
}

void record_add_evidence(Record *record, const char *pointer, const Evidence *evidence)
{
    Entry *entry = g_hash_table_lookup(record->entries, pointer);
    if (!entry)
        entry = put(record, pointer, NULL);
    if (!entry->evidence)
        entry->evidence = g_ptr_array_new_with_free_func(evidence_free);
    g_ptr_array_add(entry->evidence, evidence_copy(evidence));
}

const GPtrArray *record_evidence(const Record *record, const char *pointer)
{
    const Entry *entry = g_hash_table_lookup(record->entries, pointer);
    return entry ? entry->evidence : NULL;
}

void record_blank_evidence(Record *record, const char *pointer)
{
    const GPtrArray *list = record_evidence(record, pointer);
    for (guint i = 0; list && i < list->len; i++)
        ((Evidence *)list->pdata[i])->text = NULL;
}

void record_turn_back(Record *record, int page, int quarters, double width, double height)
{
    g_autoptr(GPtrArray) pointers = record_evidence_pointers(record);
    for (guint i = 0; i < pointers->len; i++) {
        const GPtrArray *list = record_evidence(record, pointers->pdata[i]);
        for (guint j = 0; j < list->len; j++) {
            Evidence *evidence = list->pdata[j];
            if (evidence->page == page && !box_is_empty(evidence->box))
                evidence->box = box_before_turn(evidence->box, quarters, width, height);
        }
    }
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
    gpointer key, value;
    g_hash_table_iter_init(&iter, record->entries);
    while (g_hash_table_iter_next(&iter, &key, &value))
        if (((const Entry *)value)->evidence)
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

GPtrArray *record_steal_findings(Record *record)
{
    GPtrArray *findings = g_ptr_array_new();
    for (guint i = 0; i < record->findings->len; i++)
        g_ptr_array_add(findings, record->findings->pdata[i]);
    g_ptr_array_set_free_func(record->findings, NULL);
    g_ptr_array_set_size(record->findings, 0);
    g_ptr_array_set_free_func(record->findings, (GDestroyNotify)finding_free);
    return findings;
}

const GPtrArray *record_findings(const Record *record)
{
    return record->findings;
}

/* ---- Several sittings in one file -------------------------------------------------------------
 */

/* How pointers of one record become those of another. */
typedef struct Shift {
    const char *from_session, *to_session; /* NULL: sessions are left out */
    bool whole;                            /* what is neither a session nor an act, too */
    GHashTable *acts;                      /* index + 1 → index + 1, in pointers */
    const char *acts_session;              /* what the acts' own session becomes */
} Shift;

static bool is_below(const char *pointer, const char *parent)
{
    size_t length = strlen(parent);
    return strncmp(pointer, parent, length) == 0 && (!pointer[length] || pointer[length] == '/');
}

/* The pointer's place in the other record, or NULL when it has none. The caller frees. */
static char *shifted(const Shift *shift, const char *pointer)
{
    if (is_below(pointer, "/session") || is_below(pointer, "/other_sessions"))
        return shift->from_session && is_below(pointer, shift->from_session)
                   ? g_strconcat(shift->to_session, pointer + strlen(shift->from_session), NULL)
                   : NULL;
    if (!g_str_has_prefix(pointer, "/acts/"))
        return shift->whole && strcmp(pointer, "/acts") != 0 ? g_strdup(pointer) : NULL;
    char *rest = NULL;
    guint64 act = g_ascii_strtoull(pointer + strlen("/acts/"), &rest, 10);
    guint64 to = GPOINTER_TO_SIZE(g_hash_table_lookup(shift->acts, GSIZE_TO_POINTER(act + 1)));
    return to ? g_strdup_printf("/acts/%" G_GUINT64_FORMAT "%s", to - 1, rest) : NULL;
}

static void copy_entry(const Entry *entry, const Shift *shift, Record *to, const char *pointer)
{
    if (entry->set)
        record_set(to, pointer, &entry->value);
    if (entry->set && g_str_has_prefix(pointer, "/acts/") && g_str_has_suffix(pointer, "/session"))
        record_set_text(to, pointer, shift->acts_session);
    for (guint i = 0; entry->evidence && i < entry->evidence->len; i++)
        record_add_evidence(to, pointer, entry->evidence->pdata[i]);
}

static void copy_values(const Record *from, const Shift *shift, Record *to)
{
    GHashTableIter iter;
    gpointer key, value;
    g_hash_table_iter_init(&iter, from->entries);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        g_autofree char *pointer = shifted(shift, key);
        if (pointer)
            copy_entry(value, shift, to, pointer);
    }
    g_hash_table_iter_init(&iter, from->lengths);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        char *pointer = shifted(shift, key);
        if (pointer)
            g_hash_table_replace(to->lengths, pointer, value);
    }
}

const char *record_session_at(char buffer[RECORD_POINTER_SIZE], size_t index)
{
    return index ? record_at(buffer, "/other_sessions/%zu", index - 1)
                 : record_at(buffer, "/session");
}

size_t record_sessions(const Record *record)
{
    return 1 + record_length(record, "/other_sessions");
}

/* Two sittings are one unless they say otherwise. */
static bool says_same(const Record *record, const char *session, const Record *part,
                      const char *key)
{
    char pointer[RECORD_POINTER_SIZE], other[RECORD_POINTER_SIZE];
    const char *a = record_text(record, record_at(pointer, "%s/%s", session, key)),
               *b = record_text(part, record_at(other, "/session/%s", key));
    return !a || !b || g_ascii_strcasecmp(a, b) == 0;
}

/* The sitting that `part` is of, or how many there are. One without a date is that before it. */
static size_t find_session(const Record *record, const Record *part)
{
    char session[RECORD_POINTER_SIZE];
    size_t count = record_sessions(record);
    if (!record_get(part, "/session/date"))
        return count - 1;
    for (size_t i = count; i-- > 0;) {
        record_session_at(session, i);
        if (says_same(record, session, part, "date") && says_same(record, session, part, "body"))
            return i;
    }
    return count;
}

/* The numbers of members in the header of an extract are those of its act. */
static void keep_own_counts(Record *record, const char *session, const Record *part, size_t act)
{
    static const char *const keys[] = {"present", "proxies", "voting"};
    char own[RECORD_POINTER_SIZE], first[RECORD_POINTER_SIZE], to[RECORD_POINTER_SIZE];
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        gint64 stated = 0, before = 0;
        record_at(own, "/session/counts/%s", keys[i]);
        record_at(first, "%s/counts/%s", session, keys[i]);
        record_at(to, "/acts/%zu/counts/%s", act, keys[i]);
        if (!record_integer(part, own, &stated) || record_get(record, to) ||
            (record_integer(record, first, &before) && before == stated))
            continue;
        record_set_integer(record, to, stated);
        const GPtrArray *evidence = record_evidence(part, own);
        for (guint j = 0; evidence && j < evidence->len; j++)
            record_add_evidence(record, to, evidence->pdata[j]);
    }
}

void record_join(Record *record, const Record *part)
{
    char session[RECORD_POINTER_SIZE];
    size_t acts = record_length(record, "/acts"), more = record_length(part, "/acts"),
           index = find_session(record, part);
    bool known = index < record_sessions(record);
    record_session_at(session, index);
    g_autoptr(GHashTable) map = g_hash_table_new(g_direct_hash, g_direct_equal);
    for (size_t i = 0; i < more; i++) {
        g_hash_table_insert(map, GSIZE_TO_POINTER(i + 1), GSIZE_TO_POINTER(acts + i + 1));
        record_append(record, "/acts");
    }
    if (!known)
        record_append(record, "/other_sessions");
    Shift shift = {.from_session = known ? NULL : "/session",
                   .to_session = session,
                   .acts = map,
                   .acts_session = session};
    copy_values(part, &shift, record);
    for (size_t i = 0; known && i < more; i++)
        keep_own_counts(record, session, part, acts + i);
}

Record *record_session(const Record *record, size_t index, GArray *acts)
{
    char session[RECORD_POINTER_SIZE], pointer[RECORD_POINTER_SIZE];
    g_autoptr(GHashTable) map = g_hash_table_new(g_direct_hash, g_direct_equal);
    Record *out = record_new();
    record_session_at(session, index);
    for (size_t i = 0; i < record_length(record, "/acts"); i++) {
        const char *own = record_text(record, record_at(pointer, "/acts/%zu/session", i));
        if (strcmp(own ? own : "/session", session) != 0)
            continue;
        g_hash_table_insert(map, GSIZE_TO_POINTER(i + 1),
                            GSIZE_TO_POINTER(record_append(out, "/acts") + 1));
        if (acts)
            g_array_append_val(acts, i);
    }
    Shift shift = {.from_session = session,
                   .to_session = "/session",
                   .whole = true,
                   .acts = map,
                   .acts_session = "/session"};
    copy_values(record, &shift, out);
    return out;
}

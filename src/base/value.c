/* Values by their type: the names of types, and the one way from printed words to a Value. What
 * each type reads lives in value_*.c; here it is folded, capped in length and put in canonical
 * form. */
#include "value.h"

#include "text.h"
#include "value_read.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char *const type_names[VALUE_TYPE_COUNT] = {
    [VALUE_TEXT] = "text",     [VALUE_NUMBER] = "number",
    [VALUE_COUNT] = "count",   [VALUE_DATE] = "date",
    [VALUE_TIME] = "time",     [VALUE_AMOUNT] = "amount",
    [VALUE_PERSON] = "person", [VALUE_PERSONS] = "persons",
    [VALUE_SIREN] = "siren",   [VALUE_TRANSMISSION] = "transmission",
    [VALUE_MATTER] = "matter", [VALUE_FLAG] = "flag",
};

const char *value_type_name(ValueType type)
{
    g_assert(type < VALUE_TYPE_COUNT);
    return type_names[type];
}

bool value_type_parse(const char *name, ValueType *out)
{
    for (int type = 0; type < VALUE_TYPE_COUNT; type++) {
        if (strcmp(name, type_names[type]) == 0) {
            *out = type;
            return true;
        }
    }
    return false;
}

static bool take(Value *out, ValueType type, char *text, gint64 number, double confidence)
{
    *out = (Value){.type = type, .text = text, .number = number, .confidence = confidence};
    return true;
}

/* ---- One function a type: folded words (or the original, for words) to a value ------------- */

static bool read_count(const char *folded, Value *out)
{
    long count = 0;
    double confidence = 1;
    if (!count_read(folded, &count, &confidence))
        return false;
    return take(out, VALUE_COUNT, g_strdup_printf("%ld", count), count, confidence);
}

static bool take_date(Date date, double confidence, Value *out)
{
    gint64 number = (gint64)date.year * 10000 + date.month * 100 + date.day;
    char *text = g_strdup_printf("%04d-%02d-%02d", date.year, date.month, date.day);
    return take(out, VALUE_DATE, text, number, confidence);
}

static bool read_date(const char *folded, Value *out)
{
    Date date = {0};
    double confidence = 1;
    if (!date_read(folded, &date, &confidence) || date.year == 0)
        return false;
    return take_date(date, confidence, out);
}

static bool read_time(const char *folded, Value *out)
{
    int minutes = 0;
    double confidence = 1;
    if (!time_read(folded, &minutes, &confidence))
        return false;
    char *text = g_strdup_printf("%02d:%02d", minutes / 60, minutes % 60);
    return take(out, VALUE_TIME, text, minutes, confidence);
}

static bool read_amount(const char *folded, Value *out)
{
    gint64 cents = 0;
    double confidence = 1;
    if (!amount_read(folded, &cents, &confidence))
        return false;
    char *text = g_strdup_printf("%" G_GINT64_FORMAT, cents);
    return take(out, VALUE_AMOUNT, text, cents, confidence);
}

static bool read_person(const char *original, Value *out)
{
    g_auto(Person) person = {0};
    if (!person_read(original, NAME_ORDER_UNKNOWN, &person))
        return false;
    return take(out, VALUE_PERSON, g_steal_pointer(&person.name), 0, 1);
}

static bool read_persons(const char *original, Value *out)
{
    int left_out = 0;
    g_autoptr(GPtrArray) persons = persons_read(original, NAME_ORDER_UNKNOWN, &left_out);
    if (persons->len == 0)
        return false;
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < persons->len; i++) {
        const Person *person = persons->pdata[i];
        g_string_append_printf(text, "%s%s", i ? "; " : "", person->name);
    }
    return take(out, VALUE_PERSONS, g_string_free(text, false), 0, left_out ? 0.7 : 1);
}

static bool read_siren(const char *folded, Value *out)
{
    char siren[10];
    double confidence = 1;
    if (!siren_read(folded, siren, &confidence))
        return false;
    return take(out, VALUE_SIREN, g_strdup(siren), 0, confidence);
}

static bool read_transmission(const char *folded, Value *out)
{
    Transmission id = {0};
    if (!transmission_read(folded, &id))
        return false;
    char *text = transmission_print(&id);
    double confidence = id.strict ? 1 : 0.9;
    transmission_clear(&id);
    return take(out, VALUE_TRANSMISSION, text, 0, confidence);
}

static bool read_matter(const char *folded, Value *out)
{
    char code[8];
    if (!matter_read(folded, code))
        return false;
    return take(out, VALUE_MATTER, g_strdup(code), 0, 1);
}

static bool read_flag(const char *folded, Value *out)
{
    bool yes = strcmp(folded, "true") == 0;
    if (!yes && strcmp(folded, "false") != 0)
        return false;
    return take(out, VALUE_FLAG, g_strdup(folded), yes, 1);
}

static bool read_words(ValueType type, const char *original, Value *out)
{
    double confidence = 1;
    char *text = type == VALUE_TEXT ? words_clean(original) : number_clean(original, &confidence);
    return text && take(out, type, text, 0, confidence);
}

bool value_read(ValueType type, const char *original, Value *out)
{
    g_assert(type < VALUE_TYPE_COUNT);
    bool words = type == VALUE_TEXT || type == VALUE_PERSONS;
    size_t length = strlen(original);
    if (length > (words ? VALUE_WORDS_MAX : VALUE_BYTES_MAX) ||
        !g_utf8_validate(original, length, NULL))
        return false;

    switch (type) {
    case VALUE_TEXT:
    case VALUE_NUMBER:
        return read_words(type, original, out);
    case VALUE_PERSON:
        return read_person(original, out);
    case VALUE_PERSONS:
        return read_persons(original, out);
    default:
        break;
    }

    static bool (*const readers[VALUE_TYPE_COUNT])(const char *, Value *) = {
        [VALUE_COUNT] = read_count,   [VALUE_DATE] = read_date,
        [VALUE_TIME] = read_time,     [VALUE_AMOUNT] = read_amount,
        [VALUE_SIREN] = read_siren,   [VALUE_TRANSMISSION] = read_transmission,
        [VALUE_MATTER] = read_matter, [VALUE_FLAG] = read_flag,
    };
    g_autofree char *folded = text_fold(original);
    return readers[type](folded, out);
}

/* ---- Canonical forms ----------------------------------------------------------------------- */

/* A decimal integer without spaces or leading zeros, within ±limit. */
static bool canonical_integer(const char *text, bool negative, gint64 limit, gint64 *out)
{
    const char *digits = *text == '-' && negative ? text + 1 : text;
    if (!g_ascii_isdigit(*digits) || (*digits == '0' && (digits[1] || digits != text)))
        return false;
    char *end = NULL;
    errno = 0;
    *out = g_ascii_strtoll(text, &end, 10);
    return errno == 0 && *end == '\0' && *out <= limit && *out >= -limit;
}

static bool canonical_digits(const char *text, const char *shape)
{
    for (; *shape; shape++, text++) {
        if (*shape == '9' ? !g_ascii_isdigit(*text) : *text != *shape)
            return false;
    }
    return *text == '\0';
}

static bool canonical_date(const char *text, Value *out)
{
    if (!canonical_digits(text, "9999-99-99"))
        return false;
    Date date = {atoi(text), atoi(text + 5), atoi(text + 8)};
    return date_is_plausible(date) && take_date(date, 1, out);
}

static bool canonical_time(const char *text, Value *out)
{
    if (!canonical_digits(text, "99:99"))
        return false;
    int hours = atoi(text), minutes = atoi(text + 3);
    if (hours > 23 || minutes > 59)
        return false;
    return take(out, VALUE_TIME, g_strdup(text), hours * 60 + minutes, 1);
}

/* Reads the text as printed words would be, and accepts what comes back unchanged. */
static bool canonical_by_reading(ValueType type, const char *text, Value *out)
{
    g_auto(Value) value = {0};
    if (!value_read(type, text, &value) || strcmp(value.text, text) != 0)
        return false;
    *out = value;
    out->confidence = 1;
    value = (Value){0};
    return true;
}

bool value_from_canonical(ValueType type, const char *canonical, Value *out)
{
    g_assert(type < VALUE_TYPE_COUNT);
    gint64 number = 0;
    switch (type) {
    case VALUE_TEXT:
    case VALUE_NUMBER:
    case VALUE_PERSON:
    case VALUE_PERSONS:
        /* A record may hold words no reader would take back: any UTF-8 but the empty string. */
        return *canonical && g_utf8_validate(canonical, -1, NULL) &&
               take(out, type, g_strdup(canonical), 0, 1);
    case VALUE_COUNT:
        return canonical_integer(canonical, false, G_MAXINT64, &number) &&
               take(out, type, g_strdup(canonical), number, 1);
    case VALUE_AMOUNT:
        return canonical_integer(canonical, true, AMOUNT_CENTS_MAX, &number) &&
               take(out, type, g_strdup(canonical), number, 1);
    case VALUE_DATE:
        return canonical_date(canonical, out);
    case VALUE_TIME:
        return canonical_time(canonical, out);
    default:
        return canonical_by_reading(type, canonical, out);
    }
}

Value value_copy(const Value *value)
{
    Value copy = *value;
    copy.text = g_strdup(value->text);
    return copy;
}

void value_clear(Value *value)
{
    g_free(value->text);
    *value = (Value){0};
}

/* Identifiers: SIREN, @CTES transmission, ACTES nomenclature. Each has a key or a closed form, so
 * what OCR repaired is checked. */
#include "value_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SIREN_DIGITS = 9,
    SIRET_DIGITS = 14,
    DAY_DIGITS = 8,
    ACT_NUMBER_MAX = 40,
    ACT_NUMBER_STRICT = 15
};

/* ---- SIREN --------------------------------------------------------------------------------- */

static bool luhn(const char *digits, int count)
{
    int sum = 0;
    for (int i = 0; i < count; i++) {
        int digit = digits[count - 1 - i] - '0';
        if (i % 2)
            digit = digit > 4 ? 2 * digit - 9 : 2 * digit;
        sum += digit;
    }
    return sum % 10 == 0;
}

bool siren_is_valid(const char *nine_digits)
{
    bool zero = true;
    for (int i = 0; i < SIREN_DIGITS; i++) {
        if (!g_ascii_isdigit(nine_digits[i]))
            return false;
        zero &= nine_digits[i] == '0';
    }
    return !zero && nine_digits[SIREN_DIGITS] == '\0' && luhn(nine_digits, SIREN_DIGITS);
}

bool siren_department(const char *nine_digits, char out[3])
{
    if (strncmp(nine_digits, "21", 2) != 0 || nine_digits[4] != '0')
        return false;
    memcpy(out, nine_digits + 2, 2);
    out[2] = '\0';
    return strcmp(out, "20") != 0 && strcmp(out, "00") > 0 && strcmp(out, "96") < 0;
}

bool siren_read(const char *folded, char out[10], double *confidence)
{
    char digits[SIRET_DIGITS + 1];
    int count = 0;
    *confidence = 1;
    for (const char *p = folded; *p; p++) {
        if (g_ascii_isspace(*p) || *p == '.' || *p == ':')
            continue;
        char digit = digit_repaired(*p);
        if (!g_ascii_isdigit(digit) || count == SIRET_DIGITS)
            return false;
        if (digit != *p)
            *confidence = CONFIDENCE_REPAIRED;
        digits[count++] = digit;
    }
    if (count != SIREN_DIGITS && count != SIRET_DIGITS)
        return false;
    memcpy(out, digits, SIREN_DIGITS);
    out[SIREN_DIGITS] = '\0';
    return siren_is_valid(out);
}

/* ---- Transmission --------------------------------------------------------------------------- */

static bool is_mark(char c)
{
    return c == '-' || c == '.' || c == '_' || g_ascii_isspace(c);
}

static const char *skip_marks(const char *p)
{
    while (*p && is_mark(*p))
        p++;
    return p;
}

/* Takes `count` digits, spaces allowed between them; NULL when they are not there. */
static const char *take_digits(const char *p, int count, char *out)
{
    for (int i = 0; i < count; p++) {
        if (g_ascii_isspace(*p) && i > 0)
            continue;
        char digit = digit_repaired(*p);
        if (!g_ascii_isdigit(digit))
            return NULL;
        out[i++] = digit;
    }
    out[count] = '\0';
    return p;
}

/* Départements are 001 to 095, with 02A and 02B; those overseas 971 to 989. */
static bool is_department(const char *code)
{
    int number = atoi(code);
    return (code[0] == '0' && number >= 1 && number <= 95) || (number >= 971 && number <= 989);
}

/* « 042 », « 974 », « 02A ». */
static const char *take_department(const char *p, char out[4])
{
    for (int i = 0; i < 3; i++, p++) {
        bool letter = i == 2 && (*p == 'A' || *p == 'B') && out[0] == '0' && out[1] == '2';
        out[i] = letter ? *p : digit_repaired(*p);
        if (!letter && !g_ascii_isdigit(out[i]))
            return NULL;
    }
    out[3] = '\0';
    return is_department(out) ? p : NULL;
}

/* The internal number between date and nature: spaces around hyphens go, other spaces were
 * underscores. NULL when it cannot be one. */
static char *clean_number(const char *start, const char *end)
{
    GString *number = g_string_new(NULL);
    for (const char *p = start; p < end; p++) {
        if (!g_ascii_isspace(*p)) {
            if (!g_ascii_isalnum(*p) && !strchr("-_./", *p)) {
                g_string_free(number, true);
                return NULL;
            }
            g_string_append_c(number, *p);
            continue;
        }
        const char *next = p;
        while (next < end && g_ascii_isspace(*next))
            next++;
        bool mark = (number->len > 0 && strchr("-_", number->str[number->len - 1])) ||
                    (next < end && strchr("-_", *next));
        if (!mark)
            g_string_append_c(number, '_');
        p = next - 1;
    }
    if (number->len == 0 || number->len > ACT_NUMBER_MAX) {
        g_string_free(number, true);
        return NULL;
    }
    return g_string_free(number, false);
}

/* IDActe of actesv1_1.xsd, on the words as printed. */
static bool is_strict(const char *words, const char *number)
{
    static const char shape[] = "999-999999999-99999999-";
    for (int i = 0; shape[i]; i++) {
        bool corsica = i == 2 && (words[i] == 'A' || words[i] == 'B');
        if (shape[i] == '9' ? !g_ascii_isdigit(words[i]) && !corsica : words[i] != shape[i])
            return false;
    }
    const char *p = words + strlen(shape);
    size_t length = strspn(p, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
    return length >= 1 && length <= ACT_NUMBER_STRICT && strlen(number) == length &&
           p[length] == '-' && strlen(p + length) == 3;
}

bool transmission_read(const char *folded, Transmission *out)
{
    if (strlen(folded) > VALUE_BYTES_MAX)
        return false;
    g_autofree char *words = g_strstrip(g_strdup(folded));
    Transmission id = {0};
    char day[DAY_DIGITS + 1];
    const char *p = take_department(words, id.department);
    if (p)
        p = take_digits(skip_marks(p), SIREN_DIGITS, id.siren);
    if (!p || !siren_is_valid(id.siren) || !is_mark(*p))
        return false;
    p = take_digits(skip_marks(p), DAY_DIGITS, day);
    if (!p || !is_mark(*p))
        return false;
    int number = atoi(day);
    id.date = date_from_number(number);
    if (!date_is_plausible(id.date))
        return false;

    const char *start = skip_marks(p), *nature = words + strlen(words) - 2;
    if (nature - start < 2 || !g_ascii_isupper(nature[0]) || !g_ascii_isupper(nature[1]) ||
        !is_mark(nature[-1]))
        return false;
    const char *end = nature;
    while (end > start && is_mark(end[-1]))
        end--;
    id.number = clean_number(start, end);
    if (!id.number)
        return false;
    memcpy(id.nature, nature, 2);
    id.strict = is_strict(words, id.number);
    *out = id;
    return true;
}

char *transmission_print(const Transmission *id)
{
    return g_strdup_printf("%s-%s-%04d%02d%02d-%s-%s", id->department, id->siren, id->date.year,
                           id->date.month, id->date.day, id->number, id->nature);
}

void transmission_clear(Transmission *transmission)
{
    g_free(transmission->number);
    *transmission = (Transmission){0};
}

/* ---- Matter -------------------------------------------------------------------------------- */

bool matter_read(const char *folded, char out[8])
{
    /* How many second levels each class of the national nomenclature has. */
    static const int second_levels[] = {7, 3, 6, 5, 8, 5, 10, 9, 4};
    int levels[5], count = 0;
    const char *p = folded;
    while (count < 5) {
        while (g_ascii_isspace(*p))
            p++;
        int digits = 0;
        levels[count] = 0;
        for (; g_ascii_isdigit(*p) && digits < 2; p++, digits++)
            levels[count] = levels[count] * 10 + (*p - '0');
        if (digits == 0)
            break;
        count++;
        while (g_ascii_isspace(*p))
            p++;
        if (*p != '.' && *p != '-' && *p != ',')
            break;
        p++;
    }
    while (g_ascii_isspace(*p))
        p++;
    if (*p || count < 2 || levels[0] < 1 || levels[0] > 9 || levels[1] < 1 ||
        levels[1] > second_levels[levels[0] - 1])
        return false;
    /* both levels are small by now: one digit, at most two */
    snprintf(out, 8, "%u.%u", (unsigned)levels[0] % 10U, (unsigned)levels[1] % 100U);
    return true;
}

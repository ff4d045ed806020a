#include "draft.h"

#include "../base/error.h"
#include "../base/matter.h"
#include "../base/value.h"

#include <stdarg.h>
#include <string.h>

enum { SIRET_DIGITS = 14 };

/* Readings less sure than this are named among the origins; checks hold the same line. */
static const double sure = 0.9;

Draft *draft_new(const Format *format)
{
    Draft *draft = g_new0(Draft, 1);
    draft->format = format;
    draft->lacks = g_ptr_array_new_with_free_func(g_free);
    draft->notes = g_ptr_array_new_with_free_func(g_free);
    return draft;
}

void draft_free(Draft *draft)
{
    if (!draft)
        return;
    for (size_t i = 0; i < DRAFT_COLUMNS_MAX; i++)
        g_free(draft->cells[i].value);
    g_ptr_array_unref(draft->lacks);
    g_ptr_array_unref(draft->notes);
    g_free(draft->key);
    g_free(draft->document);
    g_free(draft->siren);
    g_free(draft);
}

static bool find_column(const Format *format, const char *name, size_t *at)
{
    for (*at = 0; *at < format->count; (*at)++)
        if (g_ascii_strcasecmp(format->columns[*at].name, name) == 0)
            return true;
    return false;
}

size_t format_column(const Format *format, const char *name)
{
    size_t at;
    bool found = find_column(format, name, &at);
    g_assert(found);
    return at;
}

void draft_put(Draft *draft, const char *column, const char *value, Origin origin,
               double confidence)
{
    g_autoptr(GString) words = g_string_new(NULL);
    for (const char *p = value ? value : ""; *p; p++) {
        bool space = g_ascii_isspace(*p);
        if (!space || (words->len > 0 && words->str[words->len - 1] != ' '))
            g_string_append_c(words, space ? ' ' : *p);
    }
    g_strchomp(words->str);
    if (!*words->str)
        return;
    Cell *cell = &draft->cells[format_column(draft->format, column)];
    g_free(cell->value);
    *cell = (Cell){g_utf8_make_valid(words->str, -1), origin, confidence};
}

void draft_put_number(Draft *draft, const char *column, gint64 number, Origin origin,
                      double confidence)
{
    g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, number);
    draft_put(draft, column, text, origin, confidence);
}

const char *draft_cell(const Draft *draft, const char *column)
{
    return draft->cells[format_column(draft->format, column)].value;
}

static void add_line(GPtrArray *lines, const char *column, const char *format, va_list values)
{
    g_autofree char *what = g_strdup_vprintf(format, values);
    g_ptr_array_add(lines, g_strdup_printf("%s: %s", column, what));
}

void draft_lack(Draft *draft, const char *column, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    add_line(draft->lacks, column, format, values);
    va_end(values);
}

void draft_note(Draft *draft, const char *column, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    add_line(draft->notes, column, format, values);
    va_end(values);
}

/* ---- What a cell may hold -------------------------------------------------------------------- */

static bool only_digits(const char *text, size_t least, size_t most)
{
    size_t digits = strspn(text, "0123456789");
    return text[digits] == '\0' && digits >= least && digits <= most;
}

bool siret_is_valid(const char *fourteen_digits)
{
    int sum = 0;
    if (!only_digits(fourteen_digits, SIRET_DIGITS, SIRET_DIGITS))
        return false;
    for (int i = 0; i < SIRET_DIGITS; i++) {
        int digit = fourteen_digits[SIRET_DIGITS - 1 - i] - '0';
        if (i % 2)
            digit = digit > 4 ? 2 * digit - 9 : 2 * digit;
        sum += digit;
    }
    return sum > 0 && sum % 10 == 0;
}

static bool is_date(const char *text)
{
    g_auto(Value) value = {0};
    return value_from_canonical(VALUE_DATE, text, &value);
}

static bool is_period(const char *text)
{
    g_auto(GStrv) ends = g_strsplit(text, "/", 2);
    return ends[0] && is_date(ends[0]) &&
           (!ends[1] || (is_date(ends[1]) && strcmp(ends[0], ends[1]) <= 0));
}

/* « 47800.20 » */
static bool is_number(const char *text)
{
    size_t whole = strspn(text, "0123456789");
    if (whole == 0 || whole > 12)
        return false;
    return !text[whole] || (text[whole] == '.' && only_digits(text + whole + 1, 1, 2));
}

static bool is_share(const char *text)
{
    double share = g_ascii_strtod(text, NULL);
    return is_number(text) && share >= 0.01 && share <= 1;
}

/* « 2017 », « 2017/2018 » */
static bool is_years(const char *text)
{
    if (only_digits(text, 4, 4))
        return true;
    return strlen(text) == 9 && text[4] == '/' && strspn(text, "0123456789") == 4 &&
           only_digits(text + 5, 4, 4) && strncmp(text, text + 5, 4) < 0;
}

/* A class of the nomenclature, a slash, anything: no space beside the slash. */
static bool is_matter_name(const char *text)
{
    const char *slash = strchr(text, '/');
    if (!slash || slash == text || !slash[1] || slash[-1] == ' ' || slash[1] == ' ')
        return false;
    g_autofree char *before = g_strndup(text, (gsize)(slash - text));
    g_autofree char *ascii = g_str_to_ascii(before, "C");
    for (char code[] = "1.1"; code[0] <= '9'; code[0]++) {
        g_autofree char *class = g_str_to_ascii(matter_class(code), "C");
        if (g_ascii_strcasecmp(ascii, class) == 0)
            return true;
    }
    return false;
}

static bool is_uri(const char *text)
{
    g_autoptr(GUri) uri = g_uri_parse(text, G_URI_FLAGS_NONE, NULL);
    const char *host = uri ? g_uri_get_host(uri) : NULL;
    for (const char *p = text; *p; p++)
        if ((guint8)*p <= ' ' || (guint8)*p > '~' || strchr("<>\"{}|\\^`", *p))
            return false;
    return host && *host &&
           (strcmp(g_uri_get_scheme(uri), "http") == 0 ||
            strcmp(g_uri_get_scheme(uri), "https") == 0);
}

static bool is_nature(const char *text)
{
    static const char *const natures[] = {"aide en numéraire", "aide en nature",
                                          "aide en numéraire;aide en nature",
                                          "aide en nature;aide en numéraire"};
    for (size_t i = 0; i < G_N_ELEMENTS(natures); i++)
        if (strcmp(text, natures[i]) == 0)
            return true;
    return false;
}

static bool cell_is_valid(const Column *column, const char *text)
{
    if (column->longest > 0 && g_utf8_strlen(text, -1) > (glong)column->longest)
        return false;
    switch (column->kind) {
    case CELL_SIRET:
        return siret_is_valid(text);
    case CELL_RNA:
        return text[0] == 'W' && only_digits(text + 1, 9, 9);
    case CELL_DATE:
        return is_date(text);
    case CELL_PERIOD:
        return is_period(text);
    case CELL_COUNT:
        return only_digits(text, 1, 6);
    case CELL_MONEY:
        return is_number(text);
    case CELL_SHARE:
        return is_share(text);
    case CELL_MATTER_CODE:
        return matter_label(text) != NULL;
    case CELL_MATTER_NAME:
        return is_matter_name(text);
    case CELL_YEARS:
        return is_years(text);
    case CELL_URI:
        return is_uri(text);
    case CELL_NATURE:
        return is_nature(text);
    case CELL_YES_NO:
        return strcmp(text, "oui") == 0 || strcmp(text, "non") == 0;
    case CELL_TEXT:
        return true;
    }
    return false;
}

bool draft_judge(Draft *draft)
{
    for (size_t i = 0; i < draft->format->count; i++) {
        const Column *column = &draft->format->columns[i];
        Cell *cell = &draft->cells[i];
        if (!cell->value) {
            if (column->required)
                draft_lack(draft, column->name, "%s", column->supply);
            continue;
        }
        if (cell_is_valid(column, cell->value))
            continue;
        /* an optional value of ours that cannot stand is left out; a user is told of his own */
        if (column->required || cell->origin == ORIGIN_SUPPLIED) {
            draft_lack(draft, column->name, "\"%s\" cannot stand there", cell->value);
            continue;
        }
        draft_note(draft, column->name, "\"%s\" cannot stand there", cell->value);
        g_clear_pointer(&cell->value, g_free);
    }
    draft->format->judge(draft);
    return draft->lacks->len == 0;
}

/* ---- What a user gives ----------------------------------------------------------------------- */

Supply *supply_new(void)
{
    Supply *supply = g_new0(Supply, 1);
    supply->rows = g_hash_table_new(g_str_hash, g_str_equal);
    supply->constants = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return supply;
}

void supply_free(Supply *supply)
{
    if (!supply)
        return;
    g_hash_table_unref(supply->rows);
    g_hash_table_unref(supply->constants);
    csv_table_free(supply->table);
    g_free(supply);
}

bool supply_take(Supply *supply, CsvTable *table, const Format *format, GError **error)
{
    int key = csv_column(table, "key");
    bool any = false;
    g_assert(!supply->table);
    supply->table = table;
    for (size_t i = 0; i < format->count; i++)
        any |= csv_column(table, format->columns[i].name) >= 0;
    if (key < 0 || !any) {
        g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_INPUT, "it has no column %s",
                    key < 0 ? "\"key\"" : "of the format");
        return false;
    }
    for (guint row = 0; row < table->rows->len; row++) {
        const char *word = csv_cell(table, row, key);
        if (word && !g_hash_table_insert(supply->rows, (gpointer)word, GUINT_TO_POINTER(row))) {
            g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_INPUT, "the key %s stands twice", word);
            return false;
        }
    }
    return true;
}

bool supply_constant(Supply *supply, const char *words, const Format *format, GError **error)
{
    g_auto(GStrv) parts = g_strsplit(words, "=", 2);
    size_t at = 0;
    if (!parts[0] || !parts[1] || !find_column(format, parts[0], &at)) {
        g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                    "--set %s: it must be COLUMN=VALUE, with a column of %s", words, format->title);
        return false;
    }
    g_hash_table_insert(supply->constants, g_strdup(format->columns[at].name), g_strdup(parts[1]));
    return true;
}

void supply_fill(const Supply *supply, Draft *draft)
{
    gpointer row = NULL;
    bool known = g_hash_table_lookup_extended(supply->rows, draft->key, NULL, &row);
    for (size_t i = 0; i < draft->format->count; i++) {
        const char *name = draft->format->columns[i].name;
        const char *given =
            known ? csv_cell(supply->table, GPOINTER_TO_UINT(row), csv_column(supply->table, name))
                  : NULL;
        if (!given && !draft->cells[i].value)
            given = g_hash_table_lookup(supply->constants, name);
        if (given && g_strcmp0(given, draft->cells[i].value) != 0)
            draft_put(draft, name, given, ORIGIN_SUPPLIED, 1);
    }
}

/* ---- As CSV ---------------------------------------------------------------------------------- */

enum { ABOUT_REJECTS = 3, ORIGIN_COLUMNS = 6 };

void format_head(const Format *format, GString *out)
{
    const char *cells[DRAFT_COLUMNS_MAX];
    for (size_t i = 0; i < format->count; i++)
        cells[i] = format->columns[i].name;
    csv_row(out, cells, format->count);
}

void draft_row(const Draft *draft, GString *out)
{
    const char *cells[DRAFT_COLUMNS_MAX];
    for (size_t i = 0; i < draft->format->count; i++)
        cells[i] = draft->cells[i].value;
    csv_row(out, cells, draft->format->count);
}

void rejects_head(const Format *format, GString *out)
{
    const char *cells[ABOUT_REJECTS + DRAFT_COLUMNS_MAX] = {"key", "document", "to_supply"};
    for (size_t i = 0; i < format->count; i++)
        cells[ABOUT_REJECTS + i] = format->columns[i].name;
    csv_row(out, cells, ABOUT_REJECTS + format->count);
}

char *draft_lacks(const Draft *draft)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < draft->lacks->len; i++)
        g_string_append_printf(out, "%s%s", i ? "; " : "", (const char *)draft->lacks->pdata[i]);
    return g_string_free(out, false);
}

void rejects_row(const Draft *draft, GString *out)
{
    g_autofree char *lacks = draft_lacks(draft);
    const char *cells[ABOUT_REJECTS + DRAFT_COLUMNS_MAX] = {draft->key, draft->document, lacks};
    for (size_t i = 0; i < draft->format->count; i++)
        cells[ABOUT_REJECTS + i] = draft->cells[i].value;
    csv_row(out, cells, ABOUT_REJECTS + draft->format->count);
}

void origins_head(GString *out)
{
    static const char *const heads[ORIGIN_COLUMNS] = {"key",   "document", "column",
                                                      "value", "origin",   "confidence"};
    csv_row(out, heads, ORIGIN_COLUMNS);
}

void origins_rows(const Draft *draft, GString *out)
{
    static const char *const names[] = {"stated", "derived", "inferred", "supplied"};
    for (size_t i = 0; i < draft->format->count; i++) {
        const Cell *cell = &draft->cells[i];
        if (!cell->value || (cell->origin == ORIGIN_STATED && cell->confidence >= sure))
            continue;
        char confidence[G_ASCII_DTOSTR_BUF_SIZE];
        g_ascii_formatd(confidence, sizeof confidence, "%.2f", cell->confidence);
        const char *const row[ORIGIN_COLUMNS] = {
            draft->key,  draft->document,     draft->format->columns[i].name,
            cell->value, names[cell->origin], confidence};
        csv_row(out, row, ORIGIN_COLUMNS);
    }
    for (guint i = 0; i < draft->notes->len; i++) {
        g_auto(GStrv) note = g_strsplit(draft->notes->pdata[i], ": ", 2);
        const char *const row[ORIGIN_COLUMNS] = {draft->key, draft->document, note[0],
                                                 note[1],    "left empty",    NULL};
        csv_row(out, row, ORIGIN_COLUMNS);
    }
}

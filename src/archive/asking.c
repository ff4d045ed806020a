#include "asking.h"

#include "../base/value.h"
#include "facets.h"
#include "schema.h"
#include "stem.h"

#include <stdio.h>
#include <string.h>

enum {
    NAMES_MAX = 32,  /* names that are looked up one by one in the index, whose time grows with
                        their number, … */
    WORDS_MAX = 256, /* … and words of names, where more names are meant: beyond, looking at the
                        members of each act takes no longer */
};

void asking_init(Asking *asking, const char *match)
{
    *asking = (Asking){.match = g_string_new(match),
                       .where = g_string_new(NULL),
                       .texts = g_ptr_array_new_with_free_func(g_free)};
}

void asking_clear(Asking *asking)
{
    g_string_free(asking->match, true);
    g_string_free(asking->where, true);
    g_ptr_array_unref(asking->texts);
}

static bool refuse(GError **error, const char *option, const char *value, const char *expected)
{
    g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--%s %s: it must be %s", option,
                value, expected);
    return false;
}

/* Adds a condition; `text`, which may be NULL, is bound to its "?". */
static void require(Asking *asking, const char *condition, const char *text)
{
    g_string_append_printf(asking->where, " AND %s", condition);
    if (text)
        g_ptr_array_add(asking->texts, g_strdup(text));
}

/* Lets through what has one of some facets, which are separated by spaces. */
static void narrow(Asking *asking, const char *facets)
{
    g_auto(GStrv) all = g_strsplit(facets, " ", -1);
    if (!*facets)
        asking->nothing = true;
    for (size_t i = 0; all[i] && *all[i]; i++)
        g_string_append_printf(asking->match, "%s\"%s\"",
                               i > 0                    ? " OR "
                               : asking->match->len > 0 ? " AND facets:("
                                                        : "facets:(",
                               all[i]);
    if (*facets)
        g_string_append_c(asking->match, ')');
}

static void narrow_to(Asking *asking, Facet facet, const char *text)
{
    g_autoptr(GString) facets = g_string_new(NULL);
    facets_append(facets, facet, text);
    narrow(asking, facets->str);
}

/* The sitting of the act at hand. */
#define SESSION "coalesce((SELECT session FROM acts WHERE acts.id = found.id), 0)"

/* ---- Conditions ------------------------------------------------------------------------------ */

/* The first or last day that a date, month or year names. False when it is none. */
static bool read_day(const char *value, bool last, gint64 *day)
{
    static const int lengths[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year, month = last ? 12 : 1, of_month = 0, used = 0;
    int parts = sscanf(value, "%4d%n-%2d%n-%2d%n", &year, &used, &month, &used, &of_month, &used);
    if (parts < 1 || value[used] || year < 1900 || year > 2060 || month < 1 || month > 12)
        return false;
    if (parts < 3)
        of_month = last ? lengths[month - 1] : 1;
    if (of_month < 1 || of_month > lengths[month - 1])
        return false;
    *day = date_days_between((Date){1900, 1, 1}, (Date){year, month, of_month});
    return true;
}

static bool ask_dates(Asking *asking, const SearchOptions *options, GError **error)
{
    static const char expected[] = "a date as 2024-03-14, 2024-03 or 2024";
    gint64 day;
    asking->low = 0;
    asking->high = G_MAXINT64;
    if (options->from) {
        if (!read_day(options->from, false, &day))
            return refuse(error, "from", options->from, expected);
        asking->low = day * ACT_ID_DAY;
    }
    if (options->to) {
        if (!read_day(options->to, true, &day))
            return refuse(error, "to", options->to, expected);
        asking->high = (day + 1) * ACT_ID_DAY - 1;
    }
    if (asking->low > asking->high) {
        g_autofree char *earlier = g_strdup_printf("%s or later", options->from);
        return refuse(error, "to", options->to, earlier);
    }
    if (options->from || options->to)
        asking->low = MAX(asking->low, ACT_ID_DAY); /* undated acts are of no time */
    return true;
}

/* Every word of a name, in any order, in a folded column: "instr(column, ?) > 0 AND …", whose texts
 * are added to `texts`. */
static char *all_words(GPtrArray *texts, const char *column, const char *name)
{
    g_autofree char *folded = fold_words(name);
    g_auto(GStrv) words = g_strsplit(folded, " ", -1);
    GString *out = g_string_new("1");
    for (size_t i = 0; words[i] && *words[i]; i++) {
        g_string_append_printf(out, " AND instr(%s, ?) > 0", column);
        g_ptr_array_add(texts, g_strdup(words[i]));
    }
    return g_string_free(out, false);
}

/* Words of names that hold a part that is asked for. */
typedef struct Holding {
    char *part;
    GHashTable *words; /* a set */
    bool useless;      /* too many, or some name is meant for another reason */
} Holding;

static void holding_clear(gpointer data)
{
    Holding *holding = data;
    g_free(holding->part);
    g_hash_table_unref(holding->words);
}

/* Takes down the words of a name that hold the part. False when that is of no more use. */
static bool hold(Holding *holding, const char *name)
{
    g_auto(GStrv) words = g_strsplit(name, " ", -1);
    bool found = false;
    for (size_t i = 0; words[i] && !holding->useless; i++) {
        if (!strstr(words[i], holding->part))
            continue;
        found = true;
        g_hash_table_add(holding->words, g_strdup(words[i]));
    }
    holding->useless = holding->useless || !found || g_hash_table_size(holding->words) > WORDS_MAX;
    return !holding->useless;
}

static GArray *parts_of(const char *name)
{
    g_autofree char *folded = fold_words(name);
    g_auto(GStrv) parts = g_strsplit(folded, " ", -1);
    GArray *all = g_array_new(false, false, sizeof(Holding));
    g_array_set_clear_func(all, holding_clear);
    for (size_t i = 0; parts[i] && *parts[i]; i++) {
        Holding holding = {.part = g_strdup(parts[i]),
                           .words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
        g_array_append_val(all, holding);
    }
    return all;
}

/* What a name is looked up by: the kinds of its facets, and the rows of those it may mean, with
 * what their facet is of and the folded name. */
typedef struct Lookup {
    Facet whole, word;
    const char *name; /* as asked for */
    char *sql;
    GPtrArray *texts; /* bound to it */
} Lookup;

/* Lets through what has one of the names that are meant; where they are many, what has for each
 * part that is asked for a word that holds it; where those are many, everything. */
static bool narrow_by(Asking *asking, Store *store, const Lookup *lookup, GError **error)
{
    g_autoptr(GString) whole = g_string_new(NULL);
    g_autoptr(GArray) parts = parts_of(lookup->name);
    GError *failed = NULL;
    int count = 0;
    bool useful = true;
    Rows *rows = store_rows(store, lookup->sql);
    for (guint i = 0; i < lookup->texts->len; i++)
        rows_set_text(rows, (int)i + 1, lookup->texts->pdata[i]);
    while (useful && rows_next(rows, &failed)) {
        useful = ++count <= NAMES_MAX;
        if (useful)
            facets_append(whole, lookup->whole, rows_text(rows, 0));
        for (guint i = 0; i < parts->len; i++)
            useful = hold(&g_array_index(parts, Holding, i), rows_text(rows, 1)) || useful;
    }
    rows_done(rows);
    if (failed) {
        g_propagate_error(error, failed);
        return false;
    }
    if (count <= NAMES_MAX) {
        narrow(asking, whole->str);
        return true;
    }
    for (guint i = 0; i < parts->len; i++) {
        const Holding *holding = &g_array_index(parts, Holding, i);
        g_autofree char **words = (char **)g_hash_table_get_keys_as_array(holding->words, NULL);
        g_string_truncate(whole, 0);
        for (size_t k = 0; !holding->useless && words[k]; k++)
            facets_append(whole, lookup->word, words[k]);
        if (!holding->useless)
            narrow(asking, whole->str);
    }
    return true;
}

static void lookup_clear(Lookup *lookup)
{
    g_free(lookup->sql);
    g_ptr_array_unref(lookup->texts);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Lookup, lookup_clear)

/* Adds a condition, whose "?" are the texts of a lookup, and looks up. */
static bool require_name(Asking *asking, Store *store, const Lookup *lookup, const char *condition,
                         GError **error)
{
    require(asking, condition, NULL);
    for (guint i = 0; i < lookup->texts->len; i++)
        g_ptr_array_add(asking->texts, g_strdup(lookup->texts->pdata[i]));
    return narrow_by(asking, store, lookup, error);
}

static bool ask_authority(Asking *asking, Store *store, const char *name, GError **error)
{
    g_auto(Lookup) lookup = {FACET_AUTHORITY, FACET_AUTHORITY_WORD, name, NULL,
                             g_ptr_array_new_with_free_func(g_free)};
    g_auto(GStrv) parts = g_strsplit(name, " ", -1);
    g_ptr_array_add(lookup.texts, g_strjoinv("", parts));
    g_autofree char *words = all_words(lookup.texts, "folded", name);
    lookup.sql =
        g_strdup_printf("SELECT id, folded FROM authorities WHERE siren = ? OR (%s)", words);
    g_autofree char *condition =
        g_strdup_printf("(SELECT authority FROM documents WHERE id = doc) IN"
                        " (SELECT id FROM authorities WHERE siren = ? OR (%s))",
                        words);
    return require_name(asking, store, &lookup, condition, error);
}

static bool ask_body(Asking *asking, Store *store, const char *name, GError **error)
{
    g_auto(Lookup)
        lookup = {FACET_BODY, FACET_BODY_WORD, name, NULL, g_ptr_array_new_with_free_func(g_free)};
    g_autofree char *words = all_words(lookup.texts, "folded", name);
    lookup.sql =
        g_strdup_printf("SELECT folded, folded FROM names WHERE kind = 'body' AND %s", words);
    g_autofree char *condition = g_strdup_printf(
        "EXISTS (SELECT 1 FROM sessions WHERE document = doc AND position = " SESSION
        " AND folded IS NOT NULL AND %s)",
        words);
    return require_name(asking, store, &lookup, condition, error);
}

static bool ask_member(Asking *asking, Store *store, const char *name, GError **error)
{
    g_auto(Lookup) lookup = {FACET_MEMBER, FACET_MEMBER_WORD, name, NULL,
                             g_ptr_array_new_with_free_func(g_free)};
    g_autofree char *words = all_words(lookup.texts, "folded", name);
    lookup.sql =
        g_strdup_printf("SELECT folded, folded FROM names WHERE kind = 'member' AND %s", words);
    g_autofree char *condition = g_strdup_printf(
        "EXISTS (SELECT 1 FROM members WHERE document = doc AND session = " SESSION " AND %s)",
        words);
    return require_name(asking, store, &lookup, condition, error);
}

static bool ask_names(Asking *asking, Store *store, const SearchOptions *options, GError **error)
{
    return (!options->authority || ask_authority(asking, store, options->authority, error)) &&
           (!options->body || ask_body(asking, store, options->body, error)) &&
           (!options->member || ask_member(asking, store, options->member, error));
}

/* Euros as cents: digits, perhaps with spaces between them, and two decimals. */
static bool read_cents(const char *text, gint64 *cents)
{
    g_autoptr(GString) digits = g_string_new(NULL);
    int decimals = -1;
    for (; *text; text++) {
        if (g_ascii_isdigit(*text) && digits->len < 15) {
            g_string_append_c(digits, *text);
            decimals += decimals >= 0;
        } else if ((*text == ',' || *text == '.') && decimals < 0 && digits->len > 0) {
            decimals = 0;
        } else if (*text != ' ') {
            return false;
        }
    }
    if (digits->len == 0 || decimals > 2)
        return false;
    *cents = g_ascii_strtoll(digits->str, NULL, 10);
    for (int i = MAX(decimals, 0); i < 2; i++)
        *cents *= 10;
    return true;
}

/* The cents that a comparison lets through, both ends included. */
static bool read_range(const char *amount, gint64 *low, gint64 *high)
{
    static const char *const operators[] = {">=", "<=", ">", "<", "="};
    const char *range = strstr(amount, ".."), *operator= "=";
    gint64 cents;
    if (range) {
        g_autofree char *first = g_strndup(amount, (gsize)(range - amount));
        return read_cents(first, low) && read_cents(range + 2, high);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(operators); i++) {
        if (g_str_has_prefix(amount, operators[i])) {
            operator= operators[i];
            amount += strlen(operator);
            break;
        }
    }
    if (!read_cents(amount, &cents))
        return false;
    *low = *operator== '<' ? G_MININT64 : cents +(strcmp(operator, ">") == 0);
    *high = *operator== '>' ? G_MAXINT64 : cents -(strcmp(operator, "<") == 0);
    return true;
}

static bool ask_amount(Asking *asking, const char *amount, GError **error)
{
    static const char expected[] = "euros as '>23000', '<=500,50' or '1000..2000'";
    gint64 low, high;
    if (!read_range(amount, &low, &high))
        return refuse(error, "amount", amount, expected);
    g_autofree char *condition =
        g_strdup_printf("EXISTS (SELECT 1 FROM amounts WHERE act = found.id AND cents BETWEEN"
                        " %" G_GINT64_FORMAT " AND %" G_GINT64_FORMAT ")",
                        low, high);
    g_autoptr(GString) facets = g_string_new(NULL);
    facets_append_cents(facets, low, high);
    require(asking, condition, NULL);
    narrow(asking, facets->str);
    return true;
}

/* Of the act at hand, or of its whole document. */
#define FINDING "EXISTS (SELECT 1 FROM findings WHERE document = doc AND (act IS NULL OR act = nth)"

static void ask_finding(Asking *asking, const char *finding)
{
    static const char *const statuses[] = {"consistent", "contradicted", "unverifiable", NULL};
    g_auto(GStrv) parts = g_strsplit(finding, "=", 2);
    if (!parts[1] && g_strv_contains(statuses, finding)) {
        require(asking, FINDING " AND status = ?)", finding);
        narrow_to(asking, FACET_STATUS, finding);
        return;
    }
    g_autofree char *both = g_strconcat(finding, parts[1] ? "" : "=contradicted", NULL);
    require(asking, FINDING " AND \"check\" || '=' || status = ?)", both);
    narrow_to(asking, FACET_CHECK, both);
}

/* What needs no look into the archive. */
static bool ask_values(Asking *asking, const SearchOptions *options, GError **error)
{
    if (!ask_dates(asking, options, error) ||
        (options->amount && !ask_amount(asking, options->amount, error)))
        return false;
    if (options->outcome) {
        require(asking, "EXISTS (SELECT 1 FROM votes WHERE act = found.id AND outcome = ?)",
                options->outcome);
        narrow_to(asking, FACET_OUTCOME, options->outcome);
    }
    if (options->finding)
        ask_finding(asking, options->finding);
    if (options->number) {
        require(asking, "EXISTS (SELECT 1 FROM acts WHERE acts.id = found.id AND number = ?)",
                options->number);
        narrow_to(asking, FACET_NUMBER, options->number);
    }
    return true;
}

bool asking_filter(Asking *asking, Store *store, const SearchOptions *options, GError **error)
{
    return ask_values(asking, options, error) && ask_names(asking, store, options, error);
}

#include "search.h"

#include "../base/path.h"
#include "../base/value.h"
#include "query.h"
#include "schema.h"
#include "snippet.h"
#include "stem.h"
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The statement under way: conditions on an act's id, whose texts are bound in their order. */
typedef struct Asking {
    GString *where;
    GPtrArray *texts; /* of char *, owned */
    gint64 low, high; /* ids; both included */
} Asking;

static void asking_clear(Asking *asking)
{
    g_string_free(asking->where, true);
    g_ptr_array_unref(asking->texts);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Asking, asking_clear)

static bool refuse(GError **error, const char *option, const char *value, const char *expected)
{
    g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--%s %s: it must be %s", option,
                value, expected);
    return false;
}

/* Adds a condition; `text`, which may be NULL, is taken and bound to its "?". */
static void require(Asking *asking, const char *condition, char *text)
{
    g_string_append_printf(asking->where, " AND %s", condition);
    if (text)
        g_ptr_array_add(asking->texts, text);
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
    if (options->from || options->to)
        asking->low = MAX(asking->low, ACT_ID_DAY); /* undated acts are of no time */
    return true;
}

/* Every word of a name, in any order, in a folded column: "column LIKE ? AND column LIKE ?". */
static char *all_words(Asking *asking, const char *column, const char *name)
{
    g_autofree char *folded = fold_words(name);
    g_auto(GStrv) words = g_strsplit(folded, " ", -1);
    GString *out = g_string_new("1");
    for (size_t i = 0; words[i] && *words[i]; i++) {
        g_string_append_printf(out, " AND %s LIKE ?", column);
        g_ptr_array_add(asking->texts, g_strdup_printf("%%%s%%", words[i]));
    }
    return g_string_free(out, false);
}

static void ask_names(Asking *asking, const SearchOptions *options)
{
    if (options->authority) {
        g_autofree char *siren = g_strdup(options->authority);
        g_strdelimit(siren, " ", '\n');
        g_auto(GStrv) parts = g_strsplit(siren, "\n", -1);
        g_ptr_array_add(asking->texts, g_strjoinv("", parts));
        g_autofree char *words = all_words(asking, "folded", options->authority);
        g_autofree char *condition =
            g_strdup_printf("doc IN (SELECT id FROM documents WHERE authority IN"
                            " (SELECT id FROM authorities WHERE siren = ? OR (%s)))",
                            words);
        require(asking, condition, NULL);
    }
    if (options->body) {
        g_autofree char *words = all_words(asking, "fold(body)", options->body);
        g_autofree char *condition =
            g_strdup_printf("EXISTS (SELECT 1 FROM sessions WHERE"
                            " document = doc AND position = " SESSION " AND %s)",
                            words);
        require(asking, condition, NULL);
    }
    if (options->member) {
        /* From name to name through their index: each is looked at once, however many bear it. */
        static const char names[] =
            "WITH RECURSIVE names(one) AS (SELECT min(folded) FROM members UNION ALL"
            " SELECT (SELECT min(folded) FROM members WHERE folded > one) FROM names"
            " WHERE one IS NOT NULL) SELECT one FROM names";
        g_autofree char *words = all_words(asking, "one", options->member);
        g_autofree char *condition = g_strdup_printf(
            "(doc, " SESSION ") IN (SELECT document, session FROM members WHERE folded IN"
            " (%s WHERE %s))",
            names, words);
        require(asking, condition, NULL);
    }
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

static bool ask_amount(Asking *asking, const char *amount, GError **error)
{
    static const char *const operators[] = {">=", "<=", ">", "<", "="};
    static const char expected[] = "euros as '>23000', '<=500,50' or '1000..2000'";
    g_autofree char *condition = NULL;
    const char *range = strstr(amount, "..");
    gint64 low, high;

    if (range) {
        g_autofree char *first = g_strndup(amount, (gsize)(range - amount));
        if (!read_cents(first, &low) || !read_cents(range + 2, &high))
            return refuse(error, "amount", amount, expected);
        condition =
            g_strdup_printf("BETWEEN %" G_GINT64_FORMAT " AND %" G_GINT64_FORMAT, low, high);
    } else {
        const char *operator= "=", *number = amount;
        for (size_t i = 0; i < G_N_ELEMENTS(operators); i++) {
            if (g_str_has_prefix(amount, operators[i])) {
                operator= operators[i];
                number += strlen(operator);
                break;
            }
        }
        if (!read_cents(number, &low))
            return refuse(error, "amount", amount, expected);
        condition = g_strdup_printf("%s %" G_GINT64_FORMAT, operator, low);
    }
    g_autofree char *whole =
        g_strdup_printf("EXISTS (SELECT 1 FROM amounts WHERE act = id AND cents %s)", condition);
    require(asking, whole, NULL);
    return true;
}

static void ask_finding(Asking *asking, const char *finding)
{
    static const char *const statuses[] = {"consistent", "contradicted", "unverifiable", NULL};
    g_auto(GStrv) parts = g_strsplit(finding, "=", 2);
    bool status_only = !parts[1] && g_strv_contains(statuses, finding);
    g_autofree char *condition =
        g_strdup_printf("EXISTS (SELECT 1 FROM findings WHERE document = doc AND (act IS NULL OR "
                        "act = nth) AND status = ?%s)",
                        status_only ? "" : " AND \"check\" = ?");
    require(asking, condition,
            g_strdup(status_only ? finding
                     : parts[1]  ? parts[1]
                                 : "contradicted"));
    if (!status_only)
        g_ptr_array_add(asking->texts, g_strdup(parts[0]));
}

static bool ask_all(Asking *asking, const SearchOptions *options, GError **error)
{
    if (!ask_dates(asking, options, error))
        return false;
    ask_names(asking, options);
    if (options->amount && !ask_amount(asking, options->amount, error))
        return false;
    if (options->outcome)
        require(asking, "EXISTS (SELECT 1 FROM votes WHERE act = id AND outcome = ?)",
                g_strdup(options->outcome));
    if (options->finding)
        ask_finding(asking, options->finding);
    if (options->number)
        require(asking, "id IN (SELECT id FROM acts WHERE number = ?)", g_strdup(options->number));
    return true;
}

/* ---- Answers --------------------------------------------------------------------------------- */

/* First the ids in their order, then, for those alone, all that is shown: a ranked search sorts
 * every match, and must not carry texts along. */
static char *statement_of(const Asking *asking, const SearchOptions *options, const Query *query)
{
    static const char shown[] =
        "SELECT substr(d.sha256, 1, 12) || CASE WHEN t.id % 10000 > 0 THEN '/' || (t.id % 10000)"
        " ELSE '' END, a.reference, a.number, a.subject, au.name, au.siren, s.body, s.date,"
        " v.outcome, d.kind, (SELECT min(path) FROM files WHERE document = d.id), t.words, t.page,"
        " -h.score FROM hits h JOIN texts t ON t.id = h.id JOIN documents d ON d.id = t.document"
        " LEFT JOIN acts a ON a.id = t.id LEFT JOIN votes v ON v.act = t.id"
        " LEFT JOIN sessions s ON s.document = d.id AND s.position = coalesce(a.session, 0)"
        " LEFT JOIN authorities au ON au.id = "
        "d.authority";
    bool ranked = query->match && !options->newest;
    GString *sql = g_string_new("WITH hits AS MATERIALIZED (SELECT id, score FROM (");
    if (query->match)
        g_string_append_printf(
            sql,
            "SELECT rowid AS id, rowid / 10000 %% 10000000 AS doc, rowid %% 10000 AS nth,"
            " %s AS score FROM search"
            " WHERE search MATCH ? AND rowid",
            ranked ? "bm25(search, 5.0, 1.0, 0.8)" : "0.0");
    else
        g_string_append(sql,
                        "SELECT id, document AS doc, id % 10000 AS nth, 0.0 AS score FROM texts"
                        " WHERE id");
    g_string_append_printf(sql, " BETWEEN %" G_GINT64_FORMAT " AND %" G_GINT64_FORMAT ") found",
                           asking->low, asking->high);
    g_string_append_printf(sql, " WHERE 1%s", asking->where->str);
    g_string_append_printf(sql, " ORDER BY %s LIMIT %ld) %s ORDER BY %s",
                           ranked ? "score, id DESC" : "id DESC", options->limit, shown,
                           ranked ? "h.score, h.id DESC" : "h.id DESC");
    return g_string_free(sql, false);
}

static bool show_hit(Rows *rows, Stemmer *stemmer, const Query *query, SearchTake take,
                     gpointer data)
{
    SearchHit hit = {
        .id = rows_text(rows, 0),
        .reference = rows_text(rows, 1),
        .number = rows_text(rows, 2),
        .subject = rows_text(rows, 3),
        .authority = rows_text(rows, 4),
        .siren = rows_text(rows, 5),
        .body = rows_text(rows, 6),
        .date = rows_text(rows, 7),
        .outcome = rows_text(rows, 8),
        .kind = rows_text(rows, 9),
        .path = rows_text(rows, 10),
        .page = (int)rows_integer(rows, 12),
        .score = rows_real(rows, 13),
    };
    const char *words = rows_text(rows, 11);
    g_autofree char *snippet = snippet_make(stemmer, query, words ? words : "", &hit.page);
    hit.snippet = snippet;
    return take(&hit, data);
}

bool archive_search(const char *archive, const SearchOptions *options, SearchTake take,
                    gpointer data, GError **error)
{
    g_autoptr(Stemmer) stemmer = stemmer_new();
    g_autoptr(Query) query = query_parse(stemmer, options->words, error);
    g_auto(Asking)
        asking = {.where = g_string_new(NULL), .texts = g_ptr_array_new_with_free_func(g_free)};
    if (!query || !ask_all(&asking, options, error))
        return false;
    g_autoptr(Store) store = store_open(archive, error);
    if (!store)
        return false;
    GError *failed = NULL;
    g_autofree char *sql = statement_of(&asking, options, query);
    Rows *rows = store_rows(store, sql);
    int at = 1;
    if (query->match)
        rows_set_text(rows, at++, query->match);
    for (guint i = 0; i < asking.texts->len; i++)
        rows_set_text(rows, at++, asking.texts->pdata[i]);
    while (rows_next(rows, &failed))
        if (!show_hit(rows, stemmer, query, take, data))
            break;
    if (failed)
        g_propagate_error(error, failed);
    return !failed;
}

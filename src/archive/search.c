#include "search.h"

#include "asking.h"
#include "query.h"
#include "snippet.h"
#include "stem.h"
#include "store.h"

enum {
    BEGINNING_MAX = 64, /* words with one beginning that are looked up one by one */
    SAMPLE_MAX = 20000, /* the oldest acts, which tell how frequent a frequent word is */
};

/* What SQLite may take: only the acts of many words with one beginning come near. */
#define MEMORY "PRAGMA hard_heap_limit = 268435456"

/* First the ids in their order, then, for those alone, all that is shown: a ranked search sorts
 * every match, and must not carry texts along. FTS5 and `texts` give ids newest first by
 * themselves, and stop when there are enough. */
static char *statement_of(const Asking *asking, long limit, long ranked)
{
    static const char shown[] =
        "SELECT substr(d.sha256, 1, 12) || CASE WHEN t.id % 10000 > 0 THEN '/' || (t.id % 10000)"
        " ELSE '' END, a.reference, a.number, a.subject, au.name, au.siren, s.body, s.date,"
        " v.outcome, d.kind, (SELECT min(path) FROM files WHERE document = d.id), t.words, t.page,"
        " -h.score, (SELECT count(*) FROM candidates)"
        " FROM hits h JOIN texts t ON t.id = h.id JOIN documents d ON d.id = t.document"
        " LEFT JOIN acts a ON a.id = t.id LEFT JOIN votes v ON v.act = t.id"
        " LEFT JOIN sessions s ON s.document = d.id AND s.position = coalesce(a.session, 0)"
        " LEFT JOIN authorities au ON au.id = d.authority ORDER BY h.score, h.id DESC";
    GString *sql = g_string_new("WITH candidates AS MATERIALIZED (SELECT id, score FROM (");
    if (asking->match->len > 0)
        g_string_append_printf(
            sql,
            "SELECT rowid AS id, rowid / 10000 %% 10000000 AS doc, rowid %% 10000 AS nth,"
            " %s AS score FROM search WHERE search MATCH ? AND rowid",
            ranked ? "relevance(search, ?, ?, ?, 5.0, 1.0, 0.8)" : "0.0");
    else
        g_string_append(sql,
                        "SELECT id, document AS doc, id % 10000 AS nth, 0.0 AS score FROM texts"
                        " WHERE id");
    g_string_append_printf(sql, " BETWEEN %" G_GINT64_FORMAT " AND %" G_GINT64_FORMAT ") found",
                           asking->low, asking->high);
    g_string_append_printf(sql, " WHERE 1%s ORDER BY id DESC LIMIT %ld)", asking->where->str,
                           ranked ? ranked : limit);
    g_string_append_printf(sql,
                           ", hits AS MATERIALIZED (SELECT * FROM candidates"
                           " ORDER BY score, id DESC LIMIT %ld) %s",
                           limit, shown);
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

/* The words of the index that begin so; NULL when there are more than BEGINNING_MAX. From word to
 * word: fts5vocab would go through all acts of each to get to the next. */
static char **words_beginning(const char *beginning, gpointer data)
{
    Store *store = data;
    g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *from = g_strdup(beginning);
    if (!store_run(store,
                   "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary"
                   " USING fts5vocab(main, search, instance)",
                   NULL))
        return NULL;
    while (words->len <= BEGINNING_MAX) {
        Rows *rows = store_rows(store, "SELECT term FROM temp.vocabulary WHERE term >= ?1 LIMIT 1");
        rows_set_text(rows, 1, from);
        const char *word = rows_next(rows, NULL) ? rows_text(rows, 0) : NULL;
        bool begins_so = word && g_str_has_prefix(word, beginning);
        if (begins_so) {
            g_ptr_array_add(words, g_strdup(word));
            g_free(from);
            from = g_strconcat(word, "\1", NULL); /* before any longer word */
        }
        rows_done(rows);
        if (!begins_so) {
            g_ptr_array_add(words, NULL);
            return (char **)g_ptr_array_steal(words, NULL);
        }
    }
    return NULL;
}

/* The id below which the oldest acts lie; false and *error. */
static bool find_sample(Store *store, gint64 *out, GError **error)
{
    static const char sql[] = "SELECT max(id) FROM (SELECT id FROM search_docsize ORDER BY id"
                              " LIMIT ?1)";
    GError *failed = NULL;
    Rows *rows = store_rows(store, sql);
    rows_set_integer(rows, 1, SAMPLE_MAX);
    *out = rows_next(rows, &failed) ? rows_integer(rows, 0) : 0;
    rows_done(rows);
    if (failed)
        g_propagate_error(error, failed);
    return !failed;
}

static bool answer(Store *store, Stemmer *stemmer, const Asking *asking, const Query *query,
                   const SearchOptions *options, SearchTake take, gpointer data, long *bound,
                   GError **error)
{
    long most = options->ranked ? options->ranked : RANKED_MAX;
    long ranked = query->match && !options->newest ? MAX(options->limit, most) : 0;
    GError *failed = NULL;
    gint64 sample = 0;
    if (ranked && !find_sample(store, &sample, error))
        return false;
    g_autofree char *sql = statement_of(asking, options->limit, ranked);
    Rows *rows = store_rows(store, sql);
    int at = 1;
    if (ranked) {
        rows_set_integer(rows, at++, query->phrases);
        rows_set_integer(rows, at++, sample);
        rows_set_integer(rows, at++, SAMPLE_MAX);
    }
    if (asking->match->len > 0)
        rows_set_text(rows, at++, asking->match->str);
    for (guint i = 0; i < asking->texts->len; i++)
        rows_set_text(rows, at++, asking->texts->pdata[i]);
    while (rows_next(rows, &failed)) {
        if (ranked && rows_integer(rows, 14) == ranked)
            *bound = ranked;
        if (!show_hit(rows, stemmer, query, take, data))
            break;
    }
    if (failed && store_lacks_memory(store)) {
        g_clear_error(&failed);
        g_set_error_literal(&failed, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                            "too many words begin as one of the query does: write more of it");
    }
    if (failed)
        g_propagate_error(error, failed);
    return !failed;
}

bool archive_search(const char *archive, const SearchOptions *options, SearchTake take,
                    gpointer data, long *bound, GError **error)
{
    g_autoptr(Stemmer) stemmer = stemmer_new();
    *bound = 0;
    g_autoptr(Store) store = store_open(archive, error);
    if (!store || !store_run(store, MEMORY, error))
        return false;
    g_autoptr(Query) query = query_parse(stemmer, options->words, words_beginning, store, error);
    if (!query)
        return false;
    g_auto(Asking) asking;
    asking_init(&asking, query->match);
    if (!asking_filter(&asking, store, options, error))
        return false;
    return asking.nothing ||
           answer(store, stemmer, &asking, query, options, take, data, bound, error);
}

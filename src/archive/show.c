#include "show.h"

#include "../base/error.h"
#include "../base/path.h"
#include "store.h"

#include <string.h>

/* The start of a sum in an id, or NULL when it is none. The caller frees. */
static char *sum_of(const char *id)
{
    size_t length = strspn(id, "0123456789abcdef");
    bool sum = length >= 6 && length <= 64 && (!id[length] || id[length] == '/');
    return sum && strspn(id + length, "/0123456789") == strlen(id + length) ? g_strndup(id, length)
                                                                            : NULL;
}

/* Says why there is no record to show: the archive may know the file, and have none of it. */
static void refuse(Store *store, const char *id, const char *escaped, GError **error)
{
    Rows *rows = store_rows(store, "SELECT outcome, diagnosis FROM files WHERE path IN (?1, ?2)");
    rows_set_text(rows, 1, escaped);
    rows_set_text(rows, 2, id);
    const char *outcome = rows_next(rows, NULL) ? rows_text(rows, 0) : NULL;
    const char *why = outcome ? rows_text(rows, 1) : NULL;
    if (outcome)
        g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_INPUT,
                    "%s: no record, for it was not read: %s", id, why ? why : outcome);
    else
        g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_INPUT,
                    "%s: the archive holds no such document", id);
    rows_done(rows);
}

char *archive_show(const char *archive, const char *id, GError **error)
{
    static const char sql[] =
        "SELECT json_set(record, '$.source.path',"
        " (SELECT min(path) FROM files WHERE document = d.id)) FROM documents d WHERE id IN ("
        " SELECT id FROM documents WHERE sha256 BETWEEN ?1 AND ?1 || 'g'"
        " UNION SELECT document FROM acts WHERE reference = ?2"
        " UNION SELECT document FROM acts WHERE transmission = ?2"
        " UNION SELECT document FROM files WHERE path IN (?3, ?4)) LIMIT 2";
    g_autoptr(Store) store = store_open(archive, error);
    g_autofree char *sum = sum_of(id);
    g_autofree char *path = g_canonicalize_filename(id, NULL);
    g_autofree char *escaped = path_escape(path);
    g_autofree char *record = NULL;
    GError *failed = NULL;
    if (!store)
        return NULL;
    Rows *rows = store_rows(store, sql);
    rows_set_text(rows, 1, sum);
    rows_set_text(rows, 2, id);
    rows_set_text(rows, 3, escaped);
    rows_set_text(rows, 4, id); /* as search prints it: escaped already */
    if (rows_next(rows, &failed))
        record = g_strdup(rows_text(rows, 0));
    bool several = !failed && record && rows_next(rows, &failed);
    if (failed) {
        g_propagate_error(error, failed);
        return NULL;
    }
    if (several) {
        g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_INPUT,
                    "%s: more than one document is called so", id);
        return NULL;
    }
    if (!record) {
        refuse(store, id, escaped, error);
        return NULL;
    }
    return g_steal_pointer(&record);
}

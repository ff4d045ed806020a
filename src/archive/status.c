#include "status.h"

#include "store.h"

/* group, name, number; the largest of each group first. */
#define NUMBERS                                                                                    \
    "SELECT 1 AS rank, 'files' AS grp, outcome AS name, count(*) AS number FROM files"             \
    " GROUP BY name UNION ALL"                                                                     \
    " SELECT 2, 'documents', coalesce(kind, 'none') AS name, count(*) FROM documents"              \
    " GROUP BY name UNION ALL"                                                                     \
    " SELECT 3, 'extractors', extractor AS name, count(*) FROM documents GROUP BY name UNION ALL"  \
    " SELECT 4, 'acts', coalesce(outcome, 'none') AS name, count(*) FROM votes GROUP BY name"      \
    " UNION ALL SELECT 5, 'findings', status AS name, count(*) FROM findings GROUP BY name"        \
    " ORDER BY rank, number DESC, name"

bool archive_status(const char *archive, StatusNumber number, gpointer data, GError **error)
{
    GError *failed = NULL;
    g_autoptr(Store) store = store_open(archive, error);
    if (!store)
        return false;
    Rows *rows = store_rows(store, NUMBERS);
    while (rows_next(rows, &failed))
        if (!number(rows_text(rows, 1), rows_text(rows, 2), rows_integer(rows, 3), data))
            break;
    if (failed)
        g_propagate_error(error, failed);
    return !failed;
}

char *archive_status_json(const char *archive, GError **error)
{
    g_autoptr(Store) store = store_open(archive, error);
    if (!store)
        return NULL;
    Rows *rows = store_rows(store, "SELECT json_group_object(grp, json(numbers)) FROM"
                                   " (SELECT grp, json_group_object(name, number) AS numbers"
                                   "  FROM (" NUMBERS ") GROUP BY rank)");
    return rows_next(rows, error) ? g_strdup(rows_text(rows, 0)) : NULL;
}

bool archive_unread(const char *archive, StatusUnread unread, gpointer data, GError **error)
{
    GError *failed = NULL;
    g_autoptr(Store) store = store_open(archive, error);
    if (!store)
        return false;
    Rows *rows = store_rows(store, "SELECT path, outcome, diagnosis FROM files"
                                   " WHERE outcome NOT IN ('ok', 'ok_partial') ORDER BY path");
    while (rows_next(rows, &failed))
        if (!unread(rows_text(rows, 0), rows_text(rows, 1), rows_text(rows, 2), data))
            break;
    if (failed)
        g_propagate_error(error, failed);
    return !failed;
}

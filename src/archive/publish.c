#include "publish.h"

#include "../base/error.h"
#include "../base/path.h"
#include "../base/value.h"
#include "cut.h"
#include "schema.h"
#include "texts.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* The first row's first column; false when there is none, or with *error. */
static bool find_number(Rows *rows, gint64 *out, GError **error)
{
    bool found = rows_next(rows, error);
    if (found)
        *out = rows_integer(rows, 0);
    rows_done(rows);
    return found;
}

static gint64 nanoseconds(struct timespec time)
{
    return (gint64)time.tv_sec * G_GINT64_CONSTANT(1000000000) + time.tv_nsec;
}

bool publish_prepare(Store *store, GError **error)
{
    return store_run(store, "CREATE TEMP TABLE fresh (id INTEGER PRIMARY KEY)", error);
}

/* ---- Files ----------------------------------------------------------------------------------- */

bool publish_find_file(Store *store, const char *path, const struct stat *status,
                       const char *extractor, KnownFile *known, GError **error)
{
    Rows *rows = store_rows(
        store, "SELECT f.document, f.outcome, d.extractor IS ?2, f.bytes, f.modified, f.changed,"
               " f.inode FROM files f LEFT JOIN documents d ON d.id = f.document WHERE path = ?1");
    rows_set_text(rows, 1, path);
    rows_set_text(rows, 2, extractor);
    bool found = rows_next(rows, error);
    *known = (KnownFile){0};
    if (found) {
        const char *outcome = rows_text(rows, 1);
        known->document = rows_integer(rows, 0);
        found = outcome && outcome_parse(outcome, &known->outcome);
        known->current = rows_integer(rows, 2) != 0;
        known->unchanged = status && rows_integer(rows, 3) == status->st_size &&
                           rows_integer(rows, 4) == nanoseconds(status->st_mtim) &&
                           rows_integer(rows, 5) == nanoseconds(status->st_ctim) &&
                           rows_integer(rows, 6) == (gint64)status->st_ino;
    }
    rows_done(rows);
    return found;
}

bool publish_has_size(Store *store, gint64 bytes, GError **error)
{
    gint64 one;
    Rows *rows = store_rows(store, "SELECT 1 FROM documents WHERE bytes = ?1 LIMIT 1");
    rows_set_integer(rows, 1, bytes);
    return find_number(rows, &one, error);
}

bool publish_find_content(Store *store, const char *sha256, const char *extractor, KnownFile *known,
                          GError **error)
{
    Rows *rows =
        store_rows(store, "SELECT id, outcome, extractor IS ?2 FROM documents WHERE sha256 = ?1");
    rows_set_text(rows, 1, sha256);
    rows_set_text(rows, 2, extractor);
    bool found = rows_next(rows, error);
    *known = (KnownFile){.unchanged = true};
    if (found) {
        known->document = rows_integer(rows, 0);
        found = outcome_parse(rows_text(rows, 1), &known->outcome);
        known->current = rows_integer(rows, 2) != 0;
    }
    rows_done(rows);
    return found;
}

/* Takes a document out with everything that hangs on it. */
static bool remove_document(Store *store, gint64 document, GError **error)
{
    Rows *rows = store_rows(store, "DELETE FROM documents WHERE id = ?1");
    rows_set_integer(rows, 1, document);
    /* Its texts may still wait to be indexed: out of the index goes only what is in it. */
    return publish_index(store, error) && rows_run(rows, error);
}

static bool remove_if_unheld(Store *store, gint64 document, GError **error)
{
    GError *failed = NULL;
    gint64 one;
    Rows *rows = store_rows(store, "SELECT 1 FROM files WHERE document = ?1 LIMIT 1");
    rows_set_integer(rows, 1, document);
    bool held = find_number(rows, &one, &failed);
    if (failed) {
        g_propagate_error(error, failed);
        return false;
    }
    return held || remove_document(store, document, error);
}

/* Other files of the same content that are no longer there: this one is where they moved. */
static bool forget_moved(Store *store, const char *path, gint64 document, GError **error)
{
    g_autoptr(GPtrArray) gone = g_ptr_array_new_with_free_func(g_free);
    GError *failed = NULL;
    Rows *rows = store_rows(store, "SELECT path FROM files WHERE document = ?1 AND path <> ?2");
    rows_set_integer(rows, 1, document);
    rows_set_text(rows, 2, path);
    while (rows_next(rows, &failed)) {
        struct stat status;
        g_autofree char *bytes = path_unescape(rows_text(rows, 0));
        if (lstat(bytes, &status) < 0 && (errno == ENOENT || errno == ENOTDIR))
            g_ptr_array_add(gone, g_strdup(rows_text(rows, 0)));
    }
    if (failed) {
        g_propagate_error(error, failed);
        return false;
    }
    for (guint i = 0; i < gone->len; i++) {
        rows = store_rows(store, "DELETE FROM files WHERE path = ?1");
        rows_set_text(rows, 1, gone->pdata[i]);
        if (!rows_run(rows, error))
            return false;
    }
    return true;
}

bool publish_file(Store *store, const char *path, const struct stat *status, gint64 document,
                  const char *outcome, const char *diagnosis, GError **error)
{
    GError *failed = NULL;
    gint64 before = 0;
    Rows *rows = store_rows(store, "SELECT coalesce(document, 0) FROM files WHERE path = ?1");
    rows_set_text(rows, 1, path);
    bool known = find_number(rows, &before, &failed);
    if (failed) {
        g_propagate_error(error, failed);
        return false;
    }
    rows = store_rows(store, "INSERT OR REPLACE INTO files VALUES (?1,?2,?3,?4,?5,?6,?7,?8)");
    rows_set_text(rows, 1, path);
    if (document || before)
        rows_set_integer(rows, 2, document ? document : before);
    rows_set_text(rows, 3, outcome);
    rows_set_text(rows, 4, diagnosis);
    if (status) {
        rows_set_integer(rows, 5, status->st_size);
        rows_set_integer(rows, 6, nanoseconds(status->st_mtim));
        rows_set_integer(rows, 7, nanoseconds(status->st_ctim));
        rows_set_integer(rows, 8, (gint64)status->st_ino);
    }
    if (!rows_run(rows, error))
        return false;
    if (document != 0 && before != 0 && before != document)
        return remove_if_unheld(store, before, error);
    return known || document == 0 || forget_moved(store, path, document, error);
}

/* ---- Contents -------------------------------------------------------------------------------- */

/* The id of an authority as printed, made when it is new; 0 for none. */
static bool find_authority(Store *store, const char *record, gint64 *out, GError **error)
{
    static const char insert[] =
        "INSERT OR IGNORE INTO authorities(name, siren, folded)"
        " SELECT n, s, coalesce(fold(n), '') FROM"
        " (SELECT ?1 ->> '$.authority.name' AS n, ?1 ->> '$.authority.siren' AS s)"
        " WHERE n IS NOT NULL OR s IS NOT NULL";
    static const char find[] =
        "SELECT id FROM authorities WHERE coalesce(name, '') = coalesce(?1 ->> '$.authority.name', "
        "'')"
        " AND coalesce(siren, '') = coalesce(?1 ->> '$.authority.siren', '')";
    GError *failed = NULL;
    Rows *rows = store_rows(store, insert);
    rows_set_text(rows, 1, record);
    *out = 0;
    if (!rows_run(rows, error))
        return false;
    rows = store_rows(store, find);
    rows_set_text(rows, 1, record);
    find_number(rows, out, &failed);
    if (failed)
        g_propagate_error(error, failed);
    return !failed;
}

static bool insert_document(Store *store, const Content *content, const char *record,
                            const char *values, gint64 authority, gint64 id, GError **error)
{
    Rows *rows = store_rows(
        store, "INSERT INTO documents SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?9 ->> '$.source.pages',"
               " ?9 ->> '$.source.text', ?9 ->> '$.kind', ?7, ?9 ->> '$.authority.type',"
               " ?9 ->> '$.authority.insee', ?9 ->> '$.authority.department', ?8");
    if (id)
        rows_set_integer(rows, 1, id);
    rows_set_text(rows, 2, content->sha256);
    rows_set_integer(rows, 3, content->bytes);
    rows_set_text(rows, 4, outcome_name(content->outcome));
    rows_set_text(rows, 5, content->diagnosis);
    rows_set_text(rows, 6, content->extractor);
    if (authority)
        rows_set_integer(rows, 7, authority);
    rows_set_text(rows, 8, record);
    rows_set_text(rows, 9, values);
    return rows_run(rows, error);
}

/* Parts of a record as the statements of schema.h want them; the caller frees. */
static void cut_parts(const char *record, char *parts[SCHEMA_PART_COUNT])
{
    g_autofree char *session = cut_member(record, "session");
    g_autofree char *others = cut_member(record, "other_sessions");
    bool more = others[0] == '[' && others[1] != ']';
    parts[SCHEMA_SESSIONS] =
        g_strconcat("[", session, more ? "," : "]", more ? others + 1 : NULL, NULL);
    parts[SCHEMA_ACTS] = cut_member(record, "acts");
    parts[SCHEMA_FINDINGS] = cut_member(record, "findings");
}

static bool import_record(Store *store, const char *record, gint64 document, GError **error)
{
    char *parts[SCHEMA_PART_COUNT];
    bool good = true;
    cut_parts(record, parts);
    for (const SchemaImport *import = schema_imports; good && import->sql; import++) {
        Rows *rows = store_rows(store, import->sql);
        rows_set_text(rows, 1, parts[import->part]);
        rows_set_integer(rows, 2, document);
        good = rows_run(rows, error);
    }
    for (size_t i = 0; i < SCHEMA_PART_COUNT; i++)
        g_free(parts[i]);
    return good;
}

static bool insert_text(Store *store, Stemmer *stemmer, const ActText *text, gint64 document,
                        GError **error)
{
    g_autofree char *stems = stem_words(stemmer, text->words->str);
    Rows *rows = store_rows(store, schema_text_import);
    rows_set_integer(rows, 1, text->act);
    rows_set_integer(rows, 2, document);
    rows_set_integer(rows, 3, text->page);
    rows_set_text(rows, 4, text->words->str);
    rows_set_text(rows, 5, stems);
    return rows_run(rows, error) &&
           rows_run(store_rows(store, "INSERT INTO temp.fresh VALUES (last_insert_rowid())"),
                    error);
}

static bool count_acts(Store *store, gint64 document, gint64 *acts, GError **error)
{
    Rows *rows = store_rows(store, "SELECT count(*) FROM acts WHERE document = ?1");
    rows_set_integer(rows, 1, document);
    return find_number(rows, acts, error);
}

static bool insert_texts(Store *store, Stemmer *stemmer, const char *json, gint64 document,
                         GError **error)
{
    gint64 acts = 0;
    g_autofree char *stages = cut_member(json, "stages");
    if (!count_acts(store, document, &acts, error))
        return false;
    g_autoptr(GPtrArray) texts = texts_of_record(store, stages, acts, error);
    for (guint i = 0; texts && i < texts->len; i++)
        if (!insert_text(store, stemmer, texts->pdata[i], document, error))
            return false;
    return texts != NULL;
}

bool publish_content(Store *store, Stemmer *stemmer, const Content *content, gint64 *document,
                     GError **error)
{
    GError *failed = NULL;
    KnownFile known;
    gint64 authority = 0;
    /* Kept without the stages, and without the path, which belongs to files. */
    g_autofree char *whole = cut_without(content->json, "stages");
    g_autofree char *record = cut_nulled(whole, "source", "path");
    g_autofree char *values = cut_without(record, "evidence");
    /* An older reading goes, its number stays: the files that hold it point there. */
    bool again = publish_find_content(store, content->sha256, content->extractor, &known, &failed);
    if (failed) {
        g_propagate_error(error, failed);
        return false;
    }
    if (again && !remove_document(store, known.document, error))
        return false;
    if (!find_authority(store, values, &authority, error) ||
        !insert_document(store, content, record, values, authority, again ? known.document : 0,
                         error))
        return false;
    *document = store_last_id(store);
    if (*document > DOCUMENT_ID_MAX) {
        g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_OUTPUT,
                    "an archive holds at most %d documents", DOCUMENT_ID_MAX);
        return false;
    }
    if (again) {
        Rows *rows = store_rows(store, "UPDATE files SET outcome = ?2, diagnosis = ?3"
                                       " WHERE document = ?1");
        rows_set_integer(rows, 1, *document);
        rows_set_text(rows, 2, outcome_name(content->outcome));
        rows_set_text(rows, 3, content->diagnosis);
        if (!rows_run(rows, error))
            return false;
    }
    return !outcome_is_read(content->outcome) ||
           (import_record(store, values, *document, error) &&
            insert_texts(store, stemmer, content->json, *document, error));
}

bool publish_index(Store *store, GError **error)
{
    return rows_run(store_rows(store, "INSERT INTO search(rowid, subject, words, stems)"
                                      " SELECT id, subject, words, stems FROM texts"
                                      " WHERE id IN (SELECT id FROM temp.fresh) ORDER BY id"),
                    error) &&
           rows_run(store_rows(store, "DELETE FROM temp.fresh"), error);
}

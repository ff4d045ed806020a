#include "publish.h"

#include "../base/error.h"
#include "../base/path.h"
#include "../base/value.h"
#include "facets.h"
#include "fill.h"
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

/* ---- Authorities ------------------------------------------------------------------------------
 */

/* The id of an authority as printed, made when it is new; 0 for none. */
static bool find_authority(Store *store, const Node *authority, gint64 *out, GError **error)
{
    static const char insert[] =
        "INSERT OR IGNORE INTO authorities(name, siren, folded) VALUES (?1, ?2, coalesce(?3, ''))";
    static const char find[] = "SELECT id FROM authorities WHERE coalesce(name, '') = ?1"
                               " AND coalesce(siren, '') = ?2";
    const char *name = node_text(node_member(authority, "name"));
    const char *siren = node_text(node_member(authority, "siren"));
    GError *failed = NULL;
    *out = 0;
    if (!name && !siren)
        return true;
    for (bool made = false; *out == 0 && !failed; made = true) {
        Rows *rows = store_rows(store, find);
        rows_set_text(rows, 1, name ? name : "");
        rows_set_text(rows, 2, siren ? siren : "");
        if (find_number(rows, out, &failed) || failed || made)
            break;
        g_autofree char *folded = name ? fold_words(name) : NULL;
        rows = store_rows(store, insert);
        rows_set_text(rows, 1, name);
        rows_set_text(rows, 2, siren);
        rows_set_text(rows, 3, folded);
        rows_run(rows, &failed);
    }
    if (failed)
        g_propagate_error(error, failed);
    return !failed;
}

/* ---- The record that is kept ----------------------------------------------------------------- */

/* The members of an object but one, each as it stands. */
static void append_members(GString *out, const Tree *tree, const char *json, const Node *object,
                           const Node *but)
{
    for (guint32 i = 0; i < object->count; i++) {
        const Node *member = &object->nodes[i];
        if (member == but)
            continue;
        guint32 from = tree_member_from(tree, member);
        g_string_append_len(out, json + from, member->end - from);
        g_string_append_c(out, ',');
    }
}

/* The record without the stages, and without the path, which belongs to files. */
static GString *kept_record(const Tree *tree, const char *json)
{
    const Node *root = tree_root(tree), *source = node_member(root, "source");
    GString *out = g_string_sized_new(root->end);
    g_string_append_c(out, '{');
    for (guint32 i = 0; i < root->count; i++) {
        const Node *member = &root->nodes[i];
        guint32 from = tree_member_from(tree, member);
        if (strcmp(member->key, "stages") == 0)
            continue;
        if (member == source) {
            g_string_append(out, "\"source\":{\"path\":null,");
            append_members(out, tree, json, source, node_member(source, "path"));
            out->str[out->len - 1] = '}';
        } else {
            g_string_append_len(out, json + from, member->end - from);
        }
        g_string_append_c(out, ',');
    }
    out->str[out->len - 1] = '}';
    return out;
}

static bool insert_document(Store *store, const Content *content, const Tree *tree,
                            gint64 authority, gint64 id, GError **error)
{
    static const char *const paths[] = {
        "source/pages",    "source/text",         "kind", NULL, "authority/type",
        "authority/insee", "authority/department"};
    g_autoptr(GString) record = kept_record(tree, content->json);
    Rows *rows = store_rows(
        store, "INSERT INTO documents(id, sha256, bytes, outcome, diagnosis, extractor,"
               " pages, text, kind, authority, authority_type, insee, department, record)"
               " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    if (id)
        rows_set_integer(rows, 1, id);
    rows_set_text(rows, 2, content->sha256);
    rows_set_integer(rows, 3, content->bytes);
    rows_set_text(rows, 4, outcome_name(content->outcome));
    rows_set_text(rows, 5, content->diagnosis);
    rows_set_text(rows, 6, content->extractor);
    for (size_t i = 0; i < G_N_ELEMENTS(paths); i++)
        if (paths[i])
            fill_node(rows, 7 + (int)i, node_at(tree_root(tree), paths[i]));
    if (authority)
        rows_set_integer(rows, 10, authority);
    rows_set_slice(rows, 14, record->str, record->len);
    return rows_run(rows, error);
}

/* ---- Texts ----------------------------------------------------------------------------------- */

static bool insert_text(Store *store, Stemmer *stemmer, const ActText *text, gint64 id,
                        gint64 document, const char *subject, const char *facets, GError **error)
{
    g_autofree char *stems = stem_words(stemmer, text->words->str);
    Rows *rows =
        store_rows(store, "INSERT INTO texts(id, document, page, subject, words, stems, facets)"
                          " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    rows_set_integer(rows, 1, id);
    rows_set_integer(rows, 2, document);
    rows_set_integer(rows, 3, text->page);
    rows_set_text(rows, 4, subject);
    rows_set_text(rows, 5, text->words->str);
    rows_set_text(rows, 6, stems);
    rows_set_text(rows, 7, facets);
    if (!rows_run(rows, error))
        return false;
    rows = store_rows(store, "INSERT INTO temp.fresh VALUES (?1)");
    rows_set_integer(rows, 1, id);
    return rows_run(rows, error);
}

static bool insert_texts(Store *store, Stemmer *stemmer, const Node *record, const Filled *filled,
                         gint64 document, gint64 authority, GError **error)
{
    const Node *acts = node_member(record, "acts");
    g_autoptr(GPtrArray) texts = texts_of_record(node_at(record, "stages/words"), filled->count);
    g_autofree char *of_sitting = NULL;
    gint64 sitting = 0;
    for (guint i = 0; i < texts->len; i++) {
        const ActText *text = texts->pdata[i];
        bool of_act = text->act > 0;
        const Node *act = of_act ? node_element(acts, (size_t)text->act - 1) : NULL;
        if (!of_sitting || fill_session_of(act) != sitting) {
            sitting = fill_session_of(act);
            g_free(of_sitting);
            of_sitting = facets_of_sitting(record, sitting, authority);
        }
        g_autofree char *facets = facets_of_act(record, (guint)text->act, of_sitting);
        if (!insert_text(store, stemmer, text, of_act ? filled->acts[text->act - 1] : filled->rest,
                         document, node_text(node_member(act, "subject")), facets, error))
            return false;
    }
    return true;
}

/* In one statement: one a name, or a trigger, costs more than twice as much. */
static bool note_names(Store *store, gint64 document, GError **error)
{
    Rows *rows = store_rows(store, "INSERT OR IGNORE INTO names"
                                   " SELECT 'member', folded FROM members WHERE document = ?1"
                                   " UNION ALL SELECT 'body', folded FROM sessions"
                                   " WHERE document = ?1 AND folded IS NOT NULL");
    rows_set_integer(rows, 1, document);
    return rows_run(rows, error);
}

static bool fill_content(Store *store, Stemmer *stemmer, const Content *content, const Tree *tree,
                         gint64 document, gint64 authority, GError **error)
{
    g_auto(Filled) filled = {0};
    return fill_record(store, tree, content->json, document, &filled, error) &&
           note_names(store, document, error) &&
           insert_texts(store, stemmer, tree_root(tree), &filled, document, authority, error);
}

/* ---- Contents -------------------------------------------------------------------------------- */

bool publish_content(Store *store, Stemmer *stemmer, const Content *content, gint64 *document,
                     GError **error)
{
    GError *failed = NULL;
    KnownFile known;
    gint64 authority = 0;
    g_autoptr(Tree) own =
        content->tree ? NULL : tree_parse(content->json, strlen(content->json), error);
    const Tree *tree = content->tree ? content->tree : own;
    if (!tree)
        return false;
    /* An older reading goes, its number stays: the files that hold it point there. */
    bool again = publish_find_content(store, content->sha256, content->extractor, &known, &failed);
    if (failed) {
        g_propagate_error(error, failed);
        return false;
    }
    if (again && !remove_document(store, known.document, error))
        return false;
    if (!find_authority(store, node_member(tree_root(tree), "authority"), &authority, error) ||
        !insert_document(store, content, tree, authority, again ? known.document : 0, error))
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
           fill_content(store, stemmer, content, tree, *document, authority, error);
}

bool publish_index(Store *store, GError **error)
{
    return rows_run(store_rows(store, "INSERT INTO search(rowid, subject, words, stems, facets)"
                                      " SELECT id, subject, words, stems, facets FROM texts"
                                      " WHERE id IN (SELECT id FROM temp.fresh) ORDER BY id"),
                    error) &&
           rows_run(store_rows(store, "DELETE FROM temp.fresh"), error);
}

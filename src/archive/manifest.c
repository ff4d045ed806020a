#include "manifest.h"

#include "../base/digest.h"
#include "../base/error.h"
#include "../base/path.h"
#include "walk.h"

#include <stdlib.h>
#include <string.h>

static bool refuse(const char *path, guint line, const char *why, GError **error)
{
    g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_INPUT, "%s:%u: %s", path, line, why);
    return false;
}

static bool take_lines(Manifest *manifest, const char *path, GError **error)
{
    const char *before = NULL;
    for (char *at = manifest->text; *at;) {
        char *end = strchr(at, '\n');
        if (!end)
            return refuse(path, manifest->names->len + 1, "the line does not end", error);
        *end = '\0';
        if (!*at || (before && strcmp(before, at) >= 0))
            return refuse(path, manifest->names->len + 1, "no names that are sorted, each once",
                          error);
        g_ptr_array_add(manifest->names, at);
        before = at;
        at = end + 1;
    }
    return true;
}

Manifest *manifest_load(const char *path, GError **error)
{
    g_autoptr(Manifest) manifest = g_new0(Manifest, 1);
    gsize length = 0;
    manifest->names = g_ptr_array_new();
    if (!path_read(path, &manifest->text, &length, error))
        return NULL;
    g_autoptr(Digest) digest = digest_new();
    digest_add(digest, manifest->text, length);
    manifest->sum = g_strdup(digest_hex(digest));
    if (strlen(manifest->text) != length) {
        refuse(path, 1, "holds a NUL", error);
        return NULL;
    }
    return take_lines(manifest, path, error) ? g_steal_pointer(&manifest) : NULL;
}

void manifest_free(Manifest *manifest)
{
    if (!manifest)
        return;
    if (manifest->names)
        g_ptr_array_unref(manifest->names);
    g_free(manifest->text);
    g_free(manifest->sum);
    g_free(manifest);
}

/* FNV-1a, then the last steps of MurmurHash3: names that differ in their last letters only are
 * spread too. */
guint manifest_shard(const char *name, guint shards)
{
    guint64 hash = G_GUINT64_CONSTANT(0xcbf29ce484222325);
    for (; *name; name++)
        hash = (hash ^ (guchar)*name) * G_GUINT64_CONSTANT(0x100000001b3);
    hash = (hash ^ (hash >> 33)) * G_GUINT64_CONSTANT(0xff51afd7ed558ccd);
    hash = (hash ^ (hash >> 33)) * G_GUINT64_CONSTANT(0xc4ceb9fe1a85ec53);
    return (guint)((hash ^ (hash >> 33)) % shards);
}

/* ---- Making one ------------------------------------------------------------------------------ */

/* The name of a path (bytes) below the root; NULL when it is not below. The caller frees. */
static char *name_of(const char *root, const char *path)
{
    size_t length = strcmp(root, "/") == 0 ? 0 : strlen(root);
    if (strncmp(path, root, length) != 0 || path[length] != '/')
        return NULL;
    g_autofree char *escaped = path_escape(path + length + 1);
    GString *name = g_string_new(NULL);
    for (const char *at = escaped; *at; at++)
        if ((guchar)*at < ' ' || *at == 0x7f)
            g_string_append_printf(name, "\\x%02x", (guint)*at);
        else
            g_string_append_c(name, *at);
    return g_string_free(name, false);
}

static bool add_name(Store *store, const char *name, GError **error)
{
    Rows *rows = store_rows(store, "INSERT OR IGNORE INTO names VALUES (?1)");
    rows_set_text(rows, 1, name);
    return rows_run(rows, error);
}

/* The walk sorts paths; names sort otherwise where they are escaped. */
static bool name_paths(Store *store, const char *root, GError **error)
{
    GError *failed = NULL;
    g_autofree char *path = NULL;
    for (char *next; (next = walk_after(store, path, &failed));) {
        g_free(path);
        path = next;
        g_autofree char *name = name_of(root, path);
        if (!name) {
            g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_INPUT, "%s: not below %s", path, root);
            return false;
        }
        if (!add_name(store, name, error))
            return false;
    }
    if (failed)
        g_propagate_error(error, failed);
    return !failed;
}

static bool hand_over(Store *store, ManifestTake take, gpointer data, GError **error)
{
    GError *failed = NULL;
    Rows *rows = store_rows(store, "SELECT name FROM names ORDER BY name");
    while (rows_next(rows, &failed))
        if (!take(rows_text(rows, 0), data, error)) {
            rows_done(rows);
            return false;
        }
    if (failed)
        g_propagate_error(error, failed);
    return !failed;
}

bool manifest_plan(const char *root, const char *const *paths, ManifestTake take, gpointer data,
                   GError **error)
{
    g_autoptr(Store) store = store_open_scratch(error);
    char *real = realpath(root, NULL);
    g_autofree char *top = g_strdup(real ? real : root);
    free(real);
    if (!store || !walk_prepare(store, error) ||
        !store_run(store, "BEGIN; CREATE TABLE names (name TEXT PRIMARY KEY) WITHOUT ROWID;",
                   error))
        return false;
    for (size_t i = 0; paths[i]; i++)
        if (!(strcmp(paths[i], "-") == 0 ? walk_add_list(store, 0, '\n', error)
                                         : walk_add(store, paths[i], error)))
            return false;
    return name_paths(store, top, error) && hand_over(store, take, data, error);
}

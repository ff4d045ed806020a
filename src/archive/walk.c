#include "walk.h"

#include "../base/error.h"
#include "../base/path.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool walk_prepare(Store *store, GError **error)
{
    return store_run(store, "CREATE TEMP TABLE found (path TEXT PRIMARY KEY) WITHOUT ROWID", error);
}

static bool found(Store *store, const char *path, GError **error)
{
    g_autofree char *escaped = path_escape(path);
    Rows *rows = store_rows(store, "INSERT OR IGNORE INTO temp.found VALUES (?1)");
    rows_set_text(rows, 1, escaped);
    return store_owns(store, path) || rows_run(rows, error);
}

static bool is_directory(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Directories still to be listed: a stack instead of recursion, for trees may be deep. */
static bool list(Store *store, const char *path, GPtrArray *directories, GError **error)
{
    DIR *directory = opendir(path);
    bool good = true;
    if (!directory)
        return found(store, path, error);
    for (struct dirent *entry; good && (entry = readdir(directory));) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        char *child = g_build_filename(path, entry->d_name, NULL);
        if (entry->d_type == DT_DIR || (entry->d_type == DT_UNKNOWN && is_directory(child))) {
            g_ptr_array_add(directories, child);
        } else {
            good = found(store, child, error);
            g_free(child);
        }
    }
    closedir(directory);
    return good;
}

/* A path that stays true whatever the working directory will be. Only a name that exists can be
 * resolved; of the others the directory is. */
static char *absolute(const char *path)
{
    char *real = realpath(path, NULL);
    if (real) {
        char *copy = g_strdup(real);
        free(real);
        return copy;
    }
    return g_canonicalize_filename(path, NULL);
}

bool walk_add(Store *store, const char *path, GError **error)
{
    g_autoptr(GPtrArray) directories = g_ptr_array_new_with_free_func(g_free);
    char *top = absolute(path);
    if (!is_directory(top)) {
        bool good = found(store, top, error);
        g_free(top);
        return good;
    }
    g_ptr_array_add(directories, top);
    while (directories->len > 0) {
        g_autofree char *next = g_ptr_array_steal_index(directories, directories->len - 1);
        if (!list(store, next, directories, error))
            return false;
    }
    return true;
}

bool walk_add_list(Store *store, int fd, char end, GError **error)
{
    g_autoptr(GString) path = g_string_new(NULL);
    char chunk[16384];
    for (;;) {
        ssize_t got = read(fd, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_INPUT, "standard input: %s",
                        g_strerror(errno));
            return false;
        }
        for (ssize_t i = 0; i < got; i++) {
            if (chunk[i] != end) {
                g_string_append_c(path, chunk[i]);
            } else if (path->len > 0) {
                if (!walk_add(store, path->str, error))
                    return false;
                g_string_truncate(path, 0);
            }
        }
        if (got == 0)
            return path->len == 0 || walk_add(store, path->str, error);
    }
}

bool walk_count(Store *store, gint64 *count, GError **error)
{
    Rows *rows = store_rows(store, "SELECT count(*) FROM temp.found");
    bool counted = rows_next(rows, error);
    *count = counted ? rows_integer(rows, 0) : 0;
    rows_done(rows);
    return counted;
}

char *walk_after(Store *store, const char *path, GError **error)
{
    g_autofree char *escaped = path_escape(path ? path : "");
    Rows *rows =
        store_rows(store, "SELECT path FROM temp.found WHERE path > ?1 ORDER BY path LIMIT 1");
    rows_set_text(rows, 1, escaped);
    char *next = rows_next(rows, error) ? path_unescape(rows_text(rows, 0)) : NULL;
    rows_done(rows);
    return next;
}

#include "walk.h"

#include "../base/error.h"
#include "../base/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool walk_prepare(Store *store, GError **error)
{
    return store_run(store,
                     "CREATE TEMP TABLE found (path TEXT PRIMARY KEY) WITHOUT ROWID;"
                     "CREATE TEMP TABLE passed_over (kind TEXT PRIMARY KEY, count INTEGER);",
                     error);
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

/* ---- Documents ------------------------------------------------------------------------------- */

static bool begins_as_pdf(int fd)
{
    char head[1024];
    ssize_t got = pread(fd, head, sizeof head, 0);
    return got < 0 || memmem(head, (size_t)got, "%PDF-", 5);
}

/* Of a file in a directory: nobody asked for it by its name. */
static bool is_document(const char *path)
{
    struct stat status;
    const char *ending = strrchr(path, '.');
    if (ending &&
        (g_ascii_strcasecmp(ending, ".pdf") == 0 || g_ascii_strcasecmp(ending, ".txt") == 0))
        return true;
    if (lstat(path, &status) < 0 || !S_ISREG(status.st_mode))
        return true;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW);
    bool document = fd < 0 || begins_as_pdf(fd);
    if (fd >= 0)
        close(fd);
    return document;
}

static bool pass_over(Store *store, const char *path, GError **error)
{
    g_autofree char *name = g_path_get_basename(path);
    const char *ending = strrchr(name, '.');
    g_autofree char *kind = path_escape(ending && ending > name ? ending : "without an ending");
    Rows *rows = store_rows(store, "INSERT INTO temp.passed_over VALUES (?1, 1)"
                                   " ON CONFLICT(kind) DO UPDATE SET count = count + 1");
    rows_set_text(rows, 1, kind);
    return store_owns(store, path) || rows_run(rows, error);
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
            good = is_document(child) ? found(store, child, error) : pass_over(store, child, error);
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

static bool read_row(Rows *rows, gint64 *count, char **text, GError **error)
{
    bool there = rows_next(rows, error);
    if (there && count)
        *count = rows_integer(rows, 0);
    if (there && text)
        *text = g_strdup(rows_text(rows, 1));
    rows_done(rows);
    return there;
}

bool walk_count(Store *store, gint64 *count, gint64 *passed_over, char **kinds, GError **error)
{
    static const char found[] = "SELECT count(*) FROM temp.found";
    static const char others[] =
        "SELECT (SELECT coalesce(sum(count), 0) FROM temp.passed_over),"
        " coalesce(group_concat(kind || ' ' || count, ', '), '')"
        " FROM (SELECT * FROM temp.passed_over ORDER BY count DESC, kind LIMIT 5)";
    return read_row(store_rows(store, found), count, NULL, error) &&
           read_row(store_rows(store, others), passed_over, kinds, error);
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

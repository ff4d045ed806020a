#include "file_set.h"

#include "../base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What waits to be written, in all files together, before it is. */
enum { PENDING_MAX = 4 << 20 };

typedef struct File {
    char *path, *temporary;
    GString *pending;
    bool made; /* the temporary file is there */
} File;

struct FileSet {
    char *directory;
    GHashTable *files; /* name → File */
    size_t pending;
};

static void file_free(gpointer data)
{
    File *file = data;
    if (file->made)
        unlink(file->temporary);
    g_free(file->path);
    g_free(file->temporary);
    g_string_free(file->pending, true);
    g_free(file);
}

static bool failed(const char *path, GError **error)
{
    int number = errno;
    g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_OUTPUT, "%s: cannot write it: %s", path,
                g_strerror(number));
    return false;
}

FileSet *file_set_new(const char *directory, GError **error)
{
    if (g_mkdir_with_parents(directory, 0777) != 0) {
        failed(directory, error);
        return NULL;
    }
    FileSet *set = g_new0(FileSet, 1);
    set->directory = g_strdup(directory);
    set->files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, file_free);
    return set;
}

void file_set_free(FileSet *set)
{
    if (!set)
        return;
    g_hash_table_unref(set->files);
    g_free(set->directory);
    g_free(set);
}

static bool write_all(int fd, const GString *text)
{
    for (gsize done = 0; done < text->len;) {
        ssize_t written = write(fd, text->str + done, text->len - done);
        if (written < 0 && errno != EINTR)
            return false;
        done += (gsize)MAX(written, 0);
    }
    return true;
}

static bool flush_file(File *file, bool last, GError **error)
{
    int flags = O_WRONLY | O_APPEND | O_CLOEXEC | (file->made ? 0 : O_CREAT | O_EXCL);
    int fd = open(file->temporary, flags, 0666);
    if (fd < 0)
        return failed(file->path, error);
    file->made = true;
    bool good = write_all(fd, file->pending) && (!last || fsync(fd) == 0);
    int number = errno;
    good = close(fd) == 0 && good;
    g_string_truncate(file->pending, 0);
    if (good)
        return true;
    errno = number;
    return failed(file->path, error);
}

static bool flush_all(FileSet *set, bool last, GError **error)
{
    GHashTableIter iter;
    gpointer data;
    g_hash_table_iter_init(&iter, set->files);
    while (g_hash_table_iter_next(&iter, NULL, &data)) {
        File *file = data;
        if ((last || file->pending->len > 0) && !flush_file(file, last, error))
            return false;
    }
    set->pending = 0;
    return true;
}

bool file_set_append(FileSet *set, const char *name, const char *head, const char *text,
                     GError **error)
{
    File *file = g_hash_table_lookup(set->files, name);
    if (!file) {
        file = g_new0(File, 1);
        file->path = g_build_filename(set->directory, name, NULL);
        file->temporary = g_strdup_printf("%s.%08x", file->path, g_random_int());
        file->pending = g_string_new(head);
        set->pending += strlen(head);
        g_hash_table_insert(set->files, g_strdup(name), file);
    }
    g_string_append(file->pending, text);
    set->pending += strlen(text);
    return set->pending < PENDING_MAX || flush_all(set, false, error);
}

bool file_set_finish(FileSet *set, GError **error)
{
    GHashTableIter iter;
    gpointer data;
    if (!flush_all(set, true, error))
        return false;
    g_hash_table_iter_init(&iter, set->files);
    while (g_hash_table_iter_next(&iter, NULL, &data)) {
        File *file = data;
        if (rename(file->temporary, file->path) != 0)
            return failed(file->path, error);
        file->made = false;
    }
    return true;
}

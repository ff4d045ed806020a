#include "shard_files.h"

#include "../base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { LOCK_HELD = -1, LOCK_NONE = -2 };

char *shard_file(const ShardPlace *place, const char *before, guint shard, const char *after)
{
    return g_strdup_printf("%s/%spart-%05u-of-%05u%s", place->out, before, shard, place->shards,
                           after);
}

char *shard_part(const ShardPlace *place, guint shard)
{
    return shard_file(place, "", shard, ".jsonl");
}

bool shard_is_done(const ShardPlace *place, guint shard)
{
    g_autofree char *part = shard_part(place, shard);
    return access(part, F_OK) == 0;
}

/* ---- Publishing ------------------------------------------------------------------------------ */

static bool writing_failed(const char *path, GError **error)
{
    int number = errno;
    g_set_error(error, DELIBEX_ERROR,
                number == ENOSPC || number == EDQUOT ? DELIBEX_ERROR_LIMIT : DELIBEX_ERROR_OUTPUT,
                "%s: cannot be written: %s", path, g_strerror(number));
    return false;
}

static bool sync_directory(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL);
    if (fd >= 0)
        close(fd);
    return done;
}

/* Gives a file that is whole its name. Another's that is there already is as good; where the file
 * system knows no links, the last one stays. */
static bool appear(const char *temporary, const char *path)
{
    if (link(temporary, path) == 0 || errno == EEXIST)
        return unlink(temporary) == 0;
    return (errno == EPERM || errno == ENOTSUP || errno == ENOSYS) && rename(temporary, path) == 0;
}

static char *attempt_name(void)
{
    char host[256] = "";
    gethostname(host, sizeof host - 1);
    g_strcanon(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-", '-');
    return g_strdup_printf("%s.%d.%" G_GINT64_FORMAT, host, (int)getpid(), g_get_real_time());
}

bool shard_publish(const ShardPlace *place, const char *path, ShardWrite write, gpointer data,
                   GError **error)
{
    g_autofree char *attempt = attempt_name();
    g_autofree char *temporary = g_strdup_printf("%s/.tmp-%s", place->out, attempt);
    int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
    if (!file)
        return writing_failed(temporary, error);
    bool good = write(file, data, error);
    bool written = fflush(file) == 0 && fsync(fd) == 0;
    if (good && !written)
        good = writing_failed(path, error);
    fclose(file);
    if (good && !(appear(temporary, path) && sync_directory(place->out)))
        good = writing_failed(path, error);
    if (!good)
        unlink(temporary);
    return good;
}

/* ---- What is done here -------------------------------------------------------------------------
 */

static char *claim_path(const ShardPlace *place)
{
    return g_build_filename(place->out, "run.txt", NULL);
}

static bool write_text(FILE *file, gpointer data, G_GNUC_UNUSED GError **error)
{
    fputs(data, file);
    return true;
}

bool shard_claim(const ShardPlace *place, const char *extractor, bool *same, GError **error)
{
    g_autofree char *path = claim_path(place);
    g_autofree char *claim = g_strdup_printf("manifest %s\nshards %u\nextractor %s\n",
                                             place->manifest->sum, place->shards, extractor);
    g_autofree char *there = NULL;
    if (g_mkdir_with_parents(place->out, 0777) < 0)
        return writing_failed(place->out, error);
    if (access(path, F_OK) < 0 && !shard_publish(place, path, write_text, claim, error))
        return false;
    if (!g_file_get_contents(path, &there, NULL, error))
        return false;
    *same = strcmp(there, claim) == 0;
    return true;
}

char *shard_claimed_extractor(const ShardPlace *place, GError **error)
{
    g_autofree char *path = claim_path(place);
    g_autofree char *there = NULL;
    g_autofree char *expected =
        g_strdup_printf("manifest %s\nshards %u\nextractor ", place->manifest->sum, place->shards);
    if (!g_file_get_contents(path, &there, NULL, NULL) || !g_str_has_prefix(there, expected)) {
        g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_INPUT,
                    "%s: not of this manifest in %u shards", place->out, place->shards);
        return NULL;
    }
    return g_strchomp(g_strdup(there + strlen(expected)));
}

/* ---- Attempts ----------------------------------------------------------------------------------
 */

int shard_lock(const ShardPlace *place, guint shard)
{
    g_autofree char *path = shard_file(place, ".", shard, ".lock");
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (fd < 0)
        return LOCK_NONE;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
    int held = errno == EWOULDBLOCK ? LOCK_HELD : LOCK_NONE;
    close(fd);
    return held;
}

GPtrArray *shard_journals(const ShardPlace *place, guint shard)
{
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *prefix = g_strdup_printf(".part-%05u-of-%05u.j.", shard, place->shards);
    g_autoptr(GDir) dir = g_dir_open(place->out, 0, NULL);
    for (const char *name; dir && (name = g_dir_read_name(dir));)
        if (g_str_has_prefix(name, prefix))
            g_ptr_array_add(paths, g_build_filename(place->out, name, NULL));
    return paths;
}

char *shard_new_journal(const ShardPlace *place, guint shard)
{
    g_autofree char *attempt = attempt_name();
    g_autofree char *after = g_strdup_printf(".j.%s", attempt);
    return shard_file(place, ".", shard, after);
}

#include "journal.h"

#include "../base/digest.h"
#include "../base/error.h"
#include "../pool/io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SUM_LENGTH = 64, CELLS_MAX = 16 };

struct Journal {
    char *path;
    int fd;
};

static bool journal_failed(const Journal *journal, GError **error)
{
    int number = errno;
    bool full = number == ENOSPC || number == EDQUOT;
    g_set_error(error, DELIBEX_ERROR, full ? DELIBEX_ERROR_LIMIT : DELIBEX_ERROR_OUTPUT,
                "%s: cannot be written: %s", journal->path, g_strerror(number));
    return false;
}

Journal *journal_open(const char *path, GError **error)
{
    g_autoptr(Journal) journal = g_new0(Journal, 1);
    journal->path = g_strdup(path);
    journal->fd = TEMP_FAILURE_RETRY(
        open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0666));
    if (journal->fd < 0) {
        journal_failed(journal, error);
        return NULL;
    }
    return g_steal_pointer(&journal);
}

void journal_free(Journal *journal)
{
    if (!journal)
        return;
    if (journal->fd >= 0)
        close(journal->fd);
    g_free(journal->path);
    g_free(journal);
}

/* ---- Lines ----------------------------------------------------------------------------------- */

/* Cells are parted by tabs, lines by line feeds; in a cell both are escaped. */
static void append_cell(GString *line, const char *cell)
{
    static const char special[] = "\t\n\\", letters[] = "tn\\";
    for (;;) {
        size_t plain = strcspn(cell, special);
        g_string_append_len(line, cell, (gssize)plain);
        cell += plain;
        if (!*cell)
            return;
        g_string_append_c(line, '\\');
        g_string_append_c(line, letters[strchr(special, *cell++) - special]);
    }
}

static void unescape(char *cell)
{
    char *to = cell;
    for (char *at = cell; *at; at++) {
        if (at[0] == '\\' && at[1]) {
            at++;
            *to++ = (char)(*at == 't' ? '\t' : *at == 'n' ? '\n' : *at);
        } else {
            *to++ = *at;
        }
    }
    *to = '\0';
}

static bool sum_is(const char *sum, const char *rest, size_t length)
{
    g_autoptr(Digest) digest = digest_new();
    digest_add(digest, rest, length);
    return strncmp(sum, digest_hex(digest), SUM_LENGTH) == 0;
}

bool journal_append(Journal *journal, const char *const *cells, GError **error)
{
    g_autoptr(GString) rest = g_string_new(NULL);
    for (size_t i = 0; cells[i]; i++) {
        g_string_append_c(rest, '\t');
        append_cell(rest, cells[i]);
    }
    g_autoptr(Digest) digest = digest_new();
    digest_add(digest, rest->str, rest->len);
    g_string_prepend_len(rest, digest_hex(digest), SUM_LENGTH);
    g_string_append_c(rest, '\n');
    return io_write(journal->fd, rest->str, rest->len) || journal_failed(journal, error);
}

bool journal_sync(Journal *journal, GError **error)
{
    return fdatasync(journal->fd) == 0 || journal_failed(journal, error);
}

bool journal_clear(Journal *journal, GError **error)
{
    return TEMP_FAILURE_RETRY(ftruncate(journal->fd, 0)) == 0 || journal_failed(journal, error);
}

/* ---- Reading --------------------------------------------------------------------------------- */

/* One line without its line feed. A line that is none is passed over. */
static bool take_line(char *line, size_t length, gint64 at, JournalTake take, gpointer data,
                      GError **error)
{
    const char *cells[CELLS_MAX + 1] = {NULL};
    size_t count = 0;
    if (length <= SUM_LENGTH || strlen(line) != length || line[SUM_LENGTH] != '\t' ||
        !sum_is(line, line + SUM_LENGTH, length - SUM_LENGTH))
        return true;
    for (char *tab = line + SUM_LENGTH; tab && count < CELLS_MAX;) {
        char *cell = tab + 1;
        tab = strchr(cell, '\t');
        if (tab)
            *tab = '\0';
        unescape(cell);
        cells[count++] = cell;
    }
    return take(cells, at, data, error);
}

static bool reading_failed(const char *path, GError **error)
{
    g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_INPUT, "%s: %s", path, g_strerror(errno));
    return false;
}

/* Lines from `at` on: all, or one. */
static bool read_lines(const char *path, gint64 at, bool one, JournalTake take, gpointer data,
                       GError **error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 && errno == ENOENT)
        return true;
    FILE *file = fd < 0 ? NULL : fdopen(fd, "r");
    if (!file)
        return reading_failed(path, error);
    char *line = NULL;
    size_t room = 0;
    bool good = fseeko(file, at, SEEK_SET) == 0 || reading_failed(path, error);
    for (ssize_t length; good && (length = getline(&line, &room, file)) > 0; at += length) {
        if (line[length - 1] != '\n')
            break;
        line[length - 1] = '\0';
        good = take_line(line, (size_t)length - 1, at, take, data, error);
        if (one)
            break;
    }
    if (good && ferror(file))
        good = reading_failed(path, error);
    free(line);
    fclose(file);
    return good;
}

bool journal_read(const char *path, JournalTake take, gpointer data, GError **error)
{
    return read_lines(path, 0, false, take, data, error);
}

bool journal_read_line(const char *path, gint64 at, JournalTake take, gpointer data, GError **error)
{
    return read_lines(path, at, true, take, data, error);
}

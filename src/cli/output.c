/* Standard output, files that appear whole, and standard error. */
#include "output.h"

#include "../base/error.h"
#include "../base/steering.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct Output {
    int fd;
    char *path;      /* where it shall appear; NULL when fd already is the place */
    char *directory; /* of path */
    char *temporary; /* its name until then; NULL while it has none */
    char *label;     /* for messages */
};

static bool output_failed(const Output *output, const char *what, GError **error)
{
    int number = errno;
    g_autofree char *label = shown(output->label);

    g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_OUTPUT, "%s: cannot %s: %s", label, what,
                g_strerror(number));
    return false;
}

void output_free(Output *output)
{
    if (!output)
        return;
    if (output->fd > STDERR_FILENO)
        close(output->fd);
    if (output->temporary)
        unlink(output->temporary);
    g_free(output->path);
    g_free(output->directory);
    g_free(output->temporary);
    g_free(output->label);
    g_free(output);
}

/* A nameless file where the file system has them: nothing is left behind, however we end. Else one
 * with a name of its own. */
static bool open_unfinished(Output *output, GError **error)
{
    output->fd = open(output->directory, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
    if (output->fd >= 0)
        return true;
    if (errno != EOPNOTSUPP && errno != EISDIR && errno != ENOENT && errno != EINVAL)
        return output_failed(output, "create it", error);
    output->temporary = g_strdup_printf("%s.XXXXXX", output->path);
    output->fd = g_mkstemp_full(output->temporary, O_WRONLY | O_CLOEXEC, 0666);
    if (output->fd >= 0)
        return true;
    g_clear_pointer(&output->temporary, g_free);
    return output_failed(output, "create it", error);
}

/* A place that exists keeps its permissions; one that is no regular file (/dev/null, a pipe) is
 * written straight, for nothing can take its name. */
static bool open_path(Output *output, const char *path, GError **error)
{
    struct stat status;
    char *real = realpath(path, NULL);

    output->path = real ? g_strdup(real) : g_strdup(path);
    free(real);
    output->directory = g_path_get_dirname(output->path);
    if (stat(output->path, &status) != 0)
        return open_unfinished(output, error);
    if (!S_ISREG(status.st_mode)) {
        g_clear_pointer(&output->path, g_free);
        output->fd = open(path, O_WRONLY | O_CLOEXEC);
        return output->fd >= 0 || output_failed(output, "open it", error);
    }
    if (!open_unfinished(output, error))
        return false;
    return fchmod(output->fd, status.st_mode & 07777) == 0 ||
           output_failed(output, "set its permissions", error);
}

Output *output_open(const char *path, GError **error)
{
    g_autoptr(Output) output = g_new0(Output, 1);

    output->fd = STDOUT_FILENO;
    output->label = g_strdup("standard output");
    if (path && strcmp(path, "-") != 0) {
        g_free(output->label);
        output->label = g_strdup(path);
        if (!open_path(output, path, error))
            return NULL;
    }
    return g_steal_pointer(&output);
}

bool output_print(Output *output, const char *text, GError **error)
{
    size_t left = strlen(text);

    while (left > 0) {
        ssize_t written = write(output->fd, text, left);
        if (written < 0 && errno != EINTR)
            return output_failed(output, "write", error);
        if (written > 0) {
            text += written;
            left -= (size_t)written;
        }
    }
    return true;
}

/* Gives the nameless file a name beside its place. */
static bool name_unfinished(Output *output, GError **error)
{
    g_autofree char *link = g_strdup_printf("/proc/self/fd/%d", output->fd);
    char *name = NULL;

    for (int attempt = 0; attempt < 100; attempt++) {
        g_free(name);
        name = g_strdup_printf("%s.%08x", output->path, g_random_int());
        if (linkat(AT_FDCWD, link, AT_FDCWD, name, AT_SYMLINK_FOLLOW) == 0) {
            output->temporary = name;
            return true;
        }
        if (errno != EEXIST)
            break;
    }
    g_free(name);
    return output_failed(output, "name it", error);
}

static bool sync_directory(const Output *output)
{
    int fd = open(output->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool done = fsync(fd) == 0 || errno == EINVAL;
    close(fd);
    return done;
}

bool output_finish(Output *output, GError **error)
{
    if (!output->path)
        return true;
    if (fsync(output->fd) != 0)
        return output_failed(output, "write", error);
    if (!output->temporary && !name_unfinished(output, error))
        return false;
    if (rename(output->temporary, output->path) != 0)
        return output_failed(output, "rename to it", error);
    g_clear_pointer(&output->temporary, g_free);
    return sync_directory(output) || output_failed(output, "write its directory", error);
}

bool temporary_failed(GError **error)
{
    int number = errno;
    g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_OUTPUT, "cannot use a temporary file: %s",
                g_strerror(number));
    return false;
}

ExitCode print_result(const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Output) output = output_open(NULL, &error);

    if (output && output_print(output, text, &error) && output_finish(output, &error))
        return EXIT_DONE;
    complain(NULL, "%s", error->message);
    return EXIT_FAILED;
}

void complain(const char *subject, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    g_autofree char *message = g_strdup_vprintf(format, values);
    va_end(values);

    g_autofree char *name = subject ? shown(subject) : NULL;
    g_auto(GStrv) lines = g_strsplit(g_strchomp(message), "\n", -1);
    for (size_t i = 0; lines[i]; i++) {
        g_autofree char *line = shown(lines[i]);
        if (i == 0)
            fprintf(stderr, "delibex: %s%s%s\n", name ? name : "", name ? ": " : "", line);
        else
            fprintf(stderr, "%s\n", line);
    }
}

char *shown(const char *bytes)
{
    GString *out = g_string_new(NULL);

    while (*bytes) {
        gunichar ch = g_utf8_get_char_validated(bytes, -1);
        if (ch == (gunichar)-1 || ch == (gunichar)-2) {
            g_string_append_printf(out, "\\x%02x", (guint8)*bytes++);
            continue;
        }
        if (!is_steering(ch))
            g_string_append_unichar(out, ch);
        else
            g_string_append_printf(out, ch < 0x80 ? "\\x%02x" : "\\u{%04x}", ch);
        bytes = g_utf8_next_char(bytes);
    }
    return g_string_free(out, FALSE);
}

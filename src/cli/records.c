#include "records.h"

#include "../archive/records.h"
#include "../base/error.h"
#include "../write/write.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct Lines {
    FILE *file;
    char *line; /* by getline */
    size_t size;
    int number;
} Lines;

static void lines_clear(Lines *lines)
{
    if (lines->file && lines->file != stdin)
        fclose(lines->file);
    free(lines->line);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Lines, lines_clear)

static bool take_json(const char *place, const char *json, TakeRecord take, gpointer data,
                      GError **error)
{
    Record *record = json_read_record(json, error);
    if (record)
        return take(place, record, data, error);
    g_prefix_error(error, "%s: ", place);
    return false;
}

/* An indented record: all the lines there are. */
static bool take_whole(Lines *lines, const char *path, TakeRecord take, gpointer data,
                       GError **error)
{
    g_autoptr(GString) all = g_string_new(lines->line);
    while (getline(&lines->line, &lines->size, lines->file) > 0)
        g_string_append(all, lines->line);
    return take_json(path, all->str, take, data, error);
}

typedef struct Kept {
    TakeRecord take;
    gpointer data;
} Kept;

static bool take_kept(const char *json, gpointer data, GError **error)
{
    const Kept *kept = data;
    Record *record = json_read_record(json, error);
    if (!record)
        return false;
    g_autofree char *path = g_strdup(record_text(record, "/source/path"));
    return kept->take(path ? path : "", record, kept->data, error);
}

bool read_records(const char *path, TakeRecord take, gpointer data, GError **error)
{
    if (archive_is(path))
        return archive_records(path, take_kept, &(Kept){take, data}, error);
    g_auto(Lines) lines = {.file = strcmp(path, "-") == 0 ? stdin : fopen(path, "re")};
    if (!lines.file) {
        g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_INPUT, "%s: %s", path, g_strerror(errno));
        return false;
    }
    while (getline(&lines.line, &lines.size, lines.file) > 0) {
        g_autofree char *place = g_strdup_printf("%s:%d", path, ++lines.number);
        g_strchomp(lines.line);
        if (strcmp(lines.line, "{") == 0)
            return take_whole(&lines, path, take, data, error);
        if (*lines.line && !take_json(place, lines.line, take, data, error))
            return false;
    }
    if (ferror(lines.file)) {
        g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_INPUT, "%s: cannot read it", path);
        return false;
    }
    return true;
}

/* `delibex status`: what an archive holds. */
#include "commands.h"
#include "output.h"
#include "shards.h"

#include "../archive/status.h"
#include "../write/json_emit.h"
#include "../write/write.h"

typedef struct Report {
    GString *out;
    char *group; /* the one under way, or NULL */
} Report;

static bool take_number(const char *group, const char *name, gint64 number, gpointer data)
{
    Report *report = data;
    g_autofree char *safe = shown(name);
    if (g_strcmp0(group, report->group) != 0) {
        g_free(report->group);
        report->group = g_strdup(group);
        g_string_append_printf(report->out, "%s:\n", group);
    }
    g_string_append_printf(report->out, "  %9" G_GINT64_FORMAT "  %s\n", number, safe);
    return true;
}

static bool take_unread(const char *path, const char *outcome, const char *diagnosis, gpointer data)
{
    Report *report = data;
    g_autofree char *safe_path = shown(path);
    g_autofree char *safe_why = shown(diagnosis ? diagnosis : "");
    g_string_append_printf(report->out, "%s\t%s\t%s\n", outcome, safe_path, safe_why);
    return true;
}

static bool take_unread_json(const char *path, const char *outcome, const char *diagnosis,
                             gpointer data)
{
    Emit emit = {.out = ((Report *)data)->out};
    g_string_append(emit.out, emit.out->len > 2 ? ",\n" : "");
    emit_open(&emit, '{');
    emit_key_text(&emit, "path", path);
    emit_key_text(&emit, "outcome", outcome);
    emit_key_text(&emit, "diagnosis", diagnosis);
    emit_close(&emit, '{');
    return true;
}

static void report_unread(const char *archive, bool json, Report *report, GError **error)
{
    g_string_append(report->out, json ? "[\n" : "");
    if (archive_unread(archive, json ? take_unread_json : take_unread, report, error) && json)
        g_string_append(report->out, report->out->len > 2 ? "\n]\n" : "]\n");
}

ExitCode run_status(const Arguments *arguments)
{
    const GPtrArray *operands = arguments_operands(arguments);
    if (shards_wanted(arguments) && operands->len == 0)
        return print_missing_shards(arguments);
    if (operands->len == 0) {
        complain(NULL, "missing operand: delibex status ARCHIVE; see delibex help status");
        return EXIT_USAGE;
    }
    const char *archive = operands->pdata[0];
    const char *format = arguments_value(arguments, "format");
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    Report report = {.out = out};
    bool in_json = g_strcmp0(format, "json") == 0;

    if (arguments_flag(arguments, "unread")) {
        report_unread(archive, in_json, &report, &error);
    } else if (in_json) {
        g_autofree char *json = archive_status_json(archive, &error);
        g_autofree char *pretty = json ? json_reformat(json, 2) : NULL;
        g_string_append_printf(out, "%s\n", pretty ? pretty : "");
    } else {
        archive_status(archive, take_number, &report, &error);
    }
    g_free(report.group);
    if (error) {
        complain(NULL, "%s", error->message);
        return EXIT_FAILED;
    }
    return print_result(out->str);
}

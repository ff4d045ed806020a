/* `delibex check`: reads the documents, gathers what the checks find and prints one report. */
#include "commands.h"
#include "language.h"
#include "output.h"
#include "reading.h"
#include "records.h"
#include "report.h"

#include "../write/write.h"

#include <string.h>

static void checked_free(gpointer data)
{
    Checked *checked = data;
    record_free(checked->record);
    g_free(checked->path);
    g_free(checked);
}

/* The reader speaks English: findings are found again here, in the language of the report. */
static void add_record(Report *report, const char *path, Record *record)
{
    check_record_again(record, language_say);
    Checked *checked = g_new0(Checked, 1);
    checked->path = g_strdup(path);
    checked->record = record;
    g_ptr_array_add(report->documents, checked);
}

static bool take_document(const PoolResult *result, gpointer data, GError **error)
{
    if (!outcome_is_read(result->outcome))
        return true;
    Record *record = json_read_record(result->json, error);
    if (record)
        add_record(data, result->path, record);
    return record != NULL;
}

static bool take_record(const char *place, Record *record, gpointer data,
                        G_GNUC_UNUSED GError **error)
{
    add_record(data, place, record);
    return true;
}

static ExitCode read_files_of_records(const Arguments *arguments, Report *report)
{
    const GPtrArray *files = arguments_operands(arguments);
    ExitCode code = EXIT_DONE;
    for (guint i = 0; i < files->len; i++) {
        g_autoptr(GError) error = NULL;
        if (read_records(files->pdata[i], take_record, report, &error))
            continue;
        complain(NULL, "%s", error->message);
        code = EXIT_UNREADABLE;
    }
    return code;
}

static GPtrArray *compare_documents(const Report *report)
{
    g_autoptr(GPtrArray) records = g_ptr_array_new();
    for (guint i = 0; i < report->documents->len; i++)
        g_ptr_array_add(records, ((Checked *)report->documents->pdata[i])->record);
    return check_batch(records, language_say);
}

static bool print_report(const Report *report, const Arguments *arguments, GError **error)
{
    const char *format = arguments_value(arguments, "format");
    g_autoptr(Output) output = output_open(arguments_value(arguments, "output"), error);
    g_autofree char *text = g_strcmp0(format, "json") == 0    ? report_json(report)
                            : g_strcmp0(format, "sarif") == 0 ? report_sarif(report)
                                                              : report_text(report);
    return output && output_print(output, text, error) && output_finish(output, error);
}

static FindingSeverity least_severity(const Arguments *arguments)
{
    const char *name = arguments_value(arguments, "severity");
    for (int severity = FINDING_ERROR; name && severity < FINDING_INFO; severity++)
        if (strcmp(name, finding_severity_name((FindingSeverity)severity)) == 0)
            return (FindingSeverity)severity;
    return FINDING_INFO;
}

static bool checks_exist(const GPtrArray *only)
{
    for (guint i = 0; only && i < only->len; i++)
        if (!check_find(only->pdata[i])) {
            complain(only->pdata[i], "there is no such check; see delibex check --list");
            return false;
        }
    return true;
}

static ExitCode check_documents(const Arguments *arguments, Report *report)
{
    DelibexOptions options = DELIBEX_OPTIONS_INIT;
    g_autoptr(GError) error = NULL;
    ExitCode code = arguments_flag(arguments, "records")
                        ? read_files_of_records(arguments, report)
                        : read_documents(arguments, 0, options, take_document, report);
    if (code != EXIT_DONE && code != EXIT_UNREADABLE)
        return code;
    g_ptr_array_unref(report->batch);
    report->batch = compare_documents(report);
    if (!print_report(report, arguments, &error)) {
        complain(NULL, "%s", error->message);
        return EXIT_FAILED;
    }
    if (code == EXIT_DONE && report_count(report, FINDING_CONTRADICTED, FINDING_ERROR) > 0)
        return EXIT_CONTRADICTED;
    return code;
}

ExitCode run_check(const Arguments *arguments)
{
    language_start(arguments_value(arguments, "language"));
    if (arguments_flag(arguments, "list")) {
        g_autofree char *list = report_checks();
        return print_result(list);
    }
    if (arguments_operands(arguments)->len == 0) {
        complain(NULL, "missing operand: delibex check FILE...; see delibex help check");
        return EXIT_USAGE;
    }
    g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func(checked_free);
    Report report = {.documents = documents,
                     .batch = g_ptr_array_new(),
                     .least = least_severity(arguments),
                     .only = arguments_values(arguments, "only"),
                     .all = arguments_flag(arguments, "all")};
    ExitCode code = EXIT_USAGE;
    if (checks_exist(report.only))
        code = check_documents(arguments, &report);
    g_ptr_array_unref(report.batch);
    return code;
}

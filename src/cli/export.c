/* `delibex export`: acts as open data, from documents, archives or records read before. */
#include "export.h"

#include "commands.h"
#include "output.h"
#include "reading.h"
#include "records.h"

#include "../archive/records.h"
#include "../base/error.h"
#include "../write/bulk.h"
#include "../write/redact.h"
#include "../write/write.h"

#include <string.h>

typedef struct Export {
    Exporter *exporter;
    bool redact;
} Export;

static Exporter *exporter_new(const Arguments *arguments, const char *format, GError **error)
{
    if (strcmp(format, "scdl") == 0 || strcmp(format, "subventions") == 0)
        return export_drafts_new(arguments, format, error);
    if (strcmp(format, "csv") == 0)
        return export_tables_new(arguments, error);
    if (strcmp(format, "popolo") == 0)
        return export_popolo_new(arguments, error);
    return export_lines_new(arguments, format, error);
}

/* ---- Where records come from ----------------------------------------------------------------- */

static bool take_record(G_GNUC_UNUSED const char *place, Record *record, gpointer data,
                        GError **error)
{
    g_autoptr(Record) own = record;
    Export *export = data;
    if (export->redact)
        redact_private(own);
    return export->exporter->take(export->exporter, own, error);
}

static bool take_document(const PoolResult *result, gpointer data, GError **error)
{
    if (!outcome_is_read(result->outcome))
        return true;
    Record *record = json_read_record(result->json, error);
    return record && take_record(NULL, record, data, error);
}

/* Several archives, or files of records, one after the other. */
static ExitCode export_kept(const Arguments *arguments, Export *export)
{
    const GPtrArray *operands = arguments_operands(arguments);
    for (guint i = 1; i < operands->len; i++) {
        g_autoptr(GError) error = NULL;
        if (read_records(operands->pdata[i], take_record, export, &error))
            continue;
        complain(NULL, "%s", error->message);
        return g_error_matches(error, DELIBEX_ERROR, DELIBEX_ERROR_OUTPUT) ? EXIT_FAILED
                                                                           : EXIT_UNREADABLE;
    }
    return EXIT_DONE;
}

/* Archives and documents do not mix: whoever names both has named one by mistake. */
static bool all_alike(const GPtrArray *operands, bool *archives)
{
    guint count = 0;
    for (guint i = 1; i < operands->len; i++)
        count += archive_is(operands->pdata[i]);
    *archives = count > 0;
    return count == 0 || count == operands->len - 1;
}

static ExitCode export_all(const Arguments *arguments, Export *export)
{
    const DelibexOptions options = DELIBEX_OPTIONS_INIT;
    bool archives;
    if (arguments_flag(arguments, "records"))
        return export_kept(arguments, export);
    if (!all_alike(arguments_operands(arguments), &archives)) {
        complain(NULL, "name archives or documents, not both");
        return EXIT_USAGE;
    }
    return archives ? export_kept(arguments, export)
                    : read_documents(arguments, 1, options, take_document, export);
}

/* ---- The command ----------------------------------------------------------------------------- */

static ExitCode print_template(const Arguments *arguments, const char *format)
{
    const char *index = arguments_value(arguments, "index");
    if (strcmp(format, "opensearch") != 0) {
        complain(NULL, "--template: only opensearch has one");
        return EXIT_USAGE;
    }
    g_autofree char *template = bulk_template(index ? index : EXPORT_INDEX);
    g_autofree char *line = g_strconcat(template, "\n", NULL);
    return print_result(line);
}

ExitCode run_export(const Arguments *arguments)
{
    const GPtrArray *operands = arguments_operands(arguments);
    const char *format = operands->pdata[0];
    g_autoptr(GError) error = NULL;
    if (option_rank(EXPORT_FORMATS, format) < 0) {
        complain(format, "there is no such format: it must be one of %s", EXPORT_FORMATS);
        return EXIT_USAGE;
    }
    if (arguments_flag(arguments, "template"))
        return print_template(arguments, format);
    if (operands->len < 2) {
        complain(NULL, "missing operand: delibex export FORMAT FILE...; see delibex help export");
        return EXIT_USAGE;
    }
    g_autoptr(Exporter) exporter = exporter_new(arguments, format, &error);
    if (!exporter) {
        complain(NULL, "%s", error->message);
        return error->domain == G_OPTION_ERROR ? EXIT_USAGE : EXIT_FAILED;
    }
    Export export = {exporter, arguments_flag(arguments, "redact")};
    ExitCode code = export_all(arguments, &export);
    if (code != EXIT_DONE && code != EXIT_UNREADABLE)
        return code;
    if (!exporter->finish(exporter, &error)) {
        complain(NULL, "%s", error->message);
        return EXIT_FAILED;
    }
    return code;
}

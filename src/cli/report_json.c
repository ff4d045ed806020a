/* The report for programs: JSON of our own, and SARIF 2.1.0 (OASIS, 27 March 2020). */
#include "report.h"

#include "../write/json_emit.h"
#include "../write/write.h"

#include <string.h>

/* ---- JSON --------------------------------------------------------------------------------- */

static void emit_place(Emit *emit, const Checked *checked, const char *pointer)
{
    const GPtrArray *evidence = record_evidence(checked->record, pointer);
    emit_open(emit, '{');
    emit_key_text(emit, "path", checked->path);
    emit_key_text(emit, "at", pointer);
    if (evidence && evidence->len > 0) {
        const Evidence *first = evidence->pdata[0];
        emit_key_integer(emit, "page", first->page);
        emit_key_text(emit, "text", first->text);
    }
    emit_close(emit, '{');
}

static void emit_finding_open(Emit *emit, const Finding *finding)
{
    emit_open(emit, '{');
    emit_key_text(emit, "check", finding->check);
    emit_key_text(emit, "status", finding_status_name(finding->status));
    emit_key_text(emit, "severity", finding_severity_name(finding->severity));
    emit_key(emit, "operands");
    emit_open(emit, '{');
    for (guint i = 0; i < finding->operands->len; i++) {
        const Operand *operand = &g_array_index(finding->operands, Operand, i);
        emit_key(emit, operand->name);
        if (operand->known)
            emit_integer(emit, operand->number);
        else
            emit_null(emit);
    }
    emit_close(emit, '{');
    emit_key_text(emit, "message", finding->message);
    emit_key_text(emit, "basis", finding->basis);
}

static void emit_document(Emit *emit, const Report *report, const Checked *checked)
{
    const GPtrArray *findings = record_findings(checked->record);
    emit_open(emit, '{');
    emit_key_text(emit, "path", checked->path);
    emit_key_text(emit, "sha256", record_text(checked->record, "/source/sha256"));
    emit_key(emit, "findings");
    emit_open(emit, '[');
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = findings->pdata[i];
        if (!report_shows(report, finding))
            continue;
        emit_finding_open(emit, finding);
        emit_key(emit, "places");
        emit_open(emit, '[');
        for (guint p = 0; p < finding->at->len; p++)
            emit_place(emit, checked, finding->at->pdata[p]);
        emit_close(emit, '[');
        emit_close(emit, '{');
    }
    emit_close(emit, '[');
    emit_close(emit, '{');
}

static char *finished(GString *out)
{
    g_autofree char *compact = g_string_free(out, FALSE);
    g_autofree char *pretty = json_reformat(compact, 1);
    return g_strconcat(pretty, "\n", NULL);
}

char *report_json(const Report *report)
{
    Emit emit = {.out = g_string_new(NULL)};
    emit_open(&emit, '{');
    emit_key_text(&emit, "delibex", "1");
    emit_key(&emit, "documents");
    emit_open(&emit, '[');
    for (guint i = 0; i < report->documents->len; i++)
        emit_document(&emit, report, report->documents->pdata[i]);
    emit_close(&emit, '[');
    emit_key(&emit, "between");
    emit_open(&emit, '[');
    for (guint i = 0; i < report->batch->len; i++) {
        const BatchFinding *batch = report->batch->pdata[i];
        if (!report_shows(report, batch->finding))
            continue;
        emit_finding_open(&emit, batch->finding);
        emit_key(&emit, "places");
        emit_open(&emit, '[');
        for (guint p = 0; p < batch->finding->at->len; p++)
            emit_place(&emit, report_document(report, batch, p), batch->finding->at->pdata[p]);
        emit_close(&emit, '[');
        emit_close(&emit, '{');
    }
    emit_close(&emit, '[');
    emit_close(&emit, '{');
    return finished(emit.out);
}

/* ---- SARIF -------------------------------------------------------------------------------- */

static const char *const levels[] = {"error", "warning", "note"};

static void emit_message(Emit *emit, const char *key, const char *text)
{
    emit_key(emit, key);
    emit_open(emit, '{');
    emit_key_text(emit, "text", text ? text : "");
    emit_close(emit, '{');
}

static void emit_rules(Emit *emit, const CheckInfo *checks, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        emit_open(emit, '{');
        emit_key_text(emit, "id", checks[i].id);
        emit_message(emit, "shortDescription", checks[i].title);
        emit_message(emit, "fullDescription", checks[i].meaning);
        emit_message(emit, "help", checks[i].pitfalls);
        emit_key(emit, "defaultConfiguration");
        emit_open(emit, '{');
        emit_key_text(emit, "level", levels[checks[i].severity]);
        emit_close(emit, '{');
        emit_close(emit, '{');
    }
}

/* A location: the file, the page as a region's line, and the words there. */
static void emit_location(Emit *emit, const Checked *checked, const char *pointer)
{
    const GPtrArray *evidence = record_evidence(checked->record, pointer);
    const Evidence *first = evidence && evidence->len > 0 ? evidence->pdata[0] : NULL;
    g_autofree char *uri = g_uri_escape_string(checked->path, "/", false);
    emit_open(emit, '{');
    emit_key(emit, "physicalLocation");
    emit_open(emit, '{');
    emit_key(emit, "artifactLocation");
    emit_open(emit, '{');
    emit_key_text(emit, "uri", uri);
    emit_close(emit, '{');
    emit_close(emit, '{');
    emit_key(emit, "logicalLocations");
    emit_open(emit, '[');
    emit_open(emit, '{');
    emit_key_text(emit, "fullyQualifiedName", pointer);
    emit_close(emit, '{');
    emit_close(emit, '[');
    if (first) {
        g_autofree char *where =
            g_strdup_printf("page %d: « %s »", first->page, first->text ? first->text : "");
        emit_message(emit, "message", where);
    }
    emit_close(emit, '{');
}

/* What agrees passes, what contradicts fails, what cannot be verified is open. */
static void emit_result(Emit *emit, const Report *report, const Finding *finding,
                        const Checked *checked, const BatchFinding *batch)
{
    static const char *const kinds[] = {"pass", "fail", "open"};
    emit_open(emit, '{');
    emit_key_text(emit, "ruleId", finding->check);
    emit_key_text(emit, "kind", kinds[finding->status]);
    emit_key_text(emit, "level",
                  finding->status == FINDING_CONTRADICTED ? levels[finding->severity] : "none");
    emit_message(emit, "message", finding->message);
    emit_key(emit, "locations");
    emit_open(emit, '[');
    for (guint i = 0; i < finding->at->len; i++)
        emit_location(emit, batch ? report_document(report, batch, i) : checked,
                      finding->at->pdata[i]);
    emit_close(emit, '[');
    emit_close(emit, '{');
}

static void emit_results(Emit *emit, const Report *report)
{
    for (guint i = 0; i < report->documents->len; i++) {
        const Checked *checked = report->documents->pdata[i];
        const GPtrArray *findings = record_findings(checked->record);
        for (guint k = 0; k < findings->len; k++) {
            const Finding *finding = findings->pdata[k];
            if (report_shows(report, finding) &&
                (finding->status != FINDING_CONSISTENT || report->all))
                emit_result(emit, report, finding, checked, NULL);
        }
    }
    for (guint i = 0; i < report->batch->len; i++) {
        const BatchFinding *batch = report->batch->pdata[i];
        if (report_shows(report, batch->finding))
            emit_result(emit, report, batch->finding, NULL, batch);
    }
}

char *report_sarif(const Report *report)
{
    Emit emit = {.out = g_string_new(NULL)};
    size_t count, batch;
    const CheckInfo *checks = check_list(&count), *over = check_batch_list(&batch);
    emit_open(&emit, '{');
    emit_key_text(&emit, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    emit_key_text(&emit, "version", "2.1.0");
    emit_key(&emit, "runs");
    emit_open(&emit, '[');
    emit_open(&emit, '{');
    emit_key(&emit, "tool");
    emit_open(&emit, '{');
    emit_key(&emit, "driver");
    emit_open(&emit, '{');
    emit_key_text(&emit, "name", "delibex");
    emit_key_text(&emit, "version", DELIBEX_VERSION);
    emit_key(&emit, "rules");
    emit_open(&emit, '[');
    emit_rules(&emit, checks, count);
    emit_rules(&emit, over, batch);
    emit_close(&emit, '[');
    emit_close(&emit, '{');
    emit_close(&emit, '{');
    emit_key(&emit, "results");
    emit_open(&emit, '[');
    emit_results(&emit, report);
    emit_close(&emit, '[');
    emit_close(&emit, '{');
    emit_close(&emit, '[');
    emit_close(&emit, '{');
    return finished(emit.out);
}

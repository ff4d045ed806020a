/* `delibex check`: findings as a report a clerk can read. */
#include "commands.h"
#include "explain.h"
#include "output.h"
#include "reading.h"

#include "../check/check.h"
#include "../write/write.h"

typedef struct Report {
    Output *output;
    bool all; /* findings that agree, too */
    guint documents;
    guint tally[3]; /* by FindingStatus, over all documents */
} Report;

static const char *const verdicts[] = {
    [FINDING_CONSISTENT] = "agrees",
    [FINDING_CONTRADICTED] = "CONTRADICTED",
    [FINDING_UNVERIFIABLE] = "not verifiable",
};

static void append_shown(GString *out, const char *text)
{
    g_autofree char *words = shown(text);
    g_string_append(out, words);
}

static void append_operands(GString *out, const Finding *finding)
{
    for (guint i = 0; i < finding->operands->len; i++) {
        const Operand *operand = &g_array_index(finding->operands, Operand, i);
        g_string_append(out, i == 0 ? "      " : ", ");
        append_shown(out, operand->name);
        if (operand->known)
            g_string_append_printf(out, " %" G_GINT64_FORMAT, operand->number);
        else
            g_string_append(out, " unknown");
    }
    if (finding->operands->len > 0)
        g_string_append_c(out, '\n');
}

static void append_finding(GString *out, const Record *record, const Finding *finding)
{
    g_string_append_printf(out, "  %s  ", verdicts[finding->status]);
    append_shown(out, finding->check);
    if (finding->status == FINDING_CONTRADICTED)
        g_string_append_printf(out, " (%s)", finding_severity_name(finding->severity));
    g_string_append(out, ": ");
    append_shown(out, finding->message ? finding->message : "");
    g_string_append_c(out, '\n');
    append_operands(out, finding);
    for (guint i = 0; i < finding->at->len; i++) {
        const GPtrArray *evidence = record_evidence(record, finding->at->pdata[i]);
        if (!evidence || evidence->len == 0)
            continue;
        g_autofree char *place = describe_evidence(evidence->pdata[0]);
        g_string_append(out, "      ");
        append_shown(out, finding->at->pdata[i]);
        g_string_append_printf(out, ": %s\n", place);
    }
    if (finding->basis) {
        g_string_append(out, "      law: ");
        append_shown(out, finding->basis);
        g_string_append_c(out, '\n');
    }
}

static void append_tally(GString *out, const guint tally[3])
{
    g_string_append_printf(out, "%u agree, %u contradicted, %u not verifiable\n",
                           tally[FINDING_CONSISTENT], tally[FINDING_CONTRADICTED],
                           tally[FINDING_UNVERIFIABLE]);
}

/* "FILE: deliberation, Conseil municipal, 2021-11-25, 1 act". */
static void append_heading(GString *out, const char *path, const Record *record)
{
    static const char *const pointers[] = {"/kind", "/authority/name", "/session/body",
                                           "/session/date"};
    size_t acts = record_length(record, "/acts");

    append_shown(out, path);
    g_string_append(out, ": ");
    for (size_t i = 0; i < G_N_ELEMENTS(pointers); i++) {
        const char *text = record_text(record, pointers[i]);
        if (text) {
            append_shown(out, text);
            g_string_append(out, ", ");
        }
    }
    g_string_append_printf(out, "%zu act%s\n", acts, acts == 1 ? "" : "s");
}

static bool report_document(const PoolResult *result, gpointer data, GError **error)
{
    /* What matters first. */
    static const FindingStatus order[] = {FINDING_CONTRADICTED, FINDING_UNVERIFIABLE,
                                          FINDING_CONSISTENT};
    Report *report = data;
    guint tally[3] = {0};
    g_autoptr(GString) out = g_string_new(report->documents > 0 ? "\n" : "");

    if (!outcome_is_read(result->outcome))
        return true;
    g_autoptr(Record) record = json_read_record(result->json, error);
    if (!record)
        return false;
    const GPtrArray *findings = record_findings(record);
    append_heading(out, result->path, record);
    for (size_t i = 0; i < G_N_ELEMENTS(order); i++) {
        for (guint k = 0; k < findings->len; k++) {
            const Finding *finding = findings->pdata[k];
            if (finding->status != order[i])
                continue;
            tally[order[i]]++;
            if (order[i] != FINDING_CONSISTENT || report->all)
                append_finding(out, record, finding);
        }
    }
    g_string_append(out, "  ");
    append_tally(out, tally);
    report->documents++;
    for (size_t i = 0; i < G_N_ELEMENTS(tally); i++)
        report->tally[i] += tally[i];
    return output_print(report->output, out->str, error);
}

static bool finish_report(const Report *report, GError **error)
{
    if (report->documents > 1) {
        g_autoptr(GString) out = g_string_new(NULL);
        g_string_append_printf(out, "\n%u documents: ", report->documents);
        append_tally(out, report->tally);
        if (!output_print(report->output, out->str, error))
            return false;
    }
    return output_finish(report->output, error);
}

static ExitCode list_checks(void)
{
    size_t count;
    const CheckInfo *checks = check_list(&count);
    g_autoptr(GString) out = g_string_new(NULL);

    for (size_t i = 0; i < count; i++) {
        const CheckInfo *check = &checks[i];
        g_string_append_printf(out, "%s (%s): %s\n    %s\n", check->id,
                               finding_severity_name(check->severity), check->formula,
                               check->meaning);
        if (check->basis)
            g_string_append_printf(out, "    law: %s\n", check->basis);
    }
    return print_result(out->str);
}

ExitCode run_check(const Arguments *arguments)
{
    if (arguments_flag(arguments, "list"))
        return list_checks();
    if (arguments_operands(arguments)->len == 0) {
        complain(NULL, "missing operand: delibex check FILE...; see delibex help check");
        return EXIT_USAGE;
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(Output) output = output_open(arguments_value(arguments, "output"), &error);
    Report report = {.output = output, .all = arguments_flag(arguments, "all")};
    DelibexOptions options = DELIBEX_OPTIONS_INIT;

    ExitCode code = EXIT_FAILED;
    if (output) {
        code = read_documents(arguments, options, report_document, &report);
        if (code != EXIT_DONE && code != EXIT_UNREADABLE)
            return code;
    }
    if (!output || !finish_report(&report, &error)) {
        complain(NULL, "%s", error->message);
        return EXIT_FAILED;
    }
    if (code == EXIT_DONE && report.tally[FINDING_CONTRADICTED] > 0)
        return EXIT_CONTRADICTED;
    return code;
}

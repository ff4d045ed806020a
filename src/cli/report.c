/* The report a clerk reads: file, act, what is stated and what was counted, and where to look. */
#include "report.h"
#include "explain.h"
#include "language.h"
#include "output.h"
#include "report_words.h"

#include <stdlib.h>
#include <string.h>

/* Words of findings that are looked up by what the record holds. */
static const char *const vocabulary[] = {
    N_("stated"),         N_("listed"),        N_("stated_proxies"), N_("listed_proxies"),
    N_("present"),        N_("represented"),   N_("excused"),        N_("absent"),
    N_("in_office"),      N_("proxies"),       N_("voting"),         N_("for"),
    N_("against"),        N_("abstaining"),    N_("named"),          N_("held"),
    N_("limit"),          N_("needed"),        N_("computed"),       N_("days"),
    N_("session"),        N_("mentioned"),     N_("convocation"),    N_("sending"),
    N_("receipt"),        N_("publication"),   N_("named_weekday"),  N_("true_weekday"),
    N_("identifier"),     N_("number_year"),   N_("session_year"),   N_("number_date"),
    N_("deadline"),       N_("letters_cents"), N_("figures_cents"),  N_("stated_cents"),
    N_("sum_cents"),      N_("share_cents"),   N_("spending_cents"), N_("funding_cents"),
    N_("net_cents"),      N_("gross_cents"),   N_("grant_cents"),    N_("threshold_cents"),
    N_("missing"),        N_("adopted"),       N_("rejected"),       N_("error"),
    N_("warning"),        N_("info"),          N_("agrees"),         N_("CONTRADICTED"),
    N_("not verifiable"), N_("deliberation"),  N_("minutes"),        N_("list"),
    N_("agenda"),         N_("order"),         N_("other"),
};

bool report_shows(const Report *report, const Finding *finding)
{
    if (finding->severity > report->least)
        return false;
    if (!report->only)
        return true;
    for (guint i = 0; i < report->only->len; i++)
        if (strcmp(report->only->pdata[i], finding->check) == 0)
            return true;
    return false;
}

guint report_count(const Report *report, FindingStatus status, FindingSeverity least)
{
    guint count = 0;
    for (guint i = 0; i < report->documents->len; i++) {
        const GPtrArray *findings =
            record_findings(((Checked *)report->documents->pdata[i])->record);
        for (guint k = 0; k < findings->len; k++) {
            const Finding *finding = findings->pdata[k];
            count += finding->status == status && finding->severity <= least &&
                     report_shows(report, finding);
        }
    }
    for (guint i = 0; i < report->batch->len; i++) {
        const Finding *finding = ((BatchFinding *)report->batch->pdata[i])->finding;
        count += finding->status == status && finding->severity <= least &&
                 report_shows(report, finding);
    }
    return count;
}

const Checked *report_document(const Report *report, const BatchFinding *finding, guint place)
{
    return report->documents->pdata[g_array_index(finding->records, guint, place)];
}

static void append_shown(GString *out, const char *text)
{
    g_autofree char *words = shown(text);
    g_string_append(out, words);
}

static const char *verdict(FindingStatus status)
{
    static const char *const verdicts[] = {"agrees", "CONTRADICTED", "not verifiable"};
    return language_say(verdicts[status]);
}

static void append_operands(GString *out, const Finding *finding)
{
    for (guint i = 0; i < finding->operands->len; i++) {
        g_autofree char *words = words_of_operand(&g_array_index(finding->operands, Operand, i));
        g_string_append(out, i == 0 ? "      " : ", ");
        append_shown(out, words);
    }
    if (finding->operands->len > 0)
        g_string_append_c(out, '\n');
}

static bool is_act(const char *pointer)
{
    return g_str_has_prefix(pointer, "/acts/") && !strchr(pointer + strlen("/acts/"), '/');
}

static void append_quote(GString *out, const Evidence *evidence)
{
    g_autofree char *line = g_strdelimit(g_strdup(evidence->text), "\n", ' ');
    g_string_append(out, "« ");
    append_shown(out, line);
    g_string_append(out, " »");
}

static const Evidence *first_evidence(const Record *record, const char *pointer)
{
    const GPtrArray *evidence = record_evidence(record, pointer);
    return evidence && evidence->len > 0 ? evidence->pdata[0] : NULL;
}

/* A list stands from its first name to its last; of members, those of one status or of any. */
static void append_list(GString *out, const Record *record, const char *pointer, const char *key,
                        const char *status)
{
    char entry[RECORD_POINTER_SIZE];
    const Evidence *first = NULL, *last = NULL;
    for (size_t i = 0; i < record_length(record, pointer); i++) {
        if (status && g_strcmp0(record_text(record, record_at(entry, "%s/%zu/status", pointer, i)),
                                status) != 0)
            continue;
        const Evidence *here =
            first_evidence(record, record_at(entry, "%s/%zu/%s", pointer, i, key));
        first = first ? first : here;
        last = here ? here : last;
    }
    if (!first)
        return;
    g_string_append_printf(out, "%s %d, ", language_say(N_("page")), first->page);
    append_quote(out, first);
    if (last != first) {
        g_string_append(out, " … ");
        append_quote(out, last);
    }
}

/* Where a side of a finding stands: "members present, as stated: page 1, « 19 »". What a whole act
 * or session says twice stands in the sentence itself. */
static void append_place(GString *out, const Finding *finding, const Record *record,
                         const char *pointer, const char *path)
{
    g_autofree char *place = words_of_place(pointer);
    g_autoptr(GString) where = g_string_new(NULL);
    if (strcmp(pointer, "/session") == 0 || is_act(pointer))
        return;
    if (strcmp(pointer, "/session/members") == 0) {
        append_list(where, record, pointer, "name", finding_member_status(finding));
    } else if (strcmp(pointer, "/session/proxies") == 0) {
        append_list(where, record, pointer, "giver", NULL);
    } else {
        const Evidence *entry = first_evidence(record, pointer);
        /* a status is what the list of its name says */
        if (!entry && g_str_has_suffix(pointer, "/status")) {
            g_autofree char *member = g_path_get_dirname(pointer);
            g_autofree char *name = g_strconcat(member, "/name", NULL);
            entry = first_evidence(record, name);
        }
        if (entry) {
            g_string_append_printf(where, "%s %d, ", language_say(N_("page")), entry->page);
            append_quote(where, entry);
        }
    }
    if (where->len == 0)
        return;
    g_string_append(out, "      ");
    if (path) {
        append_shown(out, path);
        g_string_append(out, ", ");
    }
    append_shown(out, place);
    g_string_append_printf(out, ": %s\n", where->str);
}

/* "act 3, 2021-32": the act a finding is about, when it is about one. */
static void append_act(GString *out, const Record *record, const Finding *finding)
{
    char pointer[RECORD_POINTER_SIZE];
    if (record_length(record, "/acts") < 2)
        return;
    for (guint i = 0; i < finding->at->len; i++) {
        size_t act;
        if (!finding_in_act(finding, i, &act))
            continue;
        const char *number = record_text(record, record_at(pointer, "/acts/%zu/number", act));
        g_string_append_printf(out, "      %s %zu", language_say(N_("act")), act + 1);
        if (number) {
            g_string_append(out, ", ");
            append_shown(out, number);
        }
        g_string_append_c(out, '\n');
        return;
    }
}

static void append_sentence(GString *out, const Finding *finding)
{
    const CheckInfo *info = check_find(finding->check);
    g_string_append_printf(out, "  %s  ", verdict(finding->status));
    append_shown(out, finding->check);
    if (finding->status == FINDING_CONTRADICTED)
        g_string_append_printf(out, " (%s)",
                               language_say(finding_severity_name(finding->severity)));
    g_string_append(out, ": ");
    append_shown(out, info ? language_say(info->title) : "");
    g_string_append(out, "\n      ");
    append_shown(out, finding->message ? finding->message : "");
    g_string_append_c(out, '\n');
}

static void append_basis(GString *out, const Finding *finding)
{
    if (!finding->basis)
        return;
    g_string_append_printf(out, "      %s: ", language_say(N_("law")));
    append_shown(out, language_say(finding->basis));
    g_string_append_c(out, '\n');
}

static void append_finding(GString *out, const Record *record, const Finding *finding)
{
    append_sentence(out, finding);
    append_act(out, record, finding);
    append_operands(out, finding);
    for (guint i = 0; i < finding->at->len; i++)
        append_place(out, finding, record, finding->at->pdata[i], NULL);
    append_basis(out, finding);
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
            g_autofree char *day = i == 3 ? words_of_day(text) : NULL;
            append_shown(out, day ? day : i == 0 ? language_say(text) : text);
            g_string_append(out, ", ");
        }
    }
    g_string_append_printf(out, "%zu %s\n", acts, language_say(acts == 1 ? N_("act") : N_("acts")));
}

static void append_tally(GString *out, const guint tally[3])
{
    g_string_append_printf(out, language_say(N_("%u agree, %u contradicted, %u not verifiable\n")),
                           tally[FINDING_CONSISTENT], tally[FINDING_CONTRADICTED],
                           tally[FINDING_UNVERIFIABLE]);
}

/* What matters first. */
static const FindingStatus order[] = {FINDING_CONTRADICTED, FINDING_UNVERIFIABLE,
                                      FINDING_CONSISTENT};

static void append_document(GString *out, const Report *report, const Checked *checked)
{
    guint tally[3] = {0};
    const GPtrArray *findings = record_findings(checked->record);
    append_heading(out, checked->path, checked->record);
    for (size_t i = 0; i < G_N_ELEMENTS(order); i++) {
        for (guint k = 0; k < findings->len; k++) {
            const Finding *finding = findings->pdata[k];
            if (finding->status != order[i] || !report_shows(report, finding))
                continue;
            tally[order[i]]++;
            if (order[i] != FINDING_CONSISTENT || report->all)
                append_finding(out, checked->record, finding);
        }
    }
    g_string_append(out, "  ");
    append_tally(out, tally);
}

static void append_batch(GString *out, const Report *report)
{
    bool any = false;
    for (size_t i = 0; i < G_N_ELEMENTS(order); i++) {
        for (guint k = 0; k < report->batch->len; k++) {
            const BatchFinding *batch = report->batch->pdata[k];
            const Finding *finding = batch->finding;
            if (finding->status != order[i] || !report_shows(report, finding))
                continue;
            if (!any)
                g_string_append_printf(out, "\n%s\n", language_say(N_("Between the documents:")));
            any = true;
            append_sentence(out, finding);
            for (guint p = 0; p < finding->at->len; p++) {
                const Checked *checked = report_document(report, batch, p);
                append_place(out, finding, checked->record, finding->at->pdata[p], checked->path);
            }
            append_basis(out, finding);
        }
    }
}

char *report_text(const Report *report)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < report->documents->len; i++) {
        if (i > 0)
            g_string_append_c(out, '\n');
        append_document(out, report, report->documents->pdata[i]);
    }
    append_batch(out, report);
    if (report->documents->len > 1) {
        guint tally[3];
        for (int status = 0; status < 3; status++)
            tally[status] = report_count(report, (FindingStatus)status, FINDING_INFO);
        g_string_append_printf(out, language_say(N_("\n%u documents: ")), report->documents->len);
        append_tally(out, tally);
    }
    (void)vocabulary;
    return g_string_free(out, FALSE);
}

/* ---- The list of checks ------------------------------------------------------------------- */

static void append_check(GString *out, const CheckInfo *check)
{
    g_string_append_printf(out, "%s (%s): %s\n", check->id,
                           language_say(finding_severity_name(check->severity)),
                           language_say(check->title));
    g_string_append_printf(out, "    %s\n    %s\n", language_say(check->formula),
                           language_say(check->meaning));
    if (check->basis)
        g_string_append_printf(out, "    %s: %s. %s\n", language_say("law"),
                               language_say(check->basis),
                               check->in_force ? language_say(check->in_force) : "");
    g_autofree char *law = check_law(check->id, language_say);
    g_auto(GStrv) rows = g_strsplit(law ? law : "", "\n", -1);
    for (size_t i = 0; rows[i] && *rows[i]; i++)
        g_string_append_printf(out, "        %s\n", rows[i]);
    if (check->pitfalls)
        g_string_append_printf(out, "    %s: %s\n", language_say(N_("guards against")),
                               language_say(check->pitfalls));
}

char *report_checks(void)
{
    size_t count, batch;
    const CheckInfo *checks = check_list(&count), *over = check_batch_list(&batch);
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < count; i++)
        append_check(out, &checks[i]);
    g_string_append_printf(out, "\n%s\n", language_say(N_("Between several documents:")));
    for (size_t i = 0; i < batch; i++)
        append_check(out, &over[i]);
    return g_string_free(out, FALSE);
}

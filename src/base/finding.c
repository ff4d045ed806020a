#include "finding.h"

#include <string.h>

Finding *finding_new(const char *check, FindingSeverity severity)
{
    Finding *finding = g_new0(Finding, 1);
    finding->check = check;
    finding->status = FINDING_UNVERIFIABLE;
    finding->severity = severity;
    finding->operands = g_array_new(false, false, sizeof(Operand));
    finding->at = g_ptr_array_new_with_free_func(g_free);
    return finding;
}

void finding_free(Finding *finding)
{
    if (!finding)
        return;
    g_array_unref(finding->operands);
    g_ptr_array_unref(finding->at);
    g_clear_pointer(&finding->kept, g_ptr_array_unref);
    g_free(finding->message);
    g_free(finding);
}

void finding_operand(Finding *finding, const char *name, bool known, gint64 number)
{
    Operand operand = {.name = name, .number = known ? number : 0, .known = known};
    g_array_append_val(finding->operands, operand);
}

void finding_at(Finding *finding, const char *pointer)
{
    g_ptr_array_add(finding->at, g_strdup(pointer));
}

const char *finding_keep(Finding *finding, const char *text)
{
    if (!finding->kept)
        finding->kept = g_ptr_array_new_with_free_func(g_free);
    char *copy = g_strdup(text);
    g_ptr_array_add(finding->kept, copy);
    return copy;
}

const char *finding_status_name(FindingStatus status)
{
    static const char *const names[] = {"consistent", "contradicted", "unverifiable"};
    return names[status];
}

const char *finding_severity_name(FindingSeverity severity)
{
    static const char *const names[] = {"error", "warning", "info"};
    return names[severity];
}

const char *finding_member_status(const Finding *finding)
{
    static const char *const statuses[][2] = {
        {"present-names", "present"}, {"absent-names", "absent"}, {"excused-names", "excused"}};
    for (size_t i = 0; i < G_N_ELEMENTS(statuses); i++)
        if (strcmp(finding->check, statuses[i][0]) == 0)
            return statuses[i][1];
    return NULL;
}

bool finding_in_act(const Finding *finding, guint at, size_t *act)
{
    static const char acts[] = "/acts/";
    const char *pointer = finding->at->pdata[at];
    if (!g_str_has_prefix(pointer, acts))
        return false;
    *act = (size_t)g_ascii_strtoull(pointer + strlen(acts), NULL, 10);
    return true;
}

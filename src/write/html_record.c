/* A document's heading, its sittings and their members. */
#include "html_parts.h"

#include <string.h>

/* ---- Members ----------------------------------------------------------------------------------
 */

static void append_aside(Html *html, const char *object, const char *key, const char *label)
{
    char pointer[RECORD_POINTER_SIZE];
    record_at(pointer, "%s/%s", object, key);
    g_hash_table_add(html->shown, g_strdup(pointer));
    if (!html_is_set(html, pointer))
        return;
    g_string_append(html->out, " <small>");
    if (label) {
        html_say(html, label);
        g_string_append_c(html->out, ' ');
    }
    html_value(html, pointer, (Shown){0});
    g_string_append(html->out, "</small>");
}

static void append_member(Html *html, const char *member)
{
    char pointer[RECORD_POINTER_SIZE];
    const char *civility = record_text(html->record, record_at(pointer, "%s/civility", member));
    g_string_append(html->out, "<li>");
    if (civility) {
        html_text(html, civility);
        g_string_append_c(html->out, ' ');
    }
    html_value(html, record_at(pointer, "%s/name", member), (Shown){0});
    append_aside(html, member, "role", NULL);
    append_aside(html, member, "group", NULL);
    append_aside(html, member, "arrived", N_("arrived:"));
    append_aside(html, member, "left", N_("left:"));
    html_mentions(html, member);
    g_string_append(html->out, "</li>\n");
}

/* The members of one status (NULL: of none), under a heading with their number. */
static void append_status(Html *html, const char *session, const char *status, const char *heading)
{
    char pointer[RECORD_POINTER_SIZE];
    size_t count = 0, all = record_length(html->record, record_at(pointer, "%s/members", session));
    g_autoptr(GArray) of = g_array_new(false, false, sizeof(size_t));
    for (size_t i = 0; i < all; i++) {
        record_at(pointer, "%s/members/%zu/status", session, i);
        if (g_strcmp0(record_text(html->record, pointer), status) != 0)
            continue;
        g_array_append_val(of, i);
        count++;
    }
    if (count == 0)
        return;
    g_string_append(html->out, "<h5>");
    html_say(html, heading);
    html_put(html, " <span class=\"count\">%zu</span></h5>\n<ul class=\"people\">\n", count);
    for (guint i = 0; i < of->len; i++)
        append_member(html,
                      record_at(pointer, "%s/members/%zu", session, g_array_index(of, size_t, i)));
    g_string_append(html->out, "</ul>\n");
}

static void append_members(Html *html, const char *session)
{
    static const struct {
        const char *status, *heading;
    } statuses[] = {
        {"present", N_("Present")}, {"represented", N_("Represented")}, {"excused", N_("Excused")},
        {"absent", N_("Absent")},   {NULL, N_("Without a status")},
    };
    char pointer[RECORD_POINTER_SIZE];
    size_t count = record_length(html->record, record_at(pointer, "%s/members", session));
    g_string_append(html->out, "<details class=\"part\" open><summary>");
    html_say(html, N_("Members"));
    html_put(html, " <span class=\"count\">%zu</span></summary>\n", count);
    if (count == 0) {
        g_string_append(html->out, "<p class=\"nil\">");
        html_say(html, N_("no list of members was read"));
        g_string_append(html->out, "</p>\n");
    }
    for (size_t i = 0; i < G_N_ELEMENTS(statuses); i++)
        append_status(html, session, statuses[i].status, statuses[i].heading);
    g_string_append(html->out, "</details>\n");
}

static void append_proxies(Html *html, const char *session)
{
    char pointer[RECORD_POINTER_SIZE], proxy[RECORD_POINTER_SIZE];
    size_t count = record_length(html->record, record_at(pointer, "%s/proxies", session));
    if (count == 0)
        return;
    g_string_append(html->out, "<details class=\"part\" open><summary>");
    html_say(html, N_("Proxies"));
    html_put(html, " <span class=\"count\">%zu</span></summary>\n<ul class=\"proxies\">\n", count);
    for (size_t i = 0; i < count; i++) {
        record_at(proxy, "%s/proxies/%zu", session, i);
        g_string_append(html->out, "<li>");
        html_value(html, record_at(pointer, "%s/giver", proxy), (Shown){0});
        g_string_append(html->out, " <span class=\"arrow\">");
        html_say(html, N_("gives a proxy to"));
        g_string_append(html->out, "</span> ");
        html_value(html, record_at(pointer, "%s/holder", proxy), (Shown){0});
        append_aside(html, proxy, "limits", NULL);
        g_string_append(html->out, "</li>\n");
    }
    g_string_append(html->out, "</ul></details>\n");
}

/* ---- Sittings ---------------------------------------------------------------------------------
 */

static void append_counts(Html *html, const char *session)
{
    static const struct {
        const char *key, *label;
    } counts[] = {
        {"in_office", N_("in office")}, {"present", N_("present")}, {"proxies", N_("proxies")},
        {"excused", N_("excused")},     {"absent", N_("absent")},   {"voting", N_("voting")},
        {"quorum", N_("quorum")},
    };
    char pointer[RECORD_POINTER_SIZE];
    g_string_append(html->out, "<dl class=\"counts\">\n");
    for (size_t i = 0; i < G_N_ELEMENTS(counts); i++)
        html_row(html, counts[i].label, record_at(pointer, "%s/counts/%s", session, counts[i].key),
                 (Shown){0});
    g_string_append(html->out, "</dl>\n");
}

static void append_secretaries(Html *html, const char *session)
{
    char pointer[RECORD_POINTER_SIZE];
    size_t count = record_length(html->record, record_at(pointer, "%s/secretaries", session));
    if (count == 0)
        html_row(html, N_("Secretary"), record_at(pointer, "%s/secretaries/0/name", session),
                 (Shown){0});
    for (size_t i = 0; i < count; i++)
        html_row(html, N_("Secretary"), record_at(pointer, "%s/secretaries/%zu/name", session, i),
                 (Shown){0});
}

static void append_session(Html *html, size_t index)
{
    static const struct {
        const char *key, *label;
    } rows[] = {
        {"body", N_("Body")},
        {"date", N_("Date")},
        {"time", N_("Time")},
        {"place", N_("Place")},
        {"convocation_date", N_("Convocation")},
        {"president/name", N_("President")},
    };
    char session[RECORD_POINTER_SIZE], pointer[RECORD_POINTER_SIZE];
    record_session_at(session, index);
    html_put(html, "<section class=\"session\" id=\"d%zu%s\">\n<h3>", html->document->number,
             session);
    html_say(html, index == 0 ? N_("The sitting") : N_("Another sitting in this file"));
    g_string_append(html->out, "</h3>\n<dl class=\"rows\">\n");
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        html_row(html, rows[i].label, record_at(pointer, "%s/%s", session, rows[i].key),
                 (Shown){0});
    append_secretaries(html, session);
    g_string_append(html->out, "</dl>\n");
    html_mentions(html, session);
    g_string_append(html->out, "<h4>");
    html_say(html, N_("Numbers of members, as stated"));
    g_string_append(html->out, "</h4>\n");
    append_counts(html, session);
    append_members(html, session);
    append_proxies(html, session);
    g_string_append(html->out, "</section>\n");
}

static void append_authority(Html *html)
{
    static const struct {
        const char *key, *label;
        bool optional;
    } rows[] = {
        {"/authority/name", N_("Authority"), false},
        {"/authority/type", N_("Type"), true},
        {"/authority/siren", N_("SIREN"), false},
        {"/authority/insee", N_("INSEE code"), true},
        {"/authority/department", N_("Département"), true},
        {"/kind", N_("Kind of document"), false},
    };
    g_string_append(html->out, "<section class=\"authority\">\n<h3>");
    html_say(html, N_("The document"));
    g_string_append(html->out, "</h3>\n<dl class=\"rows\">\n");
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        html_row(html, rows[i].label, rows[i].key, (Shown){.optional = rows[i].optional});
    g_string_append(html->out, "</dl>\n</section>\n");
}

void html_sessions(Html *html)
{
    append_authority(html);
    for (size_t i = 0; i < record_sessions(html->record); i++)
        append_session(html, i);
}

/* ---- What has no place above ------------------------------------------------------------------
 */

void html_others(Html *html)
{
    bool any = false;
    g_autoptr(GPtrArray) pointers = record_evidence_pointers(html->record);
    for (guint i = 0; i < pointers->len; i++) {
        const char *pointer = pointers->pdata[i];
        if (g_hash_table_contains(html->shown, pointer))
            continue;
        if (!any) {
            g_string_append(html->out, "<section class=\"others\"><h3>");
            html_say(html, N_("Also read"));
            g_string_append(html->out, "</h3>\n<dl class=\"rows\">\n");
        }
        any = true;
        g_string_append(html->out, "<div><dt>");
        html_text(html, pointer);
        g_string_append(html->out, "</dt><dd>");
        if (html_is_set(html, pointer))
            html_value(html, pointer, (Shown){0});
        else
            html_mentions(html, pointer);
        g_string_append(html->out, "</dd></div>\n");
    }
    if (any)
        g_string_append(html->out, "</dl></section>\n");
}

/* The acts of a document. */
#include "html_parts.h"

#include "view.h"

#include <string.h>

enum { OPEN_MOST = 3 }; /* more acts than these are folded */

static size_t act_length(const ActView *view, const char *key)
{
    char pointer[RECORD_POINTER_SIZE];
    return record_length(view->record, view_at(view, pointer, key));
}

static void append_heading(Html *html, const char *english, size_t count)
{
    g_string_append(html->out, "<h4>");
    html_say(html, english);
    if (count > 1)
        html_put(html, " <span class=\"count\">%zu</span>", count);
    g_string_append(html->out, "</h4>\n");
}

/* A value of a row of an array, in brackets or behind a comma, where there is one. */
static void append_detail(Html *html, const ActView *view, const char *array, size_t index,
                          const char *key, const char *before)
{
    char pointer[RECORD_POINTER_SIZE], place[RECORD_POINTER_SIZE];
    record_at(place, "%s/%zu/%s", array, index, key);
    view_at(view, pointer, place);
    g_hash_table_add(html->shown, g_strdup(pointer));
    if (!html_is_set(html, pointer))
        return;
    g_string_append(html->out, before);
    html_value(html, pointer, (Shown){0});
}

static void append_item(Html *html, const ActView *view, const char *array, size_t index,
                        const char *key)
{
    char pointer[RECORD_POINTER_SIZE], place[RECORD_POINTER_SIZE];
    record_at(place, "%s/%zu/%s", array, index, key);
    html_value(html, view_at(view, pointer, place), (Shown){0});
}

/* ---- The vote ---------------------------------------------------------------------------------
 */

static void append_tally(Html *html, const ActView *view, const char *object,
                         const char *const keys[][2], size_t count)
{
    char pointer[RECORD_POINTER_SIZE], place[RECORD_POINTER_SIZE], whole[RECORD_POINTER_SIZE];
    view_at(view, whole, object);
    g_string_append(html->out, "<dl class=\"counts\">\n");
    for (size_t i = 0; i < count; i++) {
        record_at(place, "%s/%s", object, keys[i][0]);
        html_row(html, keys[i][1], view_at(view, pointer, place),
                 (Shown){.derived = record_is_derived(view->record, whole, keys[i][0])});
    }
    g_string_append(html->out, "</dl>\n");
}

static void append_voters(Html *html, const ActView *view)
{
    static const char *const options[][2] = {
        {"for", N_("For:")},
        {"against", N_("Against:")},
        {"abstain", N_("Abstaining:")},
        {"not_taking_part", N_("Not taking part:")},
    };
    char pointer[RECORD_POINTER_SIZE], place[RECORD_POINTER_SIZE];
    size_t count = act_length(view, "vote/named");
    for (size_t option = 0; option < G_N_ELEMENTS(options); option++) {
        bool any = false;
        for (size_t i = 0; i < count; i++) {
            record_at(place, "vote/named/%zu/option", i);
            const char *chosen = record_text(view->record, view_at(view, pointer, place));
            if (g_strcmp0(chosen, options[option][0]) != 0)
                continue;
            g_string_append(html->out, any ? ", " : "<p class=\"voters\"><b>");
            if (!any) {
                html_say(html, options[option][1]);
                g_string_append(html->out, "</b> ");
            }
            any = true;
            append_item(html, view, "vote/named", i, "name");
        }
        g_string_append(html->out, any ? "</p>\n" : "");
    }
}

static void append_told(Html *html, const ActView *view, const char *label, const char *key,
                        bool optional)
{
    char pointer[RECORD_POINTER_SIZE], place[RECORD_POINTER_SIZE], vote[RECORD_POINTER_SIZE];
    record_at(place, "vote/%s", key);
    bool derived = record_is_derived(view->record, view_at(view, vote, "vote"), key);
    html_row(html, label, view_at(view, pointer, place),
             (Shown){.derived = derived, .optional = optional});
}

static void append_vote(Html *html, const ActView *view)
{
    static const char *const tally[][2] = {
        {"voting", N_("voting")},
        {"for", N_("for")},
        {"against", N_("against")},
        {"abstaining", N_("abstaining")},
        {"not_taking_part", N_("not taking part")},
    };
    append_heading(html, N_("Vote"), 0);
    g_string_append(html->out, "<dl class=\"rows\">\n");
    append_told(html, view, N_("Outcome"), "outcome", false);
    append_told(html, view, N_("Unanimous"), "unanimous", false);
    append_told(html, view, N_("Ballot"), "ballot", true);
    g_string_append(html->out, "</dl>\n");
    append_tally(html, view, "vote", tally, G_N_ELEMENTS(tally));
    append_voters(html, view);
}

/* ---- The room ---------------------------------------------------------------------------------
 */

static void append_room(Html *html, const ActView *view)
{
    static const char *const counts[][2] = {
        {"present", N_("present")}, {"proxies", N_("proxies")}, {"voting", N_("voting")}};
    char pointer[RECORD_POINTER_SIZE], place[RECORD_POINTER_SIZE];
    bool any = false;
    for (size_t i = 0; i < G_N_ELEMENTS(counts); i++) {
        record_at(place, "counts/%s", counts[i][0]);
        any |= html_is_set(html, view_at(view, pointer, place));
    }
    if (!any)
        return;
    append_heading(html, N_("The room for this act"), 0);
    append_tally(html, view, "counts", counts, G_N_ELEMENTS(counts));
}

static void append_movements(Html *html, const ActView *view)
{
    size_t count = act_length(view, "movements");
    if (count == 0)
        return;
    append_heading(html, N_("Who moved"), count);
    g_string_append(html->out, "<ul class=\"items\">\n");
    for (size_t i = 0; i < count; i++) {
        g_string_append(html->out, "<li>");
        append_item(html, view, "movements", i, "name");
        append_detail(html, view, "movements", i, "kind", html_word(html, N_(": ")));
        append_detail(html, view, "movements", i, "time", ", ");
        append_detail(html, view, "movements", i, "point", ", ");
        append_detail(html, view, "movements", i, "holder", " → ");
        g_string_append(html->out, "</li>\n");
    }
    g_string_append(html->out, "</ul>\n");
}

/* ---- Money ------------------------------------------------------------------------------------
 */

static void append_amounts(Html *html, const ActView *view)
{
    size_t count = act_length(view, "amounts");
    if (count == 0)
        return;
    append_heading(html, N_("Sums of money"), count);
    g_string_append(html->out, "<ul class=\"items\">\n");
    for (size_t i = 0; i < count; i++) {
        g_string_append(html->out, "<li>");
        append_item(html, view, "amounts", i, "cents");
        append_detail(html, view, "amounts", i, "tax", " ");
        append_detail(html, view, "amounts", i, "role", " · ");
        append_detail(html, view, "amounts", i, "zone", " · ");
        g_string_append(html->out, "</li>\n");
    }
    g_string_append(html->out, "</ul>\n");
}

static void append_grants(Html *html, const ActView *view)
{
    size_t count = act_length(view, "grants");
    if (count == 0)
        return;
    append_heading(html, N_("Grants"), count);
    g_string_append(html->out, "<ul class=\"items\">\n");
    for (size_t i = 0; i < count; i++) {
        g_string_append(html->out, "<li>");
        append_item(html, view, "grants", i, "beneficiary");
        html_say(html, N_(": "));
        append_item(html, view, "grants", i, "cents");
        append_detail(html, view, "grants", i, "purpose", " · ");
        append_detail(html, view, "grants", i, "payment", " · ");
        g_string_append(html->out, "</li>\n");
    }
    g_string_append(html->out, "</ul>\n");
}

/* ---- The whole --------------------------------------------------------------------------------
 */

static void append_clauses(Html *html, const ActView *view, const char *array, const char *heading,
                           bool folded)
{
    char pointer[RECORD_POINTER_SIZE], place[RECORD_POINTER_SIZE];
    size_t count = act_length(view, array);
    if (count == 0)
        return;
    if (folded) {
        g_string_append(html->out, "<details class=\"part\"><summary>");
        html_say(html, heading);
        html_put(html, " <span class=\"count\">%zu</span></summary>\n", count);
    } else {
        append_heading(html, heading, count);
    }
    g_string_append(html->out, "<ol class=\"clauses\">\n");
    for (size_t i = 0; i < count; i++) {
        record_at(place, "%s/%zu", array, i);
        g_string_append(html->out, "<li>");
        html_value(html, view_at(view, pointer, place), (Shown){0});
        g_string_append(html->out, "</li>\n");
    }
    html_put(html, "</ol>%s\n", folded ? "</details>" : "");
}

static void append_matter(Html *html, const ActView *view)
{
    char pointer[RECORD_POINTER_SIZE];
    if (!view->matter && !view->matter_label)
        return;
    g_string_append(html->out, "<div><dt>");
    html_say(html, N_("Matter"));
    g_string_append(html->out, "</dt><dd>");
    html_value(html, view_at(view, pointer, "matter/code"), (Shown){0});
    g_string_append_c(html->out, ' ');
    html_value(html, view_at(view, pointer, "matter/label"), (Shown){.optional = true});
    if (g_strcmp0(view->matter_source, "inferred") == 0) {
        g_string_append(html->out, " <small class=\"tag\">");
        html_say(html, N_("inferred from its words"));
        g_string_append(html->out, "</small>");
    }
    g_string_append(html->out, "</dd></div>\n");
}

static void append_page(Html *html, gint64 page)
{
    if (html_has_page(html, page))
        html_put(html, "<a class=\"to\" href=\"#d%zup%d\">%d</a>", html->document->number,
                 (int)page, (int)page);
    else
        html_put(html, "%" G_GINT64_FORMAT, page);
}

static void append_pages(Html *html, const ActView *view)
{
    char pointer[RECORD_POINTER_SIZE];
    gint64 first = 0, last = 0;
    if (!record_integer(view->record, view_at(view, pointer, "pages/0"), &first))
        return;
    record_integer(view->record, view_at(view, pointer, "pages/1"), &last);
    html_put(html, "<div><dt>");
    html_say(html, last > first ? N_("Pages") : N_("Page"));
    html_put(html, "</dt><dd>");
    append_page(html, first);
    if (last > first) {
        html_put(html, "–");
        append_page(html, last);
    }
    g_string_append(html->out, "</dd></div>\n");
}

/* Which sitting it was decided at, where the file tells of several. */
static void append_sitting(Html *html, const ActView *view)
{
    if (record_sessions(view->record) < 2)
        return;
    g_autofree char *day = view->date ? html->words->day(view->date) : NULL;
    g_string_append(html->out, "<div><dt>");
    html_say(html, N_("Sitting"));
    html_put(html, "</dt><dd><a class=\"to\" href=\"#d%zu%s\">", html->document->number,
             view->session);
    html_text(html, day ? day : html_word(html, N_("not stated")));
    g_string_append(html->out, "</a></dd></div>\n");
}

static void append_identity(Html *html, const ActView *view)
{
    static const struct {
        const char *key, *label;
        bool optional;
    } rows[] = {
        {"number", N_("Number"), false},
        {"subject", N_("Subject"), false},
        {"publication_date", N_("Published"), true},
        {"transmission/id", N_("Transmission"), true},
        {"transmission/sent", N_("Sent"), true},
        {"transmission/received", N_("Received"), true},
    };
    char pointer[RECORD_POINTER_SIZE];
    g_string_append(html->out, "<dl class=\"rows\">\n");
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        html_row(html, rows[i].label, view_at(view, pointer, rows[i].key),
                 (Shown){.optional = rows[i].optional});
    append_matter(html, view);
    append_pages(html, view);
    append_sitting(html, view);
    g_string_append(html->out, "</dl>\n");
}

static void append_badge(Html *html, const ActView *view, Weight weight, const char *one,
                         const char *more)
{
    guint count = html->tallies[view->index][weight];
    if (count == 0)
        return;
    html_put(html, " <span class=\"badge %s\">%u ", html_weight_name(weight), count);
    html_say(html, count == 1 ? one : more);
    g_string_append(html->out, "</span>");
}

static void append_summary(Html *html, const ActView *view, size_t acts)
{
    g_string_append(html->out, "<summary>");
    html_say(html, N_("Act"));
    if (acts > 1)
        html_put(html, " %zu", view->index + 1);
    if (view->number) {
        g_string_append(html->out, " <span class=\"number\">");
        html_text(html, view->number);
        g_string_append(html->out, "</span>");
    }
    if (view->outcome) {
        html_put(html, " <span class=\"outcome %s\">", view->outcome);
        html_text(html, html_code(html, view->outcome));
        g_string_append(html->out, "</span>");
    }
    append_badge(html, view, WEIGHT_CONTRADICTED, N_("contradiction"), N_("contradictions"));
    append_badge(html, view, WEIGHT_TO_VERIFY, N_("to be verified"), N_("to be verified"));
    if (view->subject) {
        g_string_append(html->out, " <span class=\"subject\">");
        html_text(html, view->subject);
        g_string_append(html->out, "</span>");
    }
    g_string_append(html->out, "</summary>\n");
}

static void append_act(Html *html, size_t index, size_t acts)
{
    char pointer[RECORD_POINTER_SIZE];
    ActView view = act_view(html->record, index);
    bool open = acts <= OPEN_MOST || html->tallies[index][WEIGHT_CONTRADICTED] > 0;
    record_at(pointer, "/acts/%zu", index);
    html_put(html, "<details class=\"act\" id=\"d%zu%s\"%s>", html->document->number, pointer,
             open ? " open" : "");
    append_summary(html, &view, acts);
    append_identity(html, &view);
    html_mentions(html, pointer);
    append_vote(html, &view);
    append_room(html, &view);
    append_movements(html, &view);
    append_amounts(html, &view);
    append_grants(html, &view);
    append_clauses(html, &view, "decisions", N_("Decisions"), false);
    append_clauses(html, &view, "references", N_("References"), true);
    g_string_append(html->out, "</details>\n");
}

void html_act_link(Html *html, size_t act)
{
    ActView view = act_view(html->record, act);
    html_put(html, "<a class=\"to\" href=\"#d%zu/acts/%zu\">", html->document->number, act);
    html_say(html, N_("act"));
    html_put(html, " %zu", act + 1);
    if (view.number) {
        g_string_append(html->out, ", ");
        html_text(html, view.number);
    }
    g_string_append(html->out, "</a>");
}

void html_acts(Html *html)
{
    size_t count = record_length(html->record, "/acts");
    html_put(html, "<section class=\"acts\" id=\"d%zu/acts\">\n<h3>", html->document->number);
    html_say(html, N_("Acts"));
    html_put(html, " <span class=\"count\">%zu</span></h3>\n", count);
    if (count == 0) {
        g_string_append(html->out, "<p class=\"nil\">");
        html_say(html, N_("No act was read in this document."));
        g_string_append(html->out, "</p>\n");
    }
    for (size_t i = 0; i < count; i++)
        append_act(html, i, count);
    g_string_append(html->out, "</section>\n");
}

/* What the checks found, with links to both sides of each. */
#include "html_parts.h"

#include <stdlib.h>
#include <string.h>

enum {
    OPEN_MOST = 6, /* more findings that are no contradictions are folded */
    MANY = 3,      /* more places are a list, of which none alone contradicts */
};

/* ---- Weights ------------------------------------------------------------------------------------
 */

Weight html_weight(const Finding *finding)
{
    switch (finding->status) {
    case FINDING_CONTRADICTED:
        return finding->severity == FINDING_ERROR ? WEIGHT_CONTRADICTED : WEIGHT_TO_VERIFY;
    case FINDING_UNVERIFIABLE:
        return WEIGHT_UNVERIFIABLE;
    case FINDING_CONSISTENT:
        break;
    }
    return WEIGHT_AGREES;
}

const char *html_weight_name(Weight weight)
{
    static const char *const names[] = {"contradicted", "verify", "unverifiable", "consistent"};
    return names[weight];
}

void html_tally(const Record *record, guint tally[4])
{
    const GPtrArray *findings = record_findings(record);
    memset(tally, 0, 4 * sizeof *tally);
    for (guint i = 0; i < findings->len; i++)
        tally[html_weight(findings->pdata[i])]++;
}

/* ---- Sides ------------------------------------------------------------------------------------
 */

static void add_spots(GArray *all, const GArray *more)
{
    if (more)
        g_array_append_vals(all, more->data, more->len);
}

/* The spots of one key of an array's elements; of members, of those with a status. */
static void add_column(const Html *html, const char *array, const char *key, const char *status,
                       GArray *spots)
{
    char pointer[RECORD_POINTER_SIZE];
    for (size_t i = 0; i < record_length(html->record, array); i++) {
        record_at(pointer, "%s/%zu/status", array, i);
        if (status && g_strcmp0(record_text(html->record, pointer), status) != 0)
            continue;
        add_spots(spots, html_spots_of(html, record_at(pointer, "%s/%zu/%s", array, i, key)));
    }
}

/* Where a side of a finding stands: its own evidence, that of a list's names, or what is said of
 * the one whose status it is. */
static GArray *spots_of_side(const Html *html, const Finding *finding, const char *pointer)
{
    GArray *spots = g_array_new(false, false, sizeof(guint));
    g_autofree char *above = g_path_get_dirname(pointer);
    add_spots(spots, html_spots_of(html, pointer));
    if (g_str_has_suffix(pointer, "/members")) {
        add_column(html, pointer, "name", finding_member_status(finding), spots);
    } else if (g_str_has_suffix(pointer, "/proxies") && !g_str_has_suffix(above, "/counts")) {
        add_column(html, pointer, "giver", NULL, spots);
        add_column(html, pointer, "holder", NULL, spots);
    } else if (g_str_has_suffix(pointer, "/named")) {
        add_column(html, pointer, "name", NULL, spots);
    } else if (spots->len == 0) {
        g_autofree char *own = g_strconcat(pointer, "/name", NULL);
        g_autofree char *beside = g_strconcat(above, "/name", NULL);
        add_spots(spots, html_spots_of(html, own));
        if (spots->len == 0 && g_str_has_suffix(pointer, "/status"))
            add_spots(spots, html_spots_of(html, beside));
    }
    return spots;
}

/* Notes of what the spots of a finding's side are sides. */
static void weigh_spots(Html *html, const GArray *spots, Weight weight)
{
    bool listed = spots->len > MANY;
    for (guint i = 0; i < spots->len; i++) {
        Spot *spot = html->spots->pdata[g_array_index(spots, guint, i)];
        if (weight < spot->weight)
            spot->listed = listed;
        else if (weight == spot->weight)
            spot->listed &= listed;
        spot->weight = MIN(weight, spot->weight);
    }
}

/* Counts a finding with each act that one of its sides is in. */
static void tally_acts(Html *html, const Finding *finding, size_t acts)
{
    size_t last = acts;
    for (guint i = 0; i < finding->at->len; i++) {
        size_t act;
        if (!finding_in_act(finding, i, &act))
            continue;
        if (act < acts && act != last)
            html->tallies[act][html_weight(finding)]++;
        last = act;
    }
}

static void weigh_sides(Html *html)
{
    const GPtrArray *findings = record_findings(html->record);
    size_t acts = record_length(html->record, "/acts");
    html->tallies = g_malloc0_n(acts + 1, sizeof *html->tallies);
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = findings->pdata[i];
        tally_acts(html, finding, acts);
        for (guint k = 0; k < finding->at->len; k++) {
            g_autoptr(GArray) spots = spots_of_side(html, finding, finding->at->pdata[k]);
            weigh_spots(html, spots, html_weight(finding));
        }
    }
}

static void append_quote(Html *html, const GArray *spots)
{
    const Spot *first = html->spots->pdata[g_array_index(spots, guint, 0)];
    const Spot *last = html->spots->pdata[g_array_index(spots, guint, spots->len - 1)];
    if (first->evidence->text) {
        g_string_append(html->out, "« ");
        html_text(html, first->evidence->text);
        g_string_append(html->out, " » ");
    }
    if (last != first && last->evidence->text) {
        g_string_append(html->out, "… « ");
        html_text(html, last->evidence->text);
        g_string_append(html->out, " » ");
    }
    g_string_append(html->out, "<small>");
    html_say(html, N_("page"));
    html_put(html, first->page == last->page ? "&#160;%d" : "&#160;%d–%d", first->page, last->page);
    g_string_append(html->out, "</small>");
}

static void append_side(Html *html, const Finding *finding, const char *pointer)
{
    g_autoptr(GArray) spots = spots_of_side(html, finding, pointer);
    g_autofree char *place = html->words->place(pointer);
    if (spots->len == 0)
        return;
    g_string_append(html->out, "<li><span class=\"where\">");
    if (strcmp(place, pointer) != 0) {
        html_text(html, place);
        html_say(html, N_(": "));
    }
    g_string_append(html->out, "</span><a class=\"side\"");
    html_link_spots(html, spots);
    g_string_append_c(html->out, '>');
    append_quote(html, spots);
    g_string_append(html->out, "</a></li>\n");
}

/* A side in another document: a link to its value. */
static void append_far_side(Html *html, const HtmlBetween *between, guint place)
{
    const char *pointer = between->finding->at->pdata[place];
    const char *value = between->values->pdata[place];
    g_autofree char *words = html->words->place(pointer);
    g_string_append(html->out, "<li><a class=\"to\" href=\"");
    html_text(html, between->pages->pdata[place]);
    html_put(html, "#d%zu", g_array_index(between->documents, size_t, place));
    html_text(html, pointer);
    g_string_append(html->out, "\">");
    html_text(html, between->names->pdata[place]);
    html_say(html, N_(": "));
    html_text(html, words);
    if (value) {
        g_string_append(html->out, " « ");
        html_text(html, value);
        g_string_append(html->out, " »");
    }
    g_string_append(html->out, "</a></li>\n");
}

/* ---- One finding ------------------------------------------------------------------------------
 */

static const char *verdict_of(const Finding *finding)
{
    static const char *const verdicts[] = {N_("Contradicted"), N_("To be verified"),
                                           N_("Not verifiable"), N_("Agrees")};
    if (finding->status == FINDING_CONTRADICTED && finding->severity == FINDING_INFO)
        return N_("Information");
    return verdicts[html_weight(finding)];
}

static void append_head(Html *html, const Finding *finding)
{
    const char *title = html->words->check(finding->check);
    g_string_append(html->out, "<h4><span class=\"verdict\">");
    html_say(html, verdict_of(finding));
    g_string_append(html->out, "</span>");
    g_string_append_c(html->out, ' ');
    html_text(html, title ? title : finding->check);
    html_put(html, "</h4>\n<p class=\"says\">");
    html_text(html, finding->message);
    g_string_append(html->out, "</p>\n");
}

static void append_operands(Html *html, const Finding *finding)
{
    if (finding->operands->len == 0)
        return;
    g_string_append(html->out, "<p class=\"operands\">");
    for (guint i = 0; i < finding->operands->len; i++) {
        g_autofree char *words =
            html->words->operand(&g_array_index(finding->operands, Operand, i));
        g_string_append(html->out, "<span>");
        html_text(html, words);
        g_string_append(html->out, "</span> ");
    }
    g_string_append(html->out, "</p>\n");
}

/* The act a finding is about, where a document has several. */
static void append_act(Html *html, const Finding *finding)
{
    size_t acts = record_length(html->record, "/acts");
    for (guint i = 0; acts > 1 && i < finding->at->len; i++) {
        size_t act;
        if (!finding_in_act(finding, i, &act) || act >= acts)
            continue;
        g_string_append(html->out, "<p class=\"of\">");
        html_act_link(html, act);
        g_string_append(html->out, "</p>\n");
        return;
    }
}

void html_finding_card(Html *html, const Finding *finding, guint index, const HtmlBetween *between)
{
    html_put(html, "<article class=\"finding %s\"", html_weight_name(html_weight(finding)));
    if (!between)
        html_put(html, " id=\"d%zuf%u\"", html->document->number, index + 1);
    g_string_append(html->out, " data-check=\"");
    html_text(html, finding->check);
    g_string_append(html->out, "\">\n");
    append_head(html, finding);
    if (!between)
        append_act(html, finding);
    append_operands(html, finding);
    g_string_append(html->out, "<ul class=\"sides\">\n");
    for (guint i = 0; i < finding->at->len; i++) {
        if (between)
            append_far_side(html, between, i);
        else
            append_side(html, finding, finding->at->pdata[i]);
    }
    g_string_append(html->out, "</ul>\n");
    if (finding->basis) {
        g_string_append(html->out, "<p class=\"law\">");
        html_say(html, N_("law"));
        html_say(html, N_(": "));
        html_say(html, finding->basis);
        g_string_append(html->out, "</p>\n");
    }
    g_string_append(html->out, "</article>\n");
}

/* ---- All of them ------------------------------------------------------------------------------
 */

static void append_group(Html *html, Weight weight, guint count, const char *heading)
{
    const GPtrArray *findings = record_findings(html->record);
    bool open =
        weight < WEIGHT_UNVERIFIABLE || (weight == WEIGHT_UNVERIFIABLE && count <= OPEN_MOST);
    if (count == 0)
        return;
    html_put(html, "<details class=\"group\"%s><summary>", open ? " open" : "");
    html_say(html, heading);
    html_put(html, " <span class=\"count\">%u</span></summary>\n", count);
    for (int severity = FINDING_ERROR; severity <= FINDING_INFO; severity++)
        for (guint i = 0; i < findings->len; i++) {
            const Finding *finding = findings->pdata[i];
            if (html_weight(finding) == weight && finding->severity == (FindingSeverity)severity)
                html_finding_card(html, finding, i, NULL);
        }
    g_string_append(html->out, "</details>\n");
}

void html_findings(Html *html)
{
    static const char *const headings[] = {N_("Figures that contradict each other"),
                                           N_("What is to be verified"),
                                           N_("What could not be verified"), N_("What agrees")};
    guint tally[4];
    html_tally(html->record, tally);
    weigh_sides(html);
    html_put(html, "<section class=\"findings\" id=\"d%zu/findings\">\n<h3>",
             html->document->number);
    html_say(html, N_("What the checks found"));
    g_string_append(html->out, "</h3>\n");
    if (record_findings(html->record)->len == 0) {
        g_string_append(html->out, "<p class=\"nil\">");
        html_say(html, N_("Nothing in it could be checked."));
        g_string_append(html->out, "</p>\n");
    }
    for (size_t i = 0; i < G_N_ELEMENTS(headings); i++)
        append_group(html, (Weight)i, tally[i], headings[i]);
    g_string_append(html->out, "</section>\n");
}

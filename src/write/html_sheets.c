/* The pages of a document, with a box or a mark where each value was read. */
#include "html_parts.h"

#include <string.h>

enum { SPOTS_MAX = 4000 }; /* on a page: more are no page's */

/* ---- Pictures ---------------------------------------------------------------------------------
 */

static bool begins_as(const char *data, const char *type)
{
    static const struct {
        const char *type, *begin;
    } kinds[] = {{"image/png", "iVBORw0KGgo"}, {"image/jpeg", "/9j/"}};
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (g_strcmp0(type, kinds[i].type) == 0)
            return g_str_has_prefix(data, kinds[i].begin);
    return false;
}

/* The base64 of a page's picture; NULL when there is none, or when it is none: what sent it may
 * have been taken over by the document. */
static const char *picture_of(const Node *page)
{
    static const char alphabet[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *data = node_text(node_member(page, "data"));
    if (!data || !begins_as(data, node_text(node_member(page, "type"))))
        return NULL;
    size_t length = strspn(data, alphabet), padding = strspn(data + length, "=");
    return data[length + padding] || padding > 2 || (length + padding) % 4 != 0 ? NULL : data;
}

static const Node *page_node(const Html *html, int page)
{
    const Node *all = node_member(html->document->stages, "pages");
    const Node *node = page > 0 ? node_element(all, (size_t)page - 1) : NULL;
    return node_integer(node_member(node, "page")) == page ? node : NULL;
}

static double points_of(const Node *page, const char *key)
{
    const Node *node = node_member(page, key);
    double points = node_is(node, NODE_REAL) ? node->real : (double)node_integer(node);
    return points > 0 && points < 1e6 ? points : 0;
}

/* A page as it is shown here: turned upright. */
typedef struct Sheet {
    double width, height; /* points */
    int turns;            /* quarters clockwise by which it was, from 0 to 3 */
} Sheet;

static Sheet sheet_of(const Node *page)
{
    double width = points_of(page, "width"), height = points_of(page, "height");
    gint64 turns = node_integer(node_member(page, "turns"));
    Sheet sheet = {width, height, turns > 0 && turns < 4 ? (int)turns : 0};
    if (sheet.turns % 2 != 0) {
        sheet.width = height;
        sheet.height = width;
    }
    return sheet;
}

/* ---- Boxes ------------------------------------------------------------------------------------
 */

/* Appends " href=… data-v=…" that leads to the values of a spot. */
static void link_values(Html *html, const Spot *spot)
{
    g_string_append(html->out, " href=\"#");
    html_value_name(html, html->out, spot->pointers->pdata[0]);
    g_string_append(html->out, "\" data-v=\"");
    for (guint i = 0; i < spot->pointers->len; i++) {
        g_string_append(html->out, i ? " " : "");
        html_value_name(html, html->out, spot->pointers->pdata[i]);
    }
    g_string_append_c(html->out, '"');
}

/* "date of the session: page 1, « 25 novembre 2021 », …", of the first value read there. */
static void append_title(Html *html, const Spot *spot)
{
    const char *pointer = spot->pointers->pdata[0];
    g_autofree char *place = html->words->place(pointer);
    if (strcmp(place, pointer) != 0) {
        html_text(html, place);
        html_say(html, N_(": "));
    }
    html_how(html, spot->evidence);
}

static void append_number(GString *out, double number)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];
    g_string_append(out, g_ascii_formatd(digits, sizeof digits, "%.2f", number));
}

static void append_attribute(Html *html, const char *name, double number)
{
    html_put(html, " %s=\"", name);
    append_number(html->out, number);
    g_string_append_c(html->out, '"');
}

/* The box with a little air around it, as far as the page goes. */
static Box box_on_sheet(Box box, const Sheet *sheet)
{
    const float AIR = 1, LEAD = 0.3F; /* points beside, above and below */
    double width = sheet->width, height = sheet->height;
    box = box_before_turn(box, (4 - sheet->turns) % 4, width, height);
    return (Box){CLAMP(box.x0 - AIR, 0, (float)width), CLAMP(box.y0 - LEAD, 0, (float)height),
                 CLAMP(box.x1 + AIR, 0, (float)width), CLAMP(box.y1 + LEAD, 0, (float)height)};
}

/* The classes of what is contradicted, or to be verified. */
static const char *classes_of(const Spot *spot)
{
    if (spot->weight == WEIGHT_CONTRADICTED)
        return spot->listed ? " c l" : " c";
    return spot->weight == WEIGHT_TO_VERIFY && !spot->listed ? " w" : "";
}

static void append_box(Html *html, guint index, const Sheet *sheet, bool blank)
{
    Spot *spot = html->spots->pdata[index];
    Box box = box_on_sheet(spot->box, sheet);
    spot->anchored = true;
    html_put(html, "<a class=\"b%s\" id=\"", classes_of(spot));
    html_spot_name(html, html->out, index);
    g_string_append_c(html->out, '"');
    link_values(html, spot);
    g_string_append(html->out, "><title>");
    append_title(html, spot);
    g_string_append(html->out, "</title><rect");
    append_attribute(html, "x", box.x0);
    append_attribute(html, "y", box.y0);
    append_attribute(html, "width", box.x1 - box.x0);
    append_attribute(html, "height", box.y1 - box.y0);
    g_string_append(html->out, " rx=\"2\"/>");
    if (blank && spot->evidence->text) {
        g_string_append(html->out, "<text");
        append_attribute(html, "x", box.x0 + 1.5);
        append_attribute(html, "y", box.y1 - 0.3 * (box.y1 - box.y0));
        append_attribute(html, "font-size", 0.6 * (box.y1 - box.y0));
        append_attribute(html, "textLength", MAX(box.x1 - box.x0 - 3, 1));
        g_string_append(html->out, " lengthAdjust=\"spacingAndGlyphs\">");
        html_text(html, spot->evidence->text);
        g_string_append(html->out, "</text>");
    }
    g_string_append(html->out, "</a>\n");
}

/* Large boxes first, so that small ones within them can be pointed at. */
static int compare_boxes(gconstpointer a, gconstpointer b, gpointer data)
{
    const GPtrArray *spots = data;
    const Box one = ((const Spot *)spots->pdata[*(const guint *)a])->box;
    const Box other = ((const Spot *)spots->pdata[*(const guint *)b])->box;
    float left = (one.x1 - one.x0) * (one.y1 - one.y0),
          right = (other.x1 - other.x0) * (other.y1 - other.y0);
    return (left < right) - (left > right);
}

/* The spots of a page, at most as many as stand on one; of a picture, those with a box. */
static GArray *spots_on(const Html *html, int page, bool boxes)
{
    GArray *on = g_array_new(false, false, sizeof(guint));
    const GArray *all = html_spots_on(html, page);
    for (guint i = 0; all && i < all->len && on->len < SPOTS_MAX; i++) {
        guint index = g_array_index(all, guint, i);
        const Spot *spot = html->spots->pdata[index];
        if (!boxes || !box_is_empty(spot->box))
            g_array_append_val(on, index);
    }
    return on;
}

static void append_image(Html *html, const Node *page, int number, const char *data)
{
    html_put(html, "<img alt=\"");
    html_say(html, N_("page"));
    html_put(html, " %d\" src=\"data:%s;base64,", number, node_text(node_member(page, "type")));
    g_string_append(html->out, data);
    g_string_append(html->out, "\">");
}

static void append_picture(Html *html, const Node *page, int number)
{
    const Sheet sheet = sheet_of(page);
    const char *data = html->document->redacted ? NULL : picture_of(page);
    g_autoptr(GArray) on = spots_on(html, number, true);
    g_array_sort_with_data(on, compare_boxes, html->spots);
    html_put(html, "<div class=\"sheet%s\">", data ? "" : " blank");
    if (data)
        append_image(html, page, number, data);
    g_string_append(html->out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ");
    append_number(html->out, sheet.width);
    g_string_append_c(html->out, ' ');
    append_number(html->out, sheet.height);
    g_string_append(html->out, "\"");
    append_attribute(html, "width", sheet.width);
    append_attribute(html, "height", sheet.height);
    g_string_append(html->out, ">\n");
    for (guint i = 0; i < on->len; i++)
        append_box(html, g_array_index(on, guint, i), &sheet, !data);
    g_string_append(html->out, "</svg></div>");
}

/* ---- Plain text -------------------------------------------------------------------------------
 */

/* Where marks begin or end, in order. */
static int compare_bytes(gconstpointer a, gconstpointer b)
{
    size_t one = *(const size_t *)a, other = *(const size_t *)b;
    return (one > other) - (one < other);
}

static bool is_at_character(const char *text, size_t length, gint64 at)
{
    return at >= 0 && (guint64)at <= length && ((guchar)text[at] & 0xC0) != 0x80;
}

/* Takes off `on` the spots that do not fit the text, and gives the places where it is to be cut. */
static GArray *cuts_of(const Html *html, GArray *on, const char *text)
{
    GArray *cuts = g_array_new(false, false, sizeof(size_t));
    size_t length = strlen(text), first = 0;
    g_array_append_val(cuts, first);
    for (guint i = on->len; i-- > 0;) {
        const Spot *spot = html->spots->pdata[g_array_index(on, guint, i)];
        if (spot->from >= spot->to || !is_at_character(text, length, spot->from) ||
            !is_at_character(text, length, spot->to)) {
            g_array_remove_index(on, i);
            continue;
        }
        const size_t ends[] = {(size_t)spot->from, (size_t)spot->to};
        g_array_append_vals(cuts, ends, 2);
    }
    g_array_append_val(cuts, length);
    g_array_sort(cuts, compare_bytes);
    return cuts;
}

static guint shortest_over(const Html *html, const GArray *on, size_t at, gint64 *length)
{
    guint best = 0;
    *length = G_MAXINT64;
    for (guint i = 0; i < on->len; i++) {
        guint index = g_array_index(on, guint, i);
        const Spot *spot = html->spots->pdata[index];
        if (spot->from <= (gint64)at && (gint64)at < spot->to && spot->to - spot->from < *length) {
            *length = spot->to - spot->from;
            best = index;
        }
    }
    return best;
}

/* The names of the marks that cover a piece of text; those that begin there get their anchors. */
static void append_anchors(Html *html, const GArray *on, size_t at, GString *names)
{
    for (guint i = 0; i < on->len; i++) {
        guint index = g_array_index(on, guint, i);
        Spot *spot = html->spots->pdata[index];
        if (spot->from > (gint64)at || (gint64)at >= spot->to)
            continue;
        g_string_append(names, names->len ? " " : "");
        html_spot_name(html, names, index);
        if (spot->from != (gint64)at)
            continue;
        spot->anchored = true;
        g_string_append(html->out, "<span id=\"");
        html_spot_name(html, html->out, index);
        g_string_append(html->out, "\"></span>");
    }
}

/* One piece between two cuts, marked with the shortest of what was read there. */
static void append_piece(Html *html, const GArray *on, const char *text, size_t from, size_t to)
{
    g_autofree char *words = g_strndup(text + from, to - from);
    g_autoptr(GString) names = g_string_new(NULL);
    gint64 length;
    guint index = shortest_over(html, on, from, &length);
    if (length == G_MAXINT64) {
        html_text(html, words);
        return;
    }
    const Spot *spot = html->spots->pdata[index];
    append_anchors(html, on, from, names);
    html_put(html, "<a class=\"m%s\" data-m=\"%s\"", classes_of(spot), names->str);
    link_values(html, spot);
    g_string_append(html->out, " title=\"");
    append_title(html, spot);
    g_string_append(html->out, "\">");
    html_text(html, words);
    g_string_append(html->out, "</a>");
}

static void append_plain(Html *html, int number, const char *text)
{
    g_autoptr(GArray) on = spots_on(html, number, false);
    g_autoptr(GArray) cuts = cuts_of(html, on, text);
    g_string_append(html->out, "<pre class=\"sheet\">");
    for (guint i = 0; i + 1 < cuts->len; i++) {
        size_t from = g_array_index(cuts, size_t, i), to = g_array_index(cuts, size_t, i + 1);
        if (to > from)
            append_piece(html, on, text, from, to);
    }
    g_string_append(html->out, "</pre>");
}

/* ---- What is not shown ------------------------------------------------------------------------
 */

/* Why a page is not shown; NULL when it is. Lent. */
static const char *missing(const Html *html, const Node *page)
{
    static const char *const reasons[][2] = {
        {"pages", N_("not drawn: the limit of pages to draw was reached (--pages)")},
        {"bytes", N_("not shown: too large for what is left of the page's size")},
        {"seconds", N_("not drawn: the time for drawing was used up (--timeout)")},
    };
    const char *why = node_text(node_member(page, "left_out"));
    if (html->document->not_drawn && why)
        return html_word(html, html->document->not_drawn);
    if (html->document->redacted)
        return html_word(html, N_("not shown: names were left out of the record (--redact)"));
    if (node_text(node_member(page, "text")) || picture_of(page))
        return NULL;
    for (size_t i = 0; why && i < G_N_ELEMENTS(reasons); i++)
        if (strcmp(reasons[i][0], why) == 0)
            return html_word(html, reasons[i][1]);
    return html_word(html, N_("not shown: it could not be drawn"));
}

/* Links must lead somewhere: what has neither box nor mark is on its page, and no more is known. */
static void append_bare_anchor(Html *html, guint index)
{
    Spot *spot = html->spots->pdata[index];
    if (spot->anchored)
        return;
    spot->anchored = true;
    g_string_append(html->out, "<span id=\"");
    html_spot_name(html, html->out, index);
    g_string_append(html->out, "\"></span>");
}

static void append_sheet(Html *html, const Node *page, int number)
{
    const char *text = html->document->redacted ? NULL : node_text(node_member(page, "text"));
    const char *why = missing(html, page);
    html_put(html, "<figure class=\"page\" id=\"d%zup%d\">\n<figcaption>", html->document->number,
             number);
    html_say(html, N_("page"));
    html_put(html, " %d", number);
    if (why) {
        g_string_append(html->out, " <span class=\"why\">");
        html_text(html, why);
        g_string_append(html->out, "</span>");
    }
    g_string_append(html->out, "</figcaption>\n");
    if (text)
        append_plain(html, number, text);
    else if (points_of(page, "width") > 0 && points_of(page, "height") > 0)
        append_picture(html, page, number);
    const GArray *on = html_spots_on(html, number);
    for (guint i = 0; on && i < on->len; i++)
        append_bare_anchor(html, g_array_index(on, guint, i));
    g_string_append(html->out, "</figure>\n");
}

/* Pages in a row that are not shown, for one reason, and on which nothing was read. */
static void append_gap(Html *html, int first, int last, const char *why)
{
    g_string_append(html->out, "<p class=\"gap\">");
    for (int page = first; page <= last; page++)
        html_put(html, "<span id=\"d%zup%d\"></span>", html->document->number, page);
    html_say(html, first == last ? N_("page") : N_("pages"));
    html_put(html, first == last ? " %d " : " %d–%d ", first, last);
    html_text(html, why);
    g_string_append(html->out, "</p>\n");
}

bool html_has_page(const Html *html, gint64 page)
{
    return page > 0 && page <= (gint64)node_count(node_member(html->document->stages, "pages"));
}

void html_sheets(Html *html)
{
    int count = (int)node_count(node_member(html->document->stages, "pages"));
    int first = 0;
    const char *before = NULL;
    html_put(html, "<div class=\"pages\" id=\"d%zu/pages\" tabindex=\"-1\">\n",
             html->document->number);
    if (count == 0) {
        g_string_append(html->out, "<p class=\"gap\">");
        const char *why = html->document->not_drawn;
        html_say(html, why ? why : N_("There is no page to show."));
        g_string_append(html->out, "</p>\n");
    }
    for (int page = 1; page <= count; page++) {
        const Node *node = page_node(html, page);
        const char *why = missing(html, node);
        bool any = html_spots_on(html, page) != NULL;
        if (first > 0 && (any || why != before)) {
            append_gap(html, first, page - 1, before);
            first = 0;
        }
        if (why && !any)
            first = first > 0 ? first : page;
        else
            append_sheet(html, node, page);
        before = why;
    }
    if (first > 0)
        append_gap(html, first, count, before);
    for (guint i = 0; i < html->spots->len; i++)
        append_bare_anchor(html, i);
    g_string_append(html->out, "</div>\n");
}

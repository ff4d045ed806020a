/* Words, spots and the values that link to them. See html_parts.h. */
#include "html_parts.h"

#include "../base/outcome.h"
#include "../base/steering.h"
#include "../base/value.h"
#include "view.h"

#include <stdarg.h>
#include <string.h>

static const double sure = 0.9; /* readings less sure say so; checks hold the same line */

/* ---- Text -------------------------------------------------------------------------------------
 */

static void escape_character(GString *out, gunichar ch)
{
    switch (ch) {
    case '<':
        g_string_append(out, "&lt;");
        break;
    case '>':
        g_string_append(out, "&gt;");
        break;
    case '&':
        g_string_append(out, "&amp;");
        break;
    case '"':
        g_string_append(out, "&quot;");
        break;
    case '\'':
        g_string_append(out, "&#39;");
        break;
    default:
        if (is_steering(ch) && ch != '\n' && ch != '\t')
            g_string_append_printf(out, "‹U+%04X›", ch);
        else
            g_string_append_unichar(out, ch);
    }
}

void html_escape(GString *out, const char *words)
{
    g_autofree char *valid = words ? g_utf8_make_valid(words, -1) : NULL;
    for (const char *at = valid; at && *at; at = g_utf8_next_char(at))
        escape_character(out, g_utf8_get_char(at));
}

const char *html_word(const Html *html, const char *english)
{
    return html->words->say(english);
}

void html_say(Html *html, const char *english)
{
    html_escape(html->out, html_word(html, english));
}

void html_text(Html *html, const char *words)
{
    html_escape(html->out, words);
}

void html_put(Html *html, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    g_string_append_vprintf(html->out, format, values);
    va_end(values);
}

const char *html_code(const Html *html, const char *code)
{
    static const char *const codes[] = {
        N_("deliberation"), N_("minutes"),   N_("list"),     N_("agenda"),      N_("order"),
        N_("other"),        N_("adopted"),   N_("rejected"), N_("adjourned"),   N_("withdrawn"),
        N_("noted"),        N_("public"),    N_("secret"),   N_("grant"),       N_("price"),
        N_("ceiling"),      N_("loan"),      N_("rate"),     N_("total"),       N_("subject"),
        N_("recital"),      N_("operative"), N_("single"),   N_("instalments"), N_("arrival"),
        N_("proxy"),        N_("departure"),
    };
    static const char *const phrases[][2] = {
        {"show_of_hands", N_("show of hands")},
        {"not_taking_part", N_("not taking part")},
        {"budget_line", N_("budget line")},
        {"abstain", N_("abstaining")},
        {"layer", N_("the file's own")},
        {"ocr", N_("recognised from pictures of the pages")},
        {"mixed", N_("partly the file's own, partly recognised from pictures of the pages")},
        {"plain", N_("plain text")},
        {"none", N_("none")},
        {"full", N_("locked in while it was read")},
        {"communaute_de_communes", N_("communauté de communes")},
        {"communaute_d_agglomeration", N_("communauté d'agglomération")},
        {"communaute_urbaine", N_("communauté urbaine")},
        {"metropole", N_("métropole")},
        {"departement", N_("département")},
        {"region", N_("région")},
        {"ccas", N_("CCAS")},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(phrases); i++)
        if (strcmp(phrases[i][0], code) == 0)
            return html_word(html, phrases[i][1]);
    for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
        if (strcmp(codes[i], code) == 0)
            return html_word(html, code);
    Outcome outcome;
    return outcome_parse(code, &outcome) ? html_word(html, outcome_sentence(outcome)) : code;
}

/* ---- Spots ------------------------------------------------------------------------------------
 */

static void spot_free(gpointer data)
{
    Spot *spot = data;
    g_ptr_array_unref(spot->pointers);
    g_free(spot);
}

/* The mark of a pointer's nth evidence in the text of its page, or NULL. */
static const Node *mark_of(GHashTable *marks, const char *pointer, guint nth)
{
    g_autofree char *key = g_strdup_printf("%s %u", pointer, nth);
    return g_hash_table_lookup(marks, key);
}

static GHashTable *index_marks(const Node *stages)
{
    GHashTable *marks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const Node *all = node_member(stages, "marks");
    for (size_t i = 0; i < node_count(all); i++) {
        const Node *mark = node_element(all, i);
        const char *at = node_text(node_member(mark, "at"));
        if (at)
            g_hash_table_replace(
                marks, g_strdup_printf("%s %u", at, (guint)node_integer(node_member(mark, "nth"))),
                (gpointer)mark);
    }
    return marks;
}

static char *spot_key(const Spot *spot)
{
    if (spot->from >= 0)
        return g_strdup_printf("%d:%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT, spot->page, spot->from,
                               spot->to);
    return g_strdup_printf("%d:%.1f,%.1f,%.1f,%.1f", spot->page, spot->box.x0, spot->box.y0,
                           spot->box.x1, spot->box.y1);
}

static void note_on_page(Html *html, int page, guint index)
{
    GArray *on = g_hash_table_lookup(html->pages, GINT_TO_POINTER(page));
    if (!on) {
        on = g_array_new(false, false, sizeof(guint));
        g_hash_table_insert(html->pages, GINT_TO_POINTER(page), on);
    }
    g_array_append_val(on, index);
}

/* The spot of one evidence; the same for what was read at the same place. */
static guint spot_for(Html *html, GHashTable *known, const Evidence *evidence, const Node *mark,
                      const char *pointer)
{
    Spot spot = {.page = evidence->page,
                 .box = evidence->box,
                 .from = -1,
                 .to = -1,
                 .weight = WEIGHT_AGREES};
    if (mark && node_integer(node_member(mark, "page")) == evidence->page) {
        spot.from = node_integer(node_member(mark, "from"));
        spot.to = node_integer(node_member(mark, "to"));
    }
    bool placed = spot.from >= 0 || !box_is_empty(spot.box);
    g_autofree char *key = placed ? spot_key(&spot) : NULL;
    gpointer found = key ? g_hash_table_lookup(known, key) : NULL;
    guint index = found ? GPOINTER_TO_UINT(found) - 1 : html->spots->len;
    if (!found) {
        spot.evidence = evidence;
        spot.pointers = g_ptr_array_new();
        note_on_page(html, spot.page, index);
        g_ptr_array_add(html->spots, g_memdup2(&spot, sizeof spot));
        if (key)
            g_hash_table_insert(known, g_steal_pointer(&key), GUINT_TO_POINTER(index + 1));
    }
    g_ptr_array_add(((Spot *)html->spots->pdata[index])->pointers, (gpointer)pointer);
    return index;
}

void html_find_spots(Html *html)
{
    g_autoptr(GPtrArray) pointers = record_evidence_pointers(html->record);
    g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) marks = index_marks(html->document->stages);
    html->spots = g_ptr_array_new_with_free_func(spot_free);
    html->of = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_array_unref);
    html->pages = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
    html->shown = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < pointers->len; i++) {
        const char *pointer = pointers->pdata[i];
        const GPtrArray *all = record_evidence(html->record, pointer);
        GArray *spots = g_array_new(false, false, sizeof(guint));
        for (guint k = 0; k < all->len; k++) {
            guint spot = spot_for(html, known, all->pdata[k], mark_of(marks, pointer, k), pointer);
            g_array_append_val(spots, spot);
        }
        g_hash_table_insert(html->of, (gpointer)pointer, spots);
    }
}

void html_drop_spots(Html *html)
{
    g_hash_table_unref(html->of);
    g_hash_table_unref(html->pages);
    g_hash_table_unref(html->shown);
    g_free(html->tallies);
    g_ptr_array_unref(html->spots);
}

const GArray *html_spots_of(const Html *html, const char *pointer)
{
    return g_hash_table_lookup(html->of, pointer);
}

const GArray *html_spots_on(const Html *html, int page)
{
    return g_hash_table_lookup(html->pages, GINT_TO_POINTER(page));
}

void html_spot_name(const Html *html, GString *out, guint spot)
{
    g_string_append_printf(out, "d%zup%db%u", html->document->number,
                           ((const Spot *)html->spots->pdata[spot])->page, spot + 1);
}

void html_value_name(const Html *html, GString *out, const char *pointer)
{
    g_string_append_printf(out, "d%zu%s%s", html->document->number, pointer,
                           html_is_set(html, pointer) ? "" : "/mentions");
}

void html_link_spots(Html *html, const GArray *spots)
{
    for (guint i = 0; spots && i < spots->len; i++) {
        g_string_append(html->out, i == 0 ? " href=\"#" : " ");
        html_spot_name(html, html->out, g_array_index(spots, guint, i));
        if (i > 0)
            continue;
        g_string_append(html->out, "\" data-b=\"");
        html_spot_name(html, html->out, g_array_index(spots, guint, i));
    }
    if (spots && spots->len > 0)
        g_string_append_c(html->out, '"');
}

/* ---- Values -----------------------------------------------------------------------------------
 */

bool html_is_set(const Html *html, const char *pointer)
{
    return record_get(html->record, pointer) != NULL;
}

/* A sum as people write it: "20 000,00 €". */
static char *words_of_sum(gint64 cents)
{
    char *words = amount_print(cents), *unit = g_strrstr(words, " EUR");
    if (!unit)
        return words;
    *unit = '\0';
    char *sum = g_strconcat(words, " €", NULL);
    g_free(words);
    return sum;
}

static char *words_of_number(const Html *html, const Field *field, gint64 number)
{
    if (field->type == VALUE_AMOUNT)
        return words_of_sum(number);
    if (field->type == VALUE_FLAG)
        return g_strdup(html_word(html, number ? N_("yes") : N_("no")));
    return g_strdup_printf("%" G_GINT64_FORMAT, number);
}

/* The value in words; NULL where the record is silent. The caller frees. */
static char *words_of(const Html *html, const char *pointer)
{
    const Field *field = record_field(pointer);
    const char *text = record_text(html->record, pointer);
    gint64 number = 0;
    if (!field || !html_is_set(html, pointer))
        return NULL;
    if (field->type == VALUE_AMOUNT || field->type == VALUE_FLAG || field->type == VALUE_COUNT)
        return record_integer(html->record, pointer, &number) ? words_of_number(html, field, number)
                                                              : NULL;
    if (field->type == VALUE_DATE && text)
        return html->words->day(text);
    return g_strdup(field->values && text ? html_code(html, text) : text);
}

/* "page 2, « 19 »: rule counts/present-count, confidence 99 %", for who points at it. */
void html_how(Html *html, const Evidence *evidence)
{
    html_say(html, N_("page"));
    html_put(html, " %d", evidence->page);
    if (evidence->text) {
        g_string_append(html->out, ", « ");
        html_text(html, evidence->text);
        g_string_append(html->out, " »");
    }
    g_string_append(html->out, ", ");
    html_say(html, N_("rule"));
    g_string_append_c(html->out, ' ');
    html_text(html, evidence->rule);
    g_string_append(html->out, ", ");
    html_say(html, N_("confidence"));
    html_put(html, " %.0f %%", 100 * evidence->confidence);
}

/* Links to where else it stands, on other pages. */
static void append_elsewhere(Html *html, const GArray *spots)
{
    int page = 0;
    for (guint i = 0; i < spots->len; i++) {
        guint index = g_array_index(spots, guint, i);
        const Spot *spot = html->spots->pdata[index];
        if (page > 0 && spot->page != page) {
            GString *name = g_string_new(NULL);
            html_spot_name(html, name, index);
            html_put(html, " <a class=\"more\" href=\"#%s\" data-b=\"%s\">p.&#160;%d</a>",
                     name->str, name->str, spot->page);
            g_string_free(name, true);
        }
        page = spot->page;
    }
}

static void append_marks(Html *html, const Evidence *evidence, bool derived)
{
    if (derived) {
        g_string_append(html->out, " <small class=\"tag\">");
        html_say(html, N_("computed"));
        g_string_append(html->out, "</small>");
    }
    if (!evidence)
        return;
    if (evidence->confidence < sure)
        html_put(html, " <small class=\"doubt\">%.0f&#160;%%</small>", 100 * evidence->confidence);
    g_string_append(html->out, "<small class=\"how\">");
    html_text(html, evidence->rule);
    html_put(html, "&#160;· %.0f&#160;%%</small>", 100 * evidence->confidence);
}

static void append_read(Html *html, const char *pointer, const char *words, const GArray *spots,
                        bool derived)
{
    const GPtrArray *all = record_evidence(html->record, pointer);
    const Evidence *evidence = spots && all ? all->pdata[0] : NULL;
    const char *element = evidence ? "a" : "span";
    html_put(html, "<%s class=\"v\" id=\"", element);
    html_value_name(html, html->out, pointer);
    g_string_append_c(html->out, '"');
    if (evidence) {
        html_link_spots(html, spots);
        g_string_append(html->out, " title=\"");
        html_how(html, evidence);
        g_string_append_c(html->out, '"');
    }
    g_string_append_c(html->out, '>');
    html_text(html, words);
    html_put(html, "</%s>", element);
    append_marks(html, evidence, derived);
    if (evidence)
        append_elsewhere(html, spots);
}

void html_value(Html *html, const char *pointer, Shown shown)
{
    g_autofree char *own = shown.words ? NULL : words_of(html, pointer);
    const char *words = shown.words ? shown.words : own;
    g_hash_table_add(html->shown, g_strdup(pointer));
    if (words && (shown.words || html_is_set(html, pointer))) {
        append_read(html, pointer, words, html_spots_of(html, pointer), shown.derived);
    } else if (!shown.optional) {
        g_string_append(html->out, "<span class=\"nil\">");
        html_say(html, N_("not stated"));
        g_string_append(html->out, "</span>");
    }
}

bool html_row(Html *html, const char *label, const char *pointer, Shown shown)
{
    if (shown.optional && !html_is_set(html, pointer))
        return false;
    g_string_append(html->out, "<div><dt>");
    html_say(html, label);
    g_string_append(html->out, "</dt><dd>");
    html_value(html, pointer, shown);
    g_string_append(html->out, "</dd></div>\n");
    return true;
}

void html_mentions(Html *html, const char *pointer)
{
    const GArray *spots = html_spots_of(html, pointer);
    const GPtrArray *all = record_evidence(html->record, pointer);
    g_hash_table_add(html->shown, g_strdup(pointer));
    if (!spots || html_is_set(html, pointer))
        return;
    g_string_append(html->out, "<p class=\"also\" id=\"");
    html_value_name(html, html->out, pointer);
    g_string_append(html->out, "\">");
    html_say(html, N_("also read here:"));
    for (guint i = 0; i < spots->len; i++) {
        g_autoptr(GArray) one = g_array_new(false, false, sizeof(guint));
        const Evidence *evidence = all->pdata[i];
        g_array_append_vals(one, &g_array_index(spots, guint, i), 1);
        g_string_append(html->out, " <a");
        html_link_spots(html, one);
        g_string_append(html->out, " title=\"");
        html_how(html, evidence);
        g_string_append(html->out, "\">« ");
        html_text(html, evidence->text ? evidence->text : "…");
        html_put(html, " »</a> <small>p.&#160;%d</small>", evidence->page);
    }
    g_string_append(html->out, "</p>\n");
}

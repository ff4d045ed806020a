/* Blocks: the pieces a layout is made of. A block is a string (a paragraph) or an object whose "b"
 * is
 *
 *   text       t, and a paragraph style: align bold italic underline boxed indent hang size font
 *              before after spacing raise color
 *   act        from here on the facts are those of act "i", and it stands on these pages
 *   end        the act ends here: closing words of a session are no part of its last act
 *   visas      the references of the act, one a paragraph; "end", "last"
 *   decisions  the clauses of the act; "form" dash bullet arrow article plain; "end", "last"
 *   table      rows, widths, lines, header, middle
 *   columns    blocks side by side: "of" [[…], […]], "widths" [0.5, 0.5]
 *   margin     "of" in a narrow column at the left, "width"; what follows stands beside it
 *   names, proxies, roster, stays   people (lists.c)
 *   space rule logo page */
#include "case.h"

#include <string.h>

static double number(const json_t *block, const char *key)
{
    return json_number_value(json_object_get(block, key));
}

static const char *words(const json_t *block, const char *key, const char *otherwise)
{
    const char *text = json_string_value(json_object_get(block, key));
    return text ? text : otherwise;
}

TextStyle block_style(const json_t *block)
{
    const char *align = words(block, "align", "left");
    json_t *after = json_object_get(block, "after");
    return (TextStyle){
        .size = number(block, "size"),
        .font = words(block, "font", NULL),
        .align = g_str_equal(align, "center")    ? SHEET_CENTER
                 : g_str_equal(align, "right")   ? SHEET_RIGHT
                 : g_str_equal(align, "justify") ? SHEET_JUSTIFY
                                                 : SHEET_LEFT,
        .bold = json_is_true(json_object_get(block, "bold")),
        .italic = json_is_true(json_object_get(block, "italic")),
        .underline = json_is_true(json_object_get(block, "underline")),
        .boxed = json_is_true(json_object_get(block, "boxed")),
        .indent = number(block, "indent"),
        .hang = number(block, "hang"),
        .before = number(block, "before"),
        .after = after ? json_number_value(after) : 4,
        .spacing = number(block, "spacing"),
        .raise = number(block, "raise"),
        .color = words(block, "color", NULL),
    };
}

static bool text_block(Case *c, Sheet *sheet, json_t *block, GError **error)
{
    const char *pattern = json_is_string(block) ? json_string_value(block) : words(block, "t", "");
    g_autofree char *markup = expand(c, pattern, error);
    TextStyle style = block_style(json_is_string(block) ? NULL : block);
    return markup && sheet_text(sheet, markup, &style, error);
}

static void act_block(Case *c, json_t *block)
{
    c->act = (int)json_integer_value(json_object_get(block, "i"));
    g_return_if_fail(c->act >= 0 && c->act < CORPUS_MAX_ACTS);
    c->first_page[c->act] = 0;
    c->act_open = true;
}

/* Prints the strings of an array as paragraphs, with what each form puts before them. */
static bool clauses_block(Case *c, Sheet *sheet, json_t *block, const char *key, GError **error)
{
    json_t *items = json_object_get(case_act(c), key), *item;
    const char *form = words(block, "form", "plain");
    const char *end = words(block, "end", " ;"), *last = words(block, "last", ".");
    TextStyle style = block_style(block);
    size_t i, count = json_array_size(items);
    json_array_foreach(items, i, item)
    {
        g_autofree char *escaped = g_markup_escape_text(json_string_value(item), -1);
        g_autofree char *article =
            g_strdup_printf("<b>%s %zu%s :</b> ", words(block, "word", "Article"), i + 1,
                            i == 0 ? words(block, "first", "er") : "");
        const char *lead = g_str_equal(form, "dash")      ? "- "
                           : g_str_equal(form, "bullet")  ? "• "
                           : g_str_equal(form, "arrow")   ? "➢ "
                           : g_str_equal(form, "article") ? article
                                                          : "";
        g_autofree char *line = g_strconcat(lead, escaped, i + 1 == count ? last : end, NULL);
        if (!sheet_text(sheet, line, &style, error))
            return false;
    }
    return count > 0 || corpus_fail(error, "the act has no %s", key);
}

static bool table_block(Case *c, Sheet *sheet, json_t *block, GError **error)
{
    json_t *rows = json_object_get(block, "rows"), *row, *cell, *width;
    size_t columns = json_array_size(json_array_get(rows, 0)), i, j;
    g_autofree double *widths = g_new(double, columns + 1);
    for (i = 0; i < columns; i++)
        widths[i] = 1.0 / (double)columns;
    json_array_foreach(json_object_get(block, "widths"), i, width) if (i < columns) widths[i] =
        json_number_value(width);
    g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
    json_array_foreach(rows, i, row)
    {
        if (json_array_size(row) != columns)
            return corpus_fail(error, "table: row %zu has another number of cells", i + 1);
        json_array_foreach(row, j, cell)
        {
            char *markup = expand(c, json_string_value(cell), error);
            if (!markup)
                return false;
            g_ptr_array_add(cells, markup);
        }
    }
    TableStyle style = {.widths = widths,
                        .columns = (int)columns,
                        .lines = json_is_true(json_object_get(block, "lines")),
                        .header = json_is_true(json_object_get(block, "header")),
                        .middle = json_is_true(json_object_get(block, "middle")),
                        .size = number(block, "size"),
                        .before = number(block, "before"),
                        .after = 6};
    return sheet_table(sheet, (char *const *)cells->pdata, (int)json_array_size(rows), &style,
                       error);
}

static bool columns_block(Case *c, Sheet *sheet, json_t *block, GError **error)
{
    json_t *column;
    size_t i;
    double from = 0;
    sheet_columns_begin(sheet);
    json_array_foreach(json_object_get(block, "of"), i, column)
    {
        double width = json_number_value(json_array_get(json_object_get(block, "widths"), i));
        sheet_columns_narrow(sheet, from, from + width - 0.02);
        if (!blocks_print(c, sheet, column, error))
            return false;
        from += width;
    }
    sheet_columns_end(sheet);
    return true;
}

static bool margin_block(Case *c, Sheet *sheet, json_t *block, GError **error)
{
    double width = number(block, "width");
    sheet_columns_begin(sheet);
    sheet_columns_narrow(sheet, 0, width - 0.03);
    if (!blocks_print(c, sheet, json_object_get(block, "of"), error))
        return false;
    sheet_columns_margin(sheet, width);
    return true;
}

static bool block_print(Case *c, Sheet *sheet, json_t *block, GError **error)
{
    const char *kind = words(block, "b", "text");
    bool known = false;
    if (g_str_equal(kind, "text"))
        return text_block(c, sheet, block, error);
    if (g_str_equal(kind, "visas"))
        return clauses_block(c, sheet, block, "references", error);
    if (g_str_equal(kind, "decisions"))
        return clauses_block(c, sheet, block, "decisions", error);
    if (g_str_equal(kind, "table"))
        return table_block(c, sheet, block, error);
    if (g_str_equal(kind, "columns"))
        return columns_block(c, sheet, block, error);
    if (g_str_equal(kind, "margin"))
        return margin_block(c, sheet, block, error);
    if (g_str_equal(kind, "act"))
        act_block(c, block);
    else if (g_str_equal(kind, "end"))
        c->act_open = false;
    else if (g_str_equal(kind, "space"))
        sheet_space(sheet, number(block, "points"));
    else if (g_str_equal(kind, "rule"))
        sheet_rule(sheet, number(block, "width") > 0 ? number(block, "width") : 1);
    else if (g_str_equal(kind, "logo"))
        sheet_logo(sheet, number(block, "size") > 0 ? number(block, "size") : 50);
    else if (g_str_equal(kind, "page"))
        sheet_break_page(sheet);
    else
        return lists_print(c, sheet, block, &known, error) &&
               (known || corpus_fail(error, "no block is called \"%s\"", kind));
    return true;
}

/* False for what only makes room or draws: an act begins with its first words. */
static bool prints_words(json_t *block)
{
    static const char *const silent[] = {"act", "end", "space", "rule", "logo", "page", NULL};
    return !g_strv_contains(silent, words(block, "b", "text"));
}

bool blocks_print(Case *c, Sheet *sheet, json_t *blocks, GError **error)
{
    json_t *block;
    size_t i;
    json_array_foreach(blocks, i, block)
    {
        if (!block_print(c, sheet, block, error)) {
            g_prefix_error(error, "block %zu: ", i + 1);
            return false;
        }
        if (!c->act_open || !prints_words(block))
            continue;
        c->last_page[c->act] = sheet_page(sheet);
        if (c->first_page[c->act] == 0)
            c->first_page[c->act] = sheet_page(sheet);
    }
    return true;
}

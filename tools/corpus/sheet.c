/* Sheet: Pango and Cairo behind paragraphs, tables and columns; or plain text in their place. */
#include "sheet.h"

#include <cairo-pdf.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

enum { PAGE_WIDTH = 595, PAGE_HEIGHT = 842 };

struct Sheet {
    SheetStyle style;
    cairo_surface_t *surface; /* NULL for plain text */
    cairo_t *cairo;
    GByteArray *bytes; /* of the PDF */
    GString *text;     /* of plain text */
    GString *printed;
    SheetPageDone done;
    void *data;
    int page;
    double y;           /* where the next line goes */
    double left, right; /* the column at hand */
    double columns_top, columns_bottom, columns_left, columns_right;
    GBytes *finished;
};

static cairo_status_t keep_bytes(void *closure, const unsigned char *data, unsigned length)
{
    g_byte_array_append(closure, data, length);
    return CAIRO_STATUS_SUCCESS;
}

static Sheet *sheet_new(const SheetStyle *style)
{
    Sheet *sheet = g_new0(Sheet, 1);
    sheet->style = *style;
    sheet->printed = g_string_new(NULL);
    sheet->page = 1;
    sheet->y = style->top;
    sheet->left = style->left;
    sheet->right = PAGE_WIDTH - style->right;
    return sheet;
}

Sheet *sheet_new_pdf(const SheetStyle *style, SheetPageDone done, void *data)
{
    Sheet *sheet = sheet_new(style);
    sheet->done = done;
    sheet->data = data;
    sheet->bytes = g_byte_array_new();
    sheet->surface =
        cairo_pdf_surface_create_for_stream(keep_bytes, sheet->bytes, PAGE_WIDTH, PAGE_HEIGHT);
    /* The same bytes each run: no clock in the metadata. */
    cairo_pdf_surface_set_metadata(sheet->surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                   "2020-01-01T00:00:00Z");
    cairo_pdf_surface_set_metadata(sheet->surface, CAIRO_PDF_METADATA_CREATOR, "delibex-corpus");
    sheet->cairo = cairo_create(sheet->surface);
    return sheet;
}

Sheet *sheet_new_text(const SheetStyle *style)
{
    Sheet *sheet = sheet_new(style);
    sheet->text = g_string_new(NULL);
    return sheet;
}

void sheet_free(Sheet *sheet)
{
    if (!sheet)
        return;
    g_clear_pointer(&sheet->cairo, cairo_destroy);
    g_clear_pointer(&sheet->surface, cairo_surface_destroy);
    if (sheet->bytes)
        g_byte_array_unref(sheet->bytes);
    if (sheet->text)
        g_string_free(sheet->text, true);
    g_clear_pointer(&sheet->finished, g_bytes_unref);
    g_string_free(sheet->printed, true);
    g_free(sheet);
}

int sheet_page(const Sheet *sheet)
{
    return sheet->page;
}

const char *sheet_printed(const Sheet *sheet)
{
    return sheet->printed->str;
}

static void remember(Sheet *sheet, const char *words)
{
    g_auto(GStrv) parts = g_strsplit_set(words, " \n\t", -1);
    for (char **p = parts; *p; p++)
        if (**p)
            g_string_append_printf(sheet->printed, "%s ", *p);
}

static void page_done(Sheet *sheet)
{
    if (sheet->done)
        sheet->done(sheet, sheet->page, sheet->data);
    cairo_show_page(sheet->cairo);
}

void sheet_break_page(Sheet *sheet)
{
    if (!sheet->surface) {
        g_string_append_c(sheet->text, sheet->style.flat ? ' ' : '\n');
        return;
    }
    page_done(sheet);
    sheet->page++;
    sheet->y = sheet->style.top;
}

/* Makes room for a line of this height. */
static void need(Sheet *sheet, double height)
{
    if (sheet->y + height > PAGE_HEIGHT - sheet->style.bottom)
        sheet_break_page(sheet);
}

void sheet_space(Sheet *sheet, double points)
{
    if (!sheet->surface) {
        if (points >= 8 && !sheet->style.flat && !g_str_has_suffix(sheet->text->str, "\n\n"))
            g_string_append_c(sheet->text, '\n');
    } else if (sheet->y > sheet->style.top) {
        sheet->y += points;
    }
}

/* ---- Plain text ---------------------------------------------------------------------------- */

static void text_line(Sheet *sheet, const char *words, double indent)
{
    if (sheet->style.flat) {
        g_string_append_printf(sheet->text, "%s%s", sheet->text->len ? " " : "", words);
        return;
    }
    int width = sheet->style.columns ? sheet->style.columns : 92;
    int margin = (int)(indent / 6), at = 0;
    g_auto(GStrv) parts = g_strsplit(words, " ", -1);
    for (char **p = parts; *p; p++) {
        int length = (int)g_utf8_strlen(*p, -1);
        if (at && at + 1 + length > width) {
            g_string_append_c(sheet->text, '\n');
            at = 0;
        }
        if (at)
            g_string_append_c(sheet->text, ' ');
        else
            for (; at < margin; at++)
                g_string_append_c(sheet->text, ' ');
        g_string_append(sheet->text, *p);
        at += length + 1;
    }
    g_string_append_c(sheet->text, '\n');
}

/* ---- Paragraphs ---------------------------------------------------------------------------- */

static char *plain_words(const char *markup, GError **error)
{
    char *plain = NULL;
    if (!pango_parse_markup(markup, -1, 0, NULL, &plain, NULL, error))
        return NULL;
    return plain;
}

static void set_color(Sheet *sheet, const char *color)
{
    PangoColor c = {0};
    if (color && pango_color_parse(&c, color))
        cairo_set_source_rgb(sheet->cairo, c.red / 65535.0, c.green / 65535.0, c.blue / 65535.0);
    else
        cairo_set_source_rgb(sheet->cairo, 0, 0, 0);
}

static PangoLayout *layout_new(Sheet *sheet, const char *markup, const TextStyle *style,
                               double width)
{
    PangoLayout *layout = pango_cairo_create_layout(sheet->cairo);
    g_autoptr(PangoFontDescription) font = pango_font_description_new();
    pango_font_description_set_family(font, style->font ? style->font : sheet->style.font);
    pango_font_description_set_absolute_size(
        font, (style->size > 0 ? style->size : sheet->style.size) * PANGO_SCALE);
    if (style->bold)
        pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
    if (style->italic)
        pango_font_description_set_style(font, PANGO_STYLE_ITALIC);
    pango_layout_set_font_description(layout, font);
    g_autoptr(GString) full = g_string_new(markup);
    if (style->underline) {
        g_string_prepend(full, "<u>");
        g_string_append(full, "</u>");
    }
    if (style->spacing > 0) {
        g_autofree char *open =
            g_strdup_printf("<span letter_spacing=\"%d\">", (int)(style->spacing * PANGO_SCALE));
        g_string_prepend(full, open);
        g_string_append(full, "</span>");
    }
    pango_layout_set_markup(layout, full->str, -1);
    pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    if (style->hang > 0)
        pango_layout_set_indent(layout, (int)(-style->hang * PANGO_SCALE));
    pango_layout_set_justify(layout, style->align == SHEET_JUSTIFY);
    pango_layout_set_alignment(layout, style->align == SHEET_CENTER  ? PANGO_ALIGN_CENTER
                                       : style->align == SHEET_RIGHT ? PANGO_ALIGN_RIGHT
                                                                     : PANGO_ALIGN_LEFT);
    return layout;
}

/* Draws the lines of a layout from the sheet's y on, breaking pages between lines. */
static void draw_lines(Sheet *sheet, PangoLayout *layout, double left, double raise, bool breaks)
{
    g_autoptr(PangoLayoutIter) iter = pango_layout_get_iter(layout);
    do {
        PangoRectangle box;
        pango_layout_iter_get_line_extents(iter, NULL, &box);
        double height = (double)box.height / PANGO_SCALE * sheet->style.line_spacing;
        if (breaks)
            need(sheet, height);
        int top;
        pango_layout_iter_get_line_yrange(iter, &top, NULL);
        double ascent = (double)(pango_layout_iter_get_baseline(iter) - top) / PANGO_SCALE;
        cairo_move_to(sheet->cairo, left + (double)box.x / PANGO_SCALE, sheet->y + ascent - raise);
        pango_cairo_show_layout_line(sheet->cairo, pango_layout_iter_get_line_readonly(iter));
        sheet->y += height;
    } while (pango_layout_iter_next_line(iter));
}

bool sheet_text(Sheet *sheet, const char *markup, const TextStyle *style, GError **error)
{
    g_autofree char *words = plain_words(markup, error);
    if (!words)
        return false;
    remember(sheet, words);
    sheet_space(sheet, style->before);
    if (!sheet->surface) {
        g_auto(GStrv) lines = g_strsplit(words, "\n", -1);
        for (char **line = lines; *line; line++)
            text_line(sheet, *line, style->indent);
        sheet_space(sheet, style->after);
        return true;
    }
    double pad = style->boxed ? 5 : 0;
    double left = sheet->left + style->indent + pad;
    g_autoptr(PangoLayout) layout = layout_new(sheet, markup, style, sheet->right - left - pad);
    set_color(sheet, style->color);
    if (style->boxed) {
        int height;
        pango_layout_get_pixel_size(layout, NULL, &height);
        need(sheet, height * sheet->style.line_spacing + 2 * pad);
        double top = sheet->y;
        sheet->y += pad;
        draw_lines(sheet, layout, left, 0, false);
        sheet->y += pad;
        cairo_set_line_width(sheet->cairo, 0.8);
        cairo_rectangle(sheet->cairo, left - pad, top, sheet->right - left + pad, sheet->y - top);
        cairo_stroke(sheet->cairo);
    } else {
        draw_lines(sheet, layout, left, style->raise, true);
    }
    set_color(sheet, NULL);
    sheet_space(sheet, style->after);
    return true;
}

/* ---- Tables -------------------------------------------------------------------------------- */

static bool table_row_text(Sheet *sheet, char *const *cells, const TableStyle *style,
                           GError **error)
{
    g_autoptr(GString) line = g_string_new(NULL);
    int width = sheet->style.columns ? sheet->style.columns : 92;
    double from = 0;
    for (int c = 0; c < style->columns; c++) {
        g_autofree char *words = plain_words(cells[c], error);
        if (!words)
            return false;
        remember(sheet, words);
        if (!sheet->style.flat)
            while (g_utf8_strlen(line->str, -1) < (long)(from * width))
                g_string_append_c(line, ' ');
        if (line->len && !g_str_has_suffix(line->str, " "))
            g_string_append_c(line, ' ');
        g_string_append(line, g_strdelimit(words, "\n", ' '));
        from += style->widths[c];
    }
    g_strchomp(line->str);
    g_string_append_printf(sheet->text, sheet->style.flat ? " %s" : "%s\n", line->str);
    return true;
}

static bool table_row(Sheet *sheet, char *const *cells, const TableStyle *style, bool bold,
                      GError **error)
{
    double room = sheet->right - sheet->left, pad = style->lines ? 3 : 1, height = 0;
    TextStyle text = {.size = style->size, .bold = bold};
    g_autoptr(GPtrArray) layouts = g_ptr_array_new_with_free_func(g_object_unref);
    for (int c = 0; c < style->columns; c++) {
        g_autofree char *words = plain_words(cells[c], error);
        if (!words)
            return false;
        remember(sheet, words);
        PangoLayout *layout =
            layout_new(sheet, cells[c], &text, fmax(8, style->widths[c] * room - 2 * pad));
        g_ptr_array_add(layouts, layout);
        int h;
        pango_layout_get_pixel_size(layout, NULL, &h);
        height = fmax(height, h + 2 * pad);
    }
    need(sheet, height);
    double x = sheet->left, top = sheet->y;
    for (int c = 0; c < style->columns; c++) {
        int h;
        pango_layout_get_pixel_size(layouts->pdata[c], NULL, &h);
        sheet->y = style->middle ? top + (height - h) / 2 : top + pad;
        draw_lines(sheet, layouts->pdata[c], x + pad, 0, false);
        if (style->lines) {
            cairo_set_line_width(sheet->cairo, 0.5);
            cairo_rectangle(sheet->cairo, x, top, style->widths[c] * room, height);
            cairo_stroke(sheet->cairo);
        }
        x += style->widths[c] * room;
    }
    sheet->y = top + height;
    return true;
}

bool sheet_table(Sheet *sheet, char *const *cells, int rows, const TableStyle *style,
                 GError **error)
{
    sheet_space(sheet, style->before);
    for (int r = 0; r < rows; r++) {
        char *const *row = cells + r * style->columns;
        bool done = sheet->surface ? table_row(sheet, row, style, style->header && r == 0, error)
                                   : table_row_text(sheet, row, style, error);
        if (!done)
            return false;
    }
    sheet_space(sheet, style->after);
    return true;
}

/* ---- Furniture ----------------------------------------------------------------------------- */

void sheet_rule(Sheet *sheet, double width)
{
    if (!sheet->surface)
        return;
    need(sheet, 6);
    double middle = (sheet->left + sheet->right) / 2,
           half = (sheet->right - sheet->left) * width / 2;
    cairo_set_line_width(sheet->cairo, 0.7);
    cairo_move_to(sheet->cairo, middle - half, sheet->y + 3);
    cairo_line_to(sheet->cairo, middle + half, sheet->y + 3);
    cairo_stroke(sheet->cairo);
    sheet->y += 6;
}

void sheet_logo(Sheet *sheet, double size)
{
    if (!sheet->surface)
        return;
    double x = sheet->left, y = sheet->y;
    cairo_set_source_rgb(sheet->cairo, 0.13, 0.42, 0.60);
    cairo_arc(sheet->cairo, x + size / 2, y + size / 2, size / 2, 0, 2 * G_PI);
    cairo_fill(sheet->cairo);
    cairo_set_source_rgb(sheet->cairo, 0.95, 0.72, 0.15);
    cairo_move_to(sheet->cairo, x + size * 0.15, y + size * 0.7);
    cairo_curve_to(sheet->cairo, x + size * 0.4, y + size * 0.3, x + size * 0.6, y + size,
                   x + size * 0.9, y + size * 0.45);
    cairo_set_line_width(sheet->cairo, size / 12);
    cairo_stroke(sheet->cairo);
    set_color(sheet, NULL);
    sheet->y += size + 4;
}

void sheet_columns_begin(Sheet *sheet)
{
    sheet->columns_top = sheet->columns_bottom = sheet->y;
    sheet->columns_left = sheet->left;
    sheet->columns_right = sheet->right;
}

void sheet_columns_narrow(Sheet *sheet, double from, double to)
{
    double width = sheet->columns_right - sheet->columns_left;
    sheet->columns_bottom = fmax(sheet->columns_bottom, sheet->y);
    sheet->y = sheet->columns_top;
    sheet->left = sheet->columns_left + from * width;
    sheet->right = sheet->columns_left + to * width;
}

void sheet_columns_end(Sheet *sheet)
{
    sheet->y = fmax(sheet->columns_bottom, sheet->y);
    sheet->left = sheet->columns_left;
    sheet->right = sheet->columns_right;
}

void sheet_columns_margin(Sheet *sheet, double from)
{
    sheet->y = sheet->columns_top;
    sheet->left = sheet->columns_left + from * (sheet->columns_right - sheet->columns_left);
    sheet->right = sheet->columns_right;
}

bool sheet_stamp(Sheet *sheet, double x, double y, double width, const char *const *lines,
                 double size, GError **error)
{
    double here = sheet->y, left = sheet->left, right = sheet->right,
           spacing = sheet->style.line_spacing;
    sheet->y = y + 4;
    sheet->left = x + 5;
    sheet->right = x + width;
    sheet->style.line_spacing = 1.15;
    bool done = true;
    for (; *lines && done; lines++) {
        TextStyle style = {.size = size, .font = "Liberation Sans"};
        g_autofree char *markup = g_markup_escape_text(*lines, -1);
        done = sheet_text(sheet, markup, &style, error);
    }
    cairo_set_line_width(sheet->cairo, 0.8);
    cairo_rectangle(sheet->cairo, x, y, width, sheet->y - y + 4);
    cairo_stroke(sheet->cairo);
    sheet->y = here;
    sheet->left = left;
    sheet->right = right;
    sheet->style.line_spacing = spacing;
    return done;
}

bool sheet_footer(Sheet *sheet, const char *markup, GError **error)
{
    g_autofree char *words = plain_words(markup, error);
    if (!words)
        return false;
    remember(sheet, words);
    TextStyle style = {.size = 8, .align = SHEET_CENTER};
    double here = sheet->y, width = PAGE_WIDTH - sheet->style.left - sheet->style.right;
    g_autoptr(PangoLayout) layout = layout_new(sheet, markup, &style, width);
    sheet->y = PAGE_HEIGHT - 40;
    draw_lines(sheet, layout, sheet->style.left, 0, false);
    sheet->y = here;
    return true;
}

GBytes *sheet_bytes(Sheet *sheet)
{
    if (sheet->finished)
        return sheet->finished;
    if (sheet->surface) {
        page_done(sheet);
        cairo_surface_finish(sheet->surface);
        sheet->finished = g_bytes_new(sheet->bytes->data, sheet->bytes->len);
    } else {
        sheet->finished = g_bytes_new(sheet->text->str, sheet->text->len);
    }
    return sheet->finished;
}

/* Typeset: a plain text on paper, line by line, as a PDF with embedded fonts. What is read from the
 * text must be read from it. */
#include "typeset.h"

#include "sheet.h"

#include <math.h>
#include <string.h>

enum {
    PAPER_WIDTH = 595,
    LINE_FITS = 90, /* characters on a line of this paper; longer lines are set smaller */
    SMALLEST = 6    /* points; what does not fit then is broken */
};

static const SheetStyle paper = {
    .font = "DejaVu Sans",
    .size = 10,
    .left = 40,
    .right = 30,
    .top = 60,
    .bottom = 60,
    .line_spacing = 1,
};

static bool has_columns(const char *text)
{
    for (const char *gap = text; (gap = strstr(gap, "   ")) != NULL; gap += strspn(gap, " "))
        if (gap > text && gap[-1] != '\n' && !strchr("\n\f", gap[strspn(gap, " ")]))
            return true;
    return false;
}

/* One size for the whole text, so that its longest line fits. A text with columns is set in letters
 * of one width, which keep them apart: Pango makes that whole points, and it is 0.6 of the size. */
static TextStyle style_of(const char *text, char **lines)
{
    double longest = LINE_FITS;
    for (; *lines; lines++)
        longest = fmax(longest, (double)g_utf8_strlen(*lines, -1));
    if (has_columns(text)) {
        double wide = floor((PAPER_WIDTH - paper.left - paper.right) / longest);
        return (TextStyle){.font = "DejaVu Sans Mono", .size = fmax(SMALLEST, wide / 0.61)};
    }
    return (TextStyle){.size = fmax(SMALLEST, paper.size * LINE_FITS / longest)};
}

static bool print_line(Sheet *sheet, const char *line, const TextStyle *style, GError **error)
{
    if (!line[strspn(line, " \t")]) {
        sheet_space(sheet, style->size * 1.2);
        return true;
    }
    g_autofree char *markup = g_markup_escape_text(line, -1);
    return sheet_text(sheet, markup, style, error);
}

static bool print_page(Sheet *sheet, const char *text, const TextStyle *style, GError **error)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++)
        if (!print_line(sheet, *line, style, error))
            return false;
    return true;
}

GBytes *typeset(const char *text, GError **error)
{
    g_autoptr(GString) clean = g_string_new(text);
    g_string_replace(clean, "\r", "", 0);
    g_strchomp(clean->str);
    g_auto(GStrv) lines = g_strsplit_set(clean->str, "\n\f", -1);
    g_auto(GStrv) pages = g_strsplit(clean->str, "\f", -1);
    TextStyle style = style_of(clean->str, lines);
    g_autoptr(Sheet) sheet = sheet_new_pdf(&paper, NULL, NULL);
    for (char **page = pages; *page; page++) {
        if (page > pages)
            sheet_break_page(sheet);
        if (!print_page(sheet, *page, &style, error))
            return NULL;
    }
    return g_bytes_ref(sheet_bytes(sheet));
}

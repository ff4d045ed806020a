/* Typeset: a plain text on paper, line by line, as a PDF with embedded fonts. What is read from the
 * text must be read from it. */
#include "typeset.h"

#include "sheet.h"

#include <math.h>
#include <string.h>

enum {
    LINE_FITS = 90, /* characters a line of this paper holds; longer ones are set smaller */
    SMALLEST = 6    /* points; what does not fit then is broken */
};

static const SheetStyle paper = {
    .font = "DejaVu Sans",
    .size = 10,
    .left = 60,
    .right = 40,
    .top = 60,
    .bottom = 60,
    .line_spacing = 1,
};

/* One size for the whole text, so that its longest line fits. */
static double size_for(char **lines)
{
    double longest = LINE_FITS;
    for (; *lines; lines++)
        longest = fmax(longest, (double)g_utf8_strlen(*lines, -1));
    return fmax(SMALLEST, paper.size * LINE_FITS / longest);
}

static bool print_line(Sheet *sheet, const char *line, double size, GError **error)
{
    if (!line[strspn(line, " \t")]) {
        sheet_space(sheet, size * 1.2);
        return true;
    }
    g_autofree char *markup = g_markup_escape_text(line, -1);
    const TextStyle style = {.size = size};
    return sheet_text(sheet, markup, &style, error);
}

static bool print_page(Sheet *sheet, char *text, double size, GError **error)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++)
        if (!print_line(sheet, *line, size, error))
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
    double size = size_for(lines);
    g_autoptr(Sheet) sheet = sheet_new_pdf(&paper, NULL, NULL);
    for (char **page = pages; *page; page++) {
        if (page > pages)
            sheet_break_page(sheet);
        if (!print_page(sheet, *page, size, error))
            return NULL;
    }
    return g_bytes_ref(sheet_bytes(sheet));
}

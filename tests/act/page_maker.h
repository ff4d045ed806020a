/* Pages drawn for the tests of layout, and what they give. */
#ifndef DELIBEX_TESTS_PAGE_MAKER_H
#define DELIBEX_TESTS_PAGE_MAKER_H

#include "../../src/act/act.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

G_GNUC_UNUSED static Page *a4(Document *document)
{
    return document_add_page(document, 595, 842, TEXT_SOURCE_LAYER);
}

/* Draws a run of text whose first box starts at x, y; gives where it ends. */
G_GNUC_UNUSED static float draw_run(Page *page, float x, float y, float size, guint8 flags,
                                    const char *utf8)
{
    for (const char *p = utf8; *p; p = g_utf8_next_char(p), x += size / 2)
        page_add_glyph(
            page, (Glyph){g_utf8_get_char(p), {x, y, x + size / 2, y + size}, size, 100, flags});
    return x;
}

G_GNUC_UNUSED static void end_line(Page *page)
{
    page_add_glyph(page, (Glyph){.ch = '\n', .confidence = 100});
}

G_GNUC_UNUSED static void draw(Page *page, float x, float y, const char *utf8)
{
    draw_run(page, x, y, 10, 0, utf8);
    end_line(page);
}

/* The lines that hold words, folded; those of a stamp left out when `stamps` is false. What is
 * blank to rules is folded again from the original. */
G_GNUC_UNUSED static char *words_of(const Text *text, bool stamps)
{
    GString *words = g_string_new(NULL);
    for (size_t i = 0; i < text_line_count(text); i++) {
        const Line *line = text_line(text, i);
        if (span_length(line->span) == 0 || (!stamps && (line->flags & LINE_STAMP) != 0))
            continue;
        g_autofree char *quote = text_quote(text, line->span);
        g_autofree char *folded = text_fold(quote);
        g_string_append_printf(words, "%s\n", folded);
    }
    return g_string_free(words, false);
}

/* How many lines hold words. */
G_GNUC_UNUSED static size_t printed_lines(const Text *text)
{
    size_t count = 0;
    for (size_t i = 0; i < text_line_count(text); i++)
        count += span_length(text_line(text, i)->span) > 0;
    return count;
}

G_GNUC_UNUSED static const Line *line_of(const Text *text, const char *words)
{
    const char *at = strstr(text_folded(text, NULL), words);
    ck_assert_msg(at != NULL, "no « %s » in:\n%s", words, text_folded(text, NULL));
    return text_line(text, text_line_at(text, (size_t)(at - text_folded(text, NULL))));
}

G_GNUC_UNUSED static void assert_text(const Document *document, const char *expected)
{
    g_autoptr(Text) text = layout(document);
    g_autofree char *words = words_of(text, true);
    ck_assert_str_eq(words, expected);
}

/* Prose that fills a column of `columns` characters, each line starting in the middle of a
 * sentence. */
G_GNUC_UNUSED static void draw_prose(Page *page, float x, float y, int lines, int columns,
                                     char mark)
{
    for (int i = 0; i < lines; i++) {
        GString *line = g_string_new(NULL);
        g_string_append_printf(line, "%cligne%02d", g_ascii_tolower(mark), i);
        while ((int)line->len < columns)
            g_string_append(line, " mot");
        g_string_truncate(line, (gsize)columns);
        line->str[columns - 1] = 'x';
        draw(page, x, y + (float)i * 12, line->str);
        g_string_free(line, true);
    }
}

#endif

/* A page's text → glyphs, from three walks of poppler's over the same words: characters, rectangles
 * and runs of one font. */
#include "blank.h"
#include "pdf_room.h"
#include "utf8.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

typedef PopplerRectangle Rectangles;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Rectangles, g_free)

typedef GList Attributes;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Attributes, poppler_page_free_text_attributes)

enum { WHITE_FROM = 0xFA00 }; /* of 0xFFFF, each colour */

static Box box_of(const PopplerRectangle *rectangle)
{
    float x1 = pdf_points(rectangle->x1), x2 = pdf_points(rectangle->x2);
    float y1 = pdf_points(rectangle->y1), y2 = pdf_points(rectangle->y2);
    return (Box){MIN(x1, x2), MIN(y1, y2), MAX(x1, x2), MAX(y1, y2)};
}

/* C0 and C1 controls are never characters of an act: a font without a map gave them. */
static gunichar printable(gunichar ch)
{
    if (ch == '\n' || (ch >= 0x20 && ch < 0x7F))
        return ch;
    if (ch == '\t' || ch == '\r' || ch == '\f' || ch == '\v')
        return ' ';
    return ch < 0xA0 ? 0xFFFD : ch;
}

/* One glyph a character of `text`; boxes only when there is exactly one rectangle for each. */
static void add_glyphs(Document *document, Page *page, const char *text,
                       const PopplerRectangle *rectangles, guint rectangle_count)
{
    const char *end = text + strlen(text);
    guint count = 0;
    bool bad = false;
    g_array_set_size(page->glyphs, (guint)(end - text)); /* a byte each at least */
    Glyph *glyphs = (Glyph *)page->glyphs->data;
    for (const char *at = text; at < end; count++) {
        gunichar ch = *at >= 0x20 && *at < 0x7F ? (gunichar)*at++ /* nearly all */
                                                : printable(utf8_next(&at, end, &bad));
        Box box = count < rectangle_count ? box_of(&rectangles[count]) : (Box){0};
        glyphs[count] = (Glyph){ch, box, box.y1 - box.y0, 100, 0};
    }
    g_array_set_size(page->glyphs, count);
    if (bad)
        document_flag(document, "repaired_text");
    if (page->glyphs->len == rectangle_count)
        return;
    for (guint i = 0; i < page->glyphs->len; i++) {
        Glyph *glyph = &g_array_index(page->glyphs, Glyph, i);
        glyph->box = (Box){0};
        glyph->size = 0;
    }
    document_flag(document, "lost_geometry");
}

static bool is_bold(const char *font)
{
    static const char *const words[] = {"bold", "black", "heavy", "demi"};
    if (!font)
        return false;
    g_autofree char *lower = g_ascii_strdown(font, -1);
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (strstr(lower, words[i]))
            return true;
    return false;
}

/* Runs of one font and colour: their sizes, weights and whether they are white. */
static void add_attributes(Document *document, Page *page, const GList *runs)
{
    for (const GList *link = runs; link; link = link->next) {
        const PopplerTextAttributes *run = link->data;
        bool white = run->color.red >= WHITE_FROM && run->color.green >= WHITE_FROM &&
                     run->color.blue >= WHITE_FROM;
        guint8 flags = (is_bold(run->font_name) ? GLYPH_BOLD : 0) | (white ? GLYPH_HIDDEN : 0);
        float size = pdf_points(run->font_size);
        for (int i = MAX(run->start_index, 0); i <= run->end_index && i < (int)page->glyphs->len;
             i++) {
            Glyph *glyph = &g_array_index(page->glyphs, Glyph, i);
            glyph->flags |= flags;
            if (size > 0)
                glyph->size = size;
        }
        if (white)
            document_flag(document, "white_text");
    }
}

/* True when the glyphs of a word go down or up the page, or leftwards. */
static bool is_rotated(const Glyph *first, const Glyph *last)
{
    float dx = (last->box.x0 + last->box.x1 - first->box.x0 - first->box.x1) / 2;
    float dy = (last->box.y0 + last->box.y1 - first->box.y0 - first->box.y1) / 2;
    return fabsf(dy) > fabsf(dx) || dx < -(last->box.y1 - last->box.y0);
}

/* Marks the words that are not upright. A word of one or two characters says too little. */
static void mark_rotated(Document *document, Page *page)
{
    Glyph *glyphs = (Glyph *)page->glyphs->data;
    guint count = page->glyphs->len;
    for (guint start = 0, end; start < count; start = end + 1) {
        for (end = start; end < count && !is_blank(glyphs[end].ch);)
            end++;
        if (end - start < 3 || box_is_empty(glyphs[start].box) ||
            !is_rotated(&glyphs[start], &glyphs[end - 1]))
            continue;
        for (guint i = start; i < end; i++)
            glyphs[i].flags |= GLYPH_ROTATED;
        document_flag(document, "rotated_text");
    }
}

void pdf_read_text(Document *document, Page *page, PopplerPage *source)
{
    g_autofree char *text = poppler_page_get_text(source);
    if (!text || !*text)
        return;
    g_autoptr(Rectangles) rectangles = NULL;
    guint count = 0;
    poppler_page_get_text_layout(source, &rectangles, &count);
    add_glyphs(document, page, text, rectangles, count);
    g_autoptr(Attributes) runs = poppler_page_get_text_attributes(source);
    add_attributes(document, page, runs);
    mark_rotated(document, page);
}

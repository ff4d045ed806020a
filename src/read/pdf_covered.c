/* Text that is painted over or clipped away: the PDF library gives it as any other. Where a page's
 * content lets it be suspected, the page is drawn, and words of which nothing is seen are found. */
#include "blank.h"
#include "content.h"
#include "pdf_picture.h"
#include "pdf_room.h"

enum {
    PAGES_MOST = 20,  /* of a document: one takes five milliseconds */
    CONTRAST = 24,    /* of 255: a word that stands out less is not seen */
    LETTERS_LEAST = 2 /* of a word: a single one may be a blank */
};

static const double PIXELS_MOST = 4e6;

typedef cairo_surface_t Surface;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Surface, cairo_surface_destroy)

typedef cairo_t Pen;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pen, cairo_destroy)

/* ---- Suspicion ------------------------------------------------------------------------------- */

/* Whether a letter stands where a content has text, on a page that is shown as it is. */
static bool has_letter_at(const Page *page, ContentSpot spot)
{
    const float slack = spot.size / 4, x = spot.x, y = (float)page->height - spot.y;
    for (guint i = 0; i < page->glyphs->len; i++) {
        const Glyph *glyph = &g_array_index(page->glyphs, Glyph, i);
        const Box box = glyph->box;
        if (x > box.x0 - slack && x < box.x1 + slack && y > box.y0 - slack && y < box.y1 + slack &&
            g_unichar_isalnum(glyph->ch))
            return true;
    }
    return false;
}

static bool is_suspect(const Page *page, const GArray *spots)
{
    for (guint i = 0; i < spots->len; i++)
        if (has_letter_at(page, g_array_index(spots, ContentSpot, i)))
            return true;
    return false;
}

/* ---- Looking --------------------------------------------------------------------------------- */

/* The page, without what is laid over it. NULL when it cannot be drawn. */
static Surface *draw(PopplerPage *page, double *scale)
{
    double width = 0, height = 0;
    poppler_page_get_size(page, &width, &height);
    if (!(width > 1 && height > 1 && width < 1e5 && height < 1e5))
        return NULL;
    *scale = MIN(1, sqrt(PIXELS_MOST / (width * height)));
    g_autoptr(Surface) surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, (int)ceil(width * *scale), (int)ceil(height * *scale));
    g_autoptr(Pen) pen = cairo_create(surface);
    cairo_set_source_rgb(pen, 1, 1, 1);
    cairo_paint(pen);
    cairo_scale(pen, *scale, *scale);
    poppler_page_render_for_printing_with_options(page, pen, POPPLER_PRINT_DOCUMENT);
    cairo_surface_flush(surface);
    return cairo_status(pen) == CAIRO_STATUS_SUCCESS ? g_steal_pointer(&surface) : NULL;
}

/* True when all of a box, but its rims above and below, is of about one colour. */
static bool is_plain(Surface *drawn, Box box)
{
    const float RIM = 0.2F; /* of the height: neighbouring lines and rules reach into it */
    const float rim = RIM * (box.y1 - box.y0);
    const guint8 *bytes = cairo_image_surface_get_data(drawn);
    const int stride = cairo_image_surface_get_stride(drawn);
    const int x0 = MAX(0, (int)floorf(box.x0)), y0 = MAX(0, (int)floorf(box.y0 + rim));
    const int x1 = MIN(cairo_image_surface_get_width(drawn), (int)ceilf(box.x1));
    const int y1 = MIN(cairo_image_surface_get_height(drawn), (int)ceilf(box.y1 - rim));
    guint8 least[3] = {255, 255, 255}, most[3] = {0};
    for (int y = y0; y < y1; y++)
        for (int x = x0; x < x1; x++)
            for (int i = 0; i < 3; i++) {
                guint8 colour = bytes[y * stride + 4 * x + i];
                least[i] = MIN(least[i], colour);
                most[i] = MAX(most[i], colour);
            }
    for (int i = 0; i < 3; i++)
        if (most[i] - least[i] >= CONTRAST)
            return false;
    return x0 < x1 && y0 < y1;
}

/* Flags the words of which nothing is seen. */
static void look(Document *document, Page *page, Surface *drawn, float scale)
{
    Glyph *glyphs = (Glyph *)page->glyphs->data;
    for (guint start = 0, end; start < page->glyphs->len; start = end + 1) {
        Box box = {0};
        int letters = 0;
        for (end = start; end < page->glyphs->len && !is_blank(glyphs[end].ch); end++) {
            box = box_union(box, glyphs[end].box);
            letters += !(glyphs[end].flags & GLYPH_HIDDEN) && g_unichar_isalnum(glyphs[end].ch);
        }
        box = (Box){box.x0 * scale, box.y0 * scale, box.x1 * scale, box.y1 * scale};
        if (letters < LETTERS_LEAST || !is_plain(drawn, box))
            continue;
        for (guint i = start; i < end; i++)
            glyphs[i].flags |= GLYPH_HIDDEN;
        document_flag(document, "hidden_text");
    }
}

void pdf_find_covered(Document *document, OpenDocument *source, const GArray *spots)
{
    int left = PAGES_MOST;
    for (guint i = 0; spots->len > 0 && left > 0 && i < document->pages->len; i++) {
        Page *page = document->pages->pdata[i];
        double scale = 1;
        if (page->glyphs->len == 0 || !is_suspect(page, spots))
            continue;
        g_autoptr(OpenPage) from = poppler_document_get_page(source, (int)i);
        if (!from || pdf_is_picture(from))
            continue; /* the words that somebody recognised lie invisibly on the scan */
        g_autoptr(Surface) drawn = draw(from, &scale);
        left--;
        if (drawn)
            look(document, page, drawn, (float)scale);
    }
}

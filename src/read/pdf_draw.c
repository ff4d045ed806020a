/* Pages as people see them: drawn on the screen's terms, stamps and all, for whoever looks at them
 * beside what was read. */
#include "pdf_room.h"
#include "picture.h"
#include "read.h"

typedef cairo_surface_t Surface;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Surface, cairo_surface_destroy)

typedef cairo_t Pen;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pen, cairo_destroy)

static const double DPI = 144;     /* small print is legible, twice as large on a fine screen */
static const double PIXELS = 3e6;  /* at most: what is larger than A4 gets fewer dots an inch */
static const double SIDE = 3e4;    /* points: the largest page that is one */
static const double LEAST_DPI = 9; /* a page of which less can be had is not worth it */

/* Straightened as the page was when its words were recognised, so that their boxes lie on them. */
static void turn(cairo_t *pen, int width, int height, double degrees)
{
    cairo_translate(pen, width / 2.0, height / 2.0);
    cairo_rotate(pen, degrees * G_PI / 180);
    cairo_translate(pen, -width / 2.0, -height / 2.0);
}

/* Turned clockwise by quarters; `width` and `height` are those the page has before. */
static void turn_upright(cairo_t *pen, int width, int height, int quarters)
{
    if (quarters == 1 || quarters == 2)
        cairo_translate(pen, quarters == 1 ? height : width, quarters == 2 ? height : 0);
    else if (quarters == 3)
        cairo_translate(pen, 0, width);
    cairo_rotate(pen, quarters * G_PI / 2);
}

/* NULL when it cannot be drawn. */
static GByteArray *draw_page(PopplerPage *from, double skew, int quarters, const char **type)
{
    double width = 0, height = 0;
    poppler_page_get_size(from, &width, &height);
    if (!(width >= 1 && height >= 1 && width <= SIDE && height <= SIDE))
        return NULL;
    double dpi = MIN(DPI, 72 * sqrt(PIXELS / (width * height)));
    int wide = (int)ceil(width * dpi / 72), high = (int)ceil(height * dpi / 72);
    bool across = quarters % 2 != 0;
    g_autoptr(Surface) surface =
        dpi < LEAST_DPI ? NULL
                        : cairo_image_surface_create(CAIRO_FORMAT_RGB24, across ? high : wide,
                                                     across ? wide : high);
    if (!surface || cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS)
        return NULL;
    g_autoptr(Pen) pen = cairo_create(surface);
    cairo_set_source_rgb(pen, 1, 1, 1);
    cairo_paint(pen);
    turn_upright(pen, wide, high, quarters);
    if (skew != 0)
        turn(pen, wide, high, skew);
    cairo_scale(pen, dpi / 72, dpi / 72);
    poppler_page_render(from, pen);
    if (cairo_status(pen) != CAIRO_STATUS_SUCCESS)
        return NULL;
    cairo_surface_flush(surface);
    const Pixels pixels = {
        cairo_image_surface_get_data(surface), cairo_image_surface_get_width(surface),
        cairo_image_surface_get_height(surface), (size_t)cairo_image_surface_get_stride(surface)};
    return picture_encode(&pixels, type);
}

static void draw(OpenDocument *source, int number, Page *page)
{
    g_autoptr(OpenPage) from = source ? poppler_document_get_page(source, number - 1) : NULL;
    PagePicture *picture = &page->picture;
    picture->bytes = from ? draw_page(from, page->skew, picture->turns, &picture->type) : NULL;
    picture->left_out = picture->bytes ? NULL : "failed";
}

/* Draws one page more within what the limits leave. */
static void draw_within(OpenDocument *source, int number, Page *page, DrawLimits *left)
{
    PagePicture *picture = &page->picture;
    if (left->pages <= 0 || left->seconds <= 0) {
        picture->left_out = left->pages <= 0 ? "pages" : "seconds";
        return;
    }
    gint64 started = g_get_monotonic_time();
    draw(source, number, page);
    left->seconds -= (double)(g_get_monotonic_time() - started) / G_USEC_PER_SEC;
    if (!picture->bytes)
        return;
    if (picture->bytes->len > left->bytes) {
        g_clear_pointer(&picture->bytes, g_byte_array_unref);
        picture->left_out = "bytes";
        return;
    }
    left->bytes -= picture->bytes->len;
    left->pages--;
}

void document_draw(Document *document, const void *bytes, size_t length, const GArray *numbers,
                   const DrawLimits *limits)
{
    if (document->source == TEXT_SOURCE_PLAIN || document->pages->len == 0)
        return;
    g_auto(Complaints) complaints = {0};
    complaints_listen(&complaints);
    g_autoptr(GBytes) data = g_bytes_new_static(bytes, length);
    g_autoptr(OpenDocument) source = poppler_document_new_from_bytes(data, NULL, NULL);
    DrawLimits left = *limits;
    for (guint i = 0; i < numbers->len; i++) {
        int number = g_array_index(numbers, int, i);
        if (number >= 1 && (guint)number <= document->pages->len)
            draw_within(source, number, document->pages->pdata[number - 1], &left);
    }
}

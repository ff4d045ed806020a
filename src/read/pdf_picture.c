#include "pdf_picture.h"

#include <math.h>
#include <poppler.h>
#include <stdlib.h>

typedef cairo_surface_t Surface;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Surface, cairo_surface_destroy)

typedef cairo_t Pen;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pen, cairo_destroy)

static const double DPI = 300; /* of a page that is no scan */
static const double LOWEST = 180, HIGHEST = 360;

bool pdf_is_picture(void *page)
{
    const double MOST = 0.8;
    double width = 0, height = 0, covered = 0;
    poppler_page_get_size(page, &width, &height);
    GList *images = poppler_page_get_image_mapping(page);
    for (const GList *link = images; link; link = link->next) {
        const PopplerRectangle *area = &((const PopplerImageMapping *)link->data)->area;
        covered += fabs(area->x2 - area->x1) * fabs(area->y2 - area->y1);
    }
    poppler_page_free_image_mapping(images);
    return covered > MOST * width * height;
}

static int compare_areas(gconstpointer a, gconstpointer b)
{
    const PopplerRectangle *one = &((const PopplerImageMapping *)a)->area;
    const PopplerRectangle *other = &((const PopplerImageMapping *)b)->area;
    double left = (one->x2 - one->x1) * (one->y2 - one->y1);
    double right = (other->x2 - other->x1) * (other->y2 - other->y1);
    return (left < right) - (left > right);
}

/* True when an image has no grays, by every pixel of many. */
static bool is_black_and_white(Surface *image)
{
    enum { EVERY = 31, BLACK = 32, WHITE = 223 };
    cairo_surface_flush(image);
    int wide = cairo_image_surface_get_width(image), high = cairo_image_surface_get_height(image);
    int stride = cairo_image_surface_get_stride(image);
    const unsigned char *bytes = cairo_image_surface_get_data(image);
    cairo_format_t format = cairo_image_surface_get_format(image);
    if (!bytes || (format != CAIRO_FORMAT_RGB24 && format != CAIRO_FORMAT_ARGB32))
        return false;
    for (int y = 0; y < high; y += EVERY) {
        const unsigned char *row = bytes + (size_t)y * (size_t)stride;
        for (int x = 0; x < wide; x++)
            if (row[4 * x] > BLACK && row[4 * x] < WHITE)
                return false;
    }
    return true;
}

/* The resolution at which a page was scanned: the finest of its largest images, for some copiers
 * part a scan into a coarse ground and fine print. 0 when it is no scan. *bare gets whether that
 * image has no grays. */
static double scan_dpi(PopplerPage *page, bool *bare)
{
    enum { LARGEST = 3 };
    const double LEAST = 36; /* points: what is smaller is no part of a scan */
    double dpi = 0;
    if (!pdf_is_picture(page))
        return 0;
    GList *images = g_list_sort(poppler_page_get_image_mapping(page), compare_areas);
    int left = LARGEST;
    for (GList *link = images; link && left > 0; link = link->next, left--) {
        const PopplerImageMapping *mapping = link->data;
        double wide = mapping->area.x2 - mapping->area.x1;
        double high = mapping->area.y2 - mapping->area.y1;
        g_autoptr(Surface) image =
            wide > LEAST && high > LEAST ? poppler_page_get_image(page, mapping->image_id) : NULL;
        double own = image ? 72 *
                                 MAX(cairo_image_surface_get_width(image),
                                     cairo_image_surface_get_height(image)) /
                                 MAX(wide, high)
                           : 0;
        if (own > dpi) {
            dpi = own;
            *bare = is_black_and_white(image);
        }
    }
    poppler_page_free_image_mapping(images);
    return dpi;
}

/* The resolution to draw a page at: its scan's own, so that no pixel is smeared over two; doubled
 * or halved as often as brings it near the one that the recogniser was made for. */
static double drawn_dpi(double own)
{
    if (!(own >= 50 && own <= 5000))
        return DPI;
    while (own < LOWEST)
        own *= 2;
    while (own > HIGHEST)
        own /= 2;
    return own;
}

/* The gray of a drawn surface: what the eye sees of its colours. */
static void take_gray(Surface *surface, Picture *picture)
{
    cairo_surface_flush(surface);
    const unsigned char *bytes = cairo_image_surface_get_data(surface);
    size_t stride = (size_t)cairo_image_surface_get_stride(surface);
    for (int y = 0; y < picture->height; y++) {
        const guint32 *from = (const guint32 *)(const void *)(bytes + stride * (size_t)y);
        guint8 *to = picture->pixels + (size_t)picture->width * (size_t)y;
        for (int x = 0; x < picture->width; x++)
            to[x] = (guint8)((77 * (from[x] >> 16 & 0xFF) + 151 * (from[x] >> 8 & 0xFF) +
                              28 * (from[x] & 0xFF)) >>
                             8);
    }
}

Picture *pdf_picture(void *page, bool annotations)
{
    double width = 0, height = 0;
    poppler_page_get_size(page, &width, &height);
    if (!(width > 1 && height > 1 && width < 1e5 && height < 1e5))
        return NULL;
    bool bare = false;
    double own = scan_dpi(page, &bare);
    double dpi = MIN(drawn_dpi(own), 72 * sqrt(0.99 * PICTURE_PIXELS_MAX / (width * height)));
    g_autoptr(Picture) picture =
        picture_new((int)ceil(width * dpi / 72), (int)ceil(height * dpi / 72), dpi);
    if (!picture)
        return NULL;
    picture->rough = bare || (own > 0 && dpi > own);
    g_autoptr(Surface) surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, picture->width, picture->height);
    g_autoptr(Pen) pen = cairo_create(surface);
    cairo_set_source_rgb(pen, 1, 1, 1);
    cairo_paint(pen);
    cairo_scale(pen, dpi / 72, dpi / 72);
    poppler_page_render_for_printing_with_options(
        page, pen, annotations ? POPPLER_PRINT_ALL : POPPLER_PRINT_DOCUMENT);
    if (cairo_status(pen) != CAIRO_STATUS_SUCCESS)
        return NULL;
    take_gray(surface, picture);
    return g_steal_pointer(&picture);
}

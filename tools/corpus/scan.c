#include "scan.h"

#include "case.h"
#include "wear.h"

#include <math.h>
#include <poppler.h>

typedef PopplerDocument ScanDocument;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ScanDocument, g_object_unref)

typedef PopplerPage ScanPage;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ScanPage, g_object_unref)

typedef cairo_surface_t Surface;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Surface, cairo_surface_destroy)

typedef cairo_t Pen;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pen, cairo_destroy)

typedef struct Ink {
    double red, green, blue, alpha;
} Ink;

static const Ink stamp_ink = {0.25, 0.2, 0.6, 0.55};
static const Ink pen_ink = {0.1, 0.15, 0.45, 0.9};

enum { INK_FAX_BELOW = 150, DUST_FROM = 10, DUST_AN_INCH = 3 };

/* ---- What is laid upon the page ---------------------------------------------------------------
 */

static void take_ink(Pen *pen, Ink ink, double width)
{
    cairo_set_source_rgba(pen, ink.red, ink.green, ink.blue, ink.alpha);
    cairo_set_line_width(pen, width);
}

static void write_words(Pen *pen, const char *words, double size)
{
    cairo_select_font_face(pen, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
    cairo_set_font_size(pen, size);
    cairo_show_text(pen, words);
}

/* Two rings with words between them, one letter after the other. */
static void lay_seal(Pen *pen, GRand *rand, double x, double y)
{
    static const char *const letters[] = {"M", "A", "I", "R", "I", "E", " ", "*", " ", "R", "É",
                                          "P", "U", "B", "L", "I", "Q", "U", "E", " ", "F", "R",
                                          "A", "N", "Ç", "A", "I", "S", "E", " ", "*", " "};
    double turn = g_rand_double_range(rand, 0, 2 * G_PI);
    take_ink(pen, stamp_ink, 1.2);
    cairo_new_path(pen);
    cairo_arc(pen, x, y, 46, 0, 2 * G_PI);
    cairo_stroke(pen);
    cairo_arc(pen, x, y, 32, 0, 2 * G_PI);
    cairo_stroke(pen);
    for (size_t i = 0; i < G_N_ELEMENTS(letters); i++) {
        cairo_save(pen);
        cairo_translate(pen, x, y);
        cairo_rotate(pen, turn + 2 * G_PI * (double)i / G_N_ELEMENTS(letters));
        cairo_move_to(pen, -3, -36);
        write_words(pen, letters[i], 8);
        cairo_restore(pen);
    }
}

/* A boxed stamp, as a clerk presses it on: never quite straight. */
static void lay_rubber_stamp(Pen *pen, GRand *rand, double x, double y)
{
    cairo_save(pen);
    cairo_translate(pen, x, y);
    cairo_rotate(pen, g_rand_double_range(rand, -0.12, 0.12));
    take_ink(pen, stamp_ink, 1.5);
    cairo_rectangle(pen, 0, 0, 120, 30);
    cairo_stroke(pen);
    cairo_move_to(pen, 8, 20);
    write_words(pen, "COPIE CONFORME", 12);
    cairo_restore(pen);
}

/* A line that wavers as a hand does, rightwards from a place. */
static void lay_signature(Pen *pen, GRand *rand, double x, double y)
{
    take_ink(pen, pen_ink, 1.1);
    cairo_move_to(pen, x, y);
    for (int i = 0; i < 9; i++, x += 11)
        cairo_curve_to(pen, x + g_rand_double_range(rand, -10, 20),
                       y + g_rand_double_range(rand, -32, 0), x + g_rand_double_range(rand, -6, 26),
                       y + g_rand_double_range(rand, 0, 26), x + 11,
                       y + g_rand_double_range(rand, -5, 5));
    cairo_stroke(pen);
}

static void lay_upon(Pen *pen, const ScanStyle *style, GRand *rand, double width, double height)
{
    if (style->seal) {
        lay_seal(pen, rand, width * g_rand_double_range(rand, 0.55, 0.75),
                 height * g_rand_double_range(rand, 0.55, 0.8));
        lay_rubber_stamp(pen, rand, width * g_rand_double_range(rand, 0.1, 0.5),
                         height * g_rand_double_range(rand, 0.6, 0.85));
    }
    if (style->pen) {
        lay_signature(pen, rand, width * g_rand_double_range(rand, 0.4, 0.6),
                      height * g_rand_double_range(rand, 0.7, 0.9));
        lay_signature(pen, rand, 8, height * g_rand_double_range(rand, 0.2, 0.4));
    }
}

/* ---- One page as a picture --------------------------------------------------------------------
 */

/* The page as grays, drawn as it lies on the glass. */
static PIX *draw(ScanPage *page, const ScanStyle *style, GRand *rand)
{
    double width = 0, height = 0, scale = style->dpi / 72;
    poppler_page_get_size(page, &width, &height);
    int wide = (int)ceil(width * scale), high = (int)ceil(height * scale);
    g_autoptr(Surface) surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, wide, high);
    g_autoptr(Pen) pen = cairo_create(surface);
    cairo_set_source_rgb(pen, 1, 1, 1);
    cairo_paint(pen);
    cairo_scale(pen, scale, scale);
    cairo_translate(pen, width / 2, height / 2);
    cairo_rotate(pen, -style->skew * G_PI / 180);
    cairo_translate(pen, -width / 2, -height / 2);
    poppler_page_render_for_printing(page, pen);
    lay_upon(pen, style, rand, width, height);
    cairo_surface_flush(surface);

    PIX *picture = cairo_status(pen) == CAIRO_STATUS_SUCCESS ? pixCreate(wide, high, 8) : NULL;
    const unsigned char *bytes = cairo_image_surface_get_data(surface);
    for (int y = 0; picture && y < high; y++) {
        const guint32 *from =
            (const guint32 *)(const void *)(bytes +
                                            (gsize)y *
                                                (gsize)cairo_image_surface_get_stride(surface));
        l_uint32 *to = pixGetData(picture) + (gsize)y * (gsize)pixGetWpl(picture);
        for (int x = 0; x < wide; x++)
            SET_DATA_BYTE(to, x,
                          (77 * (from[x] >> 16 & 0xFF) + 151 * (from[x] >> 8 & 0xFF) +
                           28 * (from[x] & 0xFF)) >>
                              8);
    }
    return picture;
}

/* Wavers every gray, and lays dust of one to four pixels. */
static void soil(PIX *picture, const ScanStyle *style, GRand *rand)
{
    int wide = pixGetWidth(picture), high = pixGetHeight(picture), stride = pixGetWpl(picture);
    for (int y = 0; y < high; y++) {
        l_uint32 *line = pixGetData(picture) + (gsize)y * (gsize)stride;
        for (int x = 0; x < wide; x++) {
            int waver = (int)(g_rand_int(rand) % (guint32)(2 * style->noise + 1)) - style->noise;
            SET_DATA_BYTE(line, x, CLAMP((int)GET_DATA_BYTE(line, x) + waver, 0, 255));
        }
    }
    double inches = wide * high / (style->dpi * style->dpi);
    int specks =
        style->noise < DUST_FROM ? 0 : (int)(inches * DUST_AN_INCH * style->noise / DUST_FROM);
    for (int i = 0; i < specks; i++) {
        int x = g_rand_int_range(rand, 0, wide - 2), y = g_rand_int_range(rand, 0, high - 2);
        for (int k = 0; k < 4; k++)
            if (k == 0 || g_rand_boolean(rand))
                pixSetPixel(picture, x + (k & 1), y + (k >> 1), 40);
    }
}

/* The picture as the copier keeps it. Takes the picture it is given. */
static PIX *copy(PIX *picture, const ScanStyle *style, GRand *rand)
{
    picture = wear(picture, style);
    if (!picture)
        return NULL;
    int reach = (int)lround(style->blur * style->dpi / 72);
    if (reach > 0) {
        PIX *blurred = pixBlockconv(picture, reach, reach);
        pixDestroy(&picture);
        picture = blurred;
    }
    if (picture && style->noise > 0)
        soil(picture, style, rand);
    if (picture && style->fax) {
        PIX *black = pixThresholdToBinary(picture, INK_FAX_BELOW);
        pixDestroy(&picture);
        picture = black;
    }
    if (picture)
        pixSetResolution(picture, (int)lround(style->dpi), (int)lround(style->dpi));
    return picture;
}

/* ---- The whole document -----------------------------------------------------------------------
 */

static GBytes *bind(PIXA *pictures, const ScanStyle *style, GError **error)
{
    l_uint8 *data = NULL;
    size_t size = 0;
    int encoding = style->fax ? L_G4_ENCODE : style->jpeg > 0 ? L_JPEG_ENCODE : L_FLATE_ENCODE;
    if (pixaConvertToPdfData(pictures, (int)lround(style->dpi), 1, encoding, style->jpeg, NULL,
                             &data, &size) != 0) {
        corpus_fail(error, "the pictures do not make a PDF");
        return NULL;
    }
    GBytes *bytes = g_bytes_new(data, size);
    lept_free(data);
    return bytes;
}

static PIX *draw_page(ScanDocument *document, int index, const ScanStyle *style, GRand *rand)
{
    g_autoptr(ScanPage) page = poppler_document_get_page(document, index);
    return page ? draw(page, style, rand) : NULL;
}

GBytes *scan(GBytes *pdf, const ScanStyle *style, GError **error)
{
    g_autoptr(ScanDocument) document = poppler_document_new_from_bytes(pdf, NULL, error);
    if (!document)
        return NULL;
    g_autoptr(GRand) rand = g_rand_new_with_seed(style->seed);
    PIXA *pictures = pixaCreate(0);
    for (int i = 0; i < poppler_document_get_n_pages(document); i++) {
        PIX *picture = draw_page(document, i, style, rand);
        if (picture && style->spread && i + 1 < poppler_document_get_n_pages(document)) {
            PIX *next = draw_page(document, ++i, style, rand);
            if (!next)
                pixDestroy(&picture);
            picture = next ? wear_spread(picture, next) : NULL;
        }
        picture = picture ? copy(picture, style, rand) : NULL;
        if (!picture) {
            corpus_fail(error, "page %d cannot be drawn", i + 1);
            pixaDestroy(&pictures);
            return NULL;
        }
        pixaAddPix(pictures, picture, L_INSERT);
    }
    GBytes *bytes = bind(pictures, style, error);
    pixaDestroy(&pictures);
    return bytes;
}

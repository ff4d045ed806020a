/* Pages as PNG or JPEG, for the eye. See picture.h. */
#include "picture_bits.h"

#include <stdlib.h>

typedef PIX Pix;

static void pix_free(Pix *pix)
{
    pixDestroy(&pix);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pix, pix_free)

enum {
    COLOURED = 40, /* between the strongest and the weakest of a pixel's colours */
    GRAYS = 16,
    COLOURS = 128,
    JPEG_QUALITY = 60,
};

static const double FEW = 0.0005; /* of the pixels: less is a fringe of the scanner's */

static Pix *take_pixels(const Pixels *pixels, double *coloured)
{
    Pix *pix = pixCreate(pixels->width, pixels->height, 32);
    size_t count = 0;
    for (int y = 0; pix && y < pixels->height; y++) {
        const guint32 *from =
            (const guint32 *)(const void *)(pixels->rows + pixels->stride * (size_t)y);
        l_uint32 *to = pixGetData(pix) + (size_t)pixGetWpl(pix) * (size_t)y;
        for (int x = 0; x < pixels->width; x++) {
            int red = from[x] >> 16 & 0xFF, green = from[x] >> 8 & 0xFF, blue = from[x] & 0xFF;
            count += MAX(red, MAX(green, blue)) - MIN(red, MIN(green, blue)) > COLOURED;
            to[x] = from[x] << 8 | 0xFF;
        }
    }
    *coloured = (double)count / ((double)pixels->width * pixels->height);
    return pix;
}

/* Takes what Leptonica wrote over; NULL when it wrote nothing. */
static GByteArray *take_bytes(bool failed, l_uint8 *data, size_t size)
{
    GByteArray *bytes = NULL;
    if (!failed && data && size > 0 && size <= G_MAXINT)
        bytes = g_byte_array_append(g_byte_array_new(), data, (guint)size);
    free(data);
    return bytes;
}

static GByteArray *as_png(Pix *pix)
{
    l_uint8 *data = NULL;
    size_t size = 0;
    bool failed = !pix || pixWriteMemPng(&data, &size, pix, 0) != 0;
    return take_bytes(failed, data, size);
}

static GByteArray *as_jpeg(Pix *pix)
{
    l_uint8 *data = NULL;
    size_t size = 0;
    bool failed = pixWriteMemJpeg(&data, &size, pix, JPEG_QUALITY, 0) != 0;
    return take_bytes(failed, data, size);
}

static GByteArray *in_grays(Pix *pix)
{
    g_autoptr(Pix) gray = pixConvertRGBToLuminance(pix);
    g_autoptr(Pix) few = gray ? pixThresholdTo4bpp(gray, GRAYS, 0) : NULL;
    return as_png(few);
}

/* Print with a coloured stamp has few colours; a photograph does better as a JPEG. */
static GByteArray *in_colours(Pix *pix, const char **type)
{
    g_autoptr(Pix) few = pixOctreeColorQuant(pix, COLOURS, 0);
    g_autoptr(GByteArray) png = as_png(few);
    g_autoptr(GByteArray) jpeg = as_jpeg(pix);
    if (jpeg && (!png || jpeg->len < png->len)) {
        *type = "image/jpeg";
        return g_steal_pointer(&jpeg);
    }
    return g_steal_pointer(&png);
}

GByteArray *picture_encode(const Pixels *pixels, const char **type)
{
    double coloured = 0;
    setMsgSeverity(L_SEVERITY_NONE); /* its doubts are no news */
    g_autoptr(Pix) pix = take_pixels(pixels, &coloured);
    *type = "image/png";
    if (!pix)
        return NULL;
    return coloured > FEW ? in_colours(pix, type) : in_grays(pix);
}

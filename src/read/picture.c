#include "picture_bits.h"

#include <math.h>
#include <string.h>

enum {
    DARK = 128,
    PAPER = 255,
    DARK_PER_MILLION = 150, /* fewer dark pixels are dust: one short line of an A4 page has 400 */
    INK_BELOW = 160,        /* for skew and orientation, where faint print counts too */
};

static const float SKEW_CONFIDENCE = 3.0F; /* as Leptonica advises */
static const float TURN_CONFIDENCE = 1.0F; /* far below its advice: what comes of it is compared */

Picture *picture_new(int width, int height, double dpi)
{
    if (width <= 0 || height <= 0 || (gint64)width * height > PICTURE_PIXELS_MAX)
        return NULL;
    Picture *picture = g_new0(Picture, 1);
    *picture = (Picture){.width = width,
                         .height = height,
                         .dpi = dpi,
                         .pixels = g_malloc((size_t)width * (size_t)height)};
    memset(picture->pixels, PAPER, (size_t)width * (size_t)height);
    return picture;
}

void picture_free(Picture *picture)
{
    if (!picture)
        return;
    g_free(picture->pixels);
    g_free(picture);
}

bool picture_is_blank(const Picture *picture)
{
    size_t count = (size_t)picture->width * (size_t)picture->height, dark = 0;
    for (size_t i = 0; i < count; i++)
        dark += picture->pixels[i] < DARK;
    return dark * 1000000 < count * DARK_PER_MILLION;
}

/* The ink as a bitmap, at most 2 pixels in 300 dpi: enough for angles. The caller destroys. */
static PIX *ink_of(const Picture *picture)
{
    int step = picture->dpi > 220 ? 2 : 1;
    int width = picture->width / step, height = picture->height / step;
    PIX *ink = width > 0 && height > 0 ? pixCreate(width, height, 1) : NULL;
    if (!ink)
        return NULL;
    l_uint32 *words = pixGetData(ink);
    int stride = pixGetWpl(ink);
    for (int y = 0; y < height; y++) {
        l_uint32 *line = words + (size_t)y * (size_t)stride;
        for (int x = 0; x < width; x++) {
            const guint8 *at =
                picture->pixels + (size_t)(y * step) * (size_t)picture->width + (size_t)(x * step);
            int value = *at;
            if (step == 2) /* the darkest of four: thin strokes stay */
                value = MIN(MIN(value, at[1]), MIN(at[picture->width], at[picture->width + 1]));
            if (value < INK_BELOW)
                SET_DATA_BIT(line, x);
        }
    }
    return ink;
}
/* ---- Paper ----------------------------------------------------------------------------------- */

/* The gray that most of the picture is lighter than, from one pixel of many. */
static int paper_of(const Picture *picture)
{
    enum { EVERY = 37, LIGHTER = 75 }; /* percent: print takes less */
    size_t count = (size_t)picture->width * (size_t)picture->height, seen = 0, above = 0;
    size_t grays[PAPER + 1] = {0};
    for (size_t i = 0; i < count; i += EVERY, seen++)
        grays[picture->pixels[i]]++;
    int gray = PAPER;
    for (; gray > 0 && (above + grays[gray]) * 100 < seen * LIGHTER; gray--)
        above += grays[gray];
    return gray;
}

void picture_whiten(Picture *picture)
{
    enum { WHITE = 240, TILE = 32, INK_BELOW_IT = 70, PAPER_LEAST = 100, SMOOTH = 2 };
    if (paper_of(picture) >= WHITE)
        return;
    PIX *gray = pixCreate(picture->width, picture->height, 8);
    for (int y = 0; gray && y < picture->height; y++)
        for (int x = 0; x < picture->width; x++)
            SET_DATA_BYTE(pixGetData(gray) + (size_t)y * (size_t)pixGetWpl(gray), x,
                          picture->pixels[(size_t)y * (size_t)picture->width + (size_t)x]);
    PIX *white = gray ? pixBackgroundNorm(gray, NULL, NULL, TILE, TILE, INK_BELOW_IT, PAPER_LEAST,
                                          PAPER, SMOOTH, SMOOTH)
                      : NULL;
    for (int y = 0; white && y < picture->height; y++)
        for (int x = 0; x < picture->width; x++)
            picture->pixels[(size_t)y * (size_t)picture->width + (size_t)x] =
                (guint8)GET_DATA_BYTE(pixGetData(white) + (size_t)y * (size_t)pixGetWpl(white), x);
    pixDestroy(&white);
    pixDestroy(&gray);
}

void picture_soften(Picture *picture)
{
    enum { OWN = 8, BESIDE = 2, ACROSS = 1, ALL = OWN + 4 * BESIDE + 4 * ACROSS };
    int w = picture->width, h = picture->height;
    if (w < 3 || h < 3 || !picture->rough)
        return;
    guint8 *soft = g_memdup2(picture->pixels, (size_t)w * (size_t)h);
    for (int y = 1; y < h - 1; y++) {
        const guint8 *at = picture->pixels + (size_t)y * (size_t)w;
        guint8 *to = soft + (size_t)y * (size_t)w;
        for (int x = 1; x < w - 1; x++) {
            int beside = at[x - 1] + at[x + 1] + at[x - w] + at[x + w];
            int across = at[x - w - 1] + at[x - w + 1] + at[x + w - 1] + at[x + w + 1];
            to[x] = (guint8)((OWN * at[x] + BESIDE * beside + ACROSS * across) / ALL);
        }
    }
    g_free(picture->pixels);
    picture->pixels = soft;
}

/* ---- Angles ---------------------------------------------------------------------------------- */

double picture_skew(const Picture *picture)
{
    float angle = 0, confidence = 0;
    PIX *ink = ink_of(picture);
    bool known = ink && pixFindSkew(ink, &angle, &confidence) == 0;
    pixDestroy(&ink);
    return known && confidence >= SKEW_CONFIDENCE && isfinite(angle) ? angle : 0;
}

int picture_turns(const Picture *picture)
{
    float up = 0, left = 0;
    l_int32 orientation = L_TEXT_ORIENT_UNKNOWN;
    PIX *ink = ink_of(picture);
    setMsgSeverity(L_SEVERITY_NONE); /* its doubts are no news */
    if (ink && pixOrientDetect(ink, &up, &left, 0, 0) == 0)
        makeOrientDecision(up, left, TURN_CONFIDENCE, 1, &orientation, 0);
    pixDestroy(&ink);
    switch (orientation) {
    case L_TEXT_ORIENT_LEFT:
        return 1;
    case L_TEXT_ORIENT_DOWN:
        return 2;
    case L_TEXT_ORIENT_RIGHT:
        return 3;
    default:
        return 0;
    }
}

Picture *picture_turned(const Picture *picture, int quarters)
{
    bool across = quarters % 2 != 0;
    int w = picture->width, h = picture->height;
    Picture *turned = picture_new(across ? h : w, across ? w : h, picture->dpi);
    for (int y = 0; y < turned->height; y++) {
        for (int x = 0; x < turned->width; x++) {
            int from_x = x, from_y = y;
            if (quarters == 1)
                from_x = y, from_y = h - 1 - x;
            else if (quarters == 2)
                from_x = w - 1 - x, from_y = h - 1 - y;
            else if (quarters == 3)
                from_x = w - 1 - y, from_y = x;
            turned->pixels[(size_t)y * (size_t)turned->width + (size_t)x] =
                picture->pixels[(size_t)from_y * (size_t)w + (size_t)from_x];
        }
    }
    return turned;
}

/* ---- Straightening --------------------------------------------------------------------------- */

void picture_straighten(Picture *picture, double degrees)
{
    int w = picture->width, h = picture->height;
    double sine = sin(degrees * G_PI / 180), cosine = cos(degrees * G_PI / 180);
    guint8 *straight = g_malloc((size_t)w * (size_t)h);
    for (int y = 0; y < h; y++) {
        double from_x = w / 2.0 - cosine * (w / 2.0) + sine * (y - h / 2.0);
        double from_y = h / 2.0 + sine * (w / 2.0) + cosine * (y - h / 2.0);
        guint8 *to = straight + (size_t)y * (size_t)w;
        for (int x = 0; x < w; x++, from_x += cosine, from_y -= sine) {
            int left = (int)floor(from_x), top = (int)floor(from_y);
            if (left < 0 || top < 0 || left >= w - 1 || top >= h - 1) {
                to[x] = PAPER;
                continue;
            }
            const guint8 *at = picture->pixels + (size_t)top * (size_t)w + (size_t)left;
            int fx = (int)((from_x - left) * 256), fy = (int)((from_y - top) * 256);
            int above = at[0] * (256 - fx) + at[1] * fx;
            int below = at[w] * (256 - fx) + at[w + 1] * fx;
            to[x] = (guint8)((above * (256 - fy) + below * fy) >> 16);
        }
    }
    g_free(picture->pixels);
    picture->pixels = straight;
}

#include "picture.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define Box LeptonicaBox /* it has a struct of the same name */
#include <leptonica/allheaders.h>
#undef Box

enum {
    DARK = 128,
    PAPER = 255,
    DARK_PER_MILLION = 150, /* fewer dark pixels are dust: one short line of an A4 page has 400 */
    INK_BELOW = 160,        /* for skew and orientation, where faint print counts too */
    FRINGE_BELOW = 200,     /* what is darker is no paper */
    THICKEST_AN_INCH = 20,  /* rules that would fill an inch: a thicker one is no rule */
    FRINGES_AN_INCH = 150,  /* what stands out of a rule further than its fringe is a letter */
    DUST_AN_INCH = 60,      /* specks in a row: as large as the full stop of small print */
    ALONE_AN_INCH = 16,     /* … which stands nearer to its letter than this */
};

static const double SHORTEST_RULE = 0.5; /* inches: no stroke of a letter is as long */
static const double COLUMN_LEAST = 0.25; /* of a page's height that a rule between columns runs */

static const float SKEW_CONFIDENCE = 3.0F; /* as Leptonica advises */
static const float TURN_CONFIDENCE = 1.0F; /* far below its advice: what comes of it is compared */

Picture *picture_new(int width, int height, double dpi)
{
    if (width <= 0 || height <= 0 || (gint64)width * height > PICTURE_PIXELS_MAX)
        return NULL;
    Picture *picture = g_new0(Picture, 1);
    *picture = (Picture){width, height, dpi, g_malloc((size_t)width * (size_t)height)};
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

/* ---- Ruled lines and dust -------------------------------------------------------------------- */

/* The pixels of a bitmap, where they can be asked for quickly. */
typedef struct Bits {
    const l_uint32 *words;
    int stride, width, height;
} Bits;

static Bits bits_of(PIX *pix)
{
    return (Bits){pixGetData(pix), pixGetWpl(pix), pixGetWidth(pix), pixGetHeight(pix)};
}

static bool is_set(const Bits *bits, int x, int y)
{
    return x >= 0 && y >= 0 && x < bits->width && y < bits->height &&
           GET_DATA_BIT(bits->words + (size_t)y * (size_t)bits->stride, x) != 0;
}

/* All that is not paper, pixel for pixel: the gray fringe of a rule belongs to it. The caller
 * destroys. */
static PIX *marks_of(const Picture *picture)
{
    PIX *marks = pixCreate(picture->width, picture->height, 1);
    if (!marks)
        return NULL;
    int stride = pixGetWpl(marks);
    for (int y = 0; y < picture->height; y++) {
        l_uint32 *line = pixGetData(marks) + (size_t)y * (size_t)stride;
        const guint8 *from = picture->pixels + (size_t)y * (size_t)picture->width;
        for (int x = 0; x < picture->width; x++)
            if (from[x] < FRINGE_BELOW)
                SET_DATA_BIT(line, x);
    }
    return marks;
}

static void whiten(Picture *picture, int x, int y)
{
    if (x >= 0 && y >= 0 && x < picture->width && y < picture->height)
        picture->pixels[(size_t)y * (size_t)picture->width + (size_t)x] = PAPER;
}

/* How far marks go on from (x, y) in steps of (dx, dy), at most `reach` + 1 pixels. */
static int goes_on(const Bits *marks, int x, int y, int dx, int dy, int reach)
{
    int length = 0;
    while (length <= reach && is_set(marks, x + length * dx, y + length * dy))
        length++;
    return length;
}

/* Erases the slice of a rule that begins at (x, y), but where a letter's stroke goes through it. */
static void erase_slice(Picture *picture, const Bits *marks, const Bits *rules, int x, int y,
                        bool upright)
{
    int dx = upright, dy = !upright, thick = 0;
    int most = (int)ceil(picture->dpi / THICKEST_AN_INCH);
    int reach = (int)ceil(picture->dpi / FRINGES_AN_INCH);
    while (thick <= most && is_set(rules, x + thick * dx, y + thick * dy))
        thick++;
    if (thick > most)
        return;
    int before = goes_on(marks, x - dx, y - dy, -dx, -dy, reach);
    int after = goes_on(marks, x + thick * dx, y + thick * dy, dx, dy, reach);
    if (before > reach && after > reach)
        return;
    int from = before > reach ? 0 : -before - 1;
    int to = after > reach ? thick : thick + after + 1;
    for (int i = from; i < to; i++)
        whiten(picture, x + i * dx, y + i * dy);
}

static void erase_rules(Picture *picture, const Bits *marks, const Bits *rules, bool upright)
{
    for (int y = 0; y < rules->height; y++) {
        const l_uint32 *line = rules->words + (size_t)y * (size_t)rules->stride;
        for (int x = 0; x < rules->width; x++) {
            if (x % 32 == 0 && line[x / 32] == 0)
                x += 31; /* nothing in this word */
            else if (is_set(rules, x, y) && !is_set(rules, x - upright, y - !upright))
                erase_slice(picture, marks, rules, x, y, upright);
        }
    }
}

/* The rules that run one way, of marks at half their size. The caller destroys. */
static PIX *rules_of(PIX *halved, double dpi, bool upright)
{
    char sequence[32];
    int least = MAX((int)(dpi / 2 * SHORTEST_RULE), 2);
    snprintf(sequence, sizeof sequence, upright ? "o1.%d" : "o%d.1", least);
    return pixMorphSequence(halved, sequence, 0);
}

/* The boxes of rules, with small breaks in them mended, in pixels of the halved picture. */
static BOXA *boxes_of(PIX *rules, bool upright)
{
    PIX *mended = pixMorphSequence(rules, upright ? "c1.41 + d3.1" : "c41.1 + d1.3", 0);
    BOXA *boxes = mended ? pixConnCompBB(mended, 8) : NULL;
    pixDestroy(&mended);
    return boxes;
}

/* True when a rule across cuts an upright one elsewhere than at its ends: they are a table. */
static bool is_crossed(BOXA *across, const int upright[4], double dpi)
{
    int x = upright[0] + upright[2] / 2, end = upright[3] / 20, beside = (int)(dpi / 2 / 10);
    for (int i = 0; i < boxaGetCount(across); i++) {
        l_int32 left, top, width, height;
        boxaGetBoxGeometry(across, i, &left, &top, &width, &height);
        if (left < x - beside && left + width > x + beside && top > upright[1] + end &&
            top + height < upright[1] + upright[3] - end)
            return true;
    }
    return false;
}

static void add_columns(const Picture *picture, PIX *upright, PIX *across, GArray *columns)
{
    BOXA *uprights = boxes_of(upright, true), *crossing = boxes_of(across, false);
    float points = (float)(2 * 72 / picture->dpi);
    for (int i = 0; uprights && crossing && i < boxaGetCount(uprights); i++) {
        l_int32 b[4];
        boxaGetBoxGeometry(uprights, i, &b[0], &b[1], &b[2], &b[3]);
        Box box = {(float)b[0] * points, (float)b[1] * points, (float)(b[0] + b[2]) * points,
                   (float)(b[1] + b[3]) * points};
        if (2 * b[3] >= COLUMN_LEAST * picture->height && !is_crossed(crossing, b, picture->dpi))
            g_array_append_val(columns, box);
    }
    boxaDestroy(&uprights);
    boxaDestroy(&crossing);
}

void picture_erase_rules(Picture *picture, GArray *columns)
{
    PIX *marks = marks_of(picture);
    PIX *halved = marks ? pixReduceRankBinary2(marks, 1, NULL) : NULL;
    PIX *found[2] = {NULL, NULL};
    for (int upright = 0; halved && upright < 2; upright++) {
        found[upright] = rules_of(halved, picture->dpi, upright);
        PIX *rules = found[upright] ? pixExpandBinaryPower2(found[upright], 2) : NULL;
        if (!rules)
            continue;
        Bits all = bits_of(marks), own = bits_of(rules);
        erase_rules(picture, &all, &own, upright);
        pixDestroy(&rules);
    }
    if (found[0] && found[1])
        add_columns(picture, found[1], found[0], columns);
    pixDestroy(&found[0]);
    pixDestroy(&found[1]);
    pixDestroy(&halved);
    pixDestroy(&marks);
}

/* Where letters are, and around: no dust. Of marks at half their size; the caller destroys. */
static PIX *near_letters(PIX *marks, PIX *dust, double dpi)
{
    char sequence[32];
    PIX *letters = pixSubtract(NULL, marks, dust);
    PIX *halved = letters ? pixReduceRankBinary2(letters, 1, NULL) : NULL;
    int reach = 2 * (int)(dpi / 2 / ALONE_AN_INCH) + 1;
    snprintf(sequence, sizeof sequence, "d%d.%d", reach, reach);
    PIX *around = halved ? pixMorphSequence(halved, sequence, 0) : NULL;
    pixDestroy(&letters);
    pixDestroy(&halved);
    return around;
}

void picture_erase_dust(Picture *picture)
{
    int size = (int)lround(picture->dpi / DUST_AN_INCH);
    PIX *marks = size > 0 ? marks_of(picture) : NULL;
    PIX *dust = marks
                    ? pixSelectBySize(marks, size, size, 8, L_SELECT_IF_BOTH, L_SELECT_IF_LTE, NULL)
                    : NULL;
    PIX *around = dust ? near_letters(marks, dust, picture->dpi) : NULL;
    if (around) {
        Bits specks = bits_of(dust), letters = bits_of(around);
        for (int y = 0; y < specks.height; y++)
            for (int x = 0; x < specks.width; x++)
                if (is_set(&specks, x, y) && !is_set(&letters, x / 2, y / 2))
                    whiten(picture, x, y);
    }
    pixDestroy(&around);
    pixDestroy(&dust);
    pixDestroy(&marks);
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

Box picture_box_before_turn(const Picture *picture, int quarters, Box b)
{
    float w = (float)(picture->width * 72 / picture->dpi);
    float h = (float)(picture->height * 72 / picture->dpi);
    switch (quarters) {
    case 1:
        return (Box){b.y0, h - b.x1, b.y1, h - b.x0};
    case 2:
        return (Box){w - b.x1, h - b.y1, w - b.x0, h - b.y0};
    case 3:
        return (Box){w - b.y1, b.x0, w - b.y0, b.x1};
    default:
        return b;
    }
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

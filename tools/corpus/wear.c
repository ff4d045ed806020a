#include "wear.h"

#include <math.h>

enum { TABLE = 70, EDGE = 45, HOLE = 60, WANING = 40 };

static int gray_at(PIX *picture, int x, int y)
{
    return (int)GET_DATA_BYTE(pixGetData(picture) + (gsize)y * (gsize)pixGetWpl(picture), x);
}

static void set_gray(PIX *picture, int x, int y, int gray)
{
    SET_DATA_BYTE(pixGetData(picture) + (gsize)y * (gsize)pixGetWpl(picture), x,
                  CLAMP(gray, 0, 255));
}

/* Paper of a gray that wanes towards the lower right, as under a lamp. */
static void lay_ground(PIX *picture, int gray)
{
    int wide = pixGetWidth(picture), high = pixGetHeight(picture);
    for (int y = 0; y < high; y++)
        for (int x = 0; x < wide; x++) {
            int paper = gray - WANING * (x / 2 + y) / (wide / 2 + high);
            set_gray(picture, x, y, gray_at(picture, x, y) * paper / 255);
        }
}

/* The print of the other side, seen through the paper: the page's own, mirrored and lower. */
static PIX *show_through(PIX *picture, int percent)
{
    PIX *back = pixFlipLR(NULL, picture);
    int wide = pixGetWidth(picture), high = pixGetHeight(picture), lower = high / 40;
    for (int y = lower; back && y < high; y++)
        for (int x = 0; x < wide; x++) {
            int ink = 255 - gray_at(back, x, y - lower);
            set_gray(picture, x, y, gray_at(picture, x, y) - ink * percent / 100);
        }
    if (!back)
        pixDestroy(&picture);
    pixDestroy(&back);
    return picture;
}

static void punch(PIX *picture, int x0, int y0, int radius)
{
    for (int y = -radius; y <= radius; y++)
        for (int x = -radius; x <= radius; x++)
            if (x * x + y * y <= radius * radius && x0 + x >= 0 && y0 + y >= 0 &&
                x0 + x < pixGetWidth(picture) && y0 + y < pixGetHeight(picture))
                set_gray(picture, x0 + x, y0 + y, HOLE);
}

/* A lid that was open: dark along two sides, and through the holes of a binder. */
static void darken_edges(PIX *picture, double dpi)
{
    int wide = pixGetWidth(picture), high = pixGetHeight(picture), band = (int)(dpi / 5);
    for (int y = 0; y < high; y++)
        for (int x = 0; x < wide; x++) {
            double ragged = band * (1 + 0.3 * sin(y * 9.0 / high) * sin(y / dpi * 7));
            if (x < ragged || y < ragged / 2)
                set_gray(picture, x, y, EDGE + (x + y) % 9);
        }
    for (int side = -1; side <= 1; side += 2)
        punch(picture, (int)(dpi * 0.47), high / 2 + side * (int)(dpi * 1.57), (int)(dpi * 0.11));
}

/* The page as a camera sees it from beside: narrower at the top, on a dark table. */
static PIX *photograph(PIX *picture)
{
    float wide = (float)pixGetWidth(picture), high = (float)pixGetHeight(picture);
    PTA *from = ptaCreate(4), *to = ptaCreate(4);
    const float corners[4][4] = {
        {0, 0, 0.06F, 0.04F}, {1, 0, 0.95F, 0.02F}, {1, 1, 0.98F, 0.97F}, {0, 1, 0.02F, 0.98F}};
    for (int i = 0; i < 4; i++) {
        ptaAddPt(from, corners[i][0] * wide, corners[i][1] * high);
        ptaAddPt(to, corners[i][2] * wide, corners[i][3] * high);
    }
    PIX *seen = pixProjectivePtaGray(picture, to, from, TABLE);
    ptaDestroy(&from);
    ptaDestroy(&to);
    pixDestroy(&picture);
    return seen;
}

PIX *wear(PIX *picture, const ScanStyle *style)
{
    if (style->bleed > 0)
        picture = show_through(picture, style->bleed);
    if (picture && style->ground > 0)
        lay_ground(picture, style->ground);
    if (picture && style->photo)
        picture = photograph(picture);
    if (picture && style->edges)
        darken_edges(picture, style->dpi);
    if (picture && style->turn % 4 != 0) {
        PIX *turned = pixRotateOrth(picture, style->turn % 4);
        pixDestroy(&picture);
        picture = turned;
    }
    return picture;
}

PIX *wear_spread(PIX *left, PIX *right)
{
    int wide = pixGetWidth(left), high = MAX(pixGetHeight(left), pixGetHeight(right));
    PIX *sheet = pixCreate(wide + pixGetWidth(right), high, 8);
    if (sheet) {
        pixSetAll(sheet);
        pixRasterop(sheet, 0, 0, wide, pixGetHeight(left), PIX_SRC, left, 0, 0);
        pixRasterop(sheet, wide, 0, pixGetWidth(right), pixGetHeight(right), PIX_SRC, right, 0, 0);
    }
    pixDestroy(&left);
    pixDestroy(&right);
    return sheet;
}

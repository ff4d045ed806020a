#include "picture_bits.h"

enum {
    PAPER = 255,
    FRINGE_BELOW = 200, /* what is darker is no paper */
};

Bits bits_of(PIX *pix)
{
    return (Bits){pixGetData(pix), pixGetWpl(pix), pixGetWidth(pix), pixGetHeight(pix)};
}

PIX *bits_of_marks(const Picture *picture)
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

PIX *bits_small(PIX *marks, int width, int height)
{
    return pixSelectBySize(marks, width, height, 8, L_SELECT_IF_BOTH, L_SELECT_IF_LTE, NULL);
}

void bits_whiten_pixel(Picture *picture, int x, int y)
{
    if (x >= 0 && y >= 0 && x < picture->width && y < picture->height)
        picture->pixels[(size_t)y * (size_t)picture->width + (size_t)x] = PAPER;
}

void bits_whiten(Picture *picture, PIX *marks, PIX *halved, bool set)
{
    Bits gone = bits_of(marks), where = halved ? bits_of(halved) : (Bits){0};
    for (int y = 0; y < gone.height; y++) {
        const l_uint32 *line = gone.words + (size_t)y * (size_t)gone.stride;
        for (int x = 0; x < gone.width; x++) {
            if (x % 32 == 0 && line[x / 32] == 0)
                x += 31; /* nothing in this word */
            else if (bits_is_set(&gone, x, y) &&
                     (!halved || bits_is_set(&where, x / 2, y / 2) == set))
                bits_whiten_pixel(picture, x, y);
        }
    }
}

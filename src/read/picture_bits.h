/* The marks of a picture as a bitmap. Private to the picture*.c files. */
#ifndef DELIBEX_READ_PICTURE_BITS_H
#define DELIBEX_READ_PICTURE_BITS_H

#include "picture.h"

#define Box LeptonicaBox /* it has a struct of the same name */
#include <leptonica/allheaders.h>
#undef Box

/* The pixels of a bitmap, where they can be asked for quickly. */
typedef struct Bits {
    const l_uint32 *words;
    int stride, width, height;
} Bits;

/* The pixels of a bitmap, which must stay. */
Bits bits_of(PIX *pix);

static inline bool bits_is_set(const Bits *bits, int x, int y)
{
    return x >= 0 && y >= 0 && x < bits->width && y < bits->height &&
           GET_DATA_BIT(bits->words + (size_t)y * (size_t)bits->stride, x) != 0;
}

/* All that is not paper, pixel for pixel: the gray fringe of a rule belongs to it. The caller
 * destroys; NULL when there is no memory. */
PIX *bits_of_marks(const Picture *picture);

/* The marks of at most so many pixels each way. The caller destroys. */
PIX *bits_small(PIX *marks, int width, int height);

/* Makes paper of one pixel, which may lie outside. */
void bits_whiten_pixel(Picture *picture, int x, int y);

/* Makes paper of what is set in `marks`, where `halved`, at half their size, is set or is not. */
void bits_whiten(Picture *picture, PIX *marks, PIX *halved /* or NULL: everywhere */, bool set);

#endif

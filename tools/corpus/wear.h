/* Wear: what befalls a page on its way into a scan besides the copier's own noise: gray paper,
 * print that shows through, dark edges, a camera instead of a glass. On pictures of 8 bits. */
#ifndef DELIBEX_CORPUS_WEAR_H
#define DELIBEX_CORPUS_WEAR_H

#include "scan.h"

#include <leptonica/allheaders.h>

/* The picture worn as the style says. Takes the picture it is given; NULL when there is no memory.
 */
PIX *wear(PIX *picture, const ScanStyle *style);

/* Two pages side by side on one sheet. Takes both. */
PIX *wear_spread(PIX *left, PIX *right);

#endif

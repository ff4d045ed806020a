/* Transmission platforms stamp a PDF by adding an annotation to each page, and the PDF library
 * leaves annotations out of a page's text. This finds those stamps in the file's bytes and makes
 * what, written behind the same bytes, gives a PDF with pages of stamps alone, whose text can then
 * be read like any other. Knows nothing of the PDF library. */
#ifndef DELIBEX_READ_STAMP_H
#define DELIBEX_READ_STAMP_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* A stamp annotation and the drawing that is its appearance. */
typedef struct Stamp {
    int object, generation; /* of the drawing */
    double rect[4];         /* of the annotation: x0 y0 x1 y1, before the page is turned */
    double bounds[4];       /* of the drawing, in the annotation's units */
    size_t start, extent;   /* of the drawing in the file; extent 0 when it does not say it */
} Stamp;

enum { STAMPS_MAX = 512 };

/* The stamps of a PDF in the order the file holds them; empty when there are none, or when they are
 * not to be had by looking (encrypted, or packed away). GArray of Stamp; the caller unrefs. */
GArray *stamps_find(const void *bytes, size_t length);

/* True when two stamps are drawn by the same words at the same place of their pages, so that they
 * read the same. */
bool stamps_are_alike(const void *bytes, const Stamp *one, const Stamp *other);

/* What behind the bytes makes a PDF with two pages a stamp: turned by `turns[i]` degrees and by
 * half a turn more. The caller unrefs. NULL when the file's own end cannot be made out. */
GBytes *stamps_addition(const void *bytes, size_t length, const GArray *stamps, const int *turns);

#endif

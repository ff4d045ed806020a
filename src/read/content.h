/* Where a page's content puts text, and what it paints over it: as far as is needed to tell that
 * some of it may not be seen. */
#ifndef DELIBEX_READ_CONTENT_H
#define DELIBEX_READ_CONTENT_H

#include <glib.h>
#include <stddef.h>

/* A little within the first letter of a text, in units of the content: as a rule points from the
 * lower left corner of the page. */
typedef struct ContentSpot {
    float x, y;
    float size; /* of the font */
} ContentSpot;

enum { CONTENT_SPOTS_MOST = 256 };

/* Appends to `spots` (of ContentSpot), which gets no more than CONTENT_SPOTS_MOST, where in a
 * content stream, unpacked, text begins outside of what it is clipped to, or where a rectangle or a
 * picture is painted later. That is a guess, to be looked at: a picture may be transparent, and
 * text be painted once more on a rectangle. Any bytes may be given. */
void content_hidden_spots(const char *content, size_t length, GArray *spots);

#endif

/* Picture: a page as gray pixels, and what is done to it before its words are recognised. Knows
 * nothing of PDF or of recognition. The picture*.c files alone include Leptonica. */
#ifndef DELIBEX_READ_PICTURE_H
#define DELIBEX_READ_PICTURE_H

#include "../base/span.h"

#include <glib.h>
#include <stdbool.h>

typedef struct Picture {
    int width, height; /* pixels */
    double dpi;        /* pixels an inch of the page as it is shown */
    guint8 *pixels;    /* row by row from the top, 0 black to 255 white; owned */
    bool rough;        /* scanned without grays, or drawn larger than it was scanned */
} Picture;

enum { PICTURE_PIXELS_MAX = 20 * 1000 * 1000 }; /* an A3 page at 300 dpi has 17 million */

/* A white picture. NULL when a side is not positive or there would be too many pixels. */
Picture *picture_new(int width, int height, double dpi);
void picture_free(Picture *picture);

/* True when too little of it is dark to be a word. */
bool picture_is_blank(const Picture *picture);

/* Makes gray paper white, the darker parts as well as the lighter ones; white paper stays as it is.
 */
void picture_whiten(Picture *picture);

/* Softens the stairs at the edges of letters of a rough picture: the recogniser has learned from
 * smooth ones. To be done once rules and dust are erased. */
void picture_soften(Picture *picture);

/* How far the lines climb to the right, in degrees; 0 when that cannot be told. */
double picture_skew(const Picture *picture);

/* The quarter turns clockwise that bring its text upright: 0 to 3; 0 when that cannot be told. */
int picture_turns(const Picture *picture);

/* The picture turned clockwise by so many quarters. The caller frees. */
Picture *picture_turned(const Picture *picture, int quarters);

/* Erases ruled lines: frames, tables, underlines; letters that touch them stay. Long upright ones
 * that none across cuts are appended to `columns` (of Box, points): they part the page. Those that
 * meet two rules across are appended to `walls`: they part the cells of a table. */
void picture_erase_rules(Picture *picture, GArray *columns, GArray *walls);

/* Erases specks that are smaller than a full stop, and leaders: the rows of stops before a number,
 * whose boxes (points) are appended to `leaders`. */
void picture_erase_dust(Picture *picture, GArray *leaders);

/* Appends to `lone` (of Box, points) the marks about as high as `capital` points, or short rows of
 * them, that stand outside the words (of Box, points) and apart from all else, as a number or a
 * cross in the cell of a table does. None when there are so many that they are no print. */
void picture_lone_marks(const Picture *picture, const GArray *words, float capital, GArray *lone);

/* Straightens the lines: turns it by -`degrees` around its middle, paper white at the edges. */
void picture_straighten(Picture *picture, double degrees);

/* Colour pixels, row by row from the top, each 0xXXRRGGBB; `stride` bytes a row, a multiple of 4.
 */
typedef struct Pixels {
    const guint8 *rows;
    int width, height;
    size_t stride;
} Pixels;

/* Encodes a page for the eye, as small as it stays easily legible: in sixteen grays, or in colour
 * where more than specks are coloured. *type gets the media type. The caller unrefs; NULL when
 * there is no memory for it. */
GByteArray *picture_encode(const Pixels *pixels, const char **type);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Picture, picture_free)

#endif

/* The words of recognised lines: what is wrong with those that the engine gives, and which lines
 * are bold. Knows nothing of the engine. Boxes are in pixels. Private to read/. */
#ifndef DELIBEX_READ_WORDS_H
#define DELIBEX_READ_WORDS_H

#include "picture.h"

#include "../base/document.h"

/* A line that was read: its glyphs, and how thick its strokes are, in pixels: larger print, as of a
 * heading, counts as bold. */
typedef struct Stroke {
    guint first, end;
    float thickness; /* 0 when it has too little ink to tell */
} Stroke;

/* The value in the middle of so many, which are put in order; 0 of none. */
float words_median(float *values, size_t count);

/* Makes the boxes of a word's characters follow one another without a gap: the engine's own are
 * where it thinks of them, now and then a letter further on or back. */
void words_close_ranks(Glyph *glyphs, guint count, Box word);

/* Ends each word where the next one begins: of print that runs up to a thin sign, as « _ », the
 * engine now and then gives the first word the box of both. */
void words_part(GArray *glyphs, guint first);

/* Takes away what stands far from the rest at either end of a line, and is not sure. */
void words_drop_strays(GArray *glyphs, guint first, float em);

/* Takes away signs that can only be dust: « titulaires. présents », « .CARNAVAL », « ‘Objet ». */
void words_drop_dust(GArray *glyphs, guint first);

/* Makes one word of two numbers between which an underscore is drawn (« 2024 118 » for « 2024_118
 * »): the engine passes many over. Boxes are in pixels of the picture. */
void words_mend_underscores(const Picture *picture, GArray *glyphs, guint first);

/* The mark before an item of a list, which the model does not know: a lone sign, or a small letter
 * that is no word, at the head of a line. */
void words_mend_bullet(GArray *glyphs, guint first);

/* The thickness of a line's strokes: of the runs across them, the one in the middle. */
float words_thickness(const Picture *picture, const GArray *glyphs, guint first);

/* Marks the lines whose strokes are clearly thicker than the page's usual ones. */
void words_mark_bold(const GArray *strokes, GArray *glyphs);

#endif

/* Small marks: dust, leaders, and what stands alone. */
#include "picture_bits.h"

#include <math.h>
#include <stdio.h>

enum {
    DUST_AN_INCH = 60,  /* specks in a row: as large as the full stop of small print */
    ALONE_AN_INCH = 16, /* … which stands nearer to its letter than this */
    STOPS_AN_INCH = 36, /* full stops in a row: as large as that of common print, and its fringe */
    LEADER_GAPS_AN_INCH = 14, /* between the stops of a leader, as if there were nothing else */
};

static const double SHORTEST_LEADER = 0.4; /* inches */

/* ---- Dust and leaders ------------------------------------------------------------------------ */

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

/* Leaders among marks as small as full stops: rows of them, one close to the next. Another way with
 * them the engine does not know, and loses the number they lead to. The caller destroys. */
static PIX *leaders_of(PIX *stops, double dpi)
{
    char sequence[64];
    snprintf(sequence, sizeof sequence, "c%d.1 + o%d.1 + d3.3", (int)(dpi / LEADER_GAPS_AN_INCH),
             (int)(dpi * SHORTEST_LEADER));
    PIX *rows = pixMorphSequence(stops, sequence, 0);
    return rows ? pixAnd(rows, rows, stops) : NULL;
}

static void add_leaders(const Picture *picture, PIX *leaders, GArray *boxes)
{
    char sequence[32];
    float points = (float)(72 / picture->dpi);
    snprintf(sequence, sizeof sequence, "c%d.3", (int)(picture->dpi / LEADER_GAPS_AN_INCH));
    PIX *rows = pixMorphSequence(leaders, sequence, 0);
    BOXA *found = rows ? pixConnCompBB(rows, 8) : NULL;
    for (int i = 0; found && i < boxaGetCount(found); i++) {
        l_int32 x, y, w, h;
        boxaGetBoxGeometry(found, i, &x, &y, &w, &h);
        Box box = {(float)x * points, (float)y * points, (float)(x + w) * points,
                   (float)(y + h) * points};
        if (w > picture->dpi * SHORTEST_LEADER / 2)
            g_array_append_val(boxes, box);
    }
    boxaDestroy(&found);
    pixDestroy(&rows);
}

void picture_erase_dust(Picture *picture, GArray *leaders)
{
    int size = (int)lround(picture->dpi / DUST_AN_INCH);
    PIX *marks = size > 0 ? bits_of_marks(picture) : NULL;
    PIX *stops = marks ? bits_small(marks, (int)lround(picture->dpi / STOPS_AN_INCH),
                                    (int)lround(picture->dpi / STOPS_AN_INCH))
                       : NULL;
    PIX *rows = stops ? leaders_of(stops, picture->dpi) : NULL;
    PIX *dust = stops ? bits_small(stops, size, size) : NULL;
    PIX *around = dust ? near_letters(marks, dust, picture->dpi) : NULL;
    if (rows) {
        add_leaders(picture, rows, leaders);
        bits_whiten(picture, rows, NULL, true);
    }
    if (around)
        bits_whiten(picture, dust, around, false);
    pixDestroy(&around);
    pixDestroy(&dust);
    pixDestroy(&rows);
    pixDestroy(&stops);
    pixDestroy(&marks);
}

/* ---- Marks that stand alone ------------------------------------------------------------------ */

enum { LONE_MOST = 200 }; /* more are a picture, or noise */

static bool is_within(const GArray *words, Box box)
{
    float x = (box.x0 + box.x1) / 2, y = (box.y0 + box.y1) / 2;
    for (guint i = 0; i < words->len; i++) {
        const Box *word = &g_array_index(words, Box, i);
        if (x > word->x0 && x < word->x1 && y > word->y0 && y < word->y1)
            return true;
    }
    return false;
}

/* Adds a box to the one beside it, of which it is the next digit, or to the list. */
static void add_beside(GArray *boxes, Box box, float capital)
{
    for (guint i = 0; i < boxes->len; i++) {
        Box *other = &g_array_index(boxes, Box, i);
        float gap = MAX(box.x0, other->x0) - MIN(box.x1, other->x1);
        if (gap < capital / 2 && fabsf(box.y1 - other->y1) < capital / 4) {
            *other = box_union(*other, box);
            return;
        }
    }
    g_array_append_val(boxes, box);
}

/* The dark pixels of a bitmap in a box widened by so many. */
static int count_around(const Bits *marks, Box box, float reach)
{
    int count = 0;
    for (int y = (int)(box.y0 - reach); y < (int)(box.y1 + reach); y++)
        for (int x = (int)(box.x0 - reach); x < (int)(box.x1 + reach); x++)
            count += bits_is_set(marks, x, y);
    return count;
}

void picture_lone_marks(const Picture *picture, const GArray *words, float capital, GArray *lone)
{
    const float SMALLEST = 0.7F, LARGEST = 1.3F, WIDEST = 4, APART = 0.7F; /* in capitals */
    float scale = (float)(picture->dpi / 72), high = capital * scale;
    PIX *marks = bits_of_marks(picture);
    BOXA *boxes = marks ? pixConnCompBB(marks, 8) : NULL;
    g_autoptr(GArray) found = g_array_new(false, false, sizeof(Box));
    for (int i = 0; boxes && i < boxaGetCount(boxes) && found->len <= LONE_MOST; i++) {
        l_int32 x, y, w, h;
        boxaGetBoxGeometry(boxes, i, &x, &y, &w, &h);
        Box box = {(float)x, (float)y, (float)(x + w), (float)(y + h)};
        Box place = {box.x0 / scale, box.y0 / scale, box.x1 / scale, box.y1 / scale};
        if ((float)h > SMALLEST * high && (float)h < LARGEST * high && (float)w < LARGEST * high &&
            !is_within(words, place))
            add_beside(found, box, high);
    }
    for (guint i = 0; found->len <= LONE_MOST && i < found->len; i++) {
        Bits all = bits_of(marks);
        Box box = g_array_index(found, Box, i);
        int own = count_around(&all, box, 0), more = count_around(&all, box, APART * high) - own;
        Box place = {box.x0 / scale, box.y0 / scale, box.x1 / scale, box.y1 / scale};
        if (box.x1 - box.x0 < WIDEST * high && more * 10 < own)
            g_array_append_val(lone, place);
    }
    boxaDestroy(&boxes);
    pixDestroy(&marks);
}

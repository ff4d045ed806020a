/* Ruled lines: frames, tables, underlines. */
#include "picture_bits.h"

#include <math.h>
#include <stdio.h>

enum {
    RESTS_AN_INCH = 50,    /* rests of a rule that would fill an inch */
    THICKEST_AN_INCH = 20, /* rules that would fill an inch: a thicker one is no rule */
    FRINGES_AN_INCH = 150, /* what stands out of a rule further than its fringe is a letter */
};

static const double SHORTEST_RULE = 0.5; /* inches: no stroke of a letter is as long */
static const double COLUMN_LEAST = 0.25; /* of a page's height that a rule between columns runs */

/* How far marks go on from (x, y) in steps of (dx, dy), at most `reach` + 1 pixels. */
static int goes_on(const Bits *marks, int x, int y, int dx, int dy, int reach)
{
    int length = 0;
    while (length <= reach && bits_is_set(marks, x + length * dx, y + length * dy))
        length++;
    return length;
}

enum { FRINGE_MOST = 7, INSET_MOST = 3, THICKEST_MOST = 24 };

/* What the slices of a rule show, and how often: where the rule begins and ends in them, and what
 * goes on from it on either side, at most FRINGE_MOST pixels. The commonest is the rule's own, what
 * differs is a letter's. */
typedef struct Habits {
    guint begins[INSET_MOST + 1], ends[THICKEST_MOST + 1];
    guint before[FRINGE_MOST + 1], after[FRINGE_MOST + 1];
} Habits;

/* The rules of one way that are being erased. */
typedef struct Eraser {
    Picture *picture;
    const Bits *marks, *rules;
    bool upright;
    int thickest, reach; /* pixels */
    Habits *habits;      /* of each row, or of each column for upright ones */
} Eraser;

/* A slice across a rule, from where it was found: where the rule begins and ends, and what goes on
 * from it. */
typedef struct Slice {
    int x, y, begin, end, before, after;
} Slice;

static Habits *habits_at(const Eraser *eraser, const Slice *slice)
{
    return &eraser->habits[eraser->upright ? slice->x : slice->y];
}

/* The commonest of the first `count`. */
static int commonest(const guint *seen, int count)
{
    int best = 0;
    for (int i = 1; i < count; i++)
        if (seen[i] > seen[best])
            best = i;
    return best;
}

static void note_extent(const Eraser *eraser, Slice *slice)
{
    int dx = eraser->upright, dy = !eraser->upright, begin = 0, end = slice->end;
    while (begin < INSET_MOST &&
           !bits_is_set(eraser->marks, slice->x + begin * dx, slice->y + begin * dy))
        begin++;
    while (end > begin &&
           !bits_is_set(eraser->marks, slice->x + (end - 1) * dx, slice->y + (end - 1) * dy))
        end--;
    habits_at(eraser, slice)->begins[begin]++;
    habits_at(eraser, slice)->ends[end]++;
}

/* Narrows a slice to where the rule usually is, and sees what goes on from there. */
static void look_around(const Eraser *eraser, Slice *slice)
{
    const Habits *habits = habits_at(eraser, slice);
    int dx = eraser->upright, dy = !eraser->upright;
    slice->begin = commonest(habits->begins, INSET_MOST + 1);
    slice->end = MAX(commonest(habits->ends, THICKEST_MOST + 1), slice->begin);
    slice->before = goes_on(eraser->marks, slice->x + (slice->begin - 1) * dx,
                            slice->y + (slice->begin - 1) * dy, -dx, -dy, eraser->reach);
    slice->after = goes_on(eraser->marks, slice->x + slice->end * dx, slice->y + slice->end * dy,
                           dx, dy, eraser->reach);
}

static void note_fringes(const Eraser *eraser, Slice *slice)
{
    look_around(eraser, slice);
    habits_at(eraser, slice)->before[slice->before]++;
    habits_at(eraser, slice)->after[slice->after]++;
}

/* True when hardly anything meets the rule from before: what does so are not the feet of letters,
 * but descenders that reach down to an underline. */
static bool stands_apart(const guint seen[FRINGE_MOST + 1], int reach)
{
    enum { APART_PART = 5 };
    guint all = 0, met = seen[reach + 1];
    for (int i = 0; i <= reach + 1; i++)
        all += seen[i];
    return met * APART_PART < all;
}

/* Erases a slice, but where a letter's stroke goes through the rule or a descender ends in it. */
static void erase_slice(const Eraser *eraser, Slice *slice)
{
    const Habits *habits = habits_at(eraser, slice);
    int dx = eraser->upright, dy = !eraser->upright, reach = eraser->reach;
    look_around(eraser, slice);
    bool meets_before = slice->before > commonest(habits->before, reach + 1);
    bool meets_after = slice->after > commonest(habits->after, reach + 1);
    bool apart = !eraser->upright && stands_apart(habits->before, reach);
    if ((meets_before && meets_after) || (apart && (slice->before > reach || meets_after)))
        return;
    int from = meets_before ? slice->begin : slice->begin - slice->before - 1;
    int to = meets_after ? slice->end : slice->end + slice->after + 1;
    for (int i = from; i < to; i++)
        bits_whiten_pixel(eraser->picture, slice->x + i * dx, slice->y + i * dy);
}

/* Does something with each slice of the rules. */
static void each_slice(const Eraser *eraser, void (*act)(const Eraser *, Slice *))
{
    const Bits *rules = eraser->rules;
    int dx = eraser->upright, dy = !eraser->upright;
    for (int y = 0; y < rules->height; y++) {
        const l_uint32 *line = rules->words + (size_t)y * (size_t)rules->stride;
        for (int x = 0; x < rules->width; x++) {
            Slice slice = {.x = x, .y = y};
            if (x % 32 == 0 && line[x / 32] == 0) {
                x += 31; /* nothing in this word */
                continue;
            }
            if (!bits_is_set(rules, x, y) || bits_is_set(rules, x - dx, y - dy))
                continue;
            while (slice.end <= eraser->thickest &&
                   bits_is_set(rules, x + slice.end * dx, y + slice.end * dy))
                slice.end++;
            if (slice.end <= eraser->thickest)
                act(eraser, &slice);
        }
    }
}

static void erase_rules(Picture *picture, const Bits *marks, const Bits *rules, bool upright)
{
    size_t lines = (size_t)(upright ? rules->width : rules->height);
    g_autofree Habits *habits = g_new0(Habits, lines);
    Eraser eraser = {.picture = picture,
                     .marks = marks,
                     .rules = rules,
                     .upright = upright,
                     .thickest = MIN((int)ceil(picture->dpi / THICKEST_AN_INCH), THICKEST_MOST),
                     .reach = MIN((int)ceil(picture->dpi / FRINGES_AN_INCH), FRINGE_MOST - 1),
                     .habits = habits};
    each_slice(&eraser, note_extent);
    each_slice(&eraser, note_fringes);
    each_slice(&eraser, erase_slice);
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

/* True when two rules across meet an upright one, or more. */
static bool is_wall(BOXA *across, const int upright[4], double dpi)
{
    enum { BESIDE_AN_INCH = 25, MET_LEAST = 2 };
    int x = upright[0] + upright[2] / 2, beside = (int)(dpi / 2 / BESIDE_AN_INCH), met = 0;
    for (int i = 0; i < boxaGetCount(across) && met < MET_LEAST; i++) {
        l_int32 left, top, width, height;
        boxaGetBoxGeometry(across, i, &left, &top, &width, &height);
        met += left <= x + beside && left + width >= x - beside &&
               top + height >= upright[1] - beside && top <= upright[1] + upright[3] + beside;
    }
    return met == MET_LEAST;
}

static void add_columns(const Picture *picture, PIX *upright, PIX *across, GArray *columns,
                        GArray *walls)
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
        if (is_wall(crossing, b, picture->dpi))
            g_array_append_val(walls, box);
    }
    boxaDestroy(&uprights);
    boxaDestroy(&crossing);
}

/* Erases what a ragged rule left behind: thin bits where it ran. They look like leaders. */
static void erase_rests(Picture *picture, PIX *rules, bool upright)
{
    l_int32 none = 1;
    if (pixZero(rules, &none) != 0 || none)
        return;
    int thin = (int)lround(picture->dpi / RESTS_AN_INCH), any = picture->width + picture->height;
    PIX *along = pixMorphSequence(rules, upright ? "c1.41 + d5.1" : "c41.1 + d1.5", 0);
    PIX *marks = along ? bits_of_marks(picture) : NULL;
    PIX *rests = marks ? bits_small(marks, upright ? thin : any, upright ? any : thin) : NULL;
    if (rests)
        bits_whiten(picture, rests, along, true);
    pixDestroy(&rests);
    pixDestroy(&marks);
    pixDestroy(&along);
}

void picture_erase_rules(Picture *picture, GArray *columns, GArray *walls)
{
    PIX *marks = bits_of_marks(picture);
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
    for (int upright = 0; upright < 2; upright++)
        if (found[upright])
            erase_rests(picture, found[upright], upright);
    if (found[0] && found[1])
        add_columns(picture, found[1], found[0], columns, walls);
    pixDestroy(&found[0]);
    pixDestroy(&found[1]);
    pixDestroy(&halved);
    pixDestroy(&marks);
}

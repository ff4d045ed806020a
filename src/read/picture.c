#include "picture.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define Box LeptonicaBox /* it has a struct of the same name */
#include <leptonica/allheaders.h>
#undef Box

enum {
    DARK = 128,
    PAPER = 255,
    DARK_PER_MILLION = 150, /* fewer dark pixels are dust: one short line of an A4 page has 400 */
    INK_BELOW = 160,        /* for skew and orientation, where faint print counts too */
    FRINGE_BELOW = 200,     /* what is darker is no paper */
    THICKEST_AN_INCH = 20,  /* rules that would fill an inch: a thicker one is no rule */
    FRINGES_AN_INCH = 150,  /* what stands out of a rule further than its fringe is a letter */
    DUST_AN_INCH = 60,      /* specks in a row: as large as the full stop of small print */
    ALONE_AN_INCH = 16,     /* … which stands nearer to its letter than this */
    STOPS_AN_INCH = 36, /* full stops in a row: as large as that of common print, and its fringe */
    LEADER_GAPS_AN_INCH = 14, /* between the stops of a leader, as if there were nothing else */
};

static const double SHORTEST_RULE = 0.5;   /* inches: no stroke of a letter is as long */
static const double SHORTEST_LEADER = 0.4; /* inches */
static const double COLUMN_LEAST = 0.25;   /* of a page's height that a rule between columns runs */

static const float SKEW_CONFIDENCE = 3.0F; /* as Leptonica advises */
static const float TURN_CONFIDENCE = 1.0F; /* far below its advice: what comes of it is compared */

Picture *picture_new(int width, int height, double dpi)
{
    if (width <= 0 || height <= 0 || (gint64)width * height > PICTURE_PIXELS_MAX)
        return NULL;
    Picture *picture = g_new0(Picture, 1);
    *picture = (Picture){width, height, dpi, g_malloc((size_t)width * (size_t)height)};
    memset(picture->pixels, PAPER, (size_t)width * (size_t)height);
    return picture;
}

void picture_free(Picture *picture)
{
    if (!picture)
        return;
    g_free(picture->pixels);
    g_free(picture);
}

bool picture_is_blank(const Picture *picture)
{
    size_t count = (size_t)picture->width * (size_t)picture->height, dark = 0;
    for (size_t i = 0; i < count; i++)
        dark += picture->pixels[i] < DARK;
    return dark * 1000000 < count * DARK_PER_MILLION;
}

/* The ink as a bitmap, at most 2 pixels in 300 dpi: enough for angles. The caller destroys. */
static PIX *ink_of(const Picture *picture)
{
    int step = picture->dpi > 220 ? 2 : 1;
    int width = picture->width / step, height = picture->height / step;
    PIX *ink = width > 0 && height > 0 ? pixCreate(width, height, 1) : NULL;
    if (!ink)
        return NULL;
    l_uint32 *words = pixGetData(ink);
    int stride = pixGetWpl(ink);
    for (int y = 0; y < height; y++) {
        l_uint32 *line = words + (size_t)y * (size_t)stride;
        for (int x = 0; x < width; x++) {
            const guint8 *at =
                picture->pixels + (size_t)(y * step) * (size_t)picture->width + (size_t)(x * step);
            int value = *at;
            if (step == 2) /* the darkest of four: thin strokes stay */
                value = MIN(MIN(value, at[1]), MIN(at[picture->width], at[picture->width + 1]));
            if (value < INK_BELOW)
                SET_DATA_BIT(line, x);
        }
    }
    return ink;
}

/* ---- Ruled lines and dust -------------------------------------------------------------------- */

/* The pixels of a bitmap, where they can be asked for quickly. */
typedef struct Bits {
    const l_uint32 *words;
    int stride, width, height;
} Bits;

static Bits bits_of(PIX *pix)
{
    return (Bits){pixGetData(pix), pixGetWpl(pix), pixGetWidth(pix), pixGetHeight(pix)};
}

static bool is_set(const Bits *bits, int x, int y)
{
    return x >= 0 && y >= 0 && x < bits->width && y < bits->height &&
           GET_DATA_BIT(bits->words + (size_t)y * (size_t)bits->stride, x) != 0;
}

/* All that is not paper, pixel for pixel: the gray fringe of a rule belongs to it. The caller
 * destroys. */
static PIX *marks_of(const Picture *picture)
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

static void whiten(Picture *picture, int x, int y)
{
    if (x >= 0 && y >= 0 && x < picture->width && y < picture->height)
        picture->pixels[(size_t)y * (size_t)picture->width + (size_t)x] = PAPER;
}

/* How far marks go on from (x, y) in steps of (dx, dy), at most `reach` + 1 pixels. */
static int goes_on(const Bits *marks, int x, int y, int dx, int dy, int reach)
{
    int length = 0;
    while (length <= reach && is_set(marks, x + length * dx, y + length * dy))
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
           !is_set(eraser->marks, slice->x + begin * dx, slice->y + begin * dy))
        begin++;
    while (end > begin &&
           !is_set(eraser->marks, slice->x + (end - 1) * dx, slice->y + (end - 1) * dy))
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
        whiten(eraser->picture, slice->x + i * dx, slice->y + i * dy);
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
            if (!is_set(rules, x, y) || is_set(rules, x - dx, y - dy))
                continue;
            while (slice.end <= eraser->thickest &&
                   is_set(rules, x + slice.end * dx, y + slice.end * dy))
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

static void add_columns(const Picture *picture, PIX *upright, PIX *across, GArray *columns)
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
    }
    boxaDestroy(&uprights);
    boxaDestroy(&crossing);
}

void picture_erase_rules(Picture *picture, GArray *columns)
{
    PIX *marks = marks_of(picture);
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
    if (found[0] && found[1])
        add_columns(picture, found[1], found[0], columns);
    pixDestroy(&found[0]);
    pixDestroy(&found[1]);
    pixDestroy(&halved);
    pixDestroy(&marks);
}

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

/* The marks of at most so many pixels each way. The caller destroys. */
static PIX *small_marks(PIX *marks, int size)
{
    return pixSelectBySize(marks, size, size, 8, L_SELECT_IF_BOTH, L_SELECT_IF_LTE, NULL);
}

static void whiten_all(Picture *picture, PIX *marks, PIX *but /* at half their size, or NULL */)
{
    Bits gone = bits_of(marks), kept = but ? bits_of(but) : (Bits){0};
    for (int y = 0; y < gone.height; y++) {
        const l_uint32 *line = gone.words + (size_t)y * (size_t)gone.stride;
        for (int x = 0; x < gone.width; x++) {
            if (x % 32 == 0 && line[x / 32] == 0)
                x += 31; /* nothing in this word */
            else if (is_set(&gone, x, y) && !is_set(&kept, x / 2, y / 2))
                whiten(picture, x, y);
        }
    }
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
    PIX *marks = size > 0 ? marks_of(picture) : NULL;
    PIX *stops = marks ? small_marks(marks, (int)lround(picture->dpi / STOPS_AN_INCH)) : NULL;
    PIX *rows = stops ? leaders_of(stops, picture->dpi) : NULL;
    PIX *dust = stops ? small_marks(stops, size) : NULL;
    PIX *around = dust ? near_letters(marks, dust, picture->dpi) : NULL;
    if (rows) {
        add_leaders(picture, rows, leaders);
        whiten_all(picture, rows, NULL);
    }
    if (around)
        whiten_all(picture, dust, around);
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
            count += is_set(marks, x, y);
    return count;
}

void picture_lone_marks(const Picture *picture, const GArray *words, float capital, GArray *lone)
{
    const float SMALLEST = 0.7F, LARGEST = 1.3F, WIDEST = 4, APART = 0.7F; /* in capitals */
    float scale = (float)(picture->dpi / 72), high = capital * scale;
    PIX *marks = marks_of(picture);
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

/* ---- Angles ---------------------------------------------------------------------------------- */

double picture_skew(const Picture *picture)
{
    float angle = 0, confidence = 0;
    PIX *ink = ink_of(picture);
    bool known = ink && pixFindSkew(ink, &angle, &confidence) == 0;
    pixDestroy(&ink);
    return known && confidence >= SKEW_CONFIDENCE && isfinite(angle) ? angle : 0;
}

int picture_turns(const Picture *picture)
{
    float up = 0, left = 0;
    l_int32 orientation = L_TEXT_ORIENT_UNKNOWN;
    PIX *ink = ink_of(picture);
    setMsgSeverity(L_SEVERITY_NONE); /* its doubts are no news */
    if (ink && pixOrientDetect(ink, &up, &left, 0, 0) == 0)
        makeOrientDecision(up, left, TURN_CONFIDENCE, 1, &orientation, 0);
    pixDestroy(&ink);
    switch (orientation) {
    case L_TEXT_ORIENT_LEFT:
        return 1;
    case L_TEXT_ORIENT_DOWN:
        return 2;
    case L_TEXT_ORIENT_RIGHT:
        return 3;
    default:
        return 0;
    }
}

Picture *picture_turned(const Picture *picture, int quarters)
{
    bool across = quarters % 2 != 0;
    int w = picture->width, h = picture->height;
    Picture *turned = picture_new(across ? h : w, across ? w : h, picture->dpi);
    for (int y = 0; y < turned->height; y++) {
        for (int x = 0; x < turned->width; x++) {
            int from_x = x, from_y = y;
            if (quarters == 1)
                from_x = y, from_y = h - 1 - x;
            else if (quarters == 2)
                from_x = w - 1 - x, from_y = h - 1 - y;
            else if (quarters == 3)
                from_x = w - 1 - y, from_y = x;
            turned->pixels[(size_t)y * (size_t)turned->width + (size_t)x] =
                picture->pixels[(size_t)from_y * (size_t)w + (size_t)from_x];
        }
    }
    return turned;
}

Box picture_box_before_turn(const Picture *picture, int quarters, Box b)
{
    float w = (float)(picture->width * 72 / picture->dpi);
    float h = (float)(picture->height * 72 / picture->dpi);
    switch (quarters) {
    case 1:
        return (Box){b.y0, h - b.x1, b.y1, h - b.x0};
    case 2:
        return (Box){w - b.x1, h - b.y1, w - b.x0, h - b.y0};
    case 3:
        return (Box){w - b.y1, b.x0, w - b.y0, b.x1};
    default:
        return b;
    }
}

/* ---- Straightening --------------------------------------------------------------------------- */

void picture_straighten(Picture *picture, double degrees)
{
    int w = picture->width, h = picture->height;
    double sine = sin(degrees * G_PI / 180), cosine = cos(degrees * G_PI / 180);
    guint8 *straight = g_malloc((size_t)w * (size_t)h);
    for (int y = 0; y < h; y++) {
        double from_x = w / 2.0 - cosine * (w / 2.0) + sine * (y - h / 2.0);
        double from_y = h / 2.0 + sine * (w / 2.0) + cosine * (y - h / 2.0);
        guint8 *to = straight + (size_t)y * (size_t)w;
        for (int x = 0; x < w; x++, from_x += cosine, from_y -= sine) {
            int left = (int)floor(from_x), top = (int)floor(from_y);
            if (left < 0 || top < 0 || left >= w - 1 || top >= h - 1) {
                to[x] = PAPER;
                continue;
            }
            const guint8 *at = picture->pixels + (size_t)top * (size_t)w + (size_t)left;
            int fx = (int)((from_x - left) * 256), fy = (int)((from_y - top) * 256);
            int above = at[0] * (256 - fx) + at[1] * fx;
            int below = at[w] * (256 - fx) + at[w + 1] * fx;
            to[x] = (guint8)((above * (256 - fy) + below * fy) >> 16);
        }
    }
    g_free(picture->pixels);
    picture->pixels = straight;
}

/* Gutters: white that runs down many rows. What it parts is a table (rows must stay whole), two
 * columns of prose, or a narrow column beside the body; the words on both sides decide.
 *
 * Prose goes on from line to line: a full line, then one that starts with a small letter. A cell of
 * a table starts anew on its row. So a row is torn from prose when its neighbour across the gutter
 * stands in the middle of a sentence, and belongs to it when a paragraph starts there. */
#include "layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_GAPS = 8,          /* gutters followed at a time */
    FEWEST_PROSE_LINES = 5, /* a column of prose is not shorter */
    FEWEST_MARGIN_LINES = 3,
    FEWEST_FULL_LINES = 3,  /* beside a margin whose baselines are its own */
    FEWEST_APART_LINES = 4, /* of two blocks that only their baselines tell apart */
    FEWEST_LETTERS = 20,    /* in a full line of prose */
    FEWEST_WORDS = 4,       /* … and in each piece of it: cells hold fewer */
    MOST_NAMES = 80,        /* rows of a list of names */
    MOST_LINES = 4096,      /* rows judged at a time */
};

static const float GUTTER = 0.6F;        /* narrowest gutter, in heights of a line */
static const float EDGE = 0.15F;         /* of a column's width: still at its edge */
static const float WIDEST_MARGIN = 0.4F; /* of both columns */

typedef struct Gap {
    float x0, x1;
} Gap;

static const Row *row_at(const Region *region, guint32 index)
{
    return &g_array_index(region->rows, Row, index);
}

static const Piece *row_piece(const Region *region, const Row *row, guint32 i)
{
    return layout_piece(region->page, region->pieces[row->first + i]);
}

/* ---- Following gutters down the page --------------------------------------------------------- */

static int first_gaps(const Region *region, const Row *row, float narrowest, Gap gaps[MOST_GAPS])
{
    int count = 0;
    float right = row_piece(region, row, 0)->box.x1;
    for (guint32 i = 1; i < row->count && count < MOST_GAPS; i++) {
        Box box = row_piece(region, row, i)->box;
        if (box.x0 - right >= narrowest)
            gaps[count++] = (Gap){right, box.x0};
        right = MAX(right, box.x1);
    }
    return count;
}

/* Narrows a gap to what a row leaves of it; false when that is too narrow. */
static bool narrow(const Region *region, const Row *row, float narrowest, Gap *gap)
{
    for (guint32 i = 0; i < row->count; i++) {
        Box box = row_piece(region, row, i)->box;
        if (box.x0 + box.x1 < gap->x0 + gap->x1)
            gap->x0 = MAX(gap->x0, box.x1);
        else
            gap->x1 = MIN(gap->x1, box.x0);
        if (gap->x1 - gap->x0 < narrowest)
            return false;
    }
    return true;
}

/* ---- What stands on the sides ---------------------------------------------------------------- */

typedef struct SideLine {
    Box box;
    const Piece *cell; /* its first piece */
    guint32 letters, digits, words, pieces;
    guint32 opening; /* of its first word: lines of a list often have the same */
    bool small;      /* it starts with a small letter, not with « a) » or the same word again */
    bool open;       /* it ends as a line does whose sentence goes on */
    bool colon;      /* it ends in a colon */
    bool label;      /* it has one: « Présents : 12 » */
    bool leader;     /* it ends in dots that lead across the gutter */
    bool word;       /* it starts with a letter */
    bool present;
} SideLine;

typedef struct Column {
    SideLine *lines;       /* one a row of the run */
    guint32 count;         /* rows */
    guint32 present, full; /* lines; full ones */
    guint32 small, words;  /* lines that start with a small letter; with a letter */
    float left, right;
} Column;

static void column_clear(Column *column)
{
    g_free(column->lines);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Column, column_clear)

static void add_piece(const PageLayout *page, SideLine *line, const Piece *piece)
{
    const Glyph *glyphs = (const Glyph *)page->page->glyphs->data;
    const Word *first = &g_array_index(page->words, Word, piece->first);
    const Word *last = &g_array_index(page->words, Word, piece->last - 1);
    if (!line->present) {
        line->cell = piece;
        for (guint32 i = first->start; i < first->end; i++)
            line->opening = line->opening * 31 + glyphs[i].ch;
        gunichar second = glyphs[MIN(first->start + 1, first->end - 1)].ch;
        line->word = g_unichar_isalpha(glyphs[first->start].ch);
        line->small = g_unichar_islower(glyphs[first->start].ch) &&
                      (g_unichar_isalpha(second) || second == '\'' || second == 0x2019);
    }
    gunichar end = glyphs[last->end - 1].ch;
    gunichar before = glyphs[last->end - last->start > 1 ? last->end - 2 : last->end - 1].ch;
    line->open = end < 0x80 ? strchr(".;:!?", (int)end) == NULL : true;
    line->colon = end == ':';
    line->leader = end == 0x2026 || (end == '.' && before == '.') || end == '_';
    line->box = line->present ? box_union(line->box, piece->box) : piece->box;
    line->letters += piece->letters;
    for (guint32 i = first->start; i < last->end; i++) {
        line->digits += glyphs[i].ch >= '0' && glyphs[i].ch <= '9';
        line->label |= glyphs[i].ch == ':';
    }
    line->words += piece->last - piece->first;
    line->pieces++;
    line->present = true;
}

static bool is_full(const Column *column, const SideLine *line)
{
    float width = column->right - column->left;
    return line->present && !line->leader && line->letters >= FEWEST_LETTERS &&
           line->words >= FEWEST_WORDS * line->pieces && line->digits * 3 < line->letters &&
           line->box.x1 >= column->right - EDGE * width &&
           line->box.x0 <= column->left + EDGE * width;
}

/* Gathers one side of a gutter. The caller clears it. */
static Column build_column(const Region *region, guint32 from, guint32 to, float middle, bool left)
{
    Column column = {g_new0(SideLine, to - from), to - from, 0, 0, 0, 0, INFINITY, -INFINITY};
    guint32 opening = 0;
    for (guint32 i = from; i < to; i++) {
        const Row *row = row_at(region, i);
        SideLine *line = &column.lines[i - from];
        for (guint32 k = 0; k < row->count; k++) {
            const Piece *piece = row_piece(region, row, k);
            if (((piece->box.x0 + piece->box.x1) / 2 < middle) == left)
                add_piece(region->page, line, piece);
        }
        if (!line->present)
            continue;
        line->small &= line->opening != opening;
        opening = line->opening;
        column.present++;
        column.small += line->small;
        column.words += line->word;
        column.left = MIN(column.left, line->box.x0);
        column.right = MAX(column.right, line->box.x1);
    }
    for (guint32 i = 0; i < column.count; i++)
        column.full += is_full(&column, &column.lines[i]);
    return column;
}

static bool is_prose(const Column *column)
{
    return column->present >= FEWEST_PROSE_LINES && column->full * 2 >= column->present &&
           column->small * 4 >= column->present;
}

/* How surely line `at` goes on the sentence of the line before it: 0, 0.5 or 1. */
static float goes_on(const Column *column, guint32 at)
{
    if (at == 0 || !column->lines[at].present || !is_full(column, &column->lines[at - 1]))
        return 0;
    if (column->lines[at].small)
        return 1;
    return column->lines[at - 1].open ? 0.5F : 0;
}

static int compare_floats(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* How often the baselines of both sides agree, 0 to 1: nearly always in a table. */
static float aligned_part(const Column *a, const Column *b, guint32 *both)
{
    g_autofree float *offsets = g_new(float, a->count + 1);
    guint32 count = 0, agree = 0;
    float height = 0;
    for (guint32 i = 0; i < a->count; i++) {
        if (!a->lines[i].present || !b->lines[i].present)
            continue;
        offsets[count++] = a->lines[i].box.y1 - b->lines[i].box.y1;
        height = MAX(height, box_height(a->lines[i].box));
    }
    *both = count;
    if (count == 0)
        return 1;
    qsort(offsets, count, sizeof(float), compare_floats);
    for (guint32 i = 0; i < count; i++)
        agree += fabsf(offsets[i] - offsets[count / 2]) <= 0.15F * height;
    return (float)agree / (float)count;
}

/* True when the lines of a column follow each other at one distance, as a block of its own. */
static bool is_regular(const Column *column)
{
    g_autofree float *steps = g_new(float, column->count + 1);
    guint32 count = 0, agree = 0;
    float last = NAN;
    for (guint32 i = 0; i < column->count; i++) {
        if (!column->lines[i].present)
            continue;
        if (!isnan(last))
            steps[count++] = column->lines[i].box.y1 - last;
        last = column->lines[i].box.y1;
    }
    if (count == 0)
        return false;
    qsort(steps, count, sizeof(float), compare_floats);
    float usual = steps[count / 2];
    for (guint32 i = 0; i < count; i++)
        agree += fabsf(steps[i] - usual) <= 0.15F * usual;
    return agree * 10 >= count * 7;
}

/* What the lines of a narrow column face in the body. */
typedef struct Facing {
    guint32 both, full; /* rows with both sides; full lines of the body along the narrow column */
    float torn;         /* rows where the body is in the middle of a sentence */
    guint32 deep;       /* … surely, beside a line that is not the first of its block */
    guint32 on;         /* … surely or not, beside such a line */
    guint32 labels;     /* lines of the narrow column that say what follows: « Votants : » */
    guint32 values;     /* … and what it is: « Votants : 12 » */
    guint32 block;      /* lines of the longest block of the narrow column */
} Facing;

static Facing face(const Column *narrow_side, const Column *body)
{
    Facing facing = {0};
    guint32 seen = 0, block = 0;
    for (guint32 i = 0; i < body->count && seen < narrow_side->present; i++) {
        bool present = narrow_side->lines[i].present;
        seen += present;
        block = present ? block + 1 : 0;
        facing.labels += present && narrow_side->lines[i].label;
        facing.values += present && narrow_side->lines[i].label && narrow_side->lines[i].digits;
        facing.block = MAX(facing.block, block);
        facing.full += seen > 0 && is_full(body, &body->lines[i]);
        if (!present || !body->lines[i].present)
            continue;
        float sure = goes_on(body, i);
        facing.both++;
        facing.torn += sure;
        facing.deep += block > 1 && sure == 1;
        facing.on += block > 1 && sure > 0;
    }
    return facing;
}

/* True when `narrow_side` stands beside the body, not before its paragraphs: the lines it faces go
 * on sentences, or its baselines are its own. */
static bool is_margin(const Column *narrow_side, const Column *body, float aligned)
{
    float width = narrow_side->right - narrow_side->left;
    float total = MAX(narrow_side->right, body->right) - MIN(narrow_side->left, body->left);
    if (width > WIDEST_MARGIN * total || narrow_side->present < FEWEST_MARGIN_LINES ||
        narrow_side->words * 2 < narrow_side->present)
        return false;
    Facing facing = face(narrow_side, body);
    if (facing.both < FEWEST_MARGIN_LINES)
        return false;
    if (is_prose(body) && (facing.torn >= 0.4F * (float)facing.both || aligned < 0.4F))
        return true;
    return facing.full >= FEWEST_FULL_LINES &&
           ((facing.deep >= 2 && facing.block >= 4) ||
            (facing.on >= 3 && facing.block >= 4 && facing.labels >= 3) ||
            (facing.on >= 1 && facing.block >= 2 && facing.values >= 3) ||
            (narrow_side->present >= FEWEST_PROSE_LINES && aligned < 0.4F));
}

/* ---- Judging a run --------------------------------------------------------------------------- */

/* Cuts a run to the rows from the first to the last that has both sides (for a margin: that has
 * the margin), then lets each side run on while its lines follow closely. */
static void trim(const Column *left, const Column *right, guint32 from, Split *split)
{
    guint32 first = 0, last = left->count;
    const Column *must = split->margin == SIDE_LEFT    ? left
                         : split->margin == SIDE_RIGHT ? right
                                                       : NULL;
    while (first < last && !(must ? must->lines[first].present
                                  : left->lines[first].present && right->lines[first].present))
        first++;
    while (last > first &&
           !(must ? must->lines[last - 1].present
                  : left->lines[last - 1].present && right->lines[last - 1].present))
        last--;
    for (guint32 i = last; !must && i > 0 && i < left->count; i++) {
        const Column *side = left->lines[i].present ? left : right;
        if (!side->lines[i - 1].present || side->lines[i].box.y0 - side->lines[i - 1].box.y1 >
                                               0.5F * box_height(side->lines[i].box))
            break;
        last = i + 1;
    }
    split->first = from + first;
    split->last = from + last;
}

/* True when both sides are one list of names; the split is then the rows that have names on both,
 * and one more that the first column may have. */
static bool is_name_list(const Region *region, const Column *left, const Column *right,
                         guint32 from, Split *split)
{
    trim(left, right, from, split);
    guint32 first = split->first - from, last = first;
    while (last < left->count && left->lines[last].present && right->lines[last].present)
        last++;
    if (last > MOST_NAMES || last < first + 2)
        return false;
    if (last < left->count && left->lines[last].present &&
        layout_follows_in_list(region->page, left->lines[last - 1].cell, left->lines[last].cell))
        last++;
    const Piece *cells[2][MOST_NAMES + 1];
    for (guint32 i = first; i < last; i++) {
        cells[0][i - first] = left->lines[i].cell;
        cells[1][i - first] = right->lines[i].cell;
        if (left->lines[i].pieces > 1)
            return false;
    }
    split->last = from + last;
    return layout_is_sorted_list(region->page, cells[0], cells[1], last - first);
}

/* True when two lists stand beside each other, each under a heading of its own: « Présents : » and
 * « Absents : » on one row, and below them lines that are no headings. */
static bool has_two_heads(const Column *left, const Column *right)
{
    enum { MOST_WORDS = 4, FEWEST_BELOW = 2 };
    guint32 head = 0, below = 0, heads = 0;
    while (head < left->count && !(left->lines[head].present && right->lines[head].present))
        head++;
    if (head == left->count)
        return false;
    const SideLine *a = &left->lines[head], *b = &right->lines[head];
    if (!a->colon || !b->colon || a->words > MOST_WORDS || b->words > MOST_WORDS || a->small ||
        b->small)
        return false;
    for (guint32 i = head + 1; i < left->count; i++) {
        bool both = left->lines[i].present && right->lines[i].present;
        below += both;
        heads += both && left->lines[i].colon && right->lines[i].colon;
    }
    return below >= FEWEST_BELOW && heads == 0;
}

static bool judge(const Region *region, guint32 from, guint32 to, Gap gap, Split *split)
{
    split->middle = (gap.x0 + gap.x1) / 2;
    split->margin = SIDE_NONE;
    split->apart = false;
    g_auto(Column) left = build_column(region, from, to, split->middle, true);
    g_auto(Column) right = build_column(region, from, to, split->middle, false);
    guint32 both;
    float aligned = aligned_part(&left, &right, &both);
    bool columns = both >= FEWEST_PROSE_LINES && is_prose(&left) && is_prose(&right);
    bool apart = left.present >= FEWEST_APART_LINES && right.present >= FEWEST_APART_LINES &&
                 both >= FEWEST_MARGIN_LINES && aligned < 0.35F && is_regular(&left) &&
                 is_regular(&right);
    if (!columns && is_margin(&left, &right, aligned))
        split->margin = SIDE_LEFT;
    else if (!columns && is_margin(&right, &left, aligned))
        split->margin = SIDE_RIGHT;
    else if (!columns && is_name_list(region, &left, &right, from, split))
        return true;
    else if (!columns && !apart && !has_two_heads(&left, &right))
        return false;
    split->apart = !columns && apart && split->margin == SIDE_NONE;
    trim(&left, &right, from, split);
    return split->last > split->first + 1;
}

/* Runs that were judged no split: the next rows of a table lead to the same ones again. */
typedef struct Rejected {
    struct {
        guint32 from, to;
        Gap gap;
    } runs[MOST_GAPS];
    guint32 count; /* all there were; the last ones are kept */
} Rejected;

static bool is_rejected(const Rejected *rejected, guint32 from, guint32 to, Gap gap)
{
    for (guint32 i = 0; i < MIN(rejected->count, MOST_GAPS); i++)
        if (rejected->runs[i].from == from && rejected->runs[i].to == to &&
            rejected->runs[i].gap.x0 < gap.x1 && gap.x0 < rejected->runs[i].gap.x1)
            return true;
    return false;
}

static void reject(Rejected *rejected, guint32 from, guint32 to, Gap gap)
{
    guint32 at = rejected->count++ % MOST_GAPS;
    rejected->runs[at].from = from;
    rejected->runs[at].to = to;
    rejected->runs[at].gap = gap;
}

/* Follows the gutters of row `at` up and down, and judges the runs. */
static bool try_row(const Region *region, guint32 floor, guint32 at, size_t *budget,
                    Rejected *rejected, Split *split)
{
    const Row *row = row_at(region, at);
    float narrowest = GUTTER * box_height(row->anchor);
    Gap gaps[MOST_GAPS];
    int count = first_gaps(region, row, narrowest, gaps);
    for (int i = 0; i < count; i++) {
        guint32 from = at, to = at + 1;
        while (to < region->rows->len && to - at<MOST_LINES && * budget> 0) {
            Gap narrowed = gaps[i];
            const Row *next = row_at(region, to);
            *budget -= MIN(*budget, next->count);
            if (!narrow(region, next, narrowest, &narrowed))
                break;
            gaps[i] = narrowed;
            to++;
        }
        while (from > floor && at - from<MOST_LINES && * budget> 0) {
            Gap narrowed = gaps[i];
            const Row *next = row_at(region, from - 1);
            *budget -= MIN(*budget, next->count);
            if (!narrow(region, next, narrowest, &narrowed))
                break;
            gaps[i] = narrowed;
            from--;
        }
        if (to - from < FEWEST_MARGIN_LINES || is_rejected(rejected, from, to, gaps[i]))
            continue;
        if (judge(region, from, to, gaps[i], split))
            return true;
        reject(rejected, from, to, gaps[i]);
    }
    return false;
}

/* ---- Gutters with a rule in them ------------------------------------------------------------- */

/* How a row lies to a rule at x: -1 left of it, 1 right of it, 0 on both sides, 2 across it. */
static int row_side(const Region *region, const Row *row, float x)
{
    bool left = false, right = false;
    for (guint32 i = 0; i < row->count; i++) {
        Box box = row_piece(region, row, i)->box;
        float inside = box_height(box) / 2;
        if (box.x0 + inside < x && box.x1 - inside > x)
            return 2;
        left |= (box.x0 + box.x1) / 2 < x;
        right |= (box.x0 + box.x1) / 2 >= x;
    }
    return left && right ? 0 : left ? -1 : 1;
}

static bool runs_beside(Box rule, const Row *row)
{
    float y = (row->box.y0 + row->box.y1) / 2;
    return y > rule.y0 && y < rule.y1;
}

/* The rows from *at on beside a rule that the scan shows between columns. */
static bool split_by_rule(const Region *region, Box rule, guint32 at, Split *split)
{
    float x = (rule.x0 + rule.x1) / 2, left = INFINITY, right = -INFINITY;
    bool sides[2] = {false, false};
    guint32 to = at;
    for (; to < region->rows->len && runs_beside(rule, row_at(region, to)); to++) {
        const Row *row = row_at(region, to);
        int side = row_side(region, row, x);
        if (side == 2)
            break;
        sides[0] |= side <= 0;
        sides[1] |= side >= 0;
        left = MIN(left, row->box.x0);
        right = MAX(right, row->box.x1);
    }
    if (to - at < FEWEST_MARGIN_LINES || !sides[0] || !sides[1])
        return false;
    Side margin = x - left < WIDEST_MARGIN * (right - left)    ? SIDE_LEFT
                  : right - x < WIDEST_MARGIN * (right - left) ? SIDE_RIGHT
                                                               : SIDE_NONE;
    *split = (Split){.first = at, .last = to, .middle = x, .margin = margin, .apart = true};
    return true;
}

static bool find_ruled(const Region *region, guint32 at, Split *split)
{
    const GArray *rules = region->page->page->columns;
    for (guint i = 0; rules && i < rules->len; i++) {
        Box rule = g_array_index(rules, Box, i);
        if (runs_beside(rule, row_at(region, at)) && split_by_rule(region, rule, at, split))
            return true;
    }
    return false;
}

bool layout_find_split(const Region *region, guint32 floor, guint32 *at, size_t *budget,
                       Split *split)
{
    Rejected rejected = {.count = 0};
    guint32 rows = region->rows->len;
    for (; *at < rows; (*at)++) {
        if (*budget == 0)
            return false;
        if (find_ruled(region, *at, split))
            return true;
        if (row_at(region, *at)->count > 1 && try_row(region, floor, *at, budget, &rejected, split))
            return true;
    }
    return false;
}

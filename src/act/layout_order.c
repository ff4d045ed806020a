/* Pieces → lines in reading order.
 *
 * Pieces beside one another make a row. A row is a line of the text, with its cells apart, unless
 * layout_columns.c finds that the two sides of a gutter do not belong together. Then one side is
 * read before the other, each by itself. */
#include "layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const float ROW_OVERLAP = 0.5F;   /* two pieces of a row stand beside each other this much */
static const float CELL_OVERLAP = 0.33F; /* cells apart may be centred on one another's lines */

enum {
    OPEN_ROWS = 8,  /* rows a piece is tried with */
    SEARCHED = 128, /* pieces looked back at for one that lies under it */
    DEEPEST = 4,    /* columns within columns */
};

/* ---- Rows ------------------------------------------------------------------------------------ */

typedef struct Placed {
    float key; /* height on the page while rows are made, then the left edge */
    guint32 row, piece;
} Placed;

static int by_key(const void *a, const void *b)
{
    const Placed *p = a, *q = b;
    if (p->key != q->key)
        return p->key < q->key ? -1 : 1;
    return (p->piece > q->piece) - (p->piece < q->piece);
}

static int by_row(const void *a, const void *b)
{
    const Placed *p = a, *q = b;
    if (p->row != q->row)
        return p->row < q->row ? -1 : 1;
    return by_key(a, b);
}

/* True when the box lies over a piece of the row: then it is another row's. */
static bool is_taken(const Row *row, const PageLayout *page, const Placed *placed, size_t count,
                     guint32 row_index, Box box)
{
    if (box.x0 >= row->box.x1 || box.x1 <= row->box.x0)
        return false;
    for (size_t i = count; i-- > 0 && count - i <= SEARCHED;) {
        if (placed[i].row != row_index)
            continue;
        Box other = layout_piece(page, placed[i].piece)->box;
        float over = MIN(other.x1, box.x1) - MAX(other.x0, box.x0);
        if (over > 0.3F * MIN(box_height(other), box_height(box)) ||
            (over > 0 && over > 0.5F * MIN(box_width(other), box_width(box))))
            return true;
    }
    return false;
}

/* The row a piece belongs to among the last ones, or the number of rows when it opens one. */
static guint32 find_row(const Region *region, const Placed *placed, size_t count, Box box)
{
    guint32 rows = region->rows->len, best = rows;
    float best_overlap = 0;
    for (guint32 i = rows; i-- > 0 && rows - i <= OPEN_ROWS;) {
        const Row *row = &g_array_index(region->rows, Row, i);
        float overlap = box_beside(row->anchor, box);
        bool apart =
            box.x0 - row->box.x1 > box_height(box) || row->box.x0 - box.x1 > box_height(box);
        if (overlap <= best_overlap || overlap < (apart ? CELL_OVERLAP : ROW_OVERLAP) ||
            is_taken(row, region->page, placed, count, i, box))
            continue;
        best = i;
        best_overlap = overlap;
    }
    return best;
}

static void make_rows(Region *region)
{
    g_autofree Placed *placed = g_new(Placed, region->count + 1);
    for (guint32 i = 0; i < region->count; i++) {
        Box box = layout_piece(region->page, region->pieces[i])->box;
        placed[i] = (Placed){(box.y0 + box.y1) / 2, 0, region->pieces[i]};
    }
    qsort(placed, region->count, sizeof(Placed), by_key);
    for (guint32 i = 0; i < region->count; i++) {
        Box box = layout_piece(region->page, placed[i].piece)->box;
        placed[i].row = find_row(region, placed, i, box);
        if (placed[i].row == region->rows->len) {
            Row row = {.box = box, .anchor = box};
            g_array_append_val(region->rows, row);
        }
        Row *row = &g_array_index(region->rows, Row, placed[i].row);
        row->count++;
        if (box_width(box) > box_width(row->anchor))
            row->anchor = box;
        row->box = (Box){MIN(row->box.x0, box.x0), MIN(row->box.y0, box.y0),
                         MAX(row->box.x1, box.x1), MAX(row->box.y1, box.y1)};
    }
    for (guint32 i = 0; i < region->count; i++)
        placed[i].key = layout_piece(region->page, placed[i].piece)->box.x0;
    qsort(placed, region->count, sizeof(Placed), by_row);
    for (guint32 i = 0, first = 0; i < region->rows->len; i++) {
        Row *row = &g_array_index(region->rows, Row, i);
        row->first = first;
        first += row->count;
    }
    for (guint32 i = 0; i < region->count; i++)
        region->pieces[i] = placed[i].piece;
}

/* ---- Lines ----------------------------------------------------------------------------------- */

static void emit_rows(Region *region, guint32 from, guint32 to)
{
    PageLayout *page = region->page;
    for (guint32 i = from; i < to; i++) {
        const Row *row = &g_array_index(region->rows, Row, i);
        LaidLine line = {.first = page->order->len,
                         .count = row->count,
                         .box = row->box,
                         .flags = region->flags};
        if (i == 0)
            line.flags |= region->opening;
        g_array_append_vals(page->order, region->pieces + row->first, row->count);
        g_array_append_val(page->lines, line);
    }
}

static void order_region(Region *region);

/* Reads one side of a gutter. */
static void order_side(Region *region, const Split *split, bool left)
{
    const Row *first = &g_array_index(region->rows, Row, split->first);
    const Row *last = &g_array_index(region->rows, Row, split->last - 1);
    guint32 all = last->first + last->count - first->first, count = 0;
    g_autofree guint32 *side = g_new(guint32, all);
    for (guint32 i = 0; i < all; i++) {
        guint32 index = region->pieces[first->first + i];
        Box box = layout_piece(region->page, index)->box;
        if (((box.x0 + box.x1) / 2 < split->middle) == left)
            side[count++] = index;
    }
    bool margin = left ? split->margin == SIDE_LEFT : split->margin == SIDE_RIGHT;
    Region part = {.page = region->page,
                   .pieces = side,
                   .count = count,
                   .flags = region->flags | (margin ? LINE_MARGIN : 0),
                   .opening = split->apart ? LINE_PARAGRAPH : 0,
                   .depth = region->depth + 1};
    order_region(&part);
}

static void order_rows(Region *region)
{
    guint32 done = 0, at = 0;
    size_t budget = 4096 + 64 * (size_t)region->rows->len;
    Split split;
    while (region->depth < DEEPEST && layout_find_split(region, done, &at, &budget, &split)) {
        emit_rows(region, done, split.first);
        order_side(region, &split, split.margin != SIDE_RIGHT);
        order_side(region, &split, split.margin == SIDE_RIGHT);
        done = at = split.last;
    }
    emit_rows(region, done, region->rows->len);
}

static void order_region(Region *region)
{
    g_autoptr(GArray) rows = g_array_new(false, false, sizeof(Row));
    region->rows = rows;
    make_rows(region);
    order_rows(region);
    region->rows = NULL;
}

/* Rotated text has no rows: a line of it is a line of the file. */
static void emit_single(PageLayout *page, guint32 piece, unsigned flags)
{
    LaidLine line = {.first = page->order->len,
                     .count = 1,
                     .box = layout_piece(page, piece)->box,
                     .flags = flags};
    g_array_append_val(page->order, piece);
    g_array_append_val(page->lines, line);
}

/* Emits the stamp's lines whose middle is in the given half of the page, from top to bottom. */
static void emit_stamps(PageLayout *page, bool upper)
{
    g_autoptr(GArray) rows = g_array_new(false, false, sizeof(Row));
    g_autofree guint32 *pieces = g_new(guint32, page->pieces->len + 1);
    Region region = {.page = page, .pieces = pieces, .rows = rows, .flags = LINE_STAMP};
    for (guint32 i = 0; i < page->pieces->len; i++) {
        const Piece *piece = layout_piece(page, i);
        bool above = (piece->box.y0 + piece->box.y1) / 2 < page->page->height / 2;
        if (piece->stamp && !piece->rotated && above == upper)
            pieces[region.count++] = i;
    }
    make_rows(&region);
    emit_rows(&region, 0, rows->len);
}

void layout_order_pieces(PageLayout *page)
{
    guint32 stamps = 0;
    g_autofree guint32 *pieces = g_new(guint32, page->pieces->len + 1);
    Region region = {.page = page, .pieces = pieces};
    for (guint32 i = 0; i < page->pieces->len; i++) {
        const Piece *piece = layout_piece(page, i);
        stamps += piece->stamp;
        if (!piece->rotated && !piece->stamp)
            pieces[region.count++] = i;
    }
    if (stamps > 0)
        emit_stamps(page, true);
    order_region(&region);
    for (guint32 i = 0; i < page->pieces->len; i++)
        if (layout_piece(page, i)->rotated)
            emit_single(page, i, layout_piece(page, i)->stamp ? LINE_STAMP : 0);
    if (stamps > 0)
        emit_stamps(page, false);
}

#include "grid.h"

#include <math.h>
#include <string.h>

bool grid_read_row(const Text *text, size_t line, GridRow *row)
{
    const char *folded = text_folded(text, NULL);
    Span rest = text_line(text, line)->span;
    row->count = 0;
    while (rest.start < rest.end) {
        while (rest.start < rest.end && g_ascii_isspace(folded[rest.start]))
            rest.start++;
        size_t end = rest.start;
        while (end < rest.end && strncmp(folded + end, "   ", 3) != 0)
            end++;
        Span cell = {rest.start, end};
        while (cell.end > cell.start && g_ascii_isspace(folded[cell.end - 1]))
            cell.end--;
        rest.start = end;
        if (cell.end == cell.start)
            continue;
        if (row->count == GRID_COLUMNS_MAX)
            return false;
        row->cells[row->count++] = cell;
    }
    return row->count > 0;
}

/* From where to where a cell stands across the page; in plain text, across the line. */
static void extent(const Text *text, Span cell, double *left, double *right)
{
    g_autoptr(GArray) places = g_array_new(false, false, sizeof(Place));
    text_locate(text, cell, places);
    const Place *place = places->len ? &g_array_index(places, Place, 0) : NULL;
    if (place && place->box.x1 > place->box.x0) {
        *left = place->box.x0;
        *right = place->box.x1;
        return;
    }
    size_t start = text_line(text, text_line_at(text, cell.start))->span.start;
    *left = (double)(cell.start - start);
    *right = (double)(cell.end - start);
}

char *grid_words(const Text *text, Span cell)
{
    g_autofree char *words = g_strndup(text_folded(text, NULL) + cell.start, span_length(cell));
    g_auto(GStrv) parts = g_strsplit_set(words, " \n\t", -1);
    GString *out = g_string_new(NULL);
    for (char **part = parts; *part; part++)
        if (**part)
            g_string_append_printf(out, "%s%s", out->len ? " " : "", *part);
    return g_string_free(out, false);
}

bool grid_may_be_head(const Text *text, size_t line)
{
    enum { GAP = 3 }; /* spaces: of so many on end, one is at a place looked at */
    const char *folded = text_folded(text, NULL);
    Span span = text_line(text, line)->span;
    for (size_t at = span.start + GAP - 1; at < span.end; at += GAP) {
        size_t from = at, to = at;
        while (from > span.start && folded[from - 1] == ' ' && folded[at] == ' ')
            from--;
        while (to < span.end && folded[to] == ' ')
            to++;
        if (to - from >= GAP)
            return true;
    }
    return false;
}

bool grid_read_head(const Text *text, size_t line, Grid *grid)
{
    GridRow row;
    if (!grid_may_be_head(text, line) || !grid_read_row(text, line, &row) || row.count < 2)
        return false;
    for (size_t i = 0; i < row.count; i++) {
        grid->heads[i] = grid_words(text, row.cells[i]);
        extent(text, row.cells[i], &grid->left[i], &grid->right[i]);
    }
    grid->count = (int)row.count;
    return true;
}

void grid_add_head(Grid *grid, const Text *text, Span cell)
{
    double left, right;
    int at = 0;
    extent(text, cell, &left, &right);
    if (grid->count == GRID_COLUMNS_MAX)
        return;
    while (at < grid->count && grid->right[at] <= left)
        at++;
    if (at < grid->count && grid->left[at] < right)
        return;
    for (int i = grid->count++; i > at; i--) {
        grid->heads[i] = grid->heads[i - 1];
        grid->left[i] = grid->left[i - 1];
        grid->right[i] = grid->right[i - 1];
    }
    grid->heads[at] = grid_words(text, cell);
    grid->left[at] = left;
    grid->right[at] = right;
}

/* Where a word of `cell` behind its first begins just where a head to the right does, or its end.
 */
static size_t where_head_begins(const Grid *grid, const Text *text, Span cell)
{
    enum { CLOSE = 2 }; /* points, or characters of plain text */
    const char *folded = text_folded(text, NULL);
    double left, right;
    extent(text, cell, &left, &right);
    for (size_t at = cell.start + 1; at < cell.end; at++) {
        double from, to;
        if (!g_ascii_isspace(folded[at - 1]) || g_ascii_isspace(folded[at]))
            continue;
        extent(text, (Span){at, cell.end}, &from, &to);
        for (int i = 1; i < grid->count; i++)
            if (grid->left[i] > left + CLOSE && fabs(from - grid->left[i]) <= CLOSE)
                return at;
    }
    return cell.end;
}

bool grid_read_cells(const Grid *grid, const Text *text, size_t line, GridRow *row)
{
    const char *folded = text_folded(text, NULL);
    if (!grid_read_row(text, line, row))
        return false;
    for (size_t i = 0; i < row->count && row->count < (size_t)grid->count; i++) {
        Span *cell = &row->cells[i];
        size_t cut = where_head_begins(grid, text, *cell);
        if (cut == cell->end)
            continue;
        memmove(cell + 1, cell, (row->count - i) * sizeof *cell);
        row->count++;
        cell[1].start = cut;
        for (cell->end = cut; g_ascii_isspace(folded[cell->end - 1]);)
            cell->end--;
    }
    return true;
}

void grid_widen(Grid *grid, const Text *text, const GridRow *row)
{
    for (int i = 0; row->count == (size_t)grid->count && i < grid->count; i++) {
        double left, right;
        extent(text, row->cells[i], &left, &right);
        grid->left[i] = fmin(grid->left[i], left);
        grid->right[i] = fmax(grid->right[i], right);
    }
}

int grid_column(const Grid *grid, const Text *text, Span cell)
{
    double left, right, nearest = INFINITY, next = INFINITY;
    int column = -1;
    extent(text, cell, &left, &right);
    for (int i = 0; i < grid->count; i++) {
        /* a cell stands in the middle of its column, or begins or ends where its head does */
        double away = fmin(fabs(left + right - grid->left[i] - grid->right[i]) / 2,
                           fmin(fabs(left - grid->left[i]), fabs(right - grid->right[i])));
        if (away < nearest) {
            next = nearest;
            nearest = away;
            column = i;
        } else {
            next = fmin(next, away);
        }
    }
    return nearest * 2 < next ? column : -1;
}

int grid_place(const Grid *grid, const Text *text, const GridRow *row, size_t index)
{
    return row->count == (size_t)grid->count ? (int)index
                                             : grid_column(grid, text, row->cells[index]);
}

double grid_left(const Text *text, Span cell)
{
    double left, right;
    extent(text, cell, &left, &right);
    return left;
}

double grid_top(const Text *text, Span cell)
{
    g_autoptr(GArray) places = g_array_new(false, false, sizeof(Place));
    text_locate(text, cell, places);
    return places->len ? g_array_index(places, Place, 0).box.y0 : 0;
}

void grid_clear(Grid *grid)
{
    for (int i = 0; i < grid->count; i++)
        g_free(grid->heads[i]);
    grid->count = 0;
}

/* Tables whose columns say what stands in them: a line of heads, then rows whose cells belong to
 * the head they stand under. Private to act/. */
#ifndef DELIBEX_ACT_GRID_H
#define DELIBEX_ACT_GRID_H

#include "../base/text.h"

#include <stdbool.h>
#include <stddef.h>

enum { GRID_COLUMNS_MAX = 12 };

/* The cells of one line, from left to right. */
typedef struct GridRow {
    Span cells[GRID_COLUMNS_MAX];
    size_t count;
} GridRow;

typedef struct Grid {
    char *heads[GRID_COLUMNS_MAX]; /* folded, white space made one; owned */
    double left[GRID_COLUMNS_MAX], right[GRID_COLUMNS_MAX];
    int count;
} Grid;

/* Parts a line where layout left three spaces. False when it has no words or too many cells. */
bool grid_read_row(const Text *text, size_t line, GridRow *row);

/* Whether a line has what parts two cells: asked of every line, before it is read. */
bool grid_may_be_head(const Text *text, size_t line);

/* Reads the line of heads, two at least. The caller clears *grid. */
bool grid_read_head(const Text *text, size_t line, Grid *grid);

/* Adds a head where no other stands above or below it; columns stay in order. */
void grid_add_head(Grid *grid, const Text *text, Span cell);

/* The cells of a line of a table, one for each column it fills: where it has fewer cells than the
 * table has heads, a cell that runs, with no more than a space between its words, to where the next
 * head begins ends before the word that stands there. False as grid_read_row. */
bool grid_read_cells(const Grid *grid, const Text *text, size_t line, GridRow *row);

/* Widens the columns to the cells of a row that has one for each: a head may stand in the middle of
 * a wide column, away from where its cells begin. */
void grid_widen(Grid *grid, const Text *text, const GridRow *row);

/* The column a cell stands under, or -1 where two are as near. */
int grid_column(const Grid *grid, const Text *text, Span cell);

/* The column of the `index`th cell of a row: that of the same rank in a row with as many cells as
 * the table has heads, else the one it stands under; or -1. */
int grid_place(const Grid *grid, const Text *text, const GridRow *row, size_t index);

/* Where a cell begins: points from the left edge, or characters of plain text. */
double grid_left(const Text *text, Span cell);

/* The top of a cell, in points; 0 in plain text. */
double grid_top(const Text *text, Span cell);

/* The folded words of a cell, white space made one. The caller frees. */
char *grid_words(const Text *text, Span cell);

void grid_clear(Grid *grid);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Grid, grid_clear)

#endif

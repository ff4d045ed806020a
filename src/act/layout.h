/* The parts of layout: what its files hand to one another. Private to act/.
 *
 * layout_pieces.c   glyphs → words → pieces (runs of words on one baseline)
 * layout_order.c    pieces → rows → lines in reading order
 * layout_columns.c  which rows are two columns, or a margin beside the body
 * layout_names.c    which columns are one list of names
 * layout_marks.c    which pieces are a stamp, which lines are running heads and feet
 * layout.c          lines → Text */
#ifndef DELIBEX_ACT_LAYOUT_H
#define DELIBEX_ACT_LAYOUT_H

#include "../base/document.h"
#include "../base/text.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* A run of glyphs without a space. */
typedef struct Word {
    guint32 start, end; /* in page->glyphs */
    Box box;
    float size;       /* as the file says */
    float em;         /* in points on the page */
    guint8 flags;     /* GLYPH_… of its first glyph */
    bool glued;       /* no space before it, within its piece */
    bool after_break; /* the file ended a line before it */
} Word;

/* A run of words on one baseline: a line of prose, or one cell of a table's row. */
typedef struct Piece {
    guint32 first, last; /* words [first, last) */
    Box box;
    float size;
    guint32 letters;
    bool rotated, stamp, after_break;
} Piece;

/* A line in reading order: `count` entries of PageLayout.order from `first`, left to right. */
typedef struct LaidLine {
    guint32 first, count;
    Box box;
    unsigned flags; /* LINE_… */
} LaidLine;

typedef struct PageLayout {
    const Page *page;
    int number;     /* from 1 */
    bool plain;     /* it has no boxes to go by: the rest is empty */
    GArray *words;  /* of Word */
    GArray *pieces; /* of Piece */
    GArray *order;  /* of guint32, pieces in reading order */
    GArray *lines;  /* of LaidLine */
} PageLayout;

/* Pieces beside one another. */
typedef struct Row {
    guint32 first, count; /* in Region.pieces, left to right */
    Box box;
    Box anchor; /* of its widest piece: what others must stand beside */
} Row;

/* A stretch of a page that is read on its own. */
typedef struct Region {
    PageLayout *page;
    guint32 *pieces; /* indices in page->pieces, row by row once rows are made */
    guint32 count;
    GArray *rows;     /* of Row, from top to bottom */
    unsigned flags;   /* of its lines */
    unsigned opening; /* of its first line, too */
    int depth;
} Region;

typedef enum Side { SIDE_NONE, SIDE_LEFT, SIDE_RIGHT } Side;

/* Rows [first, last) whose two sides are to be read one after the other. */
typedef struct Split {
    guint32 first, last;
    float middle; /* of the gutter */
    Side margin;  /* the side that is a margin column: it is read first */
    bool apart;   /* neither side goes on in the other */
} Split;

/* True when two columns of cells (NULL where a row has none) are one list of names in the order of
 * the alphabet. */
bool layout_is_sorted_list(const PageLayout *page, const Piece *const *left,
                           const Piece *const *right, guint32 count);

/* True when `below` may go on the list whose last name is `above`. */
bool layout_follows_in_list(const PageLayout *page, const Piece *above, const Piece *below);

/* Finds the next split at or after row *at (which it moves on), in rows from `floor`. `budget`
 * bounds the work on pages made to be slow: at its end nothing more is found. */
bool layout_find_split(const Region *region, guint32 floor, guint32 *at, size_t *budget,
                       Split *split);

/* Cuts the page's glyphs into words and pieces. */
void layout_cut_pieces(PageLayout *page);

/* True for the raised « er » of « 1er »: no space stands before it. */
bool layout_is_superscript(const PageLayout *page, const Word *before, const Word *word);

/* True when a rule that the scan shows, between columns or cells, runs between two words of a line.
 */
bool layout_is_parted(const PageLayout *page, const Word *before, const Word *word);

/* Marks the pieces of transmission stamps. */
void layout_find_stamps(PageLayout *page);

/* Puts the pieces in reading order, line by line. */
void layout_order_pieces(PageLayout *page);

/* Marks lines that pages (GPtrArray of PageLayout) print again and again at the same height. */
void layout_mark_furniture(GPtrArray *pages);

/* Blanks the running heads and feet of plain text whose lines are lost: words that stand again and
 * again beside a number that grows by one. */
void layout_blank_running(Text *text);

/* What a line (UTF-8) is to a stamp. */
typedef enum StampWords {
    STAMP_NONE,
    STAMP_PART, /* « Affiché le … »: of a stamp only beside one */
    STAMP_SURE, /* « Reçu en préfecture le … » */
} StampWords;

StampWords layout_stamp_words(const char *utf8);

static inline const Piece *layout_piece(const PageLayout *page, guint32 index)
{
    return &g_array_index(page->pieces, Piece, index);
}

static inline float box_height(Box box)
{
    return box.y1 - box.y0;
}

static inline float box_width(Box box)
{
    return box.x1 - box.x0;
}

/* How much of the lower of two boxes stands beside the other: 0 to 1. */
static inline float box_beside(Box a, Box b)
{
    float top = a.y0 > b.y0 ? a.y0 : b.y0, bottom = a.y1 < b.y1 ? a.y1 : b.y1;
    float ha = box_height(a), hb = box_height(b), lower = ha < hb ? ha : hb;
    return bottom <= top || lower <= 0 ? 0 : (bottom - top) / lower;
}

#endif

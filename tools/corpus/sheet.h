/* Sheet: where blocks are printed. It knows paper, fonts, columns and page breaks; nothing of acts.
 *
 * Two kinds: a PDF with embedded fonts, and plain text. Both remember every word they printed, so
 * that the maker can prove that what it expects is really there. */
#ifndef DELIBEX_CORPUS_SHEET_H
#define DELIBEX_CORPUS_SHEET_H

#include <glib.h>
#include <stdbool.h>

typedef struct Sheet Sheet;

/* Called when a page is done: prints stamps, footers. `page` from 1. */
typedef void (*SheetPageDone)(Sheet *sheet, int page, void *data);

typedef enum SheetAlign { SHEET_LEFT, SHEET_CENTER, SHEET_RIGHT, SHEET_JUSTIFY } SheetAlign;

typedef struct SheetStyle {
    const char *font; /* family; lent */
    double size;
    double left, right, top, bottom; /* margins in points */
    double line_spacing;             /* 1 is the font's own */
    bool flat;                       /* plain text: no line breaks at all */
    int columns;                     /* plain text: width of a line in characters */
} SheetStyle;

/* How one paragraph looks. {0} is plain text, left aligned, in the sheet's font. */
typedef struct TextStyle {
    double size;      /* 0: the sheet's */
    const char *font; /* NULL: the sheet's */
    SheetAlign align;
    bool bold, italic, underline, boxed;
    double indent;        /* of the whole paragraph */
    double hang;          /* of all lines but the first */
    double before, after; /* space in points */
    double spacing;       /* between letters, in points */
    double raise;         /* printed above the line, as a rubber stamp is */
    const char *color;    /* "#3333aa", or NULL: black */
} TextStyle;

typedef struct TableStyle {
    const double *widths; /* fractions of the column, `columns` of them */
    int columns;
    bool lines;  /* drawn borders */
    bool header; /* the first row is bold */
    bool middle; /* cells stand half-way down their row */
    double size;
    double before, after;
} TableStyle;

Sheet *sheet_new_pdf(const SheetStyle *style, SheetPageDone done, void *data);
Sheet *sheet_new_text(const SheetStyle *style);
void sheet_free(Sheet *sheet);

/* Prints a paragraph of Pango markup; it may run over pages. False on markup that is none. */
bool sheet_text(Sheet *sheet, const char *markup, const TextStyle *style, GError **error);

/* Prints a table, row by row; `cells` holds rows × columns strings of markup. */
bool sheet_table(Sheet *sheet, char *const *cells, int rows, const TableStyle *style,
                 GError **error);

void sheet_space(Sheet *sheet, double points);
void sheet_rule(Sheet *sheet, double width);
void sheet_break_page(Sheet *sheet);

/* A drawn mark in place of a logo: shapes, no words. */
void sheet_logo(Sheet *sheet, double size);

/* Columns side by side: begin, then one narrow() a column, then end. A margin column is a begin and
 * a narrow(), then sheet_columns_margin(), which leaves the text beside it for good. */
void sheet_columns_begin(Sheet *sheet);
void sheet_columns_narrow(Sheet *sheet, double from, double to); /* fractions of the text width */
void sheet_columns_end(Sheet *sheet);
void sheet_columns_margin(Sheet *sheet, double from);

/* Prints lines in a box at a fixed place of the page at hand, whatever stands there. */
bool sheet_stamp(Sheet *sheet, double x, double y, double width, const char *const *lines,
                 double size, GError **error);

int sheet_page(const Sheet *sheet); /* from 1 */

/* All words printed so far, runs of white space made one space. Lent. */
const char *sheet_printed(const Sheet *sheet);

/* Prints one centred line at the foot of the page at hand. */
bool sheet_footer(Sheet *sheet, const char *markup, GError **error);

/* Ends the document and gives its bytes, lent; they are the same when asked again. */
GBytes *sheet_bytes(Sheet *sheet);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sheet, sheet_free)

#endif

/* Document: what read/ gives. Pages of glyphs with their boxes, in the order the file holds them,
 * before anybody has thought about lines. It knows nothing of reading order, of folding or of
 * deliberations. */
#ifndef DELIBEX_BASE_DOCUMENT_H
#define DELIBEX_BASE_DOCUMENT_H

#include "outcome.h"
#include "span.h"

#include <glib.h>

/* Where the text of a page (or of a document) comes from. */
typedef enum TextSource {
    TEXT_SOURCE_NONE,  /* no usable text */
    TEXT_SOURCE_LAYER, /* the PDF's own text */
    TEXT_SOURCE_OCR,   /* recognised by us */
    TEXT_SOURCE_MIXED, /* documents only: layer and OCR pages */
    TEXT_SOURCE_PLAIN, /* a plain text file: no geometry */
} TextSource;

/* The name in the record: "none", "layer", "ocr", "mixed", "plain". Lent, static. */
const char *text_source_name(TextSource source);

enum {
    GLYPH_BOLD = 1 << 0,
    GLYPH_HIDDEN = 1 << 1,  /* invisible or white */
    GLYPH_ROTATED = 1 << 2, /* not upright on the page as it is shown */
};

/* One character as the file has it. `ch` may be a space; '\n' ends a line of the file's own order
 * (plain text keeps its lines; for a PDF it is a hint only). Without geometry the box is empty. */
typedef struct Glyph {
    gunichar ch;
    Box box;
    float size;        /* font size in points; 0 when unknown */
    guint8 confidence; /* 0 to 100; 100 for a text layer */
    guint8 flags;      /* GLYPH_… */
} Glyph;

/* A page as it is seen, for whoever looks at it beside what was read; straightened and upright as
 * it was to be recognised. All NULL when nobody asked for it. */
typedef struct PagePicture {
    GByteArray *bytes;    /* NULL when there is none */
    const char *type;     /* "image/png", "image/jpeg"; static */
    const char *left_out; /* why it was not drawn though asked for: "pages", "bytes", "seconds": a
                             limit; "failed"; static */
    int turns;            /* quarters clockwise by which it is turned against the page as shown */
} PagePicture;

typedef struct Page {
    double width, height; /* points, as shown (rotation applied); 0 for plain text */
    int turns;            /* quarters clockwise that bring a scan upright: sizes and boxes of the
                             page are those it has then */
    TextSource source;
    GArray *glyphs;  /* of Glyph */
    GArray *columns; /* of Box: upright rules, seen on a scan, that part the page in columns */
    GArray *walls;   /* of Box: upright rules, seen on a scan, between the cells of a table */
    const char *why; /* why it was to be recognised, e.g. "no_text"; static; NULL: it was not */
    int confidence;  /* of what was recognised, 0 to 100; 0 when nothing was */
    double skew;     /* degrees by which it was straightened before: the boxes of what was
                        recognised are those of the straightened page */
    PagePicture picture;
} Page;

typedef struct Document {
    Outcome outcome;
    char *diagnosis;  /* one line on why, or NULL; owned */
    char *complaints; /* one line on what the PDF library said meanwhile, or NULL; owned */
    TextSource source;
    int page_count;   /* as the file states it, even where not every page could be read */
    GPtrArray *pages; /* of Page */
    GPtrArray *flags; /* of const char * (static): the record's source.flags, e.g. "hidden_text" */
} Document;

/* An empty document: outcome ok, no pages. */
Document *document_new(void);
void document_free(Document *document);

/* Appends an empty page and lends it. */
Page *document_add_page(Document *document, double width, double height, TextSource source);

/* Adds a flag once. `flag` is a string literal. */
void document_flag(Document *document, const char *flag);

/* Appends one glyph. */
void page_add_glyph(Page *page, Glyph glyph);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Document, document_free)

#endif

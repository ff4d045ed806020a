/* What the files of the PDF reader hand to one another. Private to them: it includes poppler.
 *
 * pdf.c          a file → Document: what poppler complains of, judging pages, recognition
 * pdf_page.c     a page's text → glyphs
 * pdf_seen.c     which of them are painted
 * pdf_covered.c  which of them are painted over
 * pdf_stamps.c   stamps that are annotations, which poppler leaves out of a page's text
 * pdf_picture.c  a page as a picture to be recognised
 * pdf_draw.c     pages as pictures to be looked at */
#ifndef DELIBEX_READ_PDF_ROOM_H
#define DELIBEX_READ_PDF_ROOM_H

#include "../base/document.h"

#include <math.h>
#include <poppler.h>

/* Our own names: later popplers define these clean-ups for theirs. */
typedef PopplerDocument OpenDocument;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OpenDocument, g_object_unref)

typedef PopplerPage OpenPage;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OpenPage, g_object_unref)

/* What poppler says while it works: its only other sign that something is broken. */
typedef struct Complaints {
    guint handler;
    guint64 errors, warnings;
    char *first; /* the first error, or NULL */
} Complaints;

/* Listens until complaints_clear, instead of whoever listened before. */
void complaints_listen(Complaints *complaints);
void complaints_clear(Complaints *complaints);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Complaints, complaints_clear)

/* A number of poppler's in points; 0 for one that is on no page, or is none. */
static inline float pdf_points(double number)
{
    return fabs(number) < 1e6 ? (float)number : 0; /* which what is no number is not */
}

/* Reads the text of `source` into `page`: one glyph a character, with box, size and flags. */
void pdf_read_text(Document *document, Page *page, PopplerPage *source);

/* Flags the text that is not seen, or not so, in a file whose bytes bear a sign that there is some,
 * and marks its glyphs as hidden. Pages that are pictures are left out: words lie under them. */
void pdf_compare_seen(Document *document, OpenDocument *source, const void *bytes, size_t length);

/* Flags words that are not seen, painted over or clipped away, on pages that have text at one of
 * `spots` (of ContentSpot, see content.h). */
void pdf_find_covered(Document *document, OpenDocument *source, const GArray *spots);

/* Adds the text of stamp annotations to the pages they lie on. They are taken only when what the
 * library counts and what the bytes hold agree: a stamp on the wrong page would be false evidence.
 */
void pdf_read_stamps(Document *document, OpenDocument *source, const void *bytes, size_t length);

#endif

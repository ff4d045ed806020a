/* read/: bytes → Document.
 *
 * Takes the bytes of one file, tells by content what it is, and gives its pages of glyphs. Knows
 * nothing of reading order, rules or deliberations. The files pdf_*.c are the only ones that
 * include poppler, ocr.c the only one that includes tesseract, picture*.c Leptonica; plain.c reads
 * text files.
 *
 * Flags a Document may leave here with (document_flag):
 *   pages_without_text  some pages hold no usable text: scans that were not recognised
 *   blank_pages         some pages were looked at, and there is nothing on them to read
 *   stamp_only_pages    on some pages the only text is the transmission stamp, laid over a scan
 * that was not recognised; their source is none, their glyphs are kept: the stamp is evidence
 *   ocr_unavailable     pages should have been recognised, and the language data are missing
 *   ocr_timeout         the recognition of some pages took too long and was given up
 *   ocr_failed          some pages could not be drawn or recognised
 *   unread_stamps       stamps were laid over pages as annotations that could not be told apart
 *   pages_unreadable    some pages the file counts could not be opened
 *   suspect_text        much of a page is control characters, private-use characters or U+FFFD, or
 *                       its letters make no words: the fonts do not say what their glyphs mean
 *   poor_layer          of a page somebody recognised badly, that layer was kept: ours was no better
 *   picture_layer       a page with a text layer is a picture: somebody recognised a scan
 *   hidden_text         some text is not seen: it is set invisibly, clipped away or painted over;
 *                       looked for in files whose bytes bear a sign of it, on pages that are no
 *                       pictures
 *   actualtext_differs  some text is said to stand for what is painted, and other words are painted
 *   white_text          some text is white: on white paper nobody sees it
 *   rotated_text        some words are not upright
 *   repaired_text       the bytes were not valid text in places; U+FFFD stands there
 *   lost_geometry       a page's boxes do not fit its characters; they were left out
 *   pdf_errors          the PDF library met errors: contents may be missing, so never outcome ok
 *   pdf_warnings        the PDF library complained, of things that lose nothing */
#ifndef DELIBEX_READ_READ_H
#define DELIBEX_READ_READ_H

#include "../base/document.h"

#include <stddef.h>

typedef struct Ocr Ocr; /* ocr.h */

typedef enum OcrMode {
    OCR_NEVER,
    OCR_AUTO,   /* pages without text, under a stamp, of characters without a meaning, or scans that
                   somebody else recognised badly */
    OCR_ALWAYS, /* every page, whatever its layer */
} OcrMode;

/* How to read. */
typedef struct ReadOptions {
    OcrMode ocr;
    Ocr *engine;          /* lent; NULL: one is loaded when a page wants it */
    double page_seconds;  /* what the recognition of one page may take */
    double total_seconds; /* … and of all; 0 for no such limit */
    void (*recognising)(int pages, gpointer data); /* told once before the first; may be NULL */
    gpointer data;
} ReadOptions;

#define READ_OPTIONS_INIT                                                                          \
    {                                                                                              \
        .ocr = OCR_AUTO, .page_seconds = 60                                                        \
    }

/* Reads any document. Never fails: what could not be read is said by the outcome and the diagnosis
 * of the Document. The bytes need only live for the call. Without options no page is recognised. */
Document *document_read(const void *bytes, size_t length, const ReadOptions *options);

/* Limits of drawing. */
typedef struct DrawLimits {
    int pages;      /* no more of them */
    size_t bytes;   /* … nor bytes of them all; one page that is too large leaves room for smaller ones */
    double seconds; /* no page is begun after so long */
} DrawLimits;

/* Draws the pages of a PDF that was read, in the order of `numbers` (of int, from 1), into `picture`
 * of each; those left out say why. Plain text has no pages to draw. */
void document_draw(Document *document, const void *bytes, size_t length, const GArray *numbers,
                   const DrawLimits *limits);

/* The readers behind it. pdf_read wants bytes that hold « %PDF- » in their first kilobyte. While it
 * runs, a log handler of the "Poppler" domain counts what the PDF library complains of. */
Document *pdf_read(const void *bytes, size_t length, const ReadOptions *options);

/* Plain text: UTF-8, UTF-16 (by its byte order mark or its zero bytes), else CP1252. '\f' starts a
 * page. Bytes that are no text (NUL, control characters) give OUTCOME_NOT_PDF. */
Document *plain_read(const void *bytes, size_t length);

/* What is on a page that has been read: used by every reader to judge it. */
typedef enum PageText {
    PAGE_TEXT_NONE,    /* no letters */
    PAGE_TEXT_STAMP,   /* a transmission stamp and nothing else */
    PAGE_TEXT_GARBAGE, /* mostly characters without a meaning, or letters that make no words */
    PAGE_TEXT_SUSPECT, /* a good part of it is */
    PAGE_TEXT_USABLE,
} PageText;

PageText page_text_judge(const Page *page);

/* How many in a hundred words of a page can be none, by their letters alone; 0 for a few words. */
int page_text_implausible(const Page *page);

/* True when so many are that somebody's recognition of a scan was bad: of print, few are. */
bool page_text_is_poor(const Page *page);

/* The poppler version in use, e.g. "22.12.0". Lent. */
const char *pdf_library_version(void);

/* The PDF library, loaded and kept so: fonts and maps that it would otherwise load for every
 * document again stay in memory as long as the handle lives. Opening one reads a built-in page:
 * NULL and *error (DELIBEX_ERROR_READER) when its words do not come back, as after a botched
 * update. */
typedef struct PdfLibrary PdfLibrary;
PdfLibrary *pdf_library_load(GError **error);
void pdf_library_free(PdfLibrary *library);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdfLibrary, pdf_library_free)

#endif

/* Ocr: recognises the words of a picture. Knows nothing of PDF, of pages to leave alone or of
 * rules. ocr.c is the only file that includes tesseract. */
#ifndef DELIBEX_READ_OCR_H
#define DELIBEX_READ_OCR_H

#include "../base/document.h"
#include "picture.h"

#include <glib.h>
#include <stdbool.h>

/* The recogniser of French print. It is one thread's; processes forked from its own may each go on
 * with theirs. */
typedef struct Ocr Ocr;

/* Finds and reads the language data into memory: a millisecond. After this no file is opened. NULL
 * and *error (DELIBEX_ERROR_READER), which names the package to install. */
Ocr *ocr_load(GError **error);
void ocr_free(Ocr *ocr);

/* Sets the engine up from the data: a tenth of a second, spent at the first page when not before.
 * False and *error (DELIBEX_ERROR_READER) when the data are not fit. */
bool ocr_warm(Ocr *ocr, GError **error);

typedef enum OcrEnd {
    OCR_DONE,
    OCR_TIMEOUT, /* `seconds` went by: nothing is kept of the page */
    OCR_FAILED,
} OcrEnd;

/* Recognises a picture within `seconds` and appends its glyphs (of Glyph) in the order they are
 * read: boxes in points on the picture, a ' ' between words, a '\n' behind each line. *confidence
 * gets the mean of theirs, 0 to 100 (0 when there is no word), *sideways whether most of them
 * run down the page. */
OcrEnd ocr_recognise(Ocr *ocr, const Picture *picture, double seconds, GArray *glyphs,
                     int *confidence, bool *sideways);

/* Looks again at a mark that stands alone on the picture, in a box in points: a number or a cross
 * is appended as a line of its own. The engine, which looks for lines of words, passes many over.
 */
void ocr_recognise_mark(Ocr *ocr, const Picture *picture, Box box, GArray *glyphs);

/* The version of the engine, e.g. "5.3.0". Lent. */
const char *ocr_version(void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Ocr, ocr_free)

#endif

/* Scans: which pages are to be recognised, and how what was recognised joins what the page's layer
 * had. Knows nothing of PDF. */
#ifndef DELIBEX_READ_SCAN_H
#define DELIBEX_READ_SCAN_H

#include "ocr.h"
#include "picture.h"
#include "read.h"

/* Why a page whose layer was judged so is to be recognised, as the record says it; NULL when its
 * layer is kept. Static. */
const char *scan_reason(OcrMode mode, PageText text);

/* Recognises a picture of the page, the way up that reads best, and adds its words to the page's
 * glyphs. What lies under a glyph that is there already is left out: a stamp's own text is right
 * where its print is only legible. The boxes of a page that hangs askew are those of the
 * straightened page, whose lines can be told apart: a few points off at its edges. */
OcrEnd scan_recognise(Ocr *ocr, Page *page, Picture *picture /* changed */, double seconds);

/* Recognises a page whose layer is somebody's poor recognition. What is better takes the page:
 * *better says whether ours did. */
OcrEnd scan_replace(Ocr *ocr, Page *page, Picture *picture /* changed */, double seconds,
                    bool *better);

#endif

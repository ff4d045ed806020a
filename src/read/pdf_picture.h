/* Pages of a PDF as pictures: of a scan, at the resolution it was scanned at. Private to the PDF
 * reader. */
#ifndef DELIBEX_READ_PDF_PICTURE_H
#define DELIBEX_READ_PDF_PICTURE_H

#include "picture.h"

/* Draws a page, with or without its annotations, its /Rotate applied. NULL when it cannot be drawn:
 * a size that is no page's, or no memory for it. `page` is a PopplerPage. */
Picture *pdf_picture(void *page, bool annotations);

/* True when images cover most of a page: its text, if it has any, was recognised and laid over
 * them. `page` is a PopplerPage. */
bool pdf_is_picture(void *page);

#endif

/* read/: bytes → Document.
 *
 * Takes the bytes of one file, tells by content what it is, and gives its pages of glyphs. Knows
 * nothing of reading order, rules or deliberations. pdf.c is the only file that includes poppler;
 * ocr.c will be the only one that includes tesseract; plain.c reads text files. */
#ifndef DELIBEX_READ_READ_H
#define DELIBEX_READ_READ_H

#include "../base/document.h"

#include <stddef.h>

/* Reads any document. Never fails: what could not be read is said by the outcome and the diagnosis
 * of the Document. The bytes need only live for the call. */
Document *document_read(const void *bytes, size_t length);

/* The readers behind it. pdf_read wants bytes that hold « %PDF- » in their first kilobyte. */
Document *pdf_read(const void *bytes, size_t length);

/* Plain text: UTF-8, UTF-16 (by its byte order mark or its zero bytes), else Latin-1/CP1252. '\f'
 * starts a page. Bytes that are no text (NUL, control characters) give OUTCOME_NOT_PDF. */
Document *plain_read(const void *bytes, size_t length);

/* The poppler version in use, e.g. "22.12.0". Lent. */
const char *pdf_library_version(void);

#endif

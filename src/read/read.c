/* Tells by content what a file is and calls its reader. Names and endings count for nothing. */
#include "read.h"

#include <string.h>

enum { PDF_MARK_WITHIN = 1024 }; /* where PDF readers have always looked for the header */

static bool is_pdf(const void *bytes, size_t length)
{
    static const char mark[] = "%PDF-";
    return memmem(bytes, MIN(length, PDF_MARK_WITHIN), mark, strlen(mark)) != NULL;
}

Document *document_read(const void *bytes, size_t length, const ReadOptions *options)
{
    if (is_pdf(bytes, length))
        return pdf_read(bytes, length, options);
    return plain_read(bytes, length);
}

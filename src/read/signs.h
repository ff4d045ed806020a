/* Signs, in a file's bytes, that its text may not be what is seen. */
#ifndef DELIBEX_READ_SIGNS_H
#define DELIBEX_READ_SIGNS_H

#include <glib.h>
#include <stddef.h>

typedef enum Signs {
    SIGN_INVISIBLE = 1 << 0, /* text is set without being painted (« 3 Tr », « 7 Tr ») */
    SIGN_ACTUAL = 1 << 1,    /* text is said to stand for what is painted (/ActualText) */
} Signs;

/* The signs in a PDF; where text may be painted over or clipped away is appended to `spots` (see
 * content.h), on any of its pages. Its packed streams are unpacked, but pictures, fonts, and what
 * is beyond some megabytes, encrypted, or packed in ways that are out of use; no more of the format
 * is understood than where a stream begins. */
unsigned signs_find(const char *bytes, size_t length, GArray *spots);

#endif

/* Machine code made at run time (PCRE2's, of the rules): it is written into pages that stay
 * writable, in which a document that took a process over could put code of its own. */
#ifndef DELIBEX_READER_CODE_H
#define DELIBEX_READER_CODE_H

#include <glib.h>
#include <stdbool.h>

typedef struct CodePages {
    guintptr start, end;
} CodePages;

/* Takes the right to write from all pages of this process that are both writable and executable,
 * and from those of processes forked later. `maps` is /proc/self/maps, open. Adds them to `pages`
 * (of CodePages): they must be opened again before whoever made the code frees it. False when one
 * cannot be closed. */
bool code_seal(int maps, GArray *pages);

/* Gives it back. */
void code_open(const GArray *pages);

#endif

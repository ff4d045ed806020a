/* Which pages to look at first when somebody verifies a record. */
#ifndef DELIBEX_CHECK_PAGES_H
#define DELIBEX_CHECK_PAGES_H

#include "../base/record.h"

#include <glib.h>

/* The numbers of `count` pages (of int, from 1), each once: where the sides of contradictions
 * stand, then of what is unverifiable, then pages on which anything was read, then the rest. The
 * caller unrefs. */
GArray *check_pages(const Record *record, int count);

#endif

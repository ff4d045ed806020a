/* What a reader should know about the text of a document: the names a record holds in source.flags,
 * and what they mean. read.h says more of how each comes about. */
#ifndef DELIBEX_BASE_FLAG_H
#define DELIBEX_BASE_FLAG_H

#include <stdbool.h>
#include <stddef.h>

/* The names in their order; NULL behind the last. Lent, static. */
const char *flag_name(size_t index);

/* One lower-case sentence for a person; NULL for a name that is none of ours. Lent, static. */
const char *flag_sentence(const char *name);

/* True where people who look at the page see other words than were read. */
bool flag_deceives(const char *name);

#endif

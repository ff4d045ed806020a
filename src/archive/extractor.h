/* Which delibex reads. */
#ifndef DELIBEX_ARCHIVE_EXTRACTOR_H
#define DELIBEX_ARCHIVE_EXTRACTOR_H

#include "../pool/pool.h"

/* "0.1.0+1f2e3d…": the version with the sum of what decides how a document is read: the reader, the
 * rule sheets and whether pages are recognised. The caller frees. */
char *extractor_name(const char *version, const PoolOptions *pool);

#endif

/* Publishing: the outcome of each file, and the record of each content, put into an archive. A
 * content is read once, whatever number of files hold it, and wherever they move. */
#ifndef DELIBEX_ARCHIVE_PUBLISH_H
#define DELIBEX_ARCHIVE_PUBLISH_H

#include "../base/outcome.h"
#include "../write/tree.h"
#include "stem.h"
#include "store.h"

#include <sys/stat.h>

/* Call once for a writer, before anything is published. */
bool publish_prepare(Store *store, GError **error);

/* What an archive knows of a file. */
typedef struct KnownFile {
    bool unchanged;  /* since it was last seen */
    gint64 document; /* 0 when its bytes were never read whole */
    Outcome outcome;
    bool current; /* read by the extractor at hand */
} KnownFile;

/* What the archive knows of a file under its escaped path; false when nothing, or with *error. */
bool publish_find_file(Store *store, const char *path, const struct stat *status,
                       const char *extractor, KnownFile *known, GError **error);

/* True when some document has this many bytes: only then is a sum worth taking before reading. */
bool publish_has_size(Store *store, gint64 bytes, GError **error);

/* The document of a content; false when there is none, or with *error. */
bool publish_find_content(Store *store, const char *sha256, const char *extractor, KnownFile *known,
                          GError **error);

/* Notes the outcome a file ended in. `document` is 0 when its bytes were not read whole this time:
 * what was read of it before stays, for a file that cannot be had may come back. A content that no
 * file holds any more goes; so does the row of a file that moved here. */
bool publish_file(Store *store, const char *path, const struct stat *status, gint64 document,
                  const char *outcome, const char *diagnosis, GError **error);

typedef struct Content {
    const char *sha256, *json; /* the record, with its text and zones under "stages" */
    const Tree *tree;          /* the same, taken apart; NULL: it is not yet */
    gint64 bytes;
    Outcome outcome;
    const char *diagnosis, *extractor;
} Content;

/* Puts a record in, in place of an older one of the same content, and gives the document's id. */
bool publish_content(Store *store, Stemmer *stemmer, const Content *content, gint64 *document,
                     GError **error);

/* Call before each commit: brings the new texts into the index, oldest sitting first. FTS5 writes
 * out what it holds whenever ids go back, so they must not within a batch. */
bool publish_index(Store *store, GError **error);

#endif

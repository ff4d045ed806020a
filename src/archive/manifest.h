/* Manifests: the documents of a run over several machines, fixed before it starts. A text file, one
 * line a document, sorted; each line is the document's path from the root, in which a byte that is
 * no UTF-8 or a control character is \xHH and a backslash \\. That line is the document's name in
 * the run: which shard it is in follows from it and the number of shards, and from nothing else. */
#ifndef DELIBEX_ARCHIVE_MANIFEST_H
#define DELIBEX_ARCHIVE_MANIFEST_H

#include <glib.h>
#include <stdbool.h>

typedef struct Manifest {
    char *sum; /* SHA-256 of the file */
    char *text;
    GPtrArray *names; /* of const char *, into text */
} Manifest;

/* Reads a manifest. NULL and *error (DELIBEX_ERROR_INPUT) when it cannot be read or is none: lines
 * not sorted, or a name twice. The caller frees. */
Manifest *manifest_load(const char *path, GError **error);
void manifest_free(Manifest *manifest);

/* The shard of a document, from 0. */
guint manifest_shard(const char *name, guint shards);

/* Takes one line of a manifest that is being made, without its end. */
typedef bool (*ManifestTake)(const char *name, gpointer data, GError **error);

/* Makes a manifest of the documents below these paths, each of which must be in `root`. False and
 * *error. */
bool manifest_plan(const char *root, const char *const *paths, ManifestTake take, gpointer data,
                   GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Manifest, manifest_free)

#endif

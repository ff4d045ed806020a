/* Directories: tables of a user's that say what acts do not print: the SIRET, official name and
 * address of authorities and of those who receive grants. Matched by SIREN, else by name. */
#ifndef DELIBEX_WRITE_DIRECTORY_H
#define DELIBEX_WRITE_DIRECTORY_H

#include "csv.h"

#include <glib.h>

typedef struct Directory Directory;

/* What a directory says of somebody; each NULL where it is silent. Lent by the directory. */
typedef struct Entry {
    const char *name, *siren, *siret, *rna, *url, *prefecture;
} Entry;

/* Takes a table over. Columns: name, siren, siret, rna, url, pref_id (or as SCDL calls them). A row
 * needs a name or a SIREN. NULL and *error when the table has neither column, or a SIRET or SIREN
 * in it has a wrong key. */
Directory *directory_take(CsvTable *table, GError **error);
void directory_free(Directory *directory);

/* The entry of a SIREN or, where that is unknown, of a name: the same words without accents, case,
 * articles and « Commune de », « Ville de », « Association ». A name or SIREN that several rows
 * have finds none. NULL directory finds none. Gives false and leaves *entry alone then. */
bool directory_find(const Directory *directory, const char *siren, const char *name, Entry *entry);

/* A URL pattern of a directory for one document: {file} is the last part of its path, {name} the
 * same without its ending, {number}, {date} and {siren} what the act says. NULL when the act is
 * silent on one of them. The caller frees. */
char *directory_url(const char *pattern, const char *path, const char *number, const char *date,
                    const char *siren);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Directory, directory_free)

#endif

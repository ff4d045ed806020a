/* Many files of one directory, written at the same time and appearing together. Few are open at
 * once: an export may have one for each of thousands of authorities. */
#ifndef DELIBEX_CLI_FILE_SET_H
#define DELIBEX_CLI_FILE_SET_H

#include <glib.h>
#include <stdbool.h>

typedef struct FileSet FileSet;

/* Makes the directory when it does not exist. NULL and *error (DELIBEX_ERROR_OUTPUT). */
FileSet *file_set_new(const char *directory, GError **error);

/* Removes what was not finished. */
void file_set_free(FileSet *set);

/* Appends to the file called `name`; a new file begins with `head`. */
bool file_set_append(FileSet *set, const char *name, const char *head, const char *text,
                     GError **error);

/* Gives all files their names; files of these names are replaced. */
bool file_set_finish(FileSet *set, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(FileSet, file_set_free)

#endif

/* Where the rule sheets are: beside the program in a build tree, under its prefix once installed.
 */
#ifndef DELIBEX_CLI_PLACES_H
#define DELIBEX_CLI_PLACES_H

#include "options.h"

#include <glib.h>

/* The directories of rule sheets, lowest first, NULL-terminated: the installed ones, the user's
 * when there is one, then each --patterns. NULL when there are no installed ones. The caller frees.
 */
GStrv pattern_directories(const Arguments *arguments, GError **error);

/* The directory of compiled catalogues, or NULL where none came with delibex. The caller frees. */
char *locale_directory(void);

#endif

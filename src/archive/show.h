/* One record of an archive. */
#ifndef DELIBEX_ARCHIVE_SHOW_H
#define DELIBEX_ARCHIVE_SHOW_H

#include <glib.h>

/* The record that `id` names: the start of a SHA-256 (six digits or more; "/" and an act's position
 * may follow), an act's reference (siren/date/number), its transmission id, or the path of a file.
 * Its source.path is a file that holds it. One line of JSON; the caller frees. NULL and *error
 * (DELIBEX_ERROR_INPUT) when there is none, or several. */
char *archive_show(const char *archive, const char *id, GError **error);

#endif

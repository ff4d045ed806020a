/* Where results and complaints go. Results: standard output, or a file that appears complete or not
 * at all. Complaints: one line on standard error, "delibex: SUBJECT: message". */
#ifndef DELIBEX_CLI_OUTPUT_H
#define DELIBEX_CLI_OUTPUT_H

#include "options.h"

#include <glib.h>
#include <stdbool.h>

typedef struct Output Output;

/* Opens `path`, or standard output for NULL and "-". A regular file is written beside its name and
 * takes the name in output_finish only. */
Output *output_open(const char *path, GError **error);

/* Removes what was not finished. */
void output_free(Output *output);

bool output_print(Output *output, const char *text, GError **error);

/* Makes the result last: on the disk, under its name. Nothing may be printed after it. */
bool output_finish(Output *output, GError **error);

/* Says in *error, by errno, that a temporary file is of no use. Gives false. */
bool temporary_failed(GError **error);

/* Prints one text on standard output, and complains when that fails. */
ExitCode print_result(const char *text);

/* Complains on standard error. `subject`, a file or a word of the user's, may be NULL. Only a
 * message of ours may have more lines than one: what comes from a document goes through shown()
 * first. */
G_GNUC_PRINTF(2, 3)
void complain(const char *subject, const char *format, ...);

/* A text of unknown origin as one line that cannot steer a terminal: what does (see steering.h) and
 * bytes that are no UTF-8 are written \xHH or \u{HHHH}. The caller frees. */
char *shown(const char *bytes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Output, output_free)

#endif

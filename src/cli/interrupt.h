/* Interrupts as a request to come to an end. */
#ifndef DELIBEX_CLI_INTERRUPT_H
#define DELIBEX_CLI_INTERRUPT_H

#include <glib.h>
#include <stdbool.h>

/* From now on the first SIGINT or SIGTERM is a request; the second one ends the program as ever.
 * The first one answers whoever watches with `said`, a static line, unless that is NULL. */
void heed_interrupts(const char *said);

bool is_interrupted(gpointer unused);

#endif

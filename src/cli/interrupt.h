/* Interrupts as a request to come to an end. */
#ifndef DELIBEX_CLI_INTERRUPT_H
#define DELIBEX_CLI_INTERRUPT_H

#include <glib.h>
#include <stdbool.h>

/* From now on the first SIGINT or SIGTERM is a request; the second one ends the program as ever. */
void heed_interrupts(void);

bool is_interrupted(gpointer unused);

#endif

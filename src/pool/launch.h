/* Starts and stops the program delibex-reader. */
#ifndef DELIBEX_POOL_LAUNCH_H
#define DELIBEX_POOL_LAUNCH_H

#include "frame.h"

#include <glib.h>
#include <stdbool.h>
#include <sys/types.h>

typedef struct Launch {
    pid_t pid;   /* 0 when none runs */
    int control; /* -1 when none runs */
} Launch;

/* The path of delibex-reader: beside this program, or in ../libexec/delibex. The caller frees. NULL
 * and *error (DELIBEX_ERROR_READER) when it is in neither place. */
char *launch_find_reader(GError **error);

/* Starts it, to read up to `recycle` documents in one process, and waits until it has loaded
 * everything. False and *error: DELIBEX_ERROR_RULES with
 * the message about the sheet that is wrong, DELIBEX_ERROR_SANDBOX when documents cannot be locked
 * in as `sandbox` wants, else DELIBEX_ERROR_READER. */
bool launch_start(Launch *launch, const char *program, Sandbox sandbox, int recycle,
                  const char *const *pattern_dirs, GError **error);

/* Ends it, and with it all its children. */
void launch_stop(Launch *launch);

#endif

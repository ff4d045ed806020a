/* Landlock: the kernel's own list of the directories a process may still open files in. Needs no
 * privilege, holds for the process and all it starts, and cannot be undone. landlock.c is the only
 * file that includes its header. */
#ifndef DELIBEX_READER_LANDLOCK_H
#define DELIBEX_READER_LANDLOCK_H

#include <glib.h>
#include <stdbool.h>

/* A set of rules that leaves nothing of the file system but reading files below `directories`
 * (NULL-terminated; those that do not exist are left out), no TCP where the kernel can tell (from
 * 6.7 on) and no signals to other processes (from 6.12 on). Gives its descriptor, which the caller
 * closes; -1 and *error (DELIBEX_ERROR_SANDBOX) where the kernel has no Landlock. */
int landlock_new(const char *const *directories, GError **error);

/* Holds this thread, and processes forked from it, to the rules from now on. Wants no_new_privs.
 * False and errno. */
bool landlock_enter(int rules);

#endif

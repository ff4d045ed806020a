/* The jail: what keeps a document's process from everything but its own descriptors.
 *
 *   no_new_privs, no capabilities   nothing can be gained
 *   Landlock                        no file but fonts, character maps and their configuration
 *   seccomp                         no socket, process, executable memory, or other kernel service
 *
 * Prepared once, entered by every process. A jail with a layer missing is no jail: jail_new tries
 * all of it out. */
#ifndef DELIBEX_READER_JAIL_H
#define DELIBEX_READER_JAIL_H

#include "../pool/frame.h"

#include <glib.h>
#include <stdbool.h>

typedef struct Jail Jail;

/* Prepares a jail and locks a process of its own in, to see that it holds. SANDBOX_NONE prepares
 * one that keeps nobody; `several`: one in which further documents can be received. NULL and *error
 * (DELIBEX_ERROR_SANDBOX), which names the layer that is missing. The caller frees. */
Jail *jail_new(Sandbox sandbox, bool several, GError **error);
void jail_free(Jail *jail);

/* The first half: gains nothing any more and opens no file but those that are allowed. Descriptors
 * may still be moved and limits set after it. False and errno; EBUSY for a process with a second
 * thread, which would stay outside. */
bool jail_close_files(const Jail *jail);

/* Locks the reader itself in, which starts the processes: files as they are, and a list of calls
 * that has what it needs for that. Under it others may still be locked in. False and errno. */
bool jail_close_reader(const Jail *jail);

/* The second half: of system calls only the list is left. Nothing of it can be undone. False and
 * errno. */
bool jail_close(const Jail *jail);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Jail, jail_free)

#endif

/* The system calls a confined process has left: an allow-list, loaded into the kernel as a seccomp
 * filter. syscalls.c is the only file that includes libseccomp. */
#ifndef DELIBEX_READER_SYSCALLS_H
#define DELIBEX_READER_SYSCALLS_H

#include <glib.h>
#include <stdbool.h>

/* The list as the kernel takes it, made once for all processes. */
typedef struct Syscalls Syscalls;

/* Whose list. */
typedef enum SyscallsOf {
    SYSCALLS_DOCUMENT,  /* of a process that reads one document */
    SYSCALLS_DOCUMENTS, /* of one that is given further ones */
    SYSCALLS_READER,    /* of the process that starts them: it loads no program and opens nothing to
                         * write or to the network */
} SyscallsOf;

/* NULL and *error (DELIBEX_ERROR_SANDBOX) when it cannot be made. The caller frees. */
Syscalls *syscalls_new(SyscallsOf whose, GError **error);
void syscalls_free(Syscalls *syscalls);

/* Leaves this process, with all its threads, nothing but the list: whatever else it calls fails
 * with EPERM. Wants no_new_privs. False and errno where the kernel has no seccomp. */
bool syscalls_enter(const Syscalls *syscalls);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Syscalls, syscalls_free)

#endif

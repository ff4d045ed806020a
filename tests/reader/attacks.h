/* What a document that took its process over would try. Each attack is one function that says
 * whether it got through: inside the jail none may, outside it nearly all do, which shows that they
 * are real. None does lasting harm. */
#ifndef ATTACKS_H
#define ATTACKS_H

#include <glib.h>
#include <stdbool.h>
#include <sys/types.h>

/* What there is to attack. */
typedef struct Scene {
    const char *folder;             /* the user's: secret, other.pdf, .fonts/ */
    char *secret, *other, *created; /* files of it; the last does not exist */
    pid_t parent;                   /* a process of the same user, with… */
    int parent_fd;                  /* … this descriptor of the secret, … */
    const char *words;              /* … and these 16 bytes at this address */
    int tcp_port;                   /* it listens there */
    char *program;                  /* the bytes of /bin/sh */
    gsize program_length;
    char *code;  /* a page of machine code made at run time */
    int further; /* descriptors the process has beside those of its document */
} Scene;

typedef struct Attack {
    const char *name;
    bool (*succeeds)(const Scene *scene);
} Attack;

enum { HELD_INPUT = 3, HELD_RESULT = 4 }; /* the descriptors a process may have */

/* True for a call that did something, or failed for want of sense in its arguments alone. */
bool went_through(long result);

extern const Attack attacks_on_files[], attacks_on_processes[], attacks_on_kernel[];

#endif

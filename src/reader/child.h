/* Documents, in a process of their own: the only place of the two programs where a document's bytes
 * are touched. */
#ifndef DELIBEX_READER_CHILD_H
#define DELIBEX_READER_CHILD_H

#include "../delibex.h"
#include "../pool/frame.h"
#include "jail.h"

#include <sys/types.h>

/* What a child is given. */
typedef struct Request {
    guint64 job;
    RequestLimits limits;
    char *path; /* for the record only: nothing opens it */
    int fds[REQUEST_FD_COUNT];
    guint64 reader_bytes; /* address space the reader held before it forked */
    pid_t reader;         /* its process */
    Sandbox sandbox;
    int control; /* the socket over which more requests come; -1: the document is the only one */
    int most;    /* documents, with this one: at least 1 */
} Request;

/* Confines the process, reads the document, writes the one frame and ends; or waits for more of
 * them. What was not read whole, recognised, or took much memory is the last. */
G_NORETURN void child_run(const DelibexRules *rules, DelibexOcr *ocr, const Jail *jail,
                          Request *request);

#endif

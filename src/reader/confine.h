/* What a child gives up before it touches a document. */
#ifndef DELIBEX_READER_CONFINE_H
#define DELIBEX_READER_CONFINE_H

#include "child.h"

#include <stdbool.h>

/* The only descriptors a confined child has, beside /dev/null at 0 and its log at 1 and 2; the last
 * only one that reads several documents. */
enum {
    CHILD_FD_LOG = 2,
    CHILD_FD_INPUT = 3,
    CHILD_FD_RESULT = 4,
    CHILD_FD_CONTROL = 5,
    CHILD_FD_END = 6
};

/* Moves the request's descriptors to their places and closes all others; ties the process to the
 * reader's life; sets its limits; enters the jail. False and errno when a layer cannot be had: the
 * document must not be read then. */
bool confine(const Request *request, const Jail *jail);

/* Puts the descriptors of a further document in the places of the last one's. False and errno. */
bool confine_replace(const int fds[REQUEST_FD_COUNT]);

/* Lets the confined process use `seconds` more of processor time than it was given. */
void confine_prolong(const Request *request, double seconds);

#endif

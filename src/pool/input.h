/* One document as an open file: opened without surprises, counted, and watched for changes. */
#ifndef DELIBEX_POOL_INPUT_H
#define DELIBEX_POOL_INPUT_H

#include "../base/digest.h"
#include "../base/outcome.h"

#include <glib.h>
#include <stdbool.h>
#include <sys/stat.h>

typedef struct Input {
    int fd;             /* -1 when it could not be opened */
    struct stat before; /* when it was opened */
    Digest *sum;        /* SHA-256 of the first `summed` bytes; NULL when it was not opened */
    guint64 summed;
    bool whole; /* the sum is of all bytes */
} Input;

/* Opens a regular file of at most `cap` bytes; "-" reads standard input to its end first. With
 * `no_links` no symbolic link is followed on the way to it. Anything but OUTCOME_OK leaves no open
 * descriptor and says why in *diagnosis, which the caller frees. Never blocks on a device or a
 * named pipe. */
Outcome input_open(Input *input, const char *path, guint64 cap, bool no_links, char **diagnosis);

/* Adds some more bytes to the sum; true when there are none left. */
bool input_sum(Input *input);

/* The SHA-256 of a whole file, or NULL when it could not be read to its end. Lent. */
const char *input_sha256(Input *input);

/* True when the file is no longer what was opened. */
bool input_changed(const Input *input);

/* Closes the file; its size and its sum stay. */
void input_close(Input *input);

void input_clear(Input *input);

#endif

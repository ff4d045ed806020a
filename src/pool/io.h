/* Writing without giving up half-way. */
#ifndef DELIBEX_POOL_IO_H
#define DELIBEX_POOL_IO_H

#include <stdbool.h>
#include <stddef.h>

/* Writes all of the bytes. False and errno when it could not. */
bool io_write(int fd, const void *bytes, size_t length);

/* How many of `jobs` documents can be under way within the limit of open files, which is raised as
 * far as it may be. */
int io_jobs_possible(int jobs);

#endif

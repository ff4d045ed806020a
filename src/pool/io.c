#include "io.h"

#include <errno.h>
#include <glib.h>
#include <sys/resource.h>
#include <unistd.h>

/* Descriptors: what the program itself needs, and what each document under way does. */
enum { OWN_FILES = 24, JOB_FILES = 3 };

bool io_write(int fd, const void *bytes, size_t length)
{
    for (const char *at = bytes; length > 0;) {
        ssize_t wrote = write(fd, at, length);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return false;
        at += wrote;
        length -= (size_t)wrote;
    }
    return true;
}

int io_jobs_possible(int jobs)
{
    struct rlimit files;
    rlim_t wanted = OWN_FILES + (rlim_t)jobs * JOB_FILES;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0)
        return jobs;
    if (files.rlim_cur < wanted && files.rlim_cur < files.rlim_max) {
        files.rlim_cur = MIN(wanted, files.rlim_max);
        setrlimit(RLIMIT_NOFILE, &files);
        getrlimit(RLIMIT_NOFILE, &files);
    }
    if (files.rlim_cur >= wanted)
        return jobs;
    return files.rlim_cur < OWN_FILES ? 0 : (int)((files.rlim_cur - OWN_FILES) / JOB_FILES);
}

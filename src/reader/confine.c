#include "confine.h"

#include "sanitized.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    OPEN_FILES = 64, /* fonts and character maps */
    STACK_BYTES = 8 << 20,
    RESULT_SLACK = 64 << 10, /* the header, and room to say that the record is too large */
};

/* `fds` lie above all places, so that none is closed before it was moved. */
static bool place_document(const int fds[REQUEST_FD_COUNT])
{
    return dup2(fds[REQUEST_FD_LOG], 1) >= 0 && dup2(fds[REQUEST_FD_LOG], CHILD_FD_LOG) >= 0 &&
           dup2(fds[REQUEST_FD_INPUT], CHILD_FD_INPUT) >= 0 &&
           dup2(fds[REQUEST_FD_RESULT], CHILD_FD_RESULT) >= 0;
}

static bool place_descriptors(const Request *request)
{
    int high[REQUEST_FD_COUNT], control = request->control;
    for (int i = 0; i < REQUEST_FD_COUNT; i++) {
        high[i] = fcntl(request->fds[i], F_DUPFD, CHILD_FD_END);
        if (high[i] < 0)
            return false;
    }
    if (control >= 0 && (control = fcntl(control, F_DUPFD, CHILD_FD_END)) < 0)
        return false;
    return place_document(high) && (control < 0 || dup2(control, CHILD_FD_CONTROL) >= 0) &&
           close_range(control < 0 ? CHILD_FD_CONTROL : CHILD_FD_END, ~0U, 0) == 0;
}

bool confine_replace(const int fds[REQUEST_FD_COUNT])
{
    bool good = place_document(fds);
    for (int i = 0; i < REQUEST_FD_COUNT; i++)
        close(fds[i]);
    return good;
}

static bool limit(int resource, rlim_t soft, rlim_t hard)
{
    struct rlimit now;
    if (getrlimit(resource, &now) < 0)
        return false;
    struct rlimit wanted = {MIN(soft, now.rlim_max), MIN(hard, now.rlim_max)};
    return setrlimit(resource, &wanted) == 0;
}

static bool set_limits(const Request *request)
{
    const RequestLimits *limits = &request->limits;
    rlim_t cpu = (rlim_t)ceil(limits->cpu_seconds);
    rlim_t file = limits->output_bytes + RESULT_SLACK;
#if !READER_SANITIZED /* it reserves addresses by the terabyte */
    rlim_t memory = request->reader_bytes + limits->memory_bytes;
    if (!limit(RLIMIT_AS, memory, memory))
        return false;
#endif
    /* For several documents the reader raises the soft limit before each. */
    rlim_t most = cpu * (rlim_t)request->most + (rlim_t)ceil(limits->ocr_seconds) + 1;
    return limit(RLIMIT_CPU, cpu, most) && limit(RLIMIT_FSIZE, file, file) &&
           limit(RLIMIT_CORE, 0, 0) && limit(RLIMIT_NOFILE, OPEN_FILES, OPEN_FILES) &&
           limit(RLIMIT_STACK, STACK_BYTES, STACK_BYTES) && limit(RLIMIT_NPROC, 0, 0);
}

void confine_prolong(const Request *request, double seconds)
{
    struct rlimit now;
    rlim_t cpu = (rlim_t)ceil(request->limits.cpu_seconds + seconds);
    if (request->control >= 0 && getrlimit(RLIMIT_CPU, &now) == 0)
        cpu = now.rlim_cur + (rlim_t)ceil(seconds);
    limit(RLIMIT_CPU, cpu, RLIM_INFINITY); /* the hard limit stays the highest it can be */
}

/* The reader may have died before the child could ask to die with it. */
static bool die_with_reader(pid_t reader)
{
    return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == reader;
}

bool confine(const Request *request, const Jail *jail)
{
    return setpgid(0, 0) == 0 && die_with_reader(request->reader) &&
           prctl(PR_SET_DUMPABLE, 0) == 0 && jail_close_files(jail) && place_descriptors(request) &&
           set_limits(request) && jail_close(jail);
}

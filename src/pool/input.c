#include "input.h"

#include "io.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { CHUNK = 64 << 10, CHUNKS_PER_STEP = 16 };

static Outcome refuse(Outcome outcome, char **diagnosis, const char *why)
{
    *diagnosis = g_strdup(why ? why : outcome_sentence(outcome));
    return outcome;
}

static Outcome refuse_errno(int number, char **diagnosis)
{
    if (number == ENOENT || number == ENOTDIR)
        return refuse(OUTCOME_VANISHED, diagnosis, NULL);
    if (number == ENXIO || number == EISDIR)
        return refuse(OUTCOME_NOT_REGULAR, diagnosis, NULL);
    g_autofree char *why = g_strdup_printf("cannot be read: %s", g_strerror(number));
    return refuse(OUTCOME_UNREADABLE, diagnosis, why);
}

static Outcome refuse_size(guint64 cap, char **diagnosis)
{
    g_autofree char *why =
        g_strdup_printf("larger than the limit of %" G_GUINT64_FORMAT " bytes", cap);
    return refuse(OUTCOME_UNREADABLE, diagnosis, why);
}

/* Where the kernel cannot refuse links on the way it refuses one at the end. */
static int open_unlinked(const char *path, int flags)
{
    struct open_how how = {.flags = (guint64)flags,
                           .resolve = RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS};
    long fd = syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how);
    bool unknown =
        fd < 0 && (errno == ENOSYS || errno == EPERM); /* EPERM: old containers' filters */
    return unknown ? open(path, flags | O_NOFOLLOW) : (int)fd;
}

/* Looks before it opens: opening a device can act on it. */
static Outcome open_file(Input *input, const char *path, bool no_links, char **diagnosis)
{
    const int flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
    if (stat(path, &input->before) < 0)
        return refuse_errno(errno, diagnosis);
    if (S_ISDIR(input->before.st_mode))
        return refuse(OUTCOME_NOT_REGULAR, diagnosis, "a directory, and no document");
    if (!S_ISREG(input->before.st_mode))
        return refuse(OUTCOME_NOT_REGULAR, diagnosis, NULL);
    input->fd = no_links ? open_unlinked(path, flags) : open(path, flags);
    if (input->fd < 0 && no_links && errno == ELOOP)
        return refuse(OUTCOME_NOT_REGULAR, diagnosis,
                      "a symbolic link inside a directory: not followed");
    if (input->fd < 0)
        return refuse_errno(errno, diagnosis);
    if (fstat(input->fd, &input->before) < 0)
        return refuse_errno(errno, diagnosis);
    return S_ISREG(input->before.st_mode) ? OUTCOME_OK
                                          : refuse(OUTCOME_NOT_REGULAR, diagnosis, NULL);
}

/* Standard input may be a pipe; its bytes are kept in memory, sealed, and are a file from then on.
 */
static Outcome spool_stdin(Input *input, guint64 cap, char **diagnosis)
{
    g_autofree char *chunk = g_malloc(CHUNK);
    guint64 total = 0;
    input->fd = memfd_create("delibex-input", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (input->fd < 0)
        return refuse_errno(errno, diagnosis);
    for (;;) {
        ssize_t got = read(STDIN_FILENO, chunk, CHUNK);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return refuse_errno(errno, diagnosis);
        if (got == 0)
            break;
        total += (guint64)got;
        if (total > cap)
            return refuse_size(cap, diagnosis);
        if (!io_write(input->fd, chunk, (size_t)got))
            return refuse_errno(errno, diagnosis);
    }
    if (fcntl(input->fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) <
            0 ||
        fstat(input->fd, &input->before) < 0)
        return refuse_errno(errno, diagnosis);
    return OUTCOME_OK;
}

static void input_refuse(Input *input)
{
    input_close(input);
    input->before = (struct stat){0};
}

Outcome input_open(Input *input, const char *path, guint64 cap, bool no_links, char **diagnosis)
{
    *input = (Input){.fd = -1};
    Outcome outcome = strcmp(path, "-") == 0 ? spool_stdin(input, cap, diagnosis)
                                             : open_file(input, path, no_links, diagnosis);
    if (outcome == OUTCOME_OK && (guint64)input->before.st_size > cap)
        outcome = refuse_size(cap, diagnosis);
    if (outcome == OUTCOME_OK)
        input->sum = digest_new();
    else
        input_refuse(input);
    return outcome;
}

bool input_sum(Input *input)
{
    guint64 size = (guint64)input->before.st_size;
    guchar chunk[CHUNK];
    for (int i = 0; i < CHUNKS_PER_STEP && input->summed < size; i++) {
        size_t want = (size_t)MIN(size - input->summed, sizeof chunk);
        ssize_t got = pread(input->fd, chunk, want, (off_t)input->summed);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return true; /* shorter than it was, or unreadable: there is no sum of it */
        digest_add(input->sum, chunk, (size_t)got);
        input->summed += (guint64)got;
    }
    input->whole = input->summed == size;
    return input->whole;
}

const char *input_sha256(Input *input)
{
    return input->whole ? digest_hex(input->sum) : NULL;
}

bool input_changed(const Input *input)
{
    struct stat now;
    return fstat(input->fd, &now) < 0 || now.st_size != input->before.st_size ||
           now.st_mtim.tv_sec != input->before.st_mtim.tv_sec ||
           now.st_mtim.tv_nsec != input->before.st_mtim.tv_nsec;
}

void input_close(Input *input)
{
    if (input->fd >= 0)
        close(input->fd);
    input->fd = -1;
}

void input_clear(Input *input)
{
    input_close(input);
    g_clear_pointer(&input->sum, digest_free);
}

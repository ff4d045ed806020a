#include "syscalls.h"

#include "../base/error.h"
#include "confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/futex.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

struct Syscalls {
    SyscallsOf whose;
    GByteArray *program; /* of struct sock_filter */
};

/* Allowed whatever their arguments. Descriptors are those the process was given and files opened
 * for reading; paths are Landlock's to judge. */
static const int allowed[] = {
    /* files */
    SCMP_SYS(read),
    SCMP_SYS(pread64),
    SCMP_SYS(readv),
    SCMP_SYS(write),
    SCMP_SYS(pwrite64),
    SCMP_SYS(writev),
    SCMP_SYS(lseek),
    SCMP_SYS(close),
    SCMP_SYS(fstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(statx),
    SCMP_SYS(access),
    SCMP_SYS(faccessat),
    SCMP_SYS(faccessat2),
    SCMP_SYS(getdents64),
    SCMP_SYS(fstatfs),
    SCMP_SYS(statfs),
    /* memory */
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    /* the process itself */
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(tgkill),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(getuid),
    SCMP_SYS(geteuid),
    SCMP_SYS(getgid),
    SCMP_SYS(getegid),
    SCMP_SYS(getrusage),
    SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity),
    /* time, chance, the machine */
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres),
    SCMP_SYS(clock_nanosleep),
    SCMP_SYS(nanosleep),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(times),
    SCMP_SYS(getrandom),
    SCMP_SYS(uname),
    SCMP_SYS(sysinfo),
};

enum {
    OPEN_OTHERWISE = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | O_PATH | (O_TMPFILE & ~O_DIRECTORY),
    FUTEX_FLAGS = FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME,
};

/* What the reader does beside: starts processes and locks them in, speaks over sockets it has, and
 * makes the rules machine code. */
static const int allowed_to_reader[] = {
    SCMP_SYS(clone),      SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),       SCMP_SYS(set_tid_address),
    SCMP_SYS(wait4),      SCMP_SYS(waitid),
    SCMP_SYS(kill),       SCMP_SYS(setpgid),
    SCMP_SYS(getppid),    SCMP_SYS(prctl),
    SCMP_SYS(capset),     SCMP_SYS(landlock_restrict_self),
    SCMP_SYS(seccomp),    SCMP_SYS(prlimit64),
    SCMP_SYS(getrlimit),  SCMP_SYS(setrlimit),
    SCMP_SYS(socketpair), SCMP_SYS(sendmsg),
    SCMP_SYS(recvmsg),    SCMP_SYS(poll),
    SCMP_SYS(ppoll),      SCMP_SYS(dup2),
    SCMP_SYS(dup3),       SCMP_SYS(close_range),
    SCMP_SYS(fcntl),      SCMP_SYS(mmap),
    SCMP_SYS(mprotect),   SCMP_SYS(futex),
};

/* Gives 0 or a negative errno, as all of libseccomp. */
static int allow_each(scmp_filter_ctx filter, const int *calls, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int failed = seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0);
        if (failed)
            return failed;
    }
    return 0;
}

static int allow_where(scmp_filter_ctx filter, int call, struct scmp_arg_cmp where)
{
    return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 1, &where);
}

static int allow_where_both(scmp_filter_ctx filter, int call, struct scmp_arg_cmp one,
                            struct scmp_arg_cmp other)
{
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 2, one, other);
}

static int allow_reading(scmp_filter_ctx filter)
{
    int failed = allow_where(filter, SCMP_SYS(openat),
                             SCMP_A2_32(SCMP_CMP_MASKED_EQ, OPEN_OTHERWISE, O_RDONLY));
    if (!failed) /* what isatty() asks: nothing here is a terminal */
        failed = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOTTY), SCMP_SYS(ioctl), 0);
    return failed;
}

/* Memory that is not executable, plain waiting, asking limits: and of the limits
 * only that of processor time can be set, up to what it may be at most. */
static int allow_some(scmp_filter_ctx filter)
{
    static const int waits[] = {FUTEX_WAIT, FUTEX_WAKE, FUTEX_WAIT_BITSET, FUTEX_WAKE_BITSET};
    static const int questions[] = {F_GETFD, F_GETFL};
    struct scmp_arg_cmp own = SCMP_A0_32(SCMP_CMP_EQ, 0);
    int failed = 0;
    for (size_t i = 0; !failed && i < G_N_ELEMENTS(waits); i++)
        failed = allow_where(filter, SCMP_SYS(futex),
                             SCMP_A1_32(SCMP_CMP_MASKED_EQ, (guint32)~FUTEX_FLAGS, waits[i]));
    for (size_t i = 0; !failed && i < G_N_ELEMENTS(questions); i++)
        failed = allow_where(filter, SCMP_SYS(fcntl), SCMP_A1_32(SCMP_CMP_EQ, questions[i]));
    if (!failed)
        failed = allow_where(filter, SCMP_SYS(mmap), SCMP_A2_32(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    if (!failed)
        failed =
            allow_where(filter, SCMP_SYS(mprotect), SCMP_A2_32(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    if (!failed)
        failed = allow_where_both(filter, SCMP_SYS(prlimit64), own, SCMP_A2_64(SCMP_CMP_EQ, 0));
    if (!failed)
        failed =
            allow_where_both(filter, SCMP_SYS(prlimit64), own, SCMP_A1_32(SCMP_CMP_EQ, RLIMIT_CPU));
    return failed;
}

/* Receiving over the one socket, and moving what came to its place. */
static int allow_further_documents(scmp_filter_ctx filter)
{
    int failed = allow_where(filter, SCMP_SYS(recvmsg), SCMP_A0_32(SCMP_CMP_EQ, CHILD_FD_CONTROL));
    if (!failed)
        failed = allow_where(filter, SCMP_SYS(dup2), SCMP_A1_32(SCMP_CMP_LT, CHILD_FD_CONTROL));
    return failed;
}

/* libseccomp writes its program to a file only. */
static GByteArray *program_of(scmp_filter_ctx filter)
{
    int fd = memfd_create("delibex-filter", MFD_CLOEXEC);
    struct stat file;
    g_autoptr(GByteArray) program = NULL;
    if (fd >= 0 && seccomp_export_bpf(filter, fd) == 0 && fstat(fd, &file) == 0 &&
        file.st_size > 0 &&
        file.st_size <= (off_t)BPF_MAXINSNS * (off_t)sizeof(struct sock_filter)) {
        program = g_byte_array_sized_new((guint)file.st_size);
        g_byte_array_set_size(program, (guint)file.st_size);
        if (pread(fd, program->data, program->len, 0) != (ssize_t)program->len)
            g_clear_pointer(&program, g_byte_array_unref);
    }
    if (fd >= 0)
        close(fd);
    return g_steal_pointer(&program);
}

static int allow_to(SyscallsOf whose, scmp_filter_ctx filter)
{
    int failed = allow_each(filter, allowed, G_N_ELEMENTS(allowed));
    if (!failed)
        failed = allow_reading(filter);
    if (!failed && whose == SYSCALLS_READER)
        return allow_each(filter, allowed_to_reader, G_N_ELEMENTS(allowed_to_reader));
    if (!failed)
        failed = allow_some(filter);
    if (!failed && whose == SYSCALLS_DOCUMENTS)
        failed = allow_further_documents(filter);
    return failed;
}

Syscalls *syscalls_new(SyscallsOf whose, GError **error)
{
    GByteArray *program = NULL;
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    int failed = filter ? seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2) : -ENOMEM;
    if (!failed)
        failed = allow_to(whose, filter);
    if (!failed && !(program = program_of(filter)))
        failed = -EIO;
    if (filter)
        seccomp_release(filter);
    if (failed) {
        g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_SANDBOX, "seccomp filter: %s",
                    g_strerror(-failed));
        return NULL;
    }
    Syscalls *syscalls = g_new0(Syscalls, 1);
    syscalls->whose = whose;
    syscalls->program = program;
    return syscalls;
}

void syscalls_free(Syscalls *syscalls)
{
    if (!syscalls)
        return;
    g_byte_array_unref(syscalls->program);
    g_free(syscalls);
}

static bool load(struct sock_filter *instructions, size_t count)
{
    struct sock_fprog program = {(unsigned short)count, instructions};
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) == 0;
}

/* abort() sends a signal; it may be sent to this very process alone. The list is made before the
 * process exists, so its number is checked by a filter of its own. */
static bool keep_signals_home(void)
{
    enum { PID = offsetof(struct seccomp_data, args) + (G_BYTE_ORDER == G_BIG_ENDIAN ? 4 : 0) };
    struct sock_filter instructions[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_tgkill, 0, 2),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, PID),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (guint32)getpid(), 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
    };
    return load(instructions, G_N_ELEMENTS(instructions));
}

bool syscalls_enter(const Syscalls *syscalls)
{
    const GByteArray *program = syscalls->program;
    bool home = syscalls->whose == SYSCALLS_READER || keep_signals_home();
    return home && load((struct sock_filter *)(void *)program->data,
                        program->len / sizeof(struct sock_filter));
}

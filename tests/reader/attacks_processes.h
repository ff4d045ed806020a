/* Attacks on other processes, and on what holds this one. */
#include "attacks.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <linux/capability.h>
#include <unistd.h>

static bool fork_process(const Scene *scene)
{
    (void)scene;
    pid_t pid = fork();
    if (pid == 0)
        _exit(0);
    return pid > 0;
}

static bool clone_by_number(const Scene *scene)
{
    (void)scene;
    long pid = syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);
    if (pid == 0)
        _exit(0);
    return pid > 0;
}

static bool clone_newer(const Scene *scene)
{
    (void)scene;
    guint64 arguments[8] = {0};
    arguments[4] = SIGCHLD;
    long pid = syscall(SYS_clone3, arguments, sizeof arguments);
    if (pid == 0)
        _exit(0);
    return pid > 0;
}

static void *idle(void *nothing)
{
    return nothing;
}

static bool start_thread(const Scene *scene)
{
    (void)scene;
    pthread_t thread;
    return pthread_create(&thread, NULL, idle, NULL) == 0;
}

/* The shell in our place ends as a success does: with 42. */
static bool exec_program(const Scene *scene)
{
    (void)scene;
    char *const words[] = {"sh", "-c", "exit 42", NULL};
    execv("/bin/sh", words);
    return false;
}

static bool exec_memory(const Scene *scene)
{
    char *const words[] = {"sh", "-c", "exit 42", NULL};
    int fd = memfd_create("x", 0);
    if (fd < 0 || write(fd, scene->program, scene->program_length) < 0)
        return false;
    syscall(SYS_execveat, fd, "", words, NULL, AT_EMPTY_PATH);
    return false;
}

static bool exec_result(const Scene *scene)
{
    char *const words[] = {"sh", "-c", "exit 42", NULL};
    if (pwrite(HELD_RESULT, scene->program, scene->program_length, 0) < 0)
        return false;
    syscall(SYS_execveat, HELD_RESULT, "", words, NULL, AT_EMPTY_PATH);
    return false;
}

static bool signal_parent(const Scene *scene)
{
    return kill(scene->parent, 0) == 0;
}

static bool signal_group(const Scene *scene)
{
    return kill(-getpgid(scene->parent), 0) == 0;
}

static bool signal_parents_thread(const Scene *scene)
{
    return syscall(SYS_tgkill, scene->parent, scene->parent, 0) == 0;
}

static bool signal_by_tkill(const Scene *scene)
{
    return syscall(SYS_tkill, scene->parent, 0) == 0;
}

static bool signal_with_words(const Scene *scene)
{
    union sigval value = {0};
    return sigqueue(scene->parent, 0, value) == 0;
}

static bool signal_by_pidfd(const Scene *scene)
{
    int fd = (int)syscall(SYS_pidfd_open, scene->parent, 0);
    return fd >= 0 && syscall(SYS_pidfd_send_signal, fd, 0, NULL, 0) == 0;
}

static bool take_parents_descriptor(const Scene *scene)
{
    int fd = (int)syscall(SYS_pidfd_open, scene->parent, 0);
    return fd >= 0 && syscall(SYS_pidfd_getfd, fd, scene->parent_fd, 0) >= 0;
}

static bool trace_parent(const Scene *scene)
{
    return ptrace(PTRACE_SEIZE, scene->parent, 0, 0) == 0;
}

static bool be_traced(const Scene *scene)
{
    (void)scene;
    return ptrace(PTRACE_TRACEME, 0, 0, 0) == 0;
}

static bool read_memory(const Scene *scene)
{
    char words[16];
    struct iovec here = {words, sizeof words}, there = {(void *)scene->words, sizeof words};
    return process_vm_readv(scene->parent, &here, 1, &there, 1, 0) > 0;
}

static bool write_memory(const Scene *scene)
{
    struct iovec here = {(void *)scene->words, 1}, there = {(void *)scene->words, 1};
    return process_vm_writev(scene->parent, &here, 1, &there, 1, 0) > 0;
}

static bool limit_parent(const Scene *scene)
{
    struct rlimit now;
    return prlimit(scene->parent, RLIMIT_NOFILE, NULL, &now) == 0;
}

static bool raise_limit(int resource)
{
    struct rlimit now;
    if (getrlimit(resource, &now) != 0)
        return false;
    now.rlim_cur = now.rlim_max;
    return setrlimit(resource, &now) == 0;
}

static bool raise_file_size(const Scene *scene)
{
    (void)scene;
    return raise_limit(RLIMIT_FSIZE);
}

static bool raise_memory(const Scene *scene)
{
    (void)scene;
    return raise_limit(RLIMIT_AS);
}

/* The one limit that may be set, beyond what it may be at most. */
static bool raise_cpu(const Scene *scene)
{
    (void)scene;
    struct rlimit none = {RLIM_INFINITY, RLIM_INFINITY};
    return setrlimit(RLIMIT_CPU, &none) == 0;
}

static bool renice_parent(const Scene *scene)
{
    return setpriority(PRIO_PROCESS, (id_t)scene->parent, 0) == 0;
}

static bool pin_parent(const Scene *scene)
{
    cpu_set_t all;
    memset(&all, 0xFF, sizeof all);
    return sched_setaffinity(scene->parent, sizeof all, &all) == 0;
}

static bool leave_group(const Scene *scene)
{
    return setpgid(0, getpgid(scene->parent)) == 0;
}

static bool outlive_parent(const Scene *scene)
{
    (void)scene;
    return prctl(PR_SET_PDEATHSIG, 0) == 0;
}

static bool be_dumpable(const Scene *scene)
{
    (void)scene;
    return prctl(PR_SET_DUMPABLE, 1) == 0;
}

static bool become_root(const Scene *scene)
{
    (void)scene;
    return setuid(0) == 0;
}

static bool become_another(const Scene *scene)
{
    (void)scene;
    return setgid(getgid()) == 0;
}

static bool take_capabilities(const Scene *scene)
{
    (void)scene;
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct all[2] = {{0}};
    all[0].effective = all[0].permitted = 1 << CAP_DAC_OVERRIDE;
    return syscall(SYS_capset, &header, all) == 0;
}

static bool let_memory_be_code(const Scene *scene)
{
    (void)scene;
    return personality(READ_IMPLIES_EXEC) >= 0;
}

static bool map_code(const Scene *scene)
{
    (void)scene;
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                0) != MAP_FAILED;
}

static bool map_result_as_code(const Scene *scene)
{
    (void)scene;
    return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_SHARED, HELD_RESULT, 0) != MAP_FAILED;
}

static bool make_code(const Scene *scene)
{
    (void)scene;
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return page != MAP_FAILED && mprotect(page, 4096, PROT_READ | PROT_EXEC) == 0;
}

static bool make_code_with_key(const Scene *scene)
{
    (void)scene;
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return page != MAP_FAILED &&
           syscall(SYS_pkey_mprotect, page, 4096, PROT_READ | PROT_EXEC, -1) == 0;
}

static bool change_made_code(const Scene *scene)
{
    *(volatile char *)scene->code = (char)0xC3;
    return true;
}

static bool open_made_code(const Scene *scene)
{
    return mprotect(scene->code, 4096, PROT_READ | PROT_WRITE | PROT_EXEC) == 0;
}

static bool flood(int fd)
{
    static char block[1 << 20];
    for (int written = 0; written < 256; written++)
        if (write(fd, block, sizeof block) < 0)
            return false;
    return true;
}

static bool flood_result(const Scene *scene)
{
    (void)scene;
    return flood(HELD_RESULT);
}

static bool flood_log(const Scene *scene)
{
    (void)scene;
    return flood(STDERR_FILENO);
}

const Attack attacks_on_processes[] = {
    {"fork", fork_process},
    {"clone", clone_by_number},
    {"clone3", clone_newer},
    {"start a thread", start_thread},
    {"exec", exec_program},
    {"exec from memory", exec_memory},
    {"exec the result", exec_result},
    {"signal the parent", signal_parent},
    {"signal its group", signal_group},
    {"tgkill the parent", signal_parents_thread},
    {"tkill the parent", signal_by_tkill},
    {"sigqueue to the parent", signal_with_words},
    {"signal by pidfd", signal_by_pidfd},
    {"take the parent's descriptor", take_parents_descriptor},
    {"trace the parent", trace_parent},
    {"be traced by it", be_traced},
    {"read the parent's memory", read_memory},
    {"write the parent's memory", write_memory},
    {"the parent's limits", limit_parent},
    {"raise the file size", raise_file_size},
    {"raise the memory", raise_memory},
    {"processor time without end", raise_cpu},
    {"renice the parent", renice_parent},
    {"pin the parent", pin_parent},
    {"leave the process group", leave_group},
    {"outlive the parent", outlive_parent},
    {"be dumpable", be_dumpable},
    {"setuid", become_root},
    {"setgid", become_another},
    {"take capabilities", take_capabilities},
    {"personality", let_memory_be_code},
    {"map memory as code", map_code},
    {"map the result as code", map_result_as_code},
    {"make memory code", make_code},
    {"make memory code with a key", make_code_with_key},
    {"change code made at run time", change_made_code},
    {"make code writable", open_made_code},
    {"flood the result", flood_result},
    {"flood the log", flood_log},
    {NULL, NULL},
};

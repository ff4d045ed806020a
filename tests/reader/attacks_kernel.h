/* Attacks through what else the kernel offers. */
#include "attacks.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/futex.h>
#include <netinet/in.h>
#include <sched.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/fanotify.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

bool went_through(long result)
{
    return result >= 0 || (errno != EPERM && errno != ENOSYS && errno != EACCES);
}

static bool open_tcp(const Scene *scene)
{
    (void)scene;
    return socket(AF_INET, SOCK_STREAM, 0) >= 0;
}

static bool open_udp(const Scene *scene)
{
    (void)scene;
    return socket(AF_INET6, SOCK_DGRAM, 0) >= 0 || socket(AF_INET, SOCK_DGRAM, 0) >= 0;
}

static bool open_unix(const Scene *scene)
{
    (void)scene;
    return socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
}

static bool open_netlink(const Scene *scene)
{
    (void)scene;
    return socket(AF_NETLINK, SOCK_RAW, 0) >= 0;
}

static bool open_pair(const Scene *scene)
{
    (void)scene;
    int ends[2];
    return socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0;
}

static bool connect_home(const Scene *scene)
{
    struct sockaddr_in there = {.sin_family = AF_INET, .sin_port = htons((guint16)scene->tcp_port)};
    there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    return connect(fd, (struct sockaddr *)&there, sizeof there) == 0;
}

static bool listen_here(const Scene *scene)
{
    (void)scene;
    struct sockaddr_in here = {.sin_family = AF_INET};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    return bind(fd, (struct sockaddr *)&here, sizeof here) == 0 && listen(fd, 1) == 0;
}

static bool open_pipe(const Scene *scene)
{
    (void)scene;
    int ends[2];
    return pipe(ends) == 0;
}

static bool make_memory_file(const Scene *scene)
{
    (void)scene;
    return memfd_create("x", 0) >= 0;
}

/* Types a letter for the shell behind the terminal: descriptor 0 is one here. */
static bool type_on_terminal(const Scene *scene)
{
    (void)scene;
    return ioctl(STDIN_FILENO, TIOCSTI, "x") == 0;
}

static bool unshare_of(int what)
{
    return unshare(what) == 0;
}

static bool unshare_users(const Scene *scene)
{
    (void)scene;
    return unshare_of(CLONE_NEWUSER);
}

static bool unshare_network(const Scene *scene)
{
    (void)scene;
    return unshare_of(CLONE_NEWNET);
}

static bool unshare_mounts(const Scene *scene)
{
    (void)scene;
    return unshare_of(CLONE_NEWNS);
}

static bool enter_namespace(const Scene *scene)
{
    (void)scene;
    return went_through(setns(HELD_INPUT, 0));
}

static bool mount_something(const Scene *scene)
{
    if (mount("none", scene->folder, "tmpfs", 0, NULL) != 0)
        return false;
    umount2(scene->folder, MNT_DETACH);
    return true;
}

static bool unmount_something(const Scene *scene)
{
    return went_through(umount2(scene->folder, 0));
}

static bool open_tree_of(const Scene *scene)
{
    return went_through(syscall(SYS_open_tree, AT_FDCWD, scene->folder, 0));
}

static bool change_root(const Scene *scene)
{
    return chroot(scene->folder) == 0;
}

static bool pivot(const Scene *scene)
{
    return went_through(syscall(SYS_pivot_root, scene->folder, scene->folder));
}

static bool set_up_ring(const Scene *scene)
{
    (void)scene;
    char parameters[120] = {0};
    return went_through(syscall(SYS_io_uring_setup, 4, parameters));
}

static bool handle_faults(const Scene *scene)
{
    (void)scene;
    return went_through(syscall(SYS_userfaultfd, 0));
}

static bool load_bpf(const Scene *scene)
{
    (void)scene;
    guint32 map[18] = {2, 4, 8, 1}; /* an array of one */
    return went_through(syscall(SYS_bpf, 0, map, sizeof map));
}

static bool add_key(const Scene *scene)
{
    (void)scene;
    enum { PROCESS_KEYRING = -2 };
    return went_through(syscall(SYS_add_key, "user", "delibex", "x", 1, PROCESS_KEYRING));
}

static bool control_keys(const Scene *scene)
{
    (void)scene;
    return went_through(syscall(SYS_keyctl, 0, -3, 1));
}

static bool count_events(const Scene *scene)
{
    (void)scene;
    guint32 event[28] = {1, sizeof event, 0}; /* the processor's clock, in software */
    return went_through(syscall(SYS_perf_event_open, event, 0, -1, -1, 0));
}

static bool watch_files(const Scene *scene)
{
    (void)scene;
    return inotify_init() >= 0;
}

static bool watch_everything(const Scene *scene)
{
    (void)scene;
    return fanotify_init(0, 0) >= 0;
}

static bool load_module(const Scene *scene)
{
    (void)scene;
    return went_through(syscall(SYS_init_module, NULL, 0, ""));
}

static bool load_kernel(const Scene *scene)
{
    (void)scene;
    return went_through(syscall(SYS_kexec_load, 0, 0, NULL, ~0UL));
}

static bool read_kernel_log(const Scene *scene)
{
    (void)scene;
    return went_through(syscall(SYS_syslog, 10, NULL, 0));
}

static bool name_machine(const Scene *scene)
{
    (void)scene;
    char name[256];
    return gethostname(name, sizeof name) == 0 && sethostname(name, strlen(name)) == 0;
}

static bool share_memory(const Scene *scene)
{
    (void)scene;
    int id = shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600);
    if (id >= 0)
        shmctl(id, IPC_RMID, NULL);
    return id >= 0;
}

static bool share_messages(const Scene *scene)
{
    (void)scene;
    int id = msgget(IPC_PRIVATE, IPC_CREAT | 0600);
    if (id >= 0)
        msgctl(id, IPC_RMID, NULL);
    return id >= 0;
}

static bool share_semaphores(const Scene *scene)
{
    (void)scene;
    int id = semget(IPC_PRIVATE, 1, IPC_CREAT | 0600);
    if (id >= 0)
        semctl(id, 0, IPC_RMID);
    return id >= 0;
}

static bool lock_with_priority(const Scene *scene)
{
    (void)scene;
    static guint32 lock;
    return syscall(SYS_futex, &lock, FUTEX_LOCK_PI, 0, NULL, NULL, 0) == 0;
}

static bool wait_for_events(const Scene *scene)
{
    (void)scene;
    return eventfd(0, 0) >= 0;
}

static bool add_filter(const Scene *scene)
{
    (void)scene;
    return went_through(syscall(SYS_seccomp, 2, 0, "\0\0\1\0"));
}

static bool set_clock(const Scene *scene)
{
    (void)scene;
    return went_through(syscall(SYS_clock_settime, 99, NULL));
}

#ifdef __x86_64__
/* The calls of a 32-bit program have other numbers: getpid is 20. */
static bool call_as_32_bits(const Scene *scene)
{
    (void)scene;
    long result = 20;
    __asm__ volatile("int $0x80" : "+a"(result) : : "memory", "r8", "r9", "r10", "r11");
    return result == getpid();
}

static bool call_as_x32(const Scene *scene)
{
    (void)scene;
    return syscall(0x40000000 | 39) > 0;
}
#endif

const Attack attacks_on_kernel[] = {
    {"a TCP socket", open_tcp},
    {"a UDP socket", open_udp},
    {"a UNIX socket", open_unix},
    {"a netlink socket", open_netlink},
    {"a pair of sockets", open_pair},
    {"connect", connect_home},
    {"bind and listen", listen_here},
    {"a pipe", open_pipe},
    {"a file in memory", make_memory_file},
    {"type on the terminal", type_on_terminal},
    {"unshare users", unshare_users},
    {"unshare the network", unshare_network},
    {"unshare mounts", unshare_mounts},
    {"enter a namespace", enter_namespace},
    {"mount", mount_something},
    {"unmount", unmount_something},
    {"open_tree", open_tree_of},
    {"chroot", change_root},
    {"pivot_root", pivot},
    {"io_uring", set_up_ring},
    {"userfaultfd", handle_faults},
    {"bpf", load_bpf},
    {"add a key", add_key},
    {"keyctl", control_keys},
    {"perf_event_open", count_events},
    {"inotify", watch_files},
    {"fanotify", watch_everything},
    {"init_module", load_module},
    {"kexec_load", load_kernel},
    {"the kernel's log", read_kernel_log},
    {"sethostname", name_machine},
    {"shared memory", share_memory},
    {"message queues", share_messages},
    {"semaphores", share_semaphores},
    {"a futex that lends priority", lock_with_priority},
    {"eventfd", wait_for_events},
    {"another filter", add_filter},
    {"set the clock", set_clock},
#ifdef __x86_64__
    {"calls of 32-bit programs", call_as_32_bits},
    {"calls of x32 programs", call_as_x32},
#endif
    {NULL, NULL},
};

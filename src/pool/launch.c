#include "launch.h"

#include "../base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    READER_CONTROL = 3, /* the control socket's number in the reader */
    START_MS = 60000,   /* to load the sheets */
    STOP_MS = 1000,
};

extern char **environ;

char *launch_find_reader(GError **error)
{
    static const char *const places[] = {"delibex-reader", "../libexec/delibex/delibex-reader"};
    g_autofree char *self = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *beside = g_path_get_dirname(self ? self : "./delibex");
    for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autofree char *path = g_build_filename(beside, places[i], NULL);
        if (access(path, X_OK) == 0)
            return g_steal_pointer(&path);
    }
    g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_READER,
                "delibex-reader: not found in %s nor in %s/../libexec/delibex", beside, beside);
    return NULL;
}

/* What the reader is to find in its environment: one thread, one arena, no locale, and nothing that
 * would make libraries talk. And what makes its children cheaper: symbols looked up once and not by
 * each of them, and memory in large pages. */
static char **reader_environment(void)
{
    static const char *const settings[][2] = {
        {"OMP_THREAD_LIMIT", "1"},        {"MALLOC_ARENA_MAX", "1"}, {"LC_ALL", "C.UTF-8"},
        {"G_MESSAGES_DEBUG", NULL},       {"G_DEBUG", NULL},         {"LD_BIND_NOW", "1"},
        {"MIMALLOC_LARGE_OS_PAGES", "1"},
    };
    char **environment = g_strdupv(environ);
    for (size_t i = 0; i < G_N_ELEMENTS(settings); i++)
        environment = settings[i][1]
                          ? g_environ_setenv(environment, settings[i][0], settings[i][1], true)
                          : g_environ_unsetenv(environment, settings[i][0]);
    return environment;
}

/* Spawns with the socket as descriptor 3, /dev/null as input and output, and no other descriptor
 * but standard error. Gives 0 or an errno. */
static int spawn(pid_t *pid, const char *program, char *const *arguments, int socket)
{
    g_auto(GStrv) environment = reader_environment();
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, defaults;

    sigemptyset(&none);
    sigemptyset(&defaults);
    for (int number = 1; number < SIGRTMIN; number++)
        if (number != SIGKILL && number != SIGSTOP)
            sigaddset(&defaults, number);
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawn_file_actions_adddup2(&actions, socket, READER_CONTROL);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions, READER_CONTROL + 1);
    int failed = posix_spawn(pid, program, &actions, &attributes, arguments, environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return failed;
}

static bool await_ready(const Launch *launch, const char *program, GError **error)
{
    struct pollfd event = {launch->control, POLLIN, 0};
    int ready;
    do {
        ready = poll(&event, 1, START_MS);
    } while (ready < 0 && errno == EINTR);
    Packet packet;
    if (ready <= 0 || frame_receive(launch->control, false, &packet) != PACKET_GOT) {
        g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_READER, "%s: %s", program,
                    ready == 0 ? "does not get ready" : "ended before it was ready");
        return false;
    }
    if (packet.header.kind == FRAME_READY)
        return true;
    if (packet.header.kind == FRAME_REFUSED)
        g_set_error_literal(error, DELIBEX_ERROR, DELIBEX_ERROR_RULES, packet.payload);
    else if (packet.header.kind == FRAME_UNSAFE)
        g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_SANDBOX,
                    "documents cannot be locked in here: %s; see --unsafe-no-sandbox",
                    packet.payload);
    else
        g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_READER, "%s: does not speak as expected",
                    program);
    return false;
}

bool launch_start(Launch *launch, const char *program, Sandbox sandbox, int recycle,
                  const char *const *pattern_dirs, GError **error)
{
    *launch = (Launch){0, -1};
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0) {
        g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_READER, "no socket for the reader: %s",
                    g_strerror(errno));
        return false;
    }
    g_autofree char *documents = g_strdup_printf("%d", recycle);
    g_autoptr(GPtrArray) arguments = g_ptr_array_new();
    g_ptr_array_add(arguments, (char *)program);
    g_ptr_array_add(arguments, (char *)G_STRINGIFY(3));
    g_ptr_array_add(arguments, (char *)sandbox_name(sandbox));
    g_ptr_array_add(arguments, documents);
    for (size_t i = 0; pattern_dirs && pattern_dirs[i]; i++)
        g_ptr_array_add(arguments, (char *)pattern_dirs[i]);
    g_ptr_array_add(arguments, NULL);

    pid_t pid = 0;
    int failed = spawn(&pid, program, (char *const *)arguments->pdata, ends[1]);
    close(ends[1]);
    *launch = (Launch){failed ? 0 : pid, ends[0]};
    if (failed)
        g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_READER, "%s: cannot be started: %s",
                    program, g_strerror(failed));
    if (failed || !await_ready(launch, program, error)) {
        launch_stop(launch);
        return false;
    }
    return true;
}

void launch_stop(Launch *launch)
{
    if (launch->control >= 0)
        close(launch->control); /* this is what ends it */
    for (int waited = 0; launch->pid > 0; waited += 5) {
        pid_t ended = waitpid(launch->pid, NULL, WNOHANG);
        if (ended == launch->pid || (ended < 0 && errno != EINTR))
            break;
        if (waited == STOP_MS)
            kill(launch->pid, SIGKILL);
        g_usleep(5000);
    }
    *launch = (Launch){0, -1};
}

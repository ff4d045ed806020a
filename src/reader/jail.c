#include "jail.h"

#include "../base/error.h"
#include "landlock.h"
#include "syscalls.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef PR_SET_MDWE
#define PR_SET_MDWE 65
#define PR_MDWE_REFUSE_EXEC_GAIN 1
#endif

struct Jail {
    Sandbox sandbox;
    int landlock; /* -1 for none */
    Syscalls *syscalls, *of_reader;
};

/* Fonts, character maps, and the configuration and caches by which fonts are found: without them
 * the text of fonts that are not in the document is lost, and nobody notices. */
static const char *const readable[] = {
    "/usr/share/fonts",         "/usr/local/share/fonts",       "/usr/share/poppler",
    "/usr/local/share/poppler", "/usr/share/fontconfig",        "/etc/fonts",
    "/var/cache/fontconfig",    "/usr/share/ghostscript/fonts", "/usr/share/texmf/fonts",
    "/usr/share/X11/fonts",
};

static GPtrArray *readable_directories(Sandbox sandbox)
{
    GPtrArray *directories = g_ptr_array_new_with_free_func(g_free);
    for (size_t i = 0; sandbox == SANDBOX_FULL && i < G_N_ELEMENTS(readable); i++)
        g_ptr_array_add(directories, g_strdup(readable[i]));
    if (sandbox == SANDBOX_FULL) {
        g_ptr_array_add(directories, g_build_filename(g_get_home_dir(), ".fonts", NULL));
        g_ptr_array_add(directories, g_build_filename(g_get_user_data_dir(), "fonts", NULL));
        g_ptr_array_add(directories, g_build_filename(g_get_user_cache_dir(), "fontconfig", NULL));
        g_ptr_array_add(directories, g_build_filename(g_get_user_config_dir(), "fontconfig", NULL));
    }
    g_ptr_array_add(directories, NULL);
    return directories;
}

/* ---- Entering -------------------------------------------------------------------------------- */

/* The super-user's process may raise its limits and pass by file permissions as long as it has
 * these. */
static bool drop_capabilities(void)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {{0}};
    return syscall(SYS_capset, &header, none) == 0;
}

/* Landlock holds the thread that enters it and no other: there must be none. Where nothing can be
 * learned of threads, fork() is trusted to have left one. */
static bool is_alone(void)
{
    enum { LINKS_OF_ONE = 3 }; /* of the directory: itself, its parent, one thread */
    struct stat threads;
    if (stat("/proc/self/task", &threads) != 0 || threads.st_nlink == LINKS_OF_ONE)
        return true;
    errno = EBUSY;
    return false;
}

bool jail_close_files(const Jail *jail)
{
    if (!is_alone())
        return false;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return false;
    return jail->sandbox == SANDBOX_NONE || (drop_capabilities() && landlock_enter(jail->landlock));
}

bool jail_close(const Jail *jail)
{
    if (jail->sandbox == SANDBOX_NONE)
        return true;
    /* Newer kernels refuse executable memory by themselves as well; the list is what is relied on.
     */
    prctl(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN, 0, 0, 0);
    return syscalls_enter(jail->syscalls);
}

bool jail_close_reader(const Jail *jail)
{
    return jail_close_files(jail) &&
           (jail->sandbox == SANDBOX_NONE || syscalls_enter(jail->of_reader));
}

/* ---- Trying it out --------------------------------------------------------------------------- */

/* What a process that tries the jail ends with. */
typedef enum Hold { HOLDS, NOT_ENTERED_FILES, NOT_ENTERED, OPENS_FILES, HAS_CALLS } Hold;

static const char *const hold_words[] = {
    [NOT_ENTERED_FILES] = "Landlock cannot be entered",
    [NOT_ENTERED] = "seccomp cannot be entered",
    [OPENS_FILES] = "Landlock does not hold: a file can be opened",
    [HAS_CALLS] = "seccomp does not hold: a call that is not listed goes through",
};

static Hold try_inside(const Jail *jail)
{
    if (!jail_close_files(jail))
        return NOT_ENTERED_FILES;
    if (!jail_close(jail))
        return NOT_ENTERED;
    if (open("/", O_RDONLY | O_DIRECTORY) >= 0 || open("/proc/self/maps", O_RDONLY) >= 0)
        return OPENS_FILES;
    bool memory =
        mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
    return memory || socket(AF_UNIX, SOCK_STREAM, 0) >= 0 || getppid() >= 0 ? HAS_CALLS : HOLDS;
}

static bool try_out(const Jail *jail, GError **error)
{
    int status = 0;
    pid_t pid = fork();
    if (pid == 0)
        _exit(try_inside(jail));
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    if (pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == HOLDS)
        return true;
    bool said = pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) <= HAS_CALLS;
    g_set_error_literal(error, DELIBEX_ERROR, DELIBEX_ERROR_SANDBOX,
                        said ? hold_words[WEXITSTATUS(status)] : "trying it out failed");
    return false;
}

Jail *jail_new(Sandbox sandbox, bool several, GError **error)
{
    g_autoptr(Jail) jail = g_new0(Jail, 1);
    *jail = (Jail){sandbox, -1, NULL, NULL};
    if (sandbox == SANDBOX_NONE)
        return g_steal_pointer(&jail);
    g_autoptr(GPtrArray) directories = readable_directories(sandbox);
    jail->landlock = landlock_new((const char *const *)directories->pdata, error);
    if (jail->landlock < 0)
        return NULL;
    jail->syscalls = syscalls_new(several ? SYSCALLS_DOCUMENTS : SYSCALLS_DOCUMENT, error);
    jail->of_reader = jail->syscalls ? syscalls_new(SYSCALLS_READER, error) : NULL;
    if (!jail->of_reader || !try_out(jail, error))
        return NULL;
    return g_steal_pointer(&jail);
}

void jail_free(Jail *jail)
{
    if (!jail)
        return;
    if (jail->landlock >= 0)
        close(jail->landlock);
    syscalls_free(jail->syscalls);
    syscalls_free(jail->of_reader);
    g_free(jail);
}

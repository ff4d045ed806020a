#include "landlock.h"

#include "../base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/syscall.h>
#include <unistd.h>

/* What kernels after the header's added, by the version of the interface that brought it. */
enum { FS_REFER = 13, FS_TRUNCATE = 14, FS_IOCTL_DEV = 15 };
enum { ABI_REFER = 2, ABI_TRUNCATE = 3, ABI_NET = 4, ABI_IOCTL_DEV = 5, ABI_SCOPE = 6 };
static const guint64 ALL_NET = 3;    /* binding and connecting TCP sockets */
static const guint64 ALL_SCOPES = 3; /* abstract UNIX sockets and signals of processes outside */

/* struct landlock_ruleset_attr as of ABI_SCOPE; older kernels take the front of it. */
typedef struct Handled {
    guint64 fs, net, scoped;
} Handled;

static int abi_version(void)
{
    return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

static guint64 rights_of(int abi)
{
    int last = abi >= ABI_IOCTL_DEV  ? FS_IOCTL_DEV
               : abi >= ABI_TRUNCATE ? FS_TRUNCATE
               : abi >= ABI_REFER    ? FS_REFER
                                     : FS_REFER - 1;
    return (G_GUINT64_CONSTANT(2) << last) - 1;
}

static int create(int abi)
{
    Handled handled = {rights_of(abi), ALL_NET, ALL_SCOPES};
    size_t size = abi >= ABI_SCOPE ? sizeof handled
                  : abi >= ABI_NET ? offsetof(Handled, scoped)
                                   : offsetof(Handled, net);
    return (int)syscall(SYS_landlock_create_ruleset, &handled, size, 0);
}

/* A directory that is not there is no loss: nothing in it could have been read. */
static bool allow_reading(int rules, const char *directory)
{
    int fd = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR || errno == EACCES;
    struct landlock_path_beneath_attr beneath = {
        .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR,
        .parent_fd = fd,
    };
    bool good = syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) == 0;
    close(fd);
    return good;
}

int landlock_new(const char *const *directories, GError **error)
{
    int abi = abi_version();
    int rules = abi > 0 ? create(abi) : -1;
    bool good = rules >= 0;
    for (size_t i = 0; good && directories[i]; i++)
        good = allow_reading(rules, directories[i]);
    if (good)
        return rules;
    g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_SANDBOX, "Landlock: %s", g_strerror(errno));
    if (rules >= 0)
        close(rules);
    return -1;
}

bool landlock_enter(int rules)
{
    return syscall(SYS_landlock_restrict_self, rules, 0) == 0;
}

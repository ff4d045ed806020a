/* The jail against a document that took its process over: every attack, as root and as a user,
 * fails inside; outside they succeed, or the test would show nothing. */
#include "../../src/reader/code.h"
#include "../../src/reader/confine.h"
#include "attacks_files.h"
#include "attacks_kernel.h"
#include "attacks_processes.h"

#include <check.h>
#include <ftw.h>
#include <grp.h>
#include <stdlib.h>

enum {
    NOBODY = 65534,
    SECONDS = 30,
    ATTACKS_LEAST = 100,
    OUTSIDE_PERCENT = 60, /* of the attacks must work outside, as root: containers forbid some */
};

static const Attack *const lists[] = {attacks_on_files, attacks_on_processes, attacks_on_kernel};

static int attack_count(void)
{
    int count = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
        for (const Attack *attack = lists[i]; attack->name; attack++)
            count++;
    return count;
}

static const Attack *attack_at(int index)
{
    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
        for (const Attack *attack = lists[i]; attack->name; attack++)
            if (index-- == 0)
                return attack;
    return NULL;
}

/* ---- The scene ------------------------------------------------------------------------------- */

static char *folder;

static void write_file(const char *name, const char *contents)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *directory = g_path_get_dirname(path);
    g_mkdir_with_parents(directory, 0700);
    ck_assert(g_file_set_contents(path, contents, -1, NULL));
}

/* The user's home, with what is to be kept from the document. */
static void setup(void)
{
    folder = g_dir_make_tmp("delibex-jail-XXXXXX", NULL);
    write_file(".ssh/id", "a secret key\n");
    write_file("other.pdf", "%PDF-1.4 of somebody else\n");
    write_file("document.pdf", "%PDF-1.4 the one that is read\n");
    write_file(".fonts/own.ttf", "a font\n");
    g_setenv("HOME", folder, true);
    g_unsetenv("XDG_DATA_HOME");
    g_unsetenv("XDG_CACHE_HOME");
    g_unsetenv("XDG_CONFIG_HOME");
}

static int remove_entry(const char *path, const struct stat *file, int kind, struct FTW *where)
{
    (void)file, (void)kind, (void)where;
    return remove(path);
}

static void teardown(void)
{
    nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
    g_free(folder);
}

static int give_entry(const char *path, const struct stat *file, int kind, struct FTW *where)
{
    (void)file, (void)kind, (void)where;
    return lchown(path, NOBODY, NOBODY);
}

/* From here on the test is an ordinary user, who owns the folder. False where the super-user has no
 * other user to become: in a namespace of one. */
static bool become_user(void)
{
    if (geteuid() != 0)
        return true;
    if (setgroups(0, NULL) != 0 || nftw(folder, give_entry, 8, FTW_PHYS) != 0)
        return false;
    ck_assert_int_eq(setgid(NOBODY), 0);
    ck_assert_int_eq(setuid(NOBODY), 0);
    return true;
}

static int listen_somewhere(void)
{
    struct sockaddr_in here = {.sin_family = AF_INET};
    socklen_t length = sizeof here;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ck_assert_int_eq(bind(fd, (struct sockaddr *)&here, sizeof here), 0);
    ck_assert_int_eq(listen(fd, 1), 0);
    ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&here, &length), 0);
    return ntohs(here.sin_port);
}

static int open_terminal(void)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0)
        return -1;
    return open(ptsname(master), O_RDWR | O_NOCTTY);
}

static Scene scene_new(void)
{
    static char words[] = "of the parent's.";
    Scene scene = {.folder = folder,
                   .secret = g_build_filename(folder, ".ssh", "id", NULL),
                   .other = g_build_filename(folder, "other.pdf", NULL),
                   .created = g_build_filename(folder, "created", NULL),
                   .parent = getpid(),
                   .words = words,
                   .tcp_port = listen_somewhere()};
    scene.parent_fd = open(scene.secret, O_RDONLY | O_CLOEXEC);
    ck_assert(g_file_get_contents("/bin/sh", &scene.program, &scene.program_length, NULL));
    scene.code =
        mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ck_assert_ptr_ne(scene.code, MAP_FAILED);
    return scene;
}

static void scene_clear(Scene *scene)
{
    close(scene->parent_fd);
    munmap(scene->code, 4096);
    g_free(scene->secret);
    g_free(scene->other);
    g_free(scene->created);
    g_free(scene->program);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Scene, scene_clear)

/* ---- One attack ------------------------------------------------------------------------------ */

static Request request_of(const Scene *scene)
{
    g_autofree char *path = g_build_filename(scene->folder, "document.pdf", NULL);
    Request request = {
        .job = 1, .reader = getpid(), .control = -1, .most = 1, .reader_bytes = (guint64)1 << 46};
    request.limits = (RequestLimits){
        .input_bytes = 1, .memory_bytes = 64 << 20, .output_bytes = 1 << 20, .cpu_seconds = 10};
    request.fds[REQUEST_FD_INPUT] = open(path, O_RDONLY | O_CLOEXEC);
    request.fds[REQUEST_FD_RESULT] = memfd_create("result", MFD_CLOEXEC);
    request.fds[REQUEST_FD_LOG] = memfd_create("log", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    ck_assert_int_eq(ftruncate(request.fds[REQUEST_FD_LOG], 8192), 0);
    ck_assert_int_eq(fcntl(request.fds[REQUEST_FD_LOG], F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK),
                     0);
    return request;
}

/* The same descriptors without the jail; a log without an end. */
static bool stay_outside(const Request *request)
{
    int log = memfd_create("log", 0);
    int input = fcntl(request->fds[REQUEST_FD_INPUT], F_DUPFD, 100);
    int result = fcntl(request->fds[REQUEST_FD_RESULT], F_DUPFD, 100);
    return dup2(log, STDERR_FILENO) >= 0 && dup2(input, HELD_INPUT) >= 0 &&
           dup2(result, HELD_RESULT) >= 0;
}

typedef enum End { DENIED, SUCCEEDED, HUNG, NOT_TRIED } End;

enum { EXIT_DENIED = 0, EXIT_SUCCEEDED = 42, EXIT_NOT_TRIED = 70 };

/* Tries an attack in a process of its own, in one that is to read `most` documents; `jail` NULL:
 * outside. */
static End attempt(const Attack *attack, const Jail *jail, int most, const Scene *scene)
{
    Request request = request_of(scene);
    int ends[2] = {-1, -1};
    if (most > 1)
        ck_assert_int_eq(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
    request.control = ends[1];
    request.most = most;
    int terminal = open_terminal(), status = 0;
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        alarm(SECONDS);
        if (terminal >= 0)
            dup2(terminal, STDIN_FILENO);
        if (!(jail ? confine(&request, jail) : stay_outside(&request)))
            _exit(EXIT_NOT_TRIED);
        signal(SIGSEGV, SIG_DFL); /* a sanitizer would end the process as if nothing was */
        _exit(attack->succeeds(scene) ? EXIT_SUCCEEDED : EXIT_DENIED);
    }
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    for (int i = 0; i < REQUEST_FD_COUNT; i++)
        close(request.fds[i]);
    for (int i = 0; i < 2 && most > 1; i++)
        close(ends[i]);
    if (WIFSIGNALED(status))
        return WTERMSIG(status) == SIGALRM ? HUNG : DENIED;
    return WEXITSTATUS(status) == EXIT_SUCCEEDED ? SUCCEEDED
           : WEXITSTATUS(status) == EXIT_DENIED  ? DENIED
                                                 : NOT_TRIED;
}

static void expect_denied(const Attack *attack, int most)
{
    static const char *const words[] = {"denied", "succeeds", "hangs", "was not tried"};
    g_autoptr(GError) error = NULL;
    g_autoptr(GArray) pages = g_array_new(false, false, sizeof(CodePages));
    g_autoptr(Jail) jail = jail_new(SANDBOX_FULL, most > 1, &error);
    ck_assert_msg(jail != NULL, "%s", error ? error->message : "");
    g_auto(Scene) scene = scene_new();
    int maps = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    ck_assert(code_seal(maps, pages));
    close(maps);
    ck_assert_uint_ge(pages->len, 1);
    scene.further = most > 1; /* its socket */
    End end = attempt(attack, jail, most, &scene);
    ck_assert_msg(end == DENIED, "%s: %s", attack->name, words[end]);
    code_open(pages);
    *scene.code = 0; /* opened again */
}

START_TEST(test_denied)
{
    expect_denied(attack_at(_i), 1);
}
END_TEST

/* A process that is given further documents has little more. */
START_TEST(test_denied_to_several)
{
    expect_denied(attack_at(_i), 10);
}
END_TEST

START_TEST(test_denied_to_user)
{
    if (become_user())
        expect_denied(attack_at(_i), 1);
    else if (_i == 0)
        printf("there is no other user to become: not tested as one\n");
}
END_TEST

/* Each in a home of its own: some of them remove it. */
START_TEST(test_outside)
{
    int succeeded = 0, count = attack_count();
    ck_assert_int_ge(count, ATTACKS_LEAST);
    g_autoptr(GString) failed = g_string_new(NULL);
    for (int i = 0; i < count; i++) {
        char *own = folder;
        setup();
        g_auto(Scene) scene = scene_new();
        const Attack *attack = attack_at(i);
        if (attempt(attack, NULL, 1, &scene) == SUCCEEDED)
            succeeded++;
        else
            g_string_append_printf(failed, "\n  %s", attack->name);
        teardown();
        folder = own;
    }
    printf("%d attacks; outside the jail %d succeed, as uid %d, but not:%s\n", count, succeeded,
           (int)geteuid(), failed->str);
    ck_assert_msg(geteuid() != 0 || succeeded * 100 >= count * OUTSIDE_PERCENT,
                  "only %d of %d attacks are real:%s", succeeded, count, failed->str);
}
END_TEST

/* What is not forbidden: the process still reads, writes its result and can give itself up. */
static bool lives(const Scene *scene)
{
    char bytes[8], *memory = malloc(8 << 20);
    g_autofree char *font = g_build_filename(scene->folder, ".fonts", "own.ttf", NULL);
    memset(memory, 1, 8 << 20);
    free(memory);
    return pread(HELD_INPUT, bytes, sizeof bytes, 0) == sizeof bytes &&
           write(HELD_RESULT, bytes, sizeof bytes) == sizeof bytes && can_read(font);
}

static bool aborts(const Scene *scene)
{
    (void)scene;
    abort();
}

START_TEST(test_allowed)
{
    g_autoptr(Jail) jail = jail_new(SANDBOX_FULL, false, NULL),
                    sealed = jail_new(SANDBOX_SEALED, false, NULL);
    Attack living = {"lives", lives};
    g_auto(Scene) scene = scene_new();
    ck_assert_int_eq(attempt(&living, jail, 1, &scene), SUCCEEDED);
    ck_assert_int_eq(attempt(&living, sealed, 1, &scene), DENIED); /* no font in there */
}
END_TEST

/* A process that aborts is told from one that is killed for a crash of another kind. */
START_TEST(test_abort)
{
    g_autoptr(Jail) jail = jail_new(SANDBOX_FULL, false, NULL);
    g_auto(Scene) scene = scene_new();
    Request request = request_of(&scene);
    int status = 0;
    pid_t pid = fork();
    if (pid == 0) {
        if (confine(&request, jail))
            aborts(&scene);
        _exit(EXIT_NOT_TRIED);
    }
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert(WIFSIGNALED(status));
    ck_assert_int_eq(WTERMSIG(status), SIGABRT);
}
END_TEST

/* The process that starts the others cannot be made to do what it never does, and can do its work.
 */
static bool reader_is_locked(const Jail *jail, const Scene *scene)
{
    char *const words[] = {(char *)"/bin/true", NULL};
    Request request = request_of(scene);
    int status = 0;
    request.reader = getpid();
    if (!jail_close_reader(jail))
        return false;
    if (socket(AF_UNIX, SOCK_STREAM, 0) >= 0 ||
        open(scene->created, O_WRONLY | O_CREAT, 0600) >= 0 || can_read(scene->secret) ||
        ptrace(PTRACE_ATTACH, scene->parent, NULL, NULL) == 0 || unlink(scene->other) == 0 ||
        unshare(CLONE_NEWUSER) == 0)
        return false;
    execv(words[0], words);
    pid_t pid = fork();
    if (pid == 0)
        _exit(confine(&request, jail) ? EXIT_DENIED : EXIT_NOT_TRIED);
    return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

START_TEST(test_reader)
{
    g_autoptr(Jail) jail = jail_new(SANDBOX_FULL, false, NULL);
    g_auto(Scene) scene = scene_new();
    int status = 0;
    pid_t pid = fork();
    if (pid == 0)
        _exit(reader_is_locked(jail, &scene) ? EXIT_DENIED : EXIT_SUCCEEDED);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert(WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), EXIT_DENIED);
}
END_TEST

static void *wait_for_end(void *nothing)
{
    pause();
    return nothing;
}

/* A thread that stayed outside would make the jail none. */
START_TEST(test_second_thread)
{
    g_autoptr(Jail) jail = jail_new(SANDBOX_FULL, false, NULL);
    g_auto(Scene) scene = scene_new();
    Request request = request_of(&scene);
    int status = 0;
    pid_t pid = fork();
    if (pid == 0) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, wait_for_end, NULL) != 0)
            _exit(EXIT_NOT_TRIED);
        _exit(!confine(&request, jail) && errno == EBUSY ? EXIT_DENIED : EXIT_SUCCEEDED);
    }
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert(WIFEXITED(status));
    ck_assert_int_eq(WEXITSTATUS(status), EXIT_DENIED);
}
END_TEST

int main(void)
{
    int count = attack_count();
    Suite *suite = suite_create("jail");
    TCase *tests = tcase_create("jail");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 300);
    tcase_add_loop_test(tests, test_denied, 0, count);
    tcase_add_loop_test(tests, test_denied_to_several, 0, count);
    tcase_add_loop_test(tests, test_denied_to_user, 0, count);
    tcase_add_test(tests, test_outside);
    tcase_add_test(tests, test_allowed);
    tcase_add_test(tests, test_reader);
    tcase_add_test(tests, test_abort);
    tcase_add_test(tests, test_second_thread);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}

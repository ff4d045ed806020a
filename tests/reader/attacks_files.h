/* Attacks on files, through every way of naming one. */
#include "attacks.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

static bool can_read(const char *path)
{
    char byte;
    int fd = open(path, O_RDONLY);
    return fd >= 0 && read(fd, &byte, 1) == 1;
}

static bool can_list(const char *path)
{
    DIR *directory = opendir(path);
    return directory && readdir(directory);
}

static bool read_of_parent(const Scene *scene, const char *what)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/%s", scene->parent, what);
    return can_read(path);
}

static bool read_passwd(const Scene *scene)
{
    (void)scene;
    return can_read("/etc/passwd");
}

static bool read_secret(const Scene *scene)
{
    return can_read(scene->secret);
}

static bool read_other_document(const Scene *scene)
{
    return can_read(scene->other);
}

static bool read_program(const Scene *scene)
{
    (void)scene;
    return can_read("/proc/self/exe");
}

static bool read_own_maps(const Scene *scene)
{
    (void)scene;
    return can_read("/proc/self/maps");
}

static bool read_parents_environment(const Scene *scene)
{
    return read_of_parent(scene, "environ");
}

static bool read_parents_maps(const Scene *scene)
{
    return read_of_parent(scene, "maps");
}

static bool read_parents_memory(const Scene *scene)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/mem", scene->parent);
    char words[16];
    int fd = open(path, O_RDONLY);
    return fd >= 0 && pread(fd, words, sizeof words, (off_t)(guintptr)scene->words) > 0;
}

static bool read_parents_descriptor(const Scene *scene)
{
    g_autofree char *what = g_strdup_printf("fd/%d", scene->parent_fd);
    return read_of_parent(scene, what);
}

static bool list_root(const Scene *scene)
{
    (void)scene;
    return can_list("/");
}

static bool list_folder(const Scene *scene)
{
    return can_list(scene->folder);
}

static bool list_processes(const Scene *scene)
{
    (void)scene;
    return can_list("/proc");
}

static bool read_out_of_fonts(const Scene *scene)
{
    (void)scene;
    return can_read("/usr/share/fonts/../../../etc/passwd");
}

/* A descriptor that only names the file, opened again as the file. */
static bool read_by_name_only(const Scene *scene)
{
    int named = open(scene->secret, O_PATH);
    g_autofree char *again = g_strdup_printf("/proc/self/fd/%d", named);
    return named >= 0 && can_read(again);
}

static bool read_with_openat2(const Scene *scene)
{
    guint64 how[3] = {O_RDONLY, 0, 0};
    return syscall(SYS_openat2, AT_FDCWD, scene->secret, how, sizeof how) >= 0;
}

static bool read_by_handle(const Scene *scene)
{
    union {
        struct file_handle head;
        char bytes[sizeof(struct file_handle) + MAX_HANDLE_SZ];
    } handle = {.head.handle_bytes = MAX_HANDLE_SZ};
    int mount = 0, root = open("/", O_RDONLY | O_DIRECTORY);
    return name_to_handle_at(AT_FDCWD, scene->secret, &handle.head, &mount, 0) == 0 && root >= 0 &&
           open_by_handle_at(root, &handle.head, O_RDONLY) >= 0;
}

static bool follow_parents_link(const Scene *scene)
{
    char target[4096];
    g_autofree char *path = g_strdup_printf("/proc/%d/cwd", scene->parent);
    return readlink(path, target, sizeof target) > 0;
}

static bool change_directory(const Scene *scene)
{
    return chdir(scene->folder) == 0;
}

static bool create_file(const Scene *scene)
{
    return open(scene->created, O_WRONLY | O_CREAT, 0600) >= 0;
}

static bool create_in_tmp(const Scene *scene)
{
    (void)scene;
    return open("/tmp", O_WRONLY | O_TMPFILE, 0600) >= 0;
}

static bool create_beside_fonts(const Scene *scene)
{
    g_autofree char *path = g_build_filename(scene->folder, ".fonts", "planted.ttf", NULL);
    return open(path, O_WRONLY | O_CREAT, 0600) >= 0;
}

static bool append_to_file(const Scene *scene)
{
    int fd = open(scene->other, O_WRONLY | O_APPEND);
    return fd >= 0 && write(fd, "x", 1) == 1;
}

static bool write_device(const Scene *scene)
{
    (void)scene;
    int fd = open("/dev/null", O_WRONLY);
    return fd >= 0 && write(fd, "x", 1) == 1;
}

static bool truncate_by_path(const Scene *scene)
{
    return truncate(scene->other, 1) == 0;
}

static bool truncate_by_opening(const Scene *scene)
{
    return open(scene->other, O_RDONLY | O_TRUNC) >= 0;
}

static bool truncate_fonts_file(const Scene *scene)
{
    g_autofree char *path = g_build_filename(scene->folder, ".fonts", "own.ttf", NULL);
    return open(path, O_RDONLY | O_TRUNC) >= 0;
}

static bool grow_result(const Scene *scene)
{
    (void)scene;
    return ftruncate(HELD_RESULT, (off_t)10 << 30) == 0;
}

static bool reserve_result(const Scene *scene)
{
    (void)scene;
    return fallocate(HELD_RESULT, 0, 0, (off_t)256 << 20) == 0;
}

static bool remove_file(const Scene *scene)
{
    return unlink(scene->other) == 0;
}

static bool rename_file(const Scene *scene)
{
    return rename(scene->other, scene->created) == 0;
}

static bool link_file(const Scene *scene)
{
    return link(scene->secret, scene->created) == 0;
}

static bool make_symlink(const Scene *scene)
{
    return symlink(scene->secret, scene->created) == 0;
}

static bool make_directory(const Scene *scene)
{
    return mkdir(scene->created, 0700) == 0;
}

static bool make_pipe_file(const Scene *scene)
{
    return mkfifo(scene->created, 0600) == 0;
}

static bool change_mode(const Scene *scene)
{
    return chmod(scene->secret, 0644) == 0;
}

static bool change_mode_of_input(const Scene *scene)
{
    (void)scene;
    return fchmod(HELD_INPUT, 0600) == 0;
}

static bool change_times(const Scene *scene)
{
    return utimensat(AT_FDCWD, scene->other, NULL, 0) == 0;
}

static bool set_attribute(const Scene *scene)
{
    return setxattr(scene->secret, "user.x", "x", 1, 0) == 0;
}

static bool lock_input(const Scene *scene)
{
    (void)scene;
    struct flock lock = {.l_type = F_RDLCK};
    return fcntl(HELD_INPUT, F_SETLK, &lock) == 0;
}

static bool copy_between_files(const Scene *scene)
{
    (void)scene;
    return syscall(SYS_copy_file_range, HELD_INPUT, NULL, HELD_RESULT, NULL, 1, 0) == 1 ||
           syscall(SYS_sendfile, HELD_RESULT, HELD_INPUT, NULL, 1) == 1;
}

/* Any descriptor beyond /dev/null, the log, the input and the result. */
static bool find_descriptor(const Scene *scene)
{
    for (int fd = HELD_RESULT + 1 + scene->further; fd < 4096; fd++)
        if (fcntl(fd, F_GETFD) >= 0)
            return true;
    return false;
}

static bool open_without_end(const Scene *scene)
{
    int opened = 0;
    g_autofree char *path = g_build_filename(scene->folder, ".fonts", "own.ttf", NULL);
    while (opened < 200 && open(path, O_RDONLY) >= 0)
        opened++;
    return opened == 200;
}

const Attack attacks_on_files[] = {
    {"read /etc/passwd", read_passwd},
    {"read a key of the user's", read_secret},
    {"read another document", read_other_document},
    {"read the program", read_program},
    {"read /proc/self/maps", read_own_maps},
    {"read the parent's environment", read_parents_environment},
    {"read the parent's maps", read_parents_maps},
    {"read the parent's memory by /proc", read_parents_memory},
    {"open the parent's descriptor", read_parents_descriptor},
    {"list /", list_root},
    {"list the user's folder", list_folder},
    {"list /proc", list_processes},
    {"climb out of the fonts", read_out_of_fonts},
    {"open by O_PATH and again", read_by_name_only},
    {"openat2", read_with_openat2},
    {"open by handle", read_by_handle},
    {"readlink of the parent's", follow_parents_link},
    {"chdir", change_directory},
    {"create a file", create_file},
    {"create a file without a name", create_in_tmp},
    {"plant a font", create_beside_fonts},
    {"append to a file", append_to_file},
    {"write to a device", write_device},
    {"truncate", truncate_by_path},
    {"truncate by opening", truncate_by_opening},
    {"truncate a font by opening", truncate_fonts_file},
    {"grow the result", grow_result},
    {"reserve room for the result", reserve_result},
    {"unlink", remove_file},
    {"rename", rename_file},
    {"link", link_file},
    {"symlink", make_symlink},
    {"mkdir", make_directory},
    {"mkfifo", make_pipe_file},
    {"chmod", change_mode},
    {"chmod of the input", change_mode_of_input},
    {"change times", change_times},
    {"set an attribute", set_attribute},
    {"lock the input", lock_input},
    {"copy_file_range, sendfile", copy_between_files},
    {"find another descriptor", find_descriptor},
    {"open 200 fonts", open_without_end},
    {NULL, NULL},
};

/* A reader that misbehaves, in place of delibex-reader: the test program starts itself as one. What
 * a document's process does is the first word of the document. */
#ifndef FAKE_READER_H
#define FAKE_READER_H

#include "../../src/base/record.h"
#include "../../src/pool/frame.h"
#include "../../src/write/write.h"

#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FAKE_CONTROL = 3, FAKE_CHILDREN = 64 };

typedef struct FakeJob {
    guint64 job;
    pid_t pid;
    const char *path;
    const char *bytes;
    size_t length;
    RequestLimits limits;
    int result;
} FakeJob;

/* What an honest reader would send, but for the values given. */
static char *fake_record(const FakeJob *job, const char *sha256, const char *path,
                         const char *outcome, gint64 bytes)
{
    g_autoptr(Record) record = record_new();
    g_autofree char *real =
        g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)job->bytes, job->length);
    record_set_text(record, "/delibex", "1");
    record_set_text(record, "/source/path", path ? path : job->path);
    record_set_text(record, "/source/sha256", sha256 ? sha256 : real);
    record_set_integer(record, "/source/bytes", bytes >= 0 ? bytes : (gint64)job->length);
    record_set_text(record, "/source/sandbox", "full");
    record_set_text(record, "/source/text", "plain");
    record_set_text(record, "/source/outcome", outcome ? outcome : "ok");
    return json_write(record, NULL);
}

static void fake_send(const FakeJob *job, const char *json, size_t length)
{
    FrameHeader header = frame_header(FRAME_RECORD, job->job, length);
    frame_write(job->result, &header, json);
}

static void fake_complain(const char *words)
{
    ssize_t ignored = write(STDERR_FILENO, words, strlen(words));
    (void)ignored;
}

static void fake_lie(const FakeJob *job, const char *mode)
{
    g_autofree char *other = g_strnfill(64, 'a');
    g_autofree char *json = NULL;
    if (strcmp(mode, "lie-sha") == 0)
        json = fake_record(job, other, NULL, NULL, -1);
    else if (strcmp(mode, "lie-path") == 0)
        json = fake_record(job, NULL, "/etc/passwd", NULL, -1);
    else if (strcmp(mode, "lie-outcome") == 0)
        json = fake_record(job, NULL, NULL, "vanished", -1);
    else if (strcmp(mode, "lie-bytes") == 0)
        json = fake_record(job, NULL, NULL, NULL, 1);
    else
        json = fake_record(job, NULL, NULL, NULL, -1);

    if (strcmp(mode, "lie-sandbox") == 0)
        memcpy(strstr(json, "\"full\""), "\"none\"", strlen("\"none\""));
    if (strcmp(mode, "twice") == 0) {
        g_autofree char *two = g_strconcat(json, json, NULL);
        fake_send(job, two, strlen(two));
    } else if (strcmp(mode, "not-utf8") == 0) {
        strstr(json, "plain")[1] = '\xFF';
        fake_send(job, json, strlen(json));
    } else if (strcmp(mode, "not-json") == 0) {
        fake_send(job, json, strlen(json) - 1);
    } else if (strcmp(mode, "nul") == 0) {
        fake_send(job, json, strlen(json) + 1);
    } else {
        fake_send(job, json, strlen(json));
    }
}

static void fake_bad_frame(const FakeJob *job, const char *mode)
{
    g_autofree char *json = fake_record(job, NULL, NULL, NULL, -1);
    FrameHeader header = frame_header(FRAME_RECORD, job->job, strlen(json));
    ssize_t ignored = 0;
    if (strcmp(mode, "garbage") == 0) {
        ignored = write(job->result, "not a frame at all, but long enough for one", 43);
    } else if (strcmp(mode, "cut") == 0) {
        ignored = write(job->result, &header, sizeof header);
        ignored = write(job->result, json, strlen(json) / 2);
    } else if (strcmp(mode, "more") == 0) {
        frame_write(job->result, &header, json);
        ignored = write(job->result, "more", 4);
    } else if (strcmp(mode, "other-job") == 0) {
        header.job++;
        frame_write(job->result, &header, json);
    } else if (strcmp(mode, "other-version") == 0) {
        header.version++;
        frame_write(job->result, &header, json);
    } else if (strcmp(mode, "huge-claim") == 0) {
        header.length = G_MAXUINT64 - 8;
        ignored = write(job->result, &header, sizeof header);
    }
    (void)ignored;
}

static void fake_flood(const FakeJob *job, bool result)
{
    g_autofree char *block = g_strnfill(1 << 20, 'x');
    for (int i = 0; i < 64; i++) {
        ssize_t ignored = write(result ? job->result : STDERR_FILENO, block, 1 << 20);
        (void)ignored;
    }
}

/* Once, then never again: told by a file beside the document. */
static bool fake_first_time(const FakeJob *job)
{
    g_autofree char *mark = g_strconcat(job->path, ".tried", NULL);
    if (g_file_test(mark, G_FILE_TEST_EXISTS))
        return false;
    return g_file_set_contents(mark, "", 0, NULL);
}

static void fake_child(const FakeJob *job, const char *mode)
{
    if (g_str_has_prefix(mode, "lie-") || strcmp(mode, "twice") == 0 ||
        strcmp(mode, "not-utf8") == 0 || strcmp(mode, "not-json") == 0 || strcmp(mode, "nul") == 0)
        fake_lie(job, mode);
    else if (strcmp(mode, "exit") == 0)
        _exit(3);
    else if (strcmp(mode, "segv") == 0) {
        signal(SIGSEGV, SIG_DFL);
        kill(getpid(), SIGSEGV);
    } else if (strcmp(mode, "no-memory") == 0) {
        fake_complain("GLib-ERROR: gmem.c:167: failed to allocate 99 bytes\n");
        kill(getpid(), SIGABRT);
    } else if (strcmp(mode, "went-on") == 0) {
        fake_complain("Out of memory\n");
        fake_lie(job, "good");
    } else if (strcmp(mode, "cpu") == 0)
        kill(getpid(), SIGXCPU);
    else if (strcmp(mode, "stall") == 0 || strcmp(mode, "deaf") == 0)
        pause();
    else if (strcmp(mode, "flood-result") == 0)
        fake_flood(job, true);
    else if (strcmp(mode, "flood-log") == 0) {
        fake_flood(job, false);
        fake_lie(job, "good");
    } else if (strcmp(mode, "killed") == 0 ||
               (strcmp(mode, "killed-once") == 0 && fake_first_time(job)))
        kill(getpid(), SIGKILL);
    else if (strcmp(mode, "good") == 0 || strcmp(mode, "killed-once") == 0)
        fake_lie(job, "good");
    else
        fake_bad_frame(job, mode);
    _exit(0);
}

static void fake_take_request(const Packet *packet, FakeJob *job, bool *deaf)
{
    static char bytes[4096];
    char *path = NULL;
    memset(job, 0, sizeof *job);
    frame_parse_request(packet->payload, packet->header.length, &job->limits, &path);
    ssize_t got = pread(packet->fds[REQUEST_FD_INPUT], bytes, sizeof bytes, 0);
    job->job = packet->header.job;
    job->path = path;
    job->bytes = bytes;
    job->length = got > 0 ? (size_t)got : 0;
    job->result = packet->fds[REQUEST_FD_RESULT];
    g_autofree char *mode = g_strndup(bytes, strcspn(bytes, "\n"));
    if (strcmp(mode, "reader-dies") == 0)
        _exit(1);
    if (strcmp(mode, "reader-babbles") == 0) {
        ssize_t ignored = write(FAKE_CONTROL, "what?", 5);
        (void)ignored;
    }
    *deaf = *deaf || strcmp(mode, "deaf") == 0;
    job->pid = fork();
    if (job->pid == 0) {
        dup2(packet->fds[REQUEST_FD_LOG], STDERR_FILENO);
        fake_child(job, mode);
    }
    job->path = NULL;
    g_free(path);
}

static void fake_report(FakeJob jobs[FAKE_CHILDREN], pid_t pid, int status)
{
    for (int i = 0; i < FAKE_CHILDREN; i++) {
        if (jobs[i].pid != pid)
            continue;
        Exited exited = {.status = status, .cpu_us = 1000, .peak_kb = 1000};
        FrameHeader header = frame_header(FRAME_EXITED, jobs[i].job, sizeof exited);
        frame_send(FAKE_CONTROL, &header, &exited, NULL, 0);
        jobs[i].pid = 0;
    }
}

/* Whether this is the second start of those that a file counts, a byte each. */
static bool fake_second_start(const char *count)
{
    g_autofree char *before = NULL;
    gsize starts = 0;
    g_file_get_contents(count, &before, &starts, NULL);
    g_autofree char *now = g_strnfill(starts + 1, '|');
    return g_file_set_contents(count, now, -1, NULL) && starts == 1;
}

/* The whole program; `mode` is what it does before it serves, or a file that counts its starts:
 * then it dies at the second one. */
static int fake_reader(const char *mode)
{
    static FakeJob jobs[FAKE_CHILDREN];
    static const char wrong[] = "counts.rules:3:7: no such field: presnt";
    bool deaf = false;
    if (strcmp(mode, "dies-at-once") == 0 || (*mode == '/' && fake_second_start(mode)))
        return 1;
    if (strcmp(mode, "unsafe") == 0) {
        FrameHeader header = frame_header(FRAME_UNSAFE, 0, strlen("no walls"));
        frame_send(FAKE_CONTROL, &header, "no walls", NULL, 0);
        return 78;
    }
    if (strcmp(mode, "refuses") == 0) {
        FrameHeader header = frame_header(FRAME_REFUSED, 0, strlen(wrong));
        frame_send(FAKE_CONTROL, &header, wrong, NULL, 0);
        return 4;
    }
    FrameHeader ready = frame_header(FRAME_READY, 0, 0);
    frame_send(FAKE_CONTROL, &ready, NULL, NULL, 0);
    for (;;) {
        struct pollfd event = {FAKE_CONTROL, POLLIN, 0};
        Packet packet;
        int status;
        if (poll(&event, 1, 5) > 0) {
            if (frame_receive(FAKE_CONTROL, true, &packet) != PACKET_GOT)
                break;
            int free_place = 0;
            while (jobs[free_place].pid)
                free_place++;
            if (packet.header.kind == FRAME_REQUEST)
                fake_take_request(&packet, &jobs[free_place], &deaf);
            for (int i = 0; packet.header.kind == FRAME_KILL && !deaf && i < FAKE_CHILDREN; i++)
                if (jobs[i].pid && jobs[i].job == packet.header.job)
                    kill(jobs[i].pid, SIGKILL);
            for (int i = 0; i < REQUEST_FD_COUNT; i++)
                if (packet.fds[i] >= 0)
                    close(packet.fds[i]);
        }
        for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;)
            fake_report(jobs, pid, status);
    }
    for (int i = 0; i < FAKE_CHILDREN; i++)
        if (jobs[i].pid > 0)
            kill(jobs[i].pid, SIGKILL);
    return 0;
}

#endif

/* delibex-reader: reads documents for delibex, each in a process of its own.
 *
 * Loads the rule sheets and the PDF library once, then forks a child for every request that comes
 * over the control socket, and reports how each ended. This process never touches a document, has
 * one thread, opens no file but fonts once it is ready, and ends when delibex does. Started as:
 * delibex-reader SOCKET SANDBOX DIRECTORY-OF-SHEETS… */
#include "child.h"
#include "code.h"
#include "proc.h"
#include "sanitized.h"

#include "../base/error.h"
#include "../read/read.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum { EXIT_USAGE = 2, EXIT_REFUSED = 4, EXIT_SYSTEM = 71, EXIT_UNSAFE = 78 };

typedef struct Child {
    guint64 job;
    pid_t pid;
} Child;

typedef struct Reader {
    int control, signals;
    int statm, maps; /* files of /proc/self, open from the start */
    sigset_t mask_before;
    Sandbox sandbox;
    Jail *jail;
    DelibexRules *rules;
    GArray *code; /* of CodePages: the rules' machine code */
    PdfLibrary *library;
    DelibexOcr *ocr;     /* NULL when its data are missing */
    guint64 recognisers; /* requests that allowed recognition */
    guint64 documents;
    guint64 reader_bytes;
    GArray *children; /* of Child */
} Reader;

static void reader_clear(Reader *reader)
{
    code_open(reader->code);
    g_array_unref(reader->code);
    jail_free(reader->jail);
    delibex_rules_free(reader->rules);
    pdf_library_free(reader->library);
    delibex_ocr_free(reader->ocr);
    g_array_unref(reader->children);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Reader, reader_clear)

static bool say(const Reader *reader, FrameKind kind, guint64 job, const void *payload,
                size_t length)
{
    FrameHeader header = frame_header(kind, job, length);
    return frame_send(reader->control, &header, payload, NULL, 0);
}

/* A first document through all stages, so that children find memory already laid out. */
static void warm_up(const DelibexRules *rules)
{
    static const char act[] =
        "DÉLIBÉRATION n° 2024-01\nL'an deux mille vingt-quatre, le douze janvier,\n"
        "Nombre de conseillers en exercice : 11\n";
    DelibexOptions options = DELIBEX_OPTIONS_INIT;
    g_autofree char *record = delibex_extract(rules, act, strlen(act), NULL, &options);
    (void)record;
}

/* Bytes of address space in use. */
static guint64 address_space(const Reader *reader)
{
    g_autofree char *numbers = proc_read(reader->statm);
    if (!numbers)
        return 0;
    return g_ascii_strtoull(numbers, NULL, 10) * (guint64)sysconf(_SC_PAGESIZE);
}

static bool load(Reader *reader, const char *const *directories, GError **error)
{
    reader->rules = delibex_rules_load(directories, error);
    if (!reader->rules)
        return false;
    reader->library = pdf_library_load(error);
    if (!reader->library)
        return false;
    reader->ocr = delibex_ocr_load(NULL); /* a document that wants it says that it is missing */
    warm_up(reader->rules);
    reader->jail = jail_new(reader->sandbox, error); /* last: it forks */
    if (!reader->jail)
        return false;
    if (!READER_SANITIZED && !jail_close_files(reader->jail)) {
        g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_SANDBOX,
                    "the reader cannot lock itself in: %s", g_strerror(errno));
        return false;
    }
    reader->reader_bytes = address_space(reader);
    return true;
}

/* Children's ends arrive as reads, between other events; children themselves get the old mask back.
 */
static bool watch_children(Reader *reader)
{
    sigset_t mask;
    sigemptyset(&mask);
    sigaddset(&mask, SIGCHLD);
    if (sigprocmask(SIG_BLOCK, &mask, &reader->mask_before) < 0)
        return false;
    signal(SIGCHLD, SIG_DFL);
    reader->signals = signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK);
    return reader->signals >= 0;
}

static bool report_exit(const Reader *reader, guint64 job, int status, const struct rusage *usage)
{
    Exited exited = {.status = status, .peak_kb = (guint64)usage->ru_maxrss};
    exited.cpu_us = (guint64)(usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * G_USEC_PER_SEC +
                    (guint64)(usage->ru_utime.tv_usec + usage->ru_stime.tv_usec);
    return say(reader, FRAME_EXITED, job, &exited, sizeof exited);
}

/* Where there is a second document there are more, and scans among them: what every child would set
 * up for itself is set up once. A single document that needs none of it does not wait for it. */
static void warm_recogniser(Reader *reader)
{
    if (++reader->recognisers != 2 || !reader->ocr)
        return;
    delibex_ocr_warm(reader->ocr, NULL);
    reader->reader_bytes = address_space(reader);
}

/* Rules are first interpreted: machine code takes as long to make as it saves on so many documents,
 * and most runs read one. False when that code cannot be kept from being written to. */
static bool translate_rules(Reader *reader)
{
    enum { WORTH_IT = 8 };
    if (++reader->documents != WORTH_IT)
        return true;
    delibex_rules_translate(reader->rules);
    reader->reader_bytes = address_space(reader);
    return code_seal(reader->maps, reader->code);
}

/* Starts the child of a request. Not being able to fork is reported as a child that was killed. */
static bool start_child(Reader *reader, Packet *packet)
{
    Request request = {.job = packet->header.job, .reader = getpid(), .sandbox = reader->sandbox};
    memcpy(request.fds, packet->fds, sizeof request.fds);
    if (!frame_parse_request(packet->payload, packet->header.length, &request.limits,
                             &request.path))
        return false;
    if (request.limits.ocr != DELIBEX_OCR_NEVER)
        warm_recogniser(reader);
    if (!translate_rules(reader)) {
        g_free(request.path);
        return false;
    }
    request.reader_bytes = reader->reader_bytes;
    pid_t pid = fork();
    if (pid == 0) {
        sigprocmask(SIG_SETMASK, &reader->mask_before, NULL);
        child_run(reader->rules, reader->ocr, reader->jail, &request);
    }
    g_free(request.path);
    if (pid < 0)
        return report_exit(reader, request.job, SIGKILL, &(struct rusage){0});
    g_array_append_val(reader->children, ((Child){request.job, pid}));
    return true;
}

static void kill_child(const Reader *reader, guint64 job)
{
    for (guint i = 0; i < reader->children->len; i++) {
        const Child *child = &g_array_index(reader->children, Child, i);
        if (child->job == job)
            kill(child->pid, SIGKILL);
    }
}

/* Reaps all that ended. What a child may have left behind in its process group ends with it, before
 * its number can be given to another. */
static bool reap_children(Reader *reader)
{
    struct signalfd_siginfo drained;
    while (read(reader->signals, &drained, sizeof drained) > 0)
        continue;
    for (;;) {
        siginfo_t info = {0};
        if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) < 0 || info.si_pid == 0)
            return true;
        kill(-info.si_pid, SIGKILL);
        struct rusage usage = {0};
        int status = 0;
        wait4(info.si_pid, &status, 0, &usage);
        for (guint i = 0; i < reader->children->len; i++) {
            Child child = g_array_index(reader->children, Child, i);
            if (child.pid != info.si_pid)
                continue;
            g_array_remove_index_fast(reader->children, i);
            if (!report_exit(reader, child.job, status, &usage))
                return false;
            break;
        }
    }
}

/* One packet from delibex. False when there will be no more. */
static bool take_packet(Reader *reader)
{
    Packet packet;
    switch (frame_receive(reader->control, false, &packet)) {
    case PACKET_CLOSED:
        return false;
    case PACKET_NONE_YET:
        return true;
    case PACKET_GOT:
        break;
    }
    bool ok = true;
    if (packet.header.kind == FRAME_REQUEST && packet.fds[REQUEST_FD_COUNT - 1] >= 0)
        ok = start_child(reader, &packet);
    else if (packet.header.kind == FRAME_KILL)
        kill_child(reader, packet.header.job);
    for (int i = 0; i < REQUEST_FD_COUNT; i++)
        if (packet.fds[i] >= 0)
            close(packet.fds[i]);
    return ok;
}

static void serve(Reader *reader)
{
    struct pollfd events[] = {{reader->control, POLLIN, 0}, {reader->signals, POLLIN, 0}};
    for (;;) {
        if (poll(events, G_N_ELEMENTS(events), -1) < 0 && errno != EINTR)
            return;
        if (events[1].revents && !reap_children(reader))
            return;
        if (events[0].revents && !take_packet(reader))
            return;
    }
}

int main(int argc, char **argv)
{
    int control = argc >= 2 ? atoi(argv[1]) : -1;
    Sandbox sandbox = SANDBOX_FULL;
    if (control <= 2 || argc < 3 || !sandbox_parse(argv[2], &sandbox) ||
        fcntl(control, F_SETFD, FD_CLOEXEC) < 0) {
        fprintf(stderr, "delibex-reader: started by delibex, not by hand\n");
        return EXIT_USAGE;
    }
    g_auto(Reader) reader = {.control = control,
                             .sandbox = sandbox,
                             .children = g_array_new(false, false, sizeof(Child)),
                             .code = g_array_new(false, false, sizeof(CodePages))};
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setpgid(0, 0); /* what is typed at the terminal is for delibex to decide on */
    reader.statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    reader.maps = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    if (!watch_children(&reader))
        return EXIT_SYSTEM;

    g_autoptr(GError) error = NULL;
    if (!load(&reader, (const char *const *)argv + 3, &error)) {
        size_t length = MIN(strlen(error->message), FRAME_PACKET_MAX);
        bool unsafe = g_error_matches(error, DELIBEX_ERROR, DELIBEX_ERROR_SANDBOX);
        say(&reader, unsafe ? FRAME_UNSAFE : FRAME_REFUSED, 0, error->message, length);
        return unsafe ? EXIT_UNSAFE : EXIT_REFUSED;
    }
    const char *version = pdf_library_version();
    if (say(&reader, FRAME_READY, 0, version, strlen(version)))
        serve(&reader);
    return 0;
}

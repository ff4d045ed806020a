/* delibex-reader: reads documents for delibex, each in a process of its own.
 *
 * Loads the rule sheets and the PDF library once, then forks a child for every request that comes
 * over the control socket, and reports how each ended. Where documents are trusted with each other
 * (RECYCLE above 1), a child reads up to that many. This process never touches a document, has one
 * thread, opens no file but fonts once it is ready, and ends when delibex does. Started as:
 * delibex-reader SOCKET SANDBOX RECYCLE DIRECTORY-OF-SHEETS… */
#include "child.h"
#include "code.h"
#include "proc.h"
#include "sanitized.h"
#include "workers.h"

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
#include <sys/socket.h>
#include <unistd.h>

enum { EXIT_USAGE = 2, EXIT_REFUSED = 4, EXIT_SYSTEM = 71, EXIT_UNSAFE = 78 };

typedef struct Reader {
    int control, signals;
    int statm, maps; /* files of /proc/self, open from the start */
    sigset_t mask_before;
    Sandbox sandbox;
    int recycle; /* documents a child reads at most */
    Jail *jail;
    DelibexRules *rules;
    GArray *code; /* of CodePages: the rules' machine code */
    PdfLibrary *library;
    DelibexOcr *ocr;     /* NULL when its data are missing */
    guint64 recognisers; /* requests that allowed recognition */
    guint64 documents;
    guint64 reader_bytes;
    Workers *workers;
} Reader;

static void reader_clear(Reader *reader)
{
    code_open(reader->code);
    g_array_unref(reader->code);
    jail_free(reader->jail);
    delibex_rules_free(reader->rules);
    pdf_library_free(reader->library);
    delibex_ocr_free(reader->ocr);
    workers_free(reader->workers);
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
    reader->jail = jail_new(reader->sandbox, reader->recycle > 1, error); /* last: it forks */
    if (!reader->jail)
        return false;
    if (!READER_SANITIZED && !jail_close_reader(reader->jail)) {
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

static bool report_exit(guint64 job, const Exited *exited, gpointer reader)
{
    return say(reader, FRAME_EXITED, job, exited, sizeof *exited);
}

/* Where there is a second document there are more, and scans among them: what every child would set
 * up for itself is set up once. A single document that needs none of it does not wait for it. */
static void warm_recogniser(Reader *reader)
{
    guint64 worth_it = reader->recycle > 1 ? 1 : 2;
    if (++reader->recognisers != worth_it || !reader->ocr)
        return;
    delibex_ocr_warm(reader->ocr, NULL);
    reader->reader_bytes = address_space(reader);
}

/* Rules are first interpreted: machine code takes as long to make as it saves on so many documents,
 * and most runs read one. False when that code cannot be kept from being written to. */
static bool translate_rules(Reader *reader)
{
    guint64 worth_it = reader->recycle > 1 ? 1 : 8;
    if (++reader->documents != worth_it)
        return true;
    delibex_rules_translate(reader->rules);
    reader->reader_bytes = address_space(reader);
    return code_seal(reader->maps, reader->code);
}

/* Forks the process of a request. Not being able to is reported as one that was killed. */
static bool start_child(Reader *reader, Request *request)
{
    int ends[2] = {-1, -1};
    if (request->most > 1 && socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
        request->most = 1;
    request->control = ends[1];
    pid_t pid = fork();
    if (pid == 0) {
        sigprocmask(SIG_SETMASK, &reader->mask_before, NULL);
        child_run(reader->rules, reader->ocr, reader->jail, request);
    }
    if (ends[1] >= 0)
        close(ends[1]);
    if (pid > 0) {
        workers_add(reader->workers, pid, request->job, ends[0]);
        return true;
    }
    if (ends[0] >= 0)
        close(ends[0]);
    return report_exit(request->job, &(Exited){.status = SIGKILL}, reader);
}

/* Has the document of a request read, by a process that waits for one or by a new one. */
static bool take_request(Reader *reader, Packet *packet)
{
    Request request = {.job = packet->header.job,
                       .reader = getpid(),
                       .sandbox = reader->sandbox,
                       .most = reader->recycle};
    memcpy(request.fds, packet->fds, sizeof request.fds);
    if (!frame_parse_request(packet->payload, packet->header.length, &request.limits,
                             &request.path))
        return false;
    if (request.limits.ocr != DELIBEX_OCR_NEVER)
        warm_recogniser(reader);
    bool good = translate_rules(reader);
    request.reader_bytes = reader->reader_bytes;
    if (good && !workers_give(reader->workers, packet, request.limits.cpu_seconds))
        good = start_child(reader, &request);
    g_free(request.path);
    return good;
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
        ok = take_request(reader, &packet);
    else if (packet.header.kind == FRAME_KILL)
        workers_kill(reader->workers, packet.header.job);
    else if (packet.header.kind == FRAME_RETIRE)
        workers_retire(reader->workers, packet.header.job);
    for (int i = 0; i < REQUEST_FD_COUNT; i++)
        if (packet.fds[i] >= 0)
            close(packet.fds[i]);
    return ok;
}

static void drain_signals(const Reader *reader)
{
    struct signalfd_siginfo drained;
    while (read(reader->signals, &drained, sizeof drained) > 0)
        continue;
}

static void serve(Reader *reader)
{
    g_autoptr(GArray) events = g_array_new(false, false, sizeof(struct pollfd));
    for (;;) {
        const struct pollfd own[] = {{reader->control, POLLIN, 0}, {reader->signals, POLLIN, 0}};
        g_array_set_size(events, 0);
        g_array_append_vals(events, own, G_N_ELEMENTS(own));
        workers_append_events(reader->workers, events);
        struct pollfd *event = (struct pollfd *)(void *)events->data;
        if (poll(event, events->len, -1) < 0 && errno != EINTR)
            return;
        bool signalled = event[1].revents != 0;
        if (signalled)
            drain_signals(reader);
        if (!workers_hear(reader->workers) || (signalled && !workers_reap(reader->workers)))
            return;
        if (event[0].revents && !take_packet(reader))
            return;
    }
}

int main(int argc, char **argv)
{
    int control = argc >= 2 ? atoi(argv[1]) : -1;
    Sandbox sandbox = SANDBOX_FULL;
    int recycle = argc >= 4 ? atoi(argv[3]) : 0;
    if (control <= 2 || recycle < 1 || !sandbox_parse(argv[2], &sandbox) ||
        fcntl(control, F_SETFD, FD_CLOEXEC) < 0) {
        fprintf(stderr, "delibex-reader: started by delibex, not by hand\n");
        return EXIT_USAGE;
    }
    g_auto(Reader) reader = {.control = control,
                             .sandbox = sandbox,
                             .recycle = recycle,
                             .workers = workers_new(report_exit, &reader),
                             .code = g_array_new(false, false, sizeof(CodePages))};
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setpgid(0, 0); /* what is typed at the terminal is for delibex to decide on */
    reader.statm = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    reader.maps = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
    if (!watch_children(&reader))
        return EXIT_SYSTEM;

    g_autoptr(GError) error = NULL;
    if (!load(&reader, (const char *const *)argv + 4, &error)) {
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

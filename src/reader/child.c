#include "child.h"

#include "confine.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { EXIT_UNSENT = 74, EXIT_UNCONFINED = 78 };

G_NORETURN static void fail(const Request *request, FailedWhy why, int number)
{
    Failed failed = {why, number};
    FrameHeader header = frame_header(FRAME_FAILED, request->job, sizeof failed);
    _exit(frame_write(CHILD_FD_RESULT, &header, &failed) ? 0 : EXIT_UNSENT);
}

/* The whole document, by plain reads: a mapped file that shrinks would kill the process. Its size
 * must be what the parent saw. */
static char *read_input(const Request *request, size_t *length)
{
    struct stat now;
    if (fstat(CHILD_FD_INPUT, &now) < 0)
        fail(request, FAILED_UNREADABLE, errno);
    if ((guint64)now.st_size != request->limits.input_bytes)
        fail(request, FAILED_CHANGED, 0);

    size_t size = (size_t)now.st_size, got = 0;
    char *bytes = g_malloc(size + 1);
    while (got < size) {
        ssize_t more = pread(CHILD_FD_INPUT, bytes + got, size - got, (off_t)got);
        if (more < 0 && errno == EINTR)
            continue;
        if (more < 0)
            fail(request, FAILED_UNREADABLE, errno);
        if (more == 0)
            fail(request, FAILED_CHANGED, 0);
        got += (size_t)more;
    }
    bytes[size] = '\0';
    *length = size;
    return bytes;
}

/* Pages are to be recognised: the parent must know, and processor time must be had for them. Where
 * the one cannot be told nor the other raised, the limits stay as they were. */
static void note_recognising(int pages, gpointer data)
{
    Request *request = data;
    const RequestLimits *limits = &request->limits;
    request->most = 1; /* a recogniser learns from what it sees: the next gets a new one */
    guint64 count = (guint64)pages;
    if (limits->ocr_seconds <= 0)
        return;
    FrameHeader header = frame_header(FRAME_RECOGNISING, request->job, sizeof count);
    char frame[sizeof header + sizeof count];
    memcpy(frame, &header, sizeof header);
    memcpy(frame + sizeof header, &count, sizeof count);
    if (pwrite(CHILD_FD_RESULT, frame, sizeof frame, 0) == (ssize_t)sizeof frame)
        confine_prolong(request, MIN(pages * limits->page_seconds, limits->ocr_seconds));
}

/* What it says comes last in the log, where the parent looks for it. */
static void note_complaints(const char *line, gpointer data)
{
    (void)data;
    fprintf(stderr, "%s%s\n", LOG_COMPLAINTS, line);
}

/* Recognition ends before the limits do, so that what was recognised until then is kept. */
static double recognition_seconds(const RequestLimits *limits)
{
    static const double PART = 0.75;
    return PART * (limits->ocr_seconds > 0 ? limits->ocr_seconds : limits->cpu_seconds);
}

/* Pictures leave room for the record they come with, and are begun only while there is time. */
static void limit_pictures(const RequestLimits *limits, DelibexOptions *options)
{
    static const double PART = 0.6; /* the last page begun may take the rest */
    enum { BASE64 = 4, OF_BYTES = 3 };
    options->picture_pages = (int)MIN(limits->picture_pages, G_MAXINT32);
    options->picture_bytes = limits->output_bytes / 2 / BASE64 * OF_BYTES;
    options->picture_seconds = PART * limits->cpu_seconds;
}

static void read_document(const DelibexRules *rules, DelibexOcr *ocr, Request *request)
{
    const RequestLimits *limits = &request->limits;
    DelibexOptions options = {
        .stop_after = (DelibexStage)limits->stop_after,
        .want = limits->want,
        .ocr = (DelibexOcrMode)limits->ocr,
        .recogniser = ocr,
        .sandbox = sandbox_in_record(request->sandbox),
        .page_seconds = limits->page_seconds,
        .ocr_seconds = recognition_seconds(limits),
        .recognising = note_recognising,
        .complained = note_complaints,
        .data = request,
    };
    limit_pictures(limits, &options);
    size_t length = 0;
    char *bytes = read_input(request, &length);
    char *record = delibex_extract(rules, bytes, length, request->path, &options);
    size_t record_length = strlen(record);
    if (record_length > limits->output_bytes)
        fail(request, FAILED_OUTPUT_LIMIT, 0);
    FrameHeader header = frame_header(FRAME_RECORD, request->job, record_length);
    if (!frame_write(CHILD_FD_RESULT, &header, record))
        _exit(EXIT_UNSENT);
    if (request->most <= 1)
        _exit(0); /* and with the process goes all it holds */
    g_free(record);
    g_free(bytes);
}

static guint64 peak_kb(void)
{
    struct rusage usage = {0};
    getrusage(RUSAGE_SELF, &usage);
    return (guint64)usage.ru_maxrss;
}

static bool say_done(const Request *request)
{
    struct {
        FrameHeader header;
        guint64 peak_kb;
    } done = {frame_header(FRAME_DONE, request->job, sizeof(guint64)), peak_kb()};
    return write(CHILD_FD_CONTROL, &done, sizeof done) == sizeof done;
}

/* Waits for the next document. */
static bool receive(Request *request)
{
    Packet packet;
    g_clear_pointer(&request->path, g_free);
    request->job = 0;
    if (frame_receive(CHILD_FD_CONTROL, true, &packet) != PACKET_GOT ||
        packet.header.kind != FRAME_REQUEST || packet.fds[REQUEST_FD_COUNT - 1] < 0 ||
        !frame_parse_request(packet.payload, packet.header.length, &request->limits,
                             &request->path) ||
        !confine_replace(packet.fds))
        return false;
    request->job = packet.header.job;
    request->most--;
    return true;
}

void child_run(const DelibexRules *rules, DelibexOcr *ocr, const Jail *jail, Request *request)
{
    static const guint64 GROWTH_KB = 64 << 10;
    if (!confine(request, jail)) {
        fprintf(stderr, "cannot confine the reader: %s\n", strerror(errno));
        _exit(EXIT_UNCONFINED);
    }
    guint64 first_kb = peak_kb();
    do {
        read_document(rules, ocr, request);
    } while (peak_kb() < first_kb + GROWTH_KB && say_done(request) && receive(request));
    _exit(0);
}

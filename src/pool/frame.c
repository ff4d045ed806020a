#include "frame.h"

#include "../base/error.h"
#include "io.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char frame_magic[4] = {'D', 'L', 'B', 'X'};

static const char *const sandbox_names[] = {
    [SANDBOX_FULL] = "full", [SANDBOX_NONE] = "none", [SANDBOX_SEALED] = "sealed"};

const char *sandbox_name(Sandbox sandbox)
{
    return sandbox_names[sandbox];
}

bool sandbox_parse(const char *name, Sandbox *out)
{
    for (size_t i = 0; i < G_N_ELEMENTS(sandbox_names); i++) {
        if (strcmp(sandbox_names[i], name) == 0) {
            *out = (Sandbox)i;
            return true;
        }
    }
    return false;
}

const char *sandbox_in_record(Sandbox sandbox)
{
    return sandbox_name(sandbox == SANDBOX_NONE ? SANDBOX_NONE : SANDBOX_FULL);
}

FrameHeader frame_header(FrameKind kind, guint64 job, size_t length)
{
    FrameHeader header = {.version = FRAME_VERSION, .kind = kind, .job = job, .length = length};
    memcpy(header.magic, frame_magic, sizeof header.magic);
    return header;
}

bool frame_parse(const void *bytes, size_t length, size_t cap, FrameHeader *header,
                 const char **payload, GError **error)
{
    if (length < sizeof *header) {
        g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_READER, "frame of %zu bytes has no header",
                    length);
        return false;
    }
    memcpy(header, bytes, sizeof *header);
    if (memcmp(header->magic, frame_magic, sizeof frame_magic) != 0 ||
        header->version != FRAME_VERSION || header->kind == 0 || header->kind >= FRAME_KIND_END) {
        g_set_error_literal(error, DELIBEX_ERROR, DELIBEX_ERROR_READER,
                            "not a frame of this version");
        return false;
    }
    if (header->length > cap || header->length != length - sizeof *header) {
        g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_READER,
                    "frame states %" G_GUINT64_FORMAT " bytes and holds %zu, of at most %zu",
                    header->length, length - sizeof *header, cap);
        return false;
    }
    *payload = (const char *)bytes + sizeof *header;
    return true;
}

bool frame_parse_request(const char *payload, size_t length, RequestLimits *limits, char **path)
{
    if (length < sizeof *limits || length - sizeof *limits > FRAME_PATH_MAX)
        return false;
    memcpy(limits, payload, sizeof *limits);
    *path = g_strndup(payload + sizeof *limits, length - sizeof *limits);
    return true;
}

bool frame_write(int fd, const FrameHeader *header, const void *payload)
{
    return io_write(fd, header, sizeof *header) && io_write(fd, payload, header->length);
}

bool frame_send(int socket, const FrameHeader *header, const void *payload, const int *fds,
                int count)
{
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(REQUEST_FD_COUNT * sizeof(int))];
    } control = {0};
    struct iovec parts[2] = {{(void *)header, sizeof *header}, {(void *)payload, header->length}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = header->length ? 2 : 1};

    g_assert(count <= REQUEST_FD_COUNT && header->length <= FRAME_PACKET_MAX);
    if (count > 0) {
        message.msg_control = &control;
        message.msg_controllen = CMSG_SPACE(count * sizeof(int));
        struct cmsghdr *with = CMSG_FIRSTHDR(&message);
        with->cmsg_level = SOL_SOCKET;
        with->cmsg_type = SCM_RIGHTS;
        with->cmsg_len = CMSG_LEN(count * sizeof(int));
        memcpy(CMSG_DATA(with), fds, count * sizeof(int));
    }
    ssize_t sent;
    do {
        sent = sendmsg(socket, &message, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent == (ssize_t)(sizeof *header + header->length);
}

static void take_descriptors(struct msghdr *message, int fds[REQUEST_FD_COUNT])
{
    for (struct cmsghdr *with = CMSG_FIRSTHDR(message); with; with = CMSG_NXTHDR(message, with)) {
        if (with->cmsg_level != SOL_SOCKET || with->cmsg_type != SCM_RIGHTS)
            continue;
        size_t count = (with->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        memcpy(fds, CMSG_DATA(with), MIN(count, REQUEST_FD_COUNT) * sizeof(int));
    }
}

static void close_descriptors(int fds[REQUEST_FD_COUNT])
{
    for (int i = 0; i < REQUEST_FD_COUNT; i++) {
        if (fds[i] >= 0)
            close(fds[i]);
        fds[i] = -1;
    }
}

PacketState frame_receive(int socket, bool wait, Packet *packet)
{
    union {
        struct cmsghdr header;
        char bytes[CMSG_SPACE(REQUEST_FD_COUNT * sizeof(int))];
    } control;
    struct iovec part = {packet->bytes, sizeof packet->bytes - 1};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = &control,
                             .msg_controllen = sizeof control};
    ssize_t got;

    for (int i = 0; i < REQUEST_FD_COUNT; i++)
        packet->fds[i] = -1;
    do {
        got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC | (wait ? 0 : MSG_DONTWAIT));
    } while (got < 0 && errno == EINTR);
    if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
        return PACKET_NONE_YET;
    if (got <= 0)
        return PACKET_CLOSED;
    take_descriptors(&message, packet->fds);
    packet->bytes[got] = '\0';
    if ((message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) ||
        !frame_parse(packet->bytes, (size_t)got, FRAME_PACKET_MAX, &packet->header,
                     &packet->payload, NULL)) {
        close_descriptors(packet->fds);
        return PACKET_CLOSED;
    }
    return PACKET_GOT;
}

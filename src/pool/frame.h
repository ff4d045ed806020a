/* Frames: what the two programs say to each other. A fixed header, then a payload of the length it
 * states; versioned, so that programs of two installations refuse each other, and capped, so that
 * nobody can be made to wait for more than was agreed. Host byte order: both ends are one machine.
 *
 *   parent → reader  control socket  REQUEST (with three descriptors), KILL, RETIRE
 *   reader → parent  control socket  READY | REFUSED | UNSAFE, then EXITED once a request
 *   child  → parent  its own file    RECOGNISING, when it starts on pictures of pages; written over
 *                                    by RECORD | FAILED, once, before it exits
 *
 * A child that is to read several documents has a control socket of its own to the reader: the
 * REQUESTs of the next ones come over it, and it says DONE when it waits for one.
 *
 * Control sockets keep packets apart (SOCK_SEQPACKET): a frame is a packet. Nothing a child wrote
 * is believed. */
#ifndef DELIBEX_POOL_FRAME_H
#define DELIBEX_POOL_FRAME_H

#include "../delibex.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

enum {
    FRAME_VERSION = 5,
    FRAME_PACKET_MAX = 32 << 10, /* payload of a control packet: a path and some numbers */
    FRAME_PATH_MAX = 16 << 10,
};

/* What keeps a document's process from the machine; the reader's second argument is its name. */
typedef enum Sandbox {
    SANDBOX_FULL,   /* the jail: see reader/jail.h */
    SANDBOX_NONE,   /* limits only */
    SANDBOX_SEALED, /* the jail with no file in it: loses text; to show what the files are for */
} Sandbox;

/* Its name: "full", "none", "sealed". Lent, static. */
const char *sandbox_name(Sandbox sandbox);

/* The one called `name`; false when there is none. */
bool sandbox_parse(const char *name, Sandbox *out);

/* What a record says of it: "full" or "none". Lent, static. */
const char *sandbox_in_record(Sandbox sandbox);

typedef enum FrameKind {
    FRAME_READY = 1,   /* the reader has loaded everything; payload: the PDF library's version */
    FRAME_REFUSED,     /* it cannot: payload is the message about the rule sheets */
    FRAME_REQUEST,     /* RequestLimits, then the path as bytes */
    FRAME_KILL,        /* stop the child of that job; no payload */
    FRAME_EXITED,      /* Exited */
    FRAME_RECORD,      /* JSON */
    FRAME_FAILED,      /* Failed */
    FRAME_RECOGNISING, /* guint64: how many pages */
    FRAME_UNSAFE,      /* the reader cannot lock documents in: payload says what is missing */
    FRAME_RETIRE,      /* what read that job reads nothing more; no payload */
    FRAME_DONE,        /* guint64: largest resident set of the child so far, in KiB */
    FRAME_KIND_END
} FrameKind;

typedef struct FrameHeader {
    char magic[4];
    guint16 version, kind;
    guint64 job;
    guint64 length; /* of the payload */
} FrameHeader;

/* Descriptors that go with a request, in this order. */
enum {
    REQUEST_FD_INPUT,  /* the document, open for reading */
    REQUEST_FD_RESULT, /* an empty file for the one frame of the child */
    REQUEST_FD_LOG,    /* a file of fixed size that is the child's standard error */
    REQUEST_FD_COUNT
};

typedef struct RequestLimits {
    guint64 input_bytes; /* the size the parent saw */
    guint64 memory_bytes, output_bytes;
    double cpu_seconds;            /* without what pages to recognise may take */
    double page_seconds;           /* for each page to recognise … */
    double ocr_seconds;            /* … and for all; 0: it must fit in cpu_seconds */
    guint32 stop_after, want, ocr; /* DelibexOptions */
    guint32 picture_pages;
} RequestLimits;

typedef struct Exited {
    gint32 status; /* as waitpid gives it */
    guint32 reserved;
    guint64 cpu_us;
    guint64 peak_kb;
} Exited;

/* Why a child gives no record, when it could still say so. */
typedef enum FailedWhy {
    FAILED_CHANGED = 1,
    FAILED_UNREADABLE,
    FAILED_OUTPUT_LIMIT,
    FAILED_END
} FailedWhy;

typedef struct Failed {
    guint32 why;   /* FailedWhy */
    gint32 number; /* errno, or 0 */
} Failed;

/* How the line of a child's log begins that counts what the PDF library complained of. */
#define LOG_COMPLAINTS "complaints: "

/* A header for a payload of `length` bytes. */
FrameHeader frame_header(FrameKind kind, guint64 job, size_t length);

/* Takes `length` bytes apart into one whole frame. `payload` is lent from `bytes`. False and *error
 * (DELIBEX_ERROR_READER) when it is no frame of this version, the payload is longer than `cap`, or
 * bytes are missing or left over. */
bool frame_parse(const void *bytes, size_t length, size_t cap, FrameHeader *header,
                 const char **payload, GError **error);

/* Takes a request's payload apart; the path is copied into `path`. False when it is none. */
bool frame_parse_request(const char *payload, size_t length, RequestLimits *limits, char **path);

/* Writes a whole frame to a file. False and errno when it could not. */
bool frame_write(int fd, const FrameHeader *header, const void *payload);

/* Sends a frame as one packet, with descriptors. False and errno when the other end is gone. */
bool frame_send(int socket, const FrameHeader *header, const void *payload, const int *fds,
                int count);

/* A packet as it came, and the descriptors that came with it (-1 where there was none). */
typedef struct Packet {
    FrameHeader header;
    int fds[REQUEST_FD_COUNT];
    char bytes[sizeof(FrameHeader) + FRAME_PACKET_MAX + 1];
    const char *payload; /* in `bytes`, NUL-terminated */
} Packet;

typedef enum PacketState { PACKET_GOT, PACKET_NONE_YET, PACKET_CLOSED } PacketState;

/* Receives one packet; with `wait` false it does not block. A packet that is no frame, or was cut,
 * counts as a closed connection. The caller closes the descriptors of a packet it got. */
PacketState frame_receive(int socket, bool wait, Packet *packet);

#endif

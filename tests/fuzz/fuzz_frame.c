/* room: pool */
/* Any bytes as a frame: what is taken for one is exactly what was sent, and a request's parts lie
 * within it. */
#include "../../src/pool/frame.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const guint8 *bytes, size_t length);

int LLVMFuzzerTestOneInput(const guint8 *bytes, size_t length)
{
    enum { CAP = 4096 };
    FrameHeader header;
    const char *payload = NULL;
    g_autoptr(GError) error = NULL;
    bool ok = frame_parse(bytes, length, CAP, &header, &payload, &error);
    g_assert(ok == (error == NULL));
    if (ok) {
        FrameHeader made = frame_header(header.kind, header.job, header.length);
        g_assert(memcmp(&made, bytes, sizeof made) == 0);
        g_assert(header.length <= CAP);
        g_assert(payload + header.length == (const char *)bytes + length);
    }
    /* The rest of the checks take the bytes as a payload by themselves. */
    RequestLimits limits;
    g_autofree char *path = NULL;
    if (frame_parse_request((const char *)bytes, length, &limits, &path)) {
        g_assert(strlen(path) <= length - sizeof limits);
        g_assert(strlen(path) <= FRAME_PATH_MAX);
    }
    return 0;
}

/* room: read */
/* Any bytes searched for stamps: what is found has places and sizes, and the PDF made of it begins
 * with the bytes it came from. */
#include "../../src/read/stamp.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const guint8 *bytes, size_t length);

int LLVMFuzzerTestOneInput(const guint8 *bytes, size_t length)
{
    g_autoptr(GArray) stamps = stamps_find(bytes, length);
    int turns[STAMPS_MAX] = {0};
    g_assert(stamps->len <= STAMPS_MAX);
    for (guint i = 0; i < stamps->len; i++) {
        const Stamp *stamp = &g_array_index(stamps, Stamp, i);
        g_assert(stamp->rect[0] < stamp->rect[2] && stamp->rect[1] < stamp->rect[3]);
        g_assert(stamp->bounds[0] < stamp->bounds[2] && stamp->bounds[1] < stamp->bounds[3]);
    }
    g_autoptr(GBytes) made = stamps_document(bytes, length, stamps, turns);
    if (made)
        g_assert(memcmp(g_bytes_get_data(made, NULL), bytes, length) == 0);
    return 0;
}

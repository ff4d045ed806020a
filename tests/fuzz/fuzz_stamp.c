/* room: read */
/* Any bytes searched for stamps: what is found has places and sizes, and what is written behind the
 * bytes says itself where it begins. */
#include "../../src/read/stamp.h"

#include <stdlib.h>
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
    g_autoptr(GBytes) more = stamps_addition(bytes, length, stamps, turns);
    if (more) {
        gsize added = 0;
        const char *text = g_bytes_get_data(more, &added);
        const char *end = g_strrstr_len(text, (gssize)added, "startxref\n");
        g_assert(end);
        size_t start = (size_t)strtoull(end + strlen("startxref\n"), NULL, 10);
        g_assert(start > length && start - length < added);
        g_assert(g_str_has_prefix(text + (start - length), "xref\n"));
    }
    return 0;
}

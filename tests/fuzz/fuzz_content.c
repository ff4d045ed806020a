/* room: read */
/* Any bytes as the content of a page: it is looked through to its end, and what is found has a
 * place. */
#include "../../src/read/content.h"

#include <stdbool.h>

int LLVMFuzzerTestOneInput(const guint8 *bytes, size_t length);

int LLVMFuzzerTestOneInput(const guint8 *bytes, size_t length)
{
    g_autoptr(GArray) spots = g_array_new(false, false, sizeof(ContentSpot));
    content_hidden_spots((const char *)bytes, length, spots);
    g_assert(spots->len <= CONTENT_SPOTS_MOST);
    for (guint i = 0; i < spots->len; i++)
        g_assert(g_array_index(spots, ContentSpot, i).size > 0);
    return 0;
}

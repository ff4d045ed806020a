/* room: read */
/* Any bytes as a text file: an outcome, and only characters that Unicode has. */
#include "../../src/read/read.h"

int LLVMFuzzerTestOneInput(const guint8 *bytes, size_t length);

int LLVMFuzzerTestOneInput(const guint8 *bytes, size_t length)
{
    g_autoptr(Document) document = plain_read(bytes, length);
    g_assert(document->outcome == OUTCOME_OK || document->diagnosis);
    g_assert(document->outcome != OUTCOME_OK || document->source == TEXT_SOURCE_PLAIN);
    for (guint p = 0; p < document->pages->len; p++) {
        const Page *page = document->pages->pdata[p];
        page_text_judge(page);
        g_assert(page->glyphs->len <= length);
        for (guint i = 0; i < page->glyphs->len; i++) {
            gunichar ch = g_array_index(page->glyphs, Glyph, i).ch;
            g_assert(ch != 0 && g_unichar_validate(ch));
        }
    }
    return 0;
}

/* room: act */
/* Layout of any page: no glyph lost, no glyph twice, twins and lines consistent. The input is read
 * as records of ten bytes, one a glyph, with coordinates that are mostly on the page. */
#include "../../src/act/act.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { RECORD = 10 };

/* Sixteen bits as a coordinate; the highest ones as what no page has. */
static float coordinate(const uint8_t *bytes)
{
    unsigned number = bytes[0] | (unsigned)bytes[1] << 8;
    switch (number) {
    case 0xFFFF:
        return 1e38F;
    case 0xFFFE:
        return -1e38F * 1e38F;
    case 0xFFFD:
        return 0.0F / 1.0F - 5;
    default:
        return (float)number / 64;
    }
}

static Glyph read_glyph(const uint8_t *bytes)
{
    static const gunichar rare[] = {'\n', ' ', 0xE9, 0x301, 0xAD, 0x2019, 0xF0B7, 0, 0xD800};
    Glyph glyph = {.ch = bytes[0] < 0x80 ? bytes[0] : rare[bytes[0] % G_N_ELEMENTS(rare)],
                   .size = (float)(bytes[1] & 0x1F),
                   .confidence = 100,
                   .flags = bytes[1] >> 5};
    glyph.box.x0 = coordinate(bytes + 2);
    glyph.box.y0 = coordinate(bytes + 4);
    glyph.box.x1 = (bytes[6] & 1) ? coordinate(bytes + 6) : glyph.box.x0 + 6;
    glyph.box.y1 = (bytes[8] & 1) ? coordinate(bytes + 8) : glyph.box.y0 + 10;
    return glyph;
}

static void check(const Text *text, const int letters[128])
{
    int seen[128] = {0};
    size_t length, original, at = 0;
    const char *folded = text_folded(text, &length);
    g_autofree char *all = text_fold(text_original(text, NULL)); /* with what is blank to rules */
    for (const char *p = all; *p; p++)
        seen[(int)*p]++;
    for (int ch = 'A'; ch <= 'Z'; ch++)
        if (seen[ch] != letters[ch])
            abort();
    if (!g_utf8_validate(text_original(text, &original), -1, NULL) ||
        strlen(text_original(text, NULL)) != original)
        abort();
    for (size_t i = 0; i < text_line_count(text); i++) {
        Span span = text_line(text, i)->span;
        if (span.start != at || folded[span.end] != '\n')
            abort();
        at = span.end + 1;
        g_autofree char *quote = text_quote(text, span);
        g_autofree char *again = text_fold(quote);
        if (strlen(again) != span_length(span))
            abort();
    }
    if (at != length)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(Document) document = document_new();
    int letters[128] = {0};
    if (size < 1)
        return 0;
    TextSource source = (data[0] & 3) == 3 ? TEXT_SOURCE_PLAIN : TEXT_SOURCE_LAYER;
    Page *page = document_add_page(document, 595, 842, source);
    for (size_t i = 1; i + RECORD <= size; i += RECORD) {
        Glyph glyph = read_glyph(data + i);
        if (data[i] == 0xFF) {
            page = document_add_page(document, 595, 842, source);
            continue;
        }
        if (glyph.ch < 128)
            letters[glyph.ch]++;
        page_add_glyph(page, glyph);
    }
    g_autoptr(Text) text = layout(document);
    check(text, letters);
    return 0;
}

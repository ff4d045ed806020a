/* Plain text → Document. Archives hold text exports beside their PDFs, in whatever encoding the
 * exporting machine had; the encoding is told by the bytes. There is no geometry: boxes are empty.
 */
#include "read.h"
#include "utf8.h"

#include <string.h>

enum {
    SAMPLE = 4096,        /* bytes that tell UTF-16 from the rest */
    CONTROLS_PER_1000 = 5 /* more control characters than this, and it is no text */
};

typedef enum Encoding {
    ENCODING_UTF8,
    ENCODING_UTF16LE,
    ENCODING_UTF16BE,
    ENCODING_CP1252
} Encoding;

/* A place in the bytes, and what has been met on the way. */
typedef struct Cursor {
    const char *at, *end;
    Encoding encoding;
    bool bad;
} Cursor;

static const guint16 cp1252_high[32] = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
};

static bool starts_with(const char *bytes, size_t length, const char *mark)
{
    return length >= strlen(mark) && memcmp(bytes, mark, strlen(mark)) == 0;
}

/* Western text in UTF-16 has a zero in nearly every other byte, always on the same side. */
static bool looks_utf16(const char *bytes, size_t length, Encoding *out)
{
    size_t zeros[2] = {0, 0}, sample = MIN(length, SAMPLE) & ~(size_t)1;
    for (size_t i = 0; i < sample; i++)
        zeros[i & 1] += bytes[i] == 0 ? 1 : 0;
    for (int side = 0; side < 2; side++) {
        if (sample >= 2 && zeros[side] * 4 > sample && zeros[!side] * 50 < sample) {
            *out = side == 0 ? ENCODING_UTF16BE : ENCODING_UTF16LE;
            return true;
        }
    }
    return false;
}

/* A UTF-8 file with a few spoilt bytes is still UTF-8; a Latin-1 file has next to no valid
 * sequence. */
static bool looks_utf8(const char *bytes, size_t length)
{
    size_t good = 0, bad = 0;
    for (const char *at = bytes, *end = bytes + length; at < end;) {
        const char *before = at;
        bool broken = false;
        utf8_next(&at, end, &broken);
        bad += broken ? 1 : 0;
        good += !broken && at - before > 1 ? 1 : 0;
    }
    return bad == 0 || good > bad * 4;
}

static Cursor cursor_of(const char *bytes, size_t length)
{
    Cursor cursor = {.at = bytes, .end = bytes + length};
    if (starts_with(bytes, length, "\xEF\xBB\xBF")) {
        cursor.at += 3;
    } else if (starts_with(bytes, length, "\xFF\xFE")) {
        cursor.at += 2;
        cursor.encoding = ENCODING_UTF16LE;
    } else if (starts_with(bytes, length, "\xFE\xFF")) {
        cursor.at += 2;
        cursor.encoding = ENCODING_UTF16BE;
    } else if (!looks_utf16(bytes, length, &cursor.encoding)) {
        cursor.encoding = looks_utf8(bytes, length) ? ENCODING_UTF8 : ENCODING_CP1252;
    }
    return cursor;
}

static gunichar utf16_unit(const Cursor *cursor, const char *at)
{
    unsigned char a = (unsigned char)at[0], b = (unsigned char)at[1];
    return cursor->encoding == ENCODING_UTF16LE ? (gunichar)(b << 8 | a) : (gunichar)(a << 8 | b);
}

static gunichar utf16_next(Cursor *cursor)
{
    if (cursor->end - cursor->at < 2) {
        cursor->at = cursor->end;
        cursor->bad = true;
        return 0xFFFD;
    }
    gunichar unit = utf16_unit(cursor, cursor->at);
    cursor->at += 2;
    if (unit < 0xD800 || unit > 0xDFFF)
        return unit;
    if (unit < 0xDC00 && cursor->end - cursor->at >= 2) {
        gunichar low = utf16_unit(cursor, cursor->at);
        if (low >= 0xDC00 && low <= 0xDFFF) {
            cursor->at += 2;
            return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        }
    }
    cursor->bad = true;
    return 0xFFFD;
}

static gunichar cursor_next(Cursor *cursor)
{
    switch (cursor->encoding) {
    case ENCODING_UTF8:
        return utf8_next(&cursor->at, cursor->end, &cursor->bad);
    case ENCODING_UTF16LE:
    case ENCODING_UTF16BE:
        return utf16_next(cursor);
    case ENCODING_CP1252:
        break;
    }
    unsigned char byte = (unsigned char)*cursor->at++;
    gunichar ch = byte >= 0x80 && byte < 0xA0 ? cp1252_high[byte - 0x80] : byte;
    cursor->bad |= ch == 0xFFFD;
    return ch;
}

static bool is_control(gunichar ch)
{
    return ch < 0x20 ? !strchr("\t\n\v\f\r", (int)ch) || ch == 0 : ch >= 0x7F && ch < 0xA0;
}

/* False when there is a NUL, or more than text has of controls and of bytes without a meaning. */
static bool is_text(Cursor cursor)
{
    size_t all = 0, controls = 0, unknown = 0;
    while (cursor.at < cursor.end) {
        gunichar ch = cursor_next(&cursor);
        if (ch == 0)
            return false;
        all++;
        controls += is_control(ch) ? 1 : 0;
        unknown += ch == 0xFFFD ? 1 : 0;
    }
    if (cursor.encoding == ENCODING_CP1252)
        controls += unknown;
    return controls * 1000 <= all * CONTROLS_PER_1000 && unknown * 4 <= all;
}

static void add_character(Page *page, gunichar ch)
{
    if (is_control(ch) || ch == '\t' || ch == '\v')
        ch = ' ';
    page_add_glyph(page, (Glyph){.ch = ch, .confidence = 100});
}

/* '\r\n' and a lone '\r' end a line as '\n' does; a last '\f' starts no page. */
static void read_pages(Document *document, Cursor *cursor)
{
    Page *page = document_add_page(document, 0, 0, TEXT_SOURCE_PLAIN);
    bool after_cr = false, new_page = false;
    while (cursor->at < cursor->end) {
        gunichar ch = cursor_next(cursor);
        bool skip = after_cr && ch == '\n';
        after_cr = ch == '\r';
        if (skip)
            continue;
        if (ch == '\f') {
            if (new_page)
                document_add_page(document, 0, 0, TEXT_SOURCE_PLAIN);
            new_page = true;
            continue;
        }
        if (new_page)
            page = document_add_page(document, 0, 0, TEXT_SOURCE_PLAIN);
        new_page = false;
        add_character(page, ch == '\r' ? '\n' : ch);
    }
    document->page_count = (int)document->pages->len;
}

static bool has_words(const Document *document)
{
    for (guint i = 0; i < document->pages->len; i++) {
        PageText text = page_text_judge(document->pages->pdata[i]);
        if (text != PAGE_TEXT_NONE && text != PAGE_TEXT_GARBAGE)
            return true;
    }
    return false;
}

static Document *end_badly(Document *document, Outcome outcome, const char *diagnosis)
{
    document->outcome = outcome;
    document->source = TEXT_SOURCE_NONE;
    document->diagnosis = g_strdup(diagnosis);
    return document;
}

Document *plain_read(const void *bytes, size_t length)
{
    Document *document = document_new();
    if (length == 0)
        return end_badly(document, OUTCOME_NO_TEXT, "empty file");
    Cursor cursor = cursor_of(bytes, length);
    if (!is_text(cursor))
        return end_badly(document, OUTCOME_NOT_PDF, outcome_sentence(OUTCOME_NOT_PDF));
    document->source = TEXT_SOURCE_PLAIN;
    read_pages(document, &cursor);
    if (cursor.bad)
        document_flag(document, "repaired_text");
    if (!has_words(document))
        return end_badly(document, OUTCOME_NO_TEXT, "no words in it");
    return document;
}

/* Pages as people see them, and where values stand in those of plain text. See write.h. */
#include "json_stages.h"

#include <string.h>

/* Bytes: of a longer text the record would have no room left. */
enum { TEXT_MOST = 8 << 20 };

/* Where the text of each of `count` pages begins and ends in the original twin (of Span). */
static GArray *spans_of_pages(const Text *text, guint count)
{
    GArray *spans = g_array_new(false, true, sizeof(Span));
    g_array_set_size(spans, count);
    for (size_t i = 0; text && i < text_line_count(text); i++) {
        const Line *line = text_line(text, i);
        if (line->page < 1 || (guint)line->page > count)
            continue;
        Span *whole = &g_array_index(spans, Span, line->page - 1);
        Span span = text_original_span(text, line->span);
        bool first = span_length(*whole) == 0;
        whole->start = first ? span.start : MIN(whole->start, span.start);
        whole->end = MAX(whole->end, span.end);
    }
    return spans;
}

static void emit_page(Emit *emit, const Page *page, int number, const Text *text, Span span)
{
    const PagePicture *picture = &page->picture;
    g_autofree char *data =
        picture->bytes ? g_base64_encode(picture->bytes->data, picture->bytes->len) : NULL;
    g_autofree char *words =
        text ? g_strndup(text_original(text, NULL) + span.start, span_length(span)) : NULL;
    emit_open(emit, '{');
    emit_key_integer(emit, "page", number);
    emit_key(emit, "width");
    emit_real(emit, page->width, 2);
    emit_key(emit, "height");
    emit_real(emit, page->height, 2);
    emit_key_integer(emit, "turns", picture->turns);
    emit_key_text(emit, "type", picture->bytes ? picture->type : NULL);
    emit_key_text(emit, "data", data);
    bool long_text = page->source == TEXT_SOURCE_PLAIN && !text;
    emit_key_text(emit, "left_out", long_text ? "bytes" : picture->left_out);
    emit_key_text(emit, "text", words);
    emit_close(emit, '{');
}

static void emit_mark(Emit *emit, const Text *text, const GArray *pages, const char *pointer,
                      guint nth, const Evidence *evidence)
{
    if (evidence->page < 1 || (guint)evidence->page > pages->len)
        return;
    Span page = g_array_index(pages, Span, evidence->page - 1);
    Span span = text_original_span(text, evidence->span);
    if (span_length(evidence->span) == 0 || !span_contains(page, span))
        return;
    emit_open(emit, '{');
    emit_key_text(emit, "at", pointer);
    emit_key_integer(emit, "nth", nth);
    emit_key_integer(emit, "page", evidence->page);
    emit_key_integer(emit, "from", (gint64)(span.start - page.start));
    emit_key_integer(emit, "to", (gint64)(span.end - page.start));
    emit_close(emit, '{');
}

void emit_pages(Emit *emit, const Document *document, const Text *text, const Record *record)
{
    size_t length = 0;
    const char *original = text ? text_original(text, &length) : NULL;
    bool shown = original && document->source == TEXT_SOURCE_PLAIN && length <= TEXT_MOST;
    const Text *plain = shown ? text : NULL;
    g_autoptr(GPtrArray) pointers = record_evidence_pointers(record);
    g_autoptr(GArray) spans = spans_of_pages(plain, document->pages->len);
    emit_key(emit, "pages");
    emit_open(emit, '[');
    for (guint i = 0; i < document->pages->len; i++)
        emit_page(emit, document->pages->pdata[i], (int)i + 1, plain,
                  g_array_index(spans, Span, i));
    emit_close(emit, '[');
    emit_key(emit, "marks");
    emit_open(emit, '[');
    for (guint i = 0; plain && i < pointers->len; i++) {
        const GPtrArray *all = record_evidence(record, pointers->pdata[i]);
        for (guint k = 0; k < all->len; k++)
            emit_mark(emit, plain, spans, pointers->pdata[i], k, all->pdata[k]);
    }
    emit_close(emit, '[');
}

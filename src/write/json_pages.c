/* Pages as people see them, and where values stand in those of plain text. See write.h. */
#include "json_stages.h"

#include <string.h>

/* Where the text of a page begins and ends in the original twin. */
static Span page_span(const Text *text, int page)
{
    Span whole = {0};
    bool any = false;
    for (size_t i = 0; i < text_line_count(text); i++) {
        const Line *line = text_line(text, i);
        if (line->page != page)
            continue;
        Span span = text_original_span(text, line->span);
        whole.start = any ? MIN(whole.start, span.start) : span.start;
        whole.end = any ? MAX(whole.end, span.end) : span.end;
        any = true;
    }
    return whole;
}

static void emit_page(Emit *emit, const Page *page, int number, const Text *text)
{
    const PagePicture *picture = &page->picture;
    g_autofree char *data =
        picture->bytes ? g_base64_encode(picture->bytes->data, picture->bytes->len) : NULL;
    Span span = text ? page_span(text, number) : (Span){0};
    g_autofree char *words =
        text ? g_strndup(text_original(text, NULL) + span.start, span_length(span)) : NULL;
    emit_open(emit, '{');
    emit_key_integer(emit, "page", number);
    emit_key(emit, "width");
    emit_real(emit, page->width, 2);
    emit_key(emit, "height");
    emit_real(emit, page->height, 2);
    emit_key_text(emit, "type", picture->bytes ? picture->type : NULL);
    emit_key_text(emit, "data", data);
    emit_key_text(emit, "left_out", picture->left_out);
    emit_key_text(emit, "text", words);
    emit_close(emit, '{');
}

static void emit_mark(Emit *emit, const Text *text, const char *pointer, guint nth,
                      const Evidence *evidence)
{
    Span page = page_span(text, evidence->page), span = text_original_span(text, evidence->span);
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
    const Text *plain = document->source == TEXT_SOURCE_PLAIN ? text : NULL;
    g_autoptr(GPtrArray) pointers = record_evidence_pointers(record);
    emit_key(emit, "pages");
    emit_open(emit, '[');
    for (guint i = 0; i < document->pages->len; i++)
        emit_page(emit, document->pages->pdata[i], (int)i + 1, plain);
    emit_close(emit, '[');
    emit_key(emit, "marks");
    emit_open(emit, '[');
    for (guint i = 0; plain && i < pointers->len; i++) {
        const GPtrArray *all = record_evidence(record, pointers->pdata[i]);
        for (guint k = 0; k < all->len; k++)
            emit_mark(emit, plain, pointers->pdata[i], k, all->pdata[k]);
    }
    emit_close(emit, '[');
}

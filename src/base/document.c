#include "document.h"

#include "flag.h"

#include <string.h>

const char *text_source_name(TextSource source)
{
    static const char *const names[] = {"none", "layer", "ocr", "mixed", "plain"};
    return names[source];
}

static void page_free(gpointer data)
{
    Page *page = data;
    g_array_unref(page->glyphs);
    g_array_unref(page->columns);
    g_array_unref(page->walls);
    if (page->picture.bytes)
        g_byte_array_unref(page->picture.bytes);
    g_free(page);
}

Document *document_new(void)
{
    Document *document = g_new0(Document, 1);
    document->pages = g_ptr_array_new_with_free_func(page_free);
    document->flags = g_ptr_array_new();
    return document;
}

void document_free(Document *document)
{
    if (!document)
        return;
    g_ptr_array_unref(document->pages);
    g_ptr_array_unref(document->flags);
    g_free(document->diagnosis);
    g_free(document->complaints);
    g_free(document);
}

Page *document_add_page(Document *document, double width, double height, TextSource source)
{
    Page *page = g_new0(Page, 1);
    page->width = width;
    page->height = height;
    page->source = source;
    page->glyphs = g_array_new(false, false, sizeof(Glyph));
    page->columns = g_array_new(false, false, sizeof(Box));
    page->walls = g_array_new(false, false, sizeof(Box));
    g_ptr_array_add(document->pages, page);
    return page;
}

void document_flag(Document *document, const char *flag)
{
    g_assert(flag_sentence(flag));
    for (guint i = 0; i < document->flags->len; i++)
        if (strcmp(document->flags->pdata[i], flag) == 0)
            return;
    g_ptr_array_add(document->flags, (char *)flag);
}

void page_add_glyph(Page *page, Glyph glyph)
{
    g_array_append_val(page->glyphs, glyph);
}

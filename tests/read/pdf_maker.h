/* Small whole PDFs for tests, with a right cross-reference table: poppler mends wrong ones, and
 * says so.
 */
#ifndef PDF_MAKER_H
#define PDF_MAKER_H

#include <glib.h>
#include <string.h>

typedef struct PdfMaker {
    GString *bytes;
    GArray *offsets; /* of gsize: where each object starts, from object 1 on */
} PdfMaker;

static inline PdfMaker pdf_maker_new(void)
{
    return (PdfMaker){g_string_new("%PDF-1.5\n"), g_array_new(FALSE, FALSE, sizeof(gsize))};
}

/* Appends the next object and gives its number. */
static inline int pdf_maker_object(PdfMaker *maker, const char *body)
{
    g_array_append_val(maker->offsets, maker->bytes->len);
    g_string_append_printf(maker->bytes, "%u 0 obj\n%s\nendobj\n", maker->offsets->len, body);
    return (int)maker->offsets->len;
}

static inline int pdf_maker_stream(PdfMaker *maker, const char *keys, const char *content)
{
    g_autofree char *body =
        g_strdup_printf("<<%s/Length %zu>>\nstream\n%s\nendstream", keys, strlen(content), content);
    return pdf_maker_object(maker, body);
}

static inline GString *pdf_maker_end(PdfMaker *maker, int catalog)
{
    gsize start = maker->bytes->len;
    g_string_append_printf(maker->bytes, "xref\n0 %u\n0000000000 65535 f \n",
                           maker->offsets->len + 1);
    for (guint i = 0; i < maker->offsets->len; i++)
        g_string_append_printf(maker->bytes, "%010" G_GSIZE_FORMAT " 00000 n \n",
                               g_array_index(maker->offsets, gsize, i));
    g_string_append_printf(maker->bytes,
                           "trailer\n<</Size %u/Root %d 0 R>>\nstartxref\n%" G_GSIZE_FORMAT
                           "\n%%%%EOF\n",
                           maker->offsets->len + 1, catalog, start);
    g_array_unref(maker->offsets);
    return maker->bytes;
}

/* Pages of 400 by 600 points, one content stream each, fonts /F (Helvetica), /B (Helvetica-Bold)
 * and /P, whose codes mean private-use characters. `keys` go into every page's dictionary. */
static inline GString *pdf_of_pages(const char *const *contents, int count, const char *keys)
{
    PdfMaker maker = pdf_maker_new();
    g_autoptr(GString) kids = g_string_new(NULL);
    int catalog = pdf_maker_object(&maker, "<</Type/Catalog/Pages 2 0 R>>");
    for (int i = 0; i < count; i++)
        g_string_append_printf(kids, "%d 0 R ", 7 + 2 * i);
    g_autofree char *pages = g_strdup_printf("<</Type/Pages/Count %d/Kids[%s]>>", count, kids->str);
    pdf_maker_object(&maker, pages);
    pdf_maker_object(&maker,
                     "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>");
    pdf_maker_object(&maker, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold"
                             "/Encoding/WinAnsiEncoding>>");
    pdf_maker_stream(&maker, "",
                     "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
                     "1 begincodespacerange <00> <FF> endcodespacerange\n"
                     "1 beginbfrange <20> <7E> <E020> endbfrange\n"
                     "endcmap end end");
    pdf_maker_object(&maker, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 5 0 R>>");
    for (int i = 0; i < count; i++) {
        g_autofree char *page =
            g_strdup_printf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 600]/Contents %d 0 R%s"
                            "/Resources<</Font<</F 3 0 R/B 4 0 R/P 6 0 R>>>>>>",
                            8 + 2 * i, keys);
        pdf_maker_object(&maker, page);
        pdf_maker_stream(&maker, "", contents[i]);
    }
    return pdf_maker_end(&maker, catalog);
}

#endif

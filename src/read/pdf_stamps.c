/* Stamps that are annotations: found in the file's bytes, placed where poppler says they lie, read
 * as pages of a document of their own. */
#include "pdf_room.h"
#include "stamp.h"

typedef GList Annotations;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Annotations, poppler_page_free_annot_mapping)

/* Where a stamp lies on a page as it is shown. */
typedef struct Spot {
    guint page;
    double x, y; /* of its top left corner */
    double width, height;
} Spot;

static void find_spots(OpenDocument *source, const Document *document, GArray *spots)
{
    for (guint i = 0; i < document->pages->len; i++) {
        const Page *page = document->pages->pdata[i];
        g_autoptr(OpenPage) from = poppler_document_get_page(source, (int)i);
        g_autoptr(Annotations) annotations = from ? poppler_page_get_annot_mapping(from) : NULL;
        for (GList *link = annotations; link; link = link->next) {
            const PopplerAnnotMapping *mapping = link->data;
            const PopplerRectangle *area = &mapping->area;
            if (poppler_annot_get_annot_type(mapping->annot) != POPPLER_ANNOT_STAMP)
                continue;
            Spot spot = {i, area->x1, page->height - area->y2, area->x2 - area->x1,
                         area->y2 - area->y1};
            g_array_append_val(spots, spot);
        }
    }
}

/* The turn that brings an annotation's rectangle to the shape it is shown in. */
static int turn_of(const Stamp *stamp, const Spot *spot)
{
    bool wide = stamp->rect[2] - stamp->rect[0] > stamp->rect[3] - stamp->rect[1];
    return wide == (spot->width > spot->height) ? 0 : 90;
}

static guint count_rotated(const Page *page)
{
    guint count = 0;
    for (guint i = 0; i < page->glyphs->len; i++)
        count += g_array_index(page->glyphs, Glyph, i).flags & GLYPH_ROTATED ? 1 : 0;
    return count;
}

/* Appends the glyphs of a stamp, read as a page of its own, at its spot. */
static void lay_stamp(Page *page, const Page *stamp, const Spot *spot)
{
    if (page->glyphs->len > 0)
        page_add_glyph(page, (Glyph){.ch = '\n', .confidence = 100});
    for (guint i = 0; i < stamp->glyphs->len; i++) {
        Glyph glyph = g_array_index(stamp->glyphs, Glyph, i);
        if (!box_is_empty(glyph.box)) {
            float x = pdf_points(spot->x), y = pdf_points(spot->y);
            glyph.box =
                (Box){glyph.box.x0 + x, glyph.box.y0 + y, glyph.box.x1 + x, glyph.box.y1 + y};
        }
        page_add_glyph(page, glyph);
    }
}

/* Reads a page of a document of stamps. */
static Page *read_side(Document *stamps, OpenDocument *source, int index, const Spot *spot)
{
    g_autoptr(OpenPage) from = poppler_document_get_page(source, index);
    Page *page = document_add_page(stamps, spot->width, spot->height, TEXT_SOURCE_LAYER);
    if (from)
        pdf_read_text(stamps, page, from);
    return page;
}

/* A document of the file's bytes and more behind them, without a copy of the file. */
static OpenDocument *open_longer(GBytes *bytes, GBytes *more)
{
    g_autoptr(GInputStream) both = g_memory_input_stream_new_from_bytes(bytes);
    g_memory_input_stream_add_bytes(G_MEMORY_INPUT_STREAM(both), more);
    gsize length = g_bytes_get_size(bytes) + g_bytes_get_size(more);
    return poppler_document_new_from_stream(both, (goffset)length, NULL, NULL, NULL);
}

/* The stamps of a file, while they are read as pages of a document of their own. */
typedef struct Reading {
    OpenDocument *source;
    Document *sides; /* what was read of it */
    int side;        /* that was upright last */
} Reading;

/* Reads stamp `index`: there are two pages of it, of which one is upright. The stamps of a file lie
 * alike, so the side that was upright last is looked at first. */
static const Page *read_upright(Reading *reading, guint index, const Spot *spot)
{
    const int first = 2 * (int)index;
    const Page *stamp = read_side(reading->sides, reading->source, first + reading->side, spot);
    guint rotated = count_rotated(stamp);
    if (rotated == 0 && stamp->glyphs->len > 0)
        return stamp;
    const Page *other = read_side(reading->sides, reading->source, first + 1 - reading->side, spot);
    if (count_rotated(other) >= rotated && stamp->glyphs->len > 0)
        return stamp;
    reading->side = 1 - reading->side;
    return other;
}

/* True when stamp `index` looks as the one before it does: most files have one stamp, on each page.
 */
static bool is_repeated(const void *bytes, const GArray *stamps, const GArray *spots, guint index)
{
    if (index == 0)
        return false;
    const Stamp *stamp = &g_array_index(stamps, Stamp, index);
    const Spot *spot = &g_array_index(spots, Spot, index);
    return spot[-1].width == spot->width && spot[-1].height == spot->height &&
           stamps_are_alike(bytes, &stamp[-1], stamp);
}

static void lay_stamps(Document *document, GBytes *bytes, GBytes *more, const GArray *stamps,
                       const GArray *spots)
{
    g_auto(Complaints) unheard = {0};
    complaints_listen(&unheard);
    g_autoptr(OpenDocument) source = open_longer(bytes, more);
    g_autoptr(Document) sides = document_new();
    Reading reading = {.source = source, .sides = sides};
    const Page *stamp = NULL;
    if (!source || poppler_document_get_n_pages(source) != 2 * (int)spots->len)
        return;
    for (guint i = 0; i < spots->len; i++) {
        const Spot *spot = &g_array_index(spots, Spot, i);
        if (!is_repeated(g_bytes_get_data(bytes, NULL), stamps, spots, i))
            stamp = read_upright(&reading, i, spot);
        lay_stamp(document->pages->pdata[spot->page], stamp, spot);
    }
}

void pdf_read_stamps(Document *document, OpenDocument *source, const void *bytes, size_t length)
{
    g_autoptr(GArray) stamps = stamps_find(bytes, length);
    g_autoptr(GArray) spots = g_array_new(false, false, sizeof(Spot));
    if (stamps->len == 0)
        return;
    find_spots(source, document, spots);
    if (spots->len == 0)
        return;
    if (spots->len != stamps->len) {
        document_flag(document, "unread_stamps");
        return;
    }
    int turns[STAMPS_MAX];
    for (guint i = 0; i < stamps->len; i++)
        turns[i] = turn_of(&g_array_index(stamps, Stamp, i), &g_array_index(spots, Spot, i));
    g_autoptr(GBytes) file = g_bytes_new_static(bytes, length);
    g_autoptr(GBytes) more = stamps_addition(bytes, length, stamps, turns);
    if (more)
        lay_stamps(document, file, more, stamps, spots);
}

/* PDF → Document with poppler-glib; only this file and pdf_picture.c include it.
 *
 * Poppler opens much that is broken without an error: a file of no pages, pages it cannot load,
 * text it could not decode. Its only other sign is the log, so that is listened to while it works.
 */
#include "find.h"
#include "pdf_picture.h"
#include "read.h"
#include "scan.h"
#include "stamp.h"
#include "utf8.h"

#include "../base/error.h"

#include <math.h>
#include <poppler.h>
#include <string.h>

/* Our own names: later popplers define these clean-ups for theirs. */
typedef PopplerDocument OpenDocument;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OpenDocument, g_object_unref)

typedef PopplerPage OpenPage;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(OpenPage, g_object_unref)

typedef PopplerRectangle Rectangles;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Rectangles, g_free)

typedef GList Attributes;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Attributes, poppler_page_free_text_attributes)

enum { WHITE_FROM = 0xFA00 }; /* of 0xFFFF, each colour */

/* ---- What poppler complains of --------------------------------------------------------------- */

typedef struct Complaints {
    guint handler;
    guint64 errors, warnings;
    char *first; /* the first error, or NULL */
} Complaints;

static void count_complaint(const char *domain, GLogLevelFlags level, const char *message,
                            gpointer data)
{
    Complaints *complaints = data;
    (void)domain;
    (void)level;
    if (g_str_has_prefix(message, "Syntax warning")) {
        complaints->warnings++;
        return;
    }
    if (complaints->errors++ == 0) {
        g_autofree char *valid = g_utf8_make_valid(message, MIN(strlen(message), 120));
        complaints->first = g_strcanon(g_strdup(valid),
                                       "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                       "0123456789 .,:;'\"()[]<>/-_+=%#*",
                                       '?');
    }
}

static void complaints_listen(Complaints *complaints)
{
    complaints->handler =
        g_log_set_handler("Poppler", G_LOG_LEVEL_MASK | G_LOG_FLAG_FATAL | G_LOG_FLAG_RECURSION,
                          count_complaint, complaints);
}

static void complaints_clear(Complaints *complaints)
{
    if (complaints->handler)
        g_log_remove_handler("Poppler", complaints->handler);
    g_free(complaints->first);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Complaints, complaints_clear)

/* ---- One page -------------------------------------------------------------------------------- */

static float finite_or_zero(double number)
{
    return fabs(number) < 1e6 ? (float)number : 0; /* which what is no number is not */
}

static Box box_of(const PopplerRectangle *rectangle)
{
    float x1 = finite_or_zero(rectangle->x1), x2 = finite_or_zero(rectangle->x2);
    float y1 = finite_or_zero(rectangle->y1), y2 = finite_or_zero(rectangle->y2);
    return (Box){MIN(x1, x2), MIN(y1, y2), MAX(x1, x2), MAX(y1, y2)};
}

/* C0 and C1 controls are never characters of an act: a font without a map gave them. */
static gunichar printable(gunichar ch)
{
    if (ch == '\n' || (ch >= 0x20 && ch < 0x7F))
        return ch;
    if (ch == '\t' || ch == '\r' || ch == '\f' || ch == '\v')
        return ' ';
    return ch < 0xA0 ? 0xFFFD : ch;
}

/* One glyph a character of `text`; boxes only when there is exactly one rectangle for each. */
static void add_glyphs(Document *document, Page *page, const char *text,
                       const PopplerRectangle *rectangles, guint rectangle_count)
{
    const char *end = text + strlen(text);
    guint count = 0;
    bool bad = false;
    g_array_set_size(page->glyphs, (guint)(end - text)); /* a byte each at least */
    Glyph *glyphs = (Glyph *)page->glyphs->data;
    for (const char *at = text; at < end; count++) {
        gunichar ch = *at >= 0x20 && *at < 0x7F ? (gunichar)*at++ /* nearly all */
                                                : printable(utf8_next(&at, end, &bad));
        Box box = count < rectangle_count ? box_of(&rectangles[count]) : (Box){0};
        glyphs[count] = (Glyph){ch, box, box.y1 - box.y0, 100, 0};
    }
    g_array_set_size(page->glyphs, count);
    if (bad)
        document_flag(document, "repaired_text");
    if (page->glyphs->len == rectangle_count)
        return;
    for (guint i = 0; i < page->glyphs->len; i++) {
        Glyph *glyph = &g_array_index(page->glyphs, Glyph, i);
        glyph->box = (Box){0};
        glyph->size = 0;
    }
    document_flag(document, "lost_geometry");
}

static bool is_bold(const char *font)
{
    static const char *const words[] = {"bold", "black", "heavy", "demi"};
    if (!font)
        return false;
    g_autofree char *lower = g_ascii_strdown(font, -1);
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (strstr(lower, words[i]))
            return true;
    return false;
}

/* Runs of one font and colour: their sizes, weights and whether they are white. */
static void add_attributes(Document *document, Page *page, const GList *runs)
{
    for (const GList *link = runs; link; link = link->next) {
        const PopplerTextAttributes *run = link->data;
        bool white = run->color.red >= WHITE_FROM && run->color.green >= WHITE_FROM &&
                     run->color.blue >= WHITE_FROM;
        guint8 flags = (is_bold(run->font_name) ? GLYPH_BOLD : 0) | (white ? GLYPH_HIDDEN : 0);
        float size = finite_or_zero(run->font_size);
        for (int i = MAX(run->start_index, 0); i <= run->end_index && i < (int)page->glyphs->len;
             i++) {
            Glyph *glyph = &g_array_index(page->glyphs, Glyph, i);
            glyph->flags |= flags;
            if (size > 0)
                glyph->size = size;
        }
        if (white)
            document_flag(document, "white_text");
    }
}

/* True when the glyphs of a word go down or up the page, or leftwards. */
static bool is_rotated(const Glyph *first, const Glyph *last)
{
    float dx = (last->box.x0 + last->box.x1 - first->box.x0 - first->box.x1) / 2;
    float dy = (last->box.y0 + last->box.y1 - first->box.y0 - first->box.y1) / 2;
    return fabsf(dy) > fabsf(dx) || dx < -(last->box.y1 - last->box.y0);
}

static bool is_space(gunichar ch)
{
    return ch < 0x80 ? g_ascii_isspace((char)ch) : g_unichar_isspace(ch);
}

/* Marks the words that are not upright. A word of one or two characters says too little. */
static void mark_rotated(Document *document, Page *page)
{
    Glyph *glyphs = (Glyph *)page->glyphs->data;
    guint count = page->glyphs->len;
    for (guint start = 0, end; start < count; start = end + 1) {
        for (end = start; end < count && !is_space(glyphs[end].ch);)
            end++;
        if (end - start < 3 || box_is_empty(glyphs[start].box) ||
            !is_rotated(&glyphs[start], &glyphs[end - 1]))
            continue;
        for (guint i = start; i < end; i++)
            glyphs[i].flags |= GLYPH_ROTATED;
        document_flag(document, "rotated_text");
    }
}

static void read_text(Document *document, Page *page, PopplerPage *source)
{
    g_autofree char *text = poppler_page_get_text(source);
    if (!text || !*text)
        return;
    g_autoptr(Rectangles) rectangles = NULL;
    guint count = 0;
    poppler_page_get_text_layout(source, &rectangles, &count);
    add_glyphs(document, page, text, rectangles, count);
    g_autoptr(Attributes) runs = poppler_page_get_text_attributes(source);
    add_attributes(document, page, runs);
    mark_rotated(document, page);
}

/* ---- Stamps that are annotations ---------------------------------------------------------------
 */

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
            float x = finite_or_zero(spot->x), y = finite_or_zero(spot->y);
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
        read_text(stamps, page, from);
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

/* Reads the stamps as pages of a document of their own: two pages each, of which one is upright.
 * The stamps of a file lie alike, so the side that was upright last is looked at first. */
static void lay_stamps(Document *document, GBytes *bytes, GBytes *more, const GArray *spots)
{
    g_auto(Complaints) unheard = {0};
    complaints_listen(&unheard);
    g_autoptr(OpenDocument) source = open_longer(bytes, more);
    int side = 0;
    if (!source || poppler_document_get_n_pages(source) != 2 * (int)spots->len)
        return;
    for (guint i = 0; i < spots->len; i++) {
        const Spot *spot = &g_array_index(spots, Spot, i);
        g_autoptr(Document) sides = document_new();
        const Page *stamp = read_side(sides, source, 2 * (int)i + side, spot);
        guint rotated = count_rotated(stamp);
        if (rotated > 0 || stamp->glyphs->len == 0) {
            const Page *other = read_side(sides, source, 2 * (int)i + 1 - side, spot);
            if (count_rotated(other) < rotated || stamp->glyphs->len == 0) {
                side = 1 - side;
                stamp = other;
            }
        }
        lay_stamp(document->pages->pdata[spot->page], stamp, spot);
    }
}

/* Adds the text of stamp annotations to the pages they lie on. They are taken only when what the
 * library counts and what the bytes hold agree: a stamp on the wrong page would be false evidence.
 */
static void read_stamps(Document *document, OpenDocument *source, const void *bytes, size_t length)
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
        lay_stamps(document, file, more, spots);
}

/* ---- The whole document ---------------------------------------------------------------------- */

/* What became of the pages. */
typedef struct Tally {
    int layers, recognised, blank, stamps, empty, unreadable;
} Tally;

/* Judges a page's layer; one without a use is taken out. Gives whether there is one. */
static void judge_page(Document *document, Page *page, OcrMode mode)
{
    if (page->source == TEXT_SOURCE_NONE)
        return;
    PageText text = page_text_judge(page);
    page->why = scan_reason(mode, text);
    if (text == PAGE_TEXT_GARBAGE || text == PAGE_TEXT_SUSPECT)
        document_flag(document, "suspect_text");
    if (text == PAGE_TEXT_GARBAGE || text == PAGE_TEXT_NONE ||
        (page->why && text != PAGE_TEXT_STAMP))
        g_array_set_size(page->glyphs, 0);
    if (page->why || text == PAGE_TEXT_GARBAGE || text == PAGE_TEXT_NONE || text == PAGE_TEXT_STAMP)
        page->source = TEXT_SOURCE_NONE;
}

static void tally_page(const Page *page, Tally *tally)
{
    if (page->source == TEXT_SOURCE_LAYER)
        tally->layers++;
    else if (page->source == TEXT_SOURCE_OCR && page->confidence > 0)
        tally->recognised++;
    else if (page->source == TEXT_SOURCE_OCR)
        tally->blank++;
    else if (page->width <= 0)
        tally->unreadable++;
    else if (page->glyphs->len > 0)
        tally->stamps++;
    else
        tally->empty++;
}

static void read_page(Document *document, OpenDocument *source, int index)
{
    g_autoptr(OpenPage) from = poppler_document_get_page(source, index);
    if (!from) {
        document_add_page(document, 0, 0, TEXT_SOURCE_NONE);
        return;
    }
    double width = 0, height = 0;
    poppler_page_get_size(from, &width, &height);
    Page *page = document_add_page(document, finite_or_zero(width), finite_or_zero(height),
                                   TEXT_SOURCE_LAYER);
    read_text(document, page, from);
}

/* How many images a file holds, up to `most`: an image is a stream, whose dictionary is never
 * packed away. */
static guint count_images(const char *bytes, size_t length, guint most)
{
    static const char image[] = "/Image", *const before[] = {"/Subtype", "/Subtype "};
    const char *at = bytes, *end = bytes + length;
    guint count = 0;
    while (count < most && (at = find_words(at, (size_t)(end - at), image))) {
        for (size_t i = 0; i < G_N_ELEMENTS(before); i++) {
            const size_t wide = strlen(before[i]);
            if ((size_t)(at - bytes) >= wide && memcmp(at - wide, before[i], wide) == 0)
                count++;
        }
        at += strlen(image);
    }
    return count;
}

/* Says when a layer is somebody's recognition of scans, and which pages of it are to be recognised
 * better. All pages are looked at in files alone that hold an image a page, which takes as long as
 * reading them; elsewhere those that read badly. */
static void find_picture_layers(Document *document, OpenDocument *source, const void *bytes,
                                size_t length, OcrMode mode)
{
    guint images = count_images(bytes, length, document->pages->len);
    bool flagged = false;
    for (guint i = 0; images > 0 && i < document->pages->len; i++) {
        Page *page = document->pages->pdata[i];
        bool poor = page->source == TEXT_SOURCE_LAYER && page_text_is_poor(page);
        if (page->source != TEXT_SOURCE_LAYER ||
            !(poor || (!flagged && images >= document->pages->len)))
            continue;
        g_autoptr(OpenPage) from = poppler_document_get_page(source, (int)i);
        if (!from || !pdf_is_picture(from))
            continue;
        flagged = true;
        document_flag(document, "picture_layer");
        if (poor && mode != OCR_NEVER)
            page->why = "poor_layer";
    }
}

/* ---- Recognition -----------------------------------------------------------------------------
 */

static OcrEnd recognise_picture(Document *document, Page *page, Picture *picture, Ocr *ocr,
                                double seconds)
{
    bool better = true;
    OcrEnd end = page->source == TEXT_SOURCE_LAYER
                     ? scan_replace(ocr, page, picture, seconds, &better)
                     : scan_recognise(ocr, page, picture, seconds);
    if (end == OCR_DONE && better)
        page->source = TEXT_SOURCE_OCR;
    if (!better)
        document_flag(document, "poor_layer");
    return end;
}

static void recognise_page(Document *document, Page *page, OpenPage *from, Ocr *ocr, double seconds)
{
    /* Stamps that are annotations were read: the scan is wanted as it is beneath them. */
    bool bare = page->glyphs->len == 0 || page->source == TEXT_SOURCE_LAYER;
    g_autoptr(Picture) picture = from ? pdf_picture(from, bare) : NULL;
    switch (picture ? recognise_picture(document, page, picture, ocr, seconds) : OCR_FAILED) {
    case OCR_DONE:
        break;
    case OCR_TIMEOUT:
        document_flag(document, "ocr_timeout");
        break;
    case OCR_FAILED:
        document_flag(document, "ocr_failed");
        break;
    }
}

/* Recognises the pages that are to be; those for which the time is not enough stay as they are. */
static void recognise_pages(Document *document, OpenDocument *source, const ReadOptions *options)
{
    int wanted = 0;
    for (guint i = 0; i < document->pages->len; i++)
        wanted += ((const Page *)document->pages->pdata[i])->why != NULL;
    if (wanted == 0)
        return;
    g_autoptr(Ocr) own = options->engine ? NULL : ocr_load(NULL);
    Ocr *ocr = options->engine ? options->engine : own;
    if (!ocr || !ocr_warm(ocr, NULL)) {
        document_flag(document, "ocr_unavailable");
        return;
    }
    if (options->recognising)
        options->recognising(wanted, options->data);
    gint64 started = g_get_monotonic_time();
    for (guint i = 0; i < document->pages->len; i++) {
        Page *page = document->pages->pdata[i];
        if (!page->why)
            continue;
        double spent = (double)(g_get_monotonic_time() - started) / G_USEC_PER_SEC;
        double left = options->total_seconds > 0 ? options->total_seconds - spent : G_MAXINT;
        g_autoptr(OpenPage) from = poppler_document_get_page(source, (int)i);
        if (left > 0)
            recognise_page(document, page, from, ocr, MIN(left, options->page_seconds));
        else
            document_flag(document, "ocr_timeout");
    }
}

static void end_badly(Document *document, Outcome outcome, const char *diagnosis)
{
    document->outcome = outcome;
    document->source = TEXT_SOURCE_NONE;
    document->diagnosis = g_strdup(diagnosis ? diagnosis : outcome_sentence(outcome));
}

/* One outcome from what the pages gave and what poppler said. */
static void conclude(Document *document, const Tally *tally, const Complaints *complaints)
{
    int usable = tally->layers + tally->recognised;
    document->source = tally->layers && tally->recognised ? TEXT_SOURCE_MIXED
                       : tally->layers                    ? TEXT_SOURCE_LAYER
                       : tally->recognised                ? TEXT_SOURCE_OCR
                                                          : TEXT_SOURCE_NONE;
    if (tally->blank)
        document_flag(document, "blank_pages");
    if (tally->empty)
        document_flag(document, "pages_without_text");
    if (tally->stamps)
        document_flag(document, "stamp_only_pages");
    if (tally->unreadable)
        document_flag(document, "pages_unreadable");
    if (complaints->warnings)
        document_flag(document, "pdf_warnings");
    if (complaints->errors)
        document_flag(document, "pdf_errors");

    if (document->page_count == 0) {
        end_badly(document, OUTCOME_ZERO_PAGES, complaints->first);
    } else if (tally->unreadable == document->page_count) {
        end_badly(document, OUTCOME_DAMAGED, "no page of it can be opened");
    } else if (usable == 0 && tally->stamps == 0) {
        end_badly(document, OUTCOME_NO_TEXT, complaints->first);
    } else if (usable + tally->blank != document->page_count || complaints->errors) {
        document->outcome = OUTCOME_OK_PARTIAL;
        document->diagnosis =
            g_strdup_printf("usable text on %d of %d pages%s%s", usable, document->page_count,
                            complaints->first ? "; first complaint: " : "",
                            complaints->first ? complaints->first : "");
    }
}

static Outcome outcome_of_error(const GError *error)
{
    if (g_error_matches(error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
        return OUTCOME_ENCRYPTED;
    return OUTCOME_DAMAGED;
}

Document *pdf_read(const void *bytes, size_t length, const ReadOptions *options)
{
    Document *document = document_new();
    g_auto(Complaints) complaints = {0};
    complaints_listen(&complaints);

    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) data = g_bytes_new_static(bytes, length);
    g_autoptr(OpenDocument) source = poppler_document_new_from_bytes(data, NULL, &error);
    if (!source) {
        Outcome outcome = outcome_of_error(error);
        end_badly(document, outcome, outcome == OUTCOME_DAMAGED ? complaints.first : NULL);
        return document;
    }
    document->page_count = MAX(poppler_document_get_n_pages(source), 0);
    for (int i = 0; i < document->page_count; i++)
        read_page(document, source, i);
    read_stamps(document, source, bytes, length);
    for (guint i = 0; i < document->pages->len; i++)
        judge_page(document, document->pages->pdata[i], options ? options->ocr : OCR_NEVER);
    find_picture_layers(document, source, bytes, length, options ? options->ocr : OCR_NEVER);
    if (options)
        recognise_pages(document, source, options);
    Tally tally = {0};
    for (guint i = 0; i < document->pages->len; i++)
        tally_page(document->pages->pdata[i], &tally);
    conclude(document, &tally, &complaints);
    return document;
}

/* ---- The library itself ---------------------------------------------------------------------- */

struct PdfLibrary {
    PopplerDocument *document; /* poppler forgets its tables with its last document */
    PopplerPage *page;
};

/* One line in a font that is not embedded, so that the font configuration is loaded as well. */
static const char built_in_page[] =
    "%PDF-1.4\n"
    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R"
    "/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    "4 0 obj<</Length 39>>stream\nBT /F 12 Tf 20 100 Td (delibex) Tj ET  \nendstream endobj\n"
    "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>endobj\n"
    "trailer<</Root 1 0 R/Size 6>>\n%%EOF\n";

PdfLibrary *pdf_library_load(GError **error)
{
    g_autoptr(PdfLibrary) library = g_new0(PdfLibrary, 1);
    g_auto(Complaints) complaints = {0};
    complaints_listen(&complaints);

    g_autoptr(GBytes) data = g_bytes_new_static(built_in_page, strlen(built_in_page));
    library->document = poppler_document_new_from_bytes(data, NULL, NULL);
    if (library->document)
        library->page = poppler_document_get_page(library->document, 0);
    g_autofree char *text = library->page ? poppler_page_get_text(library->page) : NULL;
    if (!text || !g_str_has_prefix(text, "delibex")) {
        g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_READER,
                    "poppler %s cannot read the built-in page%s%s", poppler_get_version(),
                    complaints.first ? ": " : "", complaints.first ? complaints.first : "");
        return NULL;
    }
    return g_steal_pointer(&library);
}

void pdf_library_free(PdfLibrary *library)
{
    if (!library)
        return;
    g_clear_object(&library->page);
    g_clear_object(&library->document);
    g_free(library);
}

const char *pdf_library_version(void)
{
    return poppler_get_version();
}

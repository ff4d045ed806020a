/* PDF → Document with poppler-glib, which only the files beside this one include.
 *
 * Poppler opens much that is broken without an error: a file of no pages, pages it cannot load,
 * text it could not decode. Its only other sign is the log, so that is listened to while it works.
 */
#include "find.h"
#include "pdf_picture.h"
#include "pdf_room.h"
#include "read.h"
#include "scan.h"

#include "../base/error.h"

#include <string.h>

/* ---- What poppler complains of --------------------------------------------------------------- */

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

void complaints_listen(Complaints *complaints)
{
    complaints->handler =
        g_log_set_handler("Poppler", G_LOG_LEVEL_MASK | G_LOG_FLAG_FATAL | G_LOG_FLAG_RECURSION,
                          count_complaint, complaints);
}

void complaints_clear(Complaints *complaints)
{
    if (complaints->handler)
        g_log_remove_handler("Poppler", complaints->handler);
    g_free(complaints->first);
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
    Page *page =
        document_add_page(document, pdf_points(width), pdf_points(height), TEXT_SOURCE_LAYER);
    pdf_read_text(document, page, from);
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

/* How much poppler complained of: the first error is quoted, the others are only counted. */
static void count_complaints(Document *document, const Complaints *complaints)
{
    if (complaints->errors + complaints->warnings == 0)
        return;
    const char *first = complaints->first;
    document->complaints = g_strdup_printf(
        "the PDF library met errors: %" G_GUINT64_FORMAT ", warnings: %" G_GUINT64_FORMAT "%s%s",
        complaints->errors, complaints->warnings, first ? "; the first: " : "", first ? first : "");
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

    count_complaints(document, complaints);
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
        count_complaints(document, &complaints);
        return document;
    }
    document->page_count = MAX(poppler_document_get_n_pages(source), 0);
    for (int i = 0; i < document->page_count; i++)
        read_page(document, source, i);
    pdf_compare_seen(document, source, bytes, length);
    pdf_read_stamps(document, source, bytes, length);
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

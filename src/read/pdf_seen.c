/* What of a page's text is seen. The PDF library gives all text there is: set invisibly, clipped
 * away, or said to stand for something else. What it paints is another matter: a page is printed
 * into a new PDF, which holds the glyphs that were painted and nothing else, and that is read. */
#include "blank.h"
#include "content.h"
#include "pdf_picture.h"
#include "pdf_room.h"
#include "signs.h"

#include <cairo-pdf.h>
#include <string.h>

enum {
    PAGES_MOST = 20,     /* of a document: one takes twenty milliseconds, with pictures 150 */
    GLYPHS_MOST = 20000, /* of a page: each word is held against all that was printed */
    SIGNS = 'z' - 'a' + 1 + 10,
};

typedef cairo_surface_t Surface;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Surface, cairo_surface_destroy)

typedef cairo_t Pen;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Pen, cairo_destroy)

/* ---- Printing -------------------------------------------------------------------------------- */

static cairo_status_t take_bytes(void *closure, const unsigned char *bytes, unsigned length)
{
    g_byte_array_append(closure, bytes, length);
    return CAIRO_STATUS_SUCCESS;
}

/* The page printed into a PDF of its own, without what is laid over it; NULL when that fails. */
static GBytes *print(PopplerPage *page)
{
    double width = 0, height = 0;
    poppler_page_get_size(page, &width, &height);
    if (!(width > 1 && height > 1 && width < 1e5 && height < 1e5))
        return NULL;
    GByteArray *bytes = g_byte_array_new();
    g_autoptr(Surface) surface =
        cairo_pdf_surface_create_for_stream(take_bytes, bytes, width, height);
    g_autoptr(Pen) pen = cairo_create(surface);
    poppler_page_render_for_printing_with_options(page, pen, POPPLER_PRINT_DOCUMENT);
    cairo_show_page(pen);
    cairo_surface_finish(surface);
    if (cairo_status(pen) != CAIRO_STATUS_SUCCESS ||
        cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS) {
        g_byte_array_unref(bytes);
        return NULL;
    }
    return g_byte_array_free_to_bytes(bytes);
}

/* The glyphs that were painted, as the one page of a document; NULL when it cannot be told. */
static Document *read_printed(PopplerPage *page)
{
    g_autoptr(GBytes) bytes = print(page);
    g_autoptr(OpenDocument) printed =
        bytes ? poppler_document_new_from_bytes(bytes, NULL, NULL) : NULL;
    g_autoptr(OpenPage) first = printed ? poppler_document_get_page(printed, 0) : NULL;
    if (!first)
        return NULL;
    Document *document = document_new();
    pdf_read_text(document, document_add_page(document, 0, 0, TEXT_SOURCE_LAYER), first);
    return document;
}

/* ---- Comparing ------------------------------------------------------------------------------- */

/* How often each letter without its accent and each digit stands somewhere. */
typedef struct Letters {
    int count[SIGNS];
} Letters;

static void add_letters(Letters *letters, gunichar ch)
{
    gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH] = {ch};
    gsize count = ch < 0x80 ? 1 : g_unichar_fully_decompose(ch, true, parts, G_N_ELEMENTS(parts));
    for (gsize i = 0; i < MIN(count, G_N_ELEMENTS(parts)); i++) {
        if (parts[i] >= 0x80)
            continue;
        char letter = g_ascii_tolower((char)parts[i]);
        if (g_ascii_isdigit(letter))
            letters->count[letter - '0']++;
        else if (g_ascii_islower(letter))
            letters->count[10 + letter - 'a']++;
    }
}

typedef struct Word {
    guint start, end; /* glyphs */
    Box box;
    Letters letters;
    int letter_count, digit_count;
} Word;

/* The next word from glyph `at`; false at the end. */
static bool next_word(const Page *page, guint at, Word *word)
{
    const Glyph *glyphs = (const Glyph *)page->glyphs->data;
    const guint count = page->glyphs->len;
    *word = (Word){0};
    while (at < count && is_blank(glyphs[at].ch))
        at++;
    word->start = at;
    for (; at < count && !is_blank(glyphs[at].ch); at++) {
        word->box = box_union(word->box, glyphs[at].box);
        add_letters(&word->letters, glyphs[at].ch);
    }
    word->end = at;
    for (int i = 0; i < SIGNS; i++)
        *(i < 10 ? &word->digit_count : &word->letter_count) += word->letters.count[i];
    return word->start < count;
}

/* What is printed where a word stands, and a little beside it. False when nothing is. */
static bool letters_near(const Page *printed, Box box, Letters *near)
{
    const Glyph *glyphs = (const Glyph *)printed->glyphs->data;
    const float slack = (box.y1 - box.y0 + box.x1 - box.x0) / 8;
    bool any = false;
    *near = (Letters){0};
    for (guint i = 0; i < printed->glyphs->len; i++) {
        float x = (glyphs[i].box.x0 + glyphs[i].box.x1) / 2;
        float y = (glyphs[i].box.y0 + glyphs[i].box.y1) / 2;
        if (is_blank(glyphs[i].ch) || x < box.x0 - slack || x > box.x1 + slack ||
            y < box.y0 - slack || y > box.y1 + slack)
            continue;
        any = true;
        add_letters(near, glyphs[i].ch);
    }
    return any;
}

/* Other words are printed: a digit is missing there, or half the letters. */
static bool differs(const Word *word, const Letters *near)
{
    int digits = 0, letters = 0;
    for (int i = 0; i < SIGNS; i++)
        *(i < 10 ? &digits : &letters) += MAX(0, word->letters.count[i] - near->count[i]);
    return digits > 0 || (letters > 1 && letters * 2 >= word->letter_count);
}

static void compare(Document *document, Page *page, const Page *printed, unsigned signs)
{
    Word word;
    for (guint at = 0; next_word(page, at, &word); at = word.end) {
        Letters near;
        if (word.letter_count + word.digit_count < 2 || box_is_empty(word.box))
            continue;
        bool painted = letters_near(printed, word.box, &near);
        if (painted && !differs(&word, &near))
            continue;
        for (guint i = word.start; i < word.end; i++)
            g_array_index(page->glyphs, Glyph, i).flags |= GLYPH_HIDDEN;
        document_flag(document,
                      painted && (signs & SIGN_ACTUAL) ? "actualtext_differs" : "hidden_text");
    }
}

static bool has_text(const Document *document)
{
    for (guint i = 0; i < document->pages->len; i++)
        if (((const Page *)document->pages->pdata[i])->glyphs->len > 0)
            return true;
    return false;
}

static void compare_printed(Document *document, OpenDocument *source, unsigned signs)
{
    int left = PAGES_MOST;
    for (guint i = 0; signs && left > 0 && i < document->pages->len; i++) {
        Page *page = document->pages->pdata[i];
        if (page->glyphs->len == 0 || page->glyphs->len > GLYPHS_MOST)
            continue;
        g_autoptr(OpenPage) from = poppler_document_get_page(source, (int)i);
        if (!from || pdf_is_picture(from))
            continue; /* the words that somebody recognised lie invisibly on the scan */
        g_autoptr(Document) printed = read_printed(from);
        left--;
        if (printed)
            compare(document, page, printed->pages->pdata[0], signs);
    }
}

void pdf_compare_seen(Document *document, OpenDocument *source, const void *bytes, size_t length)
{
    g_autoptr(GArray) spots = g_array_new(false, false, sizeof(ContentSpot));
    const unsigned signs = has_text(document) ? signs_find(bytes, length, spots) : 0;
    g_auto(Complaints) unheard = {0}; /* what printing meets is not what reading missed */
    if (signs || spots->len > 0)
        complaints_listen(&unheard);
    compare_printed(document, source, signs);
    pdf_find_covered(document, source, spots);
}

/* Scans: pages that are pictures, as faxes, copiers and telephones make them. Every page is drawn
 * here, so what it says and where is known. */
#include "../../src/read/ocr.h"
#include "../../src/read/read.h"

#include "pdf_maker.h"

#include <cairo.h>
#include <check.h>
#include <math.h>
#include <stdlib.h>

/* ---- Drawing --------------------------------------------------------------------------------- */

typedef struct Words {
    const char *words;
    double x, y, size; /* points; y of the baseline */
    bool bold;
} Words;

static const Words act[] = {
    {"COMMUNE DE MONTFLEURY", 40, 50, 16, true},
    {"Le conseil municipal, légalement convoqué, s'est réuni", 40, 90, 11, false},
    {"en séance publique sous la présidence de Mme Irma VASSEL.", 40, 106, 11, false},
    {"Nombre de conseillers en exercice : 19", 40, 140, 11, false},
    {"Après en avoir délibéré, approuve le budget primitif.", 40, 174, 11, false},
};

enum { WIDE = 400, HIGH = 230 }; /* points */

static void select_font(cairo_t *pen, const Words *line)
{
    cairo_select_font_face(pen, "DejaVu Serif", CAIRO_FONT_SLANT_NORMAL,
                           line->bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(pen, line->size);
}

/* How wide words are in the font of a line, in points. */
static double width_of(const Words *line, const char *words)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1, 1);
    cairo_t *pen = cairo_create(surface);
    cairo_text_extents_t extents;
    select_font(pen, line);
    cairo_text_extents(pen, words, &extents);
    cairo_destroy(pen);
    cairo_surface_destroy(surface);
    return extents.x_advance;
}

static void rule(cairo_t *pen, double x0, double y0, double x1, double y1)
{
    cairo_set_line_width(pen, 1);
    cairo_move_to(pen, x0, y0);
    cairo_line_to(pen, x1, y1);
    cairo_stroke(pen);
}

/* What rules do to an act: a frame, a margin column of its own, a heading underlined. */
static void draw_rules(cairo_t *pen)
{
    rule(pen, 6, 20, 394, 20);
    rule(pen, 6, 222, 394, 222);
    rule(pen, 6, 20, 6, 222);
    rule(pen, 394, 20, 394, 222);
    rule(pen, 33, 20, 33, 222);
    rule(pen, 40, 53, 40 + width_of(&act[0], act[0].words), 53);
}

/* The page as gray pixels; `degrees` climbs to the right. The caller frees. */
static guint8 *draw_ruled(double dpi, double degrees, bool ruled, int *width, int *height)
{
    *width = (int)ceil(WIDE * dpi / 72), *height = (int)ceil(HIGH * dpi / 72);
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, *width, *height);
    cairo_t *pen = cairo_create(surface);
    cairo_set_source_rgb(pen, 1, 1, 1);
    cairo_paint(pen);
    cairo_set_source_rgb(pen, 0.1, 0.1, 0.1);
    cairo_scale(pen, dpi / 72, dpi / 72);
    cairo_translate(pen, WIDE / 2.0, HIGH / 2.0);
    cairo_rotate(pen, -degrees * G_PI / 180);
    cairo_translate(pen, -WIDE / 2.0, -HIGH / 2.0);
    for (size_t i = 0; i < G_N_ELEMENTS(act); i++) {
        select_font(pen, &act[i]);
        cairo_move_to(pen, act[i].x, act[i].y);
        cairo_show_text(pen, act[i].words);
    }
    if (ruled)
        draw_rules(pen);
    cairo_destroy(pen);
    cairo_surface_flush(surface);
    guint8 *gray = g_malloc((gsize)*width * (gsize)*height);
    const unsigned char *pixels = cairo_image_surface_get_data(surface);
    for (int y = 0; y < *height; y++)
        for (int x = 0; x < *width; x++)
            gray[y * *width + x] = pixels[y * cairo_image_surface_get_stride(surface) + 4 * x];
    cairo_surface_destroy(surface);
    return gray;
}

static guint8 *draw(double dpi, double degrees, int *width, int *height)
{
    return draw_ruled(dpi, degrees, false, width, height);
}

/* ---- Printing as PDF ------------------------------------------------------------------------- */

typedef enum Ink { INK_GRAY, INK_FAX, INK_CMYK } Ink;

static void append_hex(GString *out, unsigned byte)
{
    static const char digits[] = "0123456789abcdef";
    g_string_append_c(out, digits[byte >> 4]);
    g_string_append_c(out, digits[byte & 15]);
}

/* The pixels as the data of an image, in hexadecimal. */
static char *image_data(const guint8 *gray, int width, int height, Ink ink)
{
    GString *data = g_string_new(NULL);
    for (int y = 0; y < height; y++) {
        const guint8 *line = gray + (gsize)y * (gsize)width;
        for (int x = 0; x < width; x += ink == INK_FAX ? 8 : 1) {
            unsigned bits = 0;
            for (int k = 0; ink == INK_FAX && k < 8; k++)
                bits = bits << 1 | (x + k >= width || line[x + k] > 140);
            if (ink == INK_CMYK)
                g_string_append(data, "000000");
            append_hex(data, ink == INK_FAX ? bits : ink == INK_CMYK ? 255U - line[x] : line[x]);
        }
    }
    g_string_append_c(data, '>');
    return g_string_free(data, FALSE);
}

/* A page that is the picture and nothing else, perhaps with words of its own over it. */
static GString *scan(const guint8 *gray, int width, int height, Ink ink, const char *keys,
                     const char *over)
{
    static const char *const colours[] = {"/DeviceGray/BitsPerComponent 8",
                                          "/DeviceGray/BitsPerComponent 1",
                                          "/DeviceCMYK/BitsPerComponent 8"};
    PdfMaker maker = pdf_maker_new();
    g_autofree char *data = image_data(gray, width, height, ink);
    g_autofree char *image = g_strdup_printf(
        "/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace%s/Filter/ASCIIHexDecode", width,
        height, colours[ink]);
    g_autofree char *content = g_strdup_printf("q %d 0 0 %d 0 0 cm /I Do Q %s", WIDE, HIGH, over);
    g_autofree char *page =
        g_strdup_printf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 5 0 R%s"
                        "/Resources<</XObject<</I 4 0 R>>/Font<</F 6 0 R>>>>>>",
                        WIDE, HIGH, keys);
    int catalog = pdf_maker_object(&maker, "<</Type/Catalog/Pages 2 0 R>>");
    pdf_maker_object(&maker, "<</Type/Pages/Count 1/Kids[3 0 R]>>");
    pdf_maker_object(&maker, page);
    pdf_maker_stream(&maker, image, data);
    pdf_maker_stream(&maker, "", content);
    pdf_maker_object(&maker,
                     "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>");
    return pdf_maker_end(&maker, catalog);
}

static Document *read_pdf(GString *pdf, OcrMode mode)
{
    ReadOptions options = READ_OPTIONS_INIT;
    options.ocr = mode;
    Document *document = document_read(pdf->str, pdf->len, &options);
    g_string_free(pdf, TRUE);
    return document;
}

/* A scan of the act, as a copier makes it, read. */
static Document *read_scan(double dpi, double degrees, Ink ink, const char *keys)
{
    int width, height;
    g_autofree guint8 *gray = draw(dpi, degrees, &width, &height);
    return read_pdf(scan(gray, width, height, ink, keys, ""), OCR_AUTO);
}

/* ---- Comparing ------------------------------------------------------------------------------- */

static char *text_of(const Document *document, guint page)
{
    const Page *from = document->pages->pdata[page];
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < from->glyphs->len; i++)
        g_string_append_unichar(text, g_array_index(from->glyphs, Glyph, i).ch);
    return g_string_free(text, FALSE);
}

static bool has_flag(const Document *document, const char *flag)
{
    for (guint i = 0; i < document->flags->len; i++)
        if (strcmp(document->flags->pdata[i], flag) == 0)
            return true;
    return false;
}

/* The box of the first place where the page says `words`, or an empty one. */
static Box find(const Document *document, const char *words)
{
    const Page *page = document->pages->pdata[0];
    const Glyph *glyphs = (const Glyph *)page->glyphs->data;
    g_autofree gunichar *wanted = g_utf8_to_ucs4(words, -1, NULL, NULL, NULL);
    guint length = (guint)g_utf8_strlen(words, -1);
    for (guint i = 0; i + length <= page->glyphs->len; i++) {
        Box box = {0};
        guint k = 0;
        for (; k < length && glyphs[i + k].ch == wanted[k]; k++)
            box = box_union(box, glyphs[i + k].box);
        if (k == length)
            return box;
    }
    return (Box){0};
}

static void assert_near(Box box, double x0, double y0, double x1, double y1, double slack)
{
    ck_assert_msg(fabs(box.x0 - x0) < slack && fabs(box.y0 - y0) < slack &&
                      fabs(box.x1 - x1) < slack && fabs(box.y1 - y1) < slack,
                  "%.1f %.1f %.1f %.1f is not %.1f %.1f %.1f %.1f", box.x0, box.y0, box.x1, box.y1,
                  x0, y0, x1, y1);
}

static void assert_reads_act(const Document *document)
{
    g_autofree char *text = text_of(document, 0);
    ck_assert_int_eq(document->outcome, OUTCOME_OK);
    ck_assert_int_eq(document->source, TEXT_SOURCE_OCR);
    ck_assert_msg(strstr(text, "COMMUNE DE MONTFLEURY\n"), "%s", text);
    ck_assert_msg(strstr(text, "Nombre de conseillers en exercice : 19\n"), "%s", text);
    ck_assert_msg(strstr(text, "présidence de Mme Irma VASSEL.\n"), "%s", text);
    const Page *page = document->pages->pdata[0];
    ck_assert_str_eq(page->why, "no_text");
    ck_assert_int_ge(page->confidence, 85);
}

/* ---- Tests ----------------------------------------------------------------------------------- */

START_TEST(a_scan_is_read_with_its_places)
{
    g_autoptr(Document) document = read_scan(200, 0, INK_GRAY, "");
    assert_reads_act(document);
    assert_near(find(document, "COMMUNE"), 40, 36.5, 40 + width_of(&act[0], "COMMUNE"), 53.5, 3);
    assert_near(find(document, "Nombre"), 40, 130.5, 40 + width_of(&act[3], "Nombre"), 142.5, 3);
}
END_TEST

START_TEST(letters_of_a_line_have_the_boxes_of_its_font)
{
    g_autoptr(Document) document = read_scan(200, 0, INK_GRAY, "");
    const Page *page = document->pages->pdata[0];
    const Glyph *before = NULL;
    for (guint i = 0; i < page->glyphs->len; i++) {
        const Glyph *glyph = &g_array_index(page->glyphs, Glyph, i);
        if (glyph->ch == '\n')
            before = NULL;
        if (glyph->ch <= ' ')
            continue;
        ck_assert(!box_is_empty(glyph->box) || glyph->box.x1 == glyph->box.x0);
        ck_assert(glyph->size > 8 && glyph->size < 20);
        if (before) {
            ck_assert(glyph->box.x0 >= before->box.x0);
            ck_assert_float_eq_tol(glyph->box.y1, before->box.y1, 1);
        }
        before = glyph;
    }
}
END_TEST

START_TEST(an_act_that_hangs_askew_is_straightened)
{
    g_autoptr(Document) document = read_scan(200, 2, INK_GRAY, "");
    assert_reads_act(document);
    /* Its lines run straight, at most as far from their places as the skew carries them. */
    Box left = find(document, "COMMUNE"), right = find(document, "MONTFLEURY");
    ck_assert_float_eq_tol(left.y0, right.y0, 1.5);
    assert_near(left, 40, 36, 40 + width_of(&act[0], "COMMUNE"), 54, 10);
}
END_TEST

START_TEST(a_page_in_any_position_is_read)
{
    static const char *const turns[] = {"/Rotate 90", "/Rotate 180", "/Rotate 270"};
    g_autoptr(Document) document = read_scan(200, 0, INK_GRAY, turns[_i]);
    assert_reads_act(document);
}
END_TEST

START_TEST(a_fax_and_a_printers_scan_are_read)
{
    g_autoptr(Document) fax = read_scan(204, 0, INK_FAX, "");
    assert_reads_act(fax);
    g_autoptr(Document) print = read_scan(150, 0, INK_CMYK, "");
    assert_reads_act(print);
}
END_TEST

START_TEST(rules_are_seen_and_not_read)
{
    int width, height;
    g_autofree guint8 *gray = draw_ruled(_i, 0.3, true, &width, &height);
    g_autoptr(Document) document = read_pdf(scan(gray, width, height, INK_GRAY, "", ""), OCR_AUTO);
    g_autofree char *text = text_of(document, 0);
    assert_reads_act(document);
    ck_assert_msg(!strpbrk(text, "|_[]"), "%s", text);
    const Page *page = document->pages->pdata[0];
    bool margin = false;
    for (guint i = 0; i < page->columns->len; i++) {
        Box box = g_array_index(page->columns, Box, i);
        margin |= fabs((box.x0 + box.x1) / 2 - 33) < 3 && box.y1 - box.y0 > 150;
    }
    ck_assert(margin);
}
END_TEST

/* A speck of `size` pixels at every place of a grid that no line of the act runs through. */
static void strew_dust(guint8 *gray, int width, int height, int size)
{
    for (int y = 4; y + size < height; y += 50)
        for (int x = 5; x + size < width; x += 70)
            for (int k = 0; k < size * size; k++)
                gray[(y + k / size) * width + x + k % size] = 0;
}

START_TEST(dust_is_no_print)
{
    int width, height;
    g_autofree guint8 *gray = draw(200, 0, &width, &height);
    strew_dust(gray, width, height, 3);
    g_autoptr(Document) document = read_pdf(scan(gray, width, height, INK_GRAY, "", ""), OCR_AUTO);
    assert_reads_act(document);
    g_autofree guint8 *white = g_malloc((gsize)width * (gsize)height);
    memset(white, 255, (gsize)width * (gsize)height);
    strew_dust(white, width, height, 3);
    g_autoptr(Document) blank = read_pdf(scan(white, width, height, INK_GRAY, "", ""), OCR_AUTO);
    ck_assert_int_eq(blank->outcome, OUTCOME_NO_TEXT);
}
END_TEST

/* Beside a line that is bold, one that is thinner is so, too: its print is worn. */
START_TEST(bold_lines_are_known_by_their_strokes)
{
    enum { BOLD = 5, WORN = 6, THICK = 9 };
    int width = (int)(WIDE * 200 / 72), height = (int)(HIGH * 200 / 72);
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    cairo_t *pen = cairo_create(surface);
    cairo_set_source_rgb(pen, 1, 1, 1);
    cairo_paint(pen);
    cairo_set_source_rgb(pen, 0, 0, 0);
    cairo_scale(pen, 200 / 72.0, 200 / 72.0);
    for (int i = 0; i < 12; i++) {
        Words line = {.size = 10, .bold = i == BOLD};
        select_font(pen, &line);
        cairo_move_to(pen, 30, 20 + 16 * i);
        cairo_text_path(pen, i == BOLD ? "Entretien du chemin des carrières"
                             : i == WORN
                                 ? "et de la fontaine au bout du village"
                                 : "Le rapporteur présente le dossier aux membres du conseil");
        cairo_fill_preserve(pen);
        cairo_set_line_width(pen, i == WORN ? 0.14 : i == THICK ? 0.12 : 0.01);
        cairo_stroke(pen);
    }
    cairo_destroy(pen);
    cairo_surface_flush(surface);
    g_autofree guint8 *gray = g_malloc((gsize)width * (gsize)height);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            gray[y * width + x] = cairo_image_surface_get_data(
                surface)[y * cairo_image_surface_get_stride(surface) + 4 * x];
    cairo_surface_destroy(surface);
    g_autoptr(Document) document = read_pdf(scan(gray, width, height, INK_GRAY, "", ""), OCR_AUTO);
    const Page *page = document->pages->pdata[0];
    int line = 0, letters = 0;
    for (guint i = 0; i < page->glyphs->len; i++) {
        const Glyph *glyph = &g_array_index(page->glyphs, Glyph, i);
        line += glyph->ch == '\n';
        if (glyph->ch > ' ')
            ck_assert_int_eq((glyph->flags & GLYPH_BOLD) != 0, (line == BOLD || line == WORN));
        letters += glyph->ch > ' ';
    }
    ck_assert_int_gt(letters, 500);
}
END_TEST

START_TEST(a_blank_page_is_nothing_to_read)
{
    g_autofree guint8 *white = g_malloc(800 * 460);
    memset(white, 250, 800 * 460);
    g_autoptr(Document) document = read_pdf(scan(white, 800, 460, INK_GRAY, "", ""), OCR_AUTO);
    ck_assert_int_eq(document->outcome, OUTCOME_NO_TEXT);
    ck_assert_int_eq(document->source, TEXT_SOURCE_NONE);
    ck_assert(has_flag(document, "blank_pages"));
    ck_assert(!has_flag(document, "pages_without_text"));
}
END_TEST

START_TEST(a_stamps_own_text_beats_its_picture)
{
    int width, height;
    g_autofree guint8 *gray = draw(200, 0, &width, &height);
    g_autoptr(Document) document =
        read_pdf(scan(gray, width, height, INK_GRAY, "",
                      "BT /F 8 Tf 240 215 Td (Envoy\\351 en pr\\351fecture le 15/01/2024) Tj ET"),
                 OCR_AUTO);
    g_autofree char *text = text_of(document, 0);
    const char *first = strstr(text, "15/01/2024");
    ck_assert_ptr_nonnull(first);
    ck_assert_msg(!strstr(first + 1, "15/01/2024"), "%s", text);
    ck_assert_ptr_nonnull(strstr(text, "en exercice : 19"));
    const Page *page = document->pages->pdata[0];
    ck_assert_str_eq(page->why, "stamp_only");
    ck_assert_int_eq(document->outcome, OUTCOME_OK);
}
END_TEST

START_TEST(a_layer_is_kept_but_where_all_is_asked_for)
{
    static const char *const words = "BT /F 9 Tf 40 20 Td (Vu pour affichage par nos soins) Tj ET";
    int width, height;
    g_autofree guint8 *gray = draw(200, 0, &width, &height);
    g_autoptr(Document) kept = read_pdf(scan(gray, width, height, INK_GRAY, "", words), OCR_AUTO);
    ck_assert_int_eq(kept->source, TEXT_SOURCE_LAYER);
    ck_assert_ptr_null(((const Page *)kept->pages->pdata[0])->why);
    g_autoptr(Document) asked =
        read_pdf(scan(gray, width, height, INK_GRAY, "", words), OCR_ALWAYS);
    g_autofree char *text = text_of(asked, 0);
    ck_assert_int_eq(asked->source, TEXT_SOURCE_OCR);
    ck_assert_ptr_nonnull(strstr(text, "en exercice : 19"));
    ck_assert_ptr_nonnull(strstr(text, "Vu pour affichage"));
}
END_TEST

START_TEST(nothing_is_recognised_where_it_is_not_wanted)
{
    int width, height;
    g_autofree guint8 *gray = draw(100, 0, &width, &height);
    g_autoptr(Document) document = read_pdf(scan(gray, width, height, INK_GRAY, "", ""), OCR_NEVER);
    ck_assert_int_eq(document->outcome, OUTCOME_NO_TEXT);
    ck_assert(has_flag(document, "pages_without_text"));
}
END_TEST

/* What somebody's bad recognition of the act may have been, twenty words and more, in a layer that
 * nobody sees; and a good one. */
static const char bad_layer[] =
    "BT /F 6 Tf 3 Tr 40 200 Td (CûMM\\JNE DF IVlONTFLEl]RY Lc cûnsejl rnvnjcjpcl lfgclrnf) Tj "
    "0 -20 Td (lll4gm nt c0nvôqvé sfsl rêvnl cn sfncc pvbl{que s0us In prfsjd4ncc) Tj "
    "0 -20 Td (Nonbrr dc c\\onsclllcrs cn cxerc:lce l9 nbcdfghj ^prcs r.n |v0jr) Tj ET";
static const char good_layer[] =
    "BT /F 6 Tf 3 Tr 40 200 Td (COMMUNE DE MONTFLEURY Le conseil municipal, l\351galement) Tj "
    "0 -20 Td (convoqu\351, s'est r\351uni en s\351ance publique sous la pr\351sidence de) Tj "
    "0 -20 Td (Nombre de conseillers en exercice : 17 Apr\350s en avoir d\351lib\351r\351) Tj ET";

START_TEST(an_old_recognition_gives_way_to_a_better_one)
{
    int width, height;
    g_autofree guint8 *gray = draw(200, 0, &width, &height);
    g_autoptr(Document) replaced =
        read_pdf(scan(gray, width, height, INK_GRAY, "", bad_layer), OCR_AUTO);
    g_autofree char *text = text_of(replaced, 0);
    ck_assert_int_eq(replaced->source, TEXT_SOURCE_OCR);
    ck_assert_str_eq(((const Page *)replaced->pages->pdata[0])->why, "poor_layer");
    ck_assert_ptr_nonnull(strstr(text, "en exercice : 19"));
    ck_assert_ptr_null(strstr(text, "rvnjcjpcl"));

    g_autoptr(Document) kept =
        read_pdf(scan(gray, width, height, INK_GRAY, "", good_layer), OCR_AUTO);
    g_autofree char *layer = text_of(kept, 0);
    ck_assert_int_eq(kept->source, TEXT_SOURCE_LAYER);
    ck_assert_ptr_nonnull(strstr(layer, "en exercice : 17"));
    ck_assert(has_flag(kept, "picture_layer"));

    g_autoptr(Document) never =
        read_pdf(scan(gray, width, height, INK_GRAY, "", bad_layer), OCR_NEVER);
    ck_assert_int_eq(never->source, TEXT_SOURCE_LAYER);
}
END_TEST

START_TEST(a_bad_layer_is_kept_where_the_picture_says_less)
{
    g_autofree guint8 *white = g_malloc(800 * 460);
    memset(white, 255, 800 * 460);
    g_autoptr(Document) document =
        read_pdf(scan(white, 800, 460, INK_GRAY, "", bad_layer), OCR_AUTO);
    ck_assert_int_eq(document->source, TEXT_SOURCE_LAYER);
    ck_assert(has_flag(document, "poor_layer"));
}
END_TEST

/* A page of text in front of a scan. */
static GString *text_and_scan(const guint8 *gray, int width, int height)
{
    PdfMaker maker = pdf_maker_new();
    g_autofree char *data = image_data(gray, width, height, INK_GRAY);
    g_autofree char *image = g_strdup_printf(
        "/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
        "/Filter/ASCIIHexDecode",
        width, height);
    g_autofree char *content = g_strdup_printf("q %d 0 0 %d 0 0 cm /I Do Q", WIDE, HIGH);
    int catalog = pdf_maker_object(&maker, "<</Type/Catalog/Pages 2 0 R>>");
    pdf_maker_object(&maker, "<</Type/Pages/Count 2/Kids[3 0 R 7 0 R]>>");
    pdf_maker_object(&maker, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 230]/Contents 8 0 R"
                             "/Resources<</Font<</F 6 0 R>>>>>>");
    pdf_maker_stream(&maker, image, data);
    pdf_maker_stream(&maker, "", content);
    pdf_maker_object(&maker,
                     "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>");
    pdf_maker_object(&maker, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 230]/Contents 5 0 R"
                             "/Resources<</XObject<</I 4 0 R>>>>>>");
    pdf_maker_stream(&maker, "", "BT /F 9 Tf 40 120 Td (Le conseil approuve le bail.) Tj ET");
    return pdf_maker_end(&maker, catalog);
}

START_TEST(text_and_scans_in_one_file_are_each_read_their_way)
{
    int width, height;
    g_autofree guint8 *gray = draw(200, 0, &width, &height);
    g_autoptr(Document) document = read_pdf(text_and_scan(gray, width, height), OCR_AUTO);
    ck_assert_int_eq(document->outcome, OUTCOME_OK);
    ck_assert_int_eq(document->source, TEXT_SOURCE_MIXED);
    const Page *text = document->pages->pdata[0], *picture = document->pages->pdata[1];
    g_autofree char *layer = text_of(document, 0), *recognised = text_of(document, 1);
    ck_assert_int_eq(text->source, TEXT_SOURCE_LAYER);
    ck_assert_ptr_null(text->why);
    ck_assert_ptr_nonnull(strstr(layer, "approuve le bail"));
    ck_assert_int_eq(picture->source, TEXT_SOURCE_OCR);
    ck_assert_str_eq(picture->why, "no_text");
    ck_assert_ptr_nonnull(strstr(recognised, "en exercice : 19"));
}
END_TEST

static void count_pages(int pages, gpointer data)
{
    *(int *)data += pages;
}

START_TEST(a_page_that_takes_too_long_is_given_up)
{
    int width, height, told = 0;
    g_autofree guint8 *gray = draw(200, 0, &width, &height);
    GString *pdf = scan(gray, width, height, INK_GRAY, "", "");
    ReadOptions options = READ_OPTIONS_INIT;
    options.page_seconds = 0.001;
    options.recognising = count_pages;
    options.data = &told;
    g_autoptr(Document) document = document_read(pdf->str, pdf->len, &options);
    g_string_free(pdf, TRUE);
    ck_assert_int_eq(told, 1);
    ck_assert_int_eq(document->outcome, OUTCOME_NO_TEXT);
    ck_assert(has_flag(document, "ocr_timeout"));
}
END_TEST

START_TEST(a_photograph_is_scaled_not_refused)
{
    /* 20 million pixels, as a telephone takes them. */
    int width, height;
    g_autofree guint8 *gray = draw(1060, 0, &width, &height);
    ck_assert_int_gt(width * height, 19000000);
    g_autoptr(Document) document = read_pdf(scan(gray, width, height, INK_FAX, "", ""), OCR_AUTO);
    assert_reads_act(document);
}
END_TEST

START_TEST(missing_data_are_named)
{
    g_autoptr(GError) error = NULL;
    g_setenv("TESSDATA_PREFIX", "/nowhere", true);
    Ocr *ocr = ocr_load(&error);
    ck_assert_ptr_null(ocr);
    ck_assert_ptr_nonnull(strstr(error->message, "tesseract-ocr-fra"));
    g_autoptr(Document) document = read_scan(100, 0, INK_GRAY, "");
    ck_assert(has_flag(document, "ocr_unavailable"));
    ck_assert_int_eq(document->outcome, OUTCOME_NO_TEXT);
    g_unsetenv("TESSDATA_PREFIX");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("ocr");
    TCase *tcase = tcase_create("scans");
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, a_scan_is_read_with_its_places);
    tcase_add_test(tcase, letters_of_a_line_have_the_boxes_of_its_font);
    tcase_add_test(tcase, an_act_that_hangs_askew_is_straightened);
    tcase_add_loop_test(tcase, a_page_in_any_position_is_read, 0, 3);
    tcase_add_test(tcase, a_fax_and_a_printers_scan_are_read);
    tcase_add_loop_test(tcase, rules_are_seen_and_not_read, 200, 201);
    tcase_add_test(tcase, dust_is_no_print);
    tcase_add_test(tcase, bold_lines_are_known_by_their_strokes);
    tcase_add_test(tcase, an_old_recognition_gives_way_to_a_better_one);
    tcase_add_test(tcase, a_bad_layer_is_kept_where_the_picture_says_less);
    tcase_add_test(tcase, a_blank_page_is_nothing_to_read);
    tcase_add_test(tcase, a_stamps_own_text_beats_its_picture);
    tcase_add_test(tcase, a_layer_is_kept_but_where_all_is_asked_for);
    tcase_add_test(tcase, nothing_is_recognised_where_it_is_not_wanted);
    tcase_add_test(tcase, text_and_scans_in_one_file_are_each_read_their_way);
    tcase_add_test(tcase, a_page_that_takes_too_long_is_given_up);
    tcase_add_test(tcase, a_photograph_is_scaled_not_refused);
    tcase_add_test(tcase, missing_data_are_named);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

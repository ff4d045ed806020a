/* Pages as pictures to be looked at: which are drawn, how large they may be, and that the words of
 * a page that hung askew lie in the boxes they were read at. */
#include "../../src/read/read.h"
#include "pdf_maker.h"

#include <cairo.h>
#include <check.h>
#include <math.h>
#include <stdlib.h>

static const char *const three[] = {"BT /F 20 Tf 50 500 Td (Seance du 14 mars) Tj ET",
                                    "1 0 0 rg 50 50 300 200 re f",
                                    "BT /F 20 Tf 50 500 Td (Fin) Tj ET"};

static Document *drawn(const GString *pdf, const int *order, guint count, DrawLimits limits)
{
    const ReadOptions options = {.ocr = OCR_NEVER};
    g_autoptr(GArray) numbers = g_array_new(false, false, sizeof(int));
    Document *document = document_read(pdf->str, pdf->len, &options);
    g_array_append_vals(numbers, order, count);
    document_draw(document, pdf->str, pdf->len, numbers, &limits);
    return document;
}

static const PagePicture *picture_of(const Document *document, guint page)
{
    return &((const Page *)document->pages->pdata[page - 1])->picture;
}

static void is_left_out(const Document *document, guint page, const char *why)
{
    ck_assert_ptr_null(picture_of(document, page)->bytes);
    ck_assert_str_eq(picture_of(document, page)->left_out, why);
}

static guint32 number_at(const GByteArray *bytes, guint at)
{
    return (guint32)bytes->data[at] << 24 | (guint32)bytes->data[at + 1] << 16 |
           (guint32)bytes->data[at + 2] << 8 | bytes->data[at + 3];
}

START_TEST(pages_are_drawn_at_their_size)
{
    g_autoptr(GString) pdf = pdf_of_pages(three, 3, "");
    g_autoptr(Document) document =
        drawn(pdf, (const int[]){1, 2, 3}, 3, (DrawLimits){10, 1 << 20, 60});
    for (guint page = 1; page <= 3; page++) {
        const PagePicture *picture = picture_of(document, page);
        ck_assert_str_eq(picture->type, "image/png");
        ck_assert(memcmp(picture->bytes->data, "\x89PNG\r\n\x1a\n", 8) == 0);
        ck_assert_uint_eq(number_at(picture->bytes, 16), 800); /* 400 points at 144 an inch */
        ck_assert_uint_eq(number_at(picture->bytes, 20), 1200);
        ck_assert_uint_eq(picture->bytes->data[25], page == 2 ? 3 : 0); /* a palette, or grays */
    }
}
END_TEST

START_TEST(what_is_beyond_a_limit_says_so)
{
    g_autoptr(GString) pdf = pdf_of_pages(three, 3, "");
    g_autoptr(Document) one = drawn(pdf, (const int[]){3, 1, 2}, 3, (DrawLimits){1, 1 << 20, 60});
    ck_assert_ptr_nonnull(picture_of(one, 3)->bytes);
    is_left_out(one, 1, "pages");
    is_left_out(one, 2, "pages");
    g_autoptr(Document) small = drawn(pdf, (const int[]){1, 2, 3}, 3, (DrawLimits){10, 100, 60});
    is_left_out(small, 1, "bytes");
    g_autoptr(Document) late = drawn(pdf, (const int[]){1, 2, 3}, 3, (DrawLimits){10, 1 << 20, 0});
    is_left_out(late, 1, "seconds");
}
END_TEST

START_TEST(a_vast_page_has_no_more_pixels)
{
    g_autoptr(GString) pdf = pdf_of_pages(three, 1, "/UserUnit 10/CropBox[0 0 400 600]");
    gchar *box = strstr(pdf->str, "MediaBox[0 0 400 600]");
    memcpy(box, "MediaBox[0 0 4e3 6e3]", strlen("MediaBox[0 0 400 600]"));
    g_autoptr(Document) document =
        drawn(pdf, (const int[]){1, 7, -1}, 3, (DrawLimits){10, 1 << 20, 60});
    const GByteArray *bytes = picture_of(document, 1)->bytes;
    ck_assert_ptr_nonnull(bytes);
    ck_assert_uint_le((guint64)number_at(bytes, 16) * number_at(bytes, 20), 3100000);
}
END_TEST

/* ---- Skew ------------------------------------------------------------------------------------ */

/* Lines of words that climb by so many degrees, as a scan has them: a path, not text. */
static GString *lines_at(double degrees)
{
    GString *pdf = g_string_new(NULL);
    cairo_surface_t *surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR, NULL);
    cairo_t *pen = cairo_create(surface);
    cairo_translate(pen, 200, 300);
    cairo_rotate(pen, -degrees * G_PI / 180);
    cairo_translate(pen, -200, -300);
    cairo_set_font_size(pen, 16);
    for (int line = 0; line < 12; line++) {
        cairo_move_to(pen, 40, 100 + 30 * line);
        cairo_text_path(pen, line == 0 ? "Nombre de conseillers presents"
                                       : "le conseil municipal decide que");
    }
    cairo_identity_matrix(pen); /* and so the path in points of the page */
    cairo_path_t *path = cairo_copy_path(pen);
    char number[2][G_ASCII_DTOSTR_BUF_SIZE];
    for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
        const cairo_path_data_t *data = &path->data[i];
        int points = data->header.length - 1;
        for (int k = 1; k <= points; k++)
            g_string_append_printf(
                pdf, "%s %s ",
                g_ascii_formatd(number[0], sizeof number[0], "%.2f", data[k].point.x),
                g_ascii_formatd(number[1], sizeof number[1], "%.2f", 600 - data[k].point.y));
        g_string_append(pdf, data->header.type == CAIRO_PATH_MOVE_TO    ? "m\n"
                             : data->header.type == CAIRO_PATH_LINE_TO  ? "l\n"
                             : data->header.type == CAIRO_PATH_CURVE_TO ? "c\n"
                                                                        : "h\n");
    }
    g_string_append(pdf, "f\n");
    cairo_path_destroy(path);
    cairo_destroy(pen);
    cairo_surface_destroy(surface);
    return pdf;
}

typedef struct Source {
    const guint8 *data;
    guint left;
} Source;

static cairo_status_t feed(void *closure, unsigned char *data, unsigned int length)
{
    Source *source = closure;
    if (length > source->left)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(data, source->data, length);
    source->data += length;
    source->left -= length;
    return CAIRO_STATUS_SUCCESS;
}

/* The part of a box's pixels that is dark. */
static double ink_in(cairo_surface_t *surface, double scale, Box box)
{
    const unsigned char *data = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);
    long dark = 0, all = 0;
    for (int y = (int)(box.y0 * scale); y < (int)(box.y1 * scale); y++)
        for (int x = (int)(box.x0 * scale); x < (int)(box.x1 * scale); x++, all++)
            dark += data[y * stride + 4 * x] < 128;
    return (double)dark / (double)MAX(all, 1);
}

/* Reads and draws such a page, and looks for ink where its letters are said to be. */
static void assert_ink_in_boxes(double degrees, int turns)
{
    const ReadOptions options = READ_OPTIONS_INIT;
    g_autoptr(GString) path = lines_at(degrees);
    const char *content = path->str;
    g_autoptr(GString) pdf = pdf_of_pages(&content, 1, "");
    g_autoptr(GArray) numbers = g_array_new(false, false, sizeof(int));
    g_array_append_val(numbers, ((int){1}));
    g_autoptr(Document) document = document_read(pdf->str, pdf->len, &options);
    Page *page = document->pages->pdata[0];
    page->picture.turns = page->turns;
    document_draw(document, pdf->str, pdf->len, numbers, &(DrawLimits){1, 1 << 20, 60});
    ck_assert_int_eq(page->turns, turns);
    ck_assert(fabs(page->skew - (turns == 1   ? degrees - 90
                                 : turns == 3 ? degrees + 90
                                              : degrees)) < 0.3);
    Source source = {page->picture.bytes->data, page->picture.bytes->len};
    cairo_surface_t *surface = cairo_image_surface_create_from_png_stream(feed, &source);
    ck_assert_int_eq(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
    guint letters = 0, inked = 0;
    for (guint i = 0; i < page->glyphs->len; i++) {
        const Glyph *glyph = &g_array_index(page->glyphs, Glyph, i);
        if (!g_unichar_isalpha(glyph->ch))
            continue;
        letters++;
        inked += ink_in(surface, 2, glyph->box) > 0.08;
    }
    ck_assert_uint_gt(letters, 200);
    ck_assert_uint_gt(inked, letters * 9 / 10);
    cairo_surface_destroy(surface);
}

START_TEST(words_of_a_page_askew_lie_in_their_boxes)
{
    assert_ink_in_boxes(2, 0);
}
END_TEST

/* Lines that run up the page, a little askew, are turned clockwise to be read. */
START_TEST(words_of_a_page_on_its_side_lie_in_their_boxes)
{
    assert_ink_in_boxes(91, 1);
    assert_ink_in_boxes(-89, 3);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("draw");
    TCase *tcase = tcase_create("pictures");
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, pages_are_drawn_at_their_size);
    tcase_add_test(tcase, what_is_beyond_a_limit_says_so);
    tcase_add_test(tcase, a_vast_page_has_no_more_pixels);
    tcase_add_test(tcase, words_of_a_page_askew_lie_in_their_boxes);
    tcase_add_test(tcase, words_of_a_page_on_its_side_lie_in_their_boxes);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* What is done to a scanned page so that the recogniser reads what it would lose: underlines, rows
 * of stops before a number, numbers and crosses that stand alone in a table, the marks of a list,
 * gray paper, a page on its side. */
#include "../../src/read/scan.h"
#include "../../src/read/words.h"

#include <cairo.h>
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WIDE = 420, HIGH = 300, DPI = 200 };

typedef struct Words {
    const char *words;
    double x, y, size;
    bool underlined;
} Words;

static cairo_t *paper(cairo_surface_t **surface)
{
    *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDE * DPI / 72, HIGH * DPI / 72);
    cairo_t *pen = cairo_create(*surface);
    cairo_set_source_rgb(pen, 1, 1, 1);
    cairo_paint(pen);
    cairo_set_source_rgb(pen, 0.1, 0.1, 0.1);
    cairo_scale(pen, DPI / 72.0, DPI / 72.0);
    return pen;
}

static void rule(cairo_t *pen, double x0, double y0, double x1, double y1)
{
    cairo_set_line_width(pen, 1);
    cairo_move_to(pen, x0, y0);
    cairo_line_to(pen, x1, y1);
    cairo_stroke(pen);
}

static void write_words(cairo_t *pen, const Words *line)
{
    cairo_text_extents_t extents;
    cairo_select_font_face(pen, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(pen, line->size);
    cairo_text_extents(pen, line->words, &extents);
    cairo_move_to(pen, line->x, line->y);
    cairo_show_text(pen, line->words);
    if (line->underlined)
        rule(pen, line->x, line->y + 1.6, line->x + extents.x_advance, line->y + 1.6);
}

/* The picture of a page. Ends the drawing. */
static Picture *take_picture(cairo_t *pen, cairo_surface_t *surface)
{
    cairo_destroy(pen);
    cairo_surface_flush(surface);
    int width = cairo_image_surface_get_width(surface);
    int height = cairo_image_surface_get_height(surface);
    Picture *picture = picture_new(width, height, DPI);
    const unsigned char *pixels = cairo_image_surface_get_data(surface);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            picture->pixels[y * width + x] =
                pixels[y * cairo_image_surface_get_stride(surface) + 4 * x];
    cairo_surface_destroy(surface);
    return picture;
}

/* What is read of the picture, its lines in the order the recogniser gives them. */
static char *read_picture(Picture *picture, Page *page)
{
    g_autoptr(Ocr) ocr = ocr_load(NULL);
    ck_assert_ptr_nonnull(ocr);
    ck_assert_int_eq(scan_recognise(ocr, page, picture, 60), OCR_DONE);
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < page->glyphs->len; i++)
        g_string_append_unichar(text, g_array_index(page->glyphs, Glyph, i).ch);
    return g_string_free(text, FALSE);
}

/* The same of a page. Ends the drawing. */
static char *read_page(cairo_t *pen, cairo_surface_t *surface)
{
    g_autoptr(Document) document = document_new();
    Page *page = document_add_page(document, WIDE, HIGH, TEXT_SOURCE_OCR);
    g_autoptr(Picture) picture = take_picture(pen, surface);
    return read_picture(picture, page);
}

static guint count(const char *text, const char *words)
{
    guint found = 0;
    for (const char *at = text; (at = strstr(at, words)); at += strlen(words))
        found++;
    return found;
}

START_TEST(an_underline_takes_no_descender_away)
{
    static const Words lines[] = {
        {"Désignation d'un délégué au syndicat", 30, 60, 13, true},
        {"Vidéoprotection : plan de financement", 30, 100, 13, true},
        {"Le conseil municipal approuve la proposition.", 30, 140, 11, false},
    };
    cairo_surface_t *surface;
    cairo_t *pen = paper(&surface);
    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
        write_words(pen, &lines[i]);
    g_autofree char *text = read_page(pen, surface);
    ck_assert_msg(strstr(text, "Désignation d"), "%s", text);
    ck_assert_msg(strstr(text, "délégué au syndicat\n"), "%s", text);
    ck_assert_msg(strstr(text, "Vidéoprotection : plan de financement\n"), "%s", text);
}
END_TEST

static const Words sentences[] = {
    {"Le conseil municipal, après en avoir délibéré,", 30, 60, 11, false},
    {"décide à l'unanimité d'approuver le procès-verbal", 30, 80, 11, false},
    {"de la séance du 12 décembre et charge le maire", 30, 100, 11, false},
    {"de le publier sur le site de la commune.", 30, 120, 11, false},
};

static Picture *picture_of_sentences(void)
{
    cairo_surface_t *surface;
    cairo_t *pen = paper(&surface);
    for (size_t i = 0; i < G_N_ELEMENTS(sentences); i++)
        write_words(pen, &sentences[i]);
    return take_picture(pen, surface);
}

START_TEST(a_page_on_its_side_is_read_as_it_should_lie)
{
    g_autoptr(Picture) picture = picture_of_sentences();
    g_autoptr(Picture) turned = picture_turned(picture, 1);
    g_autoptr(Document) document = document_new();
    Page *page = document_add_page(document, HIGH, WIDE, TEXT_SOURCE_OCR);
    g_autofree char *text = read_picture(turned, page);
    ck_assert_msg(strstr(text, "unanimité") && strstr(text, "approuver le procès-verbal\n"), "%s",
                  text);
    ck_assert_int_eq(page->turns, 3);
    ck_assert_int_eq(page->width, WIDE);
    /* on the page as it is shown, the first line runs down its right side */
    Box first = g_array_index(page->glyphs, Glyph, 0).box;
    Box shown = box_before_turn(first, page->turns, HIGH, WIDE);
    ck_assert_float_gt(shown.x0, HIGH - 70);
    ck_assert_float_lt(shown.y1, 50);
}
END_TEST

START_TEST(gray_paper_is_paper)
{
    g_autoptr(Picture) picture = picture_of_sentences();
    g_autoptr(Document) document = document_new();
    Page *page = document_add_page(document, WIDE, HIGH, TEXT_SOURCE_OCR);
    for (int y = 0; y < picture->height; y++)
        for (int x = 0; x < picture->width; x++) {
            guint8 *gray = &picture->pixels[y * picture->width + x];
            *gray = (guint8)(*gray * (200 - 70 * x / picture->width) / 255);
        }
    g_autofree char *text = read_picture(picture, page);
    for (size_t i = 0; i < G_N_ELEMENTS(sentences); i++) {
        g_auto(GStrv) words = g_strsplit(sentences[i].words, "'", 2); /* which is read as another */
        ck_assert_msg(strstr(text, words[0]), "%s of %s", words[0], text);
    }
}
END_TEST

START_TEST(a_leader_hides_no_number)
{
    static const Words lines[] = {
        {"Nombre de conseillers en exercice ...................... 15", 30, 60, 11, false},
        {"Nombre de conseillers présents ........................... 9", 30, 80, 11, false},
        {"Nombre de pouvoirs ............................................ 2", 30, 100, 11, false},
        {"Le conseil municipal, légalement convoqué, s'est réuni.", 30, 130, 11, false},
    };
    cairo_surface_t *surface;
    cairo_t *pen = paper(&surface);
    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
        write_words(pen, &lines[i]);
    g_autofree char *text = read_page(pen, surface);
    ck_assert_msg(strstr(text, "15\n"), "%s", text);
    ck_assert_msg(strstr(text, "9\n"), "%s", text);
    ck_assert_msg(strstr(text, "2\n"), "%s", text);
    ck_assert_uint_ge(count(text, "…"), 3);
    ck_assert_msg(!strstr(text, "..."), "%s", text);
}
END_TEST

START_TEST(crosses_and_numbers_of_a_table_are_seen)
{
    static const char *const names[] = {"ARNAUDET Odile",  "BOUCHARDY Patrice", "CHAUMEIX Rémi",
                                        "DELPUECH Fanny",  "EYMERY Gaston",     "FOURNEL Bruno",
                                        "GOUTTEBEL Aline", "JARRIGEON Alain"};
    cairo_surface_t *surface;
    cairo_t *pen = paper(&surface);
    for (int i = 0; i < (int)G_N_ELEMENTS(names); i++) {
        double y = 60 + 20 * i;
        g_autofree char *number = g_strdup_printf("%d", 7 + i);
        write_words(pen, &(Words){names[i], 36, y, 9, false});
        write_words(pen, &(Words){"X", 186, y, 9, false});
        write_words(pen, &(Words){number, 266, y, 9, false});
        rule(pen, 30, y + 7, 360, y + 7);
    }
    rule(pen, 30, 46, 360, 46);
    for (int i = 0; i < 4; i++)
        rule(pen, (double[]){30, 180, 260, 360}[i], 46, (double[]){30, 180, 260, 360}[i], 207);
    g_autofree char *text = read_page(pen, surface);
    guint crosses = count(text, "X\n") + count(text, "X ") + count(text, "x\n") + count(text, "x ");
    ck_assert_msg(crosses >= G_N_ELEMENTS(names), "%s", text); /* CHAUMEIX is one more */
    for (int i = 0; i < (int)G_N_ELEMENTS(names); i++) {
        g_autofree char *number = g_strdup_printf("%d\n", 7 + i);
        ck_assert_msg(strstr(text, number), "%d of %s", 7 + i, text);
    }
}
END_TEST

/* The walls of a table are seen, and a stroke of its own is none. */
START_TEST(walls_of_a_table_are_seen)
{
    cairo_surface_t *surface;
    cairo_t *pen = paper(&surface);
    for (int i = 0; i < 4; i++) {
        write_words(pen, &(Words){"Anne ROC", 36, 72 + 20 * i, 10, false});
        rule(pen, 30, 58 + 20 * i, 200, 58 + 20 * i);
    }
    rule(pen, 30, 138, 200, 138);
    for (int i = 0; i < 3; i++)
        rule(pen, 30 + 85 * i, 58, 30 + 85 * i, 138);
    rule(pen, 300, 58, 300, 138);
    g_autoptr(Document) document = document_new();
    Page *page = document_add_page(document, WIDE, HIGH, TEXT_SOURCE_OCR);
    g_autoptr(Picture) picture = take_picture(pen, surface);
    g_autofree char *text = read_picture(picture, page);
    ck_assert_uint_eq(page->walls->len, 3);
    for (guint i = 0; i < page->walls->len; i++) {
        Box wall = g_array_index(page->walls, Box, i);
        ck_assert(wall.x1 < 220 && wall.y0 < 62 && wall.y1 > 134);
    }
    ck_assert_uint_eq(count(text, "Anne ROC"), 4);
}
END_TEST

/* What becomes of two numbers with a stroke from x0 to x1 at the foot of the gap between them,
 * which is from 30 to 40. */
static void check_underscore(int x0, int x1, const char *joined)
{
    g_autoptr(Picture) picture = picture_new(80, 60, DPI);
    g_autoptr(GArray) glyphs = g_array_new(false, false, sizeof(Glyph));
    Glyph left = {.ch = '4', .box = {20, 20, 30, 36}, .confidence = 90};
    Glyph space = {.ch = ' ', .confidence = 100};
    Glyph right = {.ch = '1', .box = {40, 20, 50, 36}, .confidence = 80};
    g_array_append_val(glyphs, left);
    g_array_append_val(glyphs, space);
    g_array_append_val(glyphs, right);
    for (int y = 38; y < 40; y++)
        for (int x = x0; x < x1; x++)
            picture->pixels[y * picture->width + x] = 0;
    words_mend_underscores(picture, glyphs, 0);
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < glyphs->len; i++)
        g_string_append_unichar(text, g_array_index(glyphs, Glyph, i).ch);
    ck_assert_str_eq(text->str, joined);
}

START_TEST(an_underscore_is_no_space)
{
    check_underscore(30, 40, "4_1");
    check_underscore(29, 41, "4_1");
    check_underscore(0, 0, "4 1");
    check_underscore(30, 34, "4 1"); /* dust */
    check_underscore(18, 52, "4 1"); /* an underline */
}
END_TEST

START_TEST(numbers_with_underscores_are_read_whole)
{
    static const char *const titles[] = {"Révision des statuts", "Adhésion à l'agence",
                                         "Tarifs de la cantine", "Vente de la grange"};
    cairo_surface_t *surface;
    cairo_t *pen = paper(&surface);
    for (int i = 0; i < (int)G_N_ELEMENTS(titles); i++) {
        double y = 60 + 24 * i;
        g_autofree char *number = g_strdup_printf("2025_04%d", i + 1);
        write_words(pen, &(Words){number, 36, y, 11, false});
        write_words(pen, &(Words){titles[i], 146, y, 11, false});
    }
    write_words(pen, &(Words){"Article 2025 12", 36, 160, 11, true});
    g_autofree char *text = read_page(pen, surface);
    ck_assert_msg(count(text, "2025_04") >= G_N_ELEMENTS(titles) - 1, "%s", text);
    ck_assert_msg(!strstr(text, "2025_12"), "%s", text);
}
END_TEST

START_TEST(the_marks_of_a_list_are_no_letters)
{
    static const Words lines[] = {
        {"Étaient présents :", 30, 60, 11, false},
        {"• Monsieur Clovis HUGUENIN", 30, 80, 11, false},
        {"• Madame Reine ADAMCZYK", 30, 96, 11, false},
        {"• Monsieur Joris KERLEAU", 30, 112, 11, false},
    };
    cairo_surface_t *surface;
    cairo_t *pen = paper(&surface);
    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
        write_words(pen, &lines[i]);
    g_autofree char *text = read_page(pen, surface);
    for (size_t i = 1; i < G_N_ELEMENTS(lines); i++) {
        const char *name = strchr(lines[i].words, ' ') + 1, *at = strstr(text, name);
        ck_assert_msg(at != NULL, "%s", text);
        bool marked = at - text >= 4 && strncmp(at - 4, "• ", 4) == 0;
        ck_assert_msg(marked || at == text || at[-1] == '\n', "%s", text);
    }
}
END_TEST

START_TEST(stops_that_are_dust_are_dropped)
{
    static const char *const lines[][2] = {
        {"Membres titulaires. présents :", "Membres titulaires présents :"},
        {".CARNAVAL, M. Guillaume", "CARNAVAL, M. Guillaume"},
        {"la loi. Le maire", "la loi. Le maire"},
        {"env. trois ans, art. premier", "env. trois ans, art. premier"},
        {"approuve le projet.", "approuve le projet."},
        {"... suite", "... suite"},
        {"‘Objet : Vente de l’Ouche", "Objet : Vente de l’Ouche"},
        {"Présent(e)}s :", "Présent(e)s :"},
        {"Octave GROSSETÊTE. est élu", "Octave GROSSETÊTE est élu"},
        {"l'art. L. 2121", "l'art. L. 2121"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_autoptr(GArray) glyphs = g_array_new(false, false, sizeof(Glyph));
        for (const char *at = lines[i][0]; *at; at = g_utf8_next_char(at))
            g_array_append_val(glyphs, ((Glyph){.ch = g_utf8_get_char(at)}));
        words_drop_dust(glyphs, 0);
        GString *left = g_string_new(NULL);
        for (guint k = 0; k < glyphs->len; k++)
            g_string_append_unichar(left, g_array_index(glyphs, Glyph, k).ch);
        g_autofree char *text = g_string_free(left, FALSE);
        ck_assert_str_eq(text, lines[i][1]);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scan");
    TCase *tcase = tcase_create("prepared pages");
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, an_underline_takes_no_descender_away);
    tcase_add_test(tcase, a_page_on_its_side_is_read_as_it_should_lie);
    tcase_add_test(tcase, gray_paper_is_paper);
    tcase_add_test(tcase, a_leader_hides_no_number);
    tcase_add_test(tcase, crosses_and_numbers_of_a_table_are_seen);
    tcase_add_test(tcase, walls_of_a_table_are_seen);
    tcase_add_test(tcase, an_underscore_is_no_space);
    tcase_add_test(tcase, numbers_with_underscores_are_read_whole);
    tcase_add_test(tcase, the_marks_of_a_list_are_no_letters);
    tcase_add_test(tcase, stops_that_are_dust_are_dropped);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

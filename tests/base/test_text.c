/* Text: two twins, and the way from one to the other and to the page. */
#include "../../src/base/text.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

/* Appends a line at height `y`: each character is 10 wide and 10 high. */
static void add_line(Text *text, const char *utf8, int page, float y, unsigned flags)
{
    float x = 0;
    for (const char *p = utf8; *p; p = g_utf8_next_char(p), x += 10)
        text_append(text, g_utf8_get_char(p), page, (Box){x, y, x + 10, y + 10}, 90);
    text_end_line(text, page, 11, flags);
}

static Span find(const Text *text, const char *folded)
{
    const char *at = strstr(text_folded(text, NULL), folded);
    ck_assert_msg(at != NULL, "no %s", folded);
    size_t start = (size_t)(at - text_folded(text, NULL));
    return (Span){start, start + strlen(folded)};
}

START_TEST(test_twins)
{
    g_autoptr(Text) text = text_new();
    add_line(text, "Délibération n° 12", 1, 0, LINE_BOLD);
    add_line(text, "", 1, 10, 0);
    add_line(text, "Coût : 3 €", 2, 20, 0);
    size_t length;
    ck_assert_str_eq(text_folded(text, &length), "Deliberation no 12\n\nCout : 3 EUR\n");
    ck_assert_uint_eq(length, strlen(text_folded(text, NULL)));
    ck_assert_str_eq(text_original(text, &length), "Délibération n° 12\n\nCoût : 3 €\n");
    ck_assert_uint_eq(length, strlen(text_original(text, NULL)));
}
END_TEST

START_TEST(test_quote)
{
    g_autoptr(Text) text = text_new();
    add_line(text, "séance à l’œuvre…", 1, 0, 0);
    add_line(text, "20 000 €", 1, 10, 0);
    g_autofree char *word = text_quote(text, find(text, "oeuvre"));
    ck_assert_str_eq(word, "œuvre");
    g_autofree char *half = text_quote(text, find(text, "e..")); /* a part of « … » is all of it */
    ck_assert_str_eq(half, "e…");
    g_autofree char *lines = text_quote(text, find(text, "...\n20 000 EUR"));
    ck_assert_str_eq(lines, "…\n20 000 €");
    g_autofree char *none = text_quote(text, (Span){3, 3});
    ck_assert_str_eq(none, "");
    size_t length;
    text_folded(text, &length);
    Span end = text_original_span(text, (Span){length, length});
    text_original(text, &length);
    ck_assert_uint_eq(end.start, length);
    ck_assert_uint_eq(end.end, length);
}
END_TEST

START_TEST(test_dropped_characters_stay_in_quotes)
{
    g_autoptr(Text) text = text_new();
    add_line(text, "déli\u00ADbère\u200B ici", 1, 0, 0);
    ck_assert_str_eq(text_folded(text, NULL), "delibere ici\n");
    g_autofree char *quote = text_quote(text, find(text, "delibere"));
    ck_assert_str_eq(quote, "déli\u00ADbère");
}
END_TEST

/* What recognition garbled is folded as it should be, and quoted as it stands. */
START_TEST(test_folded_otherwise)
{
    g_autoptr(Text) text = text_new();
    text_append_as(text, 0xC9, "S", 1, 1, (Box){0, 0, 5, 10}, 70);
    text_append_as(text, '4', "ea", 2, 1, (Box){5, 0, 10, 10}, 60);
    text_append_as(text, 'x', "", 0, 1, (Box){10, 0, 15, 10}, 60);
    text_append(text, '!', 1, (Box){15, 0, 20, 10}, 100);
    text_end_line(text, 1, 0, 0);
    ck_assert_str_eq(text_folded(text, NULL), "Sea!\n");
    g_autofree char *quote = text_quote(text, find(text, "Sea!"));
    ck_assert_str_eq(quote, "É4x!");
    g_autoptr(GArray) places = g_array_new(false, false, sizeof(Place));
    text_locate(text, find(text, "a"), places);
    ck_assert_float_eq(g_array_index(places, Place, 0).box.x0, 5);
}
END_TEST

START_TEST(test_composition)
{
    g_autoptr(Text) text = text_new();
    add_line(text, "E\u0301tat a\u0302\u0323 c\u0327a \u212B \u0301x", 1, 0, 0);
    ck_assert_str_eq(text_folded(text, NULL), "Etat a ca A x\n");
    g_autofree char *composed =
        g_utf8_normalize(text_original(text, NULL), -1, G_NORMALIZE_DEFAULT_COMPOSE);
    ck_assert_str_eq(text_original(text, NULL), composed);
    g_autoptr(GArray) places = g_array_new(false, false, sizeof(Place));
    text_locate(text, find(text, "E"), places); /* both boxes are the letter's */
    ck_assert_float_eq(g_array_index(places, Place, 0).box.x1, 20);
}
END_TEST

START_TEST(test_mark_at_line_start)
{
    g_autoptr(Text) text = text_new();
    add_line(text, "a", 1, 0, 0);
    add_line(text, "\u0301b", 1, 10, 0);
    ck_assert_str_eq(text_folded(text, NULL), "a\nb\n");
    ck_assert_uint_eq(text_line_count(text), 2);
}
END_TEST

START_TEST(test_many_marks)
{
    g_autoptr(Text) text = text_new();
    text_append(text, 'e', 1, (Box){0}, 100);
    for (int i = 0; i < 100000; i++)
        text_append(text, 0x0301, 1, (Box){0}, 100);
    text_end_line(text, 1, 0, 0);
    ck_assert_str_eq(text_folded(text, NULL), "e\n");
    ck_assert(g_utf8_validate(text_original(text, NULL), -1, NULL));
}
END_TEST

START_TEST(test_impossible_characters)
{
    static const gunichar bad[] = {0, 0xD800, 0x110000, 0xFFFFFFFF, '\n', '\r', 0x2028, 0x1B};
    g_autoptr(Text) text = text_new();
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
        text_append(text, bad[i], 1, (Box){0}, 100);
    text_end_line(text, 1, 0, 0);
    size_t length;
    ck_assert(g_utf8_validate(text_original(text, &length), -1, NULL));
    ck_assert_uint_eq(strlen(text_original(text, NULL)), length);
    ck_assert_str_eq(text_folded(text, NULL), "????    \n");
}
END_TEST

START_TEST(test_lines)
{
    g_autoptr(Text) text = text_new();
    add_line(text, "Étaient présents", 1, 0, LINE_BOLD | LINE_PARAGRAPH);
    add_line(text, "", 1, 10, 0);
    add_line(text, "Mme", 3, 20, LINE_STAMP);
    ck_assert_uint_eq(text_line_count(text), 3);
    const Line *first = text_line(text, 0), *last = text_line(text, 2);
    ck_assert_uint_eq(first->span.start, 0);
    ck_assert_uint_eq(first->span.end, 16);
    ck_assert_uint_eq(first->flags, LINE_BOLD | LINE_PARAGRAPH);
    ck_assert_float_eq(first->box.x1, 160);
    ck_assert_float_eq(first->size, 11);
    ck_assert(box_is_empty(text_line(text, 1)->box));
    ck_assert_int_eq(last->page, 3);
    ck_assert_uint_eq(text_line_at(text, 0), 0);
    ck_assert_uint_eq(text_line_at(text, 16), 0); /* its '\n' */
    ck_assert_uint_eq(text_line_at(text, 17), 1);
    ck_assert_uint_eq(text_line_at(text, 18), 2);
    ck_assert_uint_eq(text_line_at(text, 22), 2); /* the end */
    ck_assert_int_eq(text_page(text, 0), 1);
    ck_assert_int_eq(text_page(text, 18), 3);
    ck_assert_int_eq(text_page(text, 22), 3);
}
END_TEST

START_TEST(test_locate)
{
    g_autoptr(Text) text = text_new();
    add_line(text, "un œuf", 1, 0, 0);
    add_line(text, "", 1, 10, 0);
    add_line(text, "dur ici", 2, 20, 0);
    g_autoptr(GArray) places = g_array_new(false, false, sizeof(Place));
    text_locate(text, find(text, "oeuf\n\ndur"), places);
    ck_assert_uint_eq(places->len, 2);
    Place first = g_array_index(places, Place, 0), second = g_array_index(places, Place, 1);
    ck_assert_int_eq(first.page, 1);
    ck_assert_float_eq(first.box.x0, 30);
    ck_assert_float_eq(first.box.x1, 60);
    ck_assert_int_eq(second.page, 2);
    ck_assert_float_eq(second.box.x1, 30);
    ck_assert_float_eq(second.box.y0, 20);
}
END_TEST

START_TEST(test_confidence)
{
    g_autoptr(Text) text = text_new();
    text_append(text, 'a', 1, (Box){0}, 100);
    text_append(text, 'b', 1, (Box){0}, 50);
    text_append(text, 'c', 1, (Box){0}, 900);
    text_end_line(text, 1, 0, 0);
    ck_assert_double_eq_tol(text_confidence(text, (Span){0, 2}), 0.75, 1e-9);
    ck_assert_double_eq_tol(text_confidence(text, (Span){2, 4}), 1, 1e-9);
    ck_assert_double_eq_tol(text_confidence(text, (Span){1, 1}), 1, 1e-9);
}
END_TEST

START_TEST(test_blank_inside_a_quote)
{
    g_autoptr(Text) text = text_new();
    add_line(text, "Mme Rose Page 3 PÉTIT", 1, 0, 0);
    text_blank(text, find(text, "Page 3"));
    size_t length;
    text_folded(text, &length);
    g_autofree char *whole = text_quote(text, (Span){0, length - 1});
    ck_assert_str_eq(whole, "Mme Rose PÉTIT");
    g_autofree char *blanked = text_quote(text, (Span){9, 15});
    ck_assert_str_eq(blanked, "Page 3"); /* by itself it is what was printed */
    ck_assert(text_is_hidden(text, 9) && !text_is_hidden(text, 0));
}
END_TEST

START_TEST(test_blank)
{
    g_autoptr(Text) text = text_new();
    add_line(text, "Reçu en préfecture", 1, 0, 0);
    add_line(text, "le 12/03/2024", 1, 10, 0);
    Span span = {5, 24};
    text_blank(text, span);
    ck_assert_str_eq(text_folded(text, NULL), "Recu              \n     /03/2024\n");
    g_autofree char *quote = text_quote(text, span);
    ck_assert_str_eq(quote, "en préfecture\nle 12");
    ck_assert_uint_eq(text_line_at(text, 20), 1);
}
END_TEST

START_TEST(test_empty)
{
    g_autoptr(Text) text = text_new();
    size_t length = 1;
    ck_assert_str_eq(text_folded(text, &length), "");
    ck_assert_uint_eq(length, 0);
    ck_assert_str_eq(text_original(text, NULL), "");
    ck_assert_uint_eq(text_line_count(text), 0);
    ck_assert_int_eq(text_page(text, 0), 1);
    g_autofree char *quote = text_quote(text, (Span){0, 0});
    ck_assert_str_eq(quote, "");
    text_free(NULL);
}
END_TEST

/* However long the text, the twins stay parallel, and a Text folds as text_fold does. */
START_TEST(test_long_random)
{
    static const gunichar alphabet[] = {'a',    'Z',    ' ',    '7',    0xE9,   0x153,  0x20AC,
                                        0x2026, 0xAD,   0x301,  0x327,  0xFB01, 0x1E9E, 0x65E5,
                                        0xF0B7, 0x2019, 0x1100, 0x1161, 0x212B, 0xB7};
    g_autoptr(GRand) random = g_rand_new_with_seed(7);
    g_autoptr(Text) text = text_new();
    g_autoptr(GString) all = g_string_new(NULL);
    for (int line = 0; line < 2000; line++) {
        int length = g_rand_int_range(random, 0, 60);
        for (int i = 0; i < length; i++) {
            gunichar ch = alphabet[g_rand_int_range(random, 0, G_N_ELEMENTS(alphabet))];
            text_append(text, ch, line / 50 + 1, (Box){0, 0, 1, 1}, 100);
            g_string_append_unichar(all, ch);
        }
        text_end_line(text, line / 50 + 1, 0, 0);
        g_string_append_c(all, '\n');
    }
    g_autofree char *folded = text_fold(all->str);
    ck_assert_str_eq(text_folded(text, NULL), folded);
    g_autofree char *composed = g_utf8_normalize(all->str, -1, G_NORMALIZE_DEFAULT_COMPOSE);
    ck_assert_str_eq(text_original(text, NULL), composed);
    for (size_t i = 0; i < text_line_count(text); i++) {
        Span span = text_line(text, i)->span;
        g_autofree char *quote = text_quote(text, span);
        g_autofree char *again = text_fold(quote);
        ck_assert_uint_eq(strlen(again), span_length(span));
        ck_assert(strncmp(again, text_folded(text, NULL) + span.start, span_length(span)) == 0);
    }
}
END_TEST

/* Glyphs appended at once are what they are one by one, a mark behind them and its place included.
 */
START_TEST(test_ascii_at_once)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(9);
    g_autoptr(Text) text = text_new(), single = text_new();
    text_expect(text, 10);
    for (int line = 0; line < 400; line++) {
        Glyph glyphs[100];
        const int count = g_rand_int_range(random, 0, G_N_ELEMENTS(glyphs));
        for (int i = 0; i < count; i++) {
            float x = (float)g_rand_int_range(random, 0, 500), y = (float)(10 * line);
            glyphs[i] =
                (Glyph){.ch = (gunichar)g_rand_int_range(random, 0x20, 0x7F),
                        .confidence = (guint8)g_rand_int_range(random, 0, 120),
                        .box = i % 7 ? (Box){x, y, x + 5, y + (float)(i % 9 + 1)} : (Box){0}};
            text_append(single, glyphs[i].ch, line + 1, glyphs[i].box, glyphs[i].confidence);
        }
        text_append_ascii(text, glyphs, (size_t)count, line + 1);
        text_append(text, 0x301, line + 1, (Box){0, 0, 9, 9}, 50);
        text_append(single, 0x301, line + 1, (Box){0, 0, 9, 9}, 50);
        text_end_line(text, line + 1, 11, 0);
        text_end_line(single, line + 1, 11, 0);
    }
    ck_assert_str_eq(text_folded(text, NULL), text_folded(single, NULL));
    ck_assert_str_eq(text_original(text, NULL), text_original(single, NULL));
    for (size_t i = 0; i < text_line_count(text); i++) {
        const Line *line = text_line(text, i), *other = text_line(single, i);
        ck_assert_mem_eq(&line->box, &other->box, sizeof line->box);
        ck_assert_mem_eq(&line->span, &other->span, sizeof line->span);
        ck_assert_double_eq(text_confidence(text, line->span), text_confidence(single, line->span));
        if (span_length(line->span) < 3)
            continue;
        Span inside = {line->span.start + 1, line->span.end - 1};
        g_autoptr(GArray) places = g_array_new(false, false, sizeof(Place));
        text_locate(text, inside, places);
        text_locate(single, inside, places);
        ck_assert_uint_eq(places->len, 2);
        ck_assert_mem_eq(&g_array_index(places, Place, 0), &g_array_index(places, Place, 1),
                         sizeof(Place));
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("text");
    TCase *tests = tcase_create("text");
    tcase_add_test(tests, test_twins);
    tcase_add_test(tests, test_quote);
    tcase_add_test(tests, test_dropped_characters_stay_in_quotes);
    tcase_add_test(tests, test_folded_otherwise);
    tcase_add_test(tests, test_composition);
    tcase_add_test(tests, test_mark_at_line_start);
    tcase_add_test(tests, test_many_marks);
    tcase_add_test(tests, test_impossible_characters);
    tcase_add_test(tests, test_lines);
    tcase_add_test(tests, test_locate);
    tcase_add_test(tests, test_confidence);
    tcase_add_test(tests, test_blank);
    tcase_add_test(tests, test_blank_inside_a_quote);
    tcase_add_test(tests, test_empty);
    tcase_add_test(tests, test_long_random);
    tcase_add_test(tests, test_ascii_at_once);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

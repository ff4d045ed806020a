/* Text that a page's content clips away or paints over; and what only looks like it. */
#include "../../src/read/content.h"

#include <check.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static GArray *spots_of(const char *content, size_t length)
{
    GArray *spots = g_array_new(false, false, sizeof(ContentSpot));
    g_autofree char *bytes = g_memdup2(content, length); /* its end is the buffer's */
    content_hidden_spots(bytes ? bytes : "", length, spots);
    return spots;
}

#define TEXT "BT /F 12 Tf 50 450 Td (Votants) Tj ET "

static const struct {
    const char *content;
    guint spots; /* of the text at 50, 450 */
} cases[] = {
    {TEXT, 0},
    {TEXT "1 g 40 440 200 20 re f", 1},
    {TEXT "0 g 40 440 200 20 re\nf*", 1},
    {TEXT "1 1 1 rg 240 460 -200 -20 re B", 1},
    {TEXT "40 440 m 240 440 l 240 460 l 40 460 l h f", 1},
    {TEXT "q 2 0 0 2 0 0 cm 20 220 100 10 re b Q", 1},
    {TEXT "q 200 0 0 20 40 440 cm /Im1 Do Q", 1},
    {TEXT "/P <</MCID 0>> BDC 40 440 200 20 re f EMC", 1},
    {TEXT "BI /W 1 /H 1 ID (x( EI 40 440 200 20 re f", 1},
    {"q 1 0 0 1 30 430 cm BT /F 12 Tf 20 20 Td [(Vot)-3(a\\)\\](nts))] TJ ET Q 40 440 200 20 re f",
     1},
    {"BT /F 1 Tf 12 0 0 12 50 450 Tm <00566F> Tj ET 40 440 200 20 re f", 1},
    {"BT /F 12 Tf 14 TL 50 464 Td (a) Tj (b) ' ET 40 440 200 20 re f", 1},
    {"q 0 0 20 20 re W n " TEXT "Q", 1},
    {"q W n " TEXT "Q", 1},
    {"q 0 0 600 800 re W* n 0 0 20 20 re W n " TEXT "Q", 1},
    /* Painted before, elsewhere, not filled, of another form, or too thin. */
    {"1 g 40 440 200 20 re f " TEXT, 0},
    {TEXT "40 340 200 20 re f", 0},
    {TEXT "40 440 200 20 re S", 0},
    {TEXT "40 440 200 20 re n", 0},
    {TEXT "40 452 200 2 re f", 0},
    {TEXT "40 440 m 240 460 l 200 460 l h f", 0},
    {TEXT "40 440 m 40 440 240 460 240 440 c 240 460 l 40 460 l h f", 0},
    {TEXT "q 1 0 0 1 0 -100 cm 40 440 200 20 re f Q", 0},
    {TEXT "40 440 200 20 re 9 w S 40 340 200 20 re f", 0},
    {"(40 440 200 20 re f) " TEXT "% 40 440 200 20 re f", 0},
    {TEXT "BI /W 1 /H 1 ID 40 440 200 20 re f EI", 0},
    {"q 0 0 600 800 re W* n " TEXT "Q", 0},
    {"q 0 0 20 20 re W n Q " TEXT, 0},
    {"q 0 0 20 20 re n " TEXT "Q", 0},
    /* Where the second text begins is not known. */
    {"BT /F 12 Tf 50 550 Td (a) Tj (b) Tj ET 80 540 9 20 re f", 0},
};

START_TEST(test_cases)
{
    g_autoptr(GArray) spots = spots_of(cases[_i].content, strlen(cases[_i].content));
    ck_assert_msg(spots->len == cases[_i].spots, "%u in %s", spots->len, cases[_i].content);
    for (guint i = 0; i < spots->len; i++) {
        const ContentSpot *spot = &g_array_index(spots, ContentSpot, i);
        ck_assert(fabsf(spot->x - 53) < 0.1F && fabsf(spot->y - 453) < 0.1F);
        ck_assert(fabsf(spot->size - 12) < 0.1F);
    }
}
END_TEST

/* Whatever is cut off, and however deep it goes. */
START_TEST(test_any_bytes)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        for (size_t length = 0; length < strlen(cases[i].content); length++) {
            g_autoptr(GArray) spots = spots_of(cases[i].content, length);
            ck_assert_uint_le(spots->len, 1);
        }
    static const char *const parts[] = {"q ",
                                        "Q ",
                                        "[",
                                        "(",
                                        "<",
                                        "1 0 0 1 9e9 ",
                                        "Td ",
                                        "\\",
                                        TEXT,
                                        "0 0 m ",
                                        "99999999999999999999999999999999999999999 "};
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_autoptr(GString) many = g_string_new(NULL);
        for (int n = 0; n < 5000; n++)
            g_string_append(many, parts[i]);
        g_string_append(many, "-1e9 -1e9 m 0 0 9999 9999 re W 0 0 9999 9999 re f");
        g_autoptr(GArray) spots = spots_of(many->str, many->len);
        ck_assert_uint_le(spots->len, CONTENT_SPOTS_MOST);
        ck_assert(strcmp(parts[i], TEXT) != 0 || spots->len == CONTENT_SPOTS_MOST);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("content");
    TCase *tests = tcase_create("content");
    tcase_add_loop_test(tests, test_cases, 0, (int)G_N_ELEMENTS(cases));
    tcase_add_test(tests, test_any_bytes);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

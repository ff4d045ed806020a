/* delibex-bench-without: reads one document as delibex does, but for the steps that are left out.
 *
 * usage: DELIBEX_WITHOUT=STEP,STEP delibex-bench-without extract FILE
 *        delibex-bench-without steps
 *
 * tools/bench/run --ablate measures with it what each step of reading scans brings and costs. The
 * steps are functions of the program itself; the linker puts those below before them (--wrap), so
 * that the program has no switch that only a measurement wants. */
#include "../../src/act/assemble_room.h"
#include "../../src/act/mend.h"
#include "../../src/delibex.h"
#include "../../src/read/ocr.h"
#include "../../src/read/words.h"

#include <cairo.h>
#include <poppler.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Every step that can be left out, and what it does. */
static const char *const steps[][2] = {
    {"own-resolution", "drawn at the scan's own resolution"},
    {"straighten", "straightened"},
    {"turn", "pages on their side or head turned"},
    {"paper", "gray paper made white"},
    {"soften", "scans without grays softened"},
    {"rules", "ruled lines erased"},
    {"walls", "cells of tables parted at their rules"},
    {"dust", "dust and leaders erased"},
    {"lone-marks", "numbers and crosses that stand alone looked for"},
    {"words", "strays dropped, marks of lists, underscores and overlapping words mended"},
    {"bold", "bold and larger lines known as headings"},
    {"landmarks", "garbled landmarks known"},
    {"names", "garbled names repaired within the document"},
    {"subjects", "garbled words of subjects spelt as elsewhere in the document"},
    {"stamps", "dates of stamps told by all of them together"},
};

static bool without(const char *step)
{
    static char **left_out; /* of the process: the environment does not change */
    if (!left_out)
        left_out =
            g_strsplit(g_getenv("DELIBEX_WITHOUT") ? g_getenv("DELIBEX_WITHOUT") : "", ",", -1);
    return g_strv_contains((const char *const *)left_out, step);
}

/* ---- What stands before the steps ------------------------------------------------------------ */

cairo_surface_t *__real_poppler_page_get_image(PopplerPage *page, gint image);
cairo_surface_t *__wrap_poppler_page_get_image(PopplerPage *page, gint image);
cairo_surface_t *__wrap_poppler_page_get_image(PopplerPage *page, gint image)
{
    return without("own-resolution") ? NULL : __real_poppler_page_get_image(page, image);
}

double __real_picture_skew(const Picture *picture);
double __wrap_picture_skew(const Picture *picture);
double __wrap_picture_skew(const Picture *picture)
{
    return without("straighten") ? 0 : __real_picture_skew(picture);
}

Picture *__real_picture_turned(const Picture *picture, int quarters);
Picture *__wrap_picture_turned(const Picture *picture, int quarters);
Picture *__wrap_picture_turned(const Picture *picture, int quarters)
{
    return __real_picture_turned(picture, without("turn") ? 0 : quarters);
}

void __real_picture_whiten(Picture *picture);
void __wrap_picture_whiten(Picture *picture);
void __wrap_picture_whiten(Picture *picture)
{
    if (!without("paper"))
        __real_picture_whiten(picture);
}

void __real_picture_soften(Picture *picture);
void __wrap_picture_soften(Picture *picture);
void __wrap_picture_soften(Picture *picture)
{
    if (!without("soften"))
        __real_picture_soften(picture);
}

void __real_picture_erase_rules(Picture *picture, GArray *columns, GArray *walls);
void __wrap_picture_erase_rules(Picture *picture, GArray *columns, GArray *walls);
void __wrap_picture_erase_rules(Picture *picture, GArray *columns, GArray *walls)
{
    if (!without("rules"))
        __real_picture_erase_rules(picture, columns, walls);
    if (without("walls"))
        g_array_set_size(walls, 0);
}

void __real_picture_erase_dust(Picture *picture, GArray *leaders);
void __wrap_picture_erase_dust(Picture *picture, GArray *leaders);
void __wrap_picture_erase_dust(Picture *picture, GArray *leaders)
{
    if (!without("dust"))
        __real_picture_erase_dust(picture, leaders);
}

void __real_picture_lone_marks(const Picture *picture, const GArray *words, float capital,
                               GArray *lone);
void __wrap_picture_lone_marks(const Picture *picture, const GArray *words, float capital,
                               GArray *lone);
void __wrap_picture_lone_marks(const Picture *picture, const GArray *words, float capital,
                               GArray *lone)
{
    if (!without("lone-marks"))
        __real_picture_lone_marks(picture, words, capital, lone);
}

void __real_words_part(GArray *glyphs, guint first);
void __wrap_words_part(GArray *glyphs, guint first);
void __wrap_words_part(GArray *glyphs, guint first)
{
    if (!without("words"))
        __real_words_part(glyphs, first);
}

void __real_words_drop_strays(GArray *glyphs, guint first, float em);
void __wrap_words_drop_strays(GArray *glyphs, guint first, float em);
void __wrap_words_drop_strays(GArray *glyphs, guint first, float em)
{
    if (!without("words"))
        __real_words_drop_strays(glyphs, first, em);
}

void __real_words_mend_bullet(GArray *glyphs, guint first);
void __wrap_words_mend_bullet(GArray *glyphs, guint first);
void __wrap_words_mend_bullet(GArray *glyphs, guint first)
{
    if (!without("words"))
        __real_words_mend_bullet(glyphs, first);
}

void __real_words_mend_underscores(const Picture *picture, GArray *glyphs, guint first);
void __wrap_words_mend_underscores(const Picture *picture, GArray *glyphs, guint first);
void __wrap_words_mend_underscores(const Picture *picture, GArray *glyphs, guint first)
{
    if (!without("words"))
        __real_words_mend_underscores(picture, glyphs, first);
}

void __real_words_drop_dust(GArray *glyphs, guint first);
void __wrap_words_drop_dust(GArray *glyphs, guint first);
void __wrap_words_drop_dust(GArray *glyphs, guint first)
{
    if (!without("words"))
        __real_words_drop_dust(glyphs, first);
}

void __real_words_mark_bold(const GArray *strokes, GArray *glyphs);
void __wrap_words_mark_bold(const GArray *strokes, GArray *glyphs);
void __wrap_words_mark_bold(const GArray *strokes, GArray *glyphs)
{
    if (!without("bold"))
        __real_words_mark_bold(strokes, glyphs);
}

bool __real_mend_word(const char *word, size_t length, char out[MEND_MAX + 1]);
bool __wrap_mend_word(const char *word, size_t length, char out[MEND_MAX + 1]);
bool __wrap_mend_word(const char *word, size_t length, char out[MEND_MAX + 1])
{
    return !without("landmarks") && __real_mend_word(word, length, out);
}

void __real_room_repair(Room *room);
void __wrap_room_repair(Room *room);
void __wrap_room_repair(Room *room)
{
    if (!without("names"))
        __real_room_repair(room);
}

void __real_assemble_repair(const Assembly *assembly);
void __wrap_assemble_repair(const Assembly *assembly);
void __wrap_assemble_repair(const Assembly *assembly)
{
    if (!without("names"))
        __real_assemble_repair(assembly);
}

void __real_assemble_spelling(const Assembly *assembly);
void __wrap_assemble_spelling(const Assembly *assembly);
void __wrap_assemble_spelling(const Assembly *assembly)
{
    if (!without("subjects"))
        __real_assemble_spelling(assembly);
}

void __real_assemble_stamps(const Assembly *assembly);
void __wrap_assemble_stamps(const Assembly *assembly);
void __wrap_assemble_stamps(const Assembly *assembly)
{
    if (!without("stamps"))
        __real_assemble_stamps(assembly);
}

/* ---- The document ---------------------------------------------------------------------------- */

static int extract(const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *bytes = NULL;
    gsize length = 0;
    const char *const directories[] = {PATTERNS_DIR, NULL};
    DelibexOptions options = DELIBEX_OPTIONS_INIT;
    g_autoptr(DelibexRules) rules = delibex_rules_load(directories, &error);
    if (!rules || !g_file_get_contents(path, &bytes, &length, &error)) {
        fprintf(stderr, "delibex-bench-without: %s\n", error->message);
        return 1;
    }
    g_autofree char *json = delibex_extract(rules, bytes, length, path, &options);
    puts(json);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "steps") == 0) {
        for (size_t i = 0; i < G_N_ELEMENTS(steps); i++)
            printf("%s\t%s\n", steps[i][0], steps[i][1]);
        return 0;
    }
    if (argc == 3 && strcmp(argv[1], "extract") == 0)
        return extract(argv[2]);
    fprintf(stderr, "usage: delibex-bench-without extract FILE | steps\n");
    return 2;
}

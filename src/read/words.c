#include "words.h"

#include <stdlib.h>
#include <string.h>

static const float STRAY_GAP = 1.5F; /* ems: no space between words is as wide */
static const float BOLD = 1.22F;     /* times the usual thickness of strokes … */
static const float BESIDE = 1.12F;   /* … or so many, beside a line that is bold */

enum {
    CONFIDENCE_OF_STRAY = 80, /* the least that what stands apart from its line is kept with */
    STRAY_MOST = 3,           /* letters of such a word */
    INK_BELOW = 128,
    RUN_MAX = 63,    /* pixels of a run across a stroke; longer ones are bars */
    RUNS_LEAST = 60, /* across the strokes of a line, that tell how thick they are */
    LINES_LEAST = 8, /* of a page, that tell what is usual on it */
};

static int compare_floats(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

float words_median(float *values, size_t count)
{
    qsort(values, count, sizeof(float), compare_floats);
    return count > 0 ? values[count / 2] : 0;
}

/* ---- The words of a line --------------------------------------------------------------------- */

void words_close_ranks(Glyph *glyphs, guint count, Box word)
{
    for (guint i = 0; i < count; i++) {
        Box *box = &glyphs[i].box;
        float even = word.x0 + (word.x1 - word.x0) * (float)i / (float)count;
        float slack = (word.x1 - word.x0) / (float)count;
        float left = i == 0 ? word.x0 : CLAMP(box->x0, even - slack, even + slack);
        box->x0 = i == 0 ? left : MAX(left, glyphs[i - 1].box.x0);
        if (i > 0)
            glyphs[i - 1].box.x1 = box->x0;
        box->x1 = word.x1;
    }
}

/* The end of the word that begins at glyph `start`, at most `end`. */
static guint word_end(const GArray *glyphs, guint start, guint end)
{
    while (start < end && g_array_index(glyphs, Glyph, start).ch != ' ')
        start++;
    return start;
}

void words_part(GArray *glyphs, guint first)
{
    guint end = glyphs->len;
    for (guint start = first, stop; start < end; start = stop + 1) {
        stop = word_end(glyphs, start, end);
        if (stop == start || stop + 1 >= end)
            continue;
        Glyph *word = (Glyph *)glyphs->data + start;
        const Box *next = &g_array_index(glyphs, Glyph, stop + 1).box,
                  *last = &word[stop - start - 1].box;
        if (next->x0 > word->box.x0 && next->x0 < last->x1)
            words_close_ranks(word, stop - start,
                              (Box){word->box.x0, last->y0, next->x0, last->y1});
    }
}

/* True for a word [start, end) that a stroke of a pen beside the print may have made. */
static bool is_stray(const GArray *glyphs, guint start, guint end)
{
    if (end - start > STRAY_MOST)
        return false;
    for (guint i = start; i < end; i++) {
        const Glyph *glyph = &g_array_index(glyphs, Glyph, i);
        if (g_unichar_isdigit(glyph->ch) || glyph->confidence >= CONFIDENCE_OF_STRAY ||
            (end - start == 1 && (glyph->ch == 'x' || glyph->ch == 'X')))
            return false;
    }
    return true;
}

void words_drop_strays(GArray *glyphs, guint first, float em)
{
    const Glyph *at = (const Glyph *)glyphs->data;
    guint end = glyphs->len, last = end;
    while (last > first && at[last - 1].ch != ' ')
        last--;
    if (end > last && is_stray(glyphs, last, end) &&
        (last == first || at[last].box.x0 - at[last - 2].box.x1 > STRAY_GAP * em))
        g_array_set_size(glyphs, last > first ? last - 1 : first);
    guint stop = word_end(glyphs, first, glyphs->len);
    if (stop > first && stop + 1 < glyphs->len && is_stray(glyphs, first, stop) &&
        at[stop + 1].box.x0 - at[stop - 1].box.x1 > STRAY_GAP * em)
        g_array_remove_range(glyphs, first, stop + 1 - first);
}

/* True for a sign that the engine makes of a speck in front of a word: « ‘Objet », « ,Vu ». */
static bool is_speck(gunichar ch)
{
    return (ch < 0x80 && strchr(".,`'|", (int)ch)) || ch == 0x2018 || ch == 0x2019;
}

/* True for a sign in a line where none is printed: before a word, a stop behind a long word when
 * the next one is small, a brace beside a bracket. Abbreviations are short. */
static bool is_dust(const GArray *glyphs, guint first, guint at)
{
    enum { LONGEST_ABBREVIATION = 5 };
    const Glyph *line = (const Glyph *)glyphs->data;
    if ((line[at].ch == '}' || line[at].ch == '{') && at > first)
        return line[at - 1].ch == ')' || line[at - 1].ch == '(';
    if (!is_speck(line[at].ch) || at + 2 >= glyphs->len)
        return false;
    if (at == first || line[at - 1].ch == ' ')
        return g_unichar_isupper(line[at + 1].ch) && g_unichar_isalpha(line[at + 2].ch);
    guint letters = 0;
    while (letters < at - first && g_unichar_isalpha(line[at - 1 - letters].ch))
        letters++;
    return line[at].ch == '.' && letters > LONGEST_ABBREVIATION && line[at + 1].ch == ' ' &&
           g_unichar_islower(line[at + 2].ch);
}

void words_drop_dust(GArray *glyphs, guint first)
{
    for (guint at = first; at < glyphs->len; at++)
        if (is_dust(glyphs, first, at))
            g_array_remove_index(glyphs, at--);
}

void words_mend_bullet(GArray *glyphs, guint first)
{
    static const char signs[] = "+*eo";
    if (glyphs->len < first + 3 || g_array_index(glyphs, Glyph, first + 1).ch != ' ')
        return;
    Glyph *glyph = &g_array_index(glyphs, Glyph, first);
    bool ascii = glyph->ch < 0x80 && strchr(signs, (int)glyph->ch) != NULL;
    if (ascii || glyph->ch == 0xB0 || glyph->ch == 0xA2 || glyph->ch == 0xA9 || glyph->ch == 0xAE)
        glyph->ch = 0x2022;
}

/* ---- Underscores ----------------------------------------------------------------------------- */

/* How many pixels of row y are ink between x0 and x1. */
static int ink_of_row(const Picture *picture, int y, float x0, float x1)
{
    int from = MAX((int)x0, 0), to = MIN((int)x1, picture->width), ink = 0;
    if (y < 0 || y >= picture->height)
        return 0;
    for (int x = from; x < to; x++)
        ink += picture->pixels[(size_t)y * (size_t)picture->width + (size_t)x] < INK_BELOW;
    return ink;
}

/* True when a stroke runs at the foot of the gap between two letters, and not on under them, as an
 * underline does. */
static bool is_underscored(const Picture *picture, const Box *left, const Box *right)
{
    const float NARROWEST = 0.25F, WIDEST = 1.3F, THICKEST = 0.25F; /* in heights of a letter */
    const float ABOVE = 0.1F, BELOW = 0.45F, MOST = 0.6F, LEAST = 0.3F;
    float high = left->y1 - left->y0, gap = right->x0 - left->x1;
    if (gap < NARROWEST * high || gap > WIDEST * high)
        return false;
    int rows = 0;
    for (int y = (int)(left->y1 - ABOVE * high); y <= (int)(left->y1 + BELOW * high); y++) {
        if ((float)ink_of_row(picture, y, left->x1, right->x0) < MOST * gap)
            continue;
        float below = left->y1 + ABOVE * high; /* letters stand above */
        if ((float)y > below &&
            ((float)ink_of_row(picture, y, left->x0, left->x1) > MOST * (left->x1 - left->x0) &&
             (float)ink_of_row(picture, y, right->x0, right->x1) > LEAST * (right->x1 - right->x0)))
            return false;
        rows++;
    }
    return rows > 0 && (float)rows <= THICKEST * high + 1;
}

void words_mend_underscores(const Picture *picture, GArray *glyphs, guint first)
{
    for (guint i = first + 1; i + 1 < glyphs->len; i++) {
        Glyph *space = &g_array_index(glyphs, Glyph, i);
        const Glyph *left = space - 1, *right = space + 1;
        if (space->ch == ' ' && right->ch == '_' && i + 2 < glyphs->len &&
            g_unichar_isdigit(left->ch) && g_unichar_isdigit(right[1].ch)) {
            g_array_remove_index(glyphs, i); /* « 2024 _118 » */
            continue;
        }
        if (space->ch != ' ' || !g_unichar_isdigit(right->ch) ||
            !(g_unichar_isdigit(left->ch) || g_unichar_isupper(left->ch)) ||
            !is_underscored(picture, &left->box, &right->box))
            continue;
        Box box = {left->box.x1, left->box.y0, right->box.x0, left->box.y1};
        *space =
            (Glyph){.ch = '_', .box = box, .confidence = MIN(left->confidence, right->confidence)};
    }
}

/* ---- Bold lines ------------------------------------------------------------------------------ */

/* Counts the runs of dark pixels along the rows of a box by their lengths. */
static void count_runs(const Picture *picture, Box box, int runs[RUN_MAX + 1])
{
    int x0 = MAX((int)box.x0, 0), x1 = MIN((int)box.x1, picture->width);
    for (int y = MAX((int)box.y0, 0); y < MIN((int)box.y1, picture->height); y++) {
        const guint8 *row = picture->pixels + (size_t)y * (size_t)picture->width;
        for (int x = x0, run = 0; x <= x1; x++) {
            if (x < x1 && row[x] < INK_BELOW) {
                run++;
            } else if (run > 0) {
                runs[MIN(run, RUN_MAX)]++;
                run = 0;
            }
        }
    }
}

float words_thickness(const Picture *picture, const GArray *glyphs, guint first)
{
    int runs[RUN_MAX + 1] = {0}, count = 0, below = 0;
    for (guint i = first; i < glyphs->len; i++) {
        const Glyph *glyph = &g_array_index(glyphs, Glyph, i);
        if (g_unichar_isalpha(glyph->ch))
            count_runs(picture, glyph->box, runs);
    }
    for (int i = 1; i <= RUN_MAX; i++)
        count += runs[i];
    if (count < RUNS_LEAST)
        return 0;
    for (int i = 1; i <= RUN_MAX; i++) {
        if ((below + runs[i]) * 2 >= count) /* between two whole pixels */
            return (float)i - 0.5F + ((float)count / 2 - (float)below) / (float)runs[i];
        below += runs[i];
    }
    return 0;
}

static float thickness(const GArray *strokes, guint at)
{
    return at < strokes->len ? g_array_index(strokes, Stroke, at).thickness : 0;
}

/* A heading of several lines is bold in all of them, though worn print or a stamp thins one. */
static bool is_bold(const GArray *strokes, guint at, float usual)
{
    float own = thickness(strokes, at);
    return own > BOLD * usual ||
           (own > BESIDE * usual && (thickness(strokes, at - 1) > BOLD * usual ||
                                     thickness(strokes, at + 1) > BOLD * usual));
}

void words_mark_bold(const GArray *strokes, GArray *glyphs)
{
    g_autofree float *all = g_new(float, strokes->len + 1);
    guint count = 0;
    for (guint i = 0; i < strokes->len; i++)
        if (g_array_index(strokes, Stroke, i).thickness > 0)
            all[count++] = g_array_index(strokes, Stroke, i).thickness;
    if (count < LINES_LEAST)
        return;
    float usual = words_median(all, count);
    for (guint i = 0; i < strokes->len; i++) {
        const Stroke *line = &g_array_index(strokes, Stroke, i);
        bool bold = is_bold(strokes, i, usual);
        for (guint k = line->first; bold && k < line->end; k++)
            g_array_index(glyphs, Glyph, k).flags |= GLYPH_BOLD;
    }
}

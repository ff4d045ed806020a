#include "scan.h"

#include "words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    CONFIDENCE_POOR = 65, /* a mean below it: perhaps the page lies on its side or its head */
    WORDS_SURE = 12,      /* characters that a judgement on the mean needs */
    LETTERS_LEAST = 100,  /* … and one on their usual size */
};

static const double SKEW_MIN = 0.25; /* degrees: less drift than a letter's height over a page */
static const double SKEW_MAX = 7;
static const float CAPITAL = 0.7F; /* the height of a capital, in ems */

const char *scan_reason(OcrMode mode, PageText text)
{
    if (mode == OCR_NEVER)
        return NULL;
    switch (text) {
    case PAGE_TEXT_NONE:
        return "no_text";
    case PAGE_TEXT_STAMP:
        return "stamp_only";
    case PAGE_TEXT_GARBAGE:
        return "garbage";
    case PAGE_TEXT_SUSPECT:
    case PAGE_TEXT_USABLE:
        break;
    }
    return mode == OCR_ALWAYS ? "asked" : NULL;
}

/* ---- What the page has already --------------------------------------------------------------- */

/* The boxes of the page's lines, one a line (of Box). */
static GArray *line_boxes(const Page *page)
{
    GArray *boxes = g_array_new(false, false, sizeof(Box));
    Box line = {0};
    for (guint i = 0; i < page->glyphs->len; i++) {
        const Glyph *glyph = &g_array_index(page->glyphs, Glyph, i);
        bool last = i + 1 == page->glyphs->len;
        if (glyph->ch != '\n')
            line = box_union(line, glyph->box);
        if ((glyph->ch == '\n' || last) && !box_is_empty(line)) {
            g_array_append_val(boxes, line);
            line = (Box){0};
        }
    }
    return boxes;
}

static bool is_covered(const GArray *boxes, Box word)
{
    float x = (word.x0 + word.x1) / 2, y = (word.y0 + word.y1) / 2;
    for (guint i = 0; i < boxes->len; i++) {
        Box box = g_array_index(boxes, Box, i);
        float slack = (box.y1 - box.y0) / 4;
        if (x > box.x0 - slack && x < box.x1 + slack && y > box.y0 - slack && y < box.y1 + slack)
            return true;
    }
    return false;
}

static bool is_space(const Glyph *glyph)
{
    return glyph->ch == ' ' || glyph->ch == '\n';
}

/* The box of the word that begins at `start`; *end gets the glyph behind it. */
static Box word_box(const GArray *glyphs, guint start, guint *end)
{
    Box word = {0};
    for (*end = start; *end < glyphs->len && !is_space(&g_array_index(glyphs, Glyph, *end));
         (*end)++)
        word = box_union(word, g_array_index(glyphs, Glyph, *end).box);
    return word;
}

/* Appends the recognised glyphs, word by word, but those the page has already. */
static void join(Page *page, const GArray *found)
{
    g_autoptr(GArray) taken = line_boxes(page);
    const Glyph *glyphs = (const Glyph *)found->data;
    if (page->glyphs->len > 0)
        page_add_glyph(page, (Glyph){.ch = '\n', .confidence = 100});
    for (guint start = 0, end; start < found->len; start = end) {
        Box word = word_box(found, start, &end);
        bool keep = end > start && !is_covered(taken, word);
        for (; end < found->len && is_space(&glyphs[end]);)
            end++;
        for (guint i = start; i < end; i++)
            if (keep || glyphs[i].ch == '\n')
                page_add_glyph(page, glyphs[i]);
    }
}

/* ---- Recognition ----------------------------------------------------------------------------- */

/* The height of the page's usual capitals, in points; 0 when it has too few letters to tell. */
static float usual_capital(const GArray *glyphs)
{
    g_autofree float *sizes = g_new(float, glyphs->len + 1);
    guint count = 0;
    for (guint i = 0; i < glyphs->len; i++)
        if (g_array_index(glyphs, Glyph, i).size > 0)
            sizes[count++] = g_array_index(glyphs, Glyph, i).size;
    if (count < LETTERS_LEAST)
        return 0;
    return CAPITAL * words_median(sizes, count);
}

/* The boxes of the words (of Box). */
static GArray *word_boxes(const GArray *glyphs)
{
    GArray *words = g_array_new(false, false, sizeof(Box));
    for (guint start = 0, end; start < glyphs->len; start = MAX(end, start + 1)) {
        Box word = word_box(glyphs, start, &end);
        if (end > start)
            g_array_append_val(words, word);
    }
    return words;
}

/* Looks again at what stands alone and was passed over: numbers and crosses in tables. */
static void recognise_lone_marks(Ocr *ocr, const Picture *picture, GArray *glyphs)
{
    float capital = usual_capital(glyphs);
    g_autoptr(GArray) words = word_boxes(glyphs);
    g_autoptr(GArray) lone = g_array_new(false, false, sizeof(Box));
    if (capital > 0)
        picture_lone_marks(picture, words, capital, lone);
    for (guint i = 0; i < lone->len; i++)
        ocr_recognise_mark(ocr, picture, g_array_index(lone, Box, i), glyphs);
}

/* True for a row of specks that leads on from a word of its line, or to one, and lies under none:
 * that would be what is left of an underline. */
static bool is_leader(const GArray *words, Box row)
{
    const float UNDER_MOST = 0.2F; /* of its width */
    bool beside = false;
    float under = 0;
    for (guint i = 0; i < words->len; i++) {
        Box word = g_array_index(words, Box, i);
        float middle = (word.y0 + word.y1) / 2;
        if (middle < row.y0 || middle > row.y1)
            continue;
        under += MAX(MIN(word.x1, row.x1) - MAX(word.x0, row.x0), 0);
        beside = true;
    }
    return beside && under < UNDER_MOST * (row.x1 - row.x0);
}

/* Puts an ellipsis where each leader was erased. */
static void add_leaders(const GArray *leaders, GArray *glyphs)
{
    const float ASCENT = 1.2F, DESCENT = 0.3F; /* in capitals */
    float capital = usual_capital(glyphs);
    g_autoptr(GArray) words = word_boxes(glyphs);
    for (guint i = 0; capital > 0 && i < leaders->len; i++) {
        Box box = g_array_index(leaders, Box, i);
        box.y0 = box.y1 - ASCENT * capital;
        box.y1 += DESCENT * capital;
        if (!is_leader(words, box))
            continue;
        Glyph glyph = {.ch = 0x2026, .box = box, .size = capital / CAPITAL, .confidence = 100};
        g_array_append_val(glyphs, glyph);
        g_array_append_val(glyphs, ((Glyph){.ch = '\n', .confidence = 100}));
    }
}

/* What one attempt gave. */
typedef struct Reading {
    GArray *glyphs;
    GArray *columns, *walls; /* of Box */
    int confidence;
    double skew;   /* degrees that its lines climbed, before they were straightened */
    bool sideways; /* its lines run down the page */
} Reading;

static void reading_free(Reading *reading)
{
    g_array_unref(reading->glyphs);
    g_array_unref(reading->columns);
    g_array_unref(reading->walls);
    g_free(reading);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reading, reading_free)

/* One attempt, on the picture as it lies; NULL when it failed. */
static Reading *attempt(Ocr *ocr, Picture *picture, double seconds, OcrEnd *end)
{
    g_autoptr(Reading) reading = g_new0(Reading, 1);
    g_autoptr(GArray) leaders = g_array_new(false, false, sizeof(Box));
    reading->glyphs = g_array_new(false, false, sizeof(Glyph));
    reading->columns = g_array_new(false, false, sizeof(Box));
    reading->walls = g_array_new(false, false, sizeof(Box));
    double skew = picture_skew(picture);
    if (fabs(skew) > SKEW_MIN && fabs(skew) < SKEW_MAX) {
        picture_straighten(picture, skew);
        reading->skew = skew;
    }
    picture_erase_rules(picture, reading->columns, reading->walls);
    picture_erase_dust(picture, leaders);
    picture_soften(picture);
    *end = ocr_recognise(ocr, picture, seconds, reading->glyphs, &reading->confidence,
                         &reading->sideways);
    if (*end != OCR_DONE)
        return NULL;
    add_leaders(leaders, reading->glyphs);
    recognise_lone_marks(ocr, picture, reading->glyphs);
    return g_steal_pointer(&reading);
}

static bool is_poor(const Reading *reading)
{
    return reading->confidence < CONFIDENCE_POOR || reading->glyphs->len < WORDS_SURE;
}

/* A page that lies on its side or stands on its head is read as it should lie, when that reads
 * better. Gives the quarters clockwise that it was turned. */
static int attempt_turned(Ocr *ocr, const Picture *picture, double seconds, Reading **reading)
{
    enum { UP_FROM_DOWN = 3, UP_FROM_HEAD = 2 };
    bool well = (*reading)->sideways && !is_poor(*reading); /* but its lines are in no order */
    int turns = well ? UP_FROM_DOWN : picture_turns(picture);
    OcrEnd end;
    if (turns == 0)
        turns = UP_FROM_HEAD; /* too few letters to tell, and they read badly */
    g_autoptr(Picture) turned = picture_turned(picture, turns);
    g_autoptr(Reading) found = attempt(ocr, turned, seconds, &end);
    if (!found || found->sideways || (!well && found->confidence <= (*reading)->confidence))
        return 0;
    found->skew += (*reading)->skew; /* the picture was straightened once before */
    reading_free(*reading);
    *reading = g_steal_pointer(&found);
    return turns;
}

/* Turns the page, and what its layer has, so that it lies as its picture was read. */
static void turn_page(Page *page, int turns)
{
    bool across = turns % 2 != 0;
    double width = across ? page->height : page->width;
    double height = across ? page->width : page->height;
    for (guint i = 0; i < page->glyphs->len; i++) {
        Glyph *glyph = &g_array_index(page->glyphs, Glyph, i);
        glyph->box = box_before_turn(glyph->box, (4 - turns) % 4, width, height);
        glyph->flags ^= GLYPH_ROTATED;
    }
    page->width = width;
    page->height = height;
    page->turns = turns;
}

OcrEnd scan_recognise(Ocr *ocr, Page *page, Picture *picture, double seconds)
{
    gint64 started = g_get_monotonic_time();
    OcrEnd end = OCR_DONE;
    picture_whiten(picture);
    if (picture_is_blank(picture))
        return OCR_DONE;
    g_autoptr(Reading) reading = attempt(ocr, picture, seconds, &end);
    if (!reading)
        return end;
    double left = seconds - (double)(g_get_monotonic_time() - started) / G_USEC_PER_SEC;
    bool again = (is_poor(reading) || reading->sideways) && left > 0;
    int turns = again ? attempt_turned(ocr, picture, left, &reading) : 0;
    if (turns != 0)
        turn_page(page, turns);
    g_array_append_vals(page->columns, reading->columns->data, reading->columns->len);
    g_array_append_vals(page->walls, reading->walls->data, reading->walls->len);
    page->confidence = reading->confidence;
    page->skew = reading->skew;
    join(page, reading->glyphs);
    return OCR_DONE;
}

OcrEnd scan_replace(Ocr *ocr, Page *page, Picture *picture, double seconds, bool *better)
{
    g_autoptr(GArray) layer = page->glyphs;
    int before = page_text_implausible(page);
    double width = page->width, height = page->height;
    page->glyphs = g_array_new(false, false, sizeof(Glyph));
    OcrEnd end = scan_recognise(ocr, page, picture, seconds);
    *better = end == OCR_DONE && page->glyphs->len > 0 && page_text_implausible(page) < before;
    if (!*better) {
        g_array_unref(page->glyphs);
        page->glyphs = g_steal_pointer(&layer);
        g_array_set_size(page->columns, 0);
        g_array_set_size(page->walls, 0);
        page->confidence = page->turns = 0;
        page->skew = 0;
        page->width = width;
        page->height = height;
    }
    return end;
}

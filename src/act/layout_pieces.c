/* Glyphs → words → pieces, in one pass over the file's order. Distances along a line are in ems,
 * and only where the font's size is no measure of its box is the em taken from the box. */
#include "layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const float WORD_GAP = 0.12F;     /* a wider gap parts words even without a space */
static const float WORD_GAP_OCR = 0.35F; /* … where the boxes are those of the ink */
static const float PIECE_GAP = 1.3F;     /* a wider gap parts pieces */
static const float STEP_BACK = -0.4F;    /* further left than this is somewhere else */
static const float SAME_SIZE = 0.88F;    /* sizes of a lower ratio are not one run of text */
static const float THIN_SPACE = 0.16F;   /* a space as thin may be the font's, not the author's */
static const float SUPERSCRIPT_GAP = 0.4F;
static const float FARTHEST = 100000; /* no page is larger, in points */

/* Puts a box in order; one that is not on any page becomes empty. */
static Box sane(Box box)
{
    if (!(fabsf(box.x0) < FARTHEST && fabsf(box.x1) < FARTHEST && fabsf(box.y0) < FARTHEST &&
          fabsf(box.y1) < FARTHEST))
        return (Box){0};
    return (Box){MIN(box.x0, box.x1), MIN(box.y0, box.y1), MAX(box.x0, box.x1),
                 MAX(box.y0, box.y1)};
}

/* Makes a box hold another, even one without an area. */
static void widen(Box *box, Box other)
{
    box->x0 = MIN(box->x0, other.x0);
    box->y0 = MIN(box->y0, other.y0);
    box->x1 = MAX(box->x1, other.x1);
    box->y1 = MAX(box->y1, other.y1);
}

static float em_of(const Glyph *glyph, Box box)
{
    float height = box_height(box);
    return glyph->size >= 0.4F * height && glyph->size <= 1.3F * height ? glyph->size
                                                                        : 0.8F * height;
}

/* The word that is being read. */
typedef struct Reading {
    Word word;
    Box last;             /* of the last glyph */
    guint32 upright;      /* glyphs right of the one before */
    guint32 stacked;      /* glyphs on end above or below the one before */
    bool space, line_end; /* seen since the last glyph */
    float gap;            /* in ems, that starts a word without a space */
} Reading;

/* How much of the narrower of two boxes stands above or below the other: 0 to 1. */
static float box_above(Box a, Box b)
{
    float narrower = MIN(box_width(a), box_width(b));
    float over = MIN(a.x1, b.x1) - MAX(a.x0, b.x0);
    return over <= 0 || narrower <= 0 ? 0 : over / narrower;
}

/* True for glyphs turned on their sides that touch: their boxes are as wide as the font is high,
 * and as high as the glyph is wide. Upright text never looks like this, so no flag is needed. */
static bool is_stacked(Box last, Box box)
{
    float width = box_width(box), slack = 0.1F * width;
    return width > 1.1F * box_height(box) && fabsf(last.x0 - box.x0) < slack &&
           fabsf(last.x1 - box.x1) < slack &&
           (fabsf(last.y0 - box.y1) < slack || fabsf(last.y1 - box.y0) < slack);
}

/* True when a glyph follows the last one up or down the page, or leftwards. */
static bool follows_rotated(Box last, Box box)
{
    float height = MAX(box_height(last), box_height(box));
    if (box_above(last, box) > 0.4F)
        return MAX(last.y0, box.y0) - MIN(last.y1, box.y1) < 0.5F * height;
    return box_beside(last, box) >= 0.5F && fabsf(box.x1 - last.x0) < 0.5F * height;
}

static bool starts_word(const Reading *reading, const Glyph *glyph, Box box, float em)
{
    const Word *word = &reading->word;
    if (reading->space || word->start == word->end)
        return true;
    if ((word->flags & glyph->flags & GLYPH_ROTATED) != 0 && follows_rotated(reading->last, box))
        return false;
    return (box.x0 - reading->last.x1 > reading->gap * em ||
            box.x0 < reading->last.x0 + STEP_BACK * em || box_beside(reading->last, box) < 0.5F) &&
           !is_stacked(reading->last, box);
}

/* Ends the word. Flags are the reader's guess: a word that runs rightwards is not rotated. */
static void end_word(PageLayout *page, Reading *reading)
{
    Word *word = &reading->word;
    if (word->end == word->start)
        return;
    guint32 pairs = word->end - word->start - 1;
    if (reading->stacked * 2 > pairs)
        word->flags |= GLYPH_ROTATED;
    else if (reading->upright * 2 >= pairs)
        word->flags &= (guint8)~GLYPH_ROTATED;
    g_array_append_val(page->words, *word);
}

static void start_word(Reading *reading, guint32 at, const Glyph *glyph, Box box, float em)
{
    bool torn = !reading->space && box.x0 - reading->last.x1 > reading->gap * em;
    reading->word = (Word){.start = at,
                           .box = box,
                           .size = glyph->size,
                           .em = em,
                           .flags = glyph->flags,
                           .glued = !reading->space && !torn,
                           .after_break = reading->line_end || torn};
    reading->space = reading->line_end = false;
    reading->upright = reading->stacked = 0;
}

static void cut_words(PageLayout *page)
{
    const Glyph *glyphs = (const Glyph *)page->page->glyphs->data;
    guint count = page->page->glyphs->len;
    Reading reading = {.gap = page->page->source == TEXT_SOURCE_OCR ? WORD_GAP_OCR : WORD_GAP};
    for (guint i = 0; i < count; i++) {
        const Glyph *glyph = &glyphs[i];
        if (glyph->ch <= 0x20 || glyph->ch == 0xA0) {
            reading.space = true;
            reading.line_end |= glyph->ch == '\n';
            continue;
        }
        Box box = sane(glyph->box), last = reading.last;
        if (box.y1 <= box.y0) /* no place of its own: it follows the last */
            box = (Box){last.x1, last.y0, last.x1, last.y1};
        float em = em_of(glyph, box);
        Word *word = &reading.word;
        if (starts_word(&reading, glyph, box, em)) {
            end_word(page, &reading);
            start_word(&reading, i, glyph, box, em);
        } else {
            bool upright = box.x0 > last.x0 && box_beside(last, box) >= 0.5F;
            reading.upright += upright;
            reading.stacked += !upright && is_stacked(last, box);
            widen(&word->box, box);
        }
        word->end = i + 1;
        reading.last = box;
    }
    end_word(page, &reading);
}

/* True for a word too short to know by itself that it is rotated, on the line of one that is. */
static bool is_carried(const Word *word, bool rotated)
{
    return rotated && !word->after_break && word->end - word->start <= 2;
}

/* « er », « o », « eme » … raised behind a digit, or behind the n of « n° ». */
bool layout_is_superscript(const PageLayout *page, const Word *before, const Word *word)
{
    const Glyph *glyphs = (const Glyph *)page->page->glyphs->data;
    gunichar last = glyphs[before->end - 1].ch, first = glyphs[word->start].ch;
    if (word->end - word->start > 4 || !(word->size < 0.88F * before->size) ||
        word->box.x0 - before->box.x1 > SUPERSCRIPT_GAP * before->em ||
        word->box.x0 < before->box.x0 || !(word->box.y1 < before->box.y1))
        return false;
    return first < 0x100 && strchr("eronds\xE8\xE9\xB0\xBA", (int)first) != NULL &&
           (g_unichar_isdigit(last) || last == 'n' || last == 'N' || last == 'I' || last == 'X' ||
            last == 'V');
}

static bool runs_between(const GArray *rules, const Word *before, const Word *word)
{
    for (guint i = 0; rules && i < rules->len; i++) {
        Box rule = g_array_index(rules, Box, i);
        float x = (rule.x0 + rule.x1) / 2;
        if ((before->box.x0 + before->box.x1) / 2 < x && (word->box.x0 + word->box.x1) / 2 > x &&
            box_beside(rule, word->box) > 0)
            return true;
    }
    return false;
}

bool layout_is_parted(const PageLayout *page, const Word *before, const Word *word)
{
    return runs_between(page->page->columns, before, word) ||
           runs_between(page->page->walls, before, word);
}

static bool starts_piece(const PageLayout *page, const Piece *piece, const Word *before,
                         const Word *word)
{
    if (word->after_break || layout_is_parted(page, before, word))
        return true;
    bool rotated = (word->flags & GLYPH_ROTATED) != 0 || is_carried(word, piece->rotated);
    if (rotated != piece->rotated)
        return true;
    if (rotated)
        return box_above(before->box, word->box) < 0.5F &&
               box_beside(before->box, word->box) < 0.5F;
    float em = MAX(before->em, word->em);
    float gap = word->box.x0 - before->box.x1;
    if (gap > PIECE_GAP * em || gap < STEP_BACK * em || box_beside(before->box, word->box) < 0.5F)
        return true;
    float small = MIN(before->size, word->size), large = MAX(before->size, word->size);
    return small < SAME_SIZE * large && gap > 0.15F * em &&
           !layout_is_superscript(page, before, word);
}

/* ---- Letter-spaced words --------------------------------------------------------------------- */

static bool is_single_letter(const PageLayout *page, const Word *word)
{
    return word->end - word->start == 1 &&
           g_unichar_isalpha(g_array_index(page->page->glyphs, Glyph, word->start).ch);
}

static int compare_floats(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* Glues the letters [start, end) of « D É C I D E » to words: gaps much wider than the usual one
 * part them. Letters that stand no closer to each other than to the words around are words. */
static void glue_letters(const Piece *piece, Word *words, guint32 start, guint32 end)
{
    enum { MOST = 128 };
    float gaps[MOST];
    guint32 known = MIN(end - start - 1, MOST);
    for (guint32 i = 0; i < known; i++)
        gaps[i] = words[start + i + 1].box.x0 - words[start + i].box.x1;
    qsort(gaps, known, sizeof(float), compare_floats);
    float usual = gaps[known / 2];
    if ((start > piece->first && words[start].box.x0 - words[start - 1].box.x1 < usual * 1.3F) ||
        (end < piece->last && words[end].box.x0 - words[end - 1].box.x1 < usual * 1.3F))
        return;
    float limit = MAX(usual * 1.5F, usual + 0.1F * words[start].em);
    for (guint32 i = start + 1; i < end; i++)
        if (words[i].box.x0 - words[i - 1].box.x1 <= limit)
            words[i].glued = true;
}

/* Fewer single letters in a row than this are words: « à y a ». */
enum { FEWEST_SPACED_LETTERS = 4 };

static void join_spaced_letters(PageLayout *page, const Piece *piece)
{
    Word *words = (Word *)page->words->data;
    for (guint32 start = piece->first, end; start < piece->last; start = end) {
        for (end = start; end < piece->last && is_single_letter(page, &words[end]);)
            end++;
        if (end - start >= FEWEST_SPACED_LETTERS)
            glue_letters(piece, words, start, end);
        end = MAX(end, start + 1);
    }
}

/* ---- Words that are one --------------------------------------------------------------------- */

static bool is_letter(const PageLayout *page, guint32 glyph)
{
    return g_unichar_isalpha(g_array_index(page->page->glyphs, Glyph, glyph).ch);
}

/* Glues « M odification »: a capital too wide for its advance looks like a word of its own. Its gap
 * is far thinner than the spaces of the line. */
static void join_thin_space(PageLayout *page, const Piece *piece, guint32 at)
{
    Word *words = (Word *)page->words->data;
    float gap = words[at].box.x0 - words[at - 1].box.x1, sum = 0;
    guint32 count = 0;
    if (words[at - 1].end - words[at - 1].start != 1 || !is_letter(page, words[at - 1].start) ||
        !is_letter(page, words[at].start))
        return;
    for (guint32 i = MAX(piece->first + 1, at > 8 ? at - 8 : 0); i < piece->last && i < at + 8; i++)
        if (i != at && !words[i].glued) {
            sum += words[i].box.x0 - words[i - 1].box.x1;
            count++;
        }
    if (count > 0 && gap * 1.7F < sum / (float)count)
        words[at].glued = true;
}

static void join_words(PageLayout *page, const Piece *piece)
{
    Word *words = (Word *)page->words->data;
    guint32 single = 0;
    for (guint32 i = piece->first; i < piece->last; i++) {
        single += words[i].end - words[i].start == 1;
        if (i == piece->first || words[i].glued)
            continue;
        float gap = words[i].box.x0 - words[i - 1].box.x1;
        if (words[i].size < SAME_SIZE * words[i - 1].size)
            words[i].glued = layout_is_superscript(page, &words[i - 1], &words[i]);
        else if (gap < THIN_SPACE * words[i].em)
            join_thin_space(page, piece, i);
    }
    if (single >= FEWEST_SPACED_LETTERS)
        join_spaced_letters(page, piece);
}

/* ---- Pieces ---------------------------------------------------------------------------------- */

static void add_piece(PageLayout *page, Piece *piece)
{
    if (piece->last == piece->first)
        return;
    if (!piece->rotated)
        join_words(page, piece);
    g_array_append_val(page->pieces, *piece);
}

void layout_cut_pieces(PageLayout *page)
{
    cut_words(page);
    const Word *words = (const Word *)page->words->data;
    Piece piece = {0};
    for (guint32 i = 0; i < page->words->len; i++) {
        const Word *word = &words[i];
        if (piece.last == piece.first || starts_piece(page, &piece, word - 1, word)) {
            add_piece(page, &piece);
            piece = (Piece){.first = i,
                            .box = word->box,
                            .size = word->size,
                            .rotated = (word->flags & GLYPH_ROTATED) != 0,
                            .after_break = word->after_break};
        }
        piece.last = i + 1;
        piece.letters += word->end - word->start;
        widen(&piece.box, word->box);
    }
    add_piece(page, &piece);
}

/* Glyphs → words → pieces, in one pass over the file's order. All distances are in heights of the
 * glyph's box, since the font size of a scaled text says nothing of its place on the page. */
#include "layout.h"

#include <math.h>
#include <string.h>

static const float WORD_GAP = 0.25F;   /* a wider gap parts words even without a space */
static const float PIECE_GAP = 1.0F;   /* a wider gap parts pieces */
static const float STEP_BACK = -0.35F; /* further left than this is somewhere else */
static const float SAME_SIZE = 0.88F;  /* sizes of a lower ratio are not one run of text */
static const float FARTHEST = 100000;  /* no page is larger, in points */

/* Puts a box in order; one that is not on any page becomes empty. */
static Box sane(Box box)
{
    if (!(fabsf(box.x0) < FARTHEST && fabsf(box.x1) < FARTHEST && fabsf(box.y0) < FARTHEST &&
          fabsf(box.y1) < FARTHEST))
        return (Box){0};
    return (Box){fminf(box.x0, box.x1), fminf(box.y0, box.y1), fmaxf(box.x0, box.x1),
                 fmaxf(box.y0, box.y1)};
}

/* What is between the last glyph and this one. */
typedef struct Between {
    bool space, line_end;
} Between;

static bool starts_word(const Word *word, const Box *last, const Glyph *glyph, Box box,
                        Between between)
{
    if (between.space || between.line_end || word->start == word->end)
        return true;
    if (((word->flags ^ glyph->flags) & GLYPH_ROTATED) != 0)
        return true;
    if ((glyph->flags & GLYPH_ROTATED) != 0)
        return false;
    float height = fmaxf(box_height(*last), box_height(box));
    float gap = box.x0 - last->x1;
    return gap > WORD_GAP * height || box.x0 < last->x0 + STEP_BACK * height ||
           box_beside(*last, box) < 0.5F;
}

static void add_word(PageLayout *page, Word *word)
{
    if (word->end > word->start)
        g_array_append_val(page->words, *word);
}

static void cut_words(PageLayout *page)
{
    const Glyph *glyphs = (const Glyph *)page->page->glyphs->data;
    guint count = page->page->glyphs->len;
    Word word = {0};
    Box last = {0};
    Between between = {0};
    for (guint i = 0; i < count; i++) {
        const Glyph *glyph = &glyphs[i];
        if (glyph->ch <= 0x20 || glyph->ch == 0xA0) {
            between.space = true;
            between.line_end |= glyph->ch == '\n';
            continue;
        }
        Box box = sane(glyph->box);
        if (box.y1 <= box.y0) /* no place of its own: it follows the last */
            box = (Box){last.x1, last.y0, last.x1, last.y1};
        if (starts_word(&word, &last, glyph, box, between)) {
            add_word(page, &word);
            word = (Word){.start = i,
                          .box = box,
                          .size = glyph->size,
                          .flags = glyph->flags,
                          .glued = !between.space,
                          .after_break = between.line_end};
            between = (Between){0};
        }
        word.end = i + 1;
        word.box.x0 = fminf(word.box.x0, box.x0);
        word.box.y0 = fminf(word.box.y0, box.y0);
        word.box.x1 = fmaxf(word.box.x1, box.x1);
        word.box.y1 = fmaxf(word.box.y1, box.y1);
        last = box;
    }
    add_word(page, &word);
}

/* True for a word too short to know by itself that it is rotated, on the line of one that is. */
static bool is_carried(const Word *word, bool rotated)
{
    return rotated && !word->after_break && word->end - word->start <= 2;
}

static bool starts_piece(const Piece *piece, const Word *before, const Word *word)
{
    if (word->after_break)
        return true;
    bool rotated = (word->flags & GLYPH_ROTATED) != 0 || is_carried(word, piece->rotated);
    if (rotated != piece->rotated)
        return true;
    if (rotated)
        return false;
    float height = fmaxf(box_height(before->box), box_height(word->box));
    float gap = word->box.x0 - before->box.x1;
    if (gap > PIECE_GAP * height || gap < STEP_BACK * height ||
        box_beside(before->box, word->box) < 0.5F)
        return true;
    float small = fminf(before->size, word->size), large = fmaxf(before->size, word->size);
    return small < SAME_SIZE * large && gap > 0.15F * height;
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

/* Glues the letters of « D É C I D E » to words: gaps much wider than the usual one part them. */
static void glue_letters(Word *words, guint32 count)
{
    enum { MOST = 128 };
    float gaps[MOST];
    guint32 known = MIN(count - 1, MOST);
    for (guint32 i = 0; i < known; i++)
        gaps[i] = words[i + 1].box.x0 - words[i].box.x1;
    qsort(gaps, known, sizeof(float), compare_floats);
    float usual = gaps[known / 2];
    float limit = fmaxf(usual * 1.5F, usual + 0.1F * box_height(words[0].box));
    for (guint32 i = 1; i < count; i++)
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
            glue_letters(words + start, end - start);
        end = MAX(end, start + 1);
    }
}

/* ---- Pieces ---------------------------------------------------------------------------------- */

static void add_piece(PageLayout *page, Piece *piece)
{
    if (piece->last == piece->first)
        return;
    if (!piece->rotated && piece->last - piece->first >= FEWEST_SPACED_LETTERS)
        join_spaced_letters(page, piece);
    g_array_append_val(page->pieces, *piece);
}

void layout_cut_pieces(PageLayout *page)
{
    cut_words(page);
    const Word *words = (const Word *)page->words->data;
    Piece piece = {0};
    for (guint32 i = 0; i < page->words->len; i++) {
        const Word *word = &words[i];
        if (piece.last == piece.first || starts_piece(&piece, word - 1, word)) {
            add_piece(page, &piece);
            piece = (Piece){.first = i,
                            .box = word->box,
                            .size = word->size,
                            .rotated = (word->flags & GLYPH_ROTATED) != 0,
                            .after_break = word->after_break};
        }
        piece.last = i + 1;
        piece.letters += word->end - word->start;
        piece.box.x0 = fminf(piece.box.x0, word->box.x0);
        piece.box.y0 = fminf(piece.box.y0, word->box.y0);
        piece.box.x1 = fmaxf(piece.box.x1, word->box.x1);
        piece.box.y1 = fmaxf(piece.box.y1, word->box.y1);
    }
    add_piece(page, &piece);
}

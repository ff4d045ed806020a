/* Document → Text. A page with boxes is laid out anew, whatever order its file holds; a plain page
 * keeps its lines. */
#include "layout.h"
#include "mend.h"

#include "act.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const float CELL_GAP = 1.4F;        /* ems between two cells of a row */
static const float CELL_GAP_BROKEN = 0.7F; /* … when the file, too, parted them */
static const float WORD_GAP = 0.15F;       /* ems between two words */
static const float PARAGRAPH_GAP = 1.3F;   /* usual distances between lines */

static const char *const CELLS_APART = "   ";

/* ---- Plain pages ----------------------------------------------------------------------------- */

/* True when the glyphs have no boxes to go by: their order is then all there is. */
static bool is_plain(const Page *page)
{
    guint boxes = 0, letters = 0;
    if (page->source == TEXT_SOURCE_PLAIN)
        return true;
    for (guint i = 0; i < page->glyphs->len; i++) {
        const Glyph *glyph = &g_array_index(page->glyphs, Glyph, i);
        letters += glyph->ch > 0x20;
        boxes += glyph->ch > 0x20 && !box_is_empty(glyph->box);
    }
    return boxes * 2 < letters;
}

static StampWords plain_stamp(const Glyph *glyphs, guint start, guint end)
{
    enum { MOST = 64 };
    g_autoptr(GString) utf8 = g_string_sized_new(MOST);
    while (start < end && (glyphs[start].ch == ' ' || glyphs[start].ch == '\t'))
        start++;
    for (guint i = start; i < end && i < start + MOST; i++)
        if (glyphs[i].ch >= 0x20 && g_unichar_validate(glyphs[i].ch))
            g_string_append_unichar(utf8, glyphs[i].ch);
    return layout_stamp_words(utf8->str);
}

static bool is_blank(const Glyph *glyph)
{
    return glyph->ch <= 0x20 || glyph->ch == 0xA0;
}

/* Whether cells stand beside each other somewhere: words, three blanks or more, words. */
static bool has_cells(const Glyph *glyphs, guint count)
{
    guint blanks = 0;
    bool words = false;
    for (guint i = 0; i < count; i++) {
        if (glyphs[i].ch == '\n') {
            words = false;
        } else if (is_blank(&glyphs[i])) {
            blanks++;
            continue;
        } else if (words && blanks >= strlen(CELLS_APART)) {
            return true;
        } else {
            words = true;
        }
        blanks = 0;
    }
    return false;
}

/* Where no cells are, blanks in front of a line and more than one between words say nothing. */
static bool is_idle_blank(const Glyph *glyphs, guint start, guint at)
{
    return is_blank(&glyphs[at]) && (at == start || is_blank(&glyphs[at - 1]));
}

static void add_plain_page(Text *text, const Page *page, int number)
{
    const Glyph *glyphs = (const Glyph *)page->glyphs->data;
    guint count = page->glyphs->len;
    bool after_blank = number == 1, in_stamp = false, celled = has_cells(glyphs, count);
    for (guint start = 0, end; start < count; start = end + 1) {
        bool blank = true;
        for (end = start; end < count && glyphs[end].ch != '\n'; end++) {
            blank &= is_blank(&glyphs[end]);
            if (celled || !is_idle_blank(glyphs, start, end))
                text_append(text, glyphs[end].ch, number, (Box){0}, glyphs[end].confidence);
        }
        StampWords words = blank ? STAMP_NONE : plain_stamp(glyphs, start, end);
        in_stamp = words == STAMP_SURE || (in_stamp && (blank || words == STAMP_PART));
        text_end_line(text, number, 0,
                      (after_blank && !blank ? LINE_PARAGRAPH : 0) |
                          (in_stamp && !blank ? LINE_STAMP : 0));
        after_blank = blank;
    }
}

/* ---- Pages with boxes ------------------------------------------------------------------------ */

static void page_layout_free(gpointer data)
{
    PageLayout *page = data;
    g_array_unref(page->words);
    g_array_unref(page->pieces);
    g_array_unref(page->order);
    g_array_unref(page->lines);
    g_free(page);
}

static int compare_floats(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

/* The line of the body before line `i`, or -1: stamps and running heads part nothing. */
static int line_before(const LaidLine *lines, guint i)
{
    int before = (int)i - 1;
    while (before >= 0 && (lines[before].flags & (LINE_STAMP | LINE_FURNITURE)) != 0)
        before--;
    return before;
}

/* The distance from a line to the one before it; -1 where a margin column meets the body, and NAN
 * at the top of a next column, where a sentence may go on. */
static float step(const LaidLine *lines, guint i, int before)
{
    if (((lines[i].flags ^ lines[before].flags) & LINE_MARGIN) != 0)
        return -1;
    float distance = lines[i].box.y1 - lines[before].box.y1;
    return distance < -box_height(lines[i].box) ? NAN : MAX(distance, 0);
}

/* The usual distance between lines of the body, or of the margin; 0 when there are none. A little
 * less than the median: on a page of short paragraphs half of the distances are blank lines. */
static float usual_step(const LaidLine *lines, guint count, const float *distances, unsigned margin)
{
    g_autofree float *steps = g_new(float, count + 1);
    guint known = 0;
    for (guint i = 0; i < count; i++)
        if ((lines[i].flags & LINE_MARGIN) == margin && distances[i] > 0 &&
            distances[i] < 4 * box_height(lines[i].box))
            steps[known++] = distances[i];
    qsort(steps, known, sizeof(float), compare_floats);
    return known > 0 ? steps[known * 2 / 5] : 0;
}

/* Letters in bold and in all of a line, by the first glyph of each word. */
static void count_bold(const PageLayout *page, const LaidLine *line, guint32 *bold, guint32 *all)
{
    *bold = *all = 0;
    for (guint32 i = 0; i < line->count; i++) {
        const Piece *piece =
            layout_piece(page, g_array_index(page->order, guint32, line->first + i));
        for (guint32 k = piece->first; k < piece->last; k++) {
            const Word *word = &g_array_index(page->words, Word, k);
            *all += word->end - word->start;
            *bold += word->flags & GLYPH_BOLD ? word->end - word->start : 0;
        }
    }
}

/* True where bold lines end or begin: a heading and what stands under it, however close. */
static bool changes_weight(const PageLayout *page, guint i)
{
    enum { LETTERS = 12 };
    const LaidLine *lines = (const LaidLine *)page->lines->data;
    guint32 bold[2], all[2];
    count_bold(page, &lines[i - 1], &bold[0], &all[0]);
    count_bold(page, &lines[i], &bold[1], &all[1]);
    if (all[0] < LETTERS || all[1] < LETTERS)
        return false;
    return (bold[0] == all[0] && bold[1] == 0) || (bold[0] == 0 && bold[1] == all[1]);
}

/* Marks the lines that stand further below the one before than lines of this page usually do. What
 * opens a page may go on a sentence of the page before. */
static void mark_paragraphs(PageLayout *page)
{
    LaidLine *lines = (LaidLine *)page->lines->data;
    guint count = page->lines->len;
    g_autofree float *distances = g_new(float, count + 1); /* NAN: no line of the body before */
    for (guint i = 0; i < count; i++) {
        bool body = (lines[i].flags & (LINE_STAMP | LINE_FURNITURE)) == 0;
        int before = body ? line_before(lines, i) : -1;
        distances[i] = before >= 0 ? step(lines, i, before) : NAN;
        if (body && before < 0 && page->number == 1)
            lines[i].flags |= LINE_PARAGRAPH;
    }
    float body = usual_step(lines, count, distances, 0);
    float margin = usual_step(lines, count, distances, LINE_MARGIN);
    for (guint i = 0; i < count; i++) {
        float usual = (lines[i].flags & LINE_MARGIN) != 0 ? margin : body;
        if (distances[i] < 0 ||
            distances[i] > PARAGRAPH_GAP * MAX(usual, 0.9F * box_height(lines[i].box)) ||
            (i > 0 && distances[i] > 0 && changes_weight(page, i)))
            lines[i].flags |= LINE_PARAGRAPH;
    }
}

static PageLayout *page_layout_new(const Page *source, int number)
{
    PageLayout *page = g_new0(PageLayout, 1);
    page->page = source;
    page->number = number;
    page->words = g_array_sized_new(false, false, sizeof(Word), 512);
    page->pieces = g_array_sized_new(false, false, sizeof(Piece), 128);
    page->order = g_array_sized_new(false, false, sizeof(guint32), 128);
    page->lines = g_array_sized_new(false, false, sizeof(LaidLine), 128);
    page->plain = is_plain(source);
    if (page->plain)
        return page;
    layout_cut_pieces(page);
    layout_find_stamps(page);
    layout_order_pieces(page);
    return page;
}

/* ---- Lines to text --------------------------------------------------------------------------- */

/* The wide gap between two pieces of a justified line is one of several of the same width between
 * words; a table's cells are seldom so even, and seldom start with a small letter. */
static bool is_justified(const PageLayout *page, const LaidLine *line, guint32 at)
{
    const Glyph *glyphs = (const Glyph *)page->page->glyphs->data;
    const guint32 *order = &g_array_index(page->order, guint32, line->first);
    const Piece *right = layout_piece(page, order[at]);
    const Word *words = (const Word *)page->words->data;
    if (right->after_break || !g_unichar_islower(glyphs[words[right->first].start].ch))
        return false;
    float gap = right->box.x0 - layout_piece(page, order[at - 1])->box.x1;
    for (guint32 i = at > 1 ? at - 1 : 1; i <= at + 1 && i < line->count; i++) {
        float other =
            layout_piece(page, order[i])->box.x0 - layout_piece(page, order[i - 1])->box.x1;
        if (i != at && fabsf(other - gap) < 0.08F * gap)
            return true;
    }
    const Piece *left = layout_piece(page, order[at - 1]);
    float inside = 0;
    if (left->last - left->first > 1)
        inside = words[left->last - 1].box.x0 - words[left->last - 2].box.x1;
    if (right->last - right->first > 1)
        inside = MAX(inside, words[right->first + 1].box.x0 - words[right->first].box.x1);
    return inside > 0.7F * gap;
}

/* True for the dash or dot of a list's item. */
static bool is_bullet(const PageLayout *page, const Piece *piece)
{
    const Word *word = &g_array_index(page->words, Word, piece->first);
    return piece->letters == 1 &&
           !g_unichar_isalnum(g_array_index(page->page->glyphs, Glyph, word->start).ch);
}

/* What stands before piece `at` of a line: nothing, a space, or the space between cells. */
static const char *between(const PageLayout *page, const LaidLine *line, guint32 at)
{
    const guint32 *order = &g_array_index(page->order, guint32, line->first);
    const Piece *left = layout_piece(page, order[at - 1]), *right = layout_piece(page, order[at]);
    const Word *last = &g_array_index(page->words, Word, left->last - 1);
    const Word *first = &g_array_index(page->words, Word, right->first);
    float em = MAX(last->em, first->em);
    float gap = first->box.x0 - last->box.x1;
    if (layout_is_parted(page, last, first))
        return CELLS_APART;
    if (gap > (right->after_break ? CELL_GAP_BROKEN : CELL_GAP) * em)
        return (at == 1 && is_bullet(page, left)) || is_justified(page, line, at) ? " "
                                                                                  : CELLS_APART;
    if (layout_is_superscript(page, last, first))
        return "";
    return gap < WORD_GAP * em && first->glued ? "" : " ";
}

static void add_spaces(Text *text, const char *spaces, int page)
{
    for (; *spaces; spaces++)
        text_append(text, ' ', page, (Box){0}, 100);
}

/* A soft hyphen with a width was drawn, so it is printed. */
static gunichar printed(const Glyph *glyph)
{
    return glyph->ch == 0xAD && box_width(glyph->box) > 0.1F * box_height(glyph->box) ? '-'
                                                                                      : glyph->ch;
}

/* A letter without its accent, or a digit; 0 for what ends a word. */
static char plain_letter(gunichar ch)
{
    gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
    if (ch >= 0x80) {
        g_unichar_fully_decompose(ch, false, parts, G_N_ELEMENTS(parts));
        ch = parts[0];
    }
    return ch < 0x80 && g_ascii_isalnum((char)ch) ? (char)ch : 0;
}

/* « N* 12 », « n" 2023-04 »: a small raised o that recognition took for something else. */
static bool is_numero_sign(const Glyph *glyphs, guint32 start, guint32 at, guint32 end)
{
    if (at == start || !strchr("*\"'?", (int)(glyphs[at].ch < 0x80 ? glyphs[at].ch : 'x')) ||
        (glyphs[at - 1].ch != 'n' && glyphs[at - 1].ch != 'N') ||
        (at - 1 > start && plain_letter(glyphs[at - 2].ch)))
        return false;
    guint32 next = at + 1;
    if (next < end && glyphs[next].ch == ' ')
        next++;
    return next < end && glyphs[next].ch >= '0' && glyphs[next].ch <= '9';
}

/* Appends glyphs [start, end), which recognition made, with what it garbled mended in the fold. */
static void add_recognised(Text *text, const PageLayout *page, guint32 start, guint32 end)
{
    const Glyph *glyphs = (const Glyph *)page->page->glyphs->data;
    for (guint32 at = start, next; at < end; at = next) {
        char word[MEND_MAX + 1], better[MEND_MAX + 1];
        size_t length = 0, done = 0;
        for (next = at; next < end && length < MEND_MAX; next++, length++) {
            word[length] = plain_letter(glyphs[next].ch);
            if (!word[length])
                break;
        }
        size_t mended = mend_word(word, length, better) ? strlen(better) : 0;
        next = MAX(next, at + 1);
        for (guint32 k = at; k < next; k++) {
            const Glyph *glyph = &glyphs[k];
            size_t upto = mended * (k + 1 - at) / (next - at);
            if (mended > 0)
                text_append_as(text, glyph->ch, better + done, upto - done, page->number,
                               glyph->box, glyph->confidence);
            else if (is_numero_sign(glyphs, start, k, page->page->glyphs->len))
                text_append_as(text, glyph->ch, "o", 1, page->number, glyph->box,
                               glyph->confidence);
            else
                text_append(text, printed(glyph), page->number, glyph->box, glyph->confidence);
            done = upto;
        }
    }
}

/* Appends glyphs [start, end) of a text layer. */
static void add_printed(Text *text, const PageLayout *page, guint32 start, guint32 end)
{
    const Glyph *glyphs = (const Glyph *)page->page->glyphs->data;
    for (guint32 at = start, next; at < end; at = next) {
        for (next = at; next < end && glyphs[next].ch >= 0x20 && glyphs[next].ch < 0x7F;)
            next++;
        if (next > at) {
            text_append_ascii(text, &glyphs[at], next - at, page->number);
            continue;
        }
        text_append(text, printed(&glyphs[at]), page->number, glyphs[at].box,
                    glyphs[at].confidence);
        next = at + 1;
    }
}

static void add_piece(Text *text, const PageLayout *page, const Piece *piece, guint32 *bold)
{
    const Glyph *glyphs = (const Glyph *)page->page->glyphs->data;
    const Word *words = (const Word *)page->words->data;
    for (guint32 i = piece->first; i < piece->last; i++) {
        if (i > piece->first && !words[i].glued)
            add_spaces(text, " ", page->number);
        for (guint32 k = words[i].start; k < words[i].end; k++)
            *bold += (glyphs[k].flags & GLYPH_BOLD) != 0;
        if (page->page->source == TEXT_SOURCE_OCR)
            add_recognised(text, page, words[i].start, words[i].end);
        else
            add_printed(text, page, words[i].start, words[i].end);
    }
}

static int by_size(const void *a, const void *b)
{
    const Piece *p = *(const Piece *const *)a, *q = *(const Piece *const *)b;
    return (p->size > q->size) - (p->size < q->size);
}

/* The size of the letter in the middle, when all are put in order of size. */
static float median_size(const PageLayout *page, const LaidLine *line, guint32 letters)
{
    const guint32 *order = &g_array_index(page->order, guint32, line->first);
    if (line->count == 1)
        return layout_piece(page, order[0])->size;
    g_autofree const Piece **pieces = g_new(const Piece *, line->count);
    for (guint32 i = 0; i < line->count; i++)
        pieces[i] = layout_piece(page, order[i]);
    qsort(pieces, line->count, sizeof(*pieces), by_size);
    guint32 below = 0, at = 0;
    for (; at + 1 < line->count; at++) {
        below += pieces[at]->letters;
        if (below * 2 >= letters)
            break;
    }
    return pieces[at]->size;
}

/* A paragraph stands behind a blank line, as plain text has it: rules see where one ends. */
static void add_line(Text *text, const PageLayout *page, const LaidLine *line)
{
    guint32 letters = 0, bold = 0;
    if ((line->flags & LINE_PARAGRAPH) != 0 && text_line_count(text) > 0)
        text_end_line(text, page->number, 0, 0);
    for (guint32 i = 0; i < line->count; i++) {
        const Piece *piece =
            layout_piece(page, g_array_index(page->order, guint32, line->first + i));
        if (i > 0)
            add_spaces(text, between(page, line, i), page->number);
        add_piece(text, page, piece, &bold);
        letters += piece->letters;
    }
    text_end_line(text, page->number, median_size(page, line, letters),
                  line->flags | (bold * 2 > letters ? LINE_BOLD : 0));
}

/* Running heads and page numbers are printed over what goes on from page to page: rules do not see
 * them. Their first occurrence is not marked and stays. */
static void blank_furniture(Text *text)
{
    for (size_t i = 0; i < text_line_count(text); i++)
        if (text_line(text, i)->flags & LINE_FURNITURE)
            text_blank(text, text_line(text, i)->span);
}

Text *layout(const Document *document)
{
    g_autoptr(GPtrArray) pages = g_ptr_array_new_with_free_func(page_layout_free);
    size_t glyphs = 0;
    for (guint i = 0; i < document->pages->len; i++) {
        const Page *page = document->pages->pdata[i];
        g_ptr_array_add(pages, page_layout_new(page, (int)i + 1));
        glyphs += page->glyphs->len;
    }
    layout_mark_furniture(pages);
    for (guint i = 0; i < pages->len; i++)
        mark_paragraphs(pages->pdata[i]);
    Text *text = text_new();
    text_expect(text, glyphs);
    for (guint i = 0; i < pages->len; i++) {
        const PageLayout *page = pages->pdata[i];
        if (page->plain)
            add_plain_page(text, page->page, page->number);
        for (guint k = 0; k < page->lines->len; k++)
            add_line(text, page, &g_array_index(page->lines, LaidLine, k));
    }
    blank_furniture(text);
    layout_blank_running(text);
    return text;
}

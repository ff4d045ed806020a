/* What is printed over the text or around it: transmission stamps, running heads and feet. */
#include "layout.h"

#include <math.h>
#include <string.h>

/* ---- Stamps ---------------------------------------------------------------------------------- */

/* The first words of a stamp's lines, folded, in small letters, without spaces. */
static const char *const sure_words[] = {
    "envoyeenprefecture",     "recuenprefecture",          "recuensousprefecture",
    "recuensous-prefecture",  "accusedereception",         "ar-prefecture",
    "arprefecture",           "datedereceptionprefecture", "datedereceptiondelar",
    "datedeteletransmission",
};

static const char *const part_words[] = {
    "afficheele",
    "affichele",
    "publiele",
    "miseenligne",
    "misenligne",
    "publicationle",
    "publication:",
    "affichage:",
    "recule",
    "receptionparleprefet",
    "certifieexecutoire",
    "acteexecutoire",
    "slow",
    "s2low",
    "slo",
    "s2lo",
    "berger",
};

static bool starts_with_any(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strncmp(text, words[i], strlen(words[i])) == 0)
            return true;
    return false;
}

/* « 029-212900047-20210921-2021060-DE »: three digits, nine digits, eight digits. */
static bool is_transmission(const char *text)
{
    static const int lengths[] = {3, 9, 8};
    for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++) {
        for (int k = 0; k < lengths[i]; k++, text++)
            if (!g_ascii_isdigit(*text) && !(i == 0 && k == 2 && g_ascii_isalpha(*text)))
                return false;
        if (*text++ != '-')
            return false;
    }
    return true;
}

StampWords layout_stamp_words(const char *utf8)
{
    enum { MOST = 48 };
    char text[MOST + 1];
    size_t length = 0;
    g_autofree char *folded = text_fold(utf8);
    for (const char *p = folded; *p && length < MOST; p++)
        if (*p != ' ')
            text[length++] = g_ascii_tolower(*p);
    text[length] = '\0';
    if (starts_with_any(text, sure_words, G_N_ELEMENTS(sure_words)))
        return STAMP_SURE;
    if (is_transmission(text) || (strncmp(text, "id:", 3) == 0 && is_transmission(text + 3)))
        return STAMP_SURE;
    return starts_with_any(text, part_words, G_N_ELEMENTS(part_words)) ? STAMP_PART : STAMP_NONE;
}

/* True for the first two letters a stamp's line may have: most lines need not be looked at further.
 * An identifier has its first hyphen in the fourth place. */
static bool may_open_stamp(const Glyph *glyphs, guint32 start, guint32 end)
{
    static const char pairs[][3] = {"en", "re", "ac", "ar", "af", "pu", "da",
                                    "mi", "ce", "id", "sl", "s2", "be"};
    gunichar first = glyphs[start].ch, second = start + 1 < end ? glyphs[start + 1].ch : 0;
    if (first >= '0' && first <= '9')
        return start + 3 < end && glyphs[start + 3].ch == '-';
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++)
        if ((first | 0x20) == (gunichar)pairs[i][0] && (second | 0x20) == (gunichar)pairs[i][1])
            return true;
    return false;
}

static StampWords words_of(const PageLayout *page, const Piece *piece)
{
    enum { MOST = 48 };
    const Glyph *glyphs = (const Glyph *)page->page->glyphs->data;
    const Word *words = (const Word *)page->words->data;
    guint32 start = words[piece->first].start, end = words[piece->last - 1].end;
    if (!may_open_stamp(glyphs, start, end))
        return STAMP_NONE;
    char utf8[MOST * 6 + 1];
    size_t length = 0, count = 0;
    for (guint32 i = start; i < end && count < MOST; i++)
        if (glyphs[i].ch > 0x20 && g_unichar_validate(glyphs[i].ch)) {
            length += (size_t)g_unichar_to_utf8(glyphs[i].ch, utf8 + length);
            count++;
        }
    utf8[length] = '\0';
    return layout_stamp_words(utf8);
}

/* Marks the doubtful lines that stand just above or below one of the stamp, in its size. */
static bool grow_stamp(PageLayout *page, const StampWords *kinds, Box *stamp, float size)
{
    bool grown = false;
    for (guint i = 0; i < page->pieces->len; i++) {
        Piece *piece = &g_array_index(page->pieces, Piece, i);
        if (piece->stamp || kinds[i] != STAMP_PART)
            continue;
        float near = 2.5F * box_height(piece->box);
        if (piece->box.y0 > stamp->y1 + near || piece->box.y1 < stamp->y0 - near ||
            piece->box.x0 > stamp->x1 + near || piece->box.x1 < stamp->x0 - near ||
            fabsf(piece->size - size) > 0.3F * size)
            continue;
        piece->stamp = true;
        *stamp = box_union(*stamp, piece->box);
        grown = true;
    }
    return grown;
}

void layout_find_stamps(PageLayout *page)
{
    enum { ROUNDS = 4 };
    g_autofree StampWords *kinds = g_new(StampWords, page->pieces->len + 1);
    Box stamp = {0};
    float size = 0;
    for (guint i = 0; i < page->pieces->len; i++) {
        Piece *piece = &g_array_index(page->pieces, Piece, i);
        kinds[i] = words_of(page, piece);
        piece->stamp = kinds[i] == STAMP_SURE;
        if (piece->stamp) {
            stamp = box_union(stamp, piece->box);
            size = piece->size;
        }
    }
    if (!box_is_empty(stamp))
        for (int round = 0; round < ROUNDS && grow_stamp(page, kinds, &stamp, size); round++)
            ;
}

/* ---- Running heads and feet ------------------------------------------------------------------ */

enum {
    EDGE_LINES = 4,    /* looked at from the top, and from the foot */
    LONGEST_HEAD = 3,  /* lines; more that repeat are the letterhead of each act */
    LONGEST_KEY = 100, /* characters */
};

static const float SAME_HEIGHT = 4;   /* points */
static const float EDGE_PART = 0.14F; /* of the page's height, where heads and feet are */

/* Where a line at a page's edge was seen, to be compared from page to page. */
typedef struct Seen {
    guint page, line;
    float top;
    bool head, digits; /* digits: nothing but a page number */
} Seen;

static void seen_free(gpointer data)
{
    g_array_unref(data);
}

/* A letter as keys have it: small; on a recognised page without its accent, and 0 for a mark, as
 * both are read on one page and lost on the next. */
static gunichar key_letter(gunichar ch, bool recognised)
{
    gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
    if (!recognised || ch == '/')
        return g_unichar_tolower(ch);
    g_unichar_fully_decompose(ch, false, parts, G_N_ELEMENTS(parts));
    return g_unichar_isalnum(parts[0]) ? g_unichar_tolower(parts[0]) : 0;
}

/* The line in small letters, each number as one '#'. */
static char *line_key(const PageLayout *page, const LaidLine *line, bool *digits)
{
    const Glyph *glyphs = (const Glyph *)page->page->glyphs->data;
    GString *key = g_string_sized_new(64);
    int count = 0;
    *digits = true;
    for (guint32 i = 0; i < line->count; i++) {
        const Piece *piece =
            layout_piece(page, g_array_index(page->order, guint32, line->first + i));
        guint32 end = g_array_index(page->words, Word, piece->last - 1).end;
        for (guint32 k = g_array_index(page->words, Word, piece->first).start; k < end; k++) {
            gunichar ch = key_letter(glyphs[k].ch, page->page->source == TEXT_SOURCE_OCR);
            if (ch <= 0x20 || ch == 0xA0 || count >= LONGEST_KEY)
                continue;
            /* the number of an act differs from extract to extract, unlike a page's */
            bool act = g_str_has_prefix(key->str, "délib") || g_str_has_prefix(key->str, "delib");
            if (g_unichar_isdigit(ch) && !act) {
                if (key->len == 0 || key->str[key->len - 1] != '#')
                    g_string_append_c(key, '#');
                continue;
            }
            count++;
            g_string_append_unichar(key, ch);
        }
    }
    static const char *const numbers[] = {"#",   "-#-",    "page#",    "page#/#",  "page#sur#",
                                          "#/#", "p.#",    "pages#/#", "page#de#", "–#–",
                                          "p#",  "#|page", "#page"};
    *digits = false;
    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
        *digits |= strcmp(key->str, numbers[i]) == 0;
    return g_string_free(key, false);
}

static void note_line(GHashTable *table, const PageLayout *page, guint page_index, guint line_index,
                      bool head)
{
    const LaidLine *line = &g_array_index(page->lines, LaidLine, line_index);
    bool digits;
    g_autofree char *key = line_key(page, line, &digits);
    Seen seen = {page_index, line_index, line->box.y0, head, digits};
    GArray *all = g_hash_table_lookup(table, key);
    if (!all) {
        all = g_array_new(false, false, sizeof(Seen));
        g_hash_table_insert(table, g_steal_pointer(&key), all);
    }
    g_array_append_val(all, seen);
}

/* Notes the first and last lines of a page that are not of a stamp. */
static void note_edges(GHashTable *table, const PageLayout *page, guint index)
{
    const LaidLine *lines = (const LaidLine *)page->lines->data;
    guint taken = 0, from = 0, to = page->lines->len;
    float height = (float)page->page->height;
    for (; from < to && taken < EDGE_LINES; from++)
        if ((lines[from].flags & LINE_STAMP) == 0) {
            if (lines[from].box.y0 > EDGE_PART * height)
                break;
            note_line(table, page, index, from, true);
            taken++;
        }
    for (taken = 0; to > from && taken < EDGE_LINES; to--)
        if ((lines[to - 1].flags & LINE_STAMP) == 0) {
            if (lines[to - 1].box.y1 < (1 - EDGE_PART) * height)
                break;
            note_line(table, page, index, to - 1, false);
            taken++;
        }
}

/* How many lines at the edge of neighbouring pages are the same, at the same height: this one, and
 * those reached from it page by page. Two of a document of two are enough, else three. */
static bool is_repeated(const GArray *all, guint at, guint pages)
{
    guint reached = 1;
    for (int step = -1; step <= 1; step += 2) {
        const Seen *seen = &g_array_index(all, Seen, at);
        for (guint other = at + (guint)step; other < all->len && reached < 3;
             other += (guint)step) {
            const Seen *near = &g_array_index(all, Seen, other);
            guint apart =
                near->page > seen->page ? near->page - seen->page : seen->page - near->page;
            if (apart != 1 || near->head != seen->head ||
                fabsf(near->top - seen->top) > SAME_HEIGHT)
                break;
            reached++;
            seen = near;
        }
    }
    const Seen *seen = &g_array_index(all, Seen, at);
    return reached >= (seen->digits || pages == 2 ? 2 : 3);
}

/* Marks what is repeated. */
static void mark_repeated(GPtrArray *pages, const GArray *all)
{
    for (guint i = 0; i < all->len; i++) {
        const Seen *seen = &g_array_index(all, Seen, i);
        PageLayout *page = pages->pdata[seen->page];
        if (is_repeated(all, i, pages->len))
            g_array_index(page->lines, LaidLine, seen->line).flags |= LINE_FURNITURE;
    }
}

/* Unmarks what the page's edge is not reached from over marked lines alone, and a head so long that
 * it is no running head: every page is then an act of its own, with its letterhead. */
static void unmark_inner(PageLayout *page)
{
    const unsigned marks = LINE_FURNITURE | LINE_STAMP;
    LaidLine *lines = (LaidLine *)page->lines->data;
    guint count = page->lines->len, top = 0, foot = count, marked = 0;
    float middle = (float)page->page->height / 2;
    for (; top < count && (lines[top].flags & marks) != 0 && lines[top].box.y0 < middle; top++)
        marked += (lines[top].flags & LINE_FURNITURE) != 0;
    if (marked > LONGEST_HEAD)
        top = 0;
    while (foot > top && (lines[foot - 1].flags & marks) != 0 && lines[foot - 1].box.y0 >= middle)
        foot--;
    for (guint i = top; i < foot; i++)
        lines[i].flags &= ~(unsigned)LINE_FURNITURE;
}

/* The first running head of its kind may be the only mention of the authority: it stays. */
static void unmark_first(GPtrArray *pages, const GArray *all)
{
    for (guint i = 0; i < all->len; i++) {
        const Seen *seen = &g_array_index(all, Seen, i);
        PageLayout *page = pages->pdata[seen->page];
        LaidLine *line = &g_array_index(page->lines, LaidLine, seen->line);
        if ((line->flags & LINE_FURNITURE) == 0 || !seen->head || seen->digits)
            continue;
        line->flags &= ~(unsigned)LINE_FURNITURE;
        return;
    }
}

void layout_mark_furniture(GPtrArray *pages)
{
    if (pages->len < 2)
        return;
    g_autoptr(GHashTable) table = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, seen_free);
    for (guint i = 0; i < pages->len; i++)
        note_edges(table, pages->pdata[i], i);
    GHashTableIter iter;
    gpointer value;
    g_hash_table_iter_init(&iter, table);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        mark_repeated(pages, value);
    for (guint i = 0; i < pages->len; i++)
        unmark_inner(pages->pdata[i]);
    g_hash_table_iter_init(&iter, table);
    while (g_hash_table_iter_next(&iter, NULL, &value))
        unmark_first(pages, value);
}

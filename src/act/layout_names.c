/* Lists of names in columns. Such a list looks like a table of pairs (« absent, who holds the
 * proxy »), whose rows must stay whole; but a list in the order of the alphabet goes on from the
 * foot of one column to the top of the next, and no table of pairs does. */
#include "layout.h"

#include <string.h>

enum {
    KEY_LETTERS = 6,
    FEWEST_IN_COLUMN = 3,
    FEWEST_NAMES = 7, /* fewer may be in order by chance */
    MOST_WORDS = 8,   /* in a name with its civility and role */
};

/* The first letters of a family name, as it is sorted. */
typedef struct Key {
    gunichar letters[KEY_LETTERS];
    bool known;
} Key;

static gunichar sorted_letter(gunichar ch)
{
    gunichar base, mark;
    ch = g_unichar_toupper(ch);
    while (g_unichar_decompose(ch, &base, &mark) && mark != 0)
        ch = base;
    return ch;
}

static bool is_capitals(const Glyph *glyphs, const Word *word)
{
    guint32 upper = 0;
    for (guint32 i = word->start; i < word->end; i++) {
        if (g_unichar_islower(glyphs[i].ch) || g_unichar_isdigit(glyphs[i].ch))
            return false;
        upper += g_unichar_isupper(glyphs[i].ch);
    }
    return upper >= 2 && glyphs[word->start + 1].ch != '.' && glyphs[word->start + 1].ch != '-';
}

/* The first word in capitals, or the last one: « Mme Anne LE GOFF », « M. Le Goff ». */
static Key key_of(const PageLayout *page, const Piece *piece)
{
    const Glyph *glyphs = (const Glyph *)page->page->glyphs->data;
    const Word *words = (const Word *)page->words->data;
    Key key = {.known = false};
    guint32 at = piece->first;
    if (piece->last - piece->first > MOST_WORDS)
        return key;
    while (at + 1 < piece->last && !is_capitals(glyphs, &words[at]))
        at++;
    guint32 count = 0;
    for (guint32 i = words[at].start; i < words[piece->last - 1].end && count < KEY_LETTERS; i++)
        if (g_unichar_isalpha(glyphs[i].ch))
            key.letters[count++] = sorted_letter(glyphs[i].ch);
    key.known = count >= 2 && g_unichar_isupper(glyphs[words[at].start].ch);
    return key;
}

static int compare_keys(const Key *a, const Key *b)
{
    for (int i = 0; i < KEY_LETTERS; i++)
        if (a->letters[i] != b->letters[i])
            return a->letters[i] < b->letters[i] ? -1 : 1;
    return 0;
}

/* Reads the keys of a column; false when one of its cells is no name. */
static bool read_keys(const PageLayout *page, const Piece *const *cells, guint32 count,
                      GArray *keys)
{
    for (guint32 i = 0; i < count; i++) {
        if (!cells[i])
            continue;
        Key key = key_of(page, cells[i]);
        if (!key.known)
            return false;
        g_array_append_val(keys, key);
    }
    return keys->len >= FEWEST_IN_COLUMN;
}

/* How many keys from `first` on come before the one above them. */
static guint32 disorder(const GArray *keys, guint32 first)
{
    guint32 count = 0;
    for (guint32 i = first + 1; i < keys->len; i++)
        count += compare_keys(&g_array_index(keys, Key, i - 1), &g_array_index(keys, Key, i)) > 0;
    return count;
}

bool layout_is_sorted_list(const PageLayout *page, const Piece *const *left,
                           const Piece *const *right, guint32 count)
{
    g_autoptr(GArray) first = g_array_new(false, false, sizeof(Key));
    g_autoptr(GArray) second = g_array_new(false, false, sizeof(Key));
    if (!read_keys(page, left, count, first) || !read_keys(page, right, count, second) ||
        first->len + second->len < FEWEST_NAMES)
        return false;
    /* the one who presides often stands first, out of order */
    return disorder(first, 1) * 8 <= first->len && disorder(second, 0) * 8 <= second->len &&
           compare_keys(&g_array_index(first, Key, first->len - 1),
                        &g_array_index(second, Key, 0)) <= 0;
}

bool layout_follows_in_list(const PageLayout *page, const Piece *above, const Piece *below)
{
    const Glyph *glyphs = (const Glyph *)page->page->glyphs->data;
    Key a = key_of(page, above), b = key_of(page, below);
    guint32 end = g_array_index(page->words, Word, below->last - 1).end;
    return a.known && b.known && glyphs[end - 1].ch != ':' && compare_keys(&a, &b) <= 0;
}

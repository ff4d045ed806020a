/* Judges what a page's text is worth: « it has text » is not « it has the text ». Scans often carry
 * nothing but the stamp that the transmission platform laid over them, and fonts without a
 * ToUnicode map give characters that mean nothing. */
#include "blank.h"
#include "read.h"

#include <string.h>

enum {
    STAMP_LINE_MAX =
        64, /* letters and digits of one line; a sentence that starts like a stamp is longer */
    STAMP_LINES_MAX = 16,
    GARBAGE_PERCENT = 60,
    SUSPECT_PERCENT = 30,
    POOR_PERCENT =
        12,          /* of its words: print has up to 6, old recognition of poor print 20 or more */
    POOR_WORDS = 20, /* fewer tell nothing */
    COMMON_LETTERS = 100,        /* fewer tell nothing */
    COMMON_GARBAGE_PERCENT = 15, /* of letters that are common: words have half, … */
    COMMON_SUSPECT_PERCENT = 25, /* … the numbers of a font's glyphs some six */
    WORD_MAX = 48,
};

/* How the lines of a stamp start, once folded to lower-case letters and digits without spaces. */
static const char *const stamp_openings[] = {
    "envoyeenprefecture",
    "transmisenprefecture",
    "recuenprefecture",
    "recuensousprefecture",
    "publiele",
    "affichele",
    "misenlignele",
    "accusedereception",
    "datedetransmission",
    "dateteletransmission",
    "datedeteletransmission",
    "datedereceptionprefecture",
    "datedereceptionenprefecture",
    "datedereceptionar",
    "arprefecture",
    "arcontroledelegalite",
    "identifiantuniquedelacte",
    "numerodelacte",
};

static bool is_garbage(gunichar ch)
{
    if (ch == 0xFFFD || (ch < 0x20 && ch != '\n'))
        return true;
    switch (g_unichar_type(ch)) {
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_SURROGATE:
        return true;
    default:
        return false;
    }
}

/* A letter without its accent, in lower case; a digit; 0 for anything else. */
static char fold(gunichar ch)
{
    gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
    if (ch >= 0x80) {
        g_unichar_fully_decompose(ch, true, parts, G_N_ELEMENTS(parts));
        ch = parts[0];
    }
    return ch < 0x80 && g_ascii_isalnum((char)ch) ? g_ascii_tolower((char)ch) : 0;
}

/* « ID : 042-200000000-20240131-12-DE », or a line that is only such an identifier or a date. */
static bool is_identifier(const char *line)
{
    const char *digits = g_str_has_prefix(line, "id") ? line + 2 : line;
    size_t letters = 0;
    for (const char *c = digits; *c; c++)
        letters += g_ascii_isalpha(*c) ? 1 : 0;
    if (letters == 0)
        return true;
    return strspn(digits, "0123456789") >= 14;
}

static bool opens_stamp(const char *line)
{
    for (size_t i = 0; i < G_N_ELEMENTS(stamp_openings); i++)
        if (g_str_has_prefix(line, stamp_openings[i]))
            return true;
    return false;
}

/* Reads the next line from glyph `at`, folded and cut to the buffer; false when it does not fit. */
static bool next_line(const Page *page, guint *at, char line[STAMP_LINE_MAX + 1])
{
    size_t length = 0;
    bool fits = true;
    while (*at < page->glyphs->len) {
        gunichar ch = g_array_index(page->glyphs, Glyph, (*at)++).ch;
        if (ch == '\n')
            break;
        char c = fold(ch);
        if (!c)
            continue;
        if (length == STAMP_LINE_MAX)
            fits = false;
        else
            line[length++] = c;
    }
    line[length] = '\0';
    return fits;
}

static bool is_stamp_only(const Page *page)
{
    char line[STAMP_LINE_MAX + 1];
    bool stamp = false;
    int lines = 0;
    for (guint at = 0; at < page->glyphs->len;) {
        if (!next_line(page, &at, line))
            return false;
        if (!*line)
            continue;
        if (opens_stamp(line))
            stamp = true;
        else if (!is_identifier(line))
            return false;
        if (++lines > STAMP_LINES_MAX)
            return false;
    }
    return stamp;
}

/* True for the letters that are half of a text in French, and of any other language near it. */
static bool is_common(gunichar letter)
{
    switch (letter | 0x20) {
    case 'e':
    case 'a':
    case 's':
    case 'i':
    case 'n':
    case 't':
        return true;
    default:
        return false;
    }
}

PageText page_text_judge(const Page *page)
{
    size_t letters = 0, garbage = 0, marks = 0, ascii = 0, common = 0;
    for (guint i = 0; i < page->glyphs->len; i++) {
        gunichar ch = g_array_index(page->glyphs, Glyph, i).ch;
        if (ch >= 0x20 && ch < 0x7F) { /* nearly all */
            ascii += g_ascii_isalpha((char)ch) ? 1 : 0;
            common += is_common(ch);
            marks += g_ascii_isalpha((char)ch) || ch == ' ' ? 0 : 1;
        } else if (is_garbage(ch)) {
            garbage++;
        } else if (g_unichar_isalpha(ch)) {
            letters++;
        } else if (!g_unichar_isspace(ch)) {
            marks++;
        }
    }
    letters += ascii;
    size_t all = letters + garbage + marks;
    if (all > 0 && garbage * 100 > all * GARBAGE_PERCENT)
        return PAGE_TEXT_GARBAGE;
    if (letters == 0)
        return PAGE_TEXT_NONE;
    if (garbage * 100 > all * SUSPECT_PERCENT)
        return PAGE_TEXT_SUSPECT;
    if (ascii >= COMMON_LETTERS && common * 100 < ascii * COMMON_SUSPECT_PERCENT)
        return common * 100 < ascii * COMMON_GARBAGE_PERCENT ? PAGE_TEXT_GARBAGE
                                                             : PAGE_TEXT_SUSPECT;
    return is_stamp_only(page) ? PAGE_TEXT_STAMP : PAGE_TEXT_USABLE;
}

/* ---- Words that could be ones ---------------------------------------------------------------- */

/* What a character is in a word: a letter without its accent, a digit, '#' for a sign that no word
 * has, '.' for any other. */
static char letter_of(gunichar ch)
{
    if (ch >= 0x80) {
        gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
        g_unichar_fully_decompose(ch, true, parts, G_N_ELEMENTS(parts));
        ch = parts[0] == 0x153 ? 'o' : parts[0]; /* œ */
    }
    if (ch < 0x80 && g_ascii_isalnum((char)ch))
        return (char)ch;
    return ch < 0x80 && strchr("^{}[]|\\~_<>*=", (int)ch) ? '#' : '.';
}

/* The next word from glyph `at`, folded as far as it has letters. Its length; 0 at the end. */
static size_t next_word(const Page *page, guint *at, char word[WORD_MAX + 1])
{
    const Glyph *glyphs = (const Glyph *)page->glyphs->data;
    const guint count = page->glyphs->len;
    size_t length = 0;
    guint i = *at;
    while (i < count && is_blank(glyphs[i].ch))
        i++;
    for (; i < count && !is_blank(glyphs[i].ch); i++)
        if (length < WORD_MAX)
            word[length++] = letter_of(glyphs[i].ch);
    *at = i;
    word[length] = '\0';
    return length;
}

static bool is_vowel(char letter)
{
    return strchr("aeiouyAEIOUY", letter) != NULL;
}

/* True when letters [0, length) could be a word of French: it has a vowel, no more than four
 * consonants or vowels in a row, no letter thrice, no capital within small letters. */
static bool could_be_word(const char *letters, size_t length)
{
    enum { MOST_ALIKE = 4, SHORT = 4, MOST_INITIALS = 6 };
    size_t vowels = 0, capitals = 0, alike = 0;
    for (size_t i = 0; i < length; i++) {
        bool vowel = is_vowel(letters[i]);
        alike = i > 0 && vowel == is_vowel(letters[i - 1]) ? alike + 1 : 1;
        vowels += vowel;
        capitals += g_ascii_isupper(letters[i]) != 0;
        if (length < SHORT)
            continue;
        if (alike > MOST_ALIKE ||
            (i > 1 && letters[i] == letters[i - 1] && letters[i] == letters[i - 2]) ||
            (i > 0 && g_ascii_isupper(letters[i]) && g_ascii_islower(letters[i - 1])))
            return false;
    }
    return length < SHORT || vowels > 0 || (capitals == length && length <= MOST_INITIALS);
}

/* True when a word's parts are each a number, a word, or both as in « 2e » and « A4 ». */
static bool could_be_print(const char *word)
{
    for (const char *at = word; *at;) {
        size_t digits = strspn(at, "0123456789"), letters = 0, signs = strspn(at, ".");
        if (*at == '#')
            return false;
        if (signs > 0) {
            at += signs;
            continue;
        }
        while (g_ascii_isalpha(at[digits + letters]))
            letters++;
        if (digits > 0 ? letters > 3 : !could_be_word(at, letters))
            return false;
        at += digits + letters;
    }
    return true;
}

int page_text_implausible(const Page *page)
{
    char word[WORD_MAX + 1];
    int words = 0, bad = 0;
    for (guint at = 0; next_word(page, &at, word) > 0;) {
        if (strspn(word, ".#") == strlen(word))
            continue; /* a rule, dots that lead to a page's number */
        words++;
        bad += !could_be_print(word);
    }
    return words < POOR_WORDS ? 0 : bad * 100 / words;
}

bool page_text_is_poor(const Page *page)
{
    return page_text_implausible(page) > POOR_PERCENT;
}

/* Folding: every character to the ASCII a rule is written in. Latin letters, quotes and dashes come
 * from tables, as nearly every character of a French act is one; what remains is decomposed. */
#include "fold.h"
#include "text.h"

#include <stdbool.h>
#include <string.h>

/* The letters of one entry: at most four, shorter ones end in NUL. */
typedef char Folded[4];

/* U+0080 to U+017F. The C1 controls (first two rows) are read as CP1252, which is what a PDF that
 * holds them meant: « l\x92an » is « l'an ». */
static const Folded latin[0x180 - 0x80] = {
    /* clang-format off */
    /* 080 */ "EUR", " ", ",", "f", "\"", "...", "*", "*", "^", "%o", "S", "'", "OE", " ", "Z", " ",
    /* 090 */ " ", "'", "'", "\"", "\"", "*", "-", "-", "~", "TM", "s", "'", "oe", " ", "z", "Y",
    /* 0A0 */ " ", "!", "c", "GBP", "?", "JPY", "|", "?", "?", "(c)", "a", "\"", "-", "", "(r)", "-",
    /* 0B0 */ "o", "+/-", "2", "3", "'", "u", "?", ".", ",", "1", "o", "\"", "1/4", "1/2", "3/4", "?",
    /* 0C0 */ "A", "A", "A", "A", "A", "A", "AE", "C", "E", "E", "E", "E", "I", "I", "I", "I",
    /* 0D0 */ "D", "N", "O", "O", "O", "O", "O", "x", "O", "U", "U", "U", "U", "Y", "TH", "ss",
    /* 0E0 */ "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i", "i",
    /* 0F0 */ "d", "n", "o", "o", "o", "o", "o", "/", "o", "u", "u", "u", "u", "y", "th", "y",
    /* 100 */ "A", "a", "A", "a", "A", "a", "C", "c", "C", "c", "C", "c", "C", "c", "D", "d",
    /* 110 */ "D", "d", "E", "e", "E", "e", "E", "e", "E", "e", "E", "e", "G", "g", "G", "g",
    /* 120 */ "G", "g", "G", "g", "H", "h", "H", "h", "I", "i", "I", "i", "I", "i", "I", "i",
    /* 130 */ "I", "i", "IJ", "ij", "J", "j", "K", "k", "k", "L", "l", "L", "l", "L", "l", "L",
    /* 140 */ "l", "L", "l", "N", "n", "N", "n", "N", "n", "'n", "N", "n", "O", "o", "O", "o",
    /* 150 */ "O", "o", "OE", "oe", "R", "r", "R", "r", "R", "r", "S", "s", "S", "s", "S", "s",
    /* 160 */ "S", "s", "T", "t", "T", "t", "T", "t", "U", "u", "U", "u", "U", "u", "U", "u",
    /* 170 */ "U", "u", "U", "u", "W", "w", "Y", "y", "Y", "Z", "z", "Z", "z", "Z", "z", "s",
    /* clang-format on */
};

/* U+2000 to U+206F, General Punctuation. */
static const Folded punctuation[0x2070 - 0x2000] = {
    /* clang-format off */
    /* 2000 */ " ", " ", " ", " ", " ", " ", " ", " ", " ", " ", " ", "", "", "", "", "",
    /* 2010 */ "-", "-", "-", "-", "-", "-", "|", "_", "'", "'", ",", "'", "\"", "\"", "\"", "\"",
    /* 2020 */ "*", "*", "*", "*", ".", "..", "...", ".", " ", " ", "", "", "", "", "", " ",
    /* 2030 */ "%o", "%oo", "'", "\"", "\"", "'", "\"", "\"", "^", "'", "'", "*", "!!", "?!", "-", "?",
    /* 2040 */ "?", "?", "?", "*", "/", "[", "]", "??", "?!", "!?", "&", "?", "?", "?", "*", ";",
    /* 2050 */ "?", "**", "%", "~", "?", "*", "?", "?", "?", "?", "?", "?", "?", "?", "?", " ",
    /* 2060 */ "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "",
    /* clang-format on */
};

static size_t put(const char *ascii, char out[FOLD_MAX])
{
    size_t length = strlen(ascii);
    memcpy(out, ascii, length);
    return length;
}

static size_t put_entry(const Folded entry, char out[FOLD_MAX])
{
    size_t length = strnlen(entry, sizeof(Folded));
    memcpy(out, entry, length);
    return length;
}

/* Symbols that stand before an item of a list, or draw something: geometric shapes, dingbats,
 * arrows, box drawing, and the private use area where Wingdings lands. */
static bool is_dingbat(gunichar ch)
{
    return (ch >= 0x2190 && ch <= 0x21FF) || (ch >= 0x2300 && ch <= 0x23FF) ||
           (ch >= 0x25A0 && ch <= 0x27BF) || (ch >= 0x27F0 && ch <= 0x27FF) ||
           (ch >= 0x2900 && ch <= 0x297F) || (ch >= 0x2B00 && ch <= 0x2BFF) ||
           (ch >= 0xE000 && ch <= 0xF8FF) || (ch >= 0x1F300 && ch <= 0x1FAFF) || ch >= 0xF0000;
}

static bool is_dropped(gunichar ch)
{
    return g_unichar_iszerowidth(ch) || g_unichar_ismark(ch) || (ch >= 0xFFF9 && ch <= 0xFFFB);
}

/* The ASCII letters of a compatibility decomposition: ligatures, superscripts, full width forms,
 * « № », « ㎡ », and accented letters outside the tables. */
static size_t fold_decomposed(gunichar ch, char out[FOLD_MAX])
{
    gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
    size_t count = g_unichar_fully_decompose(ch, true, parts, G_N_ELEMENTS(parts));
    size_t length = 0;
    for (size_t i = 0; i < count && parts[i] != ch; i++) {
        char part[FOLD_MAX];
        size_t more = fold_character(parts[i], 0, part);
        if (length + more > FOLD_MAX || (more == 1 && part[0] == '?'))
            continue;
        memcpy(out + length, part, more);
        length += more;
    }
    return length;
}

static size_t fold_rare(gunichar ch, char out[FOLD_MAX])
{
    switch (ch) {
    case 0x20AC:
        return put("EUR", out);
    case 0x2212: /* minus */
    case 0x2500: /* a rule drawn with box characters */
    case 0x2501:
    case 0xFE58:
        return put("-", out);
    case 0x2215:
        return put("/", out);
    case 0x2219: /* bullet operator */
    case 0x22C5:
        return put("*", out);
    case 0x1E9E:
        return put("SS", out);
    case 0x0192:
        return put("f", out);
    case 0x2260:
        return put("!=", out);
    case 0x2264:
        return put("<=", out);
    case 0x2265:
        return put(">=", out);
    case 0x2610: /* ballot boxes: which one is ticked is the vote */
        return put("[ ]", out);
    case 0x2611:
    case 0x2612:
        return put("[x]", out);
    case 0x02B9:
    case 0x02BB:
    case 0x02BC: /* modifier letter apostrophe */
    case 0x02BD:
    case 0x02C8:
        return put("'", out);
    case 0x301D:
    case 0x301E:
        return put("\"", out);
    case 0x3000:
    case 0x1680:
        return put(" ", out);
    default:
        break;
    }
    if (is_dropped(ch))
        return 0;
    if (is_dingbat(ch))
        return put("*", out);
    size_t length = fold_decomposed(ch, out);
    return length > 0 ? length : put("?", out);
}

size_t fold_character(gunichar ch, char before, char out[FOLD_MAX])
{
    if (ch < 0x80) {
        out[0] = ch >= 0x20 && ch < 0x7F ? (char)ch : ' ';
        return 1;
    }
    if (ch == 0xB7 || ch == 0x387)
        return put(g_ascii_isalnum(before) ? "." : "*", out);
    if (ch < 0x180)
        return put_entry(latin[ch - 0x80], out);
    if (ch >= 0x2000 && ch < 0x2070)
        return put_entry(punctuation[ch - 0x2000], out);
    return fold_rare(ch, out);
}

/* Room enough for a string's folded twin. */
static size_t folded_room(const char *utf8)
{
    size_t room = 1;
    for (; *utf8; utf8++)
        room += (guchar)*utf8 < 0x80 ? 1 : FOLD_MAX;
    return room;
}

char *text_fold(const char *utf8)
{
    char *folded = g_malloc(folded_room(utf8)), *out = folded;
    while (*utf8) {
        if ((guchar)*utf8 < 0x80) { /* as fold_character, which keeps no line ends */
            *out++ = (*utf8 >= 0x20 && *utf8 < 0x7F) || *utf8 == '\n' ? *utf8 : ' ';
            utf8++;
            continue;
        }
        gunichar ch = g_utf8_get_char_validated(utf8, -1);
        if (ch >= 0x110000) { /* not UTF-8 */
            *out++ = '?';
            utf8++;
            continue;
        }
        out += fold_character(ch, out > folded ? out[-1] : 0, out);
        utf8 = g_utf8_next_char(utf8);
    }
    *out = '\0';
    return folded;
}

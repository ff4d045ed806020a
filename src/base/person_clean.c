/* One printed name → one line of words: what stands in brackets is taken off, hyphens and spaces
 * that a line's end or an extraction took are given back. See person_words.h. */
#include "compose.h"
#include "person_words.h"

#include <glib.h>
#include <string.h>

enum { NAME_BYTES_MAX = 400 };

static bool is_capital(gunichar c)
{
    return c < 0x80 ? g_ascii_isupper(c) : g_unichar_isupper(c);
}

static bool is_dash(gunichar c)
{
    return c == '-' || (c >= 0x2010 && c <= 0x2015);
}

static bool is_apostrophe(gunichar c)
{
    return c == '\'' || c == 0x2019 || c == 0x2018;
}

/* « VAN- DORPEN », « GARNOUX-\nMALPERT »: no space on either side of a hyphen that touches a
 * letter; a dash with space on both sides stays apart. */
static void append_cleaned(GString *clean, gunichar c, bool *space)
{
    if (c < 0x80 && g_ascii_isalnum(c) && !*space) { /* as most are */
        g_string_append_c(clean, (char)c);
        return;
    }
    if (g_unichar_isspace(c) || g_unichar_iscntrl(c)) {
        *space = true;
        return;
    }
    if (c == 0xad || c == '*' || c == 0x2022)
        return;
    /* « KERLAZ'’H » of a scan: one apostrophe, read twice */
    if (is_apostrophe(c) && clean->len > 0 &&
        is_apostrophe(g_utf8_get_char(g_utf8_find_prev_char(clean->str, clean->str + clean->len))))
        return;
    if (*space && clean->len > 0) {
        const char *last = g_utf8_find_prev_char(clean->str, clean->str + clean->len);
        bool glued_hyphen = is_dash(g_utf8_get_char(last)) && last > clean->str && last[-1] != ' ';
        if (!glued_hyphen)
            g_string_append_c(clean, ' ');
    }
    *space = false;
    g_string_append_unichar(clean, c);
}

/* « M.DUPONT » is « M. DUPONT » and « BARRABES.M » is « BARRABES. M », but « M.A. MANIER » holds
 * initials. `clean` ends with the dot. */
static bool parts_after_dot(const GString *clean, const char *next)
{
    gunichar first = *next ? g_utf8_get_char(next) : 0;
    gunichar second = first ? g_utf8_get_char(g_utf8_next_char(next)) : 0;
    if (!g_unichar_isupper(first))
        return false;
    if (second != '.' && (g_unichar_isalpha(second) || second == '\'' || second == 0x2019))
        return true;
    const char *word = clean->str + clean->len - 1;
    while (word > clean->str && !strchr(" .", word[-1]))
        word--;
    return g_utf8_strlen(word, clean->str + clean->len - 1 - word) > 3;
}

/* « BARB[ER »: what stands glued between two capitals is an I that OCR missed. */
static bool is_letter_like(gunichar before, const char *next)
{
    return g_unichar_isupper(before) && *next && g_unichar_isupper(g_utf8_get_char(next));
}

/* How many letters stand at the end of `clean`, the small ones first; 0 when its last word is not
 * written « Jean ». */
static glong mixed_word_length(const GString *clean)
{
    const char *end = clean->str + clean->len, *p = end;
    glong letters = 0;
    while (p > clean->str) {
        const char *last = g_utf8_find_prev_char(clean->str, p);
        gunichar c = g_utf8_get_char(last);
        if (!g_unichar_isalpha(c))
            break;
        letters++;
        if (g_unichar_isupper(c))
            return letters;
        p = last;
    }
    return 0;
}

/* « MmeAnne », « MadameAnne »: the word that ends `clean` is one before a name. */
static bool ends_in_civility(const GString *clean, glong letters)
{
    static const char *const civilities[] = {"Mme",      "Mlle",      "Madame", "Monsieur",
                                             "Mesdames", "Messieurs", "Mmes"};
    for (size_t i = 0; i < G_N_ELEMENTS(civilities); i++)
        if (letters == (glong)strlen(civilities[i]) && g_str_has_suffix(clean->str, civilities[i]))
            return true;
    return false;
}

/* Extraction loses the hyphen or the space at the end of a line: « JeanYves » is « Jean-Yves » and
 * « JeannePETIT » is « Jeanne PETIT ». « McNair », « DeLuca » and « MacDonald » stay. What stands
 * between the word that ends `clean` and the one that begins with `next`: '-', ' ' or 0. */
static char lost_between(const GString *clean, gunichar c, const char *next)
{
    static const char *const prefixes[] = {"Mac", "Van", "Von",  "Del",
                                           "Dal", "Des", "Fitz", "Della"};
    if (!is_capital(c))
        return 0;
    gunichar second = *next ? g_utf8_get_char(next) : 0;
    glong letters = g_unichar_isalpha(second) ? mixed_word_length(clean) : 0;
    if (letters < 3)
        return 0;
    if (ends_in_civility(clean, letters))
        return ' ';
    for (size_t i = 0; i < G_N_ELEMENTS(prefixes); i++)
        if (g_str_has_suffix(clean->str, prefixes[i]) && letters == (glong)strlen(prefixes[i]))
            return 0;
    const char *third = g_utf8_next_char(next);
    if (g_unichar_islower(second))
        return g_unichar_islower(g_utf8_get_char(third)) ? '-' : 0;
    return letters >= 4 && g_unichar_isupper(g_utf8_get_char(third)) ? ' ' : 0;
}

/* Behind « 1. », « 12 - », « 3) »: the place in a numbered list. */
static const char *skip_list_number(const char *words)
{
    const char *start = words + strspn(words, " \t\r\n");
    size_t digits = strspn(start, "0123456789");
    const char *mark = start + digits + strspn(start + digits, " ");
    return digits >= 1 && digits <= 3 && *mark && strchr(".)-", *mark) ? mark + 1 : words;
}

/* One line of words: NFC, remarks in brackets taken off, white space made one. Or NULL. */
static GString *clean_name(const char *original)
{
    if (strlen(original) > NAME_BYTES_MAX)
        return NULL;
    g_autofree char *nfc = compose(original);
    if (!nfc)
        return NULL;
    GString *clean = g_string_sized_new(strlen(nfc) + 8);
    int depth = 0;
    bool space = false;
    gunichar before = 0, c = 0;
    for (const char *p = skip_list_number(nfc); *p; before = c, p = g_utf8_next_char(p)) {
        c = (guchar)*p < 0x80 ? (guchar)*p : g_utf8_get_char(p);
        if (c == '(' || (c == '[' && !is_letter_like(before, g_utf8_next_char(p)))) {
            depth++;
            space = true;
        } else if (c == ')' || c == ']') {
            depth = MAX(depth - 1, 0);
        } else if (depth == 0) {
            char lost = space ? 0 : lost_between(clean, c, g_utf8_next_char(p));
            if (lost)
                g_string_append_c(clean, lost);
            append_cleaned(clean, c, &space);
            space |= c == '.' && parts_after_dot(clean, g_utf8_next_char(p));
        }
    }
    return clean;
}

/* « X -Y » joins as « X-Y » does; only « X - Y » keeps its dash as a token of its own. */
static void join_left_hyphens(GString *clean)
{
    size_t length = 0;
    for (const char *p = clean->str, *next; *p; p = next) {
        next = g_utf8_next_char(p);
        if (*p == ' ' && length > 0 && is_dash(g_utf8_get_char(next))) {
            const char *after = g_utf8_next_char(next);
            if (*after && *after != ' ')
                continue;
        }
        memmove(clean->str + length, p, (size_t)(next - p));
        length += (size_t)(next - p);
    }
    g_string_truncate(clean, length);
}

/* « PETIT E. -. »: the dash that parts a list, and what follows it, belong to no name. */
static void cut_left_dash(GString *clean)
{
    size_t end = clean->len;
    while (end > 0 && strchr(" .-", clean->str[end - 1]))
        end--;
    const char *dash = strstr(clean->str + end, " -");
    if (end > 0 && dash)
        g_string_truncate(clean, (gsize)(dash - clean->str));
}

char *person_clean(const char *original)
{
    GString *clean = clean_name(original);
    if (!clean)
        return NULL;
    cut_left_dash(clean);
    join_left_hyphens(clean);
    return g_string_free(clean, false);
}

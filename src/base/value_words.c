/* Words as they are printed: VALUE_TEXT and VALUE_NUMBER. White space becomes one space, and the
 * hyphens that end a line are judged. */
#include "value_read.h"

#include "compose.h"

#include <string.h>

enum { NUMBER_BYTES_MAX = 80 };

static bool is_hyphen(gunichar c)
{
    return c == '-' || c == 0x2010 || c == 0x2011;
}

static const char *skip_space(const char *p, bool *line_break)
{
    for (; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (!g_unichar_isspace(c) && !g_unichar_iscntrl(c))
            break;
        *line_break |= c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029 || c == '\f';
    }
    return p;
}

static bool ends_with_word(const GString *text, const char *word)
{
    size_t length = strlen(word);
    if (text->len < length || strcmp(text->str + text->len - length, word) != 0)
        return false;
    if (text->len == length)
        return true;
    const char *before = g_utf8_find_prev_char(text->str, text->str + text->len - length);
    return before && !g_unichar_isalpha(g_utf8_get_char(before));
}

static bool starts_with_word(const char *p, const char *word)
{
    size_t length = strlen(word);
    return strncmp(p, word, length) == 0 &&
           (!p[length] || !g_unichar_isalpha(g_utf8_get_char(p + length)));
}

/* The hyphen of a compound word that is always written with one: « vice-\nprésident ». `text` ends
 * before the hyphen, `next` is the next line. */
static bool is_compound(const GString *text, const char *next)
{
    static const char *const first[] = {
        "vice",     "sous",      "ex",       "non",     "demi",   "mi",     "semi",  "au",
        "ci",       "avant",     "après",    "arrière", "rez",    "contre", "elle",  "lui",
        "eux",      "celui",     "celle",    "grand",   "quatre", "dix",    "vingt", "trente",
        "quarante", "cinquante", "soixante", "haut",    "bas",    "peut",   "est",   "a",
        "porte",    "chef",      "procès",   "compte",  NULL};
    static const char *const second[] = {"dire", "ci",   "là", "même", "mêmes", "t",
                                         "il",   "elle", "ce", "on",   NULL};
    for (size_t i = 0; first[i]; i++) {
        if (ends_with_word(text, first[i]))
            return true;
    }
    for (size_t i = 0; second[i]; i++) {
        if (starts_with_word(next, second[i]))
            return true;
    }
    return false;
}

/* Joins over a hyphen that ends a line; gives false when the hyphen was no such thing. */
static bool join_line(GString *text, const char *next)
{
    if (text->len < 2 || !*next)
        return false;
    const char *hyphen = g_utf8_find_prev_char(text->str, text->str + text->len);
    if (!hyphen || hyphen == text->str || !is_hyphen(g_utf8_get_char(hyphen)))
        return false;
    gunichar before = g_utf8_get_char(g_utf8_find_prev_char(text->str, hyphen));
    gunichar after = g_utf8_get_char(next);
    if (!g_unichar_isalnum(before) || !g_unichar_isalnum(after))
        return false;
    if (g_unichar_islower(before) && g_unichar_islower(after)) {
        g_autofree char *kept = g_strdup(hyphen);
        g_string_truncate(text, hyphen - text->str);
        if (is_compound(text, next))
            g_string_append(text, kept);
    }
    return true;
}

char *words_clean(const char *original)
{
    g_autofree char *nfc = compose(original);
    if (!nfc)
        return NULL;
    GString *text = g_string_sized_new(strlen(nfc));
    bool line_break = false;
    const char *p = skip_space(nfc, &line_break);
    while (*p) {
        gunichar c = g_utf8_get_char(p);
        const char *next = g_utf8_next_char(p);
        if (c == 0xad) {
            /* A soft hyphen: the word goes on, on the next line if it must. */
            line_break = false;
            p = skip_space(next, &line_break);
            if (!line_break)
                p = next;
            continue;
        }
        if (!g_unichar_isspace(c) && !g_unichar_iscntrl(c)) {
            g_string_append_len(text, p, next - p);
            p = next;
            continue;
        }
        line_break = false;
        p = skip_space(p, &line_break);
        if (*p && !(line_break && join_line(text, p)))
            g_string_append_c(text, ' ');
    }
    if (text->len == 0) {
        g_string_free(text, true);
        return NULL;
    }
    return g_string_free(text, false);
}

/* True for what may stand around an act's number without being of it. */
static bool is_edge(gunichar c)
{
    return g_unichar_isspace(c) ||
           (c < 0x80 ? strchr(",;:.-_()[]\"'*/", (int)c) != NULL : !g_unichar_isalnum(c));
}

char *number_clean(const char *original, double *confidence)
{
    *confidence = 1;
    g_autofree char *words = words_clean(original);
    if (!words || strlen(words) > NUMBER_BYTES_MAX)
        return NULL;
    const char *start = words, *end = words + strlen(words);
    while (start < end && is_edge(g_utf8_get_char(start)))
        start = g_utf8_next_char(start);
    while (end > start) {
        const char *last = g_utf8_find_prev_char(start, end);
        if (!last || !is_edge(g_utf8_get_char(last)))
            break;
        end = last;
    }
    bool digit = false;
    for (const char *p = start; p < end; p++)
        digit |= g_ascii_isdigit(*p);
    return digit ? g_strndup(start, end - start) : NULL;
}

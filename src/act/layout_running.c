/* Running heads and feet in text whose lines are lost: « … de la commune Procès-verbal du conseil
 * du 3 mai 2021 Page 4 sur 11 et des … ». What tells them is the page's number: the same words
 * stand beside a number a page further on, and beside the next one there. */
#include "layout.h"

#include <stdlib.h>
#include <string.h>

enum {
    LOST_LINES = 1500, /* bytes no line has, unless its ends were lost */
    MOST_WORDS = 24,   /* of a running head */
    FEWEST_WORDS = 3,
    FEWEST_LETTERS = 16,
    PAGE_LEAST = 400, /* bytes on a page */
    PAGE_MOST = 12000,
    MOST_PAIRS = 1000000, /* of numbers that are held against each other */
};

typedef struct Numbered {
    guint word; /* index of the page number's word */
    guint value;
    guint before, after; /* words that belong to it on either side */
} Numbered;

/* The words of the line as spans. */
static GArray *cut_words(const char *s, Span line)
{
    GArray *words = g_array_new(false, false, sizeof(Span));
    for (size_t at = line.start; at < line.end;) {
        while (at < line.end && g_ascii_isspace(s[at]))
            at++;
        Span word = {at, at};
        while (at < line.end && !g_ascii_isspace(s[at]))
            at++;
        word.end = at;
        if (word.end > word.start)
            g_array_append_val(words, word);
    }
    return words;
}

/* « 12 », « 12/84 », « -12/84- »: the page's number; 0 when the word is none. */
static guint page_number(const char *s, Span word)
{
    size_t at = word.start;
    guint value = 0, digits = 0;
    if (at < word.end && s[at] == '-')
        at++;
    for (; at < word.end && g_ascii_isdigit(s[at]); at++, digits++)
        value = value * 10 + (guint)(s[at] - '0');
    if (digits == 0 || digits > 3)
        return 0;
    if (at < word.end && s[at] == '/')
        for (at++; at < word.end && g_ascii_isdigit(s[at]);)
            at++;
    if (at < word.end && s[at] == '-')
        at++;
    return at == word.end ? value : 0;
}

/* Words that number something else than pages, those of stamps, which are read by themselves, and
 * those that every decision repeats: no running head goes on over them. */
static bool is_counted(const char *s, Span word)
{
    static const char *const whole[] = {"n", "no", "lot", "vu", "id", "pour", "vote", "titre"};
    static const char *const begun[] = {
        "article", "point",  "annexe",  "phase",   "avenant",  "delib",    "decid",    "decret",
        "unanim",  "contre", "approuv", "rapport", "question", "exercice", "chapitre", "envoye",
        "recu",    "accuse", "publie",  "affiche", "loi",      "section"};
    if (span_length(word) > 2 && s[word.start + 1] == '\'')
        word.start += 2; /* « l'unanimité » */
    for (size_t i = 0; i < G_N_ELEMENTS(whole); i++)
        if (span_length(word) == strlen(whole[i]) &&
            g_ascii_strncasecmp(s + word.start, whole[i], strlen(whole[i])) == 0)
            return true;
    for (size_t i = 0; i < G_N_ELEMENTS(begun); i++)
        if (g_ascii_strncasecmp(s + word.start, begun[i], strlen(begun[i])) == 0)
            return true;
    return false;
}

/* « N°230214 », « D2022 », « 20241125 »: the first half of an act's number. A year alone is none.
 */
static bool is_code(const char *s, Span word)
{
    enum { LONGER_THAN_A_YEAR = 6 };
    size_t digits = 0;
    while (digits < span_length(word) && g_ascii_isdigit(s[word.end - 1 - digits]))
        digits++;
    return digits >= LONGER_THAN_A_YEAR ||
           (digits >= 4 && digits < span_length(word) && g_ascii_isalpha(s[word.start]));
}

static bool is_month(const char *s, Span word)
{
    static const char *const months[] = {"janv", "fevr", "mars", "avril", "mai",  "juin",
                                         "juil", "aout", "sept", "octo",  "nove", "dece"};
    for (size_t i = 0; i < G_N_ELEMENTS(months); i++)
        if (g_ascii_strncasecmp(s + word.start, months[i], strlen(months[i])) == 0)
            return true;
    return false;
}

static bool same_word(const char *s, Span a, Span b)
{
    return span_length(a) == span_length(b) &&
           memcmp(s + a.start, s + b.start, span_length(a)) == 0;
}

/* How many words beside both numbers are the same, going `step` from each. */
static guint words_alike(const char *s, const GArray *words, guint a, guint b, int step)
{
    guint count = 0;
    for (gint64 i = (gint64)a + step, k = (gint64)b + step;
         i >= 0 && k >= 0 && k < words->len && i < words->len && count < MOST_WORDS;
         i += step, k += step, count++) {
        Span one = g_array_index(words, Span, i), other = g_array_index(words, Span, k);
        if (!same_word(s, one, other) || is_counted(s, one) || (i == (gint64)b && step > 0) ||
            k == (gint64)a)
            break;
    }
    return count;
}

static bool is_running(const GArray *words, const Numbered *number)
{
    size_t letters = 0;
    for (guint i = number->word - number->before; i <= number->word + number->after; i++) {
        letters += i == number->word ? 0 : span_length(g_array_index(words, Span, i));
    }
    return number->before + number->after >= FEWEST_WORDS && letters >= FEWEST_LETTERS;
}

/* The page numbers of the line, with the words that run with them. */
static GArray *read_numbers(const char *s, const GArray *words)
{
    GArray *numbers = g_array_new(false, false, sizeof(Numbered));
    for (guint i = 0; i < words->len; i++) {
        Numbered number = {.word = i, .value = page_number(s, g_array_index(words, Span, i))};
        bool counted = i > 0 && (is_counted(s, g_array_index(words, Span, i - 1)) ||
                                 is_code(s, g_array_index(words, Span, i - 1)));
        bool day = i + 1 < words->len && is_month(s, g_array_index(words, Span, i + 1));
        if (number.value > 0 && !counted && !day)
            g_array_append_val(numbers, number);
    }
    return numbers;
}

/* Gives both numbers the words they share, where they are of two pages that follow each other. */
static bool match_pages(const char *s, const GArray *words, Numbered *one, Numbered *next)
{
    size_t from = g_array_index(words, Span, one->word).start;
    size_t to = g_array_index(words, Span, next->word).start;
    if (next->value != one->value + 1 || to - from < PAGE_LEAST || to - from > PAGE_MOST)
        return false;
    Numbered found = {.word = one->word,
                      .before = words_alike(s, words, one->word, next->word, -1),
                      .after = words_alike(s, words, one->word, next->word, 1)};
    if (!is_running(words, &found))
        return false;
    one->before = next->before = found.before;
    one->after = next->after = found.after;
    return true;
}

static void blank_line(Text *text, Span line)
{
    const char *s = text_folded(text, NULL);
    g_autoptr(GArray) words = cut_words(s, line);
    g_autoptr(GArray) numbers = read_numbers(s, words);
    g_autoptr(GArray) spans = g_array_new(false, false, sizeof(Span));
    size_t budget = MOST_PAIRS; /* of a text made of numbers no more is looked at */
    for (guint i = 0; i < numbers->len; i++) {
        Numbered *one = &g_array_index(numbers, Numbered, i);
        bool running = one->before + one->after > 0;
        size_t from = g_array_index(words, Span, one->word).start;
        for (guint k = i + 1; k < numbers->len && budget > 0; k++, budget--) {
            Numbered *next = &g_array_index(numbers, Numbered, k);
            if (g_array_index(words, Span, next->word).start - from > PAGE_MOST)
                break;
            if (match_pages(s, words, one, next)) {
                running = true;
                break;
            }
        }
        Span span = {g_array_index(words, Span, one->word - one->before).start,
                     g_array_index(words, Span, one->word + one->after).end};
        Span *last = spans->len ? &g_array_index(spans, Span, spans->len - 1) : NULL;
        if (running && last && last->end >= span.start)
            last->end = MAX(last->end, span.end);
        else if (running)
            g_array_append_val(spans, span);
    }
    /* the last one stays: it may be all that says whose minutes these are */
    for (guint i = 0; i + 1 < spans->len; i++)
        text_blank(text, g_array_index(spans, Span, i));
}

void layout_blank_running(Text *text)
{
    for (size_t i = 0; i < text_line_count(text); i++) {
        Span line = text_line(text, i)->span;
        if (span_length(line) >= LOST_LINES)
            blank_line(text, line);
    }
}

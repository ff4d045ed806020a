#include "snippet.h"

#include <string.h>

enum {
    WINDOW = 26,        /* words of a snippet */
    BEFORE = 6,         /* of these, before the first that was asked for */
    LOOK_MAX = 4 << 20, /* bytes of a text that are looked at */
    MARKS_MAX = 32,     /* different words that are told apart */
};

typedef struct Word {
    size_t start, end;
    int page;
    guint32 marks; /* bit i: it is mark i of the query */
} Word;

/* The letters that marked words begin with: neither folding nor stemming changes an ASCII one, so
 * that most words of a text need neither. */
typedef struct Initials {
    bool letters[128];
} Initials;

static Initials initials_of(const Query *query)
{
    Initials initials = {0};
    for (guint i = 0; i < query->marks->len; i++) {
        const QueryMark *mark = query->marks->pdata[i];
        initials.letters[*mark->word & 127] = true;
    }
    return initials;
}

static bool may_be_marked(const Initials *initials, const char *word)
{
    return (guchar)*word >= 128 || initials->letters[(guchar)g_ascii_tolower(*word)];
}

static guint32 marks_of(const Query *query, const char *folded, const char *stem)
{
    guint32 marks = 0;
    for (guint i = 0; i < query->marks->len && i < MARKS_MAX; i++) {
        const QueryMark *mark = query->marks->pdata[i];
        bool hit = mark->prefix  ? g_str_has_prefix(folded, mark->word)
                   : mark->exact ? strcmp(folded, mark->word) == 0
                                 : strcmp(stem, mark->word) == 0;
        if (hit)
            marks |= 1u << i;
    }
    return marks;
}

/* Cuts a text into words: letters and digits, as the index does. */
static GArray *cut(Stemmer *stemmer, const Query *query, const char *words, int page)
{
    GArray *all = g_array_new(false, false, sizeof(Word));
    const Initials initials = initials_of(query);
    for (const char *at = words; *at && at - words < LOOK_MAX;) {
        const char *start = at;
        while (*at && g_unichar_isalnum(g_utf8_get_char(at)))
            at = g_utf8_next_char(at);
        if (at == start) {
            page += *at == '\f';
            at = g_utf8_next_char(at);
            continue;
        }
        Word word = {(size_t)(start - words), (size_t)(at - words), page, 0};
        if (may_be_marked(&initials, start)) {
            g_autofree char *text = g_strndup(start, (gsize)(at - start));
            g_autofree char *folded = fold_words(text);
            g_autofree char *stem = stem_words(stemmer, text);
            word.marks = marks_of(query, folded, stem);
        }
        g_array_append_val(all, word);
    }
    return all;
}

/* The first word of the window that holds most: different words first, then how many. */
static guint best_window(const GArray *words)
{
    guint best = 0, best_score = 0;
    for (guint i = 0; i < words->len; i++) {
        guint32 seen = 0;
        guint hits = 0;
        if (g_array_index(words, Word, i).marks == 0)
            continue;
        for (guint k = i; k < words->len && k < i + WINDOW - BEFORE; k++) {
            guint32 marks = g_array_index(words, Word, k).marks;
            seen |= marks;
            hits += marks != 0;
        }
        guint score = (guint)__builtin_popcount(seen) * 1000 + hits;
        if (score > best_score) {
            best = i;
            best_score = score;
        }
    }
    return best;
}

/* Appends bytes with every run of white space and control characters as one space. */
static void append_line(GString *out, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if ((guchar)bytes[i] > ' ')
            g_string_append_c(out, bytes[i]);
        else if (out->len > 0 && out->str[out->len - 1] != ' ')
            g_string_append_c(out, ' ');
    }
}

char *snippet_make(Stemmer *stemmer, const Query *query, const char *text, int *page)
{
    g_autoptr(GArray) words = cut(stemmer, query, text, *page);
    GString *out = g_string_new(NULL);
    if (words->len == 0)
        return g_string_free(out, false);
    guint best = best_window(words);
    guint first = best > BEFORE ? best - BEFORE : 0, last = MIN(first + WINDOW, words->len) - 1;
    *page = g_array_index(words, Word, best).page;
    if (first > 0)
        g_string_append(out, "… ");
    size_t at = g_array_index(words, Word, first).start;
    for (guint i = first; i <= last; i++) {
        const Word *word = &g_array_index(words, Word, i);
        append_line(out, text + at, word->start - at);
        if (word->marks)
            g_string_append_c(out, SNIPPET_ON);
        g_string_append_len(out, text + word->start, (gssize)(word->end - word->start));
        if (word->marks)
            g_string_append_c(out, SNIPPET_OFF);
        at = word->end;
    }
    if (last + 1 < words->len)
        g_string_append(out, " …");
    return g_string_free(out, false);
}

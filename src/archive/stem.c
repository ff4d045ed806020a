#include "stem.h"

#include "../base/text.h"

#include <libstemmer.h>
#include <string.h>

enum { WORD_MAX = 64 }; /* a longer run of letters is no French word: it is kept as it is */

struct Stemmer {
    struct sb_stemmer *french;
};

Stemmer *stemmer_new(void)
{
    Stemmer *stemmer = g_new0(Stemmer, 1);
    stemmer->french = sb_stemmer_new("french", "UTF_8");
    g_assert(stemmer->french);
    return stemmer;
}

void stemmer_free(Stemmer *stemmer)
{
    if (!stemmer)
        return;
    sb_stemmer_delete(stemmer->french);
    g_free(stemmer);
}

/* Snowball knows feminine and plural participles by their accent, which folding took away:
 * « accordées » must end as « accordé » does. */
static size_t without_participle(const char *word, size_t length)
{
    if (length > 4 && word[length - 1] == 's')
        length--;
    if (length > 4 && word[length - 1] == 'e' && word[length - 2] == 'e')
        length--;
    return length;
}

static void append_stem(Stemmer *stemmer, GString *out, const char *word, size_t length)
{
    if (length > WORD_MAX || g_ascii_isdigit(word[0])) {
        g_string_append_len(out, word, (gssize)length);
        return;
    }
    const sb_symbol *stem = sb_stemmer_stem(stemmer->french, (const sb_symbol *)word,
                                            (int)without_participle(word, length));
    g_string_append_len(out, (const char *)stem, sb_stemmer_length(stemmer->french));
}

/* Every word of `text` folded; stemmed too when there is a stemmer. */
static char *words_of(Stemmer *stemmer, const char *text)
{
    g_autofree char *folded = text_fold(text);
    GString *out = g_string_sized_new(strlen(folded));
    for (char *at = folded; *at;) {
        char *start = at;
        while (g_ascii_isalnum(*at)) {
            *at = g_ascii_tolower(*at);
            at++;
        }
        if (at == start) {
            at++;
            continue;
        }
        if (out->len > 0)
            g_string_append_c(out, ' ');
        if (stemmer)
            append_stem(stemmer, out, start, (size_t)(at - start));
        else
            g_string_append_len(out, start, at - start);
    }
    return g_string_free(out, false);
}

char *stem_words(Stemmer *stemmer, const char *text)
{
    return words_of(stemmer, text);
}

char *fold_words(const char *text)
{
    return words_of(NULL, text);
}

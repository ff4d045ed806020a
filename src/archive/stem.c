#include "stem.h"

#include "../base/text.h"

#include <libstemmer.h>
#include <string.h>

enum {
    WORD_MAX = 64,     /* a longer run of letters is no French word: it is kept as it is */
    KNOWN_MAX = 20000, /* words whose stems are kept: most of a text are the same few thousand */
};

struct Stemmer {
    struct sb_stemmer *french;
    GHashTable *known; /* word → stem */
};

Stemmer *stemmer_new(void)
{
    Stemmer *stemmer = g_new0(Stemmer, 1);
    stemmer->french = sb_stemmer_new("french", "UTF_8");
    g_assert(stemmer->french);
    stemmer->known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return stemmer;
}

void stemmer_free(Stemmer *stemmer)
{
    if (!stemmer)
        return;
    sb_stemmer_delete(stemmer->french);
    g_hash_table_unref(stemmer->known);
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
    char key[WORD_MAX + 1];
    memcpy(key, word, length);
    key[length] = '\0';
    const char *known = g_hash_table_lookup(stemmer->known, key);
    if (known) {
        g_string_append(out, known);
        return;
    }
    const sb_symbol *stem = sb_stemmer_stem(stemmer->french, (const sb_symbol *)word,
                                            (int)without_participle(word, length));
    gsize stemmed = (gsize)sb_stemmer_length(stemmer->french);
    g_string_append_len(out, (const char *)stem, (gssize)stemmed);
    if (g_hash_table_size(stemmer->known) >= KNOWN_MAX)
        g_hash_table_remove_all(stemmer->known);
    g_hash_table_insert(stemmer->known, g_strdup(key), g_strndup((const char *)stem, stemmed));
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

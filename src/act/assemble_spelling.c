/* Words of a subject that recognition garbled, spelt as the document prints them elsewhere:
 * « Jocal d'urbanisme » where the text has « local ». Evidence keeps what is printed. */
#include "assemble.h"

#include "mend.h"

#include <string.h>

enum {
    SHORTEST = 5,      /* letters of a word that is looked at */
    LONG = 8,          /* … of one that may differ by two likenesses */
    WORDS_MOST = 20000 /* of a text that is looked through */
};

static const double SURE = 0.9; /* a word read so surely stands as it is */

/* A word of the text: its small letters without accents, and where it stands. */
typedef struct Token {
    char *key; /* owned */
    Span span;
} Token;

/* All that a document says of a spelling. */
typedef struct Spelling {
    guint count, first; /* the index of its surest token */
    double confidence;  /* of that */
} Spelling;

typedef struct Vocabulary {
    const Text *text;
    GArray *tokens;        /* of Token */
    GHashTable *spellings; /* key, lent → Spelling */
} Vocabulary;

static void token_clear(gpointer data)
{
    g_free(((Token *)data)->key);
}

static char *key_of(const char *printed)
{
    g_autofree char *folded = text_fold(printed);
    return g_ascii_strdown(folded, -1);
}

static void note(Vocabulary *all, Span span)
{
    g_autofree char *printed = text_quote(all->text, span);
    Token token = {key_of(printed), span};
    double confidence = text_confidence(all->text, span);
    guint index = all->tokens->len;
    g_array_append_val(all->tokens, token);
    Spelling *spelling = g_hash_table_lookup(all->spellings, token.key);
    if (!spelling) {
        spelling = g_new0(Spelling, 1);
        g_hash_table_insert(all->spellings, token.key, spelling);
    }
    spelling->count++;
    if (spelling->count == 1 || confidence > spelling->confidence) {
        spelling->confidence = confidence;
        spelling->first = index;
    }
}

static void vocabulary_clear(Vocabulary *all)
{
    g_clear_pointer(&all->spellings, g_hash_table_unref);
    g_clear_pointer(&all->tokens, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Vocabulary, vocabulary_clear)

static void vocabulary_read(Vocabulary *all, const Text *text)
{
    size_t length;
    const char *s = text_folded(text, &length);
    all->text = text;
    all->tokens = g_array_new(false, false, sizeof(Token));
    g_array_set_clear_func(all->tokens, token_clear);
    all->spellings = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    for (size_t at = 0, end; at < length && all->tokens->len < WORDS_MOST; at = end + 1) {
        for (end = at; end < length && g_ascii_isalpha(s[end]);)
            end++;
        if (end > at)
            note(all, (Span){at, end});
    }
}

static const Spelling *spelling_of(const Vocabulary *all, const char *key)
{
    return g_hash_table_lookup(all->spellings, key);
}

/* ---- Which spelling is meant ----------------------------------------------------------------- */

static const char *key_at(const Vocabulary *all, guint index)
{
    return index < all->tokens->len ? g_array_index(all->tokens, Token, index).key : "";
}

/* True when a word of some length stands behind both, or before both. */
static bool share_neighbour(const Vocabulary *all, guint one, const char *other)
{
    enum { NEIGHBOUR_LEAST = 4 };
    const char *before = one > 0 ? key_at(all, one - 1) : "", *behind = key_at(all, one + 1);
    for (guint i = 0; i < all->tokens->len; i++) {
        if (strcmp(key_at(all, i), other) != 0)
            continue;
        if ((strlen(behind) >= NEIGHBOUR_LEAST && strcmp(behind, key_at(all, i + 1)) == 0) ||
            (i > 0 && strlen(before) >= NEIGHBOUR_LEAST && strcmp(before, key_at(all, i - 1)) == 0))
            return true;
    }
    return false;
}

/* True when `other` is what a garbled word may have been: letters that look alike, or other ones of
 * a word that stands beside the same word there. */
static bool may_be(const Vocabulary *all, const char *garbled, guint place, const char *other)
{
    enum { LONG_ENOUGH = 7, OTHERS_MOST = 2 };
    size_t length = strlen(garbled);
    int most = length < LONG ? 1 : 2;
    if (length > MEND_MAX || strlen(other) > MEND_MAX || strlen(other) < SHORTEST)
        return false;
    return mend_distance(garbled, length, other, most) <= most ||
           (length >= LONG_ENOUGH && place < all->tokens->len &&
            mend_letters_apart(garbled, other, OTHERS_MOST) <= OTHERS_MOST &&
            share_neighbour(all, place, other));
}

/* The spelling that a doubtful word stands for, or NULL: the only one of them, read more surely.
 * Lent. */
static const char *better_for(const Vocabulary *all, const char *garbled)
{
    const Spelling *own = spelling_of(all, garbled);
    const char *found = NULL;
    GHashTableIter iter;
    gpointer key, value;
    if (strlen(garbled) < SHORTEST || (own && (own->count > 1 || own->confidence >= SURE)))
        return NULL;
    guint place = own ? own->first : G_MAXUINT;
    g_hash_table_iter_init(&iter, all->spellings);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        const Spelling *other = value;
        if (other->confidence < SURE || strcmp(key, garbled) == 0 ||
            !may_be(all, garbled, place, key))
            continue;
        if (found)
            return NULL;
        found = key;
    }
    return found;
}

/* « Papprobation » for « l'approbation »: what is behind the first letter, where the document has
 * that word. Lent. */
static const char *elided(const Vocabulary *all, const char *garbled)
{
    const char *rest = garbled + 1;
    const Spelling *own = spelling_of(all, garbled);
    const Spelling *other = garbled[0] == 'p' ? spelling_of(all, rest) : NULL;
    bool vowel = other && strchr("aeiouhy", rest[0]) != NULL;
    return vowel && strlen(rest) >= SHORTEST && (!own || own->count == 1) &&
                   other->confidence >= SURE
               ? rest
               : NULL;
}

/* ---- In the subject -------------------------------------------------------------------------- */

/* Appends a word of the document, in capitals as the garbled one has them: all of it, or its first
 * letter where the subject opens with it. Elsewhere a small letter may have been read as a capital,
 * and the document knows better. */
static void append_dressed(const Vocabulary *all, const char *key, const char *garbled, bool opens,
                           GString *out)
{
    const Spelling *spelling = spelling_of(all, key);
    Span span = g_array_index(all->tokens, Token, spelling->first).span;
    g_autofree char *printed = text_quote(all->text, span);
    g_autofree char *small = g_utf8_strdown(printed, -1);
    g_autofree char *large = g_utf8_strup(printed, -1);
    bool first = g_unichar_isupper(g_utf8_get_char(garbled));
    bool second = g_unichar_isupper(g_utf8_get_char(g_utf8_next_char(garbled)));
    if (first && second) {
        g_string_append(out, large);
    } else if (first && opens) {
        g_string_append_unichar(out, g_unichar_toupper(g_utf8_get_char(small)));
        g_string_append(out, g_utf8_next_char(small));
    } else {
        g_string_append(out, first ? printed : small);
    }
}

/* Appends a word as it is to be spelt. */
static void append_word(const Vocabulary *all, const char *word, bool opens, GString *out)
{
    g_autofree char *key = key_of(word);
    const char *rest = elided(all, key), *better = rest ? NULL : better_for(all, key);
    if (rest) {
        g_string_append(out, opens ? "L’" : "l’");
        append_dressed(all, rest, rest, false, out);
    } else if (better) {
        append_dressed(all, better, word, opens, out);
    } else {
        g_string_append(out, word);
    }
}

/* The subject with its words as the document spells them. The caller frees. */
static char *respelt(const Vocabulary *all, const char *subject)
{
    GString *out = g_string_new(NULL);
    g_autoptr(GString) word = g_string_new(NULL);
    for (const char *at = subject; *at; at = g_utf8_next_char(at)) {
        gunichar ch = g_utf8_get_char(at);
        if (g_unichar_isalpha(ch)) {
            g_string_append_unichar(word, ch);
            if (g_unichar_isalpha(g_utf8_get_char(g_utf8_next_char(at))))
                continue;
            append_word(all, word->str, out->len == 0, out);
            g_string_set_size(word, 0);
        } else {
            g_string_append_unichar(out, ch);
        }
    }
    return g_string_free(out, false);
}

void assemble_spelling(const Assembly *assembly)
{
    const Text *text = assembly->text;
    Record *record = assembly->record;
    char pointer[RECORD_POINTER_SIZE];
    size_t length, acts = record_length(record, "/acts");
    text_folded(text, &length);
    if (acts == 0 || text_confidence(text, (Span){0, length}) >= 1)
        return;
    g_auto(Vocabulary) all = {0};
    vocabulary_read(&all, text);
    for (size_t i = 0; i < acts; i++) {
        const char *subject = record_text(record, record_at(pointer, "/acts/%zu/subject", i));
        g_autofree char *better = subject ? respelt(&all, subject) : NULL;
        if (better && strcmp(better, subject) != 0)
            record_set_text(record, pointer, better);
    }
}

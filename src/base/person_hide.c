#include "person_hide.h"

#include "person_words.h"
#include "text.h"

#include <stdbool.h>
#include <string.h>

static const char hidden[] = "[…]";

/* A word of the text. */
typedef struct Token {
    const char *start; /* in the text */
    size_t length;
    char *printed; /* owned */
    char *key;     /* folded, small, without edge punctuation; owned */
    NameTokenClass class;
    bool stop; /* punctuation behind it ends a name */
} Token;

static void token_clear(gpointer data)
{
    Token *token = data;
    g_free(token->printed);
    g_free(token->key);
}

static bool is_word_end(const char *p)
{
    return *p == '\0' || *p == ' ' || *p == '\n' || *p == '\t' || g_str_has_prefix(p, "\u00a0");
}

static const char *skip_spaces(const char *p)
{
    while (*p && is_word_end(p))
        p = g_utf8_next_char(p);
    return p;
}

/* « l'époux », « d’Anne »: the word without what is elided before it. */
static const char *without_elision(const char *word, size_t length)
{
    for (const char *p = word; p < word + MIN(length, 5); p = g_utf8_next_char(p))
        if (p > word && p <= word + 2 && (*p == '\'' || g_str_has_prefix(p, "’")))
            return g_utf8_next_char(p);
    return word;
}

static GArray *tokens_of(const char *text)
{
    GArray *tokens = g_array_new(false, true, sizeof(Token));
    g_array_set_clear_func(tokens, token_clear);
    for (const char *p = skip_spaces(text); *p; p = skip_spaces(p)) {
        const char *end = p;
        while (!is_word_end(end))
            end = g_utf8_next_char(end);
        const char *start = without_elision(p, (size_t)(end - p));
        const char *opened = start + strspn(start, "(\"[");
        size_t length = (size_t)(end - opened);
        while (length > 1 && strchr(",;:.)\"]", opened[length - 1]))
            length--;
        Token token = {.start = opened, .length = length};
        token.printed = g_strndup(opened, length);
        token.key = name_token_key(token.printed);
        token.class = name_token_class(token.printed, word_senses(token.key));
        token.stop = opened[length] && strchr(",;:)", opened[length]) != NULL;
        g_array_append_val(tokens, token);
        p = end;
    }
    return tokens;
}

static const Token *token_at(const GArray *tokens, guint i)
{
    return i < tokens->len ? &g_array_index(tokens, Token, i) : NULL;
}

static bool is_one_of(const char *key, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(key, *words) == 0)
            return true;
    return false;
}

/* ---- Where names begin ----------------------------------------------------------------------- */

static bool opens_names(const Token *token)
{
    static const char *const words[] = {"consorts",  "famille",    "epoux",      "epouse",
                                        "veuve",     "indivision", "succession", "heritiers",
                                        "conjoints", NULL};
    return is_one_of(token->key, words) || civility_find(token->printed, token->key) != NULL;
}

static bool is_name_word(const Token *token)
{
    bool letters = token->class == NAME_TOKEN_MIXED || token->class == NAME_TOKEN_CAPITALS ||
                   token->class == NAME_TOKEN_INITIAL;
    const unsigned others = WORD_ROLE | WORD_INSTITUTION | WORD_ORDINAL;
    return letters && !(word_senses(token->key) & others) &&
           !civility_find(token->printed, token->key);
}

/* The first token after the name that begins at `from`; `from` itself when none does. */
static guint name_end(const GArray *tokens, guint from)
{
    guint end = from;
    for (guint i = from; i < tokens->len; i++) {
        const Token *token = token_at(tokens, i);
        bool particle = token->class == NAME_TOKEN_PARTICLE;
        if (!particle && !is_name_word(token))
            break;
        if (!particle)
            end = i + 1;
        if (token->stop)
            break;
    }
    /* « M. le Maire », « Mme la présidente » */
    return end;
}

/* « DUPONT et MARTIN », « A, B et C »: where the next name of the list begins, or 0. */
static guint next_in_list(const GArray *tokens, guint end)
{
    const Token *before = token_at(tokens, end - 1), *token = token_at(tokens, end);
    if (!token)
        return 0;
    if (strcmp(token->key, "et") == 0)
        return end + 1;
    return before->stop && is_name_word(token) ? end : 0;
}

/* A given name and a family name in capitals, without a civility; not that of a street, a school or
 * a hall. */
static bool begins_bare_name(const GArray *tokens, guint i)
{
    static const char *const places[] = {
        "rue",        "avenue",      "place",          "boulevard", "allee",
        "impasse",    "chemin",      "square",         "quai",      "ecole",
        "college",    "lycee",       "stade",          "salle",     "gymnase",
        "espace",     "parc",        "maison",         "residence", "creche",
        "theatre",    "centre",      "mediatheque",    "cours",     "prix",
        "fondation",  "association", "societe",        "sarl",      "sas",
        "entreprise", "cabinet",     "etablissements", "ets",       "groupe",
        "pont",       "foyer",       "complexe",       NULL};
    const Token *given = token_at(tokens, i), *family = token_at(tokens, i + 1);
    const Token *before = i > 0 ? token_at(tokens, i - 1) : NULL;
    if (!family || given->stop || given->class != NAME_TOKEN_MIXED ||
        family->class != NAME_TOKEN_CAPITALS || g_utf8_strlen(family->printed, -1) < 3)
        return false;
    if (!is_name_word(given) || !is_name_word(family) || word_senses(given->key) & WORD_DOUBTFUL)
        return false;
    return !before || !(is_one_of(before->key, places) || is_one_of(given->key, places));
}

/* ---- What is hidden -------------------------------------------------------------------------- */

/* Whether tokens [from, end) are the name of somebody known: all of their words stand in it. */
static bool is_known(const GArray *tokens, guint from, guint end, const GPtrArray *known)
{
    for (guint k = 0; known && k < known->len; k++) {
        g_autofree char *folded = text_fold(known->pdata[k]);
        g_autofree char *small = g_ascii_strdown(folded, -1);
        g_auto(GStrv) words = g_strsplit(small, " ", -1);
        g_auto(GStrv) parts = g_strsplit_set(small, " '", -1); /* « d'Arc » */
        bool all = true, whole = false;
        for (guint i = from; i < end && all; i++) {
            const Token *token = token_at(tokens, i);
            if (token->class == NAME_TOKEN_PARTICLE || token->class == NAME_TOKEN_INITIAL)
                continue;
            all = is_one_of(token->key, (const char *const *)words) ||
                  is_one_of(token->key, (const char *const *)parts);
            whole |= all;
        }
        if (all && whole)
            return true;
    }
    return false;
}

typedef struct Hiding {
    const char *done; /* up to here the text has been copied */
    GString *out;
} Hiding;

static void hide(Hiding *hiding, const char *start, const char *end)
{
    if (start < hiding->done)
        return;
    g_string_append_len(hiding->out, hiding->done, start - hiding->done);
    g_string_append(hiding->out, hidden);
    hiding->done = end;
}

static void hide_tokens(Hiding *hiding, const GArray *tokens, guint from, guint end)
{
    const Token *last = token_at(tokens, end - 1);
    hide(hiding, token_at(tokens, from)->start, last->start + last->length);
}

/* Hides the names after the opening word at `i`; gives the first token behind them. */
static guint hide_after(Hiding *hiding, const GArray *tokens, guint i, const GPtrArray *known)
{
    guint from = i + 1;
    while (from && from < tokens->len) {
        guint end = name_end(tokens, from);
        if (end == from)
            return from;
        if (!is_known(tokens, from, end, known))
            hide_tokens(hiding, tokens, from, end);
        guint next = next_in_list(tokens, end);
        if (!next)
            return end;
        from = next;
    }
    return MAX(from, i + 1);
}

/* « né le 3 mai 1956 à Lyon », « domiciliée 12 rue des Lilas », « demeurant à … »: to the end of
 * the clause. */
static bool opens_particulars(const GArray *tokens, guint i)
{
    static const char *const words[] = {"domicilie",   "domiciliee", "domicilies",
                                        "domiciliees", "demeurant",  NULL};
    static const char *const born[] = {"ne", "nee", NULL};
    const Token *token = token_at(tokens, i), *next = token_at(tokens, i + 1);
    return is_one_of(token->key, words) ||
           (is_one_of(token->key, born) && next && strcmp(next->key, "le") == 0);
}

static void hide_particulars(Hiding *hiding, const GArray *tokens, guint i)
{
    const Token *token = token_at(tokens, i + 1);
    if (!token)
        return;
    const char *end = token->start + strcspn(token->start, ";)");
    while (end > token->start && g_ascii_isspace(end[-1]))
        end--;
    hide(hiding, token->start, end);
}

char *person_hide(const char *text, const GPtrArray *known)
{
    g_autoptr(GArray) tokens = tokens_of(text);
    Hiding hiding = {.done = text, .out = g_string_new(NULL)};
    for (guint i = 0; i < tokens->len;) {
        const Token *token = token_at(tokens, i);
        const char *at = strchr(token->printed, '@');
        if (token->start < hiding.done) {
            i++;
        } else if (at && strchr(at, '.')) {
            hide_tokens(&hiding, tokens, i, i + 1);
            i++;
        } else if (opens_particulars(tokens, i)) {
            hide_particulars(&hiding, tokens, i);
            i++;
        } else if (opens_names(token)) {
            i = hide_after(&hiding, tokens, i, known);
        } else if (begins_bare_name(tokens, i)) {
            guint end = name_end(tokens, i);
            if (!is_known(tokens, i, end, known))
                hide_tokens(&hiding, tokens, i, end);
            i = end;
        } else {
            i++;
        }
    }
    g_string_append(hiding.out, hiding.done);
    return g_string_free(hiding.out, false);
}

/* Reading one printed name: what stands around it is taken off, what is left must look like a name,
 * and is split by its capitals. See person.h; the words are in person_words.c. */
#include "person.h"

#include "person_words.h"
#include "text.h"

#include <string.h>

enum {
    NAME_TOKENS_MAX = 24, /* with civility and role */
    NAME_WORDS_MAX = 7,   /* of the name itself */
};

typedef struct Token {
    char *printed; /* without the comma; lent */
    char *key;
    unsigned senses; /* of the key */
    NameTokenClass class;
    bool comma;    /* a comma, colon or spaced dash follows */
    gunichar dash; /* the spaced dash, or 0 */
} Token;

typedef struct Tokens {
    int count;
    Token at[NAME_TOKENS_MAX];
} Tokens;

static void tokens_clear(Tokens *tokens)
{
    for (int i = 0; i < tokens->count; i++)
        g_free(tokens->at[i].key);
    tokens->count = 0;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Tokens, tokens_clear)

static bool is_dash(gunichar c)
{
    return c == '-' || (c >= 0x2010 && c <= 0x2015);
}

static bool is_a(const Token *token, unsigned sense)
{
    return token->senses & sense;
}

/* ---- Tokens -------------------------------------------------------------------------------- */

/* A word's final « , : ; » ends a part; its final dot belongs to initials only. */
static void token_trim(Token *token)
{
    size_t length = strlen(token->printed);
    while (length > 0 && strchr(",;:.\"_", token->printed[length - 1])) {
        if (token->printed[length - 1] == '.') {
            glong letters = g_utf8_strlen(token->printed, length) - 1;
            bool dotted = memchr(token->printed, '.', length - 1) != NULL;
            bool initial = token->class == NAME_TOKEN_INITIAL || letters == 1;
            if (initial && (letters <= 3 || dotted))
                break;
        } else {
            token->comma = true;
        }
        token->printed[--length] = '\0';
    }
}

/* « CARRE-ABSENTE »: the state of the person glued to the name. */
static void token_drop_status(Token *token)
{
    char *suffix = strrchr(token->key, '-');
    char *printed = strrchr(token->printed, '-');
    if (!suffix || suffix == token->key || !printed || !(word_senses(suffix + 1) & WORD_STATUS))
        return;
    *suffix = '\0';
    *printed = '\0';
    token->senses = word_senses(token->key);
}

/* A word without letters or digits: a comma or dash ends what stands before it. False for what no
 * name holds. */
static bool take_punctuation(Tokens *tokens, const char *word)
{
    gunichar c = g_utf8_get_char(word);
    bool ends = is_dash(c) || c == ',' || c == ':' || c == ';';
    if (ends && tokens->count > 0) {
        tokens->at[tokens->count - 1].comma = true;
        tokens->at[tokens->count - 1].dash = is_dash(c) ? c : 0;
    }
    return ends || strchr("._\"'", *word);
}

/* What a word can be in a name, up to its comma. */
static NameTokenClass class_of(char *word, unsigned senses)
{
    char *comma = strpbrk(word, ",;:"), kept = comma ? *comma : '\0';
    if (comma)
        *comma = '\0';
    NameTokenClass class = name_token_class(word, senses);
    if (comma)
        *comma = kept;
    return class;
}

/* Cuts the line into the words that the tokens lend from it. */
static bool tokens_read(char *line, Tokens *out)
{
    for (char *word = line, *next; word; word = next) {
        next = strchr(word, ' ');
        if (next)
            *next++ = '\0';
        if (!*word)
            continue;
        g_autofree char *key = name_token_key(word);
        if (!*key) {
            if (!take_punctuation(out, word))
                return false;
            continue;
        }
        if (out->count == NAME_TOKENS_MAX)
            return false;
        Token *token = &out->at[out->count++];
        *token = (Token){.printed = word, .senses = word_senses(key)};
        token->class = class_of(word, token->senses);
        token->key = g_steal_pointer(&key);
        token_trim(token);
        token_drop_status(token);
    }
    return out->count > 0;
}

/* Joins the printed tokens [from, to) with single spaces; NULL when there are none. */
static char *tokens_join(const Tokens *tokens, int from, int to)
{
    if (from >= to)
        return NULL;
    if (to - from == 1)
        return g_strdup(tokens->at[from].printed);
    GString *joined = g_string_sized_new(64);
    for (int i = from; i < to; i++) {
        if (i > from)
            g_string_append_c(joined, ' ');
        g_string_append(joined, tokens->at[i].printed);
        if (i + 1 < to && tokens->at[i].dash) {
            g_string_append_c(joined, ' ');
            g_string_append_unichar(joined, tokens->at[i].dash);
        }
    }
    return g_string_free(joined, false);
}

/* ---- What stands before and after a name ---------------------------------------------------- */

/* The first token after the civilities at `i`. */
static int skip_civility(const Tokens *tokens, int i, const char **civility)
{
    for (; i < tokens->count; i++) {
        const Token *token = &tokens->at[i];
        const Civility *found = civility_find(token->printed, token->key);
        if (!found)
            break;
        /* « MAITRE Jean » is a family name. */
        if (strcmp(token->key, "maitre") == 0 && token->class == NAME_TOKEN_CAPITALS &&
            (i + 1 >= tokens->count || tokens->at[i + 1].class != NAME_TOKEN_CAPITALS))
            break;
        if (!*civility)
            *civility = found->printed;
    }
    return i;
}

static bool only_mixed(const Tokens *tokens, int from)
{
    for (int i = from; i < tokens->count; i++) {
        if (tokens->at[i].class != NAME_TOKEN_MIXED)
            return false;
    }
    return from < tokens->count;
}

/* « MAIRE DU BOS Jean »: a family name of several words that begins with the word of a role. */
static bool is_compound_surname(const Tokens *tokens, int i)
{
    int at = i + 1;
    if (at >= tokens->count || tokens->at[at].class != NAME_TOKEN_PARTICLE)
        return false;
    while (at < tokens->count && (tokens->at[at].class == NAME_TOKEN_PARTICLE ||
                                  tokens->at[at].class == NAME_TOKEN_CAPITALS))
        at++;
    return at > i + 2 && only_mixed(tokens, at);
}

/* The end of a role that stands before the name: « le Maire, », « la Présidente de séance : »,
 * « Monsieur le Maire Jean … »; gives `i` when there is none. */
static int leading_role_end(const Tokens *tokens, int i)
{
    int at = i;
    while (at < tokens->count && is_a(&tokens->at[at], WORD_ORDINAL))
        at++;
    if (at < tokens->count && is_a(&tokens->at[at], WORD_ARTICLE))
        at++;
    while (at < tokens->count && is_a(&tokens->at[at], WORD_ORDINAL))
        at++;
    if (at >= tokens->count || !is_a(&tokens->at[at], WORD_ROLE))
        return i;
    /* A surname: « M. LE MAIRE Bruno », « MAIRE Jean ». */
    if (tokens->at[at].class == NAME_TOKEN_CAPITALS && !tokens->at[at].comma &&
        (only_mixed(tokens, at + 1) || (at == i && is_compound_surname(tokens, at))))
        return i;
    for (int j = at; j < tokens->count && j < at + 8; j++) {
        if (tokens->at[j].comma)
            return j + 1;
    }
    /* No comma: the role, then words that say more of it: « Président de séance », « Directeur
     * général », « Maire de Paris ». */
    for (at++; at < tokens->count; at++) {
        const Token *token = &tokens->at[at];
        bool place = (token->class == NAME_TOKEN_PARTICLE || g_str_has_prefix(token->key, "d'")) &&
                     token->key[0] == 'd' && only_mixed(tokens, at + 1);
        place |= g_str_has_prefix(token->key, "d'") && only_mixed(tokens, at);
        if (place)
            return tokens->count;
        bool more = token->class == NAME_TOKEN_BAD || is_a(token, WORD_ROLE) ||
                    is_a(token, WORD_INSTITUTION) || is_a(token, WORD_DOUBTFUL) ||
                    (token->class == NAME_TOKEN_PARTICLE && at + 1 < tokens->count &&
                     tokens->at[at + 1].class == NAME_TOKEN_BAD);
        if (!more)
            break;
    }
    return at;
}

/* True when a role starts at `i`. In capitals it must stand apart: « Bruno LE MAIRE » is a name. */
static bool starts_role(const Tokens *tokens, int i, bool apart)
{
    int end = tokens->count;
    while (i < end && (is_a(&tokens->at[i], WORD_ORDINAL) || is_a(&tokens->at[i], WORD_ARTICLE)))
        i++;
    return i < end && is_a(&tokens->at[i], WORD_ROLE) &&
           (apart || tokens->at[i].class != NAME_TOKEN_CAPITALS);
}

/* Where the name that starts at `i` ends, and where its role starts (the count when it has none):
 * « Jean DUPONT, maire », « Jean DUPONT 1er adjoint », « Jean DUPONT – EXCUSÉ ». */
static int name_end(const Tokens *tokens, int i, int *role)
{
    *role = tokens->count;
    for (int j = i + 1; j < tokens->count; j++) {
        const Token *token = &tokens->at[j];
        bool apart = tokens->at[j - 1].comma;
        bool shouted = token->class == NAME_TOKEN_CAPITALS;
        if (starts_role(tokens, j, apart)) {
            *role = j;
            return j;
        }
        if (is_a(token, WORD_STATUS) && (apart || !shouted || j + 1 == tokens->count))
            return j;
    }
    return tokens->count;
}

/* « Rose PETIT Le », « Anne ROC LES »: what follows a name began in the same breath. */
static int without_article(const Tokens *tokens, int from, int to)
{
    while (to - from > 2 && is_a(&tokens->at[to - 1], WORD_ARTICLE))
        to--;
    return to;
}

/* « Nathalie, PERCHOT », « PERCHOT, Nathalie », « Jean MARLET – BOISSEAU »: a stray comma or dash
 * inside one name. Any other comma parts two things. */
static bool commas_are_stray(const Tokens *tokens, int from, int to)
{
    int comma = -1;
    for (int i = from; i + 1 < to; i++) {
        if (!tokens->at[i].comma)
            continue;
        if (comma >= 0)
            return false;
        comma = i;
    }
    if (comma < 0)
        return true;
    int capitals[2] = {0, 0}, mixed[2] = {0, 0};
    for (int i = from; i < to; i++) {
        int side = i > comma;
        capitals[side] += tokens->at[i].class == NAME_TOKEN_CAPITALS;
        mixed[side] += tokens->at[i].class == NAME_TOKEN_MIXED;
    }
    if (tokens->at[comma].dash)
        return capitals[0] > 0 && mixed[0] > 0 && capitals[1] == 1 && to - comma == 2;
    return (capitals[0] == 0 && mixed[0] == 1 && capitals[1] > 0 && mixed[1] == 0) ||
           (capitals[0] > 0 && mixed[0] == 0 && capitals[1] == 0 && mixed[1] > 0);
}

static bool looks_like_name(const Tokens *tokens, int from, int to, bool civility)
{
    if (from >= to || to - from > NAME_WORDS_MAX || !commas_are_stray(tokens, from, to))
        return false;
    int words = 0;
    for (int i = from; i < to; i++) {
        const Token *token = &tokens->at[i];
        if (token->class == NAME_TOKEN_BAD || is_a(token, WORD_INSTITUTION))
            return false;
        if (is_a(token, WORD_STATUS) || (to - from == 1 && is_a(token, WORD_ROLE)))
            return false;
        if (is_a(token, WORD_DOUBTFUL) && !civility && i == from)
            return false;
        if (token->class != NAME_TOKEN_MIXED && token->class != NAME_TOKEN_CAPITALS)
            continue;
        words += !(to - from == 2 && i == from + 1 && is_a(token, WORD_ROLE) &&
                   is_a(&tokens->at[from], WORD_ARTICLE));
    }
    return words > 0;
}

/* ---- The split ----------------------------------------------------------------------------- */

static int count_class(const Tokens *tokens, int from, int to, NameTokenClass class)
{
    int count = 0;
    for (int i = from; i < to; i++)
        count += tokens->at[i].class == class;
    return count;
}

/* « MC MUSSO », « JP DURAND »: two consonants in front of or behind capitals are initials. */
static void find_bare_initials(Tokens *tokens, int from, int to)
{
    if (count_class(tokens, from, to, NAME_TOKEN_CAPITALS) < 2 ||
        count_class(tokens, from, to, NAME_TOKEN_MIXED) > 0)
        return;
    for (int i = from; i < to; i++) {
        Token *token = &tokens->at[i];
        bool edge = i == from || i == to - 1;
        if (edge && token->class == NAME_TOKEN_CAPITALS && strlen(token->key) == 2 &&
            !strpbrk(token->key, "aeiouy"))
            token->class = NAME_TOKEN_INITIAL;
    }
}

/* The run of family tokens [start, end) that capitals show, particles before them included. False
 * when there is no capital, or more than one run. */
static bool capital_run(const Tokens *tokens, int from, int to, int *start, int *end)
{
    int first = -1, last = -1;
    for (int i = from; i < to; i++) {
        if (tokens->at[i].class != NAME_TOKEN_CAPITALS)
            continue;
        if (first < 0)
            first = i;
        last = i;
    }
    if (first < 0)
        return false;
    for (int i = first; i <= last; i++) {
        if (tokens->at[i].class == NAME_TOKEN_MIXED || tokens->at[i].class == NAME_TOKEN_INITIAL)
            return false;
    }
    while (first > from && tokens->at[first - 1].class == NAME_TOKEN_PARTICLE)
        first--;
    *start = first;
    *end = last + 1;
    return true;
}

/* The split when no case helps: particles, initials, then the order of the list. */
static bool split_by_order(const Tokens *tokens, int from, int to, NameOrder order, int *start,
                           int *end)
{
    int particle = to, plain = 0;
    for (int i = to - 1; i >= from; i--) {
        if (tokens->at[i].class == NAME_TOKEN_PARTICLE)
            particle = i;
        else
            plain++;
    }
    bool initial_first = tokens->at[from].class == NAME_TOKEN_INITIAL;
    bool initial_last = tokens->at[to - 1].class == NAME_TOKEN_INITIAL;
    *start = from;
    *end = to;
    if (plain == 1)
        return true; /* « Martin », « Le Bihan » */
    if (initial_first != initial_last) {
        while (tokens->at[*start].class == NAME_TOKEN_INITIAL)
            (*start)++;
        while (tokens->at[*end - 1].class == NAME_TOKEN_INITIAL)
            (*end)--;
        return true;
    }
    if (particle > from && particle < to && order != NAME_ORDER_FAMILY_FIRST) {
        *start = particle; /* « Charles de Gaulle » */
        return true;
    }
    if (order == NAME_ORDER_UNKNOWN)
        return false;
    if (order == NAME_ORDER_GIVEN_FIRST) {
        *start = to - 1;
        return true;
    }
    for (*end = from; tokens->at[*end].class == NAME_TOKEN_PARTICLE;)
        (*end)++;
    (*end)++;
    return true;
}

/* Finds the family name's tokens [start, end) of the name [from, to); false when unclear. */
static bool split_name(Tokens *tokens, int from, int to, NameOrder order, int *start, int *end)
{
    find_bare_initials(tokens, from, to);
    if (count_class(tokens, from, to, NAME_TOKEN_CAPITALS) == 0)
        return split_by_order(tokens, from, to, order, start, end);
    if (!capital_run(tokens, from, to, start, end))
        return false;
    bool all = *start == from && *end == to;
    int capitals = count_class(tokens, from, to, NAME_TOKEN_CAPITALS);
    if (all && order != NAME_ORDER_UNKNOWN && capitals > 1) {
        /* All in capitals: « JEAN DUPONT » by the order of its list. */
        if (order == NAME_ORDER_FAMILY_FIRST) {
            *end = to - 1;
        } else if (tokens->at[from].class == NAME_TOKEN_CAPITALS) {
            *start = from + 1;
        }
    }
    return true;
}

static void person_fill(Person *person, Tokens *tokens, int from, int to, NameOrder order)
{
    int start = 0, end = 0;
    bool split = split_name(tokens, from, to, order, &start, &end);
    for (int i = from; i < to; i++)
        tokens->at[i].comma = false;
    person->name = tokens_join(tokens, from, to);
    if (!split)
        return;
    person->family = tokens_join(tokens, start, end);
    g_autofree char *before = tokens_join(tokens, from, start);
    g_autofree char *after = tokens_join(tokens, end, to);
    if (before && after)
        person->given = g_strconcat(before, " ", after, NULL);
    else
        person->given = g_strdup(before ? before : after);
}

bool person_read(const char *original, NameOrder order, Person *out)
{
    g_autofree char *line = person_clean(original);
    g_auto(Tokens) tokens = {0};
    if (!line || !tokens_read(line, &tokens))
        return false;

    const char *civility = NULL;
    int from = skip_civility(&tokens, 0, &civility);
    if (from == tokens.count && from > 0 && tokens.at[from - 1].class == NAME_TOKEN_INITIAL)
        return false; /* « M. » alone */
    int role_from = from;
    int role_to = leading_role_end(&tokens, from);
    from = skip_civility(&tokens, role_to, &civility);
    int late_role = tokens.count;
    int to = without_article(&tokens, from, name_end(&tokens, from, &late_role));
    if (!looks_like_name(&tokens, from, to, civility != NULL))
        return false;

    Person person = {.civility = g_strdup(civility)};
    if (late_role < tokens.count)
        person.role = tokens_join(&tokens, late_role, tokens.count);
    else if (role_to > role_from) {
        bool article = is_a(&tokens.at[role_from], WORD_ARTICLE) && role_to - role_from > 1;
        person.role = tokens_join(&tokens, role_from + article, role_to);
    }
    person_fill(&person, &tokens, from, to, order);
    *out = person;
    return true;
}

NameOrder person_order(const char *original)
{
    g_auto(Person) person = {0};
    if (!person_read(original, NAME_ORDER_UNKNOWN, &person) || !person.given || !person.family)
        return NAME_ORDER_UNKNOWN;
    bool given = g_str_has_prefix(person.name, person.given);
    bool family = g_str_has_prefix(person.name, person.family);
    if (given == family)
        return NAME_ORDER_UNKNOWN;
    return given ? NAME_ORDER_GIVEN_FIRST : NAME_ORDER_FAMILY_FIRST;
}

void person_clear(Person *person)
{
    g_free(person->name);
    g_free(person->given);
    g_free(person->family);
    g_free(person->civility);
    g_free(person->role);
    *person = (Person){0};
}

/* What words beside a name say of the one who bears it: his office, in whose place he sits, whether
 * he came. */
#include "names.h"

#include "names_words.h"

#include <string.h>

static bool is_role_word(const char *s, const Word *word)
{
    size_t length = word->end - word->start;
    if (length > 5 && g_ascii_strncasecmp(s + word->start, "vice-", 5) == 0)
        return true;
    return names_word_in(
        s + word->start, length,
        " maire maires adjoint adjointe adjoints adjointes conseiller conseillere "
        "conseillers conseilleres president presidente vice delegue deleguee delegues "
        "deleguees membre membres titulaire titulaires suppleant suppleante suppleants "
        "depute senateur senatrice doyen formant ");
}

/* « à partir du point 7 », « pour la commune de Cerval », « jusqu'à 20h58 », « sauf au point 3 », «
 * arrivée à 20 h »: how long a member sits. */
static bool opens_limit(const char *s, const Word *word, size_t end)
{
    Word next;
    size_t length = word->end - word->start;
    if (names_word_in(
            s + word->start, length,
            " jusqu jusqu'a jusqu'au jusqu'aux sauf pour representant representante arrive "
            "arrivee parti partie excepte "))
        return true;
    return names_word_in(s + word->start, length, " a ") &&
           names_next_word(s, word->end, end, &next) &&
           (g_ascii_isdigit(s[next.start]) ||
            names_word_in(s + next.start, next.end - next.start, " partir compter "));
}

/* « 1er », « 2ème », « premier ». */
static bool is_ordinal(const char *s, const Word *word)
{
    size_t digits = word->start;
    while (digits < word->end && g_ascii_isdigit(s[digits]))
        digits++;
    if (digits > word->start)
        return names_word_in(s + digits, word->end - digits, " er ere e eme nd nde ");
    return names_word_in(
        s + word->start, word->end - word->start,
        " premier premiere deuxieme troisieme quatrieme cinquieme sixieme septieme ");
}

/* « Maire », « 2ème adjointe »: an office begins at `word`, which small letters or a capital write;
 * « MAIRE Jean » is a name. */
static bool opens_office(const char *s, const Word *word, size_t end)
{
    Word next;
    if (word->kind == WORD_UPPER)
        return false;
    return is_role_word(s, word) ||
           (is_ordinal(s, word) && names_next_word(s, word->end, end, &next) &&
            next.kind != WORD_UPPER && is_role_word(s, &next));
}

size_t names_without_role(const char *s, size_t start, size_t end)
{
    Word word;
    bool named = false, upper = false;
    for (size_t at = start; names_next_word(s, at, end, &word); at = word.end) {
        bool ends = word.kind == WORD_LOWER
                        ? is_role_word(s, &word) || opens_limit(s, &word, end) ||
                              names_word_in(s + word.start, word.end - word.start,
                                            " soit tous toutes lesquels ")
                        : (upper || word.kind == WORD_OTHER) && opens_office(s, &word, end);
        if (named && ends)
            return word.start;
        named |= word.kind == WORD_UPPER || word.kind == WORD_CAPITAL;
        upper |= word.kind == WORD_UPPER;
    }
    return end;
}

size_t names_skip_role(const char *s, size_t at, size_t end)
{
    Word word;
    bool role = false;
    for (size_t i = at; names_next_word(s, i, end, &word); i = word.end) {
        bool office = opens_office(s, &word, end);
        bool beside = names_word_in(s + word.start, word.end - word.start,
                                    " le la les au municipal municipaux municipale municipales "
                                    "communautaire communautaires ");
        if (!office && !beside)
            return word.kind == WORD_LOWER || word.kind == WORD_PARTICLE || !role ? at : word.start;
        role |= office;
    }
    return at;
}

bool names_is_role(const char *s, size_t start, size_t end)
{
    enum { LONGEST = 60 };
    Word word;
    bool role = false;
    if (end - start > LONGEST)
        return false;
    for (size_t at = start; names_next_word(s, at, end, &word); at = word.end) {
        if (is_role_word(s, &word))
            role = true;
        else if (role ? word.kind != WORD_LOWER && word.kind != WORD_PARTICLE
                      : !is_ordinal(s, &word))
            return false;
    }
    return role;
}

bool names_has_capital(const char *s, size_t start, size_t end)
{
    Word word;
    for (size_t at = start; names_next_word(s, at, end, &word); at = word.end)
        if (g_ascii_isupper(s[word.start]))
            return true;
    return false;
}

Standing names_standing(const char *s, size_t start, size_t end, size_t *words)
{
    static const char *const of[] = {"suppleant", "remplac", "represent", "supple"};
    Word word, next;
    for (size_t at = start; names_next_word(s, at, end, &word); at = word.end) {
        size_t length = word.end - word.start;
        if (word.kind != WORD_LOWER)
            continue;
        for (size_t i = 0; i < G_N_ELEMENTS(of); i++) {
            if (length < strlen(of[i]) ||
                g_ascii_strncasecmp(s + word.start, of[i], strlen(of[i])) != 0)
                continue;
            bool by = false;
            for (size_t k = word.end; names_next_word(s, k, end, &next); k = next.end) {
                if (!names_word_in(s + next.start, next.end - next.start,
                                   " de du d' par son sa suppleant suppleante titulaire "))
                    return STANDING_NONE;
                by |= names_word_in(s + next.start, next.end - next.start, " par ");
            }
            *words = word.start;
            return by ? STANDING_REPLACED : STANDING_FOR;
        }
    }
    return STANDING_NONE;
}

size_t names_status_end(const char *s, size_t at, size_t end)
{
    Word word, second;
    if (!names_next_word(s, at, end, &word) || word.kind != WORD_LOWER ||
        !names_word_in(s + word.start, word.end - word.start,
                       " present presente absent absente excuse excusee represente representee "))
        return 0;
    bool two =
        names_next_word(s, word.end, end, &second) && names_is_status(s, word.start, second.end);
    return two ? second.end : word.end;
}

bool names_is_status(const char *s, size_t start, size_t end)
{
    static const char *const words = " present presente absent absente excuse excusee pouvoir "
                                     "procuration represente representee ";
    Word word, second, third;
    if (!names_next_word(s, start, end, &word) ||
        !names_word_in(s + word.start, word.end - word.start, words))
        return false;
    if (!names_next_word(s, word.end, end, &second))
        return true;
    return names_word_in(s + word.start, word.end - word.start, " absent absente ") &&
           names_word_in(s + second.start, second.end - second.start, " excuse excusee ") &&
           !names_next_word(s, second.end, end, &third);
}

bool names_is_place(const char *s, size_t start, size_t end)
{
    enum { LONGEST = 45 };
    Word word;
    bool capital = false;
    if (end - start > LONGEST || names_is_role(s, start, end) || names_is_status(s, start, end))
        return false;
    for (size_t at = start; names_next_word(s, at, end, &word); at = word.end) {
        if (word.kind == WORD_OTHER || word.kind == WORD_LOWER || is_role_word(s, &word))
            return false;
        if (word.kind != WORD_PARTICLE)
            capital = true;
    }
    return capital;
}

bool names_is_header(const char *s, size_t start, size_t end)
{
    Word word;
    return names_next_word(s, start, end, &word) &&
           names_word_in(
               s + word.start, word.end - word.start,
               " date nombre votants presents absents absent excuses pouvoirs procurations "
               "secretaire conseillers membres quorum objet deliberation convocation ");
}

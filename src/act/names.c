#include "names.h"

#include "persons.h"

#include "../base/text.h"

#include <string.h>

typedef enum WordClass {
    WORD_UPPER,
    WORD_CAPITAL,
    WORD_PARTICLE,
    WORD_INITIAL,
    WORD_LOWER,
    WORD_OTHER
} WordClass;

typedef struct Word {
    size_t start, end;
    WordClass kind;
} Word;

static bool word_in(const char *word, size_t length, const char *list)
{
    /* `list` holds words between single spaces, lower case. */
    char key[32];
    if (length == 0 || length > sizeof key - 3)
        return false;
    key[0] = ' ';
    for (size_t i = 0; i < length; i++)
        key[i + 1] = g_ascii_tolower(word[i]);
    key[length + 1] = ' ';
    key[length + 2] = '\0';
    return strstr(list, key) != NULL;
}

/* « monsieur », « madame »: in small letters only words that are nothing else. */
static bool is_small_civility(const char *word, size_t length)
{
    return word[0] == 'm' &&
           word_in(word, length,
                   " mme mmes mlle mlles monsieur messieurs madame mesdames mademoiselle "
                   "mesdemoiselles ");
}

bool names_is_civility(const char *word, size_t length)
{
    if (is_small_civility(word, length))
        return true;
    return (word[0] == 'M' || word[0] == 'D') && /* as all of them */
           word_in(word, length,
                   " m mm mr mrs mme mmes mmc mrnes mlle mlles me ms dr monsieur messieurs madame "
                   "mesdames "
                   "mademoiselle mesdemoiselles maitre docteur ") &&
           !(length == 2 && g_ascii_strncasecmp(word, "me", 2) == 0 && word[1] == 'E');
}

static bool is_word_byte(char c)
{
    return g_ascii_isalnum(c) || c == '\'';
}

enum { PARTICLE_MOST = 6 }; /* letters */

static WordClass classify(const char *s, size_t length)
{
    size_t upper = 0, lower = 0;
    for (size_t i = 0; i < length; i++) {
        upper += g_ascii_isupper(s[i]);
        lower += g_ascii_islower(s[i]);
        if (g_ascii_isdigit(s[i]))
            return WORD_OTHER;
    }
    if (length <= PARTICLE_MOST &&
        word_in(
            s, length,
            " de du des d' la le les van von der da dos do el al ben ould san nee epouse veuve "))
        return WORD_PARTICLE;
    if (upper == 0)
        return WORD_LOWER;
    if (!g_ascii_isupper(s[0]))
        return lower > upper ? WORD_LOWER : WORD_UPPER; /* d'ARTAGNAN */
    if (upper + lower == 1)
        return WORD_INITIAL;
    if (lower == 0 || (upper >= 2 && upper > lower))
        return WORD_UPPER;
    return WORD_CAPITAL;
}

/* The next word from `at`: letters, apostrophes, and hyphens between them (also across one line
 * end). */
static bool next_word(const char *s, size_t at, size_t end, Word *word)
{
    while (at < end && !is_word_byte(s[at]))
        at++;
    if (at >= end)
        return false;
    size_t from = at;
    while (at < end) {
        if (is_word_byte(s[at])) {
            at++;
        } else if (s[at] == '-' && at + 1 < end && is_word_byte(s[at + 1])) {
            at++;
        } else if (s[at] == '-' && at + 2 < end && g_ascii_isspace(s[at + 1]) &&
                   g_ascii_isupper(s[at + 2]) && at > from && !g_ascii_isspace(s[at - 1])) {
            at += 2;
        } else {
            break;
        }
    }
    *word = (Word){from, at, classify(s + from, at - from)};
    return true;
}

/* Somebody must follow: « TESSON M. » ends in an initial; behind small letters with a capital:
 * « madame le maire » is an office. */
static bool civility_at(const char *s, const Word *word, size_t end)
{
    size_t after = word->end;
    if (!names_is_civility(s + word->start, after - word->start) || after >= end ||
        (s[after] != '.' && !g_ascii_isspace(s[after])))
        return false;
    while (after < end && !is_word_byte(s[after]))
        after++;
    return after < end && (s[word->start] != 'm' || g_ascii_isupper(s[after]));
}

const char *names_plural_civility(const char *s, size_t at, size_t end)
{
    Word word;
    if (!next_word(s, at, end, &word) || s[word.start] != 'M')
        return NULL;
    if (word_in(s + word.start, word.end - word.start, " mm mrs messieurs "))
        return "M.";
    if (word_in(s + word.start, word.end - word.start, " mmes mesdames "))
        return "Mme";
    return NULL;
}

bool names_civility_at(const char *s, size_t at, size_t end)
{
    Word word;
    return next_word(s, at, end, &word) && civility_at(s, &word, end);
}

size_t names_next_civility(const char *s, size_t from, size_t end)
{
    Word word;
    size_t at = from;
    bool named = false; /* a word that is no civility was seen */
    while (next_word(s, at, end, &word)) {
        if (civility_at(s, &word, end)) {
            if (named)
                return word.start;
        } else {
            named = true;
        }
        at = word.end;
    }
    return end;
}

size_t names_skip_rank(const char *s, size_t at, size_t end)
{
    size_t digits = at;
    while (digits < end && digits < at + 3 && g_ascii_isdigit(s[digits]))
        digits++;
    size_t after = digits;
    while (after < end && strchr(".)-", s[after]))
        after++;
    bool rank = after == end || (after > digits && g_ascii_isspace(s[after]));
    return digits > at && rank ? after : at;
}

/* A word with a capital that begins what follows a list, where nothing parts it from the last name:
 * « VIDAL Rose Publié le 18 mars ». */
static bool opens_sentence(const char *s, const Word *word)
{
    return word->kind != WORD_LOWER &&
           word_in(
               s + word->start, word->end - word->start,
               " acte adjoints affaires affiche affichee apres arrivee certifie commune "
               "conformement "
               "conseil conseillers convocation date deliberation depart departement elus envoye "
               "finances il mairie membres nature ont page presidence public publie publiee recu "
               "republique soit suppleant suppleants tous toutes transmis transmise ");
}

/* A name's letters: whether its first part is the family name, and whether the part has changed. */
size_t names_case_cut(const char *s, size_t at, size_t end)
{
    Word word;
    WordClass first = WORD_OTHER;
    bool turned = false; /* the second part has begun */
    size_t particle = 0; /* where a run of particles before the current word began */
    bool in_particle = false, civil = false;

    for (size_t i = at; next_word(s, i, end, &word); i = word.end) {
        if (civility_at(s, &word, end)) {
            civil = first == WORD_OTHER;
            continue;
        }
        if (word.kind == WORD_PARTICLE && !(first == WORD_OTHER)) {
            if (!in_particle)
                particle = word.start;
            in_particle = true;
            continue;
        }
        if (word.kind == WORD_LOWER && (turned || civil) && in_particle &&
            g_ascii_isupper(s[particle]))
            return particle; /* « … Le quorum étant atteint » */
        if ((turned || (civil && first != WORD_OTHER)) && opens_sentence(s, &word))
            return in_particle ? particle : word.start;
        if (word.kind == WORD_OTHER && first != WORD_OTHER &&
            names_skip_rank(s, word.start, end) > word.start)
            return word.start; /* « … Anne ROC 2. Paul DUVAL » */
        if (word.kind == WORD_LOWER || word.kind == WORD_OTHER)
            return end;
        if (word.kind == WORD_UPPER || word.kind == WORD_CAPITAL) {
            if (first == WORD_OTHER) {
                first = word.kind;
            } else if (word.kind != first) {
                turned = true;
            } else if (turned) {
                return in_particle && first == WORD_UPPER ? particle : word.start;
            }
        }
        in_particle = false;
    }
    return end;
}

size_t names_paragraph_end(const char *s, size_t at, size_t end)
{
    Word word, last = {0};
    bool upper = false, capital = false;
    if (!names_civility_at(s, at, end))
        return end;
    for (size_t i = at; next_word(s, i, end, &word); i = word.end) {
        const char *line = last.end ? memchr(s + last.end, '\n', word.start - last.end) : NULL;
        if (line && memchr(line + 1, '\n', (size_t)(s + word.start - line) - 1))
            /* « M. Jean // DUVAL » goes on behind the end of a page */
            return (upper && s[last.end] != '-') || (capital && word.kind != WORD_UPPER) ? last.end
                                                                                         : end;
        if (!civility_at(s, &word, end)) {
            upper |= word.kind == WORD_UPPER;
            capital |= word.kind == WORD_CAPITAL;
        }
        if (word.kind == WORD_PARTICLE)
            upper = capital = false;
        last = word;
    }
    return end;
}

size_t names_label_start(const char *s, size_t start, size_t end)
{
    Word word;
    size_t at = start, seen = 0;
    size_t article = end; /* « LES HERBES » begins with the article */
    bool civility = false, upper = false, capital = false;
    size_t words = 0;

    while (next_word(s, at, end, &word)) {
        if (civility_at(s, &word, end)) {
            civility = true; /* perhaps of the next one: « Mme Anne ROC M. Paul DUVAL » */
            upper = capital = false;
            words = 0;
        } else if (word.kind == WORD_PARTICLE) {
            /* belongs to what follows */
            if (article == end && word_in(s + word.start, word.end - word.start, " le la les "))
                article = word.start;
            at = word.end;
            seen++;
            continue;
        } else {
            bool complete = civility ? words >= 2 || (upper && capital) : upper && capital;
            if (complete)
                return MIN(article, word.start);
            upper |= word.kind == WORD_UPPER;
            capital |= word.kind == WORD_CAPITAL || word.kind == WORD_INITIAL;
            words++;
            article = end;
        }
        at = word.end;
        seen++;
    }
    bool name = civility ? words >= 1 : upper && capital && words <= 3;
    return name && seen > 0 && civility ? end : start;
}

NameOrder names_order(const char *s, size_t start, size_t end)
{
    Word word, previous = {0};
    size_t given_first = 0, family_first = 0;
    bool have = false, fresh = true;

    for (size_t at = start; next_word(s, at, end, &word); at = word.end) {
        fresh = true;
        for (size_t i = have ? previous.end : start; have && i < word.start; i++)
            if (!g_ascii_isspace(s[i]) && s[i] != '.')
                fresh = false; /* a separator stands between the two */
        if (have && fresh) {
            given_first += previous.kind == WORD_CAPITAL && word.kind == WORD_UPPER;
            family_first += previous.kind == WORD_UPPER && word.kind == WORD_CAPITAL;
        }
        previous = word;
        have = true;
    }
    if (given_first == family_first)
        return NAME_ORDER_UNKNOWN;
    return given_first > family_first ? NAME_ORDER_GIVEN_FIRST : NAME_ORDER_FAMILY_FIRST;
}

bool names_is_solid(const char *s, size_t length, bool civility)
{
    Word word;
    size_t words = 0, lower = 0;
    for (size_t at = 0; next_word(s, at, length, &word); at = word.end) {
        words++;
        lower +=
            word.kind == WORD_LOWER &&
            !(civility && words == 1 && is_small_civility(s + word.start, word.end - word.start));
        if (!civility && word_in(s + word.start, word.end - word.start,
                                 " titulaire titulaires suppleant suppleante suppleants maire "
                                 "president presidente adjoint adjoints "
                                 "adjointe conseiller conseillers conseillere vote total neant "
                                 "aucun quorum present presents "
                                 "absent absents excuse excuses communes membres conseil municipal "
                                 "commune delegues votants pouvoir pouvoirs procuration "
                                 "procurations liste secretaire seance ordre jour page point "))
            return false;
    }
    return words > 0 && lower == 0;
}

bool names_is_sentence(const char *s, size_t start, size_t end)
{
    Word word;
    size_t lower = 0, words = 0;
    for (size_t at = start; next_word(s, at, end, &word); at = word.end) {
        words++;
        if (word.kind == WORD_LOWER && word.end - word.start >= 2 &&
            !is_small_civility(s + word.start, word.end - word.start)) {
            if (word_in(s + word.start, word.end - word.start,
                        " pouvoir procuration donne donnent donnant represente representee "))
                return false;
            lower++;
        }
    }
    return lower >= 4 && lower * 2 >= words;
}

bool names_has_cases(const char *s, size_t start, size_t end)
{
    Word word;
    bool upper = false, capital = false;
    for (size_t at = start; next_word(s, at, end, &word); at = word.end) {
        upper |= word.kind == WORD_UPPER;
        capital |= word.kind == WORD_CAPITAL;
    }
    return upper && capital;
}

bool names_complete(const char *s, size_t at, size_t end)
{
    Word first, second;
    if (!next_word(s, at, end, &first) || !next_word(s, first.end, end, &second))
        return false;
    for (size_t i = first.end; i < second.start; i++)
        if (!g_ascii_isspace(s[i]))
            return false;
    return (first.kind == WORD_UPPER && second.kind == WORD_CAPITAL) ||
           (first.kind == WORD_CAPITAL && second.kind == WORD_UPPER);
}

bool names_continue(const char *s, size_t at, size_t end)
{
    Word first, second;
    if (!next_word(s, at, end, &first))
        return false;
    if (civility_at(s, &first, end))
        return true;
    if (!next_word(s, first.end, end, &second))
        return false;
    return (first.kind == WORD_UPPER &&
            (second.kind == WORD_CAPITAL || second.kind == WORD_INITIAL)) ||
           (first.kind == WORD_CAPITAL && second.kind == WORD_UPPER);
}

/* The one class of all words of [start, end) behind a civility; WORD_OTHER when they are of
 * several, or more than a part of a name has. */
static WordClass class_of_part(const char *s, size_t start, size_t end, bool *civility)
{
    enum { MOST = 3 };
    Word word;
    WordClass all = WORD_OTHER;
    size_t words = 0;
    *civility = false;
    for (size_t at = start; next_word(s, at, end, &word); at = word.end) {
        if (words == 0 && !*civility && civility_at(s, &word, end)) {
            *civility = true;
            continue;
        }
        if (words > 0 && (civility_at(s, &word, end) || word.kind == WORD_OTHER))
            break; /* the next one, or its rank */
        if (++words > MOST || (words > 1 && word.kind != all) ||
            (word.kind != WORD_UPPER && word.kind != WORD_CAPITAL && word.kind != WORD_INITIAL))
            return WORD_OTHER;
        all = word.kind;
    }
    return all;
}

bool names_broken_at(const char *s, size_t start, size_t at, size_t end, NameOrder order)
{
    static const char separators[] = ",;:()[]/|*>\n";
    size_t from = at, to = at + 1;
    bool civil, next_civil;
    Word word;
    while (from > start && !strchr(separators, s[from - 1]))
        from--;
    while (to < end && !strchr(separators, s[to]) && s[to] != '.')
        to++;
    for (size_t i = from; next_word(s, i, at, &word); i = word.end)
        if (word.end + 2 >= at && names_is_civility(s + word.start, word.end - word.start))
            return true; /* « … Anne DUVAL M. / Paul ROC » */
        else if (civility_at(s, &word, at))
            from = word.start;
    WordClass above = class_of_part(s, from, at, &civil);
    WordClass below = class_of_part(s, at + 1, to, &next_civil);
    if (next_civil)
        return false;
    if (above == WORD_INITIAL || below == WORD_INITIAL)
        return above != WORD_OTHER && below != WORD_OTHER && above != below;
    if (above == WORD_CAPITAL && below == WORD_UPPER)
        return civil || order != NAME_ORDER_FAMILY_FIRST;
    return above == WORD_UPPER && below == WORD_CAPITAL && order != NAME_ORDER_GIVEN_FIRST &&
           (civil || order == NAME_ORDER_FAMILY_FIRST);
}

static bool is_role_word(const char *s, const Word *word)
{
    size_t length = word->end - word->start;
    if (length > 5 && g_ascii_strncasecmp(s + word->start, "vice-", 5) == 0)
        return true;
    return word_in(s + word->start, length,
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
    if (word_in(s + word->start, length,
                " jusqu jusqu'a jusqu'au jusqu'aux sauf pour representant representante arrive "
                "arrivee parti partie excepte "))
        return true;
    return word_in(s + word->start, length, " a ") && next_word(s, word->end, end, &next) &&
           (g_ascii_isdigit(s[next.start]) ||
            word_in(s + next.start, next.end - next.start, " partir compter "));
}

size_t names_without_role(const char *s, size_t start, size_t end)
{
    Word word;
    bool named = false;
    for (size_t at = start; next_word(s, at, end, &word); at = word.end) {
        if (word.kind == WORD_LOWER && named &&
            (is_role_word(s, &word) || opens_limit(s, &word, end) ||
             word_in(s + word.start, word.end - word.start, " soit tous toutes lesquels ")))
            return word.start;
        named |= word.kind == WORD_UPPER || word.kind == WORD_CAPITAL;
    }
    return end;
}

size_t names_skip_role(const char *s, size_t at, size_t end)
{
    Word word;
    bool role = false;
    for (size_t i = at; next_word(s, i, end, &word); i = word.end) {
        bool office = is_role_word(s, &word);
        if (word.kind != WORD_LOWER && word.kind != WORD_PARTICLE)
            return role ? word.start : at;
        if (!office && !word_in(s + word.start, word.end - word.start,
                                " le la les au municipal municipaux municipale municipales "
                                "communautaire communautaires "))
            return at;
        role |= office;
    }
    return at;
}

/* « 1er », « 2ème », « premier ». */
static bool is_ordinal(const char *s, const Word *word)
{
    size_t digits = word->start;
    while (digits < word->end && g_ascii_isdigit(s[digits]))
        digits++;
    if (digits > word->start)
        return word_in(s + digits, word->end - digits, " er ere e eme nd nde ");
    return word_in(s + word->start, word->end - word->start,
                   " premier premiere deuxieme troisieme quatrieme cinquieme sixieme septieme ");
}

bool names_is_role(const char *s, size_t start, size_t end)
{
    enum { LONGEST = 60 };
    Word word;
    bool role = false;
    if (end - start > LONGEST)
        return false;
    for (size_t at = start; next_word(s, at, end, &word); at = word.end) {
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
    for (size_t at = start; next_word(s, at, end, &word); at = word.end)
        if (g_ascii_isupper(s[word.start]))
            return true;
    return false;
}

Standing names_standing(const char *s, size_t start, size_t end, size_t *words)
{
    static const char *const of[] = {"suppleant", "remplac", "represent", "supple"};
    Word word, next;
    for (size_t at = start; next_word(s, at, end, &word); at = word.end) {
        size_t length = word.end - word.start;
        if (word.kind != WORD_LOWER)
            continue;
        for (size_t i = 0; i < G_N_ELEMENTS(of); i++) {
            if (length < strlen(of[i]) ||
                g_ascii_strncasecmp(s + word.start, of[i], strlen(of[i])) != 0)
                continue;
            bool by = false;
            for (size_t k = word.end; next_word(s, k, end, &next); k = next.end) {
                if (!word_in(s + next.start, next.end - next.start,
                             " de du d' par son sa suppleant suppleante titulaire "))
                    return STANDING_NONE;
                by |= word_in(s + next.start, next.end - next.start, " par ");
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
    if (!next_word(s, at, end, &word) || word.kind != WORD_LOWER ||
        !word_in(s + word.start, word.end - word.start,
                 " present presente absent absente excuse excusee represente representee "))
        return 0;
    bool two = next_word(s, word.end, end, &second) && names_is_status(s, word.start, second.end);
    return two ? second.end : word.end;
}

bool names_is_status(const char *s, size_t start, size_t end)
{
    static const char *const words = " present presente absent absente excuse excusee pouvoir "
                                     "procuration represente representee ";
    Word word, second, third;
    if (!next_word(s, start, end, &word) || !word_in(s + word.start, word.end - word.start, words))
        return false;
    if (!next_word(s, word.end, end, &second))
        return true;
    return word_in(s + word.start, word.end - word.start, " absent absente ") &&
           word_in(s + second.start, second.end - second.start, " excuse excusee ") &&
           !next_word(s, second.end, end, &third);
}

bool names_is_place(const char *s, size_t start, size_t end)
{
    enum { LONGEST = 45 };
    Word word;
    bool capital = false;
    if (end - start > LONGEST || names_is_role(s, start, end) || names_is_status(s, start, end))
        return false;
    for (size_t at = start; next_word(s, at, end, &word); at = word.end) {
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
    return next_word(s, start, end, &word) &&
           word_in(s + word.start, word.end - word.start,
                   " date nombre votants presents absents absent excuses pouvoirs procurations "
                   "secretaire conseillers membres quorum objet deliberation convocation ");
}

/* Family names in one column, given names in the next: « ROC DUVAL MOREL … Anne Paul Jean … ». */
size_t names_columns(const char *s, size_t start, size_t end, GArray *pairs)
{
    enum { LEAST = 5, SHORTEST = LEAST * (3 + 3) - 1 }; /* names; two letters and a space each */
    if (end - start < SHORTEST)
        return start;
    g_autoptr(GArray) upper = g_array_new(false, false, sizeof(Span));
    g_autoptr(GArray) given = g_array_new(false, false, sizeof(Span));
    Word word;
    size_t at = start;
    for (; next_word(s, at, end, &word); at = word.end) {
        Span span = {word.start, word.end};
        if (word.kind == WORD_UPPER && given->len == 0)
            g_array_append_val(upper, span);
        else if (word.kind == WORD_CAPITAL && upper->len > 0 && given->len < upper->len)
            g_array_append_val(given, span);
        else if (upper->len > 0)
            break;
    }
    if (upper->len < LEAST || given->len != upper->len)
        return start;
    for (guint i = 0; i < upper->len; i++) {
        NamePair pair = {g_array_index(upper, Span, i), g_array_index(given, Span, i)};
        g_array_append_val(pairs, pair);
    }
    return at;
}

size_t names_pair_cut(const char *s, size_t start, size_t end)
{
    Word word;
    size_t words = 0, second = end;
    for (size_t at = start; next_word(s, at, end, &word); at = word.end) {
        if (word.kind != WORD_CAPITAL || civility_at(s, &word, end))
            return end;
        if (++words == 2)
            second = word.end;
    }
    return words >= 4 && words % 2 == 0 ? second : end;
}

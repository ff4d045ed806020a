#include "names.h"

#include "names_words.h"

#include "persons.h"

#include "../base/text.h"

#include <string.h>

const char *names_plural_civility(const char *s, size_t at, size_t end)
{
    Word word;
    if (!names_next_word(s, at, end, &word) || s[word.start] != 'M')
        return NULL;
    if (names_word_in(s + word.start, word.end - word.start, " mm mrs messieurs "))
        return "M.";
    if (names_word_in(s + word.start, word.end - word.start, " mmes mesdames "))
        return "Mme";
    return NULL;
}

bool names_civility_at(const char *s, size_t at, size_t end)
{
    Word word;
    return names_next_word(s, at, end, &word) && names_word_is_civility(s, &word, end);
}

size_t names_next_civility(const char *s, size_t from, size_t end)
{
    Word word;
    size_t at = from;
    bool named = false; /* a word that is no civility was seen */
    while (names_next_word(s, at, end, &word)) {
        if (names_word_is_civility(s, &word, end)) {
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

/* A name's letters: whether its first part is the family name, and whether the part has changed. */
size_t names_case_cut(const char *s, size_t at, size_t end)
{
    Word word;
    WordClass first = WORD_OTHER;
    bool turned = false; /* the second part has begun */
    size_t particle = 0; /* where a run of particles before the current word began */
    bool in_particle = false, civil = false;

    for (size_t i = at; names_next_word(s, i, end, &word); i = word.end) {
        if (names_word_is_civility(s, &word, end)) {
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
        if ((turned || (civil && first != WORD_OTHER)) && names_opens_sentence(s, &word))
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
    for (size_t i = at; names_next_word(s, i, end, &word); i = word.end) {
        const char *line = last.end ? memchr(s + last.end, '\n', word.start - last.end) : NULL;
        if (line && memchr(line + 1, '\n', (size_t)(s + word.start - line) - 1))
            /* « M. Jean // DUVAL » goes on behind the end of a page */
            return (upper && s[last.end] != '-') || (capital && word.kind != WORD_UPPER) ? last.end
                                                                                         : end;
        if (!names_word_is_civility(s, &word, end)) {
            upper |= word.kind == WORD_UPPER;
            capital |= word.kind == WORD_CAPITAL;
        }
        if (word.kind == WORD_PARTICLE)
            upper = capital = false;
        last = word;
    }
    return end;
}

NameOrder names_order(const char *s, size_t start, size_t end)
{
    Word word, previous = {0};
    size_t given_first = 0, family_first = 0;
    bool have = false, fresh = true;

    for (size_t at = start; names_next_word(s, at, end, &word); at = word.end) {
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
    for (size_t at = 0; names_next_word(s, at, length, &word); at = word.end) {
        words++;
        lower += word.kind == WORD_LOWER &&
                 !(civility && words == 1 &&
                   names_is_small_civility(s + word.start, word.end - word.start));
        if (!civility &&
            names_word_in(s + word.start, word.end - word.start,
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
    for (size_t at = start; names_next_word(s, at, end, &word); at = word.end) {
        words++;
        if (word.kind == WORD_LOWER && word.end - word.start >= 2 &&
            !names_is_small_civility(s + word.start, word.end - word.start)) {
            if (names_word_in(s + word.start, word.end - word.start,
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
    for (size_t at = start; names_next_word(s, at, end, &word); at = word.end) {
        upper |= word.kind == WORD_UPPER;
        capital |= word.kind == WORD_CAPITAL;
    }
    return upper && capital;
}

bool names_complete(const char *s, size_t at, size_t end)
{
    Word first, second;
    if (!names_next_word(s, at, end, &first) || !names_next_word(s, first.end, end, &second))
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
    if (!names_next_word(s, at, end, &first))
        return false;
    if (names_word_is_civility(s, &first, end))
        return true;
    if (!names_next_word(s, first.end, end, &second))
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
    for (size_t at = start; names_next_word(s, at, end, &word); at = word.end) {
        if (words == 0 && !*civility && names_word_is_civility(s, &word, end)) {
            *civility = true;
            continue;
        }
        if (words > 0 && (names_word_is_civility(s, &word, end) || word.kind == WORD_OTHER))
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
    for (size_t i = from; names_next_word(s, i, at, &word); i = word.end)
        if (word.end + 2 >= at && names_is_civility(s + word.start, word.end - word.start))
            return true; /* « … Anne DUVAL M. / Paul ROC » */
        else if (names_word_is_civility(s, &word, at))
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
    for (; names_next_word(s, at, end, &word); at = word.end) {
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
    enum { PAIRS_MOST = 4000 }; /* bytes of a list that is parted so */
    Word word;
    size_t words = 0, second = end;
    if (end - start > PAIRS_MOST)
        return end;
    for (size_t at = start; names_next_word(s, at, end, &word); at = word.end) {
        if (word.kind == WORD_PARTICLE && words > 0)
            continue; /* « Yves Le Gall Anne Roc » */
        if (word.kind != WORD_CAPITAL || names_word_is_civility(s, &word, end))
            return end;
        if (++words == 2)
            second = word.end;
    }
    return words >= 4 && words % 2 == 0 ? second : end;
}

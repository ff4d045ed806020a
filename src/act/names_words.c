#include "names_words.h"

#include "names.h"

#include <string.h>

bool names_word_in(const char *word, size_t length, const char *list)
{
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

bool names_is_small_civility(const char *word, size_t length)
{
    return word[0] == 'm' &&
           names_word_in(word, length,
                         " mme mmes mlle mlles monsieur messieurs madame mesdames mademoiselle "
                         "mesdemoiselles ");
}

bool names_is_civility(const char *word, size_t length)
{
    if (names_is_small_civility(word, length))
        return true;
    return (word[0] == 'M' || word[0] == 'D') && /* as all of them */
           names_word_in(
               word, length,
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
        names_word_in(
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

/* « MmeAnne », « MadameROC »: the length of the civility a space was lost behind, or 0. */
static size_t glued_civility(const char *word, size_t length)
{
    static const char *const civilities[] = {"Monsieur", "Madame", "Mme", "Mlle"};
    for (size_t i = 0; i < G_N_ELEMENTS(civilities); i++) {
        size_t letters = strlen(civilities[i]);
        if (length > letters && strncmp(word, civilities[i], letters) == 0 &&
            g_ascii_isupper(word[letters]))
            return letters;
    }
    return 0;
}

bool names_next_word(const char *s, size_t at, size_t end, Word *word)
{
    enum { GAP_MOST = 512 }; /* no name goes on behind a longer one */
    size_t far = end - at > GAP_MOST && at < end ? at + GAP_MOST : end;
    while (at < far && !is_word_byte(s[at]))
        at++;
    if (at >= far)
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
    size_t glued = s[from] == 'M' ? glued_civility(s + from, at - from) : 0;
    at = glued > 0 ? from + glued : at;
    *word = (Word){from, at, classify(s + from, at - from)};
    return true;
}

bool names_word_is_civility(const char *s, const Word *word, size_t end)
{
    size_t after = word->end;
    if (!names_is_civility(s + word->start, after - word->start) || after >= end ||
        (s[after] != '.' && !g_ascii_isspace(s[after]) &&
         !(after - word->start >= 3 && g_ascii_isupper(s[after]))))
        return false;
    while (after < end && !is_word_byte(s[after]))
        after++;
    return after < end && (s[word->start] != 'm' || g_ascii_isupper(s[after]));
}

bool names_opens_sentence(const char *s, const Word *word)
{
    return word->kind != WORD_LOWER &&
           names_word_in(
               s + word->start, word->end - word->start,
               " acte adjoints affaires affiche affichee apres arrivee certifie commune "
               "conformement "
               "conseil conseillers convocation date deliberation depart departement elus en "
               "envoye "
               "l'assemblee "
               "finances il mairie membres nature ont page presidence public publie publiee recu "
               "republique soit suppleant suppleants tous toutes transmis transmise ");
}

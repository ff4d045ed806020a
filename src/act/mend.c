#include "mend.h"

#include <glib.h>
#include <string.h>

/* The words that landmarks are made of. None is listed that looks like another word of French:
 * « contre » and « centre », « publié » and « public ». */
static const char *const words[] = {
    "absents",       "abstention",  "abstentions", "affichage",     "approbation",
    "approuve",      "article",     "commune",     "communautaire", "conseil",
    "conseiller",    "conseillers", "considerant", "convocation",   "deliberation",
    "deliberations", "delibere",    "departement", "etaient",       "excusees",
    "excuses",       "exercice",    "extrait",     "identifiant",   "intercommunal",
    "legalement",    "majorite",    "membres",     "metropolitain", "municipal",
    "municipaux",    "nombre",      "nomination",  "pouvoir",       "pouvoirs",
    "prefecture",    "presents",    "presidence",  "president",     "procuration",
    "procurations",  "publication", "quorum",      "reception",     "registre",
    "regulierement", "representes", "secretaire",  "seance",        "suivants",
    "transmission",  "unanimite",   "votants",
};

/* Real words that only look like one of them. */
static const char *const others[] = {"volants", "absente", "conseillere", "exercices"};

/* Letters that recognition takes for each other; last, those whose feet an underline hides. */
static const char *const alike[] = {"il1tj", "tfr", "ceo", "ao", "o0", "s5", "bh", "b8", "hn", "nu",
                                    "nr",    "uv",  "gq9", "z2", "np", "ag", "aq", "vy", "gs"};

/* … and pairs of letters that it takes for one, or makes of one. */
static const struct {
    const char *pair;
    char one;
} ligatures[] = {{"rn", 'm'}, {"ni", 'm'}, {"in", 'm'}, {"nn", 'm'}, {"ri", 'n'}, {"ii", 'n'},
                 {"ii", 'u'}, {"cl", 'd'}, {"ci", 'd'}, {"li", 'h'}, {"ll", 'u'}, {"vv", 'w'}};

static bool look_alike(char a, char b)
{
    for (size_t i = 0; i < G_N_ELEMENTS(alike); i++)
        if (strchr(alike[i], a) && strchr(alike[i], b))
            return true;
    return false;
}

/* Letters that recognition finds in, or loses between, the strokes of their neighbours. */
static bool is_thin(char letter)
{
    return strchr("fijlrt", letter) != NULL;
}

int mend_distance(const char *read, size_t length, const char *word, int most)
{
    int cost[MEND_MAX + 3][MEND_MAX + 3];
    size_t wide = strlen(word);
    for (size_t i = 0; i <= length; i++) {
        int least = MEND_FAR;
        for (size_t k = 0; k <= wide; k++) {
            int best = i == 0 && k == 0 ? 0 : MEND_FAR;
            if (i > 0 && k > 0 && read[i - 1] == word[k - 1])
                best = MIN(best, cost[i - 1][k - 1]);
            else if (i > 0 && k > 0 && look_alike(read[i - 1], word[k - 1]))
                best = MIN(best, cost[i - 1][k - 1] + 1);
            if (i > 1 && i < length && k > 0 && k < wide && is_thin(read[i - 1]))
                best = MIN(best, cost[i - 1][k] + 1);
            if (k > 1 && k < wide && i > 0 && i < length && is_thin(word[k - 1]))
                best = MIN(best, cost[i][k - 1] + 1);
            for (size_t p = 0; p < G_N_ELEMENTS(ligatures); p++) {
                if (i > 1 && k > 0 && word[k - 1] == ligatures[p].one &&
                    strncmp(read + i - 2, ligatures[p].pair, 2) == 0)
                    best = MIN(best, cost[i - 2][k - 1] + 1);
                if (i > 0 && k > 1 && read[i - 1] == ligatures[p].one &&
                    strncmp(word + k - 2, ligatures[p].pair, 2) == 0)
                    best = MIN(best, cost[i - 1][k - 2] + 1);
            }
            cost[i][k] = best;
            least = MIN(least, best);
        }
        if (least > most && i > 0 && cost[i - 1][0] == MEND_FAR) {
            /* a pair may still bridge one row, not two */
            int before = MEND_FAR;
            for (size_t k = 0; k <= wide; k++)
                before = MIN(before, cost[i - 1][k]);
            if (before > most)
                return MEND_FAR;
        }
    }
    return cost[length][wide];
}

int mend_letters_apart(const char *one, const char *other, int most)
{
    int cost[MEND_MAX + 1] = {0};
    int long_one = (int)strlen(one), wide = (int)strlen(other);
    if (long_one > MEND_MAX || wide > MEND_MAX || ABS(long_one - wide) > most)
        return MEND_FAR;
    for (int k = 0; k <= wide; k++)
        cost[k] = k;
    for (int i = 1; i <= long_one; i++) {
        int before = cost[0]; /* of the row above, one to the left */
        cost[0] = i;
        for (int k = 1; k <= wide; k++) {
            int other_letter = before + (one[i - 1] != other[k - 1]);
            before = cost[k];
            cost[k] = MIN(other_letter, MIN(cost[k], cost[k - 1]) + 1);
        }
    }
    return cost[wide];
}

/* The likenesses that a word of so many letters bears and is still known. */
static int most_for(size_t length)
{
    return length < 8 ? 1 : length < 11 ? 2 : 3;
}

static bool is_one_of(const char *word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(word, list[i]) == 0)
            return true;
    return false;
}

/* Writes a word in capitals where all of the original, or its first letter, is one. */
static void dress(const char *word, const char *original, size_t length, char *out)
{
    size_t capitals = 0, letters = 0;
    for (size_t i = 0; i < length; i++) {
        capitals += g_ascii_isupper(original[i]) != 0;
        letters += g_ascii_isalpha(original[i]) != 0;
    }
    bool all = capitals * 2 > letters;
    for (size_t i = 0; word[i]; i++)
        *out++ = all || (i == 0 && capitals > 0) ? g_ascii_toupper(word[i]) : word[i];
    *out = '\0';
}

bool mend_word(const char *word, size_t length, char out[MEND_MAX + 1])
{
    enum { SHORTEST = 6, BEHEADED_LEAST = 6 };
    char small[MEND_MAX + 1];
    const char *best = NULL;
    int least = MEND_FAR;
    if (length < SHORTEST - 1 || length > MEND_MAX)
        return false;
    for (size_t i = 0; i < length; i++)
        small[i] = g_ascii_tolower(word[i]);
    small[length] = '\0';
    if (is_one_of(small, words, G_N_ELEMENTS(words)) ||
        is_one_of(small, others, G_N_ELEMENTS(others)))
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        size_t wide = strlen(words[i]);
        int most = most_for(wide);
        if (length >= BEHEADED_LEAST && strcmp(words[i] + 1, small) == 0) {
            dress(words[i], word, length, out);
            return true;
        }
        if (wide + (size_t)most < length || length + (size_t)most < wide)
            continue;
        int needed = mend_distance(small, length, words[i], most);
        if (needed <= most && needed < least) {
            least = needed;
            best = words[i];
        }
    }
    if (best)
        dress(best, word, length, out);
    return best != NULL;
}

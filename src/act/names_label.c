/* What stands in front of a colon among names: where it begins, and whether the names behind it
 * still belong to the list. */
#include "names.h"

#include "names_words.h"

#include <string.h>

/* The letters of the word that begins at or after `*at`, in lower case, and where it begins; false
 * when none is left before `end`. `*at` goes behind it. */
static bool next_small(const char *s, size_t *at, size_t end, size_t *from, char small[24])
{
    size_t length = 0;
    while (*at < end && !g_ascii_isalnum(s[*at]))
        (*at)++;
    *from = *at;
    for (; *at < end && (g_ascii_isalnum(s[*at]) || s[*at] == '\''); (*at)++)
        if (length < 23)
            small[length++] = g_ascii_tolower(s[*at]);
    small[length] = '\0';
    return *at > *from;
}

static bool begins_with_any(const char *word, const char *const *starts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (g_str_has_prefix(word, starts[i]))
            return true;
    return false;
}

static bool is_any(const char *word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return false;
}

/* Words that may stand in front of the one that says who they are: « Les autres membres ». */
static bool is_passed_over(const char *small)
{
    static const char *const words[] = {"le", "la", "les", "autres", "monsieur", "madame", "m"};
    return g_ascii_isdigit(*small) || is_any(small, words, G_N_ELEMENTS(words));
}

LabelKind names_label_kind(const char *s, size_t start, size_t end)
{
    /* first words of labels that part the members of a council among themselves */
    static const char *const heads[] = {
        "maire",      "adjoint",    "conseiller",     "presiden",  "vice",
        "membre",     "delegue",    "titulai",        "supplean",  "commune",
        "ville",      "groupe",     "liste",          "majorite",  "minorit",
        "opposition", "college",    "canton",         "secteur",   "territoi",
        "represent",  "pour",       "mesdames",       "messieurs", "mmes",
        "mm",         "elu",        "departement",    "region",    "metropole",
        "agglomera",  "communaute", "administrateur", "non",       "sans",
        "avec",       "au",         "personne",       "dont",      "soit",
        "savoir",     "sous",       "premier",        "deuxieme",  "troisieme",
        "independant"};
    /* … and words that say so anywhere in them: how they take part, or who votes for them */
    static const char *const marks[] = {"visio",   "distan", "presentiel", "salle",  "telephone",
                                        "pouvoir", "procur", "donne",      "mandat", "deliberati",
                                        "arrive",  "retard", "debut"};
    static const char *const refusals[] = {"consultati", "n'ayant",    "n'ont",   "rapporteu",
                                           "interess",   "presidence", "secretar"};
    static const char *const joins[] = {"de",  "du", "des", "d",    "la", "le",
                                        "les", "l",  "sur", "sous", "en", "et",
                                        "aux", "au", "a",   "lez",  "y",  "saint"};
    bool first = true, members = false, lower = false;
    char small[24], before[24] = "";
    size_t at = start, from;
    for (; next_small(s, &at, end, &from, small); g_strlcpy(before, small, sizeof before)) {
        if (begins_with_any(small, refusals, G_N_ELEMENTS(refusals)) || strcmp(small, "ne") == 0 ||
            (strcmp(small, "voix") == 0 && strcmp(before, "sans") == 0))
            return LABEL_UNKNOWN;
        members |= begins_with_any(small, marks, G_N_ELEMENTS(marks)) ||
                   (first && begins_with_any(small, heads, G_N_ELEMENTS(heads)));
        first &= is_passed_over(small);
        const char *stem = small[1] == '\'' ? small + 2 : small; /* d'Azur, l'Hay */
        lower |= g_ascii_islower(s[from]) && g_ascii_islower(s[at - 1]) &&
                 !is_any(small, joins, G_N_ELEMENTS(joins)) &&
                 !(stem > small && g_ascii_isupper(s[from + 2]));
    }
    if (members)
        return LABEL_MEMBERS;
    return lower ? LABEL_UNKNOWN : LABEL_GROUP;
}

size_t names_label_head(const char *s, size_t start, size_t end)
{
    static const char *const heads[] = {"adjoint", "conseiller", "vice",    "membre",  "delegue",
                                        "titulai", "supplean",   "groupe",  "college", "represent",
                                        "arrive",  "majorit",    "opposit", "autres"};
    char small[24];
    size_t at = start, from;
    while (next_small(s, &at, end, &from, small))
        if (g_ascii_isupper(s[from]) && begins_with_any(small, heads, G_N_ELEMENTS(heads)))
            return from;
    return end;
}

size_t names_label_line(const char *s, size_t start, size_t end)
{
    size_t line = start;
    for (size_t i = start; i + 1 < end; i++)
        if (s[i] == '\n' && g_ascii_isupper(s[i + 1]))
            line = i + 1;
    return line;
}

size_t names_label_start(const char *s, size_t start, size_t end)
{
    Word word;
    size_t at = start, seen = 0;
    size_t article = end; /* « LES HERBES » begins with the article */
    bool civility = false, upper = false, capital = false;
    size_t words = 0;

    while (names_next_word(s, at, end, &word)) {
        if (names_word_is_civility(s, &word, end)) {
            civility = true; /* perhaps of the next one: « Mme Anne ROC M. Paul DUVAL » */
            upper = capital = false;
            words = 0;
        } else if (word.kind == WORD_PARTICLE) {
            /* belongs to what follows */
            if (article == end &&
                names_word_in(s + word.start, word.end - word.start, " le la les "))
                article = word.start;
            at = word.end;
            seen++;
            continue;
        } else {
            bool complete = civility ? words >= 2 || (upper && capital) : upper && capital;
            complete |= civility && words > 0 && names_opens_sentence(s, &word);
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

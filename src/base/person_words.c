/* The words around names, as tables, and the reading of one token. See person_words.h. */
#include "person_words.h"

#include "text.h"

#include <glib.h>
#include <string.h>

static const Civility civilities[] = {
    {"m", "M.", false, true},
    {"mr", "M.", false, false},
    {"monsieur", "M.", false, false},
    {"mme", "Mme", false, false},
    {"madame", "Mme", false, false},
    {"mmc", "Mme", false, false},
    {"mrne", "Mme", false, false},
    {"mne", "Mme", false, false},
    {"mlle", "Mlle", false, false},
    {"melle", "Mlle", false, false},
    {"mademoiselle", "Mlle", false, false},
    {"me", "Me", false, true},
    {"maitre", "Me", false, false},
    {"dr", "Dr", false, false},
    {"docteur", "Dr", false, false},
    {"mm", "M.", true, false},
    {"mrs", "M.", true, false},
    {"ms", "M.", true, false},
    {"messieurs", "M.", true, false},
    {"mmes", "Mme", true, false},
    {"mrnes", "Mme", true, false},
    {"mesdames", "Mme", true, false},
    {"mlles", "Mlle", true, false},
    {"mesdemoiselles", "Mlle", true, false},
};

/* Each table is in the order of strcmp: it is searched by halves. */

static const char *const articles[] = {"l", "la", "le", "les"};

static const char *const particles[] = {
    "abou", "abu", "af",     "ait",   "al",     "ben", "bin",   "d",  "da",  "dal",
    "das",  "de",  "del",    "della", "den",    "der", "des",   "di", "do",  "dos",
    "du",   "e",   "el",     "ep",    "epouse", "ibn", "l",     "la", "le",  "les",
    "ne",   "nee", "ould",   "saint", "sainte", "san", "santa", "st", "ste", "ten",
    "ter",  "van", "vanden", "veuve", "von",    "vve", "y",     "zu"};

static const char *const roles[] = {"adj",
                                    "adjoint",
                                    "adjointe",
                                    "adjointes",
                                    "adjoints",
                                    "co-president",
                                    "co-presidente",
                                    "commissaire",
                                    "conseiller",
                                    "conseillere",
                                    "conseilleres",
                                    "conseillers",
                                    "delegue",
                                    "deleguee",
                                    "delegues",
                                    "depute",
                                    "deputee",
                                    "dga",
                                    "dgs",
                                    "directeur",
                                    "directrice",
                                    "doyen",
                                    "doyenne",
                                    "echevin",
                                    "elu",
                                    "elue",
                                    "maire",
                                    "maire-adjoint",
                                    "maire-adjointe",
                                    "maires",
                                    "ministre",
                                    "prefet",
                                    "prefete",
                                    "premier-adjoint",
                                    "premiere-adjointe",
                                    "president",
                                    "president-delegue",
                                    "presidente",
                                    "questeur",
                                    "rapporteur",
                                    "rapporteure",
                                    "rapporteurs",
                                    "rapporteuse",
                                    "receveur",
                                    "secretaire",
                                    "senateur",
                                    "senatrice",
                                    "sous-prefet",
                                    "suppleant",
                                    "suppleante",
                                    "titulaire",
                                    "tresorier",
                                    "tresoriere",
                                    "vice-president",
                                    "vice-presidente",
                                    "vice-presidentes",
                                    "vice-presidents"};

static const char *const statuses[] = {
    "absent",       "absente",     "absentes",       "absents",      "arrive",     "arrivee",
    "decede",       "decedee",     "demissionnaire", "excuse",       "excusee",    "excusees",
    "excuses",      "nppv",        "pouvoir",        "pouvoirs",     "present",    "presente",
    "presentes",    "presents",    "procuration",    "procurations", "represente", "representee",
    "representees", "representes", "sorti",          "sortie"};

static const char *const institutions[] = {"abstention",
                                           "abstentions",
                                           "administratif",
                                           "adopte",
                                           "adoptee",
                                           "affichage",
                                           "agglomeration",
                                           "ainsi",
                                           "annexe",
                                           "approbation",
                                           "approuve",
                                           "apres",
                                           "arrondissement",
                                           "article",
                                           "assemblee",
                                           "au",
                                           "aucun",
                                           "aucune",
                                           "aux",
                                           "avaient",
                                           "avait",
                                           "avec",
                                           "avoir",
                                           "ayant",
                                           "budget",
                                           "cachet",
                                           "cette",
                                           "commission",
                                           "communale",
                                           "communautaire",
                                           "communautaires",
                                           "communaute",
                                           "communaux",
                                           "commune",
                                           "communes",
                                           "compte-rendu",
                                           "conseil",
                                           "considerant",
                                           "contre",
                                           "convocation",
                                           "dans",
                                           "date",
                                           "decide",
                                           "delegation",
                                           "deliberation",
                                           "deliberations",
                                           "delibere",
                                           "departement",
                                           "departemental",
                                           "departementale",
                                           "designation",
                                           "donnant",
                                           "donne",
                                           "egalite",
                                           "election",
                                           "est",
                                           "et",
                                           "etaient",
                                           "etait",
                                           "eur",
                                           "euros",
                                           "exercice",
                                           "extrait",
                                           "francaise",
                                           "fraternite",
                                           "generale",
                                           "groupe",
                                           "lecture",
                                           "liberte",
                                           "madame",
                                           "mairie",
                                           "majorite",
                                           "membres",
                                           "mesdames",
                                           "messieurs",
                                           "metropole",
                                           "metropolitain",
                                           "metropolitaine",
                                           "monsieur",
                                           "municipal",
                                           "municipale",
                                           "municipales",
                                           "municipaux",
                                           "neant",
                                           "nombre",
                                           "non",
                                           "objet",
                                           "ont",
                                           "ou",
                                           "par",
                                           "pour",
                                           "prefecture",
                                           "presidence",
                                           "proces-verbal",
                                           "publication",
                                           "que",
                                           "qui",
                                           "quorum",
                                           "regionale",
                                           "registre",
                                           "republique",
                                           "seance",
                                           "signature",
                                           "sont",
                                           "sous",
                                           "sous-prefecture",
                                           "sur",
                                           "syndicale",
                                           "tous",
                                           "toutes",
                                           "tribunal",
                                           "unanimite",
                                           "une",
                                           "votants",
                                           "votes"};

static const char *const doubtful[] = {
    "bureau",    "canton",   "college",  "comite",    "communal", "etat",     "fait",
    "finances",  "general",  "generale", "jour",      "liste",    "ordre",    "page",
    "personnel", "place",    "region",   "regional",  "service",  "services", "siege",
    "syndical",  "syndicat", "travaux",  "urbanisme", "ville",    "vote",     "vu"};

/* A table of words in order. */
typedef struct Words {
    const char *const *list;
    size_t count;
} Words;

#define WORDS(table) ((Words){table, G_N_ELEMENTS(table)})

static bool listed(Words words, const char *key)
{
    while (words.count > 0) {
        size_t half = words.count / 2;
        int order = strcmp(key, words.list[half]);
        if (order == 0)
            return true;
        if (order > 0)
            words = (Words){words.list + half + 1, words.count - half - 1};
        else
            words.count = half;
    }
    return false;
}

bool words_are_in_order(void)
{
    const Words tables[] = {WORDS(articles), WORDS(particles),    WORDS(roles),
                            WORDS(statuses), WORDS(institutions), WORDS(doubtful)};
    for (size_t i = 0; i < G_N_ELEMENTS(tables); i++)
        for (size_t j = 1; j < tables[i].count; j++)
            if (strcmp(tables[i].list[j - 1], tables[i].list[j]) >= 0)
                return false;
    return true;
}

bool word_is_article(const char *key)
{
    return listed(WORDS(articles), key);
}

bool word_is_role(const char *key)
{
    if (g_str_has_prefix(key, "l'"))
        key += 2;
    if (listed(WORDS(roles), key))
        return true;
    /* « sénateur-maire », « vice-président-délégué » */
    const char *hyphen = strchr(key, '-');
    if (!hyphen)
        return false;
    g_autofree char *first = g_strndup(key, hyphen - key);
    return listed(WORDS(roles), first) && word_is_role(hyphen + 1);
}

bool word_is_status(const char *key)
{
    return listed(WORDS(statuses), key);
}

bool word_is_institution(const char *key)
{
    return listed(WORDS(institutions), key);
}

bool word_is_doubtful(const char *key)
{
    return listed(WORDS(doubtful), key);
}

bool word_is_ordinal(const char *key)
{
    static const char *const words[] = {
        "cinquieme", "deuxieme", "dixieme", "huitieme", "neuvieme", "premier",  "premiere",
        "quatrieme", "second",   "seconde", "septieme", "sixieme",  "troisieme"};
    static const char *const endings[] = {"e", "eme", "er", "ere", "ieme", "nd", "nde", "re"};
    const char *p = key;
    while (g_ascii_isdigit(*p))
        p++;
    return p > key && p - key <= 2 ? listed(WORDS(endings), p) : listed(WORDS(words), key);
}

const Civility *civility_find(const char *printed, const char *key)
{
    if (*key != 'm' && *key != 'd') /* as all of them */
        return NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(civilities); i++) {
        const Civility *civility = &civilities[i];
        if (strcmp(civility->word, key) != 0)
            continue;
        if (!civility->capital_only)
            return civility;
        /* « M », « M. », « Me »: the capital, then nothing capital. */
        return printed[0] == 'M' && printed[1] != 'E' ? civility : NULL;
    }
    return NULL;
}

char *name_token_key(const char *printed)
{
    static const char edges[] = ",;:.*'\"-_ ";
    char *key = text_fold(printed);
    size_t start = strspn(key, edges), length = strlen(key);
    while (length > start && strchr(edges, key[length - 1]))
        length--;
    for (size_t i = start; i < length; i++)
        key[i - start] = g_ascii_tolower(key[i]);
    key[length - start] = '\0';
    return key;
}

static bool is_apostrophe(gunichar c)
{
    return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02bc || c == '`' || c == 0x00b4;
}

static bool is_name_hyphen(gunichar c)
{
    return c == '-' || (c >= 0x2010 && c <= 0x2013);
}

typedef struct Letters {
    int upper, lower, dots, marks;
    int stray;    /* lower-case letters print and OCR leave in capitals: é, l */
    bool initial; /* starts with a capital, after « d’ » or « l’ » at most */
    bool bad;
} Letters;

static bool is_capital(gunichar c)
{
    return c < 0x80 ? g_ascii_isupper(c) : g_unichar_isupper(c) || g_unichar_istitle(c);
}

static Letters count_letters(const char *printed)
{
    Letters n = {0};
    gunichar before = 0;
    for (const char *p = printed; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (is_capital(c)) {
            n.upper++;
            n.initial |= p == printed || (is_apostrophe(before) && n.upper == 1 && n.lower <= 1);
        } else if (c < 0x80 ? g_ascii_isalpha(c) : g_unichar_isalpha(c)) {
            n.lower++;
            n.stray += c >= 0x80 || c == 'l';
        } else if (c == '.') {
            n.dots++;
        } else if (is_apostrophe(c) || is_name_hyphen(c) || c == '[') {
            n.marks++; /* « [ » between capitals: see clean_name */
        } else {
            n.bad = true;
        }
        before = c;
    }
    return n;
}

/* « McCAIN », « LeGOFF », « DeLAGARDE », « d’ORMESSON »: a prefix, then capitals to the end. */
static bool is_prefixed_capitals(const char *printed)
{
    static const char *const prefixes[] = {"Mc",  "Mac", "Le", "La", "De", "Du", "Da",
                                           "Van", "d",   "l",  "D",  "L",  NULL};
    for (size_t i = 0; prefixes[i]; i++) {
        if (*printed != prefixes[i][0] || !g_str_has_prefix(printed, prefixes[i]))
            continue;
        const char *p = printed + strlen(prefixes[i]);
        int capitals = 0;
        for (; *p; p = g_utf8_next_char(p)) {
            gunichar c = g_utf8_get_char(p);
            if (g_unichar_isupper(c))
                capitals++;
            else if (!is_apostrophe(c) && !is_name_hyphen(c))
                break;
        }
        if (!*p && capitals >= 2)
            return true;
    }
    return false;
}

NameTokenClass name_token_class(const char *printed, const char *key)
{
    Letters n = count_letters(printed);
    if (n.bad || n.upper + n.lower == 0)
        return NAME_TOKEN_BAD;
    if (strcmp(printed, "Y") == 0)
        return NAME_TOKEN_PARTICLE; /* « NAVARRO Y GARCIA »; the initial has a dot */
    /* « M », « A. » are initials before they are particles. */
    if (n.upper > 0 && n.lower == 0 && (n.upper == 1 || (n.dots > 0 && n.upper <= 3)))
        return NAME_TOKEN_INITIAL;
    if (n.dots > 0 && n.initial && n.upper + n.lower <= 3 && n.upper > 0)
        return NAME_TOKEN_INITIAL; /* « Ch. », « Ph. », « J-Ph. » */
    if (listed(WORDS(particles), key))
        return NAME_TOKEN_PARTICLE;
    if (!n.initial)
        return NAME_TOKEN_BAD;
    if (n.lower == 0 || is_prefixed_capitals(printed))
        return NAME_TOKEN_CAPITALS;
    if (n.upper >= 3 && n.lower == n.stray && n.upper >= 2 * n.lower)
        return NAME_TOKEN_CAPITALS;
    return NAME_TOKEN_MIXED;
}

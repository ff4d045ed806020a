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

static const char *const articles[] = {"le", "la", "les", "l", NULL};

static const char *const particles[] = {
    "de",   "du",  "des",    "d",     "le",    "la",     "les",   "l",   "da",  "das",
    "do",   "dos", "di",     "del",   "della", "dal",    "van",   "von", "der", "den",
    "ter",  "ten", "vanden", "el",    "al",    "ben",    "bin",   "ibn", "ait", "ould",
    "abou", "abu", "san",    "santa", "saint", "sainte", "st",    "ste", "y",   "e",
    "zu",   "af",  "nee",    "ne",    "ep",    "epouse", "veuve", "vve", NULL};

static const char *const roles[] = {"maire",
                                    "maires",
                                    "maire-adjoint",
                                    "maire-adjointe",
                                    "president",
                                    "presidente",
                                    "vice-president",
                                    "vice-presidente",
                                    "vice-presidents",
                                    "vice-presidentes",
                                    "adjoint",
                                    "adjointe",
                                    "adjoints",
                                    "adjointes",
                                    "doyen",
                                    "doyenne",
                                    "conseiller",
                                    "conseillere",
                                    "conseillers",
                                    "conseilleres",
                                    "secretaire",
                                    "directeur",
                                    "directrice",
                                    "depute",
                                    "deputee",
                                    "senateur",
                                    "senatrice",
                                    "rapporteur",
                                    "rapporteure",
                                    "rapporteuse",
                                    "rapporteurs",
                                    "ministre",
                                    "prefet",
                                    "prefete",
                                    "sous-prefet",
                                    "dgs",
                                    "dga",
                                    "delegue",
                                    "deleguee",
                                    "delegues",
                                    "suppleant",
                                    "suppleante",
                                    "titulaire",
                                    "premier-adjoint",
                                    "premiere-adjointe",
                                    "questeur",
                                    "echevin",
                                    "tresorier",
                                    "tresoriere",
                                    "receveur",
                                    "commissaire",
                                    "elu",
                                    "elue",
                                    "co-president",
                                    "co-presidente",
                                    "president-delegue",
                                    "adj",
                                    NULL};

static const char *const statuses[] = {
    "absent",     "absente",     "absents",        "absentes",     "excuse",      "excusee",
    "excuses",    "excusees",    "present",        "presente",     "presents",    "presentes",
    "represente", "representee", "representes",    "representees", "procuration", "procurations",
    "pouvoir",    "pouvoirs",    "demissionnaire", "decede",       "decedee",     "arrive",
    "arrivee",    "sorti",       "sortie",         "nppv",         NULL};

static const char *const institutions[] = {"mairie",
                                           "commune",
                                           "communes",
                                           "communale",
                                           "communaux",
                                           "municipal",
                                           "municipale",
                                           "municipaux",
                                           "municipales",
                                           "communautaire",
                                           "communautaires",
                                           "metropolitain",
                                           "metropolitaine",
                                           "departemental",
                                           "departementale",
                                           "regionale",
                                           "syndicale",
                                           "prefecture",
                                           "sous-prefecture",
                                           "departement",
                                           "republique",
                                           "francaise",
                                           "metropole",
                                           "communaute",
                                           "agglomeration",
                                           "conseil",
                                           "assemblee",
                                           "commission",
                                           "deliberation",
                                           "deliberations",
                                           "delibere",
                                           "arrondissement",
                                           "extrait",
                                           "registre",
                                           "seance",
                                           "quorum",
                                           "convocation",
                                           "objet",
                                           "considerant",
                                           "article",
                                           "nombre",
                                           "votants",
                                           "votes",
                                           "exercice",
                                           "membres",
                                           "proces-verbal",
                                           "compte-rendu",
                                           "unanimite",
                                           "majorite",
                                           "abstention",
                                           "abstentions",
                                           "contre",
                                           "generale",
                                           "adoptee",
                                           "adopte",
                                           "approuve",
                                           "decide",
                                           "donne",
                                           "donnant",
                                           "avoir",
                                           "apres",
                                           "est",
                                           "sont",
                                           "ont",
                                           "avait",
                                           "avaient",
                                           "etait",
                                           "etaient",
                                           "pour",
                                           "dans",
                                           "avec",
                                           "sur",
                                           "qui",
                                           "que",
                                           "par",
                                           "aux",
                                           "une",
                                           "cette",
                                           "ainsi",
                                           "signature",
                                           "cachet",
                                           "annexe",
                                           "budget",
                                           "date",
                                           "affichage",
                                           "publication",
                                           "ayant",
                                           "sous",
                                           "presidence",
                                           "et",
                                           "ou",
                                           "au",
                                           "non",
                                           "tous",
                                           "toutes",
                                           "election",
                                           "designation",
                                           "approbation",
                                           "lecture",
                                           "neant",
                                           "aucun",
                                           "aucune",
                                           "monsieur",
                                           "madame",
                                           "messieurs",
                                           "mesdames",
                                           "delegation",
                                           "groupe",
                                           "liberte",
                                           "egalite",
                                           "fraternite",
                                           "tribunal",
                                           "administratif",
                                           "euros",
                                           "eur",
                                           NULL};

static const char *const doubtful[] = {
    "bureau",   "region",    "vu",        "syndicat", "comite", "etat",     "canton",  "finances",
    "travaux",  "urbanisme", "personnel", "fait",     "siege",  "college",  "place",   "page",
    "ville",    "ordre",     "jour",      "liste",    "vote",   "communal", "general", "generale",
    "regional", "syndical",  "service",   "services", NULL};

static bool listed(const char *const list[], const char *key)
{
    for (size_t i = 0; list[i]; i++) {
        if (list[i][0] == key[0] && strcmp(list[i], key) == 0)
            return true;
    }
    return false;
}

bool word_is_article(const char *key)
{
    return listed(articles, key);
}

bool word_is_role(const char *key)
{
    if (g_str_has_prefix(key, "l'"))
        key += 2;
    if (listed(roles, key))
        return true;
    /* « sénateur-maire », « vice-président-délégué » */
    const char *hyphen = strchr(key, '-');
    if (!hyphen)
        return false;
    g_autofree char *first = g_strndup(key, hyphen - key);
    return listed(roles, first) && word_is_role(hyphen + 1);
}

bool word_is_status(const char *key)
{
    return listed(statuses, key);
}

bool word_is_institution(const char *key)
{
    return listed(institutions, key);
}

bool word_is_doubtful(const char *key)
{
    return listed(doubtful, key);
}

bool word_is_ordinal(const char *key)
{
    static const char *const words[] = {
        "premier",   "premiere", "deuxieme", "second",   "seconde",  "troisieme", "quatrieme",
        "cinquieme", "sixieme",  "septieme", "huitieme", "neuvieme", "dixieme",   NULL};
    static const char *const endings[] = {"er", "ere", "e", "eme", "nd", "nde", "re", "ieme", NULL};
    const char *p = key;
    while (g_ascii_isdigit(*p))
        p++;
    return p > key && p - key <= 2 ? listed(endings, p) : listed(words, key);
}

const Civility *civility_find(const char *printed, const char *key)
{
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
    g_autofree char *folded = text_fold(printed);
    g_autofree char *lower = g_ascii_strdown(folded, -1);
    char *start = lower;
    while (*start && strchr(",;:.*'\"-_ ", *start))
        start++;
    size_t length = strlen(start);
    while (length > 0 && strchr(",;:.*'\"-_ ", start[length - 1]))
        length--;
    return g_strndup(start, length);
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

static Letters count_letters(const char *printed)
{
    Letters n = {0};
    gunichar before = 0;
    for (const char *p = printed; *p; p = g_utf8_next_char(p)) {
        gunichar c = g_utf8_get_char(p);
        if (g_unichar_isupper(c) || g_unichar_istitle(c)) {
            n.upper++;
            n.initial |= p == printed || (is_apostrophe(before) && n.upper == 1 && n.lower <= 1);
        } else if (g_unichar_isalpha(c)) {
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
        if (!g_str_has_prefix(printed, prefixes[i]))
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
    if (listed(particles, key))
        return NAME_TOKEN_PARTICLE;
    if (!n.initial)
        return NAME_TOKEN_BAD;
    if (n.lower == 0 || is_prefixed_capitals(printed))
        return NAME_TOKEN_CAPITALS;
    if (n.upper >= 3 && n.lower == n.stray && n.upper >= 2 * n.lower)
        return NAME_TOKEN_CAPITALS;
    return NAME_TOKEN_MIXED;
}

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

/* In the order of strcmp: it is searched by halves. */
static const struct Sense {
    const char *word;
    unsigned senses;
} table[] = {
    {"abou", WORD_PARTICLE},
    {"absent", WORD_STATUS},
    {"absente", WORD_STATUS},
    {"absentes", WORD_STATUS},
    {"absents", WORD_STATUS},
    {"abstention", WORD_INSTITUTION},
    {"abstentions", WORD_INSTITUTION},
    {"abu", WORD_PARTICLE},
    {"adj", WORD_ROLE},
    {"adjoint", WORD_ROLE},
    {"adjointe", WORD_ROLE},
    {"adjointes", WORD_ROLE},
    {"adjoints", WORD_ROLE},
    {"administratif", WORD_INSTITUTION},
    {"adopte", WORD_INSTITUTION},
    {"adoptee", WORD_INSTITUTION},
    {"af", WORD_PARTICLE},
    {"affichage", WORD_INSTITUTION},
    {"agglomeration", WORD_INSTITUTION},
    {"ainsi", WORD_INSTITUTION},
    {"ait", WORD_PARTICLE},
    {"al", WORD_PARTICLE},
    {"annexe", WORD_INSTITUTION},
    {"approbation", WORD_INSTITUTION},
    {"approuve", WORD_INSTITUTION},
    {"apres", WORD_INSTITUTION},
    {"arrive", WORD_STATUS},
    {"arrivee", WORD_STATUS},
    {"arrondissement", WORD_INSTITUTION},
    {"article", WORD_INSTITUTION},
    {"assemblee", WORD_INSTITUTION},
    {"au", WORD_INSTITUTION},
    {"aucun", WORD_INSTITUTION},
    {"aucune", WORD_INSTITUTION},
    {"aux", WORD_INSTITUTION},
    {"avaient", WORD_INSTITUTION},
    {"avait", WORD_INSTITUTION},
    {"avec", WORD_INSTITUTION},
    {"avoir", WORD_INSTITUTION},
    {"ayant", WORD_INSTITUTION},
    {"ben", WORD_PARTICLE},
    {"bin", WORD_PARTICLE},
    {"budget", WORD_INSTITUTION},
    {"bureau", WORD_DOUBTFUL},
    {"cachet", WORD_INSTITUTION},
    {"canton", WORD_DOUBTFUL},
    {"cette", WORD_INSTITUTION},
    {"cinquieme", WORD_ORDINAL},
    {"co-president", WORD_ROLE},
    {"co-presidente", WORD_ROLE},
    {"college", WORD_DOUBTFUL},
    {"comite", WORD_DOUBTFUL},
    {"commissaire", WORD_ROLE},
    {"commission", WORD_INSTITUTION},
    {"communal", WORD_DOUBTFUL},
    {"communale", WORD_INSTITUTION},
    {"communautaire", WORD_INSTITUTION},
    {"communautaires", WORD_INSTITUTION},
    {"communaute", WORD_INSTITUTION},
    {"communaux", WORD_INSTITUTION},
    {"commune", WORD_INSTITUTION},
    {"communes", WORD_INSTITUTION},
    {"compte-rendu", WORD_INSTITUTION},
    {"conseil", WORD_INSTITUTION},
    {"conseiller", WORD_ROLE},
    {"conseillere", WORD_ROLE},
    {"conseilleres", WORD_ROLE},
    {"conseillers", WORD_ROLE},
    {"considerant", WORD_INSTITUTION},
    {"contre", WORD_INSTITUTION},
    {"convocation", WORD_INSTITUTION},
    {"d", WORD_PARTICLE},
    {"da", WORD_PARTICLE},
    {"dal", WORD_PARTICLE},
    {"dans", WORD_INSTITUTION},
    {"das", WORD_PARTICLE},
    {"date", WORD_INSTITUTION},
    {"de", WORD_PARTICLE},
    {"decede", WORD_STATUS},
    {"decedee", WORD_STATUS},
    {"decide", WORD_INSTITUTION},
    {"del", WORD_PARTICLE},
    {"delegation", WORD_INSTITUTION},
    {"delegue", WORD_ROLE},
    {"deleguee", WORD_ROLE},
    {"delegues", WORD_ROLE},
    {"deliberation", WORD_INSTITUTION},
    {"deliberations", WORD_INSTITUTION},
    {"delibere", WORD_INSTITUTION},
    {"della", WORD_PARTICLE},
    {"demissionnaire", WORD_STATUS},
    {"den", WORD_PARTICLE},
    {"departement", WORD_INSTITUTION},
    {"departemental", WORD_INSTITUTION},
    {"departementale", WORD_INSTITUTION},
    {"depute", WORD_ROLE},
    {"deputee", WORD_ROLE},
    {"der", WORD_PARTICLE},
    {"des", WORD_PARTICLE},
    {"designation", WORD_INSTITUTION},
    {"deuxieme", WORD_ORDINAL},
    {"dga", WORD_ROLE},
    {"dgs", WORD_ROLE},
    {"di", WORD_PARTICLE},
    {"directeur", WORD_ROLE},
    {"directrice", WORD_ROLE},
    {"dixieme", WORD_ORDINAL},
    {"do", WORD_PARTICLE},
    {"donnant", WORD_INSTITUTION},
    {"donne", WORD_INSTITUTION},
    {"dos", WORD_PARTICLE},
    {"doyen", WORD_ROLE},
    {"doyenne", WORD_ROLE},
    {"du", WORD_PARTICLE},
    {"e", WORD_PARTICLE},
    {"echevin", WORD_ROLE},
    {"egalite", WORD_INSTITUTION},
    {"el", WORD_PARTICLE},
    {"election", WORD_INSTITUTION},
    {"elu", WORD_ROLE},
    {"elue", WORD_ROLE},
    {"ep", WORD_PARTICLE},
    {"epouse", WORD_PARTICLE},
    {"est", WORD_INSTITUTION},
    {"et", WORD_INSTITUTION},
    {"etaient", WORD_INSTITUTION},
    {"etait", WORD_INSTITUTION},
    {"etat", WORD_DOUBTFUL},
    {"eur", WORD_INSTITUTION},
    {"euros", WORD_INSTITUTION},
    {"excuse", WORD_STATUS},
    {"excusee", WORD_STATUS},
    {"excusees", WORD_STATUS},
    {"excuses", WORD_STATUS},
    {"exercice", WORD_INSTITUTION},
    {"extrait", WORD_INSTITUTION},
    {"fait", WORD_DOUBTFUL},
    {"finances", WORD_DOUBTFUL},
    {"francaise", WORD_INSTITUTION},
    {"fraternite", WORD_INSTITUTION},
    {"general", WORD_DOUBTFUL},
    {"generale", WORD_INSTITUTION | WORD_DOUBTFUL},
    {"groupe", WORD_INSTITUTION},
    {"huitieme", WORD_ORDINAL},
    {"ibn", WORD_PARTICLE},
    {"jour", WORD_DOUBTFUL},
    {"l", WORD_ARTICLE | WORD_PARTICLE},
    {"la", WORD_ARTICLE | WORD_PARTICLE},
    {"le", WORD_ARTICLE | WORD_PARTICLE},
    {"lecture", WORD_INSTITUTION},
    {"les", WORD_ARTICLE | WORD_PARTICLE},
    {"liberte", WORD_INSTITUTION},
    {"liste", WORD_DOUBTFUL},
    {"madame", WORD_INSTITUTION},
    {"maire", WORD_ROLE},
    {"maire-adjoint", WORD_ROLE},
    {"maire-adjointe", WORD_ROLE},
    {"maires", WORD_ROLE},
    {"mairie", WORD_INSTITUTION},
    {"majorite", WORD_INSTITUTION},
    {"membres", WORD_INSTITUTION},
    {"mesdames", WORD_INSTITUTION},
    {"messieurs", WORD_INSTITUTION},
    {"metropole", WORD_INSTITUTION},
    {"metropolitain", WORD_INSTITUTION},
    {"metropolitaine", WORD_INSTITUTION},
    {"ministre", WORD_ROLE},
    {"monsieur", WORD_INSTITUTION},
    {"municipal", WORD_INSTITUTION},
    {"municipale", WORD_INSTITUTION},
    {"municipales", WORD_INSTITUTION},
    {"municipaux", WORD_INSTITUTION},
    {"ne", WORD_PARTICLE},
    {"neant", WORD_INSTITUTION},
    {"nee", WORD_PARTICLE},
    {"neuvieme", WORD_ORDINAL},
    {"nombre", WORD_INSTITUTION},
    {"non", WORD_INSTITUTION},
    {"nppv", WORD_STATUS},
    {"objet", WORD_INSTITUTION},
    {"ont", WORD_INSTITUTION},
    {"ordre", WORD_DOUBTFUL},
    {"ou", WORD_INSTITUTION},
    {"ould", WORD_PARTICLE},
    {"page", WORD_DOUBTFUL},
    {"par", WORD_INSTITUTION},
    {"personnel", WORD_DOUBTFUL},
    {"place", WORD_DOUBTFUL},
    {"pour", WORD_INSTITUTION},
    {"pouvoir", WORD_STATUS},
    {"pouvoirs", WORD_STATUS},
    {"prefecture", WORD_INSTITUTION},
    {"prefet", WORD_ROLE},
    {"prefete", WORD_ROLE},
    {"premier", WORD_ORDINAL},
    {"premier-adjoint", WORD_ROLE},
    {"premiere", WORD_ORDINAL},
    {"premiere-adjointe", WORD_ROLE},
    {"present", WORD_STATUS},
    {"presente", WORD_STATUS},
    {"presentes", WORD_STATUS},
    {"presents", WORD_STATUS},
    {"presidence", WORD_INSTITUTION},
    {"president", WORD_ROLE},
    {"president-delegue", WORD_ROLE},
    {"presidente", WORD_ROLE},
    {"proces-verbal", WORD_INSTITUTION},
    {"procuration", WORD_STATUS},
    {"procurations", WORD_STATUS},
    {"publication", WORD_INSTITUTION},
    {"quatrieme", WORD_ORDINAL},
    {"que", WORD_INSTITUTION},
    {"questeur", WORD_ROLE},
    {"qui", WORD_INSTITUTION},
    {"quorum", WORD_INSTITUTION},
    {"rapporteur", WORD_ROLE},
    {"rapporteure", WORD_ROLE},
    {"rapporteurs", WORD_ROLE},
    {"rapporteuse", WORD_ROLE},
    {"receveur", WORD_ROLE},
    {"region", WORD_DOUBTFUL},
    {"regional", WORD_DOUBTFUL},
    {"regionale", WORD_INSTITUTION},
    {"registre", WORD_INSTITUTION},
    {"represente", WORD_STATUS},
    {"representee", WORD_STATUS},
    {"representees", WORD_STATUS},
    {"representes", WORD_STATUS},
    {"republique", WORD_INSTITUTION},
    {"saint", WORD_PARTICLE},
    {"sainte", WORD_PARTICLE},
    {"san", WORD_PARTICLE},
    {"santa", WORD_PARTICLE},
    {"seance", WORD_INSTITUTION},
    {"second", WORD_ORDINAL},
    {"seconde", WORD_ORDINAL},
    {"secretaire", WORD_ROLE},
    {"senateur", WORD_ROLE},
    {"senatrice", WORD_ROLE},
    {"septieme", WORD_ORDINAL},
    {"service", WORD_DOUBTFUL},
    {"services", WORD_DOUBTFUL},
    {"siege", WORD_DOUBTFUL},
    {"signature", WORD_INSTITUTION},
    {"sixieme", WORD_ORDINAL},
    {"sont", WORD_INSTITUTION},
    {"sorti", WORD_STATUS},
    {"sortie", WORD_STATUS},
    {"sous", WORD_INSTITUTION},
    {"sous-prefecture", WORD_INSTITUTION},
    {"sous-prefet", WORD_ROLE},
    {"st", WORD_PARTICLE},
    {"ste", WORD_PARTICLE},
    {"suppleant", WORD_ROLE},
    {"suppleante", WORD_ROLE},
    {"sur", WORD_INSTITUTION},
    {"syndical", WORD_DOUBTFUL},
    {"syndicale", WORD_INSTITUTION},
    {"syndicat", WORD_DOUBTFUL},
    {"ten", WORD_PARTICLE},
    {"ter", WORD_PARTICLE},
    {"titulaire", WORD_ROLE},
    {"tous", WORD_INSTITUTION},
    {"toutes", WORD_INSTITUTION},
    {"travaux", WORD_DOUBTFUL},
    {"tresorier", WORD_ROLE},
    {"tresoriere", WORD_ROLE},
    {"tribunal", WORD_INSTITUTION},
    {"troisieme", WORD_ORDINAL},
    {"unanimite", WORD_INSTITUTION},
    {"une", WORD_INSTITUTION},
    {"urbanisme", WORD_DOUBTFUL},
    {"van", WORD_PARTICLE},
    {"vanden", WORD_PARTICLE},
    {"veuve", WORD_PARTICLE},
    {"vice-president", WORD_ROLE},
    {"vice-presidente", WORD_ROLE},
    {"vice-presidentes", WORD_ROLE},
    {"vice-presidents", WORD_ROLE},
    {"ville", WORD_DOUBTFUL},
    {"von", WORD_PARTICLE},
    {"votants", WORD_INSTITUTION},
    {"vote", WORD_DOUBTFUL},
    {"votes", WORD_INSTITUTION},
    {"vu", WORD_DOUBTFUL},
    {"vve", WORD_PARTICLE},
    {"y", WORD_PARTICLE},
    {"zu", WORD_PARTICLE},
};

bool words_are_in_order(void)
{
    for (size_t i = 1; i < G_N_ELEMENTS(table); i++)
        if (strcmp(table[i - 1].word, table[i].word) >= 0)
            return false;
    return true;
}

static unsigned listed(const char *key)
{
    size_t from = 0, to = G_N_ELEMENTS(table);
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        int order = strcmp(key, table[middle].word);
        if (order == 0)
            return table[middle].senses;
        if (order > 0)
            from = middle + 1;
        else
            to = middle;
    }
    return 0;
}

/* « l'adjoint », « sénateur-maire » */
static bool is_joined_role(const char *key)
{
    if (g_str_has_prefix(key, "l'"))
        key += 2;
    if (listed(key) & WORD_ROLE)
        return true;
    const char *hyphen = strchr(key, '-');
    if (!hyphen)
        return false;
    g_autofree char *first = g_strndup(key, (size_t)(hyphen - key));
    return listed(first) & WORD_ROLE && is_joined_role(hyphen + 1);
}

/* « 1er », « 2eme » */
static bool is_short_ordinal(const char *key)
{
    static const char *const endings[] = {"er", "ere", "e", "eme", "nd", "nde", "re", "ieme"};
    size_t digits = strspn(key, "0123456789");
    for (size_t i = 0; i < G_N_ELEMENTS(endings) && digits >= 1 && digits <= 2; i++)
        if (strcmp(key + digits, endings[i]) == 0)
            return true;
    return false;
}

unsigned word_senses(const char *key)
{
    unsigned senses = listed(key);
    if (strpbrk(key, "-'") && is_joined_role(key))
        senses |= WORD_ROLE;
    if (g_ascii_isdigit(*key) && is_short_ordinal(key))
        senses |= WORD_ORDINAL;
    return senses;
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

NameTokenClass name_token_class(const char *printed, unsigned senses)
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
    if (senses & WORD_PARTICLE)
        return NAME_TOKEN_PARTICLE;
    if (!n.initial)
        return NAME_TOKEN_BAD;
    if (n.lower == 0 || is_prefixed_capitals(printed))
        return NAME_TOKEN_CAPITALS;
    if (n.upper >= 3 && n.lower == n.stray && n.upper >= 2 * n.lower)
        return NAME_TOKEN_CAPITALS;
    return NAME_TOKEN_MIXED;
}

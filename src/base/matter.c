#include "matter.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

enum { CLASSES = 9, WITHIN_MAX = 10 };

/* Labels of the ministry's RetourClassification, with the accents it leaves out. */
static const struct {
    const char *label;
    const char *within[WITHIN_MAX];
} classes[CLASSES] = {
    {"Commande publique",
     {"Marchés publics", "Délégation de service public", "Conventions de mandat",
      "Autres types de contrats", "Transactions / protocole d'accord transactionnel",
      "Actes relatifs à la maîtrise d'œuvre", "Actes spéciaux et divers"}},
    {"Urbanisme",
     {"Documents d'urbanisme", "Actes relatifs au droit d'occupation ou d'utilisation des sols",
      "Droit de préemption urbain"}},
    {"Domaine et patrimoine",
     {"Acquisitions", "Aliénations", "Locations", "Limites territoriales",
      "Autres actes de gestion du domaine public", "Autres actes de gestion du domaine privé"}},
    {"Fonction publique",
     {"Personnel titulaires et stagiaires de la F.P.T.", "Personnel contractuel",
      "Fonction publique hospitalière", "Autres catégories de personnels", "Régime indemnitaire"}},
    {"Institutions et vie politique",
     {"Élection exécutif", "Fonctionnement des assemblées", "Désignation de représentants",
      "Délégation de fonctions", "Délégation de signature", "Exercice des mandats locaux",
      "Intercommunalité", "Décision d'ester en justice"}},
    {"Libertés publiques et pouvoirs de police",
     {"Police municipale", "Pouvoirs du président du conseil général",
      "Pouvoirs du président du conseil régional", "Autres actes réglementaires",
      "Actes pris au nom de l'État et soumis au contrôle hiérarchique"}},
    {"Finances locales",
     {"Décisions budgétaires", "Fiscalité", "Emprunts", "Interventions économiques", "Subventions",
      "Contributions budgétaires", "Avances", "Fonds de concours",
      "Prise de participation (SEM, etc.)", "Divers"}},
    {"Domaines de compétences par thèmes",
     {"Enseignement", "Aide sociale", "Voirie", "Aménagement du territoire",
      "Politique de la ville – habitat – logement", "Emploi – formation professionnelle",
      "Transports", "Environnement", "Culture"}},
    {"Autres domaines de compétences",
     {"Autres domaines de compétences des communes",
      "Autres domaines de compétences des départements",
      "Autres domaines de compétences des régions", "Vœux et motions"}},
};

/* The places of « 7.10 » in the table: 6 and 9. */
static bool find(const char *code, int *first, int *second)
{
    char *end;
    if (!code || code[0] < '1' || code[0] > '9' || code[1] != '.' || !g_ascii_isdigit(code[2]) ||
        code[2] == '0')
        return false;
    guint64 within = g_ascii_strtoull(code + 2, &end, 10);
    if (*end || within < 1 || within > WITHIN_MAX || !classes[code[0] - '1'].within[within - 1])
        return false;
    *first = code[0] - '1';
    *second = (int)within - 1;
    return true;
}

const char *matter_label(const char *code)
{
    int first, second;
    return find(code, &first, &second) ? classes[first].within[second] : NULL;
}

const char *matter_class(const char *code)
{
    int first, second;
    return find(code, &first, &second) ? classes[first].label : NULL;
}

/* Small letters; what SCDL does not want in a name is left out. */
static void append_plain(GString *out, const char *label)
{
    g_autofree char *small = g_utf8_strdown(label, -1);
    const char *left_out = "(),/";
    bool space = false, any = false;
    for (const char *p = small; *p; p++) {
        if (*p == ' ' || strchr(left_out, *p)) {
            space = any;
            continue;
        }
        if (space)
            g_string_append_c(out, ' ');
        space = false;
        any = true;
        g_string_append_c(out, *p);
    }
}

char *matter_scdl_name(const char *code)
{
    int first, second;
    if (!find(code, &first, &second))
        return NULL;
    GString *out = g_string_new(NULL);
    append_plain(out, classes[first].label);
    g_string_append_c(out, '/');
    append_plain(out, classes[first].within[second]);
    return g_string_free(out, false);
}

/* Many: random acts for benchmarks, as truths that take the same way as the golden cases. */
#include "case.h"
#include "words.h"

#include <string.h>

static const char *const men[] = {"Yann",    "Benoît", "Jean-Marc",       "Étienne",  "Loïc",
                                  "Rachid",  "Noël",   "François-Xavier", "Aurélien", "Gérard",
                                  "Hugo",    "Mathéo", "Serge",           "Kévin",    "Bruno",
                                  "Thierry", "Pascal", "Ismaël"};
static const char *const women[] = {"Maëlle", "Françoise",    "Anne-Lise", "Zoé",     "Hélène",
                                    "Fatou",  "Marie-Noëlle", "Édith",     "Camille", "Inès",
                                    "Solène", "Brigitte",     "Chloé",     "Anaïs",   "Monique",
                                    "Joëlle", "Ghislaine",    "Yasmina"};
static const char *const heads[] = {"BEL", "CHAMP", "FONT", "GRAND", "LA",  "MONT",
                                    "PRE", "ROCHE", "SAL",  "TER",   "VAL", "VER",
                                    "DU",  "BAR",   "CAS",  "MAR",   "LOR"};
static const char *const middles[] = {"", "", "AN", "ER", "I", "OU", "ET", "AL"};
static const char *const tails[] = {"DIER",  "NOT",  "GEAU", "RAC",  "VIN",  "TEL",   "BERT",
                                    "SSEAU", "CHON", "ZET",  "MIER", "GUET", "LLARD", "FFRE"};
static const char *const particles[] = {"", "", "", "", "", "DE ", "LE ", "DU ", "VAN ", "DA "};
static const char *const places[] = {"Valmorin",
                                     "Brézac",
                                     "Sainte-Colombe-des-Prés",
                                     "Orsigny",
                                     "Lormes-la-Vieille",
                                     "Trévérec-sur-Mer",
                                     "Montaubry",
                                     "Échirac"};
static const char *const clubs[] = {"Les Amis du Lavoir", "Union Sportive des Deux Rives",
                                    "Fanfare municipale", "Atelier des Mots", "Comité des Fêtes"};
static const char *const recitals[] = {
    "Monsieur le Maire rappelle que ce dossier a été présenté à la commission compétente, qui a "
    "rendu "
    "un avis favorable lors de sa dernière réunion. Il indique que le projet répond à un besoin "
    "exprimé depuis plusieurs années par les habitants et par les services.",
    "L'assemblée est informée de l'avancement des études. Le calendrier prévisionnel a été "
    "transmis "
    "à l'ensemble des élus avec la note de synthèse, ainsi que le plan de situation des terrains.",
    "Il est précisé que les crédits nécessaires sont inscrits au budget et que les démarches "
    "auprès "
    "des partenaires seront engagées dès que la présente délibération sera exécutoire."};

#define PICK(rand, array) array[g_rand_int_range(rand, 0, (gint32)G_N_ELEMENTS(array))]

static json_t *people(GRand *rand, int count)
{
    json_t *all = json_object();
    g_autoptr(GHashTable) taken = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (int i = 0; i < count; i++) {
        bool woman = g_rand_boolean(rand);
        g_autofree char *key = g_strdup_printf("p%d", i);
        char *name = NULL;
        do {
            g_free(name);
            name = g_strconcat(woman ? "Mme " : "M. ", woman ? PICK(rand, women) : PICK(rand, men),
                               " / ", PICK(rand, particles), PICK(rand, heads), PICK(rand, middles),
                               PICK(rand, tails), NULL);
        } while (g_hash_table_contains(taken, name));
        json_object_set_new(all, key, json_string(name));
        g_hash_table_add(taken, name);
    }
    return all;
}

static char *keys(int from, int to)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (int i = from; i < to; i++)
        g_string_append_printf(out, "p%d ", i);
    return g_string_free(g_steal_pointer(&out), false);
}

static char *siren_of_commune(GRand *rand)
{
    g_autofree char *stem = g_strdup_printf("21%02d0%03d", g_rand_int_range(rand, 30, 90),
                                            g_rand_int_range(rand, 900, 999));
    for (int key = 0; key < 10; key++) {
        g_autofree char *siren = g_strdup_printf("%s%d", stem, key);
        if (words_luhn(siren))
            return g_steal_pointer(&siren);
    }
    g_assert_not_reached();
}

/* « 12 500,00 € » */
static char *euros(int amount)
{
    return amount >= 1000 ? g_strdup_printf("%d %03d,00 €", amount / 1000, amount % 1000)
                          : g_strdup_printf("%d,00 €", amount);
}

/* The blocks between the title and the decision. */
static void add_attendance(json_t *layout, GRand *rand, int proxies)
{
    static const char *const forms[] = {"comma", "semicolon", "lines", "grid", "et"};
    static const char *const given[] = {"{giver} donne pouvoir à {holder}",
                                        "{giver} a donné procuration à {holder}",
                                        "{giver} représenté par {holder}", "{giver} à {holder}"};
    const char *order = g_rand_boolean(rand) ? "given" : "family", *form = PICK(rand, forms);
    const char *civility = g_rand_boolean(rand) ? "short" : "none";
    json_array_append_new(layout,
                          json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:i}", "b", "names", "of",
                                    "present", "form", form, "order", order, "civility", civility,
                                    "lead", "<b>Étaient présents :</b> ", "columns", 3));
    if (proxies)
        json_array_append_new(layout,
                              json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "b", "proxies", "form",
                                        "lines", "order", order, "civility", civility, "lead",
                                        "<b>Pouvoirs :</b>", "t", PICK(rand, given)));
    json_array_append_new(layout, json_pack("{s:s, s:s, s:s, s:s, s:s}", "b", "names", "of",
                                            "excused", "order", order, "civility", civility, "lead",
                                            "<b>Absents excusés :</b> "));
}

static json_t *layout_of(GRand *rand, int proxies)
{
    json_t *layout = json_pack(
        "[{s:s, s:s, s:b}, {s:s, s:s, s:b, s:i}, s, {s:s, s:s, s:i}, s, s, s, s]", "t",
        "COMMUNE DE {authority.upper}", "align", "center", "bold", 1, "t",
        "EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS DU CONSEIL MUNICIPAL", "align", "center", "bold", 1,
        "after", 14, "Séance du {date.day}", "t",
        "L'an {date.year}, le {date.daymonth} à {time.words}, le {body} de {authority}, légalement "
        "convoqué, s'est réuni en séance publique, sous la présidence de {president.long}, Maire.",
        "align", "justify", "after", 8, "Date de convocation : {convocation}",
        "Nombre de conseillers en exercice : {in_office}", "Nombre de présents : {present}",
        "Nombre de votants : {voting}");
    add_attendance(layout, rand, proxies);
    json_t *rest =
        json_pack("[s, {s:s, s:i}, {s:s, s:b, s:i}, {s:s, s:b, s:i}, {s:s, s:i, s:s}]",
                  "Secrétaire de séance : {secretary.short}", "b", "act", "i", 0, "t",
                  "Délibération n° {number}", "bold", 1, "before", 12, "t", "Objet : {subject}",
                  "bold", 1, "after", 10, "b", "visas", "after", 5, "last", ",");
    json_array_extend(layout, rest);
    json_decref(rest);
    int paragraphs = g_rand_int_range(rand, 2, 18);
    for (int i = 0; i < paragraphs; i++)
        json_array_append_new(layout, json_pack("{s:s, s:s, s:i}", "t", PICK(rand, recitals),
                                                "align", "justify", "after", 6));
    rest = json_pack("[{s:s, s:i}, {s:s, s:s, s:i}, {s:s, s:s, s:i}]", "t",
                     "Le Conseil municipal, après en avoir délibéré, à l'unanimité :", "before", 8,
                     "b", "decisions", "form", g_rand_boolean(rand) ? "dash" : "article", "indent",
                     14, "t", "Pour extrait conforme,\nLe Maire,\n{president}", "align", "right",
                     "before", 18);
    json_array_extend(layout, rest);
    json_decref(rest);
    return layout;
}

static json_t *act_of(GRand *rand, const char *date, const char *siren, int index)
{
    int amount = g_rand_int_range(rand, 2, 400) * 125;
    g_autofree char *money = euros(amount),
                    *number = g_strdup_printf("%.4s-%03d", date, index % 999 + 1);
    g_autofree char *club = g_strdup(PICK(rand, clubs)), *day = words_date(date, "digits");
    json_t *act = json_pack("{s:s, s:{s:s, s:b}, s:[s, s]}", "number", number, "vote", "outcome",
                            "adopted", "unanimous", 1, "references",
                            "Vu le code général des collectivités territoriales",
                            "Vu l'avis de la commission des finances");
    json_object_set_new(act, "subject",
                        json_sprintf("Attribution d'une subvention à l'association %s", club));
    json_object_set_new(
        act, "decisions",
        json_pack("[o, s]",
                  json_sprintf("ATTRIBUE une subvention de %s à l'association %s", money, club),
                  "AUTORISE le maire à signer tout document utile à cette affaire"));
    json_object_set_new(act, "amounts",
                        json_pack("[[s, i, s, s]]", money, amount * 100, "operative", "grant"));
    json_object_set_new(
        act, "grants",
        json_pack("[{s:s+, s:i}]", "beneficiary", "association ", club, "cents", amount * 100));
    json_object_set_new(act, "transmission",
                        json_pack("{s:o, s:s, s:s}", "id",
                                  json_sprintf("0%.2s-%s-%s-%s-DE", siren + 2, siren, day, number),
                                  "sent", date, "received", date));
    return act;
}

static json_t *style_of(GRand *rand)
{
    static const char *const fonts[] = {"Liberation Serif", "Liberation Sans", "DejaVu Sans"};
    return json_pack("{s:s, s:f, s:s, s:{s:i, s:i, s:i, s:[s, s, s, s]}}", "font",
                     PICK(rand, fonts), "size", g_rand_int_range(rand, 19, 23) / 2.0, "footer",
                     "- {page} -", "stamp", "x", 380, "y", 18, "width", 195, "lines",
                     "Envoyé en préfecture le {sent.slash}",
                     "Reçu en préfecture le {received.slash}", "Publié le", "ID : {transmission}");
}

json_t *many_truth(guint32 seed, int index)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed_array((guint32[]){seed, (guint32)index}, 2);
    int present = g_rand_int_range(rand, 8, 40), proxies = g_rand_int_range(rand, 0, 4);
    int excused = g_rand_int_range(rand, 1, 4), all = present + proxies + excused;
    g_autofree char *in = keys(0, present), *out = keys(present + proxies, all);
    g_autofree char *siren = siren_of_commune(rand);
    g_autofree char *date =
        g_strdup_printf("20%02d-%02d-%02d", g_rand_int_range(rand, 12, 25),
                        g_rand_int_range(rand, 1, 13), g_rand_int_range(rand, 10, 29));
    g_autofree char *convocation = g_strdup_printf("%.8s%02d", date, atoi(date + 8) - 8);
    json_t *pairs = json_array();
    for (int i = 0; i < proxies; i++)
        json_array_append_new(pairs, json_pack("[o, o]", json_sprintf("p%d", present + i),
                                               json_sprintf("p%d", i + 1)));
    json_t *record =
        json_pack("{s:s, s:{s:s, s:s, s:s}, s:{s:s, s:s, s:s, s:s, s:{s:i, s:i, s:i}}, s:[o]}",
                  "kind", "deliberation", "authority", "name", PICK(rand, places), "siren", siren,
                  "type", "commune", "session", "body", "Conseil municipal", "date", date, "time",
                  g_rand_boolean(rand) ? "20:30" : "18:00", "convocation_date", convocation,
                  "counts", "in_office", all, "present", present, "voting", present + proxies,
                  "acts", act_of(rand, date, siren, index));
    json_t *crowd = people(rand, all), *style = style_of(rand), *layout = layout_of(rand, proxies);
    return json_pack("{s:s, s:{s:s}, s:o, s:{s:s, s:s, s:s, s:s, s:o}, s:o, s:o, s:o}", "origin",
                     "Synthetic.", "output", "kind", "pdf", "people", crowd, "lists", "president",
                     "p0", "secretaries", "p1", "present", in, "excused", out, "proxies", pairs,
                     "record", record, "style", style, "layout", layout);
}

/* Names: what is read, how it is split, who is refused, and who can be the same person. */
#include "../../src/base/person.h"
#include "../../src/base/person_words.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define GIVEN NAME_ORDER_GIVEN_FIRST
#define FAMILY NAME_ORDER_FAMILY_FIRST
#define UNKNOWN NAME_ORDER_UNKNOWN

/* ---- Reading ------------------------------------------------------------------------------- */

static const struct {
    const char *printed;
    const char *name, *given, *family, *civility, *role;
    NameOrder order;
} names[] = {
    /* order and civility */
    {"M. Gilles ARTOIS", "Gilles ARTOIS", "Gilles", "ARTOIS", "M.", NULL, UNKNOWN},
    {"ARTOIS Gilles", "ARTOIS Gilles", "Gilles", "ARTOIS", NULL, NULL, UNKNOWN},
    {"Monsieur ARTOIS Gilles", "ARTOIS Gilles", "Gilles", "ARTOIS", "M.", NULL, UNKNOWN},
    {"Mr Gilles ARTOIS", "Gilles ARTOIS", "Gilles", "ARTOIS", "M.", NULL, UNKNOWN},
    {"M Gilles ARTOIS", "Gilles ARTOIS", "Gilles", "ARTOIS", "M.", NULL, UNKNOWN},
    {"M.ARTOIS", "ARTOIS", NULL, "ARTOIS", "M.", NULL, UNKNOWN},
    {"MADAME Anne ARTOIS", "Anne ARTOIS", "Anne", "ARTOIS", "Mme", NULL, UNKNOWN},
    {"Mmc Anne ARTOIS", "Anne ARTOIS", "Anne", "ARTOIS", "Mme", NULL, UNKNOWN},
    {"Mlle Anne ARTOIS", "Anne ARTOIS", "Anne", "ARTOIS", "Mlle", NULL, UNKNOWN},
    {"Maître LORIOT", "LORIOT", NULL, "LORIOT", "Me", NULL, UNKNOWN},
    {"Me LORIOT", "LORIOT", NULL, "LORIOT", "Me", NULL, UNKNOWN},
    {"Docteur LORIOT", "LORIOT", NULL, "LORIOT", "Dr", NULL, UNKNOWN},
    {"MAITRE Jean", "MAITRE Jean", "Jean", "MAITRE", NULL, NULL, UNKNOWN},
    {"M. KASPER", "KASPER", NULL, "KASPER", "M.", NULL, UNKNOWN},
    {"Lorine", "Lorine", NULL, "Lorine", NULL, NULL, UNKNOWN},
    /* initials */
    {"E. BAHIR", "E. BAHIR", "E.", "BAHIR", NULL, NULL, UNKNOWN},
    {"M.A. MANOIR", "M.A. MANOIR", "M.A.", "MANOIR", NULL, NULL, UNKNOWN},
    {"J.-P. DUROC", "J.-P. DUROC", "J.-P.", "DUROC", NULL, NULL, UNKNOWN},
    {"SALOMÉ ML.", "SALOMÉ ML.", "ML.", "SALOMÉ", NULL, NULL, UNKNOWN},
    {"MC MOUSSU", "MC MOUSSU", "MC", "MOUSSU", NULL, NULL, UNKNOWN},
    {"A FERRANT", "A FERRANT", "A", "FERRANT", NULL, NULL, UNKNOWN},
    {"BARRABEL.M", "BARRABEL M", "M", "BARRABEL", NULL, NULL, UNKNOWN},
    {"Ph. DUROC", "Ph. DUROC", "Ph.", "DUROC", NULL, NULL, UNKNOWN},
    /* particles, apostrophes, compounds */
    {"LE MEUR Vincent", "LE MEUR Vincent", "Vincent", "LE MEUR", NULL, NULL, UNKNOWN},
    {"M. de RAGUY Maxence", "de RAGUY Maxence", "Maxence", "de RAGUY", "M.", NULL, UNKNOWN},
    {"Jean-Luc DA SILVEIRA", "Jean-Luc DA SILVEIRA", "Jean-Luc", "DA SILVEIRA", NULL, NULL,
     UNKNOWN},
    {"Jean d’ORMOIS", "Jean d’ORMOIS", "Jean", "d’ORMOIS", NULL, NULL, UNKNOWN},
    {"VAN DEN BROUCK Luc", "VAN DEN BROUCK Luc", "Luc", "VAN DEN BROUCK", NULL, NULL, UNKNOWN},
    {"Charles de Gaune", "Charles de Gaune", "Charles", "de Gaune", NULL, NULL, UNKNOWN},
    {"Le Bahan", "Le Bahan", NULL, "Le Bahan", NULL, NULL, UNKNOWN},
    {"KERLAZ’H", "KERLAZ’H", NULL, "KERLAZ’H", NULL, NULL, UNKNOWN},
    {"Awa KERLAZ'’H", "Awa KERLAZ'H", "Awa", "KERLAZ'H", NULL, NULL, UNKNOWN},
    {"N'DOYE Awa", "N'DOYE Awa", "Awa", "N'DOYE", NULL, NULL, UNKNOWN},
    {"Marie-Thérèse SCALAN", "Marie-Thérèse SCALAN", "Marie-Thérèse", "SCALAN", NULL, NULL,
     UNKNOWN},
    {"McDOWELL Luc", "McDOWELL Luc", "Luc", "McDOWELL", NULL, NULL, UNKNOWN},
    {"LEFèVRE Anne", "LEFèVRE Anne", "Anne", "LEFèVRE", NULL, NULL, UNKNOWN},
    {"BRlQUET Anne", "BRlQUET Anne", "Anne", "BRlQUET", NULL, NULL, UNKNOWN},
    {"Anne PRÉVÔT épouse MARIN", "Anne PRÉVÔT épouse MARIN", "Anne", "PRÉVÔT épouse MARIN", NULL,
     NULL, UNKNOWN},
    {"Philippe ROUVRE – CORAGE", "Philippe ROUVRE – CORAGE", "Philippe", "ROUVRE – CORAGE", NULL,
     NULL, UNKNOWN},
    /* line ends and stray marks */
    {"Mme Christiane MICHAUT-\nFARIGOUL", "Christiane MICHAUT-FARIGOUL", "Christiane",
     "MICHAUT-FARIGOUL", "Mme", NULL, UNKNOWN},
    {"Mme Ramona GONZALO\nGRIL", "Ramona GONZALO GRIL", "Ramona", "GONZALO GRIL", "Mme", NULL,
     UNKNOWN},
    {"M. Michel VAN- PRAAT", "Michel VAN-PRAAT", "Michel", "VAN-PRAAT", "M.", NULL, UNKNOWN},
    {"M. Michel VAN -PRAAT", "Michel VAN-PRAAT", "Michel", "VAN-PRAAT", "M.", NULL, UNKNOWN},
    {"Mme Nathalie, COLINOT", "Nathalie COLINOT", "Nathalie", "COLINOT", "Mme", NULL, UNKNOWN},
    {"MarieLaure GRIMAL", "Marie-Laure GRIMAL", "Marie-Laure", "GRIMAL", NULL, NULL, UNKNOWN},
    {"Solange PévetRaccard", "Solange Pévet-Raccard", NULL, NULL, NULL, NULL, UNKNOWN},
    {"RoberteHAMEL", "Roberte HAMEL", "Roberte", "HAMEL", NULL, NULL, UNKNOWN},
    {"Ian MacDougall", "Ian MacDougall", NULL, NULL, NULL, NULL, UNKNOWN},
    {"Luc DeLucca", "Luc DeLucca", NULL, NULL, NULL, NULL, UNKNOWN},
    {"Rose PETIT Le", "Rose PETIT", "Rose", "PETIT", NULL, NULL, UNKNOWN},
    {"  M.   Jean  DUROC ,", "Jean DUROC", "Jean", "DUROC", "M.", NULL, UNKNOWN},
    {"• Jean DUROC *", "Jean DUROC", "Jean", "DUROC", NULL, NULL, UNKNOWN},
    {"12 - DUROC Jean", "DUROC Jean", "Jean", "DUROC", NULL, NULL, UNKNOWN},
    {"Rene\xcc\x81 DUROC", "René DUROC", "René", "DUROC", NULL, NULL, UNKNOWN},
    /* remarks and states */
    {"M. Jean DUROC (20h00)", "Jean DUROC", "Jean", "DUROC", "M.", NULL, UNKNOWN},
    {"M. Jean DUROC (pouvoir à", "Jean DUROC", "Jean", "DUROC", "M.", NULL, UNKNOWN},
    {"Bruno CHEVREUL - PROCURATION", "Bruno CHEVREUL", "Bruno", "CHEVREUL", NULL, NULL, UNKNOWN},
    {"Lucienne CARRON-ABSENTE", "Lucienne CARRON", "Lucienne", "CARRON", NULL, NULL, UNKNOWN},
    /* roles */
    {"Madame le Maire, Florence DEMAY", "Florence DEMAY", "Florence", "DEMAY", "Mme", "Maire",
     UNKNOWN},
    {"M. le Président, Antoine TRISTE", "Antoine TRISTE", "Antoine", "TRISTE", "M.", "Président",
     UNKNOWN},
    {"Monsieur Gurvan KERLAZ’H, maire", "Gurvan KERLAZ’H", "Gurvan", "KERLAZ’H", "M.", "maire",
     UNKNOWN},
    {"Mme DUROC 2ème adjointe", "DUROC", NULL, "DUROC", "Mme", "2ème adjointe", UNKNOWN},
    {"Monsieur le Maire Jean DUROC", "Jean DUROC", "Jean", "DUROC", "M.", "Maire", UNKNOWN},
    {"Le Maire : M. Jean DUROC", "Jean DUROC", "Jean", "DUROC", "M.", "Maire", UNKNOWN},
    {"Jean DUROC – Vice-Président", "Jean DUROC", "Jean", "DUROC", NULL, "Vice-Président", UNKNOWN},
    {"Bruno LE MAIRE", "Bruno LE MAIRE", "Bruno", "LE MAIRE", NULL, NULL, UNKNOWN},
    {"M. MAIRE DU BOS Jean", "MAIRE DU BOS Jean", "Jean", "MAIRE DU BOS", "M.", NULL, UNKNOWN},
    {"PETIT E. -.", "PETIT E.", "E.", "PETIT", NULL, NULL, UNKNOWN},
    {"M. LE MAIRE Bruno", "LE MAIRE Bruno", "Bruno", "LE MAIRE", "M.", NULL, UNKNOWN},
    {"M. COMMUNAL Jean-Loup", "COMMUNAL Jean-Loup", "Jean-Loup", "COMMUNAL", "M.", NULL, UNKNOWN},
    /* the order of the list, where case says nothing */
    {"Martin Dupond", "Martin Dupond", "Martin", "Dupond", NULL, NULL, GIVEN},
    {"Martin Dupond", "Martin Dupond", "Dupond", "Martin", NULL, NULL, FAMILY},
    {"Martin Dupond", "Martin Dupond", NULL, NULL, NULL, NULL, UNKNOWN},
    {"JEAN DUROC", "JEAN DUROC", "JEAN", "DUROC", NULL, NULL, GIVEN},
    {"JEAN DUROC", "JEAN DUROC", NULL, "JEAN DUROC", NULL, NULL, UNKNOWN},
    {"DUROC JEAN", "DUROC JEAN", "JEAN", "DUROC", NULL, NULL, FAMILY},
    {"J. Dupond", "J. Dupond", "J.", "Dupond", NULL, NULL, UNKNOWN},
    {"ARTOIS Gilles", "ARTOIS Gilles", "Gilles", "ARTOIS", NULL, NULL, GIVEN},
};

static void is(const char *got, const char *expected, const char *printed, const char *part)
{
    ck_assert_msg(g_strcmp0(got, expected) == 0, "« %s »: %s is %s, not %s", printed, part,
                  got ? got : "NULL", expected ? expected : "NULL");
}

START_TEST(reads_a_name)
{
    g_auto(Person) person = {0};
    const char *printed = names[_i].printed;
    ck_assert_msg(person_read(printed, names[_i].order, &person), "« %s » is refused", printed);
    is(person.name, names[_i].name, printed, "name");
    is(person.given, names[_i].given, printed, "given");
    is(person.family, names[_i].family, printed, "family");
    is(person.civility, names[_i].civility, printed, "civility");
    is(person.role, names[_i].role, printed, "role");
}
END_TEST

static const char *const no_names[] = {
    "",
    " ",
    "M.",
    "Mme",
    "Mesdames et Messieurs",
    "dupond",
    "12",
    "DUPOND 12",
    "12 rue des Lilas",
    "le Maire",
    "Monsieur le Maire",
    "M. LE MAIRE",
    "Madame la Présidente",
    "Directeur général des services",
    "Directeur Général",
    "Maire de Villeneuve",
    "Maire d’Orville",
    "Secrétaire de séance",
    "Conseil municipal",
    "CONSEIL MUNICIPAL",
    "Le Conseil",
    "Mairie de Villeneuve",
    "Préfecture du Var",
    "République Française",
    "le conseil a décidé",
    "Anne DUROC donne pouvoir à Luc PETIT",
    "Anne DUROC est absente",
    "Anne DUROC et Luc PETIT",
    "Anne DUROC, Luc PETIT",
    "DUROC, PETIT",
    "POUR EXTRAIT CONFORME",
    "DE LA",
    "Un Deux Trois Quatre Cinq Six Sept Huit",
    "(Anne DUROC)",
    "Anne@DUROC",
    "\xff\xfe",
};

START_TEST(refuses_what_is_no_name)
{
    Person untouched = {.name = (char *)"kept"};
    ck_assert_msg(!person_read(no_names[_i], NAME_ORDER_UNKNOWN, &untouched),
                  "« %s » is read as %s", no_names[_i], untouched.name);
    ck_assert_str_eq(untouched.name, "kept");
}
END_TEST

START_TEST(shows_the_order_of_a_list)
{
    ck_assert_int_eq(person_order("Gilles ARTOIS"), GIVEN);
    ck_assert_int_eq(person_order("M. ARTOIS Gilles"), FAMILY);
    ck_assert_int_eq(person_order("E. BAHIR"), GIVEN);
    ck_assert_int_eq(person_order("SALOMÉ ML."), FAMILY);
    ck_assert_int_eq(person_order("M. de RAGUY Maxence"), FAMILY);
    ck_assert_int_eq(person_order("Martin Dupond"), UNKNOWN);
    ck_assert_int_eq(person_order("ARTOIS"), UNKNOWN);
    ck_assert_int_eq(person_order("le conseil"), UNKNOWN);
}
END_TEST

START_TEST(a_long_string_is_refused)
{
    g_autofree char *many = g_strnfill(1024 * 1024, 'A');
    g_auto(Person) person = {0};
    ck_assert(!person_read(many, NAME_ORDER_UNKNOWN, &person));
}
END_TEST

/* ---- The same person ----------------------------------------------------------------------- */

static const struct {
    const char *a, *b;
    bool same;
} pairs[] = {
    {"Gilles ARTOIS", "M. ARTOIS Gilles", true},
    {"Gilles ARTOIS", "gilles artois", false}, /* no name at all */
    {"Gilles ARTOIS", "Gilles Artois", true},
    {"Éric BOSSARD", "ERIC BOSSARD", true},
    {"Jean-Pierre DUROC", "Jean Pierre DUROC", true},
    {"KERLAZ’H", "KERLAZ'H", true},
    {"N’DOYE Awa", "Awa NDOYE", true},
    {"M. ARTOIS", "Gilles ARTOIS", true},
    {"M. ARTOIS", "Gilles Artois", true},
    {"M. ARTOIS", "Mme ARTOIS", false},
    {"M. ARTOIS", "Mme Anne ARTOIS", false},
    {"Mlle ARTOIS", "Mme Anne ARTOIS", true},
    {"G. ARTOIS", "Gilles ARTOIS", true},
    {"G. ARTOIS", "Anne ARTOIS", false},
    {"J.-P. DUROC", "Jean-Pierre DUROC", true},
    {"DUROC JP.", "Jean-Pierre DUROC", true},
    {"J. DUROC", "Jean-Pierre DUROC", true},
    {"J.M. DUROC", "Jean-Pierre DUROC", false},
    {"J. DUROC", "J.P. DUROC", true},
    {"G. ARTOIS", "Gilles Artois", true},
    {"Anne ARTOIS", "Gilles ARTOIS", false},
    {"Gilles ARTOIS", "Gilles LORIOT", false},
    {"LE MEUR Vincent", "Vincent Le Meur", true},
    {"M. MEUR", "Vincent LE MEUR", false},
    {"Jean MARTIN", "Martin JEAN", true}, /* the same words: they can be */
};

START_TEST(tells_who_can_be_the_same)
{
    g_auto(Person) a = {0}, b = {0};
    bool read = person_read(pairs[_i].a, NAME_ORDER_UNKNOWN, &a) &&
                person_read(pairs[_i].b, NAME_ORDER_UNKNOWN, &b);
    bool same = read && person_same(&a, &b), back = read && person_same(&b, &a);
    ck_assert_msg(same == pairs[_i].same && back == same, "« %s » and « %s »: %d and %d",
                  pairs[_i].a, pairs[_i].b, same, back);
}
END_TEST

/* ---- Lists --------------------------------------------------------------------------------- */

static const struct {
    const char *printed;
    const char *joined;
    int left_out;
} lists[] = {
    {"Mme DEBUISSON, M. THUILIER, M. PAPIN et M. LEBLOND", "DEBUISSON|THUILIER|PAPIN|LEBLOND", 0},
    {"Mmes DUROC, PETIT et Mr LORIOT", "DUROC|PETIT|LORIOT", 0},
    {"MM. DUROC et PETIT", "DUROC|PETIT", 0},
    {"Mesdames et Messieurs DUROC, PETIT", "DUROC|PETIT", 0},
    {"Jean DUROC\nPaul PETIT", "Jean DUROC|Paul PETIT", 0},
    {"Jean DUROC ; Paul PETIT;", "Jean DUROC|Paul PETIT", 0},
    {"Jean DUROC - Paul PETIT – Anne LORIOT", "Jean DUROC|Paul PETIT|Anne LORIOT", 0},
    {"- Josiane MARTEL,- Isabelle VINCENOT,", "Josiane MARTEL|Isabelle VINCENOT", 0},
    {"M. DUROC Mme PETIT M. LORIOT", "DUROC|PETIT|LORIOT", 0},
    {"Mme Ramona GONZALO\nGRIL", "Ramona GONZALO GRIL", 0},
    {"M. Jean DUROC, Mme Ramona GONZALO\nGRIL, M. Paul\nPETIT",
     "Jean DUROC|Ramona GONZALO GRIL|Paul PETIT", 0},
    {"Anne MICHAUT-\nFARIGOUL\nPaul PETIT", "Anne MICHAUT-FARIGOUL|Paul PETIT", 0},
    {"Mme Nathalie, COLINOT, M. Jean PETIT", "Nathalie COLINOT|Jean PETIT", 0},
    {"M. Jean PETIT, Maire, Mme Anne LORIOT (pouvoir à M. DUROC, adjoint)",
     "Jean PETIT|Anne LORIOT", 0},
    {"CAUQUIN R. – LANEL M. – FRAISSET Y.", "CAUQUIN R.|LANEL M.|FRAISSET Y.", 0},
    {"E. BAHIR, R. BAZAN", "E. BAHIR|R. BAZAN", 0},
    {"M. DUROC, le conseil a décidé", "DUROC", 1},
    {"le conseil a décidé", "", 1},
    {"", "", 0},
};

START_TEST(reads_a_list)
{
    int left_out = -1;
    g_autoptr(GPtrArray) persons = persons_read(lists[_i].printed, NAME_ORDER_UNKNOWN, &left_out);
    g_autoptr(GString) joined = g_string_new(NULL);
    for (guint i = 0; i < persons->len; i++) {
        const Person *person = persons->pdata[i];
        g_string_append_printf(joined, "%s%s", i ? "|" : "", person->name);
    }
    ck_assert_str_eq(joined->str, lists[_i].joined);
    ck_assert_int_eq(left_out, lists[_i].left_out);
}
END_TEST

START_TEST(a_list_keeps_the_role_behind_a_comma)
{
    g_autoptr(GPtrArray) persons =
        persons_read("M. Jean PETIT, Maire, Mme Anne LORIOT", NAME_ORDER_UNKNOWN, NULL);
    ck_assert_uint_eq(persons->len, 2);
    ck_assert_str_eq(((Person *)persons->pdata[0])->role, "Maire");
    ck_assert_ptr_null(((Person *)persons->pdata[1])->role);
}
END_TEST

START_TEST(a_long_list_is_read_in_good_time)
{
    GString *list = g_string_new(NULL);
    while (list->len < 60 * 1024)
        g_string_append(list, "M. Jean PETIT, ");
    g_autoptr(GPtrArray) persons = persons_read(list->str, NAME_ORDER_UNKNOWN, NULL);
    ck_assert_uint_eq(persons->len, list->len / strlen("M. Jean PETIT, "));
    while (list->len < 1024 * 1024)
        g_string_append(list, "M. Jean PETIT, ");
    g_autoptr(GPtrArray) none = persons_read(list->str, NAME_ORDER_UNKNOWN, NULL);
    ck_assert_uint_eq(none->len, 0);
    g_string_free(list, true);
}
END_TEST

START_TEST(words_have_their_senses)
{
    ck_assert(words_are_in_order());
    ck_assert_uint_eq(word_senses("adj"), WORD_ROLE);
    ck_assert_uint_eq(word_senses("l'adjoint"), WORD_ROLE);
    ck_assert_uint_eq(word_senses("senateur-maire"), WORD_ROLE);
    ck_assert_uint_eq(word_senses("la"), WORD_ARTICLE | WORD_PARTICLE);
    ck_assert_uint_eq(word_senses("votes"), WORD_INSTITUTION);
    ck_assert_uint_eq(word_senses("1er"), WORD_ORDINAL);
    ck_assert_uint_eq(word_senses("troisieme"), WORD_ORDINAL);
    ck_assert_uint_eq(word_senses("123e"), 0);
    ck_assert_uint_eq(word_senses("rose-marie"), 0);
    ck_assert_uint_eq(word_senses(""), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("person");
    TCase *tcase = tcase_create("person");
    tcase_add_loop_test(tcase, reads_a_name, 0, G_N_ELEMENTS(names));
    tcase_add_loop_test(tcase, refuses_what_is_no_name, 0, G_N_ELEMENTS(no_names));
    tcase_add_test(tcase, shows_the_order_of_a_list);
    tcase_add_test(tcase, a_long_string_is_refused);
    tcase_add_loop_test(tcase, tells_who_can_be_the_same, 0, G_N_ELEMENTS(pairs));
    tcase_add_loop_test(tcase, reads_a_list, 0, G_N_ELEMENTS(lists));
    tcase_add_test(tcase, a_list_keeps_the_role_behind_a_comma);
    tcase_add_test(tcase, a_long_list_is_read_in_good_time);
    tcase_add_test(tcase, words_have_their_senses);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

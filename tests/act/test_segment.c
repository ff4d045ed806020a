/* Segmentation: landmarks laid by hand over small texts, and the zones and acts they make. */
#include "../../src/act/act.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

typedef struct Scene {
    Text *text;
    Matches *landmarks;
    Outline *outline;
    size_t searched;
} Scene;

static Scene scene(const char *words)
{
    Scene s = {.text = text_new(), .landmarks = matches_new()};
    for (const char *p = words; *p; p = g_utf8_next_char(p)) {
        if (*p == '\n')
            text_end_line(s.text, 1, 0, 0);
        else
            text_append(s.text, g_utf8_get_char(p), 1, (Box){0}, 100);
    }
    text_end_line(s.text, 1, 0, 0);
    return s;
}

/* Lays a landmark on the next occurrence of `phrase`, with an optional second capture. */
static void mark(Scene *s, const char *phrase, const char *zone, const char *name,
                 const char *value)
{
    const char *folded = text_folded(s->text, NULL);
    const char *found = strstr(folded + s->searched, phrase);
    ck_assert_msg(found != NULL, "no « %s » in the text", phrase);
    Span span = {found - folded, found - folded + strlen(phrase)};
    s->searched = span.end;
    Match *match = matches_add(s->landmarks, "landmarks/by-hand", 0, span);
    Value opens = {.type = VALUE_TEXT, .text = g_strdup(zone), .confidence = 1};
    match_add_capture(match, "opens", NULL, span, opens);
    if (name) {
        Value second = {.type = VALUE_TEXT, .text = g_strdup(value), .confidence = 1};
        match_add_capture(match, name, NULL, span, second);
    }
}

static void cut(Scene *s)
{
    matches_sort(s->landmarks);
    s->outline = segment(s->text, s->landmarks);
}

static void scene_clear(Scene *s)
{
    text_free(s->text);
    matches_free(s->landmarks);
    outline_free(s->outline);
}

/* The words of the nth zone of a kind, or "" when there is none. Caller frees. */
static char *words_of(const Scene *s, ZoneKind kind, guint nth)
{
    for (guint i = 0; i < s->outline->zones->len; i++) {
        const Zone *zone = &g_array_index(s->outline->zones, Zone, i);
        if (zone->kind == kind && nth-- == 0)
            return g_strstrip(text_quote(s->text, zone->span));
    }
    return g_strdup("");
}

static void zone_is(const Scene *s, ZoneKind kind, guint nth, const char *words)
{
    g_autofree char *got = words_of(s, kind, nth);
    ck_assert_str_eq(got, words);
}

START_TEST(test_extract)
{
    Scene s = scene("EXTRAIT DU REGISTRE\nPrésents : M. ROC\nAbsents : Mme DUVAL\n"
                    "Vu le code\nAprès en avoir délibéré, approuve\nPour extrait");
    mark(&s, "EXTRAIT", "head", "kind", "deliberation");
    mark(&s, "Presents :", "present", NULL, NULL);
    mark(&s, "Absents :", "absent", NULL, NULL);
    mark(&s, "Vu le", "body", NULL, NULL);
    mark(&s, "Apres en avoir delibere", "operative", NULL, NULL);
    mark(&s, "Pour extrait", "closing", NULL, NULL);
    cut(&s);
    ck_assert_str_eq(s.outline->kind, "deliberation");
    ck_assert_int_eq(s.outline->acts, 1);
    zone_is(&s, ZONE_HEAD, 0, "EXTRAIT DU REGISTRE");
    zone_is(&s, ZONE_PRESENT, 0, "Présents : M. ROC");
    zone_is(&s, ZONE_ABSENT, 0, "Absents : Mme DUVAL");
    zone_is(&s, ZONE_BODY, 0, "Vu le code");
    zone_is(&s, ZONE_OPERATIVE, 0, "Après en avoir délibéré, approuve");
    scene_clear(&s);
}
END_TEST

START_TEST(test_presence_in_the_body_opens_nothing)
{
    Scene s = scene("Présents : M. ROC\nVu le code\nPrésents : les agents");
    mark(&s, "Presents :", "present", "kind", "deliberation");
    mark(&s, "Vu le", "body", NULL, NULL);
    mark(&s, "Presents :", "present", NULL, NULL);
    cut(&s);
    zone_is(&s, ZONE_PRESENT, 1, "");
    scene_clear(&s);
}
END_TEST

START_TEST(test_lists_after_the_decision)
{
    Scene s = scene("DELIBERATION\nVu le code\nAprès en avoir délibéré, approuve\n"
                    "Présents : M. ROC\nExcusés : Mme DUVAL");
    mark(&s, "DELIBERATION", "head", "kind", "deliberation");
    mark(&s, "Vu le", "body", NULL, NULL);
    mark(&s, "Apres en avoir delibere", "operative", NULL, NULL);
    mark(&s, "Presents :", "present", NULL, NULL);
    mark(&s, "Excuses :", "excused", NULL, NULL);
    cut(&s);
    zone_is(&s, ZONE_OPERATIVE, 0, "Après en avoir délibéré, approuve");
    zone_is(&s, ZONE_PRESENT, 0, "Présents : M. ROC");
    zone_is(&s, ZONE_EXCUSED, 0, "Excusés : Mme DUVAL");
    scene_clear(&s);
}
END_TEST

/* Minutes: the agenda's numbers are no acts, nor is what nobody decides. */
START_TEST(test_ranks)
{
    Scene s = scene("PROCES-VERBAL\nPrésents : M. ROC\nOrdre du jour\n1. Budget\n2. Voirie\n"
                    "1. Budget primitif\nLe maire expose\nÀ l'unanimité\n"
                    "2. Voirie rurale\nLe maire expose\nÀ l'unanimité\n3. Le bal\nLe maire expose");
    mark(&s, "PROCES-VERBAL", "head", "kind", "minutes");
    mark(&s, "Presents :", "present", NULL, NULL);
    mark(&s, "Ordre du jour", "agenda", NULL, NULL);
    mark(&s, "1.", "title", "rank", "1");
    mark(&s, "2.", "title", "rank", "2");
    mark(&s, "1.", "title", "rank", "1");
    mark(&s, "Le maire expose", "body", NULL, NULL);
    mark(&s, "A l'unanimite", "vote", NULL, NULL);
    mark(&s, "2.", "title", "rank", "2");
    mark(&s, "Le maire expose", "body", NULL, NULL);
    mark(&s, "A l'unanimite", "vote", NULL, NULL);
    mark(&s, "3.", "title", "rank", "3");
    mark(&s, "Le maire expose", "body", NULL, NULL);
    cut(&s);
    ck_assert_str_eq(s.outline->kind, "minutes");
    ck_assert_int_eq(s.outline->acts, 2);
    zone_is(&s, ZONE_TITLE, 0, "1. Budget primitif");
    zone_is(&s, ZONE_TITLE, 1, "2. Voirie rurale");
    zone_is(&s, ZONE_TITLE, 2, "");
    scene_clear(&s);
}
END_TEST

/* A numbered list inside a matter does not cut it where the agenda says what the matters are. */
START_TEST(test_announced)
{
    Scene s =
        scene("PROCES-VERBAL\nPrésents : M. ROC\n1. Travaux de l'école maternelle\n"
              "2. Vente du terrain communal\nLe maire expose\n"
              "1. Travaux de l'école maternelle\nLe maire expose\n1. la toiture est usée\n"
              "2. le mur est fendu\nÀ l'unanimité\n2. Vente du terrain communal\nÀ l'unanimité");
    mark(&s, "PROCES-VERBAL", "head", "kind", "minutes");
    mark(&s, "Presents :", "present", NULL, NULL);
    mark(&s, "1.", "title", "rank", "1");
    mark(&s, "2.", "title", "rank", "2");
    mark(&s, "Le maire expose", "body", NULL, NULL);
    mark(&s, "1.", "title", "rank", "1");
    mark(&s, "Le maire expose", "body", NULL, NULL);
    mark(&s, "1.", "title", "rank", "1");
    mark(&s, "2.", "title", "rank", "2");
    mark(&s, "A l'unanimite", "vote", NULL, NULL);
    mark(&s, "2.", "title", "rank", "2");
    mark(&s, "A l'unanimite", "vote", NULL, NULL);
    cut(&s);
    ck_assert_int_eq(s.outline->acts, 2);
    zone_is(&s, ZONE_TITLE, 0, "1. Travaux de l'école maternelle");
    zone_is(&s, ZONE_TITLE, 1, "2. Vente du terrain communal");
    scene_clear(&s);
}
END_TEST

/* Headings without number, letters or agenda of their own: what begins behind a vote is one. */
START_TEST(test_headings_behind_votes)
{
    Scene s = scene("PROCES-VERBAL\nPrésents : M. ROC\nOuverture de la séance\n\n"
                    "Choix du secrétaire\nMonsieur ROC est proposé.\nVote : à l'unanimité\n\n"
                    "Travaux du lavoir et de\n\nla fontaine\nMonsieur ROC expose.\n\n"
                    "Le toit fuit\n\nVote : à l'unanimité\n/\nLa fête du village\n\n"
                    "Le comité la prépare.\nVote : à l'unanimité\n");
    mark(&s, "PROCES-VERBAL", "head", "kind", "minutes");
    mark(&s, "Presents :", "present", NULL, NULL);
    mark(&s, "Vote :", "vote", NULL, NULL);
    mark(&s, "Vote :", "vote", NULL, NULL);
    mark(&s, "Vote :", "vote", NULL, NULL);
    cut(&s);
    ck_assert_int_eq(s.outline->acts, 3);
    zone_is(&s, ZONE_TITLE, 0, "Choix du secrétaire");
    zone_is(&s, ZONE_TITLE, 1, "Travaux du lavoir et de\n\nla fontaine");
    zone_is(&s, ZONE_TITLE, 2, "La fête du village");
    scene_clear(&s);
}
END_TEST

START_TEST(test_number_and_object_are_one_title)
{
    Scene s = scene("PROCES-VERBAL\nPrésents : M. ROC\nD2024-1 - Objet : Budget\nÀ l'unanimité\n"
                    "D2024-2 - Objet : Voirie\nÀ l'unanimité");
    mark(&s, "PROCES-VERBAL", "head", "kind", "minutes");
    mark(&s, "Presents :", "present", NULL, NULL);
    mark(&s, "D2024-1", "title", NULL, NULL);
    mark(&s, "Objet :", "title", NULL, NULL);
    mark(&s, "A l'unanimite", "vote", NULL, NULL);
    mark(&s, "D2024-2", "title", NULL, NULL);
    mark(&s, "Objet :", "title", NULL, NULL);
    mark(&s, "A l'unanimite", "vote", NULL, NULL);
    cut(&s);
    ck_assert_int_eq(s.outline->acts, 2);
    zone_is(&s, ZONE_TITLE, 0, "D2024-1 - Objet : Budget");
    scene_clear(&s);
}
END_TEST

START_TEST(test_headings_in_capitals)
{
    Scene s = scene(
        "PROCES-VERBAL\n\nPrésents : M. ROC\n\nTAXE D'AMENAGEMENT\n\nLe maire expose la taxe.\n\n"
        "À l'unanimité, le conseil la vote.\n\nVENTE D'HERBE DES PRES\n\nLe maire expose la "
        "vente.\n\n"
        "À l'unanimité, le conseil vend.\n");
    mark(&s, "PROCES-VERBAL", "head", "kind", "minutes");
    mark(&s, "Presents :", "present", NULL, NULL);
    mark(&s, "Le maire expose", "body", NULL, NULL);
    mark(&s, "A l'unanimite", "vote", NULL, NULL);
    mark(&s, "Le maire expose", "body", NULL, NULL);
    mark(&s, "A l'unanimite", "vote", NULL, NULL);
    cut(&s);
    ck_assert_int_eq(s.outline->acts, 2);
    zone_is(&s, ZONE_TITLE, 0, "TAXE D'AMENAGEMENT");
    zone_is(&s, ZONE_TITLE, 1, "VENTE D'HERBE DES PRES");
    scene_clear(&s);
}
END_TEST

START_TEST(test_agenda_without_numbers)
{
    Scene s =
        scene("PROCES VERBAL\nPrésents : M. ROC\nOrdre du jour\nRapport sur l'eau\n"
              "Subventions aux associations\nÉchange de parcelles\n(lieu-dit du Bois)\n"
              "Vente de la coupe\nde bois à la société\nForêts du Levant\n\n"
              "Le Maire expose\n\n"
              "Rapport sur l'eau\nVote : unanimité\n\nSubventions aux associations\n"
              "Vote : unanimité\n\nÉchange de parcelles\n(lieu-dit du Bois)\nVote : unanimité\n\n"
              "Vente de la coupe\nde bois à la société\nForêts du Levant\nVote : unanimité");
    mark(&s, "PROCES", "head", "kind", "minutes");
    mark(&s, "Presents :", "present", NULL, NULL);
    mark(&s, "Ordre du jour", "agenda", NULL, NULL);
    mark(&s, "Le Maire expose", "body", NULL, NULL);
    mark(&s, "Vote :", "vote", NULL, NULL);
    mark(&s, "Vote :", "vote", NULL, NULL);
    mark(&s, "Vote :", "vote", NULL, NULL);
    mark(&s, "Vote :", "vote", NULL, NULL);
    cut(&s);
    ck_assert_int_eq(s.outline->acts, 4);
    zone_is(&s, ZONE_TITLE, 1, "Subventions aux associations");
    zone_is(&s, ZONE_TITLE, 2, "Échange de parcelles\n(lieu-dit du Bois)");
    zone_is(&s, ZONE_TITLE, 3, "Vente de la coupe\nde bois à la société\nForêts du Levant");
    scene_clear(&s);
}
END_TEST

START_TEST(test_numbers_inside_a_matter)
{
    Scene s = scene("PROCES VERBAL\nPrésents : M. ROC\n\n"
                    "1. VENTE DU BOIS\n\nle preneur demande que :\n1. le loyer soit nul\n"
                    "2. la haie reste\n3. le puits serve\n4. le chemin soit fait\n"
                    "décide\n\n2. EMPRUNT POUR LE BOIS\n\nun taux est offert\ndécide");
    mark(&s, "PROCES", "head", "kind", "minutes");
    mark(&s, "Presents :", "present", NULL, NULL);
    mark(&s, "1. ", "title", "rank", "1");
    mark(&s, "1. ", "title", "rank", "1");
    mark(&s, "2. ", "title", "rank", "2");
    mark(&s, "3. ", "title", "rank", "3");
    mark(&s, "4. ", "title", "rank", "4");
    mark(&s, "decide", "operative", NULL, NULL);
    mark(&s, "2. ", "title", "rank", "2");
    mark(&s, "decide", "operative", NULL, NULL);
    cut(&s);
    ck_assert_int_eq(s.outline->acts, 2);
    zone_is(&s, ZONE_TITLE, 1, "2. EMPRUNT POUR LE BOIS\n\nun taux est offert");
    scene_clear(&s);
}
END_TEST

START_TEST(test_heading_without_a_label)
{
    Scene s = scene("DELIBERATION DU CONSEIL\nPrésents : M. ROC\n\nSUBVENTIONS AUX ASSOCIATIONS\n\n"
                    "Les demandes ont été vues\ndécide\n\nPOUR EXTRAIT CONFORME");
    mark(&s, "DELIBERATION", "head", "kind", "deliberation");
    mark(&s, "Presents :", "present", NULL, NULL);
    mark(&s, "decide", "operative", NULL, NULL);
    cut(&s);
    zone_is(&s, ZONE_PRESENT, 0, "Présents : M. ROC");
    zone_is(&s, ZONE_TITLE, 0, "SUBVENTIONS AUX ASSOCIATIONS\n\nLes demandes ont été vues");
    zone_is(&s, ZONE_TITLE, 1, "");
    scene_clear(&s);
}
END_TEST

START_TEST(test_rows_of_a_list)
{
    Scene s = scene("LISTE DES DELIBERATIONS\n2023-14 Budget\n2023-15 Motion pour\nla poste\n\n"
                    "Affichée le 17 avril");
    mark(&s, "LISTE", "head", "kind", "list");
    mark(&s, "2023-14 ", "title", "row", "2023-14");
    mark(&s, "2023-15 ", "title", "row", "2023-15");
    cut(&s);
    ck_assert_int_eq(s.outline->acts, 2);
    zone_is(&s, ZONE_TITLE, 0, "2023-14 Budget");
    zone_is(&s, ZONE_TITLE, 1, "2023-15 Motion pour\nla poste");
    zone_is(&s, ZONE_OTHER, 0, "Affichée le 17 avril");
    scene_clear(&s);
}
END_TEST

START_TEST(test_letter_before_the_extract)
{
    Scene s = scene("J'ai l'honneur de vous inviter\nEXTRAIT DU REGISTRE\nPrésents : M. ROC");
    mark(&s, "J'ai l'honneur", "head", "kind", "agenda");
    mark(&s, "EXTRAIT", "head", "kind", "deliberation");
    mark(&s, "Presents :", "present", NULL, NULL);
    cut(&s);
    ck_assert_str_eq(s.outline->kind, "deliberation");
    scene_clear(&s);
}
END_TEST

START_TEST(test_nothing_known)
{
    Scene s = scene("Règlement du service des eaux\nArticle 1 : Objet\nArticle 2 : Abonnement");
    mark(&s, "Article 1", "operative", "formal", "Article");
    cut(&s);
    ck_assert_str_eq(s.outline->kind, "other");
    ck_assert_int_eq(s.outline->acts, 0);
    scene_clear(&s);
}
END_TEST

START_TEST(test_stamps_are_blanked)
{
    Scene s = scene("Le conseil Reçu en préfecture le 3 mai décide");
    const char *folded = text_folded(s.text, NULL);
    const char *stamp = strstr(folded, "Recu");
    Span span = {stamp - folded, strstr(folded, " decide") - folded};
    matches_add(s.landmarks, "stamps/by-hand", 0, span);
    segment_blank_stamps(s.text, s.landmarks);
    ck_assert_ptr_null(strstr(text_folded(s.text, NULL), "prefecture"));
    ck_assert_ptr_nonnull(strstr(text_folded(s.text, NULL), "decide"));
    scene_clear(&s);
}
END_TEST

START_TEST(test_two_documents_in_one_file)
{
    Scene s = scene("EXTRAIT DU REGISTRE\nPrésents : M. ROC\nAprès en avoir délibéré, approuve\n"
                    "Pour extrait\nEXTRAIT DU REGISTRE\nL'an deux mille\nPrésents : Mme DUVAL\n"
                    "Après en avoir délibéré, refuse\n");
    mark(&s, "EXTRAIT", "head", "kind", "deliberation");
    mark(&s, "Presents :", "present", NULL, NULL);
    mark(&s, "Apres en avoir delibere", "operative", NULL, NULL);
    mark(&s, "Pour extrait", "closing", NULL, NULL);
    mark(&s, "EXTRAIT", "head", "kind", "deliberation");
    mark(&s, "L'an", "opening", NULL, NULL);
    mark(&s, "Presents :", "present", NULL, NULL);
    mark(&s, "Apres en avoir delibere", "operative", NULL, NULL);
    cut(&s);
    ck_assert_int_eq(s.outline->acts, 2);
    ck_assert_uint_eq(s.outline->parts->len, 2);
    const Part *second = &g_array_index(s.outline->parts, Part, 1);
    ck_assert_int_eq(second->first_act, 1);
    ck_assert_str_eq(second->kind, "deliberation");
    zone_is(&s, ZONE_PRESENT, 1, "Présents : Mme DUVAL");
    zone_is(&s, ZONE_OPERATIVE, 1, "Après en avoir délibéré, refuse");
    scene_clear(&s);
}
END_TEST

/* A running head names the document again, and no members. */
START_TEST(test_running_head_is_no_document)
{
    Scene s = scene("PROCÈS-VERBAL\nPrésents : M. ROC\nDélibération n° 1\nApprouve\n"
                    "PROCÈS-VERBAL\nDélibération n° 2\nRefuse\n");
    mark(&s, "PROCES-VERBAL", "head", "kind", "minutes");
    mark(&s, "Presents :", "present", NULL, NULL);
    mark(&s, "Deliberation no", "title", NULL, NULL);
    mark(&s, "Approuve", "operative", NULL, NULL);
    mark(&s, "PROCES-VERBAL", "head", "kind", "minutes");
    mark(&s, "Deliberation no", "title", NULL, NULL);
    mark(&s, "Refuse", "operative", NULL, NULL);
    cut(&s);
    ck_assert_uint_eq(s.outline->parts->len, 1);
    ck_assert_int_eq(s.outline->acts, 2);
    scene_clear(&s);
}
END_TEST

/* Where minutes print no decision, what was put to the vote is it; where they do, it is not. */
START_TEST(test_proposals)
{
    Scene s =
        scene("PROCÈS-VERBAL\nDélibération n° 1\nMonsieur le Maire rappelle le devis de 90 €\n"
              "Monsieur le Maire propose de mandater :\n- chapitre 21 : 20 €\n"
              "Vote : à l'unanimité\nDélibération n° 2\nIl est proposé d'acheter\nRefuse\n"
              "Vote : à l'unanimité\nDélibération n° 3\nIl est proposé d'acheter\n");
    mark(&s, "PROCES-VERBAL", "head", "kind", "minutes");
    mark(&s, "Deliberation no", "title", NULL, NULL);
    mark(&s, "Monsieur le Maire rappelle", "body", NULL, NULL);
    mark(&s, "Vote :", "vote", NULL, NULL);
    mark(&s, "Deliberation no", "title", NULL, NULL);
    mark(&s, "Il est propose", "body", NULL, NULL);
    mark(&s, "Refuse", "operative", NULL, NULL);
    mark(&s, "Vote :", "vote", NULL, NULL);
    mark(&s, "Deliberation no", "title", NULL, NULL);
    mark(&s, "Il est propose", "body", NULL, NULL);
    cut(&s);
    zone_is(&s, ZONE_BODY, 0, "Monsieur le Maire rappelle le devis de 90 €");
    zone_is(&s, ZONE_OPERATIVE, 0, "Monsieur le Maire propose de mandater :\n- chapitre 21 : 20 €");
    zone_is(&s, ZONE_OPERATIVE, 1, "Refuse\nVote : à l'unanimité");
    zone_is(&s, ZONE_OPERATIVE, 2, "");
    scene_clear(&s);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("segment");
    TCase *cases = tcase_create("zones and acts");
    tcase_add_test(cases, test_two_documents_in_one_file);
    tcase_add_test(cases, test_running_head_is_no_document);
    tcase_add_test(cases, test_extract);
    tcase_add_test(cases, test_presence_in_the_body_opens_nothing);
    tcase_add_test(cases, test_lists_after_the_decision);
    tcase_add_test(cases, test_ranks);
    tcase_add_test(cases, test_announced);
    tcase_add_test(cases, test_headings_behind_votes);
    tcase_add_test(cases, test_number_and_object_are_one_title);
    tcase_add_test(cases, test_headings_in_capitals);
    tcase_add_test(cases, test_agenda_without_numbers);
    tcase_add_test(cases, test_rows_of_a_list);
    tcase_add_test(cases, test_heading_without_a_label);
    tcase_add_test(cases, test_numbers_inside_a_matter);
    tcase_add_test(cases, test_letter_before_the_extract);
    tcase_add_test(cases, test_nothing_known);
    tcase_add_test(cases, test_stamps_are_blanked);
    tcase_add_test(cases, test_proposals);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

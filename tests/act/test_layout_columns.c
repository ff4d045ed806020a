/* Layout: tables, columns and margins in the order they are read. */
#include "page_maker.h"

/* ---- Tables and columns ---------------------------------------------------------------------- */

/* The file holds a table column by column; it is read row by row. */
START_TEST(test_table)
{
    static const char *const labels[] = {"Commune", "Malval", "Orbes", "Rieux", "Total"};
    static const char *const names[] = {"Nom", "Jean MOREL", "Anne PETIT", "Luc ROY", ""};
    static const char *const sums[] = {"Montant", "10,00", "5,50", "10,00", "25,50"};
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    for (int i = 0; i < 5; i++)
        draw(page, 50, 50 + (float)i * 14, labels[i]);
    for (int i = 0; i < 5; i++)
        draw(page, 150, 50 + (float)i * 14, names[i]);
    for (int i = 0; i < 5; i++)
        draw(page, 300, 50 + (float)i * 14, sums[i]);
    assert_text(document, "Commune   Nom   Montant\nMalval   Jean MOREL   10,00\n"
                          "Orbes   Anne PETIT   5,50\nRieux   Luc ROY   10,00\nTotal   25,50\n");
}
END_TEST

/* Cells the file runs together without a space are still cells. */
START_TEST(test_cells_without_a_space)
{
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    float x = draw_run(page, 50, 50, 10, 0, "12 ans");
    x = draw_run(page, x + 3, 50, 10, 0, "annuelle");
    draw_run(page, x + 20, 50, 10, 0, "4,56 %");
    end_line(page);
    assert_text(document, "12 ans annuelle   4,56 %\n");
}
END_TEST

START_TEST(test_proxies_stay_on_their_rows)
{
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    for (int i = 0; i < 8; i++) {
        g_autofree char *giver = g_strdup_printf("Mme Claire GIRARD-%c", 'A' + i);
        g_autofree char *holder = g_strdup_printf("M. Paul ROUX-%c", 'A' + i);
        draw(page, 50, 50 + (float)i * 14, giver);
        draw(page, 230, 50 + (float)i * 14, "donne pouvoir a");
        draw(page, 400, 50 + (float)i * 14, holder);
    }
    g_autoptr(Text) text = layout(document);
    ck_assert_uint_eq(printed_lines(text), 8);
    for (int i = 0; i < 8; i++) {
        g_autofree char *row = g_strdup_printf(
            "Mme Claire GIRARD-%c   donne pouvoir a   M. Paul ROUX-%c\n", 'A' + i, 'A' + i);
        ck_assert(strstr(text_folded(text, NULL), row) != NULL);
    }
}
END_TEST

START_TEST(test_two_columns_of_prose)
{
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    draw(page, 150, 30, "Un titre sur toute la largeur de la page, au milieu");
    draw_prose(page, 50, 60, 12, 44, 'A');
    draw_prose(page, 310, 60, 12, 44, 'B');
    draw(page, 50, 220, "Une derniere ligne sur toute la largeur de la page, encore une fois");
    g_autoptr(Text) text = layout(document);
    const char *folded = text_folded(text, NULL);
    const char *last = strstr(folded, "aligne11"), *first = strstr(folded, "bligne00");
    ck_assert(g_str_has_prefix(folded, "Un titre"));
    ck_assert(last && first && last < first);
    ck_assert_ptr_null(strstr(folded, "   "));
    ck_assert_uint_eq(printed_lines(text), 26);
    ck_assert(g_str_has_suffix(folded, "encore une fois\n"));
}
END_TEST

/* Names in two columns: on one line or one after the other, but each whole. */
START_TEST(test_two_columns_of_names)
{
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    for (int side = 0; side < 2; side++)
        for (int i = 0; i < 9; i++) {
            g_autofree char *name = g_strdup_printf("Mme Odile VIDAL%c%d", side ? 'B' : 'A', i);
            draw(page, side ? 320 : 60, 60 + (float)i * 12, name);
        }
    g_autoptr(Text) text = layout(document);
    for (int i = 0; i < 18; i++) {
        g_autofree char *name = g_strdup_printf("Mme Odile VIDAL%c%d", i % 2 ? 'B' : 'A', i / 2);
        const char *at = strstr(text_folded(text, NULL), name);
        ck_assert(at != NULL);
        const char *after = at + strlen(name);
        ck_assert(*after == '\n' || g_str_has_prefix(after, "   "));
    }
}
END_TEST

/* A list in the order of the alphabet is read down its columns; the heading after it stays after.
 */
START_TEST(test_sorted_names)
{
    static const char *const left[] = {"M. L. TISSOT", "Mme J-M. ALLARD", "M. B. BOUVIER",
                                       "Mme C. CHAUVEL", "M. D. EL MANSOUR"};
    static const char *const right[] = {"M. É. FROMENT", "Mme G. HAUTCOEUR", "M. Luc JACQUET",
                                        "Mme P. LE CORRE"};
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    draw(page, 50, 50, "Présents :");
    for (int i = 0; i < 5; i++) {
        draw(page, 60, 62 + (float)i * 12, left[i]);
        if (i < 4)
            draw(page, 300, 62 + (float)i * 12, right[i]);
    }
    draw(page, 50, 122, "Excusés :");
    draw(page, 60, 134, "M. ZAMORA");
    assert_text(document, "Presents :\nM. L. TISSOT\nMme J-M. ALLARD\nM. B. BOUVIER\n"
                          "Mme C. CHAUVEL\nM. D. EL MANSOUR\nM. E. FROMENT\nMme G. HAUTCOEUR\n"
                          "M. Luc JACQUET\nMme P. LE CORRE\nExcuses :\nM. ZAMORA\n");
}
END_TEST

/* Who is absent and who votes instead: pairs, though the absent are in order. */
/* Two lists under headings of their own, on one row: each is read down. */
START_TEST(test_two_headings)
{
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    static const char *const present[] = {"ROC Anne", "DUVAL Paul", "MOREL Jean", "PETIT Lise"};
    static const char *const absent[] = {"BLANC Luc", "NOIR Zoe", NULL, NULL};
    draw(page, 60, 100, "Présents :");
    draw(page, 320, 100, "Absents :");
    for (int i = 0; i < 4; i++) {
        draw(page, 60, 114 + 14 * (float)i, present[i]);
        if (absent[i])
            draw(page, 320, 114 + 14 * (float)i, absent[i]);
    }
    g_autoptr(Text) text = layout(document);
    g_autofree char *words = words_of(text, true);
    ck_assert_str_eq(words, "Presents :\nROC Anne\nDUVAL Paul\nMOREL Jean\nPETIT Lise\n"
                            "Absents :\nBLANC Luc\nNOIR Zoe\n");
}
END_TEST

/* The heads of a form on one row are no lists. */
START_TEST(test_headings_on_every_row)
{
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    for (int i = 0; i < 4; i++) {
        draw(page, 60, 100 + 14 * (float)i, "Nom :");
        draw(page, 320, 100 + 14 * (float)i, "Signature :");
    }
    g_autoptr(Text) text = layout(document);
    ck_assert_uint_eq(printed_lines(text), 4);
}
END_TEST

START_TEST(test_pairs_of_names)
{
    static const char *const givers[] = {"M. ALLARD", "M. BOUVIER", "Mme CHAUVEL", "M. DORE",
                                         "Mme EVRARD"};
    static const char *const holders[] = {"Mme PETIT", "M. MOREL", "M. ROUX", "Mme GIRARD",
                                          "M. VIDAL"};
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    for (int i = 0; i < 5; i++) {
        draw(page, 60, 62 + (float)i * 12, givers[i]);
        draw(page, 300, 62 + (float)i * 12, holders[i]);
    }
    assert_text(document, "M. ALLARD   Mme PETIT\nM. BOUVIER   M. MOREL\nMme CHAUVEL   M. ROUX\n"
                          "M. DORE   Mme GIRARD\nMme EVRARD   M. VIDAL\n");
}
END_TEST

/* Counts in a narrow column beside the body are read before it, and break none of its sentences. */
START_TEST(test_margin_column)
{
    static const char *const counts[] = {"Nombre de", "conseillers :", "En exercice : 29",
                                         "Presents : 25", "Votants : 27"};
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    for (int i = 0; i < 5; i++)
        draw(page, 40, 80 + (float)i * 17, counts[i]);
    draw_prose(page, 180, 60, 14, 70, 'C');
    g_autoptr(Text) text = layout(document);
    ck_assert(line_of(text, "En exercice : 29")->flags & LINE_MARGIN);
    ck_assert(!(line_of(text, "cligne05")->flags & LINE_MARGIN));
    const char *folded = text_folded(text, NULL);
    ck_assert_ptr_nonnull(strstr(folded, "Nombre de\nconseillers :\nEn exercice : 29\n"));
    ck_assert(strstr(folded, "Votants : 27") < strstr(folded, "cligne05"));
    ck_assert_ptr_null(strstr(folded, "   "));
}
END_TEST

/* A rule between two columns parts them where their words do not: here all stand close, on the same
 * baselines, and nothing goes on from line to line. */
START_TEST(test_rule_between_columns)
{
    static const char *const body = "Texte. Le maire. Un vote. Le budget. Fin.";
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    page->source = TEXT_SOURCE_OCR;
    g_array_append_val(page->columns, ((Box){140, 50, 141, 300}));
    for (int i = 0; i < 6; i++) {
        g_autofree char *line = g_strdup_printf("Note %d est la", i);
        float x = draw_run(page, 65, 60 + (float)i * 20, 10, 0, line);
        draw_run(page, x + 8, 60 + (float)i * 20, 10, 0, body);
        end_line(page);
    }
    g_autoptr(Text) text = layout(document);
    const char *folded = text_folded(text, NULL);
    ck_assert(line_of(text, "Note 3")->flags & LINE_MARGIN);
    ck_assert(strstr(folded, "Note 5") < strstr(folded, "Texte."));

    g_array_set_size(page->columns, 0);
    g_autoptr(Text) whole = layout(document);
    ck_assert(strstr(text_folded(whole, NULL), "Note 5") >
              strstr(text_folded(whole, NULL), "Texte."));
}
END_TEST

/* A rule between two cells parts them, however close their words stand; rows stay whole. */
START_TEST(test_rule_between_cells)
{
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    page->source = TEXT_SOURCE_OCR;
    float x = draw_run(page, 60, 60, 10, 0, "Votants");
    draw_run(page, x + 5, 60, 10, 0, "Pour");
    end_line(page);
    draw_run(page, 60, 80, 10, 0, "Votants et pour");
    end_line(page);
    g_array_append_val(page->walls, ((Box){x + 2, 50, x + 3, 75}));
    g_autoptr(Text) text = layout(document);
    const char *folded = text_folded(text, NULL);
    ck_assert_msg(strstr(folded, "Votants   Pour\n") != NULL, "%s", folded);
    ck_assert_msg(strstr(folded, "Votants et pour\n") != NULL, "%s", folded);
}
END_TEST

/* The same on the body's baselines, beside a body that is mostly short lines further down. */
START_TEST(test_margin_on_the_baselines)
{
    static const char *const counts[] = {"Nombre de membres", "en exercice : 11",
                                         "qui ont pris part", "au vote : 10", "dont 2 pouvoirs"};
    static const char *const body[] = {
        "L'an deux mille vingt et un, le dix septembre a dix-huit heures, les",
        "membres du conseil municipal de la commune de Malval se sont reunis",
        "au lieu habituel de leurs seances, sous la presidence de M. MOREL,",
        "apres convocation du trois septembre, affichee le meme jour en mairie.",
        "Absents : M. PETIT",
        "Pouvoirs : aucun",
        "Secretaire : M. ROUX",
        "Le maire expose",
        "Vote : pour",
        "Fait a Malval"};
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    for (size_t i = 0; i < G_N_ELEMENTS(body); i++) {
        if (i < G_N_ELEMENTS(counts))
            draw(page, 40, 60 + (float)i * 12, counts[i]);
        draw(page, 180, 60 + (float)i * 12, body[i]);
    }
    g_autoptr(Text) text = layout(document);
    const char *folded = text_folded(text, NULL);
    ck_assert(line_of(text, "au vote : 10")->flags & LINE_MARGIN);
    ck_assert_ptr_nonnull(strstr(folded, "dix-huit heures, les\nmembres du conseil"));
    ck_assert_ptr_nonnull(strstr(folded, "Nombre de membres\nen exercice : 11\n"));
}
END_TEST

/* Beside a list of names no line goes on a sentence for sure: the numbers that the margin states
 * tell it from cells of labels. */
START_TEST(test_margin_beside_names)
{
    static const char *const counts[] = {"Afferents : 15", "En exercice : 14",       "",
                                         "Votants : 13",   "Date de la convocation", "21/03/2024"};
    static const char *const body[] = {
        "Presents : Mrs VARENNE Joel, ASTRUC Bernard, BOUSCARY Jean-Luc, MARTY Luc,",
        "CALMETTE Noel, DELPUECH Serge, ESPINASSE Yves, FABRE Odile, GINESTE Anne,",
        "Mmes LACAN Odile, GINESTOUX Maryse, ISSALY Nadine, JOURDES Celine, ROC Eve",
        "Absents excuses : Mr MAZARS Eric qui a donne pouvoir a Mr ASTRUC Bernard,",
        "Absent : Mr OUSTRY Franck",
        "Secretaire : Mr CALMETTE Noel"};
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    for (size_t i = 0; i < G_N_ELEMENTS(body); i++) {
        if (*counts[i])
            draw(page, 40, 60 + (float)i * 12, counts[i]);
        draw(page, 180, 60 + (float)i * 12, body[i]);
    }
    g_autoptr(Text) text = layout(document);
    ck_assert(line_of(text, "Votants : 13")->flags & LINE_MARGIN);
    ck_assert_ptr_nonnull(
        strstr(text_folded(text, NULL), "Jean-Luc, MARTY Luc,\nCALMETTE Noel, DELPUECH"));
}
END_TEST

/* Two blocks whose baselines have nothing to do with each other: a letterhead and a title. */
START_TEST(test_blocks_apart)
{
    static const char *const left[] = {"REPUBLIQUE FRANCAISE", "Departement de l'Orbe",
                                       "Arrondissement de Rieux", "Canton de Malval",
                                       "Commune de Malval"};
    static const char *const right[] = {"EXTRAIT DU REGISTRE", "DES DELIBERATIONS",
                                        "DU CONSEIL MUNICIPAL", "Seance du 4 mai 2023"};
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    for (int i = 0; i < 5; i++)
        draw(page, 50, 50 + (float)i * 12, left[i]);
    for (int i = 0; i < 4; i++)
        draw(page, 330, 54 + (float)i * 16, right[i]);
    assert_text(document, "REPUBLIQUE FRANCAISE\nDepartement de l'Orbe\nArrondissement de Rieux\n"
                          "Canton de Malval\nCommune de Malval\nEXTRAIT DU REGISTRE\n"
                          "DES DELIBERATIONS\nDU CONSEIL MUNICIPAL\nSeance du 4 mai 2023\n");
}
END_TEST

/* The label of a row is two lines high, its number stands between them. */
START_TEST(test_centred_cells)
{
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    for (int i = 0; i < 5; i++) {
        float y = 50 + (float)i * 30;
        g_autofree char *number = g_strdup_printf("%d0,00", i + 1);
        draw(page, 50, y, "Participation des");
        draw(page, 50, y + 11, "communes membres");
        draw(page, 300, y + 5.5F, number);
    }
    g_autoptr(Text) text = layout(document);
    ck_assert_uint_eq(printed_lines(text), 10);
    g_autofree char *words = words_of(text, true);
    ck_assert(
        g_str_has_prefix(words, "Participation des   10,00\ncommunes membres\nParticipation"));
}
END_TEST

/* Words before the paragraphs they open belong to them. */
START_TEST(test_hanging_labels)
{
    static const char *const labels[] = {"Presents :", "Excuses :", "Absents :", "Secretaire :"};
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    for (int i = 0; i < 4; i++) {
        float y = 60 + (float)i * 42;
        draw(page, 40, y, labels[i]);
        g_autofree char *first = g_strdup_printf("Mme N%d BLANC, M. Jean NOIR, M. Luc GRIS, Mme "
                                                 "Rose VERT, M. Yves BLEU,",
                                                 i);
        draw(page, 140, y, first);
        draw(page, 140, y + 12,
             "M. Theo ROUX, Mme Lea BRUN, M. Noe OCRE, Mme Eva PARME, M. Ali INDIGO,");
        draw(page, 140, y + 24, "M. Guy MAUVE.");
    }
    g_autoptr(Text) text = layout(document);
    for (int i = 0; i < 4; i++) {
        g_autofree char *row = g_strdup_printf("%s   Mme N%d BLANC", labels[i], i);
        ck_assert_msg(strstr(text_folded(text, NULL), row) != NULL, "%s", text_folded(text, NULL));
    }
}
END_TEST

/* Numbers led to by dots are a table, not a margin. */
START_TEST(test_leaders)
{
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    for (int i = 0; i < 6; i++) {
        g_autofree char *label = g_strdup_printf(
            "%c. nombre de suffrages de la ligne ....................................", 'a' + i);
        g_autofree char *number = g_strdup_printf("%d", 30 + i);
        draw(page, 50, 60 + (float)i * 14, label);
        draw(page, 500, 62 + (float)i * 14, number);
    }
    g_autoptr(Text) text = layout(document);
    ck_assert_uint_eq(printed_lines(text), 6);
    ck_assert(g_str_has_suffix(text_folded(text, NULL), "....   35\n"));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("layout_columns");
    TCase *tcase = tcase_create("layout_columns");
    tcase_add_test(tcase, test_table);
    tcase_add_test(tcase, test_cells_without_a_space);
    tcase_add_test(tcase, test_proxies_stay_on_their_rows);
    tcase_add_test(tcase, test_two_columns_of_prose);
    tcase_add_test(tcase, test_two_columns_of_names);
    tcase_add_test(tcase, test_sorted_names);
    tcase_add_test(tcase, test_two_headings);
    tcase_add_test(tcase, test_headings_on_every_row);
    tcase_add_test(tcase, test_pairs_of_names);
    tcase_add_test(tcase, test_margin_column);
    tcase_add_test(tcase, test_rule_between_columns);
    tcase_add_test(tcase, test_rule_between_cells);
    tcase_add_test(tcase, test_margin_on_the_baselines);
    tcase_add_test(tcase, test_margin_beside_names);
    tcase_add_test(tcase, test_blocks_apart);
    tcase_add_test(tcase, test_centred_cells);
    tcase_add_test(tcase, test_hanging_labels);
    tcase_add_test(tcase, test_leaders);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* Layout: lines in reading order from boxes, whatever the order of the file. Pages are drawn here
 * glyph by glyph: a character is half as wide as its size, and its box as high as its size. */
#include "../../src/act/act.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static Page *a4(Document *document)
{
    return document_add_page(document, 595, 842, TEXT_SOURCE_LAYER);
}

/* Draws a run of text whose first box starts at x, y; gives where it ends. */
static float draw_run(Page *page, float x, float y, float size, guint8 flags, const char *utf8)
{
    for (const char *p = utf8; *p; p = g_utf8_next_char(p), x += size / 2)
        page_add_glyph(
            page, (Glyph){g_utf8_get_char(p), {x, y, x + size / 2, y + size}, size, 100, flags});
    return x;
}

static void end_line(Page *page)
{
    page_add_glyph(page, (Glyph){.ch = '\n', .confidence = 100});
}

static void draw(Page *page, float x, float y, const char *utf8)
{
    draw_run(page, x, y, 10, 0, utf8);
    end_line(page);
}

/* The lines that hold words, folded; those of a stamp left out when `stamps` is false. What is
 * blank to rules is folded again from the original. */
static char *words_of(const Text *text, bool stamps)
{
    GString *words = g_string_new(NULL);
    for (size_t i = 0; i < text_line_count(text); i++) {
        const Line *line = text_line(text, i);
        if (span_length(line->span) == 0 || (!stamps && (line->flags & LINE_STAMP) != 0))
            continue;
        g_autofree char *quote = text_quote(text, line->span);
        g_autofree char *folded = text_fold(quote);
        g_string_append_printf(words, "%s\n", folded);
    }
    return g_string_free(words, false);
}

/* How many lines hold words. */
static size_t printed_lines(const Text *text)
{
    size_t count = 0;
    for (size_t i = 0; i < text_line_count(text); i++)
        count += span_length(text_line(text, i)->span) > 0;
    return count;
}

static const Line *line_of(const Text *text, const char *words)
{
    const char *at = strstr(text_folded(text, NULL), words);
    ck_assert_msg(at != NULL, "no « %s » in:\n%s", words, text_folded(text, NULL));
    return text_line(text, text_line_at(text, (size_t)(at - text_folded(text, NULL))));
}

static void assert_text(const Document *document, const char *expected)
{
    g_autoptr(Text) text = layout(document);
    g_autofree char *words = words_of(text, true);
    ck_assert_str_eq(words, expected);
}

/* Prose that fills a column of `columns` characters, each line starting in the middle of a
 * sentence. */
static void draw_prose(Page *page, float x, float y, int lines, int columns, char mark)
{
    for (int i = 0; i < lines; i++) {
        GString *line = g_string_new(NULL);
        g_string_append_printf(line, "%cligne%02d", g_ascii_tolower(mark), i);
        while ((int)line->len < columns)
            g_string_append(line, " mot");
        g_string_truncate(line, (gsize)columns);
        line->str[columns - 1] = 'x';
        draw(page, x, y + (float)i * 12, line->str);
        g_string_free(line, true);
    }
}

/* ---- Lines ----------------------------------------------------------------------------------- */

START_TEST(test_one_column)
{
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    draw(page, 50, 50, "Le conseil municipal,");
    draw(page, 50, 62, "après en avoir délibéré");
    assert_text(document, "Le conseil municipal,\napres en avoir delibere\n");
}
END_TEST

/* The file's order does not matter: here words come from the foot of the page up, right to left. */
START_TEST(test_any_file_order)
{
    static const char *const words[] = {"Le", "maire", "propose", "un", "budget", "de", "travaux"};
    g_autoptr(Document) document = document_new(), reversed = document_new();
    Page *page = a4(document), *other = a4(reversed);
    for (int i = 0; i < 70; i++) {
        int k = 69 - i;
        draw_run(page, 50 + (float)(i % 7) * 45, 50 + (float)(i / 7) * 12, 10, 0, words[i % 7]);
        end_line(page);
        draw_run(other, 50 + (float)(k % 7) * 45, 50 + (float)(k / 7) * 12, 10, 0, words[k % 7]);
        end_line(other);
    }
    g_autoptr(Text) text = layout(document);
    g_autoptr(Text) again = layout(reversed);
    ck_assert_str_eq(text_folded(text, NULL), text_folded(again, NULL));
    ck_assert_uint_eq(printed_lines(text), 10);
    ck_assert(g_str_has_prefix(text_folded(text, NULL), "Le "));
}
END_TEST

/* The boxes of a value are those of its words. */
START_TEST(test_places)
{
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    draw(page, 50, 300, "deux");
    draw(page, 50, 50, "un mot");
    g_autoptr(Text) text = layout(document);
    g_autoptr(GArray) places = g_array_new(false, false, sizeof(Place));
    text_locate(text, (Span){3, 6}, places);
    ck_assert_uint_eq(places->len, 1);
    Place place = g_array_index(places, Place, 0);
    ck_assert_float_eq(place.box.x0, 65);
    ck_assert_float_eq(place.box.x1, 80);
    ck_assert_float_eq(place.box.y0, 50);
    ck_assert_int_eq(place.page, 1);
}
END_TEST

/* Some fonts make a capital wider than its advance: the thin gap is no space. */
START_TEST(test_thin_space)
{
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    draw_run(page, 50, 50, 10, 0, "M");
    page_add_glyph(page, (Glyph){' ', {55, 50, 56.2F, 60}, 10, 100, 0});
    draw_run(page, 56.2F, 50, 10, 0, "ise en place a Malval");
    end_line(page);
    assert_text(document, "Mise en place a Malval\n");
}
END_TEST

START_TEST(test_superscript)
{
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    float x = draw_run(page, 50, 50, 10, 0, "le 1");
    x = draw_run(page, x + 1, 48, 6, 0, "er");
    draw_run(page, x + 3, 50, 10, 0, "janvier");
    end_line(page);
    draw_run(page, 50, 70, 10, 0, "la 2");
    end_line(page);
    draw_run(page, 73, 100, 10, 0, "fin");
    end_line(page);
    draw_run(page, 71, 67, 6, 0, "ème"); /* the file has it elsewhere */
    end_line(page);
    assert_text(document, "le 1er janvier\nla 2eme\nfin\n");
}
END_TEST

START_TEST(test_spaced_letters)
{
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    float x = 50;
    for (const char *p = "LE MAIRE ARRETE"; *p; p++) {
        if (*p == ' ')
            x += 7;
        else
            x = draw_run(page, x, 50, 10, 0, (char[]){*p, '\0'}) + 3;
        page_add_glyph(page, (Glyph){' ', {x - 3, 50, x, 60}, 10, 100, 0});
    }
    end_line(page);
    draw(page, 50, 70, "il y a a d");
    assert_text(document, "LE MAIRE ARRETE\nil y a a d\n");
}
END_TEST

START_TEST(test_soft_hyphens)
{
    g_autoptr(Document) document = document_new();
    draw(a4(document), 50, 50, "peut\u00ADêtre");
    assert_text(document, "peut-etre\n");
}
END_TEST

/* A paragraph is marked, and stands behind a blank line as in plain text. */
START_TEST(test_paragraphs_and_weight)
{
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    draw_run(page, 50, 50, 14, GLYPH_BOLD, "Titre");
    end_line(page);
    for (int i = 0; i < 6; i++)
        draw(page, 50, 70 + (float)i * 12 + (i >= 3 ? 12 : 0), i == 3 ? "Ensuite" : "une ligne");
    g_autoptr(Text) text = layout(document);
    const Line *title = line_of(text, "Titre"),
               *next = line_of(text, "une ligne\nune ligne\n\nEns");
    ck_assert(title->flags & LINE_BOLD);
    ck_assert_float_eq(title->size, 14);
    ck_assert(!(next->flags & (LINE_BOLD | LINE_PARAGRAPH)));
    ck_assert_float_eq(next->size, 10);
    ck_assert(line_of(text, "Ensuite")->flags & LINE_PARAGRAPH);
    ck_assert_ptr_nonnull(strstr(text_folded(text, NULL), "\n\nEnsuite\nune ligne\nune ligne\n"));
}
END_TEST

/* A sentence goes on from page to page, over running heads and stamps. */
START_TEST(test_paragraph_over_pages)
{
    g_autoptr(Document) document = document_new();
    for (int i = 0; i < 3; i++) {
        Page *page = a4(document);
        draw(page, 50, 30, "Commune de Malval");
        draw(page, 400, 30, "Recu en prefecture le 12/03/2024");
        for (int k = 0; k < 4; k++)
            draw(page, 50, 90 + (float)k * 12, "des mots et");
        draw(page, 300, 810, "12");
    }
    g_autoptr(Text) text = layout(document);
    for (size_t i = 1; i < text_line_count(text); i++) {
        const Line *line = text_line(text, i);
        ck_assert(line->page == 1 || !(line->flags & LINE_PARAGRAPH));
        ck_assert(line->page == 1 || span_length(line->span) > 0);
    }
}
END_TEST

START_TEST(test_rotated)
{
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    draw(page, 50, 50, "Le conseil");
    for (int i = 0; i < 8; i++) /* up the right margin, in the middle of the file's lines */
        page_add_glyph(page, (Glyph){(gunichar) "Signe le" [i],
                                     { 560, 90 - (float)i * 6, 570, 96 - (float)i * 6 },
                                     10,
                                     100,
                                     GLYPH_ROTATED});
    end_line(page);
    draw(page, 50, 62, "decide");
    assert_text(document, "Le conseil\ndecide\nSigne le\n");
}
END_TEST

/* Letters on their sides, high up the page one after the other, that nobody flagged. */
START_TEST(test_stacked)
{
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    draw(page, 50, 50, "Le conseil");
    float y = 120;
    for (const char *p = "Vu le maire"; *p; p++, y -= 5)
        page_add_glyph(page, (Glyph){(gunichar)*p, {30, y - 5, 40, y}, 10, 100, 0});
    end_line(page);
    draw(page, 50, 62, "decide");
    assert_text(document, "Le conseil\ndecide\nVu le maire\n");
}
END_TEST

/* A word that the reader took for rotated because two of them ran together. */
START_TEST(test_wrongly_rotated)
{
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    draw_run(page, 50, 80, 10, GLYPH_ROTATED, "-");
    draw_run(page, 70, 50, 10, GLYPH_ROTATED, "Finances");
    end_line(page);
    draw(page, 50, 50, "II.");
    draw(page, 70, 80, "Budget");
    assert_text(document, "II. Finances\n- Budget\n");
}
END_TEST

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

/* ---- Stamps, heads and feet ------------------------------------------------------------------ */

START_TEST(test_stamp)
{
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    draw_run(page, 60, 40, 12, 0, "EXTRAIT DU REGISTRE");
    page_add_glyph(page, (Glyph){.ch = ' '});
    draw_run(page, 380, 38, 7, 0, "Envoyé en préfecture le 12/03/2024"); /* on the title's line */
    end_line(page);
    draw_run(page, 380, 46, 7, 0, "Reçu en préfecture le 12/03/2024");
    end_line(page);
    draw_run(page, 60, 54, 12, 0, "DES DELIBERATIONS");
    draw_run(page, 380, 54, 7, 0, "Publié le 13/03/2024");
    end_line(page);
    draw_run(page, 380, 62, 7, 0, "ID : 099-219912345-20240311-2024_12-DE");
    end_line(page);
    draw(page, 60, 300, "Publié le 14 mars 2024"); /* not of the stamp */
    g_autoptr(Text) text = layout(document);
    g_autofree char *body = words_of(text, false);
    ck_assert_str_eq(body, "EXTRAIT DU REGISTRE\nDES DELIBERATIONS\nPublie le 14 mars 2024\n");
    ck_assert(line_of(text, "Envoye en prefecture le 12/03/2024\n")->flags & LINE_STAMP);
    ck_assert(line_of(text, "Recu en prefecture le 12/03/2024\n")->flags & LINE_STAMP);
    ck_assert(line_of(text, "Publie le 13/03/2024\n")->flags & LINE_STAMP);
    ck_assert(line_of(text, "ID : 099-219912345-20240311-2024_12-DE\n")->flags & LINE_STAMP);
}
END_TEST

static Document *document_with_heads(int pages)
{
    Document *document = document_new();
    for (int i = 0; i < pages; i++) {
        g_autofree char *foot = g_strdup_printf("Page %d sur %d", i + 1, pages);
        g_autofree char *words = g_strdup_printf("Une page %c", 'a' + i);
        Page *page = a4(document);
        draw(page, 200, 30, "Commune de Malval - seance du 4 mai 2023");
        draw(page, 50, 100, words);
        draw(page, 50, 112, "La meme phrase au meme endroit");
        draw(page, 300, 810, foot);
    }
    return document;
}

START_TEST(test_furniture)
{
    g_autoptr(Document) document = document_with_heads(4);
    g_autoptr(Text) text = layout(document);
    int heads = 0, feet = 0, others = 0;
    for (size_t i = 0; i < text_line_count(text); i++) {
        const Line *line = text_line(text, i);
        bool furniture = (line->flags & LINE_FURNITURE) != 0;
        g_autofree char *words = text_quote(text, line->span);
        for (size_t at = line->span.start; furniture && at < line->span.end; at++)
            ck_assert_int_eq(text_folded(text, NULL)[at], ' ');
        if (g_str_has_prefix(words, "Commune")) {
            ck_assert_int_eq(furniture, line->page > 1); /* its first mention stays */
            heads += furniture;
        } else if (g_str_has_prefix(words, "Page")) {
            feet += furniture;
        } else {
            others += furniture;
        }
    }
    ck_assert_int_eq(heads, 3);
    ck_assert_int_eq(feet, 4);
    ck_assert_int_eq(others, 0);
}
END_TEST

/* Acts of one page each share a letterhead of many lines: that is no running head. */
START_TEST(test_letterheads_stay)
{
    static const char *const head[] = {"REPUBLIQUE FRANCAISE", "Departement de l'Orbe",
                                       "Commune de Malval", "EXTRAIT DU REGISTRE"};
    g_autoptr(Document) document = document_new();
    for (int i = 0; i < 4; i++) {
        Page *page = a4(document);
        for (int k = 0; k < 4; k++)
            draw(page, 50, 30 + (float)k * 14, head[k]);
        draw(page, 50, 300, i % 2 ? "Objet : voirie" : "Objet : budget");
    }
    g_autoptr(Text) text = layout(document);
    for (size_t i = 0; i < text_line_count(text); i++)
        ck_assert(!(text_line(text, i)->flags & LINE_FURNITURE));
}
END_TEST

/* ---- Plain text ------------------------------------------------------------------------------ */

static Document *plain(const char *utf8)
{
    Document *document = document_new();
    Page *page = document_add_page(document, 0, 0, TEXT_SOURCE_PLAIN);
    for (const char *p = utf8; *p; p = g_utf8_next_char(p))
        if (*p == '\f')
            page = document_add_page(document, 0, 0, TEXT_SOURCE_PLAIN);
        else
            page_add_glyph(page, (Glyph){.ch = g_utf8_get_char(p), .confidence = 100});
    return document;
}

START_TEST(test_plain_lines)
{
    static const char *const words = "  Titre\n\n\n1 - Un   alinéa \nsa suite\n\nAutre\n";
    g_autoptr(Document) document = plain(words);
    g_autoptr(Text) text = layout(document);
    ck_assert_str_eq(text_original(text, NULL), words);
    ck_assert_uint_eq(text_line_count(text), 7);
    ck_assert(text_line(text, 3)->flags & LINE_PARAGRAPH);
    ck_assert(!(text_line(text, 4)->flags & LINE_PARAGRAPH));
    ck_assert(text_line(text, 6)->flags & LINE_PARAGRAPH);
    ck_assert(!(text_line(text, 1)->flags & LINE_PARAGRAPH));
    ck_assert(box_is_empty(text_line(text, 0)->box));
}
END_TEST

START_TEST(test_plain_pages_and_stamps)
{
    g_autoptr(Document) document =
        plain("Un\nReçu en préfecture le 12/03/2024\n  Affiché le 13/03/2024\n"
              "ID : 099-219912345-20240311-2024_12-DE\ndeux\nAffiché le 14/03/2024\n\fTrois");
    g_autoptr(Text) text = layout(document);
    ck_assert(line_of(text, "Recu en")->flags & LINE_STAMP);
    ck_assert(line_of(text, "Affiche le 13")->flags & LINE_STAMP);
    ck_assert(line_of(text, "ID : 099")->flags & LINE_STAMP);
    ck_assert(!(line_of(text, "deux")->flags & LINE_STAMP));
    ck_assert(!(line_of(text, "Affiche le 14")->flags & LINE_STAMP));
    ck_assert_int_eq(line_of(text, "Trois")->page, 2);
    ck_assert(g_str_has_suffix(text_folded(text, NULL), "\nTrois\n"));
}
END_TEST

/* ---- Hostile pages --------------------------------------------------------------------------- */

START_TEST(test_nothing)
{
    g_autoptr(Document) none = document_new();
    assert_text(none, "");
    g_autoptr(Document) empty = document_new();
    a4(empty);
    document_add_page(empty, 0, 0, TEXT_SOURCE_NONE);
    draw(a4(empty), 50, 50, "   ");
    assert_text(empty, "");
}
END_TEST

/* Every character comes out once, whatever its box. */
START_TEST(test_no_glyph_is_lost)
{
    static const float coordinates[] = {NAN, INFINITY, -INFINITY, 1e30F, -1e30F,
                                        0,   595,      -50,       1e-30F};
    g_autoptr(GRand) random = g_rand_new_with_seed((guint32)_i);
    g_autoptr(Document) document = document_new();
    int count[128] = {0};
    for (int pages = 0; pages < 3; pages++) {
        Page *page = a4(document);
        int glyphs = g_rand_int_range(random, 0, 3000);
        for (int i = 0; i < glyphs; i++) {
            float at[4];
            for (int k = 0; k < 4; k++)
                at[k] = g_rand_int_range(random, 0, 100) < 4
                            ? coordinates[g_rand_int_range(random, 0, 9)]
                            : (float)g_rand_double_range(random, 0, 800);
            bool tidy = g_rand_int_range(random, 0, 10) > 2;
            Box box = tidy ? (Box){at[0], at[1], at[0] + 5, at[1] + 10}
                           : (Box){at[0], at[1], at[2], at[3]};
            gunichar ch = (gunichar)g_rand_int_range(random, ' ', 127);
            guint8 flags = g_rand_int_range(random, 0, 10) == 0 ? GLYPH_ROTATED : 0;
            page_add_glyph(page, (Glyph){ch == '~' ? '\n' : ch, box, 10, 90, flags});
            count[ch]++;
        }
    }
    g_autoptr(Text) text = layout(document);
    g_autofree char *words = words_of(text, true);
    for (const char *p = words; *p; p++)
        count[(int)*p]--;
    for (int ch = '!'; ch < '~'; ch++)
        ck_assert_msg(count[ch] == 0, "%d of « %c » lost", count[ch], ch);
}
END_TEST

/* Pages made to be slow: all on one spot, one long row, a staircase, one column of thousands. */
START_TEST(test_large_pages)
{
    enum { GLYPHS = 60000 };
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    for (int i = 0; i < GLYPHS; i++) {
        float n = (float)i;
        Box box = _i == 0   ? (Box){100, 100, 105, 110}
                  : _i == 1 ? (Box){n * 20, 100, n * 20 + 5, 110}
                  : _i == 2
                      ? (Box){n / 100, n / 100, n / 100 + 5, n / 100 + 10}
                      : (Box){(float)(i % 3) * 200, n / 50, (float)(i % 3) * 200 + 5, n / 50 + 10};
        page_add_glyph(page, (Glyph){i % 2 ? 'a' : 'B', box, 10, 100, 0});
        if (i % 3 == 0)
            end_line(page);
    }
    g_autoptr(Text) text = layout(document);
    ck_assert_uint_ge(strlen(text_folded(text, NULL)), GLYPHS);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("layout");
    TCase *lines = tcase_create("lines");
    tcase_add_test(lines, test_one_column);
    tcase_add_test(lines, test_any_file_order);
    tcase_add_test(lines, test_places);
    tcase_add_test(lines, test_thin_space);
    tcase_add_test(lines, test_superscript);
    tcase_add_test(lines, test_spaced_letters);
    tcase_add_test(lines, test_soft_hyphens);
    tcase_add_test(lines, test_paragraphs_and_weight);
    tcase_add_test(lines, test_paragraph_over_pages);
    tcase_add_test(lines, test_rotated);
    tcase_add_test(lines, test_stacked);
    tcase_add_test(lines, test_wrongly_rotated);
    suite_add_tcase(suite, lines);
    TCase *columns = tcase_create("columns");
    tcase_add_test(columns, test_table);
    tcase_add_test(columns, test_cells_without_a_space);
    tcase_add_test(columns, test_proxies_stay_on_their_rows);
    tcase_add_test(columns, test_two_columns_of_prose);
    tcase_add_test(columns, test_two_columns_of_names);
    tcase_add_test(columns, test_sorted_names);
    tcase_add_test(columns, test_pairs_of_names);
    tcase_add_test(columns, test_margin_column);
    tcase_add_test(columns, test_margin_on_the_baselines);
    tcase_add_test(columns, test_blocks_apart);
    tcase_add_test(columns, test_centred_cells);
    tcase_add_test(columns, test_hanging_labels);
    tcase_add_test(columns, test_leaders);
    suite_add_tcase(suite, columns);
    TCase *marks = tcase_create("marks");
    tcase_add_test(marks, test_stamp);
    tcase_add_test(marks, test_furniture);
    tcase_add_test(marks, test_letterheads_stay);
    suite_add_tcase(suite, marks);
    TCase *plain_text = tcase_create("plain");
    tcase_add_test(plain_text, test_plain_lines);
    tcase_add_test(plain_text, test_plain_pages_and_stamps);
    suite_add_tcase(suite, plain_text);
    TCase *hostile = tcase_create("hostile");
    tcase_add_test(hostile, test_nothing);
    tcase_add_loop_test(hostile, test_no_glyph_is_lost, 0, 20);
    tcase_add_loop_test(hostile, test_large_pages, 0, 4);
    suite_add_tcase(suite, hostile);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

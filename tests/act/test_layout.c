/* Layout: lines in reading order from boxes, whatever the order of the file. Pages are drawn here
 * glyph by glyph: a character is half as wide as its size, and its box as high as its size. */
#include "page_maker.h"

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

/* On a page where most lines stand alone the distance between them is not that of lines. */
START_TEST(test_short_paragraphs)
{
    g_autoptr(Document) document = document_new();
    Page *page = a4(document);
    float y = 50;
    for (int i = 0; i < 5; i++, y += 24) {
        draw(page, 50, y, "Un titre");
        if (i % 2 == 0)
            draw(page, 50, y += 12, "et sa suite");
    }
    g_autoptr(Text) text = layout(document);
    ck_assert_ptr_nonnull(
        strstr(text_folded(text, NULL), "Un titre\net sa suite\n\nUn titre\n\nUn titre\n"));
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

/* A scan loses a dash or an accent on one page: the foot is the same all the same. */
START_TEST(test_furniture_of_scans)
{
    static const char *const feet[] = {"Communauté de la Douve — Délibération n° 12 — 1/2",
                                       "Communaute de la Douve - Délibération n° 12 2/2"};
    for (int recognised = 0; recognised < 2; recognised++) {
        g_autoptr(Document) document = document_new();
        for (int i = 0; i < 2; i++) {
            Page *page = a4(document);
            page->source = recognised ? TEXT_SOURCE_OCR : TEXT_SOURCE_LAYER;
            draw(page, 50, 300, i ? "Objet : voirie" : "Vu le budget");
            draw(page, 50, 810, feet[i]);
        }
        g_autoptr(Text) text = layout(document);
        int furniture = 0;
        for (size_t i = 0; i < text_line_count(text); i++)
            furniture += (text_line(text, i)->flags & LINE_FURNITURE) != 0;
        ck_assert_int_eq(furniture > 0, recognised);
    }
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

/* Pages of `words`, each behind the running foot of the one before, in one line. */
static char *flattened(const char *foot, const char *words, int pages)
{
    GString *line = g_string_new(NULL);
    for (int page = 1; page <= pages; page++) {
        for (int i = 0; i < 60; i++)
            g_string_append_printf(line, "%s%d ", words, i * 7919 % 1000 + page);
        g_string_append_printf(line, foot, page);
    }
    return g_string_free(line, false);
}

START_TEST(test_running_feet_of_one_line)
{
    g_autofree char *words =
        flattened("Procès-verbal du conseil du 3 mai 2021 Page %d sur 9 ", "mot-", 3);
    g_autoptr(Document) document = plain(words);
    g_autoptr(Text) text = layout(document);
    const char *folded = text_folded(text, NULL);
    ck_assert_ptr_null(strstr(folded, "Page 1"));
    ck_assert_ptr_null(strstr(folded, "Page 2"));
    ck_assert_ptr_nonnull(strstr(folded, "Proces-verbal du conseil du 3 mai 2021 Page 3 sur 9"));
}
END_TEST

START_TEST(test_numbered_titles_are_no_feet)
{
    g_autofree char *words =
        flattened("Le conseil municipal de la commune examine la délibération n° %d ", "mot-", 3);
    g_autoptr(Document) document = plain(words);
    g_autoptr(Text) text = layout(document);
    ck_assert_ptr_nonnull(strstr(text_folded(text, NULL), "deliberation no 1 "));
}
END_TEST

START_TEST(test_decisions_before_a_page_number_are_no_feet)
{
    g_autofree char *words =
        flattened("en vue de la présente délibération. ADOPTÉ À L'UNANIMITÉ %d ", "mot-", 3);
    g_autoptr(Document) document = plain(words);
    g_autoptr(Text) text = layout(document);
    ck_assert_ptr_nonnull(strstr(text_folded(text, NULL), "ADOPTE A L'UNANIMITE 1 "));
}
END_TEST

START_TEST(test_blanks_of_plain_text_tell_cells_alone)
{
    static const char *const pages[][2] = {
        {"    Votants  :  10\n  Un mot\n", "Votants : 10\nUn mot\n"},
        {"   Votants    Pour\n        10      9\n", "   Votants    Pour\n        10      9\n"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(pages); i++) {
        g_autoptr(Document) document = plain(pages[i][0]);
        g_autoptr(Text) text = layout(document);
        ck_assert_str_eq(text_folded(text, NULL), pages[i][1]);
    }
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

/* Rules see the landmarks that recognition garbled; what is quoted is what stands there. Words that
 * only look like one are left, and so is all that was not recognised. */
START_TEST(test_garbled_landmarks)
{
    static const struct {
        const char *printed, *seen;
    } lines[] = {
        {"DELTBERATION n° 12", "DELIBERATION no 12"},
        {"Etaient présenls :", "Etaient presents :"},
        {"Absentes excuséeg :", "Absentes excusees :"},
        {"résents : M. ROC", "presents : M. ROC"},
        {"une ombre, ommune", "une ombre, commune"},
        {"à l’unaninnité des rnembres", "a l'unanimite des membres"},
        {"la Communie, en préecture", "la Commune, en prefecture"},
        {"les nrésents", "les presents"},
        {"Le Conseil municipal", "Le Conseil municipal"},
        {"la présidente, au centre du public", "la presidente, au centre du public"},
        {"des volants et des contres", "des volants et des contres"},
        {"Présenlation", "Presenlation"},
        {"M. MENBRES", "M. MENBRES"},
        {"Délibération N* 12", "Deliberation No 12"},
        {"le lot n\" 3", "le lot no 3"},
        {"la réunion* de 12", "la reunion* de 12"},
        {"n'a pas", "n'a pas"},
    };
    for (int recognised = 0; recognised < 2; recognised++) {
        for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
            g_autoptr(Document) document = document_new();
            Page *page = a4(document);
            page->source = recognised ? TEXT_SOURCE_OCR : TEXT_SOURCE_LAYER;
            draw(page, 60, 60, lines[i].printed);
            g_autoptr(Text) text = layout(document);
            g_autofree char *plain = text_fold(lines[i].printed);
            g_autofree char *seen = g_strdup(text_folded(text, NULL));
            ck_assert_str_eq(g_strchomp(seen), recognised ? lines[i].seen : plain);
            g_autofree char *quote = text_quote(text, text_line(text, 0)->span);
            ck_assert_str_eq(quote, lines[i].printed);
        }
    }
}
END_TEST

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
    tcase_add_test(lines, test_short_paragraphs);
    tcase_add_test(lines, test_paragraph_over_pages);
    tcase_add_test(lines, test_rotated);
    tcase_add_test(lines, test_stacked);
    tcase_add_test(lines, test_wrongly_rotated);
    suite_add_tcase(suite, lines);
    TCase *marks = tcase_create("marks");
    tcase_add_test(marks, test_stamp);
    tcase_add_test(marks, test_furniture);
    tcase_add_test(marks, test_furniture_of_scans);
    tcase_add_test(marks, test_letterheads_stay);
    suite_add_tcase(suite, marks);
    TCase *plain_text = tcase_create("plain");
    tcase_add_test(plain_text, test_plain_lines);
    tcase_add_test(plain_text, test_blanks_of_plain_text_tell_cells_alone);
    tcase_add_test(plain_text, test_plain_pages_and_stamps);
    tcase_add_test(plain_text, test_running_feet_of_one_line);
    tcase_add_test(plain_text, test_decisions_before_a_page_number_are_no_feet);
    tcase_add_test(plain_text, test_numbered_titles_are_no_feet);
    suite_add_tcase(suite, plain_text);
    TCase *hostile = tcase_create("hostile");
    tcase_add_test(hostile, test_garbled_landmarks);
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

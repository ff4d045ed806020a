/* PDFs as pages of glyphs: places, fonts, and what each way of being poor or broken is called. */
#include "../../src/read/read.h"
#include "pdf_maker.h"

#include <check.h>
#include <math.h>

#define ACT "BT /F 12 Tf 50 500 Td (Le conseil approuve le budget.) Tj ET\n"
#define STAMP                                                                                      \
    "BT /F 7 Tf 250 590 Td (Envoy\\351 en pr\\351fecture le 12/01/2024) Tj 0 -9 Td "               \
    "(Re\\347u en pr\\351fecture le 12/01/2024) Tj 0 -9 Td (Publi\\351 le) Tj 0 -9 Td "            \
    "(ID : 099-200000008-20240110-2024_01-DE) Tj ET\n"

static Document *read_pages(const char *const *contents, int count, const char *keys)
{
    g_autoptr(GString) pdf = pdf_of_pages(contents, count, keys);
    return document_read(pdf->str, pdf->len, NULL);
}

static Document *read_page(const char *content)
{
    return read_pages(&content, 1, "");
}

static bool has_flag(const Document *document, const char *flag)
{
    for (guint i = 0; i < document->flags->len; i++)
        if (strcmp(document->flags->pdata[i], flag) == 0)
            return true;
    return false;
}

static const Page *page_of(const Document *document, guint index)
{
    ck_assert_uint_lt(index, document->pages->len);
    return document->pages->pdata[index];
}

static char *words_of(const Page *page)
{
    GString *words = g_string_new(NULL);
    for (guint i = 0; i < page->glyphs->len; i++)
        g_string_append_unichar(words, g_array_index(page->glyphs, Glyph, i).ch);
    return g_string_free(words, FALSE);
}

static const Glyph *glyph_of(const Page *page, guint index)
{
    ck_assert_uint_lt(index, page->glyphs->len);
    return &g_array_index(page->glyphs, Glyph, index);
}

static void check_near(double got, double wanted, double within)
{
    ck_assert_msg(fabs(got - wanted) <= within, "%g is not %g", got, wanted);
}

START_TEST(test_places_and_fonts)
{
    g_autoptr(Document) document =
        read_page("BT /F 20 Tf 50 500 Td (Vote) Tj ET BT /B 10 Tf 50 400 Td (Pour) Tj ET");
    ck_assert_int_eq(document->outcome, OUTCOME_OK);
    ck_assert_int_eq(document->source, TEXT_SOURCE_LAYER);
    ck_assert_int_eq(document->page_count, 1);
    ck_assert_uint_eq(document->flags->len, 0);
    const Page *page = page_of(document, 0);
    check_near(page->width, 400, 0.01);
    check_near(page->height, 600, 0.01);
    g_autofree char *words = words_of(page);
    ck_assert_str_eq(words, "Vote\nPour");

    /* The base line of « Vote » is 100 points below the top; boxes grow downward from the top. */
    const Glyph *v = glyph_of(page, 0), *o = glyph_of(page, 1), *p = glyph_of(page, 5);
    check_near(v->box.x0, 50, 0.5);
    ck_assert_float_lt(v->box.y0, 100);
    ck_assert_float_gt(v->box.y1, 99);
    check_near(v->box.y1 - v->box.y0, 20, 6);
    check_near(o->box.x0, v->box.x1, 2);
    check_near(v->size, 20, 0.01);
    ck_assert_int_eq(v->confidence, 100);
    ck_assert_int_eq(v->flags, 0);
    ck_assert_float_gt(p->box.y0, v->box.y1);
    check_near(p->size, 10, 0.01);
    ck_assert_int_eq(p->flags, GLYPH_BOLD);
}
END_TEST

/* Boxes are those of the page as it is shown. */
START_TEST(test_turned_page)
{
    const char *content = "BT /F 12 Tf 0 1 -1 0 100 50 Tm (Debout) Tj ET";
    g_autoptr(Document) document = read_pages(&content, 1, "/Rotate 90");
    const Page *page = page_of(document, 0);
    check_near(page->width, 600, 0.01);
    check_near(page->height, 400, 0.01);
    const Glyph *first = glyph_of(page, 0), *last = glyph_of(page, 5);
    check_near(first->box.x0, 50, 1);
    ck_assert_float_gt(last->box.x0, first->box.x1);
    check_near(last->box.y0, first->box.y0, 0.1);
    check_near(first->box.y1, 100, 4);
    ck_assert(!has_flag(document, "rotated_text"));
}
END_TEST

START_TEST(test_text_nobody_reads_so)
{
    g_autoptr(Document) document =
        read_page(ACT "BT /F 12 Tf 0 1 -1 0 30 100 Tm (Tampon) Tj ET "
                      "1 1 1 rg BT /F 12 Tf 1 0 0 1 50 300 Tm (Blanc) Tj ET");
    ck_assert_int_eq(document->outcome, OUTCOME_OK);
    ck_assert(has_flag(document, "rotated_text"));
    ck_assert(has_flag(document, "white_text"));
    const Page *page = page_of(document, 0);
    int rotated = 0, hidden = 0;
    for (guint i = 0; i < page->glyphs->len; i++) {
        rotated += glyph_of(page, i)->flags & GLYPH_ROTATED ? 1 : 0;
        hidden += glyph_of(page, i)->flags & GLYPH_HIDDEN && glyph_of(page, i)->ch != '\n' ? 1 : 0;
    }
    ck_assert_int_eq(rotated, 6);
    ck_assert_int_eq(hidden, 5);
}
END_TEST

/* Letters that are the numbers of glyphs: what a font without a map gives. */
#define NUMBERED                                                                                   \
    "BT /F 9 Tf 20 400 Td (OH FRQVHLO PXQLFLSDO DSUHV HQ DYRLU GHOLEHUH D"                         \
    "SSURXY) Tj 0 -20 Td (H OH SURMHW GH EXGJHW HW DXWRULVH PRQVLHXU OH P"                         \
    "DLUH ) Tj 0 -20 Td (D VLJQHU WRXWHV OHV SLHFHV TXL FRQFHUQHQW FHWWH "                         \
    "DIID) Tj 0 -20 Td (LUH) Tj ET"
#define LAST "BT /F 12 Tf 50 400 Td (Le maire signe.) Tj ET\n"

typedef struct Kind {
    const char *pages[3];
    Outcome outcome;
    TextSource source;
    const char *flags[3]; /* all that must be there; no others may */
} Kind;

#define PRIVATE "BT /P 12 Tf 50 450 Td (nothing that anybody could read) Tj ET\n"

static const Kind kinds[] = {
    {{ACT}, OUTCOME_OK, TEXT_SOURCE_LAYER, {NULL}},
    {{ACT, ""}, OUTCOME_OK_PARTIAL, TEXT_SOURCE_LAYER, {"pages_without_text"}},
    {{"0 0 m 10 10 l S"}, OUTCOME_NO_TEXT, TEXT_SOURCE_NONE, {"pages_without_text"}},
    {{"BT /F 9 Tf 200 20 Td (12 / 14) Tj ET"},
     OUTCOME_NO_TEXT,
     TEXT_SOURCE_NONE,
     {"pages_without_text"}},
    {{STAMP, STAMP}, OUTCOME_OK_PARTIAL, TEXT_SOURCE_NONE, {"stamp_only_pages"}},
    {{ACT STAMP, STAMP}, OUTCOME_OK_PARTIAL, TEXT_SOURCE_LAYER, {"stamp_only_pages"}},
    {{ACT STAMP}, OUTCOME_OK, TEXT_SOURCE_LAYER, {NULL}},
    {{STAMP, "", ACT},
     OUTCOME_OK_PARTIAL,
     TEXT_SOURCE_LAYER,
     {"stamp_only_pages", "pages_without_text"}},
    {{PRIVATE}, OUTCOME_NO_TEXT, TEXT_SOURCE_NONE, {"suspect_text", "pages_without_text"}},
    {{ACT PRIVATE}, OUTCOME_OK, TEXT_SOURCE_LAYER, {"suspect_text"}},
    {{NUMBERED}, OUTCOME_NO_TEXT, TEXT_SOURCE_NONE, {"suspect_text", "pages_without_text"}},
    {{ACT "BT /F 12 Tf 50 450 Td 3 Tr (Nombre de votants : 12) Tj ET 0 Tr\n" LAST},
     OUTCOME_OK,
     TEXT_SOURCE_LAYER,
     {"hidden_text"}},
    {{ACT "q BT /F 12 Tf 50 450 Td 7 Tr (Nombre de votants : 12) Tj ET Q\n" LAST},
     OUTCOME_OK,
     TEXT_SOURCE_LAYER,
     {"hidden_text"}},
    {{ACT
      "BT /F 12 Tf 50 450 Td /Span <</ActualText (Votants : 12)>> BDC (Votants : 15) Tj EMC ET\n"},
     OUTCOME_OK,
     TEXT_SOURCE_LAYER,
     {"actualtext_differs"}},
    /* What is painted is what is said: invisible blanks, a text that says the same. */
    {{ACT "BT /F 12 Tf 50 450 Td 3 Tr (   ) Tj 0 Tr /Span <</ActualText (Votants : 15)>> BDC "
          "(Votants : 15) Tj EMC ET\n"},
     OUTCOME_OK,
     TEXT_SOURCE_LAYER,
     {NULL}},
    /* A white box over it, a black one, a clip; and a box below it, a frame
     * around it, text on the box again. */
    {{ACT "BT /F 12 Tf 50 450 Td (Nombre de votants : 12) Tj ET 1 g 40 440 300 30 re f 0 g\n" LAST},
     OUTCOME_OK,
     TEXT_SOURCE_LAYER,
     {"hidden_text"}},
    {{ACT "BT /F 12 Tf 50 450 Td (Monsieur Untel) Tj ET 0 g 40 440 300 30 re f\n" LAST},
     OUTCOME_OK,
     TEXT_SOURCE_LAYER,
     {"hidden_text"}},
    {{ACT "q 0 0 20 20 re W n BT /F 12 Tf 50 450 Td (Nombre de votants : 12) Tj ET Q\n" LAST},
     OUTCOME_OK,
     TEXT_SOURCE_LAYER,
     {"hidden_text"}},
    {{ACT "0.9 g 40 440 300 30 re f 0 g BT /F 12 Tf 50 450 Td (Votants : 12) Tj ET "
          "40 440 300 30 re S\n" LAST},
     OUTCOME_OK,
     TEXT_SOURCE_LAYER,
     {NULL}},
    {{ACT "BT /F 12 Tf 50 450 Td (Votants : 12) Tj ET 0.9 g 40 440 300 30 re f 0 g "
          "BT /F 12 Tf 50 450 Td (Votants : 12) Tj ET\n" LAST},
     OUTCOME_OK,
     TEXT_SOURCE_LAYER,
     {NULL}},
    {{ACT "BT (unended"}, OUTCOME_OK_PARTIAL, TEXT_SOURCE_LAYER, {"pdf_errors"}},
};

START_TEST(test_kinds)
{
    const Kind *kind = &kinds[_i];
    int count = 0;
    while (count < 3 && kind->pages[count])
        count++;
    g_autoptr(Document) document = read_pages(kind->pages, count, "");
    ck_assert_msg(document->outcome == kind->outcome, "%s, not %s", outcome_name(document->outcome),
                  outcome_name(kind->outcome));
    ck_assert_int_eq(document->source, kind->source);
    ck_assert_int_eq(document->page_count, count);
    ck_assert_uint_eq(document->pages->len, (guint)count);
    ck_assert((document->outcome == OUTCOME_OK) == (document->diagnosis == NULL));
    guint wanted = 0;
    for (; wanted < 3 && kind->flags[wanted]; wanted++)
        ck_assert_msg(has_flag(document, kind->flags[wanted]), "no flag %s", kind->flags[wanted]);
    ck_assert_uint_eq(document->flags->len, wanted);
}
END_TEST

/* Where there is a sign, what is clipped away is found as well, and which words are not seen is
 * known; on a page that is shown turned, too. */
START_TEST(test_hidden_words)
{
    const char *page = ACT "q 0 0 20 20 re W n BT /F 12 Tf 50 450 Td (Vu le code) Tj ET Q\n"
                           "BT /F 12 Tf 50 430 Td 3 Tr (Votants) Tj 0 Tr ( : 12) Tj ET\n";
    static const char *const turns[] = {"", "/Rotate 90", "/Rotate 180"};
    for (size_t turn = 0; turn < G_N_ELEMENTS(turns); turn++) {
        g_autoptr(Document) document = read_pages(&page, 1, turns[turn]);
        ck_assert(has_flag(document, "hidden_text"));
        ck_assert(!has_flag(document, "pdf_errors"));
        const Page *first = page_of(document, 0);
        g_autofree char *words = words_of(first);
        GString *hidden = g_string_new(NULL);
        for (guint i = 0; i < first->glyphs->len; i++)
            if (glyph_of(first, i)->flags & GLYPH_HIDDEN)
                g_string_append_unichar(hidden, glyph_of(first, i)->ch);
        g_autofree char *found = g_string_free(hidden, false);
        ck_assert_msg(strstr(found, "Vulecode") && strstr(found, "Votants") &&
                          strlen(found) == strlen("VulecodeVotants"),
                      "%s: hidden in « %s » is « %s »", turns[turn], words, found);
    }
}
END_TEST

/* The stamp of a scan is evidence: it stays, on a page that counts as having no text. */
START_TEST(test_stamp_stays)
{
    g_autoptr(Document) document = read_page(STAMP);
    const Page *page = page_of(document, 0);
    g_autofree char *words = words_of(page);
    ck_assert_int_eq(page->source, TEXT_SOURCE_NONE);
    ck_assert(strstr(words, "ID : 099-200000008-20240110-2024_01-DE"));
    ck_assert(strstr(words, "Reçu en préfecture le 12/01/2024"));
}
END_TEST

START_TEST(test_broken)
{
    const char *content = ACT;
    g_autoptr(GString) whole = pdf_of_pages(&content, 1, "");
    g_autoptr(Document) header_only = document_read("%PDF-1.7\n", 9, NULL);
    ck_assert_int_eq(header_only->outcome, OUTCOME_DAMAGED);
    ck_assert_ptr_nonnull(header_only->diagnosis);

    /* Without its table the file can still be read, but not wholly trusted. */
    g_autoptr(Document) no_table =
        document_read(whole->str, (gsize)(strstr(whole->str, "xref\n0 ") - whole->str), NULL);
    ck_assert_int_eq(no_table->outcome, OUTCOME_DAMAGED);

    g_autoptr(Document) zero = read_pages(NULL, 0, "");
    ck_assert_int_eq(zero->outcome, OUTCOME_ZERO_PAGES);

    g_autofree char *no_kids = g_memdup2(whole->str, whole->len + 1);
    memcpy(strstr(no_kids, "/Kids["), "/Gone[", 6);
    g_autoptr(Document) gone = document_read(no_kids, whole->len, NULL);
    ck_assert_int_eq(gone->outcome, OUTCOME_DAMAGED);

    g_autofree char *locked = g_strdup(whole->str);
    g_autofree char *trailer = g_strdup_printf(
        "%.*s/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(%s)/U(%s)>>/ID[(a)(b)]>>\nstartxref\n%s",
        (int)(strstr(locked, ">>\nstartxref") - locked), locked, "0123456789abcdef0123456789abcdef",
        "fedcba9876543210fedcba9876543210", strstr(locked, "startxref\n") + 10);
    g_autoptr(Document) encrypted = document_read(trailer, strlen(trailer), NULL);
    ck_assert_msg(encrypted->outcome == OUTCOME_ENCRYPTED, "%s", outcome_name(encrypted->outcome));
}
END_TEST

/* Every length of a cut file, and every byte spoilt: an outcome each, and never a crash. */
START_TEST(test_mutilated)
{
    const char *contents[] = {ACT STAMP, ACT};
    g_autoptr(GString) whole = pdf_of_pages(contents, 2, "");
    for (gsize length = 9; length < whole->len; length += 41) {
        g_autofree char *cut = g_memdup2(whole->str, length);
        g_autoptr(Document) document = document_read(cut, length, NULL);
        ck_assert_int_lt(document->outcome, OUTCOME_COUNT);
    }
    for (gsize at = 9; at < whole->len; at += 17) {
        g_autofree char *spoilt = g_memdup2(whole->str, whole->len);
        spoilt[at] ^= 0x15;
        g_autoptr(Document) document = document_read(spoilt, whole->len, NULL);
        for (guint i = 0; i < document->pages->len; i++) {
            const Page *page = page_of(document, i);
            for (guint k = 0; k < page->glyphs->len; k++) {
                const Glyph *glyph = glyph_of(page, k);
                ck_assert(g_unichar_validate(glyph->ch) && glyph->ch != 0);
                ck_assert(isfinite(glyph->box.x0) && glyph->box.x0 <= glyph->box.x1);
                ck_assert(isfinite(glyph->box.y0) && glyph->box.y0 <= glyph->box.y1);
            }
        }
    }
}
END_TEST

/* A page with text and a stamp annotation at its shown top right, on a page turned by `turn`. */
static GString *pdf_with_annotation(int turn, const char *content, const char *matrix)
{
    PdfMaker maker = pdf_maker_new();
    g_autofree char *page = g_strdup_printf(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 600]/Rotate %d/Contents 4 0 R/Annots[6 0 R]"
        "/Resources<</Font<</F 5 0 R>>>>>>",
        turn);
    pdf_maker_object(&maker, "<</Type/Catalog/Pages 2 0 R>>");
    pdf_maker_object(&maker, "<</Type/Pages/Count 1/Kids[3 0 R]>>");
    pdf_maker_object(&maker, page);
    pdf_maker_stream(&maker, "", content);
    pdf_maker_object(&maker,
                     "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>");
    pdf_maker_object(&maker, turn == 90
                                 ? "<</AP<</N 7 0 R>>/F 4/Rect[20 400 70 580]/Subtype/Stamp>>"
                                 : "<</AP<</N 7 0 R>>/F 4/Rect[200 540 380 590]/Subtype/Stamp>>");
    g_autofree char *keys = g_strdup_printf("/Type/XObject/Subtype/Form/BBox[0 0 180 50]%s"
                                            "/Resources<</Font<</F 5 0 R>>>>",
                                            matrix);
    pdf_maker_stream(&maker, keys,
                     "BT /F 7 Tf 10 40 Td (Re\\347u en pr\\351fecture le 12/01/2024) Tj "
                     "0 -9 Td (ID : 099-200000008-20240110-2024_01-DE) Tj ET");
    return pdf_maker_end(&maker, 1);
}

/* The library leaves annotations out; stamps are read all the same, where they are seen. */
START_TEST(test_stamp_annotation)
{
    g_autoptr(GString) upright = pdf_with_annotation(0, ACT, "");
    g_autoptr(Document) document = document_read(upright->str, upright->len, NULL);
    ck_assert_int_eq(document->outcome, OUTCOME_OK);
    ck_assert_uint_eq(document->flags->len, 0);
    const Page *page = page_of(document, 0);
    g_autofree char *words = words_of(page);
    ck_assert_str_eq(words, "Le conseil approuve le budget.\nReçu en préfecture le 12/01/2024\n"
                            "ID : 099-200000008-20240110-2024_01-DE");
    const Glyph *r = glyph_of(page, (guint)strlen("Le conseil approuve le budget.\n"));
    ck_assert_uint_eq(r->ch, 'R');
    check_near(r->box.x0, 210, 0.5);
    ck_assert_float_lt(r->box.y0, 20);
    ck_assert_float_gt(r->box.y1, 19);
    check_near(r->size, 7, 0.1);
}
END_TEST

/* Pages that each have a stamp of their own, drawn by the words in `drawings`. */
static GString *pdf_with_stamps(const char *const *drawings, int count)
{
    PdfMaker maker = pdf_maker_new();
    g_autoptr(GString) kids = g_string_new(NULL);
    for (int i = 0; i < count; i++)
        g_string_append_printf(kids, "%d 0 R ", 5 + 3 * i);
    g_autofree char *pages = g_strdup_printf("<</Type/Pages/Count %d/Kids[%s]>>", count, kids->str);
    pdf_maker_object(&maker, "<</Type/Catalog/Pages 2 0 R>>");
    pdf_maker_object(&maker, pages);
    pdf_maker_object(&maker,
                     "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>");
    pdf_maker_stream(&maker, "", ACT);
    for (int i = 0; i < count; i++) {
        g_autofree char *page = g_strdup_printf(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 %d]/Contents 4 0 R/Annots[%d 0 R]"
            "/Resources<</Font<</F 3 0 R>>>>>>",
            600 + i, 6 + 3 * i);
        g_autofree char *stamp = g_strdup_printf(
            "<</AP<</N %d 0 R>>/F 4/Rect[200 540 380 590]/Subtype/Stamp>>", 7 + 3 * i);
        pdf_maker_object(&maker, page);
        pdf_maker_object(&maker, stamp);
        pdf_maker_stream(&maker,
                         "/Type/XObject/Subtype/Form/BBox[0 0 180 50]"
                         "/Resources<</Font<</F 3 0 R>>>>",
                         drawings[i]);
    }
    return pdf_maker_end(&maker, 1);
}

/* A stamp that is drawn as the one before it is not read again, and one that differs in a digit is.
 */
START_TEST(test_stamp_annotations_repeated)
{
    const char *const drawings[] = {"BT /F 7 Tf 10 40 Td (Affich\\351 le 12/01/2024) Tj ET",
                                    "BT /F 7 Tf 10 40 Td (Affich\\351 le 12/01/2024) Tj ET",
                                    "BT /F 7 Tf 10 40 Td (Affich\\351 le 12/01/2025) Tj ET",
                                    "BT /F 7 Tf 10 40 Td (Affich\\351 le 12/01/2024) Tj ET"};
    g_autoptr(GString) whole = pdf_with_stamps(drawings, G_N_ELEMENTS(drawings));
    g_autoptr(Document) document = document_read(whole->str, whole->len, NULL);
    ck_assert_uint_eq(document->flags->len, 0);
    for (guint i = 0; i < G_N_ELEMENTS(drawings); i++) {
        g_autofree char *words = words_of(page_of(document, i));
        ck_assert_str_eq(words, i == 2 ? "Le conseil approuve le budget.\nAffiché le 12/01/2025"
                                       : "Le conseil approuve le budget.\nAffiché le 12/01/2024");
        const Glyph *a =
            glyph_of(page_of(document, i), (guint)strlen("Le conseil approuve le budget.\n"));
        check_near(a->box.y0, 14 + i, 2); /* the pages are of different heights */
    }
}
END_TEST

/* On a page that is shown turned, the drawing is turned back by its matrix. */
START_TEST(test_stamp_annotation_turned)
{
    g_autoptr(GString) turned = pdf_with_annotation(90, "", "/Matrix[0 1 -1 0 50 0]");
    g_autoptr(Document) document = document_read(turned->str, turned->len, NULL);
    ck_assert_int_eq(document->outcome, OUTCOME_OK_PARTIAL);
    ck_assert(has_flag(document, "stamp_only_pages"));
    const Page *page = page_of(document, 0);
    check_near(page->width, 600, 0.01);
    const Glyph *first = glyph_of(page, 0), *fourth = glyph_of(page, 3);
    ck_assert_uint_eq(first->ch, 'R');
    ck_assert_int_eq(first->flags & GLYPH_ROTATED, 0);
    check_near(first->box.x0, 410, 0.5);
    check_near(fourth->box.y0, first->box.y0, 0.1);
    ck_assert_float_gt(fourth->box.x0, first->box.x0);
    ck_assert_float_lt(first->box.y0, 30);
    ck_assert_float_gt(first->box.y1, 29);
}
END_TEST

/* Bytes that tell of other stamps than the library counts are not believed. */
START_TEST(test_stamp_annotation_doubtful)
{
    g_autoptr(GString) whole = pdf_with_annotation(0, ACT, "");
    g_string_append(whole, "% 9 0 obj <</AP<</N 7 0 R>>/Rect[0 0 50 50]/Subtype/Stamp>> endobj\n");
    g_autoptr(Document) document = document_read(whole->str, whole->len, NULL);
    g_autofree char *words = words_of(page_of(document, 0));
    ck_assert_str_eq(words, "Le conseil approuve le budget.");
    ck_assert(has_flag(document, "unread_stamps"));
}
END_TEST

static void count_message(const char *domain, GLogLevelFlags level, const char *message,
                          gpointer data)
{
    (void)domain;
    (void)level;
    (void)message;
    ++*(int *)data;
}

/* Listening to poppler leaves its host's handlers as they were. */
START_TEST(test_log_is_given_back)
{
    int heard = 0;
    guint handler = g_log_set_handler("Poppler", G_LOG_LEVEL_MASK, count_message, &heard);
    g_autoptr(Document) document = read_page(ACT "BT (unended");
    ck_assert(has_flag(document, "pdf_errors"));
    ck_assert_int_eq(heard, 0);
    g_log("Poppler", G_LOG_LEVEL_INFO, "anything");
    ck_assert_int_eq(heard, 1);
    g_log_remove_handler("Poppler", handler);
}
END_TEST

START_TEST(test_library)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(PdfLibrary) library = pdf_library_load(&error);
    ck_assert_msg(library != NULL, "%s", error ? error->message : "");
    ck_assert_int_ge(atoi(pdf_library_version()), 20);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pdf");
    TCase *tests = tcase_create("pdf");
    tcase_add_test(tests, test_places_and_fonts);
    tcase_add_test(tests, test_turned_page);
    tcase_add_test(tests, test_text_nobody_reads_so);
    tcase_add_loop_test(tests, test_kinds, 0, (int)G_N_ELEMENTS(kinds));
    tcase_add_test(tests, test_hidden_words);
    tcase_add_test(tests, test_stamp_stays);
    tcase_add_test(tests, test_stamp_annotation);
    tcase_add_test(tests, test_stamp_annotations_repeated);
    tcase_add_test(tests, test_stamp_annotation_turned);
    tcase_add_test(tests, test_stamp_annotation_doubtful);
    tcase_add_test(tests, test_broken);
    tcase_add_test(tests, test_mutilated);
    tcase_add_test(tests, test_log_is_given_back);
    tcase_add_test(tests, test_library);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}

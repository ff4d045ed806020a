/* Lists of names and tables of members, read from plain lines. */
#include "../../src/act/grid.h"
#include "../../src/act/persons.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static Text *lines(const char *words)
{
    Text *text = text_new();
    for (const char *p = words; *p; p = g_utf8_next_char(p)) {
        if (*p == '\n')
            text_end_line(text, 1, 0, 0);
        else
            text_append(text, g_utf8_get_char(p), 1, (Box){0}, 100);
    }
    text_end_line(text, 1, 0, 0);
    return text;
}

/* What a list reads as: « civility name (group) [role] {remark} | … ». */
static char *read_list(const char *words)
{
    g_autoptr(Text) text = lines(words);
    size_t length;
    text_folded(text, &length);
    g_autoptr(GArray) list = listed_new();
    listed_read(text, (Span){0, length}, list);
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < list->len; i++) {
        const Listed *one = &g_array_index(list, Listed, i);
        const Person *person = &one->person;
        g_string_append_printf(out, "%s%s%s%s", i ? " | " : "",
                               person->civility ? person->civility : "",
                               person->civility ? " " : "", person->name);
        if (one->group)
            g_string_append_printf(out, " (%s)", one->group);
        if (person->role)
            g_string_append_printf(out, " [%s]", person->role);
        if (one->remark)
            g_string_append_printf(out, " {%s}", one->remark);
    }
    return g_string_free(out, false);
}

static const char *const lists[][2] = {
    {"Mme Anne ROC, Maire ; M. Paul DUVAL, 1er adjoint ; M. Jean MOREL",
     "Mme Anne ROC [Maire] | M. Paul DUVAL [1er adjoint] | M. Jean MOREL"},
    {"MM. ROC, DUVAL, Mmes MOREL, PETIT", "M. ROC | M. DUVAL | Mme MOREL | Mme PETIT"},
    {"MM. Paul ROC, Anne DUVAL", "Paul ROC | Anne DUVAL"},
    {"Mesdames et Messieurs ROC, DUVAL, MOREL", "ROC | DUVAL | MOREL"},
    {"Anne ROC, Paul DUVAL\nInterprètes de la mairie : Jean MOREL", "Anne ROC | Paul DUVAL"},
    {"M. Paul ROC. Interprète de la mairie : M. Jean MOREL", "M. Paul ROC"},
    {"Pour la commune de Cerval : M. Paul ROC. Pour la commune de Pernant : Mme Anne DUVAL.",
     "M. Paul ROC (Pour la commune de Cerval) | Mme Anne DUVAL (Pour la commune de Pernant)"},
    {"Cerval : M. Paul ROC.\nPernant : Mme Anne DUVAL.",
     "M. Paul ROC (Cerval) | Mme Anne DUVAL (Pernant)"},
    {"Union de Cerval et environs : Paul ROC ; Les amis du centre : Anne DUVAL",
     "Paul ROC (Union de Cerval et environs) | Anne DUVAL (Les amis du centre)"},
    {"Membres désignés par le conseil municipal : M. Paul ROC M. Jean MOREL Membres nommés par le "
     "maire : Mme Anne DUVAL",
     "M. Paul ROC | M. Jean MOREL | Mme Anne DUVAL"},
    {"Cerval   M. Paul ROC\nMme Anne DUVAL\nPernant   M. Jean MOREL",
     "M. Paul ROC (Cerval) | Mme Anne DUVAL (Cerval) | M. Jean MOREL (Pernant)"},
    {"M. Paul ROC (Cerval), Mme Anne DUVAL (Cerval) (quitte la séance à 20h)",
     "M. Paul ROC (Cerval) | Mme Anne DUVAL (Cerval) {quitte la séance à 20h}"},
    {"Paul ROC\nAnne DUVAL - ABSENTE\nJean MOREL", "Paul ROC | Anne DUVAL {ABSENTE} | Jean MOREL"},
    {"Mme Anne ROC, Mme Mathilde, DUVAL, M. Jean MOREL",
     "Mme Anne ROC | Mme Mathilde DUVAL | M. Jean MOREL"},
    {"Paul ROC – Lise GARROS - TESTUD – Jean MOREL",
     "Paul ROC | Lise GARROS - TESTUD | Jean MOREL"},
    {"Paul ROC – Anne DUVAL - Rose PETIT CERVAL : Jean MOREL – Lise GARROS LES HERBES : Luc BEL",
     "Paul ROC | Anne DUVAL | Rose PETIT | Jean MOREL (CERVAL) | Lise GARROS (CERVAL) | "
     "Luc BEL (LES HERBES)"},
    {"Paul ROC à partir du point n° 7, Anne DUVAL jusqu'à 20h58, Jean MOREL sauf au point 3",
     "Paul ROC | Anne DUVAL | Jean MOREL"},
    {"E. ROC, A. DUVAL, M. MOREL, J. PETIT, M.A. GARROS",
     "E. ROC | A. DUVAL | M. MOREL | J. PETIT | M.A. GARROS"},
    {"CERVAL ROC Paul PERNANT DUVAL Anne LE VAUX MOREL Jean CERVAL PETIT Rose PERNANT GARROS Lise "
     "CERVAL BEL Luc LE VAUX MARIN Ève PERNANT TESTUD Guy",
     "ROC Paul (CERVAL) | DUVAL Anne (PERNANT) | MOREL Jean (LE VAUX) | PETIT Rose (CERVAL) | "
     "GARROS Lise (PERNANT) | BEL Luc (CERVAL) | MARIN Ève (LE VAUX) | TESTUD Guy (PERNANT)"},
    {"Mme DUVAL, Mme ROC La réunion débute à la demande de deux membres du comité",
     "Mme DUVAL | Mme ROC"},
    {"M. Paul ROC\nLe quorum étant atteint", "M. Paul ROC"},
    {"M.Paul ROC, MmeAnne DUVAL, Mme Rose PETIT", "M. Paul ROC | Mme Anne DUVAL | Mme Rose PETIT"},
    {"MonsieurPaul ROC MadameDUVAL", "M. Paul ROC | Mme DUVAL"},
    {"M. ROC, Mme DUVAL Nature de l'acte : 7.1", "M. ROC | Mme DUVAL"},
    {"M. Paul\nROC.", "M. Paul ROC"},
    {"Paul ROC\nAnne\nDUVAL\nRose PETIT", "Paul ROC | Anne DUVAL | Rose PETIT"},
    {"ROC Paul\nDUVAL\nAnne\nPETIT Rose", "ROC Paul | DUVAL Anne | PETIT Rose"},
    {"M. Paul ROC Mme Anne DUVAL M.\nJean MOREL Mme Rose\nPETIT",
     "M. Paul ROC | Mme Anne DUVAL | M. Jean MOREL | Mme Rose PETIT"},
    {"M. ROC\nMme DUVAL\nM. PETIT", "M. ROC | Mme DUVAL | M. PETIT"},
    {"ROC Paul, DUVAL Anne Publié le 18 mars 2022", "ROC Paul | DUVAL Anne"},
    {"Paul ROC, Anne DUVAL FINANCES", "Paul ROC | Anne DUVAL"},
    {"M. ROC, Mme DUVAL Convocation du 8 mars 2022", "M. ROC | Mme DUVAL"},
    {"M. Paul ROC, Mme Anne DUVAL soit 2 présents", "M. Paul ROC | Mme Anne DUVAL"},
    {"Mme ROC A., Mme DUVAL M., M. MOREL J.", "Mme ROC A. | Mme DUVAL M. | M. MOREL J."},
    {"Paul ROC, Anne DUVAL, Rose PETIT et\nJean MOREL",
     "Paul ROC | Anne DUVAL | Rose PETIT | Jean MOREL"},
    {"Monsieur Paul Roc, madame Anne Duval, monsieur Jean Morel\net madame Rose Petit",
     "M. Paul Roc | Mme Anne Duval | M. Jean Morel | Mme Rose Petit"},
    {"Monsieur Paul Roc, madame le maire de Cerval", "M. Paul Roc"},
    {"Paul ROC - Anne DUVAL - - Jean MOREL - Lise\nGARROS - TESTUD - Rose PETIT",
     "Paul ROC | Anne DUVAL | Jean MOREL | Lise GARROS - TESTUD | Rose PETIT"},
    {"ROC - DUVAL - MOREL - PETIT", "ROC | DUVAL | MOREL | PETIT"},
};

START_TEST(test_list)
{
    g_autofree char *got = read_list(lists[_i][0]);
    ck_assert_str_eq(got, lists[_i][1]);
}
END_TEST

START_TEST(test_grid)
{
    g_autoptr(Text) text = lines("Membre          Présent   Absent   Pouvoir à\n"
                                 "ROC Anne        X\n"
                                 "DUVAL Paul                X\n"
                                 "MOREL Jean                         ROC Anne");
    g_auto(Grid) grid = {0};
    GridRow row;
    ck_assert(grid_read_head(text, 0, &grid));
    ck_assert_int_eq(grid.count, 4);
    ck_assert_str_eq(grid.heads[3], "Pouvoir a");
    for (size_t line = 1; line <= 3; line++) {
        ck_assert(grid_read_row(text, line, &row));
        ck_assert_uint_eq(row.count, 2);
        ck_assert_int_eq(grid_column(&grid, text, row.cells[1]), (int)line);
    }
}
END_TEST

/* Heads that stand on two lines, and columns that are wider than their heads. */
START_TEST(test_grid_of_two_lines)
{
    g_autoptr(Text) text = lines("Numéro                      Approuvée/\n"
                                 "            OBJET           Rejetée\n"
                                 "2025_041   Vente du lavoir      Approuvée\n"
                                 "           et du four");
    g_auto(Grid) grid = {0};
    GridRow row;
    ck_assert(grid_read_head(text, 1, &grid));
    ck_assert_int_eq(grid.count, 2);
    ck_assert(grid_read_row(text, 0, &row));
    for (size_t i = 0; i < row.count; i++)
        grid_add_head(&grid, text, row.cells[i]);
    ck_assert_int_eq(grid.count, 3);
    ck_assert_str_eq(grid.heads[0], "Numero");
    ck_assert_str_eq(grid.heads[1], "OBJET");
    ck_assert(grid_read_row(text, 2, &row));
    grid_widen(&grid, text, &row);
    ck_assert(grid_read_row(text, 3, &row));
    ck_assert_uint_eq(row.count, 1);
    ck_assert_int_eq(grid_column(&grid, text, row.cells[0]), 1);
}
END_TEST

START_TEST(test_grid_without_heads)
{
    g_autoptr(Text) text = lines("Membre Présent Absent\n");
    g_auto(Grid) grid = {0};
    ck_assert(!grid_read_head(text, 0, &grid));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("persons");
    TCase *tcase = tcase_create("persons");
    tcase_add_loop_test(tcase, test_list, 0, G_N_ELEMENTS(lists));
    tcase_add_test(tcase, test_grid);
    tcase_add_test(tcase, test_grid_of_two_lines);
    tcase_add_test(tcase, test_grid_without_heads);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

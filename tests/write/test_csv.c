/* CSV, both ways. */
#include "../../src/write/csv.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static CsvTable *read_text(const char *text, GError **error)
{
    return csv_read(text, strlen(text), error);
}

START_TEST(test_rows_are_quoted_where_they_must)
{
    const char *const cells[] = {"Plain", "a,b", "say \"no\"", "two\nlines", NULL, " edge", "é;à"};
    g_autoptr(GString) out = g_string_new(NULL);
    csv_row(out, cells, G_N_ELEMENTS(cells));
    ck_assert_str_eq(out->str,
                     "Plain,\"a,b\",\"say \"\"no\"\"\",\"two\nlines\",,\" edge\",é;à\r\n");
    g_string_truncate(out, 0);
    csv_row(out, (const char *const[]){NULL}, 1);
    ck_assert_str_eq(out->str, "\"\"\r\n");
    g_string_truncate(out, 0);
    csv_row(out, (const char *const[]){"bad \xff byte"}, 1);
    ck_assert(g_utf8_validate(out->str, -1, NULL));
}
END_TEST

START_TEST(test_tables_of_all_kinds)
{
    static const char *const texts[] = {
        "Nom,SIREN\nVal-Haut,1\n",   "\xEF\xBB\xBFNom;SIREN\r\nVal-Haut;1\r\n",
        "Nom\tSIREN\rVal-Haut\t1",   "\"Nom\",\"SIREN\"\n\n\"Val-Haut\", 1 \n,\n",
        "Nom,SIREN,\nVal-Haut,1,\n",
    };
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(CsvTable) table = read_text(texts[i], NULL);
        ck_assert_ptr_nonnull(table);
        ck_assert_uint_eq(table->rows->len, 1);
        ck_assert_str_eq(csv_cell(table, 0, csv_column(table, "name|nom")), "Val-Haut");
        ck_assert_str_eq(csv_cell(table, 0, csv_column(table, "siren")), "1");
        ck_assert_int_eq(csv_column(table, "siret"), -1);
        ck_assert_ptr_null(csv_cell(table, 0, -1));
    }
}
END_TEST

START_TEST(test_quotes_and_line_ends_inside_cells)
{
    g_autoptr(CsvTable) table = read_text("a;b\n\"x;\"\"y\"\"\nz\";2\n", NULL);
    ck_assert_str_eq(csv_cell(table, 0, 0), "x;\"y\"\nz");
    ck_assert_str_eq(csv_cell(table, 0, 1), "2");
}
END_TEST

START_TEST(test_wrong_tables_say_where)
{
    static const struct {
        const char *text, *message;
    } wrong[] = {
        {"a,b\n1,2,3\n", "line 2: more cells than there are columns"},
        {"a,b\n1,\"2\n3\n", "line 2: a quote is not closed"},
        {"a,A\n", "line 1: two columns have one name"},
        {"a,b\n\xe9,1\n", "line 1: it is not UTF-8"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(CsvTable) table = read_text(wrong[i].text, &error);
        ck_assert_ptr_null(table);
        ck_assert_str_eq(error->message, wrong[i].message);
    }
    g_autoptr(CsvTable) empty = read_text("", NULL);
    ck_assert_uint_eq(empty->rows->len, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("csv");
    TCase *cases = tcase_create("csv");
    tcase_add_test(cases, test_rows_are_quoted_where_they_must);
    tcase_add_test(cases, test_tables_of_all_kinds);
    tcase_add_test(cases, test_quotes_and_line_ends_inside_cells);
    tcase_add_test(cases, test_wrong_tables_say_where);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* Sheets and sets: layers of directories, names, comments, line ends, what `delibex rules list`
 * shows. What is refused has its own folder, tests/refused. */
#include "../../src/base/error.h"
#include "sheets.h"

#define COUNT_RULE                                                                                 \
    "rule present-count\n"                                                                         \
    "    # Form met in many headers.\n"                                                            \
    "    # A second line of comment.\n"                                                            \
    "    zone    counts present\n"                                                                 \
    "    regex   ^ \\h* presents \\h* :   # label\n"                                               \
    "            \\h* (?<present> [0-9]+ )\n"                                                      \
    "    field   present  count\n"                                                                 \
    "    ok      Présents : 59\n"                                                                 \
    "            present = 59\n"                                                                   \
    "    no      Absents : 4\n"

static void assert_right(const RuleSet *set)
{
    g_autoptr(GPtrArray) breaches = g_ptr_array_new_with_free_func(g_free);
    ck_assert_msg(rule_set_check(set, breaches), "%s", (const char *)breaches->pdata[0]);
}

START_TEST(a_rule_is_listed_as_it_is_written)
{
    g_autoptr(RuleSet) set = load_right("# The counts.\n\n" COUNT_RULE);
    RuleInfo info = rule_set_info(set, 0);

    ck_assert_uint_eq(rule_set_count(set), 1);
    ck_assert_str_eq(info.name, "sheet/present-count");
    ck_assert(g_str_has_suffix(info.file, "/sheet.rules"));
    ck_assert_int_eq(info.line, 3);
    ck_assert_str_eq(info.zones, "counts present");
    ck_assert_str_eq(info.comment, "Form met in many headers.");
    ck_assert_str_eq(info.regex, "^ \\h* presents \\h* :   # label\n"
                                 "            \\h* (?<present> [0-9]+ )");
    ck_assert_uint_eq(info.oks, 1);
    ck_assert_uint_eq(info.nos, 1);
    assert_right(set);
}
END_TEST

START_TEST(tabs_carriage_returns_and_byte_order_marks_change_nothing)
{
    g_autoptr(GString) sheet = g_string_new("\xEF\xBB\xBF");
    for (const char *p = COUNT_RULE; *p; p++) {
        if (strncmp(p, "            ", 12) == 0) {
            g_string_append(sheet, "\t    ");
            p += 11;
        } else if (*p == '\n') {
            g_string_append(sheet, "\r\n");
        } else {
            g_string_append_c(sheet, *p);
        }
    }
    g_autoptr(RuleSet) set = load_right(sheet->str);
    ck_assert_str_eq(rule_set_info(set, 0).zones, "counts present");
    assert_right(set);
}
END_TEST

START_TEST(blank_and_comment_lines_may_stand_anywhere)
{
    g_autoptr(RuleSet) set = load_right("\n# a\n   # b\nrule r\n\n    # doc\n\n    zone  *\n# c\n"
                                        "    regex presents\n\n          # more\n          \\h+ "
                                        "(?<present> [0-9]+ )\n    # d\n    field present count\n"
                                        "    ok  présents 3\n        # e\n        present = 3\n\n"
                                        "    no  absents 3");
    ck_assert_str_eq(rule_set_info(set, 0).comment, "doc");
    assert_right(set);
}
END_TEST

START_TEST(digits_before_the_name_of_a_file_name_nothing)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(RuleSet) set = load_one("34-counts.rules", COUNT_RULE, -1, &error);
    ck_assert_ptr_nonnull(set);
    ck_assert_str_eq(rule_set_info(set, 0).name, "counts/present-count");
}
END_TEST

START_TEST(a_higher_directory_replaces_removes_and_adds_files)
{
    char *low = directory_new(), *high = directory_new();
    const char *directories[] = {low, high, NULL};
    const char *one = "rule %s\n    zone  *\n    regex %s\n    set   x = y\n";
    g_autofree char *a = g_strdup_printf(one, "a", "aa"), *b = g_strdup_printf(one, "b", "bb"),
                    *c = g_strdup_printf(one, "c", "cc"), *d = g_strdup_printf(one, "d", "dd");

    directory_put(low, "20-two.rules", a, -1);
    directory_put(low, "10-one.rules", b, -1);
    directory_put(low, "30-three.rules", c, -1);
    directory_put(low, "README.md", "no sheet", -1);
    directory_put(high, "20-two.rules", d, -1);
    directory_put(high, "30-three.rules", "", -1);
    directory_put(high, "15-between.rules", a, -1);
    g_autoptr(RuleSet) set = rule_set_load(directories, NULL);
    ck_assert_ptr_nonnull(set);
    ck_assert_uint_eq(rule_set_count(set), 3);
    ck_assert_str_eq(rule_set_info(set, 0).name, "one/b");
    ck_assert_str_eq(rule_set_info(set, 1).name, "between/a");
    ck_assert_str_eq(rule_set_info(set, 2).name, "two/d");
    directory_remove(low);
    directory_remove(high);
}
END_TEST

START_TEST(common_shapes_are_seen_by_every_sheet_of_every_directory)
{
    char *low = directory_new(), *high = directory_new();
    const char *directories[] = {low, high, NULL};
    directory_put(low, "00-common.rules", "define UNIT [0-9]\ndefine INT (?&UNIT){1,4}\n", -1);
    directory_put(high, "10-own.rules",
                  "rule r\n    zone  *\n    regex presents \\h+ (?<present> (?&INT) )\n"
                  "    field present count\n    ok présents 12\n       present = 12\n"
                  "    no absents 12\n",
                  -1);
    g_autoptr(GError) error = NULL;
    g_autoptr(RuleSet) set = rule_set_load(directories, &error);
    ck_assert_msg(set != NULL, "%s", error ? error->message : "");
    assert_right(set);
    directory_remove(low);
    directory_remove(high);
}
END_TEST

START_TEST(a_sheets_own_shapes_are_not_seen_by_others)
{
    char *directory = directory_new();
    const char *directories[] = {directory, NULL};
    g_autoptr(GError) error = NULL;
    directory_put(directory, "10-a.rules", "define INT [0-9]\n", -1);
    directory_put(directory, "20-b.rules", "rule r\n    zone  *\n    regex (?<present> (?&INT) )\n",
                  -1);
    ck_assert_ptr_null(rule_set_load(directories, &error));
    ck_assert(g_str_has_suffix(error->message, "/20-b.rules:3:26: rule r: no shape is called INT"));
    directory_remove(directory);
}
END_TEST

START_TEST(a_shape_is_called_not_spliced)
{
    /* Spliced, the bar would cut the rule in two. */
    g_autoptr(RuleSet) set = load_right("define WORD un | deux\n"
                                        "rule r\n    zone  *\n"
                                        "    regex ^ presents \\h+ (?&WORD) $\n    set x = y\n");
    g_autoptr(Text) text = text_of("présents un\nprésents deux\ndeux\nprésents\n");
    g_autoptr(Matches) matches = matches_new();
    rule_set_match(set, RULE_PASS_FIELDS, text, NULL, matches);
    ck_assert_uint_eq(matches->matches->len, 2);
}
END_TEST

START_TEST(directories_that_cannot_be_read_are_an_error)
{
    const char *directories[] = {"/nonexistent/sheets", NULL};
    g_autoptr(GError) error = NULL;
    ck_assert_ptr_null(rule_set_load(directories, &error));
    ck_assert_int_eq(error->code, DELIBEX_ERROR_RULES);
    ck_assert_ptr_nonnull(strstr(error->message, "/nonexistent/sheets"));
}
END_TEST

START_TEST(no_directory_is_an_empty_set)
{
    const char *directories[] = {NULL};
    g_autoptr(RuleSet) set = rule_set_load(directories, NULL);
    ck_assert_ptr_nonnull(set);
    ck_assert_uint_eq(rule_set_count(set), 0);
    assert_right(set);
}
END_TEST

START_TEST(an_example_of_several_lines_and_matches_lists_all_values_in_order)
{
    g_autoptr(RuleSet) set =
        load_right("rule r\n"
                   "    zone  proxies\n"
                   "    regex ^ (?<giver> .+? ) \\h+ a \\h+ (?<holder> .+ ) $\n"
                   "    field giver   person\n"
                   "    field holder  person\n"
                   "    ok    | M. Jean DUVAL à Mme Anne ROC\n"
                   "          |\n"
                   "          | Mme Lise MOREL à M. Paul PETIT\n"
                   "          giver  = Jean DUVAL\n"
                   "          holder = Anne ROC\n"
                   "          giver  = Lise MOREL\n"
                   "          holder = Paul PETIT\n"
                   "    no    | M. Jean DUVAL\n"
                   "          | à\n");
    assert_right(set);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_rule_is_listed_as_it_is_written,
        tabs_carriage_returns_and_byte_order_marks_change_nothing,
        blank_and_comment_lines_may_stand_anywhere,
        digits_before_the_name_of_a_file_name_nothing,
        a_higher_directory_replaces_removes_and_adds_files,
        common_shapes_are_seen_by_every_sheet_of_every_directory,
        a_sheets_own_shapes_are_not_seen_by_others,
        a_shape_is_called_not_spliced,
        directories_that_cannot_be_read_are_an_error,
        no_directory_is_an_empty_set,
        an_example_of_several_lines_and_matches_lists_all_values_in_order,
        NULL,
    };
    return suite_run("sheet", tests);
}

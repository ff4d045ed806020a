/* The shipped sheets keep every law. */
#include "sheets.h"

START_TEST(shipped_sheets_keep_the_laws)
{
    const char *directories[] = {SOURCE_DIR "/patterns", NULL};
    g_autoptr(GError) error = NULL;
    g_autoptr(RuleSet) set = rule_set_load(directories, &error);
    ck_assert_msg(set != NULL, "%s", error ? error->message : "");
    ck_assert_uint_gt(rule_set_count(set), 0);

    g_autoptr(GPtrArray) breaches = g_ptr_array_new_with_free_func(g_free);
    bool kept = rule_set_check(set, breaches);
    g_ptr_array_add(breaches, NULL);
    g_autofree char *all = g_strjoinv("\n", (char **)breaches->pdata);
    ck_assert_msg(kept, "%u breaches:\n%s", breaches->len - 1, all);
}
END_TEST

START_TEST(every_shipped_rule_says_what_it_reads)
{
    const char *directories[] = {SOURCE_DIR "/patterns", NULL};
    g_autoptr(RuleSet) set = rule_set_load(directories, NULL);
    ck_assert_ptr_nonnull(set);
    for (size_t i = 0; i < rule_set_count(set); i++) {
        RuleInfo info = rule_set_info(set, i);
        ck_assert_msg(*info.comment, "%s:%d: rule %s has no comment", info.file, info.line,
                      info.name);
    }
    ck_assert_uint_eq(rule_set_interpreted(set), rule_set_count(set));
    rule_set_translate(set);
    ck_assert_uint_eq(rule_set_interpreted(set), 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {shipped_sheets_keep_the_laws,
                                  every_shipped_rule_says_what_it_reads, NULL};
    return suite_run("patterns", tests);
}

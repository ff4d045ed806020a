/* The guide for authors of rules, patterns/README.md, is right: its sheets keep the laws, and what
 * it says of a wrong one is what is said. */
#include "sheets.h"

/* The text of the next block fenced as ```KIND, from *at on; NULL when there is none. */
static char *next_block(const char **at, const char *kind)
{
    g_autofree char *fence = g_strdup_printf("\n```%s\n", kind);
    const char *start = strstr(*at, fence);
    if (!start)
        return NULL;
    start += strlen(fence);
    const char *end = strstr(start, "\n```\n");
    ck_assert_ptr_nonnull(end);
    *at = end;
    return g_strndup(start, end + 1 - start);
}

static char *load_guide(void)
{
    char *guide = NULL;
    ck_assert(g_file_get_contents(SOURCE_DIR "/patterns/README.md", &guide, NULL, NULL));
    return guide;
}

static char *breaches_of(const char *sheet)
{
    g_autoptr(RuleSet) set = load_right(sheet);
    g_autoptr(GPtrArray) breaches = g_ptr_array_new_with_free_func(g_free);
    rule_set_check(set, breaches);
    g_autoptr(GString) out = g_string_new(NULL);
    for (guint i = 0; i < breaches->len; i++)
        g_string_append_printf(out, "%s\n", strstr(breaches->pdata[i], "sheet.rules:"));
    return g_strdup(out->str);
}

START_TEST(its_sheets_keep_the_laws)
{
    g_autofree char *guide = load_guide();
    const char *at = guide;
    int count = 0;
    for (char *block; (block = next_block(&at, "rules")); count++) {
        g_autofree char *sheet = block;
        g_autofree char *breaches = breaches_of(sheet);
        ck_assert_msg(!*breaches, "%s", breaches);
    }
    ck_assert_int_ge(count, 5);
}
END_TEST

START_TEST(its_wrong_sheet_is_refused_in_its_words)
{
    g_autofree char *guide = load_guide();
    const char *at = guide;
    g_autofree char *sheet = next_block(&at, "rules refused");
    ck_assert_ptr_nonnull(sheet);
    g_autofree char *message = next_block(&at, "message");
    ck_assert_ptr_nonnull(message);
    g_autofree char *breaches = breaches_of(sheet);
    ck_assert_str_eq(breaches, message);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {its_sheets_keep_the_laws, its_wrong_sheet_is_refused_in_its_words,
                                  NULL};
    return suite_run("guide", tests);
}

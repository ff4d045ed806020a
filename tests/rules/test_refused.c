/* Every way of being wrong, one sheet each: tests/refused/NAME.rules must give exactly the messages
 * of NAME.err. With DELIBEX_ACCEPT=1 in the environment the messages are written, to be read. */
#include "sheets.h"

#include <stdlib.h>

/* Takes the temporary directory out of messages: it is not part of what they say. */
static char *without(const char *message, const char *directory)
{
    g_autofree char *prefix = g_strconcat(directory, "/", NULL);
    g_auto(GStrv) parts = g_strsplit(message, prefix, -1);
    return g_strjoinv("", parts);
}

/* What loading and checking a sheet says, one line a message. */
static char *complaints(const char *name, const char *contents, size_t length)
{
    char *directory = directory_new();
    const char *directories[] = {directory, NULL};
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) out = g_string_new(NULL);

    directory_put(directory, name, contents, (gssize)length);
    g_autoptr(RuleSet) set = rule_set_load(directories, &error);
    if (set) {
        g_autoptr(GPtrArray) breaches = g_ptr_array_new_with_free_func(g_free);
        ck_assert(rule_set_check(set, breaches) == (breaches->len == 0));
        for (guint i = 0; i < breaches->len; i++)
            g_string_append_printf(out, "%s\n", (const char *)breaches->pdata[i]);
    } else {
        g_string_append_printf(out, "%s\n", error->message);
    }
    char *said = without(out->str, directory);
    directory_remove(directory);
    return said;
}

START_TEST(each_sheet_is_refused_in_its_words)
{
    const char *folder = SOURCE_DIR "/tests/refused";
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_autoptr(GString) failures = g_string_new(NULL);
    const char *name;
    int count = 0;

    ck_assert_ptr_nonnull(dir);
    while ((name = g_dir_read_name(dir))) {
        if (!g_str_has_suffix(name, ".rules"))
            continue;
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autofree char *stem = g_strndup(path, strlen(path) - strlen(".rules"));
        g_autofree char *expected_path = g_strconcat(stem, ".err", NULL);
        g_autofree char *contents = NULL, *expected = NULL;
        size_t length = 0;
        ck_assert(g_file_get_contents(path, &contents, &length, NULL));
        g_autofree char *said = complaints(name, contents, length);
        if (getenv("DELIBEX_ACCEPT"))
            g_file_set_contents(expected_path, said, -1, NULL);
        g_file_get_contents(expected_path, &expected, NULL, NULL);
        if (!expected || !*said || strcmp(expected, said) != 0)
            g_string_append_printf(failures, "\n%s\n  says:  %s  wanted: %s", name, said,
                                   expected ? expected : "(no file)\n");
        count++;
    }
    ck_assert_msg(failures->len == 0, "%s", failures->str);
    ck_assert_int_ge(count, 60);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {each_sheet_is_refused_in_its_words, NULL};
    return suite_run("refused", tests);
}

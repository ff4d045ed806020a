/* Directories of sheets for tests, made and removed. */
#ifndef DELIBEX_TESTS_RULES_SHEETS_H
#define DELIBEX_TESTS_RULES_SHEETS_H

#include "../../src/rules/rules.h"

#include <check.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

/* A new directory. The caller passes it to directory_remove(). */
static inline char *directory_new(void)
{
    char *directory = g_dir_make_tmp("delibex-rules-XXXXXX", NULL);
    ck_assert_ptr_nonnull(directory);
    return directory;
}

static inline void directory_remove(char *directory)
{
    GDir *dir = g_dir_open(directory, 0, NULL);
    const char *name;
    while ((name = g_dir_read_name(dir))) {
        g_autofree char *path = g_build_filename(directory, name, NULL);
        g_unlink(path);
    }
    g_dir_close(dir);
    g_rmdir(directory);
    g_free(directory);
}

static inline void directory_put(const char *directory, const char *name, const char *contents,
                                 gssize length)
{
    g_autofree char *path = g_build_filename(directory, name, NULL);
    ck_assert(g_file_set_contents(path, contents, length, NULL));
}

/* The rules of one sheet, or NULL and an error that starts with "sheet.rules:". */
static inline RuleSet *load_one(const char *name, const char *contents, gssize length,
                                GError **error)
{
    char *directory = directory_new();
    const char *directories[] = {directory, NULL};
    directory_put(directory, name, contents, length);
    RuleSet *set = rule_set_load(directories, error);
    if (!set) {
        const char *start = strstr((*error)->message, name);
        g_autofree char *message = g_strdup(start ? start : (*error)->message);
        g_free((*error)->message);
        (*error)->message = g_steal_pointer(&message);
    }
    directory_remove(directory);
    return set;
}

/* The same, for sheets that are right. */
static inline RuleSet *load_right(const char *contents)
{
    g_autoptr(GError) error = NULL;
    RuleSet *set = load_one("sheet.rules", contents, -1, &error);
    ck_assert_msg(set != NULL, "%s", error ? error->message : "");
    return set;
}

static inline Text *text_of(const char *words)
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

/* "rule: name = value, name = value" for each match, joined by '\n'. The caller frees. */
static inline char *matches_print(const Matches *matches)
{
    GString *out = g_string_new(NULL);
    for (guint i = 0; i < matches->matches->len; i++) {
        const Match *match = g_ptr_array_index(matches->matches, i);
        g_string_append_printf(out, "%s%s:", i ? "\n" : "", match->rule);
        for (guint j = 0; j < match->captures->len; j++) {
            const Capture *capture = &g_array_index(match->captures, Capture, j);
            g_string_append_printf(out, "%s %s = %s", j ? "," : "", capture->name,
                                   capture->value.text);
        }
    }
    return g_string_free(out, false);
}

static inline int suite_run(const char *name, const TTest *const *tests)
{
    Suite *suite = suite_create(name);
    TCase *tcase = tcase_create(name);
    tcase_set_timeout(tcase, 600); /* sanitizers are slow, and so are loaded machines */
    for (; *tests; tests++)
        tcase_add_test(tcase, *tests);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? 1 : 0;
}

#endif

/* A RuleSet from directories of sheets: which file counts, in what order. */
#include "set.h"

#include "../base/error.h"

#include <string.h>

/* A sheet is written by hand: one larger than this is something else. */
enum { SHEET_BYTES_MOST = 4 * 1024 * 1024 };

RuleSet *rule_set_new(void)
{
    RuleSet *set = g_new0(RuleSet, 1);
    set->sheets = g_ptr_array_new_with_free_func((GDestroyNotify)sheet_free);
    set->shapes = g_ptr_array_new_with_free_func((GDestroyNotify)shape_free);
    set->rules = g_ptr_array_new_with_free_func((GDestroyNotify)rule_free);
    set->sieves = sieve_table_new();
    return set;
}

void rule_set_free(RuleSet *set)
{
    if (!set)
        return;
    g_ptr_array_unref(set->rules);
    g_ptr_array_unref(set->shapes);
    g_ptr_array_unref(set->sheets);
    sieve_table_free(set->sieves);
    regex_run_free(set->spare);
    sieve_index_free(set->last);
    g_free(set);
}

/* Notes name → path for every sheet of a directory, over those of lower ones. */
static bool list_sheets(const char *directory, GHashTable *paths, GError **error)
{
    g_autoptr(GError) problem = NULL;
    g_autoptr(GDir) dir = g_dir_open(directory, 0, &problem);
    const char *name;

    if (!dir) {
        g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_RULES, "%s", problem->message);
        return false;
    }
    while ((name = g_dir_read_name(dir)))
        if (g_str_has_suffix(name, ".rules") && *name != '.')
            g_hash_table_replace(paths, g_strdup(name), g_build_filename(directory, name, NULL));
    return true;
}

static Sheet *load_sheet(const char *path, GError **error)
{
    g_autoptr(GError) problem = NULL;
    g_autofree char *bytes = NULL;
    size_t length = 0;

    if (!g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
        g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_RULES, "%s: not a regular file", path);
        return NULL;
    }
    if (!g_file_get_contents(path, &bytes, &length, &problem)) {
        g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_RULES, "%s", problem->message);
        return NULL;
    }
    if (length > SHEET_BYTES_MOST) {
        g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_RULES,
                    "%s: larger than the %d bytes a sheet may have", path, SHEET_BYTES_MOST);
        return NULL;
    }
    return sheet_read(path, bytes, length, error);
}

static int compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(a, b);
}

RuleSet *rule_set_load(const char *const *directories, GError **error)
{
    g_autoptr(RuleSet) set = rule_set_new();
    g_autoptr(ShapeScope) common = shape_scope_new(NULL);
    g_autoptr(GHashTable) paths = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

    for (; *directories; directories++)
        if (!list_sheets(*directories, paths, error))
            return NULL;
    g_autoptr(GList) names = g_list_sort(g_hash_table_get_keys(paths), compare_names);
    for (const GList *name = names; name; name = name->next) {
        Sheet *sheet = load_sheet(g_hash_table_lookup(paths, name->data), error);
        if (!sheet)
            return NULL;
        g_ptr_array_add(set->sheets, sheet);
        if (!sheet_compile(set, sheet, common, error))
            return NULL;
    }
    return g_steal_pointer(&set);
}

void rule_set_translate(RuleSet *set)
{
    for (guint i = 0; i < set->rules->len; i++)
        regex_translate(((const Rule *)set->rules->pdata[i])->regex);
}

size_t rule_set_count(const RuleSet *set)
{
    return set->rules->len;
}

RuleInfo rule_set_info(const RuleSet *set, size_t index)
{
    g_assert(index < set->rules->len);
    const Rule *rule = g_ptr_array_index(set->rules, index);
    return (RuleInfo){
        .name = rule->name,
        .file = rule->sheet->path,
        .line = sheet_line(rule->sheet, rule->at),
        .zones = rule->zone_words,
        .comment = rule->comment,
        .regex = rule->source,
        .oks = rule->oks->len,
        .nos = rule->nos->len,
    };
}

size_t rule_set_interpreted(const RuleSet *set)
{
    size_t count = 0;
    for (guint i = 0; i < set->rules->len; i++)
        count += !regex_is_compiled(((const Rule *)set->rules->pdata[i])->regex);
    return count;
}

/* Finds the rule sheets. */
#include "places.h"

#include "../base/error.h"

/* The first of two places, from the directory of this program, that exists. */
static char *beside_program(const char *built, const char *installed, GFileTest test)
{
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *directory = g_path_get_dirname(program ? program : ".");
    const char *const places[] = {built, installed};

    for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autofree char *place = g_build_filename(directory, places[i], NULL);
        if (g_file_test(place, test))
            return g_steal_pointer(&place);
    }
    return NULL;
}

GStrv pattern_directories(const Arguments *arguments, GError **error)
{
    g_autoptr(GPtrArray) directories = g_ptr_array_new_with_free_func(g_free);
    char *installed = beside_program("patterns", "../share/delibex/patterns", G_FILE_TEST_IS_DIR);
    g_autofree char *own = g_build_filename(g_get_user_config_dir(), "delibex", "patterns", NULL);
    const GPtrArray *given = arguments_values(arguments, "patterns");

    if (!installed) {
        g_set_error_literal(error, DELIBEX_ERROR, DELIBEX_ERROR_RULES,
                            "the rule sheets that come with delibex are missing");
        return NULL;
    }
    g_ptr_array_add(directories, installed);
    if (g_file_test(own, G_FILE_TEST_IS_DIR))
        g_ptr_array_add(directories, g_steal_pointer(&own));
    for (guint i = 0; given && i < given->len; i++)
        g_ptr_array_add(directories, g_strdup(given->pdata[i]));
    g_ptr_array_add(directories, NULL);
    return (GStrv)g_ptr_array_free(g_steal_pointer(&directories), FALSE);
}

char *locale_directory(void)
{
    return beside_program("locale", "../share/locale", G_FILE_TEST_IS_DIR);
}

#include "extractor.h"

#include "../base/digest.h"
#include "../pool/launch.h"

#include <string.h>

static bool add_file(Digest *digest, const char *path)
{
    g_autofree char *bytes = NULL;
    gsize length;
    if (!g_file_get_contents(path, &bytes, &length, NULL))
        return false;
    digest_add(digest, bytes, length);
    return true;
}

static int compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_sheets(Digest *digest, const char *directory)
{
    g_autoptr(GDir) dir = g_dir_open(directory, 0, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (const char *name; dir && (name = g_dir_read_name(dir));)
        if (g_str_has_suffix(name, ".rules"))
            g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, compare_names);
    for (guint i = 0; i < names->len; i++) {
        g_autofree char *path = g_build_filename(directory, names->pdata[i], NULL);
        digest_add(digest, names->pdata[i], strlen(names->pdata[i]) + 1);
        add_file(digest, path);
    }
}

char *extractor_name(const char *version, const PoolOptions *pool)
{
    g_autoptr(Digest) digest = digest_new();
    const char *const *directories = pool->pattern_dirs;
    g_autofree char *reader =
        pool->reader_path ? g_strdup(pool->reader_path) : launch_find_reader(NULL);
    int ocr = (int)pool->extract.ocr;
    digest_add(digest, &ocr, sizeof ocr);
    if (reader)
        add_file(digest, reader);
    for (size_t i = 0; directories && directories[i]; i++)
        add_sheets(digest, directories[i]);
    return g_strdup_printf("%s+%.12s", version, digest_hex(digest));
}

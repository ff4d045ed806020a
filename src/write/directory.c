#include "directory.h"

#include "../base/error.h"
#include "../base/text.h"
#include "../base/value.h"
#include "draft.h"

#include <string.h>

enum { SIREN_DIGITS = 9 };

struct Directory {
    CsvTable *table;
    int name, siren, siret, rna, url, prefecture; /* columns, or -1 */
    GHashTable *by_siren; /* char * → row + 1 in a pointer; 0 where several have it */
    GHashTable *by_name;  /* the same by folded name */
};

void directory_free(Directory *directory)
{
    if (!directory)
        return;
    csv_table_free(directory->table);
    g_hash_table_unref(directory->by_siren);
    g_hash_table_unref(directory->by_name);
    g_free(directory);
}

/* The words that tell one name from another, folded. The caller frees. */
static char *name_key(const char *name)
{
    static const char *const left_out[] = {"commune", "ville", "mairie", "association", "asso",
                                           "l",       "le",    "la",     "les",         "de",
                                           "du",      "des",   "d",      "et"};
    g_autofree char *folded = text_fold(name);
    g_autofree char *small = g_ascii_strdown(folded, -1);
    g_auto(GStrv) words = g_strsplit_set(small, " '-\"().,\n\t", -1);
    GString *key = g_string_new(NULL);
    for (char **word = words; *word; word++) {
        bool out = !**word;
        for (size_t i = 0; i < G_N_ELEMENTS(left_out) && !out; i++)
            out = strcmp(*word, left_out[i]) == 0;
        if (!out)
            g_string_append_printf(key, "%s%s", key->len ? " " : "", *word);
    }
    return g_string_free(key, false);
}

static void note(GHashTable *index, char *key, guint row)
{
    bool again = g_hash_table_contains(index, key);
    g_hash_table_replace(index, key, GUINT_TO_POINTER(again ? 0 : row + 1));
}

static bool refuse(GError **error, guint row, const char *column, const char *value)
{
    g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_INPUT, "row %u: \"%s\" is no %s", row + 1,
                value, column);
    return false;
}

static bool note_row(Directory *directory, guint row, GError **error)
{
    const char *name = csv_cell(directory->table, row, directory->name);
    const char *siren = csv_cell(directory->table, row, directory->siren);
    const char *siret = csv_cell(directory->table, row, directory->siret);
    if (siret && !siret_is_valid(siret))
        return refuse(error, row, "SIRET", siret);
    if (siren && !siren_is_valid(siren))
        return refuse(error, row, "SIREN", siren);
    if (siren && siret && strncmp(siren, siret, SIREN_DIGITS) != 0)
        return refuse(error, row, "SIRET of this SIREN", siret);
    if (siren || siret)
        note(directory->by_siren, g_strndup(siren ? siren : siret, SIREN_DIGITS), row);
    if (name) {
        g_autofree char *key = name_key(name);
        if (*key)
            note(directory->by_name, g_steal_pointer(&key), row);
    }
    return true;
}

Directory *directory_take(CsvTable *table, GError **error)
{
    g_autoptr(Directory) directory = g_new0(Directory, 1);
    directory->table = table;
    directory->by_siren = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    directory->by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    directory->name = csv_column(table, "name|nom|coll_nom|nomAttribuant|nomBeneficiaire");
    directory->siren = csv_column(table, "siren");
    directory->siret = csv_column(table, "siret|coll_siret|idAttribuant|idBeneficiaire");
    directory->rna = csv_column(table, "rna|rnaBeneficiaire");
    directory->url = csv_column(table, "url|delib_url");
    directory->prefecture = csv_column(table, "pref_id");
    if (directory->name < 0 && directory->siren < 0 && directory->siret < 0) {
        g_set_error_literal(error, DELIBEX_ERROR, DELIBEX_ERROR_INPUT,
                            "it has none of the columns name, siren and siret");
        return NULL;
    }
    for (guint row = 0; row < table->rows->len; row++)
        if (!note_row(directory, row, error))
            return NULL;
    return g_steal_pointer(&directory);
}

bool directory_find(const Directory *directory, const char *siren, const char *name, Entry *entry)
{
    guint found = 0;
    if (!directory)
        return false;
    if (siren)
        found = GPOINTER_TO_UINT(g_hash_table_lookup(directory->by_siren, siren));
    if (!found && name && !(siren && g_hash_table_contains(directory->by_siren, siren))) {
        g_autofree char *key = name_key(name);
        found = GPOINTER_TO_UINT(g_hash_table_lookup(directory->by_name, key));
        /* somebody of that name with another SIREN is somebody else */
        const char *other = found ? csv_cell(directory->table, found - 1, directory->siren) : NULL;
        if (found && !other)
            other = csv_cell(directory->table, found - 1, directory->siret);
        if (siren && other && strncmp(siren, other, SIREN_DIGITS) != 0)
            found = 0;
    }
    if (!found)
        return false;
    *entry = (Entry){.name = csv_cell(directory->table, found - 1, directory->name),
                     .siren = csv_cell(directory->table, found - 1, directory->siren),
                     .siret = csv_cell(directory->table, found - 1, directory->siret),
                     .rna = csv_cell(directory->table, found - 1, directory->rna),
                     .url = csv_cell(directory->table, found - 1, directory->url),
                     .prefecture = csv_cell(directory->table, found - 1, directory->prefecture)};
    return true;
}

/* ---- Addresses ------------------------------------------------------------------------------- */

static char *last_part(const char *path, bool ending)
{
    g_autofree char *name = path ? g_path_get_basename(path) : NULL;
    char *dot = name && !ending ? strrchr(name, '.') : NULL;
    if (dot && dot > name)
        *dot = '\0';
    return g_steal_pointer(&name);
}

char *directory_url(const char *pattern, const char *path, const char *number, const char *date,
                    const char *siren)
{
    g_autofree char *file = last_part(path, true);
    g_autofree char *name = last_part(path, false);
    const struct {
        const char *key, *value;
    } parts[] = {{"{file}", file},
                 {"{name}", name},
                 {"{number}", number},
                 {"{date}", date},
                 {"{siren}", siren}};
    g_autoptr(GString) out = g_string_new(NULL);
    while (*pattern) {
        size_t i = 0;
        while (i < G_N_ELEMENTS(parts) && !g_str_has_prefix(pattern, parts[i].key))
            i++;
        if (i == G_N_ELEMENTS(parts)) {
            g_string_append_c(out, *pattern++);
            continue;
        }
        if (!parts[i].value)
            return NULL;
        g_string_append_uri_escaped(out, parts[i].value, NULL, false);
        pattern += strlen(parts[i].key);
    }
    return g_strdup(out->str);
}

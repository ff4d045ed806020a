/* The tables that portals validate: rows that would pass, and all others with what to supply. */
#include "export.h"

#include "file_set.h"
#include "output.h"

#include "../base/error.h"
#include "../base/path.h"
#include "../write/export.h"

#include <stdlib.h>
#include <string.h>

typedef struct Drafts {
    Exporter exporter;
    const Format *format;
    bool (*drafts)(const Record *, const DraftOptions *, TakeDraft, gpointer);
    Directory *authorities, *beneficiaries;
    Supply *supply;
    DraftOptions options;
    GHashTable *seen;                   /* of char *: rows written, as what tells them apart */
    FileSet *files;                     /* with a directory; else: */
    Output *output, *rejects, *origins; /* the last two may be NULL */
    char *day;                          /* « 20240314 » */
    guint written, rejected;
    GError *error; /* why a row could not be put down */
} Drafts;

static void drafts_free(Exporter *exporter)
{
    Drafts *drafts = (Drafts *)exporter;
    directory_free(drafts->authorities);
    directory_free(drafts->beneficiaries);
    supply_free(drafts->supply);
    g_hash_table_unref(drafts->seen);
    file_set_free(drafts->files);
    output_free(drafts->output);
    output_free(drafts->rejects);
    output_free(drafts->origins);
    g_free(drafts->day);
    g_clear_error(&drafts->error);
    g_free(drafts);
}

/* ---- Rows ------------------------------------------------------------------------------------ */

/* Everything that a row must not share with another one. The caller frees. */
static char *identity(const Draft *draft)
{
    static const char *const columns[] = {"DELIB_ID",        "DELIB_DATE", "referenceDecision",
                                          "nomBeneficiaire", "montant",    "dateConvention"};
    GString *out = g_string_new(draft->siren);
    for (size_t i = 0; i < draft->format->count; i++)
        for (size_t j = 0; j < G_N_ELEMENTS(columns); j++)
            if (strcmp(draft->format->columns[i].name, columns[j]) == 0)
                g_string_append_printf(out, "\n%s",
                                       draft->cells[i].value ? draft->cells[i].value : "");
    return g_string_free(out, false);
}

/* Appends to a file of the directory, or prints; a side file that is not asked for is left out. */
static bool put(Drafts *drafts, Output *output, const char *name, const GString *head,
                const GString *text)
{
    if (drafts->files)
        return file_set_append(drafts->files, name, head->str, text->str, &drafts->error);
    return !output || output_print(output, text->str, &drafts->error);
}

static bool put_good(Drafts *drafts, const Draft *draft)
{
    g_autoptr(GString) head = g_string_new(NULL);
    g_autoptr(GString) row = g_string_new(NULL);
    g_autofree char *name =
        g_strdup_printf("%s_%s_%s.csv", drafts->day, draft->siren ? draft->siren : "000000000",
                        drafts->format->file_name);
    format_head(drafts->format, head);
    draft_row(draft, row);
    drafts->written++;
    return put(drafts, drafts->output, name, head, row);
}

static bool put_reject(Drafts *drafts, const Draft *draft)
{
    g_autoptr(GString) head = g_string_new(NULL);
    g_autoptr(GString) row = g_string_new(NULL);
    g_autofree char *name =
        g_strdup_printf("%s_%s_rejects.csv", drafts->day, drafts->format->file_name);
    rejects_head(drafts->format, head);
    rejects_row(draft, row);
    drafts->rejected++;
    if (!drafts->files && !drafts->rejects) {
        g_autofree char *lacks = draft_lacks(draft);
        complain(draft->document, "%s is not exported: %s", draft->key, lacks);
    }
    return put(drafts, drafts->rejects, name, head, row);
}

static bool put_origins(Drafts *drafts, const Draft *draft)
{
    g_autoptr(GString) head = g_string_new(NULL);
    g_autoptr(GString) rows = g_string_new(NULL);
    g_autofree char *name =
        g_strdup_printf("%s_%s_origins.csv", drafts->day, drafts->format->file_name);
    origins_head(head);
    origins_rows(draft, rows);
    return rows->len == 0 || put(drafts, drafts->origins, name, head, rows);
}

static bool take_draft(Draft *draft, bool good, gpointer data)
{
    Drafts *drafts = data;
    g_autofree char *same = identity(draft);
    if (good && !g_hash_table_add(drafts->seen, g_steal_pointer(&same))) {
        good = false;
        draft_lack(draft, draft->format == &scdl_format ? "DELIB_ID" : "referenceDecision",
                   "another document gave this row already");
    }
    if (!good)
        return put_reject(drafts, draft);
    return put_good(drafts, draft) && put_origins(drafts, draft);
}

static bool drafts_take(Exporter *exporter, Record *record, GError **error)
{
    Drafts *drafts = (Drafts *)exporter;
    if (drafts->drafts(record, &drafts->options, take_draft, drafts))
        return true;
    g_propagate_error(error, g_steal_pointer(&drafts->error));
    return false;
}

static bool drafts_finish(Exporter *exporter, GError **error)
{
    Drafts *drafts = (Drafts *)exporter;
    if (drafts->rejected > 0 && (drafts->files || drafts->rejects))
        complain(NULL, "%u rows written; %u rejected, with what to supply", drafts->written,
                 drafts->rejected);
    if (drafts->files)
        return file_set_finish(drafts->files, error);
    return output_finish(drafts->output, error) &&
           (!drafts->rejects || output_finish(drafts->rejects, error)) &&
           (!drafts->origins || output_finish(drafts->origins, error));
}

/* ---- Options --------------------------------------------------------------------------------- */

/* The table of an option; *good is false, with *error, when it is asked for and no table. */
static CsvTable *read_table(const Arguments *arguments, const char *option, bool *good,
                            GError **error)
{
    const char *path = arguments_value(arguments, option);
    g_autofree char *bytes = NULL;
    size_t length;
    if (!path)
        return NULL;
    CsvTable *table =
        path_read(path, &bytes, &length, error) ? csv_read(bytes, length, error) : NULL;
    *good = table != NULL;
    if (!table && bytes)
        g_prefix_error(error, "%s: ", path);
    return table;
}

static bool read_directory(const Arguments *arguments, const char *option, Directory **directory,
                           GError **error)
{
    bool good = true;
    CsvTable *table = read_table(arguments, option, &good, error);
    if (!table)
        return good;
    *directory = directory_take(table, error);
    if (!*directory)
        g_prefix_error(error, "%s: ", arguments_value(arguments, option));
    return *directory != NULL;
}

static bool read_supply(Drafts *drafts, const Arguments *arguments, GError **error)
{
    const GPtrArray *constants = arguments_values(arguments, "set");
    bool good = true;
    CsvTable *table = read_table(arguments, "supply", &good, error);
    drafts->supply = supply_new();
    if (table && !supply_take(drafts->supply, table, drafts->format, error)) {
        g_prefix_error(error, "%s: ", arguments_value(arguments, "supply"));
        return false;
    }
    for (guint i = 0; constants && i < constants->len; i++)
        if (!supply_constant(drafts->supply, constants->pdata[i], drafts->format, error))
            return false;
    return good;
}

/* Where the head of a table goes at once; with a directory each file has its own. */
static bool open_output(Output **output, const char *path, const GString *head, GError **error)
{
    *output = output_open(path, error);
    return *output && output_print(*output, head->str, error);
}

static bool open_outputs(Drafts *drafts, const Arguments *arguments, GError **error)
{
    const char *directory = arguments_value(arguments, "output");
    const char *rejects = arguments_value(arguments, "rejects");
    const char *origins = arguments_value(arguments, "origins");
    g_autoptr(GString) head = g_string_new(NULL);
    g_autoptr(GString) rejects_heads = g_string_new(NULL);
    g_autoptr(GString) origins_heads = g_string_new(NULL);
    if (directory && (rejects || origins)) {
        g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                            "with --output DIR, rejects and origins are files of DIR");
        return false;
    }
    if (directory) {
        drafts->files = file_set_new(directory, error);
        return drafts->files != NULL;
    }
    format_head(drafts->format, head);
    rejects_head(drafts->format, rejects_heads);
    origins_head(origins_heads);
    return open_output(&drafts->output, NULL, head, error) &&
           (!rejects || open_output(&drafts->rejects, rejects, rejects_heads, error)) &&
           (!origins || open_output(&drafts->origins, origins, origins_heads, error));
}

/* Today, or the day that SOURCE_DATE_EPOCH names. The caller frees. */
static char *day_of_files(void)
{
    const char *given = g_getenv("SOURCE_DATE_EPOCH");
    g_autoptr(GDateTime) day =
        given ? g_date_time_new_from_unix_utc(g_ascii_strtoll(given, NULL, 10)) : NULL;
    if (!day)
        day = g_date_time_new_now_local();
    return g_date_time_format(day, "%Y%m%d");
}

Exporter *export_drafts_new(const Arguments *arguments, const char *format, GError **error)
{
    bool scdl = strcmp(format, "scdl") == 0;
    Drafts *drafts = g_new0(Drafts, 1);
    drafts->exporter = (Exporter){drafts_take, drafts_finish, drafts_free};
    drafts->format = scdl ? &scdl_format : &subventions_format;
    drafts->drafts = scdl ? scdl_drafts : subventions_drafts;
    drafts->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    drafts->day = day_of_files();
    g_autoptr(Exporter) exporter = &drafts->exporter;
    if (!read_directory(arguments, "authorities", &drafts->authorities, error) ||
        !read_directory(arguments, "beneficiaries", &drafts->beneficiaries, error) ||
        !read_supply(drafts, arguments, error) || !open_outputs(drafts, arguments, error))
        return NULL;
    drafts->options = (DraftOptions){
        .authorities = drafts->authorities,
        .beneficiaries = drafts->beneficiaries,
        .supply = drafts->supply,
        .derive_votes = arguments_flag(arguments, "derive-votes"),
        .stated_matter = g_strcmp0(arguments_value(arguments, "matter"), "stated") == 0};
    return g_steal_pointer(&exporter);
}

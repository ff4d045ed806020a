/* Case: reads a truth, looks things up in it, and prints it. */
#include "case.h"

#include <string.h>

bool corpus_fail(GError **error, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_propagate_error(error,
                      g_error_new_valist(g_quark_from_static_string("corpus"), 1, format, args));
    va_end(args);
    return false;
}

/* ---- Truth --------------------------------------------------------------------------------- */

static void someone_free(Someone *who)
{
    g_free(who->civility);
    g_free(who->given);
    g_free(who->family);
    g_free(who->role);
    g_free(who->group);
    g_free(who);
}

/* Reads "M. Given / FAMILY / role / commune". */
static Someone *someone_parse(const char *text)
{
    static const char *const civilities[] = {"M.", "Mme", "Mlle", "Me", "Dr"};
    g_auto(GStrv) parts = g_strsplit(text, "/", 4);
    Someone *who = g_new0(Someone, 1);
    char **fields[] = {&who->given, &who->family, &who->role, &who->group};
    for (size_t i = 0; parts[i] && i < G_N_ELEMENTS(fields); i++)
        *fields[i] = *g_strstrip(parts[i]) ? g_strdup(parts[i]) : NULL;
    for (size_t i = 0; who->given && i < G_N_ELEMENTS(civilities); i++) {
        size_t length = strlen(civilities[i]);
        if (!g_str_has_prefix(who->given, civilities[i]) || !strchr(" ", who->given[length]))
            continue;
        char *rest = g_strdup(g_strchug(who->given + length));
        who->civility = g_strdup(civilities[i]);
        g_free(who->given);
        who->given = *rest ? rest : NULL;
        if (!who->given)
            g_free(rest);
        break;
    }
    return who;
}

static bool people_read(Case *c, GError **error)
{
    const char *key;
    json_t *value;
    json_object_foreach(json_object_get(c->truth, "people"), key, value)
    {
        g_autofree char *text = g_strdup(json_string_value(value));
        Someone *who = text ? someone_parse(text) : NULL;
        if (!who || !who->family) {
            g_clear_pointer(&who, someone_free);
            return corpus_fail(error, "people: %s has no family name", key);
        }
        g_hash_table_insert(c->people, g_strdup(key), who);
    }
    return true;
}

/* Replaces in every string what Latin-1 does not have. */
static json_t *without_typography(json_t *value)
{
    static const char *const swaps[][2] = {{"’", "'"},   {"œ", "oe"},  {"Œ", "OE"}, {"–", "-"},
                                           {"…", "..."}, {"€", "EUR"}, {"➢", "-"}};
    if (json_is_string(value)) {
        g_autoptr(GString) text = g_string_new(json_string_value(value));
        for (size_t i = 0; i < G_N_ELEMENTS(swaps); i++)
            g_string_replace(text, swaps[i][0], swaps[i][1], 0);
        return json_string(text->str);
    }
    if (json_is_array(value)) {
        json_t *copy = json_array(), *item;
        size_t i;
        json_array_foreach(value, i, item) json_array_append_new(copy, without_typography(item));
        return copy;
    }
    if (json_is_object(value)) {
        json_t *copy = json_object(), *item;
        const char *key;
        json_object_foreach(value, key, item)
            json_object_set_new(copy, key, without_typography(item));
        return copy;
    }
    return json_incref(value);
}

Case *case_take(json_t *truth, GError **error)
{
    g_autoptr(Case) c = g_new0(Case, 1);
    series_expand(truth);
    c->truth = truth;
    c->people =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)someone_free);
    if (g_strcmp0(case_text(c, "output.encoding"), "latin-1") == 0) {
        c->truth = without_typography(truth);
        json_decref(truth);
    }
    case_reset(c);
    if (json_array_size(case_value(c, "record.acts")) > CORPUS_MAX_ACTS) {
        corpus_fail(error, "more than %d acts", CORPUS_MAX_ACTS);
        return NULL;
    }
    return people_read(c, error) ? g_steal_pointer(&c) : NULL;
}

static void forget(json_t **value)
{
    json_decref(*value);
    *value = NULL;
}

void case_free(Case *c)
{
    if (!c)
        return;
    forget(&c->truth);
    g_hash_table_unref(c->people);
    forget(&c->members);
    forget(&c->proxies);
    forget(&c->president);
    forget(&c->secretaries);
    for (int i = 0; i < CORPUS_MAX_ACTS; i++)
        forget(&c->named[i]);
    g_free(c);
}

void case_reset(Case *c)
{
    forget(&c->members);
    forget(&c->proxies);
    forget(&c->secretaries);
    forget(&c->president);
    c->members = json_object();
    c->proxies = json_array();
    c->secretaries = json_array();
    for (int i = 0; i < CORPUS_MAX_ACTS; i++) {
        forget(&c->named[i]);
        c->first_page[i] = c->last_page[i] = 0;
    }
    c->act = 0;
    c->act_open = false;
    c->page = 1;
}

json_t *case_value(const Case *c, const char *path)
{
    g_auto(GStrv) steps = g_strsplit(path, ".", -1);
    json_t *value = c->truth;
    for (char **step = steps; *step && value; step++)
        value = json_object_get(value, *step);
    return value;
}

const char *case_text(const Case *c, const char *path)
{
    return json_string_value(case_value(c, path));
}

json_t *case_act(const Case *c)
{
    return json_array_get(case_value(c, "record.acts"), (size_t)c->act);
}

char **case_list(const Case *c, const char *name)
{
    g_autofree char *path = g_strdup_printf("lists.%s", name);
    const char *keys = case_text(c, path);
    g_autoptr(GStrvBuilder) list = g_strv_builder_new();
    g_auto(GStrv) parts = g_strsplit(keys ? keys : "", " ", -1);
    for (char **p = parts; *p; p++)
        if (**p)
            g_strv_builder_add(list, *p);
    return g_strv_builder_end(list);
}

const Someone *case_someone(const Case *c, const char *key, GError **error)
{
    const Someone *who = g_hash_table_lookup(c->people, key);
    if (!who)
        corpus_fail(error, "nobody is called \"%s\"", key);
    return who;
}

json_t *case_proxy(const Case *c, const char *giver)
{
    json_t *pair;
    size_t i;
    json_array_foreach(case_value(c, "lists.proxies"), i,
                       pair) if (g_strcmp0(json_string_value(json_array_get(pair, 0)), giver) ==
                                 0) return pair;
    return NULL;
}

/* ---- Names --------------------------------------------------------------------------------- */

static int chosen(const json_t *block, const char *key, const char *const *names)
{
    const char *value = json_string_value(json_object_get(block, key));
    for (int i = 0; names[i]; i++)
        if (g_strcmp0(value, names[i]) == 0)
            return i;
    return 0;
}

NameForm name_form(const json_t *block)
{
    static const char *const orders[] = {"given",   "family",         "family-only",
                                         "initial", "family-initial", NULL};
    static const char *const civilities[] = {"none", "short", "long", "mr", NULL};
    return (NameForm){
        .order = chosen(block, "order", orders),
        .civility = chosen(block, "civility", civilities),
        .role = json_is_true(json_object_get(block, "role")),
        .group = json_is_true(json_object_get(block, "group")),
    };
}

/* « Jean-Marc » → « J-M. » */
static char *initials(const char *given)
{
    g_autoptr(GString) out = g_string_new(NULL);
    g_auto(GStrv) parts = g_strsplit(given, "-", -1);
    for (char **p = parts; *p; p++) {
        if (out->len)
            g_string_append_c(out, '-');
        g_string_append_unichar(out, g_utf8_get_char(*p));
    }
    g_string_append_c(out, '.');
    return g_string_free(g_steal_pointer(&out), false);
}

char *name_bare(const Someone *who, NameForm form)
{
    if (form.order == NAME_FAMILY_ONLY || !who->given)
        return g_strdup(who->family);
    g_autofree char *given = form.order == NAME_INITIAL || form.order == NAME_FAMILY_INITIAL
                                 ? initials(who->given)
                                 : g_strdup(who->given);
    bool family_first = form.order == NAME_FAMILY || form.order == NAME_FAMILY_INITIAL;
    return family_first ? g_strdup_printf("%s %s", who->family, given)
                        : g_strdup_printf("%s %s", given, who->family);
}

static const char *civility_print(const Someone *who, NameForm form)
{
    if (form.civility == CIVILITY_NONE || !who->civility)
        return NULL;
    if (form.civility == CIVILITY_SHORT)
        return who->civility;
    if (form.civility == CIVILITY_MR)
        return g_str_equal(who->civility, "M.") ? "Mr" : who->civility;
    return g_str_equal(who->civility, "M.")    ? "Monsieur"
           : g_str_equal(who->civility, "Mme") ? "Madame"
           : g_str_equal(who->civility, "Me")  ? "Maître"
           : g_str_equal(who->civility, "Dr")  ? "Docteur"
                                               : who->civility;
}

char *name_print(const Someone *who, NameForm form)
{
    g_autofree char *bare = name_bare(who, form);
    const char *civility = civility_print(who, form);
    g_autoptr(GString) out = g_string_new(NULL);
    if (civility)
        g_string_append_printf(out, "%s ", civility);
    g_string_append(out, bare);
    if (form.role && who->role)
        g_string_append_printf(out, ", %s", who->role);
    if (form.group && who->group)
        g_string_append_printf(out, " (%s)", who->group);
    return g_string_free(g_steal_pointer(&out), false);
}

void case_note_member(Case *c, const char *key, NameForm form)
{
    const Someone *who = g_hash_table_lookup(c->people, key);
    if (!who || json_object_get(c->members, key))
        return;
    g_autofree char *bare = name_bare(who, form);
    bool initial = form.order == NAME_INITIAL || form.order == NAME_FAMILY_INITIAL;
    g_autofree char *given = who->given && initial ? initials(who->given) : g_strdup(who->given);
    json_object_set_new(c->members, key,
                        json_pack("{s:s, s:s?, s:s, s:s?, s:s?, s:s?}", "name", bare, "given",
                                  form.order == NAME_FAMILY_ONLY ? NULL : given, "family",
                                  who->family, "civility", form.civility ? who->civility : NULL,
                                  "role", form.role ? who->role : NULL, "group",
                                  form.group ? who->group : NULL));
}

/* ---- Making -------------------------------------------------------------------------------- */

static bool print_furniture(Case *c, Sheet *sheet, int page, GError **error)
{
    json_t *stamp = case_value(c, "style.stamp");
    const char *where = json_string_value(json_object_get(stamp, "pages"));
    if (stamp && (page == 1 || g_strcmp0(where, "first") != 0)) {
        g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
        json_t *line;
        size_t i;
        json_array_foreach(json_object_get(stamp, "lines"), i, line)
        {
            char *text = expand(c, json_string_value(line), error);
            if (!text)
                return false;
            g_ptr_array_add(lines, text);
        }
        g_ptr_array_add(lines, NULL);
        double x = json_number_value(json_object_get(stamp, "x"));
        double y = json_number_value(json_object_get(stamp, "y"));
        double width = json_number_value(json_object_get(stamp, "width"));
        if (!sheet_stamp(sheet, x, y, width, (const char *const *)lines->pdata, 7, error))
            return false;
    }
    const char *footer = case_text(c, "style.footer");
    if (!footer)
        return true;
    g_autofree char *text = expand(c, footer, error);
    return text && sheet_footer(sheet, text, error);
}

typedef struct PageJob {
    Case *c;
    GError *error;
} PageJob;

static void page_done(Sheet *sheet, int page, void *data)
{
    PageJob *job = data;
    job->c->page = page;
    if (!job->error)
        print_furniture(job->c, sheet, page, &job->error);
    job->c->page = page + 1;
}

static double number_or(const Case *c, const char *path, double otherwise)
{
    json_t *value = case_value(c, path);
    return value ? json_number_value(value) : otherwise;
}

static SheetStyle sheet_style(const Case *c)
{
    const char *font = case_text(c, "style.font");
    return (SheetStyle){
        .font = font ? font : "Liberation Serif",
        .size = number_or(c, "style.size", 11),
        .left = number_or(c, "style.left", 62),
        .right = number_or(c, "style.right", 62),
        .top = number_or(c, "style.top", 56),
        .bottom = number_or(c, "style.bottom", 64),
        .line_spacing = number_or(c, "style.line_spacing", 1.05),
        .flat = json_is_true(case_value(c, "output.flat")),
        .columns = (int)number_or(c, "output.columns", 92),
    };
}

/* Prints the whole case once. */
static Sheet *print_once(Case *c, GError **error)
{
    bool text = g_strcmp0(case_text(c, "output.kind"), "text") == 0;
    SheetStyle style = sheet_style(c);
    PageJob job = {.c = c};
    case_reset(c);
    g_autoptr(Sheet) sheet = text ? sheet_new_text(&style) : sheet_new_pdf(&style, page_done, &job);
    if (!blocks_print(c, sheet, json_object_get(c->truth, "layout"), error))
        return NULL;
    sheet_bytes(sheet);
    if (job.error) {
        g_propagate_error(error, job.error);
        return NULL;
    }
    return g_steal_pointer(&sheet);
}

bool case_make(Case *c, Made *made, GError **error)
{
    /* Footers like « 1/3 » need the number of pages, which only a first printing tells. */
    const char *footer = case_text(c, "style.footer");
    c->pages = 0;
    if (footer && strstr(footer, "{pages}")) {
        g_autoptr(Sheet) first = print_once(c, error);
        if (!first)
            return false;
        c->pages = sheet_page(first);
    }
    g_autoptr(Sheet) sheet = print_once(c, error);
    if (!sheet)
        return false;
    c->pages = sheet_page(sheet);
    g_autofree char *expected = expected_build(c, sheet_printed(sheet), error);
    if (!expected)
        return false;
    bool text = g_strcmp0(case_text(c, "output.kind"), "text") == 0;
    const char *encoding = case_text(c, "output.encoding");
    g_autoptr(GBytes) source = g_bytes_ref(sheet_bytes(sheet));
    if (text && encoding && !g_str_equal(encoding, "utf-8")) {
        gsize size, written;
        const char *data = g_bytes_get_data(source, &size);
        const char *charset = g_str_equal(encoding, "latin-1") ? "ISO-8859-1" : encoding;
        char *other = g_convert(data, (gssize)size, charset, "UTF-8", NULL, &written, error);
        if (!other)
            return false;
        g_bytes_unref(source);
        source = g_bytes_new_take(other, written);
    }
    const char *origin = case_text(c, "origin");
    *made = (Made){.source = g_steal_pointer(&source),
                   .ending = g_strdup(text ? "txt" : "pdf"),
                   .expected = g_steal_pointer(&expected),
                   .origin = g_strdup_printf("%s\n", origin ? origin : "Invented.")};
    return true;
}

void made_clear(Made *made)
{
    g_clear_pointer(&made->source, g_bytes_unref);
    g_clear_pointer(&made->ending, g_free);
    g_clear_pointer(&made->expected, g_free);
    g_clear_pointer(&made->origin, g_free);
}

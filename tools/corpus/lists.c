/* Blocks of people. Names are printed in the form of the block: "order", "civility", "role",
 * "group".
 *
 * names: "of" present, excused, absent, guests or roster.
 *
 * - "form" is comma, semicolon, et (« A, B et C »), dash (« A – B »), space (nothing between),
 *   lines, dashes, bullets, grid ("columns"), communes (« Commune : A, B »), communes-table,
 *   civilities (« MM. A, B. Mmes C, D »; "men": "Mrs"), ranks (« 1. A 2. B »).
 *
 * - "lead" is markup before the names, "end" after them; "giver" stands behind those who gave a
 *   proxy: « (pouvoir à {holder}) ».
 *
 * - "suffixes" {"present" | "excused" | "absent" | "giver": words behind a name}, the last where
 *   the holder is not said; "replaces" {key: key}: « (suppléant de X) ».
 *
 * - Slips of the pen: "last_order" the order of the last name, "stray" who has a comma inside the
 *   name, "broken" whose name breaks at its own hyphen.
 *
 * proxies: "form" lines, paragraph or table.
 *
 * - "t" is « {giver} donne pouvoir à {holder} » (or "cells" of a table), "none" where no holder is
 *   said, "holder" the name form of holders; {limits} is « (jusqu’à 20h) » or nothing, {commune}
 *   the giver's.
 *
 * - "note" is false where the same proxies are printed again.
 *
 * roster: a table of all members with a cross in the column of their state; "columns".
 *
 * stays: a table of all members with a column for each range of matters; "columns", and "stays",
 * what the cells of each say; "@" is the proxy given at the opening, as "proxy" prints it («
 * Pouvoir à {holder} »). */
#include "case.h"

#include <string.h>

static const char *words(const json_t *block, const char *key, const char *otherwise)
{
    const char *text = json_string_value(json_object_get(block, key));
    return text ? text : otherwise;
}

static bool form_is(const json_t *block, const char *form)
{
    return g_str_equal(words(block, "form", "comma"), form);
}

/* ---- Proxies ------------------------------------------------------------------------------- */

static NameForm holder_form(const json_t *block)
{
    json_t *form = json_object_get(block, "holder");
    return name_form(form ? form : block);
}

/* Fills {giver}, {holder}, {limits}, {dots} of a pattern and notes the proxy. */
static char *proxy_print(Case *c, const json_t *block, const char *pattern, const char *giver_key,
                         bool note, GError **error)
{
    json_t *pair = case_proxy(c, giver_key);
    const char *holder_key = json_string_value(json_array_get(pair, 1));
    const char *limits = json_string_value(json_array_get(pair, 2));
    NameForm form = name_form(block), other = holder_form(block);
    const Someone *giver = case_someone(c, giver_key, error);
    const Someone *holder = giver && holder_key ? case_someone(c, holder_key, error) : NULL;
    if (!giver || (holder_key && !holder))
        return NULL;
    g_autofree char *giver_words = name_print(giver, form);
    g_autofree char *holder_words = holder ? name_print(holder, other) : NULL;
    g_autofree char *giver_bare = name_bare(giver, form);
    g_autofree char *holder_bare = holder ? name_bare(holder, other) : NULL;
    if (note)
        json_array_append_new(c->proxies, json_pack("{s:s, s:s?, s:s?}", "giver", giver_bare,
                                                    "holder", holder_bare, "limits", limits));
    case_note_member(c, giver_key, form);
    g_autoptr(GString) out = g_string_new(pattern);
    g_autofree char *g = g_markup_escape_text(giver_words, -1);
    g_autofree char *h = g_markup_escape_text(holder_words ? holder_words : "", -1);
    if (giver->group && g_string_replace(out, "{commune}", giver->group, 0))
        json_object_set_new(json_object_get(c->members, giver_key), "group",
                            json_string(giver->group));
    g_string_replace(out, "{giver}", g, 0);
    g_string_replace(out, "{holder}", h, 0);
    g_autofree char *bounded = limits ? g_strdup_printf(" (%s)", limits) : g_strdup("");
    g_string_replace(out, "{limits}", bounded, 0);
    g_string_replace(out, "{dots}", "....................", 0);
    return g_string_free(g_steal_pointer(&out), false);
}

static bool proxies_table(Case *c, Sheet *sheet, json_t *block, GError **error)
{
    json_t *patterns = json_object_get(block, "cells"), *pair, *pattern;
    size_t columns = json_array_size(patterns), rows = 0, i, j;
    g_autofree double *widths = g_new(double, columns + 1);
    g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
    json_array_foreach(patterns, j, pattern) widths[j] =
        json_number_value(json_array_get(json_object_get(block, "widths"), j));
    json_array_foreach(case_value(c, "lists.proxies"), i, pair)
    {
        rows++;
        json_array_foreach(patterns, j, pattern)
        {
            char *cell = proxy_print(c, block, json_string_value(pattern),
                                     json_string_value(json_array_get(pair, 0)), j == 0, error);
            if (!cell)
                return false;
            g_ptr_array_add(cells, cell);
        }
    }
    TableStyle style = {.widths = widths,
                        .columns = (int)columns,
                        .lines = json_is_true(json_object_get(block, "lines")),
                        .after = 6};
    return sheet_table(sheet, (char *const *)cells->pdata, (int)rows, &style, error);
}

static bool proxies_block(Case *c, Sheet *sheet, json_t *block, GError **error)
{
    if (form_is(block, "table"))
        return proxies_table(c, sheet, block, error);
    const char *lead = words(block, "lead", ""), *sep = words(block, "separator", ", ");
    bool lines = form_is(block, "lines");
    TextStyle style = block_style(block), item = style;
    item.after = 0;
    if (lines && *lead && !sheet_text(sheet, lead, &style, error))
        return false;
    g_autoptr(GString) all = g_string_new(lead);
    json_t *pair, *pairs = case_value(c, "lists.proxies");
    size_t i, count = json_array_size(pairs);
    json_array_foreach(pairs, i, pair)
    {
        bool silent = !json_is_string(json_array_get(pair, 1));
        const char *pattern =
            words(block, silent ? "none" : "t", "{giver} donne pouvoir à {holder}");
        g_autofree char *one =
            proxy_print(c, block, pattern, json_string_value(json_array_get(pair, 0)),
                        !json_is_false(json_object_get(block, "note")), error);
        if (!one)
            return false;
        const char *end = i + 1 == count ? words(block, "end", "")
                          : lines        ? words(block, "separator", "")
                                         : sep;
        g_autofree char *line = g_strconcat(one, end, NULL);
        if (!lines)
            g_string_append(all, line);
        else if (!sheet_text(sheet, line, &item, error))
            return false;
    }
    sheet_space(sheet, lines ? style.after : 0);
    return lines || sheet_text(sheet, all->str, &style, error);
}

/* ---- Names --------------------------------------------------------------------------------- */

static bool in_list(const Case *c, const char *name, const char *key)
{
    g_auto(GStrv) keys = case_list(c, name);
    return g_strv_contains((const char *const *)keys, key);
}

/* « (arrivée à 20h15) » for those the truth says came late or left early, else nothing. */
static char *remark_print(Case *c, const char *key)
{
    static const char *const fields[] = {"arrived", "left"};
    g_autoptr(GString) out = g_string_new(NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(fields); i++) {
        const char *words = json_string_value(json_object_get(case_value(c, fields[i]), key));
        json_t *member = json_object_get(c->members, key);
        if (!words || !member)
            continue;
        json_object_set_new(member, fields[i], json_string(words));
        g_string_append_printf(out, " (%s)", words);
    }
    return g_string_free(g_steal_pointer(&out), false);
}

/* « (suppléant de X) » for who sits in another's place; the one replaced is absent. */
static char *replaced_print(Case *c, const json_t *block, const char *key, GError **error)
{
    const char *of = json_string_value(json_object_get(json_object_get(block, "replaces"), key));
    if (!of)
        return g_strdup("");
    const Someone *who = case_someone(c, of, error);
    if (!who)
        return NULL;
    NameForm form = name_form(block);
    form.group = form.role = false;
    case_note_member(c, of, form);
    g_autofree char *name = name_print(who, form);
    const Someone *seated = case_someone(c, key, error);
    const char *role =
        seated && g_strcmp0(seated->civility, "Mme") == 0 ? "suppléante" : "suppléant";
    json_object_set_new(json_object_get(c->members, key), "role", json_string(role));
    return g_strdup_printf(" (%s de %s)", role, name);
}

static const char *suffix_of(const Case *c, const json_t *block, const char *key)
{
    json_t *suffixes = json_object_get(block, "suffixes");
    if (case_proxy(c, key))
        return words(suffixes, "giver", "");
    static const char *const lists[] = {"present", "excused", "absent"};
    for (size_t i = 0; suffixes && i < G_N_ELEMENTS(lists); i++)
        if (in_list(c, lists[i], key))
            return words(suffixes, lists[i], "");
    return "";
}

/* One escaped name with what stands behind it, and with the slips its block asks for. */
static char *listed_name(Case *c, const json_t *block, const char *key, bool last, GError **error)
{
    const Someone *who = case_someone(c, key, error);
    NameForm form = name_form(block);
    json_t *order = last ? json_object_get(block, "last_order") : NULL;
    g_autoptr(json_t) turned = order ? json_pack("{s:O}", "order", order) : NULL;
    if (turned)
        form.order = name_form(turned).order;
    if (who && !g_str_equal(words(block, "of", ""), "guests"))
        case_note_member(c, key, form);
    g_autofree char *replaced = who ? replaced_print(c, block, key, error) : NULL;
    if (!replaced)
        return NULL;
    g_autofree char *plain = name_print(who, form);
    g_autoptr(GString) name = g_string_new(plain);
    if (g_str_equal(words(block, "stray", ""), key))
        g_string_replace(name, " ", ", ", form.civility ? 2 : 1);
    if (form.civility && g_str_equal(words(block, "stray", ""), key))
        g_string_replace(name, ", ", " ", 1);
    if (g_str_equal(words(block, "broken", ""), key))
        g_string_replace(name, "-", "-\n", 1);
    if (json_object_get(json_object_get(block, "suffixes"), "giver") && case_proxy(c, key)) {
        g_autofree char *bare = name_bare(who, form);
        json_array_append_new(c->proxies, json_pack("{s:s, s:n}", "giver", bare, "holder"));
    }
    g_autofree char *remark = remark_print(c, key);
    g_string_append_printf(name, "%s%s%s", remark, replaced, suffix_of(c, block, key));
    return g_markup_escape_text(name->str, -1);
}

/* The printed, escaped names of a list. Array of char *, or NULL. */
static GPtrArray *names_of(Case *c, const json_t *block, char **keys, GError **error)
{
    const char *giver = words(block, "giver", NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    for (char **key = keys; *key; key++) {
        if (giver && case_proxy(c, *key)) {
            char *pattern = g_strdup_printf("{giver}%s", giver);
            char *name = proxy_print(c, block, pattern, *key, true, error);
            g_free(pattern);
            if (!name)
                return NULL;
            g_ptr_array_add(names, name);
            continue;
        }
        char *name = listed_name(c, block, *key, !key[1], error);
        if (!name)
            return NULL;
        g_ptr_array_add(names, name);
    }
    return g_steal_pointer(&names);
}

static char *join_ranked(GPtrArray *names)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (guint i = 0; i < names->len; i++)
        g_string_append_printf(out, "%s%u. %s", i ? " " : "", i + 1, (char *)names->pdata[i]);
    return g_string_free(g_steal_pointer(&out), false);
}

static char *join(GPtrArray *names, const char *separator, const char *last)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (guint i = 0; i < names->len; i++)
        g_string_append_printf(out, "%s%s",
                               !i                    ? ""
                               : i + 1 == names->len ? last
                                                     : separator,
                               (char *)names->pdata[i]);
    return g_string_free(g_steal_pointer(&out), false);
}

static bool names_lines(Sheet *sheet, const json_t *block, GPtrArray *names, GError **error)
{
    const char *lead = words(block, "lead", "");
    const char *before = form_is(block, "dashes") ? "- " : form_is(block, "bullets") ? "• " : "";
    TextStyle style = block_style(block), item = style;
    item.after = 0;
    item.before = 0;
    item.indent += 14;
    if (*lead && !sheet_text(sheet, lead, &style, error))
        return false;
    for (guint i = 0; i < names->len; i++) {
        g_autofree char *line = g_strconcat(
            before, names->pdata[i],
            i + 1 < names->len ? words(block, "separator", "") : words(block, "end", ""), NULL);
        if (!sheet_text(sheet, line, &item, error))
            return false;
    }
    sheet_space(sheet, style.after);
    return true;
}

/* A table without borders, filled down its columns. */
static bool names_grid(Sheet *sheet, const json_t *block, GPtrArray *names, GError **error)
{
    const char *lead = words(block, "lead", "");
    TextStyle style = block_style(block);
    if (*lead && !sheet_text(sheet, lead, &style, error))
        return false;
    guint columns = (guint)json_integer_value(json_object_get(block, "columns"));
    columns = columns ? columns : 2;
    guint rows = (names->len + columns - 1) / columns;
    g_autofree double *widths = g_new(double, columns);
    g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
    for (guint r = 0; r < rows; r++)
        for (guint k = 0; k < columns; k++) {
            guint i = k * rows + r;
            widths[k] = 1.0 / columns;
            g_ptr_array_add(cells, g_strdup(i < names->len ? names->pdata[i] : ""));
        }
    TableStyle table = {.widths = widths, .columns = (int)columns, .after = style.after};
    return sheet_table(sheet, (char *const *)cells->pdata, (int)rows, &table, error);
}

/* One paragraph, or one row, a commune: neighbours in the list that share one stand together. */
static bool names_communes(Case *c, Sheet *sheet, const json_t *block, char **keys,
                           GPtrArray *names, GError **error)
{
    bool table = form_is(block, "communes-table");
    TextStyle style = block_style(block);
    const char *lead = words(block, "lead", "");
    g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
    if (*lead && !sheet_text(sheet, lead, &style, error))
        return false;
    for (guint i = 0; i < names->len;) {
        const char *commune = ((Someone *)g_hash_table_lookup(c->people, keys[i]))->group;
        g_autoptr(GString) line = g_string_new(NULL);
        for (guint first = i; i < names->len; i++) {
            const Someone *who = g_hash_table_lookup(c->people, keys[i]);
            if (g_strcmp0(who->group, commune) != 0)
                break;
            json_t *member = json_object_get(c->members, keys[i]);
            json_object_set_new(member, "group", json_string(commune));
            g_string_append_printf(line, "%s%s",
                                   i == first ? ""
                                   : table    ? "\n"
                                              : words(block, "separator", " ; "),
                                   (char *)names->pdata[i]);
        }
        g_autofree char *escaped = g_markup_escape_text(commune ? commune : "", -1);
        if (table) {
            g_ptr_array_add(cells, g_steal_pointer(&escaped));
            g_ptr_array_add(cells, g_strdup(line->str));
            continue;
        }
        g_autofree char *whole = g_strdup_printf("<b>%s :</b> %s", escaped, line->str);
        if (!sheet_text(sheet, whole, &style, error))
            return false;
    }
    static const double widths[] = {0.4, 0.6};
    TableStyle rows = {
        .widths = widths, .columns = 2, .lines = true, .size = style.size, .after = 6};
    return !table ||
           sheet_table(sheet, (char *const *)cells->pdata, (int)cells->len / 2, &rows, error);
}

/* « MM. A, B et C, Mmes D et E »: the civility stands once before its names. */
static char *by_civility(Case *c, const json_t *block, char **keys, GPtrArray *names)
{
    g_autoptr(GString) out = g_string_new(NULL);
    const char *last = "";
    for (guint i = 0; i < names->len; i++) {
        const Someone *who = g_hash_table_lookup(c->people, keys[i]);
        bool woman = g_strcmp0(who->civility, "Mme") == 0;
        const char *civility = woman ? "Mmes" : words(block, "men", "MM.");
        bool change = !g_str_equal(civility, last);
        g_string_append_printf(out, "%s%s%s%s", i ? ", " : "", change ? civility : "",
                               change ? " " : "", (char *)names->pdata[i]);
        last = civility;
        json_object_set_new(json_object_get(c->members, keys[i]), "civility",
                            json_string(who->civility));
    }
    return g_string_free(g_steal_pointer(&out), false);
}

static bool names_block(Case *c, Sheet *sheet, json_t *block, GError **error)
{
    g_auto(GStrv) keys = case_list(c, words(block, "of", "present"));
    g_autoptr(GPtrArray) names = names_of(c, block, keys, error);
    if (!names)
        return false;
    if (form_is(block, "lines") || form_is(block, "dashes") || form_is(block, "bullets"))
        return names_lines(sheet, block, names, error);
    if (form_is(block, "grid"))
        return names_grid(sheet, block, names, error);
    if (form_is(block, "communes") || form_is(block, "communes-table"))
        return names_communes(c, sheet, block, keys, names, error);
    g_autofree char *joined = form_is(block, "semicolon")    ? join(names, " ; ", " ; ")
                              : form_is(block, "et")         ? join(names, ", ", " et ")
                              : form_is(block, "dash")       ? join(names, " – ", " – ")
                              : form_is(block, "space")      ? join(names, " ", " ")
                              : form_is(block, "ranks")      ? join_ranked(names)
                              : form_is(block, "civilities") ? by_civility(c, block, keys, names)
                                                             : join(names, ", ", ", ");
    g_autofree char *lead = expand(c, words(block, "lead", ""), error);
    g_autofree char *line = g_strconcat(lead ? lead : "", joined, words(block, "end", ""), NULL);
    TextStyle style = block_style(block);
    return lead && sheet_text(sheet, line, &style, error);
}

/* ---- Roster -------------------------------------------------------------------------------- */

static bool roster_row(Case *c, json_t *block, const char *key, GPtrArray *cells, GError **error)
{
    NameForm form = name_form(block);
    const Someone *who = case_someone(c, key, error);
    if (!who)
        return false;
    case_note_member(c, key, form);
    g_autofree char *name = name_print(who, form);
    g_ptr_array_add(cells, g_markup_escape_text(name, -1));
    const char *cross = words(block, "cross", "X");
    bool given = case_proxy(c, key) != NULL;
    g_ptr_array_add(cells, g_strdup(in_list(c, "present", key) ? cross : ""));
    g_ptr_array_add(cells, g_strdup(in_list(c, "absent", key) && !given ? cross : ""));
    g_ptr_array_add(cells, g_strdup(in_list(c, "excused", key) || given ? cross : ""));
    if (json_array_size(json_object_get(block, "columns")) < 5)
        return true;
    char *holder = given ? proxy_print(c, block, "{holder}", key, true, error) : g_strdup("");
    if (holder)
        g_ptr_array_add(cells, holder);
    return holder != NULL;
}

static bool roster_block(Case *c, Sheet *sheet, json_t *block, GError **error)
{
    static const double five[] = {0.34, 0.12, 0.12, 0.12, 0.30}, four[] = {0.46, 0.18, 0.18, 0.18};
    json_t *columns = json_object_get(block, "columns"), *head;
    g_auto(GStrv) keys = case_list(c, "roster");
    g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
    size_t i, count = json_array_size(columns);
    json_array_foreach(columns, i, head) g_ptr_array_add(cells, g_strdup(json_string_value(head)));
    for (char **key = keys; *key; key++)
        if (!roster_row(c, block, *key, cells, error))
            return false;
    if (count != 4 && count != 5)
        return corpus_fail(error, "roster: four or five columns");
    TableStyle style = {.widths = count == 5 ? five : four,
                        .columns = (int)count,
                        .lines = true,
                        .header = true,
                        .size = json_number_value(json_object_get(block, "size")),
                        .after = 8};
    return sheet_table(sheet, (char *const *)cells->pdata, (int)(cells->len / count), &style,
                       error);
}

static bool stays_row(Case *c, json_t *block, const char *key, GPtrArray *cells, GError **error)
{
    NameForm form = name_form(block);
    const Someone *who = case_someone(c, key, error);
    json_t *stays = json_object_get(json_object_get(block, "stays"), key), *stay;
    const char *pattern = words(block, "proxy", "Pouvoir à {holder}");
    bool noted = false;
    size_t i;
    if (!who)
        return false;
    case_note_member(c, key, form);
    g_autofree char *name = name_print(who, form);
    g_ptr_array_add(cells, g_markup_escape_text(name, -1));
    json_array_foreach(stays, i, stay)
    {
        const char *said = json_string_value(stay);
        bool proxy = g_str_equal(said, "@");
        char *cell = proxy ? proxy_print(c, block, pattern, key, !noted, error)
                           : g_markup_escape_text(said, -1);
        if (!cell)
            return false;
        noted |= proxy;
        g_ptr_array_add(cells, cell);
    }
    return true;
}

static bool stays_block(Case *c, Sheet *sheet, json_t *block, GError **error)
{
    static const double widths[] = {0.34, 0.33, 0.33};
    json_t *columns = json_object_get(block, "columns"), *head;
    g_auto(GStrv) keys = case_list(c, "roster");
    g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
    size_t i;
    json_array_foreach(columns, i, head) g_ptr_array_add(cells, g_strdup(json_string_value(head)));
    for (char **key = keys; *key; key++)
        if (!stays_row(c, block, *key, cells, error))
            return false;
    if (i != G_N_ELEMENTS(widths) || cells->len % i != 0)
        return corpus_fail(error, "stays: three columns");
    TableStyle style = {
        .widths = widths, .columns = (int)i, .lines = true, .header = true, .after = 8};
    return sheet_table(sheet, (char *const *)cells->pdata, (int)(cells->len / i), &style, error);
}

bool lists_print(Case *c, Sheet *sheet, json_t *block, bool *known, GError **error)
{
    const char *kind = words(block, "b", "");
    *known = true;
    if (g_str_equal(kind, "names"))
        return names_block(c, sheet, block, error);
    if (g_str_equal(kind, "proxies"))
        return proxies_block(c, sheet, block, error);
    if (g_str_equal(kind, "roster"))
        return roster_block(c, sheet, block, error);
    if (g_str_equal(kind, "stays"))
        return stays_block(c, sheet, block, error);
    *known = false;
    return true;
}

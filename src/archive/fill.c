#include "fill.h"

#include "schema.h"
#include "stem.h"

#include <stdio.h>
#include <string.h>

typedef enum Filling {
    AS_IS, /* a text, number or flag */
    JSON,  /* a list or an object, as it stands in the record */
    NAMES, /* of a list of objects: their names, as JSON */
    WORDS, /* a text without accents, in lower case */
} Filling;

/* A column, and the path that fills it, from the object a row is of. */
typedef struct Column {
    const char *name, *path;
    Filling filling;
} Column;

typedef struct Table {
    const char *name, *keys; /* the first columns, which the loops below fill */
    const Column *columns;
} Table;

/* ---- What holds what ---------------------------------------------------------------------------
 */

static const Column of_sessions[] = {
    {"date", "date", AS_IS},
    {"time", "time", AS_IS},
    {"body", "body", AS_IS},
    {"place", "place", AS_IS},
    {"convocation_date", "convocation_date", AS_IS},
    {"president", "president/name", AS_IS},
    {"secretaries", "secretaries", NAMES},
    {"in_office", "counts/in_office", AS_IS},
    {"present", "counts/present", AS_IS},
    {"proxies", "counts/proxies", AS_IS},
    {"absent", "counts/absent", AS_IS},
    {"excused", "counts/excused", AS_IS},
    {"voting", "counts/voting", AS_IS},
    {"quorum", "counts/quorum", AS_IS},
    {"folded", "body", WORDS},
    {NULL, NULL, AS_IS},
};

static const Column of_members[] = {
    {"name", "name", AS_IS},         {"given", "given", AS_IS},     {"family", "family", AS_IS},
    {"civility", "civility", AS_IS}, {"role", "role", AS_IS},       {"\"group\"", "group", AS_IS},
    {"status", "status", AS_IS},     {"arrived", "arrived", AS_IS}, {"\"left\"", "left", AS_IS},
    {"folded", "name", WORDS},       {NULL, NULL, AS_IS},
};

static const Column of_proxies[] = {
    {"giver", "giver", AS_IS},
    {"holder", "holder", AS_IS},
    {"limits", "limits", AS_IS},
    {NULL, NULL, AS_IS},
};

static const Column of_acts[] = {
    {"reference", "id", AS_IS},
    {"number", "number", AS_IS},
    {"subject", "subject", AS_IS},
    {"matter_code", "matter/code", AS_IS},
    {"matter_label", "matter/label", AS_IS},
    {"matter_source", "matter/source", AS_IS},
    {"transmission", "transmission/id", AS_IS},
    {"sent", "transmission/sent", AS_IS},
    {"received", "transmission/received", AS_IS},
    {"published", "publication_date", AS_IS},
    {"decisions", "decisions", JSON},
    {"\"references\"", "references", JSON},
    {"present", "counts/present", AS_IS},
    {"proxies", "counts/proxies", AS_IS},
    {"voting", "counts/voting", AS_IS},
    {NULL, NULL, AS_IS},
};

static const Column of_votes[] = {
    {"outcome", "vote/outcome", AS_IS},       {"unanimous", "vote/unanimous", AS_IS},
    {"ballot", "vote/ballot", AS_IS},         {"voting", "vote/voting", AS_IS},
    {"\"for\"", "vote/for", AS_IS},           {"against", "vote/against", AS_IS},
    {"abstaining", "vote/abstaining", AS_IS}, {"not_taking_part", "vote/not_taking_part", AS_IS},
    {"derived", "vote/derived", JSON},        {NULL, NULL, AS_IS},
};

static const Column of_voters[] = {
    {"name", "name", AS_IS},
    {"option", "option", AS_IS},
    {NULL, NULL, AS_IS},
};

static const Column of_movements[] = {
    {"name", "name", AS_IS},     {"kind", "kind", AS_IS}, {"time", "time", AS_IS},
    {"holder", "holder", AS_IS}, {NULL, NULL, AS_IS},
};

static const Column of_amounts[] = {
    {"cents", "cents", AS_IS}, {"currency", "currency", AS_IS}, {"role", "role", AS_IS},
    {"tax", "tax", AS_IS},     {"zone", "zone", AS_IS},         {"text", "text", AS_IS},
    {NULL, NULL, AS_IS},
};

static const Column of_grants[] = {
    {"beneficiary", "beneficiary", AS_IS},
    {"cents", "cents", AS_IS},
    {"purpose", "purpose", AS_IS},
    {NULL, NULL, AS_IS},
};

static const Column of_findings[] = {
    {"\"check\"", "check", AS_IS}, {"status", "status", AS_IS}, {"severity", "severity", AS_IS},
    {"message", "message", AS_IS}, {"basis", "basis", AS_IS},   {"operands", "operands", JSON},
    {"places", "at", JSON},        {NULL, NULL, AS_IS},
};

static const Table sessions = {"sessions", "document, position", of_sessions};
static const Table acts = {"acts", "id, document, position, session, page_first, page_last",
                           of_acts};
static const Table votes = {"votes", "act", of_votes};
static const Table findings = {"findings", "document, position, act", of_findings};

/* Of each session, and of each act: the list, and where its rows go. */
typedef struct List {
    const char *path;
    Table table;
} List;

static const List session_lists[] = {
    {"members", {"members", "document, session, position", of_members}},
    {"proxies", {"proxies", "document, session, position", of_proxies}},
};

static const List act_lists[] = {
    {"vote/named", {"voters", "act, position", of_voters}},
    {"movements", {"movements", "act, position", of_movements}},
    {"amounts", {"amounts", "act, position", of_amounts}},
    {"grants", {"grants", "act, position", of_grants}},
};

/* ---- Rows --------------------------------------------------------------------------------------
 */

typedef struct Fill {
    Store *store;
    const char *json;
    gint64 document;
    Filled *filled;
    GError **error;
} Fill;

void fill_node(Rows *rows, int at, const Node *node)
{
    if (node_is(node, NODE_INTEGER))
        rows_set_integer(rows, at, node->integer);
    else if (node_is(node, NODE_TRUE) || node_is(node, NODE_FALSE))
        rows_set_integer(rows, at, node->kind == NODE_TRUE);
    else
        rows_set_text(rows, at, node_text(node));
}

static void append_slice(GString *out, const Fill *fill, const Node *node)
{
    g_string_append_len(out, fill->json + node->from, node->end - node->from);
}

static void set_names(const Fill *fill, Rows *rows, int at, const Node *list)
{
    g_autoptr(GString) names = g_string_new("[");
    for (size_t i = 0; i < node_count(list); i++) {
        const Node *name = node_member(node_element(list, i), "name");
        g_string_append(names, i ? "," : "");
        if (name)
            append_slice(names, fill, name);
        else
            g_string_append(names, "null");
    }
    g_string_append_c(names, ']');
    rows_set_slice(rows, at, names->str, names->len);
}

static void set_column(const Fill *fill, Rows *rows, int at, const Column *column,
                       const Node *object)
{
    const Node *node = node_at(object, column->path);
    g_autofree char *words = NULL;
    switch (column->filling) {
    case AS_IS:
        fill_node(rows, at, node);
        break;
    case JSON:
        if (node)
            rows_set_slice(rows, at, fill->json + node->from, node->end - node->from);
        else
            rows_set_text(rows, at, NULL);
        break;
    case NAMES:
        set_names(fill, rows, at, node);
        break;
    case WORDS:
        words = node_text(node) ? fold_words(node_text(node)) : NULL;
        rows_set_text(rows, at, words);
        break;
    }
}

/* The statement that puts rows into a table. */
static Rows *rows_of(const Fill *fill, const Table *table)
{
    g_autoptr(GString) sql = g_string_new(NULL);
    size_t count = 1;
    for (const char *at = table->keys; (at = strchr(at, ',')); at++)
        count++;
    g_string_printf(sql, "INSERT INTO %s(%s", table->name, table->keys);
    for (const Column *column = table->columns; column->name; column++, count++)
        g_string_append_printf(sql, ", %s", column->name);
    g_string_append(sql, ") VALUES (?");
    while (--count > 0)
        g_string_append(sql, ",?");
    g_string_append_c(sql, ')');
    return store_rows(fill->store, sql->str);
}

/* Puts in a row: its keys, and what the object holds. */
static bool put(const Fill *fill, Rows *rows, const Table *table, const gint64 *keys,
                size_t key_count, const Node *object)
{
    int at = 1;
    for (size_t i = 0; i < key_count; i++, at++) {
        if (keys[i] == FILL_NOTHING)
            rows_set_text(rows, at, NULL);
        else
            rows_set_integer(rows, at, keys[i]);
    }
    for (const Column *column = table->columns; column->name; column++)
        set_column(fill, rows, at++, column, object);
    return rows_run(rows, fill->error);
}

/* ---- Sessions ----------------------------------------------------------------------------------
 */

const Node *fill_session(const Node *record, gint64 position)
{
    return position <= 0
               ? node_member(record, "session")
               : node_element(node_member(record, "other_sessions"), (size_t)position - 1);
}

static bool fill_session_list(const Fill *fill, const List *list, size_t position,
                              const Node *session)
{
    const Node *all = node_member(session, list->path);
    Rows *rows = node_count(all) > 0 ? rows_of(fill, &list->table) : NULL;
    bool nameless = list->table.columns == of_members;
    for (size_t i = 0; i < node_count(all); i++) {
        const Node *one = node_element(all, i);
        const gint64 keys[] = {fill->document, (gint64)position, (gint64)i};
        if ((!nameless || node_text(node_member(one, "name"))) &&
            !put(fill, rows, &list->table, keys, G_N_ELEMENTS(keys), one))
            return false;
    }
    return true;
}

static bool fill_sessions(const Fill *fill, const Node *record)
{
    Rows *rows = rows_of(fill, &sessions);
    const Node *session;
    for (size_t position = 0; (session = fill_session(record, (gint64)position)); position++) {
        const gint64 keys[] = {fill->document, (gint64)position};
        if (!put(fill, rows, &sessions, keys, G_N_ELEMENTS(keys), session))
            return false;
        for (size_t i = 0; i < G_N_ELEMENTS(session_lists); i++)
            if (!fill_session_list(fill, &session_lists[i], position, session))
                return false;
    }
    return true;
}

/* The days from 1900-01-01 to a sitting; 0 without a date, or before. */
static gint64 day_of(const Node *session)
{
    const char *date = node_text(node_member(session, "date"));
    int year, month, day;
    if (!date || sscanf(date, "%4d-%2d-%2d", &year, &month, &day) != 3 ||
        !g_date_valid_dmy((GDateDay)day, month, (GDateYear)year))
        return 0;
    GDate first, then;
    g_date_clear(&first, 1);
    g_date_clear(&then, 1);
    g_date_set_dmy(&first, 1, 1, 1900);
    g_date_set_dmy(&then, (GDateDay)day, month, (GDateYear)year);
    return MAX(g_date_days_between(&first, &then), 0);
}

gint64 fill_session_of(const Node *act)
{
    static const char others[] = "/other_sessions/";
    const char *pointer = node_text(node_member(act, "session"));
    return pointer && g_str_has_prefix(pointer, others)
               ? g_ascii_strtoll(pointer + strlen(others), NULL, 10) + 1
               : 0;
}

/* ---- Acts --------------------------------------------------------------------------------------
 */

static gint64 act_id(const Fill *fill, const Node *record, gint64 session, size_t number)
{
    return day_of(fill_session(record, session)) * ACT_ID_DAY + fill->document * ACT_ID_DOCUMENT +
           (gint64)number;
}

/* The first or last of an act's pages; one alone is both. */
static gint64 page_of(const Node *act, size_t index)
{
    const Node *pages = node_member(act, "pages");
    const Node *page = node_element(pages, MIN(index, MAX(node_count(pages), 1) - 1));
    return node_is(page, NODE_INTEGER) ? page->integer : FILL_NOTHING;
}

static bool fill_act_list(const Fill *fill, const List *list, const Node *all_acts)
{
    Rows *rows = NULL;
    for (guint i = 0; i < fill->filled->count; i++) {
        const Node *all = node_at(node_element(all_acts, i), list->path);
        for (size_t j = 0; j < node_count(all); j++) {
            const gint64 keys[] = {fill->filled->acts[i], (gint64)j};
            rows = rows ? rows : rows_of(fill, &list->table);
            if (!put(fill, rows, &list->table, keys, G_N_ELEMENTS(keys), node_element(all, j)))
                return false;
        }
    }
    return true;
}

static bool fill_act(const Fill *fill, const Node *act, guint index)
{
    const gint64 id = fill->filled->acts[index];
    Rows *rows = rows_of(fill, &acts);
    const gint64 keys[] = {
        id, fill->document, index + 1, fill_session_of(act), page_of(act, 0), page_of(act, 1)};
    return put(fill, rows, &acts, keys, G_N_ELEMENTS(keys), act) &&
           put(fill, rows_of(fill, &votes), &votes, &id, 1, act);
}

static bool fill_acts(const Fill *fill, const Node *record)
{
    const Node *all = node_member(record, "acts");
    Filled *filled = fill->filled;
    filled->count = (guint)MIN(node_count(all), (size_t)ACT_NUMBER_MAX);
    filled->acts = g_new(gint64, filled->count + 1);
    filled->rest = act_id(fill, record, 0, 0);
    for (guint i = 0; i < filled->count; i++) {
        const Node *act = node_element(all, i);
        filled->acts[i] = act_id(fill, record, fill_session_of(act), i + 1);
        if (!fill_act(fill, act, i))
            return false;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(act_lists); i++)
        if (!fill_act_list(fill, &act_lists[i], all))
            return false;
    return true;
}

void filled_clear(Filled *filled)
{
    g_clear_pointer(&filled->acts, g_free);
}

/* ---- Findings, and all -------------------------------------------------------------------------
 */

gint64 fill_act_of(const Node *finding)
{
    static const char prefix[] = "/acts/";
    const char *pointer = node_text(node_element(node_member(finding, "at"), 0));
    return pointer && g_str_has_prefix(pointer, prefix)
               ? g_ascii_strtoll(pointer + strlen(prefix), NULL, 10) + 1
               : FILL_NOTHING;
}

static bool fill_findings(const Fill *fill, const Node *record)
{
    const Node *all = node_member(record, "findings");
    Rows *rows = node_count(all) > 0 ? rows_of(fill, &findings) : NULL;
    for (size_t i = 0; i < node_count(all); i++) {
        const Node *finding = node_element(all, i);
        const gint64 keys[] = {fill->document, (gint64)i, fill_act_of(finding)};
        if (!put(fill, rows, &findings, keys, G_N_ELEMENTS(keys), finding))
            return false;
    }
    return true;
}

bool fill_record(Store *store, const Tree *record, const char *json, gint64 id, Filled *filled,
                 GError **error)
{
    const Fill fill = {store, json, id, filled, error};
    const Node *root = tree_root(record);
    return fill_sessions(&fill, root) && fill_acts(&fill, root) && fill_findings(&fill, root);
}

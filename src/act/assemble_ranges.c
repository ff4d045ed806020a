/* Tables with a column for each range of matters, « Questions 1 à 5   Questions 6 à 12 »: how many
 * were there, or a row for each member. */
#include "assemble_ranges.h"

#include "grid.h"
#include "persons.h"

#include <stdlib.h>
#include <string.h>

/* ---- Columns ----------------------------------------------------------------------------------
 */

/* The first and last words with a figure in a head, or false. Both are to be freed. */
static bool ends_of_range(const char *head, char **first, char **last)
{
    static const char *const matters[] = {"question", "deliberation", "point",
                                          "rapport",  "dossier",      "affaire"};
    g_autofree char *small = g_ascii_strdown(head, -1);
    bool named = false;
    for (size_t i = 0; i < G_N_ELEMENTS(matters); i++)
        named |= strstr(small, matters[i]) != NULL;
    g_auto(GStrv) words = g_strsplit_set(small, " ,;:()", -1);
    *first = *last = NULL;
    for (char **word = words; named && *word; word++) {
        if (!strpbrk(*word, "0123456789"))
            continue;
        /* « 1-5 » is a range of its own */
        char *dash = strspn(*word, "0123456789-") == strlen(*word) ? strchr(*word, '-') : NULL;
        bool whole = dash && dash > *word && dash[1] && strlen(dash + 1) <= 2 && !*first;
        if (whole)
            *dash = '\0';
        if (!*first)
            *first = g_strdup(*word);
        g_free(*last);
        *last = g_strdup(whole ? dash + 1 : *word);
    }
    return *first != NULL;
}

static bool is_range(const char *head)
{
    g_autofree char *first = NULL, *last = NULL;
    return ends_of_range(head, &first, &last);
}

/* Heads of which two at least are ranges. */
static bool read_heads(const Text *text, size_t line, Grid *grid)
{
    int ranges = 0;
    if (!grid_read_head(text, line, grid))
        return false;
    for (int i = 0; i < grid->count; i++)
        ranges += is_range(grid->heads[i]);
    return ranges >= 2;
}

/* The acts of a column's range, or false. */
static bool acts_of(const Assembly *assembly, const char *head, int *from, int *until)
{
    g_autofree char *first = NULL, *last = NULL;
    return ends_of_range(head, &first, &last) && moves_range(assembly, first, last, from, until);
}

/* ---- How many ---------------------------------------------------------------------------------
 */

static const char *count_of(const char *label)
{
    static const char *const counts[][2] = {{"present", "present"},      {"votant", "voting"},
                                            {"suffrage", "voting"},      {"pouvoir", "proxies"},
                                            {"procuration", "proxies"},  {"represente", "proxies"},
                                            {"en exercice", "in_office"}};
    g_autofree char *small = g_ascii_strdown(label, -1);
    for (size_t i = 0; i < G_N_ELEMENTS(counts); i++)
        if (strstr(small, counts[i][0]))
            return counts[i][1];
    return NULL;
}

static bool is_number(const char *words)
{
    return *words && strspn(words, "0123456789") == strlen(words) && strlen(words) < 4;
}

/* A number for the acts of a column; that of the first act is the one at the opening as well. */
static void put_column(const Assembly *assembly, const char *head, const char *key, Span cell,
                       int number)
{
    char pointer[RECORD_POINTER_SIZE];
    int from = 0, until = 0;
    if (!acts_of(assembly, head, &from, &until))
        return;
    if (from == 0)
        assembly_put_integer(assembly, record_at(pointer, "/session/counts/%s", key), number, cell,
                             "table/ranges");
    for (int act = from; act < until && strcmp(key, "in_office") != 0; act++)
        assembly_put_integer(assembly, record_at(pointer, "/acts/%d/counts/%s", act, key), number,
                             cell, "table/ranges");
}

/* « Présents   23   22 ». False where it is no row of numbers. */
static bool put_row(const Assembly *assembly, const Grid *grid, size_t line)
{
    const Text *text = assembly->text;
    GridRow row;
    if (!grid_read_row(text, line, &row) || row.count < 2)
        return false;
    g_autofree char *label = grid_words(text, row.cells[0]);
    const char *key = count_of(label);
    /* a table without a head over its labels has a head less */
    bool shifted = row.count == (size_t)grid->count + 1;
    for (size_t i = 1; key && i < row.count; i++) {
        g_autofree char *words = grid_words(text, row.cells[i]);
        int column = shifted ? (int)i - 1 : grid_place(grid, text, &row, i);
        if (column >= 0 && is_number(words))
            put_column(assembly, grid->heads[column], key, row.cells[i], atoi(words));
    }
    return key != NULL;
}

static bool is_empty(const Text *text, size_t line)
{
    return span_length(text_line(text, line)->span) == 0;
}

void ranges_put_counts(const Assembly *assembly)
{
    const Text *text = assembly->text;
    for (size_t line = 0; line < text_line_count(text); line++) {
        g_auto(Grid) grid = {0};
        if (!grid_may_be_head(text, line) || !read_heads(text, line, &grid))
            continue;
        while (line + 1 < text_line_count(text) &&
               (put_row(assembly, &grid, line + 1) || is_empty(text, line + 1)))
            line++;
    }
}

/* ---- Who --------------------------------------------------------------------------------------
 */

typedef struct Stay {
    const char *status; /* static; NULL where the cell says nothing */
    Span holder;        /* the name behind « pouvoir à »; empty for none */
} Stay;

typedef struct Row {
    Person person;
    Span name;
    Stay stays[GRID_COLUMNS_MAX]; /* by column of the grid */
} Row;

static void row_clear(Row *row)
{
    person_clear(&row->person);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Row, row_clear)

/* The name in « Pouvoir à M. X », « Procuration : M. X ». */
static Span holder_in(const Text *text, Span cell)
{
    const char *folded = text_folded(text, NULL);
    static const char *const links[] = {"a ", "par ", ": "};
    size_t at = cell.start;
    while (at < cell.end && g_ascii_isalpha(folded[at]))
        at++;
    while (at < cell.end && g_ascii_isspace(folded[at]))
        at++;
    for (size_t i = 0; i < G_N_ELEMENTS(links); i++)
        if (g_ascii_strncasecmp(folded + at, links[i], strlen(links[i])) == 0)
            at += strlen(links[i]);
    return (Span){MIN(at, cell.end), cell.end};
}

/* « P », « Absente », « Pouvoir à M. X ». */
static Stay stay_of(const Text *text, Span cell)
{
    g_autofree char *words = grid_words(text, cell);
    Stay stay = {.status = room_state_of(words)};
    if (g_strcmp0(stay.status, "represented") == 0)
        stay.holder = holder_in(text, cell);
    return stay;
}

/* A row that names somebody and says of one range at least whether he is there. */
static bool read_row(const Text *text, const Grid *grid, size_t line, Row *out)
{
    GridRow row;
    bool any = false;
    if (!grid_read_row(text, line, &row) || row.count < 2)
        return false;
    bool shifted = row.count == (size_t)grid->count + 1;
    for (size_t i = 1; i < row.count; i++) {
        int column = shifted ? (int)i - 1 : grid_place(grid, text, &row, i);
        if (column < 0 || !is_range(grid->heads[column]))
            continue;
        out->stays[column] = stay_of(text, row.cells[i]);
        any |= out->stays[column].status != NULL;
    }
    g_autofree char *printed = text_quote(text, row.cells[0]);
    out->name = row.cells[0];
    return any && person_read(printed, NAME_ORDER_UNKNOWN, &out->person);
}

static bool is_here(const Stay *stay)
{
    return g_strcmp0(stay->status, "present") == 0;
}

/* The columns that say something, first to last. False where one does not: then nothing is known of
 * who came or left. */
static bool all_said(const Grid *grid, const Row *row, GArray *columns)
{
    for (int i = 0; i < grid->count; i++) {
        if (!is_range(grid->heads[i]))
            continue;
        if (!row->stays[i].status)
            return false;
        g_array_append_val(columns, i);
    }
    return columns->len > 0;
}

static void add_row(Room *room, const Grid *grid, const Row *row, const char *rule)
{
    g_autoptr(GArray) columns = g_array_new(false, false, sizeof(int));
    if (!all_said(grid, row, columns))
        return;
    const Stay *opening = &row->stays[g_array_index(columns, int, 0)];
    const char *status = opening->status, *arrived = NULL, *left = NULL;
    for (guint i = 1; i < columns->len; i++) {
        int column = g_array_index(columns, int, i), before = g_array_index(columns, int, i - 1);
        if (is_here(&row->stays[column]) && !is_here(&row->stays[before]))
            arrived = grid->heads[column];
        if (!is_here(&row->stays[column]) && is_here(&row->stays[before]))
            left = grid->heads[column];
    }
    if (span_length(opening->holder) > 0 && !arrived && !room_has_proxy(room, row->name)) {
        Proxy proxy = {.span = {row->name.start, opening->holder.end},
                       .giver = row->name,
                       .holder = opening->holder,
                       .rule = g_strdup(rule),
                       .confidence = 1};
        g_array_append_val(room->proxies, proxy);
    }
    Member *member = room_add(room, &row->person, arrived ? "present" : status, row->name, rule, 1);
    if (!member)
        return;
    member->arrived = g_strdup(arrived);
    member->left = g_strdup(left);
}

/* The rows of the table that begins at a zone; *grid is its heads. An array of Row. */
static GArray *read_table(const Text *text, Span zone, Grid *grid)
{
    GArray *rows = g_array_new(false, false, sizeof(Row));
    g_array_set_clear_func(rows, (GDestroyNotify)row_clear);
    size_t line = text_line_at(text, zone.start);
    if (!read_heads(text, line, grid))
        return rows;
    for (line++; line < text_line_count(text) && text_line(text, line)->span.start < zone.end;
         line++) {
        Row row = {0};
        if (read_row(text, grid, line, &row))
            g_array_append_val(rows, row);
        else
            row_clear(&row);
    }
    return rows;
}

bool ranges_add_members(Room *room, Span zone, const char *rule)
{
    g_auto(Grid) grid = {0};
    g_autoptr(GArray) rows = read_table(room->assembly->text, zone, &grid);
    for (guint i = 0; i < rows->len; i++)
        add_row(room, &grid, &g_array_index(rows, Row, i), rule);
    return rows->len > 0;
}

/* Whoever was there for one range and gave a proxy for the next. */
static void read_proxies_on_leaving(const Assembly *assembly, const Grid *grid, const Row *row,
                                    GArray *moves)
{
    const Stay *before = NULL;
    for (int i = 0; i < grid->count; i++) {
        const Stay *stay = &row->stays[i];
        int from = 0, until = 0;
        g_auto(Person) holder = {0};
        if (!is_range(grid->heads[i]))
            continue;
        bool gives = before && is_here(before) && span_length(stay->holder) > 0;
        before = stay;
        g_autofree char *printed = gives ? text_quote(assembly->text, stay->holder) : NULL;
        if (!gives || !acts_of(assembly, grid->heads[i], &from, &until) ||
            !person_read(printed, NAME_ORDER_UNKNOWN, &holder))
            continue;
        Move move = {.kind = MOVE_PROXY,
                     .name = g_strdup(row->person.name),
                     .point = g_strdup(grid->heads[i]),
                     .holder = g_strdup(holder.name),
                     .span = stay->holder,
                     .rule = "table/ranges",
                     .confidence = 1,
                     .act = from};
        g_array_append_val(moves, move);
    }
}

void ranges_read_moves(const Assembly *assembly, GArray *moves)
{
    const Outline *outline = assembly->outline;
    for (guint i = 0; i < outline->zones->len; i++) {
        const Zone *zone = &g_array_index(outline->zones, Zone, i);
        g_auto(Grid) grid = {0};
        if (zone->kind != ZONE_PRESENT)
            continue;
        g_autoptr(GArray) rows = read_table(assembly->text, zone->span, &grid);
        for (guint j = 0; j < rows->len; j++)
            read_proxies_on_leaving(assembly, &grid, &g_array_index(rows, Row, j), moves);
    }
}

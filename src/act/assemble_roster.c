/* Tables of members: a row for each, with a cross below what he is or a word that says it; or lists
 * that stand side by side, a column for those present, one for those absent. */
#include "assemble_room.h"

#include "grid.h"

#include <math.h>
#include <string.h>

/* ---- Heads ------------------------------------------------------------------------------------
 */

typedef enum HeadKind {
    HEAD_OTHER,
    HEAD_NAME,
    HEAD_GIVEN,  /* of given names, where family names have a column of their own */
    HEAD_STATUS, /* « Présent »: a cross below it says so */
    HEAD_STATE,  /* « Présence », « P / A »: the cells say what */
    HEAD_PROXY,
} HeadKind;

/* What a cross below these words says of a member, or NULL. */
static const char *status_of(const char *head)
{
    static const char *const statuses[][2] = {{"presents", "present"},
                                              {"present", "present"},
                                              {"absent", "absent"},
                                              {"excus", "excused"},
                                              {"represent", "represented"}};
    g_autofree char *small = g_ascii_strdown(head, -1);
    if (g_str_has_prefix(small, "presence"))
        return NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(statuses); i++)
        if (g_str_has_prefix(small, statuses[i][0]))
            return strstr(small, "excus") ? "excused" : statuses[i][1];
    return NULL;
}

static bool begins_with_any(const char *small, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (g_str_has_prefix(small, words[i]))
            return true;
    return false;
}

static HeadKind kind_of(const char *head)
{
    static const char *const proxies[] = {"pouvoir", "procuration", "mandat"};
    static const char *const states[] = {"presence", "etat", "statut", "situation", "p / a",
                                         "p/a",      "p, a", "p / e",  "p/e"};
    g_autofree char *small = g_ascii_strdown(head, -1);
    if (begins_with_any(small, proxies, G_N_ELEMENTS(proxies)))
        return HEAD_PROXY;
    if (begins_with_any(small, states, G_N_ELEMENTS(states)))
        return HEAD_STATE;
    if (status_of(head))
        return HEAD_STATUS;
    if (g_str_has_prefix(small, "prenom"))
        return HEAD_GIVEN;
    return g_str_has_prefix(small, "nom") ? HEAD_NAME : HEAD_OTHER;
}

/* ---- Cells ------------------------------------------------------------------------------------
 */

/* A cell that only marks its column: « X », « x », « 1 ». */
static bool is_mark(const char *cell)
{
    return strlen(cell) == 1 && strchr("xX1*+", *cell);
}

const char *room_state_of(const char *words)
{
    static const char *const letters[][2] = {
        {"p", "present"}, {"x", "present"},   {"a", "absent"},     {"abs", "absent"},
        {"e", "excused"}, {"exc", "excused"}, {"r", "represented"}};
    static const char *const starts[][2] = {
        {"present", "present"},        {"absent", "absent"},       {"excus", "excused"},
        {"represente", "represented"}, {"pouvoir", "represented"}, {"procuration", "represented"}};
    g_autofree char *small = g_ascii_strdown(words, -1);
    if (g_str_has_suffix(small, "."))
        small[strlen(small) - 1] = '\0';
    for (size_t i = 0; i < G_N_ELEMENTS(letters); i++)
        if (strcmp(small, letters[i][0]) == 0)
            return letters[i][1];
    if (g_str_has_prefix(small, "absent") && strstr(small, "excus"))
        return "excused";
    for (size_t i = 0; i < G_N_ELEMENTS(starts); i++)
        if (g_str_has_prefix(small, starts[i][0]))
            return starts[i][1];
    return NULL;
}

/* ---- A row for each ---------------------------------------------------------------------------
 */

typedef struct Entry {
    Span name, given, holder;
    const char *status;
} Entry;

/* What the cells of a row say. False where one belongs to no column. */
static bool read_line(const Text *text, const Grid *grid, const GridRow *row, Entry *entry)
{
    *entry = (Entry){.name = row->cells[0]};
    for (size_t i = 1; i < row->count; i++) {
        g_autofree char *cell = grid_words(text, row->cells[i]);
        int column = grid_place(grid, text, row, i);
        if (column < 0)
            return false;
        switch (kind_of(grid->heads[column])) {
        case HEAD_STATUS:
            if (is_mark(cell) && !entry->status)
                entry->status = status_of(grid->heads[column]);
            break;
        case HEAD_STATE:
            if (!entry->status)
                entry->status = room_state_of(cell);
            break;
        case HEAD_PROXY:
            entry->holder = row->cells[i];
            break;
        case HEAD_GIVEN:
            entry->given = row->cells[i];
            break;
        default:
            break;
        }
    }
    return entry->status || span_length(entry->holder) > 0;
}

/* « MARCHAND   Élise »: the two cells as one name. */
static bool read_person(const Text *text, const Entry *entry, Person *person)
{
    g_autofree char *name = text_quote(text, entry->name);
    g_autofree char *given = span_length(entry->given) > 0 ? text_quote(text, entry->given) : NULL;
    g_autofree char *printed = given ? g_strconcat(name, " ", given, NULL) : g_strdup(name);
    return person_read(printed, NAME_ORDER_UNKNOWN, person);
}

/* Reads one row of the table. False when it is none. */
static bool add_row(Room *room, const Grid *grid, const GridRow *row, const char *rule)
{
    const Text *text = room->assembly->text;
    Entry entry;
    g_auto(Person) person = {0};
    if (!read_line(text, grid, row, &entry) || !read_person(text, &entry, &person))
        return false;
    Span span = {entry.name.start, MAX(entry.name.end, entry.given.end)};
    if (span_length(entry.holder) > 0) {
        Proxy proxy = {.span = {span.start, entry.holder.end},
                       .giver = span,
                       .holder = entry.holder,
                       .rule = g_strdup(rule),
                       .confidence = 1};
        if (!room_has_proxy(room, span))
            g_array_append_val(room->proxies, proxy);
        else
            g_free(proxy.rule);
        entry.status = "represented";
    }
    room_add(room, &person, entry.status, span, rule, 1);
    return true;
}

/* Whether a table has the heads of a roster: one for states, or two that crosses mark. */
static bool is_roster(const Grid *grid)
{
    int marked = 0;
    bool states = false;
    for (int i = 0; i < grid->count; i++) {
        HeadKind kind = kind_of(grid->heads[i]);
        marked += kind == HEAD_STATUS || kind == HEAD_PROXY;
        states |= kind == HEAD_STATE;
    }
    return (states || marked >= 2) && kind_of(grid->heads[0]) != HEAD_STATUS &&
           kind_of(grid->heads[0]) != HEAD_PROXY;
}

bool room_add_grid(Room *room, Span zone, const char *rule)
{
    const Text *text = room->assembly->text;
    g_auto(Grid) grid = {0};
    size_t line = text_line_at(text, zone.start), rows = 0;
    if (!grid_read_head(text, line, &grid) || !is_roster(&grid))
        return false;
    room_drop_proxies(room, text_line(text, line)->span); /* its heads name nobody */
    for (line++; line < text_line_count(text); line++) {
        GridRow row;
        if (text_line(text, line)->span.start >= zone.end)
            break;
        if (grid_read_row(text, line, &row))
            rows += add_row(room, &grid, &row, rule);
    }
    return rows > 0;
}

/* ---- Lists side by side -----------------------------------------------------------------------
 */

/* A list whose lines are cells of one column. */
typedef struct Stack {
    GString *words; /* a name a line, or all in one where names go over lines */
    GArray *cells;  /* of Span */
} Stack;

static void stack_clear(gpointer data)
{
    Stack *stack = data;
    g_string_free(stack->words, true);
    g_array_unref(stack->cells);
}

static bool begins_with_civility(const char *words)
{
    static const char *const civilities[] = {"M. ",     "M ",    "Mme ",      "Mme. ",
                                             "Mlle ",   "Mr ",   "Monsieur ", "Madame ",
                                             "Maître ", "Mmes ", "MM. "};
    return begins_with_any(words, civilities, G_N_ELEMENTS(civilities));
}

static void stack_add(const Text *text, Stack *stack, Span cell)
{
    g_autofree char *quote = text_quote(text, cell);
    bool goes_on = begins_with_civility(stack->words->str) && !begins_with_civility(quote);
    if (stack->words->len > 0)
        g_string_append_c(stack->words, goes_on ? ' ' : '\n');
    g_string_append(stack->words, quote);
    g_array_append_val(stack->cells, cell);
}

/* The cell with the last word of a name, or the first one. */
static Span cell_of(const Text *text, const Stack *stack, const char *name)
{
    const char *last = strrchr(name, ' ');
    for (guint i = 0; i < stack->cells->len; i++) {
        g_autofree char *quote = text_quote(text, g_array_index(stack->cells, Span, i));
        if (strstr(quote, last ? last + 1 : name))
            return g_array_index(stack->cells, Span, i);
    }
    return g_array_index(stack->cells, Span, 0);
}

static void add_stack(Room *room, const Stack *stack, const char *status, const char *rule)
{
    g_auto(GStrv) names = g_strsplit(stack->words->str, "\n", -1);
    for (char **name = names; *name; name++) {
        g_autoptr(GPtrArray) people = persons_read(*name, NAME_ORDER_UNKNOWN, NULL);
        for (guint i = 0; i < people->len; i++) {
            const Person *person = people->pdata[i];
            room_add(room, person, status, cell_of(room->assembly->text, stack, person->name), rule,
                     1);
        }
    }
}

/* « M. A à Mme B », lines joined: a proxy behind each « à » or « par ». */
static void add_proxies(Room *room, const Stack *stack, const char *rule)
{
    const Text *text = room->assembly->text;
    static const char *const links[] = {" à ", " par ", " a "};
    g_auto(GStrv) pairs = g_strsplit(stack->words->str, "\n", -1);
    for (char **pair = pairs; *pair; pair++) {
        const char *link = NULL;
        size_t length = 0;
        for (size_t i = 0; i < G_N_ELEMENTS(links) && !link; i++) {
            link = strstr(*pair, links[i]);
            length = strlen(links[i]);
        }
        if (!link)
            continue;
        g_autofree char *before = g_strndup(*pair, (gsize)(link - *pair));
        g_auto(Person) giver = {0}, holder = {0};
        if (!person_read(before, NAME_ORDER_UNKNOWN, &giver) ||
            !person_read(link + length, NAME_ORDER_UNKNOWN, &holder))
            continue;
        Span cell = cell_of(text, stack, giver.name);
        Proxy proxy = {.span = cell,
                       .giver = cell,
                       .holder = cell_of(text, stack, holder.name),
                       .giver_name = g_strdup(giver.name),
                       .holder_name = g_strdup(holder.name),
                       .rule = g_strdup(rule),
                       .confidence = 0.9};
        g_array_append_val(room->proxies, proxy);
    }
}

/* Heads that are lists, all of them, the first of those present. */
static bool are_lists(const Grid *grid)
{
    for (int i = 0; i < grid->count; i++) {
        HeadKind kind = kind_of(grid->heads[i]);
        if (kind != HEAD_PROXY && kind != HEAD_STATUS)
            return false;
    }
    return g_strcmp0(status_of(grid->heads[0]), "present") == 0;
}

static bool has_letters(const Text *text, Span cell)
{
    g_autofree char *words = grid_words(text, cell);
    return strlen(words) > 3;
}

/* The column whose cells begin there, or -1. */
static int nearest(const double *left, int count, double at)
{
    enum { CLOSE = 6 }; /* points, or characters of plain text */
    for (int i = 0; i < count; i++)
        if (fabs(left[i] - at) <= CLOSE)
            return i;
    return -1;
}

/* The cells of the lines below, column by column; false where one belongs to none. */
static bool read_stacks(const Text *text, Span zone, size_t line, const Grid *grid, Stack *stacks)
{
    size_t cells = 0;
    double left[GRID_COLUMNS_MAX]; /* where the cells of each column begin, once a full row told */
    for (int i = 0; i < grid->count; i++)
        left[i] = INFINITY;
    for (line++; line < text_line_count(text) && text_line(text, line)->span.start < zone.end;
         line++) {
        GridRow row;
        if (!grid_read_row(text, line, &row))
            continue;
        for (size_t i = 0; i < row.count; i++) {
            int column = grid_place(grid, text, &row, i);
            if (column >= 0 && row.count == (size_t)grid->count)
                left[column] = grid_left(text, row.cells[i]);
            else if (column < 0)
                column = nearest(left, grid->count, grid_left(text, row.cells[i]));
            if (column < 0 || !has_letters(text, row.cells[i]))
                return false;
            stack_add(text, &stacks[column], row.cells[i]);
            cells++;
        }
    }
    return cells > (size_t)grid->count;
}

bool room_add_stacks(Room *room, Span zone, const char *rule)
{
    const Text *text = room->assembly->text;
    g_auto(Grid) grid = {0};
    size_t line = text_line_at(text, zone.start);
    if (!grid_read_head(text, line, &grid) || !are_lists(&grid))
        return false;
    g_autoptr(GArray) stacks = g_array_new(false, true, sizeof(Stack));
    g_array_set_clear_func(stacks, stack_clear);
    g_array_set_size(stacks, (guint)grid.count);
    for (int i = 0; i < grid.count; i++)
        g_array_index(stacks, Stack, i) =
            (Stack){g_string_new(NULL), g_array_new(false, false, sizeof(Span))};
    if (!read_stacks(text, zone, line, &grid, (Stack *)stacks->data))
        return false;
    room_drop_proxies(room, zone); /* rules read them across the columns */
    for (int i = 0; i < grid.count; i++) {
        const Stack *stack = &g_array_index(stacks, Stack, i);
        if (kind_of(grid.heads[i]) == HEAD_PROXY)
            add_proxies(room, stack, rule);
        else
            add_stack(room, stack, status_of(grid.heads[i]), rule);
    }
    return true;
}

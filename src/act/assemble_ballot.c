/* Votes in a table: « Pour   Contre   Abstention », and below each head a number, names or nothing;
 * of one act, or a row for each (« Question   Pour   Contre »). */
#include "assemble_moves.h"

#include "../base/person.h"
#include "grid.h"

#include <stdlib.h>
#include <string.h>

typedef struct Option {
    const char *head;  /* folded, how the head begins */
    const char *field; /* of /acts/N/vote */
    const char *named; /* its code in vote.named */
} Option;

static const Option options[] = {{"pour", "for", "for"},
                                 {"contre", "against", "against"},
                                 {"abst", "abstaining", "abstain"},
                                 {"ne pren", "not_taking_part", "not_taking_part"},
                                 {"nppv", "not_taking_part", "not_taking_part"}};

static const Option *option_of(const char *head)
{
    static const char *const before[] = {"nombre de ", "nb ", "voix ", "votes ", "vote "};
    for (size_t i = 0; i < G_N_ELEMENTS(before); i++)
        if (g_ascii_strncasecmp(head, before[i], strlen(before[i])) == 0)
            head += strlen(before[i]);
    for (size_t i = 0; i < G_N_ELEMENTS(options); i++)
        if (g_ascii_strncasecmp(head, options[i].head, strlen(options[i].head)) == 0)
            return &options[i];
    return NULL;
}

/* The heads that are options; 0 unless « pour » and « contre » are among them. */
static int count_options(const Grid *grid)
{
    bool in_favour = false, against = false;
    int count = 0;
    for (int i = 0; i < grid->count; i++) {
        const Option *option = option_of(grid->heads[i]);
        if (strpbrk(grid->heads[i], "0123456789"))
            return 0; /* « Pour : 9   Contre : 0 » is the vote itself */
        count += option != NULL;
        in_favour |= option == &options[0];
        against |= option == &options[1];
    }
    return in_favour && against ? count : 0;
}

static void put_number(const Assembly *assembly, size_t act, const Option *option, Span cell,
                       const char *words)
{
    char pointer[RECORD_POINTER_SIZE];
    record_at(pointer, "/acts/%zu/vote/%s", act, option->field);
    assembly_put_integer(assembly, pointer, atoi(words), cell, "table/ballot");
}

static void put_names(const Assembly *assembly, size_t act, const Option *option, Span cell)
{
    char array[RECORD_POINTER_SIZE], pointer[RECORD_POINTER_SIZE];
    g_autofree char *printed = text_quote(assembly->text, cell);
    g_autoptr(GPtrArray) people = persons_read(printed, NAME_ORDER_UNKNOWN, NULL);
    record_at(array, "/acts/%zu/vote/named", act);
    for (guint i = 0; i < people->len; i++) {
        const Person *person = people->pdata[i];
        size_t index = record_append(assembly->record, array);
        record_set_text(assembly->record, record_at(pointer, "%s/%zu/option", array, index),
                        option->named);
        record_set_text(assembly->record, record_at(pointer, "%s/%zu/name", array, index),
                        person->name);
        assembly_evidence(assembly, pointer, cell, "table/ballot", 1);
    }
}

/* Where everybody who could vote is « pour », nobody is left for the cells that are empty. */
static void put_zeros(const Assembly *assembly, size_t act, const Grid *grid, Span row)
{
    char pointer[RECORD_POINTER_SIZE];
    gint64 in_favour = 0, voting = 0;
    if (!record_integer(assembly->record, record_at(pointer, "/acts/%zu/vote/for", act),
                        &in_favour) ||
        !record_integer(assembly->record, "/session/counts/voting", &voting) || in_favour != voting)
        return;
    for (int i = 0; i < grid->count; i++)
        put_number(assembly, act, option_of(grid->heads[i]), row, "0");
}

static bool read_ballot(const Assembly *assembly, size_t act, size_t line, const Grid *grid)
{
    GridRow row;
    if (!grid_read_row(assembly->text, line, &row))
        return false;
    for (size_t i = 0; i < row.count; i++) {
        g_autofree char *words = grid_words(assembly->text, row.cells[i]);
        /* a cell under every head: they go together one by one, however the spaces fall */
        int column = grid_place(grid, assembly->text, &row, i);
        if (column < 0)
            continue;
        const Option *option = option_of(grid->heads[column]);
        if (strspn(words, "0123456789") == strlen(words) && strlen(words) < 4)
            put_number(assembly, act, option, row.cells[i], words);
        else
            put_names(assembly, act, option, row.cells[i]);
    }
    put_zeros(assembly, act, grid, text_line(assembly->text, line)->span);
    return true;
}

void assemble_ballot(const Assembly *assembly, size_t act, Span zone)
{
    const Text *text = assembly->text;
    for (size_t line = text_line_at(text, zone.start); line < text_line_count(text); line++) {
        if (text_line(text, line)->span.start >= zone.end)
            return;
        g_auto(Grid) grid = {0};
        if (!grid_read_head(text, line, &grid) || count_options(&grid) != grid.count)
            continue;
        for (size_t below = line + 1; below < text_line_count(text) && below <= line + 2; below++)
            if (read_ballot(assembly, act, below, &grid))
                return;
    }
}

/* ---- A row for each act -----------------------------------------------------------------------
 */

static const Option voters = {"votant", "voting", NULL};

static bool is_number(const char *words)
{
    return *words && strspn(words, "0123456789") == strlen(words) && strlen(words) < 4;
}

/* The act that a row is in, in a list of deliberations; elsewhere the one that its first cell
 * names, or -1. */
static int act_of_row(const Assembly *assembly, const GridRow *row)
{
    const Outline *outline = assembly->outline;
    if (strcmp(outline->kind, "list") != 0) {
        g_autofree char *first = grid_words(assembly->text, row->cells[0]);
        g_autofree char *named = g_strconcat("point ", first, NULL);
        return strlen(first) <= 40 ? moves_act_exactly(assembly, named) : -1;
    }
    for (guint i = 0; i < outline->zones->len; i++) {
        const Zone *zone = &g_array_index(outline->zones, Zone, i);
        if (zone->kind == ZONE_TITLE && span_contains(zone->span, row->cells[0]))
            return zone->act;
    }
    return -1;
}

/* The numbers of a row, into its act. False where it is no row of the table. */
static bool read_act_row(const Assembly *assembly, const Grid *grid, size_t line)
{
    GridRow row;
    bool any = false;
    int act = grid_read_cells(grid, assembly->text, line, &row) ? act_of_row(assembly, &row) : -1;
    for (size_t i = 0; act >= 0 && i < row.count; i++) {
        int column = grid_place(grid, assembly->text, &row, i);
        const char *head = column < 0 ? "" : grid->heads[column];
        const Option *option = g_ascii_strncasecmp(head, voters.head, strlen(voters.head)) == 0
                                   ? &voters
                                   : option_of(head);
        g_autofree char *words = grid_words(assembly->text, row.cells[i]);
        if (!option || !is_number(words))
            continue;
        put_number(assembly, (size_t)act, option, row.cells[i], words);
        any = true;
    }
    return any;
}

void assemble_vote_tables(const Assembly *assembly)
{
    enum { BETWEEN = 4 }; /* lines without numbers inside a table, at most */
    const Text *text = assembly->text;
    for (size_t line = 0; line < text_line_count(text); line++) {
        g_auto(Grid) grid = {0};
        if (!grid_may_be_head(text, line) || !grid_read_head(text, line, &grid) ||
            count_options(&grid) == 0 || count_options(&grid) == grid.count)
            continue;
        int without = 0;
        for (line++; line < text_line_count(text) && without <= BETWEEN; line++)
            without = read_act_row(assembly, &grid, line) ? 0 : without + 1;
        line -= (size_t)without + 1;
    }
}

/* Votes in a table: « Pour   Contre   Abstention », and below each head a number, names or nothing.
 */
#include "assemble.h"

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
                                 {"abstention", "abstaining", "abstain"},
                                 {"ne pren", "not_taking_part", "not_taking_part"},
                                 {"nppv", "not_taking_part", "not_taking_part"}};

static const Option *option_of(const char *head)
{
    for (size_t i = 0; i < G_N_ELEMENTS(options); i++)
        if (g_ascii_strncasecmp(head, options[i].head, strlen(options[i].head)) == 0)
            return &options[i];
    return NULL;
}

/* True when every head is an option and « pour » and « contre » are among them. */
static bool is_ballot(const Grid *grid)
{
    bool in_favour = false, against = false;
    for (int i = 0; i < grid->count; i++) {
        const Option *option = option_of(grid->heads[i]);
        if (!option)
            return false;
        in_favour |= option == &options[0];
        against |= option == &options[1];
    }
    return in_favour && against;
}

static void put_number(const Assembly *assembly, size_t act, const Option *option, Span cell,
                       const char *words)
{
    char pointer[RECORD_POINTER_SIZE];
    record_at(pointer, "/acts/%zu/vote/%s", act, option->field);
    if (record_get(assembly->record, pointer))
        return;
    record_set_integer(assembly->record, pointer, atoi(words));
    assembly_evidence(assembly, pointer, cell, "table/ballot", 1);
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
        int column = row.count == (size_t)grid->count
                         ? (int)i
                         : grid_column(grid, assembly->text, row.cells[i]);
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
        if (!grid_read_head(text, line, &grid) || !is_ballot(&grid))
            continue;
        for (size_t below = line + 1; below < text_line_count(text) && below <= line + 2; below++)
            if (read_ballot(assembly, act, below, &grid))
                return;
    }
}

/* The table of a list of deliberations: what a row says under « Objet » is its act's subject, over
 * as many lines as the cell has. */
#include "assemble.h"

#include "grid.h"

#include <string.h>

typedef struct Table {
    const Text *text;
    Grid grid;
    int subject; /* its column */
    size_t head; /* its line */
} Table;

static bool is_subject_head(const char *head)
{
    static const char *const words[] = {"objet", "intitule", "libelle", "titre"};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_ascii_strncasecmp(head, words[i], strlen(words[i])) == 0)
            return true;
    return false;
}

/* Adds to the heads those that stand higher or lower, on the line above or below: heads of one line
 * stand beside the middle of those of two. */
static void add_heads_beside(const Text *text, size_t head, size_t columns, Grid *grid)
{
    GridRow row;
    for (size_t line = head > 0 ? head - 1 : 0; line <= head + 1; line++) {
        if (line == head || line >= text_line_count(text) || !grid_read_row(text, line, &row))
            continue;
        for (size_t i = 0; i < row.count && (size_t)grid->count < columns; i++)
            grid_add_head(grid, text, row.cells[i]);
    }
}

/* The heads in front of `line`, the first row's own, or false. */
static bool find_heads(const Text *text, size_t line, Table *table)
{
    enum { ABOVE = 6 };
    GridRow own;
    size_t columns = grid_read_row(text, line, &own) ? own.count : 0;
    for (size_t back = 1; back <= ABOVE && back <= line; back++) {
        Grid grid = {0};
        if (!grid_may_be_head(text, line - back) || !grid_read_head(text, line - back, &grid))
            continue;
        if ((size_t)grid.count < columns)
            add_heads_beside(text, line - back, columns, &grid);
        for (int i = 0; i < grid.count; i++)
            if (is_subject_head(grid.heads[i])) {
                *table = (Table){text, grid, i, line - back};
                return true;
            }
        grid_clear(&grid);
    }
    return false;
}

/* What a line may be to a row of the table. */
typedef enum RowLine {
    ROW_OWN,    /* the one with its number */
    ROW_WITHIN, /* between the numbers of two rows: any cell but one in front of the subject */
    ROW_BELOW   /* below the last number: nothing else stands there */
} RowLine;

/* The subject's cell of a line, or an empty span. */
static Span subject_cell(const Table *table, size_t line, RowLine kind)
{
    GridRow row;
    Span cell = {0};
    if (!grid_read_cells(&table->grid, table->text, line, &row) ||
        (kind == ROW_BELOW && row.count != 1))
        return cell;
    /* a row's own line begins with its number */
    for (size_t i = kind == ROW_OWN && row.count > 1 && table->subject > 0; i < row.count; i++) {
        int column = grid_place(&table->grid, table->text, &row, i);
        if (kind != ROW_OWN && column < table->subject)
            return (Span){0};
        if (column == table->subject && span_length(cell) == 0)
            cell = row.cells[i];
    }
    return cell;
}

/* True where a row's own line goes on a sentence: the subject began above it. */
static bool goes_on(const Table *table, size_t own)
{
    Span cell = subject_cell(table, own, ROW_OWN);
    char first = span_length(cell) > 0 ? text_folded(table->text, NULL)[cell.start] : 'A';
    return g_ascii_islower(first) || first == '(';
}

/* Of the lines between two rows' own, the first that belongs to the lower row: behind the widest
 * step from a subject to the next. In a cell lines stand closer than across its border. */
static size_t lower_from(const Table *table, size_t upper, size_t lower)
{
    const Text *text = table->text;
    size_t from = lower, last = goes_on(table, lower) && lower > upper + 1 ? lower - 1 : lower;
    size_t above = upper;
    double widest = 0, high = grid_top(text, subject_cell(table, upper, ROW_OWN));
    for (size_t line = upper + 1; line <= last; line++) {
        Span cell = subject_cell(table, line, line == lower ? ROW_OWN : ROW_WITHIN);
        double top = grid_top(text, cell);
        if (span_length(cell) == 0)
            continue;
        if (text_line(text, line)->page == text_line(text, above)->page &&
            top - high > widest + 0.5) {
            widest = top - high;
            from = line;
        }
        high = top;
        above = line;
    }
    return MIN(from, last);
}

/* « ses deux bâtiments »: a small letter shows that the cell's first line was not found. */
static bool begins_small(const char *words)
{
    return g_unichar_islower(g_utf8_get_char(words));
}

static void put_subject(const Assembly *assembly, int act, const GArray *cells)
{
    char pointer[RECORD_POINTER_SIZE];
    g_autoptr(GString) words = g_string_new(NULL);
    record_at(pointer, "/acts/%d/subject", act);
    for (guint i = 0; i < cells->len; i++) {
        g_autofree char *quote = text_quote(assembly->text, g_array_index(cells, Span, i));
        g_string_append_printf(words, "%s%s", i ? "\n" : "", quote);
    }
    g_auto(Value) value = {0};
    if (cells->len == 0 || begins_small(words->str) || !value_read(VALUE_TEXT, words->str, &value))
        return;
    record_unset(assembly->record, pointer);
    record_set(assembly->record, pointer, &value);
    for (guint i = 0; i < cells->len; i++)
        assembly_evidence(assembly, pointer, g_array_index(cells, Span, i), "table/subject", 1);
}

/* The lines of an act's row: [first, end), its own line among them. */
static void put_row(const Assembly *assembly, const Table *table, int act, size_t first, size_t own,
                    size_t end, bool last)
{
    g_autoptr(GArray) cells = g_array_new(false, false, sizeof(Span));
    for (size_t line = first; line < end; line++) {
        RowLine kind = line == own ? ROW_OWN : last && line > own ? ROW_BELOW : ROW_WITHIN;
        Span cell = subject_cell(table, line, kind);
        if (span_length(cell) > 0)
            g_array_append_val(cells, cell);
    }
    put_subject(assembly, act, cells);
}

/* The lines on which the rows begin, one for each act. */
static GArray *own_lines(const Assembly *assembly)
{
    const Outline *outline = assembly->outline;
    GArray *lines = g_array_new(false, false, sizeof(size_t));
    for (guint i = 0; i < outline->zones->len; i++) {
        const Zone *zone = &g_array_index(outline->zones, Zone, i);
        if (zone->kind != ZONE_TITLE || zone->act != (int)lines->len)
            continue;
        size_t line = text_line_at(assembly->text, zone->span.start);
        g_array_append_val(lines, line);
    }
    return lines;
}

static size_t last_line(const Assembly *assembly, int act)
{
    const Outline *outline = assembly->outline;
    size_t end = 0;
    for (guint i = 0; i < outline->zones->len; i++) {
        const Zone *zone = &g_array_index(outline->zones, Zone, i);
        if (zone->act == act && zone->span.end > 0)
            end = text_line_at(assembly->text, zone->span.end - 1);
    }
    return end;
}

void assemble_rows(const Assembly *assembly)
{
    const Text *text = assembly->text;
    g_autoptr(GArray) lines = own_lines(assembly);
    Table table = {0};
    if (strcmp(assembly->outline->kind, "list") != 0 || lines->len == 0 ||
        !find_heads(text, g_array_index(lines, size_t, 0), &table))
        return;
    for (guint i = 0; i < lines->len; i++) {
        GridRow row;
        if (grid_read_row(text, g_array_index(lines, size_t, i), &row))
            grid_widen(&table.grid, text, &row);
    }
    size_t first = lower_from(&table, table.head, g_array_index(lines, size_t, 0));
    for (guint i = 0; i < lines->len; i++) {
        size_t own = g_array_index(lines, size_t, i);
        bool last = i + 1 == lines->len;
        size_t end = last ? last_line(assembly, (int)i) + 1
                          : lower_from(&table, own, g_array_index(lines, size_t, i + 1));
        put_row(assembly, &table, (int)i, first, own, end, last);
        first = end;
    }
    grid_clear(&table.grid);
}

/* Who votes for whom. */
#include "assemble_room.h"

#include "grid.h"
#include "names.h"

#include <string.h>

static void proxy_clear(gpointer data)
{
    g_free(((Proxy *)data)->rule);
}

/* True when the same name gave one before: extracts in one file repeat their header. */
static bool is_repeated(const GArray *proxies, const Assembly *assembly, const Capture *giver)
{
    g_autofree char *name = text_quote(assembly->text, giver->span);
    for (guint i = 0; i < proxies->len; i++) {
        Span other = g_array_index(proxies, Proxy, i).giver;
        g_autofree char *earlier = text_quote(assembly->text, other);
        if (other.start != giver->span.start && strcmp(name, earlier) == 0)
            return true;
    }
    return false;
}

static void add_proxy(GArray *proxies, const Match *match, const Capture *giver,
                      const Capture *holder)
{
    Proxy proxy = {.span = match->span,
                   .giver = giver->span,
                   .holder = holder ? holder->span : (Span){0},
                   .rule = g_strdup(match->rule),
                   .order = match->order,
                   .confidence = giver->value.confidence};
    for (guint i = 0; i < proxies->len; i++) {
        Proxy *other = &g_array_index(proxies, Proxy, i);
        if (!span_overlaps(other->span, match->span))
            continue;
        Proxy *loser = match->order < other->order ? other : &proxy;
        g_free(loser->rule);
        if (loser == other)
            *other = proxy;
        return;
    }
    g_array_append_val(proxies, proxy);
}

GArray *room_collect_proxies(const Assembly *assembly)
{
    GArray *proxies = g_array_new(false, false, sizeof(Proxy));
    g_array_set_clear_func(proxies, proxy_clear);
    for (guint i = 0; i < assembly->fields->matches->len; i++) {
        const Match *match = assembly->fields->matches->pdata[i];
        const Capture *giver = match_capture(match, "giver");
        if (giver && !is_repeated(proxies, assembly, giver))
            add_proxy(proxies, match, giver, match_capture(match, "holder"));
    }
    return proxies;
}

bool room_has_proxy(const Room *room, Span span)
{
    for (guint i = 0; i < room->proxies->len; i++)
        if (span_overlaps(g_array_index(room->proxies, Proxy, i).span, span))
            return true;
    return false;
}

static void add_open_giver(Room *room, const Listed *listed)
{
    Member *member =
        room_add(room, &listed->person, "represented", listed->span, "list/proxies", 1);
    if (!member)
        return;
    member->group = g_strdup(listed->group);
    Proxy proxy = {.span = listed->span,
                   .giver = listed->span,
                   .rule = g_strdup("list/proxies"),
                   .confidence = 1};
    g_array_append_val(room->proxies, proxy);
}

bool room_add_open_givers(Room *room, const Zone *zone, const GArray *list)
{
    const char *folded = text_folded(room->assembly->text, NULL);
    g_autofree char *heading = g_strndup(folded + zone->span.start, zone->body - zone->span.start);
    g_autofree char *small = g_ascii_strdown(heading, -1);
    if (list->len == 0 || !strstr(small, "donne") || room_has_proxy(room, zone->span))
        return false;
    for (guint i = 0; i < list->len; i++)
        add_open_giver(room, &g_array_index(list, Listed, i));
    return true;
}

bool room_add_open_giver(Room *room, const Listed *listed)
{
    g_autofree char *remark = listed->remark ? text_fold(listed->remark) : NULL;
    if (!remark || (g_ascii_strcasecmp(remark, "procuration") != 0 &&
                    g_ascii_strcasecmp(remark, "pouvoir") != 0))
        return false;
    add_open_giver(room, listed);
    return true;
}

/* « MORVILLE (ROC Anne donne pouvoir à …) »: the group in front of the bracket. The caller frees.
 */
static char *group_before(const Room *room, Span giver)
{
    const char *folded = text_folded(room->assembly->text, NULL);
    if (giver.start < 3 || folded[giver.start - 1] != '(' || folded[giver.start - 2] != ' ')
        return NULL;
    size_t end = giver.start - 2, start = end;
    while (start > 0 && !strchr(",;:.)", folded[start - 1]))
        start--;
    while (start < end && g_ascii_isspace(folded[start]))
        start++;
    if (!names_is_place(folded, start, end))
        return NULL;
    g_autofree char *printed = text_quote(room->assembly->text, (Span){start, end});
    Value value = {0};
    return value_read(VALUE_TEXT, printed, &value) ? value.text : NULL;
}

void room_add_givers(Room *room)
{
    for (guint i = 0; i < room->proxies->len; i++) {
        const Proxy *proxy = &g_array_index(room->proxies, Proxy, i);
        g_autofree char *printed = text_quote(room->assembly->text, proxy->giver);
        g_auto(Person) person = {0};
        if (!person_read(printed, NAME_ORDER_UNKNOWN, &person))
            continue;
        Member *member =
            room_add(room, &person, "represented", proxy->giver, proxy->rule, proxy->confidence);
        if (member)
            member->group = group_before(room, proxy->giver);
    }
}

/* ---- Tables with crosses ----------------------------------------------------------------------
 */

/* What a cross below these words says of a member, or NULL. */
static const char *status_of(const char *head)
{
    static const char *const statuses[][2] = {{"present", "present"},
                                              {"absent", "absent"},
                                              {"excus", "excused"},
                                              {"represent", "represented"}};
    for (size_t i = 0; i < G_N_ELEMENTS(statuses); i++)
        if (g_ascii_strncasecmp(head, statuses[i][0], strlen(statuses[i][0])) == 0)
            return statuses[i][1];
    return NULL;
}

static bool is_proxy_head(const char *head)
{
    g_autofree char *small = g_ascii_strdown(head, -1);
    return g_str_has_prefix(small, "pouvoir") || g_str_has_prefix(small, "procuration") ||
           g_str_has_prefix(small, "mandat");
}

/* A cell that only marks its column: « X », « x », « 1 ». */
static bool is_mark(const char *cell)
{
    return strlen(cell) == 1 && strchr("xX1*+", *cell);
}

/* Reads one row of the table. False when it is none. */
static bool add_row(Room *room, const Grid *grid, const GridRow *row, const char *rule)
{
    const Text *text = room->assembly->text;
    const char *status = NULL;
    Span holder = {0};
    g_autofree char *printed = text_quote(text, row->cells[0]);
    g_auto(Person) person = {0};
    for (size_t i = 1; i < row->count; i++) {
        g_autofree char *cell = grid_words(text, row->cells[i]);
        int column = grid_column(grid, text, row->cells[i]);
        if (column < 0)
            return false;
        if (is_mark(cell) && !status)
            status = status_of(grid->heads[column]);
        else if (is_proxy_head(grid->heads[column]))
            holder = row->cells[i];
    }
    if (!status && span_length(holder) == 0)
        return false;
    if (!person_read(printed, NAME_ORDER_UNKNOWN, &person))
        return false;
    if (span_length(holder) > 0) {
        Proxy proxy = {.span = {row->cells[0].start, holder.end},
                       .giver = row->cells[0],
                       .holder = holder,
                       .rule = g_strdup(rule),
                       .confidence = 1};
        g_array_append_val(room->proxies, proxy);
        status = "represented";
    }
    room_add(room, &person, status, row->cells[0], rule, 1);
    return true;
}

bool room_add_grid(Room *room, Span zone, const char *rule)
{
    const Text *text = room->assembly->text;
    g_auto(Grid) grid = {0};
    size_t line = text_line_at(text, zone.start), marked = 0;
    if (!grid_read_head(text, line, &grid))
        return false;
    for (int i = 0; i < grid.count; i++)
        marked += status_of(grid.heads[i]) || is_proxy_head(grid.heads[i]);
    if (marked < 2 || status_of(grid.heads[0]))
        return false;
    size_t rows = 0;
    for (line++; line < text_line_count(text); line++) {
        GridRow row;
        if (text_line(text, line)->span.start >= zone.end)
            break;
        if (grid_read_row(text, line, &row))
            rows += add_row(room, &grid, &row, rule);
    }
    return rows > 0;
}

/* ---- Writing ----------------------------------------------------------------------------------
 */

char *room_letters(const char *name)
{
    g_autofree char *folded = text_fold(name);
    GString *letters = g_string_new(NULL);
    for (const char *p = folded; *p; p++)
        if (g_ascii_isalpha(*p))
            g_string_append_c(letters, g_ascii_tolower(*p));
    return g_string_free(letters, false);
}

/* A hyphen that the end of a line ate is known from the list of members: « PETITJEAN » is
 * « PETIT-JEAN » where a member of the same letters has one. Lent: `name`, or a member's. */
static const char *respelt(const Room *room, const char *name)
{
    g_autofree char *letters = room_letters(name);
    for (guint i = 0; i < room->members->len; i++) {
        const char *other = g_array_index(room->members, Member, i).person.name;
        g_autofree char *same = strchr(other, '-') ? room_letters(other) : NULL;
        if (same && strlen(other) > strlen(name) && strcmp(same, letters) == 0)
            return other;
    }
    return name;
}

static void write_name(const Room *room, size_t index, const char *key, Span span,
                       const Proxy *proxy)
{
    char pointer[RECORD_POINTER_SIZE];
    g_autofree char *printed = text_quote(room->assembly->text, span);
    g_auto(Person) person = {0};
    if (span_length(span) == 0 || !person_read(printed, NAME_ORDER_UNKNOWN, &person))
        return;
    record_at(pointer, "/session/proxies/%zu/%s", index, key);
    record_set_text(room->assembly->record, pointer, respelt(room, person.name));
    assembly_evidence(room->assembly, pointer, span, proxy->rule, proxy->confidence);
}

/* What the act says of the proxy's time, inside its words or in brackets right behind them. */
static void write_limits(const Room *room, size_t index, const Proxy *proxy)
{
    const Matches *fields = room->assembly->fields;
    const char *folded = text_folded(room->assembly->text, NULL);
    char pointer[RECORD_POINTER_SIZE];
    for (guint i = 0; i < fields->matches->len; i++) {
        const Match *match = fields->matches->pdata[i];
        const Capture *capture = match_capture(match, "limits");
        if (!capture || match->span.start < proxy->span.start)
            continue;
        size_t at = proxy->span.end;
        while (at < match->span.start && !g_ascii_isalnum(folded[at]) && folded[at] != ';')
            at++;
        if (at < match->span.start)
            return;
        record_at(pointer, "/session/proxies/%zu/limits", index);
        assembly_put(room->assembly, pointer, capture, match->rule);
        return;
    }
}

void room_write_proxies(const Room *room)
{
    for (guint i = 0; i < room->proxies->len; i++) {
        const Proxy *proxy = &g_array_index(room->proxies, Proxy, i);
        size_t index = record_append(room->assembly->record, "/session/proxies");
        write_name(room, index, "giver", proxy->giver, proxy);
        write_name(room, index, "holder", proxy->holder, proxy);
        write_limits(room, index, proxy);
    }
}

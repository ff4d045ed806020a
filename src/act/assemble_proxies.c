/* Who votes for whom. */
#include "assemble_room.h"

#include "names.h"

#include <string.h>

static void proxy_clear(gpointer data)
{
    Proxy *proxy = data;
    g_free(proxy->rule);
    g_free(proxy->giver_name);
    g_free(proxy->holder_name);
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

bool room_holds_proxy(const Room *room, Span span)
{
    static const char *const civilities[] = {"monsieur", "madame", "mme", "m."};
    static const char *const words[] = {" pouvoir a", " procuration a", " mandat a"};
    enum { BEFORE = 40 };
    const char *folded = text_folded(room->assembly->text, NULL);
    size_t from = span.start - MIN(span.start, (size_t)BEFORE);
    g_autofree char *before = g_ascii_strdown(folded + from, (gssize)(span.start - from));
    g_strchomp(before);
    for (size_t i = 0; i < G_N_ELEMENTS(civilities); i++)
        if (g_str_has_suffix(before, civilities[i]))
            before[strlen(before) - strlen(civilities[i])] = '\0';
    g_strchomp(before);
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_str_has_suffix(before, words[i]))
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

void room_drop_proxies(Room *room, Span zone)
{
    for (guint i = room->proxies->len; i > 0; i--)
        if (span_overlaps(g_array_index(room->proxies, Proxy, i - 1).span, zone))
            g_array_remove_index(room->proxies, i - 1);
}

/* The words of a name of a proxy. The caller frees. */
static char *printed_name(const Room *room, const char *name, Span span)
{
    return name ? g_strdup(name) : text_quote(room->assembly->text, span);
}

void room_add_givers(Room *room)
{
    for (guint i = 0; i < room->proxies->len; i++) {
        const Proxy *proxy = &g_array_index(room->proxies, Proxy, i);
        g_autofree char *printed = printed_name(room, proxy->giver_name, proxy->giver);
        g_auto(Person) person = {0};
        if (!person_read(printed, NAME_ORDER_UNKNOWN, &person))
            continue;
        Member *member =
            room_add(room, &person, "represented", proxy->giver, proxy->rule, proxy->confidence);
        if (member)
            member->group = group_before(room, proxy->giver);
    }
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

/* « … à Mme Anne ROC CERVAL : M. Paul DUVAL à … »: without the words behind a name that make a
 * member's of it. */
static Span known_part(const Room *room, Span span)
{
    enum { WORDS = 3 };
    const char *folded = text_folded(room->assembly->text, NULL);
    Span part = span;
    for (int words = 0; words <= WORDS; words++) {
        g_autofree char *printed = text_quote(room->assembly->text, part);
        if (room_knows(room, printed))
            return part;
        while (part.end > part.start && !g_ascii_isspace(folded[part.end - 1]))
            part.end--;
        while (part.end > part.start && g_ascii_isspace(folded[part.end - 1]))
            part.end--;
        if (!names_has_cases(folded, part.start, part.end))
            break;
    }
    return span;
}

static void write_name(const Room *room, size_t index, const char *key, Span span, const char *name,
                       const Proxy *proxy)
{
    char pointer[RECORD_POINTER_SIZE];
    if (!name)
        span = known_part(room, span);
    g_autofree char *printed = printed_name(room, name, span);
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
        write_name(room, index, "giver", proxy->giver, proxy->giver_name, proxy);
        write_name(room, index, "holder", proxy->holder, proxy->holder_name, proxy);
        write_limits(room, index, proxy);
    }
}

/* Proxies in columns that the text gives one after the other: all who gave one, then all who hold
 * them, « A B C pouvoir à X pouvoir à Y pouvoir à Z » or « A B C donne pouvoir à donne pouvoir à
 * donne pouvoir à X Y Z ». Paired by rank, and only where both sides have as many names. */
#include "assemble_room.h"

#include <string.h>

/* « pouvoir à »: from its first word to what stands behind its « à ». */
typedef struct Link {
    size_t start, end;
} Link;

/* The start of the words « (donne) (un) pouvoir (écrit) » that end at `at`; `at` when none do. */
static size_t before_link(const char *s, size_t start, size_t at)
{
    static const char *const words[] = {"pouvoir", "pouvoirs", "procuration", "procurations",
                                        "donne",   "donnant",  "donnent",     "ayant",
                                        "a",       "mandat"};
    for (;;) {
        size_t end = at;
        while (end > start && g_ascii_isspace(s[end - 1]))
            end--;
        size_t from = end;
        while (from > start && g_ascii_isalpha(s[from - 1]))
            from--;
        bool known = false;
        for (size_t i = 0; i < G_N_ELEMENTS(words) && !known; i++)
            known = strlen(words[i]) == end - from &&
                    g_ascii_strncasecmp(s + from, words[i], end - from) == 0;
        if (!known || from == end)
            return at;
        at = from;
    }
}

/* The links of [start, end). Gives an array of Link. */
static GArray *read_links(const char *s, size_t start, size_t end)
{
    GArray *links = g_array_new(false, false, sizeof(Link));
    for (size_t i = start + 1; i + 2 < end; i++) {
        if (s[i] != 'a' || !g_ascii_isspace(s[i - 1]) || !g_ascii_isspace(s[i + 1]))
            continue;
        Link link = {before_link(s, start, i), i + 2};
        if (g_ascii_isupper(s[i + 2]) || link.start < i)
            g_array_append_val(links, link);
    }
    return links;
}

static GArray *names_of(const Room *room, size_t start, size_t end)
{
    GArray *list = listed_new();
    if (end > start)
        listed_read(room->assembly->text, (Span){start, end}, list);
    return list;
}

static bool is_blank(const char *s, size_t start, size_t end)
{
    for (; start < end; start++)
        if (g_ascii_isalnum(s[start]))
            return false;
    return true;
}

/* Who holds each of the proxies of `links`: a name behind each link, or as many behind the last.
 * False when it is neither. */
static bool read_holders(const Room *room, const GArray *links, size_t end, GArray *holders)
{
    const char *s = text_folded(room->assembly->text, NULL);
    bool bare = true;
    for (guint i = 0; i + 1 < links->len; i++)
        bare &=
            is_blank(s, g_array_index(links, Link, i).end, g_array_index(links, Link, i + 1).start);
    for (guint i = bare ? links->len - 1 : 0; i < links->len; i++) {
        bool last = i + 1 == links->len;
        size_t stop = last ? end : g_array_index(links, Link, i + 1).start;
        g_autoptr(GArray) names = names_of(room, g_array_index(links, Link, i).end, stop);
        if (bare ? names->len < links->len : last ? names->len == 0 : names->len != 1)
            return false;
        for (guint k = 0; k < (bare ? links->len : 1); k++)
            g_array_append_val(holders, g_array_index(names, Listed, k).span);
    }
    return holders->len == links->len;
}

/* One proxy of a table. Its words are both names and what stands between them, so that no list
 * takes the one who holds it for an absent member. */
static void add_pair(Room *room, Span giver, Span holder)
{
    Proxy proxy = {.span = {MIN(giver.start, holder.start), MAX(giver.end, holder.end)},
                   .giver = giver,
                   .holder = holder,
                   .rule = g_strdup("list/proxies"),
                   .confidence = 0.9};
    g_array_append_val(room->proxies, proxy);
}

/* « Mandants   Mandataires », « Absents excusés   Pouvoir à » */
static bool heads_pairs(const char *s, const Zone *zone)
{
    g_autofree char *heading =
        g_ascii_strdown(s + zone->span.start, (gssize)(zone->body - zone->span.start));
    g_strstrip(heading);
    return strstr(heading, "mandataire") ||
           g_str_has_suffix(heading, "   a") || /* a head of its own */
           (g_str_has_suffix(heading, " a") && !strstr(heading, "ayant"));
}

static bool is_present(const Room *room, const Person *person)
{
    for (guint i = 0; i < room->members->len; i++) {
        const Member *member = &g_array_index(room->members, Member, i);
        if (strcmp(member->status, "present") == 0 && person_same(person, &member->person))
            return true;
    }
    return false;
}

/* Which of the list holds what its `giver`th gives: the next one, or the one as far down the second
 * half. */
static guint holder_of(guint giver, guint pairs, bool rows)
{
    return rows ? giver * 2 + 1 : giver + pairs;
}

static bool pairs_fit(const Room *room, const GArray *list, bool rows)
{
    guint pairs = list->len / 2;
    for (guint i = 0; i < pairs; i++) {
        const Listed *giver = &g_array_index(list, Listed, rows ? i * 2 : i),
                     *holder = &g_array_index(list, Listed, holder_of(i, pairs, rows));
        if (!is_present(room, &holder->person) || is_present(room, &giver->person))
            return false;
    }
    return true;
}

void room_add_pairs(Room *room, const Zone *zone)
{
    const char *s = text_folded(room->assembly->text, NULL);
    if (!heads_pairs(s, zone))
        return;
    g_autoptr(GArray) list = names_of(room, zone->body, zone->span.end);
    bool rows = pairs_fit(room, list, true);
    if (list->len < 2 || list->len % 2 != 0 || (!rows && !pairs_fit(room, list, false)))
        return;
    room_drop_proxies(room, zone->span);
    for (guint i = 0; i < list->len / 2; i++) {
        add_pair(room, g_array_index(list, Listed, rows ? i * 2 : i).span,
                 g_array_index(list, Listed, holder_of(i, list->len / 2, rows)).span);
    }
}

bool room_add_columns(Room *room, const Zone *zone)
{
    enum { FEWEST = 2 };
    const char *s = text_folded(room->assembly->text, NULL);
    g_autoptr(GArray) links = read_links(s, zone->body, zone->span.end);
    if (links->len < FEWEST)
        return false;
    g_autoptr(GArray) givers = names_of(room, zone->body, g_array_index(links, Link, 0).start);
    g_autoptr(GArray) holders = g_array_new(false, false, sizeof(Span));
    if (givers->len != links->len || !read_holders(room, links, zone->span.end, holders))
        return false;
    room_drop_proxies(room, zone->span);
    for (guint i = 0; i < givers->len; i++) {
        add_pair(room, g_array_index(givers, Listed, i).span, g_array_index(holders, Span, i));
    }
    return true;
}

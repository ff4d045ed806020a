/* What stands in the lists of members and was read by nothing: names left over, and lists that the
 * text ends in. It is kept as evidence of the session, so that nobody is accused of what was
 * overlooked here. */
#include "assemble_room.h"

#include "names.h"

#include <string.h>

static int by_start(gconstpointer a, gconstpointer b)
{
    const Span *x = a, *y = b;
    return x->start < y->start ? -1 : x->start > y->start;
}

static void cover(GArray *covered, Span zone, Span span)
{
    if (span_overlaps(zone, span))
        g_array_append_val(covered, span);
}

/* What lists and rules have read of a zone, in the order of the text. Array of Span. */
static GArray *covered_in(const Room *room, Span zone)
{
    const Matches *fields = room->assembly->fields;
    GArray *covered = g_array_new(false, false, sizeof(Span));
    for (guint i = 0; i < room->read->len; i++)
        cover(covered, zone, g_array_index(room->read, Span, i));
    for (guint i = 0; i < room->members->len; i++)
        cover(covered, zone, g_array_index(room->members, Member, i).span);
    for (guint i = 0; i < room->proxies->len; i++) {
        const Proxy *proxy = &g_array_index(room->proxies, Proxy, i);
        cover(covered, zone, proxy->giver);
        cover(covered, zone, proxy->holder);
    }
    for (guint i = 0; i < fields->matches->len; i++) {
        const Match *match = fields->matches->pdata[i];
        if (match->captures->len > 0)
            cover(covered, zone, match->span);
    }
    g_array_sort(covered, by_start);
    return covered;
}

/* « M. ROC », « Mme Anne ROC »: a civility in front of a name, not of an office (« M. le Maire »).
 */
static bool addresses_somebody(const char *s, Span gap)
{
    for (size_t at = gap.start; at < gap.end; at++) {
        if ((at > gap.start && g_ascii_isalnum(s[at - 1])) || !names_civility_at(s, at, gap.end) ||
            !g_ascii_isupper(s[at]))
            continue;
        size_t name = at;
        while (name < gap.end && g_ascii_isalpha(s[name]))
            name++;
        while (name < gap.end && !g_ascii_isalnum(s[name]))
            name++;
        if (name < gap.end && g_ascii_isupper(s[name]))
            return true;
    }
    return false;
}

/* Whether words with a capital are left inside a list: there, whatever is no label, no office and
 * no civility may be a name, or a part of one. */
static bool holds_capitals(const char *s, Span gap)
{
    if (names_is_role(s, gap.start, gap.end))
        return false;
    for (size_t at = gap.start; at < gap.end;) {
        size_t end = at;
        while (end < gap.end && g_ascii_isalnum(s[end]))
            end++;
        if (end > at && (g_ascii_isupper(s[at]) || g_ascii_isdigit(s[at])) &&
            !names_is_civility(s + at, end - at) && !names_is_role(s, at, end) &&
            !names_is_status(s, at, end))
            return true;
        at = end + 1;
    }
    return false;
}

/* Whether names of people seem to stand between what was read: a label in front of a colon is none.
 */
static bool holds_names(const char *s, Span gap, bool inside)
{
    for (size_t i = gap.end; i > gap.start; i--)
        if (s[i - 1] == ':' && !addresses_somebody(s, (Span){gap.start, i})) {
            gap.start = i;
            break;
        }
    return addresses_somebody(s, gap) || (inside && holds_capitals(s, gap)) ||
           names_order(s, gap.start, gap.end) != NAME_ORDER_UNKNOWN;
}

/* The commune or the party of somebody in the list, or a label in front of a colon. */
static bool is_label(const Room *room, Span gap)
{
    const char *s = text_folded(room->assembly->text, NULL);
    size_t behind = gap.end;
    while (g_ascii_isspace(s[behind]))
        behind++;
    if (s[behind] == ':' && !addresses_somebody(s, gap))
        return true;
    g_autofree char *printed = text_quote(room->assembly->text, gap);
    for (guint i = 0; i < room->members->len; i++)
        if (g_strcmp0(g_array_index(room->members, Member, i).group, printed) == 0)
            return true;
    return false;
}

static void tell_gap(const Room *room, const Zone *zone, Span gap, bool inside)
{
    const char *s = text_folded(room->assembly->text, NULL);
    while (gap.start < gap.end && !g_ascii_isalnum(s[gap.start]))
        gap.start++;
    while (gap.end > gap.start && !g_ascii_isalnum(s[gap.end - 1]))
        gap.end--;
    if (gap.start == gap.end || !holds_names(s, gap, inside) || is_label(room, gap))
        return;
    g_autofree char *rule = g_strdup_printf("unread/%s", zone_kind_name(zone->kind));
    assembly_mention(room->assembly, "/session", gap, rule, 1);
}

/* Where the last name stands that the list of a zone gave; behind it sentences may follow. */
static size_t last_name(const Room *room, const Zone *zone)
{
    size_t last = zone->body;
    for (guint i = 0; i < room->read->len; i++) {
        Span span = g_array_index(room->read, Span, i);
        if (span_contains(zone->span, span))
            last = MAX(last, span.end);
    }
    return last;
}

/* Behind the last name that was read: the end of its line where no sentence begins there. */
static size_t end_of_names(const Room *room, size_t at, size_t end)
{
    enum { PARTICLE = 3 }; /* « et », « de », « des » stand among names */
    const char *s = text_folded(room->assembly->text, NULL);
    for (size_t i = at; i < end; i++) {
        size_t word = i;
        while (word < end && g_ascii_islower(s[word]))
            word++;
        if (s[i] == '\n' && i > at + 1)
            return i;
        if (word > i + PARTICLE && !g_ascii_isalnum(s[i - 1]))
            return at;
    }
    return end;
}

/* Between two things that were read; behind the last name only its line is still the list. */
static void tell_between(const Room *room, const Zone *zone, Span gap, size_t last)
{
    size_t inside = gap.start < last    ? gap.end
                    : gap.start == last ? end_of_names(room, gap.start, gap.end)
                                        : gap.start;
    if (inside > gap.start)
        tell_gap(room, zone, (Span){gap.start, inside}, true);
    if (inside < gap.end)
        tell_gap(room, zone, (Span){inside, gap.end}, false);
}

static void tell_zone(const Room *room, const Zone *zone)
{
    g_autoptr(GArray) covered = covered_in(room, zone->span);
    size_t last = last_name(room, zone), at = zone->body;
    for (guint i = 0; i < covered->len; i++) {
        Span span = g_array_index(covered, Span, i);
        if (span.start > at)
            tell_between(room, zone, (Span){at, span.start}, last);
        at = MAX(at, span.end);
    }
    if (at < zone->span.end)
        tell_between(room, zone, (Span){at, zone->span.end}, last);
}

static bool is_list(ZoneKind kind)
{
    return kind == ZONE_PRESENT || kind == ZONE_PROXIES || kind == ZONE_EXCUSED ||
           kind == ZONE_ABSENT;
}

/* A text that ends while its members are being listed may go on elsewhere. */
static void tell_end(const Room *room)
{
    enum { LAST_WORDS = 60 };
    const Outline *outline = room->assembly->outline;
    size_t length;
    text_folded(room->assembly->text, &length);
    if (outline->zones->len == 0)
        return;
    const Zone *last = &g_array_index(outline->zones, Zone, outline->zones->len - 1);
    if (!is_list(last->kind) && last->kind != ZONE_COUNTS && last->kind != ZONE_SECRETARY &&
        last->kind != ZONE_GUESTS && last->kind != ZONE_OPENING)
        return;
    size_t from = length > LAST_WORDS ? length - LAST_WORDS : 0;
    assembly_mention(room->assembly, "/session", (Span){from, length}, "unread/end", 1);
}

/* Where all is in capitals, nothing tells a name from a word, or where a title ends. */
static void tell_capitals(const Room *room)
{
    size_t length, upper = 0, lower = 0;
    const char *s = text_folded(room->assembly->text, &length);
    for (size_t i = 0; i < length; i++) {
        upper += g_ascii_isupper(s[i]) != 0;
        lower += g_ascii_islower(s[i]) != 0;
    }
    if (lower * 20 < upper)
        assembly_mention(room->assembly, "/session", (Span){0, MIN(length, 40)}, "unread/capitals",
                         1);
}

/* Signs that no act is written with, and that recognition makes of folds, specks and ruled lines.
 */
static void tell_recognition(const Room *room)
{
    enum { BARS = 3, AROUND = 20 };
    static const char *const signs[] = {"®", "©", "¬", "{", "}", "~", "\\", "|"};
    size_t length;
    const char *folded = text_folded(room->assembly->text, &length);
    /* bars part the cells of a list of deliberations, and the layer of a page prints what it means
     */
    bool rows = g_strcmp0(room->assembly->outline->kind, "list") == 0 ||
                (text_line_count(room->assembly->text) > 0 &&
                 !box_is_empty(text_line(room->assembly->text, 0)->box));
    size_t bars = 0;
    for (size_t i = 0; i < length; i++) {
        if (g_ascii_isalnum(folded[i]) || g_ascii_isspace(folded[i]) || folded[i] == ',' ||
            folded[i] == '.' || folded[i] == '-')
            continue;
        g_autofree char *sign = text_quote(room->assembly->text, (Span){i, i + 1});
        size_t k = 0;
        while (k < G_N_ELEMENTS(signs) && strcmp(sign, signs[k]) != 0)
            k++;
        if (k == G_N_ELEMENTS(signs) || (k + 1 == G_N_ELEMENTS(signs) && (rows || ++bars < BARS)))
            continue;
        Span around = {i > AROUND ? i - AROUND : 0, MIN(length, i + AROUND)};
        assembly_mention(room->assembly, "/session", around, "unread/recognised", 1);
        return;
    }
}

void room_tell_unread(const Room *room)
{
    tell_capitals(room);
    tell_recognition(room);
    const Outline *outline = room->assembly->outline;
    for (guint i = 0; i < outline->zones->len; i++) {
        const Zone *zone = &g_array_index(outline->zones, Zone, i);
        if (is_list(zone->kind))
            tell_zone(room, zone);
    }
    tell_end(room);
}

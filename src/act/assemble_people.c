/* Members, proxies, who presides and who keeps the minutes. */
#include "assemble.h"

#include "persons.h"

#include <string.h>

typedef struct Room {
    const Assembly *assembly;
    GArray *people;  /* of Person, in the order of /session/members; owned */
    GArray *proxies; /* of Span: what proxies cover, so that lists leave it alone */
} Room;

static void person_clear_element(gpointer data)
{
    person_clear(data);
}

/* The member with this very name, or -1. */
static int find_member(const Room *room, const Person *person)
{
    g_autofree char *name = text_fold(person->name);
    for (guint i = 0; i < room->people->len; i++) {
        g_autofree char *other = text_fold(g_array_index(room->people, Person, i).name);
        if (g_ascii_strcasecmp(name, other) == 0)
            return (int)i;
    }
    return -1;
}

static void set_optional(Record *record, size_t index, const char *key, const char *text)
{
    char pointer[RECORD_POINTER_SIZE];
    if (text && *text)
        record_set_text(record, record_at(pointer, "/session/members/%zu/%s", index, key), text);
}

/* Adds a member unless somebody of that name is there already. `person` is copied. */
static void add_member(Room *room, const Person *person, const char *status, Span span,
                       const char *rule, double confidence, const char *group)
{
    Record *record = room->assembly->record;
    char pointer[RECORD_POINTER_SIZE];
    if (find_member(room, person) >= 0)
        return;

    size_t index = record_append(record, "/session/members");
    record_at(pointer, "/session/members/%zu/name", index);
    record_set_text(record, pointer, person->name);
    assembly_evidence(room->assembly, pointer, span, rule, confidence);
    set_optional(record, index, "given", person->given);
    set_optional(record, index, "family", person->family);
    set_optional(record, index, "civility", person->civility);
    set_optional(record, index, "role", person->role);
    set_optional(record, index, "group", group);
    set_optional(record, index, "status", status);

    Person copy = {.name = g_strdup(person->name),
                   .given = g_strdup(person->given),
                   .family = g_strdup(person->family),
                   .civility = g_strdup(person->civility)};
    g_array_append_val(room->people, copy);
}

static bool covered(const GArray *spans, Span span)
{
    for (guint i = 0; i < spans->len; i++)
        if (span_overlaps(g_array_index(spans, Span, i), span))
            return true;
    return false;
}

static void add_list(Room *room, ZoneKind kind, const char *status)
{
    const Outline *outline = room->assembly->outline;
    g_autofree char *rule = g_strdup_printf("list/%s", zone_kind_name(kind));

    for (guint i = 0; i < outline->zones->len; i++) {
        const Zone *zone = &g_array_index(outline->zones, Zone, i);
        if (zone->kind != kind)
            continue;
        g_autoptr(GArray) list = listed_new();
        listed_read(room->assembly->text, (Span){zone->body, zone->span.end}, list);
        for (guint j = 0; j < list->len; j++) {
            const Listed *listed = &g_array_index(list, Listed, j);
            if (!covered(room->proxies, listed->span))
                add_member(room, &listed->person, status, listed->span, rule, 1, listed->group);
        }
    }
}

/* « …, sous la présidence de M. X. LES HERBES : Anne ROC - Paul DUVAL … »: a list with no heading,
 * after the opening sentence. Taken only where no list has one, and where it is plainly a list. */
static void add_headless_list(Room *room)
{
    enum { PLAINLY = 8 };
    const Outline *outline = room->assembly->outline;
    const char *folded = text_folded(room->assembly->text, NULL);
    const GPtrArray *evidence = record_evidence(room->assembly->record, "/session/president/name");
    if (room->people->len > 0 || !evidence)
        return;
    for (guint i = 0; i < outline->zones->len; i++) {
        const Zone *zone = &g_array_index(outline->zones, Zone, i);
        if (zone->kind != ZONE_OPENING)
            continue;
        const char *from = strstr(folded + zone->span.start, "presidence");
        const char *stop = from ? strstr(from, ". ") : NULL;
        if (!stop || (size_t)(stop - folded) >= zone->span.end)
            continue;
        g_autoptr(GArray) list = listed_new();
        listed_read(room->assembly->text, (Span){stop - folded + 1, zone->span.end}, list);
        for (guint j = 0; list->len >= PLAINLY && j < list->len; j++) {
            const Listed *listed = &g_array_index(list, Listed, j);
            if (!covered(room->proxies, listed->span))
                add_member(room, &listed->person, "present", listed->span, "list/opening", 0.9,
                           listed->group);
        }
    }
}

/* « Patrice KOPP (suppléant de Frédéric GOUPY) »: the member he sits for is absent. */
static void add_replaced(Room *room)
{
    const Outline *outline = room->assembly->outline;
    for (guint i = 0; i < outline->zones->len; i++) {
        const Zone *zone = &g_array_index(outline->zones, Zone, i);
        if (zone->kind != ZONE_PRESENT)
            continue;
        g_autoptr(GArray) list = listed_new();
        listed_read(room->assembly->text, (Span){zone->body, zone->span.end}, list);
        for (guint j = 0; j < list->len; j++) {
            const Listed *listed = &g_array_index(list, Listed, j);
            g_autofree char *remark = listed->remark ? text_fold(listed->remark) : NULL;
            const char *of = remark ? strstr(remark, " de ") : NULL;
            g_auto(Person) person = {0};
            if (!of || g_ascii_strncasecmp(remark, "supplean", 8) != 0 ||
                !person_read(strstr(listed->remark, " de ") + 4, NAME_ORDER_UNKNOWN, &person))
                continue;
            add_member(room, &person, "absent", listed->span, "list/replaced", 0.9, NULL);
        }
    }
}

/* ---- Proxies -------------------------------------------------------------------------------- */

typedef struct Proxy {
    const Match *match;
    const Capture *giver, *holder;
} Proxy;

/* Proxies in text order; where two rules read one giver, the first rule in order is kept. */
static GArray *collect_proxies(const Matches *fields)
{
    GArray *proxies = g_array_new(false, false, sizeof(Proxy));
    for (guint i = 0; i < fields->matches->len; i++) {
        const Match *match = fields->matches->pdata[i];
        Proxy proxy = {match, match_capture(match, "giver"), match_capture(match, "holder")};
        if (!proxy.giver)
            continue;
        bool known = false;
        for (guint j = 0; j < proxies->len && !known; j++) {
            Proxy *other = &g_array_index(proxies, Proxy, j);
            if (span_overlaps(other->match->span, match->span)) {
                if (match->order < other->match->order)
                    *other = proxy;
                known = true;
            }
        }
        if (!known)
            g_array_append_val(proxies, proxy);
    }
    return proxies;
}

static void add_proxies(Room *room, const GArray *proxies)
{
    Record *record = room->assembly->record;
    char pointer[RECORD_POINTER_SIZE];
    for (guint i = 0; i < proxies->len; i++) {
        const Proxy *proxy = &g_array_index(proxies, Proxy, i);
        size_t index = record_append(record, "/session/proxies");
        assembly_put(room->assembly, record_at(pointer, "/session/proxies/%zu/giver", index),
                     proxy->giver, proxy->match->rule);
        if (proxy->holder)
            assembly_put(room->assembly, record_at(pointer, "/session/proxies/%zu/holder", index),
                         proxy->holder, proxy->match->rule);
    }
}

static void add_givers(Room *room, const GArray *proxies)
{
    for (guint i = 0; i < proxies->len; i++) {
        const Proxy *proxy = &g_array_index(proxies, Proxy, i);
        g_autofree char *printed = text_quote(room->assembly->text, proxy->giver->span);
        g_auto(Person) person = {0};
        if (person_read(printed, NAME_ORDER_UNKNOWN, &person))
            add_member(room, &person, "represented", proxy->giver->span, proxy->match->rule,
                       proxy->giver->value.confidence, NULL);
    }
}

/* ---- President, secretaries ----------------------------------------------------------------- */

/* Who presides is present, even when only the opening formula names him. A signature at the foot
 * says nothing of presence. */
static void add_president(Room *room)
{
    const Record *record = room->assembly->record;
    const GPtrArray *evidence = record_evidence(record, "/session/president/name");
    const char *name = record_text(record, "/session/president/name");
    if (!name || !evidence)
        return;
    const Match *decided = NULL;
    const Capture *capture = NULL;
    const Matches *fields = room->assembly->fields;
    for (guint i = 0; i < fields->matches->len; i++) {
        const Match *match = fields->matches->pdata[i];
        const Capture *found = match_capture(match, "president");
        if (found && (!decided || match->order < decided->order)) {
            decided = match;
            capture = found;
        }
    }
    if (!decided || decided->zone == ZONE_CLOSING || decided->zone == ZONE_OPERATIVE ||
        decided->zone == ZONE_VOTE)
        return;
    g_autofree char *printed = text_quote(room->assembly->text, capture->span);
    g_auto(Person) person = {0};
    if (!person_read(printed, NAME_ORDER_UNKNOWN, &person))
        return;
    for (guint i = 0; i < room->people->len; i++)
        if (person_same(&person, &g_array_index(room->people, Person, i)))
            return;
    add_member(room, &person, "present", capture->span, decided->rule, capture->value.confidence,
               NULL);
}

static void add_secretaries(const Assembly *assembly)
{
    const Match *decided = NULL;
    for (guint i = 0; i < assembly->fields->matches->len; i++) {
        const Match *match = assembly->fields->matches->pdata[i];
        if (match_capture(match, "secretary") && (!decided || match->order < decided->order))
            decided = match;
    }
    if (!decided)
        return;
    char pointer[RECORD_POINTER_SIZE];
    size_t index = record_append(assembly->record, "/session/secretaries");
    assembly_put(assembly, record_at(pointer, "/session/secretaries/%zu/name", index),
                 match_capture(decided, "secretary"), decided->rule);
}

void assemble_people(const Assembly *assembly)
{
    Room room = {.assembly = assembly,
                 .people = g_array_new(false, false, sizeof(Person)),
                 .proxies = g_array_new(false, false, sizeof(Span))};
    g_array_set_clear_func(room.people, person_clear_element);
    g_autoptr(GArray) proxies = collect_proxies(assembly->fields);
    for (guint i = 0; i < proxies->len; i++)
        g_array_append_val(room.proxies, g_array_index(proxies, Proxy, i).match->span);

    add_list(&room, ZONE_PRESENT, "present");
    add_headless_list(&room);
    add_president(&room);
    add_proxies(&room, proxies);
    add_givers(&room, proxies);
    add_list(&room, ZONE_PROXIES, "absent");
    add_list(&room, ZONE_EXCUSED, "excused");
    add_list(&room, ZONE_ABSENT, "absent");
    add_replaced(&room);
    add_secretaries(assembly);
    g_array_unref(room.people);
    g_array_unref(room.proxies);
}

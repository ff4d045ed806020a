/* Members, who presides and who keeps the minutes. Everybody is gathered first, in the order the
 * act names them, and written once nobody else can say more about them. */
#include "assemble_ranges.h"

#include "grid.h"
#include "names.h"

#include <stdlib.h>
#include <string.h>

static void member_clear(gpointer data)
{
    Member *member = data;
    person_clear(&member->person);
    g_free(member->group);
    g_free(member->arrived);
    g_free(member->left);
    g_free(member->key);
    g_free(member->rule);
}

GArray *room_members_new(void)
{
    GArray *members = g_array_new(false, false, sizeof(Member));
    g_array_set_clear_func(members, member_clear);
    return members;
}

static int compare_words(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The words of the name folded, in lower case and in the order of the alphabet: « ROC Anne » in one
 * list is « Anne ROC » in the next. The caller frees. */
static char *key_of(const Person *person)
{
    g_autofree char *folded = text_fold(person->name);
    g_autofree char *small = g_ascii_strdown(folded, -1);
    g_auto(GStrv) words = g_strsplit(small, " ", -1);
    qsort(words, g_strv_length(words), sizeof(*words), compare_words);
    return g_strjoinv(" ", words);
}

static Member *member_of_key(const Room *room, const char *key)
{
    for (guint i = 0; i < room->members->len; i++)
        if (strcmp(key, g_array_index(room->members, Member, i).key) == 0)
            return &g_array_index(room->members, Member, i);
    return NULL;
}

bool room_knows(const Room *room, const char *name)
{
    g_auto(Person) person = {0};
    if (!person_read(name, NAME_ORDER_UNKNOWN, &person))
        return false;
    g_autofree char *key = key_of(&person);
    return member_of_key(room, key) != NULL;
}

Member *room_add(Room *room, const Person *person, const char *status, Span span, const char *rule,
                 double confidence)
{
    g_autofree char *key = key_of(person);
    Member *known = member_of_key(room, key);
    bool listed = g_str_has_prefix(rule, "list/");
    if (known) {
        known->listed |= listed;
        return NULL;
    }
    Member member = {.person = {.name = g_strdup(person->name),
                                .given = g_strdup(person->given),
                                .family = g_strdup(person->family),
                                .civility = g_strdup(person->civility),
                                .role = g_strdup(person->role)},
                     .status = status,
                     .key = g_steal_pointer(&key),
                     .span = span,
                     .rule = g_strdup(rule),
                     .confidence = confidence,
                     .listed = listed};
    g_array_append_val(room->members, member);
    return &g_array_index(room->members, Member, room->members->len - 1);
}

/* ---- Lists ------------------------------------------------------------------------------------
 */

/* Behind the bracket that opens at `at`. */
static size_t after_bracket(const char *folded, size_t at)
{
    const char *close = strchr(folded + at, ')');
    return close ? (size_t)(close - folded) + 1 : at + 1;
}

/* What a rule read as `name` right behind a name: « (arrivé à 19h20) ». The caller frees. */
static char *said_behind(const Room *room, Span span, const char *name)
{
    const Matches *fields = room->assembly->fields;
    const char *folded = text_folded(room->assembly->text, NULL);
    for (guint i = 0; i < fields->matches->len; i++) {
        const Match *match = fields->matches->pdata[i];
        const Capture *capture = match_capture(match, name);
        if (!capture || capture->span.start < span.end)
            continue;
        size_t at = span.end;
        while (at < match->span.start && !g_ascii_isalnum(folded[at]) && folded[at] != ';')
            at = folded[at] == '(' ? MIN(after_bracket(folded, at), match->span.start) : at + 1;
        return at >= match->span.start ? g_strdup(capture->value.text) : NULL;
    }
    return NULL;
}

/* « M. PERRIN (agent de la ville) », « Mme ROC (DGS) »: staff is no member. */
static bool is_staff(const Listed *listed)
{
    static const char *const words[] = {"agent", "direct", "dgs", "secretaire general",
                                        "collaborat"};
    g_autofree char *remark = listed->remark ? text_fold(listed->remark) : NULL;
    for (size_t i = 0; remark && i < G_N_ELEMENTS(words); i++)
        if (g_ascii_strncasecmp(remark, words[i], strlen(words[i])) == 0)
            return true;
    return false;
}

/* What is said of a member behind his name, over what the list's heading says of all. */
static const char *own_status(const Listed *listed, const char *status)
{
    g_autofree char *remark = listed->remark ? text_fold(listed->remark) : NULL;
    if (!remark)
        return status;
    bool absent = g_ascii_strncasecmp(remark, "absent", 6) == 0;
    if (g_ascii_strncasecmp(remark, "excus", 5) == 0 ||
        (absent && g_ascii_strncasecmp(remark + 6, " excus", 6) == 0) ||
        (absent && g_ascii_strncasecmp(remark + 6, "e excus", 7) == 0))
        return "excused";
    if (absent)
        return "absent";
    return status;
}

/* « Rémi ROC (suppléant de M. PERRIN) »: what he sits as, as printed, or NULL. Owned by the caller.
 */
static char *substitute_role(const Listed *listed)
{
    g_autofree char *remark = listed->remark ? text_fold(listed->remark) : NULL;
    return remark && g_ascii_strncasecmp(remark, "supplean", 8) == 0
               ? g_strndup(listed->remark, strcspn(listed->remark, " ,;"))
               : NULL;
}

static void add_listed(Room *room, const Listed *listed, const char *status, const char *rule,
                       double confidence)
{
    status = own_status(listed, status);
    if (room_add_open_giver(room, listed))
        return;
    /* whoever comes late counts among those present, wherever he is listed */
    g_autofree char *arrived = said_behind(room, listed->span, "arrived");
    if (arrived)
        status = "present";
    Member *member = room_add(room, &listed->person, status, listed->span, rule, confidence);
    if (!member)
        return;
    member->group = g_strdup(listed->group);
    if (strcmp(status, "present") != 0)
        return;
    if (!member->person.role)
        member->person.role = substitute_role(listed);
    member->arrived = g_steal_pointer(&arrived);
    member->left = said_behind(room, listed->span, "left");
}

/* A name, and what is said behind it of its bearer alone: « - ABSENTE », « (suppléant de M. X) ».
 */
static void note_read(Room *room, const GArray *list)
{
    enum { BEHIND = 48 };
    const char *folded = text_folded(room->assembly->text, NULL);
    for (guint i = 0; i < list->len; i++) {
        const Listed *listed = &g_array_index(list, Listed, i);
        Span span = listed->span;
        g_autofree char *remark = text_fold(listed->remark ? listed->remark : "");
        const char *said = *remark ? strstr(folded + span.end, remark) : NULL;
        if (said && said < folded + span.end + BEHIND &&
            (names_is_status(remark, 0, strlen(remark)) ||
             g_ascii_strncasecmp(remark, "suppl", 5) == 0))
            span.end = (size_t)(said - folded) + strlen(remark);
        g_array_append_val(room->read, span);
    }
}

/* Adds the members of a list that no proxy speaks of. */
static void add_all(Room *room, const GArray *list, const char *status, const char *rule,
                    double confidence)
{
    for (guint i = 0; i < list->len; i++) {
        const Listed *listed = &g_array_index(list, Listed, i);
        bool other = strcmp(status, "present") == 0
                         ? listed->away
                         : listed->replaces != NULL || room_holds_proxy(room, listed->span);
        if (!room_has_proxy(room, listed->span) && !is_staff(listed) && !other)
            add_listed(room, listed, status, rule, confidence);
    }
}

/* « Présents : tous les membres en exercice, à l'exception de Mme A et M. B »: those named are
 * absent. Gives where their names begin, or 0. */
static size_t exception_from(const Assembly *assembly, const Zone *zone)
{
    static const char *const words[] = {"exception de ", "exception d'", " sauf "};
    enum { OPENING = 160 };
    const char *folded = text_folded(assembly->text, NULL);
    g_autofree char *opening =
        g_strndup(folded + zone->span.start, MIN(span_length(zone->span), OPENING));
    bool all = strstr(opening, "tous ") || strstr(opening, "Tous ");
    for (size_t i = 0; all && zone->kind == ZONE_PRESENT && i < G_N_ELEMENTS(words); i++) {
        const char *found = strstr(opening, words[i]);
        if (found)
            return zone->span.start + (size_t)(found - opening) + strlen(words[i]);
    }
    return 0;
}

static void add_list(Room *room, ZoneKind kind, const char *status)
{
    const Outline *outline = room->assembly->outline;
    g_autofree char *rule = g_strdup_printf("list/%s", zone_kind_name(kind));

    for (guint i = 0; i < outline->zones->len; i++) {
        const Zone *zone = &g_array_index(outline->zones, Zone, i);
        if (zone->kind != kind)
            continue;
        if (kind == ZONE_PRESENT &&
            (room_add_grid(room, zone->span, rule) || room_add_stacks(room, zone->span, rule) ||
             ranges_add_members(room, zone->span, rule))) {
            g_array_append_val(room->read, zone->span);
            continue;
        }
        g_autoptr(GArray) list = listed_new();
        size_t from = exception_from(room->assembly, zone);
        listed_read(room->assembly->text, (Span){from ? from : zone->body, zone->span.end}, list);
        note_read(room, list);
        if (kind == ZONE_PROXIES && room_add_open_givers(room, zone, list))
            continue;
        add_all(room, list, from ? "absent" : status, rule, 1);
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
    if (room->members->len > 0 || !evidence)
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
        note_read(room, list);
        if (list->len >= PLAINLY)
            add_all(room, list, "present", "list/opening", 0.9);
    }
}

/* True when a list says « suppléant » or the like at all: most do not, and reading them takes long.
 */
static bool names_replaced(const Text *text, const Zone *zone)
{
    static const char *const words[] = {"supple", "rempla", "repres"};
    const char *folded = text_folded(text, NULL);
    for (size_t at = zone->body; at + 6 <= zone->span.end; at++)
        for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
            if (g_ascii_strncasecmp(folded + at, words[i], 6) == 0)
                return true;
    return false;
}

/* « Patrice KOPP (suppléant de Frédéric GOUPY) »: the member he sits for is absent. */
static void add_replaced(Room *room)
{
    const Outline *outline = room->assembly->outline;
    for (guint i = 0; i < outline->zones->len; i++) {
        const Zone *zone = &g_array_index(outline->zones, Zone, i);
        if (zone->kind != ZONE_PRESENT || !names_replaced(room->assembly->text, zone))
            continue;
        g_autoptr(GArray) list = listed_new();
        listed_read(room->assembly->text, (Span){zone->body, zone->span.end}, list);
        for (guint j = 0; j < list->len; j++) {
            const Listed *listed = &g_array_index(list, Listed, j);
            g_auto(Person) person = {0};
            if (listed->replaces && person_read(listed->replaces, NAME_ORDER_UNKNOWN, &person))
                room_add(room, &person, "absent", listed->span, "list/replaced", 0.9);
        }
    }
}

/* ---- President --------------------------------------------------------------------------------
 */

/* True when the list prints the president's names the other way round: « M. Trévédic Antoine »
 * after « la présidence de Monsieur Antoine Trévédic », which tells the given name from the
 * family's. */
static bool is_turned(const Person *president, const Person *member)
{
    if (!president->given || !president->family || member->given || member->family)
        return false;
    g_autofree char *turned = g_strdup_printf("%s %s", president->family, president->given);
    g_autofree char *a = text_fold(turned);
    g_autofree char *b = text_fold(member->name);
    return g_ascii_strcasecmp(a, b) == 0;
}

/* Splits the names of lists that case does not, once their order is known. */
static void split_names(Room *room)
{
    const Match *decided = assembly_decided(room->assembly, "president");
    g_auto(Person) president = {0};
    if (!decided)
        return;
    g_autofree char *printed =
        text_quote(room->assembly->text, match_capture(decided, "president")->span);
    if (!person_read(printed, NAME_ORDER_GIVEN_FIRST, &president))
        return;
    bool turned = false;
    for (guint i = 0; i < room->members->len && !turned; i++)
        turned = is_turned(&president, &g_array_index(room->members, Member, i).person);
    for (guint i = 0; turned && i < room->members->len; i++) {
        Person *person = &g_array_index(room->members, Member, i).person;
        g_auto(Person) split = {0};
        if (person->given || person->family ||
            !person_read(person->name, NAME_ORDER_FAMILY_FIRST, &split) || !split.given)
            continue;
        person->given = g_steal_pointer(&split.given);
        person->family = g_steal_pointer(&split.family);
    }
}

static void insert_president(Room *room, const Person *president, const Match *match,
                             const Capture *capture)
{
    Member *member =
        room_add(room, president, "present", capture->span, match->rule, capture->value.confidence);
    if (!member)
        return;
    const Capture *role = match_capture(match, "president_role");
    if (!role)
        role = match_capture(match, "title_before");
    if (role && !member->person.role)
        member->person.role = g_strdup(role->value.text);
    Member first = *member;
    guint last = room->members->len - 1;
    memmove(&g_array_index(room->members, Member, 1), room->members->data, last * sizeof(Member));
    g_array_index(room->members, Member, 0) = first;
}

/* Who presides is present, even when only the opening formula names him. A signature at the foot
 * says nothing of presence. */
static void add_president(Room *room)
{
    const Assembly *assembly = room->assembly;
    if (!record_text(assembly->record, "/session/president/name"))
        return;
    const Match *decided = assembly_decided(assembly, "president");
    if (!decided || decided->zone == ZONE_CLOSING || decided->zone == ZONE_OPERATIVE ||
        decided->zone == ZONE_VOTE)
        return;
    const Capture *capture = match_capture(decided, "president");
    g_autofree char *printed = text_quote(assembly->text, capture->span);
    g_auto(Person) person = {0};
    /* the formula prints the given name first, unless capitals say otherwise */
    if (!person_read(printed, NAME_ORDER_GIVEN_FIRST, &person))
        return;
    for (guint i = 0; i < room->members->len; i++)
        if (person_same(&person, &g_array_index(room->members, Member, i).person))
            return;
    if (!room_near_family(room, &person))
        insert_president(room, &person, decided, capture);
}

/* The member whose name is how `name` begins: « Anne ROC TL 27 » at the foot of a scan is Anne ROC.
 * NULL when there is none. Lent. */
static const char *member_beginning(const Room *room, const char *name)
{
    for (guint i = 0; i < room->members->len; i++) {
        const Person *person = &g_array_index(room->members, Member, i).person;
        size_t length = strlen(person->name);
        if (!person->given || !person->family)
            continue;
        g_autofree char *turned = g_strdup_printf("%s %s", person->family, person->given);
        if ((strncmp(name, person->name, length) == 0 || strncmp(name, turned, length) == 0) &&
            name[length] == ' ')
            return person->name;
    }
    return NULL;
}

/* A signature in a text whose lines are lost runs on into what stands below it. */
static void end_signature(const Room *room)
{
    Record *record = room->assembly->record;
    const char *name = record_text(record, "/session/president/name");
    const char *member = name ? member_beginning(room, name) : NULL;
    if (member)
        record_set_text(record, "/session/president/name", member);
}

/* « Madame RUBIN est nommée secrétaire »: the one member of that name, where the list says more.
 * NULL when there is none or more than one. Lent. */
static const char *only_member_called(const Room *room, const char *words)
{
    const char *found = NULL;
    g_auto(Person) person = {0};
    if (!person_read(words, NAME_ORDER_UNKNOWN, &person) || person.given || !person.family)
        return NULL;
    for (guint i = 0; i < room->members->len; i++) {
        const Person *member = &g_array_index(room->members, Member, i).person;
        if (!member->given || !person_same(&person, member))
            continue;
        if (found)
            return NULL;
        found = member->name;
    }
    return found;
}

static void add_secretaries(const Room *room)
{
    const Assembly *assembly = room->assembly;
    static const char *const captures[] = {"secretary", "second_secretary"};
    const Match *decided = assembly_decided(assembly, "secretary");
    char pointer[RECORD_POINTER_SIZE];
    for (size_t i = 0; decided && i < G_N_ELEMENTS(captures); i++) {
        const Capture *capture = match_capture(decided, captures[i]);
        if (!capture)
            continue;
        size_t index = record_append(assembly->record, "/session/secretaries");
        assembly_put(assembly, record_at(pointer, "/session/secretaries/%zu/name", index), capture,
                     decided->rule);
        g_autofree char *words = text_quote(assembly->text, capture->span);
        const char *member = only_member_called(room, words);
        if (!member) /* in a text whose lines are lost the name runs on into a title */
            member = member_beginning(room, capture->value.text);
        if (member)
            record_set_text(assembly->record, pointer, member);
    }
}

/* ---- Writing ----------------------------------------------------------------------------------
 */

static void set_optional(Record *record, size_t index, const char *key, const char *text)
{
    char pointer[RECORD_POINTER_SIZE];
    if (text && *text)
        record_set_text(record, record_at(pointer, "/session/members/%zu/%s", index, key), text);
}

static void write_members(const Room *room)
{
    Record *record = room->assembly->record;
    char pointer[RECORD_POINTER_SIZE];
    for (guint i = 0; i < room->members->len; i++) {
        const Member *member = &g_array_index(room->members, Member, i);
        size_t index = record_append(record, "/session/members");
        record_at(pointer, "/session/members/%zu/name", index);
        record_set_text(record, pointer, member->person.name);
        assembly_evidence(room->assembly, pointer, member->span, member->rule, member->confidence);
        set_optional(record, index, "given", member->person.given);
        set_optional(record, index, "family", member->person.family);
        set_optional(record, index, "civility", member->person.civility);
        set_optional(record, index, "role", member->person.role);
        set_optional(record, index, "group", member->group);
        set_optional(record, index, "status", member->status);
        set_optional(record, index, "arrived", member->arrived);
        set_optional(record, index, "left", member->left);
    }
}

static void add_columns(Room *room)
{
    const Outline *outline = room->assembly->outline;
    for (guint i = 0; i < outline->zones->len; i++) {
        const Zone *zone = &g_array_index(outline->zones, Zone, i);
        if (zone->kind == ZONE_PROXIES || zone->kind == ZONE_EXCUSED)
            room_add_columns(room, zone);
    }
}

static void add_pairs(Room *room)
{
    const Outline *outline = room->assembly->outline;
    for (guint i = 0; i < outline->zones->len; i++) {
        const Zone *zone = &g_array_index(outline->zones, Zone, i);
        if (zone->kind == ZONE_PROXIES)
            room_add_pairs(room, zone);
    }
}

/* ---- Who comes and goes -----------------------------------------------------------------------
 */

/* The one member of that name, or NULL. */
static Member *find_member(Room *room, const char *name)
{
    Person person = {.name = (char *)name};
    Member *found = NULL;
    for (guint i = 0; i < room->members->len; i++) {
        Member *member = &g_array_index(room->members, Member, i);
        if (!person_same(&person, &member->person))
            continue;
        if (found)
            return NULL;
        found = member;
    }
    return found;
}

/* The words of a movement on one line: the hour alone where it is said. The caller frees. */
static char *words_of_move(const Room *room, const Match *match)
{
    const Capture *time = match_capture(match, "movement_time");
    g_autofree char *quote = text_quote(room->assembly->text, time ? time->span : match->span);
    Value value = {0};
    return value_read(VALUE_TEXT, quote, &value) ? value.text : NULL;
}

/* « Arrivée de M. X à 20h15 » between two matters: he counts among those present, and came late. */
static void note_move(Room *room, const Match *match, bool comes, const char *name)
{
    Member *member = find_member(room, name);
    if (!member || (!comes && strcmp(member->status, "present") != 0))
        return;
    if (comes && (strcmp(member->status, "absent") == 0 || strcmp(member->status, "excused") == 0))
        member->status = "present";
    char **words = comes ? &member->arrived : &member->left;
    if (!*words)
        *words = words_of_move(room, match);
}

static void note_moves(Room *room)
{
    const Matches *fields = room->assembly->fields;
    for (guint i = 0; i < fields->matches->len; i++) {
        const Match *match = fields->matches->pdata[i];
        const Capture *kind = match_capture(match, "movement"),
                      *who = match_capture(match, "moving");
        if (!kind || !who || strcmp(kind->value.text, "not_taking_part") == 0)
            continue;
        g_auto(GStrv) names = g_strsplit(who->value.text, "; ", -1);
        for (char **name = names; *name; name++)
            note_move(room, match, strcmp(kind->value.text, "arrival") == 0, *name);
    }
}

void assemble_people(const Assembly *assembly)
{
    Room room = {.assembly = assembly,
                 .members = room_members_new(),
                 .proxies = room_collect_proxies(assembly),
                 .read = g_array_new(false, false, sizeof(Span))};

    add_columns(&room);
    add_list(&room, ZONE_PRESENT, "present");
    add_headless_list(&room);
    add_president(&room);
    add_pairs(&room);
    room_add_givers(&room);
    add_list(&room, ZONE_PROXIES, "absent");
    add_list(&room, ZONE_EXCUSED, "excused");
    add_list(&room, ZONE_ABSENT, "absent");
    add_replaced(&room);
    end_signature(&room);
    split_names(&room);
    room_repair(&room);
    note_moves(&room);
    add_secretaries(&room);
    write_members(&room);
    room_write_proxies(&room);
    room_tell_unread(&room);
    g_array_unref(room.read);
    g_array_unref(room.members);
    g_array_unref(room.proxies);
}

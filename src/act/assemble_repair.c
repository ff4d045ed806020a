/* Names that recognition garbled in one place, repaired by what the document prints in another:
 * « TUVIN » is JUVIN where the list of members says so. Evidence keeps what is printed. */
#include "assemble_room.h"

#include "mend.h"

#include <string.h>

/* How often a text prints a name, and how surely it was read where it is surest. */
typedef struct Printed {
    int count;
    double confidence;
} Printed;

static Printed printed_of(const Text *text, const char *family)
{
    size_t size;
    const char *folded = text_folded(text, &size);
    g_autofree char *word = text_fold(family);
    size_t length = strlen(word);
    Printed printed = {0};
    for (const char *at = folded; length && (at = strstr(at, word)); at += length) {
        Span span = {(size_t)(at - folded), (size_t)(at - folded) + length};
        if ((at > folded && g_ascii_isalnum(at[-1])) || g_ascii_isalnum(at[length]))
            continue;
        printed.count++;
        printed.confidence = MAX(printed.confidence, text_confidence(text, span));
    }
    return printed;
}

/* Whether `other` is the form to keep of the two: printed more often, or as often and read more
 * surely. What was not recognised is printed so, and kept. */
static bool gives_way(const Text *text, const char *family, const char *other)
{
    Printed one = printed_of(text, family), two = printed_of(text, other);
    if (one.count == 0 || two.count == 0 || one.confidence >= 1)
        return false;
    return one.count < two.count || (one.count == two.count && one.confidence < two.confidence);
}

/* True when two families differ by one likeness. */
static bool look_alike(const char *a, const char *b)
{
    enum { SHORTEST = 4 };
    g_autofree char *one = room_letters(a);
    g_autofree char *two = room_letters(b);
    size_t length = strlen(one), other = strlen(two);
    if (length < SHORTEST || other < SHORTEST || length > MEND_MAX || other > MEND_MAX)
        return false;
    return mend_distance(one, length, two, 1) == 1;
}

static bool same_letters(const char *a, const char *b)
{
    g_autofree char *one = room_letters(a);
    g_autofree char *two = room_letters(b);
    return strcmp(one, two) == 0;
}

/* True when two names are of one family, and one likeness makes their given names one. */
static bool is_near_given(const Person *a, const Person *b)
{
    return a->family && b->family && a->given && b->given && same_letters(a->family, b->family) &&
           look_alike(a->given, b->given);
}

/* True when two names have one given name, and two letters at most tell their families apart. */
static bool is_near_family(const Person *a, const Person *b)
{
    enum { GIVEN_LEAST = 4, FAMILY_LEAST = 5, MOST = 2 };
    if (!a->family || !b->family || !a->given || !b->given)
        return false;
    g_autofree char *given = room_letters(a->given);
    g_autofree char *one = room_letters(a->family);
    g_autofree char *two = room_letters(b->family);
    int apart = mend_letters_apart(one, two, MOST);
    return strlen(given) >= GIVEN_LEAST && same_letters(a->given, b->given) && apart > 0 &&
           apart <= MOST && MIN(strlen(one), strlen(two)) >= FAMILY_LEAST;
}

const Member *room_near_family(const Room *room, const Person *person)
{
    const Member *found = NULL;
    for (guint i = 0; i < room->members->len; i++) {
        const Member *member = &g_array_index(room->members, Member, i);
        if (!is_near_family(person, &member->person))
            continue;
        if (found)
            return NULL;
        found = member;
    }
    return found;
}

/* True when two names are one person's but for one likeness in the family's or the given name. */
static bool is_near(const Person *a, const Person *b)
{
    if (is_near_given(a, b))
        return true;
    if (!a->family || !b->family || !look_alike(a->family, b->family))
        return false;
    g_autofree char *name = a->given ? g_strdup_printf("%s %s", a->given, b->family) : NULL;
    Person mended = {.name = name ? name : b->family,
                     .given = a->given,
                     .family = b->family,
                     .civility = a->civility};
    return person_same(&mended, b);
}

/* Whether any of a text was recognised: else nothing in it is garbled. */
static bool is_recognised(const Text *text)
{
    size_t length;
    text_folded(text, &length);
    return text_confidence(text, (Span){0, length}) < 1;
}

/* ---- In the lists -----------------------------------------------------------------------------
 */

/* Of two near names, whether the form of the second is the one to keep. */
static bool person_gives_way(const Text *text, const Person *person, const Person *other)
{
    return is_near_given(person, other) ? gives_way(text, person->given, other->given)
                                        : gives_way(text, person->family, other->family);
}

static const Person *person_at(const Room *room, guint index)
{
    return &g_array_index(room->members, Member, index).person;
}

/* The one member near the one at `index`, or NULL. */
static Member *only_near(const Room *room, guint index)
{
    Member *found = NULL;
    for (guint i = 0; i < room->members->len; i++) {
        if (i == index || !is_near(person_at(room, index), person_at(room, i)))
            continue;
        if (found)
            return NULL;
        found = &g_array_index(room->members, Member, i);
    }
    return found;
}

static bool same_given(const Person *a, const Person *b)
{
    if (!a->given || !b->given)
        return false;
    g_autofree char *one = room_letters(a->given);
    return strlen(one) > 2 && (same_letters(a->given, b->given) || is_near_given(a, b));
}

/* Gives the listed member what is said of `other`. A list of those present comes before proxies,
 * proxies before the other lists. */
static void join(Member *listed, Member *other, bool renamed)
{
    if (strcmp(listed->status, "present") != 0)
        listed->status = other->status;
    if (!listed->person.role)
        listed->person.role = g_steal_pointer(&other->person.role);
    if (!listed->group)
        listed->group = g_steal_pointer(&other->group);
    if (!renamed)
        return;
    Person person = listed->person;
    listed->person.name = other->person.name;
    listed->person.given = other->person.given;
    listed->person.family = other->person.family;
    other->person.name = person.name;
    other->person.given = person.given;
    other->person.family = person.family;
}

void room_repair(Room *room)
{
    const Text *text = room->assembly->text;
    if (!is_recognised(text))
        return;
    for (guint i = 0; i < room->members->len; i++) {
        Member *member = &g_array_index(room->members, Member, i);
        Member *listed = member->listed ? NULL : only_near(room, i);
        if (!listed || !listed->listed || !same_given(&member->person, &listed->person) ||
            !only_near(room, (guint)(listed - (Member *)(void *)room->members->data)))
            continue;
        bool renamed = person_gives_way(text, &listed->person, &member->person);
        if (!renamed && !person_gives_way(text, &member->person, &listed->person))
            continue;
        join(listed, member, renamed);
        g_array_remove_index(room->members, i--);
    }
}

/* ---- Outside the lists ------------------------------------------------------------------------
 */

static Person member_of(const Record *record, size_t index)
{
    char pointer[RECORD_POINTER_SIZE];
    Person person = {0};
    const char *base = "/session/members/%zu/%s";
    person.name = (char *)record_text(record, record_at(pointer, base, index, "name"));
    person.given = (char *)record_text(record, record_at(pointer, base, index, "given"));
    person.family = (char *)record_text(record, record_at(pointer, base, index, "family"));
    person.civility = (char *)record_text(record, record_at(pointer, base, index, "civility"));
    return person;
}

/* The member a name is near: *index. False where a member has that very name, where none is near or
 * more than one, or where two members are near each other. */
static bool find_near(const Record *record, const Person *person,
                      bool (*near)(const Person *, const Person *), size_t *index)
{
    size_t found = 0, members = record_length(record, "/session/members");
    for (size_t i = 0; i < members; i++) {
        Person member = member_of(record, i);
        if (person_same(person, &member))
            return false;
        if (near(person, &member)) {
            found++;
            *index = i;
        }
    }
    if (found != 1)
        return false;
    Person only = member_of(record, *index);
    for (size_t i = 0; i < members; i++) {
        Person member = member_of(record, i);
        if (near(&only, &member))
            return false;
    }
    return true;
}

/* True for a word printed once, which was read doubtfully. */
static bool is_doubtful(const Text *text, const char *word)
{
    const double DOUBTFUL = 0.75;
    Printed printed = printed_of(text, word);
    return printed.count == 1 && printed.confidence < DOUBTFUL;
}

/* Puts another family, or another given name, into the name at a pointer. */
static void set_part(Record *record, const char *pointer, const char *part, const char *other)
{
    const char *name = record_text(record, pointer);
    const char *at = name ? strstr(name, part) : NULL;
    if (!at)
        return;
    g_autofree char *mended =
        g_strdup_printf("%.*s%s%s", (int)(at - name), name, other, at + strlen(part));
    record_set_text(record, pointer, mended);
}

/* A name as a place of the document prints it; its civility stands in the evidence alone. */
static bool read_mention(const Record *record, const char *pointer, Person *out)
{
    const char *name = record_text(record, pointer);
    const GPtrArray *evidence = record_evidence(record, pointer);
    g_auto(Person) printed = {0};
    if (!name || !person_read(name, NAME_ORDER_UNKNOWN, out) || !out->family)
        return false;
    if (!out->civility && evidence && evidence->len > 0 &&
        person_read(((Evidence *)evidence->pdata[0])->text, NAME_ORDER_UNKNOWN, &printed))
        out->civility = g_steal_pointer(&printed.civility);
    return true;
}

static void repair(const Assembly *assembly, const char *pointer)
{
    Record *record = assembly->record;
    char at[RECORD_POINTER_SIZE];
    size_t index = 0;
    g_auto(Person) person = {0};
    if (!read_mention(record, pointer, &person) ||
        (!find_near(record, &person, is_near, &index) &&
         !(is_doubtful(assembly->text, person.family) &&
           find_near(record, &person, is_near_family, &index))))
        return;
    Person member = member_of(record, index);
    bool given = is_near_given(&person, &member);
    const char *own = given ? person.given : person.family;
    g_autofree char *other = g_strdup(given ? member.given : member.family);
    if (gives_way(assembly->text, own, other)) {
        set_part(record, pointer, own, other);
    } else if (gives_way(assembly->text, other, own)) {
        set_part(record, record_at(at, "/session/members/%zu/name", index), other, own);
        record_set_text(record,
                        record_at(at, "/session/members/%zu/%s", index, given ? "given" : "family"),
                        own);
    }
}

static void repair_all(const Assembly *assembly, const char *array, const char *key)
{
    char pointer[RECORD_POINTER_SIZE];
    for (size_t i = 0; i < record_length(assembly->record, array); i++)
        repair(assembly, record_at(pointer, "%s/%zu/%s", array, i, key));
}

void assemble_repair(const Assembly *assembly)
{
    char array[RECORD_POINTER_SIZE];
    if (!is_recognised(assembly->text))
        return;
    /* twice: a member who got another form has it everywhere */
    for (int round = 0; round < 2; round++) {
        repair(assembly, "/session/president/name");
        repair_all(assembly, "/session/secretaries", "name");
        repair_all(assembly, "/session/proxies", "giver");
        repair_all(assembly, "/session/proxies", "holder");
        for (size_t act = 0; act < record_length(assembly->record, "/acts"); act++)
            repair_all(assembly, record_at(array, "/acts/%zu/vote/named", act), "name");
    }
}

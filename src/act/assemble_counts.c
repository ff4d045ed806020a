/* Lists and moves → the room as it was for each act: /acts/N/movements and /acts/N/counts. A number
 * is computed only where the act's own numbers prove the lists it is computed from. */
#include "assemble_ranges.h"

#include <stdlib.h>
#include <string.h>

enum { FOREVER = G_MAXINT };

/* A proxy that holds from one act until before another. */
typedef struct Mandate {
    int giver, holder; /* members, or -1 */
    int from, until;
} Mandate;

typedef struct Floor {
    const Assembly *assembly;
    int members;
    bool *here;        /* by member */
    GArray *mandates;  /* of Mandate */
    bool known;        /* the lists are proven, and every move so far was understood */
    bool moved;        /* anybody came or went so far */
    const Match *told; /* the last statement of who is there now, or NULL */
} Floor;

static bool counts_get(const Record *record, const char *key, gint64 *out)
{
    char pointer[RECORD_POINTER_SIZE];
    return record_integer(record, record_at(pointer, "/session/counts/%s", key), out);
}

/* ---- At the opening ------------------------------------------------------------------------- */

static bool has_move(const GArray *moves, const int *movers, MoveKind kind, int member)
{
    for (guint i = 0; i < moves->len; i++)
        if (movers[i] == member && g_array_index(moves, Move, i).kind == kind)
            return true;
    return false;
}

/* The member each move is of, or -1. The caller frees. */
static int *movers_of(const Record *record, const GArray *moves)
{
    int *movers = g_new(int, moves->len + 1);
    for (guint i = 0; i < moves->len; i++)
        movers[i] = moves_member(record, g_array_index(moves, Move, i).name);
    return movers;
}

/* Seats everybody who is there when the sitting opens. False when somebody comes or leaves and it
 * is not said for which act. */
static bool seat_members(Floor *floor, const GArray *moves)
{
    const Record *record = floor->assembly->record;
    char pointer[RECORD_POINTER_SIZE];
    bool told = true;
    g_autofree int *movers = movers_of(record, moves);
    for (int i = 0; i < floor->members; i++) {
        const char *status =
            record_text(record, record_at(pointer, "/session/members/%d/status", i));
        bool comes = has_move(moves, movers, MOVE_ARRIVAL, i);
        bool late = record_get(record, record_at(pointer, "/session/members/%d/arrived", i));
        bool early = record_get(record, record_at(pointer, "/session/members/%d/left", i));
        bool goes =
            has_move(moves, movers, MOVE_DEPARTURE, i) || has_move(moves, movers, MOVE_PROXY, i);
        floor->here[i] = g_strcmp0(status, "present") == 0 && !comes;
        bool next = false;
        const char *words =
            late ? record_text(record, record_at(pointer, "/session/members/%d/arrived", i)) : NULL;
        bool from_first = words && moves_act_named(floor->assembly, words, &next) == 0;
        told &= (!late || comes || from_first) && (!early || goes);
    }
    return told;
}

/* False when the limits of a proxy are not understood. */
static bool take_mandates(Floor *floor)
{
    const Record *record = floor->assembly->record;
    char pointer[RECORD_POINTER_SIZE];
    bool told = true;
    for (size_t i = 0; i < record_length(record, "/session/proxies"); i++) {
        const char *giver =
            record_text(record, record_at(pointer, "/session/proxies/%zu/giver", i));
        const char *holder =
            record_text(record, record_at(pointer, "/session/proxies/%zu/holder", i));
        const char *limits =
            record_text(record, record_at(pointer, "/session/proxies/%zu/limits", i));
        Mandate mandate = {.giver = giver ? moves_member(record, giver) : -1,
                           .holder = holder ? moves_member(record, holder) : -1,
                           .until = FOREVER};
        bool next = false;
        int act = limits ? moves_act_named(floor->assembly, limits, &next) : 0;
        told &= act >= 0;
        if (limits && next)
            mandate.until = act;
        else if (limits)
            mandate.from = act;
        g_array_append_val(floor->mandates, mandate);
    }
    return told;
}

static int count_here(const Floor *floor)
{
    int count = 0;
    for (int i = 0; i < floor->members; i++)
        count += floor->here[i];
    return count;
}

/* Proxies that hold for an act: whoever gave one has not come, and who holds it has not left. */
static int count_mandates(const Floor *floor, int act)
{
    int count = 0;
    for (guint i = 0; i < floor->mandates->len; i++) {
        const Mandate *mandate = &g_array_index(floor->mandates, Mandate, i);
        count += act >= mandate->from && act < mandate->until &&
                 (mandate->giver < 0 || !floor->here[mandate->giver]) &&
                 (mandate->holder < 0 || floor->here[mandate->holder]);
    }
    return count;
}

static int count_status(const Record *record, const char *status)
{
    char pointer[RECORD_POINTER_SIZE];
    int count = 0;
    for (size_t i = 0; i < record_length(record, "/session/members"); i++)
        count +=
            g_strcmp0(record_text(record, record_at(pointer, "/session/members/%zu/status", i)),
                      status) == 0;
    return count;
}

/* Whether the numbers of the header are those of its lists. One at least must be stated. */
static bool lists_are_proven(const Floor *floor)
{
    const Record *record = floor->assembly->record;
    gint64 present = 0, proxies = 0, voting = 0, in_office = 0;
    int here = count_here(floor), listed = count_status(record, "present");
    int given = count_mandates(floor, 0), all = (int)floor->mandates->len;
    bool has_present = counts_get(record, "present", &present),
         has_proxies = counts_get(record, "proxies", &proxies),
         has_voting = counts_get(record, "voting", &voting),
         has_office = counts_get(record, "in_office", &in_office);
    if (here == 0 || (has_present && present != here && present != listed) ||
        (has_proxies && proxies != given && proxies != all) ||
        (has_voting && voting != here + given && voting != listed + given &&
         voting != listed + all))
        return false;
    return has_present || has_voting || (has_office && in_office == floor->members);
}

/* ---- Act by act ----------------------------------------------------------------------------- */

static void write_move(const Assembly *assembly, const Move *move)
{
    Record *record = assembly->record;
    char array[RECORD_POINTER_SIZE], pointer[RECORD_POINTER_SIZE];
    size_t index = record_append(record, record_at(array, "/acts/%d/movements", move->act));
    record_set_text(record, record_at(pointer, "%s/%zu/kind", array, index),
                    move_kind_name(move->kind));
    g_auto(Value) time = {0};
    if (move->time && value_from_canonical(VALUE_TIME, move->time, &time))
        record_set(record, record_at(pointer, "%s/%zu/time", array, index), &time);
    if (move->point)
        record_set_text(record, record_at(pointer, "%s/%zu/point", array, index), move->point);
    if (move->holder)
        record_set_text(record, record_at(pointer, "%s/%zu/holder", array, index), move->holder);
    record_set_text(record, record_at(pointer, "%s/%zu/name", array, index), move->name);
    if (span_length(move->span) > 0)
        assembly_evidence(assembly, pointer, move->span, move->rule, move->confidence);
}

/* Moves one person. Gives false when it is not clear who it is, or whether he was there. */
static bool apply(Floor *floor, const Move *move)
{
    const Record *record = floor->assembly->record;
    int member = moves_member(record, move->name);
    if (move->kind == MOVE_ASIDE)
        return member >= 0 && floor->here[member];
    floor->moved = true;
    bool comes = move->kind == MOVE_ARRIVAL;
    if (member < 0 || floor->here[member] == comes)
        return false;
    floor->here[member] = comes;
    if (!comes && move->holder) {
        Mandate mandate = {.giver = member,
                           .holder = moves_member(record, move->holder),
                           .from = move->act,
                           .until = FOREVER};
        g_array_append_val(floor->mandates, mandate);
    }
    return true;
}

static bool holds_mandate(const Floor *floor, int member, int act)
{
    for (guint i = 0; i < floor->mandates->len; i++) {
        const Mandate *mandate = &g_array_index(floor->mandates, Mandate, i);
        if (mandate->holder == member && act >= mandate->from && act < mandate->until)
            return true;
    }
    return false;
}

static void put_count(const Floor *floor, int act, const char *key, gint64 number,
                      const Match *match, const char *capture)
{
    Record *record = floor->assembly->record;
    char pointer[RECORD_POINTER_SIZE], object[RECORD_POINTER_SIZE];
    record_at(pointer, "/acts/%d/counts/%s", act, key);
    if (record_get(record, pointer))
        return;
    if (match) {
        const Capture *stated = match_capture(match, capture);
        if (stated)
            assembly_put(floor->assembly, pointer, stated, match->rule);
        return;
    }
    record_set_integer(record, pointer, number);
    record_mark_derived(record, record_at(object, "/acts/%d/counts", act), key);
}

/* What the text says of the room as it is now, between the moves: « (37 présents, 3 procurations)
 * ».
 */
static void put_told(const Floor *floor, int act)
{
    static const char *const keys[][2] = {
        {"present", "room_present"}, {"proxies", "room_proxies"}, {"voting", "room_voting"}};
    for (size_t i = 0; floor->told && i < G_N_ELEMENTS(keys); i++)
        put_count(floor, act, keys[i][0], 0, floor->told, keys[i][1]);
}

static void put_derived(const Floor *floor, int act, int aside, bool clear)
{
    gint64 here = count_here(floor), given = count_mandates(floor, act);
    if (!floor->known || !(floor->moved || aside > 0))
        return;
    if (aside == 0) {
        put_count(floor, act, "present", here, NULL, NULL);
        put_count(floor, act, "proxies", given, NULL, NULL);
    }
    if (clear)
        put_count(floor, act, "voting", here + given - aside, NULL, NULL);
}

/* ---- Numbers that acts state ---------------------------------------------------------------- */

/* « Présents : 18  Votants : 21 » inside an act. */
static void put_own(const Assembly *assembly)
{
    static const char *const keys[] = {"present", "proxies", "voting"};
    char pointer[RECORD_POINTER_SIZE];
    for (guint i = 0; i < assembly->fields->matches->len; i++) {
        const Match *match = assembly->fields->matches->pdata[i];
        if (match->zone != ZONE_COUNTS || match->act < 0)
            continue;
        for (size_t j = 0; j < G_N_ELEMENTS(keys); j++) {
            const Capture *capture = match_capture(match, keys[j]);
            record_at(pointer, "/acts/%d/counts/%s", match->act, keys[j]);
            if (capture && !record_get(assembly->record, pointer))
                assembly_put(assembly, pointer, capture, match->rule);
        }
    }
}

/* What « 34 de la délibération 01 à 03 » counts: the last word in front of it that says so. */
static const char *counted(const Assembly *assembly, const Match *match)
{
    enum { BEFORE = 400 };
    static const char *const words[][2] = {{"present", "present"},
                                           {"votant", "voting"},
                                           {"procuration", "proxies"},
                                           {"pouvoir", "proxies"}};
    const char *folded = text_folded(assembly->text, NULL);
    size_t from = match->span.start > BEFORE ? match->span.start - BEFORE : 0;
    g_autofree char *before = g_ascii_strdown(folded + from, (gssize)(match->span.start - from));
    const char *key = NULL, *last = NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        const char *found = g_strrstr(before, words[i][0]);
        if (found && (!last || found > last)) {
            last = found;
            key = words[i][1];
        }
    }
    return key;
}

static void put_range(const Floor *floor, const Match *match)
{
    static const char *const keys[][2] = {
        {"present", "range_present"}, {"proxies", "range_proxies"}, {"voting", "range_voting"}};
    const Assembly *assembly = floor->assembly;
    const Capture *from = match_capture(match, "range_from"),
                  *to = match_capture(match, "range_to");
    if (!from)
        return;
    int first = 0, until = 0;
    if (!moves_range(assembly, from->value.text, (to ? to : from)->value.text, &first, &until))
        return;
    const char *counts = match_capture(match, "range_count") ? counted(assembly, match) : NULL;
    for (int act = first; act < until; act++) {
        for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
            if (match_capture(match, keys[i][1]))
                put_count(floor, act, keys[i][0], 0, match, keys[i][1]);
        if (counts)
            put_count(floor, act, counts, 0, match, "range_count");
    }
}

/* ---- All of it ------------------------------------------------------------------------------ */

/* The last statement about the room between two places. */
static const Match *told_between(const Assembly *assembly, size_t start, size_t end)
{
    const Match *told = NULL;
    for (guint i = 0; i < assembly->fields->matches->len; i++) {
        const Match *match = assembly->fields->matches->pdata[i];
        if (match->span.start >= start && match->span.start <= end &&
            match_capture(match, "room_present"))
            told = match;
    }
    return told;
}

static void walk_acts(Floor *floor, const GArray *moves)
{
    enum { BESIDE = 120 }; /* bytes behind who moves, in which the room is counted anew */
    const Assembly *assembly = floor->assembly;
    guint at = 0;
    for (int act = 0; act < assembly->outline->acts; act++) {
        int aside = 0;
        bool clear = true;
        for (; at < moves->len && g_array_index(moves, Move, at).act == act; at++) {
            const Move *move = &g_array_index(moves, Move, at);
            bool understood = apply(floor, move);
            write_move(assembly, move);
            if (move->kind == MOVE_ASIDE) {
                int member = moves_member(assembly->record, move->name);
                clear &= understood && !holds_mandate(floor, member, act);
                aside++;
                continue;
            }
            floor->known &= understood;
            floor->told = span_length(move->span) > 0
                              ? told_between(assembly, move->span.start, move->span.end + BESIDE)
                              : NULL;
        }
        if (aside == 0)
            put_told(floor, act);
        put_derived(floor, act, aside, clear);
    }
}

void assemble_room(const Assembly *assembly)
{
    if (assembly->outline->acts == 0)
        return;
    g_autoptr(GArray) moves = moves_read(assembly);
    g_autoptr(GArray) mandates = g_array_new(false, false, sizeof(Mandate));
    int members = (int)record_length(assembly->record, "/session/members");
    g_autofree bool *here = g_new0(bool, (size_t)members + 1);
    Floor floor = {.assembly = assembly, .members = members, .here = here, .mandates = mandates};
    put_own(assembly);
    for (guint i = 0; i < assembly->fields->matches->len; i++)
        put_range(&floor, assembly->fields->matches->pdata[i]);
    ranges_put_counts(assembly);
    bool seated = seat_members(&floor, moves), mandated = take_mandates(&floor);
    floor.known = seated && mandated && lists_are_proven(&floor);
    walk_acts(&floor, moves);
}

bool assemble_room_moved(const Record *record, size_t index)
{
    char array[RECORD_POINTER_SIZE], pointer[RECORD_POINTER_SIZE];
    for (size_t act = 0; act <= index; act++) {
        record_at(array, "/acts/%zu/movements", act);
        for (size_t i = 0; i < record_length(record, array); i++) {
            const char *kind = record_text(record, record_at(pointer, "%s/%zu/kind", array, i));
            if (act == index || g_strcmp0(kind, "not_taking_part") != 0)
                return true;
        }
    }
    return false;
}

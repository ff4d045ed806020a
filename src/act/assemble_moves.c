/* What the text says of people coming, leaving and standing aside → moves. */
#include "assemble_ranges.h"

#include "../base/person.h"

#include <stdlib.h>
#include <string.h>

static const char *const kind_names[MOVE_KIND_COUNT] = {"arrival", "departure", "proxy",
                                                        "not_taking_part"};

const char *move_kind_name(MoveKind kind)
{
    return kind_names[kind];
}

static void move_clear(gpointer data)
{
    Move *move = data;
    g_free(move->name);
    g_free(move->time);
    g_free(move->point);
    g_free(move->holder);
}

int moves_member(const Record *record, const char *name)
{
    char pointer[RECORD_POINTER_SIZE];
    Person person = {.name = (char *)name};
    int found = -1;
    const size_t members = record_length(record, "/session/members");
    for (size_t i = 0; i < members; i++)
        if (g_strcmp0(record_text(record, record_at(pointer, "/session/members/%zu/name", i)),
                      name) == 0)
            return (int)i;
    for (size_t i = 0; i < members; i++) {
        Person member = {0};
        member.name =
            (char *)record_text(record, record_at(pointer, "/session/members/%zu/name", i));
        member.given =
            (char *)record_text(record, record_at(pointer, "/session/members/%zu/given", i));
        member.family =
            (char *)record_text(record, record_at(pointer, "/session/members/%zu/family", i));
        if (!member.name || !person_same(&person, &member))
            continue;
        if (found >= 0)
            return -1; /* a family name that two bear */
        found = (int)i;
    }
    return found;
}

/* ---- Which act ------------------------------------------------------------------------------ */

/* Where each act begins, and where it is decided (G_MAXSIZE when it is not). */
typedef struct Stand {
    size_t start, decided;
    size_t title, body; /* of its title: from where to where its rank stands */
} Stand;

static Stand *stands_new(const Outline *outline)
{
    Stand *stands = g_new0(Stand, (size_t)outline->acts + 1);
    for (int i = 0; i < outline->acts; i++)
        stands[i] = (Stand){.start = G_MAXSIZE, .decided = G_MAXSIZE};
    for (guint i = 0; i < outline->zones->len; i++) {
        const Zone *zone = &g_array_index(outline->zones, Zone, i);
        if (zone->act < 0)
            continue;
        Stand *stand = &stands[zone->act];
        if (stand->body == 0 && zone->kind == ZONE_TITLE) {
            stand->title = zone->span.start;
            stand->body = zone->body;
        }
        stand->start = MIN(stand->start, zone->span.start);
        if (zone->kind == ZONE_OPERATIVE || zone->kind == ZONE_VOTE)
            stand->decided = MIN(stand->decided, zone->span.start);
    }
    return stands;
}

/* Who comes or goes before the decision is (not) there for it; who does after it is for the next.
 */
static int act_of_place(const Outline *outline, const Stand *stands, const Match *match)
{
    if (match->act >= 0)
        return match->act + (match->span.start > stands[match->act].decided);
    int act = 0;
    while (act < outline->acts && stands[act].start < match->span.start)
        act++;
    return act;
}

/* The letters and digits of a number, in small letters and without leading zeros. */
static char *plain_number(const char *words)
{
    GString *plain = g_string_new(NULL);
    for (const char *p = words; *p; p++)
        if (g_ascii_isalnum(*p) && !(*p == '0' && (plain->len == 0 || !g_ascii_isdigit(p[-1]))))
            g_string_append_c(plain, g_ascii_tolower(*p));
    return g_string_free(plain, false);
}

/* Behind « point », « délibération », « n° »: the word with a figure in it. The caller frees; NULL
 * for none. */
static char *named_matter(const char *folded)
{
    static const char *const heads[] = {"point",   "deliberation", "question", "rapport",
                                        "dossier", "affaire",      "no ",      "n o "};
    const char *from = NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(heads); i++) {
        const char *found = strstr(folded, heads[i]);
        if (found && (!from || found > from))
            from = found + strlen(heads[i]);
    }
    int minutes = 0;
    double confidence = 1;
    if (!from && !strchr(folded, ' ') && !time_read(folded, &minutes, &confidence))
        from = folded; /* a number by itself, and no hour */
    while (from && *from && !g_ascii_isdigit(*from))
        from++;
    if (!from || !*from)
        return NULL;
    const char *start = from, *end = from;
    while (start > folded && (g_ascii_isalnum(start[-1]) || strchr("-_./", start[-1])) &&
           start[-1] != ' ')
        start--;
    while (g_ascii_isalnum(*end) || (*end && strchr("-_./", *end) && g_ascii_isalnum(end[1])))
        end++;
    if (strncmp(start, "no", 2) == 0 && start < from && g_ascii_isdigit(start[2]))
        start += 2;
    return g_strndup(start, (gsize)(end - start));
}

/* The rank in front of an act's title (« 5-a ») as words, or NULL. The caller frees. */
static char *rank_of_title(const Assembly *assembly, const Stand *stand)
{
    const char *folded = text_folded(assembly->text, NULL);
    if (stand->body <= stand->title)
        return NULL;
    g_autofree char *head = g_strndup(folded + stand->title, MIN(stand->body - stand->title, 24));
    g_autofree char *small = g_ascii_strdown(head, -1);
    g_strstrip(small);
    char *end = small + strcspn(small, " \n");
    /* « 1 – », « 5-a. »: the dash behind it is no part of it */
    if (g_ascii_isdigit(*small) && !strpbrk(end, "0123456789"))
        *end = '\0';
    return named_matter(small);
}

/* Ranks compare by their first figures: « point 6 » may have been told only. */
static long leading_figure(const char *words)
{
    while (*words && !g_ascii_isdigit(*words))
        words++;
    return *words ? strtol(words, NULL, 10) : -1;
}

/* The figures at the end of a number: the rank in « 2023-041 ». */
static long last_figure(const char *number)
{
    size_t end = strlen(number);
    while (end > 0 && !g_ascii_isdigit(number[end - 1]))
        end--;
    size_t start = end;
    while (start > 0 && g_ascii_isdigit(number[start - 1]))
        start--;
    return end > start ? strtol(number + start, NULL, 10) : -1;
}

static int act_by_number(const Record *record, int acts, const char *matter)
{
    char pointer[RECORD_POINTER_SIZE];
    g_autofree char *wanted = plain_number(matter);
    bool figures = strspn(wanted, "0123456789") == strlen(wanted);
    int by_rank = -1;
    for (int i = 0; i < acts; i++) {
        const char *number = record_text(record, record_at(pointer, "/acts/%d/number", i));
        if (!number)
            continue;
        g_autofree char *plain = plain_number(number);
        if (strcmp(plain, wanted) == 0)
            return i;
        if (figures && strlen(wanted) <= 3 && last_figure(number) == strtol(wanted, NULL, 10))
            by_rank = by_rank == -1 ? i : -2;
    }
    return MAX(by_rank, -1);
}

/* The act of that rank; with `or_later`, the first behind it where it is none itself. */
static int act_by_rank(const Assembly *assembly, const Stand *stands, const char *matter,
                       bool or_later)
{
    g_autofree char *wanted = plain_number(matter);
    int later = -1;
    for (int i = 0; i < assembly->outline->acts; i++) {
        g_autofree char *rank = rank_of_title(assembly, &stands[i]);
        if (!rank)
            continue;
        g_autofree char *plain = plain_number(rank);
        if (strcmp(plain, wanted) == 0)
            return i;
        if (later < 0 && leading_figure(rank) > leading_figure(matter))
            later = i;
    }
    return or_later ? later : -1;
}

bool moves_range(const Assembly *assembly, const char *first, const char *last, int *from,
                 int *until)
{
    bool next = false;
    g_autofree char *start = g_strconcat("point ", first, NULL),
                    *end = g_strconcat("point ", last, NULL);
    *from = moves_act_named(assembly, start, &next);
    *until = moves_act_exactly(assembly, end) + 1;
    if (*until == 0) /* it ends with what is no act of ours */
        *until = moves_act_named(assembly, end, &next);
    if (*until < 0)
        *until = assembly->outline->acts;
    return *from >= 0 && *from < *until;
}

int moves_act_exactly(const Assembly *assembly, const char *words)
{
    g_autofree char *folded = text_fold(words);
    g_autofree char *small = g_ascii_strdown(folded, -1);
    g_autofree char *matter = named_matter(small);
    if (!matter)
        return -1;
    int act = act_by_number(assembly->record, assembly->outline->acts, matter);
    g_autofree Stand *stands = stands_new(assembly->outline);
    return act >= 0 ? act : act_by_rank(assembly, stands, matter, false);
}

int moves_act_named(const Assembly *assembly, const char *words, bool *next)
{
    g_autofree char *folded = text_fold(words);
    g_autofree char *small = g_ascii_strdown(folded, -1);
    g_autofree char *matter = named_matter(small);
    *next = strstr(small, "jusqu") || strstr(small, "apres") || strstr(small, "a l'issue");
    if (!matter)
        return -1;
    int act = act_by_number(assembly->record, assembly->outline->acts, matter);
    if (act >= 0)
        return act + *next;
    g_autofree Stand *stands = stands_new(assembly->outline);
    act = act_by_rank(assembly, stands, matter, true);
    if (act < 0)
        return -1;
    g_autofree char *rank = rank_of_title(assembly, &stands[act]);
    g_autofree char *plain = plain_number(rank), *wanted = plain_number(matter);
    return act + (*next && strcmp(plain, wanted) == 0); /* a later one is behind it already */
}

/* ---- Reading -------------------------------------------------------------------------------- */

static char *capture_text(const Match *match, const char *name)
{
    const Capture *capture = match_capture(match, name);
    return capture ? g_strdup(capture->value.text) : NULL;
}

/* The move that says the same of the same person, or NULL. Lent. */
static Move *known_move(const GArray *moves, const Move *move)
{
    for (guint i = 0; i < moves->len; i++) {
        Move *other = &g_array_index(moves, Move, i);
        bool covers = other->kind == move->kind || move->kind == MOVE_ASIDE ||
                      (other->kind == MOVE_PROXY && move->kind == MOVE_DEPARTURE);
        if (other->act == move->act && covers && person_same_printed(move->name, other->name))
            return other;
    }
    return NULL;
}

/* A move is told once, of who is named most fully. */
static void take_move(GArray *moves, Move move, int acts)
{
    Move *known = move.act < acts ? known_move(moves, &move) : NULL;
    if (known && strlen(move.name) > strlen(known->name)) {
        g_free(known->name);
        known->name = g_steal_pointer(&move.name);
    }
    if (move.act < acts && !known)
        g_array_append_val(moves, move);
    else
        move_clear(&move);
}

static MoveKind kind_of(const Match *match)
{
    const Capture *capture = match_capture(match, "movement");
    for (int i = 0; capture && i < MOVE_KIND_COUNT; i++)
        if (strcmp(capture->value.text, kind_names[i]) == 0)
            return i;
    return MOVE_KIND_COUNT;
}

/* In the header an hour alone says of no act that it is the first one affected. */
static bool is_of_header(const Match *match)
{
    return match->act < 0 && match->zone >= ZONE_HEAD && match->zone <= ZONE_SECRETARY;
}

/* The moves that one match says: one for each person it names. */
static void read_match(const Assembly *assembly, const Stand *stands, const Match *match,
                       GArray *moves)
{
    int acts = assembly->outline->acts;
    MoveKind kind = kind_of(match);
    const Capture *who = match_capture(match, "moving");
    if (kind == MOVE_KIND_COUNT && (who = match_capture(match, "not_taking_part_names")))
        kind = MOVE_ASIDE;
    const char *chair = match_capture(match, "moving_chair")
                            ? record_text(assembly->record, "/session/president/name")
                            : NULL;
    if (kind == MOVE_KIND_COUNT || (!who && !chair) || (kind == MOVE_ASIDE && match->act < 0))
        return;
    const Capture *point = match_capture(match, "movement_point");
    if (!point)
        point = match_capture(match, "arrival_point");
    bool next = false;
    int act = point ? moves_act_named(assembly, point->value.text, &next) : -1;
    if (kind == MOVE_ASIDE)
        act = match->act;
    else if (act < 0 && is_of_header(match))
        return;
    else if (act < 0)
        act = act_of_place(assembly->outline, stands, match);
    g_auto(GStrv) names = g_strsplit(who ? who->value.text : chair, "; ", -1);
    for (char **name = names; *name; name++) {
        char *holder = capture_text(match, "movement_holder");
        take_move(moves,
                  (Move){.kind = kind,
                         .name = g_strdup(*name),
                         .time = capture_text(match, "movement_time"),
                         .point = point ? g_strdup(point->value.text) : NULL,
                         .holder = holder ? holder : capture_text(match, "movement_proxy"),
                         .span = match->span,
                         .rule = match->rule,
                         .confidence = who ? who->value.confidence : 0.9,
                         .act = act},
                  acts);
    }
}

/* « Mme A (à partir du point 7) », in a list of the header. */
static void read_member(const Assembly *assembly, size_t index, const char *key, MoveKind kind,
                        GArray *moves)
{
    char pointer[RECORD_POINTER_SIZE];
    const Record *record = assembly->record;
    const char *words =
        record_text(record, record_at(pointer, "/session/members/%zu/%s", index, key));
    bool next = false;
    int act = words ? moves_act_named(assembly, words, &next) : -1;
    if (act < 0 || (act == 0 && kind == MOVE_ARRIVAL))
        return; /* there from the first act on */
    const char *name = record_text(record, record_at(pointer, "/session/members/%zu/name", index));
    take_move(moves,
              (Move){.kind = kind,
                     .name = g_strdup(name),
                     .point = g_strdup(words),
                     .rule = "list/moves",
                     .confidence = 1,
                     .act = act},
              assembly->outline->acts);
}

static int compare_moves(gconstpointer a, gconstpointer b)
{
    const Move *m = a, *n = b;
    if (m->act != n->act)
        return m->act < n->act ? -1 : 1;
    return m->span.start < n->span.start ? -1 : m->span.start > n->span.start;
}

GArray *moves_read(const Assembly *assembly)
{
    GArray *moves = g_array_new(false, false, sizeof(Move));
    g_array_set_clear_func(moves, move_clear);
    g_autofree Stand *stands = stands_new(assembly->outline);
    for (guint i = 0; i < assembly->fields->matches->len; i++)
        read_match(assembly, stands, assembly->fields->matches->pdata[i], moves);
    ranges_read_moves(assembly, moves);
    for (size_t i = 0; i < record_length(assembly->record, "/session/members"); i++) {
        read_member(assembly, i, "arrived", MOVE_ARRIVAL, moves);
        read_member(assembly, i, "left", MOVE_DEPARTURE, moves);
    }
    g_array_sort(moves, compare_moves);
    return moves;
}

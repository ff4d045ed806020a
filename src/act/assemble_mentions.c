/* What an act says twice: evidence without a value of its own, for check/ to compare. It is kept
 * on the object it concerns: "/session", "/acts/N", "/session/members/N". */
#include "assemble.h"

#include "persons.h"

#include <string.h>

void assembly_mention(const Assembly *assembly, const char *pointer, Span span, const char *rule,
                      double confidence)
{
    g_autoptr(GArray) boxes = g_array_new(false, false, sizeof(Place));
    text_locate(assembly->text, span, boxes);
    int page = text_page(assembly->text, span.start);
    Box box = {0};
    for (guint i = 0; i < boxes->len; i++) {
        const Place *place = &g_array_index(boxes, Place, i);
        if (place->page == page)
            box = box_union(box, place->box);
    }
    g_autofree char *quote = text_quote(assembly->text, span);
    Evidence evidence = {.page = page,
                         .box = box,
                         .text = quote,
                         .rule = (char *)rule,
                         .confidence = confidence * text_confidence(assembly->text, span),
                         .span = span};
    record_add_evidence(assembly->record, pointer, &evidence);
}

static void mention_match(const Assembly *assembly, const Match *match)
{
    char pointer[RECORD_POINTER_SIZE];
    bool of_act = match->act != ZONE_NO_ACT;
    if (match->captures->len == 0)
        return;
    Span span = g_array_index(match->captures, Capture, 0).span;
    for (guint i = 1; i < match->captures->len; i++) {
        Span other = g_array_index(match->captures, Capture, i).span;
        span.start = MIN(span.start, other.start);
        span.end = MAX(span.end, other.end);
    }
    assembly_mention(assembly, of_act ? record_at(pointer, "/acts/%d", match->act) : "/session",
                     span, match->rule, 1);
}

/* Whether the words before a date tell of another sitting: the one whose minutes are approved, the
 * one this sitting follows; or of the day it was called. Minutes may call themselves so in their
 * title, and « L'an …, le … » behind one opens the sitting. */
static bool tells_of_another(const Assembly *assembly, const Match *match, Span span)
{
    enum { BEFORE = 90, CLOSE = 30, TITLE = 200 };
    static const char *const words[] = {"approb",  "approuv",   "adopt",
                                        "arret",   "precedent", "lors d",
                                        "dernier", "prochain",  "ordre du jour"};
    static const char *const titles[] = {"proces", "compte", "pv "};
    const char *folded = text_folded(assembly->text, NULL);
    size_t from = span.start > BEFORE ? span.start - BEFORE : 0;
    g_autofree char *before = g_ascii_strdown(folded + from, (gssize)(span.start - from));
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (strstr(before, words[i]))
            return true;
    if (strstr(before + MAX(strlen(before), CLOSE) - CLOSE, "convo"))
        return true;
    bool title = g_str_has_prefix(match->rule, "dates/opening") ||
                 (g_strcmp0(assembly->outline->kind, "minutes") == 0 && span.start < TITLE);
    for (size_t i = 0; !title && i < G_N_ELEMENTS(titles); i++)
        if (strstr(before, titles[i]))
            return true;
    return false;
}

/* « CONSEIL MUNICIPAL DU 4 JUIN — PROCÈS-VERBAL DU 30 JANVIER »: minutes that were put before the
 * sitting of the first date, of the sitting of the second. */
static bool heads_minutes_of_another(const Assembly *assembly, const Capture *capture)
{
    enum { NEAR = 120 };
    const Span span = capture->span;
    const char *folded = text_folded(assembly->text, NULL);
    for (guint i = 0; i < assembly->fields->matches->len; i++) {
        const Match *match = assembly->fields->matches->pdata[i];
        const Capture *other = match_capture(match, "session_date");
        if (!other || match->zone != ZONE_HEAD || other->span.start < span.end ||
            other->span.start > span.end + NEAR || other->value.number == capture->value.number)
            continue;
        g_autofree char *between =
            g_ascii_strdown(folded + span.end, (gssize)(other->span.start - span.end));
        if (strstr(between, "proces") || strstr(between, "compte"))
            return true;
    }
    return false;
}

/* Every date of the sitting in the letterhead and the opening sentence. A title may tell of another
 * sitting, and what stands far from the start is a report's. */
static void mention_date(const Assembly *assembly, const Match *match)
{
    enum { LETTERHEAD = 2500 };
    const Capture *capture = match_capture(match, "session_date");
    if (!capture || (match->zone != ZONE_HEAD && match->zone != ZONE_OPENING) ||
        (match->zone == ZONE_HEAD && capture->span.start > LETTERHEAD) ||
        tells_of_another(assembly, match, capture->span) ||
        heads_minutes_of_another(assembly, capture))
        return;
    assembly_mention(assembly, "/session", capture->span, match->rule, capture->value.confidence);
}

/* The member of this very name, or -1. */
static int member_named(const Assembly *assembly, const char *name)
{
    char pointer[RECORD_POINTER_SIZE];
    size_t count = record_length(assembly->record, "/session/members");
    for (size_t i = 0; i < count; i++)
        if (g_strcmp0(
                record_text(assembly->record, record_at(pointer, "/session/members/%zu/name", i)),
                name) == 0)
            return (int)i;
    return -1;
}

/* Where proxies are told in a list of absentees, their holders are named there and are in no list
 * for that. */
static bool tells_proxies(const Assembly *assembly, const Zone *zone)
{
    static const char *const words[] = {"pouvoir",   "procuration", "mandat",
                                        "represent", "remplace",    "suppl"};
    const char *folded = text_folded(assembly->text, NULL);
    g_autofree char *list =
        g_ascii_strdown(folded + zone->span.start, (gssize)span_length(zone->span));
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (strstr(list, words[i]))
            return true;
    for (guint i = 0; i < assembly->fields->matches->len; i++) {
        const Match *match = assembly->fields->matches->pdata[i];
        if (match_capture(match, "giver") && span_overlaps(match->span, zone->span))
            return true;
    }
    return false;
}

/* « Secrétaire élue pour la session : X »: the list ended before. */
static bool is_appointed(const Assembly *assembly, Span span)
{
    enum { BEFORE = 60 };
    static const char *const words[] = {"secretaire", "presiden", "direct"};
    const char *folded = text_folded(assembly->text, NULL);
    size_t from = span.start > BEFORE ? span.start - BEFORE : 0;
    g_autofree char *before = g_ascii_strdown(folded + from, (gssize)(span.start - from));
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (strstr(before, words[i]))
            return true;
    return false;
}

/* « X à Y »: Y stands behind the word that makes him the holder. */
static bool is_holder(const Assembly *assembly, Span span)
{
    static const char *const words[] = {" a ", " par ", " pour ", "-> "};
    static const char *const civilities[] = {"m. ", "mme ", "mr ", "monsieur ", "madame ", "mlle "};
    const char *folded = text_folded(assembly->text, NULL);
    size_t from = span.start > 20 ? span.start - 20 : 0;
    g_autofree char *before = g_ascii_strdown(folded + from, (gssize)(span.start - from));
    g_strdelimit(before, "\n", ' ');
    for (size_t i = 0; i < G_N_ELEMENTS(civilities); i++)
        if (g_str_has_suffix(before, civilities[i]))
            before[strlen(before) - strlen(civilities[i])] = '\0';
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_str_has_suffix(before, words[i]))
            return true;
    return false;
}

/* Who presides and who keeps the minutes are named behind the lists as well. */
static bool has_office(const Assembly *assembly, const char *name)
{
    char pointer[RECORD_POINTER_SIZE];
    const Record *record = assembly->record;
    if (g_strcmp0(record_text(record, "/session/president/name"), name) == 0)
        return true;
    for (size_t i = 0; i < record_length(record, "/session/secretaries"); i++)
        if (g_strcmp0(record_text(record, record_at(pointer, "/session/secretaries/%zu/name", i)),
                      name) == 0)
            return true;
    return false;
}

/* A name that stands in two lists is one member: the second list is kept as a mention. */
static void mention_members(const Assembly *assembly, const Zone *zone)
{
    g_autoptr(GArray) list = listed_new();
    g_autofree char *rule = g_strdup_printf("list/%s", zone_kind_name(zone->kind));
    listed_read(assembly->text, (Span){zone->body, zone->span.end}, list);
    for (guint i = 0; i < list->len; i++) {
        const Listed *listed = &g_array_index(list, Listed, i);
        char pointer[RECORD_POINTER_SIZE];
        int member = member_named(assembly, listed->person.name);
        if (member < 0)
            continue;
        const char *known =
            record_text(assembly->record, record_at(pointer, "/session/members/%d/status", member));
        if (g_strcmp0(known, "present") == 0 && !is_holder(assembly, listed->span) &&
            !is_appointed(assembly, listed->span) && !has_office(assembly, listed->person.name))
            assembly_mention(assembly, record_at(pointer, "/session/members/%d", member),
                             listed->span, rule, 1);
    }
}

/* ---- Numbers told otherwise ------------------------------------------------------------------ */

/* The pointer of a number of the session or of a vote that a capture gives, or false. */
static bool counted_at(const Assembly *assembly, const Match *match, const Capture *capture,
                       char pointer[RECORD_POINTER_SIZE])
{
    const Field *field = capture->field;
    if (!field || field->shape != FIELD_SCALAR || capture->value.type != VALUE_COUNT)
        return false;
    if (g_str_has_prefix(field->pointer, "/session/counts/")) {
        record_at(pointer, "%s", field->pointer);
        return true;
    }
    bool only = assembly->outline->acts == 1;
    if (!g_str_has_prefix(field->pointer, "/acts/#/vote/") || (match->act == ZONE_NO_ACT && !only))
        return false;
    record_at(pointer, "/acts/%d/%s", only ? 0 : match->act, field->pointer + strlen("/acts/#/"));
    return true;
}

/* What decides a field of an act, or of the session: the first rule in order, then the first place;
 * or NULL. */
static const Match *decided_of(const Assembly *assembly, int act, const char *name)
{
    const Matches *fields = assembly->fields;
    const Match *decided = NULL;
    for (guint i = 0; i < fields->matches->len; i++) {
        const Match *match = fields->matches->pdata[i];
        bool concerns =
            match->act == act || (match->act == ZONE_NO_ACT && assembly->outline->acts == 1);
        if ((concerns || act == ZONE_NO_ACT) && match_capture(match, name) &&
            (!decided || match->order < decided->order))
            decided = match;
    }
    return decided;
}

/* A number that the act also gives otherwise: of another moment, or of another vote. What another
 * rule makes of the very words that decided is no second number. */
static void mention_other_numbers(const Assembly *assembly, const Match *match)
{
    for (guint i = 0; i < match->captures->len; i++) {
        const Capture *capture = &g_array_index(match->captures, Capture, i);
        char pointer[RECORD_POINTER_SIZE], object[RECORD_POINTER_SIZE] = "/session";
        gint64 number = 0;
        if (!counted_at(assembly, match, capture, pointer) ||
            !record_integer(assembly->record, pointer, &number) || number == capture->value.number)
            continue;
        bool of_act = g_str_has_prefix(pointer, "/acts/");
        int act = assembly->outline->acts == 1 ? 0 : match->act;
        const Match *decided = decided_of(assembly, of_act ? act : ZONE_NO_ACT, capture->name);
        if (decided && span_contains(decided->span, capture->span))
            continue;
        if (of_act)
            g_strlcpy(object, pointer, (gsize)(strstr(pointer, "/vote/") - pointer) + 1);
        g_autofree char *rule = g_strdup_printf("other/%s", strrchr(pointer, '/') + 1);
        assembly_mention(assembly, object, capture->span, rule, capture->value.confidence);
    }
}

/* The votes of one act stand together; where they do not, they may be of several votes: the last of
 * them is mentioned. */
static void mention_votes_apart(const Assembly *assembly, int act)
{
    enum { TOGETHER = 600, TOGETHER_IN_MINUTES = 300 };
    static const char *const captures[] = {"vote_for", "vote_against", "vote_abstaining",
                                           "vote_voting", "unanimous"};
    bool minutes = g_strcmp0(assembly->outline->kind, "minutes") == 0;
    Span first = {G_MAXSIZE, 0}, last = {0};
    char pointer[RECORD_POINTER_SIZE];
    for (size_t i = 0; i < G_N_ELEMENTS(captures); i++) {
        const Match *decided = decided_of(assembly, act, captures[i]);
        if (!decided)
            continue;
        Span span = match_capture(decided, captures[i])->span;
        if (span.start < first.start)
            first = span;
        if (span.end > last.end)
            last = span;
    }
    if (last.end > 0 && last.end - first.start > (minutes ? TOGETHER_IN_MINUTES : TOGETHER))
        assembly_mention(assembly, record_at(pointer, "/acts/%d", act), last, "other/apart", 1);
}

void assemble_mentions(const Assembly *assembly)
{
    const Matches *fields = assembly->fields;
    for (int act = 0; act < assembly->outline->acts; act++)
        mention_votes_apart(assembly, act);
    for (guint i = 0; i < fields->matches->len; i++) {
        const Match *match = fields->matches->pdata[i];
        mention_other_numbers(assembly, match);
        if (g_str_has_prefix(match->rule, "mentions/"))
            mention_match(assembly, match);
        else
            mention_date(assembly, match);
    }
    const Outline *outline = assembly->outline;
    for (guint i = 0; i < outline->zones->len; i++) {
        const Zone *zone = &g_array_index(outline->zones, Zone, i);
        if ((zone->kind == ZONE_EXCUSED || zone->kind == ZONE_ABSENT) &&
            !tells_proxies(assembly, zone))
            mention_members(assembly, zone);
    }
}

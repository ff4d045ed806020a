/* What every check shares. See audit.h. */
#include "audit.h"

#include "../base/text.h"

#include <stdarg.h>
#include <string.h>

/* Below this an operand may be misread. */
static const double sure = 0.9;

MemberStatus audit_member_status(const Audit *audit, size_t index)
{
    return audit->people[index].status;
}

bool audit_member_moves(const Audit *audit, size_t index)
{
    return audit->people[index].moves;
}

Person audit_member(const Audit *audit, size_t index)
{
    return audit->people[index].person;
}

/* ---- The members ------------------------------------------------------------------------------
 */

/* A text of a member, or NULL. The record's. */
static char *member_text(const Record *record, int member, const char *key)
{
    char pointer[RECORD_POINTER_SIZE];
    return (char *)record_text(record, record_at(pointer, "/session/members/%d/%s", member, key));
}

static MemberStatus status_of(const char *status)
{
    static const char *const names[MEMBER_STATUS_COUNT] = {"present", "represented", "excused",
                                                           "absent"};
    int i = 0;
    while (i < MEMBER_STATUS_COUNT && g_strcmp0(status, names[i]) != 0)
        i++;
    return i;
}

/* The members are asked for again and again, by name: what is known of them is looked up once. */
static AuditMember *list_members(const Record *record, int count)
{
    AuditMember *people = g_new0(AuditMember, count);
    for (int i = 0; i < count; i++)
        people[i] = (AuditMember){.person = {.name = member_text(record, i, "name"),
                                             .given = member_text(record, i, "given"),
                                             .family = member_text(record, i, "family")},
                                  .status = status_of(member_text(record, i, "status")),
                                  .moves = member_text(record, i, "arrived") ||
                                           member_text(record, i, "left")};
    return people;
}

bool audit_mentions(const Audit *audit, const char *pointer, const char *word)
{
    const char *text = record_text(audit->record, pointer);
    if (!text)
        return false;
    g_autofree char *folded = text_fold(text);
    g_autofree char *lower = g_ascii_strdown(folded, -1);
    return strstr(lower, word) != NULL;
}

bool audit_is_account(const Audit *audit, size_t act)
{
    char pointer[RECORD_POINTER_SIZE];
    record_at(pointer, "/acts/%zu/subject", act);
    return audit_mentions(audit, pointer, "compte administratif") ||
           audit_mentions(audit, pointer, "comptes administratifs") ||
           audit_mentions(audit, pointer, "financier unique") ||
           audit_mentions(audit, pointer, "cfu");
}

bool audit_names_bystanders(const Audit *audit, size_t act)
{
    const Record *record = audit->record;
    char pointer[RECORD_POINTER_SIZE];
    gint64 number;
    if (record_integer(record, record_at(pointer, "/acts/%zu/vote/not_taking_part", act),
                       &number) &&
        number > 0)
        return true;
    size_t named = record_length(record, record_at(pointer, "/acts/%zu/vote/named", act));
    for (size_t i = 0; i < named; i++)
        if (g_strcmp0(
                record_text(record, record_at(pointer, "/acts/%zu/vote/named/%zu/option", act, i)),
                "not_taking_part") == 0)
            return true;
    return false;
}

/* Two readings of one place: then the second is no list. */
static bool same_place(const GPtrArray *a, const GPtrArray *b)
{
    if (!a || !b)
        return false;
    for (guint i = 0; i < a->len; i++) {
        for (guint j = 0; j < b->len; j++) {
            const Evidence *p = a->pdata[i], *q = b->pdata[j];
            if (p->page != q->page)
                continue;
            if (box_is_empty(p->box) || box_is_empty(q->box)) {
                if (g_strcmp0(p->rule, q->rule) == 0)
                    return true;
            } else if (p->box.x0 < q->box.x1 && q->box.x0 < p->box.x1 && p->box.y0 < q->box.y1 &&
                       q->box.y0 < p->box.y1) {
                return true;
            }
        }
    }
    return false;
}

/* The president counts as a member even where only the opening formula names him, but the number
 * an act states may or may not count him then. */
static bool president_is_apart(const Audit *audit)
{
    const char *name = record_text(audit->record, "/session/president/name");
    if (!name)
        return false;
    const GPtrArray *opening = record_evidence(audit->record, "/session/president/name");
    Person president = {.name = (char *)name};
    for (int i = 0; i < audit->members; i++) {
        char pointer[RECORD_POINTER_SIZE];
        Person member = audit_member(audit, i);
        if (member.name && person_same(&president, &member))
            return same_place(
                opening,
                record_evidence(audit->record, record_at(pointer, "/session/members/%d/name", i)));
    }
    return true;
}

static const Evidence *next_told(const Record *record, const char *pointer, const char *rule,
                                 guint *index)
{
    const GPtrArray *told = record_evidence(record, pointer);
    while (told && *index < told->len) {
        const Evidence *evidence = told->pdata[(*index)++];
        if (evidence->text && evidence->rule && g_str_has_prefix(evidence->rule, rule))
            return evidence;
    }
    return NULL;
}

static const char *doubt_of_reading(const Record *record)
{
    char pointer[RECORD_POINTER_SIZE];
    const char *text = record_text(record, "/source/text"),
               *outcome = record_text(record, "/source/outcome");
    if (g_strcmp0(text, "ocr") == 0 || g_strcmp0(text, "mixed") == 0)
        return N_("but the text was recognised from an image");
    for (size_t i = 0; i < record_length(record, "/source/flags"); i++)
        if (g_strcmp0(record_text(record, record_at(pointer, "/source/flags/%zu", i)),
                      "picture_layer") == 0)
            return N_("but the text was recognised from an image");
    if (outcome && strcmp(outcome, "ok") != 0)
        return N_("but the document was read only in part");
    guint index = 0;
    if (next_told(record, "/session", "unread/capitals", &index))
        return N_("but all of it is in capitals, which hide where names and titles end");
    index = 0;
    if (next_told(record, "/session", "unread/recognised", &index))
        return N_("but the text bears signs of having been recognised from an image");
    return NULL;
}

/* The rule a member was read by, or NULL. */
static const char *rule_of(const Record *record, int member)
{
    char pointer[RECORD_POINTER_SIZE];
    const GPtrArray *evidence =
        record_evidence(record, record_at(pointer, "/session/members/%d/name", member));
    return evidence && evidence->len > 0 ? ((Evidence *)evidence->pdata[0])->rule : NULL;
}

/* ---- What was not read ------------------------------------------------------------------------
 */

/* A reason that quotes the act, with its page; the audit keeps it. */
G_GNUC_PRINTF(2, 0)
static const char *quoting(const Audit *audit, const char *format, const Evidence *evidence)
{
    g_autofree char *quote = audit_quote(evidence);
    char *reason = g_strdup_printf(audit_say(audit, format), quote, evidence->page);
    g_ptr_array_add(audit->reasons, reason);
    return reason;
}

/* Words of the lists that nothing read: names overlooked, or comings and goings. */
static void weigh_unread(Audit *audit)
{
    static const char *const moves[] = {"a partir", "arriv",  "quitt", "depart",
                                        "jusqu",    "sortie", "part a"};
    const Evidence *evidence;
    guint index = 0;
    while ((evidence = audit_told(audit, "/session", "unread/", &index))) {
        g_autofree char *folded = text_fold(evidence->text);
        g_autofree char *words = g_ascii_strdown(folded, -1);
        for (size_t i = 0; i < G_N_ELEMENTS(moves); i++)
            audit->changes += strstr(words, moves[i]) != NULL;
        if (!audit->overlooked)
            audit->overlooked =
                strcmp(evidence->rule, "unread/end") == 0
                    ? N_("but the text ends where the members are named: its next page is needed")
                    : quoting(audit,
                              N_("but the lists hold words that were not read: « %s » "
                                 "(page %d)"),
                              evidence);
    }
}

void audit_clear(Audit *audit)
{
    g_clear_pointer(&audit->reasons, g_ptr_array_unref);
    g_clear_pointer(&audit->people, g_free);
}

/* How often the room changed with an act; who stood aside for it is there for the next one. */
static int movements_of(const Record *record, size_t act)
{
    char array[RECORD_POINTER_SIZE], kind[RECORD_POINTER_SIZE];
    int movements = 0;
    record_at(array, "/acts/%zu/movements", act);
    for (size_t i = 0; i < record_length(record, array); i++)
        movements += g_strcmp0(record_text(record, record_at(kind, "%s/%zu/kind", array, i)),
                               "not_taking_part") != 0;
    return movements;
}

Audit audit_new(Record *record, CheckTranslate translate)
{
    const Value *date = record_get(record, "/session/date");
    Audit audit = {.record = record,
                   .translate = translate,
                   .body = law_body(record),
                   .date = date ? date->number : 0,
                   .reading = doubt_of_reading(record),
                   .reasons = g_ptr_array_new_with_free_func(g_free)};
    char pointer[RECORD_POINTER_SIZE];
    int civil = 0;
    audit.members = (int)record_length(record, "/session/members");
    audit.proxies = (int)record_length(record, "/session/proxies");
    audit.people = list_members(record, audit.members);
    for (int i = 0; i < audit.members; i++) {
        MemberStatus status = audit_member_status(&audit, i);
        if (status != MEMBER_STATUS_COUNT)
            audit.listed[status]++;
        const char *rule = rule_of(record, i);
        audit.changes += audit_member_moves(&audit, i);
        civil += record_get(record, record_at(pointer, "/session/members/%d/civility", i)) != NULL;
        audit.substitutes +=
            audit_mentions(&audit, record_at(pointer, "/session/members/%d/role", i),
                           "suppleant") ||
            g_strcmp0(rule, "list/replaced") == 0;
        audit.headless |= g_strcmp0(rule, "list/opening") == 0;
    }
    for (int i = 0; i < audit.proxies; i++)
        audit.changes +=
            record_get(record, record_at(pointer, "/session/proxies/%d/limits", i)) != NULL;
    /* A list that gives civilities gives all: the names of communes between them have none. */
    audit.strangers = civil > audit.members / 2 ? audit.members - civil : 0;
    for (size_t act = 0; act < record_length(record, "/acts"); act++)
        audit.changes += movements_of(record, act);
    audit.president_apart = president_is_apart(&audit);
    weigh_unread(&audit);
    return audit;
}

Finding *audit_finding(const Audit *audit)
{
    Finding *finding = finding_new(audit->check->id, audit->check->severity);
    finding->basis = audit->check->basis;
    return finding;
}

void audit_take(const Audit *audit, Finding *finding, FindingStatus status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    finding->message = g_strdup_vprintf(audit_say(audit, format), arguments);
    va_end(arguments);
    finding->status = status;
    record_take_finding(audit->record, finding);
}

void audit_accuse(const Audit *audit, Finding *finding, const char *reason, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *words = g_strdup_vprintf(audit_say(audit, format), arguments);
    va_end(arguments);
    finding->message = g_strdup_printf("%s%s%s.", words, reason ? ", " : "",
                                       reason ? audit_say(audit, reason) : "");
    finding->status = reason ? FINDING_UNVERIFIABLE : FINDING_CONTRADICTED;
    record_take_finding(audit->record, finding);
}

const char *audit_say(const Audit *audit, const char *sentence)
{
    return audit->translate && *sentence ? audit->translate(sentence) : sentence;
}

char *audit_day(CheckTranslate translate, gint64 date)
{
    /* the order of the three may be changed by the translation */
    const char *order = N_("%1$04d-%2$02d-%3$02d");
    return g_strdup_printf(translate ? translate(order) : order, (int)(date / 10000),
                           (int)(date / 100 % 100), (int)(date % 100));
}

char *audit_quote(const Evidence *evidence)
{
    enum { LONG = 80 };
    g_autofree char *line = g_strdelimit(g_strdup(evidence->text), "\n\t", ' ');
    if (g_utf8_strlen(line, -1) <= LONG)
        return g_steal_pointer(&line);
    g_autofree char *cut = g_utf8_substring(line, 0, LONG - 1);
    return g_strconcat(cut, "…", NULL);
}

const Evidence *audit_told(const Audit *audit, const char *pointer, const char *rule, guint *index)
{
    return next_told(audit->record, pointer, rule, index);
}

bool audit_is_told(const Audit *audit, const char *rule)
{
    char pointer[RECORD_POINTER_SIZE];
    guint index = 0;
    if (audit_told(audit, "/session", rule, &index))
        return true;
    for (size_t act = 0; act < record_length(audit->record, "/acts"); act++) {
        index = 0;
        if (audit_told(audit, record_at(pointer, "/acts/%zu", act), rule, &index))
            return true;
    }
    return false;
}

/* The audit keeps what it gives. */
static const char *misread(const Audit *audit, double confidence)
{
    char *reason = g_strdup_printf(
        audit_say(audit,
                  N_("but one of them was read with a confidence of only %d %%: look at the page")),
        (int)(confidence * 100 + 0.5));
    g_ptr_array_add(audit->reasons, reason);
    return reason;
}

const char *audit_doubt_of(const Audit *audit, const Evidence *evidence)
{
    return evidence->confidence < sure ? misread(audit, evidence->confidence) : audit->reading;
}

bool audit_stated(const Audit *audit, const char *pointer, gint64 *out)
{
    if (!record_integer(audit->record, pointer, out))
        return false;
    if (!g_str_has_prefix(pointer, "/acts/"))
        return true;
    g_autofree char *object = g_path_get_dirname(pointer);
    return !record_is_derived(audit->record, object, strrchr(pointer, '/') + 1);
}

bool audit_lists_are_proven(const Audit *audit)
{
    gint64 present, proxies;
    return audit_stated(audit, "/session/counts/present", &present) &&
           audit_stated(audit, "/session/counts/proxies", &proxies) &&
           present == audit->listed[PRESENT] && proxies == audit->proxies;
}

/* The first evidence decided; a value without any was given by a program and is doubted by none:
 * NULL. */
static const Evidence *decided_by(const Record *record, const char *pointer)
{
    const GPtrArray *evidence = record_evidence(record, pointer);
    return evidence && evidence->len > 0 ? evidence->pdata[0] : NULL;
}

static double confidence_of(const Record *record, const char *pointer)
{
    const Evidence *decided = decided_by(record, pointer);
    return decided ? decided->confidence : 1;
}

/* The least confidence of a value or, of the lists, of the names in them. */
static double least_confidence(const Record *record, const char *pointer)
{
    char name[RECORD_POINTER_SIZE];
    bool members = strcmp(pointer, "/session/members") == 0;
    if (!members && strcmp(pointer, "/session/proxies") != 0)
        return confidence_of(record, pointer);
    double least = 1;
    for (size_t i = 0; i < record_length(record, pointer); i++) {
        record_at(name, "%s/%zu/%s", pointer, i, members ? "name" : "giver");
        least = MIN(least, confidence_of(record, name));
        least = MIN(least, confidence_of(record, record_at(name, "%s/%zu", pointer, i)));
    }
    return least;
}

/* A number that the act also gives otherwise: which of them is meant cannot be told. */
static const char *told_otherwise(const Audit *audit, const char *pointer)
{
    static const char counts[] = "/session/counts/";
    char object[RECORD_POINTER_SIZE] = "/session";
    const char *vote = strstr(pointer, "/vote/");
    guint index = 0;
    if (!vote && !g_str_has_prefix(pointer, counts))
        return NULL;
    if (vote)
        g_strlcpy(object, pointer, (gsize)(vote - pointer) + 1);
    g_autofree char *rule = g_strdup_printf("other/%s", strrchr(pointer, '/') + 1);
    const Evidence *other = audit_told(audit, object, rule, &index);
    return other ? quoting(audit,
                           N_("but the act also gives another number, « %s » (page %d): say which "
                              "of them is meant"),
                           other)
                 : NULL;
}

const char *audit_votes_apart(const Audit *audit, size_t act)
{
    char pointer[RECORD_POINTER_SIZE];
    guint index = 0;
    return audit_told(audit, record_at(pointer, "/acts/%zu", act), "other/apart", &index)
               ? N_("but the numbers stand far apart and may be of several votes")
               : NULL;
}

/* Why a value of the act by itself cannot accuse, however surely it was read, or NULL. */
static const char *doubt_of_value(const Audit *audit, const char *pointer)
{
    const Evidence *decided = decided_by(audit->record, pointer);
    if (strcmp(pointer, "/session/members") == 0 || strcmp(pointer, "/session/proxies") == 0)
        return audit->overlooked;
    /* a date that stands alone is the session's where nothing says of what it is */
    if (decided && g_strcmp0(decided->rule, "dates/day-alone") == 0)
        return N_("but one of them may be misread: look at the page");
    return told_otherwise(audit, pointer);
}

const char *audit_doubt(const Audit *audit, ...)
{
    const char *pointer;
    double least = 1;
    va_list pointers;
    va_start(pointers, audit);
    while ((pointer = va_arg(pointers, const char *)))
        least = MIN(least, least_confidence(audit->record, pointer));
    va_end(pointers);
    const char *reason = least < sure ? misread(audit, least) : audit->reading;
    va_start(pointers, audit);
    while (!reason && (pointer = va_arg(pointers, const char *)))
        reason = doubt_of_value(audit, pointer);
    va_end(pointers);
    return reason;
}

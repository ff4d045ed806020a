/* What every check shares. See audit.h. */
#include "audit.h"

#include "../base/text.h"

#include <stdarg.h>
#include <string.h>

/* Below this an operand may be misread. */
static const double sure = 0.9;

MemberStatus audit_member_status(const Audit *audit, size_t index)
{
    static const char *const names[MEMBER_STATUS_COUNT] = {"present", "represented", "excused",
                                                           "absent"};
    char pointer[RECORD_POINTER_SIZE];
    const char *status =
        record_text(audit->record, record_at(pointer, "/session/members/%zu/status", index));
    int i = 0;
    while (i < MEMBER_STATUS_COUNT && g_strcmp0(status, names[i]) != 0)
        i++;
    return i;
}

bool audit_member_moves(const Audit *audit, size_t index)
{
    char pointer[RECORD_POINTER_SIZE];
    return record_get(audit->record, record_at(pointer, "/session/members/%zu/arrived", index)) ||
           record_get(audit->record, record_at(pointer, "/session/members/%zu/left", index));
}

Person audit_member(const Audit *audit, size_t index)
{
    const Record *record = audit->record;
    char pointer[RECORD_POINTER_SIZE];
    Person person = {0};
    person.name =
        (char *)record_text(record, record_at(pointer, "/session/members/%zu/name", index));
    person.given =
        (char *)record_text(record, record_at(pointer, "/session/members/%zu/given", index));
    person.family =
        (char *)record_text(record, record_at(pointer, "/session/members/%zu/family", index));
    return person;
}

/* Whether a text of the record holds a word, however it is accented or cased. */
static bool mentions(const Record *record, const char *pointer, const char *word)
{
    const char *text = record_text(record, pointer);
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
    return mentions(audit->record, pointer, "administratif") ||
           mentions(audit->record, pointer, "financier unique") ||
           mentions(audit->record, pointer, "cfu");
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

static const char *doubt_of_reading(const Record *record)
{
    const char *text = record_text(record, "/source/text"),
               *outcome = record_text(record, "/source/outcome");
    if (g_strcmp0(text, "ocr") == 0 || g_strcmp0(text, "mixed") == 0)
        return "but the text was recognised from an image";
    if (outcome && strcmp(outcome, "ok") != 0)
        return "but the document was read only in part";
    return NULL;
}

Audit audit_new(Record *record)
{
    Audit audit = {.record = record, .reading = doubt_of_reading(record)};
    char pointer[RECORD_POINTER_SIZE];
    int civil = 0;
    audit.members = (int)record_length(record, "/session/members");
    audit.proxies = (int)record_length(record, "/session/proxies");
    for (int i = 0; i < audit.members; i++) {
        MemberStatus status = audit_member_status(&audit, i);
        if (status != MEMBER_STATUS_COUNT)
            audit.listed[status]++;
        audit.changes += audit_member_moves(&audit, i);
        civil += record_get(record, record_at(pointer, "/session/members/%d/civility", i)) != NULL;
        audit.substitutes +=
            mentions(record, record_at(pointer, "/session/members/%d/role", i), "suppleant");
    }
    for (int i = 0; i < audit.proxies; i++)
        audit.changes +=
            record_get(record, record_at(pointer, "/session/proxies/%d/limits", i)) != NULL;
    /* A list that gives civilities gives all: the names of communes between them have none. */
    audit.strangers = civil > audit.members / 2 ? audit.members - civil : 0;
    audit.president_apart = president_is_apart(&audit);
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
    finding->message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    finding->status = status;
    record_take_finding(audit->record, finding);
}

bool audit_stated(const Audit *audit, const char *pointer, gint64 *out)
{
    const Record *record = audit->record;
    if (!record_integer(record, pointer, out))
        return false;
    const char *vote = strstr(pointer, "/vote/");
    if (!vote)
        return true;
    g_autofree char *derived = g_strdup_printf("%.*s/derived", (int)(vote - pointer + 5), pointer);
    for (size_t i = 0; i < record_length(record, derived); i++) {
        char item[RECORD_POINTER_SIZE];
        if (g_strcmp0(record_text(record, record_at(item, "%s/%zu", derived, i)), vote + 6) == 0)
            return false;
    }
    return true;
}

bool audit_lists_are_proven(const Audit *audit)
{
    gint64 present, proxies;
    return audit_stated(audit, "/session/counts/present", &present) &&
           audit_stated(audit, "/session/counts/proxies", &proxies) &&
           present == audit->listed[PRESENT] && proxies == audit->proxies;
}

/* The first evidence decided; a value without any was given by a program and is doubted by none. */
static bool is_unsure(const Record *record, const char *pointer)
{
    const GPtrArray *evidence = record_evidence(record, pointer);
    return evidence && evidence->len > 0 && ((Evidence *)evidence->pdata[0])->confidence < sure;
}

static bool names_are_unsure(const Record *record, const char *array, const char *key)
{
    char pointer[RECORD_POINTER_SIZE];
    for (size_t i = 0; i < record_length(record, array); i++)
        if (is_unsure(record, record_at(pointer, "%s/%zu/%s", array, i, key)) ||
            is_unsure(record, record_at(pointer, "%s/%zu", array, i)))
            return true;
    return false;
}

const char *audit_doubt(const Audit *audit, ...)
{
    bool unsure = false;
    va_list pointers;
    va_start(pointers, audit);
    for (const char *pointer; !unsure && (pointer = va_arg(pointers, const char *));) {
        if (strcmp(pointer, "/session/members") == 0)
            unsure = names_are_unsure(audit->record, pointer, "name");
        else if (strcmp(pointer, "/session/proxies") == 0)
            unsure = names_are_unsure(audit->record, pointer, "giver");
        else
            unsure = is_unsure(audit->record, pointer);
    }
    va_end(pointers);
    return audit->reading ? audit->reading : unsure ? "but one of them may be misread" : NULL;
}

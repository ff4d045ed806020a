/* People against the list of members: the secretary, and who votes for whom. C10 and C19 of the
 * catalogue. A name that is found nowhere accuses nobody: lists are misread and auxiliaries need
 * not be members. */
#include "audit.h"

#include <string.h>

/* How the list of members knows a person: its first member of that name, and whether all of that
 * name stand on the same side. Couples share a name, and « Mme DURAND » may be two. */
typedef struct Found {
    size_t index;
    bool any, here, away; /* found; found present or moving; found not present */
} Found;

static void note_member(const Audit *audit, Found *found, size_t index)
{
    MemberStatus status = audit_member_status(audit, index);
    if (!found->any)
        found->index = index;
    found->any = true;
    if (status == PRESENT || status == MEMBER_STATUS_COUNT || audit_member_moves(audit, index))
        found->here = true;
    else
        found->away = true;
}

/* The same spelling first: it is surer, and nearly always there. */
static Found find_member(const Audit *audit, const char *name)
{
    Found found = {0};
    Person person = {.name = (char *)name};
    for (int i = 0; name && i < audit->members; i++) {
        Person member = audit_member(audit, i);
        if (g_strcmp0(member.name, name) == 0)
            note_member(audit, &found, i);
    }
    bool exact = found.any;
    for (int i = 0; name && !exact && i < audit->members; i++) {
        Person member = audit_member(audit, i);
        if (member.name && person_same(&person, &member))
            note_member(audit, &found, i);
    }
    return found;
}

static bool is_doubted(const Audit *audit, const char *pointer, size_t member)
{
    char name[RECORD_POINTER_SIZE], status[RECORD_POINTER_SIZE];
    record_at(name, "/session/members/%zu/name", member);
    record_at(status, "/session/members/%zu/status", member);
    return audit_doubt(audit, pointer, name, status, NULL) != NULL;
}

static void accuse(const Audit *audit, const char *pointer, size_t member, const char *does,
                   const char *name)
{
    char status[RECORD_POINTER_SIZE];
    Finding *finding = audit_finding(audit);
    finding_at(finding, pointer);
    record_at(status, "/session/members/%zu/status", member);
    finding_at(finding, status);
    audit_take(audit, finding, FINDING_CONTRADICTED, "To be verified: %s %s and is listed as %s.",
               name, does, record_text(audit->record, status));
}

void check_secretary(const Audit *audit)
{
    char pointer[RECORD_POINTER_SIZE];
    for (size_t i = 0; i < record_length(audit->record, "/session/secretaries"); i++) {
        const char *name =
            record_text(audit->record, record_at(pointer, "/session/secretaries/%zu/name", i));
        Found found = find_member(audit, name);
        if (found.away && !found.here && !is_doubted(audit, pointer, found.index))
            accuse(audit, pointer, found.index, "is secretary of the session", name);
    }
}

void check_proxy_holder(const Audit *audit)
{
    char pointer[RECORD_POINTER_SIZE];
    for (int i = 0; i < audit->proxies; i++) {
        const char *name =
            record_text(audit->record, record_at(pointer, "/session/proxies/%d/holder", i));
        Found found = find_member(audit, name);
        if (found.away && !found.here && !is_doubted(audit, pointer, found.index))
            accuse(audit, pointer, found.index, "holds a proxy", name);
    }
}

/* Whoever is read as a giver among those present is nearly always read wrongly, or left halfway:
 * lists that their own numbers prove leave the act's own mistake. */
void check_proxy_giver(const Audit *audit)
{
    char pointer[RECORD_POINTER_SIZE];
    if (!audit_lists_are_proven(audit))
        return;
    for (int i = 0; i < audit->proxies; i++) {
        /* A proxy for a part of the session is given by who is there for the rest. */
        if (record_get(audit->record, record_at(pointer, "/session/proxies/%d/limits", i)))
            continue;
        const char *name =
            record_text(audit->record, record_at(pointer, "/session/proxies/%d/giver", i));
        Found found = find_member(audit, name);
        if (found.any && !found.away && audit_member_status(audit, found.index) == PRESENT &&
            !audit_member_moves(audit, found.index) && !is_doubted(audit, pointer, found.index))
            accuse(audit, pointer, found.index, "gave a proxy", name);
    }
}

/* ---- How many proxies one may hold -------------------------------------------------------- */

/* The limit on a day (yyyymmdd): one a holder, two under the laws 2020-290, 2020-1379, 2021-689 and
 * 2021-1465. Where lawyers disagreed the laxer rule is taken. */
static int proxy_limit(gint64 date)
{
    bool covid = (date >= 20200312 && date <= 20210930) || (date >= 20211110 && date <= 20220731);
    return covid ? 2 : 1;
}

/* Bodies the limit of the CGCT binds; a syndicate has its own statutes. */
static bool has_proxy_limit(const Record *record)
{
    static const char *const types[] = {"commune",
                                        "communaute_de_communes",
                                        "communaute_d_agglomeration",
                                        "communaute_urbaine",
                                        "metropole",
                                        "departement",
                                        "region",
                                        NULL};
    const char *type = record_text(record, "/authority/type");
    return type && g_strv_contains(types, type);
}

/* The number of proxies whose holder is printed exactly as that of `first`, or 0 when an earlier
 * proxy has the same holder, one is limited or one is doubted. */
static int held_since(const Audit *audit, int first, const char *holder)
{
    char pointer[RECORD_POINTER_SIZE];
    int held = 0;
    for (int i = 0; i < audit->proxies; i++) {
        const char *other =
            record_text(audit->record, record_at(pointer, "/session/proxies/%d/holder", i));
        if (g_strcmp0(other, holder) != 0)
            continue;
        if (i < first || audit_doubt(audit, pointer, NULL) ||
            record_get(audit->record, record_at(pointer, "/session/proxies/%d/limits", i)))
            return 0;
        held++;
    }
    return held;
}

void check_proxy_limit(const Audit *audit)
{
    const Value *date = record_get(audit->record, "/session/date");
    if (!date || !has_proxy_limit(audit->record) || audit_doubt(audit, "/session/date", NULL))
        return;
    int limit = proxy_limit(date->number);
    for (int i = 0; i < audit->proxies; i++) {
        char pointer[RECORD_POINTER_SIZE];
        const char *holder =
            record_text(audit->record, record_at(pointer, "/session/proxies/%d/holder", i));
        /* A family name alone may be two people's. */
        int held = holder && strchr(holder, ' ') ? held_since(audit, i, holder) : 0;
        if (held <= limit)
            continue;
        Finding *finding = audit_finding(audit);
        finding_operand(finding, "held", true, held);
        finding_operand(finding, "limit", true, limit);
        finding_at(finding, pointer);
        finding_at(finding, "/session/date");
        audit_take(audit, finding, FINDING_CONTRADICTED,
                   "To be verified: %s holds %d proxies where the law allows %d.", holder, held,
                   limit);
    }
}

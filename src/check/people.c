/* People against the list of members: the secretary, and who votes for whom. C10 and C19 of the
 * catalogue. A name that is found nowhere accuses nobody: lists are misread and auxiliaries need
 * not be members. */
#include "audit.h"

#include <string.h>

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
Found audit_find_member(const Audit *audit, const char *name)
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

/* Why what is said of a member at `pointer` cannot be held against his place in the lists. */
static const char *doubt_about(const Audit *audit, const char *pointer, size_t member)
{
    char name[RECORD_POINTER_SIZE], status[RECORD_POINTER_SIZE];
    record_at(name, "/session/members/%zu/name", member);
    record_at(status, "/session/members/%zu/status", member);
    const char *reason = audit_doubt(audit, pointer, name, status, NULL);
    return reason ? reason : audit->overlooked;
}

static void accuse(const Audit *audit, const char *pointer, size_t member, const char *does,
                   const char *name)
{
    char status[RECORD_POINTER_SIZE];
    Finding *finding = audit_finding(audit);
    finding_at(finding, pointer);
    record_at(status, "/session/members/%zu/status", member);
    finding_at(finding, status);
    audit_accuse(audit, finding, doubt_about(audit, pointer, member),
                 N_("To be verified: %s %s and is listed as %s"), name, audit_say(audit, does),
                 audit_say(audit, record_text(audit->record, status)));
}

void check_secretary(const Audit *audit)
{
    char pointer[RECORD_POINTER_SIZE];
    for (size_t i = 0; i < record_length(audit->record, "/session/secretaries"); i++) {
        const char *name =
            record_text(audit->record, record_at(pointer, "/session/secretaries/%zu/name", i));
        Found found = audit_find_member(audit, name);
        if (found.away && !found.here)
            accuse(audit, pointer, found.index, N_("is secretary of the session"), name);
    }
}

/* The proxy this very name gave for the whole session, or -1. */
static int given_by(const Audit *audit, const char *name)
{
    char pointer[RECORD_POINTER_SIZE];
    for (int i = 0; name && i < audit->proxies; i++)
        if (g_strcmp0(
                record_text(audit->record, record_at(pointer, "/session/proxies/%d/giver", i)),
                name) == 0 &&
            !record_get(audit->record, record_at(pointer, "/session/proxies/%d/limits", i)))
            return i;
    return -1;
}

void check_proxy_holder(const Audit *audit)
{
    char pointer[RECORD_POINTER_SIZE];
    for (int i = 0; i < audit->proxies; i++) {
        const char *name =
            record_text(audit->record, record_at(pointer, "/session/proxies/%d/holder", i));
        if (given_by(audit, name) >= 0)
            continue; /* a chain: the next check's */
        Found found = audit_find_member(audit, name);
        if (found.away && !found.here)
            accuse(audit, pointer, found.index, N_("holds a proxy"), name);
    }
}

/* One name more is listed than is stated, and the votes agree with the numbers stated: whoever gave
 * a proxy stands among those present. */
static bool one_counts_twice(const Audit *audit)
{
    gint64 present, proxies, voting;
    return audit_stated(audit, "/session/counts/present", &present) &&
           audit_stated(audit, "/session/counts/proxies", &proxies) &&
           audit_stated(audit, "/session/counts/voting", &voting) && voting == present + proxies &&
           proxies == audit->proxies && present + 1 == audit->listed[PRESENT];
}

/* Whoever is read as a giver among those present is nearly always read wrongly, or left halfway:
 * lists that their own numbers prove leave the act's own mistake. */
void check_proxy_giver(const Audit *audit)
{
    char pointer[RECORD_POINTER_SIZE];
    if (!audit_lists_are_proven(audit) && !one_counts_twice(audit))
        return;
    for (int i = 0; i < audit->proxies; i++) {
        /* A proxy for a part of the session is given by who is there for the rest. */
        if (record_get(audit->record, record_at(pointer, "/session/proxies/%d/limits", i)))
            continue;
        const char *name =
            record_text(audit->record, record_at(pointer, "/session/proxies/%d/giver", i));
        Found found = audit_find_member(audit, name);
        if (found.any && !found.away && audit_member_status(audit, found.index) == PRESENT &&
            !audit_member_moves(audit, found.index))
            accuse(audit, pointer, found.index, N_("gave a proxy"), name);
    }
}

static void accuse_proxies(const Audit *audit, int proxy, int other, const char *format,
                           const char *name)
{
    char holder[RECORD_POINTER_SIZE], giver[RECORD_POINTER_SIZE];
    Finding *finding = audit_finding(audit);
    finding_at(finding, record_at(holder, "/session/proxies/%d/holder", proxy));
    finding_at(finding, record_at(giver, "/session/proxies/%d/giver", other));
    audit_accuse(audit, finding, audit_doubt(audit, holder, giver, NULL), format, name);
}

/* Two people may share a printed name: a family name by itself accuses nobody. */
static const char *full_holder(const Audit *audit, int proxy)
{
    char pointer[RECORD_POINTER_SIZE];
    const char *name =
        record_text(audit->record, record_at(pointer, "/session/proxies/%d/holder", proxy));
    return name && strchr(name, ' ') ? name : NULL;
}

void check_proxy_self(const Audit *audit)
{
    for (int i = 0; i < audit->proxies; i++) {
        const char *holder = full_holder(audit, i);
        if (holder && given_by(audit, holder) == i)
            accuse_proxies(audit, i, i, N_("To be verified: %s gave a proxy to the same name"),
                           holder);
    }
}

void check_proxy_chain(const Audit *audit)
{
    char pointer[RECORD_POINTER_SIZE];
    for (int i = 0; i < audit->proxies; i++) {
        const char *holder = full_holder(audit, i);
        int given = given_by(audit, holder);
        if (given < 0 || given == i ||
            record_get(audit->record, record_at(pointer, "/session/proxies/%d/limits", i)))
            continue;
        accuse_proxies(audit, i, given,
                       N_("To be verified: %s holds a proxy and gave one, and is not there"),
                       holder);
    }
}

/* ---- Twice in the lists, and who votes ------------------------------------------------------ */

void check_member_twice(const Audit *audit)
{
    char pointer[RECORD_POINTER_SIZE], status[RECORD_POINTER_SIZE];
    for (int i = 0; i < audit->members; i++) {
        guint index = 0;
        record_at(pointer, "/session/members/%d", i);
        const Evidence *second = audit_told(audit, pointer, "list/", &index);
        const char *name =
            record_text(audit->record, record_at(status, "/session/members/%d/name", i));
        if (!second || !name || audit_member_status(audit, i) != PRESENT ||
            audit_member_moves(audit, i))
            continue;
        Finding *finding = audit_finding(audit);
        finding_at(finding, status);
        finding_at(finding, pointer);
        audit_accuse(audit, finding,
                     !strchr(name, ' ') ? N_("but two members may share the name")
                                        : audit_doubt_of(audit, second),
                     N_("%s is listed as present and, on page %d, as %s"), name, second->page,
                     audit_say(audit, second->rule + strlen("list/")));
    }
}

/* Whoever votes is there, or is represented by somebody who is. */
void check_named_voter(const Audit *audit)
{
    char array[RECORD_POINTER_SIZE], name_at[RECORD_POINTER_SIZE], option_at[RECORD_POINTER_SIZE];
    gint64 present;
    /* Lists that were mixed up accuse whole groups: the number of those present must prove them. */
    if (audit->changes > 0 || !audit_stated(audit, "/session/counts/present", &present) ||
        present != audit->listed[PRESENT])
        return;
    for (size_t act = 0; act < record_length(audit->record, "/acts"); act++) {
        record_at(array, "/acts/%zu/vote/named", act);
        for (size_t i = 0; i < record_length(audit->record, array); i++) {
            const char *name =
                           record_text(audit->record, record_at(name_at, "%s/%zu/name", array, i)),
                       *option = record_text(audit->record,
                                             record_at(option_at, "%s/%zu/option", array, i));
            Found found = audit_find_member(audit, name);
            MemberStatus status =
                found.any ? audit_member_status(audit, found.index) : MEMBER_STATUS_COUNT;
            if (found.here || (status != EXCUSED && status != ABSENT) || !strchr(name, ' ') ||
                g_strcmp0(option, "not_taking_part") == 0 || given_by(audit, name) >= 0)
                continue;
            accuse(audit, name_at, found.index, N_("votes"), name);
        }
    }
}

/* Numbers of members against names and against each other: C1, C2 and C3 of the catalogue. */
#include "audit.h"

#include "../base/text.h"

#include <string.h>

#define STATED(name) "/session/counts/" name
static const char members[] = "/session/members", proxies[] = "/session/proxies";

/* ---- Names against numbers ---------------------------------------------------------------- */

/* What may make the stated number of those present differ from the names by `more` (stated minus
 * listed), or NULL. */
static const char *excuse_for_present(const Audit *audit, gint64 more)
{
    gint64 distance = more < 0 ? -more : more;
    if (audit->listed[PRESENT] * 2 < audit->listed[PRESENT] + more)
        return N_("but so short a list seems to have been read in part only");
    if (audit->reading)
        return audit_doubt(audit, STATED("present"), members, NULL);
    if (distance > 3 && distance * 5 > audit->listed[PRESENT] + more)
        return N_("but a difference as wide seems to be one of reading");
    if (audit->headless)
        return N_("but the list has no heading to tell where it ends");
    if (more < 0 && audit->strangers >= distance)
        return N_("but some lines of the list may name no member");
    if (distance <= audit->changes)
        return N_("but members came or left during the session");
    if (audit->president_apart && distance == 1)
        return N_(
            "but the president is named apart from the list and may count in one of them only");
    if (audit->substitutes >= distance)
        return N_("but substitutes may count in one of them only");
    if (more > 0 && more == audit->listed[REPRESENTED])
        return N_("but the number stated equals those present and represented together");
    return audit_doubt(audit, STATED("present"), members, NULL);
}

/* « Absents et procurations : 3 » counts everybody who is not there; the votes then prove the list.
 */
static bool counts_all_missing(const Audit *audit, gint64 proxies_stated)
{
    gint64 present, in_office, voting;
    return audit->proxies > 0 && audit_stated(audit, STATED("voting"), &voting) &&
           audit->proxies < proxies_stated && audit_stated(audit, STATED("present"), &present) &&
           audit_stated(audit, STATED("in_office"), &in_office) &&
           in_office - present == proxies_stated && voting == present + audit->proxies;
}

static const char *excuse_for_proxies(const Audit *audit, gint64 stated)
{
    if (counts_all_missing(audit, stated))
        return N_("but that is the number of all who are not there");
    if (stated > audit->listed[PRESENT])
        return N_("but there cannot be more proxies than members present");
    if (audit->changes > 0)
        return N_("but members came or left during the session");
    return audit_doubt(audit, STATED("proxies"), proxies, NULL);
}

/* Stated and listed proxies, in the same finding: both sides come from the same two places. */
static bool add_proxies(const Audit *audit, Finding *finding, gint64 *stated)
{
    if (audit->proxies == 0 || !audit_stated(audit, STATED("proxies"), stated))
        return false;
    finding_operand(finding, "stated_proxies", true, *stated);
    finding_operand(finding, "listed_proxies", true, audit->proxies);
    finding_at(finding, STATED("proxies"));
    finding_at(finding, proxies);
    return true;
}

void check_present_names(const Audit *audit)
{
    gint64 stated = 0, stated_proxies = 0;
    int listed = audit->listed[PRESENT];
    bool known = audit_stated(audit, STATED("present"), &stated);
    if (!known && listed == 0)
        return;
    Finding *finding = audit_finding(audit);
    finding_operand(finding, "stated", known, stated);
    finding_operand(finding, "listed", listed > 0, listed);
    finding_at(finding, STATED("present"));
    finding_at(finding, members);
    bool both = add_proxies(audit, finding, &stated_proxies);

    if (!known || listed == 0) {
        if (known)
            audit_take(audit, finding, FINDING_UNVERIFIABLE,
                       N_("The act states %d present but lists none of their names."), (int)stated);
        else
            audit_take(audit, finding, FINDING_UNVERIFIABLE,
                       N_("The act lists %d %s of those present but states no number."), listed,
                       listed == 1 ? audit_say(audit, N_("name")) : audit_say(audit, N_("names")));
        return;
    }
    bool names_differ = stated != listed, proxies_differ = both && stated_proxies != audit->proxies;
    const char *excuse = names_differ ? excuse_for_present(audit, stated - listed) : NULL,
               *second = proxies_differ ? excuse_for_proxies(audit, stated_proxies) : NULL;
    /* One difference without an excuse contradicts, whatever the other is. */
    bool contradicted = (names_differ && !excuse) || (proxies_differ && !second);
    g_autofree char *tail =
        both ? g_strdup_printf(audit_say(audit, N_("; it states %d proxies and lists %d")),
                               (int)stated_proxies, audit->proxies)
             : g_strdup("");
    const char *reason = contradicted ? NULL : excuse ? excuse : second;
    audit_take(audit, finding,
               contradicted ? FINDING_CONTRADICTED
               : reason     ? FINDING_UNVERIFIABLE
                            : FINDING_CONSISTENT,
               N_("The act states %d present and lists %d names%s%s%s."), (int)stated, listed, tail,
               reason ? ", " : "", reason ? audit_say(audit, reason) : "");
}

/* ---- Votes -------------------------------------------------------------------------------- */

/* What may make the votes stated differ from present and proxies, or NULL. */
/* « Suffrages exprimés : 12 » leaves out whoever abstained: the most that did over one act. */
static gint64 most_abstaining(const Audit *audit)
{
    char pointer[RECORD_POINTER_SIZE];
    gint64 most = 0, abstaining = 0;
    for (size_t act = 0; act < record_length(audit->record, "/acts"); act++)
        if (record_integer(audit->record, record_at(pointer, "/acts/%zu/vote/abstaining", act),
                           &abstaining))
            most = MAX(most, abstaining);
    return most;
}

static const char *excuse_for_voting(const Audit *audit, gint64 voting, gint64 sum, bool counted)
{
    gint64 present = 0;
    if (audit_stated(audit, STATED("present"), &present) && sum - present > present)
        return N_("but there cannot be more proxies than members present");
    if (audit->changes > 0)
        return N_("but members came or left during the session");
    for (size_t act = 0; voting < sum && act < record_length(audit->record, "/acts"); act++) {
        if (audit_names_bystanders(audit, act))
            return N_("but members took no part in a vote");
        if (audit_is_account(audit, act))
            return N_("but the mayor leaves the room when the accounts are voted");
    }
    if (voting < sum && sum - voting == most_abstaining(audit))
        return N_("but those who abstained may not be counted among the votes");
    if (!counted && counts_all_missing(audit, sum - present))
        return N_("but the number of proxies is that of all who are not there");
    if (counted && present != audit->listed[PRESENT])
        return N_("but the proxies are only listed and the lists may be short");
    return audit_doubt(audit, STATED("present"), STATED("voting"),
                       counted ? proxies : STATED("proxies"), NULL);
}

/* The room of one act, where the act gives numbers of its own. */
static void check_own_voting(const Audit *audit, size_t act)
{
    static const char *const keys[] = {"present", "proxies", "voting"};
    char pointers[G_N_ELEMENTS(keys)][RECORD_POINTER_SIZE];
    gint64 numbers[G_N_ELEMENTS(keys)];
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
        if (!audit_stated(audit, record_at(pointers[i], "/acts/%zu/counts/%s", act, keys[i]),
                          &numbers[i]))
            return;
    gint64 sum = numbers[0] + numbers[1], voting = 0;
    /* what repeats the header is the header's */
    if (sum == numbers[2] || (audit_stated(audit, STATED("voting"), &voting) &&
                              voting == numbers[2] && record_length(audit->record, "/acts") == 1))
        return;
    const char *reason = audit_names_bystanders(audit, act) && numbers[2] < sum
                             ? N_("but members took no part in a vote")
                         : audit_is_account(audit, act)
                             ? N_("but the mayor leaves the room when the accounts are voted")
                             : audit_doubt(audit, pointers[0], pointers[1], pointers[2], NULL);
    Finding *finding = audit_finding(audit);
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        finding_operand(finding, keys[i], true, numbers[i]);
        finding_at(finding, pointers[i]);
    }
    audit_accuse(audit, finding, reason,
                 N_("For this act %d present plus %d proxies make %d, and it states %d votes"),
                 (int)numbers[0], (int)numbers[1], (int)sum, (int)numbers[2]);
}

static void check_session_voting(const Audit *audit)
{
    gint64 present = 0, given = 0, voting = 0;
    bool has_present = audit_stated(audit, STATED("present"), &present),
         has_proxies = audit_stated(audit, STATED("proxies"), &given),
         has_voting = audit_stated(audit, STATED("voting"), &voting),
         counted = !has_proxies && audit->proxies > 0; /* not stated, but they can be counted */
    if (!has_present && !has_proxies && !has_voting)
        return;
    if (counted)
        given = audit->proxies;
    Finding *finding = audit_finding(audit);
    finding_operand(finding, "present", has_present, present);
    finding_operand(finding, counted ? "listed_proxies" : "proxies", has_proxies || counted, given);
    finding_operand(finding, "voting", has_voting, voting);
    finding_at(finding, STATED("present"));
    finding_at(finding, counted ? proxies : STATED("proxies"));
    finding_at(finding, STATED("voting"));

    const char *missing = !has_present               ? N_("those present")
                          : !has_voting              ? N_("votes")
                          : !has_proxies && !counted ? N_("proxies")
                                                     : NULL;
    if (missing) {
        audit_take(audit, finding, FINDING_UNVERIFIABLE,
                   N_("Present plus proxies cannot be compared with the votes: the act states no "
                      "number of %s."),
                   audit_say(audit, missing));
        return;
    }
    gint64 sum = present + given;
    const char *excuse = sum == voting ? NULL : excuse_for_voting(audit, voting, sum, counted);
    audit_take(audit, finding,
               sum == voting ? FINDING_CONSISTENT
               : excuse      ? FINDING_UNVERIFIABLE
                             : FINDING_CONTRADICTED,
               N_("%d present plus %d proxies%s make %d, and the act states %d votes%s%s."),
               (int)present, (int)given,
               counted ? audit_say(audit, N_(" (listed, not stated)")) : "", (int)sum, (int)voting,
               excuse ? ", " : "", excuse ? audit_say(audit, excuse) : "");
}

void check_voting_sum(const Audit *audit)
{
    check_session_voting(audit);
    for (size_t act = 0; act < record_length(audit->record, "/acts"); act++)
        check_own_voting(audit, act);
}

/* ---- Everybody ---------------------------------------------------------------------------- */

/* What may make the names differ from the number in office by `more` (in office minus names). A
 * roster is long and easily misread: it accuses only where the number of those present proves it.
 */
static const char *excuse_for_roster(const Audit *audit, gint64 more)
{
    const int *listed = audit->listed;
    gint64 present, mandates;
    if (listed[PRESENT] == 0)
        return N_("but no names of those present are listed");
    gint64 names = listed[PRESENT] + listed[REPRESENTED] + listed[EXCUSED] + listed[ABSENT];
    gint64 distance = more < 0 ? -more : more;
    if (distance > 3 && distance * 5 > names + more)
        return N_("but a difference as wide seems to be one of reading");
    gint64 excused = 0;
    bool unnamed =
        (audit_stated(audit, STATED("proxies"), &mandates) && mandates > 0 &&
         listed[REPRESENTED] == 0) ||
        (audit_stated(audit, STATED("excused"), &excused) && excused > 0 && listed[EXCUSED] == 0);
    if (more > audit->members || (more > 0 && unnamed))
        return N_("but so short a list seems to have been read in part only");
    if (more < 0 && audit->strangers >= -more)
        return N_("but some lines of the lists may name no member");
    if (more > 0 && listed[ABSENT] == 0)
        return N_("but the act need not list those absent without excuse");
    if (audit->president_apart && (more == 1 || more == -1))
        return N_("but the president is named apart from the list");
    if (more < 0 && audit->substitutes >= -more)
        return N_("but substitutes are listed beside those they replace");
    if (!audit_stated(audit, STATED("present"), &present) ||
        (present != listed[PRESENT] && present - listed[PRESENT] != more))
        return N_("but no number of those present proves the list");
    return audit_doubt(audit, STATED("in_office"), members, NULL);
}

void check_roster_closure(const Audit *audit)
{
    const int *listed = audit->listed;
    gint64 in_office = 0;
    int sum = listed[PRESENT] + listed[REPRESENTED] + listed[EXCUSED] + listed[ABSENT];
    bool stated = audit_stated(audit, STATED("in_office"), &in_office);
    if (!stated && sum == 0)
        return;
    Finding *finding = audit_finding(audit);
    finding_operand(finding, "in_office", stated, in_office);
    finding_operand(finding, "present", sum > 0, listed[PRESENT]);
    finding_operand(finding, "represented", sum > 0, listed[REPRESENTED]);
    finding_operand(finding, "excused", sum > 0, listed[EXCUSED]);
    finding_operand(finding, "absent", sum > 0, listed[ABSENT]);
    finding_at(finding, STATED("in_office"));
    finding_at(finding, members);
    if (!stated || sum == 0) {
        if (stated)
            audit_take(audit, finding, FINDING_UNVERIFIABLE,
                       N_("The act states %d members in office but lists no names."),
                       (int)in_office);
        else
            audit_take(audit, finding, FINDING_UNVERIFIABLE,
                       N_("The act lists %d %s but does not state how many are in office."), sum,
                       sum == 1 ? audit_say(audit, N_("member")) : audit_say(audit, N_("members")));
        return;
    }
    const char *excuse = sum == in_office ? NULL : excuse_for_roster(audit, in_office - sum);
    audit_take(audit, finding,
               sum == in_office ? FINDING_CONSISTENT
               : excuse         ? FINDING_UNVERIFIABLE
                                : FINDING_CONTRADICTED,
               N_("%d present, %d represented, %d excused and %d absent make %d names, and the "
                  "act states %d in office%s%s."),
               listed[PRESENT], listed[REPRESENTED], listed[EXCUSED], listed[ABSENT], sum,
               (int)in_office, excuse ? ", " : "", excuse ? audit_say(audit, excuse) : "");
}

/* ---- Those not there ---------------------------------------------------------------------- */

/* What may make a number of those who are not there differ from their names, or NULL. Lists that
 * were mixed up accuse nobody: the number of those present must prove theirs. */
static const char *excuse_for_missing(const Audit *audit, const char *pointer, gint64 stated,
                                      int names)
{
    gint64 present;
    if (stated > 2 * names)
        return N_("but so short a list seems to have been read in part only");
    if (audit->changes > 0)
        return N_("but members came or left during the session");
    if (!audit_stated(audit, STATED("present"), &present) || present != audit->listed[PRESENT])
        return N_("but no number of those present proves the lists");
    return audit_doubt(audit, pointer, members, NULL);
}

/* Compares a stated number with the names of one status. Some acts count those represented, or
 * excused, or both, among the absent and some do not: every such sum is accepted. */
static void compare_missing(const Audit *audit, const char *pointer, MemberStatus status,
                            MemberStatus other)
{
    gint64 stated;
    const int *listed = audit->listed;
    int names = listed[status];
    if (names == 0 || !audit_stated(audit, pointer, &stated))
        return;
    const int represented = listed[REPRESENTED], beside = listed[other];
    if (stated == names || stated == names + beside || stated == names + represented ||
        stated == names + beside + represented || stated == beside ||
        stated == beside + represented)
        return;
    Finding *finding = audit_finding(audit);
    finding_operand(finding, "stated", true, stated);
    finding_operand(finding, "listed", true, names);
    finding_operand(finding, "represented", true, represented);
    finding_at(finding, pointer);
    finding_at(finding, members);
    audit_accuse(audit, finding, excuse_for_missing(audit, pointer, stated, names),
                 N_("The act states %d %s and lists %d names"), (int)stated,
                 audit_say(audit, status == ABSENT ? N_("absent") : N_("excused")), names);
}

void check_absent_names(const Audit *audit)
{
    compare_missing(audit, STATED("absent"), ABSENT, EXCUSED);
}

void check_excused_names(const Audit *audit)
{
    compare_missing(audit, STATED("excused"), EXCUSED, ABSENT);
}

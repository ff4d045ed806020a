/* Rules of law by body and day: C9, C10's limit, C12, C17 and C18 of the catalogue. The act is an
 * extract and legality is for a judge: every message says that it is to be verified. */
#include "audit.h"

#include "../base/text.h"

#include <string.h>

static const char disputed[] = N_("but the law of those days was disputed");

/* ---- Quorum ------------------------------------------------------------------------------- */

static const char *excuse_for_quorum(const Audit *audit)
{
    if (audit_is_told(audit, "mentions/second-convocation"))
        return N_("but a second convocation needs no quorum");
    if (audit->changes > 0)
        return N_("but members came or left during the session");
    return audit_doubt(audit, "/session/counts/present", "/session/counts/in_office",
                       "/session/date", NULL);
}

void check_quorum(const Audit *audit)
{
    static const char present_at[] = "/session/counts/present",
                      office_at[] = "/session/counts/in_office",
                      proxies_at[] = "/session/counts/proxies";
    gint64 present, in_office, given = 0;
    const Law *law = law_find(LAW_QUORUM, audit->body, audit->date);
    if (!law || !audit_stated(audit, present_at, &present) ||
        !audit_stated(audit, office_at, &in_office))
        return;
    if (law->represented && !audit_stated(audit, proxies_at, &given))
        given = MAX(audit->proxies, audit->listed[REPRESENTED]);
    gint64 counted = present + given, least = law_quorum(law->number, in_office);
    bool disputable = law->doubtful && counted >= least;
    if (counted >= least && !(disputable && counted < law_quorum(law->other, in_office)))
        return;
    Finding *finding = audit_finding(audit);
    finding->basis = law->basis;
    finding_operand(finding, "present", true, present);
    finding_operand(finding, "in_office", true, in_office);
    finding_operand(finding, "needed", true,
                    disputable ? law_quorum(law->other, in_office) : least);
    finding_at(finding, present_at);
    finding_at(finding, office_at);
    audit_accuse(audit, finding, disputable ? disputed : excuse_for_quorum(audit),
                 N_("To be verified: %d present of %d in office are no quorum, which was %d"),
                 (int)present, (int)in_office,
                 (int)(disputable ? law_quorum(law->other, in_office) : least));
}

void check_quorum_stated(const Audit *audit)
{
    static const char quorum_at[] = "/session/counts/quorum",
                      office_at[] = "/session/counts/in_office";
    gint64 stated, in_office;
    const Law *law = law_find(LAW_QUORUM, audit->body, audit->date);
    if (!law || !audit_stated(audit, quorum_at, &stated) ||
        !audit_stated(audit, office_at, &in_office))
        return;
    gint64 due = law_quorum(law->number, in_office);
    if (stated == due)
        return;
    /* A third is the law's least: nobody is wrong who asks for a half. */
    const char *reason = law->number == 3 && stated == law_quorum(2, in_office)
                             ? N_("but the council may have kept to a half")
                         : law->doubtful ? disputed
                                         : audit_doubt(audit, quorum_at, office_at, NULL);
    Finding *finding = audit_finding(audit);
    finding->basis = law->basis;
    finding_operand(finding, "stated", true, stated);
    finding_operand(finding, "computed", true, due);
    finding_operand(finding, "in_office", true, in_office);
    finding_at(finding, quorum_at);
    finding_at(finding, office_at);
    audit_accuse(audit, finding, reason,
                 N_("To be verified: the act states a quorum of %d where %d in office make it %d"),
                 (int)stated, (int)in_office, (int)due);
}

/* The largest council that the table of the article knows. A commune that was made of others may
 * have more for a time, and below that the number of inhabitants decides, which an act does not
 * say: the answer is never a contradiction. */
void check_council_size(const Audit *audit)
{
    enum { LARGEST = 69 };
    static const char office_at[] = "/session/counts/in_office", name_at[] = "/authority/name";
    static const char *const apart[] = {"paris", "lyon", "marseille"};
    gint64 in_office;
    if (!(audit->body & (BODY_COMMUNE | BODY_COMMUNE_EAST)) ||
        !audit_stated(audit, office_at, &in_office) || in_office <= LARGEST)
        return;
    for (size_t i = 0; i < G_N_ELEMENTS(apart); i++)
        if (audit_mentions(audit, name_at, apart[i]))
            return;
    Finding *finding = audit_finding(audit);
    finding_operand(finding, "in_office", true, in_office);
    finding_operand(finding, "limit", true, LARGEST);
    finding_at(finding, office_at);
    finding_at(finding, name_at);
    audit_accuse(audit, finding,
                 N_("but a new commune may have more: its inhabitants and its date are needed"),
                 N_("To be verified: %d members in office are more than the %d of the largest "
                    "communes"),
                 (int)in_office, LARGEST);
}

/* ---- How many proxies one may hold -------------------------------------------------------- */

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
    const Law *law = law_find(LAW_PROXIES, audit->body, audit->date);
    for (int i = 0; law && i < audit->proxies; i++) {
        char pointer[RECORD_POINTER_SIZE];
        const char *holder =
            record_text(audit->record, record_at(pointer, "/session/proxies/%d/holder", i));
        /* A family name alone may be two people's. */
        int held = holder && strchr(holder, ' ') ? held_since(audit, i, holder) : 0;
        int strict = law->doubtful ? law->other : law->number;
        if (held <= strict)
            continue;
        bool disputable = law->doubtful && held <= law->number;
        Finding *finding = audit_finding(audit);
        finding->basis = law->basis;
        finding_operand(finding, "held", true, held);
        finding_operand(finding, "limit", true, disputable ? strict : law->number);
        finding_at(finding, pointer);
        finding_at(finding, "/session/date");
        audit_accuse(audit, finding,
                     disputable ? disputed : audit_doubt(audit, "/session/date", NULL),
                     N_("To be verified: %s holds %d proxies where the law allowed %d"), holder,
                     held, disputable ? strict : law->number);
    }
}

/* ---- Notice of the meeting ------------------------------------------------------------------ */

static const char *excuse_for_notice(const Audit *audit)
{
    if (audit_is_told(audit, "mentions/urgency"))
        return N_("but the act tells of urgency");
    if (audit_is_told(audit, "mentions/second-convocation"))
        return N_("but this was a second convocation");
    if (audit_is_told(audit, "mentions/first-meeting"))
        return N_("but a first meeting has rules of its own");
    return audit_doubt(audit, "/session/convocation_date", "/session/date", NULL);
}

static Date date_of(gint64 day)
{
    return (Date){(int)(day / 10000), (int)(day / 100 % 100), (int)(day % 100)};
}

void check_notice(const Audit *audit)
{
    static const char convocation_at[] = "/session/convocation_date",
                      session_at[] = "/session/date";
    const Value *convoked = record_get(audit->record, convocation_at);
    const Law *law = law_find(LAW_NOTICE, audit->body, audit->date);
    if (!law || !convoked)
        return;
    int days = date_days_between(date_of(convoked->number), date_of(audit->date));
    if (days < 0 || days >= MAX(law->number, law->other))
        return;
    bool short_for_all = days < law->number;
    Finding *finding = audit_finding(audit);
    finding->basis = law->basis;
    finding_operand(finding, "days", true, days);
    finding_operand(finding, "needed", true, short_for_all ? law->number : law->other);
    finding_at(finding, convocation_at);
    finding_at(finding, session_at);
    g_autofree char *from = audit_day(audit->translate, convoked->number);
    g_autofree char *to = audit_day(audit->translate, audit->date);
    audit_accuse(audit, finding,
                 short_for_all
                     ? excuse_for_notice(audit)
                     : N_("which is enough below 3 500 inhabitants: their number is needed"),
                 N_("To be verified: from the convocation, %s, to the session, %s, are %d days of "
                    "the %d needed"),
                 from, to, days, short_for_all ? law->number : law->other);
}

/* ---- Accounts and budgets ------------------------------------------------------------------- */

static bool is_adopted(const Audit *audit, size_t act)
{
    char pointer[RECORD_POINTER_SIZE];
    return g_strcmp0(record_text(audit->record, record_at(pointer, "/acts/%zu/vote/outcome", act)),
                     "adopted") == 0;
}

/* Whether an act votes the accounts themselves, not what becomes of their result. */
static bool votes_account(const Audit *audit, size_t act)
{
    char pointer[RECORD_POINTER_SIZE];
    record_at(pointer, "/acts/%zu/subject", act);
    return audit_is_account(audit, act) && !audit_mentions(audit, pointer, "affectation") &&
           !audit_mentions(audit, pointer, "resultat") &&
           !audit_mentions(audit, pointer, "president de seance") &&
           !audit_mentions(audit, pointer, "designation");
}

/* Whether the executive presides: the president of the session is listed as mayor or president. */
static bool executive_presides(const Audit *audit)
{
    char pointer[RECORD_POINTER_SIZE];
    const char *name = record_text(audit->record, "/session/president/name");
    Found found = audit_find_member(audit, name);
    if (!found.any || audit_member_status(audit, found.index) != PRESENT)
        return false;
    record_at(pointer, "/session/members/%zu/role", found.index);
    bool deputy =
        audit_mentions(audit, pointer, "adjoint") || audit_mentions(audit, pointer, "vice");
    return !deputy &&
           (audit_mentions(audit, pointer, "maire") || audit_mentions(audit, pointer, "president"));
}

void check_accounts_president(const Audit *audit)
{
    gint64 present, proxies = 0, voting;
    char pointer[RECORD_POINTER_SIZE];
    if (audit->changes > 0 || !audit_stated(audit, "/session/counts/present", &present) ||
        !audit_stated(audit, "/session/counts/proxies", &proxies) || !executive_presides(audit))
        return;
    for (size_t act = 0; act < record_length(audit->record, "/acts"); act++) {
        record_at(pointer, "/acts/%zu/vote/voting", act);
        if (!votes_account(audit, act) || !is_adopted(audit, act) ||
            audit_names_bystanders(audit, act) || !audit_stated(audit, pointer, &voting) ||
            voting != present + proxies)
            continue;
        Finding *finding = audit_finding(audit);
        finding_operand(finding, "voting", true, voting);
        finding_operand(finding, "present", true, present);
        finding_operand(finding, "proxies", true, proxies);
        finding_at(finding, pointer);
        finding_at(finding, "/session/president/name");
        audit_accuse(audit, finding, audit_doubt(audit, pointer, "/session/counts/present", NULL),
                     N_("To be verified: the accounts were voted by all %d present or represented, "
                        "and so by the head of the executive, who must leave"),
                     (int)voting);
    }
}

static void accuse_deadline(const Audit *audit, size_t act, gint64 last, const char *format)
{
    char subject[RECORD_POINTER_SIZE];
    g_autofree char *day = audit_day(audit->translate, audit->date);
    g_autofree char *limit = audit_day(audit->translate, last);
    Finding *finding = audit_finding(audit);
    finding_operand(finding, "session", true, audit->date);
    finding_operand(finding, "deadline", true, last);
    finding_at(finding, "/session/date");
    finding_at(finding, record_at(subject, "/acts/%zu/subject", act));
    audit_accuse(audit, finding, audit_doubt(audit, "/session/date", subject, NULL), format, day,
                 limit);
}

void check_accounts_deadline(const Audit *audit)
{
    gint64 year = audit->date / 10000, last = year * 10000 + (year == 2020 ? 731 : 630);
    if (audit->date <= last)
        return;
    for (size_t act = 0; act < record_length(audit->record, "/acts"); act++)
        if (votes_account(audit, act) && is_adopted(audit, act))
            accuse_deadline(audit, act, last,
                            N_("To be verified: the accounts were voted on %s, after %s"));
}

/* The last day to vote a budget: a fortnight later in a year of elections. */
static gint64 budget_day(gint64 year)
{
    static const int renewals[] = {2001, 2008, 2014, 2015, 2021, 2026};
    if (year == 2020)
        return 20200731;
    for (size_t i = 0; i < G_N_ELEMENTS(renewals); i++)
        if (renewals[i] == year)
            return year * 10000 + 430;
    return year * 10000 + 415;
}

void check_budget_deadline(const Audit *audit)
{
    char subject[RECORD_POINTER_SIZE];
    gint64 year = audit->date / 10000, last = budget_day(year);
    g_autofree char *budget = g_strdup_printf("budget primitif %d", (int)year);
    /* A new body, and the budget of the coming year, are voted at any time. */
    for (size_t act = 0; audit->date > last && act < record_length(audit->record, "/acts"); act++)
        if (audit_mentions(audit, record_at(subject, "/acts/%zu/subject", act), budget) &&
            !audit_mentions(audit, subject, "modificati") && is_adopted(audit, act))
            accuse_deadline(audit, act, last,
                            N_("To be verified: the budget was voted on %s, after %s"));
}

/* ---- Grants --------------------------------------------------------------------------------- */

/* Beneficiaries that are plainly bodies of private law. */
static bool is_private(const Audit *audit, const char *pointer)
{
    static const char *const words[] = {"association", "club", "amicale", "union sportive",
                                        "comite des fetes"};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (audit_mentions(audit, pointer, words[i]))
            return true;
    return false;
}

static bool tells_agreement(const Audit *audit, size_t act)
{
    char pointer[RECORD_POINTER_SIZE];
    record_at(pointer, "/acts/%zu/decisions", act);
    for (size_t i = 0; i < record_length(audit->record, pointer); i++) {
        char clause[RECORD_POINTER_SIZE];
        if (audit_mentions(audit, record_at(clause, "/acts/%zu/decisions/%zu", act, i),
                           "convention"))
            return true;
    }
    return audit_mentions(audit, record_at(pointer, "/acts/%zu/subject", act), "convention");
}

void check_grant_agreement(const Audit *audit)
{
    enum { THRESHOLD = 2300000 };
    char pointer[RECORD_POINTER_SIZE], cents_at[RECORD_POINTER_SIZE];
    gint64 cents;
    for (size_t act = 0; act < record_length(audit->record, "/acts"); act++) {
        record_at(pointer, "/acts/%zu/grants", act);
        for (size_t i = 0; i < record_length(audit->record, pointer); i++) {
            char beneficiary[RECORD_POINTER_SIZE];
            record_at(beneficiary, "/acts/%zu/grants/%zu/beneficiary", act, i);
            record_at(cents_at, "/acts/%zu/grants/%zu/cents", act, i);
            if (!record_integer(audit->record, cents_at, &cents) || cents <= THRESHOLD ||
                !is_private(audit, beneficiary) || tells_agreement(audit, act))
                continue;
            Finding *finding = audit_finding(audit);
            finding_operand(finding, "grant_cents", true, cents);
            finding_operand(finding, "threshold_cents", true, THRESHOLD);
            finding_at(finding, cents_at);
            finding_at(finding, beneficiary);
            audit_accuse(
                audit, finding, N_("but it may be that of another act"),
                N_("To be verified: a grant above 23 000 EUR to %s needs an agreement, and "
                   "the act decides none"),
                record_text(audit->record, beneficiary));
        }
    }
}

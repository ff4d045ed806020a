/* Votes of each act: C4 to C8 and C20 of the catalogue. Only what the act states is compared;
 * what was derived from it would agree with itself. */
#include "audit.h"

#include "../base/text.h"

#include <stdlib.h>
#include <string.h>

/* The stated numbers of one act's vote. */
typedef struct Ballot {
    size_t act;
    gint64 in_favour, against, abstaining, voting, bystanders;
    bool has_in_favour, has_against, has_abstaining, has_voting, has_bystanders;
} Ballot;

static bool stated(const Audit *audit, size_t act, const char *key, gint64 *out)
{
    char pointer[RECORD_POINTER_SIZE];
    *out = 0;
    return audit_stated(audit, record_at(pointer, "/acts/%zu/vote/%s", act, key), out);
}

static Ballot ballot_of(const Audit *audit, size_t act)
{
    Ballot ballot = {.act = act};
    ballot.has_in_favour = stated(audit, act, "for", &ballot.in_favour);
    ballot.has_against = stated(audit, act, "against", &ballot.against);
    ballot.has_abstaining = stated(audit, act, "abstaining", &ballot.abstaining);
    ballot.has_voting = stated(audit, act, "voting", &ballot.voting);
    ballot.has_bystanders = stated(audit, act, "not_taking_part", &ballot.bystanders);
    return ballot;
}

static void vote_at(Finding *finding, size_t act, const char *key)
{
    char pointer[RECORD_POINTER_SIZE];
    finding_at(finding, record_at(pointer, "/acts/%zu/vote/%s", act, key));
}

static const char *vote_doubt(const Audit *audit, size_t act, const char *key)
{
    char pointer[RECORD_POINTER_SIZE];
    return audit_doubt(audit, record_at(pointer, "/acts/%zu/vote/%s", act, key), NULL);
}

/* Why the numbers of one vote cannot be held against each other, or NULL. */
static const char *votes_doubt(const Audit *audit, size_t act)
{
    static const char *const keys[] = {"for", "against", "abstaining", "voting"};
    const char *reason = audit_votes_apart(audit, act);
    for (size_t i = 0; !reason && i < G_N_ELEMENTS(keys); i++)
        reason = vote_doubt(audit, act, keys[i]);
    return reason;
}

/* ---- The sum ------------------------------------------------------------------------------ */

/* Whether the votes can be those of `voting` people. « Votants » may mean the votes expressed, and
 * may count those who took no part; secret ballots have blank papers that no key holds. */
static bool sum_fits(const Audit *audit, const Ballot *ballot, gint64 voting)
{
    char pointer[RECORD_POINTER_SIZE];
    gint64 sum = ballot->in_favour + ballot->against + ballot->abstaining;
    if (sum == voting || sum + ballot->bystanders == voting ||
        ballot->in_favour + ballot->against == voting)
        return true;
    if (sum > voting)
        return false;
    return !ballot->has_against || !ballot->has_abstaining ||
           g_strcmp0(
               record_text(audit->record, record_at(pointer, "/acts/%zu/vote/ballot", ballot->act)),
               "secret") == 0;
}

/* Where the number of those who could vote on an act stands: with its vote, with the room as it was
 * for the act, or in the header, which for a single act bounds the votes from above. False when
 * nothing says it. */
static bool find_voting(const Audit *audit, const Ballot *ballot, char *pointer, gint64 *voting)
{
    *voting = ballot->voting;
    record_at(pointer, "/acts/%zu/vote/voting", ballot->act);
    if (ballot->has_voting)
        return true;
    record_at(pointer, "/acts/%zu/counts/voting", ballot->act);
    if (audit_stated(audit, pointer, voting))
        return true;
    record_at(pointer, "/session/counts/voting");
    return audit->changes == 0 && record_length(audit->record, "/acts") == 1 &&
           audit_stated(audit, pointer, voting);
}

/* An absence at this vote needs no mention: those counted before it only bound its votes. */
static bool room_fits(const Ballot *ballot, gint64 voting)
{
    return ballot->in_favour + ballot->against + ballot->abstaining <= voting ||
           ballot->in_favour + ballot->against == voting;
}

static void check_one_sum(const Audit *audit, size_t act)
{
    char pointer[RECORD_POINTER_SIZE];
    Ballot ballot = ballot_of(audit, act);
    gint64 voting;
    if (!ballot.has_in_favour || !find_voting(audit, &ballot, pointer, &voting))
        return;
    if (ballot.has_voting ? sum_fits(audit, &ballot, voting) : room_fits(&ballot, voting))
        return;
    const char *reason = votes_doubt(audit, act);
    Finding *finding = audit_finding(audit);
    finding_operand(finding, "for", true, ballot.in_favour);
    finding_operand(finding, "against", ballot.has_against, ballot.against);
    finding_operand(finding, "abstaining", ballot.has_abstaining, ballot.abstaining);
    finding_operand(finding, "voting", true, voting);
    vote_at(finding, act, "for");
    vote_at(finding, act, "against");
    vote_at(finding, act, "abstaining");
    finding_at(finding, pointer);
    audit_accuse(audit, finding, reason ? reason : audit_doubt(audit, pointer, NULL),
                 N_("%d for, %d against and %d abstaining make %d, and the act states %d votes"),
                 (int)ballot.in_favour, (int)ballot.against, (int)ballot.abstaining,
                 (int)(ballot.in_favour + ballot.against + ballot.abstaining), (int)voting);
}

void check_vote_sum(const Audit *audit)
{
    for (size_t act = 0; act < record_length(audit->record, "/acts"); act++)
        check_one_sum(audit, act);
}

/* « Suffrages exprimés » are those for and against; some acts count abstentions among them. */
static void check_one_expressed(const Audit *audit, size_t act)
{
    char pointer[RECORD_POINTER_SIZE];
    Ballot ballot = ballot_of(audit, act);
    guint index = 0;
    const Evidence *evidence =
        audit_told(audit, record_at(pointer, "/acts/%zu", act), "mentions/expressed", &index);
    if (!evidence || !ballot.has_in_favour || !ballot.has_against)
        return;
    gint64 expressed = atoi(evidence->text), sum = ballot.in_favour + ballot.against;
    if (expressed == sum || expressed == sum + ballot.abstaining)
        return;
    const char *reason = votes_doubt(audit, act);
    if (!reason && audit_told(audit, pointer, "mentions/expressed", &index))
        reason = N_("but the act tells of several votes");
    Finding *finding = audit_finding(audit);
    finding_operand(finding, "stated", true, expressed);
    finding_operand(finding, "for", true, ballot.in_favour);
    finding_operand(finding, "against", true, ballot.against);
    finding_at(finding, pointer);
    vote_at(finding, act, "for");
    vote_at(finding, act, "against");
    audit_accuse(audit, finding, reason ? reason : audit_doubt_of(audit, evidence),
                 N_("%d for and %d against make %d votes expressed, and the act states %d "
                    "(page %d)"),
                 (int)ballot.in_favour, (int)ballot.against, (int)sum, (int)expressed,
                 evidence->page);
}

void check_expressed_votes(const Audit *audit)
{
    for (size_t act = 0; act < record_length(audit->record, "/acts"); act++)
        check_one_expressed(audit, act);
}

/* ---- Unanimity, majority, names ----------------------------------------------------------- */

void check_unanimity(const Audit *audit)
{
    for (size_t act = 0; act < record_length(audit->record, "/acts"); act++) {
        Ballot ballot = ballot_of(audit, act);
        gint64 unanimous = 0;
        char pointer[RECORD_POINTER_SIZE];
        record_integer(audit->record, record_at(pointer, "/acts/%zu/vote/unanimous", act),
                       &unanimous);
        if (!unanimous || ballot.against == 0)
            continue;
        const char *reason = votes_doubt(audit, act);
        Finding *finding = audit_finding(audit);
        finding_operand(finding, "against", true, ballot.against);
        vote_at(finding, act, "unanimous");
        vote_at(finding, act, "against");
        audit_accuse(audit, finding, reason ? reason : vote_doubt(audit, act, "unanimous"),
                     N_("The act says that the vote was unanimous and states %d against"),
                     (int)ballot.against);
    }
}

void check_majority(const Audit *audit)
{
    for (size_t act = 0; act < record_length(audit->record, "/acts"); act++) {
        Ballot ballot = ballot_of(audit, act);
        char pointer[RECORD_POINTER_SIZE];
        const char *outcome =
            record_text(audit->record, record_at(pointer, "/acts/%zu/vote/outcome", act));
        bool adopted = g_strcmp0(outcome, "adopted") == 0,
             rejected = g_strcmp0(outcome, "rejected") == 0;
        /* Accounts stand unless a majority votes against them: the same inequality. A tie is the
         * president's. A rejection may be for want of two thirds. */
        if (!ballot.has_in_favour || !ballot.has_against ||
            !((adopted && ballot.in_favour < ballot.against) ||
              (rejected && ballot.in_favour > 2 * ballot.against)))
            continue;
        const char *reason = votes_doubt(audit, act);
        Finding *finding = audit_finding(audit);
        finding_operand(finding, "for", true, ballot.in_favour);
        finding_operand(finding, "against", true, ballot.against);
        vote_at(finding, act, "outcome");
        vote_at(finding, act, "for");
        vote_at(finding, act, "against");
        audit_accuse(audit, finding, reason ? reason : vote_doubt(audit, act, "outcome"),
                     N_("To be verified: the act says %s with %d for and %d against"),
                     audit_say(audit, outcome), (int)ballot.in_favour, (int)ballot.against);
    }
}

/* Names of one option against its number: more names than votes cannot be; fewer can, since groups
 * and proxies are printed as one name. */
static void compare_names(const Audit *audit, size_t act, const char *option, const char *key)
{
    char pointer[RECORD_POINTER_SIZE], doubted[RECORD_POINTER_SIZE];
    gint64 number, names = 0;
    record_at(doubted, "/acts/%zu/vote/named", act);
    for (size_t i = 0; i < record_length(audit->record, doubted); i++)
        names +=
            g_strcmp0(record_text(audit->record, record_at(pointer, "%s/%zu/option", doubted, i)),
                      option) == 0;
    if (!stated(audit, act, key, &number) || names <= number)
        return;
    const char *reason = vote_doubt(audit, act, key);
    for (size_t i = 0; !reason && i < record_length(audit->record, doubted); i++)
        reason = audit_doubt(audit, record_at(pointer, "%s/%zu/name", doubted, i), NULL);
    Finding *finding = audit_finding(audit);
    finding_operand(finding, "stated", true, number);
    finding_operand(finding, "named", true, names);
    vote_at(finding, act, key);
    vote_at(finding, act, "named");
    audit_accuse(audit, finding, reason, N_("The act states %d %s and names %d"), (int)number,
                 audit_say(audit, key), (int)names);
}

void check_named_votes(const Audit *audit)
{
    for (size_t act = 0; act < record_length(audit->record, "/acts"); act++) {
        compare_names(audit, act, "for", "for");
        compare_names(audit, act, "against", "against");
        compare_names(audit, act, "abstain", "abstaining");
    }
}

/* ---- Ballots by paper ----------------------------------------------------------------------- */

void check_secret_ballot(const Audit *audit)
{
    for (size_t act = 0; act < record_length(audit->record, "/acts"); act++) {
        char pointer[RECORD_POINTER_SIZE];
        int voters = 0;
        if (g_strcmp0(record_text(audit->record, record_at(pointer, "/acts/%zu/vote/ballot", act)),
                      "secret") != 0)
            continue;
        record_at(pointer, "/acts/%zu/vote/named", act);
        for (size_t i = 0; i < record_length(audit->record, pointer); i++) {
            char option[RECORD_POINTER_SIZE];
            voters += g_strcmp0(record_text(audit->record,
                                            record_at(option, "%s/%zu/option", pointer, i)),
                                "not_taking_part") != 0;
        }
        if (voters == 0)
            continue;
        Finding *finding = audit_finding(audit);
        finding_operand(finding, "named", true, voters);
        vote_at(finding, act, "ballot");
        vote_at(finding, act, "named");
        audit_accuse(audit, finding, vote_doubt(audit, act, "ballot"),
                     N_("To be verified: the ballot was secret, and the act names %d voters"),
                     voters);
    }
}

/* The numbers of one count of papers; -1 where it is not told. */
typedef struct Papers {
    int found, blank, cast, majority;
} Papers;

/* The first number behind a word, from *text on, which moves behind it; -1 for none. */
static int number_behind(const char **text, const char *word)
{
    const char *at = strstr(*text, word);
    const char *digits = at ? at + strcspn(at, "0123456789") : NULL;
    if (!digits || !*digits)
        return -1;
    *text = digits + strspn(digits, "0123456789");
    return atoi(digits);
}

static Papers papers_of(const Evidence *evidence)
{
    g_autofree char *folded = text_fold(evidence->text);
    g_autofree char *lower = g_ascii_strdown(folded, -1);
    Papers papers = {.blank = -1};
    const char *text = lower;
    papers.found = number_behind(&text, "bulletin");
    const char *cast = strstr(text, "exprimes");
    for (const char *p = text; cast && p < cast;) {
        const char *blank = strstr(p, "blancs"), *spoilt = strstr(p, "nuls");
        const char *next = !blank || (spoilt && spoilt < blank) ? spoilt : blank;
        if (!next || next > cast)
            break;
        p = next;
        int number = number_behind(&p, next == blank ? "blancs" : "nuls");
        papers.blank = MAX(papers.blank, 0) + MAX(number, 0);
    }
    papers.cast = number_behind(&text, "exprimes");
    papers.majority = number_behind(&text, "majorite");
    return papers;
}

static void accuse_papers(const Audit *audit, size_t act, const Evidence *evidence, int stated,
                          int computed, const char *format)
{
    char pointer[RECORD_POINTER_SIZE];
    Finding *finding = audit_finding(audit);
    finding_operand(finding, "stated", true, stated);
    finding_operand(finding, "computed", true, computed);
    finding_at(finding, record_at(pointer, "/acts/%zu", act));
    audit_accuse(audit, finding, audit_doubt_of(audit, evidence), format, evidence->page, stated,
                 computed);
}

void check_ballot_papers(const Audit *audit)
{
    char pointer[RECORD_POINTER_SIZE];
    for (size_t act = 0; act < record_length(audit->record, "/acts"); act++) {
        const Evidence *evidence;
        guint index = 0;
        record_at(pointer, "/acts/%zu", act);
        while ((evidence = audit_told(audit, pointer, "mentions/ballot", &index))) {
            Papers papers = papers_of(evidence);
            if (papers.found >= 0 && papers.blank >= 0 && papers.cast >= 0 &&
                papers.found - papers.blank != papers.cast)
                accuse_papers(audit, act, evidence, papers.cast, papers.found - papers.blank,
                              N_("On page %d, %d votes are expressed, and the papers make %d"));
            if (papers.cast >= 0 && papers.majority >= 0 && papers.majority != papers.cast / 2 + 1)
                accuse_papers(audit, act, evidence, papers.majority, papers.cast / 2 + 1,
                              N_("On page %d, the absolute majority is given as %d, and the votes "
                                 "expressed make it %d"));
        }
    }
}

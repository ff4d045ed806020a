/* What every check shares: the record under audit, counted once, and what may excuse it. */
#ifndef DELIBEX_CHECK_AUDIT_H
#define DELIBEX_CHECK_AUDIT_H

#include "check.h"
#include "law.h"

#include "../base/person.h"

typedef enum MemberStatus {
    PRESENT,
    REPRESENTED,
    EXCUSED,
    ABSENT,
    MEMBER_STATUS_COUNT
} MemberStatus;

/* What is known of a member. */
typedef struct AuditMember {
    Person person; /* name, given and family; the record's words */
    MemberStatus status;
    bool moves; /* arrives or leaves */
} AuditMember;

typedef struct Audit {
    Record *record;
    const CheckInfo *check;          /* the one that runs */
    CheckTranslate translate;        /* the language of messages; NULL for English */
    Body body;                       /* whose rules apply */
    gint64 date;                     /* of the session, yyyymmdd; 0 when silent */
    int listed[MEMBER_STATUS_COUNT]; /* members by status */
    int members;                     /* of any status, or of none */
    int proxies;                     /* proxies listed */
    int changes;                     /* arrivals, departures, proxies for a part of the session */
    int strangers;                   /* members without a civility where others have one */
    int substitutes;                 /* members listed as substitutes (suppléants), or replaced */
    bool headless;                   /* a list without a heading of its own was read */
    bool president_apart;            /* presides, but is in no list of names */
    const char *reading;             /* why no reading of this document can accuse, or NULL */
    const char *overlooked;          /* why the lists of members cannot accuse, or NULL */
    AuditMember *people;             /* the members; owned */
    GPtrArray *reasons;              /* of char *: the reasons with words of this act; owned */
} Audit;

Audit audit_new(Record *record, CheckTranslate translate);
void audit_clear(Audit *audit);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Audit, audit_clear)

/* A finding of the running check: unverifiable, without a message. The caller owns it. */
Finding *audit_finding(const Audit *audit);

/* Ends a finding: its status and its one sentence; the record takes it. */
G_GNUC_PRINTF(4, 5)
void audit_take(const Audit *audit, Finding *finding, FindingStatus status, const char *format,
                ...);

/* Ends a finding whose two sides differ: contradicted, or unverifiable with the reason why not (the
 * end of a sentence, as audit_doubt gives it) behind the words. The format has no full stop. */
G_GNUC_PRINTF(4, 5)
void audit_accuse(const Audit *audit, Finding *finding, const char *reason, const char *format,
                  ...);

/* A sentence of ours in the language of messages. */
const char *audit_say(const Audit *audit, const char *sentence);

/* A day as messages of a language print it. The caller frees. */
char *audit_day(CheckTranslate translate, gint64 date);

/* The words of evidence on one line, cut where they are long. The caller frees. */
char *audit_quote(const Evidence *evidence);

/* How the list of members knows a person: its first member of that name, and whether all of that
 * name stand on the same side. Couples share a name, and « Mme DURAND » may be two. */
typedef struct Found {
    size_t index;
    bool any, here, away; /* found; found present or moving; found not present */
} Found;

Found audit_find_member(const Audit *audit, const char *name);

/* Whether a text of the record holds a word (folded, lower case), however it is accented or cased.
 */
bool audit_mentions(const Audit *audit, const char *pointer, const char *word);

/* Words the act says besides its values: the next entry of the evidence of an object whose rule
 * starts with `rule`, from *index on, which it moves behind it. NULL after the last. Lent. */
const Evidence *audit_told(const Audit *audit, const char *pointer, const char *rule, guint *index);

/* The same anywhere, in the session or any act. */
bool audit_is_told(const Audit *audit, const char *rule);

/* Why evidence cannot accuse, as audit_doubt. */
const char *audit_doubt_of(const Audit *audit, const Evidence *evidence);

/* A number the act states: not silent, and not computed by us. */
bool audit_stated(const Audit *audit, const char *pointer, gint64 *out);

/* Why the values at the pointers (the last one NULL) cannot accuse, as the end of a sentence, or
 * NULL when they can: the document or one of them may be misread, the act gives one of the numbers
 * otherwise in another place, or words of the lists were not read. "/session/members" and
 * "/session/proxies" stand for the names in them. Lent until the audit is cleared. */
G_GNUC_NULL_TERMINATED
const char *audit_doubt(const Audit *audit, ...);

/* Why the numbers of an act's vote cannot be held against each other: they stand far apart and may
 * be of several votes. As audit_doubt. */
const char *audit_votes_apart(const Audit *audit, size_t act);

/* The person at `index` of the members, lending the record's strings. */
Person audit_member(const Audit *audit, size_t index);

/* The status of the member at `index`; MEMBER_STATUS_COUNT when the act gives none. */
MemberStatus audit_member_status(const Audit *audit, size_t index);

/* Whether the member at `index` came late or left early. */
bool audit_member_moves(const Audit *audit, size_t index);

/* Whether the numbers the act states prove the lists: as many present and proxies as are listed. */
bool audit_lists_are_proven(const Audit *audit);

/* Whether an act concerns the accounts, where the mayor presides no more and does not vote. */
bool audit_is_account(const Audit *audit, size_t act);

/* Whether an act says that somebody took no part in its vote. */
bool audit_names_bystanders(const Audit *audit, size_t act);

/* ---- The checks, by file ------------------------------------------------------------------ */

/* counts.c */
void check_present_names(const Audit *audit);
void check_voting_sum(const Audit *audit);
void check_roster_closure(const Audit *audit);
void check_absent_names(const Audit *audit);
void check_excused_names(const Audit *audit);

/* legal.c */
void check_quorum(const Audit *audit);
void check_quorum_stated(const Audit *audit);
void check_council_size(const Audit *audit);
void check_proxy_limit(const Audit *audit);
void check_notice(const Audit *audit);
void check_accounts_president(const Audit *audit);
void check_accounts_deadline(const Audit *audit);
void check_budget_deadline(const Audit *audit);
void check_grant_agreement(const Audit *audit);

/* votes.c */
void check_vote_sum(const Audit *audit);
void check_expressed_votes(const Audit *audit);
void check_unanimity(const Audit *audit);
void check_majority(const Audit *audit);
void check_named_votes(const Audit *audit);
void check_named_voter(const Audit *audit);
void check_secret_ballot(const Audit *audit);
void check_ballot_papers(const Audit *audit);

/* people.c */
void check_secretary(const Audit *audit);
void check_proxy_holder(const Audit *audit);
void check_proxy_giver(const Audit *audit);
void check_proxy_self(const Audit *audit);
void check_proxy_chain(const Audit *audit);
void check_member_twice(const Audit *audit);

/* dates.c */
void check_session_dates(const Audit *audit);
void check_date_words(const Audit *audit);
void check_weekday(const Audit *audit);
void check_convocation_date(const Audit *audit);
void check_transmission_date(const Audit *audit);
void check_publication_date(const Audit *audit);

/* identity.c */
void check_identifier_date(const Audit *audit);
void check_identifier_siren(const Audit *audit);
void check_identifier_number(const Audit *audit);
void check_identifier_department(const Audit *audit);
void check_siren(const Audit *audit);
void check_number_year(const Audit *audit);
void check_number_date(const Audit *audit);

/* money.c */
void check_amount_letters(const Audit *audit);
void check_table_total(const Audit *audit);
void check_percentages(const Audit *audit);
void check_plan_balance(const Audit *audit);
void check_tax_sum(const Audit *audit);

#endif

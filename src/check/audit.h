/* What every check shares: the record under audit, counted once, and what may excuse it. */
#ifndef DELIBEX_CHECK_AUDIT_H
#define DELIBEX_CHECK_AUDIT_H

#include "check.h"

#include "../base/person.h"

typedef enum MemberStatus {
    PRESENT,
    REPRESENTED,
    EXCUSED,
    ABSENT,
    MEMBER_STATUS_COUNT
} MemberStatus;

typedef struct Audit {
    Record *record;
    const CheckInfo *check;          /* the one that runs */
    int listed[MEMBER_STATUS_COUNT]; /* members by status */
    int members;                     /* of any status, or of none */
    int proxies;                     /* proxies listed */
    int changes;                     /* arrivals, departures, proxies for a part of the session */
    int strangers;                   /* members without a civility where others have one */
    int substitutes;                 /* members listed as substitutes (suppléants) */
    bool president_apart;            /* presides, but is in no list of names */
    const char *reading;             /* why no reading of this document can accuse, or NULL */
} Audit;

Audit audit_new(Record *record);

/* A finding of the running check: unverifiable, without a message. The caller owns it. */
Finding *audit_finding(const Audit *audit);

/* Ends a finding: its status and its one sentence; the record takes it. */
G_GNUC_PRINTF(4, 5)
void audit_take(const Audit *audit, Finding *finding, FindingStatus status, const char *format,
                ...);

/* A number the act states: not silent, and not computed by us. */
bool audit_stated(const Audit *audit, const char *pointer, gint64 *out);

/* Why the values at the pointers (the last one NULL) cannot accuse, as the end of a sentence, or
 * NULL when they can. "/session/members" and "/session/proxies" stand for the names in them.
 * Static. */
G_GNUC_NULL_TERMINATED
const char *audit_doubt(const Audit *audit, ...);

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
void check_quorum(const Audit *audit);

/* votes.c */
void check_vote_sum(const Audit *audit);
void check_unanimity(const Audit *audit);
void check_majority(const Audit *audit);
void check_named_votes(const Audit *audit);

/* people.c */
void check_secretary(const Audit *audit);
void check_proxy_holder(const Audit *audit);
void check_proxy_giver(const Audit *audit);
void check_proxy_limit(const Audit *audit);

/* dates.c */
void check_convocation_date(const Audit *audit);
void check_transmission_date(const Audit *audit);
void check_publication_date(const Audit *audit);
void check_identifier_date(const Audit *audit);
void check_siren(const Audit *audit);
void check_identifier_siren(const Audit *audit);

#endif

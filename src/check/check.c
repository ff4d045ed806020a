/* The table of checks, and the loop over it. */
#include "check.h"

#include "audit.h"

static const CheckInfo checks[] = {
    {"present-names", "names listed as present = present stated; proxies listed = proxies stated",
     FINDING_ERROR, NULL,
     "The act counts its members otherwise than it names them. Not to be believed where somebody "
     "came late or left, or where the president is named in the opening formula only.",
     check_present_names},
    {"voting-sum", "present + proxies = voting", FINDING_ERROR, NULL,
     "The votes are not those of the members present and represented. Members who take no part in "
     "a vote, and the mayor when the accounts are voted, are not counted.",
     check_voting_sum},
    {"roster-closure", "present + represented + excused + absent = in office", FINDING_ERROR, NULL,
     "The lists do not name everybody in office. Seats may be vacant, and an act need not list "
     "those absent without excuse.",
     check_roster_closure},
    {"absent-names", "names listed as absent = absent stated", FINDING_WARNING, NULL,
     "Acts differ on whether those excused or represented are absent: every such sum is "
     "accepted.",
     check_absent_names},
    {"excused-names", "names listed as excused = excused stated", FINDING_WARNING, NULL,
     "Acts differ on whether those absent or represented are excused: every such sum is "
     "accepted.",
     check_excused_names},
    {"quorum", "present > in office / 2", FINDING_WARNING, "CGCT L2121-17, L5211-1",
     "A third was enough from 12 March 2020 to 30 September 2021 and from 10 November 2021 to 31 "
     "July 2022. After a second convocation no quorum is needed.",
     check_quorum},
    {"vote-sum", "for + against + abstaining = voting", FINDING_ERROR, NULL,
     "The votes of an act do not add up. « Votants » may mean the votes expressed, and may count "
     "those who took no part: both are accepted.",
     check_vote_sum},
    {"unanimity-against", "unanimous → against = 0", FINDING_ERROR, NULL,
     "The act says « à l'unanimité » and counts votes against. The words may concern another "
     "vote, such as the approval of the previous minutes.",
     check_unanimity},
    {"majority", "adopted → for ≥ against", FINDING_WARNING, "CGCT L2121-20, L3121-14, L4132-13",
     "The act is adopted with more votes against than for. A tie is the president's to break.",
     check_majority},
    {"named-votes", "voters named ≤ votes stated", FINDING_WARNING, NULL,
     "More voters are named for an option than it has votes. Fewer are no contradiction: groups "
     "and proxies are printed as one name.",
     check_named_votes},
    {"secretary-present", "the secretary is not listed as absent", FINDING_WARNING, "CGCT L2121-15",
     "The secretary of the session is a member who is there. Auxiliaries may be no members: a "
     "name found in no list accuses nobody.",
     check_secretary},
    {"proxy-holder-present", "the holder of a proxy is not listed as absent", FINDING_WARNING,
     "CGCT L2121-20, L3121-16, L4132-15", "A proxy is used by somebody who is there.",
     check_proxy_holder},
    {"proxy-giver-absent", "the giver of a proxy is not listed as present", FINDING_WARNING,
     "CGCT L2121-20, L3121-16, L4132-15",
     "Who is there votes himself. Who leaves may give a proxy then: departures excuse. Asked only "
     "where the numbers stated prove both lists.",
     check_proxy_giver},
    {"proxy-limit", "proxies of one holder ≤ 1", FINDING_WARNING,
     "CGCT L2121-20, L3121-16, L4132-15",
     "Two were allowed from 12 March 2020 to 30 September 2021 and from 10 November 2021 to 31 "
     "July 2022. Two members may share the printed name.",
     check_proxy_limit},
    {"convocation-date", "convocation ≤ session", FINDING_ERROR, "CGCT L2121-10",
     "The convocation is dated after the session.", check_convocation_date},
    {"transmission-date", "session ≤ sending ≤ receipt", FINDING_ERROR, "CGCT L2131-1",
     "The act reached the State before it was taken. A receipt quoted in the text may be of an "
     "earlier act.",
     check_transmission_date},
    {"publication-date", "session ≤ publication", FINDING_WARNING, "CGCT L2131-1",
     "The act was published before it was taken. The date may be of the notice of the session.",
     check_publication_date},
    {"identifier-date", "date in the transmission identifier = session", FINDING_WARNING, NULL,
     "The identifier was made for another day. A session of several days has one date here.",
     check_identifier_date},
    {"siren-key", "the SIREN satisfies Luhn's key", FINDING_ERROR, NULL,
     "A digit of the SIREN is wrong.", check_siren},
    {"identifier-siren", "SIREN in the transmission identifier = SIREN of the authority",
     FINDING_WARNING, NULL,
     "The identifier was made for another body. A CCAS or an annexed budget has its own SIREN.",
     check_identifier_siren},
};

void check_record(Record *record)
{
    Audit audit = audit_new(record);
    for (size_t i = 0; i < G_N_ELEMENTS(checks); i++) {
        audit.check = &checks[i];
        checks[i].run(&audit);
    }
}

const CheckInfo *check_list(size_t *count)
{
    *count = G_N_ELEMENTS(checks);
    return checks;
}

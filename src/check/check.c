/* The table of checks, and the loop over it. */
#include "check.h"

#include "audit.h"

#include <string.h>

#define COVID_YEARS                                                                                \
    N_("Eased from 12 March to 30 August 2020, from 14 November 2020 to 30 September 2021 and "    \
       "from "                                                                                     \
       "10 November 2021 to 31 July 2022; disputed from 31 August to 13 November 2020.")
#define ALWAYS N_("In force for as long as acts are on line.")
#define PROXY_LAW "CGCT L2121-20, L3121-16, L4132-15"
#define NO_LAW .basis = NULL, .in_force = NULL

static const CheckInfo checks[] = {
    /* ---- Numbers and names ---- */
    {.id = "present-names",
     .title = N_("Members present: number and names"),
     .formula = N_("names listed as present = present stated; proxies listed = proxies stated"),
     .severity = FINDING_ERROR,
     NO_LAW,
     .meaning = N_("The act counts its members otherwise than it names them."),
     .pitfalls = N_("Late arrivals and departures, a president named in the opening formula only, "
                    "substitutes, lists that name communes, lists read in part."),
     .run = check_present_names},
    {.id = "voting-sum",
     .title = N_("Votes: present and proxies"),
     .formula = N_("present + proxies = voting"),
     .severity = FINDING_ERROR,
     NO_LAW,
     .meaning = N_("The votes are not those of the members present and represented."),
     .pitfalls = N_("Members who take no part in a vote, the mayor when the accounts are voted, "
                    "departures with a proxy."),
     .run = check_voting_sum},
    {.id = "roster-closure",
     .title = N_("Everybody in office is in a list"),
     .formula = N_("present + represented + excused + absent = in office"),
     .severity = FINDING_ERROR,
     NO_LAW,
     .meaning = N_("The lists do not name everybody in office."),
     .pitfalls =
         N_("Vacant seats, acts that list no absentees, substitutes, members without a vote."),
     .run = check_roster_closure},
    {.id = "absent-names",
     .title = N_("Members absent: number and names"),
     .formula = N_("names listed as absent = absent stated"),
     .severity = FINDING_WARNING,
     NO_LAW,
     .meaning = N_("The act counts those absent otherwise than it names them."),
     .pitfalls =
         N_("Acts differ on whether those excused or represented are absent: every such sum "
            "is accepted."),
     .run = check_absent_names},
    {.id = "excused-names",
     .title = N_("Members excused: number and names"),
     .formula = N_("names listed as excused = excused stated"),
     .severity = FINDING_WARNING,
     NO_LAW,
     .meaning = N_("The act counts those excused otherwise than it names them."),
     .pitfalls =
         N_("Acts differ on whether those absent or represented are excused: every such sum "
            "is accepted."),
     .run = check_excused_names},
    {.id = "member-twice",
     .title = N_("A member in two lists"),
     .formula = N_("nobody is listed as present and as excused or absent"),
     .severity = FINDING_ERROR,
     NO_LAW,
     .meaning = N_("The same name stands among those present and among those excused or absent."),
     .pitfalls = N_("Late arrivals, holders named beside those they represent, two members of one "
                    "name."),
     .run = check_member_twice},
    {.id = "quorum",
     .title = N_("Quorum"),
     .formula = N_("present > in office / 2"),
     .severity = FINDING_WARNING,
     .basis = "CGCT L2121-17, L5211-1, L3121-14, L3121-14-1",
     .in_force = COVID_YEARS,
     .meaning = N_("Fewer members are present than the law asks for."),
     .pitfalls =
         N_("Second convocations need no quorum; proxies count in permanent commissions only; "
            "bureaux and syndicates have rules of their own and are not checked; departures "
            "after the debate began do not break it."),
     .run = check_quorum},
    {.id = "quorum-stated",
     .title = N_("Quorum stated and computed"),
     .formula = N_("quorum stated = in office / 2 + 1, rounded down"),
     .severity = FINDING_WARNING,
     .basis = "CGCT L2121-17, L5211-1, L3121-14, L4132-13",
     .in_force = COVID_YEARS,
     .meaning = N_("The number the act gives as quorum is not that of its members in office."),
     .pitfalls = N_("A council may have asked for a half where a third was enough; members with an "
                    "interest are not counted."),
     .run = check_quorum_stated},

    {.id = "council-size",
     .title = N_("Size of the council"),
     .formula = N_("members in office ≤ 69"),
     .severity = FINDING_INFO,
     .basis = "CGCT L2121-2, L2113-7",
     .in_force = ALWAYS,
     .meaning = N_("A municipal council has more members than the largest communes. Never a "
                   "contradiction: a new commune may."),
     .pitfalls = N_("New communes; Paris, Lyon and Marseille. Below that size the number of "
                    "inhabitants decides, which an act does not say."),
     .run = check_council_size},

    /* ---- Votes ---- */
    {.id = "vote-sum",
     .title = N_("Votes for, against and abstentions"),
     .formula = N_("for + against + abstaining = voting"),
     .severity = FINDING_ERROR,
     NO_LAW,
     .meaning = N_("The votes of an act do not add up."),
     .pitfalls =
         N_("« Votants » may mean the votes expressed, and may count those who took no part: "
            "both are accepted; secret ballots have blank papers."),
     .run = check_vote_sum},
    {.id = "expressed-votes",
     .title = N_("Votes expressed"),
     .formula = N_("for + against = votes expressed"),
     .severity = FINDING_ERROR,
     NO_LAW,
     .meaning = N_("The votes expressed are not those for and against."),
     .pitfalls = N_("Some acts count abstentions among the votes expressed: that is accepted."),
     .run = check_expressed_votes},
    {.id = "unanimity-against",
     .title = N_("Unanimity and votes against"),
     .formula = N_("unanimous → against = 0"),
     .severity = FINDING_ERROR,
     NO_LAW,
     .meaning = N_("The act says « à l'unanimité » and counts votes against."),
     .pitfalls = N_("The words may concern another vote, such as the approval of the previous "
                    "minutes."),
     .run = check_unanimity},
    {.id = "majority",
     .title = N_("Majority and outcome"),
     .formula = N_("adopted → for ≥ against; rejected → for ≤ 2 × against"),
     .severity = FINDING_WARNING,
     .basis = "CGCT L2121-20, L3121-14, L4132-13",
     .in_force = ALWAYS,
     .meaning = N_("The outcome is not that of the majority."),
     .pitfalls =
         N_("A tie is the president's to break; accounts stand unless a majority is against "
            "them; some matters need two thirds."),
     .run = check_majority},
    {.id = "named-votes",
     .title = N_("Voters named and votes counted"),
     .formula = N_("voters named ≤ votes stated"),
     .severity = FINDING_WARNING,
     NO_LAW,
     .meaning = N_("More voters are named for an option than it has votes."),
     .pitfalls = N_("Fewer are no contradiction: groups and proxies are printed as one name."),
     .run = check_named_votes},
    {.id = "named-voter-present",
     .title = N_("Voters named are there"),
     .formula = N_("a voter is present or represented"),
     .severity = FINDING_WARNING,
     NO_LAW,
     .meaning = N_("Somebody votes who is listed as excused or absent and gave no proxy."),
     .pitfalls = N_("Late arrivals; names found in no list accuse nobody."),
     .run = check_named_voter},
    {.id = "secret-ballot",
     .title = N_("Secret ballot"),
     .formula = N_("secret → no voter is named"),
     .severity = FINDING_WARNING,
     .basis = "CGCT L2121-21",
     .in_force = ALWAYS,
     .meaning = N_("The ballot was secret, and the act tells who voted how."),
     .pitfalls = N_("Members who took no part may be named."),
     .run = check_secret_ballot},
    {.id = "ballot-papers",
     .title = N_("Papers counted"),
     .formula = N_("papers − blank − void = expressed; majority = expressed / 2 + 1"),
     .severity = FINDING_ERROR,
     .basis = "CGCT L2122-7",
     .in_force = ALWAYS,
     .meaning = N_("The papers of a ballot do not add up."),
     .pitfalls = N_("Each count is compared with itself only; where blank papers are not counted, "
                    "nothing is compared."),
     .run = check_ballot_papers},

    /* ---- People ---- */
    {.id = "secretary-present",
     .title = N_("The secretary is there"),
     .formula = N_("the secretary is not listed as absent"),
     .severity = FINDING_WARNING,
     .basis = "CGCT L2121-15",
     .in_force = ALWAYS,
     .meaning = N_("The secretary of the session is listed as absent."),
     .pitfalls = N_("Auxiliaries may be no members: a name found in no list accuses nobody."),
     .run = check_secretary},
    {.id = "proxy-holder-present",
     .title = N_("Holders of proxies are there"),
     .formula = N_("the holder of a proxy is not listed as absent"),
     .severity = FINDING_WARNING,
     .basis = PROXY_LAW,
     .in_force = ALWAYS,
     .meaning = N_("A proxy is used by somebody who is not there."),
     .pitfalls = N_("Late arrivals, and two members of one name."),
     .run = check_proxy_holder},
    {.id = "proxy-giver-absent",
     .title = N_("Givers of proxies are not there"),
     .formula = N_("the giver of a proxy is not listed as present"),
     .severity = FINDING_WARNING,
     .basis = PROXY_LAW,
     .in_force = ALWAYS,
     .meaning = N_("Who is there votes himself."),
     .pitfalls = N_("Who leaves may give a proxy then: departures excuse. Asked only where the "
                    "numbers stated prove both lists."),
     .run = check_proxy_giver},
    {.id = "proxy-self",
     .title = N_("Proxies to oneself"),
     .formula = N_("giver ≠ holder"),
     .severity = FINDING_WARNING,
     .basis = PROXY_LAW,
     .in_force = ALWAYS,
     .meaning = N_("Somebody holds his own proxy."),
     .pitfalls = N_("Couples and families: a family name alone accuses nobody."),
     .run = check_proxy_self},
    {.id = "proxy-chain",
     .title = N_("Proxies of proxies"),
     .formula = N_("the holder of a proxy gave none"),
     .severity = FINDING_WARNING,
     .basis = PROXY_LAW,
     .in_force = ALWAYS,
     .meaning = N_("The holder of a proxy is represented by somebody else."),
     .pitfalls = N_("Proxies for a part of the session; a family name alone accuses nobody."),
     .run = check_proxy_chain},
    {.id = "proxy-limit",
     .title = N_("Proxies of one holder"),
     .formula = N_("proxies of one holder ≤ 1, or 2 under the laws of the epidemic"),
     .severity = FINDING_WARNING,
     .basis = PROXY_LAW,
     .in_force = COVID_YEARS,
     .meaning = N_("Somebody holds more proxies than the law allows."),
     .pitfalls =
         N_("Two members may share the printed name; bureaux and syndicates are not checked."),
     .run = check_proxy_limit},

    /* ---- Dates ---- */
    {.id = "session-dates",
     .title = N_("Dates of the session"),
     .formula = N_("every printed date of the session is the same"),
     .severity = FINDING_ERROR,
     NO_LAW,
     .meaning = N_("The act dates its session twice, and differently."),
     .pitfalls =
         N_("Sessions of several days; the date of the convocation in the letterhead; other "
            "sessions the act speaks of."),
     .run = check_session_dates},
    {.id = "date-words",
     .title = N_("Date in words and in figures"),
     .formula = N_("date in words = date in figures"),
     .severity = FINDING_ERROR,
     NO_LAW,
     .meaning = N_("The session's date in words is not the one in figures."),
     .pitfalls = N_("As for the dates of the session."),
     .run = check_date_words},
    {.id = "weekday",
     .title = N_("Day of the week"),
     .formula = N_("weekday named = weekday of the date"),
     .severity = FINDING_ERROR,
     NO_LAW,
     .meaning = N_("The day of the week is not that of the date beside it."),
     .pitfalls = N_("Only a weekday printed with its date is compared."),
     .run = check_weekday},
    {.id = "convocation-date",
     .title = N_("Convocation before session"),
     .formula = N_("convocation ≤ session"),
     .severity = FINDING_ERROR,
     .basis = "CGCT L2121-10",
     .in_force = ALWAYS,
     .meaning = N_("The convocation is dated after the session."),
     .pitfalls = N_("The date of posting may be taken for that of the convocation."),
     .run = check_convocation_date},
    {.id = "notice",
     .title = N_("Notice of the meeting"),
     .formula =
         N_("session − convocation ≥ 3 or 5 clear days, 12 days for a département or région"),
     .severity = FINDING_WARNING,
     .basis = "CGCT L2121-11, L2121-12, L5211-1, L3121-19, L4132-18",
     .in_force = N_("Five clear days for communautés and métropoles since 1 March 2020."),
     .meaning = N_("The members were called too late."),
     .pitfalls =
         N_("Urgency, second convocations, first meetings; below 3 500 inhabitants three days "
            "are enough, which an act does not say; Moselle and Alsace have other rules."),
     .run = check_notice},
    {.id = "transmission-date",
     .title = N_("Session before transmission"),
     .formula = N_("session ≤ sending ≤ receipt"),
     .severity = FINDING_ERROR,
     .basis = "CGCT L2131-1",
     .in_force = ALWAYS,
     .meaning = N_("The act reached the State before it was taken."),
     .pitfalls = N_("A receipt quoted in the text may be of an earlier act."),
     .run = check_transmission_date},
    {.id = "publication-date",
     .title = N_("Session before publication"),
     .formula = N_("session ≤ publication"),
     .severity = FINDING_WARNING,
     .basis = "CGCT L2131-1",
     .in_force = ALWAYS,
     .meaning = N_("The act was published before it was taken."),
     .pitfalls = N_("The date may be of the notice of the session. Minutes are left out."),
     .run = check_publication_date},
    {.id = "accounts-president",
     .title = N_("Who votes the accounts"),
     .formula = N_("accounts → voting < present + proxies"),
     .severity = FINDING_WARNING,
     .basis = "CGCT L2121-14, L1612-12",
     .in_force = ALWAYS,
     .meaning = N_("The head of the executive seems to have voted his own accounts."),
     .pitfalls = N_("A session he does not preside or attend; members who took no part."),
     .run = check_accounts_president},
    {.id = "accounts-deadline",
     .title = N_("Accounts voted in time"),
     .formula = N_("accounts voted ≤ 30 June"),
     .severity = FINDING_WARNING,
     .basis = "CGCT L1612-12",
     .in_force = N_("31 July in 2020."),
     .meaning = N_("The accounts were voted late."),
     .pitfalls = N_("What becomes of the result is another matter."),
     .run = check_accounts_deadline},
    {.id = "budget-deadline",
     .title = N_("Budget voted in time"),
     .formula = N_("budget voted ≤ 15 April, 30 April in a year of elections"),
     .severity = FINDING_INFO,
     .basis = "CGCT L1612-2",
     .in_force = N_("31 July in 2020."),
     .meaning = N_("The budget was voted late."),
     .pitfalls = N_("New bodies and annexed budgets; budgets of the coming year."),
     .run = check_budget_deadline},

    /* ---- Identity ---- */
    {.id = "identifier-date",
     .title = N_("Date of the transmission identifier"),
     .formula = N_("date in the transmission identifier = session"),
     .severity = FINDING_WARNING,
     NO_LAW,
     .meaning = N_("The identifier was made for another day."),
     .pitfalls = N_("A session of several days has one date here."),
     .run = check_identifier_date},
    {.id = "siren-key",
     .title = N_("Key of the SIREN"),
     .formula = N_("the SIREN satisfies Luhn's key"),
     .severity = FINDING_ERROR,
     NO_LAW,
     .meaning = N_("A digit of the SIREN is wrong."),
     .pitfalls = N_("None is known for public bodies."),
     .run = check_siren},
    {.id = "identifier-siren",
     .title = N_("SIREN of the transmission identifier"),
     .formula = N_("SIREN in the transmission identifier = SIREN of the authority"),
     .severity = FINDING_WARNING,
     NO_LAW,
     .meaning = N_("The identifier was made for another body."),
     .pitfalls = N_("A CCAS or an annexed budget has its own SIREN."),
     .run = check_identifier_siren},
    {.id = "identifier-department",
     .title = N_("Département of the transmission identifier"),
     .formula = N_("département in the transmission identifier = that of the authority"),
     .severity = FINDING_WARNING,
     NO_LAW,
     .meaning = N_("The identifier was made for another département."),
     .pitfalls = N_("Bodies that lie in several départements."),
     .run = check_identifier_department},
    {.id = "identifier-number",
     .title = N_("Number of the transmission identifier"),
     .formula = N_("number in the transmission identifier ~ number of the act"),
     .severity = FINDING_WARNING,
     NO_LAW,
     .meaning = N_("The identifier was made for another act."),
     .pitfalls =
         N_("Punctuation and prefixes are left out; one stamp of minutes stands for all their "
            "acts."),
     .run = check_identifier_number},
    {.id = "number-year",
     .title = N_("Year of the number"),
     .formula = N_("year in the number = year of the session"),
     .severity = FINDING_WARNING,
     NO_LAW,
     .meaning = N_("The act is numbered in another year's series."),
     .pitfalls = N_("Only four figures that start the number are taken for a year."),
     .run = check_number_year},
    {.id = "number-date",
     .title = N_("Date of the number"),
     .formula = N_("date in the number = session"),
     .severity = FINDING_WARNING,
     NO_LAW,
     .meaning = N_("The act is numbered for another day."),
     .pitfalls = N_("Only eight figures that make a date are taken for one."),
     .run = check_number_date},

    /* ---- Money ---- */
    {.id = "amount-letters",
     .title = N_("Sum in letters and in figures"),
     .formula = N_("sum in letters = sum in figures"),
     .severity = FINDING_ERROR,
     NO_LAW,
     .meaning = N_("A sum is one thing in letters and another in figures."),
     .pitfalls = N_("Only figures in brackets behind the letters are compared."),
     .run = check_amount_letters},
    {.id = "table-total",
     .title = N_("Lines and total of a table"),
     .formula = N_("sum of the lines = total, within a euro"),
     .severity = FINDING_ERROR,
     NO_LAW,
     .meaning = N_("The lines of a table do not make its total."),
     .pitfalls =
         N_("Only tables with a heading, whose lines all have as many sums as the total, are "
            "added up; subtotals and « dont » leave a table out."),
     .run = check_table_total},
    {.id = "percentage",
     .title = N_("Shares of a total"),
     .formula = N_("line = share × total, as exactly as the share is printed"),
     .severity = FINDING_ERROR,
     NO_LAW,
     .meaning = N_("A line of a table is not the share it says it is."),
     .pitfalls = N_("Rounding; rates of something else, which do not make a hundred."),
     .run = check_percentages},
    {.id = "plan-balance",
     .title = N_("Financing plan"),
     .formula = N_("spending = funding, within a euro"),
     .severity = FINDING_ERROR,
     NO_LAW,
     .meaning = N_("The two sides of a financing plan differ."),
     .pitfalls =
         N_("Sums without and with tax; only totals under « plan de financement » are compared."),
     .run = check_plan_balance},
    {.id = "tax-sum",
     .title = N_("Sums without and with tax"),
     .formula = N_("without tax ≤ with tax ≤ 1.2 × without tax"),
     .severity = FINDING_ERROR,
     NO_LAW,
     .meaning = N_("A sum with tax cannot come from the sum without."),
     .pitfalls = N_("Rates may be mixed: any sum between is accepted."),
     .run = check_tax_sum},
    {.id = "grant-agreement",
     .title = N_("Grants and agreements"),
     .formula = N_("grant > 23 000 EUR to a private body → agreement"),
     .severity = FINDING_INFO,
     .basis = N_("law 2000-321 art. 10; decree 2001-495 art. 1"),
     .in_force = ALWAYS,
     .meaning = N_("The law asks for an agreement that this act does not decide. Never a "
                   "contradiction: another act may decide it."),
     .pitfalls = N_("The threshold is for all grants of a year; public bodies are not concerned."),
     .run = check_grant_agreement},
};

static void run_table(Record *record, CheckTranslate translate)
{
    g_auto(Audit) audit = audit_new(record, translate);
    for (size_t i = 0; i < G_N_ELEMENTS(checks); i++) {
        audit.check = &checks[i];
        checks[i].run(&audit);
    }
}

/* The pointer into one sitting as a pointer into the whole record. The caller frees. */
static char *pointer_in_whole(const char *pointer, const char *session, const GArray *acts)
{
    if (g_str_has_prefix(pointer, "/session"))
        return g_strconcat(session, pointer + strlen("/session"), NULL);
    if (!g_str_has_prefix(pointer, "/acts/"))
        return g_strdup(pointer);
    char *rest = NULL;
    guint64 act = g_ascii_strtoull(pointer + strlen("/acts/"), &rest, 10);
    return g_strdup_printf("/acts/%zu%s", g_array_index(acts, size_t, act), rest);
}

/* Of a file with several sittings each is checked by itself: none is held against another's day,
 * numbers or members. */
static void run_checks(Record *record, CheckTranslate translate)
{
    char session[RECORD_POINTER_SIZE];
    size_t sessions = record_sessions(record);
    if (sessions == 1) {
        run_table(record, translate);
        return;
    }
    for (size_t i = 0; i < sessions; i++) {
        g_autoptr(GArray) acts = g_array_new(false, false, sizeof(size_t));
        g_autoptr(Record) alone = record_session(record, i, acts);
        record_session_at(session, i);
        run_table(alone, translate);
        g_autoptr(GPtrArray) findings = record_steal_findings(alone);
        for (guint j = 0; j < findings->len; j++) {
            Finding *finding = findings->pdata[j];
            for (guint k = 0; k < finding->at->len; k++) {
                char *pointer = finding->at->pdata[k];
                finding->at->pdata[k] = pointer_in_whole(pointer, session, acts);
                g_free(pointer);
            }
            record_take_finding(record, finding);
        }
    }
}

void check_record(Record *record)
{
    run_checks(record, NULL);
}

void check_record_again(Record *record, CheckTranslate translate)
{
    record_drop_findings(record);
    run_checks(record, translate);
}

const CheckInfo *check_list(size_t *count)
{
    *count = G_N_ELEMENTS(checks);
    return checks;
}

const CheckInfo *check_find(const char *id)
{
    size_t batch;
    const CheckInfo *rows = check_batch_list(&batch);
    for (size_t i = 0; i < G_N_ELEMENTS(checks); i++)
        if (strcmp(checks[i].id, id) == 0)
            return &checks[i];
    for (size_t i = 0; i < batch; i++)
        if (strcmp(rows[i].id, id) == 0)
            return &rows[i];
    return NULL;
}

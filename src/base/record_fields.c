/* The table of fields: the schema of the record, in printing order. See record.h. */
#include "record.h"

#include <string.h>

#define ROW(pointer, capture, shape, type, values, meaning)                                        \
    {pointer, capture, shape, type, values, meaning, sizeof(pointer) - 1}
#define OBJECT(pointer, meaning) ROW(pointer, NULL, FIELD_OBJECT, VALUE_TEXT, NULL, meaning)
#define OPTIONAL(pointer, meaning) ROW(pointer, NULL, FIELD_OBJECT_OR_NULL, VALUE_TEXT, NULL, meaning)
#define ARRAY(pointer, meaning) ROW(pointer, NULL, FIELD_ARRAY, VALUE_TEXT, NULL, meaning)
#define SCALAR(pointer, capture, type, meaning) ROW(pointer, capture, FIELD_SCALAR, type, NULL, meaning)
#define CODE(pointer, capture, values, meaning) ROW(pointer, capture, FIELD_SCALAR, VALUE_TEXT, values, meaning)

/* The rows of one sitting below the pointer AT. Rules capture into /session: the first sitting of a file
 * and, one by one, the others, which are put in their place when all has been read. */
#define SESSION_ROWS(AT, CAPTURE)  \
    SCALAR(AT "/body", CAPTURE("body"), VALUE_TEXT, "The deliberating body, as printed."), \
    SCALAR(AT "/date", CAPTURE("session_date"), VALUE_DATE, "Date of the sitting."), \
    SCALAR(AT "/time", CAPTURE("session_time"), VALUE_TIME, "Hour it opened."), \
    SCALAR(AT "/place", CAPTURE("place"), VALUE_TEXT, "Where it was held."), \
    SCALAR(AT "/convocation_date", CAPTURE("convocation_date"), VALUE_DATE, "Date of the convocation."), \
    OPTIONAL(AT "/president", "Who presided."), \
    SCALAR(AT "/president/name", CAPTURE("president"), VALUE_PERSON, "Name as printed."), \
    ARRAY(AT "/secretaries", "Secretaries of the sitting."), \
    OBJECT(AT "/secretaries/#", "One secretary."), \
    SCALAR(AT "/secretaries/#/name", CAPTURE("secretary"), VALUE_PERSON, "Name as printed."), \
    OBJECT(AT "/counts", "The numbers of members, as stated."), \
    SCALAR(AT "/counts/in_office", CAPTURE("in_office"), VALUE_COUNT, "Members in office (en exercice)."), \
    SCALAR(AT "/counts/present", CAPTURE("present"), VALUE_COUNT, "Members present."), \
    SCALAR(AT "/counts/proxies", CAPTURE("proxies"), VALUE_COUNT, "Proxies (pouvoirs, procurations)."), \
    SCALAR(AT "/counts/absent", CAPTURE("absent"), VALUE_COUNT, "Members absent."), \
    SCALAR(AT "/counts/excused", CAPTURE("excused"), VALUE_COUNT, "Members excused."), \
    SCALAR(AT "/counts/voting", CAPTURE("voting"), VALUE_COUNT, "Votes (votants, voix)."), \
    SCALAR(AT "/counts/quorum", CAPTURE("quorum"), VALUE_COUNT, "Quorum stated."), \
    ARRAY(AT "/members", "Everybody the act names as a member of the body, once."), \
    OBJECT(AT "/members/#", "One member."), \
    SCALAR(AT "/members/#/name", NULL, VALUE_PERSON, "Name as printed, without civility and role."), \
    SCALAR(AT "/members/#/given", NULL, VALUE_TEXT, "Given name."), \
    SCALAR(AT "/members/#/family", NULL, VALUE_TEXT, "Family name."), \
    SCALAR(AT "/members/#/civility", NULL, VALUE_TEXT, "M., Mme, …"), \
    SCALAR(AT "/members/#/role", NULL, VALUE_TEXT, "Role printed beside the name."), \
    SCALAR(AT "/members/#/group", NULL, VALUE_TEXT, "Commune or group printed beside the name."), \
    CODE(AT "/members/#/status", NULL, "present|represented|excused|absent", "State at the opening."), \
    SCALAR(AT "/members/#/arrived", CAPTURE("arrived"), VALUE_TEXT, "Arrival in the course of the sitting, as printed."), \
    SCALAR(AT "/members/#/left", CAPTURE("left"), VALUE_TEXT, "Departure in the course of the sitting, as printed."), \
    ARRAY(AT "/proxies", "Who votes for whom."), \
    OBJECT(AT "/proxies/#", "One proxy."), \
    SCALAR(AT "/proxies/#/giver", CAPTURE("giver"), VALUE_PERSON, "Who gave it."), \
    SCALAR(AT "/proxies/#/holder", CAPTURE("holder"), VALUE_PERSON, "Who holds it; null where it is not said."), \
    SCALAR(AT "/proxies/#/limits", CAPTURE("limits"), VALUE_TEXT, "From when or until when, as printed.")

#define CAPTURED(name) name
#define NOT_CAPTURED(name) NULL

static const Field fields[] = {
    SCALAR("/delibex", NULL, VALUE_TEXT, "Version of this format."),

    OBJECT("/source", "The file that was read."),
    SCALAR("/source/path", NULL, VALUE_TEXT, "Path as it was given; bytes that are not UTF-8 are escaped."),
    SCALAR("/source/sha256", NULL, VALUE_TEXT, "SHA-256 of the bytes, in hexadecimal."),
    SCALAR("/source/bytes", NULL, VALUE_COUNT, "Size in bytes."),
    SCALAR("/source/pages", NULL, VALUE_COUNT, "Number of pages; null for plain text."),
    CODE("/source/sandbox", NULL, "full|none",
         "What kept the document from the machine while it was read: the jail, or nothing but limits "
         "(--unsafe-no-sandbox); null when the library was called in a process of its own."),
    CODE("/source/text", NULL, "layer|ocr|mixed|plain|none", "Where the text comes from."),
    CODE("/source/outcome", NULL,
         "ok|ok_partial|no_text|zero_pages|encrypted|damaged|not_pdf|timeout|memory|crash|output_limit|"
         "unreadable|not_regular|vanished|changed",
         "How the reading ended."),
    ARRAY("/source/flags", "What a reader should know about the text."),
    SCALAR("/source/flags/#", NULL, VALUE_TEXT, "For example white_text, pages_unreadable, rules_undetermined; the manual explains each."),
    ARRAY("/source/recognised", "Pages whose words were recognised from their picture."),
    OBJECT("/source/recognised/#", "One page."),
    SCALAR("/source/recognised/#/page", NULL, VALUE_COUNT, "Its number, from 1."),
    CODE("/source/recognised/#/why", NULL, "no_text|stamp_only|garbage|poor_layer|asked",
         "What was wrong with its own text: none, a stamp's only, characters without a meaning, nothing."),
    SCALAR("/source/recognised/#/confidence", NULL, VALUE_COUNT,
           "How sure the recogniser is of it, 0 to 100; 0 for a page with nothing to read."),

    CODE("/kind", "kind", "deliberation|minutes|list|agenda|order|other", "What kind of document it is."),

    OBJECT("/authority", "The body that published the act."),
    SCALAR("/authority/name", "authority", VALUE_TEXT, "Name as printed."),
    SCALAR("/authority/siren", "siren", VALUE_SIREN, "SIREN, from the stamp or an identifier."),
    CODE("/authority/type", "authority_type",
         "commune|communaute_de_communes|communaute_d_agglomeration|communaute_urbaine|metropole|syndicat|"
         "ccas|departement|region|other",
         "Type of authority."),
    SCALAR("/authority/insee", NULL, VALUE_TEXT, "INSEE code of a commune, read from its SIREN."),
    SCALAR("/authority/department", "department", VALUE_TEXT, "Code of the département."),

    OBJECT("/session", "The sitting."),
    SESSION_ROWS("/session", CAPTURED),
    ARRAY("/other_sessions", "Further sittings in the same file: other days, or other bodies; mostly none."),
    OBJECT("/other_sessions/#", "One of them, shaped like session."),
    SESSION_ROWS("/other_sessions/#", NOT_CAPTURED),

    ARRAY("/acts", "One entry a matter decided."),
    OBJECT("/acts/#", "One act."),
    SCALAR("/acts/#/id", NULL, VALUE_TEXT, "siren/date/number, when all three are known."),
    SCALAR("/acts/#/number", "act_number", VALUE_NUMBER, "Number as printed."),
    SCALAR("/acts/#/subject", "subject", VALUE_TEXT, "Subject as printed."),
    SCALAR("/acts/#/session", NULL, VALUE_TEXT, "Its sitting, as a JSON Pointer: /session, or /other_sessions/0, …"),
    ARRAY("/acts/#/pages", "First and last page."),
    SCALAR("/acts/#/pages/#", NULL, VALUE_COUNT, "Page, from 1."),
    OPTIONAL("/acts/#/matter", "Matter in the ACTES nomenclature."),
    SCALAR("/acts/#/matter/code", "matter", VALUE_MATTER, "Code, two levels."),
    SCALAR("/acts/#/matter/label", "matter_label", VALUE_TEXT, "Label."),
    CODE("/acts/#/matter/source", "matter_source", "stated|inferred", "Printed in the act, or inferred from it."),
    ARRAY("/acts/#/movements", "Who came, left, gave a proxy or stood aside: the room is another one from this act on."),
    OBJECT("/acts/#/movements/#", "One person's movement."),
    SCALAR("/acts/#/movements/#/name", NULL, VALUE_PERSON, "Who moved, as printed."),
    CODE("/acts/#/movements/#/kind", "movement", "arrival|departure|proxy|not_taking_part",
         "What happened; not_taking_part is for this act only."),
    SCALAR("/acts/#/movements/#/time", "movement_time", VALUE_TIME, "When."),
    SCALAR("/acts/#/movements/#/point", "movement_point", VALUE_TEXT,
           "The point or number of a deliberation it is said to begin or end with, as printed."),
    SCALAR("/acts/#/movements/#/holder", "movement_holder", VALUE_PERSON, "Who votes for the one who left."),
    OPTIONAL("/acts/#/counts", "The room as it was for this act: where the act says so, or it had moved."),
    SCALAR("/acts/#/counts/present", NULL, VALUE_COUNT, "Members present."),
    SCALAR("/acts/#/counts/proxies", NULL, VALUE_COUNT, "Proxies."),
    SCALAR("/acts/#/counts/voting", NULL, VALUE_COUNT, "Votes: present and proxies."),
    ARRAY("/acts/#/counts/derived", "Which of these were computed, not read."),
    SCALAR("/acts/#/counts/derived/#", NULL, VALUE_TEXT, "Name of a key of counts."),
    OBJECT("/acts/#/vote", "What became of the matter."),
    CODE("/acts/#/vote/outcome", "outcome", "adopted|rejected|adjourned|withdrawn|noted", "The result."),
    SCALAR("/acts/#/vote/unanimous", "unanimous", VALUE_FLAG, "Whether the act says « à l'unanimité »."),
    CODE("/acts/#/vote/ballot", "ballot", "public|secret|show_of_hands", "Form of the ballot."),
    SCALAR("/acts/#/vote/voting", "vote_voting", VALUE_COUNT, "Votes cast."),
    SCALAR("/acts/#/vote/for", "vote_for", VALUE_COUNT, "Votes for."),
    SCALAR("/acts/#/vote/against", "vote_against", VALUE_COUNT, "Votes against."),
    SCALAR("/acts/#/vote/abstaining", "vote_abstaining", VALUE_COUNT, "Abstentions."),
    SCALAR("/acts/#/vote/not_taking_part", "vote_not_taking_part", VALUE_COUNT, "Members who took no part (NPPV)."),
    ARRAY("/acts/#/vote/derived", "Which of these were computed, not read."),
    SCALAR("/acts/#/vote/derived/#", NULL, VALUE_TEXT, "Name of a key of vote."),
    ARRAY("/acts/#/vote/named", "Voters named with their vote."),
    OBJECT("/acts/#/vote/named/#", "One voter."),
    SCALAR("/acts/#/vote/named/#/name", NULL, VALUE_PERSON, "Name as printed."),
    CODE("/acts/#/vote/named/#/option", NULL, "for|against|abstain|not_taking_part", "The vote."),
    ARRAY("/acts/#/amounts", "Sums of money the act prints."),
    OBJECT("/acts/#/amounts/#", "One sum."),
    SCALAR("/acts/#/amounts/#/cents", "amount", VALUE_AMOUNT, "Integer cents."),
    SCALAR("/acts/#/amounts/#/currency", NULL, VALUE_TEXT, "ISO 4217."),
    CODE("/acts/#/amounts/#/role", "amount_role", "grant|price|ceiling|budget_line|loan|rate|total",
         "What the sum is, where the words say it."),
    CODE("/acts/#/amounts/#/tax", "amount_tax", "HT|TTC", "Without or with VAT, as printed."),
    CODE("/acts/#/amounts/#/zone", NULL, "subject|recital|operative", "Where it stands."),
    SCALAR("/acts/#/amounts/#/text", NULL, VALUE_TEXT, "As printed."),
    ARRAY("/acts/#/grants", "Grants the act decides."),
    OBJECT("/acts/#/grants/#", "One grant."),
    SCALAR("/acts/#/grants/#/beneficiary", "beneficiary", VALUE_TEXT, "Who receives it."),
    SCALAR("/acts/#/grants/#/cents", "grant_amount", VALUE_AMOUNT, "Integer cents."),
    SCALAR("/acts/#/grants/#/purpose", "purpose", VALUE_TEXT, "What for."),
    CODE("/acts/#/grants/#/payment", "payment", "single|instalments", "How it is paid, where the act says it."),
    ARRAY("/acts/#/decisions", "The clauses of the decision."),
    SCALAR("/acts/#/decisions/#", "decision", VALUE_TEXT, "One clause, as printed."),
    ARRAY("/acts/#/references", "Legal bases and acts cited in the visas."),
    SCALAR("/acts/#/references/#", "reference", VALUE_TEXT, "One visa, as printed."),
    OPTIONAL("/acts/#/transmission", "Transmission to the State's representative."),
    SCALAR("/acts/#/transmission/id", "transmission_id", VALUE_TRANSMISSION, "@CTES identifier."),
    SCALAR("/acts/#/transmission/sent", "sent_date", VALUE_DATE, "Date sent."),
    SCALAR("/acts/#/transmission/received", "received_date", VALUE_DATE, "Date received."),
    SCALAR("/acts/#/publication_date", "publication_date", VALUE_DATE, "Date posted or published."),
};

/* Captures that no single scalar holds: act/assemble makes array entries of them. */
static const Field gathered[] = {
    {"/acts/#/movements", "moving", FIELD_ARRAY, VALUE_PERSONS, NULL, "Who moved."},
    {"/acts/#/vote/named", "for_names", FIELD_ARRAY, VALUE_PERSONS, NULL, "Who voted for."},
    {"/acts/#/vote/named", "against_names", FIELD_ARRAY, VALUE_PERSONS, NULL, "Who voted against."},
    {"/acts/#/vote/named", "abstaining_names", FIELD_ARRAY, VALUE_PERSONS, NULL, "Who abstained."},
    {"/acts/#/vote/named", "not_taking_part_names", FIELD_ARRAY, VALUE_PERSONS, NULL,
     "Who took no part in the vote."},
};

const Field *record_fields(size_t *count)
{
    *count = G_N_ELEMENTS(fields);
    return fields;
}

/* Writes the pointer with "#" for its indices; gives the length, 0 when there is no room. */
static size_t write_pattern(const char *pointer, char pattern[RECORD_POINTER_SIZE])
{
    size_t length = 0;
    for (const char *p = pointer; *p && length < RECORD_POINTER_SIZE; length++) {
        bool index = g_ascii_isdigit(*p) && p > pointer && p[-1] == '/';
        pattern[length] = index ? '#' : *p++;
        while (index && g_ascii_isdigit(*p))
            p++;
    }
    return length < RECORD_POINTER_SIZE ? length : 0;
}

const Field *record_field_near(const char *pointer, const Field *near)
{
    char pattern[RECORD_POINTER_SIZE];
    const size_t length = write_pattern(pointer, pattern), count = G_N_ELEMENTS(fields);
    size_t row = (size_t)(near - fields);
    for (size_t i = 0; i < count && length > 0; i++, row++) {
        const Field *field = &fields[row < count ? row : (row -= count)];
        if (field->length == length && pattern[length - 1] == field->pointer[length - 1] &&
            memcmp(field->pointer, pattern, length) == 0)
            return field;
    }
    return NULL;
}

const Field *record_field(const char *pointer)
{
    return record_field_near(pointer, fields);
}

const Field *record_field_by_capture(const char *capture)
{
    for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
        if (fields[i].capture && strcmp(fields[i].capture, capture) == 0)
            return &fields[i];
    for (size_t i = 0; i < G_N_ELEMENTS(gathered); i++)
        if (strcmp(gathered[i].capture, capture) == 0)
            return &gathered[i];
    return NULL;
}

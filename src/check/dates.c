/* Dates in their order, and identifiers against what the act says: C13 and C14 of the catalogue. */
#include "audit.h"

#include "../base/text.h"

#include <string.h>

/* Accuses when `earlier` lies after `later`. Dates of values are yyyymmdd, so they compare as
 * numbers. */
static void compare_dates(const Audit *audit, const char *earlier, const char *earlier_name,
                          const char *later, const char *later_name)
{
    const Value *first = record_get(audit->record, earlier),
                *second = record_get(audit->record, later);
    if (!first || !second || first->number <= second->number ||
        audit_doubt(audit, earlier, later, NULL))
        return;
    Finding *finding = audit_finding(audit);
    finding_operand(finding, earlier_name, true, first->number);
    finding_operand(finding, later_name, true, second->number);
    finding_at(finding, earlier);
    finding_at(finding, later);
    audit_take(audit, finding, FINDING_CONTRADICTED,
               "The date of the %s, %s, is after the date of the %s, %s.", earlier_name,
               first->text, later_name, second->text);
}

void check_convocation_date(const Audit *audit)
{
    compare_dates(audit, "/session/convocation_date", "convocation", "/session/date", "session");
}

void check_transmission_date(const Audit *audit)
{
    char sent[RECORD_POINTER_SIZE], received[RECORD_POINTER_SIZE];
    for (size_t act = 0; act < record_length(audit->record, "/acts"); act++) {
        record_at(sent, "/acts/%zu/transmission/sent", act);
        record_at(received, "/acts/%zu/transmission/received", act);
        compare_dates(audit, "/session/date", "session", received, "receipt");
        if (!record_get(audit->record, received))
            compare_dates(audit, "/session/date", "session", sent, "sending");
        compare_dates(audit, sent, "sending", received, "receipt");
    }
}

void check_publication_date(const Audit *audit)
{
    char pointer[RECORD_POINTER_SIZE];
    /* Minutes tell of tenders and notices published, seldom of their own publication. */
    if (g_strcmp0(record_text(audit->record, "/kind"), "minutes") == 0)
        return;
    for (size_t act = 0; act < record_length(audit->record, "/acts"); act++)
        compare_dates(audit, "/session/date", "session",
                      record_at(pointer, "/acts/%zu/publication_date", act), "publication");
}

/* ---- Identifiers -------------------------------------------------------------------------- */

/* The parsed identifier of an act; false when it has none, or none that can accuse. */
static bool identifier_of(const Audit *audit, size_t act, Transmission *out, char *pointer)
{
    record_at(pointer, "/acts/%zu/transmission/id", act);
    const char *id = record_text(audit->record, pointer);
    if (!id || audit_doubt(audit, pointer, NULL))
        return false;
    g_autofree char *folded = text_fold(id);
    return transmission_read(folded, out);
}

void check_identifier_date(const Audit *audit)
{
    const Value *date = record_get(audit->record, "/session/date");
    if (!date || audit_doubt(audit, "/session/date", NULL))
        return;
    for (size_t act = 0; act < record_length(audit->record, "/acts"); act++) {
        char pointer[RECORD_POINTER_SIZE];
        Transmission id = {0};
        if (!identifier_of(audit, act, &id, pointer))
            continue;
        gint64 stamped = id.date.year * 10000L + id.date.month * 100 + id.date.day;
        transmission_clear(&id);
        if (stamped == date->number)
            continue;
        Finding *finding = audit_finding(audit);
        finding_operand(finding, "identifier", true, stamped);
        finding_operand(finding, "session", true, date->number);
        finding_at(finding, pointer);
        finding_at(finding, "/session/date");
        audit_take(audit, finding, FINDING_CONTRADICTED,
                   "To be verified: the transmission identifier is dated %" G_GINT64_FORMAT
                   " and the session %" G_GINT64_FORMAT ".",
                   stamped, date->number);
    }
}

void check_siren(const Audit *audit)
{
    const char *siren = record_text(audit->record, "/authority/siren");
    if (!siren || strspn(siren, "0123456789") != 9 || strlen(siren) != 9 || siren_is_valid(siren) ||
        audit_doubt(audit, "/authority/siren", NULL))
        return;
    Finding *finding = audit_finding(audit);
    finding_at(finding, "/authority/siren");
    audit_take(audit, finding, FINDING_CONTRADICTED, "The key of the SIREN %s is wrong.", siren);
}

void check_identifier_siren(const Audit *audit)
{
    const char *siren = record_text(audit->record, "/authority/siren");
    if (!siren || audit_doubt(audit, "/authority/siren", NULL))
        return;
    for (size_t act = 0; act < record_length(audit->record, "/acts"); act++) {
        char pointer[RECORD_POINTER_SIZE];
        Transmission id = {0};
        if (!identifier_of(audit, act, &id, pointer))
            continue;
        if (strcmp(id.siren, siren) != 0) {
            Finding *finding = audit_finding(audit);
            finding_at(finding, pointer);
            finding_at(finding, "/authority/siren");
            audit_take(audit, finding, FINDING_CONTRADICTED,
                       "To be verified: the transmission identifier is of SIREN %s and the "
                       "authority of %s.",
                       id.siren, siren);
        }
        transmission_clear(&id);
    }
}

/* Dates against each other: every printed date of the session, weekdays, and the order of events.
 * C12's order and C13 of the catalogue. */
#include "audit.h"

#include "../base/text.h"

#include <string.h>

/* ---- The session's date, wherever it is printed --------------------------------------------- */

/* One printing of a date. */
typedef struct Printed {
    const Evidence *evidence;
    gint64 day;                   /* yyyymmdd */
    int weekday;                  /* 1 to 7 as named beside it, 0 for none */
    bool words;                   /* the year is in words */
    char at[RECORD_POINTER_SIZE]; /* the object that says so */
} Printed;

static bool read_printed(const Evidence *evidence, const char *at, Printed *out)
{
    g_autofree char *folded = text_fold(evidence->text);
    g_autofree char *lower = g_ascii_strdown(folded, -1);
    Date date = {0};
    double confidence = 1;
    g_strdelimit(lower, "\n", ' ');
    if (!date_read(lower, &date, &confidence) || date.year == 0)
        return false;
    out->evidence = evidence;
    out->day = date.year * 10000L + date.month * 100 + date.day;
    out->weekday = date_named_weekday(lower);
    out->words =
        strstr(lower, "deux mil") || strstr(lower, "mil neuf") || strstr(lower, "mille neuf");
    g_strlcpy(out->at, at, sizeof out->at);
    /* « deux mil », and the rest of the year on the next page */
    return !(out->words && date.year == 2000);
}

static void gather(const Audit *audit, const char *pointer, const char *rule, GArray *all)
{
    const Evidence *evidence;
    guint index = 0;
    while ((evidence = audit_told(audit, pointer, rule, &index))) {
        Printed printed = {0};
        if (read_printed(evidence, pointer, &printed))
            g_array_append_val(all, printed);
    }
}

/* Every printing of the session's date, in the order of the text. Array of Printed. */
static GArray *session_dates(const Audit *audit)
{
    static const char closing[] = "mentions/told-in-closing";
    GArray *all = g_array_new(false, true, sizeof(Printed));
    char pointer[RECORD_POINTER_SIZE];
    gather(audit, "/session", "dates/", all);
    gather(audit, "/session", closing, all);
    for (size_t act = 0; act < record_length(audit->record, "/acts"); act++)
        gather(audit, record_at(pointer, "/acts/%zu", act), closing, all);
    return all;
}

/* The printing that decided the session's date. */
static bool deciding(const Audit *audit, const GArray *all, Printed *out)
{
    for (guint i = 0; i < all->len; i++) {
        *out = g_array_index(all, Printed, i);
        if (out->day == audit->date)
            return true;
    }
    return false;
}

static int days_apart(gint64 a, gint64 b)
{
    Date first = date_from_number(a), second = date_from_number(b);
    int days = date_days_between(first, second);
    return days < 0 ? -days : days;
}

static const char *excuse_for_date(const Audit *audit, const Printed *printed)
{
    const Value *convocation = record_get(audit->record, "/session/convocation_date");
    if (convocation && convocation->number == printed->day)
        return N_("but that is the day of the convocation");
    if ((audit->body & (BODY_DEPARTMENT | BODY_REGION)) &&
        days_apart(printed->day, audit->date) <= 4)
        return N_("but a session of this body may last several days");
    const char *doubt = audit_doubt(audit, "/session/date", NULL);
    return doubt ? doubt : audit_doubt_of(audit, printed->evidence);
}

static void accuse_date(const Audit *audit, const Printed *printed, const Printed *first)
{
    g_autofree char *said = audit_quote(printed->evidence);
    g_autofree char *other = audit_quote(first->evidence);
    Finding *finding = audit_finding(audit);
    finding_operand(finding, "session", true, audit->date);
    finding_operand(finding, "mentioned", true, printed->day);
    finding_at(finding, "/session/date");
    finding_at(finding, printed->at);
    audit_accuse(audit, finding, excuse_for_date(audit, printed),
                 N_("The session is dated « %s » (page %d) and « %s » (page %d)"), other,
                 first->evidence->page, said, printed->evidence->page);
}

static bool is_told_before(const GArray *all, guint index)
{
    const Printed *printed = &g_array_index(all, Printed, index);
    for (guint i = 0; i < index; i++) {
        const Printed *earlier = &g_array_index(all, Printed, i);
        if (earlier->day == printed->day && earlier->words == printed->words)
            return true;
    }
    return false;
}

/* Printings that differ from the one that decided; those where one of the two is in words and the
 * other in figures are another check's. */
static void compare_printed(const Audit *audit, bool across)
{
    g_autoptr(GArray) all = session_dates(audit);
    Printed first;
    if (!audit->date || !deciding(audit, all, &first))
        return;
    for (guint i = 0; i < all->len; i++) {
        const Printed *printed = &g_array_index(all, Printed, i);
        if (printed->day == audit->date || (printed->words != first.words) != across ||
            is_told_before(all, i))
            continue;
        accuse_date(audit, printed, &first);
    }
}

void check_session_dates(const Audit *audit)
{
    compare_printed(audit, false);
}

void check_date_words(const Audit *audit)
{
    compare_printed(audit, true);
}

static const char *const weekdays[] = {N_("Monday"),   N_("Tuesday"), N_("Wednesday"),
                                       N_("Thursday"), N_("Friday"),  N_("Saturday"),
                                       N_("Sunday")};

void check_weekday(const Audit *audit)
{
    static const char named[] = "mentions/day-of-week";
    g_autoptr(GArray) all = g_array_new(false, true, sizeof(Printed));
    char pointer[RECORD_POINTER_SIZE];
    gather(audit, "/session", named, all);
    for (size_t act = 0; act < record_length(audit->record, "/acts"); act++)
        gather(audit, record_at(pointer, "/acts/%zu", act), named, all);
    for (guint i = 0; i < all->len; i++) {
        const Printed *printed = &g_array_index(all, Printed, i);
        Date date = date_from_number(printed->day);
        int weekday = date_weekday(date);
        if (printed->weekday == 0 || printed->weekday == weekday || is_told_before(all, i))
            continue;
        Finding *finding = audit_finding(audit);
        g_autofree char *said = audit_quote(printed->evidence);
        finding_operand(finding, "named_weekday", true, printed->weekday);
        finding_operand(finding, "true_weekday", true, weekday);
        finding_at(finding, printed->at);
        audit_accuse(audit, finding, audit_doubt_of(audit, printed->evidence),
                     N_("The act says « %s » (page %d), and that day was a %s"), said,
                     printed->evidence->page, audit_say(audit, weekdays[weekday - 1]));
    }
}

/* ---- The order of events -------------------------------------------------------------------- */

/* Accuses when `earlier` lies after `later`. Dates of values are yyyymmdd, so they compare as
 * numbers. */
static void compare_dates(const Audit *audit, const char *earlier, const char *earlier_name,
                          const char *later, const char *later_name)
{
    const Value *first = record_get(audit->record, earlier),
                *second = record_get(audit->record, later);
    if (!first || !second || first->number <= second->number)
        return;
    Finding *finding = audit_finding(audit);
    finding_operand(finding, earlier_name, true, first->number);
    finding_operand(finding, later_name, true, second->number);
    finding_at(finding, earlier);
    finding_at(finding, later);
    g_autofree char *one = audit_day(audit->translate, first->number);
    g_autofree char *other = audit_day(audit->translate, second->number);
    audit_accuse(audit, finding, audit_doubt(audit, earlier, later, NULL),
                 N_("The date of the %s, %s, is after the date of the %s, %s"),
                 audit_say(audit, earlier_name), one, audit_say(audit, later_name), other);
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

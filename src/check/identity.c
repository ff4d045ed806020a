/* Identifiers against what the act says: C14 of the catalogue. */
#include "audit.h"

#include "../base/text.h"

#include <stdlib.h>
#include <string.h>

/* The parsed identifier of an act; false when it has none. */
static bool identifier_of(const Audit *audit, size_t act, Transmission *out, char *pointer)
{
    record_at(pointer, "/acts/%zu/transmission/id", act);
    const char *id = record_text(audit->record, pointer);
    if (!id)
        return false;
    g_autofree char *folded = text_fold(id);
    return transmission_read(folded, out);
}

void check_identifier_date(const Audit *audit)
{
    const Value *date = record_get(audit->record, "/session/date");
    if (!date)
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
        g_autofree char *day = audit_day(audit->translate, stamped);
        g_autofree char *session = audit_day(audit->translate, date->number);
        audit_accuse(audit, finding, audit_doubt(audit, pointer, "/session/date", NULL),
                     N_("To be verified: the transmission identifier is dated %s and the session "
                        "%s"),
                     day, session);
    }
}

/* The digits of a SIREN or SIRET as printed, without what parts them: the first nine. */
static void digits_of(const char *printed, char siren[10])
{
    size_t count = 0;
    for (; *printed && count < 9; printed++)
        if (g_ascii_isdigit(*printed))
            siren[count++] = *printed;
    siren[count] = '\0';
}

static void accuse_key(const Audit *audit, const char *siren, const char *pointer,
                       const char *doubt)
{
    Finding *finding = audit_finding(audit);
    finding_at(finding, pointer);
    audit_accuse(audit, finding, doubt, N_("The key of the SIREN %s is wrong"), siren);
}

/* One the act prints besides that of its stamp, from *index of the evidence of an object on. */
static const Evidence *siren_told(const Audit *audit, const char *pointer, guint *index,
                                  char siren[10])
{
    const Evidence *evidence = audit_told(audit, pointer, "mentions/siren", index);
    if (evidence)
        digits_of(evidence->text, siren);
    return evidence;
}

void check_siren(const Audit *audit)
{
    const char *siren = record_text(audit->record, "/authority/siren");
    char told[10];
    guint index = 0;
    if (siren && strspn(siren, "0123456789") == 9 && strlen(siren) == 9 && !siren_is_valid(siren))
        accuse_key(audit, siren, "/authority/siren", audit_doubt(audit, "/authority/siren", NULL));
    for (const Evidence *evidence; (evidence = siren_told(audit, "/session", &index, told));)
        if (!siren_is_valid(told))
            accuse_key(audit, told, "/session", audit_doubt_of(audit, evidence));
}

static void accuse_identifier(const Audit *audit, const char *stamped, const char *pointer,
                              const char *siren, const char *at, const char *doubt)
{
    bool social = g_strcmp0(record_text(audit->record, "/authority/type"), "ccas") == 0;
    Finding *finding = audit_finding(audit);
    finding_at(finding, pointer);
    finding_at(finding, at);
    audit_accuse(audit, finding,
                 !doubt && social ? N_("but a CCAS may use the letterhead of its commune") : doubt,
                 N_("To be verified: the transmission identifier is of SIREN %s and the "
                    "authority of %s"),
                 stamped, siren);
}

void check_identifier_siren(const Audit *audit)
{
    const char *siren = record_text(audit->record, "/authority/siren");
    for (size_t act = 0; siren && act < record_length(audit->record, "/acts"); act++) {
        char pointer[RECORD_POINTER_SIZE], told[10];
        guint index = 0;
        Transmission id = {0};
        if (!identifier_of(audit, act, &id, pointer))
            continue;
        const Evidence *evidence = siren_told(audit, "/session", &index, told);
        if (strcmp(id.siren, siren) != 0)
            accuse_identifier(audit, id.siren, pointer, siren, "/authority/siren",
                              audit_doubt(audit, pointer, "/authority/siren", NULL));
        else if (evidence && siren_is_valid(told) && strcmp(id.siren, told) != 0)
            accuse_identifier(audit, id.siren, pointer, told, "/session",
                              audit_doubt_of(audit, evidence));
        transmission_clear(&id);
    }
}

/* ---- Number and identifier ------------------------------------------------------------------ */

static void add_run(GPtrArray *runs, const char *start, size_t length)
{
    while (length > 1 && *start == '0') {
        start++;
        length--;
    }
    if (length > 0)
        g_ptr_array_add(runs, g_strndup(start, length));
}

/* The runs of digits of a text without leading zeros and without the year: « 2021-032 » and
 * « 0322021 » give 32. Array of char *. */
static GPtrArray *digit_runs(const char *text, const char *year)
{
    GPtrArray *runs = g_ptr_array_new_with_free_func(g_free);
    for (const char *p = text + strcspn(text, "0123456789"); *p; p += strcspn(p, "0123456789")) {
        size_t length = strspn(p, "0123456789");
        bool first = strncmp(p, year, 4) == 0,
             last = length >= 4 && strncmp(p + length - 4, year, 4) == 0;
        if (length > 4 && first)
            add_run(runs, p + 4, length - 4);
        if (length > 4 && last)
            add_run(runs, p, length - 4);
        if (length != 4 || !first)
            add_run(runs, p, length);
        p += length;
    }
    return runs;
}

/* Whether something of a number but its year stands in the identifier's number, by itself or at the
 * end of a run (« 2021-32 », « D202132 »), or the other way round. */
static bool rank_is_in(const char *number, const char *identifier, gint64 date)
{
    g_autofree char *year = g_strdup_printf("%04d", (int)(date / 10000));
    g_autoptr(GPtrArray) ours = digit_runs(number, year);
    g_autoptr(GPtrArray) theirs = digit_runs(identifier, year);
    if (ours->len == 0 || theirs->len == 0)
        return true;
    for (guint i = 0; i < ours->len; i++)
        for (guint j = 0; j < theirs->len; j++)
            if (g_str_has_suffix(theirs->pdata[j], ours->pdata[i]) ||
                g_str_has_suffix(ours->pdata[i], theirs->pdata[j]))
                return true;
    return false;
}

/* True for a number that counts what a platform sent, not acts (« 217563 »): five figures or more
 * without the year of the session in them. */
static bool is_serial(const char *stamped, gint64 date)
{
    static const char digits[] = "0123456789";
    enum { SERIAL_MIN = 5 };
    int year = (int)(date / 10000);
    g_autofree char *long_year = g_strdup_printf("%04d", year);
    g_autofree char *short_year = g_strdup_printf("%02d", year % 100);
    size_t longest = 0;
    for (const char *p = stamped; *p; p += strcspn(p, digits)) {
        size_t length = strspn(p, digits);
        longest = MAX(longest, length);
        p += length;
    }
    return longest >= SERIAL_MIN && !strstr(stamped, long_year) &&
           !g_str_has_prefix(stamped + strcspn(stamped, digits), short_year);
}

void check_identifier_number(const Audit *audit)
{
    char number_at[RECORD_POINTER_SIZE], pointer[RECORD_POINTER_SIZE];
    /* One stamp of minutes stands for all their acts. */
    if (record_length(audit->record, "/acts") != 1)
        return;
    const char *number = record_text(audit->record, record_at(number_at, "/acts/%d/number", 0));
    Transmission id = {0};
    if (!number || !identifier_of(audit, 0, &id, pointer))
        return;
    g_autofree char *stamped = g_strdup(id.number);
    transmission_clear(&id);
    if (!stamped || rank_is_in(number, stamped, audit->date))
        return;
    Finding *finding = audit_finding(audit);
    finding_at(finding, pointer);
    finding_at(finding, number_at);
    audit_accuse(audit, finding,
                 is_serial(stamped, audit->date)
                     ? N_("but the identifier counts what was sent and not acts")
                     : audit_doubt(audit, pointer, number_at, NULL),
                 N_("To be verified: the transmission identifier is of act %s and the act is "
                    "numbered %s"),
                 stamped, number);
}

static bool is_department(const char *stamped, const char *department)
{
    const char *code = *stamped == '0' && stamped[1] ? stamped + 1 : stamped;
    return g_ascii_strcasecmp(code, department) == 0 ||
           g_ascii_strcasecmp(stamped, department) == 0 ||
           strspn(department, "0123456789ABab") != strlen(department);
}

void check_identifier_department(const Audit *audit)
{
    for (size_t act = 0; act < record_length(audit->record, "/acts"); act++) {
        char pointer[RECORD_POINTER_SIZE], two[3];
        Transmission id = {0};
        if (!identifier_of(audit, act, &id, pointer))
            continue;
        const char *department = record_text(audit->record, "/authority/department");
        if (!department || is_department(id.department, department))
            department = siren_department(id.siren, two) ? two : NULL;
        bool wrong = department && !is_department(id.department, department);
        if (wrong) {
            Finding *finding = audit_finding(audit);
            finding_at(finding, pointer);
            finding_at(finding, "/authority/department");
            audit_accuse(audit, finding, audit_doubt(audit, pointer, "/authority/department", NULL),
                         N_("To be verified: the transmission identifier is of département %s and "
                            "the authority of %s"),
                         id.department + (id.department[0] == '0'), department);
        }
        transmission_clear(&id);
        if (wrong)
            return;
    }
}

/* ---- Number and date ------------------------------------------------------------------------ */

/* Why a number cannot be held against the session's date, or NULL. */
static const char *doubt_of_number(const Audit *audit, const char *number_at)
{
    if (g_strcmp0(record_text(audit->record, "/kind"), "deliberation") != 0)
        return N_("but minutes and lists also cite acts of other sessions");
    return audit_doubt(audit, number_at, "/session/date", NULL);
}

/* A year at the start of a number (« 2021-32 », « 2021.00461 »), or 0. */
static int year_of_number(const char *number)
{
    const char *digits = number + strcspn(number, "0123456789");
    size_t length = strspn(digits, "0123456789");
    if (length != 4 || !digits[4] || !strchr("-./_ ", digits[4]) ||
        strcspn(digits + 4, "0123456789") > 3)
        return 0;
    int year = atoi(digits);
    return year >= 1980 && year < 2100 ? year : 0;
}

void check_number_year(const Audit *audit)
{
    char pointer[RECORD_POINTER_SIZE];
    for (size_t act = 0; audit->date && act < record_length(audit->record, "/acts"); act++) {
        const char *number =
            record_text(audit->record, record_at(pointer, "/acts/%zu/number", act));
        int year = number ? year_of_number(number) : 0;
        if (year == 0 || year == audit->date / 10000)
            continue;
        Finding *finding = audit_finding(audit);
        finding_operand(finding, "number_year", true, year);
        finding_operand(finding, "session_year", true, audit->date / 10000);
        finding_at(finding, pointer);
        finding_at(finding, "/session/date");
        audit_accuse(audit, finding, doubt_of_number(audit, pointer),
                     N_("To be verified: the act is numbered %s and the session was in %d"), number,
                     (int)(audit->date / 10000));
    }
}

/* A day at the start of a number, yyyymmdd or ddmmyyyy (« 20230327-05 »), or 0. */
static gint64 day_of_number(const char *number)
{
    const char *digits = number + strcspn(number, "0123456789");
    if (strspn(digits, "0123456789") != 8 || strcspn(digits + 8, "0123456789") > 3 || !digits[8])
        return 0;
    int whole = atoi(digits);
    int orders[][3] = {{whole / 10000, whole / 100 % 100, whole % 100},
                       {whole % 10000, whole / 10000 % 100, whole / 1000000}};
    for (size_t i = 0; i < G_N_ELEMENTS(orders); i++)
        if (orders[i][0] >= 1980 && orders[i][0] < 2100 &&
            g_date_valid_dmy((GDateDay)orders[i][2], (GDateMonth)orders[i][1],
                             (GDateYear)orders[i][0]))
            return orders[i][0] * 10000L + orders[i][1] * 100 + orders[i][2];
    return 0;
}

void check_number_date(const Audit *audit)
{
    char pointer[RECORD_POINTER_SIZE];
    for (size_t act = 0; audit->date && act < record_length(audit->record, "/acts"); act++) {
        const char *number =
            record_text(audit->record, record_at(pointer, "/acts/%zu/number", act));
        gint64 day = number ? day_of_number(number) : 0;
        if (day == 0 || day == audit->date)
            continue;
        g_autofree char *session = audit_day(audit->translate, audit->date);
        Finding *finding = audit_finding(audit);
        finding_operand(finding, "number_date", true, day);
        finding_operand(finding, "session", true, audit->date);
        finding_at(finding, pointer);
        finding_at(finding, "/session/date");
        audit_accuse(audit, finding, doubt_of_number(audit, pointer),
                     N_("To be verified: the act is numbered %s and the session was on %s"), number,
                     session);
    }
}

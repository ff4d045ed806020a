/* What the stamps of a scan say together. The same stamp stands on every page of what was sent, and
 * recognition reads each a little otherwise. */
#include "assemble.h"

#include <string.h>

enum {
    YEAR = 366,
    DIFFER_MOST = 2, /* characters by which two readings of one identifier differ */
};

/* A date as stamps give it, and how sure they are of it together. */
typedef struct Reading {
    const Capture *capture;
    const char *rule;
    double weight;
} Reading;

static bool is_nearly(const char *one, const char *other)
{
    int differ = 0;
    for (; *one && *other; one++, other++)
        differ += *one != *other;
    return !*one && !*other && differ <= DIFFER_MOST;
}

/* True for stamps that were recognised on a picture. */
static bool is_recognised(const Assembly *assembly)
{
    const Matches *stamps = assembly->stamps;
    for (guint i = 0; i < stamps->matches->len; i++) {
        const Capture *id = match_capture(stamps->matches->pdata[i], "transmission_id");
        if (id && text_confidence(assembly->text, id->span) < 1)
            return true;
    }
    return false;
}

/* The one identifier of all stamps; NULL when they have none, or several. Lent. */
static const char *common_identifier(const Matches *stamps)
{
    const char *common = NULL;
    for (guint i = 0; i < stamps->matches->len; i++) {
        const Capture *id = match_capture(stamps->matches->pdata[i], "transmission_id");
        if (id && common && !is_nearly(common, id->value.text))
            return NULL;
        if (id && !common)
            common = id->value.text;
    }
    return common;
}

/* A stamp is set on the day of the act at the earliest, and soon. */
static bool can_be(const Transmission *id, gint64 number)
{
    Date date = date_from_number(number);
    int days = date_days_between(id->date, date);
    return days >= 0 && days <= YEAR;
}

/* Notes each date of a name that can be, and how sure those who read it are of it. */
static void weigh(const Assembly *assembly, const Matches *matches, const char *name,
                  const Transmission *id, GArray *readings)
{
    for (guint i = 0; i < matches->matches->len; i++) {
        const Match *match = matches->matches->pdata[i];
        const Capture *capture = match_capture(match, name);
        guint k = 0;
        if (!capture || !can_be(id, capture->value.number))
            continue;
        while (k < readings->len &&
               g_array_index(readings, Reading, k).capture->value.number != capture->value.number)
            k++;
        if (k == readings->len)
            g_array_append_val(readings, ((Reading){capture, match->rule, 0}));
        g_array_index(readings, Reading, k).weight +=
            capture->value.confidence * text_confidence(assembly->text, capture->span);
    }
}

/* The date that the stamps are surest of together, of those that can be; one line of a stamp that
 * lies over print may stand in the text, torn. */
static Reading surest(const Assembly *assembly, const char *name, const char *torn,
                      const Transmission *id)
{
    g_autoptr(GArray) readings = g_array_new(false, false, sizeof(Reading));
    Reading best = {0};
    weigh(assembly, assembly->stamps, name, id, readings);
    if (torn)
        weigh(assembly, assembly->fields, torn, id, readings);
    for (guint i = 0; i < readings->len; i++)
        if (g_array_index(readings, Reading, i).weight > best.weight)
            best = g_array_index(readings, Reading, i);
    return best;
}

/* True when an act has the date from a reading that was not sure, or has none. */
static bool is_open(const Record *record, const char *pointer)
{
    const GPtrArray *evidence = record_evidence(record, pointer);
    const Evidence *first = evidence && evidence->len ? evidence->pdata[0] : NULL;
    return !record_get(record, pointer) ||
           (first && first->confidence < 1 && g_str_has_prefix(first->rule, "stamps/"));
}

void assemble_stamps(const Assembly *assembly)
{
    static const char *const dates[][3] = {{"sent_date", NULL, "sent"},
                                           {"received_date", "torn_received", "received"},
                                           {NULL, NULL, NULL}};
    Record *record = assembly->record;
    bool one = record_length(record, "/acts") == 1 ||
               strcmp(assembly->outline->kind, "minutes") == 0; /* else each act has its own */
    const char *identifier =
        one && is_recognised(assembly) ? common_identifier(assembly->stamps) : NULL;
    Transmission id = {0};
    char pointer[RECORD_POINTER_SIZE];
    g_autofree char *folded = identifier ? text_fold(identifier) : NULL;
    if (!folded || !transmission_read(folded, &id))
        return;
    for (int kind = 0; dates[kind][0]; kind++) {
        Reading best = surest(assembly, dates[kind][0], dates[kind][1], &id);
        for (size_t i = 0; i < record_length(record, "/acts"); i++) {
            record_at(pointer, "/acts/%zu/transmission/%s", i, dates[kind][2]);
            if (!is_open(record, pointer))
                continue;
            record_unset(record, pointer);
            if (best.capture)
                assembly_put(assembly, pointer, best.capture, best.rule);
        }
    }
    transmission_clear(&id);
}

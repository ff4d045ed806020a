/* Several records against each other: C15 of the catalogue, dates of sessions, spellings of names.
 * Only records of one authority are compared, and never two readings of one document. */
#include "check.h"

#include "audit.h"

#include "../base/text.h"

#include <stdlib.h>
#include <string.h>

static const CheckInfo checks[] = {
    {.id = "number-twice",
     .title = N_("A number used twice"),
     .formula = N_("numbers of an authority's acts differ within a year"),
     .severity = FINDING_WARNING,
     .meaning = N_("Two acts about different matters have one number."),
     .pitfalls = N_("An extract and the minutes of one session hold the same act; bodies of one "
                    "authority have series of their own; numbers that begin anew with each "
                    "session.")},
    {.id = "number-gap",
     .title = N_("A gap in the numbers"),
     .formula = N_("numbers of a session follow each other"),
     .severity = FINDING_INFO,
     .meaning = N_("Between two acts of a session some numbers are missing. Never a contradiction: "
                   "the acts may be elsewhere."),
     .pitfalls = N_("Matters withdrawn, acts that were not given to delibex.")},
    {.id = "session-two-dates",
     .title = N_("Two dates for one session"),
     .formula = N_("one convocation, one session; one number, one session"),
     .severity = FINDING_WARNING,
     .meaning = N_("Two acts that seem to be of one session give it different dates."),
     .pitfalls = N_("Sessions of several days; two sessions called on one day.")},
    {.id = "member-spelling",
     .title = N_("A name spelt in two ways"),
     .formula = N_("a member's name is spelt alike in all acts"),
     .severity = FINDING_INFO,
     .meaning = N_("Two acts of an authority spell a member's name nearly alike. Never a "
                   "contradiction: they may be two people."),
     .pitfalls = N_("Brothers and sisters; names read from an image.")},
};

enum { NUMBER_TWICE, NUMBER_GAP, SESSION_TWO_DATES, MEMBER_SPELLING };

const CheckInfo *check_batch_list(size_t *count)
{
    *count = G_N_ELEMENTS(checks);
    return checks;
}

/* ---- What is compared ----------------------------------------------------------------------- */

typedef struct Batch {
    const GPtrArray *records; /* of Record */
    GPtrArray *audits;        /* of Audit, one a record */
    GPtrArray *authorities;   /* of char *, one a record; "" where unknown */
    CheckTranslate translate;
    GPtrArray *findings; /* of BatchFinding */
} Batch;

/* One numbered act. */
typedef struct Entry {
    guint record;
    size_t act;
    const char *number; /* lent */
    char *series;       /* the number without its rank, folded; owned */
    long rank;          /* the last run of figures */
    gint64 date;
} Entry;

static void entry_clear(gpointer data)
{
    g_free(((Entry *)data)->series);
}

static void batch_finding_free(gpointer data)
{
    BatchFinding *finding = data;
    finding_free(finding->finding);
    g_array_unref(finding->records);
    g_free(finding);
}

static char *folded_key(const char *text)
{
    g_autofree char *folded = text_fold(text ? text : "");
    GString *key = g_string_new(NULL);
    for (const char *p = folded; *p; p++)
        if (g_ascii_isalnum(*p))
            g_string_append_c(key, g_ascii_tolower(*p));
    return g_string_free(key, FALSE);
}

/* One authority, one body: a bureau's numbers are not its council's. */
static char *authority_of(const Record *record)
{
    const char *siren = record_text(record, "/authority/siren"),
               *name = record_text(record, "/authority/name"),
               *body = record_text(record, "/session/body");
    g_autofree char *who = folded_key(siren ? siren : name);
    g_autofree char *what = folded_key(body);
    return *who ? g_strdup_printf("%s/%s", who, what) : g_strdup("");
}

static bool same_authority(const Batch *batch, guint a, guint b)
{
    const char *first = batch->authorities->pdata[a];
    return *first && strcmp(first, batch->authorities->pdata[b]) == 0;
}

/* Begins a finding about two places. */
static Finding *between(Batch *batch, size_t check, guint a, const char *at, guint b,
                        const char *other)
{
    BatchFinding *finding = g_new0(BatchFinding, 1);
    finding->finding = finding_new(checks[check].id, checks[check].severity);
    finding->records = g_array_new(false, false, sizeof(guint));
    finding_at(finding->finding, at);
    g_array_append_val(finding->records, a);
    finding_at(finding->finding, other);
    g_array_append_val(finding->records, b);
    g_ptr_array_add(batch->findings, finding);
    return finding->finding;
}

static const char *say(const Batch *batch, const char *sentence)
{
    return batch->translate ? batch->translate(sentence) : sentence;
}

static const char *doubt_of(const Batch *batch, guint record, const char *pointer)
{
    return audit_doubt(batch->audits->pdata[record], pointer, NULL);
}

/* Ends it: contradicted, or unverifiable with the reason. */
G_GNUC_PRINTF(4, 5)
static void conclude(const Batch *batch, Finding *finding, const char *reason, const char *format,
                     ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *words = g_strdup_vprintf(say(batch, format), arguments);
    va_end(arguments);
    finding->message =
        g_strdup_printf("%s%s%s.", words, reason ? ", " : "", reason ? say(batch, reason) : "");
    finding->status = reason ? FINDING_UNVERIFIABLE : FINDING_CONTRADICTED;
}

/* ---- Numbers -------------------------------------------------------------------------------- */

static bool read_entry(const Record *record, guint index, size_t act, Entry *out)
{
    char pointer[RECORD_POINTER_SIZE];
    const char *number = record_text(record, record_at(pointer, "/acts/%zu/number", act));
    const Value *date = record_get(record, "/session/date");
    if (!number || !date)
        return false;
    const char *end = number + strlen(number);
    while (end > number && !g_ascii_isdigit(end[-1]))
        end--;
    const char *start = end;
    while (start > number && g_ascii_isdigit(start[-1]))
        start--;
    if (start == end || end - start > 8)
        return false;
    g_autofree char *stem = g_strdup_printf("%.*s#%s", (int)(start - number), number, end);
    *out = (Entry){.record = index,
                   .act = act,
                   .number = number,
                   .series = folded_key(stem),
                   .rank = strtol(start, NULL, 10),
                   .date = date->number};
    return true;
}

/* Whether two entries can be one act, told twice. */
static bool same_matter(const Batch *batch, const Entry *a, const Entry *b)
{
    char first[RECORD_POINTER_SIZE], second[RECORD_POINTER_SIZE];
    g_autofree char *one = folded_key(record_text(batch->records->pdata[a->record],
                                                  record_at(first, "/acts/%zu/subject", a->act)));
    g_autofree char *other = folded_key(record_text(
        batch->records->pdata[b->record], record_at(second, "/acts/%zu/subject", b->act)));
    if (!*one || !*other)
        return true;
    return strncmp(one, other, 12) == 0 || strstr(one, other) || strstr(other, one);
}

/* Whether a document is the extract of one act. */
static bool is_extract(const Batch *batch, guint record)
{
    return g_strcmp0(record_text(batch->records->pdata[record], "/kind"), "deliberation") == 0 &&
           record_length(batch->records->pdata[record], "/acts") == 1;
}

static void compare_numbers(Batch *batch, const Entry *a, const Entry *b)
{
    char first[RECORD_POINTER_SIZE], second[RECORD_POINTER_SIZE];
    record_at(first, "/acts/%zu/number", a->act);
    record_at(second, "/acts/%zu/number", b->act);
    const char *doubt = doubt_of(batch, a->record, first);
    doubt = doubt ? doubt : doubt_of(batch, b->record, second);
    g_autofree char *one = audit_day(batch->translate, a->date);
    g_autofree char *other = audit_day(batch->translate, b->date);
    if (same_matter(batch, a, b)) {
        /* The same act in two documents: its session has one date. */
        if (a->date == b->date)
            return;
        const char *reason = doubt ? doubt : doubt_of(batch, a->record, "/session/date");
        reason = reason ? reason : doubt_of(batch, b->record, "/session/date");
        Finding *finding = between(batch, SESSION_TWO_DATES, a->record, "/session/date", b->record,
                                   "/session/date");
        conclude(batch, finding, reason,
                 N_("To be verified: act %s is of the session of %s in one document and of %s in "
                    "another"),
                 a->number, one, other);
        return;
    }
    /* of two sessions, small numbers may be those of each */
    enum { SMALL = 60 };
    if (!doubt && a->date != b->date && a->rank < SMALL)
        doubt = N_("but numbers may begin anew with each session");
    if (!doubt && !(is_extract(batch, a->record) && is_extract(batch, b->record)))
        doubt = N_("but minutes may tell of one act in other words");
    Finding *finding = between(batch, NUMBER_TWICE, a->record, first, b->record, second);
    conclude(batch, finding, doubt,
             N_("To be verified: the number %s is given to two matters, on %s and on %s"),
             a->number, one, other);
}

static int by_series(gconstpointer a, gconstpointer b)
{
    const Entry *x = a, *y = b;
    int order = strcmp(x->series, y->series);
    if (order == 0 && x->date / 10000 != y->date / 10000)
        order = x->date < y->date ? -1 : 1;
    if (order == 0)
        order = x->rank < y->rank ? -1 : x->rank > y->rank;
    return order ? order : (x->date < y->date ? -1 : x->date > y->date);
}

static void compare_neighbours(Batch *batch, const Entry *a, const Entry *b)
{
    enum { LONG_GAP = 20 };
    if (strcmp(a->series, b->series) != 0 || a->date / 10000 != b->date / 10000 ||
        !same_authority(batch, a->record, b->record))
        return;
    if (a->rank == b->rank) {
        if (a->record != b->record || a->act != b->act)
            compare_numbers(batch, a, b);
        return;
    }
    if (a->date != b->date || b->rank - a->rank < 2 || b->rank - a->rank > LONG_GAP)
        return;
    char first[RECORD_POINTER_SIZE], second[RECORD_POINTER_SIZE];
    Finding *finding =
        between(batch, NUMBER_GAP, a->record, record_at(first, "/acts/%zu/number", a->act),
                b->record, record_at(second, "/acts/%zu/number", b->act));
    finding_operand(finding, "missing", true, b->rank - a->rank - 1);
    conclude(batch, finding, N_("which may be in documents that were not given"),
             N_("Between the acts %s and %s of one session %d numbers are missing"), a->number,
             b->number, (int)(b->rank - a->rank - 1));
}

static void check_numbers(Batch *batch, guint from)
{
    g_autoptr(GArray) entries = g_array_new(false, false, sizeof(Entry));
    g_array_set_clear_func(entries, entry_clear);
    for (guint i = from; i < batch->records->len; i++) {
        const Record *record = batch->records->pdata[i];
        for (size_t act = 0; same_authority(batch, from, i) && act < record_length(record, "/acts");
             act++) {
            Entry entry;
            if (read_entry(record, i, act, &entry))
                g_array_append_val(entries, entry);
        }
    }
    g_array_sort(entries, by_series);
    for (guint i = 1; i < entries->len; i++)
        compare_neighbours(batch, &g_array_index(entries, Entry, i - 1),
                           &g_array_index(entries, Entry, i));
}

/* ---- Sessions ------------------------------------------------------------------------------- */

static void compare_sessions(Batch *batch, guint a, guint b)
{
    static const char convocation_at[] = "/session/convocation_date", date_at[] = "/session/date";
    const Record *one = batch->records->pdata[a], *other = batch->records->pdata[b];
    const Value *called = record_get(one, convocation_at),
                *also = record_get(other, convocation_at), *held = record_get(one, date_at),
                *held_also = record_get(other, date_at);
    if (!called || !also || !held || !held_also || called->number != also->number ||
        held->number == held_also->number)
        return;
    g_autofree char *call = audit_day(batch->translate, called->number);
    g_autofree char *first = audit_day(batch->translate, held->number);
    g_autofree char *second = audit_day(batch->translate, held_also->number);
    conclude(batch, between(batch, SESSION_TWO_DATES, a, date_at, b, date_at),
             N_("but two sessions may have been called on one day"),
             N_("To be verified: the session called on %s is dated %s in one document and %s in "
                "another"),
             call, first, second);
}

/* ---- Names ---------------------------------------------------------------------------------- */

/* One letter more, less or other, or two turned round. */
static bool one_slip(const char *a, const char *b)
{
    size_t m = strlen(a), n = strlen(b), start = 0, end = 0;
    while (start < m && start < n && a[start] == b[start])
        start++;
    while (end < m - start && end < n - start && a[m - 1 - end] == b[n - 1 - end])
        end++;
    size_t left = m - start - end, right = n - start - end;
    bool swapped = left == 2 && right == 2 && a[start] == b[start + 1] && a[start + 1] == b[start];
    return (left <= 1 && right <= 1 && left + right > 0) || swapped;
}

static void compare_names(Batch *batch, guint a, guint b, size_t i, size_t j)
{
    char first[RECORD_POINTER_SIZE], second[RECORD_POINTER_SIZE];
    const char *name = record_text(batch->records->pdata[a],
                                   record_at(first, "/session/members/%zu/name", i)),
               *also = record_text(batch->records->pdata[b],
                                   record_at(second, "/session/members/%zu/name", j));
    Finding *finding = between(batch, MEMBER_SPELLING, a, first, b, second);
    conclude(batch, finding, N_("but they may be two people"),
             N_("A member is spelt « %s » in one act and « %s » in another"), name, also);
}

static GPtrArray *names_of(const Record *record)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    char pointer[RECORD_POINTER_SIZE];
    for (size_t i = 0; i < record_length(record, "/session/members"); i++)
        g_ptr_array_add(names, folded_key(record_text(
                                   record, record_at(pointer, "/session/members/%zu/name", i))));
    return names;
}

static bool holds_name(const GPtrArray *names, const char *name)
{
    for (guint i = 0; i < names->len; i++)
        if (strcmp(names->pdata[i], name) == 0)
            return true;
    return false;
}

static void compare_members(Batch *batch, guint a, guint b)
{
    enum { SHORT = 8 };
    g_autoptr(GPtrArray) ours = names_of(batch->records->pdata[a]);
    g_autoptr(GPtrArray) theirs = names_of(batch->records->pdata[b]);
    for (guint i = 0; i < ours->len; i++) {
        const char *name = ours->pdata[i];
        if (strlen(name) < SHORT || holds_name(theirs, name))
            continue;
        for (guint j = 0; j < theirs->len; j++)
            if (one_slip(name, theirs->pdata[j]) && !holds_name(ours, theirs->pdata[j]))
                compare_names(batch, a, b, i, j);
    }
}

/* ---- All ------------------------------------------------------------------------------------ */

/* One document under two names is no second act. */
static bool same_document(const Batch *batch, guint a, guint b)
{
    const char *one = record_text(batch->records->pdata[a], "/source/sha256"),
               *other = record_text(batch->records->pdata[b], "/source/sha256");
    return one && g_strcmp0(one, other) == 0;
}

static void compare_records(Batch *batch)
{
    for (guint a = 0; a < batch->records->len; a++) {
        bool first = true; /* of its authority */
        for (guint b = 0; b < a; b++)
            first &= !same_authority(batch, a, b);
        if (first)
            check_numbers(batch, a);
        for (guint b = a + 1; b < batch->records->len; b++) {
            if (!same_authority(batch, a, b) || same_document(batch, a, b))
                continue;
            compare_sessions(batch, a, b);
            compare_members(batch, a, b);
        }
    }
}

static void audit_free(gpointer data)
{
    audit_clear(data);
    g_free(data);
}

GPtrArray *check_batch(const GPtrArray *records, CheckTranslate translate)
{
    g_autoptr(GPtrArray) audits = g_ptr_array_new_with_free_func(audit_free);
    g_autoptr(GPtrArray) authorities = g_ptr_array_new_with_free_func(g_free);
    Batch batch = {.records = records,
                   .audits = audits,
                   .authorities = authorities,
                   .translate = translate,
                   .findings = g_ptr_array_new_with_free_func(batch_finding_free)};
    for (guint i = 0; i < records->len; i++) {
        Audit *audit = g_new(Audit, 1);
        *audit = audit_new(records->pdata[i], translate);
        g_ptr_array_add(audits, audit);
        g_ptr_array_add(authorities, authority_of(records->pdata[i]));
    }
    compare_records(&batch);
    return batch.findings;
}

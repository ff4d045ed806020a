/* SCDL Délibérations 2.1.5: https://schema.data.gouv.fr/scdl/deliberations.
 *
 * What the schema leaves open is settled so: VOTE_EFFECTIF is the members in office; VOTE_REEL is
 * by the format's own rule the sum of the three others, so it counts votes by proxy and
 * abstentions, and not those who took no part. The five stand together or not at all; a secret
 * ballot whose blank papers have no column leaves them empty. */
#include "export.h"

#include "../base/matter.h"
#include "../base/value.h"
#include "view.h"

#include <string.h>

static const Column columns[] = {
    {"COLL_NOM", CELL_TEXT, true, 0, "Official name of the authority.",
     "the act names no authority: give its name, with --authorities by its SIREN"},
    {"COLL_SIRET", CELL_SIRET, true, 0, "SIRET of the authority, 14 digits.",
     "acts print no SIRET: give it with --authorities, by SIREN or name"},
    {"DELIB_ID", CELL_TEXT, true, 0, "Number of the deliberation, as the authority writes it.",
     "the act prints no number"},
    {"DELIB_DATE", CELL_DATE, true, 0, "Date of the sitting.", "no date of the sitting was read"},
    {"DELIB_MATIERE_CODE", CELL_MATTER_CODE, true, 0,
     "Code of the nomenclature of acts, two levels.",
     "the act prints no code, and its subject does not tell it"},
    {"DELIB_MATIERE_NOM", CELL_MATTER_NAME, true, 0, "Both labels of that code.",
     "it goes with DELIB_MATIERE_CODE"},
    {"DELIB_OBJET", CELL_TEXT, true, 0, "Subject.", "no subject was read"},
    {"BUDGET_ANNEE", CELL_YEARS, false, 0, "Year of the budget concerned.", NULL},
    {"BUDGET_NOM", CELL_TEXT, false, 0, "Name of the budget concerned.", NULL},
    {"PREF_ID", CELL_TEXT, false, 0, "Code of the prefecture.", NULL},
    {"PREF_DATE", CELL_DATE, false, 0, "Date the prefecture received the act.", NULL},
    {"VOTE_EFFECTIF", CELL_COUNT, false, 0, "Members in office.", NULL},
    {"VOTE_REEL", CELL_COUNT, false, 0, "Votes cast, by proxy too, with abstentions.", NULL},
    {"VOTE_POUR", CELL_COUNT, false, 0, "Votes for.", NULL},
    {"VOTE_CONTRE", CELL_COUNT, false, 0, "Votes against.", NULL},
    {"VOTE_ABSTENTION", CELL_COUNT, false, 0, "Abstentions.", NULL},
    {"DELIB_URL", CELL_URI, false, 0, "Address of the document.", NULL},
};

/* ---- Checks over several columns ------------------------------------------------------------- */

static gint64 number_in(const Draft *draft, const char *column)
{
    const char *cell = draft_cell(draft, column);
    return cell ? g_ascii_strtoll(cell, NULL, 10) : -1;
}

static void judge_votes(Draft *draft)
{
    static const char *const names[] = {"VOTE_EFFECTIF", "VOTE_REEL", "VOTE_POUR", "VOTE_CONTRE",
                                        "VOTE_ABSTENTION"};
    gint64 votes[5];
    int filled = 0;
    for (int i = 0; i < 5; i++) {
        votes[i] = number_in(draft, names[i]);
        filled += votes[i] >= 0;
    }
    if (filled == 0)
        return;
    if (filled < 5)
        draft_lack(draft, "VOTE_EFFECTIF", "the five VOTE columns are all filled or all empty");
    else if (votes[1] != votes[2] + votes[3] + votes[4])
        draft_lack(draft, "VOTE_REEL", "it must be the sum of the three votes");
    else if (votes[0] < votes[1])
        draft_lack(draft, "VOTE_EFFECTIF", "there are more votes than members");
}

static void judge(Draft *draft)
{
    const char *code = draft_cell(draft, "DELIB_MATIERE_CODE");
    const char *theme = draft_cell(draft, "DELIB_MATIERE_NOM");
    const char *received = draft_cell(draft, "PREF_DATE"), *date = draft_cell(draft, "DELIB_DATE");
    g_autofree char *name = code ? matter_scdl_name(code) : NULL;
    size_t class = name ? strcspn(name, "/") + 1 : 0;
    if (name && theme && strncmp(name, theme, class) != 0)
        draft_lack(draft, "DELIB_MATIERE_NOM", "it is of another class than DELIB_MATIERE_CODE");
    if (!draft_cell(draft, "BUDGET_ANNEE") != !draft_cell(draft, "BUDGET_NOM"))
        draft_lack(draft, "BUDGET_ANNEE", "BUDGET_ANNEE and BUDGET_NOM go together");
    if (received && date && strcmp(received, date) < 0)
        draft_lack(draft, "PREF_DATE", "it is before DELIB_DATE");
    judge_votes(draft);
}

const Format scdl_format = {"scdl",  "deliberations",       "SCDL Délibérations 2.1.5",
                            columns, G_N_ELEMENTS(columns), judge};

/* ---- From an act ----------------------------------------------------------------------------- */

typedef struct Vote {
    gint64 number;
    bool known, derived;
    double confidence;
} Vote;

static Vote vote_of(const ActView *view, const char *key)
{
    char pointer[RECORD_POINTER_SIZE];
    Vote vote = {.confidence = 1};
    vote.known = view_vote(view, key, &vote.number, &vote.derived);
    record_at(pointer, "/acts/%zu/vote/%s", view->index, key);
    vote.confidence = view_confidence(view->record, pointer);
    return vote;
}

/* Whether a check found figures of this vote, or of the room, in contradiction. */
static bool is_contradicted(const ActView *view)
{
    const GPtrArray *findings = record_findings(view->record);
    char prefix[RECORD_POINTER_SIZE];
    view_at(view, prefix, "vote/");
    for (guint i = 0; i < findings->len; i++) {
        const Finding *finding = findings->pdata[i];
        if (finding->status != FINDING_CONTRADICTED || finding->severity != FINDING_ERROR)
            continue;
        for (guint j = 0; j < finding->at->len; j++)
            if (g_str_has_prefix(finding->at->pdata[j], prefix) ||
                g_str_has_suffix(finding->at->pdata[j], "/counts/in_office") ||
                g_str_has_suffix(finding->at->pdata[j], "/counts/voting"))
                return true;
    }
    return false;
}

/* What keeps the votes out of the row, or NULL; then they are known. */
static const char *votes_fault(const ActView *view, const DraftOptions *options, Vote votes[3],
                               gint64 in_office)
{
    gint64 voting = 0, sum = votes[0].number + votes[1].number + votes[2].number;
    bool own, stated = view_voting(view, &voting, &own);
    bool derived = votes[0].derived || votes[1].derived || votes[2].derived;
    if (!votes[0].known || !votes[1].known || !votes[2].known)
        return "the act does not give all three figures";
    if (derived && !options->derive_votes)
        return "the act says unanimous without the figures: --derive-votes writes them";
    /* the room may have changed since the sitting was opened */
    if (stated && own && voting != sum)
        return "the figures do not make the number of votes stated";
    if ((!stated || voting != sum) && g_strcmp0(view->ballot, "secret") == 0)
        return "a secret ballot may have had blank papers";
    if (sum > in_office)
        return "there are more votes than members in office";
    return is_contradicted(view) ? "a check found these figures in contradiction" : NULL;
}

static void put_votes(Draft *draft, const ActView *view, const DraftOptions *options)
{
    static const char *const keys[] = {"for", "against", "abstaining"};
    static const char *const names[] = {"VOTE_POUR", "VOTE_CONTRE", "VOTE_ABSTENTION"};
    gint64 in_office = 0;
    Vote votes[3];
    for (int i = 0; i < 3; i++)
        votes[i] = vote_of(view, keys[i]);
    if (!votes[0].known && !votes[1].known && !votes[2].known)
        return;
    if (!view_in_office(view, &in_office)) {
        draft_note(draft, "VOTE_EFFECTIF", "the act does not say how many members are in office");
        return;
    }
    const char *fault = votes_fault(view, options, votes, in_office);
    if (fault) {
        draft_note(draft, "VOTE_REEL", "%s", fault);
        return;
    }
    gint64 sum = 0;
    for (int i = 0; i < 3; i++) {
        draft_put_number(draft, names[i], votes[i].number,
                         votes[i].derived ? ORIGIN_DERIVED : ORIGIN_STATED, votes[i].confidence);
        sum += votes[i].number;
    }
    gint64 voting = 0;
    bool own, stated = view_voting(view, &voting, &own) && voting == sum;
    draft_put_number(draft, "VOTE_REEL", sum, stated ? ORIGIN_STATED : ORIGIN_DERIVED, 1);
    draft_put_number(draft, "VOTE_EFFECTIF", in_office, ORIGIN_STATED, 1);
}

static void put_matter(Draft *draft, const ActView *view, const DraftOptions *options)
{
    char pointer[RECORD_POINTER_SIZE];
    bool inferred = g_strcmp0(view->matter_source, "inferred") == 0;
    double confidence = view_confidence(view->record, view_at(view, pointer, "matter/code"));
    g_autofree char *name = view->matter ? matter_scdl_name(view->matter) : NULL;
    if (!name || (inferred && options->stated_matter))
        return;
    Origin origin = inferred ? ORIGIN_INFERRED : ORIGIN_STATED;
    draft_put(draft, "DELIB_MATIERE_CODE", view->matter, origin, confidence);
    draft_put(draft, "DELIB_MATIERE_NOM", name, origin, confidence);
}

/* A code that a user gives has its name with it. */
static void complete_matter(Draft *draft)
{
    const Cell *code = &draft->cells[format_column(&scdl_format, "DELIB_MATIERE_CODE")];
    const Cell *name = &draft->cells[format_column(&scdl_format, "DELIB_MATIERE_NOM")];
    if (code->origin != ORIGIN_SUPPLIED || !code->value ||
        (name->value && name->origin == ORIGIN_SUPPLIED))
        return;
    g_autofree char *both = matter_scdl_name(code->value);
    draft_put(draft, "DELIB_MATIERE_NOM", both, ORIGIN_SUPPLIED, 1);
}

/* The number printed, else that of the identifier of transmission. */
static void put_number(Draft *draft, const ActView *view)
{
    char pointer[RECORD_POINTER_SIZE];
    Transmission id = {0};
    if (view->number) {
        draft_put(draft, "DELIB_ID", view->number, ORIGIN_STATED,
                  view_confidence(view->record, view_at(view, pointer, "number")));
    } else if (view->transmission && transmission_read(view->transmission, &id)) {
        draft_put(draft, "DELIB_ID", id.number, ORIGIN_STATED,
                  view_confidence(view->record, view_at(view, pointer, "transmission/id")));
        transmission_clear(&id);
    }
}

static void put_authority(Draft *draft, const ActView *view, const DraftOptions *options)
{
    Entry entry = {0};
    bool known = directory_find(options->authorities, view->siren, view->authority, &entry);
    draft_put(draft, "COLL_NOM", view->authority, ORIGIN_STATED,
              view_confidence(view->record, "/authority/name"));
    if (!known)
        return;
    draft_put(draft, "COLL_NOM", entry.name, ORIGIN_SUPPLIED, 1);
    draft_put(draft, "COLL_SIRET", entry.siret, ORIGIN_SUPPLIED, 1);
    draft_put(draft, "PREF_ID", entry.prefecture, ORIGIN_SUPPLIED, 1);
    if (!entry.url)
        return;
    g_autofree char *url =
        directory_url(entry.url, view->path, view->number, view->date, view->siren);
    draft_put(draft, "DELIB_URL", url, ORIGIN_SUPPLIED, 1);
    if (!url)
        draft_note(draft, "DELIB_URL", "the act does not say what the address holds");
}

static void put_dates(Draft *draft, const ActView *view)
{
    char pointer[RECORD_POINTER_SIZE];
    draft_put(draft, "DELIB_DATE", view->date, ORIGIN_STATED,
              view_confidence(view->record, view_session_at(view, pointer, "date")));
    if (!view->received)
        return;
    if (view->date && strcmp(view->received, view->date) < 0) {
        draft_note(draft, "PREF_DATE", "%s is before the sitting", view->received);
        return;
    }
    draft_put(draft, "PREF_DATE", view->received, ORIGIN_STATED,
              view_confidence(view->record, view_at(view, pointer, "transmission/received")));
}

static bool export_act(const ActView *view, const DraftOptions *options, TakeDraft take,
                       gpointer data)
{
    char pointer[RECORD_POINTER_SIZE];
    g_autoptr(Draft) draft = draft_new(&scdl_format);
    draft->key = view_act_key(view);
    draft->document = g_strdup(view->path);
    put_authority(draft, view, options);
    put_number(draft, view);
    put_dates(draft, view);
    put_matter(draft, view, options);
    draft_put(draft, "DELIB_OBJET", view->subject, ORIGIN_STATED,
              view_confidence(view->record, view_at(view, pointer, "subject")));
    put_votes(draft, view, options);
    supply_fill(options->supply, draft);
    complete_matter(draft);
    bool good = draft_judge(draft);
    const char *siret = draft_cell(draft, "COLL_SIRET");
    draft->siren = siret ? g_strndup(siret, 9) : g_strdup(view->siren);
    return take(draft, good, data);
}

bool scdl_drafts(const Record *record, const DraftOptions *options, TakeDraft take, gpointer data)
{
    if (!view_decides(record))
        return true;
    for (size_t act = 0; act < record_length(record, "/acts"); act++) {
        ActView view = act_view(record, act);
        if (!export_act(&view, options, take, data))
            return false;
    }
    return true;
}

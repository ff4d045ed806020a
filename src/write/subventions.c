/* SCDL Subventions 2.1.1: https://schema.data.gouv.fr/scdl/subventions. One row for each grant.
 *
 * An act cannot say when its agreement is signed, and seldom over what time a grant is paid or
 * whether it is declared to the European Union: such columns are a user's to give. Money is « aide
 * en numéraire », and each row is the whole of its grant: those two are derived. */
#include "export.h"

#include "view.h"

#include <string.h>

static const Column columns[] = {
    {"nomAttribuant", CELL_TEXT, true, 0, "Official name of the authority.",
     "the act names no authority: give its name, with --authorities by its SIREN"},
    {"idAttribuant", CELL_SIRET, true, 0, "SIRET of the authority, 14 digits.",
     "acts print no SIRET: give it with --authorities, by SIREN or name"},
    {"dateConvention", CELL_DATE, true, 0, "Date the agreement was signed.",
     "an act is older than its agreement: give the date of signature"},
    {"referenceDecision", CELL_TEXT, false, 0, "Number of the deliberation.", NULL},
    {"nomBeneficiaire", CELL_TEXT, true, 0, "Who receives the grant.", "no beneficiary was read"},
    {"idBeneficiaire", CELL_SIRET, false, 0, "SIRET of who receives it.", NULL},
    {"rnaBeneficiaire", CELL_RNA, false, 0, "Number of the association in the national register.",
     NULL},
    {"objet", CELL_TEXT, true, 256, "What the grant is for.", "the act does not say what for"},
    {"montant", CELL_MONEY, true, 0, "Euros, with a decimal point.", "no amount was read"},
    {"nature", CELL_NATURE, true, 0, "Money or help in kind.", "money or help in kind"},
    {"conditionsVersement", CELL_TEXT, true, 256, "How it is paid: unique, échelonné or other.",
     "the act does not say how it is paid: unique, échelonné or other words"},
    {"datesPeriodeVersement", CELL_PERIOD, true, 0, "When it is paid: a date, or two with a slash.",
     "the act does not say when it is paid: a date, or two with a slash"},
    {"idRAE", CELL_TEXT, false, 5, "Number in the register of European aid.", NULL},
    {"notificationUE", CELL_YES_NO, true, 0, "Whether it is declared to the European Union.",
     "oui or non"},
    {"pourcentageSubvention", CELL_SHARE, true, 0, "Share of this beneficiary in the amount.",
     "0.01 to 1"},
    {"dispositifAide", CELL_TEXT, false, 0, "Identifier of the scheme.", NULL},
};

static void judge(Draft *draft)
{
    if (!draft_cell(draft, "idBeneficiaire") && !draft_cell(draft, "rnaBeneficiaire"))
        draft_lack(draft, "idBeneficiaire",
                   "give the SIRET or the RNA of who receives it, with --beneficiaries by name");
}

const Format subventions_format = {"subventions", "subventions",         "SCDL Subventions 2.1.1",
                                   columns,       G_N_ELEMENTS(columns), judge};

enum { PURPOSE_LONGEST = 256 };

/* At most 256 characters, the last word whole. The caller frees. */
static char *shortened(const char *text)
{
    if (g_utf8_strlen(text, -1) <= PURPOSE_LONGEST)
        return g_strdup(text);
    char *cut = g_utf8_substring(text, 0, PURPOSE_LONGEST - 2);
    char *space = strrchr(cut, ' ');
    if (space)
        *space = '\0';
    g_autofree char *whole = cut;
    return g_strconcat(whole, " …", NULL);
}

static void put_parties(Draft *draft, const ActView *view, const char *beneficiary,
                        double confidence, const DraftOptions *options)
{
    Entry entry = {0};
    draft_put(draft, "nomAttribuant", view->authority, ORIGIN_STATED,
              view_confidence(view->record, "/authority/name"));
    if (directory_find(options->authorities, view->siren, view->authority, &entry)) {
        draft_put(draft, "nomAttribuant", entry.name, ORIGIN_SUPPLIED, 1);
        draft_put(draft, "idAttribuant", entry.siret, ORIGIN_SUPPLIED, 1);
    }
    draft_put(draft, "nomBeneficiaire", beneficiary, ORIGIN_STATED, confidence);
    if (beneficiary && directory_find(options->beneficiaries, NULL, beneficiary, &entry)) {
        draft_put(draft, "idBeneficiaire", entry.siret, ORIGIN_SUPPLIED, 1);
        draft_put(draft, "rnaBeneficiaire", entry.rna, ORIGIN_SUPPLIED, 1);
    }
}

/* What it is for, in the act's words; else the act's subject, which is of all its grants. */
static void put_purpose(Draft *draft, const ActView *view, const char *pointer, const char *purpose)
{
    char subject[RECORD_POINTER_SIZE];
    const char *words = purpose ? purpose : view->subject;
    if (!words)
        return;
    g_autofree char *fits = shortened(words);
    draft_put(draft, "objet", fits, purpose ? ORIGIN_STATED : ORIGIN_DERIVED,
              view_confidence(view->record, purpose ? pointer : view_at(view, subject, "subject")));
}

static void put_money(Draft *draft, const ActView *view, const char *pointer)
{
    gint64 cents = 0;
    if (!record_integer(view->record, pointer, &cents) || cents <= 0)
        return;
    g_autofree char *euros =
        g_strdup_printf("%" G_GINT64_FORMAT ".%02d", cents / 100, (int)(cents % 100));
    draft_put(draft, "montant", euros, ORIGIN_STATED, view_confidence(view->record, pointer));
    draft_put(draft, "nature", "aide en numéraire", ORIGIN_DERIVED, 1);
    draft_put(draft, "pourcentageSubvention", "1", ORIGIN_DERIVED, 1);
}

static void put_payment(Draft *draft, const ActView *view, const char *pointer)
{
    const char *payment = record_text(view->record, pointer);
    if (payment)
        draft_put(draft, "conditionsVersement",
                  strcmp(payment, "single") == 0 ? "unique" : "échelonné", ORIGIN_STATED,
                  view_confidence(view->record, pointer));
}

static bool export_grant(const ActView *view, size_t index, const DraftOptions *options,
                         TakeDraft take, gpointer data)
{
    char grant[RECORD_POINTER_SIZE], pointer[RECORD_POINTER_SIZE];
    g_autoptr(Draft) draft = draft_new(&subventions_format);
    g_autofree char *act = view_act_key(view);
    record_at(grant, "/acts/%zu/grants/%zu", view->index, index);
    draft->key = g_strdup_printf("%s/%zu", act, index + 1);
    draft->document = g_strdup(view->path);
    record_at(pointer, "%s/beneficiary", grant);
    put_parties(draft, view, record_text(view->record, pointer),
                view_confidence(view->record, pointer), options);
    draft_put(draft, "referenceDecision", view->number, ORIGIN_STATED, 1);
    put_money(draft, view, record_at(pointer, "%s/cents", grant));
    record_at(pointer, "%s/purpose", grant);
    put_purpose(draft, view, pointer, record_text(view->record, pointer));
    put_payment(draft, view, record_at(pointer, "%s/payment", grant));
    supply_fill(options->supply, draft);
    bool good = draft_judge(draft);
    const char *siret = draft_cell(draft, "idAttribuant");
    draft->siren = siret ? g_strndup(siret, 9) : g_strdup(view->siren);
    return take(draft, good, data);
}

bool subventions_drafts(const Record *record, const DraftOptions *options, TakeDraft take,
                        gpointer data)
{
    char pointer[RECORD_POINTER_SIZE], outcome[RECORD_POINTER_SIZE];
    if (!view_decides(record))
        return true;
    for (size_t act = 0; act < record_length(record, "/acts"); act++) {
        ActView view = act_view(record, act);
        size_t grants = record_length(record, view_at(&view, pointer, "grants"));
        const char *ended = record_text(record, view_at(&view, outcome, "vote/outcome"));
        /* what was put off or voted down grants nothing */
        if (ended && strcmp(ended, "adopted") != 0)
            continue;
        for (size_t i = 0; i < grants; i++)
            if (!export_grant(&view, i, options, take, data))
                return false;
    }
    return true;
}

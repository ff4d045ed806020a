#include "view.h"

#include <string.h>

enum { KEY_DIGITS = 12 };

const char *view_at(const ActView *view, char buffer[RECORD_POINTER_SIZE], const char *key)
{
    return record_at(buffer, "/acts/%zu/%s", view->index, key);
}

const char *view_session_at(const ActView *view, char buffer[RECORD_POINTER_SIZE], const char *key)
{
    return record_at(buffer, "%s/%s", view->session, key);
}

static const char *session_text(const ActView *view, const char *key)
{
    char pointer[RECORD_POINTER_SIZE];
    return record_text(view->record, view_session_at(view, pointer, key));
}

static const char *act_text(const ActView *view, const char *key)
{
    char pointer[RECORD_POINTER_SIZE];
    return record_text(view->record, view_at(view, pointer, key));
}

ActView act_view(const Record *record, size_t act)
{
    ActView view = {.record = record, .index = act};
    view.path = record_text(record, "/source/path");
    view.sha256 = record_text(record, "/source/sha256");
    view.kind = record_text(record, "/kind");
    view.authority = record_text(record, "/authority/name");
    view.siren = record_text(record, "/authority/siren");
    view.type = record_text(record, "/authority/type");
    view.department = record_text(record, "/authority/department");
    const char *session = act_text(&view, "session");
    view.session = session && record_field(session) ? session : "/session";
    view.body = session_text(&view, "body");
    view.date = session_text(&view, "date");
    view.time = session_text(&view, "time");
    view.president = session_text(&view, "president/name");
    view.id = act_text(&view, "id");
    view.number = act_text(&view, "number");
    view.subject = act_text(&view, "subject");
    view.matter = act_text(&view, "matter/code");
    view.matter_label = act_text(&view, "matter/label");
    view.matter_source = act_text(&view, "matter/source");
    view.outcome = act_text(&view, "vote/outcome");
    view.ballot = act_text(&view, "vote/ballot");
    view.transmission = act_text(&view, "transmission/id");
    view.received = act_text(&view, "transmission/received");
    view.published = act_text(&view, "publication_date");
    return view;
}

bool view_decides(const Record *record)
{
    static const char *const kinds[] = {"deliberation", "minutes", "list"};
    const char *kind = record_text(record, "/kind");
    for (size_t i = 0; kind && i < G_N_ELEMENTS(kinds); i++)
        if (strcmp(kind, kinds[i]) == 0)
            return true;
    return false;
}

bool view_vote(const ActView *view, const char *key, gint64 *out, bool *derived)
{
    char pointer[RECORD_POINTER_SIZE];
    record_at(pointer, "/acts/%zu/vote/%s", view->index, key);
    if (!record_integer(view->record, pointer, out))
        return false;
    if (derived)
        *derived = record_is_derived(view->record, view_at(view, pointer, "vote"), key);
    return true;
}

bool view_voting(const ActView *view, gint64 *out, bool *own)
{
    char pointer[RECORD_POINTER_SIZE];
    bool derived = false;
    *own = true;
    if (view_vote(view, "voting", out, &derived) && !derived)
        return true;
    if (record_integer(view->record, view_at(view, pointer, "counts/voting"), out) &&
        !record_is_derived(view->record, view_at(view, pointer, "counts"), "voting"))
        return true;
    *own = false;
    return record_integer(view->record, view_session_at(view, pointer, "counts/voting"), out);
}

bool view_unanimous(const ActView *view)
{
    char pointer[RECORD_POINTER_SIZE];
    gint64 unanimous = 0;
    return record_integer(view->record, view_at(view, pointer, "vote/unanimous"), &unanimous) &&
           unanimous;
}

bool view_in_office(const ActView *view, gint64 *out)
{
    char pointer[RECORD_POINTER_SIZE];
    return record_integer(view->record, view_session_at(view, pointer, "counts/in_office"), out);
}

double view_confidence(const Record *record, const char *pointer)
{
    const GPtrArray *evidence = record_evidence(record, pointer);
    return evidence && evidence->len > 0 ? ((const Evidence *)evidence->pdata[0])->confidence : 1;
}

char *view_document_key(const Record *record)
{
    const char *sha256 = record_text(record, "/source/sha256");
    return sha256 ? g_strndup(sha256, KEY_DIGITS) : g_strdup("unknown");
}

char *view_act_key(const ActView *view)
{
    g_autofree char *document = view_document_key(view->record);
    return g_strdup_printf("%s/%zu", document, view->index + 1);
}

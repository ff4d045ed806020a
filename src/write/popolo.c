#include "popolo.h"

#include "../base/text.h"
#include "json_emit.h"
#include "view.h"

#include <string.h>

struct Popolo {
    GHashTable *seen; /* of guint64 *: sums of ids */
};

/* One record on its way. */
typedef struct Walk {
    Popolo *popolo;
    GString *const *lists;
    const Record *record;
    char *authority;     /* id; NULL when unknown */
    char *organization;  /* id of the body, else of the authority; NULL when neither is known */
    const char *session; /* pointer of the sitting at hand */
    char *event;         /* its id; NULL when there is none */
} Walk;

const char *popolo_list_name(PopoloList list)
{
    static const char *const names[POPOLO_LISTS] = {"organizations", "persons", "memberships",
                                                    "events",        "motions", "vote_events"};
    return names[list];
}

Popolo *popolo_new(void)
{
    Popolo *popolo = g_new0(Popolo, 1);
    popolo->seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    return popolo;
}

void popolo_free(Popolo *popolo)
{
    if (!popolo)
        return;
    g_hash_table_unref(popolo->seen);
    g_free(popolo);
}

/* True the first time an id is asked for. Its sum (FNV-1a, 64 bits) is kept, not the id. */
static bool is_new(Popolo *popolo, const char *id)
{
    guint64 sum = G_GUINT64_CONSTANT(14695981039346656037);
    for (const char *p = id; *p; p++)
        sum = (sum ^ (guint8)*p) * G_GUINT64_CONSTANT(1099511628211);
    guint64 *key = g_new(guint64, 1);
    *key = sum;
    return g_hash_table_add(popolo->seen, key);
}

/* ---- Ids ------------------------------------------------------------------------------------- */

static int compare_words(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* A name as an id: its words folded, in small letters, joined by hyphens; sorted where the order of
 * given and family name should not count. The caller frees. */
static char *slug(const char *name, bool sorted)
{
    g_autofree char *folded = text_fold(name);
    g_autofree char *small = g_ascii_strdown(folded, -1);
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    for (char *p = small; *p; p++)
        if (!g_ascii_isalnum(*p))
            *p = ' ';
    g_auto(GStrv) parts = g_strsplit(small, " ", -1);
    for (char **part = parts; *part; part++)
        if (**part)
            g_ptr_array_add(words, *part);
    if (sorted)
        g_ptr_array_sort(words, compare_words);
    g_ptr_array_add(words, NULL);
    return g_strjoinv("-", (char **)words->pdata);
}

static char *person_id(const Walk *walk, const char *name)
{
    g_autofree char *words = slug(name, true);
    return g_strdup_printf("%s/person/%s", walk->authority ? walk->authority : "unknown", words);
}

/* ---- Lists ----------------------------------------------------------------------------------- */

static Emit begin(const Walk *walk, PopoloList list)
{
    Emit emit = {.out = walk->lists[list]};
    emit_open(&emit, '{');
    return emit;
}

static void end(Emit *emit)
{
    emit_close(emit, '{');
    g_string_append_c(emit->out, '\n');
}

static void emit_if(Emit *emit, const char *key, const char *text)
{
    if (text)
        emit_key_text(emit, key, text);
}

static const char *session_at(const Walk *walk, char buffer[RECORD_POINTER_SIZE], const char *key)
{
    return record_at(buffer, "%s/%s", walk->session, key);
}

static const char *session_text(const Walk *walk, const char *key)
{
    char pointer[RECORD_POINTER_SIZE];
    return record_text(walk->record, session_at(walk, pointer, key));
}

static const char *proxy_at(const Walk *walk, char buffer[RECORD_POINTER_SIZE], size_t index,
                            const char *key)
{
    return record_at(buffer, "%s/proxies/%zu/%s", walk->session, index, key);
}

static void add_authority(const Walk *walk, const char *id)
{
    const char *siren = record_text(walk->record, "/authority/siren");
    const char *name = record_text(walk->record, "/authority/name");
    if (!is_new(walk->popolo, id))
        return;
    Emit emit = begin(walk, POPOLO_ORGANIZATIONS);
    emit_key_text(&emit, "id", id);
    emit_key_text(&emit, "name", name);
    emit_if(&emit, "classification", record_text(walk->record, "/authority/type"));
    if (siren) {
        emit_key(&emit, "identifiers");
        emit_open(&emit, '[');
        emit_open(&emit, '{');
        emit_key_text(&emit, "scheme", "SIREN");
        emit_key_text(&emit, "identifier", siren);
        emit_close(&emit, '{');
        emit_close(&emit, '[');
    }
    end(&emit);
}

static void add_organizations(Walk *walk)
{
    const char *siren = record_text(walk->record, "/authority/siren");
    const char *name = record_text(walk->record, "/authority/name");
    const char *body = session_text(walk, "body");
    g_autofree char *words = name ? slug(name, false) : NULL;
    if (!siren && !words)
        return;
    walk->authority =
        siren ? g_strconcat("siren/", siren, NULL) : g_strconcat("name/", words, NULL);
    add_authority(walk, walk->authority);
    g_autofree char *last = body ? slug(body, false) : NULL;
    walk->organization =
        last ? g_strdup_printf("%s/%s", walk->authority, last) : g_strdup(walk->authority);
    if (!last)
        return;
    if (!is_new(walk->popolo, walk->organization))
        return;
    Emit emit = begin(walk, POPOLO_ORGANIZATIONS);
    emit_key_text(&emit, "id", walk->organization);
    emit_key_text(&emit, "name", body);
    emit_key_text(&emit, "classification", "deliberating body");
    emit_key_text(&emit, "parent_id", walk->authority);
    end(&emit);
}

/* The person of a name; made when new. `member` is where the record says more, or NULL. Gives the
 * id; the caller frees. */
static char *add_person(const Walk *walk, const char *name, const char *member)
{
    char pointer[RECORD_POINTER_SIZE];
    char *id = person_id(walk, name);
    if (!is_new(walk->popolo, id))
        return id;
    Emit emit = begin(walk, POPOLO_PERSONS);
    emit_key_text(&emit, "id", id);
    emit_key_text(&emit, "name", name);
    if (member) {
        emit_if(&emit, "family_name",
                record_text(walk->record, record_at(pointer, "%s/family", member)));
        emit_if(&emit, "given_name",
                record_text(walk->record, record_at(pointer, "%s/given", member)));
        emit_if(&emit, "honorific_prefix",
                record_text(walk->record, record_at(pointer, "%s/civility", member)));
    }
    end(&emit);
    return id;
}

static void add_membership(const Walk *walk, const char *person, const char *role)
{
    if (!walk->organization)
        return;
    g_autofree char *id = g_strdup_printf("%s/in/%s", person, walk->organization);
    if (!is_new(walk->popolo, id))
        return;
    Emit emit = begin(walk, POPOLO_MEMBERSHIPS);
    emit_key_text(&emit, "id", id);
    emit_key_text(&emit, "person_id", person);
    emit_key_text(&emit, "organization_id", walk->organization);
    emit_if(&emit, "role", role);
    end(&emit);
}

/* ---- The sitting ----------------------------------------------------------------------------- */

/* Members are made here; those present, or come later, attend. */
static void emit_attendees(const Walk *walk, Emit *emit)
{
    char member[RECORD_POINTER_SIZE], pointer[RECORD_POINTER_SIZE];
    emit_key(emit, "attendees");
    emit_open(emit, '[');
    size_t count = record_length(walk->record, session_at(walk, member, "members"));
    for (size_t i = 0; i < count; i++) {
        record_at(member, "%s/members/%zu", walk->session, i);
        const char *name = record_text(walk->record, record_at(pointer, "%s/name", member));
        const char *status = record_text(walk->record, record_at(pointer, "%s/status", member));
        const char *role = record_text(walk->record, record_at(pointer, "%s/role", member));
        if (!name)
            continue;
        g_autofree char *id = add_person(walk, name, member);
        add_membership(walk, id, role);
        if (g_strcmp0(status, "present") != 0)
            continue;
        emit_open(emit, '{');
        emit_key_text(emit, "id", id);
        emit_key_text(emit, "name", name);
        emit_close(emit, '{');
    }
    emit_close(emit, '[');
}

static void emit_proxies(const Walk *walk, Emit *emit)
{
    char pointer[RECORD_POINTER_SIZE];
    emit_key(emit, "delibex:proxies");
    emit_open(emit, '[');
    size_t count = record_length(walk->record, session_at(walk, pointer, "proxies"));
    for (size_t i = 0; i < count; i++) {
        const char *giver = record_text(walk->record, proxy_at(walk, pointer, i, "giver"));
        const char *holder = record_text(walk->record, proxy_at(walk, pointer, i, "holder"));
        if (!giver)
            continue;
        g_autofree char *giver_id = add_person(walk, giver, NULL);
        g_autofree char *holder_id = holder ? add_person(walk, holder, NULL) : NULL;
        emit_open(emit, '{');
        emit_key_text(emit, "giver_id", giver_id);
        emit_key_text(emit, "holder_id", holder_id);
        emit_if(emit, "limits", record_text(walk->record, proxy_at(walk, pointer, i, "limits")));
        emit_close(emit, '{');
    }
    emit_close(emit, '[');
}

static void add_event(Walk *walk)
{
    const char *date = session_text(walk, "date");
    const char *body = session_text(walk, "body");
    char pointer[RECORD_POINTER_SIZE];
    g_autofree char *document = view_document_key(walk->record);
    if (!date && record_length(walk->record, session_at(walk, pointer, "members")) == 0)
        return;
    walk->event = g_strdup_printf("sitting/%s%s", document,
                                  strcmp(walk->session, "/session") == 0 ? "" : walk->session);
    Emit emit = begin(walk, POPOLO_EVENTS);
    g_autofree char *name =
        g_strdup_printf("%s%s%s", body ? body : "Séance", date ? ", " : "", date ? date : "");
    emit_key_text(&emit, "id", walk->event);
    emit_key_text(&emit, "name", name);
    emit_key_text(&emit, "classification", "sitting");
    emit_if(&emit, "start_date", date);
    emit_if(&emit, "location", session_text(walk, "place"));
    emit_if(&emit, "organization_id", walk->organization);
    emit_attendees(walk, &emit);
    emit_proxies(walk, &emit);
    end(&emit);
}

/* ---- Acts ------------------------------------------------------------------------------------ */

static const struct {
    const char *key, *named, *option;
} options[] = {{"for", "for", "yes"},
               {"against", "against", "no"},
               {"abstaining", "abstain", "abstain"},
               {"not_taking_part", "not_taking_part", "not voting"}};

static const char *option_of(const char *named)
{
    for (size_t i = 0; i < G_N_ELEMENTS(options); i++)
        if (g_strcmp0(named, options[i].named) == 0)
            return options[i].option;
    return NULL;
}

/* Who held the proxy of a voter, or NULL. Lent. */
static const char *holder_of(const Walk *walk, const char *name)
{
    char pointer[RECORD_POINTER_SIZE];
    size_t count = record_length(walk->record, session_at(walk, pointer, "proxies"));
    for (size_t i = 0; i < count; i++)
        if (g_strcmp0(record_text(walk->record, proxy_at(walk, pointer, i, "giver")), name) == 0)
            return record_text(walk->record, proxy_at(walk, pointer, i, "holder"));
    return NULL;
}

/* Counts as stated, or those that were computed. Gives how many there are. */
static int emit_counts(const ActView *view, Emit *emit, bool computed)
{
    int count = 0;
    emit_open(emit, '[');
    for (size_t i = 0; i < G_N_ELEMENTS(options); i++) {
        gint64 number;
        bool derived;
        if (!view_vote(view, options[i].key, &number, &derived) || derived != computed)
            continue;
        emit_open(emit, '{');
        emit_key_text(emit, "option", options[i].option);
        emit_key_integer(emit, "value", number);
        emit_close(emit, '{');
        count++;
    }
    emit_close(emit, '[');
    return count;
}

static void emit_votes(const Walk *walk, const ActView *view, Emit *emit)
{
    char array[RECORD_POINTER_SIZE], pointer[RECORD_POINTER_SIZE];
    view_at(view, array, "vote/named");
    emit_key(emit, "votes");
    emit_open(emit, '[');
    for (size_t i = 0; i < record_length(walk->record, array); i++) {
        const char *name = record_text(walk->record, record_at(pointer, "%s/%zu/name", array, i));
        const char *option =
            option_of(record_text(walk->record, record_at(pointer, "%s/%zu/option", array, i)));
        if (!name || !option)
            continue;
        const char *holder = holder_of(walk, name);
        g_autofree char *id = add_person(walk, name, NULL);
        g_autofree char *holder_id = holder ? add_person(walk, holder, NULL) : NULL;
        emit_open(emit, '{');
        emit_key_text(emit, "voter_id", id);
        emit_key_text(emit, "option", option);
        emit_if(emit, "role", g_strcmp0(name, view->president) == 0 ? "chair" : NULL);
        emit_if(emit, "delibex:proxy_holder_id", holder_id);
        emit_close(emit, '{');
    }
    emit_close(emit, '[');
}

/* "pass" or "fail" where the matter was decided, else NULL. *derived: by its figures only. */
static const char *result_of(const ActView *view, bool *derived)
{
    char pointer[RECORD_POINTER_SIZE];
    *derived = record_is_derived(view->record, view_at(view, pointer, "vote"), "outcome");
    return g_strcmp0(view->outcome, "adopted") == 0    ? "pass"
           : g_strcmp0(view->outcome, "rejected") == 0 ? "fail"
                                                       : NULL;
}

static void emit_result(const ActView *view, Emit *emit)
{
    bool derived;
    const char *result = result_of(view, &derived);
    if (!derived)
        emit_if(emit, "result", result);
}

static void emit_derived(const ActView *view, Emit *emit)
{
    bool derived;
    const char *result = result_of(view, &derived);
    emit_key(emit, "delibex:derived");
    emit_open(emit, '{');
    if (derived)
        emit_if(emit, "result", result);
    emit_key(emit, "counts");
    emit_counts(view, emit, true);
    emit_close(emit, '{');
}

static bool tells_of_a_vote(const ActView *view)
{
    char pointer[RECORD_POINTER_SIZE];
    gint64 number;
    bool any = record_length(view->record, view_at(view, pointer, "vote/named")) > 0;
    for (size_t i = 0; i < G_N_ELEMENTS(options); i++)
        any |= view_vote(view, options[i].key, &number, NULL);
    return any || view_unanimous(view) || g_strcmp0(view->outcome, "rejected") == 0;
}

static void add_vote_event(const Walk *walk, const ActView *view, const char *motion)
{
    g_autofree char *id = g_strconcat(motion, "/vote", NULL);
    Emit emit = begin(walk, POPOLO_VOTE_EVENTS);
    emit_key_text(&emit, "id", id);
    emit_key_text(&emit, "motion_id", motion);
    emit_if(&emit, "organization_id", walk->organization);
    emit_if(&emit, "legislative_session_id", walk->event);
    emit_if(&emit, "identifier", view->number);
    emit_if(&emit, "classification", view->ballot);
    emit_result(view, &emit);
    emit_key(&emit, "counts");
    emit_counts(view, &emit, false);
    emit_votes(walk, view, &emit);
    emit_derived(view, &emit);
    end(&emit);
}

static void add_motion(const Walk *walk, const ActView *view)
{
    g_autofree char *key = view_act_key(view);
    g_autofree char *id = g_strconcat("act/", key, NULL);
    Emit emit = begin(walk, POPOLO_MOTIONS);
    emit_key_text(&emit, "id", id);
    emit_if(&emit, "organization_id", walk->organization);
    emit_if(&emit, "legislative_session_id", walk->event);
    emit_if(&emit, "identifier", view->number);
    emit_if(&emit, "text", view->subject);
    /* what was inferred is no classification somebody gave */
    if (g_strcmp0(view->matter_source, "stated") == 0)
        emit_if(&emit, "classification", view->matter);
    emit_result(view, &emit);
    emit_key(&emit, "delibex:document");
    emit_open(&emit, '{');
    emit_key_text(&emit, "path", view->path);
    emit_key_text(&emit, "sha256", view->sha256);
    emit_close(&emit, '{');
    end(&emit);
    if (tells_of_a_vote(view))
        add_vote_event(walk, view, id);
}

/* One sitting with its acts. */
static void append_session(Walk *walk, const char *session)
{
    walk->session = session;
    add_organizations(walk);
    add_event(walk);
    for (size_t act = 0; act < record_length(walk->record, "/acts"); act++) {
        ActView view = act_view(walk->record, act);
        if (strcmp(view.session, session) == 0)
            add_motion(walk, &view);
    }
    g_clear_pointer(&walk->authority, g_free);
    g_clear_pointer(&walk->organization, g_free);
    g_clear_pointer(&walk->event, g_free);
}

void popolo_append(Popolo *popolo, GString *const lists[POPOLO_LISTS], const Record *record)
{
    Walk walk = {.popolo = popolo, .lists = lists, .record = record};
    char session[RECORD_POINTER_SIZE];
    g_autofree char *document = view_document_key(record);
    if (record_text(record, "/source/sha256") && !is_new(popolo, document))
        return;
    append_session(&walk, "/session");
    for (size_t i = 0; i < record_length(record, "/other_sessions"); i++)
        append_session(&walk, record_at(session, "/other_sessions/%zu", i));
}

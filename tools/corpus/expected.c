/* The expected record: what the truth states, as it was printed, in the shape of the field table.
 * What the document does not say is null or empty; nothing here is guessed from the words. */
#include "../../src/base/record.h"
#include "case.h"
#include "words.h"

#include <string.h>

/* ---- From truth to record ------------------------------------------------------------------ */

static void set_missing(json_t *object, const char *key, json_t *value)
{
    if (json_object_get(object, key))
        json_decref(value);
    else
        json_object_set_new(object, key, value);
}

static void add_member(Case *c, json_t *members, const char *key, const char *status)
{
    json_t *printed = json_object_get(c->members, key);
    if (!printed || json_object_get(printed, "status"))
        return;
    /* Who is listed as present and gives a proxy contradicts himself; the record keeps the list. */
    bool represented = case_proxy(c, key) && !g_str_equal(status, "present");
    json_object_set_new(printed, "status", json_string(represented ? "represented" : status));
    json_t *comes = json_object_get(case_value(c, "comes"), key);
    json_t *goes = json_object_get(case_value(c, "goes"), key);
    if (comes) {
        json_object_set_new(printed, "status", json_string("present"));
        json_object_set(printed, "arrived", comes);
    }
    if (goes)
        json_object_set(printed, "left", goes);
    json_array_append(members, printed);
}

static void add_list(Case *c, json_t *members, const char *list, const char *status)
{
    g_auto(GStrv) keys = case_list(c, list);
    for (char **key = keys; *key; key++)
        add_member(c, members, *key, status);
}

static const char *status_of(const Case *c, const char *key)
{
    static const char *const lists[][2] = {{"present", "present"}, {"excused", "excused"}};
    for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
        g_auto(GStrv) keys = case_list(c, lists[i][0]);
        if (g_strv_contains((const char *const *)keys, key))
            return lists[i][1];
    }
    return "absent";
}

static json_t *members_of(Case *c)
{
    json_t *members = json_array(), *pair;
    size_t i;
    const char *president = case_text(c, "lists.president");
    if (president && c->president && !json_object_get(c->members, president)) {
        /* Named only in the opening formula: as printed there and, mostly, with a role. */
        case_note_member(c, president, (NameForm){.civility = c->president_form.civility});
        json_t *chair = json_object_get(c->members, president);
        const char *role = case_text(c, "lists.president_role");
        json_object_set_new(chair, "role", role ? json_string(role) : json_null());
        json_object_set(chair, "name", json_object_get(c->president, "name"));
        add_member(c, members, president, "present");
    }
    g_auto(GStrv) roster = case_list(c, "roster");
    for (char **key = roster; *key; key++)
        add_member(c, members, *key, status_of(c, *key));
    add_list(c, members, "present", "present");
    json_array_foreach(case_value(c, "lists.proxies"), i, pair)
        add_member(c, members, json_string_value(json_array_get(pair, 0)), "represented");
    add_list(c, members, "excused", "excused");
    add_list(c, members, "absent", "absent");
    return members;
}

static bool names_opponents(const json_t *vote)
{
    json_t *one;
    size_t i;
    json_array_foreach(json_object_get(vote, "named"), i,
                       one) if (g_strcmp0(json_string_value(json_object_get(one, "option")),
                                          "against") == 0) return true;
    return false;
}

/* What the act does not print and its words mean: « à l'unanimité » with a stated number of voters
 * gives the figures, votes against deny unanimity. A truth names by itself, under "derived", what
 * only figures tell (the outcome). */
static void derive_vote(json_t *vote, json_t *voting)
{
    static const char *const keys[] = {"voting", "for", "against", "abstaining"};
    bool adopted = g_strcmp0(json_string_value(json_object_get(vote, "outcome")), "adopted") == 0;
    json_t *derived = json_object_get(vote, "derived");
    if (!derived)
        json_object_set_new(vote, "derived", derived = json_array());
    json_t *against = json_object_get(vote, "against");
    if (adopted && (json_integer_value(against) > 0 || names_opponents(vote)) &&
        !json_is_boolean(json_object_get(vote, "unanimous"))) {
        json_object_set_new(vote, "unanimous", json_false());
        json_array_append_new(derived, json_string("unanimous"));
    }
    if (!adopted || !json_is_true(json_object_get(vote, "unanimous")) || !json_is_integer(voting))
        return;
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        json_t *stated = json_object_get(vote, keys[i]);
        if (stated && json_integer_value(stated) != (i < 2 ? json_integer_value(voting) : 0))
            return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        if (json_object_get(vote, keys[i]))
            continue;
        json_object_set_new(vote, keys[i], json_integer(i < 2 ? json_integer_value(voting) : 0));
        json_array_append_new(derived, json_string(keys[i]));
    }
}

static json_t *amounts_of(json_t *compact)
{
    json_t *amounts = json_array(), *one;
    size_t i;
    json_array_foreach(compact, i, one) json_array_append_new(
        amounts,
        json_pack("{s:O, s:s, s:O, s:s?, s:s?, s:O}", "cents", json_array_get(one, 1), "currency",
                  "EUR", "zone", json_array_get(one, 2), "role",
                  json_string_value(json_array_get(one, 3)), "tax",
                  json_string_value(json_array_get(one, 4)), "text", json_array_get(one, 0)));
    return amounts;
}

/* Whether anybody came, went or stood aside before an act was voted. */
static bool room_moved(json_t *record, size_t index)
{
    for (size_t i = 0; i <= index; i++) {
        json_t *act = json_array_get(json_object_get(record, "acts"), i), *move;
        size_t j;
        json_array_foreach(json_object_get(act, "movements"), j,
                           move) if (i == index ||
                                     g_strcmp0(json_string_value(json_object_get(move, "kind")),
                                               "not_taking_part") != 0) return true;
    }
    return false;
}

/* "/session", or "/other_sessions/0": the sitting a truth says an act is of. */
static json_t *session_of(json_t *record, const char *pointer)
{
    const char *last = strrchr(pointer, '/');
    return g_str_has_prefix(pointer, "/other_sessions/")
               ? json_array_get(json_object_get(record, "other_sessions"),
                                (size_t)g_ascii_strtoull(last + 1, NULL, 10))
               : json_object_get(record, "session");
}

static void complete_act(Case *c, json_t *record, size_t index)
{
    json_t *act = json_array_get(json_object_get(record, "acts"), index);
    json_t *vote = json_object_get(act, "vote");
    if (!vote)
        json_object_set_new(act, "vote", vote = json_object());
    set_missing(act, "session", json_string("/session"));
    json_t *session = session_of(record, json_string_value(json_object_get(act, "session")));
    /* the room as it was for this act, where the truth says that it was another one */
    json_t *room = json_object_get(act, "counts");
    json_t *voting = json_object_get(room ? room : json_object_get(session, "counts"), "voting");
    if (c->named[index])
        json_object_set(vote, "named", c->named[index]);
    derive_vote(vote, room || !room_moved(record, index) ? voting : NULL);
    json_object_set_new(act, "amounts", amounts_of(json_object_get(act, "amounts")));
    bool placed = c->first_page[index] && json_array_size(json_object_get(record, "acts")) > 1;
    json_object_set_new(act, "pages",
                        json_pack("[i, i]", placed ? c->first_page[index] : 1,
                                  placed ? c->last_page[index] : c->pages));
    const char *siren =
        json_string_value(json_object_get(json_object_get(record, "authority"), "siren"));
    const char *date = json_string_value(json_object_get(session, "date"));
    const char *number = json_string_value(json_object_get(act, "number"));
    if (siren && date && number)
        json_object_set_new(act, "id", json_sprintf("%s/%s/%s", siren, date, number));
}

static bool complete_authority(json_t *authority, GError **error)
{
    const char *siren = json_string_value(json_object_get(authority, "siren"));
    if (!siren)
        return true;
    if (strlen(siren) != 9 || !words_luhn(siren))
        return corpus_fail(error, "%s is no SIREN", siren);
    if (!g_str_has_prefix(siren, "21"))
        return true;
    set_missing(authority, "department", json_sprintf("%.2s", siren + 2));
    set_missing(authority, "insee", json_sprintf("%.2s%.3s", siren + 2, siren + 5));
    return true;
}

static json_t *record_of(Case *c, GError **error)
{
    g_autoptr(json_t) record = json_deep_copy(json_object_get(c->truth, "record"));
    if (!json_is_object(record)) {
        corpus_fail(error, "the truth has no record");
        return NULL;
    }
    bool text = g_strcmp0(case_text(c, "output.kind"), "text") == 0;
    json_object_set_new(record, "delibex", json_string("1"));
    json_object_set_new(record, "source",
                        json_pack("{s:o, s:s, s:s}", "pages",
                                  text ? json_null() : json_integer(c->pages), "text",
                                  text ? "plain" : "layer", "outcome", "ok"));
    set_missing(record, "authority", json_object());
    set_missing(record, "session", json_object());
    set_missing(record, "acts", json_array());
    if (!complete_authority(json_object_get(record, "authority"), error))
        return NULL;
    json_t *session = json_object_get(record, "session");
    if (c->president)
        json_object_set(session, "president", c->president);
    json_object_set(session, "secretaries", c->secretaries);
    json_object_set_new(session, "members", members_of(c));
    json_object_set(session, "proxies", c->proxies);
    for (size_t i = 0; i < json_array_size(json_object_get(record, "acts")); i++)
        complete_act(c, record, i);
    return g_steal_pointer(&record);
}

/* White space of any width, alone or in runs, as one space: so the record prints its texts. */
static char *one_space(const char *words)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (const char *p = words; *p; p = g_utf8_next_char(p)) {
        gunichar ch = g_utf8_get_char(p);
        if (!g_unichar_isspace(ch))
            g_string_append_unichar(out, ch);
        else if (out->len && out->str[out->len - 1] != ' ')
            g_string_append_c(out, ' ');
    }
    return g_string_free(g_steal_pointer(&out), false);
}

/* ---- The shape of the field table ---------------------------------------------------------- */

static bool is_child(const char *pointer, const char *parent, const char **key)
{
    size_t length = strlen(parent);
    if (strncmp(pointer, parent, length) != 0 || pointer[length] != '/')
        return false;
    *key = pointer + length + 1;
    return !strchr(*key, '/');
}

static const Field *field_at(const char *pointer)
{
    size_t count;
    const Field *fields = record_fields(&count);
    for (size_t i = 0; i < count; i++)
        if (g_str_equal(fields[i].pointer, pointer))
            return &fields[i];
    return NULL;
}

static bool left_out(const char *pointer)
{
    static const char *const of_the_file[] = {"/source/path", "/source/sha256", "/source/bytes",
                                              "/source/sandbox", NULL};
    return g_strv_contains(of_the_file, pointer);
}

static json_t *shape(const char *pointer, json_t *value, GError **error);

static json_t *shape_object(const char *pointer, json_t *value, GError **error)
{
    size_t count, used = 0;
    const Field *fields = record_fields(&count);
    g_autoptr(json_t) out = json_object();
    for (size_t i = 0; i < count; i++) {
        const char *key;
        if (!is_child(fields[i].pointer, pointer, &key) || left_out(fields[i].pointer))
            continue;
        json_t *given = json_object_get(value, key);
        used += given != NULL;
        json_t *child = shape(fields[i].pointer, given, error);
        if (!child)
            return NULL;
        json_object_set_new(out, key, child);
    }
    const char *key;
    json_t *item;
    json_object_foreach(value, key, item) if (!json_object_get(out, key))
    {
        corpus_fail(error, "%s/%s is not in the table of fields", pointer, key);
        return NULL;
    }
    return g_steal_pointer(&out);
}

static json_t *shape(const char *pointer, json_t *value, GError **error)
{
    const Field *field = field_at(pointer);
    FieldShape kind = field ? field->shape : FIELD_OBJECT;
    bool silent = !value || json_is_null(value);
    if (json_is_string(value)) {
        g_autofree char *text = one_space(json_string_value(value));
        return json_string(text);
    }
    if (kind == FIELD_SCALAR || (kind == FIELD_OBJECT_OR_NULL && silent))
        return silent ? json_null() : json_incref(value);
    if (kind != FIELD_ARRAY)
        return shape_object(pointer, value, error);
    g_autofree char *below = g_strconcat(pointer, "/#", NULL);
    g_autoptr(json_t) out = json_array();
    json_t *item;
    size_t i;
    json_array_foreach(value, i, item)
    {
        json_t *one = shape(below, item, error);
        if (!one)
            return NULL;
        json_array_append_new(out, one);
    }
    return g_steal_pointer(&out);
}

/* ---- Findings ------------------------------------------------------------------------------ */

static size_t members_with(json_t *members, const char *status)
{
    json_t *member;
    size_t i, count = 0;
    json_array_foreach(members, i, member) count +=
        g_str_equal(json_string_value(json_object_get(member, "status")), status);
    return count;
}

/* Members present of whom something is said. */
static size_t members_that(json_t *members, const char *key)
{
    json_t *member;
    size_t i, count = 0;
    json_array_foreach(members, i, member) count +=
        g_str_equal(json_string_value(json_object_get(member, "status")), "present") &&
        json_is_string(json_object_get(member, key));
    return count;
}

static void add_finding(json_t *findings, const char *check, bool holds)
{
    json_array_append_new(findings, json_pack("{s:s, s:s}", "check", check, "status",
                                              holds ? "consistent" : "contradicted"));
}

/* The core arithmetic, where every operand is stated. The closure of the roster is contradicted
 * only when the truth says so: most acts that name too few simply leave the absent out. Of the
 * other checks the truth names those that contradict. */
static void add_findings(Case *c, json_t *session, json_t *findings)
{
    json_t *counts = json_object_get(session, "counts");
    json_t *members = json_object_get(session, "members");
    json_t *present = json_object_get(counts, "present"),
           *voting = json_object_get(counts, "voting");
    json_t *proxies = json_object_get(counts, "proxies");
    json_t *in_office = json_object_get(counts, "in_office");
    size_t listed = members_with(members, "present");
    size_t given = json_array_size(json_object_get(session, "proxies"));
    bool stated = json_is_integer(proxies);
    json_int_t proxy_count = stated ? json_integer_value(proxies) : (json_int_t)given;
    /* whoever comes late may be counted or not: then a difference proves nothing */
    bool proves =
        members_that(members, "arrived") == 0 || (size_t)json_integer_value(present) == listed;
    if (json_is_integer(present) && listed && proves)
        add_finding(findings, "present-names",
                    (size_t)json_integer_value(present) == listed &&
                        (!given || (size_t)proxy_count == given));
    if (json_is_integer(present) && (stated || given) && json_is_integer(voting))
        add_finding(findings, "voting-sum",
                    json_integer_value(present) + proxy_count == json_integer_value(voting));
    bool closes = (size_t)json_integer_value(in_office) == json_array_size(members);
    if (json_is_integer(in_office) &&
        (closes || json_is_true(case_value(c, "roster_contradicted"))))
        add_finding(findings, "roster-closure", closes);
}

static json_t *findings_of(Case *c, json_t *record)
{
    json_t *findings = json_array(), *item;
    size_t i;
    add_findings(c, json_object_get(record, "session"), findings);
    json_array_foreach(json_object_get(record, "other_sessions"), i, item)
        add_findings(c, item, findings);
    json_array_foreach(case_value(c, "contradicted"), i, item)
        add_finding(findings, json_string_value(item), false);
    return findings;
}

/* ---- Proof --------------------------------------------------------------------------------- */

/* What the record quotes must stand in the document; codes, dates and counts are not quoted. */
static bool prove(const char *pointer, json_t *value, const char *printed, GError **error)
{
    static const char *const quoted[] = {
        "name",    "family",  "holder", "giver",       "place",  "number",    "subject",
        "text",    "purpose", "body",   "beneficiary", "limits", "decisions", "references",
        "arrived", "left",    "label",  "point",       NULL};
    const char *key;
    json_t *item;
    size_t i;
    const char *last = strrchr(pointer, '/');
    bool identifier = g_str_has_suffix(pointer, "/transmission/id") ||
                      g_str_has_suffix(pointer, "/authority/siren");
    if (json_is_string(value) && last && (identifier || g_strv_contains(quoted, last + 1)) &&
        !g_str_has_prefix(pointer, "/source") && !strstr(printed, json_string_value(value)))
        return corpus_fail(error, "%s: \"%s\" is not printed", pointer, json_string_value(value));
    json_array_foreach(value, i, item) if (!prove(pointer, item, printed, error)) return false;
    json_object_foreach(value, key, item)
    {
        g_autofree char *below = g_strconcat(pointer, "/", key, NULL);
        if (!prove(below, item, printed, error))
            return false;
    }
    return true;
}

char *expected_build(Case *c, const char *printed, GError **error)
{
    g_autoptr(json_t) record = record_of(c, error);
    g_autoptr(json_t) shaped = record ? shape("", record, error) : NULL;
    g_autofree char *spaced = one_space(printed);
    if (!shaped || !prove("", shaped, spaced, error))
        return NULL;
    json_object_set_new(shaped, "findings", findings_of(c, shaped));
    char *dumped = json_dumps(shaped, JSON_INDENT(1));
    char *expected = g_strconcat(dumped, "\n", NULL);
    free(dumped);
    return expected;
}

/* Templates: the strings of blocks hold {facts}, so that a truth states each fact once and the
 * layout says only how it is printed.
 *
 * - {date} {convocation} {sent} {received} {publication}, with .slash .words .day .stamp …
 *
 * - {time}, with .h .words .spaced .heures
 *
 * - {president} {secretary} {secretary2} {who:KEY}, with .short .long .mr .family .last .initial,
 *   joined by dashes
 *
 * - {in_office} {present} {proxies} {absent} {excused} {voting} {quorum} {vote_for} {vote_against}
 *   {vote_abstaining} {vote_nppv} {vote_voting}, with .words, .two (04), .slash (0 is « / »),
 *   .blank (0 is nothing), .neant
 *
 * - {for} {against} {abstain} {not_taking_part}, the voters' names
 *
 * - {authority} {body} {place} {number} {subject} {transmission}, with .upper
 *
 * - {page} {pages} */
#include "case.h"
#include "words.h"

#include <string.h>

/* ---- Facts --------------------------------------------------------------------------------- */

static const char *act_text(const Case *c, const char *object, const char *key)
{
    json_t *act = case_act(c);
    return json_string_value(json_object_get(object ? json_object_get(act, object) : act, key));
}

static const char *date_fact(const Case *c, const char *name)
{
    if (g_str_equal(name, "date"))
        return case_text(c, "record.session.date");
    if (g_str_equal(name, "convocation"))
        return case_text(c, "record.session.convocation_date");
    if (g_str_equal(name, "sent"))
        return act_text(c, "transmission", "sent");
    if (g_str_equal(name, "received"))
        return act_text(c, "transmission", "received");
    if (g_str_equal(name, "publication"))
        return act_text(c, NULL, "publication_date");
    return NULL;
}

static const char *text_fact(const Case *c, const char *name)
{
    if (g_str_equal(name, "authority"))
        return case_text(c, "record.authority.name");
    if (g_str_equal(name, "body"))
        return case_text(c, "record.session.body");
    if (g_str_equal(name, "place"))
        return case_text(c, "record.session.place");
    if (g_str_equal(name, "number") || g_str_equal(name, "subject"))
        return act_text(c, NULL, name);
    if (g_str_equal(name, "transmission"))
        return act_text(c, "transmission", "id");
    return NULL;
}

static json_t *count_fact(const Case *c, const char *name)
{
    static const char *const votes[][2] = {{"vote_for", "for"},
                                           {"vote_against", "against"},
                                           {"vote_abstaining", "abstaining"},
                                           {"vote_nppv", "not_taking_part"},
                                           {"vote_voting", "voting"}};
    for (size_t i = 0; i < G_N_ELEMENTS(votes); i++)
        if (g_str_equal(name, votes[i][0]))
            return json_object_get(json_object_get(case_act(c), "vote"), votes[i][1]);
    return json_object_get(case_value(c, "record.session.counts"), name);
}

static char *count_words(json_int_t count, const char *form)
{
    if (count == 0 && g_str_equal(form, "slash"))
        return g_strdup("/");
    if (count == 0 && g_str_equal(form, "blank"))
        return g_strdup("");
    if (count == 0 && g_str_equal(form, "neant"))
        return g_strdup("néant");
    if (g_str_equal(form, "words"))
        return words_number((int)count);
    if (g_str_equal(form, "two"))
        return g_strdup_printf("%02d", (int)count);
    return g_strdup_printf("%d", (int)count);
}

/* ---- People -------------------------------------------------------------------------------- */

static NameForm person_form(const char *form)
{
    NameForm out = {0};
    if (strstr(form, "short"))
        out.civility = CIVILITY_SHORT;
    if (strstr(form, "long"))
        out.civility = CIVILITY_LONG;
    if (strstr(form, "mr"))
        out.civility = CIVILITY_MR;
    if (strstr(form, "family"))
        out.order = NAME_FAMILY;
    if (strstr(form, "last"))
        out.order = NAME_FAMILY_ONLY;
    if (strstr(form, "initial"))
        out.order = NAME_INITIAL;
    return out;
}

/* Prints the chair or a secretary, and notes how. */
static char *office(Case *c, const char *name, const char *form, GError **error)
{
    g_auto(GStrv) secretaries = case_list(c, "secretaries");
    guint count = g_strv_length(secretaries), index = g_str_has_suffix(name, "2") ? 1 : 0;
    bool chair = g_str_equal(name, "president");
    const char *key = chair           ? case_text(c, "lists.president")
                      : index < count ? secretaries[index]
                                      : NULL;
    const Someone *who = case_someone(c, key ? key : name, error);
    if (!who)
        return NULL;
    NameForm shape = person_form(form);
    g_autofree char *bare = name_bare(who, shape);
    if (chair && !c->president) {
        c->president = json_pack("{s:s}", "name", bare);
        c->president_form = shape;
    }
    if (!chair && json_array_size(c->secretaries) == index)
        json_array_append_new(c->secretaries, json_pack("{s:s}", "name", bare));
    return name_print(who, shape);
}

static char *voters(Case *c, const char *option, const char *form, GError **error)
{
    json_t *lists = json_array_get(case_value(c, "voters"), (size_t)c->act);
    const char *keys = json_string_value(json_object_get(lists, option));
    g_auto(GStrv) parts = g_strsplit(keys ? keys : "", " ", -1);
    g_autoptr(GString) out = g_string_new(NULL);
    NameForm shape = person_form(form);
    guint count = g_strv_length(parts);
    for (guint i = 0; i < count; i++) {
        const Someone *who = case_someone(c, parts[i], error);
        if (!who)
            return NULL;
        g_autofree char *printed = name_print(who, shape), *bare = name_bare(who, shape);
        if (i)
            g_string_append(out, i + 1 == count && strstr(form, "et") ? " et " : ", ");
        g_string_append(out, printed);
        if (!c->named[c->act])
            c->named[c->act] = json_array();
        json_array_append_new(c->named[c->act],
                              json_pack("{s:s, s:s}", "name", bare, "option", option));
    }
    return g_string_free(g_steal_pointer(&out), false);
}

/* ---- Expansion ----------------------------------------------------------------------------- */

static bool is_one_of(const char *name, const char *const *names)
{
    return g_strv_contains(names, name);
}

/* The printed words of one {fact}, not yet escaped; NULL with an error. */
static char *fact(Case *c, const char *name, const char *form, GError **error)
{
    static const char *const offices[] = {"president", "secretary", "secretary2", NULL};
    static const char *const options[] = {"for", "against", "abstain", "not_taking_part", NULL};
    if (is_one_of(name, offices))
        return office(c, name, form, error);
    if (is_one_of(name, options))
        return voters(c, name, form, error);
    if (g_str_has_prefix(name, "who:")) {
        const Someone *who = case_someone(c, name + strlen("who:"), error);
        return who ? name_print(who, person_form(form)) : NULL;
    }
    if (g_str_equal(name, "page"))
        return g_strdup_printf("%d", c->page);
    if (g_str_equal(name, "pages"))
        return g_strdup_printf("%d", c->pages);
    char *words = NULL;
    if (g_str_equal(name, "time"))
        words = words_time(case_text(c, "record.session.time"), *form ? form : "h");
    else if (date_fact(c, name))
        words = words_date(date_fact(c, name), *form ? form : "long");
    else if (text_fact(c, name))
        words = g_str_equal(form, "upper") ? words_upper(text_fact(c, name))
                                           : g_strdup(text_fact(c, name));
    else if (json_is_integer(count_fact(c, name)))
        words = count_words(json_integer_value(count_fact(c, name)), form);
    if (!words)
        corpus_fail(error, "{%s%s%s}: the truth does not say", name, *form ? "." : "", form);
    return words;
}

char *expand(Case *c, const char *pattern, GError **error)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (const char *p = pattern; *p;) {
        const char *end = *p == '{' ? strchr(p, '}') : NULL;
        if (!end) {
            g_string_append_c(out, *p++);
            continue;
        }
        g_autofree char *inner = g_strndup(p + 1, (gsize)(end - p - 1));
        char *dot = strchr(inner, '.');
        if (dot)
            *dot = '\0';
        g_autofree char *words = fact(c, inner, dot ? dot + 1 : "", error);
        if (!words)
            return NULL;
        g_autofree char *escaped = g_markup_escape_text(words, -1);
        g_string_append(out, escaped);
        p = end + 1;
    }
    return g_string_free(g_steal_pointer(&out), false);
}

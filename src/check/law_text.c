/* The dated table of law in words, for `delibex check --list`. */
#include "audit.h"

#include <string.h>

static const struct {
    Body body;
    const char *name;
} bodies[] = {
    {BODY_COMMUNE, N_("communes")},
    {BODY_COMMUNE_EAST, N_("communes of Moselle and Alsace")},
    {BODY_COMMUNITY, N_("communautés and métropoles")},
    {BODY_DEPARTMENT, N_("départements")},
    {BODY_REGION, N_("régions")},
    {BODY_PERMANENT, N_("permanent commissions")},
    {BODY_CCAS, N_("CCAS")},
};

static const struct {
    const char *check;
    LawMatter matter;
} matters[] = {{"quorum", LAW_QUORUM},
               {"quorum-stated", LAW_QUORUM},
               {"proxy-limit", LAW_PROXIES},
               {"notice", LAW_NOTICE}};

static const char *say(CheckTranslate translate, const char *sentence)
{
    return translate ? translate(sentence) : sentence;
}

static void append_bodies(GString *out, const Law *law, CheckTranslate translate)
{
    const char *separator = "";
    for (size_t i = 0; i < G_N_ELEMENTS(bodies); i++) {
        if (!(law->bodies & bodies[i].body))
            continue;
        g_string_append_printf(out, "%s%s", separator, say(translate, bodies[i].name));
        separator = ", ";
    }
}

static void append_days(GString *out, const Law *law, CheckTranslate translate)
{
    enum { FIRST = 19960224, LAST = 99991231 };
    g_autofree char *from = audit_day(translate, law->from);
    g_autofree char *to = audit_day(translate, law->to);
    if (law->from > FIRST && law->to < LAST)
        g_string_append_printf(out, say(translate, N_("from %s to %s")), from, to);
    else if (law->from > FIRST)
        g_string_append_printf(out, say(translate, N_("since %s")), from);
    else if (law->to < LAST)
        g_string_append_printf(out, say(translate, N_("until %s")), to);
    else
        g_string_append(out, say(translate, N_("always")));
}

static char *rule_in_words(const Law *law, int number, CheckTranslate translate)
{
    switch (law->matter) {
    case LAW_QUORUM:
        return g_strdup(say(translate, number == 3 ? N_("a third of those in office")
                                                   : N_("more than half of those in office")));
    case LAW_PROXIES:
        return g_strdup_printf(say(translate, N_("at most %d a holder")), number);
    case LAW_NOTICE:
        return g_strdup_printf(say(translate, N_("%d days from the convocation on")), number);
    }
    return g_strdup("");
}

static void append_law(GString *out, const Law *law, CheckTranslate translate)
{
    g_autofree char *rule = rule_in_words(law, law->number, translate);
    append_days(out, law, translate);
    g_string_append(out, ", ");
    append_bodies(out, law, translate);
    g_string_append_printf(out, ": %s", rule);
    if (law->represented)
        g_string_append_printf(out, ", %s", say(translate, N_("those represented counted")));
    if (law->other) {
        g_autofree char *other = rule_in_words(law, law->other, translate);
        g_string_append_printf(out,
                               law->doubtful ? say(translate, N_(" (disputed: or %s)"))
                                             : say(translate, N_(" (or %s)")),
                               other);
    }
    g_string_append_printf(out, " [%s]\n", say(translate, law->basis));
}

char *check_law(const char *id, CheckTranslate translate)
{
    size_t count;
    const Law *laws = law_rows(&count);
    for (size_t i = 0; i < G_N_ELEMENTS(matters); i++) {
        if (strcmp(matters[i].check, id) != 0)
            continue;
        GString *out = g_string_new(NULL);
        for (size_t row = 0; row < count; row++)
            if (laws[row].matter == matters[i].matter)
                append_law(out, &laws[row], translate);
        return g_string_free(out, FALSE);
    }
    return NULL;
}

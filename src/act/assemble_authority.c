/* Whose act it is. */
#include "assemble.h"

#include <string.h>

/* The body in small folded letters. The caller frees. */
static char *small_fold(const char *printed)
{
    g_autofree char *folded = text_fold(printed);
    return g_ascii_strdown(folded, -1);
}

bool authority_fits(const Match *match, const char *body)
{
    static const char *const families[][2] = {
        {"municipal", "commune"}, {"departement", "departement"}, {"general", "departement"},
        {"regional", "region"},   {"syndical", "syndicat"},       {"communaut", "communaute"},
        {"metropol", "metropole"}};
    static const char *const local[] = {"metropol", "communaut",      "territoire",   "territorial",
                                        "syndic",   "arrondissement", "agglomeration"};
    const Capture *type = match_capture(match, "authority_type");
    if (!match_capture(match, "authority") || !body)
        return true;
    g_autofree char *small = small_fold(body);
    bool municipal = strstr(small, "municipal") != NULL;
    if (!type)
        return !municipal;
    bool commune = strcmp(type->value.text, "commune") == 0;
    if (municipal || commune)
        return municipal == commune;
    /* the département or region in the letterhead of others is where they are */
    bool wide =
        strcmp(type->value.text, "departement") == 0 || strcmp(type->value.text, "region") == 0;
    for (size_t i = 0; wide && i < G_N_ELEMENTS(local); i++)
        if (strstr(small, local[i]))
            return false;
    /* a council is of its own family only where that is plain */
    for (size_t i = 0; i < G_N_ELEMENTS(families); i++)
        if (strstr(small, families[i][0]))
            return g_str_has_prefix(type->value.text, families[i][1]) ||
                   strcmp(families[i][1], "communaute") == 0 ||
                   strcmp(families[i][1], "metropole") == 0;
    return true;
}

void assemble_check_authority(const Assembly *assembly)
{
    const char *siren = record_text(assembly->record, "/authority/siren");
    const char *type = record_text(assembly->record, "/authority/type");
    if (!siren || !type)
        return;
    bool commune = strcmp(type, "commune") == 0;
    if (g_str_has_prefix(siren, "21")
            ? commune
            : !(commune && (g_str_has_prefix(siren, "22") || g_str_has_prefix(siren, "25"))))
        return;
    record_unset(assembly->record, "/authority/name");
    record_unset(assembly->record, "/authority/type");
}

/* A commune that an act, or what stands outside of all acts, speaks of. */
typedef struct Mention {
    char *key; /* owned */
    const Match *first;
    guint times, most; /* weighed; the weightiest */
    bool titled;       /* the act is about it */
} Mention;

static void mention_clear(gpointer data)
{
    g_free(((Mention *)data)->key);
}

/* « Madame le Maire de Brume » is nearly always the one who presides: worth two mentions. */
static guint weight_of(const Assembly *assembly, const Match *match)
{
    g_autofree char *words = text_quote(assembly->text, match->span);
    g_autofree char *small = small_fold(words);
    return strstr(small, "le maire d") || strstr(small, "la maire d") ? 2 : 1;
}

static void count_mention(GArray *mentions, const Match *match, const Capture *capture,
                          guint weight)
{
    g_autofree char *key = small_fold(capture->value.text);
    bool titled = match->zone == ZONE_TITLE;
    for (guint i = 0; i < mentions->len; i++) {
        Mention *mention = &g_array_index(mentions, Mention, i);
        if (mention->first->act == match->act && strcmp(mention->key, key) == 0) {
            mention->times += weight;
            mention->most = MAX(mention->most, weight);
            mention->titled |= titled;
            return;
        }
    }
    Mention mention = {g_steal_pointer(&key), match, weight, weight, titled};
    g_array_append_val(mentions, mention);
}

/* Of several acts one may be about another commune, and speak of it all the time: that counts once.
 */
static guint times_of(const GArray *mentions, guint index, bool several)
{
    const Mention *mention = &g_array_index(mentions, Mention, index);
    return several && mention->titled ? mention->most : mention->times;
}

/* How often a commune is spoken of in all, counted from its first mention on. */
static guint times_in_all(const GArray *mentions, guint first, bool several)
{
    const char *key = g_array_index(mentions, Mention, first).key;
    guint times = 0;
    for (guint i = first; i < mentions->len; i++)
        if (strcmp(g_array_index(mentions, Mention, i).key, key) == 0)
            times += times_of(mentions, i, several);
    return times;
}

void assemble_mentioned_commune(const Assembly *assembly, const char *body)
{
    enum { FEWEST = 2, MOST_NAMES = 200 }; /* who names more speaks of all the country */
    g_autofree char *small = body ? small_fold(body) : NULL;
    if (record_get(assembly->record, "/authority/name") || (small && !strstr(small, "municipal")))
        return;
    bool several = assembly->outline->acts > 1;
    g_autoptr(GArray) mentions = g_array_new(false, false, sizeof(Mention));
    g_array_set_clear_func(mentions, mention_clear);
    for (guint i = 0; i < assembly->fields->matches->len; i++) {
        const Match *match = assembly->fields->matches->pdata[i];
        const Capture *capture = match_capture(match, "mentioned_commune");
        if (capture)
            count_mention(mentions, match, capture, weight_of(assembly, match));
        if (mentions->len > MOST_NAMES)
            return;
    }
    const Match *named = NULL;
    guint most = 0, all = 0;
    for (guint i = 0; i < mentions->len; i++) {
        guint times = times_in_all(mentions, i, several);
        all += times_of(mentions, i, several);
        if (times > most) {
            most = times;
            named = g_array_index(mentions, Mention, i).first;
        }
    }
    if (!named || most < FEWEST || most * 3 < all * 2)
        return;
    assembly_put(assembly, "/authority/name", match_capture(named, "mentioned_commune"),
                 named->rule);
    record_set_text(assembly->record, "/authority/type", "commune");
}

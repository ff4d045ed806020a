/* Which of the matters that headings open are acts, and which are talk. */
#include "marks.h"

#include <string.h>

enum {
    TITLED_LEAST = 400, /* bytes under a title, less than which it stands in a list of titles */
    BROKEN_LEAST = 150, /* bytes of a matter that the end of the text breaks off */
    BROKEN_TITLE = 300, /* and of one of which no more than the title is there, perhaps in part */
};

/* True when the text stops in the middle of a sentence: the rest of it was cut off. Lines of a page
 * are short; only text without lines tells. */
static bool breaks_off(const char *folded, size_t length)
{
    enum { LONG_LINE = 300 };
    while (length > 0 && g_ascii_isspace(folded[length - 1]))
        length--;
    size_t start = length;
    while (start > 0 && folded[start - 1] != '\n')
        start--;
    return length - start > LONG_LINE && !strchr(".!?\":;)", folded[length - 1]);
}

enum { DECIDED = 1, ENTITLED = 2, BROKEN = 4 }; /* why a matter is an act */

/* The last matter of a text that breaks off: an act where those before it are. */
static bool is_broken_act(const Outline *outline, const int *acts, guint last, size_t length,
                          bool told)
{
    guint decided = 0;
    bool any = false;
    for (guint i = 0; i < last; i++)
        decided += acts[i] != 0;
    for (guint i = 0; i < outline->zones->len && !any; i++) {
        ZoneKind kind = g_array_index(outline->zones, Zone, i).kind;
        any = kind == ZONE_OPERATIVE || kind == ZONE_VOTE;
    }
    return any && decided * 2 >= last && length >= (size_t)(told ? BROKEN_LEAST : BROKEN_TITLE);
}

/* Which of the matters opened are acts: those with an act's own title and those that were decided.
 * The others are talk. A title with little under it is an act that says little, unless it stands
 * among others like it. */
static void choose_acts(const Outline *outline, const GArray *titled, bool broken, int *acts)
{
    guint count = titled->len;
    g_autofree size_t *lengths = g_new0(size_t, count + 1);
    g_autofree bool *told = g_new0(bool, count + 1), *announced = g_new0(bool, count + 1);
    const Zone *last = NULL;
    for (guint i = 0; i < outline->zones->len; i++) {
        const Zone *zone = &g_array_index(outline->zones, Zone, i);
        if (zone->act >= 0) {
            if (lengths[zone->act] == 0)
                announced[zone->act] = last && last->kind == ZONE_AGENDA;
            lengths[zone->act] += span_length(zone->span);
            told[zone->act] |= zone->kind != ZONE_TITLE;
            if (zone->kind == ZONE_OPERATIVE || zone->kind == ZONE_VOTE)
                acts[zone->act] = DECIDED;
        }
        last = zone;
    }
    for (guint i = 0; i < count; i++) {
        bool alone = lengths[i] >= TITLED_LEAST ||
                     ((i + 1 == count || acts[i + 1]) && (i == 0 ? !announced[i] : acts[i - 1]));
        acts[i] |= g_array_index(titled, bool, i) && alone ? ENTITLED : 0;
    }
    if (broken && count > 0 && last && last->act == (int)count - 1 && acts[count - 1] != DECIDED &&
        !(acts[count - 1] == ENTITLED && told[count - 1])) {
        bool act = is_broken_act(outline, acts, count - 1, lengths[count - 1], told[count - 1]);
        acts[count - 1] = act ? BROKEN : 0;
    }
}

int matters_number_acts(Outline *outline, const GArray *titled, const char *folded, size_t length)
{
    bool broken = breaks_off(folded, length);
    g_autofree int *acts = g_new0(int, titled->len + 1);
    choose_acts(outline, titled, broken, acts);
    int whole = 0;
    for (guint i = 0; i < titled->len; i++)
        whole += acts[i] != 0 && acts[i] != BROKEN;
    for (guint i = 0; i < titled->len; i++)
        acts[i] = acts[i] ? outline->acts++ : ZONE_NO_ACT;
    for (guint i = 0; i < outline->zones->len; i++) {
        Zone *zone = &g_array_index(outline->zones, Zone, i);
        if (zone->act == ZONE_NO_ACT)
            continue;
        zone->act = acts[zone->act];
        if (zone->act != ZONE_NO_ACT)
            continue;
        if (zone->kind == ZONE_TITLE)
            g_array_append_val(outline->left_out, zone->span);
        zone->kind = ZONE_OTHER;
    }
    return whole;
}

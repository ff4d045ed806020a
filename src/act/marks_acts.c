/* Which of the matters that headings open are acts, and which are talk. */
#include "marks.h"

#include <string.h>

enum {
    TITLED_LEAST = 400, /* bytes under a title, less than which it stands in a list of titles */
    BROKEN_LEAST = 150, /* bytes of a matter that the end of the text breaks off */
    BROKEN_TITLE = 300, /* and of one of which no more than the title is there, perhaps in part */
    LISTED_LEAST = 3,   /* titles with nothing under them, one after the other, that are a list */
    KEY_MOST = 32,      /* letters and figures of a number */
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

/* What is known of a matter. */
typedef struct Matter {
    Span mark;      /* the landmark that opens it */
    size_t length;  /* of its zones */
    bool told;      /* it is more than a title */
    bool announced; /* it opens behind the agenda */
} Matter;

/* The last matter of a text that breaks off: an act where those before it are, but for the titles
 * of a list. */
static bool is_broken_act(const Outline *outline, const int *acts, const Matter *matters,
                          guint last)
{
    guint decided = 0, count = 0;
    bool any = false;
    for (guint i = 0; i < last; i++) {
        decided += acts[i] != 0;
        count += acts[i] != 0 || matters[i].length >= TITLED_LEAST;
    }
    for (guint i = 0; i < outline->zones->len && !any; i++) {
        ZoneKind kind = g_array_index(outline->zones, Zone, i).kind;
        any = kind == ZONE_OPERATIVE || kind == ZONE_VOTE;
    }
    return any && decided * 2 >= count &&
           matters[last].length >= (size_t)(matters[last].told ? BROKEN_LEAST : BROKEN_TITLE);
}

/* What a heading is told by: the letters and figures of its landmark and of the number it ends in
 * or before, not the words behind that. With `form`, every figure is the same. */
static void number_key(const char *folded, Span mark, bool form, char key[KEY_MOST + 1])
{
    size_t length = 0;
    bool figures = false;
    for (size_t i = mark.start; length < KEY_MOST; i++) {
        bool counts = g_ascii_isalnum(folded[i]);
        bool word = g_ascii_isalpha(folded[i]) && i > 0 && g_ascii_isspace(folded[i - 1]);
        if ((figures && word) ||
            (i >= mark.end && !counts && !(folded[i] && strchr("-_./", folded[i]))))
            break;
        figures |= g_ascii_isdigit(folded[i]) != 0;
        if (counts)
            key[length++] =
                form && g_ascii_isdigit(folded[i]) ? '0' : (char)g_ascii_tolower(folded[i]);
    }
    key[length] = '\0';
}

static bool same_number(const char *folded, Span a, Span b, bool form)
{
    char first[KEY_MOST + 1], second[KEY_MOST + 1];
    number_key(folded, a, form, first);
    number_key(folded, b, form, second);
    return strpbrk(first, "0123456789") && strcmp(first, second) == 0;
}

/* Whether the matter at `last` follows a run of titles that have next to nothing under them, with
 * numbers of the form of its own and other ones: it is the end of a list, and what is decided
 * behind it is not its own. */
static bool ends_list(const char *folded, const Matter *matters, const int *acts, guint last)
{
    guint run = 0;
    for (; run < last; run++) {
        const Matter *matter = &matters[last - run - 1];
        if (acts[last - run - 1] & DECIDED || matter->length >= TITLED_LEAST ||
            !same_number(folded, matter->mark, matters[last].mark, true))
            break;
        if (same_number(folded, matter->mark, matters[last].mark, false))
            return false;
    }
    return run >= LISTED_LEAST;
}

/* Which of the matters opened are acts: those with an act's own title and those that were decided.
 * The others are talk. A title with little under it is an act that says little, unless it stands
 * among others like it. */
static void choose_acts(const Outline *outline, const GArray *titled, const char *folded,
                        bool broken, int *acts)
{
    guint count = titled->len;
    g_autofree Matter *matters = g_new0(Matter, count + 1);
    const Zone *last = NULL;
    for (guint i = 0; i < outline->zones->len; i++) {
        const Zone *zone = &g_array_index(outline->zones, Zone, i);
        if (zone->act >= 0) {
            Matter *matter = &matters[zone->act];
            if (matter->length == 0) {
                matter->announced = last && last->kind == ZONE_AGENDA;
                matter->mark = (Span){zone->span.start, zone->body};
            }
            matter->length += span_length(zone->span);
            matter->told |= zone->kind != ZONE_TITLE;
            if (zone->kind == ZONE_OPERATIVE || zone->kind == ZONE_VOTE)
                acts[zone->act] = DECIDED;
        }
        last = zone;
    }
    for (guint i = 0; i < count; i++) {
        bool entitled = g_array_index(titled, bool, i);
        bool alone =
            matters[i].length >= TITLED_LEAST ||
            ((i + 1 == count || acts[i + 1]) && (i == 0 ? !matters[i].announced : acts[i - 1]));
        acts[i] |= entitled && alone ? ENTITLED : 0;
        if (entitled && acts[i] && ends_list(folded, matters, acts, i))
            acts[i] = 0;
    }
    const Matter *end = &matters[count - (count > 0)];
    if (broken && count > 0 && last && last->act == (int)count - 1 &&
        !(acts[count - 1] & DECIDED) && !(acts[count - 1] == ENTITLED && end->told)) {
        bool act = is_broken_act(outline, acts, matters, count - 1);
        acts[count - 1] = act ? BROKEN : 0;
    }
}

int matters_number_acts(Outline *outline, const GArray *titled, const char *folded, size_t length)
{
    bool broken = breaks_off(folded, length);
    g_autofree int *acts = g_new0(int, titled->len + 1);
    choose_acts(outline, titled, folded, broken, acts);
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

/* What most entries of a list show of the others: which are no names, which hold a place as well.
 */
#include "names.h"

#include "persons.h"

#include "../base/text.h"

#include <string.h>

/* Removes from `from` on every entry that `keep` refuses. */
static void drop(GArray *list, guint from, bool (*keep)(const Listed *))
{
    for (guint i = list->len; i > from; i--)
        if (!keep(&g_array_index(list, Listed, i - 1)))
            g_array_remove_index(list, i - 1);
}

static bool has_civility(const Listed *listed)
{
    return listed->person.civility != NULL;
}

static bool has_two_parts(const Listed *listed)
{
    return listed->person.given || listed->person.civility;
}

/* The last word of a name's part, where more than one stand apart: « BEL AIR DURAND ». NULL for one
 * word. Lent. */
static const char *last_of_several(const char *part)
{
    const char *last = part ? strrchr(part, ' ') : NULL;
    return last ? last + 1 : NULL;
}

/* The part that stands first in a name that has both: of « ROC Paul » the family name. Lent. */
static const char *first_part(const Person *person)
{
    if (person->civility || !person->given || !person->family)
        return NULL;
    return g_str_has_prefix(person->name, person->family) ? person->family : person->given;
}

/* True for « VALCROZE DURAND Paul » and « Valcroze Paul DURAND »: the first part is a place and a
 * name. */
static bool has_place(const Listed *listed)
{
    return last_of_several(first_part(&listed->person)) != NULL;
}

static bool is_shouted(const char *part)
{
    g_autofree char *folded = text_fold(part);
    for (const char *p = folded; *p; p++)
        if (g_ascii_islower(*p))
            return false;
    return true;
}

/* A name whose given part is no capitals, in the family name's order. */
static bool is_family_first(const Listed *listed)
{
    const Person *person = &listed->person;
    return first_part(person) == person->family && person->family && !is_shouted(person->given);
}

static bool is_given_first(const Listed *listed)
{
    const Person *person = &listed->person;
    return first_part(person) == person->given && person->given && !is_shouted(person->given);
}

/* Parts « VALCROZE » from « DURAND Paul »: it is the group. */
static void part_from_place(const Text *text, Listed *listed)
{
    Person *person = &listed->person;
    char **first = first_part(person) == person->family ? &person->family : &person->given;
    const char *second = *first == person->family ? person->given : person->family;
    const char *last = last_of_several(*first);
    if (!last)
        return;
    g_autofree char *place = g_strndup(*first, (gsize)(last - 1 - *first));
    g_autofree char *kept = g_strdup(last);
    g_autofree char *folded = text_fold(kept);
    const char *s = text_folded(text, NULL);
    const char *at =
        g_strstr_len(s + listed->span.start, (gssize)span_length(listed->span), folded);
    if (at)
        listed->span.start = (size_t)(at - s);
    g_free(person->name);
    person->name = g_strconcat(kept, " ", second, NULL);
    g_free(*first);
    *first = g_steal_pointer(&kept);
    if (!listed->group)
        listed->group = g_steal_pointer(&place);
}

/* A table of places and names torn into one line: most first parts seem to have two words. What is
 * no whole name there is the wreck of one. */
static void part_from_places(const Text *text, GArray *list, guint from)
{
    enum { PLAINLY = 8 };
    guint placed = 0, family_first = 0, all = list->len - from;
    for (guint i = from; i < list->len; i++) {
        placed += has_place(&g_array_index(list, Listed, i));
        family_first += is_family_first(&g_array_index(list, Listed, i));
    }
    if (all < PLAINLY || placed * 2 <= all)
        return;
    drop(list, from, family_first * 2 > all ? is_family_first : is_given_first);
    for (guint i = from; i < list->len; i++)
        part_from_place(text, &g_array_index(list, Listed, i));
}

void names_drop_weak(const Text *text, GArray *list, guint from)
{
    guint civil = 0, full = 0, all = list->len - from;
    for (guint i = from; i < list->len; i++) {
        const Listed *listed = &g_array_index(list, Listed, i);
        civil += has_civility(listed);
        full += has_two_parts(listed);
    }
    if (all >= 5 && civil * 10 >= all * 7)
        drop(list, from, has_civility);
    else if (full * 2 > all)
        drop(list, from, has_two_parts);

    part_from_places(text, list, from);
}

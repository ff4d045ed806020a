/* What most entries of a list show of the others: which are no names, which hold a place as well,
 * which are parts of one name, whose civility is one for several. */
#include "names.h"

#include "persons.h"

#include "../base/text.h"

#include <string.h>

/* Removes from `from` on every entry that `keep` refuses. */
static void drop(GArray *list, guint from, bool (*keep)(const Listed *))
{
    guint kept = from;
    for (guint i = from; i < list->len; i++) {
        Listed *one = &g_array_index(list, Listed, i);
        if (!keep(one))
            continue;
        Listed *to = &g_array_index(list, Listed, kept++), other = *to;
        *to = *one;
        *one = other;
    }
    if (kept < list->len)
        g_array_remove_range(list, kept, list->len - kept);
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

/* Somebody: by a civility where others have one, else by the case of the letters. */
static bool is_somebody(const char *s, const Listed *listed, bool civil)
{
    return civil ? has_civility(listed) : names_has_cases(s, listed->span.start, listed->span.end);
}

/* « M. Paul ROC, Cerval ; Mme Anne DUVAL, Pernant », « CERVAL / Paul ROC / Anne DUVAL / PERNANT / …
 * »: a place behind each name, or in front of one or several, is their group. */
static void take_places(const Text *text, GArray *list, guint from)
{
    enum { FEWEST = 2 };
    const char *s = text_folded(text, NULL);
    guint places = 0, civil = 0;
    for (guint i = from; i < list->len; i++)
        civil += has_civility(&g_array_index(list, Listed, i));
    for (guint i = from; i < list->len; i++) {
        const Listed *listed = &g_array_index(list, Listed, i);
        if (is_somebody(s, listed, civil > 0))
            continue;
        places++;
        if (!names_is_place(s, listed->span.start, listed->span.end) ||
            (i > from && !is_somebody(s, listed - 1, civil > 0)))
            return;
    }
    bool first = list->len > from && !is_somebody(s, &g_array_index(list, Listed, from), civil > 0);
    guint people = list->len - from - places;
    if (places < FEWEST || (first ? places > people : places != people))
        return;
    g_autofree char *group = NULL;
    for (guint i = list->len; i > from && !first; i--) {
        Listed *listed = &g_array_index(list, Listed, i - 1);
        if (!is_somebody(s, listed, civil > 0)) {
            g_free(group);
            group = g_strdup(listed->person.name);
            g_array_remove_index(list, i - 1);
        } else if (!listed->group) {
            listed->group = g_steal_pointer(&group);
        }
    }
    for (guint i = from; i < list->len && first;) {
        Listed *listed = &g_array_index(list, Listed, i);
        if (!is_somebody(s, listed, civil > 0)) {
            g_free(group);
            group = g_strdup(listed->person.name);
            g_array_remove_index(list, i);
            continue;
        }
        if (!listed->group)
            listed->group = g_strdup(group);
        i++;
    }
}

static void drop_weak(const Text *text, GArray *list, guint from)
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

static bool is_one_word(const char *name)
{
    return !strpbrk(name, " -'");
}

/* Makes one person of an entry and the next, where that has both names. */
static void join_next(const Text *text, NameOrder order, GArray *list, guint index)
{
    Listed *one = &g_array_index(list, Listed, index);
    Span both = {one->span.start, one[1].span.end};
    g_autofree char *printed = text_quote(text, both);
    g_auto(Person) person = {0};
    if (!person_read(printed, order, &person) || !person.given)
        return;
    person_clear(&one->person);
    one->person = person;
    person = (Person){0};
    one->span = both;
    g_array_remove_index(list, index + 1);
}

/* « Mme Nathalie, PERCHOT, M. Jean PETIT »: where others have a civility and both names, a given
 * name with a civility and a family name without one are one person that a comma parts. */
static void join_parted(const Text *text, NameOrder order, GArray *list, guint from)
{
    guint complete = 0;
    for (guint i = from; i < list->len; i++) {
        const Person *person = &g_array_index(list, Listed, i).person;
        complete += person->civility && person->given;
    }
    for (guint i = from; i + 1 < list->len && complete * 2 >= list->len - from; i++) {
        const Listed *one = &g_array_index(list, Listed, i), *next = one + 1;
        if (!one->person.civility || one->person.given || next->person.civility ||
            next->person.given || !is_one_word(one->person.name) ||
            next->span.start > one->span.end + 3 ||
            names_order(text_folded(text, NULL), one->span.start, next->span.end) ==
                NAME_ORDER_FAMILY_FIRST)
            continue;
        join_next(text, order, list, i);
    }
}

/* True where nothing but one dash, with space or a line's end around it, stands in a span. */
static bool is_dash_alone(const char *s, Span span)
{
    size_t dashes = 0;
    for (size_t i = span.start; i < span.end; i++) {
        dashes += s[i] == '-';
        if (s[i] != '-' && !g_ascii_isspace(s[i]))
            return false;
    }
    return dashes == 1;
}

/* True for a given name and a family name in capitals, the family name last. */
static bool ends_in_family(const char *s, const Listed *listed)
{
    return listed->person.given && names_complete(s, listed->span.start, listed->span.end) &&
           names_order(s, listed->span.start, listed->span.end) == NAME_ORDER_GIVEN_FIRST;
}

static bool is_word_in_capitals(const char *s, const Listed *listed)
{
    if (listed->person.given || listed->person.civility || !is_one_word(listed->person.name))
        return false;
    for (size_t i = listed->span.start; i < listed->span.end; i++)
        if (g_ascii_islower(s[i]))
            return false;
    return true;
}

/* « Paul ROC - Lise GARROS - TESTUD - Jean MOREL »: where the others have both names, a word in
 * capitals behind such a name and a dash is the second half of its family name. */
static void join_dashed(const Text *text, NameOrder order, GArray *list, guint from)
{
    const char *s = text_folded(text, NULL);
    guint complete = 0;
    for (guint i = from; i < list->len; i++)
        complete += g_array_index(list, Listed, i).person.given != NULL;
    for (guint i = from; i + 1 < list->len && complete * 4 >= (list->len - from) * 3; i++) {
        const Listed *one = &g_array_index(list, Listed, i), *next = one + 1;
        if (ends_in_family(s, one) && is_word_in_capitals(s, next) &&
            is_dash_alone(s, (Span){one->span.end, next->span.start}))
            join_next(text, order, list, i);
    }
}

/* « MM. » is the civility of those who follow only where « Mmes » heads others: some lists of men
 * and women have but « MM. ». */
static void give_plurals(GArray *list, guint from)
{
    const char *first = NULL;
    bool both = false;
    for (guint i = from; i < list->len; i++) {
        const char *plural = g_array_index(list, Listed, i).plural;
        both |= plural && first && strcmp(plural, first) != 0;
        first = first ? first : plural;
    }
    for (guint i = from; both && i < list->len; i++) {
        Listed *listed = &g_array_index(list, Listed, i);
        if (!listed->person.civility)
            listed->person.civility = g_strdup(listed->plural);
    }
}

/* True for a name that is an initial and a family name: « E. ROC ». */
static bool has_initial(const Person *person)
{
    return person->given && !person->civility && g_utf8_strlen(person->given, -1) <= 4 &&
           g_str_has_suffix(person->given, ".");
}

/* « E. ROC, M. DUVAL, L. MOREL »: where the others have an initial and nobody is « Mme », « M. » is
 * an initial, too. */
static void give_initials(GArray *list, guint from)
{
    enum { FEWEST = 3 };
    guint initials = 0, men = 0;
    for (guint i = from; i < list->len; i++) {
        const Person *person = &g_array_index(list, Listed, i).person;
        bool man = person->civility && strcmp(person->civility, "M.") == 0;
        if (person->civility && (!man || person->given))
            return;
        men += man;
        initials += has_initial(person);
    }
    if (men == 0 || initials < FEWEST || initials < men * 2)
        return;
    for (guint i = from; i < list->len; i++) {
        Person *person = &g_array_index(list, Listed, i).person;
        if (!person->civility)
            continue;
        g_autofree char *family = g_steal_pointer(&person->name);
        person->name = g_strconcat("M. ", family, NULL);
        person->given = g_steal_pointer(&person->civility);
    }
}

void names_settle(const Text *text, NameOrder order, GArray *list, guint from)
{
    join_parted(text, order, list, from);
    join_dashed(text, order, list, from);
    give_initials(list, from);
    take_places(text, list, from);
    drop_weak(text, list, from);
    give_plurals(list, from);
}

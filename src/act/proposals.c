/* Minutes that print a proposal and the vote on it, and no decision: « Il est proposé au conseil de
 * … / Vote : à l'unanimité ». What was proposed is then what was decided. */
#include "marks.h"

#include <string.h>

/* What the first words of a proposal's line are; the words behind them may be as far away as a
 * name and its office are long. */
static bool is_proposal(const char *folded, Span line)
{
    enum { FARTHEST = 80 };
    static const char *const openings[] = {"il est propose",
                                           "il est donc propose",
                                           "il vous est propose",
                                           "monsieur le maire",
                                           "madame le maire",
                                           "madame la maire",
                                           "mr le maire",
                                           "m. le maire",
                                           "mme le maire",
                                           "mme la maire",
                                           "le maire propose",
                                           "la maire propose",
                                           "le president",
                                           "la presidente",
                                           "monsieur le presi",
                                           "madame la presi",
                                           "il propose",
                                           "elle propose",
                                           NULL};
    static const char *const verbs[] = {
        " propose de ",  " propose d'", " propose que ", " propose qu'",
        " propose:",     " propose :",  " propose au ",  " propose aux ",
        " propose a l'", " propose l",  " propose le ",  NULL};
    if (!marks_begins_with(folded, line, openings))
        return false;
    g_autofree char *head =
        g_strndup(folded + line.start, MIN(span_length(line), (size_t)FARTHEST));
    g_autofree char *small = g_ascii_strdown(head, -1);
    g_autofree char *words = g_strconcat(small, " ", NULL);
    for (const char *const *verb = verbs; *verb; verb++)
        if (strstr(words, *verb))
            return true;
    return g_str_has_suffix(small, " propose de") || g_str_has_suffix(small, " propose");
}

/* Where the first line of a zone that proposes begins; its end where none does. */
static size_t find_proposal(const char *folded, Span zone)
{
    for (size_t at = zone.start, end; at < zone.end; at = end + 1) {
        while (at < zone.end && g_ascii_isspace(folded[at]))
            at++;
        for (end = at; end < zone.end && folded[end] != '\n';)
            end++;
        if (is_proposal(folded, (Span){at, end}))
            return at;
    }
    return zone.end;
}

/* The zones [first, last) of an act's report that stand in front of its vote; none where the act
 * decides in words, or has no vote. */
static void report_of(const GArray *zones, int act, guint *first, guint *last)
{
    bool voted = false;
    *first = *last = 0;
    for (guint i = 0; i < zones->len; i++) {
        const Zone *zone = &g_array_index(zones, Zone, i);
        if (zone->act != act)
            continue;
        if (zone->kind == ZONE_OPERATIVE) {
            *first = *last = 0;
            return;
        }
        voted |= zone->kind == ZONE_VOTE;
        if (zone->kind != ZONE_BODY || voted)
            continue;
        *first = *last == 0 ? i : *first;
        *last = i + 1;
    }
    if (!voted)
        *first = *last = 0;
}

void proposals_open(Outline *outline, const Text *text)
{
    const char *folded = text_folded(text, NULL);
    for (int act = 0; act < outline->acts; act++) {
        guint first, last;
        report_of(outline->zones, act, &first, &last);
        for (guint i = first; i < last; i++) {
            Zone *zone = &g_array_index(outline->zones, Zone, i);
            size_t at = zone->act == act && zone->kind == ZONE_BODY
                            ? find_proposal(folded, zone->span)
                            : zone->span.end;
            if (at == zone->span.end)
                continue;
            Zone proposal = {
                .kind = ZONE_OPERATIVE, .span = {at, zone->span.end}, .act = act, .body = at};
            for (guint k = i + 1; k < last; k++)
                if (g_array_index(outline->zones, Zone, k).act == act &&
                    g_array_index(outline->zones, Zone, k).kind == ZONE_BODY)
                    g_array_index(outline->zones, Zone, k).kind = ZONE_OPERATIVE;
            zone->span.end = at;
            g_array_insert_val(outline->zones, i + 1, proposal);
            break;
        }
    }
}

/* Sums that are taken off: « 022 Dépenses imprévues - 1 179 € 739 Prélèvement + 1 179 € ». A dash
 * in front of a sum may be a bullet or part two things: it is a minus where sums beside it bear a
 * plus.
 */
#include "assemble.h"

#include <string.h>

enum { APART = 160 }; /* bytes between two sums of one row or the next */

/* Where the sign in front of a sum stands; the sum's own start where there is none. A dash that
 * begins a line is a bullet, one at the end of a word a hyphen. */
static size_t sign_at(const char *folded, size_t sum)
{
    size_t at = sum;
    while (at > 0 && folded[at - 1] == ' ')
        at--;
    if (at == 0 || !strchr("+-", folded[at - 1]))
        return sum;
    size_t before = --at;
    while (before > 0 && folded[before - 1] == ' ')
        before--;
    bool parts = before == 0 || folded[before - 1] == '\n' ||
                 (before == at && g_ascii_isalnum(folded[before - 1]));
    return folded[at] == '-' && parts ? sum : at;
}

/* Whether a plus stands before a sum that signed ones lead to, in one direction. */
static bool reaches_plus(const Assembly *assembly, guint index, int step)
{
    const Matches *fields = assembly->fields;
    const char *folded = text_folded(assembly->text, NULL);
    Span last = match_capture(fields->matches->pdata[index], "amount")->span;
    for (gint64 i = (gint64)index + step; i >= 0 && i < fields->matches->len; i += step) {
        const Match *match = fields->matches->pdata[i];
        const Capture *capture = match_capture(match, "amount");
        Span gap =
            step > 0 ? (Span){last.end, match->span.start} : (Span){match->span.end, last.start};
        if (gap.end > gap.start && span_length(gap) > APART)
            return false;
        if (!capture || span_overlaps(capture->span, last))
            continue;
        size_t sign = sign_at(folded, capture->span.start);
        if (sign == capture->span.start)
            return false;
        if (folded[sign] == '+')
            return true;
        last = capture->span;
    }
    return false;
}

bool assembly_takes_off(const Assembly *assembly, guint index, size_t *sign)
{
    const Capture *capture = match_capture(assembly->fields->matches->pdata[index], "amount");
    const char *folded = text_folded(assembly->text, NULL);
    *sign = sign_at(folded, capture->span.start);
    return capture->value.number > 0 && *sign < capture->span.start && folded[*sign] == '-' &&
           (reaches_plus(assembly, index, 1) || reaches_plus(assembly, index, -1));
}

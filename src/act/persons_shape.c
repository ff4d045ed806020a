/* What the whole of a list shows before it is read: whether its lines part the names, or its
 * dashes, and in what order names are printed. */
#include "persons_shape.h"

#include <string.h>

bool shape_is_short_dash(const Text *text, size_t at)
{
    g_autofree char *printed = text_quote(text, (Span){at, at + 1});
    return strcmp(printed, "-") == 0;
}

/* « Cerval et environs : »: the word joins two of a label, not two names. */
static bool joins_label(const char *s, size_t at, size_t limit)
{
    enum { LONGEST = 40 };
    size_t end = MIN(limit, at + LONGEST), colon = at;
    while (colon < end && !strchr(".,;:()\n", s[colon]))
        colon++;
    return colon < end && s[colon] == ':' && !names_civility_at(s, at, colon) &&
           !names_complete(s, at, colon);
}

size_t shape_and_at(const char *s, size_t at, size_t end)
{
    enum { LENGTH = 4 };
    return at + LENGTH <= end && g_ascii_isspace(s[at]) && s[at + 1] == 'e' && s[at + 2] == 't' &&
                   g_ascii_isspace(s[at + 3]) && !joins_label(s, at + LENGTH, end)
               ? LENGTH
               : 0;
}

/* True when a civility stands in the line that ends at `at`. */
static bool line_has_civility(const char *s, size_t start, size_t at)
{
    size_t from = at;
    while (from > start && s[from - 1] != '\n')
        from--;
    return names_civility_at(s, from, at) || names_next_civility(s, from, at) < at;
}

bool shape_is_label_cell(const char *s, size_t start, size_t at, size_t end)
{
    size_t from = at, stop = at + 3;
    while (from > start && s[from - 1] != '\n')
        from--;
    while (stop < end && s[stop] != '\n')
        stop++;
    if (names_civility_at(s, at + 3, stop))
        return !line_has_civility(s, start, at);
    return from < at && names_order(s, from, at) == NAME_ORDER_UNKNOWN &&
           names_order(s, at + 3, stop) != NAME_ORDER_UNKNOWN;
}

/* « X - Y »: a dash with space on both sides behind a word of its line. */
static bool is_dash_between(const char *s, size_t start, size_t at)
{
    return s[at] == '-' && at > start + 1 && s[at - 1] == ' ' && g_ascii_isalpha(s[at - 2]) &&
           g_ascii_isspace(s[at + 1]);
}

/* The most words that stand in one cell of the list's lines; sentences do not count. */
static size_t longest_cell(const char *s, size_t start, size_t end)
{
    size_t longest = 0, line = start;
    for (size_t i = start; i < end; i++) {
        if (s[i] != '\n' && i + 1 < end)
            continue;
        size_t words = 0;
        bool sentence = names_is_sentence(s, line, i);
        for (size_t k = line; k < i && !sentence; k++) {
            if (s[k] == ' ')
                words = strncmp(s + k, "   ", 3) == 0 ? 0 : words + (s[k + 1] != ' ');
            longest = MAX(longest, words);
        }
        line = i + 1;
    }
    return longest;
}

static bool is_somebody(const char *s, size_t start, size_t end)
{
    return names_civility_at(s, start, end) || names_has_cases(s, start, end);
}

/* « Paul Roc, Maire », « Paul Roc – 1er adjoint, délégué »: offices behind one name. */
static bool is_officer(const char *s, size_t start, size_t end)
{
    size_t offices = 0, part = end;
    for (size_t i = start; i <= end; i++) {
        bool parts = i == end || s[i] == ',' || is_dash_between(s, start, i);
        if (parts && part < end && !names_is_role(s, part, i))
            return false;
        offices += parts && part < end;
        part = parts ? i + 1 : part;
    }
    return offices > 0;
}

/* True for a line of one name and one place: « M. Paul ROC - Cerval », « Paul ROC, Cerval », «
 * Cerval – M. Paul ROC ». */
static bool is_placed(const char *s, size_t start, size_t end)
{
    size_t parting = 0, count = 0;
    while (end > start && g_ascii_isspace(s[end - 1]))
        end--;
    for (size_t i = start; i < end; i++)
        if (s[i] == ',' || s[i] == ';' || is_dash_between(s, start, i)) {
            parting = i;
            count++;
        }
    if (count != 1 || parting + 1 >= end)
        return false;
    bool before = is_somebody(s, start, parting), after = is_somebody(s, parting + 1, end);
    return before != after && names_next_civility(s, before ? start : parting + 1, end) == end;
}

/* True for a line of one person: « M. Paul ROC pour la commune de Cerval ». */
static bool is_civil(const char *s, size_t start, size_t end)
{
    return names_civility_at(s, start, end) && names_next_civility(s, start, end) == end;
}

/* Whether all lines, three at least, are of one name each. */
static bool are_single(const char *s, size_t start, size_t end)
{
    enum { FEWEST = 3 };
    size_t single = 0, line = start;
    for (size_t i = start; i <= end; i++) {
        if (i < end && s[i] != '\n')
            continue;
        bool blank = strspn(s + line, " \n") >= i - line;
        if (!blank && !is_placed(s, line, i) && !is_civil(s, line, i) && !is_officer(s, line, i))
            return single >= FEWEST && names_is_sentence(s, line, i);
        single += !blank;
        line = i + 1;
    }
    return single >= FEWEST;
}

ListShape shape_measure(const Text *text, size_t start, size_t end)
{
    enum { MOST_WORDS = 8, MEASURED = 6000 }; /* words of one name, or two */
    const char *s = text_folded(text, NULL);
    size_t commas = 0, lines = 0, cells = 0, dashes = 0, hyphens = 0;
    size_t limit = MIN(end, start + MEASURED);
    for (size_t i = start; i < limit; i++) {
        if (is_dash_between(s, start, i))
            *(shape_is_short_dash(text, i) ? &hyphens : &dashes) += 1;
        commas += shape_and_at(s, i, end) > 0;
        commas += s[i] == ',' || s[i] == ';';
        lines += s[i] == '\n' && i > start && s[i - 1] != '\n';
        cells +=
            s[i] == ' ' && strncmp(s + i, "   ", 3) == 0 && shape_is_label_cell(s, start, i, limit);
    }
    ListShape shape = {.long_dashes = dashes >= 2 && hyphens < dashes};
    commas += dashes + hyphens;
    /* lines of many words hold several names, which case alone parts */
    shape.lines_separate =
        (lines > 0 && commas * 2 < lines && longest_cell(s, start, limit) <= MOST_WORDS) ||
        are_single(s, start, limit);
    shape.celled = cells >= 2 && shape.lines_separate;
    shape.order = names_order(s, start, limit);
    return shape;
}

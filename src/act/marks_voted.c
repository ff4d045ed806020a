/* Headings that only their place tells: what begins behind the vote on the matter before. */
#include "marks.h"

#include <string.h>

enum {
    VOTES_LEAST = 3,    /* « Vote : » lines, fewer than which part nothing */
    HEADING_LINES = 8,  /* of one heading at most */
    HEADING_LETTERS = 6 /* in its first line at least */
};

/* True when a landmark is a line « Vote : … ». */
static bool is_vote_line(const char *folded, const Mark *mark)
{
    size_t start = mark->span.start;
    return mark->kind == ZONE_VOTE && mark->match && !mark->margin &&
           g_ascii_strncasecmp(folded + start, "vote", 4) == 0 &&
           (start == 0 || folded[start - 1] == '\n');
}

bool marks_begins_with(const char *folded, Span line, const char *const *words)
{
    for (; *words; words++)
        if (span_length(line) >= strlen(*words) &&
            g_ascii_strncasecmp(folded + line.start, *words, strlen(*words)) == 0)
            return true;
    return false;
}

bool marks_is_speech(const char *folded, Span line)
{
    static const char *const words[] = {
        "m. ",        "mr ",         "mr. ",        "mme ",        "monsieur ",     "madame ",
        "messieurs ", "le maire",    "le conseil",  "le presi",    "le rapp",       "la seance",
        "la commune", "la presente", "les membres", "l'assemblee", "il ",           "elle ",
        "vu ",        "vu:",         "considerant", "apres ",      "dans ",         "conformement",
        "lecture ",   "sur ",        "personne ",   "vote",        "ordre du jour", "envoye ",
        "recu ",      "affiche ",    "publie ",     "id ",         "1d ",           NULL};
    return marks_begins_with(folded, line, words);
}

/* True for a line that is no part of a paragraph: blank, beside it, laid over it, or a stroke. */
static bool is_noise(const char *folded, const Line *line)
{
    size_t letters = 0;
    for (size_t i = line->span.start; i < line->span.end; i++)
        letters += g_ascii_isalpha(folded[i]) != 0;
    return letters < 3 || (line->flags & (LINE_STAMP | LINE_MARGIN));
}

/* True when a heading can begin in a line. */
static bool can_begin(const Text *text, const char *folded, size_t index)
{
    const Line *line = text_line(text, index);
    size_t letters = 0, end = line->span.end;
    if (span_length(line->span) == 0 || (line->flags & (LINE_FURNITURE | LINE_STAMP | LINE_MARGIN)))
        return false;
    for (size_t i = line->span.start; i < end; i++)
        letters += g_ascii_isalpha(folded[i]) != 0;
    return letters >= HEADING_LETTERS && g_ascii_isupper(folded[line->span.start]) &&
           !strchr(",;:", folded[end - 1]) && !marks_is_speech(folded, line->span);
}

/* True when a line goes on the one before, whatever stands between them. */
static bool goes_on(const Text *text, const char *folded, size_t index)
{
    return index < text_line_count(text) && span_length(text_line(text, index)->span) > 0 &&
           g_ascii_islower(folded[text_line(text, index)->span.start]) &&
           !(text_line(text, index)->flags & (LINE_STAMP | LINE_MARGIN));
}

/* How many lines from `index` on are a heading: up to a blank line, or to one where speech begins;
 * 0 when more lines follow than a heading has. */
static size_t heading_lines(const Text *text, const char *folded, size_t index)
{
    size_t count = 0, all = text_line_count(text);
    if (!can_begin(text, folded, index))
        return 0;
    for (; index + count < all && count <= HEADING_LINES; count++) {
        Span line = text_line(text, index + count)->span;
        bool blank = span_length(line) == 0;
        if (blank && goes_on(text, folded, index + count + 1))
            continue;
        if (blank || (count > 0 && marks_is_speech(folded, line)))
            break;
    }
    if (count > HEADING_LINES || index + count >= all)
        return 0;
    size_t end = text_line(text, index + count - 1)->span.end;
    return count > 1 && folded[end - 1] == '.' ? 0 : count; /* headings end without a full stop */
}

/* The first heading in the lines [from, to), or the last: behind a blank line, or at the start. */
static size_t find_heading(const Text *text, const char *folded, size_t from, size_t to, bool last,
                           size_t *lines)
{
    size_t found = to;
    bool begins = true;
    for (size_t i = from; i < to; i++) {
        const Line *line = text_line(text, i);
        bool apart = is_noise(folded, line);
        size_t count = begins && !apart ? heading_lines(text, folded, i) : 0;
        if (count > 0 && i + count < to) {
            found = i;
            *lines = count;
            if (!last)
                return found;
        }
        begins = apart;
    }
    return found;
}

static void add_mark(GArray *marks, ZoneKind kind, size_t at)
{
    Mark mark = {.kind = kind, .span = {at, at}, .voted = true};
    g_array_append_val(marks, mark);
}

void marks_add_voted(GArray *marks, const Text *text, Span part)
{
    const char *folded = text_folded(text, NULL);
    g_autoptr(GArray) votes = g_array_new(false, false, sizeof(size_t));
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        size_t line = text_line_at(text, mark->span.start);
        if (is_vote_line(folded, mark))
            g_array_append_val(votes, line);
    }
    if (votes->len < VOTES_LEAST)
        return;
    for (guint i = 0; i < votes->len; i++) {
        size_t from =
            i == 0 ? text_line_at(text, part.start) : g_array_index(votes, size_t, i - 1) + 1;
        size_t lines = 0;
        size_t to = g_array_index(votes, size_t, i);
        size_t heading = find_heading(text, folded, from, to, i == 0, &lines);
        if (heading == to)
            continue;
        add_mark(marks, ZONE_TITLE, text_line(text, heading)->span.start);
        add_mark(marks, ZONE_BODY, text_line(text, heading + lines)->span.start);
    }
    marks_sort(marks);
}

int marks_count_voted(const GArray *marks)
{
    int count = 0;
    for (guint i = 0; i < marks->len; i++)
        count +=
            g_array_index(marks, Mark, i).voted && g_array_index(marks, Mark, i).kind == ZONE_TITLE;
    return count;
}

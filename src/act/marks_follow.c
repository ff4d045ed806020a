/* Headings that look like any other line: known by what they follow. */
#include "marks.h"

#include "title.h"

#include <string.h>

enum {
    HEADING_LINES = 3,    /* of one such heading, at most */
    HEADING_LETTERS = 8,  /* at least */
    HEADING_LENGTH = 220, /* bytes, at most */
    SHORT_LINE = 60,      /* bytes of a line that says the vote and nothing else */
    FIGURES_MOST = 4,     /* one in so many characters may be a figure: rows of tables have more */
};

/* Lines of the body [first, last) without a blank one between them. */
typedef struct Paragraph {
    size_t first, last;
    Span span;
} Paragraph;

static bool is_aside(const Line *line)
{
    return line->flags & (LINE_FURNITURE | LINE_STAMP | LINE_MARGIN);
}

/* Whether a landmark begins in a line, and whether it is a vote's: from *at on, which it moves
 * behind the line. */
static bool begins_mark(const GArray *marks, guint *at, Span line, bool *vote)
{
    bool any = false;
    for (; *at < marks->len && g_array_index(marks, Mark, *at).span.start < line.end; (*at)++) {
        const Mark *mark = &g_array_index(marks, Mark, *at);
        if (mark->span.start < line.start || !mark->match)
            continue;
        any = true;
        *vote |= mark->kind == ZONE_VOTE;
    }
    return any;
}

/* The next paragraph from line *at on, which it moves behind it; none from line `count` on. Where
 * the text does not show paragraphs, a report begins one, and « Vote : … » is one. */
static bool next_paragraph(const Text *text, const GArray *marks, size_t count, size_t *at,
                           guint *mark, Paragraph *out)
{
    while (*at < count &&
           (span_length(text_line(text, *at)->span) == 0 || is_aside(text_line(text, *at))))
        (*at)++;
    if (*at == count)
        return false;
    *out = (Paragraph){.first = *at, .span = text_line(text, *at)->span};
    while (*at < count && span_length(text_line(text, *at)->span) > 0 &&
           !is_aside(text_line(text, *at))) {
        Span line = text_line(text, *at)->span;
        bool vote = false;
        guint next = *mark;
        if (begins_mark(marks, &next, line, &vote) && *at > out->first && !vote)
            break;
        *mark = next;
        out->span.end = line.end;
        (*at)++;
        if ((vote && span_length(line) <= SHORT_LINE) || title_ends_at(text, *at - 1))
            break;
    }
    out->last = *at;
    return true;
}

/* « • Tarifs de la cantine »: what stands behind the bullet; a dash is that of a clause. */
static size_t behind_bullet(const char *folded, Span span)
{
    size_t at = span.start;
    while (at < span.end && strchr("*> ", folded[at]))
        at++;
    return at;
}

static bool looks_like_heading(const char *folded, const Paragraph *paragraph)
{
    Span span = {behind_bullet(folded, paragraph->span), paragraph->span.end};
    size_t letters = 0, figures = 0;
    while (span.end > span.start && folded[span.end - 1] == ' ')
        span.end--;
    for (size_t i = span.start; i < span.end; i++) {
        letters += g_ascii_isalpha(folded[i]) != 0;
        figures += g_ascii_isdigit(folded[i]) != 0;
    }
    return paragraph->last - paragraph->first <= HEADING_LINES && letters >= HEADING_LETTERS &&
           span_length(span) <= HEADING_LENGTH && figures * FIGURES_MOST <= span_length(span) &&
           g_ascii_isupper(folded[span.start]) && !strchr(".;:,", folded[span.end - 1]);
}

/* What the marks in a paragraph say. */
typedef struct Told {
    guint marks;
    bool decides, sits,
        reports; /* a decision; a list or another part of the header; it begins so */
} Told;

/* Reads the marks in a paragraph, from *at on, which it moves behind them. */
static Told read_marks(const GArray *marks, guint *at, Span span)
{
    Told told = {0};
    for (; *at < marks->len && g_array_index(marks, Mark, *at).span.start < span.end; (*at)++) {
        const Mark *mark = &g_array_index(marks, Mark, *at);
        if (mark->span.start < span.start)
            continue;
        told.decides |= mark->kind == ZONE_OPERATIVE || mark->kind == ZONE_VOTE;
        told.sits |=
            zone_is_list(mark->kind) || mark->kind == ZONE_SECRETARY || mark->kind == ZONE_AGENDA;
        told.reports |= mark->kind == ZONE_BODY && mark->span.start <= span.start + 1;
        told.marks += mark->match != NULL;
    }
    return told;
}

static int compare_starts(gconstpointer a, gconstpointer b)
{
    const Mark *m = a, *n = b;
    if (m->span.start != n->span.start)
        return m->span.start < n->span.start ? -1 : 1;
    return (n->match != NULL) - (m->match != NULL);
}

void marks_add_followers(GArray *marks, const Text *text, Span part)
{
    const char *folded = text_folded(text, NULL);
    g_autoptr(GArray) added = g_array_new(false, false, sizeof(Mark));
    const size_t count = lines_until(text, part.end);
    Paragraph paragraph;
    bool decided = false, headed = false, sits = false;
    Mark perhaps = {0}; /* a heading if a report begins behind it */
    guint mark = 0, seen = 0;
    for (size_t at = text_line_at(text, part.start);
         next_paragraph(text, marks, count, &at, &seen, &paragraph);) {
        Told told = read_marks(marks, &mark, paragraph.span);
        bool heading = told.marks == 0 && looks_like_heading(folded, &paragraph);
        bool bullet = behind_bullet(folded, paragraph.span) > paragraph.span.start;
        Mark one = {.kind = ZONE_TITLE,
                    .span = {paragraph.span.start, paragraph.span.start},
                    .follows = true};
        if (told.reports && perhaps.follows)
            g_array_append_val(added, perhaps);
        bool expected = decided || (sits && !marks_is_sentence(folded, paragraph.span));
        perhaps = heading && expected ? one : (Mark){0};
        heading &= decided && !bullet;
        if (heading) {
            g_array_append_val(added, one);
            perhaps = (Mark){0};
        }
        sits = (sits || told.sits) && !told.decides && !told.reports;
        decided = told.decides || (decided && (heading || bullet || !headed));
        headed = decided && !told.decides && (headed || heading);
    }
    g_array_append_vals(marks, added->data, added->len);
    g_array_sort(marks, compare_starts);
}

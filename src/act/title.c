#include "title.h"

#include <math.h>
#include <string.h>

enum {
    LOOK_AHEAD = 12, /* lines below, whose widest is a full one */
    FULL_LEAST = 60, /* characters of a full line of plain text */
    FULL_MOST = 400, /* more is no line of a page */
    CENTRED = 10,    /* points a centred line begins behind the one below it */
    ALIGNED = 3,     /* points lines of one left edge differ by */
    THEME_MOST = 24, /* bytes of a theme above a title */
};

/* How far across the page a line reaches: points, or characters of plain text. */
static double right_of(const Line *line)
{
    return line->box.x1 > line->box.x0 ? line->box.x1 : (double)span_length(line->span);
}

static double left_of(const Line *line)
{
    return line->box.x1 > line->box.x0 ? line->box.x0 : 0;
}

/* The right edge of the widest of the lines from `index` on, or 0 where none is wide enough. */
static double full_from(const Text *text, size_t index)
{
    const Line *first = text_line(text, index);
    double full = 0;
    bool plain = first->box.x1 <= first->box.x0;
    for (size_t i = index; i < text_line_count(text) && i < index + LOOK_AHEAD; i++) {
        const Line *line = text_line(text, i);
        if (line->page == first->page && !(line->flags & (LINE_MARGIN | LINE_STAMP)))
            full = fmax(full, right_of(line));
    }
    return plain && (full < FULL_LEAST || full > FULL_MOST) ? 0 : full;
}

/* Whether the first word of the line below would still have stood on a line. */
static bool has_room(const Text *text, const Line *line, const Line *below, double full)
{
    const char *word = text_folded(text, NULL) + below->span.start;
    size_t length = span_length(below->span), letters = 0;
    while (letters < length && !g_ascii_isspace(word[letters]))
        letters++;
    double width = (right_of(below) - left_of(below)) / (double)MAX(length, 1);
    return full - right_of(line) > ((double)letters + 1) * width;
}

static bool is_capitals(const Text *text, const Line *line)
{
    const char *folded = text_folded(text, NULL);
    int letters = 0;
    for (size_t at = line->span.start; at < line->span.end; at++) {
        if (g_ascii_islower(folded[at]))
            return false;
        letters += g_ascii_isupper(folded[at]);
    }
    return letters > 3;
}

/* Whether a line is set otherwise than the one above it: weight, size, capitals. */
static bool is_set_otherwise(const Text *text, const Line *line, const Line *below)
{
    return ((line->flags ^ below->flags) & LINE_BOLD) ||
           (line->size > 0 && fabsf(line->size - below->size) > 0.6F) ||
           (is_capitals(text, line) && !is_capitals(text, below));
}

/* Whether a line reads like one of running text: it is full, or ends with a stop. */
static bool is_prose(const Text *text, const Line *line, double full)
{
    const char *folded = text_folded(text, NULL);
    char end = line->span.end > line->span.start ? folded[line->span.end - 1] : ' ';
    return strchr(".;:", end) || right_of(line) > full * 0.9;
}

bool title_ends_at(const Text *text, size_t index)
{
    if (index + 1 >= text_line_count(text))
        return false;
    const Line *line = text_line(text, index), *below = text_line(text, index + 1);
    double full = full_from(text, index);
    const char *folded = text_folded(text, NULL);
    if (span_length(line->span) > 0 && folded[line->span.end - 1] == '-')
        return false;
    if (full <= 0 || line->page != below->page || span_length(below->span) == 0 ||
        !g_ascii_isupper(folded[below->span.start]))
        return false;
    if (!has_room(text, line, below, full))
        return false;
    if (is_set_otherwise(text, line, below))
        return true;
    if ((line->flags & LINE_BOLD) || is_capitals(text, line))
        return false;
    bool centred = left_of(line) > left_of(below) + CENTRED;
    bool aligned = fabs(left_of(line) - left_of(below)) <= ALIGNED;
    return (centred || aligned) && right_of(line) < full * 0.75 && is_prose(text, below, full);
}

/* « Tarifs (délibération n° 2023-12) »: where the bracket opens, or the end. */
static size_t before_number(const char *folded, Span span)
{
    if (folded[span.end - 1] != ')')
        return span.end;
    size_t open = span.end - 1;
    while (open > span.start && folded[open] != '(')
        open--;
    g_autofree char *words = g_ascii_strdown(folded + open, (gssize)(span.end - open));
    return g_str_has_prefix(words, "(deliberation n") || g_str_has_prefix(words, "(del. n") ||
                   g_str_has_prefix(words, "(no 20")
               ? open
               : span.end;
}

/* Behind « Objet : », or the start. */
static size_t behind_label(const char *folded, Span span)
{
    static const char label[] = "objet";
    size_t at = span.start + strlen(label);
    if (span_length(span) <= strlen(label) ||
        g_ascii_strncasecmp(folded + span.start, label, strlen(label)) != 0)
        return span.start;
    while (at < span.end && g_ascii_isspace(folded[at]))
        at++;
    return at < span.end && folded[at] == ':' ? at + 1 : span.start;
}

/* « FINANCES », bold, over a title that is bold and not in capitals: the theme it belongs to. */
static bool is_theme(const Text *text, size_t index)
{
    const Line *line = text_line(text, index), *below = text_line(text, index + 1);
    return span_length(line->span) <= THEME_MOST && line->flags & below->flags & LINE_BOLD &&
           is_capitals(text, line) && !is_capitals(text, below);
}

Span title_cut(const Text *text, Span span)
{
    const char *folded = text_folded(text, NULL);
    const size_t first = text_line_at(text, span.start);
    size_t last = text_line_at(text, span.end > span.start ? span.end - 1 : span.end);
    for (size_t line = first; line < last; line++) {
        if (!title_ends_at(text, line))
            continue;
        if (line == first && is_theme(text, line)) {
            span.start = text_line(text, line + 1)->span.start;
            continue;
        }
        span.end = MAX(text_line(text, line)->span.end, span.start);
        break;
    }
    Span cut = {behind_label(folded, span), span.end};
    while (cut.start < cut.end &&
           (g_ascii_isspace(folded[cut.start]) || strchr("*->", folded[cut.start])))
        cut.start++;
    while (cut.end > cut.start &&
           (g_ascii_isspace(folded[cut.end - 1]) || folded[cut.end - 1] == ':' ||
            (folded[cut.end - 1] == '-' && g_ascii_isspace(folded[cut.end - 2]))))
        cut.end--;
    if (cut.end > cut.start)
        cut.end = before_number(folded, cut);
    while (cut.end > cut.start && g_ascii_isspace(folded[cut.end - 1]))
        cut.end--;
    return cut.end > cut.start ? cut : span;
}

#include "marks.h"

#include "title.h"

#include <stdlib.h>
#include <string.h>

static ZoneKind opened_kind(const Match *match)
{
    const Capture *capture = match_capture(match, "opens");
    unsigned kinds = 0;
    g_autofree char *unknown = NULL;
    if (!capture || !zone_kinds_parse(capture->value.text, &kinds, &unknown))
        return ZONE_ANY;
    for (int kind = 0; kind < ZONE_KIND_COUNT; kind++)
        if (kinds == 1u << kind)
            return kind;
    return ZONE_ANY;
}

static bool is_row(const Match *match)
{
    return match_capture(match, "row") || match_capture(match, "row_rank") ||
           match_capture(match, "row_plain");
}

GArray *marks_read_rows(const Matches *landmarks)
{
    /* where rows have numbers, a rank begins none, and where they have ranks, no other word */
    static const char *const captures[] = {"row", "row_rank", "row_plain"};
    GArray *marks = g_array_new(false, false, sizeof(Mark));
    for (size_t k = 0; k < G_N_ELEMENTS(captures) && marks->len == 0; k++)
        for (guint i = 0; i < landmarks->matches->len; i++) {
            const Match *match = landmarks->matches->pdata[i];
            Mark mark = {.kind = opened_kind(match), .span = match->span, .match = match};
            const Mark *last = marks->len ? &g_array_index(marks, Mark, marks->len - 1) : NULL;
            if (match_capture(match, captures[k]) &&
                !(last && span_overlaps(last->span, mark.span)))
                g_array_append_val(marks, mark);
        }
    return marks;
}

/* The landmarks in order, without those that another one covers or overlaps: the longer wins. */
GArray *marks_read(const Matches *landmarks)
{
    GArray *marks = g_array_new(false, false, sizeof(Mark));
    for (guint i = 0; i < landmarks->matches->len; i++) {
        const Match *match = landmarks->matches->pdata[i];
        Mark mark = {.kind = opened_kind(match), .span = match->span, .match = match};
        if (mark.kind == ZONE_ANY || is_row(match))
            continue;
        if (marks->len > 0 && mark.kind != ZONE_HEAD) {
            Mark *last = &g_array_index(marks, Mark, marks->len - 1);
            if (last->kind != ZONE_HEAD && span_overlaps(last->span, mark.span)) {
                if (span_length(mark.span) > span_length(last->span))
                    *last = mark;
                continue;
            }
        }
        g_array_append_val(marks, mark);
    }
    return marks;
}

/* ---- Tables of members -------------------------------------------------------------------------
 */

static bool has_cells(const Text *text, Span line)
{
    return g_strstr_len(text_folded(text, NULL) + line.start, (gssize)span_length(line), "   ");
}

/* Where the table whose heads stand in line `head` ends: before the first line that is no row. */
static size_t table_end(const Text *text, size_t head)
{
    size_t line = head + 1;
    if (line < text_line_count(text) && span_length(text_line(text, line)->span) == 0)
        line++;
    while (line < text_line_count(text) && has_cells(text, text_line(text, line)->span))
        line++;
    return text_line(text, line - 1)->span.end;
}

/* Whether something stands in front of `at` on its line. */
static bool is_inside_line(const Text *text, size_t at)
{
    const char *folded = text_folded(text, NULL);
    size_t start = text_line(text, text_line_at(text, at))->span.start;
    while (start < at && g_ascii_isspace(folded[start]))
        start++;
    return start < at;
}

void marks_clear_tables(GArray *marks, const Text *text)
{
    size_t end = 0;
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        if (mark->span.start < end && is_inside_line(text, mark->span.start))
            g_array_remove_index(marks, i--);
        else if (mark->match && match_capture(mark->match, "table"))
            end = table_end(text, text_line_at(text, mark->span.start));
    }
}

/* ---- Ranks -------------------------------------------------------------------------------------
 */

/* « XIV » → 14; 0 for what is no number. */
static long read_roman(const char *digits)
{
    static const struct {
        char digit;
        long worth;
    } worths[] = {{'I', 1}, {'V', 5}, {'X', 10}};
    long sum = 0, last = 0;
    for (size_t i = strlen(digits); i-- > 0;) {
        long worth = 0;
        for (size_t j = 0; j < G_N_ELEMENTS(worths); j++)
            if (digits[i] == worths[j].digit)
                worth = worths[j].worth;
        sum += worth < last ? -worth : worth;
        last = MAX(last, worth);
    }
    return MAX(sum, 0);
}

/* « 2.3 », « 2-3 », « 2.b », « XIV », or « B » under a number that stands before it. */
static Rank read_rank(const Match *match)
{
    static const char *const names[] = {"rank", "sub_rank", "letter", "roman"};
    Rank rank = {0};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        const Capture *capture = match_capture(match, names[i]);
        if (!capture)
            continue;
        if (strcmp(names[i], "roman") == 0) {
            rank.major = read_roman(capture->value.text);
            break;
        }
        char *rest = NULL;
        rank.major = strtol(capture->value.text, &rest, 10);
        while (*rest == '.' || *rest == '-' || *rest == ' ')
            rest++;
        rank.minor =
            g_ascii_isalpha(*rest) ? g_ascii_tolower(*rest) - 'a' + 1 : strtol(rest, NULL, 10);
        break;
    }
    return rank;
}

Rank mark_rank(const Mark *mark)
{
    return mark->match ? read_rank(mark->match) : (Rank){0};
}

bool mark_is_roman(const Mark *mark)
{
    return mark->match && match_capture(mark->match, "roman");
}

long mark_misread_roman(const Mark *mark)
{
    const Capture *rank = mark->match ? match_capture(mark->match, "rank") : NULL;
    size_t ones = rank ? strspn(rank->value.text, "1") : 0;
    return ones > 1 && rank->value.text[ones] == '\0' ? (long)ones : 0;
}

bool mark_is_question(const Mark *mark)
{
    const Capture *letter = mark->match ? match_capture(mark->match, "letter") : NULL;
    return letter && g_ascii_islower(*letter->value.text);
}

bool zone_is_list(ZoneKind kind)
{
    return kind == ZONE_PRESENT || kind == ZONE_PROXIES || kind == ZONE_EXCUSED ||
           kind == ZONE_ABSENT;
}

guint marks_count(const GArray *marks, ZoneKind kind)
{
    guint count = 0;
    for (guint i = 0; i < marks->len; i++)
        count += g_array_index(marks, Mark, i).kind == kind;
    return count;
}

guint marks_count_titles(const GArray *marks)
{
    guint count = 0;
    size_t end = 0; /* of the last one: « Délibération n° » and « C2022-097 » behind it are one */
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        if (mark->kind != ZONE_TITLE || !mark->match || rank_is_set(mark_rank(mark)))
            continue;
        count += count == 0 || mark->span.start > end + 1;
        end = mark->span.end;
    }
    return count;
}

bool marks_name_subject(const GArray *marks)
{
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        if (mark->kind == ZONE_TITLE && mark->match && match_capture(mark->match, "names"))
            return true;
    }
    return false;
}

void marks_set_letter_apart(GArray *marks, size_t start)
{
    bool agenda = false;
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        agenda |= mark->kind == ZONE_AGENDA && mark->span.start < start;
    }
    for (guint i = 0; agenda && i < marks->len; i++) {
        Mark *mark = &g_array_index(marks, Mark, i);
        if (mark->kind == ZONE_TITLE && mark->span.start < start)
            mark->kind = ZONE_AGENDA;
    }
}

size_t lines_until(const Text *text, size_t end)
{
    size_t count = text_line_count(text);
    if (count == 0)
        return 0;
    size_t line = text_line_at(text, end);
    while (line < count && text_line(text, line)->span.start < end)
        line++;
    return line;
}

/* ---- Headings by their letters -------------------------------------------------------------- */

static bool is_capitals(const char *folded, Span span)
{
    size_t upper = 0, lower = 0;
    for (size_t i = span.start; i < span.end; i++) {
        upper += g_ascii_isupper(folded[i]);
        lower += g_ascii_islower(folded[i]);
    }
    return upper >= 8 && lower * 8 <= upper;
}

/* True when a landmark of another kind begins in a line: « APRÈS EN AVOIR DÉLIBÉRÉ » is no heading.
 */
static bool is_taken(const GArray *marks, Span line)
{
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        if (mark->kind != ZONE_TITLE && mark->kind != ZONE_HEAD && mark->match &&
            mark->span.start < line.end && mark->span.end > line.start)
            return true;
    }
    return false;
}

/* The size most letters of the lines [first, last) have; 0 where none is known. */
static float usual_size(const Text *text, size_t first, size_t last)
{
    enum { SIZES = 64, HALVES = 2 }; /* in half points */
    size_t letters[SIZES] = {0}, most = 0;
    for (size_t i = first; i < last; i++) {
        const Line *line = text_line(text, i);
        size_t half = (size_t)(line->size * HALVES + 0.5F);
        letters[MIN(half, SIZES - 1)] += span_length(line->span);
    }
    for (size_t i = 1; i < SIZES; i++)
        most = letters[i] > letters[most] ? i : most;
    return (float)most / HALVES;
}

/* A line of a heading: bold or larger where the page's text is not, or all capitals. */
static bool is_heading(const Text *text, size_t index, float usual)
{
    const float LARGER = 1.5F; /* points */
    const Line *line = text_line(text, index);
    const char *folded = text_folded(text, NULL);
    size_t letters = 0;
    for (size_t i = line->span.start; i < line->span.end; i++)
        letters += g_ascii_isalpha(folded[i]) != 0;
    if (letters < 6 || (line->flags & (LINE_FURNITURE | LINE_STAMP | LINE_MARGIN)))
        return false;
    bool apart = line->flags & LINE_BOLD || (usual > 0 && line->size >= usual + LARGER);
    return (apart && !marks_is_speech(folded, line->span)) || is_capitals(folded, line->span);
}

/* Whether a line ends a sentence; « G. » is an initial. */
static bool ends_sentence(const char *folded, Span line)
{
    return span_length(line) > 2 && strchr(".;!?", folded[line.end - 1]) &&
           !(g_ascii_isupper(folded[line.end - 2]) && !g_ascii_isalpha(folded[line.end - 3]));
}

/* Whether a heading can begin behind the line in front of it: a blank one, or the end of a sentence
 * that is set otherwise. */
static bool can_begin(const Text *text, size_t first, size_t index, float usual)
{
    if (index == first)
        return true;
    Span before = text_line(text, index - 1)->span;
    return span_length(before) == 0 ||
           (ends_sentence(text_folded(text, NULL), before) && !is_heading(text, index - 1, usual));
}

/* Whether one can end before the line behind it. */
static bool can_end(const Text *text, size_t end, size_t count)
{
    return end == count || span_length(text_line(text, end)->span) == 0 ||
           title_ends_at(text, end - 1);
}

/* The numbered heading that a line begins with; NULL for none. */
static Mark *ranked_title(const GArray *marks, Span line)
{
    for (guint i = 0; i < marks->len; i++) {
        Mark *mark = &g_array_index(marks, Mark, i);
        if (mark->kind == ZONE_TITLE && mark->match && mark->span.start >= line.start &&
            mark->span.start < line.end && rank_is_set(mark_rank(mark)))
            return mark;
    }
    return NULL;
}

/* Paragraphs of at most four heading lines, between blank lines, become titles of matters; they
 * make an act only where something is decided under them. */
static void add_headings(GArray *marks, const Text *text, Span part)
{
    enum { MOST_LINES = 4 };
    const char *folded = text_folded(text, NULL);
    size_t first = text_line_at(text, part.start), count = lines_until(text, part.end);
    size_t bold = 0, lines = 0;
    const float usual = usual_size(text, first, count);
    for (size_t i = first; i < count; i++) {
        bool heading = is_heading(text, i, usual);
        bold += heading;
        lines += span_length(text_line(text, i)->span) > 0;
    }
    if (bold * 2 > lines)
        return; /* what most lines are distinguishes none */
    for (size_t i = first; i < count; i++) {
        bool begins = can_begin(text, first, i, usual);
        size_t end = i;
        while (end < count && end < i + MOST_LINES + 1 && is_heading(text, end, usual))
            end++;
        bool ends = end > i && can_end(text, end, count);
        size_t start = text_line(text, i)->span.start;
        Mark *ranked = end > i ? ranked_title(marks, text_line(text, i)->span) : NULL;
        if (begins && ends && ranked)
            ranked->lettered = true;
        if (begins && ends && end > i && end <= i + MOST_LINES && g_ascii_isupper(folded[start]) &&
            !is_taken(marks, (Span){start, text_line(text, end - 1)->span.end})) {
            Mark mark = {.kind = ZONE_TITLE, .span = {start, start}};
            g_array_append_val(marks, mark);
        }
        if (end > i)
            i = end - 1;
    }
}

static int compare_marks(gconstpointer a, gconstpointer b)
{
    const Mark *m = a, *n = b;
    if (m->span.start != n->span.start)
        return m->span.start < n->span.start ? -1 : 1;
    return (n->match != NULL) - (m->match != NULL); /* a landmark before a bare heading */
}

void marks_sort(GArray *marks)
{
    g_array_sort(marks, compare_marks);
}

void marks_settle(GArray *marks, const Text *text)
{
    marks_sort(marks);
    for (guint i = 0; i < marks->len; i++) {
        Mark *mark = &g_array_index(marks, Mark, i);
        mark->margin = text_line(text, text_line_at(text, mark->span.start))->flags & LINE_MARGIN;
    }
}

void marks_add_headings(GArray *marks, const Text *text, Span part)
{
    add_headings(marks, text, part);
    marks_settle(marks, text);
}

/* ---- Headings that the agenda announced ----------------------------------------------------- */

/* The first letters and digits behind the rank of the heading at `index`, in small letters, as far
 * as its line goes, or to the next heading: what tells it from others. */
static char *heading_key(const char *folded, size_t length, const GArray *marks, guint index)
{
    enum { KEY = 28, LEAST = 12 };
    const Mark *mark = &g_array_index(marks, Mark, index), *next = mark + 1;
    if (index + 1 < marks->len && next->kind == ZONE_TITLE && next->span.start > mark->span.end)
        length = MIN(length, next->span.start);
    GString *key = g_string_sized_new(KEY + 1);
    for (size_t i = mark->span.end; i < length && key->len < KEY; i++) {
        if (folded[i] == '\n' && key->len >= LEAST)
            break;
        if (g_ascii_isalnum(folded[i]))
            g_string_append_c(key, g_ascii_tolower(folded[i]));
    }
    return g_string_free(key, false);
}

/* Lines may break elsewhere in the agenda: the shorter key begins the longer one. */
static bool is_known(const GPtrArray *keys, const char *key)
{
    enum { TELLING = 8 }; /* letters */
    for (guint i = 0; i < keys->len; i++)
        if (g_str_has_prefix(keys->pdata[i], key) ||
            (strlen(keys->pdata[i]) >= TELLING && g_str_has_prefix(key, keys->pdata[i])))
            return true;
    return false;
}

void marks_find_repeated(GArray *marks, const char *folded, size_t length)
{
    enum { MOST = 500, LEAST = 3 }; /* headings of one agenda */
    g_autoptr(GPtrArray) agenda = g_ptr_array_new_with_free_func(g_free);
    guint end = 0, repeated = 0; /* of the agenda; headings found again behind it */
    for (guint i = 0; i < marks->len; i++) {
        Mark *mark = &g_array_index(marks, Mark, i);
        if (mark->kind == ZONE_BODY && agenda->len > 0 && end == 0)
            end = i;
        if (mark->kind != ZONE_TITLE || !rank_is_set(mark_rank(mark)))
            continue;
        g_autofree char *key = heading_key(folded, length, marks, i);
        if (!*key)
            continue;
        mark->repeated = is_known(agenda, key);
        repeated += mark->repeated && end > 0;
        if (end == 0 && agenda->len < MOST)
            g_ptr_array_add(agenda, g_steal_pointer(&key));
    }
    for (guint i = 0; agenda->len >= LEAST && repeated > 0 && i < end; i++) {
        Mark *mark = &g_array_index(marks, Mark, i);
        mark->announced = !mark->repeated && rank_is_set(mark_rank(mark));
    }
}

/* What kind of document it is: by the words that name it, else by what happens in it. */
#include "marks.h"

#include <string.h>

enum {
    KIND_LIMIT = 3500, /* bytes in which the kind of document is said */
    MINUTES_LEAST =
        5000, /* bytes that one act without a number or a formula of decision does not fill */
};

static const char *const kinds[] = {"deliberation", "minutes", "list", "agenda", "order", "other"};

static const char *static_kind(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (strcmp(kinds[i], name) == 0)
            return kinds[i];
    return NULL;
}

/* The letters and figures of the number at a mark. */
static void number_behind(const char *folded, size_t length, const Mark *mark, char *out)
{
    enum { KEY = 12 };
    size_t used = 0, at = mark->span.start;
    while (at < length && at < mark->span.end + KEY && !g_ascii_isdigit(folded[at]))
        at++;
    for (; at < length && used < KEY; at++)
        if (g_ascii_isalnum(folded[at]))
            out[used++] = folded[at];
        else if (g_ascii_isspace(folded[at]) && used > 0)
            break;
    out[used] = '\0';
}

/* True for a title that gives the number of an act. */
static bool is_numbered(const Mark *mark)
{
    return mark->kind == ZONE_TITLE && mark->match && !rank_is_set(mark_rank(mark)) &&
           !match_capture(mark->match, "names") && !match_capture(mark->match, "formal");
}

/* How many titles say again the number that the first of them gives; `only` tells whether all do:
 * the page of those who sat repeats the number of the one act. */
static guint count_again(const GArray *marks, const char *folded, size_t length, bool *only)
{
    char first[16] = "", number[16];
    guint again = 0;
    *only = false;
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        if (!is_numbered(mark))
            continue;
        number_behind(folded, length, mark, number);
        if (*first == '\0') {
            g_strlcpy(first, number, sizeof first);
            *only = *first != '\0';
        } else if (strcmp(first, number) == 0) {
            again++;
        } else {
            *only = false;
        }
    }
    return again;
}

/* Without words that name the kind: a sitting whose matters are announced or approved one after the
 * other, or in which many speak, is minutes; one that decides once is a deliberation. */
static const char *kind_without_name(const GArray *marks, const char *folded, Span part)
{
    enum { MOST_SPEAKERS = 4 }; /* of one matter */
    enum { QUESTIONS = 3 };     /* « Question n° 1 », each decided */
    guint decisions = marks_count(marks, ZONE_VOTE), speakers = 0, questions = 0;
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        /* articles are those of a regulation as well as of a decision */
        decisions += mark->kind == ZONE_OPERATIVE && !match_capture(mark->match, "formal");
        speakers += mark->match && match_capture(mark->match, "speaker");
        questions += mark->kind == ZONE_TITLE && rank_is_set(mark_rank(mark)) &&
                     g_ascii_isupper(folded[mark->span.start]);
    }
    bool sits = marks_count(marks, ZONE_PRESENT) > 0 || marks_count(marks, ZONE_OPENING) > 0;
    bool one = false;
    guint again = count_again(marks, folded, part.end, &one);
    bool many = marks_count(marks, ZONE_AGENDA) + marks_count(marks, ZONE_OTHER) > 0 ||
                marks_count_titles(marks) > 2 + again || speakers > MOST_SPEAKERS ||
                (questions >= QUESTIONS && decisions >= QUESTIONS) ||
                (marks_count_titles(marks) + marks_count(marks, ZONE_OPERATIVE) == 0 &&
                 span_length(part) > MINUTES_LEAST);
    if (sits)
        return many || decisions == 0 ? "minutes" : "deliberation";
    if (marks_count(marks, ZONE_AGENDA) > 0 && decisions == 0)
        return "agenda";
    if (one && !many && decisions > 0)
        return "deliberation";
    return decisions > 1 ? "minutes" : "other";
}

bool deliberates_often(const GArray *marks, const char *folded, size_t length)
{
    char last[16] = "", number[16];
    bool sits = false, decided = false;
    guint found = 0;
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        sits |= zone_is_list(mark->kind);
        decided |= mark->kind == ZONE_OPERATIVE || mark->kind == ZONE_VOTE;
        if (!sits || !is_numbered(mark))
            continue;
        number_behind(folded, length, mark, number);
        bool next = *last && decided && strcmp(number, last) != 0;
        found += *last ? next : 1;
        if (*last == '\0' || next) {
            g_strlcpy(last, number, sizeof last);
            decided = false;
        }
    }
    return found > 2 || (found == 2 && decided);
}

/* The first words that name a kind decide. A letter of convocation may stand in front of an extract
 * (or of minutes), which then decides. */
void decide_kind(const GArray *marks, const char *folded, Span part, Outline *outline)
{
    const Mark *decided = NULL;
    const char *kind = NULL;
    bool after_letter = false;
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        const Capture *capture = mark->match ? match_capture(mark->match, "kind") : NULL;
        if (!capture || mark->span.start > part.start + KIND_LIMIT)
            continue;
        const char *named = static_kind(capture->value.text);
        if (!decided || strcmp(kind, "agenda") == 0 ||
            (after_letter && strcmp(named, "deliberation") == 0)) {
            after_letter |= decided && strcmp(kind, "agenda") == 0;
            decided = mark;
            kind = named;
        }
    }
    if (!decided) {
        outline->kind = kind_without_name(marks, folded, part);
        return;
    }
    outline->kind = kind;
    outline->kind_span = decided->span;
    outline->kind_rule = decided->match->rule;
}

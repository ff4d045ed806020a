/* Documents within a file: a header comes again behind a decision, or behind the members where they
 * are listed last. A letter of convocation decides
 * nothing, so the extract behind it is no second document; a running head names no members. */
#include "marks.h"

enum {
    HEADER_REACH = 4000, /* bytes from the opening of a header to its list of members */
    PARTS_MOST = 400,
};

static bool decides(const Mark *mark)
{
    return mark->kind == ZONE_OPERATIVE || mark->kind == ZONE_VOTE || mark->kind == ZONE_CLOSING;
}

static bool names_kind(const Mark *mark)
{
    return mark->kind == ZONE_HEAD && mark->match && match_capture(mark->match, "kind");
}

/* True when a list of members follows the mark before anything is decided. */
static bool leads_to_members(const GArray *marks, guint index)
{
    size_t start = g_array_index(marks, Mark, index).span.start;
    for (guint i = index; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        if (mark->kind == ZONE_PRESENT)
            return true;
        if (mark->span.start > start + HEADER_REACH || mark->kind == ZONE_OPERATIVE)
            return false;
    }
    return false;
}

/* Where the header that the mark at `index` is of begins: with its page where the decision before
 * it is on another one, else with the words that name the document, else with the mark. */
static size_t header_from(const GArray *marks, const Text *text, guint index, size_t decided)
{
    const Mark *opening = &g_array_index(marks, Mark, index);
    size_t line = text_line_at(text, opening->span.start), from = opening->span.start;
    int page = text_line(text, line)->page;
    while (line > 0 && text_line(text, line - 1)->page == page)
        line--;
    if (text_line(text, line)->span.start > decided)
        return text_line(text, line)->span.start;
    for (guint i = index; i-- > 0;) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        if (mark->span.start <= decided)
            break;
        if (names_kind(mark))
            from = mark->span.start;
    }
    return from;
}

GArray *marks_find_parts(const GArray *marks, const Text *text)
{
    GArray *parts = g_array_new(false, false, sizeof(Span));
    Span part = {0};
    size_t decided = 0;                          /* the place of the last decision in this part */
    size_t listed_before = 0, listed_behind = 0; /* the last list of members, about it */
    bool sits = false; /* a vote in front of who sits is stated in the header */
    for (guint i = 0; i < marks->len && parts->len < PARTS_MOST; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        sits |= mark->kind != ZONE_VOTE && mark->kind != ZONE_HEAD && mark->kind != ZONE_COUNTS &&
                mark->kind != ZONE_TITLE;
        if (decides(mark) && sits)
            decided = mark->span.start;
        if (mark->kind == ZONE_PRESENT)
            *(decided > 0 ? &listed_behind : &listed_before) = mark->span.start;
        bool opens = (mark->kind == ZONE_OPENING && mark->match) || names_kind(mark);
        bool again = names_kind(mark) && listed_before == 0 && listed_behind > 0;
        if (decided == 0 || !opens || (!again && !leads_to_members(marks, i)))
            continue;
        part.end = header_from(marks, text, i, decided);
        g_array_append_val(parts, part);
        part.start = part.end;
        decided = listed_before = listed_behind = 0;
    }
    text_folded(text, &part.end);
    g_array_append_val(parts, part);
    return parts;
}

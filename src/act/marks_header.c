/* Where the words about who sits begin, in front of a decision or behind it. */
#include "marks.h"

#include <string.h>

enum {
    HEADER_LIMIT = 12000, /* bytes in which a header's first list must begin */
};

size_t marks_header_start(const GArray *marks, Span part)
{
    size_t opening = 0;
    bool decided = false;
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        if (mark->span.start > part.start + HEADER_LIMIT)
            break;
        if (zone_is_list(mark->kind))
            return decided ? opening : mark->span.start;
        if (mark->kind == ZONE_OPENING && opening == 0)
            opening = mark->span.start;
        decided |= mark->kind == ZONE_OPERATIVE;
    }
    return opening;
}

size_t marks_sheet_start(const GArray *marks)
{
    enum {
        REACH = 300
    }; /* bytes from the act's number or the secretary's name to the first count */
    bool decided = false;
    const Mark *before = NULL;
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        decided |= mark->kind == ZONE_OPERATIVE || mark->kind == ZONE_VOTE;
        bool leads = mark->kind == ZONE_SECRETARY ||
                     (mark->kind == ZONE_TITLE && mark->match && !rank_is_set(mark_rank(mark)));
        if (decided && leads && !(before && before->span.start + REACH > mark->span.start))
            before = mark;
        if (!zone_is_list(mark->kind) && mark->kind != ZONE_COUNTS)
            continue;
        if (!decided)
            break;
        return before && before->span.start + REACH > mark->span.start ? before->span.start
                                                                       : mark->span.start;
    }
    return G_MAXSIZE;
}

bool marks_in_article(const char *folded, size_t from, size_t at)
{
    enum {
        NUMBER_MOST = 24, /* bytes of « Article premier » and what parts it from its words */
        ARTICLE_MOST = 4, /* « le », « l' » */
    };
    size_t start = at;
    while (start > from && at - start <= ARTICLE_MOST && folded[start - 1] != '\n' &&
           !strchr(":-", folded[start - 1]))
        start--;
    if (start == from || at - start > ARTICLE_MOST || !strchr(":-", folded[start - 1]))
        return false;
    size_t before = start > NUMBER_MOST ? start - NUMBER_MOST : 0;
    g_autofree char *words = g_ascii_strdown(folded + before, (gssize)(start - before));
    return strstr(words, "article ");
}

/* Headings that an agenda without numbers announced: the same line is said again. */
#include "marks.h"

#include <string.h>

enum {
    ITEMS_MOST = 80,   /* lines of one agenda */
    WHOLE_LEAST = 6,   /* letters of a line that is the same as the agenda's */
    PREFIX_LEAST = 20, /* letters of a line that begins as the agenda's does */
    REPEATED_LEAST = 3 /* lines found again, fewer than which may be so by chance */
};

/* The letters and digits of a line in small letters; "" for a line that begins in small letters or
 * with a number, or that does not belong to the text: such a line heads nothing, or by its number.
 */
static char *line_key(const Text *text, size_t index)
{
    const Line *line = text_line(text, index);
    const char *folded = text_folded(text, NULL);
    GString *key = g_string_sized_new(64);
    if (line->flags & (LINE_FURNITURE | LINE_STAMP | LINE_MARGIN))
        return g_string_free(key, false);
    for (size_t i = line->span.start; i < line->span.end; i++) {
        if (key->len == 0 && (g_ascii_islower(folded[i]) || g_ascii_isdigit(folded[i])))
            break;
        if (g_ascii_isalnum(folded[i]))
            g_string_append_c(key, g_ascii_tolower(folded[i]));
    }
    return g_string_free(key, false);
}

static size_t common_prefix(const char *a, const char *b)
{
    size_t length = 0;
    while (a[length] && a[length] == b[length])
        length++;
    return length;
}

/* True when two keys are as long and differ in at most one letter of eight: recognition made them.
 * « Budget 2023 M14 » and « Budget 2023 M49 » are two items. */
static bool is_nearly(const char *item, const char *key)
{
    size_t length = strlen(key), differ = 0;
    if (strlen(item) != length)
        return false;
    for (size_t i = 0; i < length; i++) {
        if (item[i] != key[i] && g_ascii_isdigit(item[i]) && g_ascii_isdigit(key[i]))
            return false;
        differ += item[i] != key[i];
    }
    return differ <= MAX(1, length / 8);
}

/* The same line as one of the agenda. With `loosely`, one that begins as it does is, too: a scan
 * reads a letter here and there otherwise, and lines break elsewhere. */
static bool is_announced(const GPtrArray *items, const char *key, bool loosely, bool recognised)
{
    size_t length = strlen(key);
    for (guint i = 0; i < items->len; i++) {
        const char *item = items->pdata[i];
        size_t common = MIN(length, strlen(item));
        if (recognised && common >= WHOLE_LEAST) {
            g_autofree char *head = g_strndup(key, common), *other = g_strndup(item, common);
            if ((length == strlen(item) || common >= PREFIX_LEAST) && is_nearly(other, head))
                return true;
        }
        if (length >= WHOLE_LEAST && strcmp(item, key) == 0)
            return true;
        size_t shorter = MIN(length, strlen(item)), same = common_prefix(item, key);
        if (same >= PREFIX_LEAST && (same == shorter || (loosely && same * 5 >= shorter * 3)))
            return true;
    }
    return false;
}

/* A line that goes on with the one above, by its small letter. */
static bool goes_on(const Text *text, size_t index)
{
    Span line = text_line(text, index)->span;
    return span_length(line) > 0 && g_ascii_islower(text_folded(text, NULL)[line.start]);
}

/* The first mark in [start, end) that tells that the matters have begun. */
static bool has_begun(const GArray *marks, Span line)
{
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        if (mark->span.start >= line.start && mark->span.start < line.end &&
            (mark->kind == ZONE_BODY || mark->kind == ZONE_OPERATIVE || mark->kind == ZONE_VOTE))
            return true;
    }
    return false;
}

/* The line above, but for blank ones, where it is the number of a matter and nothing else
 * (« Délibération n° 2 », its title below); `index` where it is not. */
static size_t number_above(const GArray *marks, const Text *text, size_t index)
{
    enum { LETTERS_MOST = 16 };
    const char *folded = text_folded(text, NULL);
    size_t above = index;
    while (above > 0 && span_length(text_line(text, above - 1)->span) == 0)
        above--;
    if (above == 0)
        return index;
    Span line = text_line(text, above - 1)->span;
    size_t letters = 0;
    for (size_t i = line.start; i < line.end; i++)
        letters += g_ascii_isalpha(folded[i]) != 0;
    for (guint i = 0; i < marks->len && letters <= LETTERS_MOST; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        if (mark->kind == ZONE_TITLE && mark->match && mark->span.start >= line.start &&
            mark->span.start < line.end)
            return above - 1;
    }
    return index;
}

guint marks_add_repeated(GArray *marks, const Text *text, Span part)
{
    const Mark *agenda = NULL;
    for (guint i = 0; i < marks->len && !agenda; i++)
        if (g_array_index(marks, Mark, i).kind == ZONE_AGENDA)
            agenda = &g_array_index(marks, Mark, i);
    if (!agenda)
        return 0;

    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func(g_free);
    size_t count = lines_until(text, part.end), at = text_line_at(text, agenda->span.start) + 1;
    bool recognised = text_confidence(text, text_line(text, at - 1)->span) < 1;
    size_t agenda_start = agenda->span.end;
    for (; at < count && items->len < ITEMS_MOST; at++) {
        g_autofree char *key = line_key(text, at);
        if (is_announced(items, key, false, recognised) ||
            has_begun(marks, text_line(text, at)->span))
            break;
        if (*key)
            g_ptr_array_add(items, g_steal_pointer(&key));
    }
    if (at == count)
        return 0;
    at = number_above(marks, text, at);

    g_autoptr(GArray) added = g_array_new(false, false, sizeof(Mark));
    Span block = {agenda_start, text_line(text, at)->span.start};
    guint found = 0;
    bool after_title =
        false; /* the second line of a title may be the second line of the agenda's */
    for (; at < count; at++) {
        g_autofree char *key = line_key(text, at);
        bool title = *key && !after_title && is_announced(items, key, true, recognised);
        size_t start = text_line(text, at)->span.start;
        Mark mark = {.kind = ZONE_TITLE, .span = {start, start}, .repeated = true};
        bool numbered = title && number_above(marks, text, at) < at;
        if (title && !numbered)
            g_array_append_val(added, mark);
        found += title;
        after_title =
            title || (after_title &&
                      (goes_on(text, at) || (*key && is_announced(items, key, true, recognised))));
    }
    if (found < REPEATED_LEAST)
        return 0;
    for (guint i = marks->len; i-- > 0;) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        if (mark->kind == ZONE_TITLE && mark->span.start >= block.start &&
            mark->span.start < block.end)
            g_array_remove_index(marks, i);
    }
    g_array_append_vals(marks, added->data, added->len);
    marks_settle(marks, text);
    return added->len;
}

#include "match.h"

#include <string.h>

static void capture_clear(gpointer data)
{
    Capture *capture = data;
    value_clear(&capture->value);
}

static void match_free(gpointer data)
{
    Match *match = data;
    g_array_unref(match->captures);
    g_free(match);
}

Matches *matches_new(void)
{
    Matches *matches = g_new0(Matches, 1);
    matches->matches = g_ptr_array_new_with_free_func(match_free);
    matches->undetermined = g_ptr_array_new();
    return matches;
}

void matches_free(Matches *matches)
{
    if (!matches)
        return;
    g_ptr_array_unref(matches->matches);
    g_ptr_array_unref(matches->undetermined);
    g_free(matches);
}

Match *matches_add(Matches *matches, const char *rule, int order, Span span)
{
    Match *match = g_new0(Match, 1);
    match->rule = rule;
    match->order = order;
    match->span = span;
    match->act = ZONE_NO_ACT;
    match->captures = g_array_new(false, false, sizeof(Capture));
    g_array_set_clear_func(match->captures, capture_clear);
    g_ptr_array_add(matches->matches, match);
    return match;
}

void match_add_capture(Match *match, const char *name, const Field *field, Span span, Value value)
{
    Capture capture = {.name = name, .field = field, .span = span, .value = value};
    g_array_append_val(match->captures, capture);
}

const Capture *match_capture(const Match *match, const char *name)
{
    for (guint i = 0; i < match->captures->len; i++) {
        const Capture *capture = &g_array_index(match->captures, Capture, i);
        if (*capture->name == *name && strcmp(capture->name, name) == 0)
            return capture;
    }
    return NULL;
}

static int compare_matches(gconstpointer a, gconstpointer b)
{
    const Match *m = *(Match *const *)a, *n = *(Match *const *)b;
    if (m->span.start != n->span.start)
        return m->span.start < n->span.start ? -1 : 1;
    return m->order - n->order;
}

void matches_sort(Matches *matches)
{
    g_ptr_array_sort(matches->matches, compare_matches);
}

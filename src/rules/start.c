/* Starts, put together as a regex is: one after the other, one or the other, again and again. */
#include "start.h"

#include "need_parts.h"

#include <string.h>

Bytes bytes_or(Bytes a, Bytes b)
{
    for (guint i = 0; i < G_N_ELEMENTS(a.words); i++)
        a.words[i] |= b.words[i];
    return a;
}

Bytes bytes_and(Bytes a, Bytes b)
{
    for (guint i = 0; i < G_N_ELEMENTS(a.words); i++)
        a.words[i] &= b.words[i];
    return a;
}

Bytes bytes_not(Bytes a)
{
    for (guint i = 0; i < G_N_ELEMENTS(a.words); i++)
        a.words[i] = ~a.words[i];
    return a;
}

Bytes bytes_all(void)
{
    return bytes_not((Bytes){{0}});
}

bool bytes_are_none(Bytes bytes)
{
    return !(bytes.words[0] | bytes.words[1] | bytes.words[2] | bytes.words[3]);
}

Start start_nothing(void)
{
    return (Start){.before = bytes_all(), .empty = true, .still = true};
}

Start start_anything(void)
{
    Start start = {.before = bytes_all(), .first = bytes_all(), .empty = true};
    memset(start.next, 0xFF, sizeof start.next);
    memset(start.last, 0xFF, sizeof start.last);
    return start;
}

Start start_byte(const Bytes *bytes)
{
    Start start = {.before = bytes_all(), .first = *bytes};
    for (guint c = bytes_next(bytes, 0); c < 256; c = bytes_next(bytes, c + 1))
        start.last[0] |= 1u << need_kind_of((char)c);
    return start;
}

Start start_behind(Bytes before)
{
    Start start = start_nothing();
    start.before = before;
    return start;
}

guint32 start_kinds(const Start *start)
{
    guint32 kinds = start->last[0];
    for (guint i = 0; i < G_N_ELEMENTS(start->next[0]); i++)
        kinds |= start->next[0][i] ? 1u << i : 0;
    return kinds;
}

/* Adds the steps of `more`, which begins at place `at`. */
static void add_steps(Start *start, const Start *more, guint at)
{
    for (guint i = 0; at + i < START_STEPS; i++) {
        guint32 *next = start->next[at + i];
        for (guint kind = 0; kind < G_N_ELEMENTS(more->next[i]); kind++)
            next[kind] |= more->next[i][kind];
        start->last[at + i] |= more->last[i];
    }
}

Start start_then(const Start *a, const Start *b)
{
    Start both = *a;
    guint32 kinds = start_kinds(b);
    both.empty = a->empty && b->empty;
    both.still = a->still && b->still;
    if (a->still)
        both.before = bytes_and(a->before, b->before);
    if (!b->empty)
        memset(both.last, 0, sizeof both.last);
    for (guint i = 0; i < START_STEPS; i++) { /* where it ends at place i, the other one begins */
        if (!a->last[i])
            continue;
        for (guint32 last = a->last[i]; last; last &= last - 1)
            both.next[i][__builtin_ctz(last)] |= kinds;
        add_steps(&both, b, i + 1);
    }
    if (a->empty) {
        both.first = bytes_or(a->first, b->first);
        add_steps(&both, b, 0);
    }
    return both;
}

Start start_or(const Start *a, const Start *b)
{
    Start either = *a;
    either.before = bytes_or(a->before, b->before);
    either.first = bytes_or(a->first, b->first);
    add_steps(&either, b, 0);
    either.empty = a->empty || b->empty;
    either.still = a->still && b->still;
    return either;
}

/* More than fit the known steps need not be told apart. */
Start start_repeat(const Start *a, guint64 least, guint64 most)
{
    Start again = *a, more = *a;
    for (guint64 i = 1; i < MIN(most, START_STEPS + 1); i++) {
        more.empty |= i >= least;
        again = start_then(&again, &more);
    }
    if (least == 0) {
        again.empty = true;
        again.before = bytes_all();
    }
    return again;
}

Start start_ahead(const Start *ahead, const Start *start)
{
    Start left = *start;
    left.before = bytes_and(ahead->before, start->before);
    if (ahead->empty)
        return left;
    left.first = bytes_and(ahead->first, start->first);
    for (guint i = 0; i < START_STEPS && (i == 0 || !ahead->last[i - 1]); i++) {
        guint32 kinds = ahead->last[i];
        for (guint kind = 0; kind < G_N_ELEMENTS(left.next[i]); kind++) {
            kinds |= ahead->next[i][kind] ? 1u << kind : 0;
            if (!(ahead->last[i] >> kind & 1))
                left.next[i][kind] &= ahead->next[i][kind];
        }
        left.last[i] &= kinds;
    }
    return left;
}

Start start_border(const Start *start)
{
    Bytes word = {{0}};
    Start left = *start;
    for (guint c = 0; c < 128; c++)
        if (g_ascii_isalnum((char)c) || c == '_')
            bytes_add(&word, (guchar)c);
    if (!start->empty && bytes_are_none(bytes_and(start->first, bytes_not(word))))
        left.before = bytes_and(start->before, bytes_not(word));
    return left;
}

bool start_is_byte(const Start *start)
{
    for (guint i = 0; i < G_N_ELEMENTS(start->next[0]); i++)
        if (start->next[0][i])
            return false;
    return !start->empty;
}

guint start_least(const Start *start)
{
    guint least = 0;
    while (!start->empty && least < START_STEPS && !start->last[least])
        least++;
    return start->empty ? 0 : least + 1;
}

/* Starts, put together as a regex is: one after the other, one or the other, again and again. */
#include "start.h"

#include "need_parts.h"

#include <string.h>

enum { ALL_KINDS = -1 };

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
    Start start = {
        .before = bytes_all(), .first = bytes_all(), .single = (guint32)ALL_KINDS, .empty = true};
    memset(start.pairs, 0xFF, sizeof start.pairs);
    return start;
}

Start start_byte(const Bytes *bytes)
{
    Start start = {.before = bytes_all(), .first = *bytes};
    for (guint c = bytes_next(bytes, 0); c < 256; c = bytes_next(bytes, c + 1))
        start.single |= 1u << need_kind_of((char)c);
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
    guint32 kinds = start->single;
    for (guint i = 0; i < G_N_ELEMENTS(start->pairs); i++)
        kinds |= start->pairs[i] ? 1u << i : 0;
    return kinds;
}

Start start_then(const Start *a, const Start *b)
{
    Start both = *a;
    guint32 next = start_kinds(b);
    both.empty = a->empty && b->empty;
    both.still = a->still && b->still;
    if (a->still)
        both.before = bytes_and(a->before, b->before);
    if (!b->empty)
        both.single = 0;
    for (guint i = 0; i < G_N_ELEMENTS(both.pairs); i++) {
        if (a->single >> i & 1)
            both.pairs[i] |= next;
        if (a->empty)
            both.pairs[i] |= b->pairs[i];
    }
    if (a->empty) {
        both.first = bytes_or(a->first, b->first);
        both.single |= b->single;
    }
    return both;
}

Start start_or(const Start *a, const Start *b)
{
    Start either = *a;
    either.before = bytes_or(a->before, b->before);
    either.first = bytes_or(a->first, b->first);
    for (guint i = 0; i < G_N_ELEMENTS(either.pairs); i++)
        either.pairs[i] |= b->pairs[i];
    either.single |= b->single;
    either.empty = a->empty || b->empty;
    either.still = a->still && b->still;
    return either;
}

Start start_repeat(const Start *a, guint64 least, guint64 most)
{
    Start again = *a;
    if (most > 1) {
        Start more = *a;
        more.empty = true;
        again = start_then(a, &more);
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
    left.single &= start_kinds(ahead);
    for (guint i = 0; i < G_N_ELEMENTS(left.pairs); i++)
        if (!(ahead->single >> i & 1))
            left.pairs[i] &= ahead->pairs[i];
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
    for (guint i = 0; i < G_N_ELEMENTS(start->pairs); i++)
        if (start->pairs[i])
            return false;
    return !start->empty;
}

/* Places: a run of bytes in a buffer, a rectangle on a page. Plain values, passed by value. */
#ifndef DELIBEX_BASE_SPAN_H
#define DELIBEX_BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>

/* Bytes [start, end) of a buffer: nearly always the folded twin of a Text. */
typedef struct Span {
    size_t start, end;
} Span;

/* A rectangle in PDF points from the top left of the page, x0 <= x1, y0 <= y1 (y grows downward).
 */
typedef struct Box {
    float x0, y0, x1, y1;
} Box;

static inline size_t span_length(Span s)
{
    return s.end - s.start;
}

static inline bool span_contains(Span outer, Span inner)
{
    return outer.start <= inner.start && inner.end <= outer.end;
}

static inline bool span_overlaps(Span a, Span b)
{
    return a.start < b.end && b.start < a.end;
}

/* A box of no place at all: plain text, values without a page. */
static inline bool box_is_empty(Box b)
{
    return b.x1 <= b.x0 || b.y1 <= b.y0;
}

/* The smallest box around both; an empty one counts for nothing. */
static inline Box box_union(Box a, Box b)
{
    if (box_is_empty(a))
        return b;
    if (box_is_empty(b))
        return a;
    return (Box){a.x0 < b.x0 ? a.x0 : b.x0, a.y0 < b.y0 ? a.y0 : b.y0, a.x1 > b.x1 ? a.x1 : b.x1,
                 a.y1 > b.y1 ? a.y1 : b.y1};
}

/* Where a box of a page that was turned clockwise by so many quarters lies on the page before it,
 * which is so wide and high. */
static inline Box box_before_turn(Box b, int quarters, double width, double height)
{
    float w = (float)width, h = (float)height;
    switch (quarters) {
    case 1:
        return (Box){b.y0, h - b.x1, b.y1, h - b.x0};
    case 2:
        return (Box){w - b.x1, h - b.y1, w - b.x0, h - b.y0};
    case 3:
        return (Box){w - b.y1, b.x0, w - b.y0, b.x1};
    default:
        return b;
    }
}

#endif

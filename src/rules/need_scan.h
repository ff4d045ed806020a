/* The small things a regex is made of: white space, quantifiers, escapes, classes. For the reader
 * of needs (need_read.c). */
#ifndef DELIBEX_RULES_NEED_SCAN_H
#define DELIBEX_RULES_NEED_SCAN_H

#include "need.h"
#include "start.h"

/* Where the reading of a regex stands. */
typedef struct Parse {
    const char *at, *end;
    NeedOfShape of_shape;
    gconstpointer data;
    int depth;
    bool case_counts; /* from here on */
    bool lost;        /* met something it does not understand */
} Parse;

/* How often an item comes. */
typedef struct Times {
    guint64 least, most;
} Times;

enum { TIMES_MANY = 1000000 }; /* without end */

/* The character so far ahead; NUL behind the end. */
char scan_peek(const Parse *parse, size_t ahead);

/* Moves behind white space and comments. */
void scan_spaces(Parse *parse);

/* Reads the quantifier after an item, if there is one. */
Times scan_times(Parse *parse);

/* Reads "\\…" outside a class: the bytes it stands for; *width false for what takes no room. */
Bytes scan_escape(Parse *parse, bool *width);

/* Reads "[…]". */
Bytes scan_class(Parse *parse);

/* Adds the bytes from one to another, in both cases where case does not count. */
void scan_add_range(const Parse *parse, Bytes *bytes, guchar from, guchar to);

/* Moves behind "<name>" or "'name'". */
void scan_name(Parse *parse);

#endif

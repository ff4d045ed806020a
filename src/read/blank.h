/* Characters between words. */
#ifndef DELIBEX_READ_BLANK_H
#define DELIBEX_READ_BLANK_H

#include <glib.h>
#include <stdbool.h>

/* Any kind of space, and the end of a line. */
static inline bool is_blank(gunichar ch)
{
    return ch < 0x80 ? g_ascii_isspace((char)ch) : g_unichar_isspace(ch);
}

#endif

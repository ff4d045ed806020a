/* Characters that are no text, but steer whoever shows it. */
#ifndef DELIBEX_BASE_STEERING_H
#define DELIBEX_BASE_STEERING_H

#include <glib.h>
#include <stdbool.h>

/* True for a character that moves the cursor, hides words, turns their direction round, marks them
 * unseen, or is none. A tab and the end of a line are among them. */
static inline bool is_steering(gunichar ch)
{
    return ch < 0x20 || (ch >= 0x7f && ch < 0xa0) || ch == 0x61c ||
           (ch >= 0x200b && ch <= 0x200f) || (ch >= 0x2028 && ch <= 0x202e) ||
           (ch >= 0x2060 && ch <= 0x206f) || ch == 0xfeff || (ch >= 0xfff9 && ch <= 0xfffb) ||
           (ch & 0xfffe) == 0xfffe || (ch >= 0xfdd0 && ch <= 0xfdef) ||
           (ch >= 0xe0000 && ch <= 0xe007f);
}

#endif

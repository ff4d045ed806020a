/* Where the words of a title end: rules see words, and the report under a title may begin without
 * any that tells; lines, and how they are set, do. Private to act/. */
#ifndef DELIBEX_ACT_TITLE_H
#define DELIBEX_ACT_TITLE_H

#include "../base/text.h"

#include <stdbool.h>

/* Whether another paragraph begins behind a line that may be a title's last, though none stands
 * apart: the next line is set otherwise, or begins though this one had room for its first word. */
bool title_ends_at(const Text *text, size_t line);

/* What of a span is the title: without a bullet in front, a colon or a number in brackets behind
 * « (délibération n° 2023-12) », and without the lines of another paragraph or of another style. */
Span title_cut(const Text *text, Span span);

#endif

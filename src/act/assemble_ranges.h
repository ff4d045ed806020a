/* Tables with a column for each range of matters. Private to act/. */
#ifndef DELIBEX_ACT_ASSEMBLE_RANGES_H
#define DELIBEX_ACT_ASSEMBLE_RANGES_H

#include "assemble_moves.h"
#include "assemble_room.h"

/* « Présents   23   22 » under such heads, into the counts of the acts of each range, and those of
 * the first into the session's. After the acts have their numbers. */
void ranges_put_counts(const Assembly *assembly);

/* Reads the table with a row for each member that begins at `zone`: their states for the first
 * range, and who came or left. False when there is none. */
bool ranges_add_members(Room *room, Span zone, const char *rule);

/* Adds to an array of Move who of them left and gave a proxy, with the act it begins with. */
void ranges_read_moves(const Assembly *assembly, GArray *moves);

#endif

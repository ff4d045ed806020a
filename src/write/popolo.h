/* Popolo 1.0.1 (https://www.popoloproject.com): who voted on what, in one JSON object of lists.
 *
 * Organizations are authorities and their deliberating bodies; an event is a sitting; a motion is
 * an act, with one vote event where the act tells of a vote. Votes are those of voters the act
 * names; counts are those it states: what was computed stands apart, under "delibex:derived".
 * Proxies are no pairs of Popolo's: they stand at the event under "delibex:proxies", and a named
 * vote that was cast by proxy says by whom. */
#ifndef DELIBEX_WRITE_POPOLO_H
#define DELIBEX_WRITE_POPOLO_H

#include "../base/record.h"

#include <glib.h>

typedef enum PopoloList {
    POPOLO_ORGANIZATIONS,
    POPOLO_PERSONS,
    POPOLO_MEMBERSHIPS,
    POPOLO_EVENTS,
    POPOLO_MOTIONS,
    POPOLO_VOTE_EVENTS,
    POPOLO_LISTS
} PopoloList;

/* The key of a list ("organizations"). Lent, static. */
const char *popolo_list_name(PopoloList list);

/* What has been written of organizations, persons and memberships: 8 bytes each. */
typedef struct Popolo Popolo;

Popolo *popolo_new(void);
void popolo_free(Popolo *popolo);

/* Appends the objects of a record to the lists they belong to, each followed by a line feed.
 * Whoever writes the file puts commas between. A document that came before gives none. */
void popolo_append(Popolo *popolo, GString *const lists[POPOLO_LISTS], const Record *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Popolo, popolo_free)

#endif

/* The roll of one authority: who is who among the names its documents print, and what each did.
 * Private to people.c and roll.c; see people.h for when two spellings are one person. */
#ifndef DELIBEX_ARCHIVE_ROLL_H
#define DELIBEX_ARCHIVE_ROLL_H

#include "people.h"

typedef struct Roll Roll;

Roll *roll_new(void);
void roll_free(Roll *roll);

/* A sitting of a document begins; `id` is its own, `date` may be NULL. What follows is of this one.
 */
void roll_document(Roll *roll, gint64 id, const char *sha256, const char *date);

/* A member as its list prints him or her. */
void roll_member(Roll *roll, const char *name, const char *given, const char *family,
                 const char *status);

/* All members are told: the names that follow are looked up among them. */
void roll_proxy(Roll *roll, const char *giver, const char *holder);
void roll_vote(Roll *roll, const char *name, const char *option);
void roll_mention(Roll *roll, const char *name); /* the president, say */

/* All documents are told: hands over everybody whose name holds all of the folded `words`. False
 * when `take` stopped it. */
bool roll_call(Roll *roll, const char *authority, const char *siren, char **words, PeopleTake take,
               gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Roll, roll_free)

#endif

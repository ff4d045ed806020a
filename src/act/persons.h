/* Lists of names: the words of an attendance zone → people, in the order they are printed. Private
 * to act/. */
#ifndef DELIBEX_ACT_PERSONS_H
#define DELIBEX_ACT_PERSONS_H

#include "../base/person.h"
#include "../base/text.h"

/* One name of a list. */
typedef struct Listed {
    Person person; /* owned */
    Span span;     /* of the name in the folded twin */
    char *group;   /* « Commune : » before it or « (Commune) » after it, or NULL; owned */
    const char
        *plural;    /* the civility of several that it stands behind (« MM. »), or NULL; static */
    char *remark;   /* what stands in brackets after it, as printed, or NULL; owned */
    char *replaces; /* who is absent and sits in this person, as printed, or NULL; owned */
    bool away;      /* somebody else of the list sits for this one */
} Listed;

/* An empty list; free with g_array_unref. */
GArray *listed_new(void);

/* Reads the names of a list that fills `span` and appends them to `list` (of Listed). Stops at the
 * first thing that is a sentence and no name. Gives where it stopped. */
size_t listed_read(const Text *text, Span span, GArray *list);

#endif

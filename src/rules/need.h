/* What a text must contain before a regex is worth running on it.
 *
 * Most rules find nothing on most pages, and PCRE2 has to walk over every byte to say so. A Need is
 * read off the regex: the letters every match of it must hold, in groups of one to three. A
 * NeedIndex notes once where a text holds which groups; then the places where a rule can match are
 * told by a few words of bits. It is only ever a reason not to look: what the reader of the regex
 * does not understand, it takes to need nothing. */
#ifndef DELIBEX_RULES_NEED_H
#define DELIBEX_RULES_NEED_H

#include <glib.h>
#include <stdbool.h>

typedef struct Need Need;

/* Gives the need of the shape a regex calls (lent), or NULL for no shape. */
typedef const Need *(*NeedOfShape)(const char *name, gconstpointer data);

/* Reads the need off a free-spacing regex that PCRE2 has accepted. The needs of the shapes it calls
 * must live as long. */
Need *need_read(const char *source, size_t length, NeedOfShape of_shape, gconstpointer data);
void need_free(Need *need);

/* True when every text satisfies it. */
bool need_is_nothing(const Need *need);

/* Characters fall into 32 kinds: 26 letters (case ignored), digits, white space, apostrophe,
 * hyphen, full stop, and the rest. */
enum {
    NEED_KINDS = 32,
    NEED_PAIRS = NEED_KINDS * NEED_KINDS,
    NEED_TRIPLES = NEED_PAIRS * NEED_KINDS,
    NEED_GROUPS = NEED_KINDS + NEED_PAIRS + NEED_TRIPLES,
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Need, need_free)

#endif

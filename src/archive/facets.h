/* Facets: what a record holds besides its words, said as words of the full-text index.
 *
 * A filter of a search is looked up as the words of a text are: each facet has its list of acts in
 * the order of their sittings, and FTS5 goes through several such lists side by side, skipping what
 * the others lack. So the newest acts that a filter lets through are found in the same way whether
 * nearly all pass or hardly any, and filters that pass much each and nothing together cost no more
 * than the shorter list. Indexes of the tables are in no order of time: with them the choice is
 * between walking back through all acts and sorting all that pass, and each is slow for the other's
 * questions; an ordered index a filter would cost some sixty scattered insertions an act.
 *
 * A facet is a letter and a sum of what it says, so two may fall together, and sums of money share
 * those of their size: facets leave too much, never too little, and the tables have the last word.
 */
#ifndef DELIBEX_ARCHIVE_FACETS_H
#define DELIBEX_ARCHIVE_FACETS_H

#include "../write/tree.h"

#include <glib.h>
#include <stdbool.h>

/* What a facet is of; each letter stands in the file. A name is in it whole, for when few names are
 * meant, and word by word, for when many are that have a word in common. */
typedef enum Facet {
    FACET_AUTHORITY = 'a', /* authorities.id */
    FACET_AUTHORITY_WORD = 'A',
    FACET_BODY = 'b', /* names.folded, as for members */
    FACET_BODY_WORD = 'B',
    FACET_CHECK = 'c', /* "check=status" */
    FACET_MEMBER = 'm',
    FACET_MEMBER_WORD = 'M',
    FACET_NUMBER = 'n', /* as printed */
    FACET_OUTCOME = 'o',
    FACET_STATUS = 's', /* of a finding */
} Facet;

/* What all acts of a sitting (a position, see fill_session) have in common, each with a space
 * behind: made once for all of them. `authority` is 0 for none. The caller frees. */
char *facets_of_sitting(const Node *record, gint64 sitting, gint64 authority);

/* All of an act, or with 0 of what belongs to none, behind those of its sitting: what its row of
 * `texts` keeps. The caller frees. */
char *facets_of_act(const Node *record, guint act, const char *of_sitting);

/* Appends a facet, with a space behind. */
void facets_append(GString *out, Facet facet, const char *text);

/* Appends those that hold every sum of cents from `low` to `high`: none when there is no such. */
void facets_append_cents(GString *out, gint64 low, gint64 high);

#endif

/* What a user asks for, as FTS5 is asked. Words find their other forms, "phrases" themselves,
 * prefix* what begins so; AND OR NOT, ET OU SAUF, a leading - and parentheses put them together. */
#ifndef DELIBEX_ARCHIVE_QUERY_H
#define DELIBEX_ARCHIVE_QUERY_H

#include "stem.h"

#include <glib.h>
#include <stdbool.h>

/* One word to be marked where a text is quoted. */
typedef struct QueryMark {
    char *word; /* folded; a stem unless exact or prefix */
    bool exact, prefix;
} QueryMark;

typedef struct Query {
    char *match;      /* the FTS5 expression; NULL when there are no words */
    int phrases;      /* in it, as FTS5 counts them */
    GPtrArray *marks; /* of QueryMark */
} Query;

/* The words of the index that begin so, which the caller frees; NULL when they are too many to be
 * asked for one by one. */
typedef char **(*QueryBeginning)(const char *beginning, gpointer data);

/* Reads a query; "" and NULL have no words. `beginning`, which may be NULL, tells what prefix*
 * stands for: FTS5 would put together all acts of all such words in memory before it gave the
 * first. NULL and *error (G_OPTION_ERROR) when it makes no sense. The caller frees. */
Query *query_parse(Stemmer *stemmer, const char *words, QueryBeginning beginning, gpointer data,
                   GError **error);
void query_free(Query *query);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Query, query_free)

#endif

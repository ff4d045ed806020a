/* Searching an archive: acts, and what documents say outside of any, by words and by what their
 * records hold. */
#ifndef DELIBEX_ARCHIVE_SEARCH_H
#define DELIBEX_ARCHIVE_SEARCH_H

#include <glib.h>
#include <stdbool.h>

/* What is asked; NULL asks nothing. */
typedef struct SearchOptions {
    const char *words;         /* see query.h */
    const char *from, *to;     /* of the sitting: YYYY, YYYY-MM or YYYY-MM-DD, both included */
    const char *authority;     /* words of its name, or its SIREN */
    const char *body, *member; /* words of the name */
    const char *amount;  /* ">23000", "<=500", "1000..2000", "18500,50": some amount in euros */
    const char *outcome; /* of the vote */
    const char *finding; /* a status, a check (contradicted), or check=status */
    const char *number;  /* of the act, as printed */
    bool newest;         /* newest first, even with words; without words always */
    long limit;
    long ranked; /* how many acts are ranked at most, the newest of more; 0: RANKED_MAX */
} SearchOptions;

enum { RANKED_MAX = 10000 };

typedef struct SearchHit {
    const char *id; /* for `delibex show`: start of the SHA-256, "/" and the act's position */
    const char *reference; /* siren/date/number; this and all below may be NULL */
    const char *number, *subject, *authority, *siren, *body, *date, *outcome, *kind;
    const char *path;    /* one of the files that hold it */
    const char *snippet; /* with SNIPPET_ON and SNIPPET_OFF around what was asked for */
    int page;
    double score; /* higher is better; 0 without words */
} SearchHit;

/* Takes one hit, lent for the call; false stops. */
typedef bool (*SearchTake)(const SearchHit *hit, gpointer data);

/* Newest first every act counts. Ranked, no more than `ranked` do, or `limit`, where that is more:
 * *bound is how many when as many match, else 0. How much a word in more than 20 000 acts weighs is
 * told from a part of them. False and *error: G_OPTION_ERROR when the question makes no sense, else
 * DELIBEX_ERROR_INPUT. */
bool archive_search(const char *archive, const SearchOptions *options, SearchTake take,
                    gpointer data, long *bound, GError **error);

#endif

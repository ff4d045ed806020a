/* The law on meetings as a dated table: what was in force for a kind of body on a day. Private to
 * check/. Where lawyers disagreed about a time the table says so, and no check accuses then. */
#ifndef DELIBEX_CHECK_LAW_H
#define DELIBEX_CHECK_LAW_H

#include "../base/record.h"

/* Marks a sentence for the catalogues of translations. */
#define N_(sentence) sentence

/* Kinds of body that have rules of their own. */
typedef enum Body {
    BODY_UNKNOWN = 0,
    BODY_COMMUNE = 1 << 0,
    BODY_COMMUNE_EAST = 1 << 1, /* of Moselle, Bas-Rhin and Haut-Rhin */
    BODY_COMMUNITY = 1 << 2,  /* communautés and métropoles: their councils, not their bureaux */
    BODY_DEPARTMENT = 1 << 3, /* and the métropole de Lyon, whose rules are a département's */
    BODY_REGION = 1 << 4,
    BODY_PERMANENT = 1 << 5, /* the permanent commission of a département or région */
    BODY_CCAS = 1 << 6,
} Body;

typedef enum LawMatter {
    LAW_QUORUM,  /* number: 2 = more than a half of those in office, 3 = a third or more */
    LAW_PROXIES, /* number: how many proxies one may hold */
    LAW_NOTICE,  /* number: the least days from convocation to session, both ends compared */
} LawMatter;

typedef struct Law {
    LawMatter matter;
    unsigned bodies;   /* of Body */
    gint64 from, to;   /* first and last day in force, yyyymmdd */
    int number;        /* see LawMatter */
    int other;         /* the stricter number that may apply where the act cannot tell, or 0 */
    bool doubtful;     /* lawyers disagreed: `number` is the laxer reading, `other` the stricter */
    bool represented;  /* a quorum that those represented count for */
    const char *basis; /* the articles */
} Law;

/* The body the record is of. */
Body law_body(const Record *record);

/* The law in force for a body on a day (yyyymmdd), or NULL where none is known. */
const Law *law_find(LawMatter matter, Body body, gint64 date);

/* The least number present of `in_office` that makes a quorum by `divisor` (2 or 3). */
gint64 law_quorum(int divisor, gint64 in_office);

/* The rows, for tests and `delibex check --list`. */
const Law *law_rows(size_t *count);

#endif

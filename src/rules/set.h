/* The insides of a RuleSet, shared by the files of this room only. */
#ifndef DELIBEX_RULES_SET_H
#define DELIBEX_RULES_SET_H

#include "regex.h"
#include "rules.h"
#include "shape.h"
#include "sheet.h"
#include "sieve.h"

/* A capture the sheet declares: `field present count`. */
typedef struct RuleField {
    char *name;
    ValueType type;
    const Field *field; /* the record's row, or NULL: the user's own */
    unsigned group;     /* of the regex; 0 when the regex has none of that name */
    size_t at;
} RuleField;

/* A constant: `set outcome = adopted`, `set opens = present`. */
typedef struct RuleConstant {
    char *name;
    const Field *field; /* NULL for `opens` and the user's own */
    Value value;
    size_t at;
} RuleConstant;

/* What an `ok` lists. */
typedef struct ExampleValue {
    char *name, *value;
    size_t at;
} ExampleValue;

typedef struct Example {
    char *words;    /* its lines joined by '\n' */
    GArray *lines;  /* of size_t: where each of them starts in the sheet */
    GArray *values; /* of ExampleValue */
    size_t at;
} Example;

typedef struct Rule {
    char *name;         /* "counts/present-count" */
    const Sheet *sheet; /* lent by the set */
    size_t at;          /* of its name */
    int order;          /* rank in the set */
    RulePass pass;
    unsigned zones; /* 1 << ZoneKind; landmarks and stamps are run over the whole text */
    char *zone_words;
    char *comment;
    char *source; /* the regex as written */
    size_t source_at;
    Regex *regex;
    Sieve *sieve;      /* tells where the regex is worth trying */
    GArray *fields;    /* of RuleField */
    GArray *constants; /* of RuleConstant */
    GPtrArray *oks;    /* of Example */
    GPtrArray *nos;    /* of Example */
} Rule;

struct RuleSet {
    GPtrArray *sheets; /* of Sheet */
    GPtrArray *shapes; /* of Shape */
    GPtrArray *rules;  /* of Rule */
    SieveTable *sieves;
    unsigned groups;            /* the most any regex has */
    _Atomic(RegexRun *) spare;  /* for whoever matches next, or NULL */
    _Atomic(SieveIndex *) last; /* of the text matched last: the next pass may be over it again */
};

/* set.c: a set of no sheets. */
RuleSet *rule_set_new(void);

/* The name by which a landmark's constant says which zone it opens. */
#define RULE_OPENS "opens"

/* compile.c: gives the rules and the shapes of a sheet their meaning and adds them to the set.
 * `common` are the shapes every sheet sees. The set owns the sheet already. */
bool sheet_compile(RuleSet *set, const Sheet *sheet, ShapeScope *common, GError **error);
void rule_free(Rule *rule);

/* match.c: runs the rules of a pass that look into one of `zones` on a text as if it were all one
 * such zone. */
void rule_set_match_example(const RuleSet *set, RulePass pass, unsigned zones, const Text *text,
                            Matches *matches);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Rule, rule_free)

#endif

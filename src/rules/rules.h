/* rules/: sheets → RuleSet → Matches.
 *
 * Takes directories of rule sheets and a Text with its zones; gives Matches. Knows the
 * record's field table (to check what sheets capture) and nothing of layout, PDF or JSON.
 * regex.c is the only file that includes PCRE2; sheet.c reads the eight words; match.c runs rules.
 */
#ifndef DELIBEX_RULES_RULES_H
#define DELIBEX_RULES_RULES_H

#include "../base/match.h"
#include "../base/text.h"
#include "../base/zone.h"

#include <glib.h>
#include <stdbool.h>

typedef struct RuleSet RuleSet;

/* Loads every *.rules file of the directories, lowest first: a file in a later directory replaces
 * the one of the same name, an empty one removes it. Files in name order; rules in file order.
 * Shapes of a sheet called 00-*.rules are seen by all. Immutable once loaded; threads may share it.
 */
RuleSet *rule_set_load(const char *const *directories, GError **error);
void rule_set_free(RuleSet *set);

/* Translates the rules to machine code: the same answers, three times as fast. It takes as long as
 * matching a good many documents does without, so it is for who has many. Not while another thread
 * uses the set. */
void rule_set_translate(RuleSet *set);

/* Which rules to run. */
typedef enum RulePass {
    RULE_PASS_LANDMARKS, /* rules that `set opens`: run over the whole text, before it has zones */
    RULE_PASS_STAMPS,    /* rules of zone stamp: run over the whole text, first of all */
    RULE_PASS_SUBJECTS,  /* rules of zone subject: run over subjects, last of all */
    RULE_PASS_FIELDS,    /* all others, each in its zones */
} RulePass;

/* Runs the rules of one pass and appends to `matches` (and sorts it). `outline` may be NULL for the
 * first two passes. In a zone `^` and `$` are line ends, and the rule sees nothing beyond the zone.
 * Every match runs under match, depth and heap limits and the pass under a step budget; a rule cut
 * short is named in matches->undetermined. */
void rule_set_match(const RuleSet *set, RulePass pass, const Text *text, const Outline *outline,
                    Matches *matches);

/* ---- The laws, for `delibex rules check` and for the tests -------------------------------- */

/* Runs every law on every rule; appends one line a breach ("file:line: rule NAME: …") to `breaches`
 * (of char *). True when there is none. */
bool rule_set_check(const RuleSet *set, GPtrArray *breaches);

/* What `delibex rules list` prints. Lent. */
typedef struct RuleInfo {
    const char *name; /* "counts/present-count" */
    const char *file;
    int line;
    const char *zones;   /* as written */
    const char *comment; /* its first comment line, or "" */
    const char *regex;   /* as written */
    guint oks, nos;
} RuleInfo;

size_t rule_set_count(const RuleSet *set);
RuleInfo rule_set_info(const RuleSet *set, size_t index);

/* How many rules PCRE2 interprets: all before rule_set_translate(), and none after it unless the
 * process may not make executable memory. */
size_t rule_set_interpreted(const RuleSet *set);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(RuleSet, rule_set_free)

#endif

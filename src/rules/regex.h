/* The door to PCRE2: regex.c is the only file that includes it.
 *
 * Takes a pattern and a subject in folded ASCII; gives spans. Knows nothing of sheets or zones.
 * Every match runs under a match, a depth and a heap limit; one that reaches a limit is neither a
 * match nor "no match". */
#ifndef DELIBEX_RULES_REGEX_H
#define DELIBEX_RULES_REGEX_H

#include "../base/span.h"

#include <glib.h>
#include <stdbool.h>

typedef struct Regex Regex;

/* How every pattern is compiled, as PCRE2 writes it inside one. */
#define REGEX_FLAGS "xmni"

/* Compiles free-spacing text: case ignored, `^` and `$` at line ends, '\n' the only line end, plain
 * brackets do not capture. On failure gives NULL, where it went wrong, and PCRE2's words (the
 * caller frees them). Immutable once compiled; threads may share it. */
Regex *regex_new(const char *pattern, size_t length, size_t *error_at, char **message);

/* Translates it to machine code, which takes three times as long as compiling it. */
void regex_translate(Regex *regex);
void regex_free(Regex *regex);

/* The number of the group called `name`, or 0. */
unsigned regex_group(const Regex *regex, const char *name);

/* The names of all groups, in alphabetical order: GPtrArray of char *. The caller unrefs it. */
GPtrArray *regex_load_names(const Regex *regex);

/* How many groups there are. */
unsigned regex_group_count(const Regex *regex);

/* True when the empty string is a match, of an empty subject or between the characters of another.
 */
bool regex_matches_empty(const Regex *regex);

/* False when it was not translated, or there was no memory for machine code: then it is
 * interpreted. */
bool regex_is_compiled(const Regex *regex);

/* What one thread needs to match, made once and used for any number of regexes. */
typedef struct RegexRun RegexRun;

/* `groups` is the largest regex_group_count() of the regexes it will be used for. */
RegexRun *regex_run_new(unsigned groups);
void regex_run_free(RegexRun *run);

typedef enum RegexAnswer {
    REGEX_MATCH,
    REGEX_NO_MATCH,
    REGEX_LIMIT, /* a limit was reached: undetermined */
} RegexAnswer;

/* Looks for the first match that starts in `starts` of `subject` and is not empty; it may end after
 * starts.end. Nothing outside the subject is seen. */
RegexAnswer regex_match(const Regex *regex, RegexRun *run, const char *subject, size_t length,
                        Span starts);

/* After REGEX_MATCH: where a group matched (0 is the whole); false when it took no part. */
bool regex_run_group(const RegexRun *run, unsigned group, Span *out);

/* How far the regex gets into a subject it does not match: the longest stretch of it that a longer
 * subject could have completed. False when it gets nowhere. For messages; slow. */
bool regex_reach(const Regex *regex, RegexRun *run, const char *subject, size_t length, Span *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Regex, regex_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(RegexRun, regex_run_free)

#endif

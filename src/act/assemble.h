/* What the files of assembly share. Private to act/. */
#ifndef DELIBEX_ACT_ASSEMBLE_H
#define DELIBEX_ACT_ASSEMBLE_H

#include "act.h"

typedef struct Assembly {
    const Text *text;
    const Outline *outline;
    const Matches *stamps, *fields;
    Record *record;
} Assembly;

/* Adds to a pointer the evidence of a span: one entry a line it touches, quoted once each. */
void assembly_evidence(const Assembly *assembly, const char *pointer, Span span, const char *rule,
                       double confidence);

/* Adds one entry for the whole span, line breaks and all: what the act says besides its values, for
 * check/ to weigh. */
void assembly_mention(const Assembly *assembly, const char *pointer, Span span, const char *rule,
                      double confidence);

/* Sets a scalar from what a rule captured, with its evidence. */
void assembly_put(const Assembly *assembly, const char *pointer, const Capture *capture,
                  const char *rule);

/* True for what was recognised so badly that it is rather a guess. */
bool assembly_is_guess(const Assembly *assembly, const Capture *capture);

/* Sets a number read in a table, with its evidence, where nothing has set it. */
void assembly_put_integer(const Assembly *assembly, const char *pointer, gint64 number, Span cell,
                          const char *rule);

/* The match that decides a field: the first rule in order, then the first place in the text; or
 * NULL. Lent. */
const Match *assembly_decided(const Assembly *assembly, const char *capture);

/* True when an authority that a rule read can have that body (NULL: not known): a municipal council
 * is not that of the community of communes it speaks of, nor the other way round. */
bool authority_fits(const Match *match, const char *body);

/* Takes out an authority that the SIREN of the stamp says is none of its type: only communes have a
 * SIREN that begins with 21. */
void assemble_check_authority(const Assembly *assembly);

/* Where no letterhead or formula names the authority: the commune that the text speaks of, twice at
 * least, and hardly of another. */
void assemble_mentioned_commune(const Assembly *assembly, const char *body);

/* The votes of a table that stands in `zone`, into /acts/`act`/vote. */
void assemble_ballot(const Assembly *assembly, size_t act, Span zone);

/* The subjects of a list of deliberations that is a table, cell by cell. After assemble_act of all.
 */
void assemble_rows(const Assembly *assembly);

/* The votes of tables with a row for each act, where the acts do not say them themselves. After
 * assemble_act of all. */
void assemble_vote_tables(const Assembly *assembly);

/* The grants of an act, into /acts/`act`/grants; `only` when it is the document's only one. Gives
 * the spans of their sums (of Span); the caller unrefs. The subject must have been put. */
/* Whether the words of a bullet are a part of the clause before it, « … aux cadres d'emplois : », and
 * none of their own; *enumerates is what this said of the one before, false at first.
 * (assemble_clauses.c) */
bool clause_is_part(bool *enumerates, const char *words);

/* Adds such words to the clause at `pointer`, behind a semicolon. (assemble_clauses.c) */
void clause_add_part(const Assembly *assembly, const char *pointer, const Capture *part,
                     const char *rule);

/* Whether the sum that match `index` of the fields captured is taken off: a minus, which stands at
 * *sign, is in front of it, and a plus in front of a sum beside it. (assemble_signs.c) */
bool assembly_takes_off(const Assembly *assembly, guint index, size_t *sign);

/* True when the clause that ends with `span` asks for money (« sollicite une subvention de … »)
 * instead of giving it. */
bool assembly_asks_for(const Assembly *assembly, Span span);

GArray *assemble_grants(const Assembly *assembly, size_t act, bool only);

/* The dates of transmission of a scan from all its stamps together, where they are of one; one that
 * cannot be is taken out. After assemble_act of all. */
void assemble_stamps(const Assembly *assembly);

/* The numbers of a header's table of heads and figures, where no rule has read them. */
void assemble_count_table(const Assembly *assembly);

/* Members, proxies, president, secretaries. */
void assemble_people(const Assembly *assembly);

/* Repairs names that recognition garbled by one letter, where the document prints them right in
 * another place; evidence keeps what is printed. After the acts. */
void assemble_repair(const Assembly *assembly);

/* Spells the words of subjects that recognition garbled as the document prints them in another
 * place; evidence keeps what is printed. After the acts. */
void assemble_spelling(const Assembly *assembly);

/* What the act says twice, as evidence of the objects it concerns. After all the others. */
void assemble_mentions(const Assembly *assembly);

/* Everything under /acts. */
void assemble_acts(const Assembly *assembly);

#endif

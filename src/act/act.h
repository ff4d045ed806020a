/* act/: Document → Text → Outline, and Matches → Record: all that knows what a deliberation is.
 *
 * layout.c    glyph boxes → lines in reading order. Geometry: columns, margins, tables, stamps.
 * marks.c     landmarks, and headings by their letters; kind.c: what kind of document they make.
 * parts.c     marks → the documents that one file holds, each with a header of its own.
 * segment.c   marks → zones and acts; marks_acts.c: which matters are acts.
 * persons.c   the words of a list zone → members, proxies.
 * assemble.c  matches and lists → one value per field, with evidence.
 *
 * No file here includes read/, rules/, check/ or write/. */
#ifndef DELIBEX_ACT_ACT_H
#define DELIBEX_ACT_ACT_H

#include "../base/document.h"
#include "../base/match.h"
#include "../base/record.h"
#include "../base/text.h"
#include "../base/zone.h"

/* Lays a document out: lines in reading order, whatever order the file holds. Plain text keeps its
 * lines. Running heads and page numbers are marked (LINE_FURNITURE), stamps laid over the text are
 * marked (LINE_STAMP) and stand as lines of their own, a paragraph stands behind a blank line, a
 * margin column (LINE_MARGIN) stands before the body it is beside. Running heads are blank to rules
 * but for their first mention. Hyphens at line ends are kept as printed. */
Text *layout(const Document *document);

/* Takes the stamps out (text_blank) that the RULE_PASS_STAMPS matches cover. */
void segment_blank_stamps(Text *text, const Matches *stamps);

/* Cuts a text into documents, and each into zones by the landmarks found in it (matches that
 * captured `opens`). */
Outline *segment(const Text *text, const Matches *landmarks);

/* Puts together the record: one value per field, the first rule in order wins, with evidence.
 * `stamps` and `fields` are the matches of those passes. Source and findings are not its matter. */
void assemble(const Text *text, const Outline *outline, const Matches *stamps,
              const Matches *fields, Record *record);

/* ---- Matters: what an act is about, from the words of its subject --------------------------- */

/* What the matter of acts is looked for in: their subjects or, for those whose subject does not
 * tell, the first clauses of their decision. */
typedef enum MatterWords { MATTER_SUBJECT, MATTER_DECISION, MATTER_WORDS } MatterWords;

/* The words of all acts of a record without a matter, as a text with a zone an act, put into
 * `outline`. NULL when there are none. The caller frees. */
Text *matter_words(const Record *record, MatterWords words, Outline *outline);

/* Gives acts the matter that the rules found in those words, with where the words stand and the
 * rule as evidence; none where they contradict each other too much. */
void matter_assemble(const Text *text, MatterWords words, const Matches *matches, Record *record);

#endif

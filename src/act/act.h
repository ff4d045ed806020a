/* act/: Document → Text → Outline, and Matches → Record: all that knows what a deliberation is.
 *
 * layout.c    glyph boxes → lines in reading order. Geometry: columns, margins, tables, stamps.
 * marks.c     landmarks, and headings by their letters; kind.c: what kind of document they make.
 * segment.c   marks → zones and acts.
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

/* Cuts a text into zones by the landmarks found in it (matches that captured `opens`). */
Outline *segment(const Text *text, const Matches *landmarks);

/* Puts together the record: one value per field, the first rule in order wins, with evidence.
 * `stamps` and `fields` are the matches of those passes. Source and findings are not its matter. */
void assemble(const Text *text, const Outline *outline, const Matches *stamps,
              const Matches *fields, Record *record);

#endif

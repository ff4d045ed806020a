/* write/: Record → bytes. json.c is the only file that includes jansson. */
#ifndef DELIBEX_WRITE_WRITE_H
#define DELIBEX_WRITE_WRITE_H

#include "../base/document.h"
#include "../base/match.h"
#include "../base/record.h"
#include "../base/text.h"
#include "../base/zone.h"
#include "tree.h"

#include <stdbool.h>
#include <stddef.h>

/* What the stages left behind (each may be NULL when its stage did not run), and which of it to
 * print under "stages":
 *   "text"     [{"page": 1, "text": "…", "flags": ["stamp", …]}]  lines in reading order, as
 * printed "zones"    [{"zone": "present", "act": null, "page": 1, "text": "…"}]  the words of each
 * zone "matches"  [{"rule": "counts/present-count", "zone": …, "act": …, "page": 1, "text": "…",
 *                "captures": [{"name": "present", "value": "59", "text": "59", "confidence": 1}]}]
 *   "unread"   [{"zone": …, "page": 1, "text": "…"}]  lines that hold words and that neither a
 * match nor any evidence of the record touches, of zones other than body and other
 *   "words"    [{"act": 0, "page": 1, "text": "…"}]  the text of each act from that page on, and of
 * what belongs to none ("act": null); a form feed begins each next page. Of a document with one act
 * or none all text is one
 *   "pages"    [{"page": 1, "width": 595.32, "height": 841.92, "turns": 0, "type": "image/png",
 *                "data": base64, "left_out": null, "text": null}]  in points, as the page is shown;
 *                the picture is turned clockwise by "turns" quarters. Without one "data" is null and
 *                "left_out" says why, see PagePicture; "text" is that of a page of plain text
 *   "marks"    [{"at": "/session/date", "nth": 0, "page": 1, "from": 20, "to": 34}]  where the nth
 *                evidence of a pointer stands in the text of its page, in bytes */
typedef struct WriteStages {
    const Document *document;
    const Text *text;
    const Outline *outline;
    const Matches *stamps, *landmarks, *fields;
    bool want_text, want_zones, want_matches, want_unread, want_words, want_pages;
} WriteStages;

/* The record as one line of JSON in the order of the field table, then "findings", "evidence" and,
 * if any is wanted, "stages". Text that is not valid UTF-8 has U+FFFD in the bad places. Evidence
 * is printed for the pointers the record holds, in their order; boxes are rounded to 2 decimals.
 * `stages` may be NULL. The caller frees with g_free. */
char *json_write(const Record *record, const WriteStages *stages);

/* The JSON Schema (2020-12) of the record, made from the field table, indented. The caller frees.
 */
char *json_schema(void);

/* Pretty-prints a line of JSON with `indent` spaces (at most 31), or compactly with 0. NULL when it
 * is no JSON object. The caller frees. */
char *json_reformat(const char *json, int indent);

/* Whether `length` bytes are a record of the document `sha256`, as strictly as a stranger's: valid
 * UTF-8, one JSON object and nothing after it, no key twice, at most JSON_MAX_DEPTH deep and about
 * JSON_MAX_VALUES values, every value of the table of the table's type and set, no key outside it,
 * "delibex" the version this program writes, and source.sha256 equal. `sha256` may be NULL when it
 * is not known. The error (DELIBEX_ERROR_READER) says the first thing that is wrong. `json` needs
 * no NUL at its end. */
bool json_validate_record(const char *json, size_t length, const char *sha256, GError **error);

/* The same of a text that was taken apart, whichever document it is of. */
bool json_validate_tree(const Node *root, GError **error);

enum { JSON_MAX_DEPTH = 16, JSON_MAX_VALUES = 1 << 20 };

/* Reads a record back from what json_write gave, with the same strictness: values, arrays, findings
 * and evidence; "stages" is left out. record_text(record, "/source/outcome") and its like are then
 * the getters. Writing it again gives the same bytes. NULL and *error (DELIBEX_ERROR_READER) when
 * it is no record. */
Record *json_read_record(const char *json, GError **error);

/* The lines a record holds under stages.text, as they read: each with a line feed, pages parted by
 * form feeds. Empty when the stage did not run. The caller frees. */
char *json_stage_text(const char *json);

#endif

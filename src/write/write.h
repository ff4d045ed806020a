/* write/: Record → bytes. json.c is the only file that includes jansson. */
#ifndef DELIBEX_WRITE_WRITE_H
#define DELIBEX_WRITE_WRITE_H

#include "../base/match.h"
#include "../base/record.h"
#include "../base/text.h"
#include "../base/zone.h"

/* What the stages left behind (each may be NULL when its stage did not run), and which of it to
 * print under "stages":
 *   "text"     [{"page": 1, "text": "…", "flags": ["stamp", …]}]  lines in reading order, as printed
 *   "zones"    [{"zone": "present", "act": null, "page": 1, "text": "…"}]  the words of each zone
 *   "matches"  [{"rule": "counts/present-count", "zone": …, "act": …, "page": 1, "text": "…",
 *                "captures": [{"name": "present", "value": "59", "text": "59", "confidence": 1}]}]
 *   "unread"   [{"zone": …, "page": 1, "text": "…"}]  lines that hold words and that neither a match
 *              nor any evidence of the record touches, of zones other than body and other */
typedef struct WriteStages {
    const Text *text;
    const Outline *outline;
    const Matches *stamps, *landmarks, *fields;
    bool want_text, want_zones, want_matches, want_unread;
} WriteStages;

/* The record as one line of JSON in the order of the field table, then "findings", "evidence" and,
 * if any is wanted, "stages". Text that is not valid UTF-8 has U+FFFD in the bad places. `stages`
 * may be NULL. The caller frees with g_free. */
char *json_write(const Record *record, const WriteStages *stages);

/* The JSON Schema (2020-12) of the record, made from the field table. The caller frees. */
char *json_schema(void);

/* Pretty-prints a line of JSON with `indent` spaces, or compactly with 0. NULL when it is no JSON
 * object. */
char *json_reformat(const char *json, int indent);

#endif

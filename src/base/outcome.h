/* How the reading of one document ended: a closed set, exactly one a document. A limit that was
 * hit is never OUTCOME_OK. */
#ifndef DELIBEX_BASE_OUTCOME_H
#define DELIBEX_BASE_OUTCOME_H

#include <stdbool.h>

typedef enum Outcome {
    OUTCOME_OK,
    OUTCOME_OK_PARTIAL,   /* read, but pages, rules or complaints of the PDF library are missing */
    OUTCOME_NO_TEXT,      /* pages, but no usable text on any */
    OUTCOME_ZERO_PAGES,
    OUTCOME_ENCRYPTED,
    OUTCOME_DAMAGED,
    OUTCOME_NOT_PDF,      /* neither a PDF nor plain text */
    OUTCOME_TIMEOUT,      /* CPU or wall deadline */
    OUTCOME_MEMORY,
    OUTCOME_CRASH,
    OUTCOME_OUTPUT_LIMIT, /* the record is larger than the cap */
    OUTCOME_UNREADABLE,   /* open or read failed */
    OUTCOME_NOT_REGULAR,  /* directory, device, socket, pipe */
    OUTCOME_VANISHED,
    OUTCOME_CHANGED,      /* the file changed while it was read */
    OUTCOME_COUNT
} Outcome;

/* The outcome's name in the record, e.g. "ok_partial". Lent, static. */
const char *outcome_name(Outcome outcome);

/* The outcome called `name`; false when there is none. */
bool outcome_parse(const char *name, Outcome *out);

/* One lower-case sentence for a person, e.g. "encrypted: it needs a password". Lent, static. */
const char *outcome_sentence(Outcome outcome);

/* True for the outcomes that gave a record with contents: ok, ok_partial. */
bool outcome_is_read(Outcome outcome);

#endif

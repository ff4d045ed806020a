/* What became of one document: from how its process ended and what it left, one outcome and one
 * record. Nothing the process wrote is believed without a check. */
#ifndef DELIBEX_POOL_VERDICT_H
#define DELIBEX_POOL_VERDICT_H

#include "../base/outcome.h"
#include "../write/tree.h"
#include "frame.h"
#include "input.h"

enum { LOG_BYTES = 8192 }; /* of a process's standard error, all that is kept */

/* One run of a document's process. */
typedef struct Run {
    guint64 job;
    int result, log; /* the files it wrote */
    bool stopped;    /* by us, at the wall deadline */
    Exited exited;
    RequestLimits limits;
} Run;

typedef struct Verdict {
    Outcome outcome;
    char *json;      /* the record; owned */
    Tree *tree;      /* the same, taken apart; NULL where it was made here; owned */
    char *diagnosis; /* NULL for ok; owned */
} Verdict;

/* True when the process was killed by neither the document nor a limit: it may be read again. */
bool verdict_is_accident(const Run *run);

/* How many pages a run that has not ended says it is recognising; 0 when it says nothing. */
guint64 verdict_pages_to_recognise(const Run *run);

/* What the record of a document must state. */
typedef struct Stated {
    const char *path;    /* valid UTF-8 */
    const char *sandbox; /* sandbox_in_record() */
} Stated;

/* Judges a run that has ended; the input must be summed. */
Verdict verdict_of(const Run *run, Input *input, const Stated *stated);

/* The verdict on a document that gave no record of its own. `sha256` may be NULL; `bytes` -1 when
 * it is not known. `diagnosis` NULL stands for the outcome's own sentence. */
Verdict verdict_without_record(Outcome outcome, const Stated *stated, const char *sha256,
                               gint64 bytes, const char *diagnosis);

void verdict_clear(Verdict *verdict);

#endif

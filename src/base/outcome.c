#include "outcome.h"

#include <glib.h>
#include <string.h>

/* Marks a sentence for the catalogues. */
#define N_(sentence) sentence

static const struct {
    const char *name, *sentence;
} outcomes[OUTCOME_COUNT] = {
    [OUTCOME_OK] = {"ok", N_("read")},
    [OUTCOME_OK_PARTIAL] = {"ok_partial", N_("read in part")},
    [OUTCOME_NO_TEXT] = {"no_text", N_("no text on any page")},
    [OUTCOME_ZERO_PAGES] = {"zero_pages", N_("no page in it")},
    [OUTCOME_ENCRYPTED] = {"encrypted", N_("encrypted: it needs a password")},
    [OUTCOME_DAMAGED] = {"damaged", N_("damaged: the PDF cannot be opened")},
    [OUTCOME_NOT_PDF] = {"not_pdf", N_("neither a PDF nor plain text")},
    [OUTCOME_TIMEOUT] = {"timeout", N_("stopped at the time limit")},
    [OUTCOME_MEMORY] = {"memory", N_("stopped at the memory limit")},
    [OUTCOME_CRASH] = {"crash", N_("the reader crashed on it")},
    [OUTCOME_OUTPUT_LIMIT] = {"output_limit", N_("its record is larger than the limit")},
    [OUTCOME_UNREADABLE] = {"unreadable", N_("cannot be read")},
    [OUTCOME_NOT_REGULAR] = {"not_regular", N_("not a regular file")},
    [OUTCOME_VANISHED] = {"vanished", N_("no such file")},
    [OUTCOME_CHANGED] = {"changed", N_("changed while it was read")},
};

const char *outcome_name(Outcome outcome)
{
    g_assert(outcome < OUTCOME_COUNT);
    return outcomes[outcome].name;
}

bool outcome_parse(const char *name, Outcome *out)
{
    for (int i = 0; i < OUTCOME_COUNT; i++) {
        if (strcmp(outcomes[i].name, name) == 0) {
            *out = i;
            return true;
        }
    }
    return false;
}

const char *outcome_sentence(Outcome outcome)
{
    g_assert(outcome < OUTCOME_COUNT);
    return outcomes[outcome].sentence;
}

bool outcome_is_read(Outcome outcome)
{
    return outcome == OUTCOME_OK || outcome == OUTCOME_OK_PARTIAL;
}

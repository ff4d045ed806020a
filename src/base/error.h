/* Why a delibex call failed: one GError domain, few codes.
 *
 * A fallible function returns false or NULL and sets its GError, and only then. The message is one
 * line, lower case, place first. What is wrong with a *document* is not an error: it is an Outcome
 * (outcome.h) or a Finding. */
#ifndef DELIBEX_BASE_ERROR_H
#define DELIBEX_BASE_ERROR_H

#include <glib.h>

#define DELIBEX_ERROR delibex_error_quark()

typedef enum DelibexError {
    DELIBEX_ERROR_INPUT,  /* a file of the user's cannot be opened or read */
    DELIBEX_ERROR_RULES,  /* a rule sheet is wrong; the message starts with file:line:column */
    DELIBEX_ERROR_LIMIT,  /* a named limit was reached */
    DELIBEX_ERROR_OUTPUT, /* a result cannot be written */
    DELIBEX_ERROR_READER, /* the reader program cannot start, or sent something that is no record */
    DELIBEX_ERROR_SANDBOX, /* a layer of the jail is missing; the message says which */
} DelibexError;

GQuark delibex_error_quark(void);

#endif

/* What commands that read documents share: the options, the pool, complaints and the exit code. */
#ifndef DELIBEX_CLI_READING_H
#define DELIBEX_CLI_READING_H

#include "options.h"

#include "../pool/pool.h"

/* Sets what --jobs, --timeout, --ocr and --unsafe-no-sandbox ask for; no more jobs than documents.
 */
bool reading_options(const Arguments *arguments, long documents, PoolOptions *options,
                     GError **error);

/* How the program ends when reading could not start or go on. */
ExitCode exit_code_of(const GError *error);

/* Takes the result of one document. False and *error when it cannot be put down: nothing more is
 * read then. */
typedef bool (*TakeResult)(const PoolResult *result, gpointer data, GError **error);

/* Reads every operand from the `first` on and hands the results over in their order; user_data of
 * each is its place in that order, from 0, by GPOINTER_TO_UINT. A document that is to be drawn and
 * reaches a limit is read again without pictures, after the others. Complains of documents that
 * could not be read and of whatever else goes wrong, and says how the program ends. */
ExitCode read_documents(const Arguments *arguments, guint first, DelibexOptions extract,
                        TakeResult take, gpointer data);

/* The same of paths (of char *) instead of operands. */
ExitCode read_paths(const Arguments *arguments, const GPtrArray *paths, DelibexOptions extract,
                    TakeResult take, gpointer data);

#endif

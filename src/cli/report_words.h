/* Words for what findings speak of: places of the record, and the numbers compared. Private to the
 * report that people read. */
#ifndef DELIBEX_CLI_REPORT_WORDS_H
#define DELIBEX_CLI_REPORT_WORDS_H

#include "../base/finding.h"

/* What stands at a JSON Pointer, in the language of the locale: "number of members present". The
 * pointer itself where no words are known. The caller frees. */
char *words_of_place(const char *pointer);

/* A number that was compared: "present 19", "session 2021-11-25". The caller frees. */
char *words_of_operand(const Operand *operand);

/* A day of the record ("2021-11-25") as the locale writes it. The caller frees. */
char *words_of_day(const char *iso);

#endif

/* Names of private persons taken out of a record before it is exported. */
#ifndef DELIBEX_WRITE_REDACT_H
#define DELIBEX_WRITE_REDACT_H

#include "../base/record.h"

/* Takes out of every text of the record the names that are not those of members, of the president,
 * of secretaries or of voters, as far as person_hide (person_hide.h) can tell them; and the quoted
 * words of their evidence. */
void redact_private(Record *record);

#endif

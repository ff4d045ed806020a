/* A part of a record as JSON: what sits at one pointer, with all its keys. */
#ifndef DELIBEX_WRITE_JSON_PART_H
#define DELIBEX_WRITE_JSON_PART_H

#include "../base/record.h"
#include "json_emit.h"

/* Prints the object, array or value at `pointer`, which the table of fields must know; null where
 * the record is silent. */
void emit_part(Emit *emit, const Record *record, const char *pointer);

/* Prints the JSON Schema of what sits there. */
void emit_part_schema(Emit *emit, const char *pointer);

#endif

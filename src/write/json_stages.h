/* The "stages" key of the record: what the stages left behind, for --explain and --unread. */
#ifndef DELIBEX_WRITE_JSON_STAGES_H
#define DELIBEX_WRITE_JSON_STAGES_H

#include "json_emit.h"
#include "write.h"

/* Emits the object that belongs under "stages": the keys that are wanted and whose stage ran. */
void emit_stages(Emit *emit, const WriteStages *stages, const Record *record);

/* Emits the members "pages" and "marks"; `text` may be NULL. */
void emit_pages(Emit *emit, const Document *document, const Text *text, const Record *record);

#endif

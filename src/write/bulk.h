/* Acts for OpenSearch and Elasticsearch: lines for `_bulk`, and the index template that keeps codes
 * strings and reads French. */
#ifndef DELIBEX_WRITE_BULK_H
#define DELIBEX_WRITE_BULK_H

#include "../base/record.h"

#include <glib.h>

/* Appends two lines an act: the action, with an id that is the same whenever the document is read,
 * and the act with its sitting, its authority and what the checks found. `index` names the index.
 */
void bulk_append(GString *out, const Record *record, const char *index);

/* The index template, indented: PUT it to /_index_template/delibex. `index` is the name it is for.
 * The caller frees. */
char *bulk_template(const char *index);

#endif

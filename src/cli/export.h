/* Exporters: what the formats of `delibex export` have in common. Private to export*.c. */
#ifndef DELIBEX_CLI_EXPORT_H
#define DELIBEX_CLI_EXPORT_H

#include "options.h"

#include "../base/record.h"

#include <glib.h>
#include <stdbool.h>

#define EXPORT_FORMATS "scdl|subventions|popolo|opensearch|csv|jsonl"

/* The index of an OpenSearch export, when the user names none. */
#define EXPORT_INDEX "delibex-acts"

typedef struct Exporter Exporter;

struct Exporter {
    /* Puts one record down; what it changes of it is nobody's concern. */
    bool (*take)(Exporter *exporter, Record *record, GError **error);
    /* Makes the result last. */
    bool (*finish)(Exporter *exporter, GError **error);
    void (*free)(Exporter *exporter);
};

/* Each gives NULL and *error when the options make no sense (G_OPTION_ERROR) or a file cannot be
 * opened. */
Exporter *export_drafts_new(const Arguments *arguments, const char *format, GError **error);
Exporter *export_tables_new(const Arguments *arguments, GError **error);
Exporter *export_popolo_new(const Arguments *arguments, GError **error);
Exporter *export_lines_new(const Arguments *arguments, const char *format, GError **error);

static inline void exporter_free(Exporter *exporter)
{
    if (exporter)
        exporter->free(exporter);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Exporter, exporter_free)

#endif

/* Says where the values of a record were read. */
#include "explain.h"
#include "output.h"

#include "../write/write.h"

#include <stdio.h>

char *describe_evidence(const Evidence *evidence)
{
    g_autofree char *line = g_strdelimit(g_strdup(evidence->text), "\n", ' ');
    g_autofree char *words = shown(line);

    return g_strdup_printf("page %d, « %s »", evidence->page, words);
}

static char *describe_box(Box box)
{
    if (box_is_empty(box))
        return g_strdup("no box");
    return g_strdup_printf("box %.0f %.0f %.0f %.0f", box.x0, box.y0, box.x1, box.y1);
}

bool explain_record(const char *path, const char *json, GError **error)
{
    g_autoptr(Record) record = json_read_record(json, error);
    if (!record)
        return false;
    g_autofree char *name = shown(path);
    g_autoptr(GPtrArray) pointers = record_evidence_pointers(record);

    for (guint i = 0; i < pointers->len; i++) {
        const char *pointer = pointers->pdata[i];
        const char *text = record_text(record, pointer);
        const GPtrArray *all = record_evidence(record, pointer);
        g_autofree char *value = shown(text ? text : "");
        for (guint k = 0; k < all->len; k++) {
            const Evidence *evidence = all->pdata[k];
            g_autofree char *place = describe_evidence(evidence);
            g_autofree char *box = describe_box(evidence->box);
            fprintf(stderr, "%s: %s = %s: rule %s, %s, confidence %.2f, %s\n", name, pointer, value,
                    evidence->rule, box, evidence->confidence, place);
        }
    }
    return true;
}

/* room: write */
/* What a reader may send back: any bytes. Nothing but a record is accepted, the three ways in agree
 * on what one is, and what is accepted is written the same from then on. */
#include "../../src/write/write.h"

#include <glib.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *json = g_strndup((const char *)data, size);
    g_autoptr(GError) error = NULL, same = NULL;
    bool valid = json_validate_record((const char *)data, size, NULL, &error);
    g_assert(valid == !error);

    g_autofree char *text = json_stage_text(json);
    g_assert(text);
    g_autofree char *pretty = json_reformat(json, 2);
    /* Two parsers, of which one is not ours, agree on what JSON is. */
    g_autoptr(Tree) tree = tree_parse(json, strlen(json), NULL);
    g_assert((tree && tree_root(tree)->kind == NODE_OBJECT) == (pretty != NULL));
    if (pretty) {
        g_autofree char *compact = json_reformat(pretty, 0), *again = json_reformat(compact, 2);
        g_assert_cmpstr(again, ==, pretty);
    }

    g_autoptr(Record) record = json_read_record(json, &same);
    if (strlen(json) == size) /* a NUL ends the string, and is no JSON to the other */
        g_assert((record != NULL) == valid);
    if (!record)
        return 0;
    g_autofree char *first = json_write(record, NULL);
    g_assert(json_validate_record(first, strlen(first), NULL, NULL));
    g_autoptr(Record) back = json_read_record(first, NULL);
    g_assert(back);
    g_autofree char *second = json_write(back, NULL);
    g_assert_cmpstr(first, ==, second);
    return 0;
}

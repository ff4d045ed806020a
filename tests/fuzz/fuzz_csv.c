/* room: write */
/* A table of any bytes is refused or read into rows as wide as its heads; and what is written of it
 * reads back as the same. */
#include "../../src/write/csv.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_table(GString *out, const CsvTable *table)
{
    guint width = g_strv_length(table->heads);
    csv_row(out, (const char *const *)table->heads, width);
    for (guint i = 0; i < table->rows->len; i++)
        csv_row(out, (const char *const *)table->rows->pdata[i], width);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(CsvTable) table = csv_read((const char *)data, size, NULL);
    if (!table)
        return 0;
    for (guint i = 0; i < table->rows->len; i++)
        g_assert(g_strv_length(table->rows->pdata[i]) == g_strv_length(table->heads));
    /* the separator is told by the heads: with one of another kind in them it may be another */
    for (char **head = table->heads; *head; head++)
        if (strpbrk(*head, ";\t\r\n"))
            return 0;
    g_autoptr(GString) out = g_string_new(NULL);
    write_table(out, table);
    g_autoptr(CsvTable) again = csv_read(out->str, out->len, NULL);
    g_assert(again && again->rows->len == table->rows->len);
    g_autoptr(GString) twice = g_string_new(NULL);
    write_table(twice, again);
    g_assert(strcmp(out->str, twice->str) == 0);
    return 0;
}

#include "pages.h"

#include <string.h>

typedef struct Order {
    GArray *numbers;
    bool *seen;
    int count;
} Order;

static void add_page(Order *order, int page)
{
    if (page < 1 || page > order->count || order->seen[page - 1])
        return;
    order->seen[page - 1] = true;
    g_array_append_val(order->numbers, page);
}

/* The pages of a place, and of all that lies below it; "" is the whole record. */
static void add_place(Order *order, const Record *record, const GPtrArray *pointers,
                      const char *place)
{
    size_t length = strlen(place);
    for (guint i = 0; i < pointers->len; i++) {
        const char *pointer = pointers->pdata[i];
        if (strncmp(pointer, place, length) != 0 || (pointer[length] && pointer[length] != '/'))
            continue;
        const GPtrArray *all = record_evidence(record, pointer);
        for (guint k = 0; k < all->len; k++)
            add_page(order, ((const Evidence *)all->pdata[k])->page);
    }
}

GArray *check_pages(const Record *record, int count)
{
    static const FindingStatus first[] = {FINDING_CONTRADICTED, FINDING_UNVERIFIABLE};
    g_autofree bool *seen = g_new0(bool, MAX(count, 0) + 1);
    Order order = {g_array_new(false, false, sizeof(int)), seen, count};
    g_autoptr(GPtrArray) pointers = record_evidence_pointers(record);
    const GPtrArray *findings = record_findings(record);
    for (size_t i = 0; i < G_N_ELEMENTS(first); i++)
        for (guint k = 0; k < findings->len; k++) {
            const Finding *finding = findings->pdata[k];
            for (guint p = 0; finding->status == first[i] && p < finding->at->len; p++)
                add_place(&order, record, pointers, finding->at->pdata[p]);
        }
    add_place(&order, record, pointers, "");
    for (int page = 1; page <= count; page++)
        add_page(&order, page);
    return order.numbers;
}

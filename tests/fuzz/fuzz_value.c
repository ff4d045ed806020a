/* room: base */
/* Any bytes as printed words of every value type: no crash, and what is read keeps its promises: it
 * is canonical, within its bounds, and refusals leave the value alone. */
#include "../../src/base/value.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void promise(bool kept)
{
    if (!kept)
        abort();
}

static void check_value(ValueType type, const char *printed)
{
    Value value = {.text = (char *)"untouched"};
    if (!value_read(type, printed, &value)) {
        promise(strcmp(value.text, "untouched") == 0);
        return;
    }
    promise(value.type == type && value.text && *value.text);
    promise(value.confidence > 0 && value.confidence <= 1);
    promise(g_utf8_validate(value.text, -1, NULL));
    Value again = {0};
    promise(value_from_canonical(type, value.text, &again));
    promise(strcmp(again.text, value.text) == 0 && again.number == value.number);
    value_clear(&again);
    /* What is read once is read the same again. */
    if (type == VALUE_TEXT || type == VALUE_NUMBER || type == VALUE_DATE || type == VALUE_SIREN) {
        promise(value_read(type, value.text, &again));
        promise(strcmp(again.text, value.text) == 0);
        value_clear(&again);
    }
    value_clear(&value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    g_autofree char *printed = g_strndup((const char *)data + 1, size - 1);
    check_value(data[0] % VALUE_TYPE_COUNT, printed);
    g_auto(Value) canonical = {0};
    value_from_canonical(data[0] % VALUE_TYPE_COUNT, printed, &canonical);
    date_named_weekday(printed);
    return 0;
}

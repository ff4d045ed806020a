/* Series: the minutes of a long sitting from a short truth. One act and its blocks are written
 * once, and stand for as many as the truth asks for. */
#include "case.h"

#include <string.h>

/* A copy in which every "#" of a string is the rank, in three figures. The caller owns it. */
static json_t *numbered(json_t *value, int rank)
{
    const char *key;
    json_t *item;
    size_t i;
    if (json_is_string(value)) {
        g_autofree char *figures = g_strdup_printf("%03d", rank);
        g_auto(GStrv) parts = g_strsplit(json_string_value(value), "#", -1);
        g_autofree char *words = g_strjoinv(figures, parts);
        return json_string(words);
    }
    if (json_is_array(value)) {
        json_t *copy = json_array();
        json_array_foreach(value, i, item) json_array_append_new(copy, numbered(item, rank));
        return copy;
    }
    if (json_is_object(value)) {
        json_t *copy = json_object();
        json_object_foreach(value, key, item) json_object_set_new(copy, key, numbered(item, rank));
        return copy;
    }
    return json_incref(value);
}

void series_expand(json_t *truth)
{
    json_t *series = json_object_get(truth, "series");
    json_t *acts = json_object_get(json_object_get(truth, "record"), "acts");
    json_t *layout = json_object_get(truth, "layout");
    json_int_t count = json_integer_value(json_object_get(series, "count"));
    if (!series || !acts || !layout)
        return;
    for (int rank = 1; rank <= count; rank++) {
        json_array_append_new(layout,
                              json_pack("{s:s, s:i}", "b", "act", "i", (int)json_array_size(acts)));
        json_array_append_new(acts, numbered(json_object_get(series, "act"), rank));
        g_autoptr(json_t) blocks = numbered(json_object_get(series, "layout"), rank);
        json_array_extend(layout, blocks);
    }
    json_array_extend(layout, json_object_get(truth, "ending"));
    json_object_del(truth, "series");
}

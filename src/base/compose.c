/* Composing accents, letter by letter. See compose.h. */
#include "compose.h"

#include <glib.h>
#include <stdbool.h>

enum {
    MARKS_MAX = 8,
    FIRST_MARK = 0x300, /* no character below is a mark, or has another NFC form */
};

static void append_composed(GString *out, const char *cluster, gssize length)
{
    g_autofree char *composed = g_utf8_normalize(cluster, length, G_NORMALIZE_NFC);
    g_string_append(out, composed);
}

static size_t ascii_length(const char *p)
{
    const char *end = p;
    while (*end && (guchar)*end < 0x80)
        end++;
    return (size_t)(end - p);
}

char *compose(const char *original)
{
    const char *end = NULL;
    if (!g_utf8_validate(original, -1, &end))
        return NULL;
    GString *out = g_string_sized_new(end - original);
    const char *p = original;
    while (*p) {
        /* ASCII, but the last letter, behind which a mark may stand. */
        size_t plain = ascii_length(p);
        if (plain > 1 || (plain == 1 && !p[1])) {
            plain -= p[plain] ? 1 : 0;
            g_string_append_len(out, p, (gssize)plain);
            p += plain;
            continue;
        }
        /* A letter and its marks. */
        const char *letter = p, *kept = g_utf8_next_char(p);
        gunichar first = g_utf8_get_char(p);
        int marks = 0;
        for (p = kept; *p && g_unichar_ismark(g_utf8_get_char(p)); marks++) {
            p = g_utf8_next_char(p);
            if (marks < MARKS_MAX)
                kept = p;
        }
        if (marks > 0 || first >= FIRST_MARK)
            append_composed(out, letter, kept - letter);
        else
            g_string_append_len(out, letter, kept - letter);
    }
    return g_string_free(out, false);
}

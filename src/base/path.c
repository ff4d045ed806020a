#include "path.h"

#include <glib.h>

char *path_escape(const char *bytes)
{
    GString *out = g_string_new(NULL);

    while (*bytes) {
        gunichar ch = g_utf8_get_char_validated(bytes, -1);
        if (ch == (gunichar)-1 || ch == (gunichar)-2) {
            g_string_append_printf(out, "\\x%02x", (guint8)*bytes++);
            continue;
        }
        if (ch == '\\')
            g_string_append_c(out, '\\');
        g_string_append_unichar(out, ch);
        bytes = g_utf8_next_char(bytes);
    }
    return g_string_free(out, FALSE);
}

#include "path.h"

#include "error.h"

#include <errno.h>
#include <unistd.h>

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

char *path_unescape(const char *escaped)
{
    GString *out = g_string_new(NULL);

    while (*escaped) {
        if (escaped[0] == '\\' && escaped[1] == 'x' && g_ascii_isxdigit(escaped[2]) &&
            g_ascii_isxdigit(escaped[3])) {
            int byte = g_ascii_xdigit_value(escaped[2]) << 4 | g_ascii_xdigit_value(escaped[3]);
            g_string_append_c(out, (char)byte);
            escaped += 4;
            continue;
        }
        if (escaped[0] == '\\' && escaped[1] == '\\')
            escaped++;
        g_string_append_c(out, *escaped++);
    }
    return g_string_free(out, FALSE);
}

bool path_read(const char *path, char **bytes, size_t *length, GError **error)
{
    g_autoptr(GError) problem = NULL;
    if (g_file_get_contents(path, bytes, length, &problem))
        return true;
    g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_INPUT, "%s: %s", path,
                access(path, R_OK) < 0 ? g_strerror(errno) : problem->message);
    return false;
}

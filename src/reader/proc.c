#include "proc.h"

#include <errno.h>
#include <glib.h>
#include <stdbool.h>
#include <unistd.h>

char *proc_read(int fd)
{
    enum { PIECE = 16 << 10 };
    g_autoptr(GString) text = g_string_new(NULL);
    for (;;) {
        gsize before = text->len;
        g_string_set_size(text, before + PIECE);
        ssize_t got = pread(fd, text->str + before, PIECE, (off_t)before);
        g_string_set_size(text, before + (gsize)MAX(got, 0));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return NULL;
        if (got == 0)
            return g_string_free(g_steal_pointer(&text), false);
    }
}

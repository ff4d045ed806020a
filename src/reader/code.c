#include "code.h"

#include "proc.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* « 7f0a-7f1a rwxp … » → its addresses; false for a line about other pages. */
static bool parse(const char *line, CodePages *pages)
{
    char *rest;
    pages->start = (guintptr)g_ascii_strtoull(line, &rest, 16);
    if (*rest != '-')
        return false;
    pages->end = (guintptr)g_ascii_strtoull(rest + 1, &rest, 16);
    return g_str_has_prefix(rest, " rwx");
}

static bool protect(const CodePages *pages, int rights)
{
    return mprotect((void *)pages->start, pages->end - pages->start, rights) == 0;
}

bool code_seal(int maps, GArray *pages)
{
    g_autofree char *list = proc_read(maps);
    if (!list)
        return false;
    g_auto(GStrv) lines = g_strsplit(list, "\n", -1);
    for (guint i = 0; lines[i]; i++) {
        CodePages found;
        if (!parse(lines[i], &found))
            continue;
        if (!protect(&found, PROT_READ | PROT_EXEC))
            return false;
        g_array_append_val(pages, found);
    }
    return true;
}

void code_open(const GArray *pages)
{
    for (guint i = 0; i < pages->len; i++)
        protect(&g_array_index(pages, CodePages, i), PROT_READ | PROT_WRITE | PROT_EXEC);
}

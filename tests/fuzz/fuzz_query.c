/* room: archive */
/* A question of any bytes is refused or makes one FTS5 expression of quoted words; a text of any
 * bytes, and JSON of any kind, is cut without leaving its end. */
#include "../../src/archive/cut.h"
#include "../../src/archive/query.h"
#include "../../src/archive/snippet.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(Stemmer) stemmer = stemmer_new();
    g_autofree char *text = g_strndup((const char *)data, size);
    g_autoptr(Query) query = query_parse(stemmer, text, NULL, NULL, NULL);
    if (query && query->match) {
        int depth = 0;
        for (const char *at = query->match; *at; at++)
            depth += (*at == '(') - (*at == ')');
        g_assert(depth == 0 && g_utf8_validate(query->match, -1, NULL));
    }
    if (query) {
        int page = 1;
        g_autofree char *snippet = snippet_make(stemmer, query, text, &page);
        g_assert(g_utf8_validate(snippet, -1, NULL) && page >= 1);
    }
    g_autofree char *without = cut_without(text, "stages");
    g_assert(strlen(without) <= strlen(text));
    return 0;
}

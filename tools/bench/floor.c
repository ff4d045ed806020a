/* delibex-bench-floor: poppler's own text of every page of many documents, and nothing else. What a
 * bare program built on poppler takes: it is linked with nothing that delibex brings.
 *
 * usage: delibex-bench-floor < list of files, one a line */
#include "measure.h"

int main(void)
{
    g_autoptr(GPtrArray) files = measure_load();
    measure(files, measure_bare, NULL, false);
    return 0;
}

/* gettext, and the place of its catalogues. */
#include "language.h"
#include "places.h"

#include <libintl.h>
#include <locale.h>

static const char domain[] = "delibex";

void language_start(void)
{
    g_autofree char *catalogues = locale_directory();
    setlocale(LC_CTYPE, "");
    setlocale(LC_MESSAGES, "");
    if (!catalogues)
        return;
    bindtextdomain(domain, catalogues);
    bind_textdomain_codeset(domain, "UTF-8");
}

const char *language_say(const char *english)
{
    return *english ? dgettext(domain, english) : english;
}

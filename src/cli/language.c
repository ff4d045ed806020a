/* gettext, and the place of its catalogues. */
#include "language.h"
#include "places.h"

#include <libintl.h>
#include <locale.h>
#include <stdbool.h>
#include <string.h>

static const char domain[] = "delibex";

/* gettext asks LANGUAGE first, but in no locale that is plain "C". */
static void prefer(const char *language)
{
    g_setenv("LANGUAGE", language, TRUE);
    const char *now = setlocale(LC_MESSAGES, NULL);
    if (!now || strcmp(now, "C") == 0 || strcmp(now, "POSIX") == 0)
        setlocale(LC_MESSAGES, "C.UTF-8");
}

/* "fr" of the environment, whose locale this machine has not got: the words need none. Lent. */
static const char *wished_language(void)
{
    static const char *const variables[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < G_N_ELEMENTS(variables); i++) {
        const char *value = g_getenv(variables[i]);
        if (value && *value)
            return value;
    }
    return "C";
}

void language_start(const char *language)
{
    g_autofree char *catalogues = locale_directory();
    setlocale(LC_CTYPE, "");
    bool lacking = !setlocale(LC_MESSAGES, "");
    if (language || lacking)
        prefer(language ? language : wished_language());
    if (!catalogues)
        return;
    bindtextdomain(domain, catalogues);
    bind_textdomain_codeset(domain, "UTF-8");
}

const char *language_say(const char *english)
{
    return *english ? dgettext(domain, english) : english;
}

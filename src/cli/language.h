/* The language of reports: that of the user's locale where there is a catalogue for it, else
 * English. Catalogues are src/cli/locale/LANGUAGE.po. */
#ifndef DELIBEX_CLI_LANGUAGE_H
#define DELIBEX_CLI_LANGUAGE_H

/* Takes the language of the environment, or `language` ("en", "fr") when it is not NULL. Numbers stay
 * as they are. */
void language_start(const char *language);

/* A sentence in that language; lent. */
const char *language_say(const char *english);

/* Marks a sentence for the catalogues. */
#define N_(sentence) sentence

#endif

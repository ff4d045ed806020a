/* Composing accents (NFC) in linear time, for the readers of printed words. GLib's normalisation
 * moves the rest of the string for every accent it composes. Private to base/. */
#ifndef DELIBEX_BASE_COMPOSE_H
#define DELIBEX_BASE_COMPOSE_H

/* `original` in NFC, or NULL when it is not UTF-8. Marks after the eighth on one letter are
 * dropped. Caller frees. */
char *compose(const char *original);

#endif

/* Names of persons in running text, taken out. */
#ifndef DELIBEX_BASE_PERSON_HIDE_H
#define DELIBEX_BASE_PERSON_HIDE_H

#include <glib.h>

/* The text (UTF-8) with « […] » for every name it can tell that is nobody's of `known` (of char *:
 * printed names): after a civility (« M. et Mme X ») or « consorts », « famille », « époux »; a
 * given name before a family name in capitals; what follows « né le », « domicilié », « demeurant
 * »; e-mail addresses. Names of streets and buildings stay. The caller frees. */
char *person_hide(const char *text, const GPtrArray *known);

#endif

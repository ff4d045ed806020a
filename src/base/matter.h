/* The national nomenclature of acts (ACTES) at its two national levels: « 7.5 » is « Subventions »,
 * of the class « Finances locales ». Deeper levels are each prefecture's own. */
#ifndef DELIBEX_BASE_MATTER_H
#define DELIBEX_BASE_MATTER_H

/* The label of a code of two levels ("7.5"), or NULL when there is no such code. Lent, static. */
const char *matter_label(const char *code);

/* The label of its class, the first level ("Finances locales"), or NULL. Lent, static. */
const char *matter_class(const char *code);

/* Both as SCDL writes them: small letters, no comma, no bracket, one slash between the two
 * (« finances locales/subventions »). NULL when there is no such code. The caller frees. */
char *matter_scdl_name(const char *code);

#endif

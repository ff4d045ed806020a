/* One person as an act prints him or her. Names keep the printed spelling; civility, role and
 * remarks are taken off, line-break hyphens repaired (« GARNOUX-\nMALPERT » keeps its hyphen,
 * « PEREIRA\nVALMONT » its space). */
#ifndef DELIBEX_BASE_PERSON_H
#define DELIBEX_BASE_PERSON_H

#include <glib.h>
#include <stdbool.h>

/* The order a list prints its names in; it decides how a name is split when case cannot. */
typedef enum NameOrder {
    NAME_ORDER_UNKNOWN,
    NAME_ORDER_GIVEN_FIRST,  /* Odilon LERMINOT */
    NAME_ORDER_FAMILY_FIRST, /* LERMINOT Odilon */
} NameOrder;

typedef struct Person {
    char *name;     /* "Odilon LERMINOT": given and family in the printed order */
    char *given;    /* "Gilles", or NULL */
    char *family;   /* "LERMINOT", or NULL when it cannot be told */
    char *civility; /* "M.", "Mme", "Mlle", "Me", "Dr", or NULL; spelling made one */
    char *role;     /* « Maire », « 1er adjoint », « Président », or NULL */
} Person;

/* Reads one name from its printed words (UTF-8). False when they are no name: no capital, a verb, a
 * digit, a sentence. `order` helps where case cannot (« Martin Dupont »). The caller clears *out. */
bool person_read(const char *original, NameOrder order, Person *out);

/* Reads a list of names: « Mme A, M. B et M. C », one a line, parted by « ; » or « - ». What is no
 * name is left out and counted in *left_out (may be NULL); a civility or role by itself does not
 * count. Gives an array of Person, perhaps empty; the caller unrefs it. At most 64 KiB are read. */
GPtrArray *persons_read(const char *original, NameOrder order, int *left_out);

/* The order case shows in one printed name (capitals = family name), or unknown. */
NameOrder person_order(const char *original);

/* True when two printed names can be one person's: the same words folded, in any order; or family
 * name alone against family and given; or an initial for the given name. « M. » and
 * « Mme » of one family name are two. */
bool person_same(const Person *a, const Person *b);

/* As person_same, of two names as printed: which of their words is the family name, their letters
 * say. */
bool person_same_printed(const char *a, const char *b);

void person_clear(Person *person);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Person, person_clear)

#endif

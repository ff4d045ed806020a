/* The words around names: civilities, roles, particles, and the words no name is made of. Private
 * to the person*.c files. Every key is folded (text.h), lower case, without final dot. */
#ifndef DELIBEX_BASE_PERSON_WORDS_H
#define DELIBEX_BASE_PERSON_WORDS_H

#include <stdbool.h>

typedef enum NameTokenClass {
    NAME_TOKEN_MIXED,    /* Gilles */
    NAME_TOKEN_CAPITALS, /* LERMINOT */
    NAME_TOKEN_INITIAL,  /* G., M.A., ML. */
    NAME_TOKEN_PARTICLE, /* de, LE, Van */
    NAME_TOKEN_BAD,      /* no part of a name: lower case, a digit, a sign */
} NameTokenClass;

/* What a word is, one bit each. */
enum {
    WORD_ARTICLE = 1 << 0,     /* le, la, les, l' */
    WORD_PARTICLE = 1 << 1,    /* de, van, ben */
    WORD_ROLE = 1 << 2,        /* maire, presidente, adjoint, … */
    WORD_ORDINAL = 1 << 3,     /* 1er, 2eme, premiere */
    WORD_STATUS = 1 << 4,      /* absent, excusee, procuration: no name, no role */
    WORD_INSTITUTION = 1 << 5, /* words never in a name */
    WORD_DOUBTFUL = 1 << 6,    /* a family name too, but not by itself or at the start */
};

/* All that a word is; 0 for most. */
unsigned word_senses(const char *key);

/* True when the table of words is in the order that looking into it asks for. */
bool words_are_in_order(void);

/* What a printed token (UTF-8, NFC) can be in a name, by its letters and its senses. */
NameTokenClass name_token_class(const char *printed, unsigned senses);

/* The key of a printed token: folded, lower case, edge punctuation taken off. Caller frees. */
char *name_token_key(const char *printed);

typedef struct Civility {
    const char *word;    /* "madame" */
    const char *printed; /* "Mme", or NULL when it says nothing of one person */
    bool plural;
    bool capital_only; /* « M », « Me »: only with this very case */
} Civility;

/* The civility a token is, or NULL. Lent, static. */
const Civility *civility_find(const char *printed, const char *key);

/* One line of words of a printed name (UTF-8): NFC, remarks in brackets and a list's number taken
 * off, white space made one, hyphens closed up. NULL when it is too long or no UTF-8. Caller frees.
 */
char *person_clean(const char *original);

#endif

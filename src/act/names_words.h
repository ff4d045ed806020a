/* The words of a folded string, one after the other, and what their case says. Private to the files
 * of names. */
#ifndef DELIBEX_ACT_NAMES_WORDS_H
#define DELIBEX_ACT_NAMES_WORDS_H

#include <stdbool.h>
#include <stddef.h>

typedef enum WordClass {
    WORD_UPPER,
    WORD_CAPITAL,
    WORD_PARTICLE,
    WORD_INITIAL,
    WORD_LOWER,
    WORD_OTHER
} WordClass;

typedef struct Word {
    size_t start, end;
    WordClass kind;
} Word;

/* The next word from `at`: letters, apostrophes, and hyphens between them (also across one line
 * end). False when none begins before `end`. */
bool names_next_word(const char *s, size_t at, size_t end, Word *word);

/* True for one of the words that `list` holds between single spaces, in lower case. */
bool names_word_in(const char *word, size_t length, const char *list);

/* « monsieur », « madame »: in small letters only words that are nothing else. */
bool names_is_small_civility(const char *word, size_t length);

/* True for a civility that somebody follows: « TESSON M. » ends in an initial; behind small letters
 * with a capital: « madame le maire » is an office. */
bool names_word_is_civility(const char *s, const Word *word, size_t end);

/* A word with a capital that begins what follows a list, where nothing parts it from the last name:
 * « VIDAL Rose Publié le 18 mars ». */
bool names_opens_sentence(const char *s, const Word *word);

#endif

/* What the value*.c files share: caps, the readers that value.h does not publish, and number words.
 * Private to them. */
#ifndef DELIBEX_BASE_VALUE_READ_H
#define DELIBEX_BASE_VALUE_READ_H

#include "person.h"
#include "value.h"

#include <glib.h>
#include <stdbool.h>

enum {
    VALUE_BYTES_MAX = 400,       /* no date, amount or name is longer */
    VALUE_WORDS_MAX = 64 * 1024, /* text and lists of persons */
};
#define AMOUNT_CENTS_MAX G_GINT64_CONSTANT(1000000000000000)

/* Confidences lowered for one reason each; several multiply. */
#define CONFIDENCE_REPAIRED 0.8  /* a letter was read as a digit */
#define CONFIDENCE_MISSPELT 0.8  /* a word was one letter off */
#define CONFIDENCE_SPLIT 0.85    /* a number stood apart in its digits */
#define CONFIDENCE_LOST_MARK 0.6 /* a slash was read as a digit */

/* ---- Lexemes: folded words cut into numbers, words and marks ------------------------------- */

typedef enum LexemeKind { LEXEME_END, LEXEME_WORD, LEXEME_DIGITS, LEXEME_MARK } LexemeKind;

enum { LEXEME_TEXT = 28, LEXEMES_MAX = VALUE_BYTES_MAX };

typedef struct Lexeme {
    LexemeKind kind;
    bool spaced;            /* white space stands before it */
    bool repaired;          /* digits that had letters among them */
    char text[LEXEME_TEXT]; /* lower case; digits repaired; a mark is one character */
} Lexeme;

/* Always ends with a LEXEME_END at [count]. */
typedef struct Lexemes {
    int count;
    Lexeme at[LEXEMES_MAX + 1];
} Lexemes;

/* Cuts folded words; false when they are too long to be a value. */
bool lexemes_read(const char *folded, Lexemes *out);

bool lexeme_is(const Lexeme *lexeme, const char *word);       /* a word or a mark */
bool lexeme_is_mark(const Lexeme *lexeme, const char *marks); /* any of these characters */

/* A character OCR prints for a digit, as that digit; any other character as it is. */
char digit_repaired(char c);

/* ---- Number words -------------------------------------------------------------------------- */

/* Reads the longest number in words at lexeme *at, below 1 000 000 000, and moves *at behind it.
 * With `confidence`, misspelt words are allowed and lower it. */
bool cardinal_take(const Lexemes *lexemes, int *at, gint64 *out, double *confidence);

/* True when one letter too many, too few or wrong makes `word` into `right`. */
bool is_one_letter_off(const char *word, const char *right);

/* ---- Readers value.h does not publish ------------------------------------------------------ */

bool date_is_plausible(Date date); /* in the calendar, 1900 to 2060 */
bool siren_read(const char *folded, char out[10], double *confidence);
bool matter_read(const char *folded, char out[8]);
char *transmission_print(const Transmission *id);             /* canonical; caller frees */
char *words_clean(const char *original);                      /* VALUE_TEXT, or NULL */
char *number_clean(const char *original, double *confidence); /* VALUE_NUMBER, or NULL */

#endif

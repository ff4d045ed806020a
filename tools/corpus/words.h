/* French words for numbers, dates and hours, and the keys of identifiers: what the maker prints. */
#ifndef DELIBEX_CORPUS_WORDS_H
#define DELIBEX_CORPUS_WORDS_H

#include <glib.h>
#include <stdbool.h>

/* « soixante et onze »; 0 to 999 999. The caller frees. */
char *words_number(int number);

/* A date "2021-11-25" printed in one of the forms
 *   long    25 novembre 2021          slash   25/11/2021       dots   25.11.2021
 *   day     jeudi 25 novembre 2021    stamp   25 NOV. 2021     iso    2021-11-25
 *   words   vingt-cinq novembre deux mille vingt et un
 *   year    deux mille vingt et un    mil     deux mil vingt et un
 *   daymonth  vingt-cinq novembre     short   25 novembre      weekday  jeudi
 *   digits  20211125
 * NULL when the date or the form is none. The caller frees. */
char *words_date(const char *iso, const char *form);

/* An hour "18:30" as  h 18h30 | spaced 18 h 30 | words dix-huit heures trente | heures 18
 * heures 30. NULL when it is none. The caller frees. */
char *words_time(const char *time, const char *form);

/* True when the digits satisfy Luhn's key. */
bool words_luhn(const char *digits);

/* The words with every letter a capital. The caller frees. */
char *words_upper(const char *text);

#endif

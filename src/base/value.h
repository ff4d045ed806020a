/* Typed values and their converters: pure functions from words to a value. The types are those a
 * rule sheet names in `field NAME TYPE`.
 *
 * A converter sees a folded string (text.h), repairs what OCR does to digits only inside what must
 * be digits (O→0, l I |→1, S→5, B→8) and lowers the confidence when it does. It never guesses:
 * what is no value of its type gives false. */
#ifndef DELIBEX_BASE_VALUE_H
#define DELIBEX_BASE_VALUE_H

#include <glib.h>
#include <stdbool.h>

typedef enum ValueType {
    VALUE_TEXT,         /* words as printed; white space runs become one space */
    VALUE_NUMBER,       /* the number of an act: an identifier, kept as printed, inner spaces kept once */
    VALUE_COUNT,        /* people or votes: digits or French words; blank, "/", "neant", "aucun" = 0 */
    VALUE_DATE,         /* ISO 8601 date, from digits, words or both */
    VALUE_TIME,         /* HH:MM, from « 18h30 », « 18 heures 30 », « vingt heures trente » */
    VALUE_AMOUNT,       /* money: integer cents */
    VALUE_PERSON,       /* one name, without civility and role */
    VALUE_PERSONS,      /* several names: « M. A, Mme B et C » */
    VALUE_SIREN,        /* nine digits with a valid Luhn key */
    VALUE_TRANSMISSION, /* an @CTES identifier ddd-siren-yyyymmdd-number-XX */
    VALUE_MATTER,       /* an ACTES nomenclature code, « 7.5 » */
    VALUE_FLAG,         /* true or false */
    VALUE_TYPE_COUNT
} ValueType;

/* The type's name in sheets ("count", …). Lent, static. */
const char *value_type_name(ValueType type);
bool value_type_parse(const char *name, ValueType *out);

/* A converted value. `text` is the canonical printed form, always set: "59", "2021-11-25", "18:30",
 * "2000000" (cents), "Odilon LERMINOT", "A; B" for persons, "true". `number` is the count, the
 * cents, or 0/1; dates hold yyyymmdd, times minutes after midnight. */
typedef struct Value {
    ValueType type;
    char *text;
    gint64 number;
    double confidence; /* 1 unless digits were repaired or the spelling was doubtful */
} Value;

/* Reads `original` (UTF-8, as printed) as a value of `type`. Gives false and leaves *out alone when
 * it is none. The caller clears *out. */
bool value_read(ValueType type, const char *original, Value *out);

/* Makes a value from its canonical form ("2021-11-25", "true"): what `set` in a sheet and a record
 * read back from JSON hold. False when it is not canonical. */
bool value_from_canonical(ValueType type, const char *canonical, Value *out);

Value value_copy(const Value *value);
void value_clear(Value *value);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Value, value_clear)

/* ---- The converters by themselves: each takes *folded* text ------------------------------- */

/* A calendar date. `year` 0 when the words give none (« convoqué le 20 mai »). */
typedef struct Date {
    int year, month, day;
} Date;

/* Reads one date: « 25/11/2021 », « 25.11.21 », « 25 novembre 2021 », « 1er janvier 2020 » (OCR: ler,
 * Ter), « jeudi 25 nov. 2021 », « l'an deux mille vingt et un, le vingt-cinq novembre »,
 * « vingt-cinq novembre deux mil vingt-et-un », « 2021-11-25 », rubber stamps « 2 3 SEP. 2024 ».
 * Impossible dates (31 June, year 2075) give false. `confidence` as in Value. */
bool date_read(const char *folded, Date *out, double *confidence);

/* Day of the week of a Gregorian date, 1 = Monday … 7 = Sunday. */
int date_weekday(Date date);

/* Days from a to b (b - a). */
int date_days_between(Date a, Date b);

/* The date of a number yyyymmdd, as values of the type hold it. */
Date date_from_number(gint64 number);

/* The weekday named in the words (« lundi »), 1 to 7, or 0 when none is. */
int date_named_weekday(const char *folded);

/* A French cardinal in words, 0 to 999 999: « vingt et un », « soixante-dix-sept », « deux mil »,
 * « septante ». The whole string must be the number. */
bool cardinal_read(const char *folded, long *out);

/* A count: digits (with OCR repair), « 059 », words, or a printed nothing (« / », « // », « neant »,
 * « aucun(e) », « O », « - », ""). At most 4 digits. */
bool count_read(const char *folded, long *out, double *confidence);

/* Minutes after midnight: « 18h30 », « 18 h 30 », « 20 heures », « dix-neuf heures trente »,
 * « 20h00 », « 18:30 », « vingt heures trente minutes », « 9 heures et demie », « midi ». */
bool time_read(const char *folded, int *minutes, double *confidence);

/* Cents of an amount with its currency word: « 20 000 EUR », « 2 152 978,72EUR », « 45 936.21 EUR »,
 * « 1.650,00 EUR », « 250 000 euros », « 228 kEUR », « 5 Md EUR », « 1,5 M EUR », « trente-cinq euros »,
 * « vingt mille euros (20 000 EUR) » (digits and words must agree, else false), « 3 EUR 50 ». */
bool amount_read(const char *folded, gint64 *cents, double *confidence);

/* Cents as people write them, « 2 152 978,72 EUR ». The caller frees. */
char *amount_print(gint64 cents);

/* True when the nine digits satisfy Luhn's key. */
bool siren_is_valid(const char *nine_digits);

/* The code of the département that a commune's SIREN holds: 21, two digits, 0. False for other bodies,
 * and for Corsica and overseas, whose codes have another cut. */
bool siren_department(const char *nine_digits, char out[3]);

/* An @CTES identifier parsed from both ends, so that the number may hold hyphens, spaces or be
 * damaged. Source: DGCL @CTES exchange schema actesv1_1.xsd, IDActe. */
typedef struct Transmission {
    char department[4]; /* "042", "02A" */
    char siren[10];
    Date date;
    char *number;       /* the internal number, as printed */
    char nature[3];     /* "DE", "AR", … */
    bool strict;        /* matches the official pattern */
} Transmission;

/* Reads and validates (Luhn, calendar date) an identifier. The caller clears *out. */
bool transmission_read(const char *folded, Transmission *out);
void transmission_clear(Transmission *transmission);

#endif

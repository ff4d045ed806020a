/* Dates: the calendar, and reading one date as French acts print it. The words of a date are few
 * and in few orders, so it is read as a sequence of day, month and year between words that only
 * connect; whatever is none of these makes it no date. */
#include "value_read.h"

#include <stdlib.h>
#include <string.h>

enum { YEAR_MIN = 1900, YEAR_MAX = 2060 };

/* ---- The calendar -------------------------------------------------------------------------- */

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

/* Days since 1970-01-01 (H. Hinnant, "chrono-compatible low-level date algorithms"). */
static int days_from_civil(Date date)
{
    int year = date.year - (date.month <= 2);
    int era = (year >= 0 ? year : year - 399) / 400;
    int year_of_era = year - era * 400;
    int day_of_year = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

Date date_from_number(gint64 number)
{
    return (Date){(int)(number / 10000), (int)(number / 100 % 100), (int)(number % 100)};
}

int date_days_between(Date a, Date b)
{
    return days_from_civil(b) - days_from_civil(a);
}

int date_weekday(Date date)
{
    int days = days_from_civil(date) + 3; /* 1970-01-01 was a Thursday */
    return (days % 7 + 7) % 7 + 1;
}

/* In the calendar; without a year, 29 February is. */
static bool is_calendar_date(Date date)
{
    return date.month >= 1 && date.month <= 12 && date.day >= 1 &&
           date.day <= days_in_month(date.year ? date.year : 2000, date.month);
}

bool date_is_plausible(Date date)
{
    return date.year >= YEAR_MIN && date.year <= YEAR_MAX && is_calendar_date(date);
}

/* ---- Words of dates ------------------------------------------------------------------------ */

static const char *const weekdays[] = {"lundi",    "mardi",  "mercredi", "jeudi",
                                       "vendredi", "samedi", "dimanche"};

int date_named_weekday(const char *folded)
{
    for (const char *p = folded; *p;) {
        size_t length = 0;
        while (g_ascii_isalpha(p[length]))
            length++;
        for (size_t i = 0; length > 0 && i < G_N_ELEMENTS(weekdays); i++) {
            if (strlen(weekdays[i]) == length && g_ascii_strncasecmp(p, weekdays[i], length) == 0)
                return i + 1;
        }
        p += length ? length : 1;
    }
    return 0;
}

static const char *const months[] = {"janvier",   "fevrier", "mars",     "avril",
                                     "mai",       "juin",    "juillet",  "aout",
                                     "septembre", "octobre", "novembre", "decembre"};

/* Abbreviations, English rubber stamps, and what OCR makes of the short names. */
static const struct {
    const char *word;
    int month;
    bool slip;
} month_words[] = {
    {"jan", 1, false},   {"janv", 1, false}, {"fev", 2, false},  {"fevr", 2, false},
    {"feb", 2, false},   {"mar", 3, false},  {"avr", 4, false},  {"apr", 4, false},
    {"may", 5, false},   {"jun", 6, false},  {"juil", 7, false}, {"jul", 7, false},
    {"juill", 7, false}, {"aou", 8, false},  {"aug", 8, false},  {"sep", 9, false},
    {"sept", 9, false},  {"oct", 10, false}, {"nov", 11, false}, {"dec", 12, false},
    {"rnars", 3, true},  {"rnai", 5, true},  {"mal", 5, true},   {"maj", 5, true},
    {"juln", 6, true},   {"jum", 6, true},   {"juia", 6, true},  {"aoot", 8, true},
    {"aoat", 8, true},   {"ao0t", 8, true},  {"aodt", 8, true},
};

/* « rn » for m, « ii » for n are the commonest slips: undone before counting letters. */
static void undo_slips(const char *word, char out[LEXEME_TEXT])
{
    size_t length = 0;
    for (const char *p = word; *p; p++) {
        if (p[0] == 'r' && p[1] == 'n') {
            out[length++] = 'm';
            p++;
        } else if (p[0] == 'v' && p[1] == 'v') {
            out[length++] = 'w';
            p++;
        } else {
            out[length++] = *p;
        }
    }
    out[length] = '\0';
}

/* The month a word names, 0 when none. */
static int month_of_word(const char *word, double *confidence)
{
    for (int i = 0; i < 12; i++) {
        if (strcmp(months[i], word) == 0)
            return i + 1;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(month_words); i++) {
        if (strcmp(month_words[i].word, word) == 0) {
            *confidence *= month_words[i].slip ? CONFIDENCE_MISSPELT : 1;
            return month_words[i].month;
        }
    }
    char undone[LEXEME_TEXT];
    undo_slips(word, undone);
    for (int i = 0; i < 12; i++) {
        bool close = strcmp(undone, months[i]) == 0 || is_one_letter_off(word, months[i]) ||
                     is_one_letter_off(undone, months[i]);
        if (strlen(months[i]) >= 5 && strlen(word) >= 5 && close) {
            *confidence *= CONFIDENCE_MISSPELT;
            return i + 1;
        }
    }
    return 0;
}

static bool is_connecting(const Lexeme *lexeme)
{
    static const char *const words[] = {"le",    "la",    "l",    "an",  "annee", "de", "du",
                                        "des",   "d",     "mois", "en",  "date",  "et", "jour",
                                        "jours", "grace", "ce",   "dit", NULL};
    if (lexeme_is_mark(lexeme, ",.:;'\""))
        return true;
    if (lexeme->kind != LEXEME_WORD)
        return false;
    for (size_t i = 0; words[i]; i++) {
        if (strcmp(lexeme->text, words[i]) == 0)
            return true;
    }
    return date_named_weekday(lexeme->text) > 0 || strcmp(lexeme->text, "lun") == 0 ||
           strcmp(lexeme->text, "mer") == 0 || strcmp(lexeme->text, "jeu") == 0 ||
           strcmp(lexeme->text, "ven") == 0 || strcmp(lexeme->text, "sam") == 0 ||
           strcmp(lexeme->text, "dim") == 0;
}

/* ---- Reading ------------------------------------------------------------------------------- */

typedef struct Reader {
    Lexemes lexemes;
    int at;
    Date date; /* 0 where not read yet */
    double confidence;
} Reader;

static const Lexeme *ahead(const Reader *reader, int offset)
{
    int at = reader->at + offset;
    return &reader->lexemes.at[MIN(at, reader->lexemes.count)];
}

static int digits_length(const Lexeme *lexeme)
{
    return lexeme->kind == LEXEME_DIGITS ? (int)strlen(lexeme->text) : 0;
}

static void take_digits(Reader *reader, int count)
{
    for (int i = 0; i < count; i++) {
        if (ahead(reader, i)->repaired)
            reader->confidence *= CONFIDENCE_REPAIRED;
    }
    reader->at += count;
}

static int full_year(const Lexeme *lexeme)
{
    int year = atoi(lexeme->text);
    return digits_length(lexeme) == 2 ? 2000 + year : year;
}

static bool set_date(Reader *reader, Date date)
{
    if (!date_is_plausible(date) || reader->date.day || reader->date.month ||
        (reader->date.year && reader->date.year != date.year))
        return false;
    reader->date = date;
    return true;
}

/* « 25/11/2021 », « 16.02.23 », « 2021-11-25 », « 16 02 2023 ». */
static bool take_numeric(Reader *reader)
{
    const Lexeme *first = ahead(reader, 0);
    bool marks = lexeme_is_mark(ahead(reader, 1), "/.-") && lexeme_is_mark(ahead(reader, 3), "/.-");
    int step = marks ? 2 : 1;
    const Lexeme *second = ahead(reader, step), *third = ahead(reader, 2 * step);
    int a = digits_length(first), b = digits_length(second), c = digits_length(third);
    Date date = {0};
    if (a == 4 && marks && b >= 1 && b <= 2 && c >= 1 && c <= 2)
        date = (Date){atoi(first->text), atoi(second->text), atoi(third->text)};
    else if (marks && a >= 1 && a <= 2 && b >= 1 && b <= 2 && (c == 4 || c == 2))
        date = (Date){full_year(third), atoi(second->text), atoi(first->text)};
    else if (!marks && a == 2 && b == 2 && c == 4)
        date = (Date){full_year(third), atoi(second->text), atoi(first->text)};
    else
        return false;
    for (int i = 0; i <= 2 * step; i += step) {
        if (ahead(reader, i)->repaired)
            reader->confidence *= CONFIDENCE_REPAIRED;
    }
    reader->at += 2 * step + 1;
    return set_date(reader, date);
}

/* « 20230216 ». */
static bool take_compact(Reader *reader)
{
    const Lexeme *lexeme = ahead(reader, 0);
    if (digits_length(lexeme) != 8)
        return false;
    int number = atoi(lexeme->text);
    Date date = date_from_number(number);
    take_digits(reader, 1);
    return set_date(reader, date);
}

/* One slash of two read as 1 or 7, « 21/1212022 »: only when the digits leave one reading. */
static bool take_lost_slash(Reader *reader)
{
    const Lexeme *left = ahead(reader, 0), *right = ahead(reader, 2);
    if (!digits_length(left) || !digits_length(right) || !lexeme_is_mark(ahead(reader, 1), "/"))
        return false;
    /* Whichever side is long holds two parts and the lost slash between them. */
    bool right_long = digits_length(right) > 4;
    const char *together = right_long ? right->text : left->text;
    int length = strlen(together), found = 0;
    Date date = {0};
    if (length > 7 || digits_length(right_long ? left : right) > 4)
        return false;
    for (int cut = 1; cut <= 2 && cut + 1 < length; cut++) {
        if (together[cut] != '1' && together[cut] != '7')
            continue;
        int rest = length - cut - 1;
        int head = cut == 1 ? together[0] - '0' : (together[0] - '0') * 10 + together[1] - '0';
        int tail = atoi(together + cut + 1);
        Date read = right_long ? (Date){tail, head, atoi(left->text)}
                               : (Date){atoi(right->text), tail, head};
        bool shape = right_long ? rest == 4 && digits_length(left) <= 2
                                : rest <= 2 && digits_length(right) == 4;
        if (shape && date_is_plausible(read)) {
            date = read;
            found++;
        }
    }
    if (found != 1)
        return false;
    reader->confidence *= CONFIDENCE_LOST_MARK;
    reader->at += 3;
    return set_date(reader, date);
}

/* The lexeme after the ending of an ordinal « er », « e », « o » (for °) at `offset`. */
static int after_ordinal(const Reader *reader, int offset)
{
    const Lexeme *lexeme = ahead(reader, offset);
    bool ending = lexeme_is(lexeme, "er") || lexeme_is(lexeme, "ere") || lexeme_is(lexeme, "e") ||
                  lexeme_is(lexeme, "o") || lexeme_is(lexeme, "ier");
    return ending ? offset + 1 : offset;
}

/* The month that follows at `offset` behind connecting words, 0 when none does. */
static int month_ahead(const Reader *reader, int offset)
{
    double ignored = 1;
    while ((is_connecting(ahead(reader, offset)) || lexeme_is_mark(ahead(reader, offset), "-/")) &&
           !lexeme_is(ahead(reader, offset), "et"))
        offset++;
    const Lexeme *lexeme = ahead(reader, offset);
    if (lexeme->kind != LEXEME_WORD)
        return 0;
    if (strcmp(lexeme->text, "ma") == 0 && lexeme_is(lexeme, "ma"))
        return strcmp(ahead(reader, offset + 1)->text, "1") == 0 ? 5 : 0;
    return month_of_word(lexeme->text, &ignored);
}

/* A day in figures, with a month behind it: « 25 », « 1er », « 2 3 » (a stamp), « ler » (OCR). */
static bool take_day_digits(Reader *reader)
{
    const Lexeme *first = ahead(reader, 0), *second = ahead(reader, 1);
    int length = digits_length(first);
    if (length == 1 && digits_length(second) == 1 && second->spaced && month_ahead(reader, 2)) {
        reader->date.day = atoi(first->text) * 10 + atoi(second->text);
        reader->confidence *= CONFIDENCE_SPLIT;
        take_digits(reader, 2);
        return true;
    }
    if (length == 1 || length == 2) {
        int next = atoi(first->text) == 1 ? after_ordinal(reader, 1) : 1;
        if (!month_ahead(reader, next))
            return false;
        reader->date.day = atoi(first->text);
        take_digits(reader, 1);
        reader->at += next - 1;
        return true;
    }
    static const char *const slips[] = {"ler", "ter", "ier", "jer", "lier", "tier", NULL};
    for (size_t i = 0; slips[i]; i++) {
        if (lexeme_is(first, slips[i]) && month_ahead(reader, 1)) {
            reader->date.day = 1;
            reader->confidence *= CONFIDENCE_REPAIRED;
            reader->at++;
            return true;
        }
    }
    /* « l er », « I er »; « lO mars », « Il mars »: figures of which OCR left no digit. */
    bool one = lexeme_is(first, "l") || lexeme_is(first, "i");
    if (one && after_ordinal(reader, 1) == 2 && month_ahead(reader, 2)) {
        reader->date.day = 1;
        reader->confidence *= CONFIDENCE_REPAIRED;
        reader->at += 2;
        return true;
    }
    bool eleven = lexeme_is(first, "il") || lexeme_is(first, "ll") || lexeme_is(first, "ii");
    bool ten = lexeme_is(first, "lo") || lexeme_is(first, "io");
    if ((eleven || ten) && month_ahead(reader, 1)) {
        reader->date.day = eleven ? 11 : 10;
        reader->confidence *= CONFIDENCE_REPAIRED * CONFIDENCE_REPAIRED;
        reader->at++;
        return true;
    }
    return false;
}

static bool take_month(Reader *reader)
{
    const Lexeme *lexeme = ahead(reader, 0);
    if (lexeme->kind != LEXEME_WORD)
        return false;
    if (strcmp(lexeme->text, "ma") == 0 && strcmp(ahead(reader, 1)->text, "1") == 0) {
        reader->date.month = 5;
        reader->confidence *= CONFIDENCE_REPAIRED;
        reader->at += 2;
        return true;
    }
    reader->date.month = month_of_word(lexeme->text, &reader->confidence);
    reader->at += reader->date.month > 0;
    return reader->date.month > 0;
}

static bool set_year(Reader *reader, int year)
{
    if (year < YEAR_MIN || year > YEAR_MAX || (reader->date.year && reader->date.year != year))
        return false;
    reader->date.year = year;
    return true;
}

/* A year in figures: « 2021 »; behind the month « 21 » and stamps' « 2 0 21 » too. */
static bool take_year_digits(Reader *reader, bool after_month)
{
    int length = digits_length(ahead(reader, 0));
    if (length == 4) {
        int year = atoi(ahead(reader, 0)->text);
        take_digits(reader, 1);
        return set_year(reader, year);
    }
    if (!after_month || length == 0 || length > 3)
        return false;
    int total = 0, year = 0, count = 0;
    while (total < 4 && digits_length(ahead(reader, count)) > 0) {
        total += digits_length(ahead(reader, count));
        if (total > 4)
            return false;
        for (const char *p = ahead(reader, count)->text; *p; p++)
            year = year * 10 + (*p - '0');
        count++;
    }
    if (count > 1 && total == 4) {
        reader->confidence *= CONFIDENCE_SPLIT;
        take_digits(reader, count);
        return set_year(reader, year);
    }
    if (count != 1 || total != 2)
        return false;
    take_digits(reader, 1);
    return set_year(reader, 2000 + year);
}

/* A number in words: the year when it is large, else the day. */
static bool take_words(Reader *reader)
{
    gint64 number = 0;
    double confidence = 1;
    int at = reader->at;
    bool first = lexeme_is(ahead(reader, 0), "premier");
    if (first) {
        at++;
        number = 1;
    } else if (!cardinal_take(&reader->lexemes, &at, &number, &confidence)) {
        return false;
    }
    reader->at = at;
    reader->confidence *= confidence;
    if (number >= YEAR_MIN && number <= YEAR_MAX)
        return set_year(reader, number);
    if (reader->date.day || number < 1 || number > 31 || !month_ahead(reader, 0))
        return false;
    reader->date.day = number;
    return true;
}

static bool is_complete(const Reader *reader)
{
    return reader->date.day && reader->date.month;
}

/* « … à 18h30 » behind the date: left alone when it is a time. */
static bool is_time_tail(const Reader *reader)
{
    if (!is_complete(reader) || !lexeme_is(ahead(reader, 0), "a"))
        return false;
    const Lexeme *next = ahead(reader, 1);
    gint64 ignored = 0;
    int at = MIN(reader->at + 1, reader->lexemes.count);
    if (next->kind == LEXEME_DIGITS)
        return lexeme_is_mark(ahead(reader, 2), ":") || ahead(reader, 2)->text[0] == 'h';
    return lexeme_is(next, "midi") || (cardinal_take(&reader->lexemes, &at, &ignored, NULL) &&
                                       reader->lexemes.at[at].text[0] == 'h');
}

/* Takes the next part of the date; false when what stands there is none. */
static bool take_part(Reader *reader)
{
    bool day = reader->date.day, month = reader->date.month;
    if (!day && !month) {
        int start = reader->at;
        if (take_numeric(reader) || (reader->at == start && take_compact(reader)) ||
            (reader->at == start && take_lost_slash(reader)))
            return true;
        if (reader->at != start)
            return false;
    }
    if (day && !month)
        return take_month(reader);
    if (!day && take_day_digits(reader))
        return true;
    if (take_year_digits(reader, month))
        return true;
    return take_words(reader);
}

static bool read_plain(const char *folded, Date *out, double *confidence)
{
    Reader reader; /* its lexemes are large, and written where they are read */
    if (!lexemes_read(folded, &reader.lexemes))
        return false;
    reader.at = 0;
    reader.date = (Date){0};
    reader.confidence = 1;
    while (ahead(&reader, 0)->kind != LEXEME_END && !is_time_tail(&reader)) {
        bool dash = reader.date.day && lexeme_is_mark(ahead(&reader, 0), "-/"); /* « 25-nov-21 » */
        if (dash || is_connecting(ahead(&reader, 0))) {
            bool article = reader.date.day || !take_day_digits(&reader); /* or « l er janvier » */
            reader.at += article;
            continue;
        }
        if (!take_part(&reader))
            return false;
    }
    if (!is_complete(&reader) || !is_calendar_date(reader.date))
        return false;
    *out = reader.date;
    *confidence = reader.confidence;
    return true;
}

/* Moves behind a day of one or two figures and what blanks follow it; 0 where none stands there. */
static int skip_day(const char **at)
{
    int day = 0, figures = 0;
    for (; g_ascii_isdigit(**at) && figures < 3; (*at)++, figures++)
        day = day * 10 + g_ascii_digit_value(**at);
    while (g_ascii_isspace(**at))
        (*at)++;
    return figures == 1 || figures == 2 ? day : 0;
}

/* « 7, 8 et 9 février 2023 »: the first of the days with the month, or NULL. The caller frees. */
static char *first_of_days(const char *folded)
{
    const char *at = folded;
    int first = skip_day(&at), last = first, days = 1;
    for (bool more = first > 0; more; days++) {
        bool ends = g_ascii_strncasecmp(at, "et ", 3) == 0;
        if (!ends && *at != ',')
            return NULL;
        at += ends ? 3 : 1;
        while (g_ascii_isspace(*at))
            at++;
        int day = skip_day(&at);
        if (day <= last)
            return NULL;
        last = day;
        more = !ends;
    }
    return days > 1 ? g_strdup_printf("%d %s", first, at) : NULL;
}

bool date_read(const char *folded, Date *out, double *confidence)
{
    if (strlen(folded) > VALUE_BYTES_MAX)
        return false;
    g_autofree char *first = first_of_days(folded);
    if (first)
        return read_plain(first, out, confidence);
    const char *open = strchr(folded, '('), *close = strrchr(folded, ')');
    if (!open || !close || close < open)
        return read_plain(folded, out, confidence);
    /* « 25 novembre 2021 (25/11/2021) »: both must be dates, and the same. */
    g_autofree char *inside = g_strndup(open + 1, close - open - 1);
    g_autofree char *outside = g_strdup_printf("%.*s %s", (int)(open - folded), folded, close + 1);
    Date date = {0}, again = {0};
    double sure = 1, sure_again = 1;
    if (!read_plain(outside, &date, &sure) || !read_plain(inside, &again, &sure_again) ||
        date.day != again.day || date.month != again.month ||
        (date.year && again.year && date.year != again.year))
        return false;
    date.year = date.year ? date.year : again.year;
    *out = date;
    *confidence = MIN(sure, sure_again);
    return true;
}

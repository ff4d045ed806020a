/* Times of day: « 18h30 », « 20 heures », « dix-neuf heures trente », « midi ». */
#include "value_read.h"

#include <stdlib.h>
#include <string.h>

typedef struct Reader {
    const Lexemes *lexemes; /* lent */
    int at;
    double confidence;
} Reader;

static const Lexeme *here(const Reader *reader)
{
    return &reader->lexemes->at[reader->at];
}

static bool take_any(Reader *reader, const char *const words[])
{
    for (size_t i = 0; words[i]; i++) {
        if (lexeme_is(here(reader), words[i])) {
            reader->at++;
            return true;
        }
    }
    return false;
}

/* One or two digits, or a number in words. */
static bool take_number(Reader *reader, gint64 *out)
{
    if (here(reader)->kind != LEXEME_DIGITS)
        return cardinal_take(reader->lexemes, &reader->at, out, NULL);
    if (strlen(here(reader)->text) > 2)
        return false;
    *out = atoi(here(reader)->text);
    reader->confidence *= here(reader)->repaired ? CONFIDENCE_REPAIRED : 1;
    reader->at++;
    return true;
}

/* « et demie », « et quart », « moins le quart »: minutes to add. */
static bool take_fraction(Reader *reader, gint64 *minutes)
{
    static const char *const ands[] = {"et", NULL}, *const less[] = {"moins", NULL},
                             *const the[] = {"le", "un", NULL},
                             *const half[] = {"demie", "demi", NULL},
                             *const quarter[] = {"quart", NULL};
    Reader ahead = *reader;
    gint64 part = 0;
    if (take_any(&ahead, ands)) {
        take_any(&ahead, the);
        if (take_any(&ahead, half))
            *minutes = 30;
        else if (take_any(&ahead, quarter))
            *minutes = 15;
        else
            return false;
    } else if (take_any(&ahead, less)) {
        take_any(&ahead, the);
        if (take_any(&ahead, quarter))
            *minutes = -15;
        else if (take_number(&ahead, &part) && part > 0 && part < 30)
            *minutes = -part;
        else
            return false;
    } else {
        return false;
    }
    *reader = ahead;
    return true;
}

/* The minutes behind the hours; *minutes stays 0 when there are none. */
static bool take_minutes(Reader *reader, gint64 *minutes)
{
    static const char *const marks[] = {".", ":", NULL}, *const ands[] = {"et", NULL},
                             *const units[] = {"minutes", "minute", "min", "mn", "m", NULL},
                             *const dot[] = {".", NULL};
    if (take_fraction(reader, minutes))
        return true;
    Reader ahead = *reader;
    take_any(&ahead, marks);
    take_any(&ahead, ands);
    if (take_number(&ahead, minutes)) {
        if (*minutes < 0 || *minutes > 59)
            return false;
        *reader = ahead;
        if (take_any(reader, units))
            take_any(reader, dot);
    }
    return true;
}

/* « du soir », « de l'après-midi », « du matin », « précises ». */
static bool take_half_day(Reader *reader, gint64 *total)
{
    static const char *const of[] = {"du", "de", NULL}, *const the[] = {"l", NULL},
                             *const quote[] = {"'", NULL}, *const evening[] = {"soir", NULL},
                             *const morning[] = {"matin", NULL}, *const after[] = {"apres", NULL},
                             *const dash[] = {"-", NULL}, *const noon[] = {"midi", NULL},
                             *const sharp[] = {"precises", "precise", "precis", NULL};
    take_any(reader, sharp);
    if (take_any(reader, of)) {
        if (take_any(reader, the))
            take_any(reader, quote);
        bool late = take_any(reader, evening);
        if (!late && take_any(reader, after)) {
            take_any(reader, dash);
            late = take_any(reader, noon);
            if (!late)
                return false;
        }
        if (!late && !take_any(reader, morning))
            return false;
        if (late && *total < 12 * 60)
            *total += 12 * 60;
    }
    return true;
}

/* « 18hOO », « 2Oh30 », « 19 h OO »: the letters OCR prints for digits beside an h are digits.
 * Written over a copy before it is cut into lexemes. */
static char *repair_around_h(const char *folded, bool *repaired)
{
    char *copy = g_strdup(folded);
    for (char *h = copy; *h; h++) {
        if (*h != 'h' && *h != 'H')
            continue;
        char *after = h + 1 + strspn(h + 1, " ."), *before = h;
        while (before > copy && before[-1] == ' ')
            before--;
        size_t run = 0, left = 0;
        while (g_ascii_isdigit(digit_repaired(after[run])))
            run++;
        while (before - left > copy && g_ascii_isdigit(digit_repaired(before[-1 - (int)left])))
            left++;
        bool whole = !g_ascii_isalpha(after[run]) || after[run] == 'm';
        for (size_t i = 0; run == 2 && whole && i < run; i++) {
            *repaired |= digit_repaired(after[i]) != after[i];
            after[i] = digit_repaired(after[i]);
        }
        for (size_t i = 0; left == 2 && i < left; i++) {
            char *at = before - 1 - i;
            *repaired |= digit_repaired(*at) != *at;
            *at = digit_repaired(*at);
        }
    }
    return copy;
}

static bool read_time(Reader *reader, gint64 *total)
{
    static const char *const lead[] = {"a", "vers", NULL}, *const hours[] = {"h",     "heures",
                                                                             "heure", "hrs",
                                                                             "hr",    "hres",
                                                                             "hs",    NULL},
                             *const colon[] = {":", NULL}, *const noon[] = {"midi", NULL},
                             *const midnight[] = {"minuit", NULL};
    gint64 hour = 0, minutes = 0;
    take_any(reader, lead);
    if (take_any(reader, noon)) {
        hour = 12;
    } else if (!take_any(reader, midnight)) {
        bool digits = here(reader)->kind == LEXEME_DIGITS;
        if (!take_number(reader, &hour) || hour > 23)
            return false;
        if (digits && take_any(reader, colon)) {
            /* « 18:30 » needs its minutes */
            if (here(reader)->kind != LEXEME_DIGITS || strlen(here(reader)->text) != 2)
                return false;
        } else if (!take_any(reader, hours)) {
            return false;
        }
    }
    if (!take_minutes(reader, &minutes))
        return false;
    *total = hour * 60 + minutes;
    if (*total < 0)
        *total += 24 * 60;
    return take_half_day(reader, total);
}

bool time_read(const char *folded, int *minutes, double *confidence)
{
    if (strlen(folded) > VALUE_BYTES_MAX)
        return false;
    bool repaired = false;
    g_autofree char *copy = repair_around_h(folded, &repaired);
    Lexemes lexemes;
    Reader reader = {.lexemes = &lexemes, .confidence = repaired ? CONFIDENCE_REPAIRED : 1};
    gint64 total = 0;
    if (!lexemes_read(copy, &lexemes) || !read_time(&reader, &total))
        return false;
    while (lexeme_is_mark(here(&reader), ".,;"))
        reader.at++;
    if (here(&reader)->kind != LEXEME_END)
        return false;
    *minutes = total;
    *confidence = reader.confidence;
    return true;
}

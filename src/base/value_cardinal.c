/* Numbers in French words, and counts. The grammar is that of the language: « vingt trois quatre »
 * is no number, « mil neuf cent quatre vingt dix-neuf » is. */
#include "value_read.h"

#include <stdlib.h>
#include <string.h>

typedef enum Rank {
    RANK_NONE,
    RANK_UNIT,
    RANK_TEN,
    RANK_HUNDRED,
    RANK_THOUSAND,
    RANK_MILLION
} Rank;

typedef struct NumberWord {
    const char *word;
    Rank rank;
    int value;
} NumberWord;

static const NumberWord number_words[] = {
    {"zero", RANK_UNIT, 0},
    {"un", RANK_UNIT, 1},
    {"une", RANK_UNIT, 1},
    {"deux", RANK_UNIT, 2},
    {"trois", RANK_UNIT, 3},
    {"quatre", RANK_UNIT, 4},
    {"cinq", RANK_UNIT, 5},
    {"six", RANK_UNIT, 6},
    {"sept", RANK_UNIT, 7},
    {"huit", RANK_UNIT, 8},
    {"neuf", RANK_UNIT, 9},
    {"dix", RANK_UNIT, 10},
    {"onze", RANK_UNIT, 11},
    {"douze", RANK_UNIT, 12},
    {"treize", RANK_UNIT, 13},
    {"quatorze", RANK_UNIT, 14},
    {"quinze", RANK_UNIT, 15},
    {"seize", RANK_UNIT, 16},
    {"vingt", RANK_TEN, 20},
    {"vingts", RANK_TEN, 20},
    {"trente", RANK_TEN, 30},
    {"quarante", RANK_TEN, 40},
    {"cinquante", RANK_TEN, 50},
    {"soixante", RANK_TEN, 60},
    {"septante", RANK_TEN, 70},
    {"huitante", RANK_TEN, 80},
    {"octante", RANK_TEN, 80},
    {"nonante", RANK_TEN, 90},
    {"cent", RANK_HUNDRED, 100},
    {"cents", RANK_HUNDRED, 100},
    {"mille", RANK_THOUSAND, 1000},
    {"mil", RANK_THOUSAND, 1000},
    {"milles", RANK_THOUSAND, 1000},
    {"million", RANK_MILLION, 1000000},
    {"millions", RANK_MILLION, 1000000},
};

/* What OCR makes of number words, too far off for one letter. */
static const struct {
    const char *seen, *word;
} number_slips[] = {{"virigt", "vingt"}, {"vinqt", "vingt"}, {"vingl", "vingt"}, {"cing", "cinq"},
                    {"cirq", "cinq"},    {"mii", "mil"},     {"deuz", "deux"},   {"ouze", "onze"}};

bool is_one_letter_off(const char *word, const char *right)
{
    while (*word && *word == *right)
        word++, right++;
    if (!*word && !*right)
        return false;
    return (*word && *right && strcmp(word + 1, right + 1) == 0) ||
           (*word && strcmp(word + 1, right) == 0) || (*right && strcmp(word, right + 1) == 0);
}

static const NumberWord *exact_word(const char *text)
{
    for (size_t i = 0; i < G_N_ELEMENTS(number_words); i++) {
        if (strcmp(number_words[i].word, text) == 0)
            return &number_words[i];
    }
    return NULL;
}

static const NumberWord *misspelt_word(const char *text)
{
    for (size_t i = 0; i < G_N_ELEMENTS(number_slips); i++) {
        if (strcmp(number_slips[i].seen, text) == 0)
            return exact_word(number_slips[i].word);
    }
    const NumberWord *found = NULL;
    if (strlen(text) < 5)
        return NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(number_words); i++) {
        const NumberWord *word = &number_words[i];
        if (strlen(word->word) < 5 || !is_one_letter_off(text, word->word))
            continue;
        if (found && found->value != word->value)
            return NULL;
        found = word;
    }
    return found;
}

/* ---- The grammar: a cursor over lexemes ---------------------------------------------------- */

typedef struct Cursor {
    const Lexemes *lexemes;
    int at;
    bool fuzzy;
    bool misspelt;
} Cursor;

/* The number word at the cursor or NULL. Hyphens stand between words of one number. */
static const NumberWord *peek(const Cursor *cursor, int *next, bool *misspelt)
{
    int i = cursor->at;
    const Lexeme *lexeme = &cursor->lexemes->at[i];
    if (i > 0 && lexeme_is(lexeme, "-") && cursor->lexemes->at[i + 1].kind == LEXEME_WORD)
        lexeme = &cursor->lexemes->at[++i];
    *misspelt = false;
    if (lexeme->kind != LEXEME_WORD)
        return NULL;
    const NumberWord *word = exact_word(lexeme->text);
    if (!word && cursor->fuzzy) {
        word = misspelt_word(lexeme->text);
        *misspelt = word != NULL;
    }
    *next = i + 1;
    return word;
}

/* Takes a word of this rank (and, for units, of this range). */
static bool accept(Cursor *cursor, Rank rank, int low, int high, int *value)
{
    int next = 0;
    bool misspelt = false;
    const NumberWord *word = peek(cursor, &next, &misspelt);
    if (!word || word->rank != rank || word->value < low || word->value > high)
        return false;
    cursor->at = next;
    cursor->misspelt |= misspelt;
    *value = word->value;
    return true;
}

/* « et » inside a number: taken only when `rank` in [low, high] follows. */
static bool accept_after_and(Cursor *cursor, int low, int high, int *value)
{
    Cursor ahead = *cursor;
    if (lexeme_is(&ahead.lexemes->at[ahead.at], "-"))
        ahead.at++;
    if (!lexeme_is(&ahead.lexemes->at[ahead.at], "et"))
        return false;
    ahead.at++;
    if (!accept(&ahead, RANK_UNIT, low, high, value))
        return false;
    *cursor = ahead;
    return true;
}

/* 10 to 19 behind « soixante » or « quatre-vingt », and « dix-sept ». */
static bool accept_teen(Cursor *cursor, int *value)
{
    int unit = 0;
    if (accept(cursor, RANK_UNIT, 11, 16, value))
        return true;
    if (!accept(cursor, RANK_UNIT, 10, 10, value))
        return false;
    if (accept(cursor, RANK_UNIT, 7, 9, &unit))
        *value += unit;
    return true;
}

static bool accept_tens(Cursor *cursor, int *value)
{
    int unit = 0;
    Cursor ahead = *cursor;
    bool eighty = accept(&ahead, RANK_UNIT, 4, 4, &unit) && accept(&ahead, RANK_TEN, 20, 20, value);
    if (eighty) {
        *cursor = ahead;
        *value = 80;
    } else if (!accept(cursor, RANK_TEN, 20, 90, value)) {
        return false;
    }
    bool long_ten = *value == 60 || eighty; /* « soixante-dix », « quatre-vingt-dix » */
    if (accept_after_and(cursor, 1, 1, &unit) ||
        (long_ten && accept_after_and(cursor, 11, 11, &unit)) ||
        accept(cursor, RANK_UNIT, 1, 9, &unit) || (long_ten && accept_teen(cursor, &unit)))
        *value += unit;
    return true;
}

static bool accept_below_100(Cursor *cursor, int *value)
{
    return accept_tens(cursor, value) || accept_teen(cursor, value) ||
           accept(cursor, RANK_UNIT, 0, 9, value);
}

/* Below 1000, and « dix-neuf cent ». */
static bool accept_below_1000(Cursor *cursor, int *value)
{
    int hundred = 0, rest = 0;
    if (accept(cursor, RANK_HUNDRED, 100, 100, &hundred)) {
        *value = 100;
    } else {
        if (!accept_below_100(cursor, value))
            return false;
        if (*value < 2 || *value > 19 || *value == 10 ||
            !accept(cursor, RANK_HUNDRED, 100, 100, &hundred))
            return true;
        *value *= 100;
    }
    Cursor ahead = *cursor;
    if (accept_below_100(&ahead, &rest) && rest > 0) {
        *value += rest;
        *cursor = ahead;
    }
    return true;
}

static bool accept_below_million(Cursor *cursor, gint64 *value)
{
    int part = 0, thousand = 0, rest = 0;
    bool stated = accept_below_1000(cursor, &part);
    if (!accept(cursor, RANK_THOUSAND, 1000, 1000, &thousand)) {
        *value = part;
        return stated;
    }
    if (stated && (part == 0 || part > 999))
        return false;
    *value = (stated ? part : 1) * (gint64)1000;
    Cursor ahead = *cursor;
    if (accept_below_1000(&ahead, &rest) && rest > 0 && rest <= 999) {
        *value += rest;
        *cursor = ahead;
    } else if (accept_after_and(cursor, 1, 1, &rest)) {
        *value += rest;
    }
    return true;
}

bool cardinal_take(const Lexemes *lexemes, int *at, gint64 *out, double *confidence)
{
    Cursor cursor = {.lexemes = lexemes, .at = *at, .fuzzy = confidence != NULL};
    if (lexeme_is(&lexemes->at[*at], "-"))
        return false;
    gint64 value = 0, rest = 0;
    int million = 0;
    if (!accept_below_million(&cursor, &value))
        return false;
    if (value > 0 && value < 1000 && accept(&cursor, RANK_MILLION, 1000000, 1000000, &million)) {
        value *= million;
        Cursor ahead = cursor;
        if (accept_below_million(&ahead, &rest) && rest > 0) {
            value += rest;
            cursor = ahead;
        }
    }
    if (cursor.misspelt)
        *confidence *= CONFIDENCE_MISSPELT;
    *at = cursor.at;
    *out = value;
    return true;
}

bool cardinal_read(const char *folded, long *out)
{
    Lexemes lexemes;
    gint64 value = 0;
    int at = 0;
    if (!lexemes_read(folded, &lexemes) || !cardinal_take(&lexemes, &at, &value, NULL) ||
        at != lexemes.count || value > 999999)
        return false;
    *out = value;
    return true;
}

/* ---- Counts -------------------------------------------------------------------------------- */

enum { COUNT_DIGITS_MAX = 4, COUNT_MAX = 9999 };

/* The words without the marks that may stand around a count: « : 29. », « (29) ». */
static char *bare_count(const char *folded)
{
    const char *start = folded, *end = folded + strlen(folded);
    while (start < end && strchr(" \t\r\n:;,.(=\"[", *start))
        start++;
    while (end > start && strchr(" \t\r\n:;,.)\"]", end[-1]))
        end--;
    return g_strndup(start, end - start);
}

/* A printed nothing: blank, slashes, dashes, « neant », « aucun(e) ». */
static bool is_nothing(const char *bare)
{
    static const char *const words[] = {"neant", "aucun", "aucune", "aucun(e", "aucun(e)",
                                        "nul",   "nulle", "zero",   NULL};
    if (bare[strspn(bare, "/-_ ")] == '\0')
        return true;
    for (size_t i = 0; words[i]; i++) {
        if (g_ascii_strcasecmp(bare, words[i]) == 0)
            return true;
    }
    return false;
}

static bool count_digits(const char *bare, long *out, double *confidence)
{
    size_t length = strlen(bare);
    bool repaired = false;
    long value = 0;
    if (length == 0 || length > COUNT_DIGITS_MAX)
        return false;
    /* Without any digit only the letters that are hardly ever anything else here: « O », « Il ». */
    if (!strpbrk(bare, "0123456789OIl|"))
        return false;
    for (const char *p = bare; *p; p++) {
        char digit = digit_repaired(*p);
        if (!g_ascii_isdigit(digit))
            return false;
        repaired |= digit != *p;
        value = value * 10 + (digit - '0');
    }
    *out = value;
    *confidence = repaired ? CONFIDENCE_REPAIRED : 1;
    return true;
}

static bool count_part(const char *part, long *out, double *confidence)
{
    g_autofree char *bare = bare_count(part);
    *confidence = 1;
    return count_digits(bare, out, confidence) || (cardinal_read(bare, out) && *out <= COUNT_MAX);
}

bool count_read(const char *folded, long *out, double *confidence)
{
    if (strlen(folded) > VALUE_BYTES_MAX)
        return false;
    g_autofree char *bare = bare_count(folded);
    long value = 0, again = 0;
    double sure = 1, sure_again = 1;
    if (is_nothing(bare)) {
        /* Marks alone are a printed nothing, dots and brackets are a gap left open. */
        if (*bare == '\0' && folded[strspn(folded, " \t\r\n")] != '\0')
            return false;
    } else {
        const char *bracket = strchr(bare, '(');
        if (bracket) { /* « vingt-neuf (29) » */
            g_autofree char *before = g_strndup(bare, bracket - bare);
            if (!count_part(before, &value, &sure) || !count_part(bracket, &again, &sure_again) ||
                value != again)
                return false;
        } else if (!count_part(bare, &value, &sure)) {
            return false;
        }
    }
    *out = value;
    *confidence = MIN(sure, sure_again);
    return true;
}

/* Money: figures or words with their currency word, in integer cents. What stands twice, in words
 * and in figures, must agree. */
#include "value_read.h"

#include <stdlib.h>
#include <string.h>

enum { FIGURES_MAX = 32, GROUP_DIGITS = 3 };

typedef struct Reader {
    const Lexemes *lexemes; /* lent */
    int at;
    double confidence;
    bool euros; /* a currency word was read */
} Reader;

static const Lexeme *here(const Reader *reader)
{
    return &reader->lexemes->at[reader->at];
}

static const Lexeme *ahead(const Reader *reader, int offset)
{
    return &reader->lexemes->at[MIN(reader->at + offset, reader->lexemes->count)];
}

static bool take_word(Reader *reader, const char *word)
{
    if (!lexeme_is(here(reader), word))
        return false;
    reader->at++;
    return true;
}

static bool take_any(Reader *reader, const char *const words[])
{
    for (size_t i = 0; words[i]; i++) {
        if (take_word(reader, words[i]))
            return true;
    }
    return false;
}

/* Adds with the cap on cents; false when it is passed. */
static bool scaled(gint64 number, gint64 factor, gint64 *out)
{
    return !__builtin_mul_overflow(number, factor, out) && *out <= AMOUNT_CENTS_MAX;
}

/* ---- Figures ------------------------------------------------------------------------------- */

/* A number as its groups of digits and the mark before each: '\0' for the first, ' ', '.', ',',
 * '\''. */
typedef struct Figures {
    int count;
    char mark[FIGURES_MAX];
    const char *digits[FIGURES_MAX];
} Figures;

/* The mark between two groups of digits when the number goes on, with how many lexemes it takes. */
static bool next_group(const Reader *reader, char *mark, int *lexemes)
{
    const Lexeme *next = here(reader);
    if (next->kind == LEXEME_DIGITS && next->spaced) {
        *mark = ' ';
        *lexemes = 0;
        return true;
    }
    if (!lexeme_is_mark(next, ".,'") || ahead(reader, 1)->kind != LEXEME_DIGITS)
        return false;
    *mark = next->text[0];
    *lexemes = 1;
    return true;
}

static bool take_figures(Reader *reader, Figures *out)
{
    *out = (Figures){0};
    if (here(reader)->kind != LEXEME_DIGITS)
        return false;
    char mark = '\0';
    int lexemes = 0;
    do {
        reader->at += lexemes;
        if (out->count == FIGURES_MAX)
            return false;
        reader->confidence *= here(reader)->repaired ? CONFIDENCE_REPAIRED : 1;
        out->mark[out->count] = mark;
        out->digits[out->count++] = here(reader)->text;
        reader->at++;
    } while (next_group(reader, &mark, &lexemes));
    return true;
}

static bool is_group(const char *digits)
{
    return strlen(digits) == GROUP_DIGITS;
}

/* True when groups [1, end) are thousands: three digits each, after one to three. */
static bool are_thousands(const Figures *figures, int end)
{
    for (int i = 1; i < end; i++) {
        if (!is_group(figures->digits[i]))
            return false;
    }
    return end == 1 || (strlen(figures->digits[0]) <= GROUP_DIGITS && figures->digits[0][0] != '0');
}

/* How many of the groups are the whole part; the rest is decimals. The last point or comma decides:
 * one or two digits behind it are decimals, three are thousands. 0 when it cannot be told. */
static int whole_groups(const Figures *figures, bool millions, bool thousands)
{
    int last = figures->count - 1;
    char mark = figures->mark[last];
    if (last == 0 || (mark != '.' && mark != ','))
        return figures->count;
    size_t digits = strlen(figures->digits[last]);
    bool again = false;
    for (int i = 1; i < last; i++)
        again |= figures->mark[i] == mark;
    if (digits <= 2)
        return again ? 0 : last;
    if (millions && last == 1 && digits <= 6)
        return last; /* « 2,345 M EUR » */
    if (thousands && last == 1 && digits == GROUP_DIGITS)
        return mark == ',' ? last : 0; /* « 1,250 kEUR »; « 1.250 kEUR » can be both */
    if (digits != GROUP_DIGITS)
        return 0;
    /* « 1 650,000 »: a mark unlike the one before it, with three digits, is decimals nobody prints.
     */
    return last > 1 && !again ? 0 : figures->count;
}

/* The figures in millionths of `unit` cents: false when they are no amount. */
static bool figures_value(const Figures *figures, gint64 unit, gint64 *out)
{
    int whole = whole_groups(figures, unit >= 100000000, unit == 100000);
    if (whole == 0 || !are_thousands(figures, whole))
        return false;
    gint64 value = 0;
    for (int i = 0; i < whole; i++) {
        for (const char *p = figures->digits[i]; *p; p++) {
            if (!scaled(value, 10, &value))
                return false;
            value += *p - '0';
        }
    }
    if (!scaled(value, unit, &value))
        return false;
    gint64 part = unit;
    if (whole < figures->count) {
        for (const char *p = figures->digits[whole]; *p; p++) {
            if (part % 10 != 0)
                return false; /* smaller than a cent */
            part /= 10;
            value += part * (*p - '0');
        }
    }
    *out = value;
    return value <= AMOUNT_CENTS_MAX;
}

/* ---- Currency and scale -------------------------------------------------------------------- */

/* The factor glued to the currency or before it, and the currency word. */
static bool take_currency(Reader *reader, gint64 *unit)
{
    static const struct {
        const char *word;
        gint64 unit;
    } glued[] = {{"eur", 100},          {"euro", 100},           {"euros", 100},
                 {"eurs", 100},         {"keur", 100000},        {"keuro", 100000},
                 {"keuros", 100000},    {"ke", 100000},          {"meur", 100000000},
                 {"meuros", 100000000}, {"mdeur", 100000000000}, {"mdseur", 100000000000}},
      apart[] = {{"k", 100000},           {"m", 100000000},           {"md", 100000000000},
                 {"mds", 100000000000},   {"mille", 100000},          {"million", 100000000},
                 {"millions", 100000000}, {"milliard", 100000000000}, {"milliards", 100000000000}};
    static const char *const currency[] = {"eur", "euro", "euros", "e", NULL}, *const of[] = {
                                                                                   "d", "de", NULL};
    Reader try = *reader;
    for (size_t i = 0; i < G_N_ELEMENTS(glued); i++) {
        if (take_word(&try, glued[i].word)) {
            *unit = glued[i].unit;
            *reader = try;
            return true;
        }
    }
    for (size_t i = 0; i < G_N_ELEMENTS(apart); i++) {
        if (!take_word(&try, apart[i].word))
            continue;
        take_word(&try, ".");
        if (take_any(&try, of))
            take_word(&try, "'");
        /* « 228 K E »: E for the sign only behind a factor */
        if (!take_any(&try, currency))
            return false;
        *unit = apart[i].unit;
        *reader = try;
        return true;
    }
    return false;
}

/* « 146 906,67 HT »: what is net or gross is money, though the sign is left out. */
static bool is_taxed(const Reader *reader)
{
    static const char *const words[] = {"ht", "ttc", NULL};
    Reader try = *reader;
    return take_any(&try, words);
}

static void take_tax(Reader *reader)
{
    static const char *const words[] = {"ht",     "ttc",       "hors", "taxes", "taxe",
                                        "toutes", "comprises", "net",  "nets",  "nette",
                                        "tva",    "htva",      NULL};
    static const char *const letters[] = {"h", "t", "c", "tt", NULL};
    for (;;) {
        Reader try = *reader;
        if (take_any(&try, words)) {
            *reader = try;
            continue;
        }
        /* « H.T. », « T.T.C. » */
        if (take_any(&try, letters) && take_word(&try, ".")) {
            while (take_any(&try, letters) || take_word(&try, "."))
                ;
            *reader = try;
            continue;
        }
        return;
    }
}

/* « et cinquante centimes », « et 50 cts », « 50 » right behind the currency word. */
static bool take_cents(Reader *reader, gint64 *cents)
{
    static const char *const units[] = {"centimes", "centime", "cents", "cent",
                                        "cts",      "ct",      "c",     NULL};
    Reader try = *reader;
    gint64 part = 0;
    bool linked = take_word(&try, "et") || take_word(&try, ",");
    bool digits = here(&try)->kind == LEXEME_DIGITS;
    if (digits) {
        if (strlen(here(&try)->text) > 2)
            return false;
        part = atoi(here(&try)->text);
        bool two = strlen(here(&try)->text) == 2;
        try.confidence *= here(&try)->repaired ? CONFIDENCE_REPAIRED : 1;
        try.at++;
        if (!take_any(&try, units) && (linked || !two))
            return false;
    } else {
        /* « cent » would be a number too: « cinquante cents ». */
        if (!cardinal_take(try.lexemes, &try.at, &part, NULL))
            return true;
        if (!take_any(&try, units))
            return false;
    }
    if (part > 99)
        return false;
    Reader after = try;
    if (take_word(&after, "d") || take_word(&after, "de")) { /* « centimes d'euro » */
        take_word(&after, "'");
        if (take_word(&after, "euro") || take_word(&after, "euros") || take_word(&after, "eur"))
            try = after;
    }
    *cents += part;
    *reader = try;
    return true;
}

/* ---- One amount ---------------------------------------------------------------------------- */

/* « 20 000,- EUR »: nothing behind the comma. */
static void take_blank_decimals(Reader *reader)
{
    Reader try = *reader;
    if (take_word(&try, ",") || take_word(&try, ".")) {
        bool dash = false;
        while (take_word(&try, "-"))
            dash = true;
        if (dash)
            *reader = try;
    }
}

static bool take_figures_amount(Reader *reader, bool need_currency, gint64 *cents)
{
    Figures figures;
    gint64 unit = 100;
    if (!take_figures(reader, &figures))
        return false;
    take_blank_decimals(reader);
    reader->euros = take_currency(reader, &unit) || is_taxed(reader);
    if (!reader->euros && need_currency)
        return false;
    if (!figures_value(&figures, unit, cents))
        return false;
    bool whole = figures.count == whole_groups(&figures, false, false);
    return !reader->euros || !whole || unit != 100 || take_cents(reader, cents);
}

static bool take_words_amount(Reader *reader, bool need_currency, gint64 *cents)
{
    static const char *const currency[] = {"euros", "euro", "eur", NULL}, *const of[] = {"d", "de",
                                                                                         NULL};
    gint64 number = 0;
    if (!cardinal_take(reader->lexemes, &reader->at, &number, &reader->confidence))
        return false;
    if (take_any(reader, of))
        take_word(reader, "'");
    reader->euros = take_any(reader, currency);
    if (!reader->euros && need_currency)
        return false;
    return scaled(number, 100, cents) && (!reader->euros || take_cents(reader, cents));
}

/* « l'euro symbolique ». */
static bool take_symbolic(Reader *reader, gint64 *cents)
{
    Reader try = *reader;
    if (take_word(&try, "l"))
        take_word(&try, "'");
    if (!take_word(&try, "euro") || !take_word(&try, "symbolique"))
        return false;
    *reader = try;
    reader->euros = true;
    *cents = 100;
    return true;
}

/* « EUR 20 000 ». */
static bool take_currency_first(Reader *reader)
{
    Reader try = *reader;
    if (!take_word(&try, "eur") || here(&try)->kind != LEXEME_DIGITS)
        return false;
    *reader = try;
    return true;
}

/* One amount, and whether its currency must be told. */
static bool take_amount(Reader *reader, bool need_currency, gint64 *cents)
{
    if (take_symbolic(reader, cents))
        return true;
    bool first = take_currency_first(reader);
    if (here(reader)->kind != LEXEME_DIGITS)
        return take_words_amount(reader, need_currency, cents);
    bool taken = take_figures_amount(reader, need_currency && !first, cents);
    reader->euros |= first;
    return taken;
}

/* Reads all of `words` as one amount. */
static bool read_plain(const char *words, bool need_currency, Reader *reader, gint64 *cents)
{
    Lexemes lexemes;
    *reader = (Reader){.lexemes = &lexemes, .confidence = 1};
    if (!lexemes_read(words, &lexemes))
        return false;
    bool negative = take_word(reader, "-");
    if (!negative)
        take_word(reader, "+");
    if (!take_amount(reader, need_currency, cents))
        return false;
    take_tax(reader);
    while (lexeme_is_mark(here(reader), ".,;:"))
        reader->at++;
    if (negative)
        *cents = -*cents;
    bool whole = here(reader)->kind == LEXEME_END;
    reader->lexemes = NULL;
    return whole;
}

/* « HT », « toutes taxes comprises » and nothing else. */
static bool is_tax(const char *words)
{
    Lexemes lexemes;
    Reader reader = {.lexemes = &lexemes};
    if (!lexemes_read(words, &lexemes))
        return false;
    take_tax(&reader);
    return reader.at > 0 && reader.at == lexemes.count;
}

bool amount_read(const char *folded, gint64 *cents, double *confidence)
{
    if (strlen(folded) > VALUE_BYTES_MAX)
        return false;
    Reader outer, inner;
    gint64 value = 0, again = 0;
    const char *open = strchr(folded, '('), *close = strrchr(folded, ')');
    if (!open || !close || close < open) {
        if (!read_plain(folded, true, &outer, &value))
            return false;
        *cents = value;
        *confidence = outer.confidence;
        return true;
    }
    g_autofree char *inside = g_strndup(open + 1, close - open - 1);
    g_autofree char *outside = g_strdup_printf("%.*s %s", (int)(open - folded), folded, close + 1);
    if (!read_plain(outside, false, &outer, &value))
        return false;
    bool tax = outer.euros && is_tax(inside); /* « 35 EUR (HT) » */
    if (tax) {
        *cents = value;
        *confidence = outer.confidence;
        return true;
    }
    if (!read_plain(inside, false, &inner, &again) || !(outer.euros || inner.euros) ||
        value != again)
        return false;
    *cents = value;
    *confidence = MIN(outer.confidence, inner.confidence);
    return true;
}

char *amount_print(gint64 cents)
{
    g_autofree char *whole = g_strdup_printf("%" G_GINT64_FORMAT, ABS(cents) / 100);
    GString *out = g_string_new(cents < 0 ? "-" : "");
    size_t length = strlen(whole);
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            g_string_append_c(out, ' ');
        g_string_append_c(out, whole[i]);
    }
    g_string_append_printf(out, ",%02d EUR", (int)(ABS(cents) % 100));
    return g_string_free(out, FALSE);
}

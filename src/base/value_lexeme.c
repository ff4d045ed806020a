/* Cutting folded words into numbers, words and marks: the first step of every converter that reads
 * figures. A run of digits may hold the letters OCR prints for digits; a run of letters never does.
 */
#include "value_read.h"

#include <string.h>

char digit_repaired(char c)
{
    switch (c) {
    case 'O':
        return '0';
    case 'I':
    case 'l':
    case '|':
        return '1';
    case 'S':
        return '5';
    case 'B':
        return '8';
    default:
        return c;
    }
}

static bool is_run(char c)
{
    return g_ascii_isalnum(c) || c == '|';
}

static bool lexeme_add(Lexemes *out, LexemeKind kind, const char *at, size_t length, bool spaced)
{
    if (length >= LEXEME_TEXT || out->count == LEXEMES_MAX)
        return false;
    Lexeme *lexeme = &out->at[out->count++];
    *lexeme = (Lexeme){.kind = kind, .spaced = spaced};
    for (size_t i = 0; i < length; i++) {
        char c = kind == LEXEME_DIGITS ? digit_repaired(at[i]) : g_ascii_tolower(at[i]);
        lexeme->repaired |= kind == LEXEME_DIGITS && c != at[i];
        lexeme->text[i] = c;
    }
    return true;
}

/* A run that is all digits and letters like digits is one number; any other is cut where digits and
 * letters meet: « 1er », « 18h30 ». */
static bool add_run(Lexemes *out, const char *at, size_t length, bool spaced)
{
    size_t digits = 0, alike = 0;
    for (size_t i = 0; i < length; i++) {
        digits += g_ascii_isdigit(at[i]);
        alike += g_ascii_isdigit(digit_repaired(at[i]));
    }
    if (digits > 0 && alike == length)
        return lexeme_add(out, LEXEME_DIGITS, at, length, spaced);
    for (size_t i = 0; i < length;) {
        bool digit = g_ascii_isdigit(at[i]);
        size_t end = i + 1;
        while (end < length && (bool)g_ascii_isdigit(at[end]) == digit)
            end++;
        LexemeKind kind = digit ? LEXEME_DIGITS : LEXEME_WORD;
        if (!lexeme_add(out, kind, at + i, end - i, spaced && i == 0))
            return false;
        i = end;
    }
    return true;
}

bool lexemes_read(const char *folded, Lexemes *out)
{
    out->count = 0;
    if (strlen(folded) > VALUE_BYTES_MAX)
        return false;
    bool spaced = false;
    for (const char *p = folded; *p;) {
        if (g_ascii_isspace(*p)) {
            spaced = true;
            p++;
            continue;
        }
        size_t length = 1;
        bool fits;
        if (is_run(*p)) {
            while (is_run(p[length]))
                length++;
            fits = add_run(out, p, length, spaced);
        } else {
            fits = lexeme_add(out, LEXEME_MARK, p, 1, spaced);
        }
        if (!fits)
            return false;
        spaced = false;
        p += length;
    }
    out->at[out->count] = (Lexeme){.kind = LEXEME_END};
    return true;
}

bool lexeme_is(const Lexeme *lexeme, const char *word)
{
    return (lexeme->kind == LEXEME_WORD || lexeme->kind == LEXEME_MARK) &&
           strcmp(lexeme->text, word) == 0;
}

bool lexeme_is_mark(const Lexeme *lexeme, const char *marks)
{
    return lexeme->kind == LEXEME_MARK && strchr(marks, lexeme->text[0]) != NULL;
}

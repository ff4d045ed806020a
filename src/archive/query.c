#include "query.h"

#include <string.h>

enum { DEPTH_MAX = 32 };

typedef enum TokenKind {
    TOKEN_END,
    TOKEN_WORD,
    TOKEN_PHRASE,
    TOKEN_AND,
    TOKEN_OR,
    TOKEN_NOT,
    TOKEN_OPEN,
    TOKEN_CLOSE
} TokenKind;

typedef struct Parser {
    Stemmer *stemmer;
    Query *query;
    const char *at;
    TokenKind kind; /* the token ahead … */
    char *text;     /* … and its words; owned */
    bool prefix;
    int depth;
    QueryBeginning beginning;
    gpointer data;
    bool leaving_out; /* inside NOT: its words are not marked */
    GError **error;
} Parser;

static void mark_free(gpointer data)
{
    QueryMark *mark = data;
    g_free(mark->word);
    g_free(mark);
}

void query_free(Query *query)
{
    if (!query)
        return;
    g_ptr_array_unref(query->marks);
    g_free(query->match);
    g_free(query);
}

static bool refuse(Parser *parser, const char *why)
{
    g_set_error_literal(parser->error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, why);
    return false;
}

/* ---- Tokens ---------------------------------------------------------------------------------- */

static TokenKind kind_of_word(const char *word)
{
    static const struct {
        const char *word;
        TokenKind kind;
    } operators[] = {{"AND", TOKEN_AND}, {"ET", TOKEN_AND},  {"OR", TOKEN_OR},
                     {"OU", TOKEN_OR},   {"NOT", TOKEN_NOT}, {"SAUF", TOKEN_NOT}};
    for (size_t i = 0; i < G_N_ELEMENTS(operators); i++)
        if (strcmp(operators[i].word, word) == 0)
            return operators[i].kind;
    return TOKEN_WORD;
}

/* A phrase between straight quotes or « ». */
static bool read_phrase(Parser *parser, size_t opening, const char *closing)
{
    const char *start = parser->at + opening, *end = strstr(start, closing);
    if (!end)
        return refuse(parser, "the query opens a quotation and does not close it");
    parser->kind = TOKEN_PHRASE;
    parser->text = g_strndup(start, (gsize)(end - start));
    parser->at = end + strlen(closing);
    return true;
}

static void read_word(Parser *parser)
{
    size_t length = strcspn(parser->at, " \t\r\n()\"*");
    parser->text = g_strndup(parser->at, length);
    parser->kind = kind_of_word(parser->text);
    parser->at += length;
}

/* Moves on to the next token. */
static bool advance(Parser *parser)
{
    static const char marks[] = "()|";
    static const TokenKind kinds[] = {TOKEN_OPEN, TOKEN_CLOSE, TOKEN_OR};
    bool good = true;
    g_clear_pointer(&parser->text, g_free);
    parser->prefix = false;
    parser->at += strspn(parser->at, " \t\r\n*");
    const char *mark = *parser->at ? strchr(marks, *parser->at) : NULL;
    if (!*parser->at) {
        parser->kind = TOKEN_END;
    } else if (mark) {
        parser->kind = kinds[mark - marks];
        parser->at++;
    } else if (*parser->at == '-' && parser->at[1] && !g_ascii_isspace(parser->at[1])) {
        parser->kind = TOKEN_NOT;
        parser->at++;
    } else if (*parser->at == '"') {
        good = read_phrase(parser, 1, "\"");
    } else if (g_str_has_prefix(parser->at, "«")) {
        good = read_phrase(parser, strlen("«"), "»");
    } else {
        read_word(parser);
    }
    if (good && *parser->at == '*' && parser->text) {
        parser->prefix = true;
        parser->at++;
    }
    return good;
}

/* ---- Expressions ----------------------------------------------------------------------------- */

static void add_marks(Parser *parser, const char *words, bool exact, bool prefix)
{
    g_auto(GStrv) all = g_strsplit(words, " ", -1);
    for (size_t i = 0; !parser->leaving_out && all[i]; i++) {
        QueryMark *mark = g_new0(QueryMark, 1);
        mark->word = g_strdup(all[i]);
        mark->exact = exact;
        mark->prefix = prefix && !all[i + 1];
        g_ptr_array_add(parser->query->marks, mark);
    }
}

/* A phrase as FTS5 quotes it: words only, so that nothing in it is an operator. */
static void append_phrase(Parser *parser, GString *out, const char *columns, const char *words,
                          bool prefix)
{
    parser->query->phrases++;
    g_string_append_printf(out, "%s%s:\"%s\"%s", out->len > 0 ? " OR " : "", columns, words,
                           prefix ? " *" : "");
}

/* Phrases whose last word begins so. False when there are too many such words. */
static bool append_beginning(Parser *parser, GString *out, const char *columns, const char *words)
{
    const char *space = strrchr(words, ' '), *last = space ? space + 1 : words;
    g_auto(GStrv) all = parser->beginning ? parser->beginning(last, parser->data) : NULL;
    for (size_t i = 0; all && all[i]; i++) {
        g_autofree char *whole = g_strdup_printf("%.*s%s", (int)(last - words), words, all[i]);
        append_phrase(parser, out, columns, whole, false);
    }
    if (all && !*all)
        append_phrase(parser, out, columns, words, false); /* nothing is called so */
    return all != NULL;
}

static void append_words(Parser *parser, GString *out, const char *columns, const char *words)
{
    if (!parser->prefix || !append_beginning(parser, out, columns, words))
        append_phrase(parser, out, columns, words, parser->prefix);
}

/* The words of a token. What holds no letter or digit gives "". */
static char *expression_of_words(Parser *parser)
{
    bool exact = parser->kind == TOKEN_PHRASE, prefix = parser->prefix;
    g_autofree char *folded = fold_words(parser->text);
    g_autofree char *stems = stem_words(parser->stemmer, parser->text);
    GString *out = g_string_new(NULL);
    if (!*folded)
        return g_string_free(out, false);
    add_marks(parser, exact || prefix ? folded : stems, exact, prefix);
    /* A word or stem that begins so may be in either column: asked for in one that lacks it, FTS5
     * would go through all its acts to find none. */
    bool whole = prefix && !exact && append_beginning(parser, out, "{subject words stems}", folded);
    if (!whole)
        append_words(parser, out, "{subject words}", folded);
    /* The index opens no « œ »: a fold that may come from one is looked for both ways. */
    if (strstr(folded, "oe")) {
        g_auto(GStrv) parts = g_strsplit(folded, "oe", -1);
        g_autofree char *joined = g_strjoinv("œ", parts);
        append_words(parser, out, "{subject words}", joined);
    }
    if (!exact && !whole)
        append_words(parser, out, "stems", prefix ? folded : stems);
    g_string_prepend_c(out, '(');
    g_string_append_c(out, ')');
    return g_string_free(out, false);
}

static char *parse_or(Parser *parser);

/* A word, a phrase or what stands between parentheses. NULL when it makes no sense. */
static char *parse_primary(Parser *parser)
{
    g_autofree char *inner = NULL;
    if (parser->kind == TOKEN_WORD || parser->kind == TOKEN_PHRASE) {
        inner = expression_of_words(parser);
        return advance(parser) ? g_steal_pointer(&inner) : NULL;
    }
    if (parser->kind != TOKEN_OPEN) {
        refuse(parser, "the query lacks a word beside AND, OR, NOT or a parenthesis");
        return NULL;
    }
    if (++parser->depth > DEPTH_MAX) {
        refuse(parser, "the query has too many parentheses in each other");
        return NULL;
    }
    if (!advance(parser) || !(inner = parse_or(parser)))
        return NULL;
    if (parser->kind != TOKEN_CLOSE) {
        refuse(parser, "the query opens a parenthesis and does not close it");
        return NULL;
    }
    parser->depth--;
    return advance(parser) ? g_steal_pointer(&inner) : NULL;
}

static void append_operand(GString *out, const char *operator, const char * operand)
{
    if (!*operand)
        return;
    if (out->len > 0)
        g_string_append_printf(out, " %s ", operator);
    g_string_append(out, operand);
}

/* Words side by side are all wanted; FTS5's NOT stands between two, so those come last. */
static char *parse_and(Parser *parser)
{
    g_autoptr(GString) wanted = g_string_new(NULL);
    g_autoptr(GString) unwanted = g_string_new(NULL);
    for (;;) {
        bool before = parser->leaving_out, leave_out = false;
        while (parser->kind == TOKEN_AND || parser->kind == TOKEN_NOT) {
            leave_out = leave_out || parser->kind == TOKEN_NOT;
            if (!advance(parser))
                return NULL;
        }
        parser->leaving_out = before || leave_out;
        g_autofree char *operand = parse_primary(parser);
        parser->leaving_out = before;
        if (!operand)
            return NULL;
        append_operand(leave_out ? unwanted : wanted, leave_out ? "OR" : "AND", operand);
        if (parser->kind == TOKEN_END || parser->kind == TOKEN_CLOSE || parser->kind == TOKEN_OR)
            break;
    }
    if (unwanted->len > 0 && wanted->len == 0) {
        refuse(parser, "the query says only what to leave out");
        return NULL;
    }
    if (unwanted->len > 0)
        return g_strdup_printf("((%s) NOT (%s))", wanted->str, unwanted->str);
    return wanted->len > 0 ? g_strdup_printf("(%s)", wanted->str) : g_strdup("");
}

static char *parse_or(Parser *parser)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (;;) {
        g_autofree char *operand = parse_and(parser);
        if (!operand)
            return NULL;
        append_operand(out, "OR", operand);
        if (parser->kind != TOKEN_OR)
            break;
        if (!advance(parser))
            return NULL;
    }
    return out->len > 0 ? g_strdup_printf("(%s)", out->str) : g_strdup("");
}

Query *query_parse(Stemmer *stemmer, const char *words, QueryBeginning beginning, gpointer data,
                   GError **error)
{
    g_autoptr(Query) query = g_new0(Query, 1);
    Parser parser = {.stemmer = stemmer,
                     .query = query,
                     .at = words ? words : "",
                     .beginning = beginning,
                     .data = data,
                     .error = error};
    query->marks = g_ptr_array_new_with_free_func(mark_free);
    if (!g_utf8_validate(parser.at, -1, NULL)) {
        refuse(&parser, "the query is no UTF-8");
        return NULL;
    }
    bool good = advance(&parser);
    if (good && parser.kind != TOKEN_END) {
        query->match = parse_or(&parser);
        good = query->match != NULL;
        if (good && parser.kind == TOKEN_CLOSE)
            good = refuse(&parser, "the query closes a parenthesis that it did not open");
        if (good && !*query->match)
            good = refuse(&parser, "the query holds no word");
    }
    g_free(parser.text);
    return good ? g_steal_pointer(&query) : NULL;
}

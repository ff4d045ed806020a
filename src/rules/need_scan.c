/* Reads the small things of a regex. See need_scan.h. */
#include "need_scan.h"

#include <string.h>

char scan_peek(const Parse *parse, size_t ahead)
{
    return parse->at + ahead < parse->end ? parse->at[ahead] : '\0';
}

void scan_spaces(Parse *parse)
{
    while (parse->at < parse->end) {
        if (*parse->at == '#')
            while (parse->at < parse->end && *parse->at != '\n')
                parse->at++;
        else if (g_ascii_isspace(*parse->at) || *parse->at == '\v')
            parse->at++;
        else
            return;
    }
}

/* Reads "{n}", "{n,}", "{n,m}"; what else braces mean depends on the version of PCRE2. */
static bool read_braces(Parse *parse, Times *times)
{
    const char *p = parse->at + 1;
    char *after;
    if (p >= parse->end || !g_ascii_isdigit(*p))
        return false;
    times->least = times->most = g_ascii_strtoull(p, &after, 10);
    if (*after == ',') {
        p = after + 1;
        times->most = TIMES_MANY;
        after++;
        if (g_ascii_isdigit(*p))
            times->most = g_ascii_strtoull(p, &after, 10);
    }
    if (after >= parse->end || *after != '}')
        return false;
    parse->at = after + 1;
    return true;
}

Times scan_times(Parse *parse)
{
    Times times = {1, 1};
    scan_spaces(parse);
    switch (scan_peek(parse, 0)) {
    case '?':
        times.least = 0;
        parse->at++;
        break;
    case '*':
        times = (Times){0, TIMES_MANY};
        parse->at++;
        break;
    case '+':
        times.most = TIMES_MANY;
        parse->at++;
        break;
    case '{':
        parse->lost |= !read_braces(parse, &times);
        break;
    default:
        return times;
    }
    scan_spaces(parse);
    if (scan_peek(parse, 0) == '?' || scan_peek(parse, 0) == '+')
        parse->at++;
    return times;
}

void scan_add_range(const Parse *parse, Bytes *bytes, guchar from, guchar to)
{
    for (guint c = from; c <= to; c++) {
        bytes_add(bytes, (guchar)c);
        if (!parse->case_counts) {
            bytes_add(bytes, (guchar)g_ascii_tolower((char)c));
            bytes_add(bytes, (guchar)g_ascii_toupper((char)c));
        }
    }
}

/* Adds the bytes that an escape of letter `c` stands for, of those there are in folded text; false
 * when it is not understood. */
static bool add_escaped(Bytes *bytes, char c)
{
    Bytes some = {{0}};
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    static const struct {
        char escape;
        const char *stands_for;
    } escapes[] = {{'d', "0123456789"}, {'h', " \t"}, {'s', " \t\n\v\f\r"},
                   {'v', "\n\v\f\r"},   {'t', "\t"},  {'r', "\r"},
                   {'n', "\n"},         {'f', "\f"},  {'w', "0123456789"}};
    char lower = g_ascii_tolower(c);

    for (size_t i = 0; i < G_N_ELEMENTS(escapes); i++) {
        if (escapes[i].escape != lower || (g_ascii_isupper(c) && strchr("TRF", c)))
            continue;
        for (const char *p = escapes[i].stands_for; *p; p++)
            bytes_add(&some, (guchar)*p);
        for (const char *p = letters; lower == 'w' && *p; p++)
            bytes_add(&some, (guchar)*p);
        *bytes = bytes_or(*bytes, g_ascii_isupper(c) ? bytes_not(some) : some);
        return true;
    }
    return false;
}

Bytes scan_escape(Parse *parse, bool *width)
{
    Bytes bytes = {{0}};
    char c = scan_peek(parse, 1);
    parse->at += 2;
    *width = !(c && strchr("bBAzZGK", c));
    if (c && !g_ascii_isalnum(c))
        bytes_add(&bytes, (guchar)c);
    else if (*width && !add_escaped(&bytes, c))
        parse->lost = true;
    return bytes;
}

/* One item of a class is read into *bytes; gives the character it is, or -1 if it is several. */
static int read_class_item(Parse *parse, Bytes *bytes)
{
    if (*parse->at == '\\') {
        char escaped = scan_peek(parse, 1);
        parse->at += 2;
        if (escaped && !g_ascii_isalnum(escaped))
            return (guchar)escaped;
        parse->lost |= !add_escaped(bytes, escaped);
        return -1;
    }
    return (guchar)*parse->at++;
}

Bytes scan_class(Parse *parse)
{
    Bytes bytes = {{0}};
    parse->at++;
    bool first = true, negated = scan_peek(parse, 0) == '^';
    parse->at += negated;
    for (; parse->at < parse->end && (first || *parse->at != ']'); first = false) {
        if (*parse->at == '[' && (scan_peek(parse, 1) == ':' || scan_peek(parse, 1) == '.' ||
                                  scan_peek(parse, 1) == '=')) {
            parse->lost = true;
            return bytes;
        }
        int from = read_class_item(parse, &bytes), to = from;
        if (from >= 0 && scan_peek(parse, 0) == '-' && scan_peek(parse, 1) != ']' &&
            scan_peek(parse, 1)) {
            parse->at++;
            to = read_class_item(parse, &bytes);
            parse->lost |= to < from;
        }
        if (from >= 0 && to >= from)
            scan_add_range(parse, &bytes, (guchar)from, (guchar)to);
    }
    parse->at++;
    return negated ? bytes_not(bytes) : bytes;
}

void scan_name(Parse *parse)
{
    while (parse->at < parse->end && *parse->at != '>' && *parse->at != '\'')
        parse->at++;
    parse->at++;
}

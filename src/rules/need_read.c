/* Reads from a regex what each of its matches must hold; need.h says why. */
#include "need_parts.h"

#include <string.h>

typedef struct Parse {
    const char *at, *end;
    NeedOfShape of_shape;
    gconstpointer data;
    int depth;
    bool lost; /* met something it does not understand */
} Parse;

enum { DEPTH_MOST = 100 };

/* How often an item comes. */
typedef struct Times {
    guint64 least, most;
} Times;

enum { TIMES_MANY = 1000000 }; /* without end */

/* A sequence in the making: its parts, and the run of single kinds being gathered. */
typedef struct Sequence {
    Need *all; /* its width grows until it opens */
    GByteArray *run;
} Sequence;

static void add_part(Sequence *sequence, Need *part)
{
    need_take_part(sequence->all, part);
    if (!sequence->all->width.open)
        sequence->all->near = sequence->all->parts->len;
}

static void end_run(Sequence *sequence)
{
    const guint8 *kinds = sequence->run->data;
    guint length = sequence->run->len;

    if (length > 0) {
        guint count = MIN(length, 3);
        Need *need = need_new(NEED_RUN);
        for (guint i = 0; i + count <= length; i++) {
            guint16 group = need_group_of(kinds + i, count);
            g_array_append_val(need->groups, group);
        }
        add_part(sequence, need);
    }
    g_byte_array_set_size(sequence->run, 0);
}

static char peek(const Parse *parse, size_t ahead)
{
    return parse->at + ahead < parse->end ? parse->at[ahead] : '\0';
}

static void skip_spaces(Parse *parse)
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

/* Reads the quantifier after an item, if there is one. */
static Times read_quantifier(Parse *parse)
{
    Times times = {1, 1};
    skip_spaces(parse);
    switch (peek(parse, 0)) {
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
    skip_spaces(parse);
    if (peek(parse, 0) == '?' || peek(parse, 0) == '+')
        parse->at++;
    return times;
}

/* Adds the room of an item, up to where it opens. */
static void widen(Sequence *sequence, Width item, guint64 times)
{
    Width *width = &sequence->all->width;
    if (width->open)
        return;
    width->fixed = MIN(width->fixed + item.fixed * times, G_MAXUINT32);
    width->spaces = MIN(width->spaces + item.spaces * times, G_MAXUINT32);
}

/* From here on there is no telling how far it is from the start. */
static void open_width(Sequence *sequence)
{
    sequence->all->width.open = true;
}

/* After an item of one kind, or of none. */
static void add_kind(Parse *parse, Sequence *sequence, int kind)
{
    Times times = read_quantifier(parse);
    bool many = times.most >= TIMES_MANY, spaces = kind == KIND_SPACE && many;
    guint8 byte = (guint8)kind;
    guint count = kind == KIND_MANY ? 0 : MIN(times.least, 3);

    if (spaces)
        widen(sequence, (Width){.spaces = 1}, 1);
    else
        widen(sequence, (Width){.fixed = 1}, many ? times.least : times.most);
    for (guint i = 0; i < count; i++)
        g_byte_array_append(sequence->run, &byte, 1);
    if (count > 0 && times.most == times.least && times.least <= 3)
        return;
    end_run(sequence);
    if (many && !spaces)
        open_width(sequence);
    for (guint i = 0; i < count; i++) /* the last of them stands before what follows */
        g_byte_array_append(sequence->run, &byte, 1);
}

/* After a group or a call; takes the need. */
static void take_item(Parse *parse, Sequence *sequence, Need *need)
{
    end_run(sequence);
    Times times = read_quantifier(parse);
    bool open = need->width.open || times.most >= TIMES_MANY;
    widen(sequence, need->width, open ? MAX(times.least, 1) : times.most);
    if (times.least > 0)
        add_part(sequence, need);
    else
        need_free(need);
    if (open)
        open_width(sequence);
}

/* The kind an escape stands for, MANY for several; *width false for those that take no room. */
static int read_escape(Parse *parse, bool in_class, bool *width)
{
    char c = peek(parse, 1);
    *width = true;
    parse->at += 2;
    if (c && !g_ascii_isalnum(c))
        return need_kind_of(c);
    if (c == 'd')
        return KIND_DIGIT;
    if (c && strchr("hsvntrf", c))
        return KIND_SPACE;
    if (!in_class && c && strchr("bBAzZGK", c)) {
        *width = false;
        return KIND_MANY;
    }
    if (c && strchr("wWDHSVN", c))
        return KIND_MANY;
    parse->lost = true;
    return KIND_MANY;
}

/* One character of a class, or MANY and *code -1 for an escape that stands for several. */
static int read_class_item(Parse *parse, int *code)
{
    bool width;
    *code = -1;
    if (*parse->at == '\\') {
        char escaped = peek(parse, 1);
        if (!g_ascii_isalnum(escaped))
            *code = escaped;
        return read_escape(parse, true, &width);
    }
    *code = (guchar)*parse->at;
    return need_kind_of(*parse->at++);
}

/* Reads "[…]": the one kind all its characters are of, or MANY. */
static int read_class(Parse *parse)
{
    int kind = -2; /* none yet */
    parse->at++;
    bool first = true, negated = peek(parse, 0) == '^';
    parse->at += negated;
    for (; parse->at < parse->end && (first || *parse->at != ']'); first = false) {
        int from, to;
        if (*parse->at == '[' &&
            (peek(parse, 1) == ':' || peek(parse, 1) == '.' || peek(parse, 1) == '=')) {
            parse->lost = true;
            return KIND_MANY;
        }
        int item = read_class_item(parse, &from);
        if (from >= 0 && peek(parse, 0) == '-' && peek(parse, 1) != ']' && peek(parse, 1)) {
            parse->at++;
            read_class_item(parse, &to);
            for (int c = from; c <= to; c++)
                if (need_kind_of((char)c) != item)
                    item = KIND_MANY;
            if (to < 0)
                item = KIND_MANY;
        }
        kind = kind == -2 || kind == item ? item : KIND_MANY;
    }
    parse->at++;
    return negated ? KIND_MANY : kind;
}

static Need *read_alternatives(Parse *parse);

/* The inside of brackets and the closing one. */
static Need *read_inside(Parse *parse)
{
    Need *need = read_alternatives(parse);
    if (peek(parse, 0) != ')')
        parse->lost = true;
    parse->at++;
    return need;
}

/* "(?&NAME)": `at` stands on the name. */
static void read_call(Parse *parse, Sequence *sequence)
{
    const char *name = parse->at;
    while (parse->at < parse->end && *parse->at != ')')
        parse->at++;
    g_autofree char *called = g_strndup(name, parse->at - name);
    const Need *shape = parse->of_shape ? parse->of_shape(called, parse->data) : NULL;
    Need *need = need_new(shape ? NEED_SHAPE : NEED_NOTHING);
    need->shape = shape;
    need->width = shape ? shape->width : (Width){.open = true};
    parse->at++;
    take_item(parse, sequence, need);
}

/* "(?i)", "(?-i:…)": which case counts does not matter here, but whether spaces do. */
static void read_flags(Parse *parse, Sequence *sequence)
{
    while (parse->at < parse->end && strchr("imsnJU-^", *parse->at))
        parse->at++;
    if (peek(parse, 0) == ':') {
        parse->at++;
        take_item(parse, sequence, read_inside(parse));
    } else if (peek(parse, 0) == ')') {
        parse->at++;
    } else {
        parse->lost = true;
    }
}

/* Past "<name>" or "'name'". */
static void skip_name(Parse *parse)
{
    while (parse->at < parse->end && *parse->at != '>' && *parse->at != '\'')
        parse->at++;
    parse->at++;
}

/* What is looked for ahead takes no room, but it must be there. */
static void read_lookahead(Parse *parse, Sequence *sequence)
{
    Need *need = read_inside(parse);
    Times times = read_quantifier(parse);
    widen(sequence, need->width, 1);
    if (times.least > 0)
        add_part(sequence, need);
    else
        need_free(need);
}

/* What must not be there, or lies behind the start, says nothing about what follows. */
static void skip_lookaround(Parse *parse)
{
    need_free(read_inside(parse));
    read_quantifier(parse);
}

static void read_group(Parse *parse, Sequence *sequence)
{
    parse->at++;
    if (peek(parse, 0) == '*') {
        parse->lost = true;
        return;
    }
    if (peek(parse, 0) != '?') {
        take_item(parse, sequence, read_inside(parse));
        return;
    }
    parse->at++;
    char c = peek(parse, 0), d = peek(parse, 1);
    if (c == ':' || c == '>' || c == '|') {
        parse->at++;
        take_item(parse, sequence, read_inside(parse));
    } else if (c == '=') {
        parse->at++;
        read_lookahead(parse, sequence);
    } else if (c == '!') {
        parse->at++;
        skip_lookaround(parse);
    } else if (c == '<' && (d == '=' || d == '!')) {
        parse->at += 2;
        skip_lookaround(parse);
    } else if (c == '<' || c == '\'' || (c == 'P' && d == '<')) {
        parse->at += c == 'P' ? 2 : 1;
        skip_name(parse);
        take_item(parse, sequence, read_inside(parse));
    } else if (c == '&' || (c == 'P' && d == '>')) {
        parse->at += c == 'P' ? 2 : 1;
        read_call(parse, sequence);
    } else {
        read_flags(parse, sequence);
    }
}

static void read_item(Parse *parse, Sequence *sequence)
{
    bool width;
    int kind;
    switch (*parse->at) {
    case '(':
        read_group(parse, sequence);
        return;
    case '[':
        add_kind(parse, sequence, read_class(parse));
        return;
    case '\\':
        if (peek(parse, 1) == 'k') { /* a back reference may be to nothing */
            parse->lost |= peek(parse, 2) != '<';
            open_width(sequence);
            skip_name(parse);
            add_kind(parse, sequence, KIND_MANY);
            return;
        }
        kind = read_escape(parse, false, &width);
        if (width)
            add_kind(parse, sequence, kind);
        else
            read_quantifier(parse); /* after what takes no room it changes nothing */
        return;
    case '^':
    case '$':
        parse->at++;
        read_quantifier(parse);
        return;
    case '{':
    case '}':
        parse->lost = true;
        return;
    case '.':
        parse->at++;
        add_kind(parse, sequence, KIND_MANY);
        return;
    default:
        add_kind(parse, sequence, need_kind_of(*parse->at++));
    }
}

static Need *read_sequence(Parse *parse)
{
    Sequence sequence = {.all = need_new(NEED_ALL), .run = g_byte_array_new()};
    for (skip_spaces(parse); parse->at < parse->end && !parse->lost; skip_spaces(parse)) {
        if (*parse->at == '|' || *parse->at == ')')
            break;
        read_item(parse, &sequence);
    }
    end_run(&sequence);
    g_byte_array_unref(sequence.run);
    if (sequence.all->parts->len == 0)
        sequence.all->kind = NEED_NOTHING;
    return sequence.all;
}

static void take_alternative(Need *any, Need *sequence)
{
    const Width *width = &sequence->width;
    any->width.open |= width->open;
    any->width.fixed = MAX(any->width.fixed, width->fixed);
    any->width.spaces = MAX(any->width.spaces, width->spaces);
    need_take_part(any, sequence);
}

static Need *read_alternatives(Parse *parse)
{
    Need *any = need_new(NEED_ANY);
    if (++parse->depth > DEPTH_MOST)
        parse->lost = true;
    take_alternative(any, read_sequence(parse));
    while (peek(parse, 0) == '|' && !parse->lost) {
        parse->at++;
        take_alternative(any, read_sequence(parse));
    }
    parse->depth--;
    return any;
}

Need *need_read(const char *source, size_t length, NeedOfShape of_shape, gconstpointer data)
{
    Parse parse = {.at = source, .end = source + length, .of_shape = of_shape, .data = data};
    Need *need = read_alternatives(&parse);
    if (!parse.lost && parse.at == parse.end)
        return need;
    need_free(need);
    return need_new(NEED_NOTHING);
}

/* Reads from a regex what each of its matches must hold; need.h says why. */
#include "need.h"

#include <string.h>

typedef enum NeedKind {
    NEED_NOTHING,
    NEED_RUN,   /* these kinds of characters, one after the other */
    NEED_SHAPE, /* what the shape needs */
    NEED_ALL,   /* each of its parts */
    NEED_ANY,   /* one of its parts */
} NeedKind;

/* How much room something takes at most: so many characters and so many runs of white space. When
 * it is open there is no telling, and these are the room up to where it opens. */
typedef struct Width {
    guint64 fixed, spaces;
    bool open;
} Width;

struct Need {
    NeedKind kind;
    Width width;
    GArray *groups;    /* of guint16: the bits of a NEED_RUN */
    const Need *shape; /* lent */
    GPtrArray *parts;  /* of Need */
    guint near;        /* of NEED_ALL: so many parts lie before it opens */
};

/* ---- Kinds of characters and groups of them ----------------------------------------------- */

enum {
    KIND_DIGIT = 26,
    KIND_SPACE,
    KIND_APOSTROPHE,
    KIND_HYPHEN,
    KIND_STOP,
    KIND_OTHER,
    KIND_MANY = -1, /* no single kind */
};

static int kind_of(char c)
{
    if (g_ascii_isalpha(c))
        return g_ascii_tolower(c) - 'a';
    if (g_ascii_isdigit(c))
        return KIND_DIGIT;
    if (g_ascii_isspace(c) || c == '\v')
        return KIND_SPACE;
    switch (c) {
    case '\'':
        return KIND_APOSTROPHE;
    case '-':
        return KIND_HYPHEN;
    case '.':
        return KIND_STOP;
    default:
        return KIND_OTHER;
    }
}

/* The bit of one to three kinds in a row. */
static guint group_of(const guint8 *kinds, guint count)
{
    guint group = kinds[0];
    if (count == 2)
        group = NEED_KINDS + group * NEED_KINDS + kinds[1];
    else if (count == 3)
        group = NEED_KINDS + NEED_KINDS * NEED_KINDS +
                (group * NEED_KINDS + kinds[1]) * NEED_KINDS + kinds[2];
    return group;
}

void need_index_fill(NeedIndex *index, const char *folded, size_t length)
{
    guint8 kinds[256];
    guint last = 0; /* the kinds of the last three characters, five bits each */
    for (guint c = 0; c < G_N_ELEMENTS(kinds); c++)
        kinds[c] = kind_of((char)c);
    memset(index, 0, sizeof *index);
    for (size_t i = 0; i < length; i++) {
        last = (last << 5 | kinds[(guchar)folded[i]]) & (NEED_TRIPLES - 1);
        guint one = last & (NEED_KINDS - 1), two = NEED_KINDS + (last & (NEED_PAIRS - 1)),
              three = NEED_KINDS + NEED_PAIRS + last;
        index->bits[one / 8] |= 1 << one % 8;
        if (i >= 1)
            index->bits[two / 8] |= 1 << two % 8;
        if (i >= 2)
            index->bits[three / 8] |= 1 << three % 8;
    }
}

void need_index_join(NeedIndex *index, const NeedIndex *other)
{
    for (size_t i = 0; i < sizeof index->bits; i++)
        index->bits[i] |= other->bits[i];
}

/* ---- Needs -------------------------------------------------------------------------------- */

static void need_free_part(gpointer data)
{
    need_free(data);
}

static Need *need_new(NeedKind kind)
{
    Need *need = g_new0(Need, 1);
    need->kind = kind;
    if (kind == NEED_RUN)
        need->groups = g_array_new(false, false, sizeof(guint16));
    if (kind == NEED_ALL || kind == NEED_ANY)
        need->parts = g_ptr_array_new_with_free_func(need_free_part);
    return need;
}

void need_free(Need *need)
{
    if (!need)
        return;
    g_clear_pointer(&need->groups, g_array_unref);
    g_clear_pointer(&need->parts, g_ptr_array_unref);
    g_free(need);
}

size_t need_reach(const Need *need, size_t spaces)
{
    const Width *width = &need->width;
    if (width->fixed > G_MAXINT32 || width->spaces > G_MAXINT16 || spaces > G_MAXINT16)
        return G_MAXSIZE;
    return width->fixed + width->spaces * spaces;
}

bool need_is_nothing(const Need *need)
{
    return need->kind == NEED_SHAPE ? need_is_nothing(need->shape) : need->kind == NEED_NOTHING;
}

static bool run_is_met(const Need *need, const NeedIndex *index)
{
    for (guint i = 0; i < need->groups->len; i++) {
        guint16 group = g_array_index(need->groups, guint16, i);
        if (!(index->bits[group / 8] & 1 << group % 8))
            return false;
    }
    return true;
}

static bool is_met(const Need *need, const NeedIndex *index, bool near)
{
    switch (need->kind) {
    case NEED_NOTHING:
        return true;
    case NEED_SHAPE:
        return is_met(need->shape, index, near);
    case NEED_RUN:
        return run_is_met(need, index);
    case NEED_ALL:
        for (guint i = 0; i < (near ? need->near : need->parts->len); i++)
            if (!is_met(need->parts->pdata[i], index, near))
                return false;
        return true;
    case NEED_ANY:
        break;
    }
    for (guint i = 0; i < need->parts->len; i++)
        if (is_met(need->parts->pdata[i], index, near))
            return true;
    return false;
}

bool need_is_met(const Need *need, const NeedIndex *index)
{
    return is_met(need, index, false);
}

bool need_is_met_near(const Need *need, const NeedIndex *index)
{
    return is_met(need, index, true);
}

/* Adds a part and owns it; what needs nothing adds nothing to ALL, and makes ANY need nothing. */
static void take_part(Need *need, Need *part)
{
    if (need->kind == NEED_ANY && need_is_nothing(part))
        need->kind = NEED_NOTHING;
    if (need_is_nothing(part))
        need_free(part);
    else
        g_ptr_array_add(need->parts, part);
}

/* ---- Reading a regex ---------------------------------------------------------------------- */

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
    take_part(sequence->all, part);
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
            guint16 group = group_of(kinds + i, count);
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
    width->fixed += item.fixed * times;
    width->spaces += item.spaces * times;
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
        return kind_of(c);
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
    return kind_of(*parse->at++);
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
                if (kind_of((char)c) != item)
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
        add_kind(parse, sequence, kind_of(*parse->at++));
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
    take_part(any, sequence);
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

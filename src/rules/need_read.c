/* Reads from a regex what each of its matches must hold; need.h says why. */
#include "need_parts.h"
#include "need_scan.h"

#include <string.h>

enum { DEPTH_MOST = 100 };

/* How one item of a sequence can begin. */
typedef struct Beginning {
    Start *start; /* owned; NULL: one of the bytes */
    Bytes bytes;
    Times times;
    bool ahead;  /* it only looks at what follows */
    bool border; /* it is \b */
} Beginning;

static void beginning_clear(gpointer data)
{
    g_free(((Beginning *)data)->start);
}

/* A sequence in the making: its parts, and the run of single kinds being gathered. */
typedef struct Sequence {
    Need *all; /* its width grows until it opens */
    GByteArray *run;
    GArray *beginnings; /* of Beginning */
    guint begun;        /* the fewest bytes they are of */
} Sequence;

/* True while what comes next still bears on how a match begins. */
static bool is_beginning(const Sequence *sequence)
{
    return sequence->begun <= START_STEPS;
}

static void add_beginning(Sequence *sequence, const Start *start, Times times)
{
    Beginning beginning = {.start = is_beginning(sequence) ? g_memdup2(start, sizeof *start) : NULL,
                           .times = times};
    if (!beginning.start)
        return;
    g_array_append_val(sequence->beginnings, beginning);
    sequence->begun += (guint)MIN(start_least(start) * times.least, START_STEPS + 1);
}

static void add_beginning_byte(Sequence *sequence, const Bytes *bytes, Times times)
{
    Beginning beginning = {.bytes = *bytes, .times = times};
    if (!is_beginning(sequence))
        return;
    g_array_append_val(sequence->beginnings, beginning);
    sequence->begun += (guint)MIN(times.least, START_STEPS + 1);
}

static void add_ahead(Sequence *sequence, const Start *start)
{
    Beginning beginning = {.times = {1, 1}, .ahead = true};
    if (!is_beginning(sequence))
        return;
    beginning.start = g_memdup2(start, sizeof *start);
    g_array_append_val(sequence->beginnings, beginning);
}

static void add_border(Sequence *sequence)
{
    Beginning beginning = {.times = {1, 1}, .border = true};
    if (is_beginning(sequence))
        g_array_append_val(sequence->beginnings, beginning);
}

static void add_behind(Sequence *sequence, Bytes before)
{
    Start start = start_behind(before);
    add_beginning(sequence, &start, (Times){1, 1});
}

/* `from` is how far from the start it can begin or, a run, end. */
static void add_part(Sequence *sequence, Need *part, Width from)
{
    part->from = from;
    need_take_part(sequence->all, part);
    if (!sequence->all->width.open)
        sequence->all->near = sequence->all->parts->len;
}

/* `from` is how far from the start it can end. */
static void end_run(Sequence *sequence, Width from)
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
        add_part(sequence, need, from);
    }
    g_byte_array_set_size(sequence->run, 0);
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

/* The one kind all these bytes are of, or MANY. */
static int kind_of_bytes(const Bytes *bytes)
{
    int kind = KIND_MANY;
    for (guint c = bytes_next(bytes, 0); c < 256; c = bytes_next(bytes, c + 1)) {
        if (kind != KIND_MANY && kind != need_kind_of((char)c))
            return KIND_MANY;
        kind = need_kind_of((char)c);
    }
    return kind;
}

/* After an item that is one of these bytes. */
static void add_byte(Parse *parse, Sequence *sequence, const Bytes *bytes)
{
    Times times = scan_times(parse);
    int kind = kind_of_bytes(bytes);
    bool many = times.most >= TIMES_MANY, spaces = kind == KIND_SPACE && many;
    guint8 byte = (guint8)kind;
    guint count = kind == KIND_MANY ? 0 : MIN(times.least, 3);

    add_beginning_byte(sequence, bytes, times);
    Width from = sequence->all->width;
    from.fixed += count;
    if (spaces)
        widen(sequence, (Width){.spaces = 1}, 1);
    else
        widen(sequence, (Width){.fixed = 1}, many ? times.least : times.most);
    for (guint i = 0; i < count; i++)
        g_byte_array_append(sequence->run, &byte, 1);
    if (count > 0 && times.most == times.least && times.least <= 3)
        return;
    end_run(sequence, from);
    if (many && !spaces)
        open_width(sequence);
    for (guint i = 0; i < count; i++) /* the last of them stands before what follows */
        g_byte_array_append(sequence->run, &byte, 1);
}

/* After a group or a call; takes the need. */
static void take_item(Parse *parse, Sequence *sequence, Need *need)
{
    end_run(sequence, sequence->all->width);
    Times times = scan_times(parse);
    add_beginning(sequence, need->start, times);
    bool open = need->width.open || times.most >= TIMES_MANY;
    Width from = sequence->all->width;
    widen(sequence, need->width, open ? MAX(times.least, 1) : times.most);
    if (times.least > 0)
        add_part(sequence, need, from);
    else
        need_free(need);
    if (open)
        open_width(sequence);
}

static void set_start(Need *need, Start start)
{
    if (!need->start)
        need->start = g_new(Start, 1);
    *need->start = start;
}

static Need *read_alternatives(Parse *parse);

/* The inside of brackets and the closing one. */
static Need *read_inside(Parse *parse)
{
    Need *need = read_alternatives(parse);
    if (scan_peek(parse, 0) != ')')
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
    set_start(need, shape ? *shape->start : start_anything());
    parse->at++;
    take_item(parse, sequence, need);
}

/* "(?i)", "(?-i:…)", "(?^)" */
static void read_flags(Parse *parse, Sequence *sequence)
{
    bool before = parse->case_counts, off = false;
    while (parse->at < parse->end && strchr("imsnJU-^", *parse->at)) {
        char flag = *parse->at++;
        off |= flag == '-';
        if (flag == '^' || flag == 'i')
            parse->case_counts = off || flag == '^';
    }
    if (scan_peek(parse, 0) == ':') {
        parse->at++;
        Need *need = read_inside(parse);
        parse->case_counts = before;
        take_item(parse, sequence, need);
    } else if (scan_peek(parse, 0) == ')') {
        parse->at++;
    } else {
        parse->lost = true;
    }
}

/* What is looked for ahead takes no room, but it must be there. */
static void read_lookahead(Parse *parse, Sequence *sequence)
{
    Need *need = read_inside(parse);
    Times times = scan_times(parse);
    Width from = sequence->all->width;
    widen(sequence, need->width, 1);
    if (times.least > 0) {
        add_ahead(sequence, need->start);
        add_part(sequence, need, from);
    } else {
        need_free(need);
    }
}

/* What must not be there says nothing about what follows. */
static void skip_lookahead(Parse *parse)
{
    need_free(read_inside(parse));
    scan_times(parse);
}

/* What must or must not lie behind the start says nothing about what follows, but of one byte it is
 * known which. */
static void read_lookbehind(Parse *parse, Sequence *sequence, bool negated)
{
    bool plain = false;
    const char *inside = parse->at;
    if (negated) { /* only a class by itself is known exactly */
        scan_spaces(parse);
        if (scan_peek(parse, 0) == '[') {
            scan_class(parse);
            scan_spaces(parse);
            plain = scan_peek(parse, 0) == ')';
        }
        parse->at = inside;
    }
    Need *need = read_inside(parse);
    Times times = scan_times(parse);
    if (times.least > 0 && start_is_byte(need->start) && (plain || !negated))
        add_behind(sequence, negated ? bytes_not(need->start->first) : need->start->first);
    need_free(need);
}

static void read_group(Parse *parse, Sequence *sequence)
{
    parse->at++;
    if (scan_peek(parse, 0) == '*') {
        parse->lost = true;
        return;
    }
    if (scan_peek(parse, 0) != '?') {
        take_item(parse, sequence, read_inside(parse));
        return;
    }
    parse->at++;
    char c = scan_peek(parse, 0), d = scan_peek(parse, 1);
    if (c == ':' || c == '>' || c == '|') {
        parse->at++;
        take_item(parse, sequence, read_inside(parse));
    } else if (c == '=') {
        parse->at++;
        read_lookahead(parse, sequence);
    } else if (c == '!') {
        parse->at++;
        skip_lookahead(parse);
    } else if (c == '<' && (d == '=' || d == '!')) {
        parse->at += 2;
        read_lookbehind(parse, sequence, d == '!');
    } else if (c == '<' || c == '\'' || (c == 'P' && d == '<')) {
        parse->at += c == 'P' ? 2 : 1;
        scan_name(parse);
        take_item(parse, sequence, read_inside(parse));
    } else if (c == '&' || (c == 'P' && d == '>')) {
        parse->at += c == 'P' ? 2 : 1;
        read_call(parse, sequence);
    } else {
        read_flags(parse, sequence);
    }
}

static void read_anchor(Parse *parse, Sequence *sequence)
{
    bool at_start = *parse->at++ == '^';
    Bytes newline = {{0}};
    bytes_add(&newline, '\n');
    if (scan_times(parse).least > 0 && at_start)
        add_behind(sequence, newline);
}

static void read_backslash(Parse *parse, Sequence *sequence)
{
    bool width;
    if (scan_peek(parse, 1) == 'k') { /* a back reference may be to nothing */
        parse->lost |= scan_peek(parse, 2) != '<';
        open_width(sequence);
        scan_name(parse);
        scan_times(parse);
        end_run(sequence, sequence->all->width);
        Start anything = start_anything();
        add_beginning(sequence, &anything, (Times){1, 1});
        return;
    }
    char letter = scan_peek(parse, 1);
    Bytes bytes = scan_escape(parse, &width);
    if (width)
        add_byte(parse, sequence, &bytes);
    else if (scan_times(parse).least > 0 && letter == 'b')
        add_border(sequence);
    else if (letter == 'A')
        add_behind(sequence, (Bytes){{0}});
}

static void read_item(Parse *parse, Sequence *sequence)
{
    Bytes bytes = {{0}};
    switch (*parse->at) {
    case '(':
        read_group(parse, sequence);
        return;
    case '\\':
        read_backslash(parse, sequence);
        return;
    case '^':
    case '$':
        read_anchor(parse, sequence);
        return;
    case '{':
    case '}':
        parse->lost = true;
        return;
    case '[':
        bytes = scan_class(parse);
        break;
    case '.':
        parse->at++;
        bytes = bytes_all();
        break;
    default:
        scan_add_range(parse, &bytes, (guchar)*parse->at, (guchar)*parse->at);
        parse->at++;
    }
    add_byte(parse, sequence, &bytes);
}

static Start start_of(const Beginning *item)
{
    Start start = item->start ? *item->start : start_byte(&item->bytes);
    bool once = item->times.least == 1 && item->times.most == 1;
    return once ? start : start_repeat(&start, item->times.least, item->times.most);
}

/* From the last item to the first, since a look ahead bears on what follows it. */
static Start join_beginnings(const GArray *beginnings)
{
    Start joined = start_nothing();
    for (guint i = beginnings->len; i-- > 0;) {
        const Beginning *item = &g_array_index(beginnings, Beginning, i);
        if (item->border) {
            joined = start_border(&joined);
            continue;
        }
        Start start = start_of(item);
        joined = item->ahead ? start_ahead(&start, &joined) : start_then(&start, &joined);
    }
    return joined;
}

static Need *read_sequence(Parse *parse)
{
    Sequence sequence = {.all = need_new(NEED_ALL),
                         .run = g_byte_array_new(),
                         .beginnings = g_array_new(false, false, sizeof(Beginning))};
    g_array_set_clear_func(sequence.beginnings, beginning_clear);
    for (scan_spaces(parse); parse->at < parse->end && !parse->lost; scan_spaces(parse)) {
        if (*parse->at == '|' || *parse->at == ')')
            break;
        read_item(parse, &sequence);
    }
    end_run(&sequence, sequence.all->width);
    g_byte_array_unref(sequence.run);
    set_start(sequence.all, join_beginnings(sequence.beginnings));
    g_array_unref(sequence.beginnings);
    if (sequence.all->parts->len == 0)
        sequence.all->kind = NEED_NOTHING;
    return sequence.all;
}

static void take_alternative(Need *any, Need *sequence, bool first)
{
    const Width *width = &sequence->width;
    any->width.open |= width->open;
    any->width.fixed = MAX(any->width.fixed, width->fixed);
    any->width.spaces = MAX(any->width.spaces, width->spaces);
    set_start(any, first ? *sequence->start : start_or(any->start, sequence->start));
    need_take_part(any, sequence);
}

static Need *read_alternatives(Parse *parse)
{
    Need *any = need_new(NEED_ANY);
    bool case_counts = parse->case_counts;
    if (++parse->depth > DEPTH_MOST)
        parse->lost = true;
    take_alternative(any, read_sequence(parse), true);
    while (scan_peek(parse, 0) == '|' && !parse->lost) {
        parse->at++;
        take_alternative(any, read_sequence(parse), false);
    }
    parse->case_counts = case_counts;
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
    need = need_new(NEED_NOTHING);
    set_start(need, start_anything());
    return need;
}

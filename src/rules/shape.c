/* Reads `define`s, finds the shapes a regex calls, and puts both together for PCRE2. */
#include "shape.h"

#include <string.h>

enum { NAME_MOST = 32 }; /* characters, PCRE2 10.42's limit */

ShapeScope *shape_scope_new(const ShapeScope *outer)
{
    ShapeScope *scope = g_new0(ShapeScope, 1);
    scope->outer = outer;
    scope->shapes = g_hash_table_new(g_str_hash, g_str_equal);
    return scope;
}

void shape_scope_free(ShapeScope *scope)
{
    if (!scope)
        return;
    g_hash_table_unref(scope->shapes);
    g_free(scope);
}

const Shape *shape_scope_find(const ShapeScope *scope, const char *name)
{
    for (; scope; scope = scope->outer) {
        const Shape *shape = g_hash_table_lookup(scope->shapes, name);
        if (shape)
            return shape;
    }
    return NULL;
}

void shape_free(Shape *shape)
{
    if (!shape)
        return;
    g_free(shape->name);
    g_clear_pointer(&shape->needs, g_ptr_array_unref);
    need_free(shape->need);
    g_free(shape);
}

/* ---- Walking over the text of a regex ----------------------------------------------------- */

/* A walk stops at what a sheet has to look at itself; PCRE2 judges all the rest. */
typedef struct Walk {
    const Sheet *sheet;
    const ShapeScope *scope;
    const char *who;
    Span source;
    GPtrArray *needs; /* of Shape */
    bool in_comment;
} Walk;

static bool refuse(const Walk *walk, size_t at, GError **error, const char *message)
{
    return sheet_refuse(walk->sheet, at, error, "%s%s", walk->who, message);
}

static void add_needs(GPtrArray *needs, const Shape *shape)
{
    for (guint i = 0; i < shape->needs->len; i++)
        if (!g_ptr_array_find(needs, shape->needs->pdata[i], NULL))
            g_ptr_array_add(needs, shape->needs->pdata[i]);
    if (!g_ptr_array_find(needs, shape, NULL))
        g_ptr_array_add(needs, (gpointer)shape);
}

/* A name that is no shape yet may be one further down: that is worth saying. */
static bool refuse_unknown(const Walk *walk, const char *name, size_t at, GError **error)
{
    for (guint i = 0; i < walk->sheet->blocks->len; i++) {
        const SheetBlock *block = g_ptr_array_index(walk->sheet->blocks, i);
        Span rest = block->head->rest;
        size_t length = strlen(name);
        if (strcmp(block->head->word, "define") == 0 && span_length(rest) > length &&
            strncmp(walk->sheet->contents + rest.start, name, length) == 0 &&
            g_ascii_isspace(walk->sheet->contents[rest.start + length]))
            return sheet_refuse(walk->sheet, at, error,
                                "%sshape %s is called above its define (line %d)", walk->who, name,
                                sheet_line(walk->sheet, block->head->at));
    }
    return sheet_refuse(walk->sheet, at, error, "%sno shape is called %s", walk->who, name);
}

/* At "(?": a call is noted; what counts groups is refused, since shapes are groups too and shift
 * the numbers. Gives the place to go on from. */
static bool walk_group(Walk *walk, size_t at, size_t *next, GError **error)
{
    const char *contents = walk->sheet->contents;
    size_t name = at + 2, end;

    *next = at + 2;
    if (contents[name] == '#') {
        while (*next < walk->source.end && contents[*next] != ')')
            (*next)++;
        return true;
    }
    if (contents[name] == 'R' || g_ascii_isdigit(contents[name]) ||
        (strchr("+-", contents[name]) && g_ascii_isdigit(contents[name + 1])))
        return refuse(walk, at, error, "groups are called by name, (?&NAME), not by number");
    if (contents[name] == '&')
        name += 1;
    else if (strncmp(contents + name, "P>", 2) == 0)
        name += 2;
    else
        return true;
    for (end = name; g_ascii_isalnum(contents[end]) || contents[end] == '_'; end++)
        ;
    g_autofree char *called = sheet_load_text(walk->sheet, (Span){name, end});
    if (!g_ascii_isupper(*called))
        return true; /* a group of the regex's own: PCRE2 knows */
    const Shape *shape = shape_scope_find(walk->scope, called);
    if (!shape)
        return refuse_unknown(walk, called, name, error);
    add_needs(walk->needs, shape);
    *next = end;
    return true;
}

/* Past a [class], or behind the source when it is not closed. */
static size_t class_end(const Walk *walk, size_t at)
{
    const char *contents = walk->sheet->contents;
    at++;
    if (contents[at] == '^')
        at++;
    if (contents[at] == ']')
        at++;
    while (at < walk->source.end && contents[at] != ']') {
        if (contents[at] == '[' && contents[at + 1] == ':') {
            const char *close = strstr(contents + at + 2, ":]");
            at = close ? (size_t)(close - contents) + 2 : at + 1;
        } else {
            at += contents[at] == '\\' ? 2 : 1;
        }
    }
    return at + 1;
}

static bool walk_escape(const Walk *walk, size_t at, GError **error)
{
    char escaped = walk->sheet->contents[at + 1];
    if (at + 1 >= walk->source.end)
        return refuse(walk, at, error, "\\ at end of pattern");
    if (escaped == 'Q')
        return refuse(walk, at, error, "\\Q is not used here: escape single characters");
    if (escaped >= '1' && escaped <= '9')
        return refuse(walk, at, error, "groups are referred to by name, \\k<name>, not by number");
    if (escaped == 'g')
        return refuse(walk, at, error, "groups are referred to by name, \\k<name>, not by \\g");
    return true;
}

static bool walk_source(Walk *walk, GError **error)
{
    const char *contents = walk->sheet->contents;
    size_t at = walk->source.start, next;

    while (at < walk->source.end) {
        if (walk->in_comment) {
            walk->in_comment = contents[at++] != '\n';
            continue;
        }
        if ((guchar)contents[at] >= 0x80)
            return refuse(
                walk, at, error,
                "rules match folded text, which is ASCII: write e for é, - for every dash");
        next = at + 1;
        if (contents[at] == '#') {
            walk->in_comment = true;
        } else if (contents[at] == '[') {
            next = class_end(walk, at);
            if (next > walk->source.end)
                return refuse(walk, at, error, "missing terminating ] for character class");
            for (size_t i = at; i < next; i++)
                if ((guchar)contents[i] >= 0x80)
                    return refuse(walk, i, error,
                                  "rules match folded text, which is ASCII: write e for é, - for "
                                  "every dash");
        } else if (contents[at] == '\\') {
            if (!walk_escape(walk, at, error))
                return false;
            next = at + 2;
        } else if (contents[at] == '(' && contents[at + 1] == '?') {
            if (!walk_group(walk, at, &next, error))
                return false;
        } else if (contents[at] == '(' && contents[at + 1] == '*') {
            return refuse(walk, at, error, "PCRE2's (*VERBS) are not used here");
        }
        at = next;
    }
    return true;
}

/* ---- Compiling ---------------------------------------------------------------------------- */

/* The source, and behind it the shapes: in front they would hide from PCRE2 how a match begins, and
 * it would try every byte where it need only look at line starts or for a letter. What the source
 * sets, as (?-i), does not reach them. */
static GString *pattern_of(const Sheet *sheet, Span source, bool ends_in_comment,
                           const GPtrArray *needs)
{
    GString *pattern =
        g_string_new_len(sheet->contents + source.start, (gssize)span_length(source));
    if (ends_in_comment)
        g_string_append_c(pattern, '\n');
    if (needs->len > 0)
        g_string_append(pattern, "(?(DEFINE)(?^" REGEX_FLAGS ")");
    for (guint i = 0; i < needs->len; i++) {
        const Shape *shape = g_ptr_array_index(needs, i);
        g_string_append_printf(pattern, "(?<%s>", shape->name);
        g_string_append_len(pattern, shape->sheet->contents + shape->body.start,
                            (gssize)span_length(shape->body));
        g_string_append(pattern, shape->ends_in_comment ? "\n)" : ")");
    }
    if (needs->len > 0)
        g_string_append_c(pattern, ')');
    return pattern;
}

Regex *shape_compile(const Sheet *sheet, Span source, const ShapeScope *scope, const char *who,
                     bool *ends_in_comment, GPtrArray **needs, GError **error)
{
    g_autoptr(GPtrArray) called = g_ptr_array_new();
    Walk walk = {.sheet = sheet, .scope = scope, .who = who, .source = source, .needs = called};
    size_t error_at = 0;
    g_autofree char *message = NULL;

    if (!walk_source(&walk, error))
        return NULL;
    g_autoptr(GString) pattern = pattern_of(sheet, source, walk.in_comment, called);
    Regex *regex = regex_new(pattern->str, pattern->len, &error_at, &message);
    if (!regex) {
        refuse(&walk, MIN(source.start + error_at, source.end), error, message);
        return NULL;
    }
    *ends_in_comment = walk.in_comment;
    *needs = g_steal_pointer(&called);
    return regex;
}

static const Need *need_of_shape(const char *name, gconstpointer data)
{
    const Shape *shape = shape_scope_find(data, name);
    return shape ? shape->need : NULL;
}

Need *shape_read_need(const Sheet *sheet, Span source, const ShapeScope *scope)
{
    return need_read(sheet->contents + source.start, span_length(source), need_of_shape, scope);
}

/* A shape's captures are lost after the call, so it may not have any. */
static bool check_captures(const Shape *shape, const Regex *regex, GError **error)
{
    g_autoptr(GPtrArray) names = regex_load_names(regex);
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        if (!g_ascii_isupper(*name))
            return sheet_refuse(shape->sheet, shape->at, error,
                                "shape %s captures '%s', which is lost after the call: capture in "
                                "the rule, around the call",
                                shape->name, name);
    }
    return true;
}

static bool check_name(const Shape *shape, const ShapeScope *scope, GError **error)
{
    const char *p = shape->name;
    if (!g_ascii_isupper(*p))
        return sheet_refuse(shape->sheet, shape->at, error,
                            "shapes have names in CAPITALS, not '%s'", shape->name);
    for (; *p; p++)
        if (!g_ascii_isupper(*p) && !g_ascii_isdigit(*p) && *p != '_')
            return sheet_refuse(shape->sheet, shape->at, error,
                                "shapes have names in CAPITALS, not '%s'", shape->name);
    if (strlen(shape->name) > NAME_MOST)
        return sheet_refuse(shape->sheet, shape->at, error,
                            "a shape's name has at most %d characters", NAME_MOST);
    if (strcmp(shape->name, "DEFINE") == 0)
        return sheet_refuse(shape->sheet, shape->at, error, "DEFINE is PCRE2's own word");
    const Shape *other = shape_scope_find(scope, shape->name);
    if (other) {
        g_autofree char *place = sheet_load_place(other->sheet, other->at);
        return sheet_refuse(shape->sheet, shape->at, error, "shape %s is already defined at %s",
                            shape->name, place);
    }
    return true;
}

Shape *shape_read(const Sheet *sheet, const SheetWord *head, ShapeScope *scope, GError **error)
{
    g_autoptr(Shape) shape = g_new0(Shape, 1);
    Span text = sheet_word_text(head);
    size_t end = head->rest.start;

    while (end < head->rest.end && !g_ascii_isspace(sheet->contents[end]))
        end++;
    shape->sheet = sheet;
    shape->at = head->rest.start;
    shape->name = sheet_load_text(sheet, (Span){head->rest.start, end});
    while (end < text.end && g_ascii_isspace(sheet->contents[end]))
        end++;
    shape->body = (Span){end, text.end};
    if (span_length(head->rest) == 0 || span_length(shape->body) == 0) {
        sheet_refuse(sheet, head->at, error, "define takes a NAME and a regex");
        return NULL;
    }
    if (!check_name(shape, scope, error))
        return NULL;
    g_autofree char *who = g_strdup_printf("shape %s: ", shape->name);
    g_autoptr(Regex) regex = shape_compile(sheet, shape->body, scope, who, &shape->ends_in_comment,
                                           &shape->needs, error);
    if (!regex || !check_captures(shape, regex, error))
        return NULL;
    shape->need = shape_read_need(sheet, shape->body, scope);
    g_hash_table_insert(scope->shapes, shape->name, shape);
    return g_steal_pointer(&shape);
}

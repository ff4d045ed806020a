/* Shapes: the named pieces `define` gives and `(?&NAME)` calls.
 *
 * A shape is a group PCRE2 calls, never text that is spliced in, so its brackets and bars stay its
 * own. A pattern is given only the shapes it needs. */
#ifndef DELIBEX_RULES_SHAPE_H
#define DELIBEX_RULES_SHAPE_H

#include "need.h"
#include "regex.h"
#include "sheet.h"

typedef struct Shape {
    char *name;
    const Sheet *sheet; /* lent */
    size_t at;          /* of its name */
    Span body;
    bool ends_in_comment;
    GPtrArray *needs; /* of Shape, lent: all it calls, directly or not, each after its own */
    Need *need;
    bool used; /* by a rule, directly or not */
} Shape;

/* The names a sheet can call: its own and, behind them, the common ones. */
typedef struct ShapeScope {
    const struct ShapeScope *outer; /* lent, or NULL */
    GHashTable *shapes;             /* name → Shape, both lent */
} ShapeScope;

ShapeScope *shape_scope_new(const ShapeScope *outer);
void shape_scope_free(ShapeScope *scope);
const Shape *shape_scope_find(const ShapeScope *scope, const char *name);

/* Reads a `define`, compiles it alone (so that an error is found at its own line) and adds it to
 * the scope. The caller frees the shape, after the scope. */
Shape *shape_read(const Sheet *sheet, const SheetWord *head, ShapeScope *scope, GError **error);
void shape_free(Shape *shape);

/* Compiles a stretch of a sheet with the shapes it calls. `who` ("rule x: " or "") opens the
 * message of an error; *needs (of Shape, lent) are all the shapes it calls, directly or not. */
Regex *shape_compile(const Sheet *sheet, Span source, const ShapeScope *scope, const char *who,
                     bool *ends_in_comment, GPtrArray **needs, GError **error);

/* What a stretch of a sheet that compiled needs. The caller frees it, before the shapes. */
Need *shape_read_need(const Sheet *sheet, Span source, const ShapeScope *scope);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ShapeScope, shape_scope_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Shape, shape_free)

#endif

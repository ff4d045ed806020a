/* Tree: a JSON text taken apart, as strictly as a stranger's. Its nodes are lent and live as long
 * as it; every function that takes a node also takes NULL, for what is not there. */
#ifndef DELIBEX_WRITE_TREE_H
#define DELIBEX_WRITE_TREE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef enum NodeKind {
    NODE_NULL,
    NODE_FALSE,
    NODE_TRUE,
    NODE_INTEGER,
    NODE_REAL,
    NODE_STRING,
    NODE_ARRAY,
    NODE_OBJECT,
} NodeKind;

typedef struct Node {
    NodeKind kind;
    guint32 count;     /* of elements or members */
    guint32 from, end; /* where its JSON stands in what was parsed */
    const char *key;   /* of a member, else NULL */
    union {
        gint64 integer;
        double real;
        const char *text;         /* UTF-8 without a NUL */
        const struct Node *nodes; /* elements, or members in the order they stand */
    };
} Node;

typedef struct Tree Tree;

/* Takes `length` bytes apart: UTF-8, one value and nothing after it, no key twice in an object, no
 * NUL in a string, integers of 64 bits, at most JSON_MAX_DEPTH deep and JSON_MAX_VALUES values.
 * NULL and *error (DELIBEX_ERROR_READER: the byte, and what is wrong there) when they are none of
 * that. The caller frees. */
Tree *tree_parse(const char *json, size_t length, GError **error);
void tree_free(Tree *tree);

const Node *tree_root(const Tree *tree);

/* The member of an object; NULL when there is none, or no object. */
const Node *node_member(const Node *node, const char *key);

/* The element of an array. */
const Node *node_element(const Node *node, size_t index);

/* Where a member begins in what was parsed: its key's opening quote. */
guint32 tree_member_from(const Tree *tree, const Node *member);

/* Follows members: "counts/present". */
const Node *node_at(const Node *node, const char *path);

/* How many elements or members; 0 for what has none. */
size_t node_count(const Node *node);

/* The text of a string, else NULL. */
const char *node_text(const Node *node);

/* The number of an integer, else 0. */
gint64 node_integer(const Node *node);

static inline bool node_is(const Node *node, NodeKind kind)
{
    return node && node->kind == kind;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Tree, tree_free)

#endif

#include "tree.h"

#include "../base/error.h"
#include "write.h"

#include <errno.h>
#include <math.h>
#include <string.h>

enum { FEW = 16 /* members are compared with each other, more are looked up */ };

struct Tree {
    char *text;      /* what was parsed; strings are opened and ended in place */
    GArray *open;    /* of Node: children of containers that are not closed yet */
    GPtrArray *kept; /* of Node *: the children of each container */
    Node root;
    char *at, *end;
    int depth, values;
    const char *fault;
};

void tree_free(Tree *tree)
{
    if (!tree)
        return;
    g_free(tree->text);
    g_array_unref(tree->open);
    g_ptr_array_unref(tree->kept);
    g_free(tree);
}

static bool fail(Tree *tree, const char *fault)
{
    if (!tree->fault)
        tree->fault = fault;
    return false;
}

/* ---- Strings --------------------------------------------------------------------------------- */

static bool read_hex(Tree *tree, gunichar *unit)
{
    *unit = 0;
    for (int i = 0; i < 4; i++, tree->at++) {
        int digit = g_ascii_xdigit_value(*tree->at);
        if (digit < 0)
            return fail(tree, "an escape that is none");
        *unit = *unit * 16 + (gunichar)digit;
    }
    return true;
}

/* The character behind « \u », as UTF-8; halves of a pair only together. */
static bool read_unicode(Tree *tree, char **to)
{
    gunichar first, second;
    if (!read_hex(tree, &first))
        return false;
    if (first >= 0xD800 && first < 0xDC00) {
        if (tree->at[0] != '\\' || tree->at[1] != 'u')
            return fail(tree, "half of a character");
        tree->at += 2;
        if (!read_hex(tree, &second))
            return false;
        if (second < 0xDC00 || second > 0xDFFF)
            return fail(tree, "half of a character");
        first = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
    } else if (first == 0 || (first >= 0xDC00 && first <= 0xDFFF)) {
        return fail(tree, first ? "half of a character" : "a NUL in a string");
    }
    *to += g_unichar_to_utf8(first, *to);
    return true;
}

/* Past a backslash. What it stands for is never longer than the escape. */
static bool read_escape(Tree *tree, char **to)
{
    static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    char letter = *tree->at;
    const char *found = letter ? strchr(letters, letter) : NULL;
    if (!found && letter != 'u')
        return fail(tree, "an escape that is none");
    tree->at++;
    if (!found)
        return read_unicode(tree, to);
    *(*to)++ = meant[found - letters];
    return true;
}

/* At the opening quote. The string ends in a NUL where its JSON went on. */
static bool read_string(Tree *tree, const char **out)
{
    char *from = ++tree->at, *to;
    while ((guchar)*tree->at >= ' ' && *tree->at != '"' && *tree->at != '\\')
        tree->at++;
    for (to = tree->at; *tree->at != '"';) {
        if ((guchar)*tree->at < ' ')
            return fail(tree, "a string without an end");
        if (*tree->at != '\\') {
            *to++ = *tree->at++;
            continue;
        }
        tree->at++;
        if (!read_escape(tree, &to))
            return false;
    }
    tree->at++;
    *to = '\0';
    *out = from;
    return true;
}

/* ---- Numbers --------------------------------------------------------------------------------- */

static bool pass_digits(Tree *tree)
{
    char *from = tree->at;
    while (g_ascii_isdigit(*tree->at))
        tree->at++;
    return tree->at > from;
}

static bool read_number(Tree *tree, Node *node)
{
    char *from = tree->at, *stop;
    bool real = false;
    tree->at += *tree->at == '-';
    if (*tree->at == '0')
        tree->at++;
    else if (!pass_digits(tree))
        return fail(tree, "no value");
    if (*tree->at == '.') {
        real = true;
        tree->at++;
        if (!pass_digits(tree))
            return fail(tree, "no number");
    }
    if (*tree->at == 'e' || *tree->at == 'E') {
        real = true;
        tree->at++;
        tree->at += *tree->at == '+' || *tree->at == '-';
        if (!pass_digits(tree))
            return fail(tree, "no number");
    }
    errno = 0;
    node->kind = real ? NODE_REAL : NODE_INTEGER;
    if (real)
        node->real = g_ascii_strtod(from, &stop);
    else
        node->integer = g_ascii_strtoll(from, &stop, 10);
    bool large = real ? isinf(node->real) : errno == ERANGE;
    return !large || fail(tree, "a number too large");
}

/* ---- Values ---------------------------------------------------------------------------------- */

static void pass_space(Tree *tree)
{
    while (*tree->at == ' ' || *tree->at == '\n' || *tree->at == '\t' || *tree->at == '\r')
        tree->at++;
}

static bool read_word(Tree *tree, const char *word)
{
    size_t length = strlen(word);
    if (strncmp(tree->at, word, length) != 0)
        return fail(tree, "no value");
    tree->at += length;
    return true;
}

static bool has_twice(const Node *nodes, guint count)
{
    if (count <= FEW) {
        for (guint i = 1; i < count; i++)
            for (guint j = 0; j < i; j++)
                if (nodes[i].key[0] == nodes[j].key[0] && strcmp(nodes[i].key, nodes[j].key) == 0)
                    return true;
        return false;
    }
    g_autoptr(GHashTable) keys = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < count; i++)
        if (!g_hash_table_add(keys, (gpointer)nodes[i].key))
            return true;
    return false;
}

/* Takes the children of a container off those of open ones, from the `first` on. */
static bool keep_children(Tree *tree, Node *node, guint first)
{
    node->count = tree->open->len - first;
    if (node->count == 0)
        return true;
    Node *nodes = g_memdup2(&g_array_index(tree->open, Node, first), node->count * sizeof(Node));
    g_ptr_array_add(tree->kept, nodes);
    g_array_set_size(tree->open, first);
    node->nodes = nodes;
    return node->kind == NODE_ARRAY || !has_twice(nodes, node->count) || fail(tree, "a key twice");
}

static bool read_value(Tree *tree, Node *node);

static bool read_key(Tree *tree, const char **key)
{
    if (*tree->at != '"')
        return fail(tree, "no key");
    if (!read_string(tree, key))
        return false;
    pass_space(tree);
    if (*tree->at != ':')
        return fail(tree, "no colon");
    tree->at++;
    return true;
}

/* At the opening bracket. */
static bool read_container(Tree *tree, Node *node)
{
    char closing = node->kind == NODE_OBJECT ? '}' : ']';
    guint first = tree->open->len;
    if (++tree->depth > JSON_MAX_DEPTH)
        return fail(tree, "nested too deep");
    tree->at++;
    pass_space(tree);
    for (bool more = *tree->at != closing; more;) {
        Node child = {NODE_NULL};
        if ((node->kind == NODE_OBJECT && !read_key(tree, &child.key)) || !read_value(tree, &child))
            return false;
        g_array_append_val(tree->open, child);
        more = *tree->at == ',';
        if (more) {
            tree->at++;
            pass_space(tree);
        }
    }
    if (*tree->at != closing)
        return fail(tree, "a list without an end");
    tree->at++;
    tree->depth--;
    return keep_children(tree, node, first);
}

/* A value with the space around it. */
static bool read_value(Tree *tree, Node *node)
{
    bool good;
    if (++tree->values > JSON_MAX_VALUES)
        return fail(tree, "too many values");
    pass_space(tree);
    node->from = (guint32)(tree->at - tree->text);
    switch (*tree->at) {
    case '{':
    case '[':
        node->kind = *tree->at == '{' ? NODE_OBJECT : NODE_ARRAY;
        good = read_container(tree, node);
        break;
    case '"':
        node->kind = NODE_STRING;
        good = read_string(tree, &node->text);
        break;
    case 'n':
        node->kind = NODE_NULL;
        good = read_word(tree, "null");
        break;
    case 't':
        node->kind = NODE_TRUE;
        good = read_word(tree, "true");
        break;
    case 'f':
        node->kind = NODE_FALSE;
        good = read_word(tree, "false");
        break;
    default:
        good = read_number(tree, node);
        break;
    }
    if (!good)
        return false;
    node->end = (guint32)(tree->at - tree->text);
    pass_space(tree);
    return true;
}

static Tree *tree_new(const char *json, size_t length)
{
    Tree *tree = g_new0(Tree, 1);
    tree->text = g_strndup(json, length); /* no byte is a NUL, but the one that ends it */
    tree->open = g_array_new(false, false, sizeof(Node));
    tree->kept = g_ptr_array_new_with_free_func(g_free);
    tree->at = tree->text;
    tree->end = tree->text + length;
    return tree;
}

Tree *tree_parse(const char *json, size_t length, GError **error)
{
    const char *fault, *bad = json;
    g_autoptr(Tree) tree = NULL;
    if (length >= G_MAXUINT32) {
        fault = "too much of it";
    } else if (!g_utf8_validate_len(json, length, &bad)) {
        fault = *bad ? "no UTF-8" : "a NUL";
    } else {
        tree = tree_new(json, length);
        if (read_value(tree, &tree->root) && tree->at == tree->end)
            return g_steal_pointer(&tree);
        fault = tree->fault ? tree->fault : "something behind its end";
        bad = json + (tree->at - tree->text);
    }
    g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_READER, "record: no JSON at byte %zu: %s",
                (size_t)(bad - json), fault);
    return NULL;
}

/* ---- Asking ---------------------------------------------------------------------------------- */

const Node *tree_root(const Tree *tree)
{
    return &tree->root;
}

guint32 tree_member_from(const Tree *tree, const Node *member)
{
    return (guint32)(member->key - tree->text) - 1;
}

const Node *node_member(const Node *node, const char *key)
{
    if (node_is(node, NODE_OBJECT))
        for (guint32 i = 0; i < node->count; i++)
            if (strcmp(node->nodes[i].key, key) == 0)
                return &node->nodes[i];
    return NULL;
}

const Node *node_element(const Node *node, size_t index)
{
    return node_is(node, NODE_ARRAY) && index < node->count ? &node->nodes[index] : NULL;
}

const Node *node_at(const Node *node, const char *path)
{
    for (char step[64]; node && *path;) {
        size_t length = strcspn(path, "/");
        g_assert(length < sizeof step);
        memcpy(step, path, length);
        step[length] = '\0';
        node = node_member(node, step);
        path += length + (path[length] == '/');
    }
    return node;
}

size_t node_count(const Node *node)
{
    return node && node->kind >= NODE_ARRAY ? node->count : 0;
}

const char *node_text(const Node *node)
{
    return node_is(node, NODE_STRING) ? node->text : NULL;
}

gint64 node_integer(const Node *node)
{
    return node_is(node, NODE_INTEGER) ? node->integer : 0;
}

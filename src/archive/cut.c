#include "cut.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

typedef struct Member {
    const char *start; /* of its key, or of the comma before it */
    const char *value, *end;
} Member;

static const char *skip_space(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

/* Behind the string that begins at `at`. */
static const char *skip_string(const char *at)
{
    for (at++;; at++) {
        at += strcspn(at, "\"\\");
        if (*at == '\\')
            at++;
        else if (*at)
            return at + 1;
        if (!*at)
            return at;
    }
}

/* Behind the value that begins at `at`. */
static const char *skip_value(const char *at)
{
    int depth = 0;
    do {
        if (*at == '"') {
            at = skip_string(at);
            continue;
        }
        if (depth == 0 && *at != '{' && *at != '[')
            return at + strcspn(at, ",]} \t\r\n");
        depth += *at == '{' || *at == '[';
        depth -= *at == '}' || *at == ']';
        at++;
        at += depth > 0 ? strcspn(at, "\"{}[]") : 0;
    } while (depth > 0 && *at);
    return at;
}

/* The member `key` of the object that begins at `object`. */
static bool find_member(const char *object, const char *key, Member *out)
{
    size_t length = strlen(key);
    const char *at = skip_space(object);
    if (*at != '{')
        return false;
    for (at = skip_space(at + 1); *at == '"' || *at == ',';) {
        out->start = at;
        const char *name = skip_space(*at == ',' ? at + 1 : at);
        if (*name != '"')
            return false;
        const char *colon = skip_space(skip_string(name));
        if (*colon != ':')
            return false;
        out->value = skip_space(colon + 1);
        out->end = skip_value(out->value);
        if (strncmp(name + 1, key, length) == 0 && name[length + 1] == '"')
            return true;
        at = skip_space(out->end);
    }
    return false;
}

/* `object` with `by` instead of the bytes from `start` to `end`. */
static char *replaced(const char *object, const char *start, const char *end, const char *by)
{
    GString *out = g_string_new_len(object, start - object);
    g_string_append(out, by);
    g_string_append(out, end);
    return g_string_free(out, false);
}

char *cut_without(const char *object, const char *key)
{
    Member member;
    if (!find_member(object, key, &member))
        return g_strdup(object);
    const char *end = skip_space(member.end);
    if (*member.start != ',' && *end == ',')
        end++; /* the first of several takes the comma behind it along */
    return replaced(object, member.start, end, "");
}

char *cut_member(const char *object, const char *key)
{
    Member member;
    return find_member(object, key, &member)
               ? g_strndup(member.value, (gsize)(member.end - member.value))
               : g_strdup("null");
}

/* The parts of needs. */
#include "need_parts.h"

/* ---- Kinds of characters and groups of them ----------------------------------------------- */

int need_kind_of(char c)
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

guint need_group_of(const guint8 *kinds, guint count)
{
    guint group = kinds[0];
    if (count == 2)
        group = NEED_KINDS + group * NEED_KINDS + kinds[1];
    else if (count == 3)
        group = NEED_KINDS + NEED_KINDS * NEED_KINDS +
                (group * NEED_KINDS + kinds[1]) * NEED_KINDS + kinds[2];
    return group;
}

/* ---- Needs -------------------------------------------------------------------------------- */

static void need_free_part(gpointer data)
{
    need_free(data);
}

Need *need_new(NeedKind kind)
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
    g_free(need->start);
    g_free(need);
}

bool need_is_nothing(const Need *need)
{
    return need->kind == NEED_SHAPE ? need_is_nothing(need->shape) : need->kind == NEED_NOTHING;
}

void need_take_part(Need *need, Need *part)
{
    if (need->kind == NEED_ANY && need_is_nothing(part))
        need->kind = NEED_NOTHING;
    g_clear_pointer(&part->start, g_free);
    if (need_is_nothing(part))
        need_free(part);
    else
        g_ptr_array_add(need->parts, part);
}

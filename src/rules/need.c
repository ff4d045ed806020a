/* Needs as they are asked: the index of a text, and what it holds of them. */
#include "need_parts.h"

#include <string.h>

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

void need_index_fill(NeedIndex *index, const char *folded, size_t length)
{
    guint8 kinds[256];
    guint last = 0; /* the kinds of the last three characters, five bits each */
    for (guint c = 0; c < G_N_ELEMENTS(kinds); c++)
        kinds[c] = need_kind_of((char)c);
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

void need_take_part(Need *need, Need *part)
{
    if (need->kind == NEED_ANY && need_is_nothing(part))
        need->kind = NEED_NOTHING;
    if (need_is_nothing(part))
        need_free(part);
    else
        g_ptr_array_add(need->parts, part);
}

/* The insides of a Need, for the files that read needs and ask for them. */
#ifndef DELIBEX_RULES_NEED_PARTS_H
#define DELIBEX_RULES_NEED_PARTS_H

#include "need.h"
#include "start.h"

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
    Width from;   /* of a part of NEED_ALL: it begins no further from the start; a run ends there */
    Start *start; /* NULL in one that is part of another */
    GArray *groups;    /* of guint16: of a NEED_RUN */
    const Need *shape; /* lent */
    GPtrArray *parts;  /* of Need */
    guint near;        /* of NEED_ALL: so many parts lie before it opens */
};

/* The kinds of characters behind the 26 letters. */
enum {
    KIND_DIGIT = 26,
    KIND_SPACE,
    KIND_APOSTROPHE,
    KIND_HYPHEN,
    KIND_STOP,
    KIND_OTHER,
    KIND_MANY = -1, /* no single kind, or none */
};

int need_kind_of(char c);

/* The group that one to three kinds in a row are. */
guint need_group_of(const guint8 *kinds, guint count);

Need *need_new(NeedKind kind);

/* Adds a part and owns it; what needs nothing adds nothing to ALL, and makes ANY need nothing. */
void need_take_part(Need *need, Need *part);

#endif

/* Who comes, leaves or stands aside in the course of a sitting. Private to act/:
 *
 * assemble_moves.c   what the text says of it → moves, each with the act it first affects
 * assemble_counts.c  lists and moves → the room as it was for each act */
#ifndef DELIBEX_ACT_ASSEMBLE_MOVES_H
#define DELIBEX_ACT_ASSEMBLE_MOVES_H

#include "assemble.h"

typedef enum MoveKind {
    MOVE_ARRIVAL,
    MOVE_DEPARTURE,
    MOVE_PROXY, /* a proxy given on the way, by who leaves then */
    MOVE_ASIDE, /* takes no part in one act */
    MOVE_KIND_COUNT
} MoveKind;

typedef struct Move {
    MoveKind kind;
    char *name;   /* as printed; owned, as are the next three, which may be NULL */
    char *time;   /* HH:MM */
    char *point;  /* the matter it is said to begin or end with, as printed */
    char *holder; /* of the proxy */
    Span span;    /* where it was read; empty for what a list said */
    const char *rule;
    double confidence;
    int act; /* the first act it affects */
} Move;

/* The moves in the order of the acts they affect; what affects none is left out. Members must have
 * been written. Array of Move; the caller frees. */
GArray *moves_read(const Assembly *assembly);

/* The code of a kind in the record. Static. */
const char *move_kind_name(MoveKind kind);

/* The act that words name by its number or by the rank of its matter (« point n° 5-a »), or -1.
 * With `next`, the one behind it: for « jusqu'au point 6 » and « après ». */
int moves_act_named(const Assembly *assembly, const char *words, bool *next);

/* The acts [*from, *until) of the matters from one number or rank to another; matters that made no
 * act may begin or end them. False when there is none. */
bool moves_range(const Assembly *assembly, const char *first, const char *last, int *from,
                 int *until);

/* The act that words name, by its number or the rank of its matter, and no other; or -1. */
int moves_act_exactly(const Assembly *assembly, const char *words);

/* The index of the one member of that name, or -1. */
int moves_member(const Record *record, const char *name);

/* Writes /acts/N/movements and /acts/N/counts. */
void assemble_room(const Assembly *assembly);

/* Whether the room was another one than at the opening when act `index` was voted. */
bool assemble_room_moved(const Record *record, size_t index);

#endif

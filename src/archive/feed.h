/* The feed: documents are read and noted in a thread of its own. Readers wait for that thread
 * alone, and it neither asks the database nor waits for its disk: who puts results into an archive
 * may take a while over a batch, and finds what was read meanwhile. */
#ifndef DELIBEX_ARCHIVE_FEED_H
#define DELIBEX_ARCHIVE_FEED_H

#include "../pool/pool.h"
#include "pending.h"

#include <sys/stat.h>

typedef struct Feed Feed;

/* A file that is to be read. It must stay until its reading was taken. */
typedef struct Wanted {
    char *path;
    struct stat status; /* of before it is opened */
    char *sum;          /* the caller's: its SHA-256, once that was wanted */
} Wanted;

/* What a reader made of a file. */
typedef struct Reading {
    Wanted *wanted;
    char *sha256, *json, *diagnosis; /* sha256: NULL when the bytes were not read whole */
    Tree *tree;                      /* the record taken apart, or NULL */
    gint64 bytes;
    Outcome outcome;
} Reading;

void reading_free(Reading *reading);

/* What is to be put in of a reading, lent from it. */
Content reading_content(const Reading *reading, const char *extractor);

/* Starts the reader, as pool_new does and with its errors, in the thread that is to drive it. The
 * caller frees, which drops what is under way. */
Feed *feed_new(const PoolOptions *options, GError **error);
void feed_free(Feed *feed);

/* Where results are noted, by the name of `extractor`: each before its reader gets another
 * document. Both are lent. Call once, before the first file is given. */
void feed_note_in(Feed *feed, Pending *pending, const char *extractor);

/* True when enough files wait to be read. */
bool feed_is_full(Feed *feed);

/* Gives a file to be read, after those that wait already. */
void feed_give(Feed *feed, Wanted *wanted);

/* Waits until there is something to do, `most_us` at most: room for files, several readings to
 * take, or the end of the thread. */
void feed_wait(Feed *feed, gint64 most_us);

/* The next reading, which the caller frees; NULL when there is none yet. */
Reading *feed_take(Feed *feed);

/* The same, but waits for it; NULL when all files that were given are back or dropped, or nothing
 * more can be read: see feed_failed. */
Reading *feed_await(Feed *feed);

/* Drops the files that wait. What a reader has is still read. */
void feed_stop(Feed *feed);

/* False; or true and *error when reading or noting failed, and why. */
bool feed_failed(Feed *feed, GError **error);

/* Begins another batch of notes (pending_turn), and gives the number of readings that wait to be
 * taken: the first so many are those noted before. */
guint feed_turn(Feed *feed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reading, reading_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Feed, feed_free)

#endif

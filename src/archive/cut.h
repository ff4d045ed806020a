/* Cutting members out of a JSON object as text. A record is mostly evidence and, when it comes from
 * a reader, mostly stages: SQLite's JSON functions parse all they are given, each time anew, so
 * they are given only what they need. The text must have been validated: the pool has. */
#ifndef DELIBEX_ARCHIVE_CUT_H
#define DELIBEX_ARCHIVE_CUT_H

/* The object without its member `key`. The caller frees. */
char *cut_without(const char *object, const char *key);

/* The object with `null` for member `inner` of its member `outer`. The caller frees. */
char *cut_nulled(const char *object, const char *outer, const char *inner);

/* The value of member `key`, or "null" when there is none. The caller frees. */
char *cut_member(const char *object, const char *key);

#endif

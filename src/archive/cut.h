/* Cutting members out of a JSON object as text, without parsing the rest: for one look into a record
 * where nothing else of it is wanted. The text must have been validated: the pool has. */
#ifndef DELIBEX_ARCHIVE_CUT_H
#define DELIBEX_ARCHIVE_CUT_H

/* The object without its member `key`. The caller frees. */
char *cut_without(const char *object, const char *key);

/* The value of member `key`, or "null" when there is none. The caller frees. */
char *cut_member(const char *object, const char *key);

#endif

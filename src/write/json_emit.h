/* JSON written as a stream: commas, quotes, escapes and numbers, and nothing about records.
 *
 * Values follow keys, brackets close what they opened: the caller's duty. What comes out is always
 * valid UTF-8, whatever comes in. */
#ifndef DELIBEX_WRITE_JSON_EMIT_H
#define DELIBEX_WRITE_JSON_EMIT_H

#include <glib.h>
#include <stdbool.h>

typedef struct Emit {
    GString *out;
    bool comma; /* the next key or element needs one before it */
} Emit;

/* `bracket` is '{' or '['. */
void emit_open(Emit *emit, char bracket);
void emit_close(Emit *emit, char bracket);

void emit_key(Emit *emit, const char *key);

void emit_text(Emit *emit, const char *text); /* NULL prints null */
void emit_integer(Emit *emit, gint64 number);
void emit_real(Emit *emit, double number, int decimals); /* null when it is no number JSON has */
void emit_confidence(Emit *emit, double confidence);     /* 0 to 1, 3 decimals */
void emit_flag(Emit *emit, bool flag);
void emit_null(Emit *emit);

/* A key and its value at once. */
void emit_key_text(Emit *emit, const char *key, const char *text);
void emit_key_integer(Emit *emit, const char *key, gint64 number);

/* A key and JSON of the program's own, with ' for ". */
void emit_key_json(Emit *emit, const char *key, const char *json);

#endif

/* SHA-256 of bytes: the identity of a file. digest.c is the only file that includes Nettle (GLib's own
 * checksum costs five times as much, which on scans is more than reading their text). */
#ifndef DELIBEX_BASE_DIGEST_H
#define DELIBEX_BASE_DIGEST_H

#include <glib.h>
#include <stddef.h>

typedef struct Digest Digest;

Digest *digest_new(void);
void digest_free(Digest *digest);

void digest_add(Digest *digest, const void *bytes, size_t length);

/* The sum of what was added, 64 hexadecimal digits; nothing may be added after it. Lent. */
const char *digest_hex(Digest *digest);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Digest, digest_free)

#endif

#include "digest.h"

#include <nettle/sha2.h>
#include <stdbool.h>

struct Digest {
    struct sha256_ctx context;
    bool done;
    char hex[2 * SHA256_DIGEST_SIZE + 1];
};

Digest *digest_new(void)
{
    Digest *digest = g_new0(Digest, 1);
    sha256_init(&digest->context);
    return digest;
}

void digest_free(Digest *digest)
{
    g_free(digest);
}

void digest_add(Digest *digest, const void *bytes, size_t length)
{
    g_assert(!digest->done);
    sha256_update(&digest->context, length, bytes);
}

const char *digest_hex(Digest *digest)
{
    static const char digits[] = "0123456789abcdef";
    if (!digest->done) {
        uint8_t sum[SHA256_DIGEST_SIZE];
        sha256_digest(&digest->context, sizeof sum, sum);
        for (size_t i = 0; i < sizeof sum; i++) {
            digest->hex[2 * i] = digits[sum[i] >> 4];
            digest->hex[2 * i + 1] = digits[sum[i] & 15];
        }
        digest->done = true;
    }
    return digest->hex;
}

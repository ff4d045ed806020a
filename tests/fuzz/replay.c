/* Runs a fuzz target without a fuzzer, the same way each time: on every file given, on its
 * beginnings and on a number of mutants of it. So a target that no longer holds is seen by the
 * tests, not only by who has clang and hours.
 *
 * usage: replay_NAME MUTANTS FILE... */
#include <glib.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { BYTES_MOST = 16 * 1024, CHANGES_MOST = 8 };

/* In a block of its own, so that a sanitizer sees a read behind its end. */
static void run(const guint8 *bytes, size_t length)
{
    g_autofree guint8 *copy = g_malloc(MAX(length, 1));
    memcpy(copy, bytes, length);
    LLVMFuzzerTestOneInput(copy, length);
}

/* Flips bits, sets, doubles and removes stretches. */
static void run_mutant(const guint8 *bytes, size_t length, GRand *random)
{
    g_autoptr(GByteArray) mutant = g_byte_array_new();
    g_byte_array_append(mutant, bytes, (guint)length);
    for (int change = g_rand_int_range(random, 1, CHANGES_MOST + 1); change > 0; change--) {
        if (mutant->len == 0)
            break;
        guint at = (guint)g_rand_int_range(random, 0, (gint32)mutant->len);
        guint stretch = (guint)g_rand_int_range(random, 1, 32);
        stretch = MIN(stretch, mutant->len - at);
        switch (g_rand_int_range(random, 0, 4)) {
        case 0:
            mutant->data[at] ^= (guint8)(1 << g_rand_int_range(random, 0, 8));
            break;
        case 1:
            mutant->data[at] = (guint8)g_rand_int_range(random, 0, 256);
            break;
        case 2: {
            g_autofree guint8 *again = g_memdup2(mutant->data + at, stretch);
            g_byte_array_append(mutant, again, stretch);
            break;
        }
        default:
            g_byte_array_remove_range(mutant, at, stretch);
        }
    }
    run(mutant->data, mutant->len);
}

static guint64 run_file(const char *path, int mutants, GRand *random)
{
    g_autofree char *bytes = NULL;
    g_autoptr(GError) error = NULL;
    size_t length = 0;
    guint64 runs = 0;

    if (!g_file_get_contents(path, &bytes, &length, &error)) {
        fprintf(stderr, "%s\n", error->message);
        exit(EXIT_FAILURE);
    }
    const guint8 *data = (const guint8 *)bytes;
    length = MIN(length, BYTES_MOST);
    for (size_t end = length; end > 0; end /= 2, runs++)
        run(data, end);
    for (int i = 0; i < mutants; i++, runs++)
        run_mutant(data, length, random);
    return runs;
}

int main(int count, char **words)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(20211125);
    guint64 runs = 1;

    if (count < 3) {
        fprintf(stderr, "usage: %s MUTANTS FILE...\n", words[0]);
        return 2;
    }
    run((const guint8 *)"", 0);
    for (int i = 2; i < count; i++)
        runs += run_file(words[i], atoi(words[1]), random);
    printf("100%%: Checks: %" G_GUINT64_FORMAT ", Failures: 0, Errors: 0\n", runs);
    return 0;
}

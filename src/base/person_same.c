/* Whether two printed names can be one person's. See person.h. */
#include "person.h"

#include "text.h"

#include <stdlib.h>
#include <string.h>

enum { NAME_WORDS_MOST = 24 };

/* The folded lower-case words of a name, one behind the other in `bytes`. */
typedef struct Words {
    char *bytes;
    guint len;
    const char *at[NAME_WORDS_MOST];
} Words;

static void words_clear(Words *words)
{
    g_free(words->bytes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Words, words_clear)

static int compare_words(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Hyphens and dots part words, apostrophes vanish. A name of too many words has none. */
static Words words_of(const char *name)
{
    Words words = {.bytes = name ? text_fold(name) : NULL};
    char *out = words.bytes;
    bool open = false;
    for (const char *p = words.bytes; p && *p; p++) {
        if (!g_ascii_isalnum(*p)) {
            if (*p != '\'' && open) {
                *out++ = '\0';
                open = false;
            }
            continue;
        }
        if (!open && words.len == G_N_ELEMENTS(words.at)) {
            words.len = 0;
            return words;
        }
        if (!open)
            words.at[words.len++] = out;
        *out++ = g_ascii_tolower(*p);
        open = true;
    }
    if (open)
        *out = '\0';
    return words;
}

static bool same_words(const Words *a, const Words *b)
{
    if (a->len != b->len)
        return false;
    for (guint i = 0; i < a->len; i++) {
        if (strcmp(a->at[i], b->at[i]) != 0)
            return false;
    }
    return true;
}

static void sort_words(Words *words)
{
    if (words->len > 1)
        qsort(words->at, words->len, sizeof *words->at, compare_words);
}

/* Takes each word of `some` out of `words` once; false, with `words` spoilt, when one is not there.
 */
static bool remove_words(Words *words, const Words *some)
{
    for (guint i = 0; i < some->len; i++) {
        guint at = 0;
        while (at < words->len && strcmp(words->at[at], some->at[i]) != 0)
            at++;
        if (at == words->len)
            return false;
        words->len--;
        memmove(&words->at[at], &words->at[at + 1], (words->len - at) * sizeof *words->at);
    }
    return true;
}

/* The initials printed as a given name (« J.-P. », « ML. », « MC »), or NULL when it is a name. */
static char *initials_of(const char *given)
{
    g_autofree char *folded = text_fold(given);
    GString *letters = g_string_new(NULL);
    int lower = 0;
    for (const char *p = folded; *p; p++) {
        if (g_ascii_isupper(*p))
            g_string_append_c(letters, g_ascii_tolower(*p));
        lower += g_ascii_islower(*p);
    }
    bool dotted = strchr(folded, '.') != NULL;
    bool initials = letters->len > 0 && letters->len <= 3 && (lower == 0 || (dotted && lower <= 1));
    return g_string_free(letters, !initials);
}

/* True when `initials` start the words one after the other: "j" or "jp" for jean, pierre. */
static bool initials_fit(const char *initials, const Words *words)
{
    for (guint i = 0; initials[i]; i++) {
        if (i >= words->len || words->at[i][0] != initials[i])
            return false;
    }
    return true;
}

static bool given_fit(const char *a, const char *b)
{
    g_autofree char *initials_a = initials_of(a), *initials_b = initials_of(b);
    g_auto(Words) words_a = words_of(a);
    g_auto(Words) words_b = words_of(b);
    if (initials_a && initials_b) {
        size_t shorter = MIN(strlen(initials_a), strlen(initials_b));
        return strncmp(initials_a, initials_b, shorter) == 0;
    }
    if (initials_a)
        return initials_fit(initials_a, &words_b);
    if (initials_b)
        return initials_fit(initials_b, &words_a);
    return same_words(&words_a, &words_b);
}

/* « M. » against « Mme »: two people of one family name. */
static bool civilities_differ(const Person *a, const Person *b)
{
    if (!a->civility || !b->civility)
        return false;
    bool man_a = strcmp(a->civility, "M.") == 0, man_b = strcmp(b->civility, "M.") == 0;
    bool woman_a = strcmp(a->civility, "Mme") == 0 || strcmp(a->civility, "Mlle") == 0;
    bool woman_b = strcmp(b->civility, "Mme") == 0 || strcmp(b->civility, "Mlle") == 0;
    return (man_a && woman_b) || (woman_a && man_b);
}

/* `split` has a family name, `whole` is not split: the family's words are in it, and what is left
 * fits the given name. */
static bool fits_whole(const Person *split, const Person *whole)
{
    g_auto(Words) left = words_of(whole->name);
    g_auto(Words) family = words_of(split->family);
    if (family.len == 0 || !remove_words(&left, &family))
        return false;
    if (left.len == 0 || !split->given)
        return true;
    g_autofree char *initials = initials_of(split->given);
    if (initials)
        return initials_fit(initials, &left);
    g_auto(Words) given = words_of(split->given);
    return same_words(&given, &left);
}

bool person_same(const Person *a, const Person *b)
{
    if (!a->name || !b->name)
        return false;
    g_auto(Words) words_a = words_of(a->name);
    g_auto(Words) words_b = words_of(b->name);
    sort_words(&words_a);
    sort_words(&words_b);
    if (words_a.len == 0)
        return false;
    bool alone = (a->family && !a->given) || (b->family && !b->given);
    if (same_words(&words_a, &words_b))
        return !alone || !civilities_differ(a, b);
    if (civilities_differ(a, b))
        return false;
    if (a->family && b->family) {
        g_auto(Words) family_a = words_of(a->family);
        g_auto(Words) family_b = words_of(b->family);
        sort_words(&family_a);
        sort_words(&family_b);
        if (!same_words(&family_a, &family_b))
            return false;
        return !a->given || !b->given || given_fit(a->given, b->given);
    }
    if (a->family)
        return fits_whole(a, b);
    return b->family && fits_whole(b, a);
}

bool person_same_printed(const char *a, const char *b)
{
    g_auto(Person) one = {0}, other = {0};
    if (strcmp(a, b) == 0)
        return true;
    return person_read(a, NAME_ORDER_UNKNOWN, &one) && person_read(b, NAME_ORDER_UNKNOWN, &other) &&
           person_same(&one, &other);
}

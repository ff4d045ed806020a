/* Whether two printed names can be one person's. See person.h. */
#include "person.h"

#include "text.h"

#include <stdlib.h>
#include <string.h>

static int compare_words(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The folded lower-case words of a name; hyphens and dots part words, apostrophes vanish. */
static GPtrArray *words_of(const char *name)
{
    GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
    if (!name)
        return words;
    g_autofree char *folded = text_fold(name);
    GString *word = g_string_new(NULL);
    for (const char *p = folded;; p++) {
        if (g_ascii_isalnum(*p)) {
            g_string_append_c(word, g_ascii_tolower(*p));
        } else if (*p != '\'' && word->len > 0) {
            g_ptr_array_add(words, g_strdup(word->str));
            g_string_truncate(word, 0);
        }
        if (!*p)
            break;
    }
    g_string_free(word, true);
    return words;
}

static bool same_words(const GPtrArray *a, const GPtrArray *b)
{
    if (a->len != b->len)
        return false;
    for (guint i = 0; i < a->len; i++) {
        if (strcmp(a->pdata[i], b->pdata[i]) != 0)
            return false;
    }
    return true;
}

static void sort_words(GPtrArray *words)
{
    if (words->len > 1)
        qsort(words->pdata, words->len, sizeof(gpointer), compare_words);
}

/* Takes each word of `some` out of `words` once; false, with `words` spoilt, when one is not there.
 */
static bool remove_words(GPtrArray *words, const GPtrArray *some)
{
    for (guint i = 0; i < some->len; i++) {
        guint at = 0;
        while (at < words->len && strcmp(words->pdata[at], some->pdata[i]) != 0)
            at++;
        if (at == words->len)
            return false;
        g_ptr_array_remove_index(words, at);
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
static bool initials_fit(const char *initials, const GPtrArray *words)
{
    for (guint i = 0; initials[i]; i++) {
        if (i >= words->len || ((const char *)words->pdata[i])[0] != initials[i])
            return false;
    }
    return true;
}

static bool given_fit(const char *a, const char *b)
{
    g_autofree char *initials_a = initials_of(a), *initials_b = initials_of(b);
    g_autoptr(GPtrArray) words_a = words_of(a), words_b = words_of(b);
    if (initials_a && initials_b) {
        size_t shorter = MIN(strlen(initials_a), strlen(initials_b));
        return strncmp(initials_a, initials_b, shorter) == 0;
    }
    if (initials_a)
        return initials_fit(initials_a, words_b);
    if (initials_b)
        return initials_fit(initials_b, words_a);
    return same_words(words_a, words_b);
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
    g_autoptr(GPtrArray) left = words_of(whole->name);
    g_autoptr(GPtrArray) family = words_of(split->family);
    if (family->len == 0 || !remove_words(left, family))
        return false;
    if (left->len == 0 || !split->given)
        return true;
    g_autofree char *initials = initials_of(split->given);
    if (initials)
        return initials_fit(initials, left);
    g_autoptr(GPtrArray) given = words_of(split->given);
    return same_words(given, left);
}

bool person_same(const Person *a, const Person *b)
{
    if (!a->name || !b->name)
        return false;
    g_autoptr(GPtrArray) words_a = words_of(a->name), words_b = words_of(b->name);
    sort_words(words_a);
    sort_words(words_b);
    if (words_a->len == 0)
        return false;
    bool alone = (a->family && !a->given) || (b->family && !b->given);
    if (same_words(words_a, words_b))
        return !alone || !civilities_differ(a, b);
    if (civilities_differ(a, b))
        return false;
    if (a->family && b->family) {
        g_autoptr(GPtrArray) family_a = words_of(a->family), family_b = words_of(b->family);
        sort_words(family_a);
        sort_words(family_b);
        if (!same_words(family_a, family_b))
            return false;
        return !a->given || !b->given || given_fit(a->given, b->given);
    }
    if (a->family)
        return fits_whole(a, b);
    return b->family && fits_whole(b, a);
}

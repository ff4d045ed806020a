#include "facets.h"

#include "fill.h"
#include "stem.h"

#include <stdlib.h>
#include <string.h>

enum {
    DIGITS_MAX = 19, /* of a sum in cents */
    SUM_BITS = 24,   /* two names of a hundred thousand seldom share one; it is short to keep */
};

/* FNV-1a, folded to SUM_BITS. It stands in the file: another one is another version of it. */
static guint32 sum_of(const char *text)
{
    guint32 sum = 2166136261u;
    for (; *text; text++)
        sum = (sum ^ (guchar)*text) * 16777619u;
    return (sum >> SUM_BITS) ^ (sum & ((1u << SUM_BITS) - 1));
}

void facets_append(GString *out, Facet facet, const char *text)
{
    static const char digits[] = "0123456789abcdef";
    char word[] = "?000000 ";
    guint32 sum = sum_of(text);
    word[0] = (char)facet;
    for (int i = SUM_BITS / 4; i > 0; i--, sum >>= 4)
        word[i] = digits[sum & 15];
    g_string_append_len(out, word, sizeof word - 1);
}

/* The words of a name, but for those in `said`, to which they are added. */
static void append_words(GString *out, Facet facet, char *folded, GHashTable *said)
{
    char *rest = folded, *word;
    while ((word = strsep(&rest, " ")))
        if (*word && g_hash_table_add(said, g_strdup(word)))
            facets_append(out, facet, word);
}

static GHashTable *words_said(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

/* ---- Sums of money --------------------------------------------------------------------------- */

/* Below zero all are one. Else: how many digits, those and the first, those and the first two, and
 * the whole. A range is put together from the largest that lie in it and, at its ends, the smallest
 * that lie across them. */

static const char below_zero[] = "d0 ";

static void append_size(GString *out, int digits)
{
    g_string_append_printf(out, "d%d ", digits);
}

static void append_leading(GString *out, int digits, gint64 leading)
{
    g_string_append_printf(out, "%c%d%02d ", leading < 10 ? 'e' : 'f', (int)leading, digits);
}

static void append_whole(GString *out, gint64 cents)
{
    g_string_append_printf(out, "g%" G_GINT64_FORMAT " ", cents);
}

static int digits_of(gint64 cents)
{
    int digits = 1;
    while (cents >= 10) {
        cents /= 10;
        digits++;
    }
    return digits;
}

static gint64 power_of_ten(int exponent)
{
    gint64 power = 1;
    while (exponent-- > 0)
        power *= 10;
    return power;
}

static int compare_cents(gconstpointer a, gconstpointer b)
{
    gint64 one = *(const gint64 *)a, two = *(const gint64 *)b;
    return (one > two) - (one < two);
}

/* In ascending order each facet comes in one run: it is said where it begins. */
static void append_amounts(GString *out, const Node *amounts)
{
    g_autoptr(GArray) all = g_array_new(false, false, sizeof(gint64));
    for (size_t i = 0; i < node_count(amounts); i++) {
        const Node *cents = node_member(node_element(amounts, i), "cents");
        if (node_is(cents, NODE_INTEGER))
            g_array_append_val(all, cents->integer);
    }
    g_array_sort(all, compare_cents);
    gint64 before = -1, two_before = -1;
    int digits_before = 0;
    for (guint i = 0; i < all->len; i++) {
        gint64 cents = g_array_index(all, gint64, i);
        if (cents < 0) {
            if (i == 0)
                g_string_append(out, below_zero);
            continue;
        }
        int digits = digits_of(cents);
        gint64 two = digits > 1 ? cents / power_of_ten(digits - 2) : -1;
        gint64 one = cents / power_of_ten(digits - 1);
        bool other_size = digits != digits_before;
        if (other_size)
            append_size(out, digits);
        if (digits > 1 && (other_size || one != two_before / 10))
            append_leading(out, digits, one);
        if (digits > 1 && (other_size || two != two_before))
            append_leading(out, digits, two);
        if (cents != before)
            append_whole(out, cents);
        before = cents;
        two_before = two;
        digits_before = digits;
    }
}

/* Those below one size, or below one size and first digit, that reach into the range. */
static void append_part(GString *out, int digits, gint64 leading, gint64 step, gint64 low,
                        gint64 high)
{
    gint64 first = leading * step, last = first + (step - 1);
    if (last < low || first > high)
        return;
    if (leading >= 10 || (low <= first && last <= high)) {
        append_leading(out, digits, leading);
        return;
    }
    for (gint64 two = leading * 10; two < leading * 10 + 10; two++)
        append_part(out, digits, two, step / 10, low, high);
}

void facets_append_cents(GString *out, gint64 low, gint64 high)
{
    if (low > high)
        return;
    if (low < 0)
        g_string_append(out, below_zero);
    if (low == high && low >= 0) {
        append_whole(out, low);
        return;
    }
    for (int digits = 1; digits <= DIGITS_MAX; digits++) {
        gint64 step = power_of_ten(digits - 1);
        gint64 first = digits == 1 ? 0 : step;
        gint64 last = digits == DIGITS_MAX ? G_MAXINT64 : step * 10 - 1;
        if (last < low || first > high)
            continue;
        /* One digit has no first two, and nineteen would overflow: those are taken as a whole. */
        if ((low <= first && last <= high) || digits == 1 || digits == DIGITS_MAX)
            append_size(out, digits);
        else
            for (gint64 leading = 1; leading < 10; leading++)
                append_part(out, digits, leading, step, low, high);
    }
}

/* ---- Acts ------------------------------------------------------------------------------------ */

static void append_findings(GString *out, const Node *findings, guint act)
{
    for (size_t i = 0; i < node_count(findings); i++) {
        const Node *finding = node_element(findings, i);
        const char *check = node_text(node_member(finding, "check"));
        const char *status = node_text(node_member(finding, "status"));
        gint64 of = fill_act_of(finding);
        if (!check || !status || (of != FILL_NOTHING && of != (gint64)act))
            continue;
        g_autofree char *both = g_strconcat(check, "=", status, NULL);
        facets_append(out, FACET_CHECK, both);
        facets_append(out, FACET_STATUS, status);
    }
}

static void append_act(GString *out, const Node *act)
{
    const char *outcome = node_text(node_at(act, "vote/outcome"));
    const char *number = node_text(node_member(act, "number"));
    if (outcome)
        facets_append(out, FACET_OUTCOME, outcome);
    if (number)
        facets_append(out, FACET_NUMBER, number);
    append_amounts(out, node_member(act, "amounts"));
}

static void append_authority(GString *out, const char *name, gint64 authority)
{
    g_autoptr(GHashTable) said = words_said();
    g_autofree char *folded = name ? fold_words(name) : NULL;
    g_autofree char *id = g_strdup_printf("%" G_GINT64_FORMAT, authority);
    if (authority)
        facets_append(out, FACET_AUTHORITY, id);
    if (folded)
        append_words(out, FACET_AUTHORITY_WORD, folded, said);
}

static void append_name(GString *out, Facet whole, Facet word, const char *name, GHashTable *said)
{
    g_autofree char *folded = name ? fold_words(name) : NULL;
    if (!folded)
        return;
    facets_append(out, whole, folded);
    append_words(out, word, folded, said);
}

static void append_session(GString *out, const Node *session)
{
    const Node *members = node_member(session, "members");
    g_autoptr(GHashTable) of_body = words_said(), of_members = words_said();
    append_name(out, FACET_BODY, FACET_BODY_WORD, node_text(node_member(session, "body")), of_body);
    for (size_t i = 0; i < node_count(members); i++)
        append_name(out, FACET_MEMBER, FACET_MEMBER_WORD,
                    node_text(node_member(node_element(members, i), "name")), of_members);
}

char *facets_of_sitting(const Node *record, gint64 sitting, gint64 authority)
{
    GString *out = g_string_new(NULL);
    append_authority(out, node_text(node_at(record, "authority/name")), authority);
    append_session(out, fill_session(record, sitting));
    return g_string_free(out, false);
}

char *facets_of_act(const Node *record, guint act, const char *of_sitting)
{
    const Node *of = act > 0 ? node_element(node_member(record, "acts"), act - 1) : NULL;
    GString *out = g_string_new(of_sitting);
    append_findings(out, node_member(record, "findings"), act);
    if (of)
        append_act(out, of);
    return g_string_free(out, false);
}

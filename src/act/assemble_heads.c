/* Numbers of a header that stand in a table: a row of words that say what is counted, then a row of
 * as many numbers, in whatever order the authority prints them; or a number behind each of them. */
#include "assemble.h"

#include <stdlib.h>
#include <string.h>

enum { HEADS_MOST = 8, HEADS_FEWEST = 3, NUMBER_DIGITS = 3 };

/* What one word of a head counts; "" for what the record does not keep. */
static const char *counted(const char *word)
{
    static const char *const words[][2] = {{"exercice", "in_office"},
                                           {"fonction", "in_office"},
                                           {"presents", "present"},
                                           {"votants", "voting"},
                                           {"pouvoirs", "proxies"},
                                           {"procurations", "proxies"},
                                           {"pouvoir", "proxies"},
                                           {"representes", "proxies"},
                                           {"absents", "absent"},
                                           {"excuses", "excused"},
                                           {"quorum", "quorum"},
                                           {"afferents", ""},
                                           {"exclus", ""},
                                           {"pris", "voting"},
                                           {"exprimes", ""}};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (strcmp(word, words[i][0]) == 0)
            return words[i][1];
    return NULL;
}

/* Words that heads are made of besides. */
static bool is_filler(const char *word)
{
    static const char *const words[] = {
        "nombre",       "de",          "d",        "des",      "du",        "la",
        "le",           "en",          "au",       "conseil",  "municipal", "municipaux",
        "membres",      "conseillers", "delegues", "elus",     "comite",    "communautaires",
        "syndical",     "qui",         "ont",      "ayant",    "part",      "a",
        "deliberation", "vote",        "donne",    "suffrages"};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return false;
}

typedef struct Heads {
    const char *keys[HEADS_MOST];
    size_t count;
} Heads;

static size_t skip_rules(const char *s, size_t at, size_t end)
{
    while (at < end && (g_ascii_isspace(s[at]) || s[at] == '|'))
        at++;
    return at;
}

/* Reads the heads from `at` on; gives where they end. « Absents excusés » is one head, and so are
 * words behind « ayant » or « qui ont » up to the one that counts. */
static size_t read_heads(const char *s, size_t at, size_t end, Heads *heads)
{
    char word[24];
    size_t last = at;
    bool absent = false;
    heads->count = 0;
    for (at = skip_rules(s, at, end); at < end; at = skip_rules(s, at, end)) {
        size_t length = 0;
        while (at + length < end && g_ascii_isalpha(s[at + length]))
            length++;
        if (length == 0 || length >= sizeof word)
            break;
        for (size_t i = 0; i < length; i++)
            word[i] = g_ascii_tolower(s[at + i]);
        word[length] = '\0';
        at += length + (s[at + length] == '\'');
        const char *key = counted(word);
        if (!key && !is_filler(word))
            break;
        last = at;
        if (!key)
            continue;
        bool joined = absent && (!strcmp(key, "excused") || !strcmp(key, "proxies"));
        absent = strcmp(key, "absent") == 0;
        if (joined)
            heads->keys[heads->count - 1] = key;
        else if (heads->count == HEADS_MOST)
            return at;
        else
            heads->keys[heads->count++] = key;
    }
    return last;
}

/* Reads a number from `*at` on; `*at` goes behind it. */
static bool read_number(const char *s, size_t *at, size_t end, Span *cell)
{
    size_t from = skip_rules(s, *at, end), to = from;
    while (to < end && g_ascii_isdigit(s[to]))
        to++;
    if (to == from || to - from > NUMBER_DIGITS ||
        (to < end && !g_ascii_isspace(s[to]) && s[to] != '|'))
        return false;
    *cell = (Span){from, to};
    *at = to;
    return true;
}

/* Reads as many numbers as there are heads, and no more. */
static bool read_row(const char *s, size_t at, size_t end, const Heads *heads, Span *cells)
{
    Span more;
    for (size_t i = 0; i < heads->count; i++)
        if (!read_number(s, &at, end, &cells[i]))
            return false;
    return heads->count >= HEADS_FEWEST && !read_number(s, &at, end, &more);
}

/* « En exercice   12 / Présents   8 / Votants   10 »: a number behind each head. */
static bool read_pairs(const char *s, size_t at, size_t end, Heads *heads, Span *cells)
{
    Heads one;
    heads->count = 0;
    while (heads->count < HEADS_MOST) {
        size_t behind = read_heads(s, at, end, &one);
        if (one.count != 1 || !read_number(s, &behind, end, &cells[heads->count]))
            break;
        heads->keys[heads->count++] = one.keys[0];
        at = behind;
    }
    return heads->count >= HEADS_FEWEST;
}

/* False where a number is greater than one that it is a part of: the rows do not belong together.
 */
static bool are_in_order(const char *s, const Heads *heads, const Span *cells)
{
    long in_office = G_MAXINT;
    bool twice = false;
    for (size_t i = 0; i < heads->count; i++) {
        if (strcmp(heads->keys[i], "in_office") == 0)
            in_office = strtol(s + cells[i].start, NULL, 10);
        for (size_t k = 0; k < i; k++)
            twice |= *heads->keys[i] && strcmp(heads->keys[i], heads->keys[k]) == 0;
    }
    for (size_t i = 0; i < heads->count; i++)
        if (*heads->keys[i] && strtol(s + cells[i].start, NULL, 10) > in_office)
            return false;
    return !twice;
}

static void put(const Assembly *assembly, const Heads *heads, const Span *cells)
{
    const char *s = text_folded(assembly->text, NULL);
    char pointer[RECORD_POINTER_SIZE];
    for (size_t i = 0; i < heads->count; i++)
        if (*heads->keys[i])
            assembly_put_integer(assembly, record_at(pointer, "/session/counts/%s", heads->keys[i]),
                                 strtol(s + cells[i].start, NULL, 10), cells[i], "counts/table");
}

static bool is_header(const Zone *zone)
{
    return (zone->kind == ZONE_HEAD || zone->kind == ZONE_OPENING || zone->kind == ZONE_COUNTS ||
            zone->kind == ZONE_TITLE) &&
           zone->act <= 0;
}

void assemble_count_table(const Assembly *assembly)
{
    const char *s = text_folded(assembly->text, NULL);
    for (guint i = 0; i < assembly->outline->zones->len; i++) {
        const Zone *zone = &g_array_index(assembly->outline->zones, Zone, i);
        if (!is_header(zone))
            continue;
        for (size_t at = zone->span.start; at < zone->span.end; at++) {
            bool begins =
                g_ascii_isupper(s[at]) && (at == zone->span.start || !g_ascii_isalnum(s[at - 1]));
            Heads heads;
            Span cells[HEADS_MOST];
            if (!begins)
                continue;
            size_t end = read_heads(s, at, zone->span.end, &heads);
            if ((read_row(s, end, zone->span.end, &heads, cells) ||
                 read_pairs(s, at, zone->span.end, &heads, cells)) &&
                are_in_order(s, &heads, cells)) {
                put(assembly, &heads, cells);
                return;
            }
        }
    }
}

#include "roll.h"

#include "../base/person.h"
#include "stem.h"

#include <stdlib.h>
#include <string.h>

enum { COMPARED_MAX = 3000 }; /* names of one authority that are compared with each other */

/* One set of words used as a name: all who share it are one person. */
typedef struct Entry {
    char *key;                        /* its words, folded and sorted */
    Person person;                    /* as first printed */
    char *place;                      /* what it is called by: the family name, or all words */
    GHashTable *spellings;            /* char * → count */
    GHashTable *sittings;             /* date or "#document" → best status so far */
    GHashTable *given, *held, *votes; /* sets: "date|other", "option|date|…": counted once */
    struct Entry *joined;             /* the entry whose other spelling this is, or NULL */
    char *joined_by;                  /* SHA-256 */
    bool ambiguous;                   /* documents join it to different ones */
} Entry;

struct Roll {
    GHashTable *entries; /* key → Entry */
    GHashTable *printed; /* name as printed → Entry: the same few come from document to document */
    GPtrArray *order;    /* the same, as they came */
    GPtrArray *members;  /* of Entry: of the document under way */
    char *sitting, *sha256;
    int serial; /* of the votes of the document under way */
};

static void entry_free(gpointer data)
{
    Entry *entry = data;
    person_clear(&entry->person);
    g_hash_table_unref(entry->spellings);
    g_hash_table_unref(entry->sittings);
    g_hash_table_unref(entry->given);
    g_hash_table_unref(entry->held);
    g_hash_table_unref(entry->votes);
    g_free(entry->key);
    g_free(entry->place);
    g_free(entry->joined_by);
    g_free(entry);
}

Roll *roll_new(void)
{
    Roll *roll = g_new0(Roll, 1);
    roll->entries = g_hash_table_new(g_str_hash, g_str_equal);
    roll->printed = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    roll->order = g_ptr_array_new_with_free_func(entry_free);
    roll->members = g_ptr_array_new();
    return roll;
}

void roll_free(Roll *roll)
{
    if (!roll)
        return;
    g_hash_table_unref(roll->entries);
    g_hash_table_unref(roll->printed);
    g_ptr_array_unref(roll->order);
    g_ptr_array_unref(roll->members);
    g_free(roll->sitting);
    g_free(roll->sha256);
    g_free(roll);
}

/* ---- Names ----------------------------------------------------------------------------------- */

static int compare_texts(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static char *key_of(const char *name)
{
    g_autofree char *folded = fold_words(name);
    g_auto(GStrv) words = g_strsplit(folded, " ", -1);
    qsort(words, g_strv_length(words), sizeof *words, compare_texts);
    return g_strjoinv(" ", words);
}

static GHashTable *text_set(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static Entry *entry_new(char *key, const char *name, const char *given, const char *family)
{
    Entry *entry = g_new0(Entry, 1);
    entry->key = key;
    entry->spellings = text_set();
    entry->sittings = text_set();
    entry->given = text_set();
    entry->held = text_set();
    entry->votes = text_set();
    if (family)
        entry->person =
            (Person){.name = g_strdup(name), .given = g_strdup(given), .family = g_strdup(family)};
    else if (!person_read(name, NAME_ORDER_UNKNOWN, &entry->person))
        entry->person = (Person){.name = g_strdup(name)};
    entry->place = fold_words(entry->person.family ? entry->person.family : key);
    return entry;
}

/* The entry of a name, made when it is new. */
static Entry *entry_of(Roll *roll, const char *name, const char *given, const char *family)
{
    Entry *entry = g_hash_table_lookup(roll->printed, name);
    if (entry)
        return entry;
    g_autofree char *key = key_of(name);
    entry = g_hash_table_lookup(roll->entries, key);
    if (!entry) {
        entry = entry_new(g_steal_pointer(&key), name, given, family);
        g_hash_table_insert(roll->entries, entry->key, entry);
        g_ptr_array_add(roll->order, entry);
    }
    g_hash_table_insert(roll->printed, g_strdup(name), entry);
    return entry;
}

/* Notes that this document uses `other` for its member `entry`. */
static void join(Roll *roll, Entry *other, Entry *entry)
{
    if (other->joined && other->joined != entry)
        other->ambiguous = true;
    if (other->joined)
        return;
    other->joined = entry;
    other->joined_by = g_strdup(roll->sha256);
}

/* The member of the document under way that a name means: by its words, or as the only one it can
 * be. NULL when that cannot be told. */
static Entry *member_meant(Roll *roll, const char *name)
{
    Entry *entry = entry_of(roll, name, NULL, NULL), *found = NULL;
    if (g_ptr_array_find(roll->members, entry, NULL))
        return entry;
    for (guint i = 0; i < roll->members->len; i++) {
        Entry *member = roll->members->pdata[i];
        if (!person_same(&entry->person, &member->person))
            continue;
        if (found)
            return NULL;
        found = member;
    }
    if (found)
        join(roll, entry, found);
    return found;
}

/* ---- What documents tell ----------------------------------------------------------------------
 */

void roll_document(Roll *roll, gint64 id, const char *sha256, const char *date)
{
    g_ptr_array_set_size(roll->members, 0);
    g_free(roll->sitting);
    g_free(roll->sha256);
    roll->sitting = date ? g_strdup(date) : g_strdup_printf("#%" G_GINT64_FORMAT, id);
    roll->sha256 = g_strdup(sha256);
    roll->serial = 0;
}

static const char *const statuses[] = {"absent", "excused", "represented", "present"};

static int rank_of(const char *status)
{
    for (int i = 0; status && i < (int)G_N_ELEMENTS(statuses); i++)
        if (strcmp(statuses[i], status) == 0)
            return i + 1;
    return 0;
}

void roll_member(Roll *roll, const char *name, const char *given, const char *family,
                 const char *status)
{
    Entry *entry = entry_of(roll, name, given, family);
    int count = GPOINTER_TO_INT(g_hash_table_lookup(entry->spellings, name));
    int before = GPOINTER_TO_INT(g_hash_table_lookup(entry->sittings, roll->sitting));
    g_hash_table_replace(entry->spellings, g_strdup(name), GINT_TO_POINTER(count + 1));
    g_hash_table_replace(entry->sittings, g_strdup(roll->sitting),
                         GINT_TO_POINTER(MAX(before, rank_of(status))));
    g_ptr_array_add(roll->members, entry);
}

void roll_proxy(Roll *roll, const char *giver, const char *holder)
{
    Entry *from = giver ? member_meant(roll, giver) : NULL;
    Entry *to = holder ? member_meant(roll, holder) : NULL;
    if (from)
        g_hash_table_add(from->given, g_strdup(roll->sitting));
    if (to)
        g_hash_table_add(to->held, g_strdup_printf("%s|%s", roll->sitting, giver ? giver : ""));
}

void roll_vote(Roll *roll, const char *name, const char *option)
{
    Entry *voter = member_meant(roll, name);
    if (voter && option)
        g_hash_table_add(voter->votes, g_strdup_printf("%s|%s|%s|%d", roll->sitting, option,
                                                       roll->sha256, roll->serial++));
}

void roll_mention(Roll *roll, const char *name)
{
    member_meant(roll, name);
}

/* ---- Who is who -------------------------------------------------------------------------------
 */

static bool is_member(const Entry *entry)
{
    return g_hash_table_size(entry->sittings) > 0;
}

/* Others of the authority that a name may be, but for those that are joined to `but`. */
static GPtrArray *compatible(const Roll *roll, const Entry *entry)
{
    GPtrArray *found = g_ptr_array_new();
    for (guint i = 0; i < roll->order->len && roll->order->len <= COMPARED_MAX; i++) {
        Entry *other = roll->order->pdata[i];
        if (other != entry && is_member(other) && person_same(&entry->person, &other->person))
            g_ptr_array_add(found, other);
    }
    return found;
}

/* Keeps the joints that nothing speaks against. */
static void settle_joints(Roll *roll)
{
    for (guint i = 0; i < roll->order->len; i++) {
        Entry *entry = roll->order->pdata[i];
        if (!entry->joined)
            continue;
        g_autoptr(GPtrArray) others = compatible(roll, entry);
        bool alone = roll->order->len <= COMPARED_MAX && others->len == 1 &&
                     others->pdata[0] == entry->joined;
        if (!alone || entry->ambiguous || !is_member(entry))
            entry->joined = NULL;
    }
    /* A chain ends where it began to be printed; a circle is cut. */
    for (guint i = 0; i < roll->order->len; i++) {
        Entry *entry = roll->order->pdata[i];
        if (entry->joined && entry->joined->joined)
            entry->joined = NULL;
    }
}

/* ---- Sums -------------------------------------------------------------------------------------
 */

static PersonTally *tally_of_year(GArray *years, const char *sitting)
{
    int year = *sitting == '#' ? 0 : atoi(sitting);
    guint at = 0;
    while (at < years->len && g_array_index(years, PersonYear, at).year < year)
        at++;
    if (at == years->len || g_array_index(years, PersonYear, at).year != year) {
        PersonYear fresh = {.year = year};
        g_array_insert_val(years, at, fresh);
    }
    return &g_array_index(years, PersonYear, at).tally;
}

static void add_sittings(GArray *years, GHashTable *sittings)
{
    GHashTableIter iter;
    gpointer sitting, rank;
    g_hash_table_iter_init(&iter, sittings);
    while (g_hash_table_iter_next(&iter, &sitting, &rank)) {
        PersonTally *tally = tally_of_year(years, sitting);
        int *const counts[] = {NULL, &tally->absent, &tally->excused, &tally->represented,
                               &tally->present};
        tally->sittings++;
        if (GPOINTER_TO_INT(rank) > 0)
            ++*counts[GPOINTER_TO_INT(rank)];
    }
}

static void add_votes(GArray *years, GHashTable *votes)
{
    static const char *const options[] = {"for", "against", "abstain", "not_taking_part"};
    GHashTableIter iter;
    gpointer vote;
    g_hash_table_iter_init(&iter, votes);
    while (g_hash_table_iter_next(&iter, &vote, NULL)) {
        g_auto(GStrv) parts = g_strsplit(vote, "|", 3);
        PersonTally *tally = tally_of_year(years, parts[0]);
        int *const counts[] = {&tally->votes_for, &tally->votes_against, &tally->abstentions,
                               &tally->not_taking_part};
        for (size_t i = 0; i < G_N_ELEMENTS(options); i++)
            if (strcmp(parts[1], options[i]) == 0)
                ++*counts[i];
    }
}

static void add_proxies(GArray *years, GHashTable *proxies, bool held)
{
    GHashTableIter iter;
    gpointer proxy;
    g_hash_table_iter_init(&iter, proxies);
    while (g_hash_table_iter_next(&iter, &proxy, NULL)) {
        PersonTally *tally = tally_of_year(years, proxy);
        ++*(held ? &tally->proxies_held : &tally->proxies_given);
    }
}

/* Adds what one set holds to another; a sitting keeps its best status. */
static void merge(GHashTable *into, GHashTable *from)
{
    GHashTableIter iter;
    gpointer key, value;
    g_hash_table_iter_init(&iter, from);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        if (GPOINTER_TO_INT(value) >= GPOINTER_TO_INT(g_hash_table_lookup(into, key)))
            g_hash_table_replace(into, g_strdup(key), value);
    }
}

static void sum_up(PersonSummary *summary)
{
    for (guint i = 0; i < summary->years->len; i++) {
        const PersonTally *year = &g_array_index(summary->years, PersonYear, i).tally;
        summary->total.sittings += year->sittings;
        summary->total.present += year->present;
        summary->total.represented += year->represented;
        summary->total.excused += year->excused;
        summary->total.absent += year->absent;
        summary->total.proxies_given += year->proxies_given;
        summary->total.proxies_held += year->proxies_held;
        summary->total.votes_for += year->votes_for;
        summary->total.votes_against += year->votes_against;
        summary->total.abstentions += year->abstentions;
        summary->total.not_taking_part += year->not_taking_part;
    }
}

/* ---- The call ---------------------------------------------------------------------------------
 */

static void spelling_free(gpointer data)
{
    PersonSpelling *spelling = data;
    g_free(spelling->name);
    g_free(spelling->sha256);
    g_free(spelling);
}

static void add_spellings(GPtrArray *spellings, GHashTable *printed, const char *sha256)
{
    GHashTableIter iter;
    gpointer name, count;
    g_hash_table_iter_init(&iter, printed);
    while (g_hash_table_iter_next(&iter, &name, &count)) {
        PersonSpelling *spelling = g_new0(PersonSpelling, 1);
        spelling->name = g_strdup(name);
        spelling->sha256 = g_strdup(sha256);
        spelling->count = GPOINTER_TO_INT(count);
        g_ptr_array_add(spellings, spelling);
    }
}

/* The person's own words first, then the most frequent, then by the alphabet. */
static int compare_spellings(gconstpointer a, gconstpointer b)
{
    const PersonSpelling *left = *(PersonSpelling *const *)a, *right = *(PersonSpelling *const *)b;
    if (!left->sha256 != !right->sha256)
        return left->sha256 ? 1 : -1;
    if (left->count != right->count)
        return left->count < right->count ? 1 : -1;
    return strcmp(left->name, right->name);
}

static void gather(const Roll *roll, Entry *entry, PersonSummary *summary)
{
    add_spellings(summary->spellings, entry->spellings, NULL);
    for (guint i = 0; i < roll->order->len; i++) {
        Entry *other = roll->order->pdata[i];
        if (other->joined != entry)
            continue;
        add_spellings(summary->spellings, other->spellings, other->joined_by);
        merge(entry->sittings, other->sittings);
        merge(entry->given, other->given);
        merge(entry->held, other->held);
        merge(entry->votes, other->votes);
    }
    g_ptr_array_sort(summary->spellings, compare_spellings);
    g_autoptr(GPtrArray) others = compatible(roll, entry);
    for (guint i = 0; i < others->len; i++) {
        const Entry *other = others->pdata[i];
        if (other->joined != entry)
            g_ptr_array_add(summary->perhaps, other->person.name);
    }
    add_sittings(summary->years, entry->sittings);
    add_votes(summary->years, entry->votes);
    add_proxies(summary->years, entry->given, false);
    add_proxies(summary->years, entry->held, true);
    sum_up(summary);
}

static bool call(const Roll *roll, Entry *entry, const char *authority, const char *siren,
                 PeopleTake take, gpointer data)
{
    g_autoptr(GPtrArray) spellings = g_ptr_array_new_with_free_func(spelling_free);
    g_autoptr(GPtrArray) perhaps = g_ptr_array_new();
    g_autoptr(GArray) years = g_array_new(false, false, sizeof(PersonYear));
    PersonSummary summary = {.authority = authority,
                             .siren = siren,
                             .spellings = spellings,
                             .perhaps = perhaps,
                             .years = years};
    gather(roll, entry, &summary);
    PersonSpelling *first = g_ptr_array_steal_index(spellings, 0);
    summary.name = first->name;
    bool more = take(&summary, data);
    spelling_free(first);
    return more;
}

static int compare_entries(gconstpointer a, gconstpointer b)
{
    const Entry *left = *(Entry *const *)a, *right = *(Entry *const *)b;
    int order = strcmp(left->place, right->place);
    return order ? order : strcmp(left->key, right->key);
}

static bool holds_words(const Entry *entry, char **words)
{
    for (size_t i = 0; words && words[i]; i++)
        if (!strstr(entry->key, words[i]))
            return false;
    return true;
}

bool roll_call(Roll *roll, const char *authority, const char *siren, char **words, PeopleTake take,
               gpointer data)
{
    settle_joints(roll);
    g_ptr_array_sort(roll->order, compare_entries);
    for (guint i = 0; i < roll->order->len; i++) {
        Entry *entry = roll->order->pdata[i];
        if (is_member(entry) && !entry->joined && holds_words(entry, words) &&
            !call(roll, entry, authority, siren, take, data))
            return false;
    }
    return true;
}

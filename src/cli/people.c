/* `delibex people`: the elected members of an archive. */
#include "commands.h"
#include "output.h"

#include "../archive/people.h"
#include "../write/json_emit.h"

#include <stddef.h>
#include <string.h>

typedef struct Listing {
    Output *output;
    int format;      /* rank in text|json|jsonl */
    char *authority; /* the heading under way, or NULL */
    guint count;
    GError *error;
} Listing;

enum { LISTING_TEXT, LISTING_JSON, LISTING_JSONL };

/* The numbers of a tally by name, in the order they are printed. */
typedef struct Count {
    const char *name;
    size_t offset;
} Count;

#define COUNT(name)                                                                                \
    {                                                                                              \
#name, offsetof(PersonTally, name)                                                         \
    }

static const Count counts[] = {
    COUNT(sittings),      COUNT(present),       COUNT(represented),     COUNT(excused),
    COUNT(absent),        COUNT(proxies_given), COUNT(proxies_held),    COUNT(votes_for),
    COUNT(votes_against), COUNT(abstentions),   COUNT(not_taking_part),
};

static int count_of(const PersonTally *tally, size_t i)
{
    return *(const int *)((const char *)tally + counts[i].offset);
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void emit_tally(Emit *emit, const PersonTally *tally)
{
    for (size_t i = 0; i < G_N_ELEMENTS(counts); i++)
        emit_key_integer(emit, counts[i].name, count_of(tally, i));
}

static char *person_as_json(const PersonSummary *person)
{
    Emit emit = {.out = g_string_new(NULL)};
    emit_open(&emit, '{');
    emit_key_text(&emit, "authority", person->authority);
    emit_key_text(&emit, "siren", person->siren);
    emit_key_text(&emit, "name", person->name);
    emit_key(&emit, "also_printed");
    emit_open(&emit, '[');
    for (guint i = 0; i < person->spellings->len; i++) {
        const PersonSpelling *spelling = person->spellings->pdata[i];
        emit_open(&emit, '{');
        emit_key_text(&emit, "name", spelling->name);
        emit_key_integer(&emit, "documents", spelling->count);
        emit_key_text(&emit, "joined_by", spelling->sha256 ? "document" : "same_words");
        emit_key_text(&emit, "sha256", spelling->sha256);
        emit_close(&emit, '{');
    }
    emit_close(&emit, '[');
    emit_key(&emit, "perhaps_the_same");
    emit_open(&emit, '[');
    for (guint i = 0; i < person->perhaps->len; i++)
        emit_text(&emit, person->perhaps->pdata[i]);
    emit_close(&emit, '[');
    emit_tally(&emit, &person->total);
    emit_key(&emit, "years");
    emit_open(&emit, '[');
    for (guint i = 0; i < person->years->len; i++) {
        const PersonYear *year = &g_array_index(person->years, PersonYear, i);
        emit_open(&emit, '{');
        emit_key(&emit, "year");
        if (year->year > 0)
            emit_integer(&emit, year->year);
        else
            emit_null(&emit);
        emit_tally(&emit, &year->tally);
        emit_close(&emit, '{');
    }
    emit_close(&emit, '[');
    emit_close(&emit, '{');
    return g_string_free(emit.out, FALSE);
}

/* ---- Text ------------------------------------------------------------------------------------ */

static void append_safe(GString *out, const char *before, const char *text, const char *after)
{
    g_autofree char *safe = shown(text);
    g_string_append_printf(out, "%s%s%s", before, safe, after);
}

/* "14 sittings: present 12, represented 2; proxies given 2": what is 0 is left out. */
static void append_tally(GString *out, const PersonTally *tally)
{
    const char *between = ": ";
    g_string_append_printf(out, "%d sitting%s", tally->sittings, tally->sittings == 1 ? "" : "s");
    for (size_t i = 1; i < G_N_ELEMENTS(counts); i++) {
        if (count_of(tally, i) == 0)
            continue;
        g_autofree char *name = g_strdelimit(g_strdup(counts[i].name), "_", ' ');
        g_string_append_printf(out, "%s%s %d", between, name, count_of(tally, i));
        between = ", ";
    }
    g_string_append_c(out, '\n');
}

static char *person_as_text(Listing *listing, const PersonSummary *person)
{
    GString *out = g_string_new(NULL);
    const char *authority = person->authority ? person->authority : "(authority unknown)";
    g_autofree char *heading = g_strconcat(authority, person->siren ? ", SIREN " : "",
                                           person->siren ? person->siren : "", NULL);
    if (g_strcmp0(listing->authority, heading) != 0) {
        append_safe(out, listing->authority ? "\n" : "", heading, "\n");
        g_free(listing->authority);
        listing->authority = g_steal_pointer(&heading);
    }
    append_safe(out, "  ", person->name, ": ");
    append_tally(out, &person->total);
    for (guint i = 0; person->years->len > 1 && i < person->years->len; i++) {
        const PersonYear *year = &g_array_index(person->years, PersonYear, i);
        if (year->year > 0)
            g_string_append_printf(out, "    %d: ", year->year);
        else
            g_string_append(out, "    undated: ");
        append_tally(out, &year->tally);
    }
    for (guint i = 0; i < person->spellings->len; i++) {
        const PersonSpelling *spelling = person->spellings->pdata[i];
        append_safe(out, "    also printed ", spelling->name, "");
        if (spelling->sha256)
            g_string_append_printf(out, ", joined by document %.12s", spelling->sha256);
        g_string_append_c(out, '\n');
    }
    for (guint i = 0; i < person->perhaps->len; i++)
        append_safe(out, "    perhaps the same: ", person->perhaps->pdata[i], "\n");
    return g_string_free(out, FALSE);
}

/* ---- The command ----------------------------------------------------------------------------- */

static bool take_person(const PersonSummary *person, gpointer data)
{
    Listing *listing = data;
    g_autofree char *text =
        listing->format == LISTING_TEXT ? person_as_text(listing, person) : person_as_json(person);
    const char *before = listing->format != LISTING_JSON ? "" : listing->count == 0 ? "[\n" : ",\n";
    listing->count++;
    return output_print(listing->output, before, &listing->error) &&
           output_print(listing->output, text, &listing->error) &&
           (listing->format != LISTING_JSONL ||
            output_print(listing->output, "\n", &listing->error));
}

ExitCode run_people(const Arguments *arguments)
{
    const char *archive = arguments_operands(arguments)->pdata[0];
    const char *format = arguments_value(arguments, "format");
    g_autoptr(GError) error = NULL;
    g_autoptr(Output) output = output_open(NULL, &error);
    Listing listing = {.output = output,
                       .format = format ? option_rank("text|json|jsonl", format) : LISTING_TEXT};
    bool good = output &&
                archive_people(archive, arguments_value(arguments, "authority"),
                               arguments_value(arguments, "member"), take_person, &listing, &error);
    if (good && !listing.error && listing.format == LISTING_JSON)
        output_print(output, listing.count == 0 ? "[]\n" : "\n]\n", &listing.error);
    if (good && !listing.error)
        output_finish(output, &listing.error);
    g_free(listing.authority);
    if (listing.error)
        g_propagate_error(&error, listing.error);
    if (error) {
        complain(NULL, "%s", error->message);
        return EXIT_FAILED;
    }
    return EXIT_DONE;
}

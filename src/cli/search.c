/* `delibex search` and `delibex show`: what an archive says. */
#include "commands.h"
#include "output.h"

#include "../archive/search.h"
#include "../archive/show.h"
#include "../archive/snippet.h"
#include "../check/check.h"
#include "../write/json_emit.h"
#include "../write/write.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef enum HitFormat { HIT_TEXT, HIT_JSON, HIT_JSONL } HitFormat;

typedef struct Hits {
    Output *output;
    HitFormat format;
    bool bold; /* a terminal reads it */
    guint count, limit;
    bool more; /* than `limit` */
    GError *error;
} Hits;

/* A snippet with its marks as `on` and `off`. The caller frees. */
static char *marked(const char *snippet, const char *on, const char *off)
{
    GString *out = g_string_new(NULL);
    for (; *snippet; snippet++) {
        if (*snippet == SNIPPET_ON)
            g_string_append(out, on);
        else if (*snippet == SNIPPET_OFF)
            g_string_append(out, off);
        else
            g_string_append_c(out, *snippet);
    }
    return g_string_free(out, FALSE);
}

/* ---- Text ------------------------------------------------------------------------------------ */

/* The parts of a hit that are not NULL, safe for a terminal, joined by commas. */
static void append_parts(GString *out, const char *const *parts, size_t count)
{
    bool first = true;
    for (size_t i = 0; i < count; i++) {
        if (!parts[i])
            continue;
        g_autofree char *safe = shown(parts[i]);
        g_string_append_printf(out, "%s%s", first ? "" : ", ", safe);
        first = false;
    }
}

/* shown() would write the marks as \x01: it sees what stands between them. */
static void append_snippet(GString *out, const Hits *hits, const char *snippet)
{
    g_auto(GStrv) pieces = g_strsplit_set(snippet, "\1\2", -1);
    for (size_t i = 0; pieces[i]; i++) {
        g_autofree char *safe = shown(pieces[i]);
        if (i > 0 && hits->bold)
            g_string_append(out, i % 2 == 1 ? "\033[1m" : "\033[0m");
        else if (i > 0)
            g_string_append(out, i % 2 == 1 ? "[" : "]");
        g_string_append(out, safe);
    }
}

static char *hit_as_text(const Hits *hits, const SearchHit *hit)
{
    GString *out = g_string_new(hits->count > 0 ? "\n" : "");
    const char *const head[] = {hit->id, hit->date, hit->number, hit->authority, hit->outcome};
    const char *const subject[] = {hit->subject};
    append_parts(out, head, G_N_ELEMENTS(head));
    if (hit->subject) {
        g_string_append(out, "\n  ");
        append_parts(out, subject, 1);
    }
    g_string_append_printf(out, "\n  page %d: ", hit->page);
    append_snippet(out, hits, hit->snippet);
    g_autofree char *path = shown(hit->path ? hit->path : "");
    g_string_append_printf(out, "\n  %s\n", path);
    return g_string_free(out, FALSE);
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static char *hit_as_json(const SearchHit *hit)
{
    Emit emit = {.out = g_string_new(NULL)};
    g_autofree char *snippet = marked(hit->snippet, "", "");
    g_autofree char *marks = marked(hit->snippet, "[", "]");
    emit_open(&emit, '{');
    emit_key_text(&emit, "id", hit->id);
    emit_key_text(&emit, "reference", hit->reference);
    emit_key_text(&emit, "kind", hit->kind);
    emit_key_text(&emit, "number", hit->number);
    emit_key_text(&emit, "subject", hit->subject);
    emit_key_text(&emit, "authority", hit->authority);
    emit_key_text(&emit, "siren", hit->siren);
    emit_key_text(&emit, "body", hit->body);
    emit_key_text(&emit, "date", hit->date);
    emit_key_text(&emit, "outcome", hit->outcome);
    emit_key_text(&emit, "path", hit->path);
    emit_key_integer(&emit, "page", hit->page);
    emit_key_text(&emit, "snippet", snippet);
    emit_key_text(&emit, "marked", marks);
    emit_key(&emit, "score");
    emit_real(&emit, hit->score, 3);
    emit_close(&emit, '{');
    return g_string_free(emit.out, FALSE);
}

static bool take_hit(const SearchHit *hit, gpointer data)
{
    Hits *hits = data;
    hits->more = hits->count == hits->limit;
    if (hits->more)
        return false;
    g_autofree char *text = hits->format == HIT_TEXT ? hit_as_text(hits, hit) : hit_as_json(hit);
    const char *before = hits->format != HIT_JSON ? "" : hits->count == 0 ? "[\n" : ",\n";
    hits->count++;
    return output_print(hits->output, before, &hits->error) &&
           output_print(hits->output, text, &hits->error) &&
           (hits->format != HIT_JSONL || output_print(hits->output, "\n", &hits->error));
}

/* ---- The commands ---------------------------------------------------------------------------- */

static ExitCode failed_search(const GError *error)
{
    complain(NULL, "%s", error->message);
    return error->domain == G_OPTION_ERROR ? EXIT_USAGE : EXIT_FAILED;
}

/* All operands after the archive, as one query. The caller frees. */
static char *words_of(const GPtrArray *operands)
{
    GString *out = g_string_new(NULL);
    for (guint i = 1; i < operands->len; i++)
        g_string_append_printf(out, "%s%s", i > 1 ? " " : "", (const char *)operands->pdata[i]);
    return g_string_free(out, FALSE);
}

/* A check's name, a status or "check=status". */
static bool is_finding(const char *finding)
{
    g_auto(GStrv) parts = g_strsplit(finding, "=", 2);
    bool is_status = option_rank("consistent|contradicted|unverifiable", parts[0]) >= 0;
    if (!parts[0] || !parts[1])
        return parts[0] && (is_status || check_find(parts[0]));
    return check_find(parts[0]) &&
           option_rank("consistent|contradicted|unverifiable", parts[1]) >= 0;
}

/* What somebody who watches would ask. */
static void remark(const Hits *hits)
{
    if (hits->format != HIT_TEXT || !isatty(STDERR_FILENO))
        return;
    if (hits->count == 0)
        complain(NULL, "no act matches");
    else if (hits->more)
        complain(NULL, "more acts match: these are the first %u; see --limit", hits->limit);
}

ExitCode run_search(const Arguments *arguments)
{
    const GPtrArray *operands = arguments_operands(arguments);
    const char *format = arguments_value(arguments, "format");
    g_autofree char *words = words_of(operands);
    g_autoptr(GError) error = NULL;
    g_autoptr(Output) output = output_open(NULL, &error);
    Hits hits = {.output = output,
                 .format = format ? (HitFormat)option_rank("text|json|jsonl", format) : HIT_TEXT,
                 .bold = isatty(STDOUT_FILENO)};
    SearchOptions options = {
        .words = words,
        .from = arguments_value(arguments, "from"),
        .to = arguments_value(arguments, "to"),
        .authority = arguments_value(arguments, "authority"),
        .body = arguments_value(arguments, "body"),
        .member = arguments_value(arguments, "member"),
        .amount = arguments_value(arguments, "amount"),
        .outcome = arguments_value(arguments, "outcome"),
        .finding = arguments_value(arguments, "finding"),
        .number = arguments_value(arguments, "number"),
        .newest = arguments_flag(arguments, "newest"),
    };
    long bound = 0;

    if (options.finding && !is_finding(options.finding)) {
        complain(NULL, "--finding %s: there is no such check; see delibex check --list",
                 options.finding);
        return EXIT_USAGE;
    }
    if (!output || !arguments_number(arguments, "limit", 1, 1000000, 20, &options.limit, &error))
        return failed_search(error);
    hits.limit = (guint)options.limit++; /* one more shows that there is one */
    if (!archive_search(operands->pdata[0], &options, take_hit, &hits, &bound, &error))
        return failed_search(error);
    if (bound > 0)
        complain(NULL, "%ld acts or more match: the newest %ld of them are ranked", bound, bound);
    if (!hits.error && hits.format == HIT_JSON)
        output_print(output, hits.count == 0 ? "[]\n" : "\n]\n", &hits.error);
    if (!hits.error && output_finish(output, &hits.error))
        remark(&hits);
    if (hits.error) {
        error = hits.error;
        return failed_search(error);
    }
    return EXIT_DONE;
}

ExitCode run_show(const Arguments *arguments)
{
    const GPtrArray *operands = arguments_operands(arguments);
    const char *format = arguments_value(arguments, "format");
    g_autoptr(GError) error = NULL;
    g_autofree char *record = archive_show(operands->pdata[0], operands->pdata[1], &error);
    if (!record)
        return failed_search(error);
    g_autofree char *pretty =
        format && strcmp(format, "jsonl") == 0 ? g_strdup(record) : json_reformat(record, 2);
    g_autofree char *line = g_strconcat(pretty ? pretty : record, "\n", NULL);
    return print_result(line);
}

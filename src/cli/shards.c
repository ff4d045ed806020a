/* `delibex plan`, `run`, `merge` and `filter`: many documents on many machines. Driven by whatever
 * starts commands: exit codes are sysexits', standard output holds data and nothing else. */
#include "shards.h"

#include "commands.h"
#include "interrupt.h"
#include "output.h"
#include "places.h"
#include "reading.h"

#include "../archive/shard.h"
#include "../base/error.h"
#include "../base/path.h"
#include "../write/write.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SHARDS_MAX = 99999, READ_BYTES = 1 << 16 };

static ExitCode give_up(ExitCode code, const GError *error)
{
    complain(NULL, "%s", error->message);
    return code;
}

/* ---- What the commands share -------------------------------------------------------------------
 */

bool shards_wanted(const Arguments *arguments)
{
    return arguments_value(arguments, "manifest") != NULL;
}

/* The directory of --root, or this one. The caller frees. */
static char *root_of(const Arguments *arguments)
{
    const char *given = arguments_value(arguments, "root");
    char *real = realpath(given ? given : ".", NULL);
    char *root = g_strdup(real ? real : given);
    free(real);
    return root;
}

/* The place --manifest and --out name, `shards` apart. `manifest` and `out` are the caller's. */
static ExitCode open_place(const Arguments *arguments, ShardPlace *place, Manifest **manifest,
                           char **out)
{
    g_autoptr(GError) error = NULL;
    const char *path = arguments_value(arguments, "manifest");
    const char *directory = arguments_value(arguments, "out");
    if (!path || !directory) {
        complain(NULL, "--manifest and --out must be given; see delibex help %s",
                 arguments_command(arguments)->name);
        return EXIT_SHARD;
    }
    *manifest = manifest_load(path, &error);
    if (!*manifest)
        return give_up(EXIT_MANIFEST, error);
    *out = g_canonicalize_filename(directory, NULL);
    place->manifest = *manifest;
    place->out = *out;
    return EXIT_DONE;
}

static bool shards_of(const Arguments *arguments, guint *shards)
{
    g_autoptr(GError) error = NULL;
    long number;
    bool good = arguments_number(arguments, "shards", 1, SHARDS_MAX, 0, &number, &error);
    if (good && number == 0)
        complain(NULL, "--shards N must be given");
    else if (!good)
        complain(NULL, "%s", error->message);
    *shards = good ? (guint)number : 0;
    return *shards > 0;
}

/* ---- plan --------------------------------------------------------------------------------------
 */

static bool print_name(const char *name, gpointer data, GError **error)
{
    g_autofree char *line = g_strconcat(name, "\n", NULL);
    return output_print(data, line, error);
}

ExitCode run_plan(const Arguments *arguments)
{
    const GPtrArray *operands = arguments_operands(arguments);
    g_autoptr(GPtrArray) paths = g_ptr_array_new();
    g_autoptr(GError) error = NULL;
    g_autofree char *root = root_of(arguments);
    g_autoptr(Output) output = output_open(arguments_value(arguments, "output"), &error);
    for (guint i = 0; i < operands->len; i++)
        g_ptr_array_add(paths, operands->pdata[i]);
    g_ptr_array_add(paths, NULL);
    if (!output ||
        !manifest_plan(root, (const char *const *)paths->pdata, print_name, output, &error) ||
        !output_finish(output, &error))
        return give_up(EXIT_FAILED, error);
    return EXIT_DONE;
}

/* The same directories wherever the work is done; takes them. */
static GStrv absolute(GStrv directories)
{
    for (size_t i = 0; directories && directories[i]; i++) {
        char *path = g_canonicalize_filename(directories[i], NULL);
        g_free(directories[i]);
        directories[i] = path;
    }
    return directories;
}

/* ---- run ---------------------------------------------------------------------------------------
 */

/* "3/16", the first from 0. */
static bool parse_shard(const char *text, guint *shard, guint *shards)
{
    guint64 numbers[2] = {0};
    g_auto(GStrv) parts = g_strsplit(text, "/", -1);
    if (g_strv_length(parts) != 2 ||
        !g_ascii_string_to_unsigned(parts[1], 10, 1, SHARDS_MAX, &numbers[1], NULL) ||
        !g_ascii_string_to_unsigned(parts[0], 10, 0, numbers[1] - 1, &numbers[0], NULL)) {
        complain(NULL, "--shard %s: it must be I/N, I from 0 to N-1", text);
        return false;
    }
    *shard = (guint)numbers[0];
    *shards = (guint)numbers[1];
    return true;
}

static ExitCode code_of_end(ShardEnd end)
{
    static const ExitCode codes[] = {
        [SHARD_DONE] = EXIT_DONE,        [SHARD_STOPPED] = EXIT_BUSY,
        [SHARD_BUSY] = EXIT_BUSY,        [SHARD_MISMATCH] = EXIT_MISMATCH,
        [SHARD_HELPER] = EXIT_HELPER,    [SHARD_NO_ROOM] = EXIT_BUSY,
        [SHARD_UNWRITTEN] = EXIT_OUTPUT, [SHARD_RULES] = EXIT_MISMATCH,
    };
    return codes[end];
}

static ExitCode report_shard(const Arguments *arguments, const ShardPlace *place,
                             const ShardOptions *options, ShardEnd end, const ShardTally *tally,
                             const GError *error)
{
    guint shard = options->shard;
    if (error)
        complain(NULL, "shard %u of %u: %s", shard, place->shards, error->message);
    else if (end == SHARD_BUSY)
        complain(NULL, "shard %u of %u: another attempt is under way", shard, place->shards);
    else if (end == SHARD_STOPPED)
        complain(NULL, "shard %u of %u: stopped; run it again", shard, place->shards);
    else if (tally->was_done)
        complain(NULL, "shard %u of %u: done before", shard, place->shards);
    else
        complain(NULL,
                 "shard %u of %u: %" G_GUINT64_FORMAT " documents, %" G_GUINT64_FORMAT
                 " of them read before, %" G_GUINT64_FORMAT " unreadable",
                 shard, place->shards, tally->documents, tally->resumed, tally->unread);
    if (end == SHARD_DONE && tally->poison > 0)
        complain(NULL,
                 "shard %u of %u: attempts died of %" G_GUINT64_FORMAT
                 " documents, which were left out; see --retry-poison",
                 shard, place->shards, tally->poison);
    bool bad = end == SHARD_DONE && tally->unread > 0 && arguments_flag(arguments, "fail-on-bad");
    return bad ? EXIT_CONTRADICTED : code_of_end(end);
}

ExitCode run_run(const Arguments *arguments)
{
    PoolOptions pool = POOL_OPTIONS_INIT;
    g_autoptr(GError) error = NULL;
    g_autoptr(Manifest) manifest = NULL;
    g_autofree char *out = NULL, *root = root_of(arguments);
    g_auto(GStrv) directories = NULL;
    ShardPlace place = {0};
    ShardTally tally = {0};
    ShardOptions options = {.pool = &pool,
                            .version = DELIBEX_VERSION,
                            .retry_poison = arguments_flag(arguments, "retry-poison"),
                            .stop = is_interrupted};
    if (!arguments_flag(arguments, "shard")) {
        complain(NULL, "--manifest, --shard and --out must be given; see delibex help run");
        return EXIT_SHARD;
    }
    if (!parse_shard(arguments_value(arguments, "shard"), &options.shard, &place.shards))
        return EXIT_SHARD;
    ExitCode opened = open_place(arguments, &place, &manifest, &out);
    if (opened != EXIT_DONE)
        return opened;
    if (!reading_options(arguments, G_MAXLONG, &pool, &error))
        return give_up(EXIT_SHARD, error);
    if (!arguments_value(arguments, "jobs"))
        pool.jobs = 1; /* the scheduler hands out processors */
    directories = absolute(pattern_directories(arguments, &error));
    if (!directories)
        return give_up(EXIT_MISMATCH, error);
    pool.pattern_dirs = (const char *const *)directories;
    if (chdir(root) < 0) {
        complain(root, "%s", g_strerror(errno));
        return EXIT_MANIFEST;
    }
    heed_interrupts(NULL);
    ShardEnd end = shard_run(&place, &options, &tally, &error);
    return report_shard(arguments, &place, &options, end, &tally, error);
}

/* ---- status ------------------------------------------------------------------------------------
 */

ExitCode print_missing_shards(const Arguments *arguments)
{
    g_autoptr(Manifest) manifest = NULL;
    g_autofree char *out = NULL;
    g_autoptr(GString) list = g_string_new(NULL);
    ShardPlace place = {0};
    guint missing = 0;
    if (!shards_of(arguments, &place.shards))
        return EXIT_SHARD;
    ExitCode opened = open_place(arguments, &place, &manifest, &out);
    if (opened != EXIT_DONE)
        return opened;
    for (guint i = 0; i < place.shards; i++)
        if (!shard_is_done(&place, i))
            g_string_append_printf(list, "%s%u", missing++ > 0 ? "," : "", i);
    complain(NULL, "%u of %u shards are done", place.shards - missing, place.shards);
    if (missing > 0)
        g_string_append_c(list, '\n');
    return print_result(list->str);
}

/* ---- merge -------------------------------------------------------------------------------------
 */

static bool print_record(const char *json, gpointer data, GError **error)
{
    return output_print(data, json, error) && output_print(data, "\n", error);
}

static ExitCode code_of_merge(bool busy, const GError *error)
{
    if (busy || g_error_matches(error, DELIBEX_ERROR, DELIBEX_ERROR_LIMIT))
        return EXIT_BUSY;
    return g_error_matches(error, DELIBEX_ERROR, DELIBEX_ERROR_INPUT) ? EXIT_MISMATCH : EXIT_OUTPUT;
}

ExitCode run_merge(const Arguments *arguments)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Manifest) manifest = NULL;
    g_autoptr(Output) output = NULL;
    g_autofree char *out = NULL, *root = root_of(arguments);
    const char *archive = arguments_value(arguments, "index");
    ShardPlace place = {0};
    bool busy = false, good;
    if (!shards_of(arguments, &place.shards))
        return EXIT_SHARD;
    ExitCode opened = open_place(arguments, &place, &manifest, &out);
    if (opened != EXIT_DONE)
        return opened;
    if (archive) {
        good = shard_merge_archive(&place, root, archive, &busy, &error);
    } else {
        output = output_open(arguments_value(arguments, "output"), &error);
        good = output && shard_merge(&place, print_record, output, &error) &&
               output_finish(output, &error);
    }
    return good ? EXIT_DONE : give_up(code_of_merge(busy, error), error);
}

/* ---- filter ------------------------------------------------------------------------------------
 */

typedef struct Filter {
    GString *input; /* what was read and is no whole line yet */
    Output *output;
    GError *error;
} Filter;

static void take_result(const PoolResult *result, gpointer data)
{
    Filter *filter = data;
    if (!filter->error)
        print_record(result->json, filter->output, &filter->error);
}

static bool input_waits(void)
{
    struct pollfd event = {STDIN_FILENO, POLLIN, 0};
    return poll(&event, 1, 0) > 0;
}

/* Hadoop puts an offset and a tab before the line. */
static bool submit_line(Filter *filter, Pool *pool, char *line, GError **error)
{
    char *tab = strrchr(line, '\t');
    g_autofree char *path = path_unescape(tab ? tab + 1 : line);
    bool standard_input = strcmp(path, "-") == 0;
    if (!pool_submit(pool, standard_input ? "./-" : path, NULL, error))
        return false;
    if (filter->error)
        g_propagate_error(error, g_steal_pointer(&filter->error));
    return *error == NULL;
}

static bool submit_lines(Filter *filter, Pool *pool, bool ended, GError **error)
{
    char *at = filter->input->str;
    for (char *end; (end = strchr(at, '\n')) || (ended && *at); at = end + 1) {
        if (!end)
            end = at + strlen(at) - 1;
        else
            *end = '\0';
        if (!submit_line(filter, pool, at, error))
            return false;
    }
    g_string_erase(filter->input, 0, at - filter->input->str);
    return true;
}

/* One line in, one record out: whoever waits for the record of a line before giving the next one
 * gets it. */
static bool filter_lines(Filter *filter, Pool *pool, GError **error)
{
    g_autofree char *chunk = g_malloc(READ_BYTES);
    for (;;) {
        if (!input_waits() && !pool_drain(pool, error))
            return false;
        ssize_t got = read(STDIN_FILENO, chunk, READ_BYTES);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            g_set_error(error, DELIBEX_ERROR, DELIBEX_ERROR_INPUT, "standard input: %s",
                        g_strerror(errno));
            return false;
        }
        g_string_append_len(filter->input, chunk, got);
        if (!submit_lines(filter, pool, got == 0, error))
            return false;
        if (got == 0)
            return pool_drain(pool, error);
    }
}

ExitCode run_filter(const Arguments *arguments)
{
    PoolOptions options = POOL_OPTIONS_INIT;
    g_autoptr(GError) error = NULL;
    g_autoptr(GString) input = g_string_new(NULL);
    g_autoptr(Output) output = output_open(NULL, &error);
    g_auto(GStrv) directories = NULL;
    Filter filter = {.input = input, .output = output};
    if (!reading_options(arguments, G_MAXLONG, &options, &error))
        return give_up(EXIT_SHARD, error);
    if (!arguments_value(arguments, "jobs"))
        options.jobs = 1;
    options.in_order = true;
    directories = pattern_directories(arguments, &error);
    if (!directories)
        return give_up(EXIT_MISMATCH, error);
    options.pattern_dirs = (const char *const *)directories;
    g_autoptr(Pool) pool = pool_new(&options, take_result, &filter, &error);
    bool good = pool && filter_lines(&filter, pool, &error);
    if (!error && filter.error)
        error = g_steal_pointer(&filter.error);
    g_clear_error(&filter.error);
    if (good && !error)
        return EXIT_DONE;
    if (g_error_matches(error, DELIBEX_ERROR, DELIBEX_ERROR_RULES))
        return give_up(EXIT_MISMATCH, error);
    bool written = !g_error_matches(error, DELIBEX_ERROR, DELIBEX_ERROR_OUTPUT);
    return give_up(written ? EXIT_HELPER : EXIT_OUTPUT, error);
}

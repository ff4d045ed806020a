/* `delibex index`: many documents into an archive. */
#include "commands.h"
#include "interrupt.h"
#include "output.h"
#include "places.h"
#include "reading.h"

#include "../archive/archive.h"
#include "../base/error.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PROGRESS_US = 200000 }; /* between two lines of progress */

typedef struct Progress {
    bool shown, quiet;    /* somebody watches; unread documents are not named */
    gint64 started, last; /* monotonic, µs */
    guint64 failed;       /* documents that could not be read */
} Progress;

/* ---- Progress -------------------------------------------------------------------------------- */

static void append_time(GString *line, double seconds)
{
    if (seconds >= 3600)
        g_string_append_printf(line, ", %.1f hours left", seconds / 3600);
    else if (seconds >= 90)
        g_string_append_printf(line, ", %.0f minutes left", seconds / 60);
    else
        g_string_append_printf(line, ", %.0f seconds left", seconds);
}

static void clear_progress(const Progress *progress)
{
    if (progress->shown)
        fputs("\r\033[K", stderr);
}

static void show_progress(Progress *progress, const IndexTally *tally)
{
    gint64 now = g_get_monotonic_time();
    if (!progress->shown || now - progress->last < PROGRESS_US)
        return;
    double seconds = (double)(now - progress->started) / 1e6;
    double rate = seconds > 0 ? (double)tally->done / seconds : 0;
    g_autoptr(GString) line = g_string_new(NULL);
    g_string_append_printf(
        line, "\r\033[K%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " files, %.0f a second",
        tally->done, tally->found, rate);
    if (progress->failed > 0)
        g_string_append_printf(line, ", %" G_GUINT64_FORMAT " not read", progress->failed);
    if (rate > 0)
        append_time(line, (double)(tally->found - tally->done) / rate);
    fputs(line->str, stderr);
    progress->last = now;
}

static void take_news(const IndexTally *tally, const char *path, Outcome outcome,
                      const char *diagnosis, bool was_read, gpointer data)
{
    Progress *progress = data;
    if (!outcome_is_read(outcome)) {
        progress->failed++;
        if ((was_read || diagnosis) && !progress->quiet) {
            g_autofree char *why = shown(diagnosis ? diagnosis : outcome_sentence(outcome));
            clear_progress(progress);
            complain(path, "%s", why);
            progress->last = 0;
        }
    }
    show_progress(progress, tally);
}

static bool print_summary(const IndexTally *tally, const Progress *progress)
{
    double seconds = (double)(g_get_monotonic_time() - progress->started) / 1e6;
    g_autoptr(GString) out = g_string_new(NULL);
    g_string_append_printf(out,
                           "%" G_GUINT64_FORMAT " files: %" G_GUINT64_FORMAT
                           " read, %" G_GUINT64_FORMAT " unchanged, %" G_GUINT64_FORMAT
                           " with contents already known; %.1f s\n",
                           tally->done, tally->read, tally->unchanged, tally->same, seconds);
    for (int i = 0; i < OUTCOME_COUNT; i++)
        if (tally->outcomes[i] > 0)
            g_string_append_printf(out, "  %-12s  %" G_GUINT64_FORMAT "\n",
                                   outcome_name((Outcome)i), tally->outcomes[i]);
    if (tally->passed_over > 0) {
        g_autofree char *kinds = shown(tally->passed_over_kinds);
        g_string_append_printf(
            out, "  %" G_GUINT64_FORMAT " other file%s, neither PDF nor .txt, passed over: %s\n",
            tally->passed_over, tally->passed_over == 1 ? "" : "s", kinds);
    }
    return print_result(out->str) == EXIT_DONE;
}

/* ---- The command ----------------------------------------------------------------------------- */

/* The paths of the command line, NULL-terminated; the caller frees the array. */
static GPtrArray *paths_of(const Arguments *arguments)
{
    const GPtrArray *operands = arguments_operands(arguments);
    GPtrArray *paths = g_ptr_array_new();
    for (guint i = 1; i < operands->len; i++)
        g_ptr_array_add(paths, operands->pdata[i]);
    if (arguments_flag(arguments, "from0"))
        g_ptr_array_add(paths, (gpointer) "-");
    g_ptr_array_add(paths, NULL);
    return paths;
}

static ExitCode code_of_failure(bool busy, const GError *error)
{
    return busy ? EXIT_BUSY : exit_code_of(error);
}

static ExitCode index_paths(const Arguments *arguments, const PoolOptions *pool, GPtrArray *paths)
{
    g_autoptr(GError) error = NULL;
    IndexTally tally;
    bool busy = false;
    Progress progress = {.shown = isatty(STDERR_FILENO),
                         .quiet = arguments_flag(arguments, "quiet"),
                         .started = g_get_monotonic_time()};
    IndexOptions options = {
        .pool = pool,
        .version = DELIBEX_VERSION,
        .paths = (const char *const *)paths->pdata,
        .list_end = arguments_flag(arguments, "from0") ? '\0' : '\n',
        .refresh = arguments_flag(arguments, "refresh"),
        .retry = arguments_flag(arguments, "retry"),
        .news = take_news,
        .stop = is_interrupted,
        .data = &progress,
    };

    heed_interrupts("\r\033[Kfinishing the documents under way; interrupt again to stop at once\n");
    bool good =
        archive_index(arguments_operands(arguments)->pdata[0], &options, &tally, &busy, &error);
    clear_progress(&progress);
    if (!good) {
        complain(NULL, "%s", error->message);
        return code_of_failure(busy, error);
    }
    if (!print_summary(&tally, &progress))
        return EXIT_FAILED;
    if (tally.done < tally.found) {
        complain(NULL, "interrupted: %" G_GUINT64_FORMAT " files are left; run it again",
                 tally.found - tally.done);
        return EXIT_BUSY;
    }
    return progress.failed > 0 ? EXIT_UNREADABLE : EXIT_DONE;
}

ExitCode run_index(const Arguments *arguments)
{
    PoolOptions options = POOL_OPTIONS_INIT;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) paths = paths_of(arguments);
    g_auto(GStrv) directories = NULL;

    if (!paths->pdata[0]) {
        complain(NULL, "missing operand: delibex index ARCHIVE PATH...; see delibex help index");
        return EXIT_USAGE;
    }
    if (reading_options(arguments, G_MAXLONG, &options, &error))
        directories = pattern_directories(arguments, &error);
    if (!directories) {
        complain(NULL, "%s", error->message);
        return code_of_failure(false, error);
    }
    options.pattern_dirs = (const char *const *)directories;
    return index_paths(arguments, &options, paths);
}

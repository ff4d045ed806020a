/* Reads the documents of a command line through the pool. */
#include "reading.h"

#include "commands.h"
#include "output.h"
#include "places.h"

#include "../base/error.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const double DRAWING_SECONDS = 0.2; /* of a page: that of a scan takes as long */

typedef struct Reading {
    TakeResult take;
    gpointer data;
    bool any_unread;
    bool progress; /* somebody watches standard error */
    guint done, documents;
    GPtrArray *again; /* of operands in GUINTs: to be read once more without pictures; or NULL */
    GError *error;    /* why nothing more is taken, or NULL */
} Reading;

static void clear_progress(const Reading *reading)
{
    if (reading->progress)
        fputs("\r\033[K", stderr);
}

static void show_progress(const Reading *reading)
{
    if (reading->progress && reading->done < reading->documents)
        fprintf(stderr, "\r%u of %u documents", reading->done, reading->documents);
}

/* Whether a document came to an end that drawing its pages may have brought about. */
static bool is_worn_out(const PoolResult *result)
{
    return (result->outcome == OUTCOME_TIMEOUT || result->outcome == OUTCOME_MEMORY ||
            result->outcome == OUTCOME_CRASH || result->outcome == OUTCOME_OUTPUT_LIMIT) &&
           !result->no_reader && strcmp(result->path, "-") != 0;
}

static void take_result(const PoolResult *result, gpointer data)
{
    Reading *reading = data;

    if (reading->error)
        return;
    if (reading->again && is_worn_out(result)) {
        g_ptr_array_add(reading->again, result->user_data);
        return;
    }
    clear_progress(reading);
    reading->done++;
    if (result->outcome != OUTCOME_OK) {
        g_autofree char *why =
            shown(result->diagnosis ? result->diagnosis : outcome_sentence(result->outcome));
        complain(result->path, "%s", why);
    }
    if (!outcome_is_read(result->outcome))
        reading->any_unread = true;
    reading->take(result, reading->data, &reading->error);
    show_progress(reading);
}

bool reading_options(const Arguments *arguments, long documents, PoolOptions *options,
                     GError **error)
{
    long jobs, seconds, recycle;

    if (!arguments_number(arguments, "jobs", 1, 256, (long)g_get_num_processors(), &jobs, error) ||
        !arguments_number(arguments, "recycle", 1, G_MAXINT, 1, &recycle, error) ||
        !arguments_number(arguments, "timeout", 1, 86400, 0, &seconds, error))
        return false;
    options->jobs = (int)MIN(jobs, documents);
    options->recycle = (int)recycle;
    if (options->extract.want & DELIBEX_WANT_PAGES) { /* drawing takes its time, too */
        options->cpu_seconds += DRAWING_SECONDS * options->extract.picture_pages;
        options->wall_seconds += 2 * DRAWING_SECONDS * options->extract.picture_pages;
    }
    if (seconds > 0) {
        options->cpu_seconds = options->wall_seconds = (double)seconds;
        options->ocr_seconds = 0;
    }
    if (arguments_flag(arguments, "unsafe-no-sandbox"))
        options->sandbox = SANDBOX_NONE;
    const char *ocr = arguments_value(arguments, "ocr");
    if (ocr)
        options->extract.ocr = (DelibexOcrMode)option_rank(OCR_MODE_NAMES, ocr);
    return true;
}

static bool read_some(const GPtrArray *paths, const GPtrArray *places, const PoolOptions *options,
                      Reading *reading, GError **error)
{
    g_autoptr(Pool) pool = pool_new(options, take_result, reading, error);

    for (guint i = 0; pool && i < places->len && !reading->error; i++) {
        guint place = GPOINTER_TO_UINT(places->pdata[i]);
        if (!pool_submit(pool, paths->pdata[place], places->pdata[i], error))
            return false;
    }
    return pool && (reading->error || pool_drain(pool, error));
}

static bool read_all(const GPtrArray *paths, PoolOptions *options, Reading *reading, GError **error)
{
    g_autoptr(GPtrArray) places = g_ptr_array_new(), again = g_ptr_array_new();

    for (guint i = 0; i < reading->documents; i++)
        g_ptr_array_add(places, GUINT_TO_POINTER(i));
    if (options->extract.want & DELIBEX_WANT_PAGES && options->extract.picture_pages > 0)
        reading->again = again;
    if (!read_some(paths, places, options, reading, error))
        return false;
    reading->again = NULL;
    options->extract.picture_pages = 0;
    return again->len == 0 || read_some(paths, again, options, reading, error);
}

ExitCode exit_code_of(const GError *error)
{
    if (error->domain == G_OPTION_ERROR)
        return EXIT_USAGE;
    if (g_error_matches(error, DELIBEX_ERROR, DELIBEX_ERROR_SANDBOX))
        return EXIT_UNSAFE;
    return g_error_matches(error, DELIBEX_ERROR, DELIBEX_ERROR_RULES) ? EXIT_RULES : EXIT_FAILED;
}

ExitCode read_paths(const Arguments *arguments, const GPtrArray *paths, DelibexOptions extract,
                    TakeResult take, gpointer data)
{
    PoolOptions options = POOL_OPTIONS_INIT;
    Reading reading = {.take = take, .data = data, .documents = paths->len};
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) directories = NULL;

    /* A count among the results themselves would help nobody. */
    reading.progress = reading.documents > 1 && isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO);
    options.extract = extract;
    options.in_order = true;
    if (reading_options(arguments, reading.documents, &options, &error))
        directories = pattern_directories(arguments, &error);
    if (directories) {
        options.pattern_dirs = (const char *const *)directories;
        read_all(paths, &options, &reading, &error);
    }
    if (!error)
        error = g_steal_pointer(&reading.error);
    g_clear_error(&reading.error);
    if (error) {
        clear_progress(&reading);
        complain(NULL, "%s", error->message);
        return exit_code_of(error);
    }
    return reading.any_unread ? EXIT_UNREADABLE : EXIT_DONE;
}

ExitCode read_documents(const Arguments *arguments, guint first, DelibexOptions extract,
                        TakeResult take, gpointer data)
{
    const GPtrArray *operands = arguments_operands(arguments);
    g_autoptr(GPtrArray) paths = g_ptr_array_new();
    for (guint i = first; i < operands->len; i++)
        g_ptr_array_add(paths, operands->pdata[i]);
    return read_paths(arguments, paths, extract, take, data);
}

/* `delibex extract`: the records of documents, as JSON. */
#include "commands.h"
#include "explain.h"
#include "output.h"
#include "reading.h"

#include "../write/write.h"

#include <string.h>

typedef struct Extract {
    Output *output;
    bool lines; /* JSON Lines, not indented objects */
    bool array; /* several indented objects: they need brackets to be one JSON text */
    bool text;  /* the laid out text instead of the record */
    bool explain;
    guint printed;
} Extract;

/* The lines of a document as text that cannot steer a terminal; line and page breaks stay. */
static char *plain_text(const char *json)
{
    g_autofree char *text = json_stage_text(json);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (char **line = lines; *line; line++) {
        size_t pages = strspn(*line, "\f");
        g_autofree char *words = shown(*line + pages);
        char *whole = g_strdup_printf("%.*s%s", (int)pages, *line, words);
        g_free(*line);
        *line = whole;
    }
    return g_strjoinv("\n", lines);
}

static bool print_record(const PoolResult *result, gpointer data, GError **error)
{
    Extract *extract = data;
    g_autofree char *shape = NULL;
    const char *before = "", *after = "\n";

    if (extract->explain && !explain_record(result->path, result->json, error))
        return false;
    if (extract->text) {
        shape = plain_text(result->json);
        after = "";
    } else if (!extract->lines) {
        shape = json_reformat(result->json, 2);
        before = !extract->array ? "" : extract->printed == 0 ? "[\n" : ",\n";
        after = extract->array ? "" : "\n";
    }
    extract->printed++;
    return output_print(extract->output, before, error) &&
           output_print(extract->output, shape ? shape : result->json, error) &&
           output_print(extract->output, after, error);
}

static DelibexOptions extract_options(const Arguments *arguments)
{
    static const struct {
        const char *option;
        unsigned want;
    } wants[] = {
        {"text", DELIBEX_WANT_TEXT},
        {"zones", DELIBEX_WANT_ZONES},
        {"matches", DELIBEX_WANT_MATCHES},
        {"unread", DELIBEX_WANT_UNREAD},
    };
    DelibexOptions options = DELIBEX_OPTIONS_INIT;
    const char *stage = arguments_value(arguments, "stop-after");

    for (size_t i = 0; i < G_N_ELEMENTS(wants); i++)
        if (arguments_flag(arguments, wants[i].option))
            options.want |= wants[i].want;
    if (stage)
        options.stop_after = (DelibexStage)option_rank(STAGE_NAMES, stage);
    else if (arguments_flag(arguments, "text") && !arguments_flag(arguments, "explain"))
        options.stop_after = DELIBEX_STAGE_LAYOUT;
    return options;
}

ExitCode run_extract(const Arguments *arguments)
{
    const char *format = arguments_value(arguments, "format");
    bool several = arguments_operands(arguments)->len > 1;
    g_autoptr(GError) error = NULL;
    g_autoptr(Output) output = output_open(arguments_value(arguments, "output"), &error);
    Extract extract = {
        .output = output,
        .lines = format ? option_rank("json|jsonl", format) == 1 : several,
        .text = arguments_flag(arguments, "text"),
        .explain = arguments_flag(arguments, "explain"),
    };
    extract.array = several && !extract.lines && !extract.text;

    ExitCode code = EXIT_FAILED;
    if (output) {
        code = read_documents(arguments, 0, extract_options(arguments), print_record, &extract);
        if (code != EXIT_DONE && code != EXIT_UNREADABLE)
            return code;
    }
    if (output && (!extract.array || output_print(output, "\n]\n", &error)) &&
        output_finish(output, &error))
        return code;
    complain(NULL, "%s", error->message);
    return EXIT_FAILED;
}

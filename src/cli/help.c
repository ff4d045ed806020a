/* `delibex help`: what is made from the table of options for people to read. */
#include "commands.h"
#include "output.h"

#include "../base/flag.h"

#include <string.h>

/* What help and the manual say beside the table. */
typedef struct Remark {
    const char *term, *text;
} Remark;

static const Remark exit_codes[] = {
    {"0", "Done."},
    {"1", "Done, and check or review reported a contradiction of severity error."},
    {"2", "The command line is wrong."},
    {"3", "Some documents could not be read; each is named, and the others are done."},
    {"4", "A rule sheet is wrong."},
    {"5", "The result could not be written, or the reader could not be started."},
    {"64, 65, 66, 69, 74",
     "run, merge and filter, as sysexits.h has them: a wrong shard or command line; another "
     "manifest, number of "
     "shards, delibex or rule sheet than the directory was begun with; no manifest; the reader, "
     "its "
     "sandbox or tesseract's French missing on this machine; output that cannot be written. Trying "
     "again helps with 74 only."},
    {"75",
     "Another delibex writes to the archive or does the shard, an interrupt came, or the disk "
     "is full: run it again."},
    {"78",
     "This machine cannot lock documents in (the kernel lacks Landlock or seccomp); nothing was "
     "read. See --unsafe-no-sandbox."},
};

static const Remark files[] = {
    {"PREFIX/share/delibex/patterns", "The rule sheets that come with delibex."},
    {"$XDG_CONFIG_HOME/delibex/patterns",
     "Your own. A sheet of the same name replaces the installed one, an empty one removes it."},
    {"PREFIX/libexec/delibex/delibex-reader",
     "The program that reads the documents, locked in a sandbox."},
};

static const Remark examples[] = {
    {"delibex extract deliberation.pdf", "Print its record."},
    {"delibex extract -o acts.jsonl *.pdf", "One line a document, in one file."},
    {"delibex extract --explain act.pdf >/dev/null", "See where each value was read."},
    {"delibex check --all act.pdf", "Report on every check, agreeing or not."},
    {"delibex review -o act.html act.pdf", "See each value on the page it was read on."},
    {"delibex rules check my-sheets", "Test your own rule sheets."},
};

/* Appends `text` in lines of 78 columns, each after `indent` spaces; the first one continues at
 * `column`. Words are ASCII: bytes are columns. */
static void append_wrapped(GString *out, const char *text, size_t column, size_t indent)
{
    g_auto(GStrv) words = g_strsplit(text, " ", -1);

    for (size_t i = 0; words[i]; i++) {
        size_t length = strlen(words[i]);
        if (column > indent && column + 1 + length > 78) {
            g_string_append_c(out, '\n');
            column = 0;
        }
        if (column < indent) {
            g_string_append_printf(out, "%*s", (int)(indent - column), "");
            column = indent;
        } else if (i > 0 && column > indent) {
            g_string_append_c(out, ' ');
            column++;
        }
        g_string_append(out, words[i]);
        column += length;
    }
    g_string_append_c(out, '\n');
}

/* One term and its explanation beside it, or below it when the term is long. */
static void append_term(GString *out, const char *term, const char *text, size_t indent)
{
    size_t column = 2 + strlen(term);

    g_string_append_printf(out, "  %s", term);
    if (column + 2 > indent) {
        g_string_append_c(out, '\n');
        column = 0;
    }
    append_wrapped(out, text, column, indent);
}

static void append_remarks(GString *out, const char *title, const Remark *remarks, size_t count,
                           size_t indent)
{
    g_string_append_printf(out, "\n%s:\n", title);
    for (size_t i = 0; i < count; i++)
        append_term(out, remarks[i].term, remarks[i].text, indent);
}

/* "-o, --output FILE"; a closed set stands for itself. */
static char *option_term(const Option *option)
{
    GString *term = g_string_new(NULL);

    if (option->letter)
        g_string_append_printf(term, "-%c, ", option->letter);
    else
        g_string_append(term, "    ");
    g_string_append_printf(term, "--%s", option->name);
    if (option->argument)
        g_string_append_printf(term, " %s", option->argument);
    return g_string_free(term, FALSE);
}

/* The sentence of an option, with its closed set behind it. */
static char *option_help(const Option *option)
{
    if (!option->values)
        return g_strdup(option->help);
    g_auto(GStrv) values = g_strsplit(option->values, "|", -1);
    g_autofree char *list = g_strjoinv(", ", values);
    return g_strdup_printf("%s %s is one of: %s.", option->help, option->argument, list);
}

char *help_overview(void)
{
    GString *out = g_string_new("delibex reads French deliberations (PDF or text) and prints what "
                                "they say\nas checked JSON, with the place of every value.\n\n"
                                "usage: delibex COMMAND [OPTION...] [FILE...]\n\ncommands:\n");
    size_t count;
    const Command *commands = command_table(&count);

    for (size_t i = 0; i < count; i++)
        append_term(out, commands[i].name, commands[i].summary, 15);
    append_remarks(out, "examples", examples, 2, 42);
    append_remarks(out, "exit status", exit_codes, G_N_ELEMENTS(exit_codes), 6);
    g_string_append(out,
                    "\ndelibex help COMMAND explains one; delibex --version says which delibex "
                    "this is.\n");
    return g_string_free(out, FALSE);
}

char *help_command(const Command *command)
{
    GString *out = g_string_new(NULL);

    g_string_append_printf(out, "usage: delibex %s [OPTION...]%s%s\n\n", command->name,
                           command->operands[0] ? " " : "", command->operands);
    append_wrapped(out, command->description, 0, 0);
    g_string_append(out, "\noptions:\n");
    for (const Option *o = command->options; o->name; o++) {
        g_autofree char *term = option_term(o);
        g_autofree char *help = option_help(o);
        append_term(out, term, help, 28);
    }
    return g_string_free(out, FALSE);
}

/* ---- The manual ---------------------------------------------------------------------------- */

/* Appends text as roff: no line starts a request, dashes and backslashes are themselves. */
static void append_roff(GString *out, const char *text)
{
    if (*text == '.' || *text == '\'')
        g_string_append(out, "\\&");
    for (; *text; text++) {
        if (*text == '\\')
            g_string_append(out, "\\e");
        else if (*text == '-')
            g_string_append(out, "\\-");
        else
            g_string_append_c(out, *text);
    }
    g_string_append_c(out, '\n');
}

static void append_roff_term(GString *out, const char *term, const char *text)
{
    g_string_append(out, ".TP\n.B ");
    append_roff(out, term);
    append_roff(out, text);
}

static void append_roff_remarks(GString *out, const char *title, const Remark *remarks,
                                size_t count)
{
    g_string_append_printf(out, ".SH %s\n", title);
    for (size_t i = 0; i < count; i++)
        append_roff_term(out, remarks[i].term, remarks[i].text);
}

char *help_manual(void)
{
    GString *out = g_string_new(".TH DELIBEX 1 \"\" \"delibex " DELIBEX_VERSION "\"\n.SH NAME\n"
                                "delibex \\- read French deliberations into checked JSON\n"
                                ".SH SYNOPSIS\n");
    size_t count;
    const Command *commands = command_table(&count);

    for (size_t i = 0; i < count; i++)
        g_string_append_printf(out, "%s.B delibex %s\n[OPTION...] %s\n", i > 0 ? ".br\n" : "",
                               commands[i].name, commands[i].operands);
    g_string_append(out, ".SH DESCRIPTION\n");
    append_roff(out, "Every value of a record says where it was read. What the act does not say is "
                     "null. A document that cannot be read gives a record too, and its "
                     "source.outcome says why.");
    append_roff(out,
                "A document is never parsed by this program: a second one, delibex-reader, reads "
                "it in a sandbox with limits on time and memory.");
    for (size_t i = 0; i < count; i++) {
        g_string_append_printf(out, ".SS delibex %s\n", commands[i].name);
        append_roff(out, commands[i].description);
        for (const Option *o = commands[i].options; o->name; o++) {
            g_autofree char *term = option_term(o);
            g_autofree char *help = option_help(o);
            append_roff_term(out, g_strchug(term), help);
        }
    }
    g_string_append(out, ".SH FLAGS\n");
    append_roff(out, "What source.flags holds:");
    for (size_t i = 0; flag_name(i); i++)
        append_roff_term(out, flag_name(i), flag_sentence(flag_name(i)));
    append_roff_remarks(out, "EXIT STATUS", exit_codes, G_N_ELEMENTS(exit_codes));
    append_roff_remarks(out, "FILES", files, G_N_ELEMENTS(files));
    append_roff_remarks(out, "EXAMPLES", examples, G_N_ELEMENTS(examples));
    return g_string_free(out, FALSE);
}

/* ---- The commands --------------------------------------------------------------------------- */

ExitCode run_help(const Arguments *arguments)
{
    const GPtrArray *operands = arguments_operands(arguments);
    g_autofree char *text = NULL;

    if (arguments_flag(arguments, "man")) {
        text = help_manual();
    } else if (operands->len == 0) {
        text = help_overview();
    } else {
        const Command *command = command_find(operands->pdata[0]);
        if (!command) {
            complain(operands->pdata[0], "there is no such command; see delibex help");
            return EXIT_USAGE;
        }
        text = help_command(command);
    }
    return print_result(text);
}

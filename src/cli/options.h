/* The one table of commands and options, and what is made from it.
 *
 * A Command names its options once; the parser, `--help`, the manual page and shell completion all
 * read that table (commands.c), so none can forget an option another one knows. */
#ifndef DELIBEX_CLI_OPTIONS_H
#define DELIBEX_CLI_OPTIONS_H

#include <glib.h>
#include <stdbool.h>

typedef struct Option {
    const char *name;     /* "output", for --output */
    char letter;          /* 'o', or 0 */
    const char *argument; /* "FILE"; NULL for a switch */
    const char *values;   /* "json|jsonl" when the set is closed, else NULL */
    const char *help;     /* one sentence */
} Option;

typedef struct Arguments Arguments;

/* How the program ends: the numbers are promised in the manual. */
typedef enum ExitCode {
    EXIT_DONE = 0,
    EXIT_CONTRADICTED = 1, /* done, and a check was contradicted */
    EXIT_USAGE = 2,
    EXIT_UNREADABLE = 3, /* some documents could not be read; the others are done */
    EXIT_RULES = 4,      /* a rule sheet is wrong */
    EXIT_FAILED = 5,     /* the result cannot be written, or the reader cannot start */
    EXIT_SHARD = 64,     /* run, merge, filter: a wrong shard or command line */
    EXIT_MISMATCH = 65,  /* run: the directory is of another run; or a rule sheet is wrong */
    EXIT_MANIFEST = 66,  /* run: the manifest cannot be read */
    EXIT_HELPER = 69,    /* run: this machine lacks something */
    EXIT_OUTPUT = 74,    /* run, filter: the result cannot be written */
    EXIT_BUSY = 75,      /* stopped before its end: the same call again goes on */
    EXIT_UNSAFE = 78,    /* documents cannot be locked in on this machine */
} ExitCode;

typedef struct Command {
    const char *name;
    const char *operands;    /* "FILE...", or "" */
    const char *summary;     /* half a line, for the list of commands */
    const char *description; /* a paragraph or two */
    const Option *options;   /* up to one without a name; NULL for none */
    guint least, most;       /* how many operands */
    ExitCode (*run)(const Arguments *arguments);
} Command;

/* The commands, in the order help lists them. */
const Command *command_table(size_t *count);

/* The command called `name`, or NULL. */
const Command *command_find(const char *name);

/* Reads the words after the command's name (NULL-terminated; they outlive the result). Options and
 * operands may come in any order; `--` ends the options; `-` is an operand. */
Arguments *arguments_parse(const Command *command, char **words, GError **error);
void arguments_free(Arguments *arguments);

/* Everything here is lent. An option the command does not have is a programmer's mistake. */
const Command *arguments_command(const Arguments *arguments);
const GPtrArray *arguments_operands(const Arguments *arguments); /* of char * */
bool arguments_flag(const Arguments *arguments, const char *name);
const char *arguments_value(const Arguments *arguments, const char *name); /* the last, or NULL */
const GPtrArray *arguments_values(const Arguments *arguments,
                                  const char *name); /* of char *, or NULL */

/* The whole number an option was given, or `fallback` without it. False when it is no number from
 * `least` to `most`. */
bool arguments_number(const Arguments *arguments, const char *name, long least, long most,
                      long fallback, long *out, GError **error);

/* The rank of `word` in a closed set ("json|jsonl" → 0, 1), or -1. */
int option_rank(const char *values, const char *word);

/* ---- What is made from the table: the caller frees ---------------------------------------- */

char *help_overview(void);
char *help_command(const Command *command);
char *help_manual(void); /* roff, for man/delibex.1 */
char *completion_bash(void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Arguments, arguments_free)

#endif

/* delibex: the command line. Finds the command, reads its options, and ends with its exit code. It
 * never opens a PDF: that is for delibex-reader. */
#include "commands.h"
#include "output.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A program started with a closed descriptor 0, 1 or 2 would take its next file for it: such a
 * place is filled with one that can be neither read nor written. */
static void fill_standard_descriptors(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            open("/", O_PATH | O_DIRECTORY);
}

/* Engines that start these commands try again after a code they do not know. */
static ExitCode usage_code(const Command *command)
{
    bool shards =
        command->run == run_run || command->run == run_merge || command->run == run_filter;
    return shards ? EXIT_SHARD : EXIT_USAGE;
}

static ExitCode run_command(const char *name, char **words)
{
    const Command *command = command_find(name);
    g_autoptr(GError) error = NULL;

    if (!command) {
        complain(name, "there is no such command; see delibex help");
        return EXIT_USAGE;
    }
    g_autoptr(Arguments) arguments = arguments_parse(command, words, &error);
    if (!arguments) {
        complain(NULL, "%s", error->message);
        return usage_code(command);
    }
    if (arguments_flag(arguments, "help")) {
        g_autofree char *help = help_command(command);
        return print_result(help);
    }
    return command->run(arguments);
}

int main(int argc, char **argv)
{
    fill_standard_descriptors();
    /* Whoever reads our output may stop reading: we end then as any filter does, without a word. */
    signal(SIGPIPE, SIG_DFL);

    if (argc < 2) {
        g_autofree char *help = help_overview();
        fputs(help, stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--version") == 0)
        return (int)print_result("delibex " DELIBEX_VERSION "\n");
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        g_autofree char *help = help_overview();
        return (int)print_result(help);
    }
    return (int)run_command(argv[1], argv + 2);
}

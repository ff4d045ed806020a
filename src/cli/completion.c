/* `delibex completion`: what a shell offers behind each word, made from the table of commands. */
#include "commands.h"
#include "export.h"
#include "output.h"

#include "../check/check.h"
#include "../write/tables.h"

#include <string.h>

/* ---- What may stand somewhere: words parted by spaces, or NULL; the caller frees ---------------
 */

static char *parted(const char *values)
{
    return g_strdelimit(g_strdup(values), "|", ' ');
}

static char *names_of_commands(void)
{
    size_t count;
    const Command *commands = command_table(&count);
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < count; i++)
        g_string_append_printf(out, "%s%s", i > 0 ? " " : "", commands[i].name);
    return g_string_free(out, FALSE);
}

static void append_checks(GString *out, const CheckInfo *checks, size_t count)
{
    for (size_t i = 0; i < count; i++)
        g_string_append_printf(out, "%s%s", out->len ? " " : "", checks[i].id);
}

static char *names_of_checks(void)
{
    size_t count;
    GString *out = g_string_new(NULL);
    const CheckInfo *checks = check_list(&count);
    append_checks(out, checks, count);
    checks = check_batch_list(&count);
    append_checks(out, checks, count);
    return g_string_free(out, FALSE);
}

static char *names_of_tables(void)
{
    GString *out = g_string_new(NULL);
    g_autoptr(GPtrArray) tables = tables_new();
    for (guint i = 0; i < tables->len; i++)
        g_string_append_printf(out, "%s%s", i > 0 ? " " : "", table_name(tables->pdata[i]));
    return g_string_free(out, FALSE);
}

static char *words_of_option(const Option *option)
{
    if (option->values)
        return parted(option->values);
    if (strcmp(option->argument, "CHECK") == 0)
        return names_of_checks();
    return strcmp(option->argument, "TABLE") == 0 ? names_of_tables() : NULL;
}

/* Of the first operand: "check|list" stands for itself. */
static char *words_of_operand(const Command *command)
{
    static const char lower[] = "abcdefghijklmnopqrstuvwxyz";
    g_autofree char *first = g_strndup(command->operands, strcspn(command->operands, " "));
    const char *name = g_strstrip(g_strdelimit(first, "[]", ' '));
    if (strcmp(name, "FORMAT") == 0)
        return parted(EXPORT_FORMATS);
    if (strcmp(name, "COMMAND") == 0)
        return names_of_commands();
    return strpbrk(name, lower) ? parted(name) : NULL;
}

/* ---- bash --------------------------------------------------------------------------------------
 */

static void append_option(GString *out, const Option *option)
{
    static const char *const files[] = {"FILE", "PATH", "ARCHIVE", NULL};
    g_autofree char *words = words_of_option(option);
    g_string_append_printf(out, "        --%s", option->name);
    if (option->letter)
        g_string_append_printf(out, "|-%c", option->letter);
    g_string_append(out, ") ");
    if (words)
        g_string_append_printf(out, "COMPREPLY=($(compgen -W '%s' -- \"$word\")); ", words);
    else if (strcmp(option->argument, "DIR") == 0)
        g_string_append(out, "COMPREPLY=($(compgen -d -- \"$word\")); ");
    else if (g_strv_contains(files, option->argument))
        g_string_append(out, "COMPREPLY=($(compgen -f -- \"$word\")); ");
    g_string_append(out, "return ;;\n");
}

static void append_case(GString *out, const Command *command)
{
    g_autofree char *operand = words_of_operand(command);
    g_string_append_printf(out, "    %s)\n        case $before in\n", command->name);
    for (const Option *o = command->options; o->name; o++)
        if (o->argument)
            append_option(out, o);
    g_string_append(out, "        esac\n        words='");
    for (const Option *o = command->options; o->name; o++)
        g_string_append_printf(out, "--%s ", o->name);
    g_string_append_printf(out, "' operand='%s' ;;\n", operand ? operand : "");
}

char *completion_bash(void)
{
    g_autofree char *names = names_of_commands();
    GString *out = g_string_new("_delibex() {\n"
                                "    local word=${COMP_WORDS[COMP_CWORD]} words='' operand=''\n"
                                "    local before=${COMP_WORDS[COMP_CWORD-1]}\n"
                                "    COMPREPLY=()\n"
                                "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n");
    size_t count;
    const Command *commands = command_table(&count);

    g_string_append_printf(out, "        words='%s --help --version'\n", names);
    g_string_append(out, "        COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
                         "        return\n    fi\n    case ${COMP_WORDS[1]} in\n");
    for (size_t i = 0; i < count; i++)
        append_case(out, &commands[i]);
    g_string_append(out, "    esac\n"
                         "    if [[ $word == -* ]]; then\n"
                         "        COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
                         "    elif [ -n \"$operand\" ] && [ \"$COMP_CWORD\" -eq 2 ]; then\n"
                         "        COMPREPLY=($(compgen -W \"$operand\" -- \"$word\"))\n"
                         "    else\n"
                         "        COMPREPLY=($(compgen -f -- \"$word\"))\n"
                         "    fi\n}\n"
                         "complete -o filenames -F _delibex delibex\n");
    return g_string_free(out, FALSE);
}

/* ---- The command -------------------------------------------------------------------------------
 */

ExitCode run_completion(const Arguments *arguments)
{
    const char *shell = arguments_operands(arguments)->pdata[0];

    if (strcmp(shell, "bash") != 0) {
        complain(shell, "there is completion for bash only");
        return EXIT_USAGE;
    }
    g_autofree char *script = completion_bash();
    return print_result(script);
}

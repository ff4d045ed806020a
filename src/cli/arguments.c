/* Reads a command line by the table of options. */
#include "options.h"

#include <stdlib.h>
#include <string.h>

struct Arguments {
    const Command *command;
    GPtrArray *operands; /* of char *, lent by the command line */
    GHashTable *given;   /* option name → GPtrArray of char *; a switch has one "" a mention */
};

void arguments_free(Arguments *arguments)
{
    if (!arguments)
        return;
    g_ptr_array_unref(arguments->operands);
    g_hash_table_unref(arguments->given);
    g_free(arguments);
}

static const Option *option_called(const Command *command, const char *name, size_t length)
{
    for (const Option *o = command->options; o && o->name; o++)
        if (strlen(o->name) == length && strncmp(o->name, name, length) == 0)
            return o;
    return NULL;
}

static const Option *option_lettered(const Command *command, char letter)
{
    for (const Option *o = command->options; o && o->name; o++)
        if (o->letter == letter)
            return o;
    return NULL;
}

int option_rank(const char *values, const char *word)
{
    g_auto(GStrv) all = g_strsplit(values, "|", -1);
    for (int i = 0; all[i]; i++)
        if (strcmp(all[i], word) == 0)
            return i;
    return -1;
}

static bool unknown_option(const Command *command, const char *word, GError **error)
{
    g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION,
                "unknown option %s; see delibex help %s", word, command->name);
    return false;
}

static bool note(Arguments *arguments, const Option *option, const char *value, GError **error)
{
    if (option->values && option_rank(option->values, value) < 0) {
        g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                    "--%s %s: it must be one of %s", option->name, value, option->values);
        return false;
    }
    GPtrArray *values = g_hash_table_lookup(arguments->given, option->name);
    if (!values) {
        values = g_ptr_array_new();
        g_hash_table_insert(arguments->given, (gpointer)option->name, values);
    }
    g_ptr_array_add(values, (gpointer)value);
    return true;
}

/* The value that stands in the next word; moves on to it. */
static bool note_next(Arguments *arguments, const Option *option, char ***word, GError **error)
{
    if (!(*word)[1]) {
        g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--%s needs a value: %s",
                    option->name, option->argument);
        return false;
    }
    (*word)++;
    return note(arguments, option, **word, error);
}

/* `--name`, `--name value` or `--name=value`. */
static bool read_long(Arguments *arguments, char ***word, GError **error)
{
    const char *name = **word + 2;
    const char *equals = strchr(name, '=');
    size_t length = equals ? (size_t)(equals - name) : strlen(name);
    const Option *option = option_called(arguments->command, name, length);

    if (!option)
        return unknown_option(arguments->command, **word, error);
    if (!option->argument && equals) {
        g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--%s takes no value",
                    option->name);
        return false;
    }
    if (!option->argument)
        return note(arguments, option, "", error);
    return equals ? note(arguments, option, equals + 1, error)
                  : note_next(arguments, option, word, error);
}

/* `-ab`, `-o value` or `-ovalue`. */
static bool read_letters(Arguments *arguments, char ***word, GError **error)
{
    for (const char *letter = **word + 1; *letter; letter++) {
        const Option *option = option_lettered(arguments->command, *letter);
        if (!option)
            return unknown_option(arguments->command, **word, error);
        if (option->argument)
            return letter[1] ? note(arguments, option, letter + 1, error)
                             : note_next(arguments, option, word, error);
        if (!note(arguments, option, "", error))
            return false;
    }
    return true;
}

static bool enough_operands(const Arguments *arguments, GError **error)
{
    const Command *command = arguments->command;
    guint count = arguments->operands->len;

    if (count >= command->least && count <= command->most)
        return true;
    if (command->most == 0)
        g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, "%s takes no operand",
                    command->name);
    else
        g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                    "%s operand: delibex %s %s; see delibex help %s",
                    count < command->least ? "missing" : "one too many", command->name,
                    command->operands, command->name);
    return false;
}

Arguments *arguments_parse(const Command *command, char **words, GError **error)
{
    g_autoptr(Arguments) arguments = g_new0(Arguments, 1);
    bool options_ended = false;

    arguments->command = command;
    arguments->operands = g_ptr_array_new();
    arguments->given =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
    for (char **word = words; *word; word++) {
        bool good = true;
        if (options_ended || (*word)[0] != '-' || strcmp(*word, "-") == 0)
            g_ptr_array_add(arguments->operands, *word);
        else if (strcmp(*word, "--") == 0)
            options_ended = true;
        else if ((*word)[1] == '-')
            good = read_long(arguments, &word, error);
        else
            good = read_letters(arguments, &word, error);
        if (!good)
            return NULL;
    }
    if (!arguments_flag(arguments, "help") && !enough_operands(arguments, error))
        return NULL;
    return g_steal_pointer(&arguments);
}

const Command *arguments_command(const Arguments *arguments)
{
    return arguments->command;
}

const GPtrArray *arguments_operands(const Arguments *arguments)
{
    return arguments->operands;
}

const GPtrArray *arguments_values(const Arguments *arguments, const char *name)
{
    g_assert(option_called(arguments->command, name, strlen(name)));
    return g_hash_table_lookup(arguments->given, name);
}

bool arguments_flag(const Arguments *arguments, const char *name)
{
    return arguments_values(arguments, name) != NULL;
}

const char *arguments_value(const Arguments *arguments, const char *name)
{
    const GPtrArray *values = arguments_values(arguments, name);
    return values ? values->pdata[values->len - 1] : NULL;
}

bool arguments_number(const Arguments *arguments, const char *name, long least, long most,
                      long fallback, long *out, GError **error)
{
    const char *value = arguments_value(arguments, name);
    gint64 number = fallback;

    if (value && !g_ascii_string_to_signed(value, 10, least, most, &number, NULL)) {
        g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                    "--%s %s: it must be a whole number from %ld to %ld", name, value, least, most);
        return false;
    }
    *out = (long)number;
    return true;
}

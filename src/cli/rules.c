/* `delibex rules`: the laws of rule sheets, and the list of rules. */
#include "commands.h"
#include "output.h"
#include "places.h"

#include "../rules/rules.h"

#include <stdio.h>
#include <string.h>

static ExitCode check_rules(const RuleSet *set)
{
    g_autoptr(GPtrArray) breaches = g_ptr_array_new_with_free_func(g_free);

    if (!rule_set_check(set, breaches)) {
        for (guint i = 0; i < breaches->len; i++)
            complain(NULL, "%s", (const char *)breaches->pdata[i]);
        complain(NULL, "%u breach%s in %zu rules", breaches->len, breaches->len == 1 ? "" : "es",
                 rule_set_count(set));
        return EXIT_RULES;
    }
    g_autofree char *line = g_strdup_printf("%zu rules keep the laws\n", rule_set_count(set));
    return print_result(line);
}

static ExitCode list_rules(const RuleSet *set)
{
    g_autoptr(GString) out = g_string_new(NULL);

    for (size_t i = 0; i < rule_set_count(set); i++) {
        RuleInfo rule = rule_set_info(set, i);
        g_autofree char *file = shown(rule.file);
        g_autofree char *comment = shown(rule.comment);
        g_string_append_printf(out, "%s\t%s:%d\t%s\t%u ok, %u no\t%s\n", rule.name, file, rule.line,
                               rule.zones[0] ? rule.zones : "-", rule.oks, rule.nos, comment);
    }
    return print_result(out->str);
}

/* The directories named on the command line, else those extract would use. */
static GStrv rule_directories(const Arguments *arguments, GError **error)
{
    const GPtrArray *operands = arguments_operands(arguments);

    if (operands->len < 2)
        return pattern_directories(arguments, error);
    g_autoptr(GStrvBuilder) directories = g_strv_builder_new();
    for (guint i = 1; i < operands->len; i++)
        g_strv_builder_add(directories, operands->pdata[i]);
    const GPtrArray *given = arguments_values(arguments, "patterns");
    for (guint i = 0; given && i < given->len; i++)
        g_strv_builder_add(directories, given->pdata[i]);
    return g_strv_builder_end(directories);
}

ExitCode run_rules(const Arguments *arguments)
{
    const char *verb = arguments_operands(arguments)->pdata[0];
    int rank = option_rank("check|list", verb);
    g_autoptr(GError) error = NULL;

    if (rank < 0) {
        complain(verb, "rules can be checked or listed: delibex rules check|list [DIR...]");
        return EXIT_USAGE;
    }
    g_auto(GStrv) directories = rule_directories(arguments, &error);
    g_autoptr(RuleSet) set =
        directories ? rule_set_load((const char *const *)directories, &error) : NULL;
    if (!set) {
        complain(NULL, "%s", error->message);
        return EXIT_RULES;
    }
    return rank == 0 ? check_rules(set) : list_rules(set);
}

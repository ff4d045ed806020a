/* `delibex schema` and `delibex fields`: the field table, for programs and for people. */
#include "commands.h"
#include "export.h"
#include "output.h"

#include "../base/record.h"
#include "../write/export.h"

ExitCode run_schema(const Arguments *arguments)
{
    const GPtrArray *operands = arguments_operands(arguments);
    const char *name = operands->len > 0 ? operands->pdata[0] : "record";
    g_autofree char *schema = export_schema(name);
    if (!schema) {
        complain(name, "there is no such format: it must be record or one of %s", EXPORT_FORMATS);
        return EXIT_USAGE;
    }
    g_autofree char *line = g_strconcat(schema, g_str_has_suffix(schema, "\n") ? "" : "\n", NULL);

    return print_result(line);
}

static const char *field_type(const Field *field)
{
    static const char *const containers[] = {
        [FIELD_OBJECT] = "object",
        [FIELD_OBJECT_OR_NULL] = "object",
        [FIELD_ARRAY] = "array",
    };
    return field->shape == FIELD_SCALAR ? value_type_name(field->type) : containers[field->shape];
}

ExitCode run_fields(G_GNUC_UNUSED const Arguments *arguments)
{
    g_autoptr(GString) out = g_string_new(NULL);
    size_t count;
    const Field *fields = record_fields(&count);

    for (size_t i = 0; i < count; i++) {
        const Field *f = &fields[i];
        g_string_append_printf(out, "%-34s  %-12s  %-20s  %s", f->pointer, field_type(f),
                               f->capture ? f->capture : "-", f->meaning);
        if (f->values) {
            g_autofree char *values = g_strdelimit(g_strdup(f->values), "|", ' ');
            g_string_append_printf(out, " One of: %s.", values);
        }
        g_string_append_c(out, '\n');
    }
    return print_result(out->str);
}

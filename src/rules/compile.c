/* Gives the words of a sheet their meaning: shapes, rules, fields, constants, examples. */
#include "set.h"

#include "../base/error.h"

#include <string.h>

static void field_clear(gpointer data)
{
    g_free(((RuleField *)data)->name);
}

static void constant_clear(gpointer data)
{
    RuleConstant *constant = data;
    g_free(constant->name);
    value_clear(&constant->value);
}

static void example_value_clear(gpointer data)
{
    ExampleValue *value = data;
    g_free(value->name);
    g_free(value->value);
}

static void example_free(gpointer data)
{
    Example *example = data;
    g_free(example->words);
    g_array_unref(example->lines);
    g_array_unref(example->values);
    g_free(example);
}

static Example *example_new(size_t at)
{
    Example *example = g_new0(Example, 1);
    example->lines = g_array_new(false, false, sizeof(size_t));
    example->values = g_array_new(false, false, sizeof(ExampleValue));
    g_array_set_clear_func(example->values, example_value_clear);
    example->at = at;
    return example;
}

static Rule *rule_new(const Sheet *sheet, const SheetBlock *block)
{
    Rule *rule = g_new0(Rule, 1);
    rule->sheet = sheet;
    rule->at = block->head->rest.start;
    rule->comment = g_strdup(block->comment);
    rule->pass = RULE_PASS_FIELDS;
    rule->fields = g_array_new(false, false, sizeof(RuleField));
    g_array_set_clear_func(rule->fields, field_clear);
    rule->constants = g_array_new(false, false, sizeof(RuleConstant));
    g_array_set_clear_func(rule->constants, constant_clear);
    rule->oks = g_ptr_array_new_with_free_func(example_free);
    rule->nos = g_ptr_array_new_with_free_func(example_free);
    return rule;
}

void rule_free(Rule *rule)
{
    if (!rule)
        return;
    g_free(rule->name);
    g_free(rule->zone_words);
    g_free(rule->comment);
    g_free(rule->source);
    regex_free(rule->regex);
    sieve_free(rule->sieve);
    g_array_unref(rule->fields);
    g_array_unref(rule->constants);
    g_ptr_array_unref(rule->oks);
    g_ptr_array_unref(rule->nos);
    g_free(rule);
}

/* ---- The words of a rule ------------------------------------------------------------------ */

/* One rule in the making. */
typedef struct Making {
    RuleSet *set;
    const Sheet *sheet;
    const ShapeScope *scope;
    Rule *rule;
    const char *short_name; /* as the sheet has it */
    const SheetWord *regex; /* compiled last, when the fields are known */
} Making;

G_GNUC_PRINTF(4, 5)
static bool refuse(const Making *making, size_t at, GError **error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    return sheet_refuse(making->sheet, at, error, "rule %s: %s", making->short_name, message);
}

static bool is_field_name(const char *name)
{
    if (!g_ascii_islower(*name))
        return false;
    for (; *name; name++)
        if (!g_ascii_islower(*name) && !g_ascii_isdigit(*name) && *name != '_')
            return false;
    return true;
}

static bool is_declared(const Rule *rule, const char *name)
{
    for (guint i = 0; i < rule->fields->len; i++)
        if (strcmp(g_array_index(rule->fields, RuleField, i).name, name) == 0)
            return true;
    for (guint i = 0; i < rule->constants->len; i++)
        if (strcmp(g_array_index(rule->constants, RuleConstant, i).name, name) == 0)
            return true;
    return false;
}

static bool check_new_name(const Making *making, const char *name, size_t at, GError **error)
{
    if (!is_field_name(name))
        return refuse(making, at, error, "'%s' is no name of a field (a-z, 0-9, _)", name);
    if (is_declared(making->rule, name))
        return refuse(making, at, error, "'%s' is declared twice", name);
    return true;
}

static bool add_zone(Making *making, const SheetWord *word, GError **error)
{
    g_autofree char *words = sheet_load_text(making->sheet, sheet_word_text(word));
    g_autofree char *unknown = NULL;

    if (making->rule->zone_words)
        return refuse(making, word->at, error, "a second zone: name all zones on one line");
    if (!*words)
        return refuse(making, word->at, error, "zone takes the names of one or more zones");
    g_strdelimit(words, "\n", ' ');
    if (!zone_kinds_parse(words, &making->rule->zones, &unknown))
        return refuse(making, word->rest.start, error, "no zone is called '%s'", unknown);
    making->rule->zone_words = g_steal_pointer(&words);
    return true;
}

/* "NAME TYPE" */
static bool add_field(Making *making, const SheetWord *word, GError **error)
{
    g_autofree char *words = sheet_load_text(making->sheet, sheet_word_text(word));
    RuleField field = {.at = word->rest.start};
    g_auto(GStrv) parts = NULL;

    g_strdelimit(words, "\t\n", ' ');
    char *space = strchr(words, ' ');
    if (!space)
        return refuse(making, word->at, error, "field takes a name and a type");
    *space = '\0';
    const char *type = g_strchug(space + 1);
    if (!check_new_name(making, words, word->rest.start, error))
        return false;
    size_t type_at = word->rest.start + (type - words);
    if (!value_type_parse(type, &field.type))
        return refuse(making, type_at, error, "no type is called '%s'", type);
    field.field = record_field_by_capture(words);
    if (field.field && field.field->type != field.type)
        return refuse(making, type_at, error, "%s is a %s in the record, not a %s", words,
                      value_type_name(field.field->type), type);
    if (strcmp(words, RULE_OPENS) == 0)
        return refuse(making, word->rest.start, error,
                      "'" RULE_OPENS "' is set, it cannot be captured");
    field.name = g_strdup(words);
    g_array_append_val(making->rule->fields, field);
    return true;
}

/* Splits "name = value" in place; the value may be empty. */
static bool split_equation(char *words, char **value)
{
    char *equals = strchr(words, '=');
    if (!equals)
        return false;
    *equals = '\0';
    g_strchomp(words);
    *value = g_strchug(equals + 1);
    return true;
}

static bool is_in_closed_set(const char *values, const char *value)
{
    g_auto(GStrv) list = g_strsplit(values, "|", -1);
    return g_strv_contains((const char *const *)list, value);
}

static bool read_constant(const Making *making, RuleConstant *constant, const char *text,
                          size_t value_at, GError **error)
{
    ValueType type = constant->field ? constant->field->type : VALUE_TEXT;
    if (!constant->field && strcmp(constant->name, RULE_OPENS) == 0) {
        unsigned kinds = 0;
        g_autofree char *unknown = NULL;
        bool known = zone_kinds_parse(text, &kinds, &unknown);
        if (!known || kinds == 0 || (kinds & (kinds - 1)) != 0)
            return refuse(making, value_at, error, "'%s' is not one zone to open", text);
        if (kinds == 1u << ZONE_ANY || kinds == 1u << ZONE_STAMP)
            return refuse(making, value_at, error, "no phrase opens the zone '%s'", text);
    }
    if (constant->field && constant->field->values &&
        !is_in_closed_set(constant->field->values, text))
        return refuse(making, value_at, error, "%s is one of %s, not '%s'", constant->name,
                      constant->field->values, text);
    if (!*text || !value_from_canonical(type, text, &constant->value))
        return refuse(making, value_at, error, "'%s' is no %s", text, value_type_name(type));
    return true;
}

/* "NAME = VALUE" */
static bool add_constant(Making *making, const SheetWord *word, GError **error)
{
    Span rest = sheet_word_text(word);
    g_autofree char *words = sheet_load_text(making->sheet, rest);
    char *text = NULL;

    if (!split_equation(words, &text))
        return refuse(making, word->at, error, "set takes 'name = value'");
    if (!check_new_name(making, words, rest.start, error))
        return false;
    RuleConstant constant = {
        .name = words, .field = record_field_by_capture(words), .at = rest.start};
    if (!read_constant(making, &constant, text, rest.start + (text - words), error))
        return false;
    constant.name = g_strdup(words);
    g_array_append_val(making->rule->constants, constant);
    if (strcmp(words, RULE_OPENS) == 0)
        making->rule->pass = RULE_PASS_LANDMARKS;
    return true;
}

/* ---- Examples ----------------------------------------------------------------------------- */

static bool add_example_value(Making *making, Example *example, Span line, GError **error)
{
    g_autofree char *words = sheet_load_text(making->sheet, line);
    char *text = NULL;
    if (!split_equation(words, &text) || !is_field_name(words))
        return refuse(
            making, line.start, error,
            "expected 'name = value' (or '|' before every line of an example of several)");
    ExampleValue value = {.name = g_strdup(words), .value = g_strdup(text), .at = line.start};
    g_array_append_val(example->values, value);
    return true;
}

/* Adds one line to the words of an example; `bar` when it is written behind a '|'. */
static void add_example_line(const Sheet *sheet, GString *words, Example *example, Span line,
                             bool bar)
{
    if (bar) {
        line.start++;
        if (line.start < line.end && sheet->contents[line.start] == ' ')
            line.start++;
    }
    if (example->lines->len > 0)
        g_string_append_c(words, '\n');
    g_string_append_len(words, sheet->contents + line.start, span_length(line));
    g_array_append_val(example->lines, line.start);
}

static bool add_example(Making *making, const SheetWord *word, bool ok, GError **error)
{
    const char *contents = making->sheet->contents;
    Example *example = example_new(word->rest.start);
    g_autoptr(GString) words = g_string_new(NULL);
    bool bars = span_length(word->rest) == 0 || contents[word->rest.start] == '|';

    g_ptr_array_add(ok ? making->rule->oks : making->rule->nos, example);
    if (span_length(word->rest) > 0)
        add_example_line(making->sheet, words, example, word->rest, bars);
    for (guint i = 0; i < word->more->len; i++) {
        Span line = g_array_index(word->more, Span, i);
        if (bars && contents[line.start] == '|') {
            if (example->values->len > 0)
                return refuse(making, line.start, error,
                              "the words of an example come before its values");
            add_example_line(making->sheet, words, example, line, true);
        } else if (!ok) {
            return refuse(making, line.start, error, "what does not match has no values");
        } else if (!add_example_value(making, example, line, error)) {
            return false;
        }
    }
    if (example->lines->len == 0)
        return refuse(making, word->at, error, "%s takes an example", word->word);
    example->words = g_strdup(words->str);
    return true;
}

/* ---- The rule as a whole ------------------------------------------------------------------ */

static bool add_word(Making *making, const SheetWord *word, GError **error)
{
    if (strcmp(word->word, "zone") == 0)
        return add_zone(making, word, error);
    if (strcmp(word->word, "field") == 0)
        return add_field(making, word, error);
    if (strcmp(word->word, "set") == 0)
        return add_constant(making, word, error);
    if (strcmp(word->word, "ok") == 0)
        return add_example(making, word, true, error);
    if (strcmp(word->word, "no") == 0)
        return add_example(making, word, false, error);
    if (making->regex)
        return refuse(making, word->at, error, "a second regex: a rule has one");
    making->regex = word;
    return true;
}

static bool compile_regex(Making *making, GError **error)
{
    Rule *rule = making->rule;
    if (!making->regex || span_length(sheet_word_text(making->regex)) == 0)
        return refuse(making, making->regex ? making->regex->at : rule->at, error,
                      "it has no regex");

    Span source = sheet_word_text(making->regex);
    g_autofree char *who = g_strdup_printf("rule %s: ", making->short_name);
    g_autoptr(GPtrArray) needs = NULL;
    bool ends_in_comment = false;
    rule->regex =
        shape_compile(making->sheet, source, making->scope, who, &ends_in_comment, &needs, error);
    if (!rule->regex)
        return false;
    g_autoptr(Need) need = shape_read_need(making->sheet, source, making->scope);
    rule->sieve = sieve_new(making->set->sieves, need);
    rule->source = sheet_load_text(making->sheet, source);
    rule->source_at = source.start;
    for (guint i = 0; i < needs->len; i++)
        ((Shape *)needs->pdata[i])->used = true;
    if (regex_matches_empty(rule->regex))
        return refuse(making, source.start, error, "the regex matches nothing at all, everywhere");
    for (guint i = 0; i < rule->fields->len; i++) {
        RuleField *field = &g_array_index(rule->fields, RuleField, i);
        field->group = regex_group(rule->regex, field->name);
    }
    making->set->groups = MAX(making->set->groups, regex_group_count(rule->regex));
    return true;
}

/* Decides when and where the rule runs. */
static bool settle_zones(const Making *making, GError **error)
{
    Rule *rule = making->rule;
    const unsigned any = 1u << ZONE_ANY, stamp = 1u << ZONE_STAMP, subject = 1u << ZONE_SUBJECT;

    if (rule->pass == RULE_PASS_LANDMARKS) {
        if (rule->zone_words && rule->zones != any)
            return refuse(making, rule->at, error,
                          "a landmark is looked for everywhere: it takes no zone");
        rule->zones = any;
    } else if (!rule->zone_words) {
        return refuse(making, rule->at, error, "it has no zone (* is the whole text)");
    } else if (rule->zones & stamp) {
        if (rule->zones != stamp)
            return refuse(making, rule->at, error,
                          "stamps are read first and by themselves: zone stamp stands alone");
        rule->pass = RULE_PASS_STAMPS;
    } else if (rule->zones & subject) {
        if (rule->zones != subject)
            return refuse(making, rule->at, error,
                          "subjects are read last and by themselves: zone subject stands alone");
        rule->pass = RULE_PASS_SUBJECTS;
    } else if (rule->zones & any) {
        rule->zones = any;
    }
    if (!rule->zone_words)
        rule->zone_words = g_strdup("");
    if (rule->fields->len == 0 && rule->constants->len == 0)
        return refuse(making, rule->at, error, "it reads nothing: no field and no set");
    return true;
}

static bool name_rule(Making *making, GError **error)
{
    const char *p = making->short_name;
    bool kebab = g_ascii_islower(*p);
    for (; *p; p++)
        kebab = kebab &&
                (g_ascii_islower(*p) || g_ascii_isdigit(*p) || (*p == '-' && p[1] && p[1] != '-'));
    if (!kebab)
        return sheet_refuse(making->sheet, making->rule->at, error,
                            "a rule has a name like 'date-in-words', not '%s'", making->short_name);
    making->rule->name = g_strdup_printf("%s/%s", making->sheet->stem, making->short_name);
    for (guint i = 0; i < making->set->rules->len; i++) {
        const Rule *other = g_ptr_array_index(making->set->rules, i);
        if (strcmp(other->name, making->rule->name) == 0) {
            g_autofree char *place = sheet_load_place(other->sheet, other->at);
            return sheet_refuse(making->sheet, making->rule->at, error,
                                "a rule is already called %s, at %s", other->name, place);
        }
    }
    return true;
}

static Rule *rule_read(RuleSet *set, const Sheet *sheet, const SheetBlock *block,
                       const ShapeScope *scope, GError **error)
{
    g_autoptr(Rule) rule = rule_new(sheet, block);
    g_autofree char *name = sheet_load_text(sheet, block->head->rest);
    Making making = {.set = set, .sheet = sheet, .scope = scope, .rule = rule, .short_name = name};

    if (!*name) {
        sheet_refuse(sheet, block->head->at, error, "rule takes a name");
        return NULL;
    }
    if (!name_rule(&making, error))
        return NULL;
    for (guint i = 0; i < block->words->len; i++)
        if (!add_word(&making, g_ptr_array_index(block->words, i), error))
            return NULL;
    if (!compile_regex(&making, error) || !settle_zones(&making, error))
        return NULL;
    rule->order = (int)set->rules->len;
    return g_steal_pointer(&rule);
}

bool sheet_compile(RuleSet *set, const Sheet *sheet, ShapeScope *common, GError **error)
{
    bool is_common = g_str_has_prefix(sheet->name, "00-");
    g_autoptr(ShapeScope) own = shape_scope_new(common);
    ShapeScope *scope = is_common ? common : own;

    for (guint i = 0; i < sheet->blocks->len; i++) {
        const SheetBlock *block = g_ptr_array_index(sheet->blocks, i);
        if (strcmp(block->head->word, "define") == 0) {
            Shape *shape = shape_read(sheet, block->head, scope, error);
            if (!shape)
                return false;
            g_ptr_array_add(set->shapes, shape);
        } else {
            Rule *rule = rule_read(set, sheet, block, scope, error);
            if (!rule)
                return false;
            g_ptr_array_add(set->rules, rule);
        }
    }
    return true;
}

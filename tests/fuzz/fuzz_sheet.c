/* room: rules */
/* Any bytes as a rule sheet: it is refused with a place, or it loads, keeps or breaks the laws, and
 * can be run on its own words. */
#include "../../src/base/error.h"
#include "../../src/rules/set.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void run_on_its_words(const RuleSet *set, const Sheet *sheet)
{
    g_autoptr(Text) text = text_new();
    g_autoptr(Outline) outline = outline_new();
    for (const char *p = sheet->contents; *p; p = g_utf8_next_char(p)) {
        if (*p == '\n')
            text_end_line(text, 1, 0, 0);
        else
            text_append(text, g_utf8_get_char(p), 1, (Box){0}, 100);
    }
    text_end_line(text, 1, 0, 0);
    Zone zone = {.kind = ZONE_HEAD, .act = ZONE_NO_ACT};
    text_folded(text, &zone.span.end);
    outline_add(outline, zone);
    for (RulePass pass = RULE_PASS_LANDMARKS; pass <= RULE_PASS_FIELDS; pass++) {
        g_autoptr(Matches) matches = matches_new();
        rule_set_match(set, pass, text, outline, matches);
        for (guint i = 0; i < matches->matches->len; i++) {
            const Match *match = g_ptr_array_index(matches->matches, i);
            g_assert(match->span.start < match->span.end && match->span.end <= zone.span.end);
            g_assert(match->captures->len > 0);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(ShapeScope) common = shape_scope_new(NULL);
    g_autoptr(RuleSet) set = rule_set_new();

    Sheet *sheet = sheet_read("fuzz.rules", (const char *)data, size, &error);
    if (sheet)
        g_ptr_array_add(set->sheets, sheet);
    if (!sheet || !sheet_compile(set, sheet, common, &error)) {
        g_assert(error && g_str_has_prefix(error->message, "fuzz.rules:"));
        return 0;
    }
    g_assert(!error);
    g_autoptr(GPtrArray) breaches = g_ptr_array_new_with_free_func(g_free);
    rule_set_check(set, breaches);
    run_on_its_words(set, sheet);
    return 0;
}

/* PCRE2, and nothing but PCRE2: compile, match under limits, names of groups, "how far". */
#include "regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>

/* One match may try this many ways, nest this deep, and keep this much on the heap. They bound one
 * starting place; the time of a whole pass is bounded by the clock in match.c. */
enum {
    MATCH_LIMIT = 100000,
    MATCH_LIMIT_INTERPRETED = 1000000, /* it counts smaller steps */
    DEPTH_LIMIT = 100000,
    HEAP_LIMIT_KIB = 64 * 1024,
    JIT_STACK_FIRST = 32 * 1024,
    JIT_STACK_MOST = 8 * 1024 * 1024,
};

enum {
    OPTIONS = PCRE2_EXTENDED | PCRE2_CASELESS | PCRE2_MULTILINE | PCRE2_NO_AUTO_CAPTURE |
              PCRE2_USE_OFFSET_LIMIT | PCRE2_NEVER_UTF | PCRE2_NEVER_UCP | PCRE2_NEVER_BACKSLASH_C,
};

struct Regex {
    pcre2_code *code;
    bool compiled;
};

struct RegexRun {
    pcre2_match_data *data;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
};

Regex *regex_new(const char *pattern, size_t length, size_t *error_at, char **message)
{
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    int code = 0;
    PCRE2_SIZE at = 0;

    pcre2_set_newline(context, PCRE2_NEWLINE_LF);
    pcre2_set_bsr(context, PCRE2_BSR_ANYCRLF);
    pcre2_code *compiled = pcre2_compile((PCRE2_SPTR)pattern, length, OPTIONS, &code, &at, context);
    pcre2_compile_context_free(context);
    if (!compiled) {
        PCRE2_UCHAR words[256];
        pcre2_get_error_message(code, words, sizeof words);
        *error_at = at;
        *message = g_strdup((const char *)words);
        return NULL;
    }
    Regex *regex = g_new0(Regex, 1);
    regex->code = compiled;
    return regex;
}

void regex_translate(Regex *regex)
{
    regex->compiled = pcre2_jit_compile(regex->code, PCRE2_JIT_COMPLETE) == 0;
}

void regex_free(Regex *regex)
{
    if (!regex)
        return;
    pcre2_code_free(regex->code);
    g_free(regex);
}

unsigned regex_group(const Regex *regex, const char *name)
{
    int number = pcre2_substring_number_from_name(regex->code, (PCRE2_SPTR)name);
    return number > 0 ? (unsigned)number : 0;
}

GPtrArray *regex_load_names(const Regex *regex)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    uint32_t count = 0, size = 0;
    PCRE2_SPTR table = NULL;

    pcre2_pattern_info(regex->code, PCRE2_INFO_NAMECOUNT, &count);
    pcre2_pattern_info(regex->code, PCRE2_INFO_NAMEENTRYSIZE, &size);
    pcre2_pattern_info(regex->code, PCRE2_INFO_NAMETABLE, &table);
    for (uint32_t i = 0; i < count; i++) /* each entry: two bytes of number, then the name */
        g_ptr_array_add(names, g_strdup((const char *)table + i * size + 2));
    return names;
}

unsigned regex_group_count(const Regex *regex)
{
    uint32_t count = 0;
    pcre2_pattern_info(regex->code, PCRE2_INFO_CAPTURECOUNT, &count);
    return count;
}

bool regex_matches_empty(const Regex *regex)
{
    /* Where a regex calls shapes PCRE2 answers "perhaps", so the regex is asked itself: it may not
     * match nothing at any place of these. */
    static const char *const probes[] = {"",   "a",    "1",   " ",        "a b",
                                         "\n", ":\n1", "(a)", "M. A-B, C"};
    uint32_t perhaps = 0;
    pcre2_pattern_info(regex->code, PCRE2_INFO_MATCHEMPTY, &perhaps);
    if (!perhaps)
        return false;

    g_autoptr(RegexRun) run = regex_run_new(regex_group_count(regex));
    pcre2_set_offset_limit(run->context, PCRE2_UNSET);
    for (size_t i = 0; i < G_N_ELEMENTS(probes); i++) {
        size_t length = strlen(probes[i]);
        for (size_t at = 0; at <= length; at++) {
            int found = pcre2_match(regex->code, (PCRE2_SPTR)probes[i], length, at, PCRE2_ANCHORED,
                                    run->data, run->context);
            const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(run->data);
            if (found > 0 && ends[0] >= ends[1])
                return true;
        }
    }
    return false;
}

bool regex_is_compiled(const Regex *regex)
{
    return regex->compiled;
}

RegexRun *regex_run_new(unsigned groups)
{
    RegexRun *run = g_new0(RegexRun, 1);
    run->data = pcre2_match_data_create(groups + 1, NULL);
    run->context = pcre2_match_context_create(NULL);
    run->stack = pcre2_jit_stack_create(JIT_STACK_FIRST, JIT_STACK_MOST, NULL);
    if (!run->data || !run->context)
        g_error("out of memory for matching"); /* as GLib does */
    pcre2_set_match_limit(run->context, MATCH_LIMIT_INTERPRETED);
    pcre2_set_depth_limit(run->context, DEPTH_LIMIT);
    pcre2_set_heap_limit(run->context, HEAP_LIMIT_KIB);
    if (run->stack)
        pcre2_jit_stack_assign(run->context, NULL, run->stack);
    return run;
}

void regex_run_free(RegexRun *run)
{
    if (!run)
        return;
    pcre2_match_data_free(run->data);
    pcre2_match_context_free(run->context);
    pcre2_jit_stack_free(run->stack);
    g_free(run);
}

RegexAnswer regex_match(const Regex *regex, RegexRun *run, const char *subject, size_t length,
                        Span starts)
{
    g_assert(starts.start < starts.end && starts.end <= length);
    pcre2_set_offset_limit(run->context, starts.end - 1);
    pcre2_set_match_limit(run->context, regex->compiled ? MATCH_LIMIT : MATCH_LIMIT_INTERPRETED);
    /* pcre2_match would come to the same machine code, by a longer way */
    int found = (regex->compiled ? pcre2_jit_match : pcre2_match)(
        regex->code, (PCRE2_SPTR)subject, length, starts.start, PCRE2_NOTEMPTY, run->data,
        run->context);
    if (found > 0)
        return REGEX_MATCH;
    return found == PCRE2_ERROR_NOMATCH ? REGEX_NO_MATCH : REGEX_LIMIT;
}

bool regex_run_group(const RegexRun *run, unsigned group, Span *out)
{
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(run->data);
    PCRE2_SIZE start = ends[2 * group], end = ends[2 * group + 1];
    if (start == PCRE2_UNSET || start > end)
        return false;
    *out = (Span){start, end};
    return true;
}

bool regex_reach(const Regex *regex, RegexRun *run, const char *subject, size_t length, Span *out)
{
    Span best = {0, 0};
    const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(run->data);

    /* Machine code is made for whole matches only; partial ones are interpreted. */
    pcre2_set_offset_limit(run->context, PCRE2_UNSET);
    for (size_t end = 1; end <= length; end++) {
        for (size_t from = 0; from < end && end - from > span_length(best); from++) {
            int found = pcre2_match(regex->code, (PCRE2_SPTR)subject, end, from,
                                    PCRE2_PARTIAL_HARD | PCRE2_ANCHORED | PCRE2_NO_JIT, run->data,
                                    run->context);
            if (found == PCRE2_ERROR_PARTIAL && end - ends[0] > span_length(best))
                best = (Span){ends[0], end};
        }
    }
    *out = best;
    return span_length(best) > 0;
}

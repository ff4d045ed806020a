/* What acts are about: rules of zone subject, run on the words that say it and on nothing else. */
#include "act.h"

#include "../base/matter.h"

#include <string.h>

/* How sure a matter is: by a rule alone in its class, and where another class is named as well; the
 * same of rules that know a theme only. Words of the decision say it less surely than a subject. */
static const double sure = 0.9, doubted = 0.75, by_theme = 0.7, by_one_of_themes = 0.55,
                    by_decision = 0.8;

enum { DECISIONS = 2, WORDS_MOST = 600 };

/* Appends a value of the record; false where it is silent. */
static bool append_words(Text *text, const Record *record, const char *pointer)
{
    const char *words = record_text(record, pointer);
    int count = 0;
    for (const char *p = words; p && *p && count < WORDS_MOST; p = g_utf8_next_char(p), count++)
        text_append(text, g_utf8_get_char(p), 1, (Box){0}, 100);
    if (count > 0)
        text_end_line(text, 1, 0, 0);
    return count > 0;
}

static bool append_act(Text *text, const Record *record, size_t act, MatterWords words)
{
    char pointer[RECORD_POINTER_SIZE];
    bool any = false;
    if (record_get(record, record_at(pointer, "/acts/%zu/matter/code", act)))
        return false;
    if (words == MATTER_SUBJECT)
        return append_words(text, record, record_at(pointer, "/acts/%zu/subject", act));
    for (size_t i = 0; i < DECISIONS; i++)
        any |= append_words(text, record, record_at(pointer, "/acts/%zu/decisions/%zu", act, i));
    return any;
}

Text *matter_words(const Record *record, MatterWords words, Outline *outline)
{
    g_autoptr(Text) text = text_new();
    size_t start = 0, end = 0;
    for (size_t act = 0; act < record_length(record, "/acts"); act++) {
        if (!append_act(text, record, act, words))
            continue;
        text_folded(text, &end);
        outline_add(
            outline,
            (Zone){.kind = ZONE_SUBJECT, .span = {start, end}, .act = (int)act, .body = start});
        start = end;
    }
    return end > 0 ? g_steal_pointer(&text) : NULL;
}

/* The rules that matched in one act's words. */
typedef struct Answer {
    const Match *match; /* the first of them in order */
    const char *code;   /* what it says */
    bool theme;         /* it knows a theme only */
    bool doubted;       /* another one of its kind says another class */
} Answer;

static Answer answer_of(const Matches *matches, int act, bool themes)
{
    Answer answer = {.theme = themes};
    for (guint i = 0; i < matches->matches->len; i++) {
        const Match *match = matches->matches->pdata[i];
        const Capture *code = match_capture(match, themes ? "theme" : "matter");
        if (match->act != act || !code)
            continue;
        answer.doubted |= answer.code && answer.code[0] != code->value.text[0];
        if (answer.match && answer.match->order <= match->order)
            continue;
        answer.match = match;
        answer.code = code->value.text;
    }
    return answer;
}

static double confidence_of(const Answer *answer, MatterWords words)
{
    double confidence = answer->theme ? (answer->doubted ? by_one_of_themes : by_theme)
                                      : (answer->doubted ? doubted : sure);
    return words == MATTER_DECISION ? confidence * by_decision : confidence;
}

/* The rule's words, at the place of those it was found in. */
static void add_evidence(const Text *text, const Answer *answer, const char *from,
                         double confidence, const char *pointer, Record *record)
{
    const GPtrArray *places = record_evidence(record, from);
    const Evidence *place = places && places->len > 0 ? places->pdata[0] : NULL;
    g_autofree char *quote = text_quote(text, answer->match->span);
    g_auto(Value) words = {0};
    if (!place || !value_read(VALUE_TEXT, quote, &words))
        return;
    Evidence evidence = {.page = place->page,
                         .box = place->box,
                         .text = words.text,
                         .rule = (char *)answer->match->rule,
                         .confidence = confidence * place->confidence,
                         .span = place->span};
    record_add_evidence(record, pointer, &evidence);
}

static void put_answer(const Text *text, const Answer *answer, MatterWords words, size_t act,
                       Record *record)
{
    char pointer[RECORD_POINTER_SIZE], from[RECORD_POINTER_SIZE];
    const char *label = matter_label(answer->code);
    record_at(from, words == MATTER_SUBJECT ? "/acts/%zu/subject" : "/acts/%zu/decisions/0", act);
    record_set_text(record, record_at(pointer, "/acts/%zu/matter/source", act), "inferred");
    if (label)
        record_set_text(record, record_at(pointer, "/acts/%zu/matter/label", act), label);
    record_set_text(record, record_at(pointer, "/acts/%zu/matter/code", act), answer->code);
    add_evidence(text, answer, from, confidence_of(answer, words), pointer, record);
}

void matter_assemble(const Text *text, MatterWords words, const Matches *matches, Record *record)
{
    char pointer[RECORD_POINTER_SIZE];
    for (size_t act = 0; act < record_length(record, "/acts"); act++) {
        if (record_get(record, record_at(pointer, "/acts/%zu/matter/code", act)))
            continue;
        Answer answer = answer_of(matches, (int)act, false);
        if (!answer.match && words == MATTER_SUBJECT)
            answer = answer_of(matches, (int)act, true);
        if (answer.match && !(words == MATTER_DECISION && answer.doubted))
            put_answer(text, &answer, words, act, record);
    }
}

/* What the stages left behind, as JSON. See json_stages.h. */
#include "json_stages.h"

#include <string.h>

/* The words of a span with its line breaks made spaces: one line a row reads better. */
static void emit_quote(Emit *emit, const Text *text, Span span)
{
    g_autofree char *quote = text_quote(text, span);
    emit_text(emit, g_strstrip(g_strdelimit(quote, "\n", ' ')));
}

static void emit_key_quote(Emit *emit, const Text *text, Span span)
{
    emit_key(emit, "text");
    emit_quote(emit, text, span);
}

static void emit_key_act(Emit *emit, int act)
{
    emit_key(emit, "act");
    if (act == ZONE_NO_ACT)
        emit_null(emit);
    else
        emit_integer(emit, act);
}

static void emit_line_flags(Emit *emit, unsigned flags)
{
    static const struct {
        unsigned bit;
        const char *name;
    } names[] = {
        {LINE_FURNITURE, "furniture"}, {LINE_STAMP, "stamp"},         {LINE_BOLD, "bold"},
        {LINE_MARGIN, "margin"},       {LINE_PARAGRAPH, "paragraph"},
    };
    emit_key(emit, "flags");
    emit_open(emit, '[');
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
        if (flags & names[i].bit)
            emit_text(emit, names[i].name);
    emit_close(emit, '[');
}

static void emit_lines(Emit *emit, const Text *text)
{
    emit_open(emit, '[');
    for (size_t i = 0; i < text_line_count(text); i++) {
        const Line *line = text_line(text, i);
        g_autofree char *quote = text_quote(text, line->span);
        emit_open(emit, '{');
        emit_key_integer(emit, "page", line->page);
        emit_key_text(emit, "text", quote);
        emit_line_flags(emit, line->flags);
        emit_close(emit, '{');
    }
    emit_close(emit, '[');
}

static void emit_zones(Emit *emit, const Text *text, const Outline *outline)
{
    emit_open(emit, '[');
    for (guint i = 0; i < outline->zones->len; i++) {
        const Zone *zone = &g_array_index(outline->zones, Zone, i);
        emit_open(emit, '{');
        emit_key_text(emit, "zone", zone_kind_name(zone->kind));
        emit_key_act(emit, zone->act);
        emit_key_integer(emit, "page", text_page(text, zone->span.start));
        emit_key_quote(emit, text, zone->span);
        emit_close(emit, '{');
    }
    emit_close(emit, '[');
}

static void emit_capture(Emit *emit, const Text *text, const Capture *capture)
{
    emit_open(emit, '{');
    emit_key_text(emit, "name", capture->name);
    emit_key_text(emit, "value", capture->value.text);
    emit_key_quote(emit, text, capture->span);
    emit_key(emit, "confidence");
    emit_confidence(emit, capture->value.confidence);
    emit_close(emit, '{');
}

static void emit_matches(Emit *emit, const Text *text, const Matches *matches)
{
    if (!matches)
        return;
    for (guint i = 0; i < matches->matches->len; i++) {
        const Match *match = matches->matches->pdata[i];
        emit_open(emit, '{');
        emit_key_text(emit, "rule", match->rule);
        emit_key_text(emit, "zone", zone_kind_name(match->zone));
        emit_key_act(emit, match->act);
        emit_key_integer(emit, "page", text_page(text, match->span.start));
        emit_key_quote(emit, text, match->span);
        emit_key(emit, "captures");
        emit_open(emit, '[');
        for (guint j = 0; j < match->captures->len; j++)
            emit_capture(emit, text, &g_array_index(match->captures, Capture, j));
        emit_close(emit, '[');
        emit_close(emit, '{');
    }
}

enum { HEADING_MOST = 200 }; /* bytes of a heading in a text without lines */

/* ---- Unread lines ------------------------------------------------------------------------- */

static void mark_span(const Text *text, Span span, bool *read)
{
    if (span_length(span) == 0)
        return;
    size_t last = text_line_at(text, span.end - 1);
    for (size_t i = text_line_at(text, span.start); i <= last; i++)
        read[i] = true;
}

static void mark_matches(const Text *text, const Matches *matches, bool *read)
{
    for (guint i = 0; matches && i < matches->matches->len; i++)
        mark_span(text, ((Match *)matches->matches->pdata[i])->span, read);
}

/* Two letters in a row. */
static bool holds_letters(const char *text)
{
    for (; *text; text = g_utf8_next_char(text))
        if (g_unichar_isalpha(g_utf8_get_char(text)) &&
            g_unichar_isalpha(g_utf8_get_char(g_utf8_next_char(text))))
            return true;
    return false;
}

/* Whether the evidence was read on this line. Plain text has no boxes: there the words decide; a
 * number alone stands on many lines, and the rule that read it has marked its own. */
static bool line_holds(const Text *text, const Line *line, const Evidence *evidence)
{
    if (line->page != evidence->page)
        return false;
    if (!box_is_empty(line->box) && !box_is_empty(evidence->box)) {
        float middle = (line->box.y0 + line->box.y1) / 2;
        return evidence->box.y0 <= middle && middle <= evidence->box.y1 &&
               evidence->box.x0 < line->box.x1 && line->box.x0 < evidence->box.x1;
    }
    g_autofree char *quote = text_quote(text, line->span);
    g_strstrip(quote);
    return *quote && evidence->text && holds_letters(evidence->text) &&
           (strstr(quote, evidence->text) || strstr(evidence->text, quote));
}

static void mark_evidence(const Text *text, const Record *record, bool *read)
{
    g_autoptr(GPtrArray) pointers = record_evidence_pointers(record);
    for (guint i = 0; i < pointers->len; i++) {
        const GPtrArray *list = record_evidence(record, pointers->pdata[i]);
        for (guint j = 0; j < list->len; j++)
            for (size_t k = 0; k < text_line_count(text); k++)
                if (!read[k] && line_holds(text, text_line(text, k), list->pdata[j]))
                    read[k] = true;
    }
}

/* Two letters in a row: a rule of dashes or a page number is nothing to read. */
static bool holds_words(const Text *text, Span span)
{
    const char *folded = text_folded(text, NULL);
    for (size_t i = span.start; i + 1 < span.end; i++)
        if (g_ascii_isalpha(folded[i]) && g_ascii_isalpha(folded[i + 1]))
            return true;
    return false;
}

static void emit_unread(Emit *emit, const WriteStages *stages, const Record *record)
{
    const Text *text = stages->text;
    g_autofree bool *read = g_new0(bool, text_line_count(text) + 1);
    mark_matches(text, stages->stamps, read);
    mark_matches(text, stages->landmarks, read);
    mark_matches(text, stages->fields, read);
    mark_evidence(text, record, read);

    emit_open(emit, '[');
    for (size_t i = 0; i < text_line_count(text); i++) {
        const Line *line = text_line(text, i);
        const Zone *zone = outline_zone_at(stages->outline, line->span.start);
        if (read[i] || !holds_words(text, line->span) ||
            (zone && (zone->kind == ZONE_BODY || zone->kind == ZONE_OTHER)))
            continue;
        emit_open(emit, '{');
        emit_key_text(emit, "zone", zone ? zone_kind_name(zone->kind) : NULL);
        emit_key_integer(emit, "page", line->page);
        emit_key_quote(emit, text, line->span);
        emit_close(emit, '{');
    }
    emit_close(emit, '[');
}

/* Headings under which nothing is decided, by their first line: matters that are no acts. */
static void emit_left_out(Emit *emit, const WriteStages *stages)
{
    const Text *text = stages->text;
    emit_open(emit, '[');
    for (guint i = 0; i < stages->outline->left_out->len; i++) {
        Span span = g_array_index(stages->outline->left_out, Span, i);
        const Line *line = text_line(text, text_line_at(text, span.start));
        span.end = MIN(MIN(span.end, line->span.end), span.start + HEADING_MOST);
        emit_open(emit, '{');
        emit_key_integer(emit, "page", line->page);
        emit_key_quote(emit, text, span);
        emit_close(emit, '{');
    }
    emit_close(emit, '[');
}

/* ---- Words -------------------------------------------------------------------------------- */

/* The text of one act, or of what belongs to none. */
typedef struct Words {
    GString *text;   /* NULL while there is none */
    int first, page; /* where it begins, and where its end stands */
} Words;

/* Appends the lines a span touches, as far as it does, each with a line feed. */
static void append_words(Words *words, const Text *text, Span span)
{
    if (span_length(span) == 0)
        return;
    size_t last = text_line_at(text, span.end - 1);
    for (size_t i = text_line_at(text, span.start); i <= last; i++) {
        const Line *line = text_line(text, i);
        Span part = {MAX(span.start, line->span.start), MIN(span.end, line->span.end)};
        if (part.start >= part.end)
            continue;
        g_autofree char *quote = text_quote(text, part);
        if (!words->text) {
            words->text = g_string_new(NULL);
            words->first = words->page = line->page;
        }
        for (; words->page < line->page; words->page++)
            g_string_append_c(words->text, '\f');
        g_string_append(words->text, quote);
        g_string_append_c(words->text, '\n');
    }
}

static void emit_words_of(Emit *emit, const Words *words, int act)
{
    if (!words->text)
        return;
    emit_open(emit, '{');
    emit_key_act(emit, act);
    emit_key_integer(emit, "page", words->first);
    emit_key_text(emit, "text", words->text->str);
    emit_close(emit, '{');
    g_string_free(words->text, true);
}

static void emit_words(Emit *emit, const Text *text, const Outline *outline, const Record *record)
{
    int acts = (int)record_length(record, "/acts");
    size_t length;
    text_folded(text, &length);
    /* The last is for what belongs to no act. */
    g_autofree Words *all = g_new0(Words, acts + 1);
    if (acts <= 1)
        append_words(&all[0], text, (Span){0, length});
    for (guint i = 0; acts > 1 && i < outline->zones->len; i++) {
        const Zone *zone = &g_array_index(outline->zones, Zone, i);
        append_words(&all[zone->act >= 0 && zone->act < acts ? zone->act : acts], text, zone->span);
    }
    emit_open(emit, '[');
    for (int act = 0; act < acts; act++)
        emit_words_of(emit, &all[act], act);
    emit_words_of(emit, &all[acts], ZONE_NO_ACT);
    emit_close(emit, '[');
}

void emit_stages(Emit *emit, const WriteStages *stages, const Record *record)
{
    emit_open(emit, '{');
    if (stages->want_text && stages->text) {
        emit_key(emit, "text");
        emit_lines(emit, stages->text);
    }
    if (stages->want_zones && stages->text && stages->outline) {
        emit_key(emit, "zones");
        emit_zones(emit, stages->text, stages->outline);
    }
    if (stages->want_matches && stages->text) {
        emit_key(emit, "matches");
        emit_open(emit, '[');
        emit_matches(emit, stages->text, stages->stamps);
        emit_matches(emit, stages->text, stages->landmarks);
        emit_matches(emit, stages->text, stages->fields);
        emit_close(emit, '[');
    }
    if (stages->want_unread && stages->text && stages->outline) {
        emit_key(emit, "unread");
        emit_unread(emit, stages, record);
        emit_key(emit, "left_out");
        emit_left_out(emit, stages);
    }
    if (stages->want_words && stages->text && stages->outline) {
        emit_key(emit, "words");
        emit_words(emit, stages->text, stages->outline, record);
    }
    if (stages->want_pages && stages->document)
        emit_pages(emit, stages->document, stages->text, record);
    emit_close(emit, '{');
}

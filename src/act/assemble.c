/* Matches → Record: the document's and the session's single values. In a field the first rule in
 * order wins, and of one rule the first place in the text. */
#include "assemble.h"

#include <string.h>

/* A span is quoted on at most this many lines: the first ones are where it starts. */
enum { MAX_PLACES = 40 };

/* Without the spaces around it; as it is where there are only spaces: a stamp, once it is read, is
 * blank in the folded twin and stands in the original. */
static Span without_blanks(const char *folded, Span line)
{
    Span words = line;
    while (words.start < words.end && folded[words.start] == ' ')
        words.start++;
    while (words.end > words.start && folded[words.end - 1] == ' ')
        words.end--;
    return words.start < words.end ? words : line;
}

void assembly_evidence(const Assembly *assembly, const char *pointer, Span span, const char *rule,
                       double confidence)
{
    const char *folded = text_folded(assembly->text, NULL);
    size_t at = span.start;
    int places = 0;
    g_autoptr(GArray) boxes = g_array_new(false, false, sizeof(Place));

    while (at < span.end && places < MAX_PLACES) {
        const char *newline = memchr(folded + at, '\n', span.end - at);
        Span line = {at, newline ? (size_t)(newline - folded) : span.end};
        at = newline ? line.end + 1 : span.end;
        line = without_blanks(folded, line);
        g_autofree char *quote = g_strstrip(text_quote(assembly->text, line));
        if (!*quote)
            continue;
        g_array_set_size(boxes, 0);
        text_locate(assembly->text, line, boxes);
        Box box = boxes->len ? g_array_index(boxes, Place, 0).box : (Box){0};
        for (guint i = 1; i < boxes->len; i++)
            box = box_union(box, g_array_index(boxes, Place, i).box);
        Evidence evidence = {.page = text_page(assembly->text, line.start),
                             .box = box,
                             .text = quote,
                             .rule = (char *)rule,
                             .confidence = confidence * text_confidence(assembly->text, line),
                             .span = line};
        record_add_evidence(assembly->record, pointer, &evidence);
        places++;
    }
}

bool assembly_is_guess(const Assembly *assembly, const Capture *capture)
{
    const double LEAST = 0.5;
    return capture->value.confidence * text_confidence(assembly->text, capture->span) < LEAST;
}

void assembly_put(const Assembly *assembly, const char *pointer, const Capture *capture,
                  const char *rule)
{
    record_set(assembly->record, pointer, &capture->value);
    assembly_evidence(assembly, pointer, capture->span, rule, capture->value.confidence);
}

void assembly_put_integer(const Assembly *assembly, const char *pointer, gint64 number, Span cell,
                          const char *rule)
{
    if (record_get(assembly->record, pointer))
        return;
    record_set_integer(assembly->record, pointer, number);
    assembly_evidence(assembly, pointer, cell, rule, 1);
}

/* « Compte administratif. Sous la présidence de Mme A, 1ère adjointe, … »: what the title of one
 * matter of minutes says of who presides is not said of the sitting. */
static bool presides_one_matter(const Assembly *assembly, const Match *match)
{
    return match->zone == ZONE_TITLE && match->act >= 0 && assembly->outline->acts > 1 &&
           match_capture(match, "president") && strcmp(assembly->outline->kind, "minutes") == 0;
}

const Match *assembly_decided(const Assembly *assembly, const char *capture)
{
    const Match *decided = NULL;
    for (guint i = 0; i < assembly->fields->matches->len; i++) {
        const Match *match = assembly->fields->matches->pdata[i];
        if (match_capture(match, capture) && !presides_one_matter(assembly, match) &&
            (!decided || match->order < decided->order))
            decided = match;
    }
    return decided;
}

static bool is_single(const Field *field)
{
    return field && field->shape == FIELD_SCALAR && !strchr(field->pointer, '#');
}

/* What decides a single field. */
typedef struct Decision {
    const Capture *capture;
    const Match *match;
} Decision;

/* The lowest rule order decides, then the first in the text. */
static void note_decision(GArray *decisions, const Match *match, const Capture *capture)
{
    const Decision new = {capture, match};
    for (guint i = 0; i < decisions->len; i++) {
        Decision *decision = &g_array_index(decisions, Decision, i);
        if (decision->capture->field != capture->field)
            continue;
        if (match->order < decision->match->order)
            *decision = new;
        return;
    }
    g_array_append_val(decisions, new);
}

/* Each single field from the match that decides it. With `body`, no authority that such a body does
 * not belong to. */
static void assemble_singles(const Assembly *assembly, const Matches *matches, const char *body)
{
    g_autoptr(GArray) decisions = g_array_new(false, false, sizeof(Decision));
    for (guint i = 0; i < matches->matches->len; i++) {
        const Match *match = matches->matches->pdata[i];
        bool own_count = match->zone == ZONE_COUNTS && match->act >= 0; /* an act's */
        if (own_count || !authority_fits(match, body) || presides_one_matter(assembly, match))
            continue;
        for (guint j = 0; j < match->captures->len; j++) {
            const Capture *capture = &g_array_index(match->captures, Capture, j);
            if (is_single(capture->field))
                note_decision(decisions, match, capture);
        }
    }
    for (guint i = 0; i < decisions->len; i++) {
        const Decision *decision = &g_array_index(decisions, Decision, i);
        const char *pointer = decision->capture->field->pointer;
        record_unset(assembly->record, pointer);
        assembly_put(assembly, pointer, decision->capture, decision->match->rule);
    }
}

static void assemble_kind(const Assembly *assembly)
{
    const Outline *outline = assembly->outline;
    record_set_text(assembly->record, "/kind", outline->kind);
    if (span_length(outline->kind_span) > 0)
        assembly_evidence(assembly, "/kind", outline->kind_span, outline->kind_rule, 1);
}

/* « convoqué le 22 février »: the last 22 February before the sitting. */
static void assemble_convocation_day(const Assembly *assembly)
{
    gint64 sitting = 0;
    if (record_get(assembly->record, "/session/convocation_date") ||
        !record_integer(assembly->record, "/session/date", &sitting))
        return;
    for (guint i = 0; i < assembly->fields->matches->len; i++) {
        const Match *match = assembly->fields->matches->pdata[i];
        const Capture *capture = match_capture(match, "convocation_day");
        Date date = {0};
        double confidence = 1;
        if (!capture)
            continue;
        g_autofree char *folded = text_fold(capture->value.text);
        if (!date_read(folded, &date, &confidence) || date.year != 0)
            continue;
        int year = (int)(sitting / 10000), day = (int)(sitting % 10000);
        year -= date.month * 100 + date.day > day;
        g_autofree char *iso = g_strdup_printf("%04d-%02d-%02d", year, date.month, date.day);
        g_auto(Value) value = {0};
        if (!value_from_canonical(VALUE_DATE, iso, &value))
            return; /* 29 February */
        record_set(assembly->record, "/session/convocation_date", &value);
        assembly_evidence(assembly, "/session/convocation_date", capture->span, match->rule,
                          0.9 * confidence);
        return;
    }
}

/* « N° SIREN : 244 200 770 » in the letterhead, where no stamp gave it. */
static void assemble_told_siren(const Assembly *assembly)
{
    for (guint i = 0; i < assembly->fields->matches->len; i++) {
        const Match *match = assembly->fields->matches->pdata[i];
        const Capture *capture = match_capture(match, "told_siren");
        g_auto(Value) siren = {0};
        if (!capture || record_get(assembly->record, "/authority/siren") ||
            !value_read(VALUE_SIREN, capture->value.text, &siren))
            continue;
        record_set_text(assembly->record, "/authority/siren", siren.text);
        assembly_evidence(assembly, "/authority/siren", capture->span, match->rule,
                          siren.confidence);
    }
}

/* A commune's SIREN is 21, its INSEE code without the leading 0 of the rank, and a key; Corsican
 * and overseas codes have another cut and are left alone. */
static void assemble_commune(const Assembly *assembly)
{
    Record *record = assembly->record;
    const char *siren = record_text(record, "/authority/siren");
    const char *known = record_text(record, "/authority/department");
    if (!siren || !g_str_has_prefix(siren, "21") || siren[4] != '0')
        return;
    char department[3] = "";
    bool held = siren_department(siren, department);
    if (known ? strcmp(known, department) != 0 : !held)
        return;
    if (!known)
        record_set_text(record, "/authority/department", department);
    g_autofree char *insee = g_strdup_printf("%s%.3s", department, siren + 5);
    record_set_text(record, "/authority/insee", insee);
}

/* The identifier of a stamp names the authority by its SIREN: « 042-244200770-… ». */
static void assemble_identity(const Assembly *assembly)
{
    Record *record = assembly->record;
    for (guint i = 0; i < assembly->stamps->matches->len; i++) {
        const Match *match = assembly->stamps->matches->pdata[i];
        const Capture *capture = match_capture(match, "transmission_id");
        Transmission id = {0};
        if (!capture || !transmission_read(capture->value.text, &id))
            continue;
        double confidence = capture->value.confidence;
        if (!record_get(record, "/authority/siren")) {
            record_set_text(record, "/authority/siren", id.siren);
            assembly_evidence(assembly, "/authority/siren", capture->span, match->rule, confidence);
        }
        if (!record_get(record, "/authority/department")) {
            const char *department = id.department[0] == '0' ? id.department + 1 : id.department;
            record_set_text(record, "/authority/department", department);
            assembly_evidence(assembly, "/authority/department", capture->span, match->rule,
                              confidence);
        }
        transmission_clear(&id);
        break;
    }
    assemble_told_siren(assembly);
    assemble_commune(assembly);
}

static void assemble_part(const Assembly *assembly)
{
    Record *record = assembly->record;
    const char *kind = assembly->outline->kind;
    assemble_kind(assembly);
    assemble_singles(assembly, assembly->stamps, NULL);
    assemble_singles(assembly, assembly->fields, NULL);
    /* what a report or an order speaks of is not whose it is */
    bool sits = strcmp(kind, "other") != 0 && strcmp(kind, "order") != 0;
    g_autofree char *body = sits ? g_strdup(record_text(record, "/session/body")) : NULL;
    record_unset(record, "/authority/name");
    record_unset(record, "/authority/type");
    assemble_singles(assembly, assembly->fields, body);
    assemble_mentioned_commune(assembly, body);
    assemble_convocation_day(assembly);
    assemble_count_table(assembly);
    if (g_strcmp0(kind, "order") == 0) {
        /* nobody sits: who signs an order presides nothing, and its visas name other bodies */
        record_unset(record, "/session/president/name");
        record_unset(record, "/session/body");
    }
    assemble_identity(assembly);
    assemble_check_authority(assembly);
    if (strcmp(kind, "other") != 0)
        assemble_people(assembly); /* names under a photograph were no members of a sitting */
    assemble_acts(assembly);
    assemble_repair(assembly);
    assemble_spelling(assembly);
    assemble_mentions(assembly);
}

/* ---- Several documents in one file ------------------------------------------------------------
 */

static Outline *outline_of_part(const Outline *all, const Part *part)
{
    Outline *outline = outline_new();
    outline->kind = part->kind;
    outline->kind_span = part->kind_span;
    outline->kind_rule = part->kind_rule;
    outline->acts = part->acts;
    for (guint i = 0; i < all->zones->len; i++) {
        Zone zone = g_array_index(all->zones, Zone, i);
        if (zone.span.start < part->span.start || zone.span.start >= part->span.end)
            continue;
        if (zone.act >= 0)
            zone.act -= part->first_act;
        outline_add(outline, zone);
    }
    return outline;
}

/* The matches in a part, with acts counted from its first. They lend their captures: `copies` owns
 * them. */
static void matches_of_part(const Matches *all, const Part *part, GArray *copies, Matches *out)
{
    g_ptr_array_set_free_func(out->matches, NULL);
    for (guint i = 0; i < all->matches->len; i++) {
        Match match = *(const Match *)all->matches->pdata[i];
        if (match.span.start < part->span.start || match.span.start >= part->span.end)
            continue;
        if (match.act >= 0)
            match.act -= part->first_act;
        g_array_append_val(copies, match);
    }
    for (guint i = 0; i < copies->len; i++)
        g_ptr_array_add(out->matches, &g_array_index(copies, Match, i));
}

static void assemble_document(const Assembly *all, const Part *part, Record *record)
{
    g_autoptr(Outline) outline = outline_of_part(all->outline, part);
    g_autoptr(GArray) stamp_copies = g_array_new(false, false, sizeof(Match));
    g_autoptr(GArray) field_copies = g_array_new(false, false, sizeof(Match));
    g_autoptr(Matches) stamps = matches_new(), fields = matches_new();
    matches_of_part(all->stamps, part, stamp_copies, stamps);
    matches_of_part(all->fields, part, field_copies, fields);
    Assembly assembly = {all->text, outline, stamps, fields, record};
    assemble_part(&assembly);
}

void assemble(const Text *text, const Outline *outline, const Matches *stamps,
              const Matches *fields, Record *record)
{
    Assembly assembly = {text, outline, stamps, fields, record};
    const GArray *parts = outline->parts;
    if (parts->len <= 1) {
        assemble_part(&assembly);
        return;
    }
    for (guint i = 0; i < parts->len; i++) {
        const Part *part = &g_array_index(parts, Part, i);
        if (i == 0) {
            assemble_document(&assembly, part, record);
            continue;
        }
        g_autoptr(Record) further = record_new();
        assemble_document(&assembly, part, further);
        record_join(record, further);
    }
}

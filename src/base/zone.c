#include "zone.h"

#include <string.h>

static const char *const names[ZONE_KIND_COUNT] = {
    [ZONE_ANY] = "*",           [ZONE_STAMP] = "stamp",         [ZONE_HEAD] = "head",
    [ZONE_OPENING] = "opening", [ZONE_COUNTS] = "counts",       [ZONE_PRESENT] = "present",
    [ZONE_PROXIES] = "proxies", [ZONE_EXCUSED] = "excused",     [ZONE_ABSENT] = "absent",
    [ZONE_GUESTS] = "guests",   [ZONE_SECRETARY] = "secretary", [ZONE_AGENDA] = "agenda",
    [ZONE_TITLE] = "title",     [ZONE_BODY] = "body",           [ZONE_OPERATIVE] = "operative",
    [ZONE_VOTE] = "vote",       [ZONE_CLOSING] = "closing",     [ZONE_SUBJECT] = "subject",
    [ZONE_OTHER] = "other",
};

enum {
    ATTENDANCE = 1 << ZONE_COUNTS | 1 << ZONE_PRESENT | 1 << ZONE_PROXIES | 1 << ZONE_EXCUSED |
                 1 << ZONE_ABSENT | 1 << ZONE_GUESTS | 1 << ZONE_SECRETARY,
    SESSION = 1 << ZONE_HEAD | 1 << ZONE_OPENING | ATTENDANCE,
    ACT =
        1 << ZONE_TITLE | 1 << ZONE_BODY | 1 << ZONE_OPERATIVE | 1 << ZONE_VOTE | 1 << ZONE_CLOSING,
};

const char *zone_kind_name(ZoneKind kind)
{
    g_assert(kind < ZONE_KIND_COUNT);
    return names[kind];
}

static bool zone_word_parse(const char *word, unsigned *out)
{
    static const struct {
        const char *name;
        unsigned kinds;
    } groups[] = {{"attendance", ATTENDANCE}, {"session", SESSION}, {"act", ACT}};

    for (size_t i = 0; i < G_N_ELEMENTS(groups); i++) {
        if (strcmp(word, groups[i].name) == 0) {
            *out |= groups[i].kinds;
            return true;
        }
    }
    for (int kind = 0; kind < ZONE_KIND_COUNT; kind++) {
        if (strcmp(word, names[kind]) == 0) {
            *out |= 1u << kind;
            return true;
        }
    }
    return false;
}

bool zone_kinds_parse(const char *words, unsigned *out, char **unknown)
{
    g_auto(GStrv) list = g_strsplit_set(words, " \t", -1);
    unsigned kinds = 0;
    for (char **word = list; *word; word++) {
        if (**word && !zone_word_parse(*word, &kinds)) {
            *unknown = g_strdup(*word);
            return false;
        }
    }
    *out = kinds;
    return true;
}

Outline *outline_new(void)
{
    Outline *outline = g_new0(Outline, 1);
    outline->zones = g_array_new(false, false, sizeof(Zone));
    outline->parts = g_array_new(false, false, sizeof(Part));
    outline->left_out = g_array_new(false, false, sizeof(Span));
    return outline;
}

void outline_free(Outline *outline)
{
    if (!outline)
        return;
    g_array_unref(outline->zones);
    g_array_unref(outline->parts);
    g_array_unref(outline->left_out);
    g_free(outline);
}

void outline_add(Outline *outline, Zone zone)
{
    g_array_append_val(outline->zones, zone);
}

void outline_append(Outline *outline, const Outline *part, Span span)
{
    Part one = {.span = span,
                .first_act = outline->acts,
                .acts = part->acts,
                .kind = part->kind,
                .kind_span = part->kind_span,
                .kind_rule = part->kind_rule};
    if (outline->parts->len == 0) {
        outline->kind = part->kind;
        outline->kind_span = part->kind_span;
        outline->kind_rule = part->kind_rule;
    }
    for (guint i = 0; i < part->zones->len; i++) {
        Zone zone = g_array_index(part->zones, Zone, i);
        if (zone.act >= 0)
            zone.act += outline->acts;
        outline_add(outline, zone);
    }
    outline->acts += part->acts;
    g_array_append_vals(outline->left_out, part->left_out->data, part->left_out->len);
    g_array_append_val(outline->parts, one);
}

const Zone *outline_zone_at(const Outline *outline, size_t at)
{
    for (guint i = 0; i < outline->zones->len; i++) {
        const Zone *zone = &g_array_index(outline->zones, Zone, i);
        if (zone->span.start <= at && at < zone->span.end)
            return zone;
    }
    return NULL;
}

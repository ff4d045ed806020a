/* Everything under /acts: number, subject, vote, sums, grants, decisions, references, transmission.
 */
#include "assemble_moves.h"

#include "../base/person.h"
#include "title.h"

#include <stdlib.h>
#include <string.h>

typedef struct Act {
    const Assembly *assembly;
    size_t index;
    bool only;  /* the document's only act: what the header says is about it */
    bool moved; /* the room is another one than at the opening */
} Act;

static const char *at(const Act *act, char buffer[RECORD_POINTER_SIZE], const char *rest)
{
    return record_at(buffer, "/acts/%zu/%s", act->index, rest);
}

/* True when what was read there is about this act. */
static bool concerns(const Act *act, const Match *match)
{
    return match->act == (int)act->index || (match->act == ZONE_NO_ACT && act->only);
}

/* The text after "/acts/#/" of a single field of acts, or NULL for others. */
static const char *act_key(const Field *field)
{
    if (!field || field->shape != FIELD_SCALAR || !g_str_has_prefix(field->pointer, "/acts/#/"))
        return NULL;
    const char *key = field->pointer + strlen("/acts/#/");
    return strchr(key, '#') ? NULL : key;
}

/* Dates and identifiers of transmission and publication that stand in the header or on a stamp of
 * minutes are about every act in them. */
static bool is_shared(const char *key)
{
    return g_str_has_prefix(key, "transmission/") || strcmp(key, "publication_date") == 0;
}

/* « Date de convocation : 8 mars / Date d'affichage : 9 mars » in a header, shortly before the
 * sitting: the convocation was posted, not the act. */
static bool is_notice(const Act *act, const Match *match, const Capture *capture, const char *key)
{
    enum { NOTICE = 60 }; /* days */
    gint64 sitting = 0;
    return strcmp(key, "publication_date") == 0 && match->zone != ZONE_CLOSING &&
           match->zone != ZONE_STAMP &&
           record_integer(act->assembly->record, "/session/date", &sitting) &&
           capture->value.number < sitting &&
           date_days_between(date_from_number(capture->value.number), date_from_number(sitting)) <=
               NOTICE;
}

/* Puts a subject, or what of it is a title. */
static void put_subject(const Act *act, const char *pointer, const Capture *capture,
                        const char *rule)
{
    const Text *text = act->assembly->text;
    Capture cut = *capture;
    cut.span = title_cut(text, capture->span);
    g_autofree char *quote = text_quote(text, cut.span);
    bool same = span_length(cut.span) == span_length(capture->span);
    g_auto(Value) value = {0};
    if (same || !value_read(VALUE_TEXT, quote, &value)) {
        assembly_put(act->assembly, pointer, capture, rule);
        return;
    }
    cut.value = value;
    cut.value.confidence = capture->value.confidence;
    assembly_put(act->assembly, pointer, &cut, rule);
}

/* What stands in front of a vote in its sentence, at most so far, in small folded letters and on
 * one line. The caller frees. */
static char *before_vote(const Act *act, size_t at)
{
    enum { BACK = 160 };
    const char *folded = text_folded(act->assembly->text, NULL);
    size_t start = at;
    while (start > 1 && at - start < BACK && !strchr(".;", folded[start - 1]) &&
           !(folded[start - 1] == '\n' && folded[start - 2] == '\n') &&
           !(folded[start - 2] == ',' && g_ascii_isupper(folded[start]) &&
             !(start > 2 && g_ascii_isupper(folded[start - 3]))))
        start--;
    return g_strdelimit(g_ascii_strdown(folded + start, (gssize)(at - start)), "\n", ' ');
}

/* « Vu l'avis favorable à l'unanimité de la commission », « la commission s'est prononcée par 5
 * voix pour »: the vote of others, told in the reasons. */
static bool is_others_vote(const Act *act, const Match *match, const char *key)
{
    static const char *const others[] = {"commission", "comite tech", "comite soc",
                                         "vu l",       "vu la",       "considerant"};
    static const char *const own[] = {"le conseil", "l'assemblee", "delibere",    "le comite s",
                                      "le bureau",  "permanente",  "les membres", "decision du "};
    if (!g_str_has_prefix(key, "vote/") ||
        (match->zone != ZONE_BODY && match->zone != ZONE_VOTE && match->zone != ZONE_OPERATIVE))
        return false;
    g_autofree char *before = before_vote(act, match->span.start);
    const char *from = NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
        const char *found = g_strrstr(before, others[i]);
        from = found && found > from ? found : from;
    }
    for (size_t i = 0; from && i < G_N_ELEMENTS(own); i++) {
        const char *found = strstr(from, own[i]);
        if (found && !(found - from >= 4 && strncmp(found - 4, "que ", 4) == 0))
            return false;
    }
    return from;
}

static void assemble_singles(const Act *act, const Matches *matches)
{
    g_autoptr(GHashTable) orders = g_hash_table_new(g_direct_hash, g_direct_equal);
    char pointer[RECORD_POINTER_SIZE];
    for (guint i = 0; i < matches->matches->len; i++) {
        const Match *match = matches->matches->pdata[i];
        for (guint j = 0; j < match->captures->len; j++) {
            const Capture *capture = &g_array_index(match->captures, Capture, j);
            const char *key = act_key(capture->field);
            if (!key || !(concerns(act, match) || (match->act == ZONE_NO_ACT && is_shared(key))) ||
                is_notice(act, match, capture, key) || is_others_vote(act, match, key))
                continue;
            gpointer order = NULL;
            if (g_hash_table_lookup_extended(orders, capture->field, NULL, &order) &&
                GPOINTER_TO_INT(order) <= match->order)
                continue;
            g_hash_table_insert(orders, (gpointer)capture->field, GINT_TO_POINTER(match->order));
            record_unset(act->assembly->record, at(act, pointer, key));
            if (strcmp(key, "subject") == 0)
                put_subject(act, pointer, capture, match->rule);
            else
                assembly_put(act->assembly, pointer, capture, match->rule);
        }
    }
}

/* ---- Vote ----------------------------------------------------------------------------------- */

/* The place of the voter in the list who can be the one of this name (« M. ROC » is « Anne ROC »),
 * or -1. */
static int named_before(const Record *record, const char *array, const char *name)
{
    char pointer[RECORD_POINTER_SIZE];
    for (size_t i = 0; i < record_length(record, array); i++)
        if (person_same_printed(record_text(record, record_at(pointer, "%s/%zu/name", array, i)),
                                name))
            return (int)i;
    return -1;
}

static void name_voters(const Act *act, const Match *match, const Capture *capture,
                        const char *option)
{
    Record *record = act->assembly->record;
    char array[RECORD_POINTER_SIZE], pointer[RECORD_POINTER_SIZE];
    g_auto(GStrv) names = g_strsplit(capture->value.text, "; ", -1);
    at(act, array, "vote/named");
    for (char **name = names; *name; name++) {
        int before = named_before(record, array, *name);
        if (before >= 0 &&
            strlen(*name) <=
                strlen(record_text(record, record_at(pointer, "%s/%d/name", array, before))))
            continue;
        size_t index = before >= 0 ? (size_t)before : record_append(record, array);
        record_set_text(record, record_at(pointer, "%s/%zu/option", array, index), option);
        record_set_text(record, record_at(pointer, "%s/%zu/name", array, index), *name);
        assembly_evidence(act->assembly, pointer, capture->span, match->rule,
                          capture->value.confidence);
    }
}

static void assemble_voters(const Act *act)
{
    static const struct {
        const char *capture, *option;
    } options[] = {{"for_names", "for"},
                   {"against_names", "against"},
                   {"abstaining_names", "abstain"},
                   {"not_taking_part_names", "not_taking_part"}};
    const Matches *fields = act->assembly->fields;
    for (guint i = 0; i < fields->matches->len; i++) {
        const Match *match = fields->matches->pdata[i];
        if (!concerns(act, match))
            continue;
        for (size_t j = 0; j < G_N_ELEMENTS(options); j++) {
            const Capture *capture = match_capture(match, options[j].capture);
            if (capture)
                name_voters(act, match, capture, options[j].option);
        }
    }
}

static void mark_derived(const Act *act, const char *key)
{
    char vote[RECORD_POINTER_SIZE];
    record_mark_derived(act->assembly->record, at(act, vote, "vote"), key);
}

/* True when the act names somebody who voted against it. */
static bool names_opponents(const Act *act)
{
    const Record *record = act->assembly->record;
    char array[RECORD_POINTER_SIZE], pointer[RECORD_POINTER_SIZE];
    at(act, array, "vote/named");
    for (size_t i = 0; i < record_length(record, array); i++)
        if (strcmp(record_text(record, record_at(pointer, "%s/%zu/option", array, i)), "against") ==
            0)
            return true;
    return false;
}

/* More for than against, where the act says no more than the figures: adopted; fewer: rejected.
 * Votes against: not unanimous. All are marked. */
static void derive_outcome(const Act *act)
{
    Record *record = act->assembly->record;
    char pointer[RECORD_POINTER_SIZE];
    gint64 in_favour = 0, against = 0;
    bool known = record_integer(record, at(act, pointer, "vote/for"), &in_favour);
    bool opposed = record_integer(record, at(act, pointer, "vote/against"), &against);
    if (known && in_favour != against && !record_get(record, at(act, pointer, "vote/outcome"))) {
        record_set_text(record, pointer, in_favour > against ? "adopted" : "rejected");
        mark_derived(act, "outcome");
    }
    const char *outcome = record_text(record, at(act, pointer, "vote/outcome"));
    if (((opposed && against > 0) || names_opponents(act)) && outcome &&
        strcmp(outcome, "adopted") == 0 &&
        !record_get(record, at(act, pointer, "vote/unanimous"))) {
        record_set_flag(record, pointer, false);
        mark_derived(act, "unanimous");
    }
}

/* How many could vote: as the act's own numbers say, or as the header does while the room is the
 * same. */
static bool voters_of(const Act *act, gint64 *voting)
{
    char pointer[RECORD_POINTER_SIZE];
    const Record *record = act->assembly->record;
    if (record_integer(record, at(act, pointer, "counts/voting"), voting))
        return true;
    return !act->moved && record_integer(record, "/session/counts/voting", voting);
}

/* A unanimous adoption: everybody who could vote voted for. Only from a number of votes that the
 * act states, where no figure says otherwise, and marked. */
static void derive_vote(const Act *act)
{
    static const char *const keys[] = {"vote/voting", "vote/for", "vote/against",
                                       "vote/abstaining"};
    Record *record = act->assembly->record;
    char pointer[RECORD_POINTER_SIZE];
    gint64 unanimous = 0, voting = 0;
    const char *outcome = record_text(record, at(act, pointer, "vote/outcome"));
    if (!outcome || strcmp(outcome, "adopted") != 0 ||
        !record_integer(record, at(act, pointer, "vote/unanimous"), &unanimous) || !unanimous ||
        !voters_of(act, &voting))
        return;
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        gint64 stated = 0;
        if (record_integer(record, at(act, pointer, keys[i]), &stated) &&
            stated != (i < 2 ? voting : 0))
            return;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        if (record_get(record, at(act, pointer, keys[i])))
            continue;
        record_set_integer(record, pointer, i < 2 ? voting : 0);
        mark_derived(act, keys[i] + strlen("vote/"));
    }
}

/* ---- Sums and grants ------------------------------------------------------------------------ */

static bool in_subject(const Act *act, Span span)
{
    const Matches *fields = act->assembly->fields;
    for (guint i = 0; i < fields->matches->len; i++) {
        const Match *match = fields->matches->pdata[i];
        const Capture *capture = match_capture(match, "subject");
        if (capture && concerns(act, match) &&
            span_overlaps(title_cut(act->assembly->text, capture->span), span))
            return true;
    }
    return false;
}

/* Where a sum stands, or NULL where sums are none of the act's. */
static const char *amount_zone(const Act *act, const Match *match, Span span)
{
    switch (match->zone) {
    case ZONE_OPERATIVE:
    case ZONE_VOTE:
        return "operative";
    case ZONE_BODY:
        return "recital";
    case ZONE_TITLE:
    case ZONE_HEAD:
        if (in_subject(act, span))
            return "subject";
        return match->zone == ZONE_TITLE ? "recital" : NULL; /* the report under a title */
    default:
        return NULL;
    }
}

/* What the words around a sum say that it is: the first rule in order that covers it, or NULL.
 * Lent. */
static const char *amount_role(const Act *act, Span span, const GArray *granted)
{
    const Matches *fields = act->assembly->fields;
    const Match *decided = NULL;
    for (guint i = 0; i < granted->len; i++)
        if (span_overlaps(g_array_index(granted, Span, i), span))
            return "grant";
    for (guint i = 0; i < fields->matches->len; i++) {
        const Match *match = fields->matches->pdata[i];
        if (match_capture(match, "amount_role") && span_overlaps(match->span, span) &&
            (!decided || match->order < decided->order))
            decided = match;
    }
    const char *role = decided ? match_capture(decided, "amount_role")->value.text : NULL;
    bool asked = role && strcmp(role, "grant") == 0 && assembly_asks_for(act->assembly, span);
    return asked ? NULL : role;
}

static void add_amount(const Act *act, const Match *match, const Capture *capture, const char *zone,
                       const GArray *granted /* of Span: sums of its grants */)
{
    Record *record = act->assembly->record;
    char array[RECORD_POINTER_SIZE], pointer[RECORD_POINTER_SIZE];
    size_t index = record_append(record, at(act, array, "amounts"));
    record_set_text(record, record_at(pointer, "%s/%zu/currency", array, index), "EUR");
    record_set_text(record, record_at(pointer, "%s/%zu/zone", array, index), zone);
    const char *role = amount_role(act, capture->span, granted);
    if (role)
        record_set_text(record, record_at(pointer, "%s/%zu/role", array, index), role);
    const Capture *tax = match_capture(match, "amount_tax");
    if (tax)
        record_set_text(record, record_at(pointer, "%s/%zu/tax", array, index),
                        g_ascii_strncasecmp(tax->value.text, "TTC", 3) == 0 ? "TTC" : "HT");
    g_autofree char *quote = text_quote(act->assembly->text, capture->span);
    g_auto(Value) words = {0};
    if (value_read(VALUE_TEXT, quote, &words))
        record_set_text(record, record_at(pointer, "%s/%zu/text", array, index), words.text);
    assembly_put(act->assembly, record_at(pointer, "%s/%zu/cents", array, index), capture,
                 match->rule);
}

/* « 1 500 € (mille cinq cents euros) »: the same sum once more, in words. */
static bool is_spelt_out(const Act *act, const Capture *figures, const Capture *words)
{
    const char *folded = text_folded(act->assembly->text, NULL);
    size_t at = figures->span.end;
    while (at < words->span.start && (g_ascii_isspace(folded[at]) || strchr("(,", folded[at])))
        at++;
    return at == words->span.start && words->value.number == figures->value.number &&
           g_ascii_isalpha(folded[at]);
}

static void assemble_amounts(const Act *act, const GArray *granted)
{
    const Matches *fields = act->assembly->fields;
    const Capture *before = NULL; /* up to its end the text has been read */
    for (guint i = 0; i < fields->matches->len; i++) {
        const Match *match = fields->matches->pdata[i];
        const Capture *capture = match_capture(match, "amount");
        if (!capture || !concerns(act, match) || assembly_is_guess(act->assembly, capture) ||
            (before &&
             (capture->span.start < before->span.end || is_spelt_out(act, before, capture))))
            continue;
        const char *zone = amount_zone(act, match, capture->span);
        if (!zone)
            continue;
        Capture taken = *capture;
        size_t sign;
        g_autofree char *negative = NULL;
        if (assembly_takes_off(act->assembly, i, &sign)) {
            taken.span.start = sign;
            taken.value.number = -taken.value.number;
            taken.value.text = negative = g_strdup_printf("-%s", capture->value.text);
        }
        add_amount(act, match, &taken, zone, granted);
        before = capture;
    }
}

/* ---- Lists of words, pages, identity -------------------------------------------------------- */

/* The words of a span without the running heads and stamps that stand between its lines. The caller
 * frees. */
static char *words_of(const Text *text, Span span)
{
    GString *words = g_string_new(NULL);
    for (size_t i = text_line_at(text, span.start);
         i < text_line_count(text) && text_line(text, i)->span.start < span.end; i++) {
        const Line *line = text_line(text, i);
        Span part = {MAX(line->span.start, span.start), MIN(line->span.end, span.end)};
        if (part.end <= part.start ||
            (words->len > 0 && line->flags & (LINE_FURNITURE | LINE_STAMP)))
            continue;
        g_autofree char *quote = text_quote(text, part);
        g_string_append_printf(words, "%s%s", words->len ? "\n" : "", quote);
    }
    g_autofree char *quote = g_string_free(words, false);
    Value value = {0};
    return value_read(VALUE_TEXT, quote, &value) ? value.text : g_strdup(quote);
}

/* The same capture without what only parts it from the next one in a list. */
static Capture without_separator(const Text *all, const Capture *capture)
{
    Capture trimmed = *capture;
    char *text = words_of(all, capture->span);
    size_t length = strlen(text);
    while (length > 0 && strchr(",;. ", text[length - 1])) {
        length--;
        if (text[length] != ' ')
            trimmed.span.end--;
    }
    text[length] = '\0';
    trimmed.value.text = text;
    return trimmed;
}

/* Collects every capture of a name into an array of the act, each place once. */
static void assemble_texts(const Act *act, const char *name, const char *key)
{
    Record *record = act->assembly->record;
    const Matches *fields = act->assembly->fields;
    char array[RECORD_POINTER_SIZE], pointer[RECORD_POINTER_SIZE];
    size_t taken = 0;
    bool decides = strcmp(key, "decisions") == 0, enumerates = false;
    at(act, array, key);
    for (guint i = 0; i < fields->matches->len; i++) {
        const Match *match = fields->matches->pdata[i];
        const Capture *capture = match_capture(match, name);
        if (!capture || !concerns(act, match) || capture->span.start < taken)
            continue;
        taken = capture->span.end;
        Capture trimmed = without_separator(act->assembly->text, capture);
        if (decides && clause_is_part(&enumerates, trimmed.value.text)) {
            clause_add_part(act->assembly, pointer, &trimmed, match->rule);
        } else {
            size_t index = record_append(record, array);
            assembly_put(act->assembly, record_at(pointer, "%s/%zu", array, index), &trimmed,
                         match->rule);
        }
        g_free(trimmed.value.text);
    }
}

static void assemble_pages(const Act *act)
{
    const Text *text = act->assembly->text;
    const Outline *outline = act->assembly->outline;
    char array[RECORD_POINTER_SIZE], pointer[RECORD_POINTER_SIZE];
    int first = 0, last = 0;
    for (guint i = 0; i < outline->zones->len; i++) {
        const Zone *zone = &g_array_index(outline->zones, Zone, i);
        if (!act->only && zone->act != (int)act->index)
            continue;
        int from = text_page(text, zone->span.start), to = text_page(text, zone->span.end - 1);
        first = first ? MIN(first, from) : from;
        last = MAX(last, to);
    }
    if (!first)
        return;
    at(act, array, "pages");
    for (int i = 0; i < 2; i++) {
        size_t index = record_append(act->assembly->record, array);
        record_set_integer(act->assembly->record, record_at(pointer, "%s/%zu", array, index),
                           i ? last : first);
    }
}

static void assemble_id(const Act *act)
{
    Record *record = act->assembly->record;
    char pointer[RECORD_POINTER_SIZE];
    const char *siren = record_text(record, "/authority/siren");
    const char *date = record_text(record, "/session/date");
    const char *number = record_text(record, at(act, pointer, "number"));
    if (!siren || !date || !number)
        return;
    g_autofree char *id = g_strdup_printf("%s/%s/%s", siren, date, number);
    record_set_text(record, at(act, pointer, "id"), id);
}

static void assemble_ballots(const Act *act)
{
    const Outline *outline = act->assembly->outline;
    for (guint i = 0; i < outline->zones->len; i++) {
        const Zone *zone = &g_array_index(outline->zones, Zone, i);
        if (zone->act == (int)act->index)
            assemble_ballot(act->assembly, act->index, zone->span);
    }
}

/* « Date de publication : 12 DEC. 2072 »: a rubber stamp's year that none can be. The day is the
 * first of its name on or after the sitting, and soon after it. */
static void assemble_posted_day(const Act *act)
{
    enum { SOON = 60 }; /* days */
    Record *record = act->assembly->record;
    const Matches *fields = act->assembly->fields;
    char pointer[RECORD_POINTER_SIZE];
    gint64 sitting = 0;
    if (record_get(record, at(act, pointer, "publication_date")) ||
        !record_integer(record, "/session/date", &sitting))
        return;
    Date held = date_from_number(sitting);
    for (guint i = 0; i < fields->matches->len; i++) {
        const Match *match = fields->matches->pdata[i];
        const Capture *capture = match_capture(match, "posted_day");
        Date date = {0};
        double confidence = 1;
        if (!capture || !(concerns(act, match) || match->act == ZONE_NO_ACT))
            continue;
        g_autofree char *folded = text_fold(capture->value.text);
        if (!date_read(folded, &date, &confidence) || date.year != 0)
            continue;
        date.year = held.year + (date.month * 100 + date.day < held.month * 100 + held.day);
        g_autofree char *iso = g_strdup_printf("%04d-%02d-%02d", date.year, date.month, date.day);
        g_auto(Value) value = {0};
        if (date_days_between(held, date) > SOON || !value_from_canonical(VALUE_DATE, iso, &value))
            continue;
        record_set(record, at(act, pointer, "publication_date"), &value);
        assembly_evidence(act->assembly, pointer, capture->span, match->rule, 0.6 * confidence);
        return;
    }
}

static void assemble_act(const Act *act)
{
    Record *record = act->assembly->record;
    char pointer[RECORD_POINTER_SIZE];
    record_set_text(record, at(act, pointer, "session"), "/session");
    assemble_singles(act, act->assembly->fields);
    assemble_singles(act, act->assembly->stamps); /* what a stamp says is surer: it replaces */
    assemble_posted_day(act);
    if (record_get(record, at(act, pointer, "matter/code")))
        record_set_text(record, at(act, pointer, "matter/source"), "stated");
    assemble_voters(act);
    g_autoptr(GArray) granted = assemble_grants(act->assembly, act->index, act->only);
    assemble_amounts(act, granted);
    assemble_texts(act, "decision", "decisions");
    assemble_texts(act, "reference", "references");
    assemble_pages(act);
    assemble_id(act);
}

void assemble_acts(const Assembly *assembly)
{
    /* minutes speak of more than the one act they may have */
    bool only = assembly->outline->acts == 1 && strcmp(assembly->outline->kind, "minutes") != 0;
    for (int i = 0; i < assembly->outline->acts; i++) {
        size_t index = record_append(assembly->record, "/acts");
        Act act = {.assembly = assembly, .index = index, .only = only};
        assemble_act(&act);
    }
    assemble_stamps(assembly);
    assemble_room(assembly);
    assemble_rows(assembly);
    assemble_vote_tables(assembly);
    for (size_t i = 0; i < record_length(assembly->record, "/acts"); i++) {
        Act act = {.assembly = assembly,
                   .index = i,
                   .only = only,
                   .moved = assemble_room_moved(assembly->record, i)};
        assemble_ballots(&act);
        derive_outcome(&act);
        derive_vote(&act);
    }
}

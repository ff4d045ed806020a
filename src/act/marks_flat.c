/* Headings in minutes whose line ends are lost: a line of the agenda said again, words in capitals,
 * or a few words between the decision on one matter and the report on the next. */
#include "marks.h"

#include <string.h>

enum {
    FLAT_LINE = 1000,    /* bytes of a line that no page has */
    KEY_MOST = 64,       /* letters and figures by which two headings are held against each other */
    WHOLE_LEAST = 12,    /* … of which two are the same that both end there */
    PREFIX_LEAST = 40,   /* … and two that go on otherwise */
    AGENDA_MOST = 8000,  /* bytes of an agenda */
    FOUND_LEAST = 3,     /* headings announced, fewer than which may be so by chance */
    CAPITALS_LEAST = 12, /* letters of a heading in capitals */
    PLAIN_LEAST = 8,     /* and of one that is not */
    HEADING_MOST = 220,  /* bytes of either */
};

static bool is_sentence_end(char c)
{
    return strchr(".;:!?)*>|\"", c) != NULL;
}

/* Whether a sentence, or a heading, can begin at `at`. */
static bool begins(const char *folded, size_t start, size_t at)
{
    if (!g_ascii_isupper(folded[at]))
        return false;
    while (at > start && folded[at - 1] == ' ')
        at--;
    return at == start || is_sentence_end(folded[at - 1]);
}

static bool has_flat_line(const Text *text, Span part)
{
    for (size_t i = text_line_at(text, part.start), count = lines_until(text, part.end); i < count;
         i++)
        if (span_length(text_line(text, i)->span) > FLAT_LINE)
            return true;
    return false;
}

static void add(GArray *marks, ZoneKind kind, size_t at, Mark flags)
{
    flags.kind = kind;
    flags.span = (Span){at, at};
    g_array_append_val(marks, flags);
}

/* True when a landmark that is no title begins in a span. */
static bool is_taken(const GArray *marks, Span span)
{
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        if (mark->match && mark->kind != ZONE_HEAD && mark->kind != ZONE_TITLE &&
            mark->span.start < span.end && mark->span.end > span.start)
            return true;
    }
    return false;
}

/* ---- What the agenda announced ----------------------------------------------------------------
 */

/* How far the words at `a` and at `b` are the same: letters and figures, not their case. Gives how
 * many are, and where they end in both. */
static size_t same_words(const char *folded, size_t a, size_t b, size_t end, Span *ends)
{
    size_t same = 0;
    *ends = (Span){a, b};
    while (same < KEY_MOST * 4 && b < end) {
        while (a < end && !g_ascii_isalnum(folded[a]))
            a++;
        while (b < end && !g_ascii_isalnum(folded[b]))
            b++;
        if (b >= end || g_ascii_tolower(folded[a]) != g_ascii_tolower(folded[b]))
            break;
        same++;
        a++;
        b++;
        if (!g_ascii_isalnum(folded[a]) && !g_ascii_isalnum(folded[b]))
            *ends = (Span){a, b}; /* whole words */
    }
    return same;
}

/* Whether something new begins behind the words that end at `at`. */
static bool ends_item(const char *folded, size_t at, size_t end)
{
    while (at < end && folded[at] == ' ')
        at++;
    return at >= end || !g_ascii_islower(folded[at]);
}

static bool begins_word(const char *folded, size_t at)
{
    return g_ascii_isupper(folded[at]) && (at == 0 || !g_ascii_isalnum(folded[at - 1]));
}

/* Where an item of the agenda can begin: its words in capitals. Array of size_t; the caller frees.
 */
static GArray *items_of(const char *folded, Span agenda)
{
    GArray *items = g_array_new(false, false, sizeof(size_t));
    for (size_t at = agenda.start; at < agenda.end; at++)
        if (begins_word(folded, at))
            g_array_append_val(items, at);
    return items;
}

/* Whether the words at `at` were said before, in the agenda; then *stop is where they end. */
static bool is_announced(const char *folded, const GArray *items, size_t at, Span part,
                         size_t *stop)
{
    bool fresh = begins(folded, part.start, at);
    for (guint i = 0; i < items->len && g_array_index(items, size_t, i) < at; i++) {
        size_t item = g_array_index(items, size_t, i);
        if (g_ascii_tolower(folded[item]) != g_ascii_tolower(folded[at]))
            continue;
        Span ends;
        size_t same = same_words(folded, item, at, part.end, &ends);
        bool whole = same >= (fresh ? WHOLE_LEAST : WHOLE_LEAST * 3 / 2) &&
                     ends_item(folded, ends.start, part.end) &&
                     ends_item(folded, ends.end, part.end);
        if (whole || (fresh && same >= PREFIX_LEAST)) {
            *stop = ends.end;
            return true;
        }
    }
    return false;
}

/* Where the agenda can end at the latest: before the first report or decision behind it. */
static Span agenda_of(const GArray *marks, Span part)
{
    Span agenda = {0, 0};
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        if (agenda.end == 0 && mark->kind == ZONE_AGENDA)
            agenda = (Span){mark->span.end, MIN(part.end, mark->span.end + AGENDA_MOST)};
        else if (agenda.end > 0 && (mark->kind == ZONE_BODY || mark->kind == ZONE_OPERATIVE ||
                                    mark->kind == ZONE_VOTE || zone_is_list(mark->kind)))
            return (Span){agenda.start, MIN(agenda.end, mark->span.start)};
    }
    return agenda;
}

static void add_announced(const GArray *marks, GArray *added, const char *folded, Span part)
{
    Span agenda = agenda_of(marks, part);
    g_autoptr(GArray) items = items_of(folded, agenda);
    guint before = added->len;
    for (size_t at = agenda.start + 1; items->len > 0 && at < part.end; at++) {
        size_t stop = 0;
        if (!begins_word(folded, at) || !is_announced(folded, items, at, part, &stop) ||
            is_taken(marks, (Span){at, stop}))
            continue;
        add(added, ZONE_TITLE, at, (Mark){.flat = FLAT_ANNOUNCED});
        add(added, ZONE_BODY, stop, (Mark){.flat = FLAT_ANNOUNCED});
        at = stop;
    }
    if (added->len - before < FOUND_LEAST * 2)
        g_array_set_size(added, before);
}

/* ---- Capitals ---------------------------------------------------------------------------------
 */

/* Where the words in capitals that begin at `at` end; `at` when they are no heading's. */
static size_t capitals_end(const char *folded, size_t at, size_t end)
{
    size_t stop = at, letters = 0, words = 0;
    bool opened = false;
    for (size_t i = at; i < end && i - at <= HEADING_MOST;) {
        size_t word = i, upper = 0;
        bool lower = false;
        while (i < end && !g_ascii_isspace(folded[i])) {
            upper += g_ascii_isupper(folded[i]) != 0;
            lower |= g_ascii_islower(folded[i]) && folded[i] != 'o';
            i++;
        }
        if (lower)
            break;
        opened |= memchr(folded + word, '(', i - word) != NULL;
        if (!opened && memchr(folded + word, ')', i - word))
            return at; /* « (I. HUMBERT) EAU POTABLE »: the end of a bracket */
        letters += upper;
        words += upper >= 2;
        if (upper != 1 || i - word > 2) /* « A » may begin the sentence behind it */
            stop = i;
        if (upper > 0 && strchr(".;!?", folded[i - 1]))
            break;
        while (i < end && g_ascii_isspace(folded[i]))
            i++;
    }
    return letters >= CAPITALS_LEAST && words >= 2 && stop - at <= HEADING_MOST && stop < end ? stop
                                                                                              : at;
}

/* Words in capitals that decide or recite, or name who sits. */
static bool says_more(const char *folded, Span span)
{
    static const char *const words[] = {
        "LE ",          "LA ",          "LES ",        "L'",
        "VU ",          "VU,",          "CONSIDERANT", "APRES ",
        "DECIDE",       "APPROUVE",     "AUTORISE",    "ADOPTE",
        "DONNE ",       "FIXE ",        "DIT ",        "PREND ",
        "A L'",         "ARTICLE",      "POUR ",       "POUR:",
        "CONTRE",       "ABST",         "VOTE ",       "VOTE:",
        "VOTES",        "UNANIM",       "M. ",         "MM. ",
        "MME ",         "MR ",          "MONSIEUR",    "MADAME",
        "PRESENTS",     "ABSENT",       "EXCUSE",      "ETAIENT",
        "COMMUNE ",     "VILLE ",       "DEPARTEMENT", "REPUBLIQUE",
        "CONSEIL ",     "SEANCE",       "PROCES",      "COMPTE RENDU DE LA",
        "EXTRAIT",      "DELIBERATION", "ORDRE DU",    "QUESTIONS DIV",
        "INFORMATIONS", "AFFAIRES DIV", "NB ",         "N.B",
        "ID ",          "ENVOYE",       "RECU ",       NULL};
    for (size_t i = 0; words[i]; i++)
        if (span_length(span) >= strlen(words[i]) &&
            strncmp(folded + span.start, words[i], strlen(words[i])) == 0)
            return true;
    return false;
}

/* Whether the words in front of `at` can be the end of a line: a word in small letters that joins
 * nothing to what follows, or a figure. */
static bool may_end_line(const char *folded, size_t start, size_t at)
{
    static const char joins[] =
        " de du des la le les et a au aux en par pour sur sous avec dans ou un "
        "une ce d l dit dite von van ";
    size_t end = at, from;
    while (end > start && folded[end - 1] == ' ')
        end--;
    for (from = end; from > start && g_ascii_isalnum(folded[from - 1]);)
        from--;
    g_autofree char *word = g_strdup_printf(" %.*s ", (int)(end - from), folded + from);
    return end < at && from < end && !g_ascii_isupper(folded[from]) && !strstr(joins, word);
}

/* Whether words in capitals between others are a heading: a sentence begins behind them. A firm's
 * name goes on in its sentence. */
static bool stands_apart(const char *folded, Span line, Span span)
{
    enum { FIRST_WORD = 4 };
    size_t first = 0, next = span.end;
    while (g_ascii_isupper(folded[span.start + first]))
        first++;
    while (next < line.end && folded[next] == ' ')
        next++;
    return first >= FIRST_WORD && next > span.end && g_ascii_isupper(folded[next]) &&
           g_ascii_islower(folded[next + 1]) && g_ascii_isalnum(folded[span.end - 1]);
}

static void add_capitals(GArray *marks, GArray *added, const char *folded, Span line)
{
    for (size_t at = line.start; at < line.end; at++) {
        bool fresh = begins(folded, line.start, at);
        if (!fresh && !(g_ascii_isupper(folded[at]) && may_end_line(folded, line.start, at)))
            continue;
        size_t stop = capitals_end(folded, at, line.end);
        Span span = {at, stop};
        if (stop == at || (!fresh && !stands_apart(folded, line, span)))
            continue;
        if (!says_more(folded, span) && !is_taken(marks, span)) {
            add(added, ZONE_TITLE, at, (Mark){.flat = FLAT_CAPITALS});
            add(added, ZONE_BODY, stop, (Mark){.flat = FLAT_CAPITALS});
        }
        at = stop;
    }
}

/* ---- A few words in front of a report ----------------------------------------------------------
 */

/* Words that begin a sentence, not a heading. */
static bool begins_sentence(const char *folded, Span span)
{
    static const char *const words[] = {
        "a ",      "apres ",  "avant ", "en ",   "pour ", "par ",   "puis ",  "ensuite ", "enfin ",
        "suite ",  "sur ",    "dans ",  "il ",   "elle ", "lors ",  "cette ", "ce ",      "ces ",
        "on ",     "nous ",   "aucun",  "afin ", "avec ", "toutef", "cepend", "ainsi ",   "comme ",
        "si ",     "depuis ", "donc ",  "les ",  "le ",   "la ",    "l'",     "un ",      "une ",
        "d'autre", "au ",     "des ",   "mais ", NULL};
    return marks_begins_with(folded, span, words) || marks_is_speech(folded, span);
}

/* Words that a heading does not hold. */
static bool is_clause(const char *folded, Span span)
{
    static const char *const words[] = {
        " est ", " sont ", " ont ", " que ", " qui ",  " a ete ",  " qu'",  " etait ",  " avait ",
        " ne ",  " n'",    " il ",  " nous", " sera ", " seront ", " donc", " remerci", NULL};
    for (size_t i = 0; words[i]; i++)
        if (g_strstr_len(folded + span.start, (gssize)span_length(span), words[i]))
            return true;
    return false;
}

bool marks_is_sentence(const char *folded, Span span)
{
    return begins_sentence(folded, span) || is_clause(folded, span);
}

/* What stands between the last sentence and the report at `report`; empty where it is no heading.
 */
static Span words_before(const char *folded, size_t start, size_t report)
{
    size_t end = report, from;
    while (end > start && folded[end - 1] == ' ')
        end--;
    for (from = end; from > start && report - from <= HEADING_MOST; from--)
        if (from + 1 < end && strchr(".;!?", folded[from - 1]) && folded[from] == ' ')
            break;
    while (from < end && strchr(" *>-", folded[from]))
        from++;
    Span span = {from, end};
    bool fits = report - from <= HEADING_MOST && span_length(span) >= PLAIN_LEAST &&
                g_ascii_isupper(folded[from]) && !strchr(".,;:!?", folded[end - 1]);
    return fits && !marks_is_sentence(folded, span) ? span : (Span){0, 0};
}

static void add_followers(const GArray *marks, GArray *added, const char *folded, Span line)
{
    bool expected = true; /* behind a decision, or the header */
    size_t last = line.start;
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        if (!mark->match || mark->span.start < line.start || mark->span.start >= line.end)
            continue;
        if (mark->kind == ZONE_BODY && expected) {
            Span words = words_before(folded, last, mark->span.start);
            if (span_length(words) > 0)
                add(added, ZONE_TITLE, words.start, (Mark){.flat = FLAT_PLAIN});
            expected = false;
        }
        expected |= mark->kind == ZONE_OPERATIVE || mark->kind == ZONE_VOTE;
        last = mark->span.end;
    }
}

/* Where the header ends: with the last words about who sits before something is decided. */
static size_t header_end(const GArray *marks, Span part)
{
    size_t end = part.start;
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        if (!mark->match)
            continue;
        if (mark->kind == ZONE_OPERATIVE || mark->kind == ZONE_VOTE)
            break;
        if (zone_is_list(mark->kind) || mark->kind == ZONE_SECRETARY || mark->kind == ZONE_COUNTS ||
            mark->kind == ZONE_OPENING)
            end = mark->span.end;
    }
    return end;
}

bool marks_add_flat(GArray *marks, const Text *text, Span part)
{
    const char *folded = text_folded(text, NULL);
    if (!has_flat_line(text, part))
        return false;
    g_autoptr(GArray) added = g_array_new(false, false, sizeof(Mark));
    add_announced(marks, added, folded, part);
    size_t from = header_end(marks, part);
    for (size_t i = text_line_at(text, part.start), count = lines_until(text, part.end); i < count;
         i++) {
        Span line = text_line(text, i)->span;
        if (span_length(line) <= FLAT_LINE || line.end <= from)
            continue;
        line.start = MAX(line.start, from);
        add_capitals(marks, added, folded, line);
        add_followers(marks, added, folded, line);
    }
    g_array_append_vals(marks, added->data, added->len);
    marks_sort(marks);
    return true;
}

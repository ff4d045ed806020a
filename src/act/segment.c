/* Landmarks → zones and acts. A header (who sits, how many) comes first, then one act or many; a
 * landmark opens a zone only in the part of the document where it can mean what it says. */
#include "act.h"

#include <stdlib.h>
#include <string.h>

/* A landmark as segmentation sees it. */
typedef struct Mark {
    ZoneKind kind;
    Span span;
    const Match *match; /* NULL for a heading by its letters */
    bool repeated;      /* a numbered heading that says what an earlier one said: the agenda's */
} Mark;

enum {
    HEADER_LIMIT = 12000, /* bytes in which a header's first list must begin */
    TITLED_LEAST = 400,   /* bytes under a title, less than which it stands in a list of titles */
    SECRETARY_LIMIT = 250, /* bytes that name a secretary */
    KIND_LIMIT = 3500,    /* bytes in which the kind of document is said */
};

void segment_blank_stamps(Text *text, const Matches *stamps)
{
    for (guint i = 0; i < stamps->matches->len; i++)
        text_blank(text, ((Match *)stamps->matches->pdata[i])->span);
}

static ZoneKind opened_kind(const Match *match)
{
    const Capture *capture = match_capture(match, "opens");
    unsigned kinds = 0;
    g_autofree char *unknown = NULL;
    if (!capture || !zone_kinds_parse(capture->value.text, &kinds, &unknown))
        return ZONE_ANY;
    for (int kind = 0; kind < ZONE_KIND_COUNT; kind++)
        if (kinds == 1u << kind)
            return kind;
    return ZONE_ANY;
}

/* The landmarks in order, without those that another one covers or overlaps: the longer wins. */
static GArray *read_marks(const Matches *landmarks)
{
    GArray *marks = g_array_new(false, false, sizeof(Mark));
    for (guint i = 0; i < landmarks->matches->len; i++) {
        const Match *match = landmarks->matches->pdata[i];
        Mark mark = {.kind = opened_kind(match), .span = match->span, .match = match};
        if (mark.kind == ZONE_ANY)
            continue;
        if (marks->len > 0 && mark.kind != ZONE_HEAD) {
            Mark *last = &g_array_index(marks, Mark, marks->len - 1);
            if (last->kind != ZONE_HEAD && span_overlaps(last->span, mark.span)) {
                if (span_length(mark.span) > span_length(last->span))
                    *last = mark;
                continue;
            }
        }
        g_array_append_val(marks, mark);
    }
    return marks;
}

/* The rank in front of a heading: « 2.3 » is {2, 3}; {0, 0} for none. */
typedef struct Rank {
    long major, minor;
} Rank;

static Rank read_rank(const Match *match)
{
    const Capture *capture = match_capture(match, "rank");
    if (!capture)
        capture = match_capture(match, "sub_rank");
    Rank rank = {0};
    if (!capture)
        return rank;
    char *rest = NULL;
    rank.major = strtol(capture->value.text, &rest, 10);
    if (*rest == '.')
        rank.minor = strtol(rest + 1, NULL, 10);
    return rank;
}

/* ---- Headings by their letters ------------------------------------------------------------------ */

static bool is_capitals(const char *folded, Span span)
{
    size_t upper = 0, lower = 0;
    for (size_t i = span.start; i < span.end; i++) {
        upper += g_ascii_isupper(folded[i]);
        lower += g_ascii_islower(folded[i]);
    }
    return upper >= 8 && lower * 8 <= upper;
}

/* True when a landmark of another kind begins in a line: « APRÈS EN AVOIR DÉLIBÉRÉ » is no heading. */
static bool is_taken(const GArray *marks, Span line)
{
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        if (mark->kind != ZONE_TITLE && mark->kind != ZONE_HEAD && mark->match &&
            mark->span.start < line.end && mark->span.end > line.start)
            return true;
    }
    return false;
}

/* A line of a heading: bold where the page's text is not, or all capitals. */
static bool is_heading(const Text *text, size_t index)
{
    const Line *line = text_line(text, index);
    const char *folded = text_folded(text, NULL);
    size_t letters = 0;
    for (size_t i = line->span.start; i < line->span.end; i++)
        letters += g_ascii_isalpha(folded[i]) != 0;
    if (letters < 6 || (line->flags & (LINE_FURNITURE | LINE_STAMP | LINE_MARGIN)))
        return false;
    return line->flags & LINE_BOLD || is_capitals(folded, line->span);
}

/* Paragraphs of at most four heading lines, between blank lines, become titles of matters; they make
 * an act only where something is decided under them. */
static void add_headings(const Text *text, GArray *marks)
{
    enum { MOST_LINES = 4 };
    const char *folded = text_folded(text, NULL);
    size_t count = text_line_count(text), bold = 0, lines = 0;
    for (size_t i = 0; i < count; i++) {
        bool heading = is_heading(text, i);
        bold += heading;
        lines += span_length(text_line(text, i)->span) > 0;
    }
    if (bold * 3 > lines)
        return; /* what most lines are distinguishes none */
    for (size_t i = 0; i < count; i++) {
        bool begins = i == 0 || span_length(text_line(text, i - 1)->span) == 0;
        size_t end = i;
        while (end < count && end < i + MOST_LINES + 1 && is_heading(text, end))
            end++;
        bool ends = end == count || span_length(text_line(text, end)->span) == 0;
        size_t start = text_line(text, i)->span.start;
        if (begins && ends && end > i && end <= i + MOST_LINES && g_ascii_isupper(folded[start]) &&
            !is_taken(marks, (Span){start, text_line(text, end - 1)->span.end})) {
            Mark mark = {.kind = ZONE_TITLE, .span = {start, start}};
            g_array_append_val(marks, mark);
        }
        if (end > i)
            i = end - 1;
    }
}

static int compare_marks(gconstpointer a, gconstpointer b)
{
    const Mark *m = a, *n = b;
    if (m->span.start != n->span.start)
        return m->span.start < n->span.start ? -1 : 1;
    return (n->match != NULL) - (m->match != NULL); /* a landmark before a bare heading */
}

/* ---- The kind of document --------------------------------------------------------------------- */

static const char *const kinds[] = {"deliberation", "minutes", "list", "agenda", "order", "other"};

static const char *static_kind(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (strcmp(kinds[i], name) == 0)
            return kinds[i];
    return NULL;
}

static guint count_marks(const GArray *marks, ZoneKind kind)
{
    guint count = 0;
    for (guint i = 0; i < marks->len; i++)
        count += g_array_index(marks, Mark, i).kind == kind;
    return count;
}

static bool is_list(ZoneKind kind)
{
    return kind == ZONE_PRESENT || kind == ZONE_PROXIES || kind == ZONE_EXCUSED || kind == ZONE_ABSENT;
}

/* Titles that stand by themselves: not ranks of a list, not headings by their letters. */
static guint count_titles(const GArray *marks)
{
    guint count = 0;
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        count += mark->kind == ZONE_TITLE && mark->match && read_rank(mark->match).major == 0;
    }
    return count;
}

/* Without words that name the kind: a sitting whose matters are announced or approved one after the
 * other is minutes; one that decides once is a deliberation. */
static const char *kind_without_name(const GArray *marks)
{
    guint decisions = count_marks(marks, ZONE_VOTE);
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        /* articles are those of a regulation as well as of a decision */
        decisions += mark->kind == ZONE_OPERATIVE && !match_capture(mark->match, "formal");
    }
    bool sits = count_marks(marks, ZONE_PRESENT) > 0 || count_marks(marks, ZONE_OPENING) > 0;
    bool many = count_marks(marks, ZONE_AGENDA) + count_marks(marks, ZONE_OTHER) > 0 ||
                count_titles(marks) > 2;
    if (sits)
        return many || decisions == 0 ? "minutes" : "deliberation";
    if (count_marks(marks, ZONE_AGENDA) > 0 && decisions == 0)
        return "agenda";
    return decisions > 1 ? "minutes" : "other";
}

/* The first words that name a kind decide. A letter of convocation may stand in front of an extract
 * (or of minutes), which then decides. */
static void decide_kind(const GArray *marks, Outline *outline)
{
    const Mark *decided = NULL;
    const char *kind = NULL;
    bool after_letter = false;
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        const Capture *capture = mark->match ? match_capture(mark->match, "kind") : NULL;
        if (!capture || mark->span.start > KIND_LIMIT)
            continue;
        const char *named = static_kind(capture->value.text);
        if (!decided || strcmp(kind, "agenda") == 0 ||
            (after_letter && strcmp(named, "deliberation") == 0)) {
            after_letter |= decided && strcmp(kind, "agenda") == 0;
            decided = mark;
            kind = named;
        }
    }
    if (!decided) {
        outline->kind = kind_without_name(marks);
        return;
    }
    outline->kind = kind;
    outline->kind_span = decided->span;
    outline->kind_rule = decided->match->rule;
}

/* ---- Headings that the agenda announced --------------------------------------------------------- */

/* The first letters and digits behind a heading's rank, in small letters: what tells it from others. */
static char *heading_key(const char *folded, size_t length, const Mark *mark)
{
    enum { KEY = 28 };
    GString *key = g_string_sized_new(KEY + 1);
    for (size_t i = mark->span.end; i < length && key->len < KEY; i++)
        if (g_ascii_isalnum(folded[i]))
            g_string_append_c(key, g_ascii_tolower(folded[i]));
    return g_string_free(key, false);
}

/* Marks the numbered headings that repeat one of the agenda: of the first run of numbered headings, in
 * which nobody speaks. */
static void find_repeated(const char *folded, size_t length, GArray *marks)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    bool agenda = true;
    for (guint i = 0; i < marks->len; i++) {
        Mark *mark = &g_array_index(marks, Mark, i);
        if (mark->kind == ZONE_BODY && g_hash_table_size(seen) > 0)
            agenda = false;
        if (mark->kind != ZONE_TITLE || !mark->match || read_rank(mark->match).major == 0)
            continue;
        char *key = heading_key(folded, length, mark);
        mark->repeated = g_hash_table_contains(seen, key);
        if (agenda)
            g_hash_table_add(seen, key);
        else
            g_free(key);
    }
}

/* ---- The header -------------------------------------------------------------------------------- */

/* Where the header's first list begins: before it, recitals and titles do not end the header. */
static size_t header_start(const GArray *marks)
{
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        if (is_list(mark->kind) && mark->span.start < HEADER_LIMIT)
            return mark->span.start;
    }
    return 0;
}

/* True when a heading ranked `next` can follow one ranked `last`: 1 → 2, 2 → 2.1, 2.1 → 2.2 or 3, with
 * one that was not read between them. */
static bool rank_follows(Rank last, Rank next)
{
    if (next.major == last.major)
        return next.minor > last.minor && next.minor <= last.minor + 2;
    return next.major > last.major && next.major <= last.major + 2 && next.minor <= 2;
}

static bool belongs_to_header(ZoneKind kind)
{
    return is_list(kind) || kind == ZONE_OPENING || kind == ZONE_COUNTS || kind == ZONE_GUESTS ||
           kind == ZONE_SECRETARY;
}

/* Which headings open a matter, besides titles with a number of their own. */
typedef enum Cut {
    CUT_TITLES,   /* none */
    CUT_ANNOUNCED, /* numbered ones that the agenda announced */
    CUT_RANKED,   /* numbered ones that follow each other */
    CUT_LETTERS,  /* bold ones, or in capitals */
    CUT_COUNT
} Cut;

typedef struct Walk {
    const char *folded;
    const GArray *marks;
    Outline *outline;
    Zone open;
    bool in_header;
    Cut cut;        /* which headings open a matter */
    bool many;      /* minutes: each title opens a matter of its own */
    int matter;     /* the matter that zones belong to, or ZONE_NO_ACT */
    GArray *titled; /* of bool: for each matter opened, whether its title alone makes it an act */
    bool talk;      /* what follows is told, not decided: a number there is a decision of the mayor's */
    int ranked;     /* the last matter that a numbered heading opened */
    bool decided;   /* such a matter has been decided */
    Rank rank;      /* of the last numbered heading that was taken */
    size_t first_list;
} Walk;

/* Where the words about the secretary end: a blank line after the name, or a length no such clause has. */
static size_t secretary_end(const char *folded, const Zone *zone, size_t end)
{
    size_t limit = MIN(end, zone->body + SECRETARY_LIMIT);
    size_t at = zone->body;
    while (at < limit && g_ascii_isspace(folded[at]))
        at++;
    for (bool blank = false; at < limit; at++) {
        if (folded[at] == '\n' && blank)
            return at;
        if (folded[at] == '\n' || folded[at] != ' ')
            blank = folded[at] == '\n';
    }
    while (limit < end && !g_ascii_isspace(folded[limit]))
        limit++;
    return limit;
}

static void close_zone(Walk *walk, size_t at)
{
    Zone zone = walk->open;
    zone.span.end = at;
    if (zone.kind == ZONE_SECRETARY) {
        zone.span.end = secretary_end(walk->folded, &zone, at);
        outline_add(walk->outline, zone);
        zone = (Zone){.kind = ZONE_BODY,
                      .span = {zone.span.end, at},
                      .act = walk->matter,
                      .body = zone.span.end};
    }
    if (zone.span.end > zone.span.start)
        outline_add(walk->outline, zone);
}

static void open_zone(Walk *walk, ZoneKind kind, Span mark)
{
    close_zone(walk, mark.start);
    bool session = belongs_to_header(kind) || kind == ZONE_HEAD || kind == ZONE_AGENDA;
    walk->open = (Zone){.kind = kind,
                        .span = {mark.start, mark.start},
                        .act = session ? ZONE_NO_ACT : walk->matter,
                        .body = mark.end};
}

/* True when nothing but a dash stands between the open title and `at`: « D2024-27 - Objet : … ». */
static bool continues_title(const Walk *walk, size_t at)
{
    if (walk->open.kind != ZONE_TITLE)
        return false;
    for (size_t i = walk->open.body; i < at; i++)
        if (g_ascii_isalnum(walk->folded[i]))
            return false;
    return true;
}

static bool rank_is_repeated(const GArray *marks, Rank rank)
{
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        if (mark->repeated) {
            Rank other = read_rank(mark->match);
            if (other.major == rank.major && other.minor == rank.minor)
                return true;
        }
    }
    return false;
}

/* A title: the one act's own, or the beginning of the next matter. */
static void take_title(Walk *walk, const Mark *mark)
{
    if (!mark->match && walk->cut != CUT_LETTERS)
        return;
    if (continues_title(walk, mark->span.start)) {
        walk->open.body = MAX(walk->open.body, mark->span.end);
        return;
    }
    Rank rank = mark->match ? read_rank(mark->match) : (Rank){0};
    if (!walk->many) {
        bool late = walk->open.kind == ZONE_OPERATIVE || walk->open.kind == ZONE_CLOSING;
        if (rank.major == 0 && !late && mark->match)
            open_zone(walk, ZONE_TITLE, mark->span);
        return;
    }
    if (rank.major > 0 && walk->cut != CUT_RANKED) {
        /* a matter whose heading says it otherwise than the agenda still has its rank */
        bool next = rank.major == walk->rank.major + 1 && rank.minor == 0 &&
                    !rank_is_repeated(walk->marks, rank);
        bool again = mark->repeated && rank.major > walk->rank.major - (rank.minor > 0) &&
                     rank.major <= walk->rank.major + 4;
        if (walk->cut != CUT_ANNOUNCED || !(again || next))
            return;
        walk->rank = rank;
    } else if (rank.major > 0) {
        /* the agenda's numbering begins anew with the matters themselves; that of a list inside a
         * matter does not count */
        bool anew = rank.major == 1 && rank.minor <= 1 && !walk->decided;
        if (!anew && !rank_follows(walk->rank, rank))
            return;
        walk->rank = rank;
    }
    /* a number or « Objet : » is given to what is deliberated only */
    bool named = mark->match && rank.major == 0 && !match_capture(mark->match, "formal") &&
                 !walk->talk;
    walk->matter = (int)walk->titled->len;
    if (rank.major > 0)
        walk->ranked = walk->matter;
    g_array_append_val(walk->titled, named);
    open_zone(walk, ZONE_TITLE, mark->span);
}

static void take_mark(Walk *walk, const Mark *mark)
{
    bool before_list = mark->span.start < walk->first_list;

    if (mark->kind == ZONE_HEAD || mark->kind == ZONE_STAMP)
        return;
    if (belongs_to_header(mark->kind)) {
        if (walk->in_header)
            open_zone(walk, mark->kind, mark->span);
        return;
    }
    if (walk->in_header && (before_list || mark->kind == ZONE_AGENDA)) {
        if ((mark->kind == ZONE_TITLE && !walk->many) || mark->kind == ZONE_AGENDA)
            open_zone(walk, mark->kind, mark->span);
        return;
    }
    if (mark->kind == ZONE_AGENDA)
        return;
    /* the agenda announces; what it announces begins with the first heading that is counted anew */
    walk->in_header = false;
    if (mark->kind == ZONE_TITLE) {
        take_title(walk, mark);
    } else if (mark->kind == ZONE_VOTE && walk->open.kind == ZONE_OPERATIVE) {
        return; /* the decision and its vote are one */
    } else {
        if (mark->kind == ZONE_OTHER && walk->many)
            walk->matter = ZONE_NO_ACT;
        if (mark->kind == ZONE_OTHER)
            walk->talk = true;
        else if (mark->kind == ZONE_OPERATIVE || mark->kind == ZONE_VOTE)
            walk->talk = false;
        if (walk->matter >= 0 && walk->matter == walk->ranked &&
            (mark->kind == ZONE_OPERATIVE || mark->kind == ZONE_VOTE))
            walk->decided = true;
        open_zone(walk, mark->kind, mark->span);
    }
}

/* Of the matters opened, those with an act's own title and those that were decided are the acts; the
 * others are talk. */
static void number_acts(Outline *outline, GArray *titled)
{
    g_autofree int *acts = g_new0(int, titled->len + 1);
    g_autofree size_t *lengths = g_new0(size_t, titled->len + 1);
    for (guint i = 0; i < outline->zones->len; i++) {
        const Zone *zone = &g_array_index(outline->zones, Zone, i);
        if (zone->act < 0)
            continue;
        lengths[zone->act] += span_length(zone->span);
        if (zone->kind == ZONE_OPERATIVE || zone->kind == ZONE_VOTE)
            acts[zone->act] = 1;
    }
    for (guint i = 0; i < titled->len; i++)
        acts[i] |= g_array_index(titled, bool, i) && lengths[i] >= TITLED_LEAST;
    for (guint i = 0; i < titled->len; i++)
        acts[i] = acts[i] ? outline->acts++ : ZONE_NO_ACT;
    for (guint i = 0; i < outline->zones->len; i++) {
        Zone *zone = &g_array_index(outline->zones, Zone, i);
        if (zone->act == ZONE_NO_ACT)
            continue;
        zone->act = acts[zone->act];
        if (zone->act == ZONE_NO_ACT)
            zone->kind = ZONE_OTHER;
    }
}

/* Walks over the marks under one cut. Gives the outline; the caller frees. */
static Outline *walk_marks(const char *folded, size_t length, const GArray *marks,
                           const Outline *kind, Cut cut)
{
    Outline *outline = outline_new();
    g_autoptr(GArray) titled = g_array_new(false, false, sizeof(bool));
    outline->kind = kind->kind;
    outline->kind_span = kind->kind_span;
    outline->kind_rule = kind->kind_rule;
    Walk walk = {.folded = folded,
                 .marks = marks,
                 .outline = outline,
                 .open = {.kind = ZONE_HEAD, .act = ZONE_NO_ACT},
                 .in_header = true,
                 .cut = cut,
                 .many = strcmp(outline->kind, "minutes") == 0,
                 .matter = strcmp(outline->kind, "deliberation") == 0 ? 0 : ZONE_NO_ACT,
                 .titled = titled,
                 .first_list = header_start(marks)};
    for (guint i = 0; i < marks->len; i++)
        take_mark(&walk, &g_array_index(marks, Mark, i));
    close_zone(&walk, length);
    if (walk.many)
        number_acts(outline, titled);
    else
        outline->acts = walk.matter == 0;
    return outline;
}

/* Minutes do not say how their matters are marked off. Cuts are tried from the surest headings down:
 * one that finds enough acts by itself is taken, else the one under which clearly more are decided. */
Outline *segment(const Text *text, const Matches *landmarks)
{
    g_autoptr(GArray) marks = read_marks(landmarks);
    g_autoptr(Outline) kind = outline_new();
    size_t length;
    const char *folded = text_folded(text, &length);
    decide_kind(marks, kind);
    if (strcmp(kind->kind, "minutes") != 0)
        return walk_marks(folded, length, marks, kind, CUT_TITLES);

    find_repeated(folded, length, marks);
    add_headings(text, marks);
    g_array_sort(marks, compare_marks);
    static const int SURE[CUT_COUNT] = {3, G_MAXINT, 4, 1};
    static const double BETTER = 1.5;
    Outline *best = NULL;
    for (Cut cut = CUT_TITLES; cut < CUT_COUNT; cut++) {
        Outline *outline = walk_marks(folded, length, marks, kind, cut);
        if (best && outline->acts <= best->acts * BETTER) {
            outline_free(outline);
            continue;
        }
        outline_free(best);
        best = outline;
        if (best->acts >= SURE[cut])
            break;
    }
    return best;
}

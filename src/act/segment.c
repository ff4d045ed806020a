/* Landmarks → zones and acts. A header (who sits, how many) comes first, then one act or many; a
 * landmark opens a zone only in the part of the document where it can mean what it says. */
#include "marks.h"

#include <string.h>

enum {
    SECRETARY_LIMIT = 250,  /* bytes that name a secretary */
    OWN_COUNT_BEHIND = 400, /* bytes behind its title in which an act states numbers of its own */
    OWN_COUNT_LIMIT = 40,   /* bytes of a number that an act states */
};

void segment_blank_stamps(Text *text, const Matches *stamps)
{
    for (guint i = 0; i < stamps->matches->len; i++)
        text_blank(text, ((Match *)stamps->matches->pdata[i])->span);
}

/* ---- The header ----------------------------------------------------------------------------- */

/* True when a heading ranked `next` can follow one ranked `last`: 1 → 2, 2 → 2.1, 2.1 → 2.2 or 3,
 * with one that was not read between them. */
static bool rank_follows(Rank last, Rank next)
{
    if (next.major == last.major)
        return next.minor > last.minor && next.minor <= last.minor + 2;
    return next.major > last.major && next.major <= last.major + 2 && next.minor <= 2;
}

static bool belongs_to_header(ZoneKind kind)
{
    return zone_is_list(kind) || kind == ZONE_OPENING || kind == ZONE_COUNTS ||
           kind == ZONE_GUESTS || kind == ZONE_SECRETARY;
}

/* Which headings open a matter, besides titles with a number of their own. */
typedef enum Cut {
    CUT_REPEATED,  /* lines that the agenda announced, without numbers */
    CUT_TITLES,    /* none */
    CUT_SERIES,    /* lines that begin with marks that count on */
    CUT_ANNOUNCED, /* numbered ones that the agenda announced */
    CUT_RANKED,    /* numbered ones that follow each other */
    CUT_ROMAN,     /* the same in Roman numerals */
    CUT_VOTED,     /* what begins behind a vote */
    CUT_LETTERS,   /* bold ones, or in capitals */
    CUT_DECIDED,   /* short paragraphs behind a decision */
    /* and where line ends are lost */
    CUT_FLAT_ANNOUNCED, /* what the agenda said */
    CUT_FLAT_CAPITALS,  /* words in capitals */
    CUT_FLAT_PLAIN,     /* words in front of a report */
    CUT_COUNT
} Cut;

static Cut flat_cut(FlatHeading flat)
{
    return CUT_FLAT_ANNOUNCED + (flat - FLAT_ANNOUNCED);
}

typedef struct Walk {
    const char *folded;
    const GArray *marks;
    Outline *outline;
    Zone open;
    bool in_header;
    bool listed;     /* a list of members has been met */
    bool members;    /* that of those present */
    bool lists_late; /* and it was after the decision */
    Cut cut;         /* which headings open a matter */
    bool unnamed;    /* the one act says nowhere « Objet : »: its heading is looked for */
    bool many;       /* minutes: each title opens a matter of its own */
    int matter;      /* the matter that zones belong to, or ZONE_NO_ACT */
    size_t matter_start;
    GArray *titled; /* of bool: for each matter opened, whether its title alone makes it an act */
    bool questions; /* under « Questions diverses » */
    bool talk;  /* what follows is told, not decided: a number there is a decision of the mayor's */
    int told;   /* matters opened by numbers there */
    int ranked; /* the last matter that a numbered heading opened */
    bool decided;   /* such a matter has been decided */
    bool operative; /* something has been decided */
    Rank rank;      /* of the last numbered heading that was taken */
    Rank before;    /* the theme, of the last one in front of it */
    bool theme;     /* a heading that opens no matter stands behind a decision */
    size_t first_list;
    size_t sheet; /* where who sat is said behind the decision */
} Walk;

/* Where the words about the secretary end: a blank line after the name, or a length no such clause
 * has. */
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

/* Where a number of members that an act states ends: with its line, or soon. */
static size_t own_count_end(const char *folded, const Zone *zone, size_t end)
{
    size_t limit = MIN(end, zone->body + OWN_COUNT_LIMIT);
    size_t at = zone->body;
    while (at < limit && folded[at] != '\n')
        at++;
    while (at < end && !g_ascii_isspace(folded[at]))
        at++;
    return at;
}

static void close_zone(Walk *walk, size_t at)
{
    Zone zone = walk->open;
    zone.span.end = at;
    bool own = zone.kind == ZONE_COUNTS && zone.act >= 0;
    if (zone.kind == ZONE_SECRETARY || own) {
        zone.span.end =
            own ? own_count_end(walk->folded, &zone, at) : secretary_end(walk->folded, &zone, at);
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

/* True when nothing but a dash, or the rest of a number and the end of its line or « Objet : »,
 * stands between the open title and a mark: « D2024-27 - Objet : … », « Délibération n° / 2024-27 /
 * TARIFS ». */
static bool continues_title(const Walk *walk, const Mark *mark)
{
    enum { NUMBER_MOST = 20 };
    const char *folded = walk->folded;
    size_t at = mark->span.start, from = walk->open.body, to = at;
    bool names = mark->match && match_capture(mark->match, "names");
    int figures = 0;
    if (walk->open.kind != ZONE_TITLE)
        return false;
    while (to > from && !g_ascii_isalnum(folded[to - 1]))
        to--;
    while (from < to && !g_ascii_isalnum(folded[from]))
        from++;
    for (size_t i = from; i < to; i++) {
        if (!g_ascii_isupper(folded[i]) && !g_ascii_isdigit(folded[i]) &&
            !strchr("-._/", folded[i]))
            return false;
        figures += g_ascii_isdigit(folded[i]) != 0;
    }
    return from == to || (figures > 0 && to - from <= NUMBER_MOST &&
                          (names || memchr(folded + to, '\n', at - to)));
}

static bool rank_is_repeated(const GArray *marks, Rank rank)
{
    for (guint i = 0; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        if (mark->repeated) {
            Rank other = mark_rank(mark);
            if (other.major == rank.major && other.minor == rank.minor)
                return true;
        }
    }
    return false;
}

/* « Approbation du procès-verbal »: known by its words wherever it stands. */
static bool is_formality(const Mark *mark)
{
    return mark->match && match_capture(mark->match, "formal");
}

/* Whether a mark can head anything under the cut that is tried. */
static bool heads_under_cut(const Walk *walk, const Mark *mark)
{
    bool bare = walk->cut == CUT_LETTERS || mark->voted || mark->follows || mark->flat ||
                mark->series || (walk->cut == CUT_REPEATED && mark->repeated);
    return (mark->match || bare) && !(walk->many && mark->margin) &&
           !(walk->cut == CUT_VOTED && !mark->voted && !is_formality(mark));
}

/* Whether a numbered heading opens a matter under the cut; then its rank is the last one. */
static bool take_rank(Walk *walk, const Mark *mark, Rank rank)
{
    if (walk->cut == CUT_LETTERS) {
        if (!mark->lettered)
            return false;
    } else if (walk->cut != CUT_RANKED && walk->cut != CUT_ROMAN) {
        /* a matter whose heading says it otherwise than the agenda still has its rank */
        bool next = rank.major == walk->rank.major + 1 && rank.minor == 0 &&
                    !rank_is_repeated(walk->marks, rank);
        bool again = mark->repeated && rank.major > walk->rank.major - (rank.minor > 0) &&
                     rank.major <= walk->rank.major + 4;
        if (walk->cut != CUT_ANNOUNCED || !(again || next))
            return false;
    } else {
        /* the agenda's numbering begins anew with the matters themselves; that of a list inside a
         * matter does not count */
        bool anew = rank.major == 1 && rank.minor <= 1 && (!walk->decided || walk->theme);
        if (!anew && !rank_follows(walk->rank, rank) &&
            !(rank_is_set(walk->before) && rank_follows(walk->before, rank)))
            return false;
        walk->before = anew && walk->theme ? walk->rank : (Rank){0};
    }
    walk->theme = false;
    walk->rank = rank;
    return true;
}

/* The next matter. */
static void open_matter(Walk *walk, const Mark *mark, bool ranked)
{
    /* a number or « Objet : » is given to what is deliberated only */
    bool named = mark->match && !ranked && !is_formality(mark) && !walk->talk;
    walk->questions &= mark_is_question(mark);
    walk->told += walk->talk && mark->match && !ranked;
    walk->matter = (int)walk->titled->len;
    walk->matter_start = mark->span.start;
    if (ranked)
        walk->ranked = walk->matter;
    g_array_append_val(walk->titled, named);
    open_zone(walk, ZONE_TITLE, mark->span);
}

/* A title: the one act's own, or the beginning of the next matter. */
static void take_title(Walk *walk, const Mark *mark)
{
    if (!mark->match && !walk->many) {
        if (walk->unnamed && belongs_to_header(walk->open.kind))
            open_zone(walk, ZONE_TITLE, mark->span);
        return;
    }
    bool inside =
        !mark->match && walk->open.kind == ZONE_TITLE && mark->span.start < walk->open.body;
    if (inside || !heads_under_cut(walk, mark))
        return;
    if (mark->follows && walk->open.kind == ZONE_TITLE && walk->matter >= 0) {
        walk->open.kind = ZONE_OTHER; /* a line between the decision and the heading */
        walk->open.act = ZONE_NO_ACT;
        open_zone(walk, ZONE_TITLE, mark->span);
        return;
    }
    if (continues_title(walk, mark)) {
        walk->open.body = MAX(walk->open.body, mark->span.end);
        return;
    }
    Rank rank = mark_rank(mark);
    bool ranked = rank_is_set(rank);
    if (walk->cut == CUT_ROMAN && ranked && !mark_is_roman(mark)) {
        long misread = mark_misread_roman(mark);
        if (misread == 0 || misread != walk->rank.major + 1)
            return;
        rank = (Rank){misread, 0};
    }
    if (rank.major == 0)
        rank.major = ranked ? walk->rank.major : 0; /* « B. » under « 5. » */
    if (!walk->many) {
        if (mark->match && !ranked && mark->span.start >= walk->sheet) {
            open_zone(walk, ZONE_HEAD, mark->span);
            return;
        }
        bool late = walk->open.kind == ZONE_OPERATIVE || walk->open.kind == ZONE_CLOSING;
        /* « Point n° 3 : … » behind the lists, where nothing else names the subject */
        bool point = walk->unnamed && belongs_to_header(walk->open.kind);
        if ((!ranked || point) && !late && mark->match)
            open_zone(walk, ZONE_TITLE, mark->span);
        return;
    }
    if (!ranked || take_rank(walk, mark, rank))
        open_matter(walk, mark, ranked);
}

/* « Présents : 18 » under the title of a matter: numbers of its own. Behind the decision they are
 * its vote's. */
static bool states_own_count(const Walk *walk, const Mark *mark)
{
    return walk->many && walk->matter >= 0 && !walk->talk &&
           mark->span.start < walk->matter_start + OWN_COUNT_BEHIND &&
           (walk->open.kind == ZONE_TITLE || walk->open.kind == ZONE_BODY ||
            walk->open.kind == ZONE_COUNTS);
}

/* « Objet : … Nombre de membres en exercice : 12 »: the header of the one act goes on behind its
 * title. */
static bool counts_behind_title(const Walk *walk, const Mark *mark)
{
    return mark->kind == ZONE_COUNTS && !walk->many &&
           mark->span.start < walk->open.span.start + OWN_COUNT_BEHIND &&
           (walk->open.kind == ZONE_TITLE || walk->open.kind == ZONE_COUNTS);
}

/* Initials look like Roman numerals, and lists like questions: these head something where that is
 * known only. */
static bool is_idle(const Walk *walk, const Mark *mark)
{
    return mark->announced || (mark->follows && walk->many && walk->cut != CUT_DECIDED) ||
           (mark->flat != FLAT_NONE && walk->cut != flat_cut(mark->flat)) ||
           (mark->voted && walk->cut != CUT_VOTED) || (mark->series && walk->cut != CUT_SERIES) ||
           (mark_is_roman(mark) && walk->cut != CUT_ROMAN) ||
           (mark_is_question(mark) && !walk->questions);
}

/* « Agents présents : … » heads something only among lists of members, and « Assistaient : … »
 * those who are none once the members have been listed. */
static bool heads_others(const Walk *walk, Mark *mark)
{
    if (mark->match && mark->kind == ZONE_PRESENT && walk->members &&
        match_capture(mark->match, "first"))
        mark->kind = ZONE_GUESTS;
    return mark->kind == ZONE_GUESTS && match_capture(mark->match, "among") &&
           !zone_is_list(walk->open.kind);
}

/* « Le conseil prend acte de ces décisions » behind those of the mayor, each with its number. */
static bool notes_what_was_told(const Walk *walk, const Mark *mark)
{
    enum { TOLD_LEAST = 2, CLAUSE_MOST = 120 };
    if (!walk->many || !walk->talk || walk->told < TOLD_LEAST ||
        (mark->kind != ZONE_VOTE && mark->kind != ZONE_OPERATIVE))
        return false;
    g_autofree char *said = g_ascii_strdown(walk->folded + mark->span.start, CLAUSE_MOST);
    char *end = strchr(said, '.'), *noted = strstr(said, " acte");
    if (end)
        *end = '\0';
    return noted && (!end || noted < end) &&
           (strstr(noted, "decision") || noted[strlen(" acte")] == '\0');
}

/* What an article says is one clause, whoever it speaks of. */
static bool is_inside_article(const Walk *walk, const Mark *mark)
{
    return mark->kind == ZONE_OPERATIVE && walk->open.kind == ZONE_OPERATIVE &&
           marks_in_article(walk->folded, walk->open.span.start, mark->span.start);
}

static void take_mark(Walk *walk, const Mark *given)
{
    Mark own = *given, *mark = &own;
    if (mark->kind == ZONE_TITLE && (!mark->match || mark_is_roman(mark)))
        walk->theme = walk->open.kind == ZONE_OPERATIVE || walk->open.kind == ZONE_VOTE;
    if (is_idle(walk, mark) || heads_others(walk, mark) || is_inside_article(walk, mark))
        return;
    bool before_list = mark->span.start < walk->first_list;

    if (mark->kind == ZONE_HEAD && walk->in_header && walk->open.kind == ZONE_AGENDA &&
        mark->span.start == walk->outline->kind_span.start)
        open_zone(walk, ZONE_HEAD, mark->span);
    if (mark->kind == ZONE_HEAD || mark->kind == ZONE_STAMP)
        return;
    if (belongs_to_header(mark->kind)) {
        /* lists at the end of the one act, or the lists after the first of them */
        bool late = !walk->many && (walk->lists_late || !walk->listed) && zone_is_list(mark->kind);
        walk->lists_late |= late && !walk->in_header;
        walk->listed |= zone_is_list(mark->kind);
        walk->members |= mark->kind == ZONE_PRESENT;
        bool sheet = !walk->many && mark->span.start >= walk->sheet &&
                     (mark->kind == ZONE_COUNTS || mark->kind == ZONE_SECRETARY);
        if (walk->in_header || late || sheet || counts_behind_title(walk, mark) ||
            (walk->lists_late && mark->kind == ZONE_SECRETARY))
            open_zone(walk, mark->kind, mark->span);
        else if (mark->kind == ZONE_COUNTS && states_own_count(walk, mark)) {
            open_zone(walk, mark->kind, mark->span);
            walk->open.act = walk->matter;
        }
        return;
    }
    if (walk->in_header && (before_list || mark->kind == ZONE_AGENDA)) {
        bool title =
            mark->kind == ZONE_TITLE && mark->match && !walk->many && !rank_is_set(mark_rank(mark));
        if (title && continues_title(walk, mark))
            walk->open.body = MAX(walk->open.body, mark->span.end);
        else if (title || mark->kind == ZONE_AGENDA)
            open_zone(walk, mark->kind, mark->span);
        return;
    }
    walk->operative |= mark->kind == ZONE_OPERATIVE || mark->kind == ZONE_VOTE;
    /* « Acte rendu exécutoire le … » in a margin, before the act itself */
    bool early = mark->kind == ZONE_CLOSING && !walk->many && !walk->operative;
    if (mark->kind == ZONE_AGENDA || early)
        return;
    /* the agenda announces; what it announces begins with the first heading that is counted anew */
    int matter = walk->matter;
    if (mark->kind == ZONE_TITLE)
        take_title(walk, mark);
    /* a number in a list is no heading */
    bool opened = walk->many
                      ? walk->matter != matter
                      : walk->open.kind == ZONE_TITLE && walk->open.span.start == mark->span.start;
    walk->in_header &= mark->kind == ZONE_TITLE && !opened;
    if (mark->kind == ZONE_TITLE) {
        return;
    } else if (mark->kind == ZONE_VOTE && walk->open.kind == ZONE_OPERATIVE) {
        return; /* the decision and its vote are one */
    } else {
        if (mark->kind == ZONE_OTHER || notes_what_was_told(walk, mark)) {
            mark->kind = ZONE_OTHER;
            walk->matter = walk->many ? ZONE_NO_ACT : walk->matter;
            walk->talk = walk->questions = true;
            walk->told = 0;
        }
        if (mark->kind == ZONE_OPERATIVE || mark->kind == ZONE_VOTE)
            walk->talk = false;
        if (walk->matter >= 0 && walk->matter == walk->ranked &&
            (mark->kind == ZONE_OPERATIVE || mark->kind == ZONE_VOTE))
            walk->decided = true;
        open_zone(walk, mark->kind, mark->span);
    }
}

/* Where the last row of a list ends: at a blank line. */
static size_t row_end(const char *folded, Span zone)
{
    for (size_t at = zone.start; at + 1 < zone.end; at++)
        if (folded[at] == '\n' && folded[at + 1] == '\n')
            return at;
    return zone.end;
}

/* A list of deliberations: each row is an act, which ends where the next begins. */
static Outline *walk_rows(const char *folded, Span part, const GArray *rows, const Outline *kind)
{
    Outline *outline = outline_new();
    outline->kind = kind->kind;
    outline->kind_span = kind->kind_span;
    outline->kind_rule = kind->kind_rule;
    Zone zone = {.kind = ZONE_HEAD, .span = part, .act = ZONE_NO_ACT, .body = part.start};
    for (guint i = 0; i < rows->len; i++) {
        const Mark *mark = &g_array_index(rows, Mark, i);
        zone.span.end = mark->span.start;
        outline_add(outline, zone);
        zone = (Zone){.kind = ZONE_TITLE,
                      .span = {mark->span.start, part.end},
                      .act = outline->acts++,
                      .body = mark->span.end};
    }
    zone.span.end = part.end;
    if (outline->acts > 0)
        zone.span.end = row_end(folded, zone.span);
    outline_add(outline, zone);
    if (zone.span.end < part.end)
        outline_add(outline, (Zone){.kind = ZONE_OTHER,
                                    .span = {zone.span.end, part.end},
                                    .act = ZONE_NO_ACT,
                                    .body = zone.span.end});
    return outline;
}

/* Walks over the marks under one cut. Gives the outline, which the caller frees, and how many acts
 * it found by themselves (`whole`, may be NULL). */
static Outline *walk_marks(const char *folded, Span part, const GArray *marks, const Outline *kind,
                           Cut cut, int *whole)
{
    Outline *outline = outline_new();
    g_autoptr(GArray) titled = g_array_new(false, false, sizeof(bool));
    outline->kind = kind->kind;
    outline->kind_span = kind->kind_span;
    outline->kind_rule = kind->kind_rule;
    Walk walk = {.folded = folded,
                 .marks = marks,
                 .outline = outline,
                 .open = {.kind = ZONE_HEAD,
                          .span = {part.start, part.start},
                          .act = ZONE_NO_ACT,
                          .body = part.start},
                 .in_header = true,
                 .cut = cut,
                 .unnamed = !marks_name_subject(marks),
                 .many = strcmp(outline->kind, "minutes") == 0,
                 .matter = strcmp(outline->kind, "deliberation") == 0 ? 0 : ZONE_NO_ACT,
                 .titled = titled,
                 .first_list = marks_header_start(marks, part),
                 .sheet = marks_sheet_start(marks)};
    for (guint i = 0; i < marks->len; i++)
        take_mark(&walk, &g_array_index(marks, Mark, i));
    close_zone(&walk, part.end);
    int found = 0;
    if (walk.many)
        found = matters_number_acts(outline, titled, folded, part.end);
    else
        found = outline->acts = walk.matter == 0;
    if (whole)
        *whole = found;
    return outline;
}

/* Minutes do not say how their matters are marked off. Cuts are tried from the surest headings
 * down: one that finds enough acts by itself is taken, else the one under which clearly more are
 * decided. */
static Outline *cut_minutes(const Text *text, Span part, GArray *marks, const Outline *kind)
{
    static const int SURE[CUT_COUNT] = {3, 3, 3, G_MAXINT, 4, 4, 4, 3, 4, 3, 3, 3};
    static const double BETTER[CUT_COUNT] = {1.5, 1.5, 1.2, 1.5, 1.5, 1.5,
                                             1.2, 1.5, 1.5, 1.5, 1.5, 1.5};
    const double VOTES_MORE = 1.2; /* than acts: a scan has lost some of the headings */
    const char *folded = text_folded(text, NULL);
    Cut first = marks_add_repeated(marks, text, part) > 0 ? CUT_REPEATED : CUT_TITLES;
    marks_add_series(marks, text, part);
    marks_find_repeated(marks, folded, part.end);
    marks_add_headings(marks, text, part);
    marks_add_followers(marks, text, part);
    marks_add_voted(marks, text, part);
    Cut count = marks_add_flat(marks, text, part) ? CUT_COUNT : CUT_FLAT_ANNOUNCED;
    int voted = text_confidence(text, part) < 1 ? marks_count_voted(marks) : 0;
    Outline *best = NULL;
    int most = 0;
    for (Cut cut = first; cut < count; cut++) {
        int whole = 0;
        Outline *outline = walk_marks(folded, part, marks, kind, cut, &whole);
        bool sure = cut < CUT_FLAT_ANNOUNCED || whole >= SURE[cut];
        bool better =
            !best ||
            (sure && (whole > most * BETTER[cut] || (most == 0 && outline->acts > best->acts)));
        if (!better) {
            outline_free(outline);
            continue;
        }
        outline_free(best);
        best = outline;
        most = whole;
        if (whole >= SURE[cut] && voted <= whole * VOTES_MORE)
            break;
    }
    proposals_open(best, text);
    return best;
}

/* One document. The caller frees. */
static Outline *segment_part(const Text *text, Span part, GArray *marks, GArray *rows)
{
    g_autoptr(Outline) kind = outline_new();
    const char *folded = text_folded(text, NULL);
    decide_kind(marks, folded, part, kind);
    if (strcmp(kind->kind, "deliberation") == 0 && deliberates_often(marks, folded, part.end))
        kind->kind = "minutes";
    if (strcmp(kind->kind, "list") == 0) {
        marks_add_rows(rows, text, part);
        return walk_rows(folded, part, rows, kind);
    }
    if (strcmp(kind->kind, "minutes") == 0)
        return cut_minutes(text, part, marks, kind);
    marks_set_letter_apart(marks, kind->kind_span.start);
    marks_add_headings(marks, text, part);
    marks_add_followers(marks, text, part);
    return walk_marks(folded, part, marks, kind, CUT_TITLES, NULL);
}

/* The marks that begin in a part. The caller frees. */
static GArray *marks_in(const GArray *marks, Span part)
{
    GArray *inside = g_array_new(false, false, sizeof(Mark));
    for (guint i = 0; i < marks->len; i++) {
        Mark mark = g_array_index(marks, Mark, i);
        if (mark.span.start >= part.start && mark.span.start < part.end)
            g_array_append_val(inside, mark);
    }
    return inside;
}

Outline *segment(const Text *text, const Matches *landmarks)
{
    g_autoptr(GArray) marks = marks_read(landmarks);
    marks_clear_tables(marks, text);
    g_autoptr(GArray) rows = marks_read_rows(landmarks);
    g_autoptr(GArray) spans = marks_find_parts(marks, text);
    Outline *outline = outline_new();
    for (guint i = 0; i < spans->len; i++) {
        Span span = g_array_index(spans, Span, i);
        g_autoptr(GArray) some = marks_in(marks, span);
        g_autoptr(Outline) one = segment_part(text, span, some, rows);
        outline_append(outline, one, span);
    }
    return outline;
}

/* Marks: the places where a zone may begin, found before anything is decided. Landmarks that rules
 * read, and headings by their letters. Private to act/: marks.c and marks_*.c find them, kind.c
 * tells by them what the document is, segment.c walks over them. */
#ifndef DELIBEX_ACT_MARKS_H
#define DELIBEX_ACT_MARKS_H

#include "act.h"

/* What shows a heading in minutes whose line ends are lost. */
typedef enum FlatHeading {
    FLAT_NONE,      /* not such a heading */
    FLAT_ANNOUNCED, /* the agenda said the same */
    FLAT_CAPITALS,
    FLAT_PLAIN, /* it stands between a decision and the next report */
} FlatHeading;

/* A landmark as segmentation sees it. */
typedef struct Mark {
    ZoneKind kind;
    Span span;
    const Match *match; /* NULL for a heading by its letters */
    bool repeated;      /* a heading that says what an earlier one said: the agenda's */
    bool announced;     /* a heading of the agenda */
    bool lettered; /* a numbered heading that is bold, or in capitals, where most lines are not */
    bool margin;   /* stands in a column beside the text */
    bool
        follows; /* a short paragraph that follows a decision: the next matter's heading, perhaps */
    bool voted;  /* by its place behind a vote only */
    bool series; /* by a mark that no rule knows, and that others like it bear */
    FlatHeading flat; /* in the middle of a line only */
} Mark;

/* The rank in front of a heading: « 2.3 » is {2, 3}; {0, 0} for none. */
typedef struct Rank {
    long major, minor;
} Rank;

/* The landmarks in order, without those that another one covers or overlaps: the longer wins. Rows
 * of a list of deliberations are left out: what looks like one is one in a list only. Array of
 * Mark; the caller frees. */
GArray *marks_read(const Matches *landmarks);

/* Takes out the marks inside the rows of a table of members: « Présent(e) » in a cell heads no
 * list.
 */
void marks_clear_tables(GArray *marks, const Text *text);

/* The rows of a list of deliberations. Array of Mark; the caller frees. */
GArray *marks_read_rows(const Matches *landmarks);

/* Adds to the rows of a part, where rules found too few, what begins with marks that count on; line
 * ends may be lost. (marks_series.c) */
void marks_add_rows(GArray *rows, const Text *text, Span part);

static inline bool rank_is_set(Rank rank)
{
    return rank.major > 0 || rank.minor > 0;
}

/* The documents that a text holds one after the other. Array of Span, at least one; the caller
 * frees. */
GArray *marks_find_parts(const GArray *marks, const Text *text);

/* The rank in front of a numbered heading; a letter alone has a minor one only. */
Rank mark_rank(const Mark *mark);

/* « IV. »: counted apart from headings with other numbers. */
bool mark_is_roman(const Mark *mark);

/* « 11 - » is « II - » to recognition: the Roman numeral it may stand for; 0 for none. */
long mark_misread_roman(const Mark *mark);

/* « a) »: heads a matter among various questions only. */
bool mark_is_question(const Mark *mark);

/* True for the kinds of zone that hold a list of members. */
bool zone_is_list(ZoneKind kind);

/* How many lines of the text begin before `end`. */
size_t lines_until(const Text *text, size_t end);

guint marks_count(const GArray *marks, ZoneKind kind);

/* Titles that stand by themselves: not ranks of a list, not headings by their letters. */
guint marks_count_titles(const GArray *marks);

/* True when a title says that it names the subject: « Objet : ». */
bool marks_name_subject(const GArray *marks);

/* Makes agenda of what a letter of convocation in front of the act at `start` entitles: there is
 * such a letter where an agenda stands before the act. */
void marks_set_letter_apart(GArray *marks, size_t start);

/* Marks the numbered headings that repeat one of the agenda, which is the first run of numbered
 * headings in which nobody speaks; and those of the agenda, where one of them is repeated. */
void marks_find_repeated(GArray *marks, const char *folded, size_t length);

/* Adds as titles the lines that repeat one of an agenda without numbers, and drops the titles of
 * the agenda itself; then sorts. Gives how many were added; 0, and nothing is dropped, where too
 * few of the agenda's lines are found again. (marks_repeated.c) */
guint marks_add_repeated(GArray *marks, const Text *text, Span part);

/* Adds as titles the paragraphs of at most four lines that are bold, or in capitals, where most
 * lines are not; then sorts, and notes which marks stand in a margin. */
void marks_add_headings(GArray *marks, const Text *text, Span part);

/* Adds as titles the lines that begin with marks that no rule knows, where these count on and
 * something is decided under them; then sorts. (marks_series.c) */
void marks_add_series(GArray *marks, const Text *text, Span part);

/* Adds as titles the short paragraphs that follow a decision, in minutes whose headings look like
 * other lines; then sorts. Two on end: the last of them is meant. */
void marks_add_followers(GArray *marks, const Text *text, Span part);

/* Adds, where lines « Vote : » close the matters, as titles the lines that may head a matter behind
 * the vote on the one before, and a body behind each; then sorts. (marks_voted.c) */
void marks_add_voted(GArray *marks, const Text *text, Span part);

/* How many titles it added. (marks_voted.c) */
int marks_count_voted(const GArray *marks);

/* Adds headings, and a body behind each, to minutes whose line ends are lost, then sorts. False,
 * and nothing is added, where lines end. (marks_flat.c) */
bool marks_add_flat(GArray *marks, const Text *text, Span part);

/* True for words that begin as a sentence does, or hold what no heading does. (marks_flat.c) */
bool marks_is_sentence(const char *folded, Span span);

/* True when a span begins with one of some words, NULL-terminated, in whatever case.
 * (marks_voted.c) */
bool marks_begins_with(const char *folded, Span span, const char *const *words);

/* True when somebody speaks or something is recited in a line: it is no heading. (marks_voted.c) */
bool marks_is_speech(const char *folded, Span line);

/* Sorts marks by their places: landmarks before bare headings. */
void marks_sort(GArray *marks);

/* Sorts, and notes which marks stand in a margin. */
void marks_settle(GArray *marks, const Text *text);

/* Numbers the acts among the matters of an outline; zones of the others become talk. `titled` (of
 * bool) says for each matter whether its title alone makes it an act; the text ends at `length`.
 * Gives how many acts there are without one that the end of the text breaks off. (marks_acts.c) */
int matters_number_acts(Outline *outline, const GArray *titled, const char *folded, size_t length);

/* Whether, behind the list of who sits, several numbers have each their decision: « Extrait du
 * registre » over a whole sitting. (kind.c) */
bool deliberates_often(const GArray *marks, const char *folded, size_t length);

/* Makes operative what is proposed right before a vote in acts that decide in no words.
 * (proposals.c) */
void proposals_open(Outline *outline, const Text *text);

/* Where the header's first list begins, or its opening where it has no list: before it, recitals
 * and titles do not end the header. 0 when the decision comes first: such acts name who sat at
 * their end. (marks_header.c) */
size_t marks_header_start(const GArray *marks, Span part);

/* Where the sheet begins that says behind the decision of the one act who sat, in a document that
 * said nothing of it before; G_MAXSIZE for none. (marks_header.c) */
size_t marks_sheet_start(const GArray *marks);

/* « Article 1 : L'Assemblée de Brume donne son accord »: whether the words at `at`, behind `from`,
 * are said by an article. (marks_header.c) */
bool marks_in_article(const char *folded, size_t from, size_t at);

/* Tells what kind of document a part is, and by which words (outline->kind,
 * kind_span, kind_rule). */
void decide_kind(const GArray *marks, const char *folded, Span part, Outline *outline);

#endif

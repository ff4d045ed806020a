/* Headings by marks that no rule knows: lines that begin alike, counted on (« 23/012 – … », « #3 …
 * »), or with the same bullet, and something is decided under each. */
#include "marks.h"

#include <string.h>

enum {
    RUN_LEAST = 3,      /* headings, fewer than which are alike by chance */
    STEP_MOST = 5,      /* from one number to the next */
    NUMBERS_MOST = 6,   /* in one mark */
    MARK_MOST = 40,     /* bytes of a mark */
    TITLE_LETTERS = 6,  /* at least, behind a mark */
    LETTERS_MOST = 6,   /* capitals of a code: « DCM » */
    DECIDED_OF_TEN = 6, /* headings of a run, under which something is decided */
    BULLETS_OF_TEN = 8, /* the same of those that count nothing */
    LEADS_MOST = 2000,
    FLAT_LINE = 1000, /* bytes of a line that no page has: line ends are lost */
    FLAT_ROWS = 250,  /* the same in a list */
    FLAT_TITLE = 160, /* bytes that are looked at there */
};

/* What a line begins with: its letters and signs, figures left out, and the figures. */
typedef struct Lead {
    char shape[MARK_MOST + 1];
    long numbers[NUMBERS_MOST];
    int count;
    size_t start; /* of the line */
    bool known;   /* a rule knows the mark */
    bool taken;   /* of a run */
} Lead;

static bool is_label(const char *word, size_t length)
{
    static const char *const labels[] = {"n",     "no",    "point",   "question", "deliberation",
                                         "delib", "sujet", "affaire", "dossier",  "rapport",
                                         NULL};
    while (length > 0 && strchr(".:", word[length - 1]))
        length--;
    for (size_t i = 0; labels[i]; i++)
        if (strlen(labels[i]) == length && g_ascii_strncasecmp(labels[i], word, length) == 0)
            return true;
    return false;
}

/* Letters that a word holds, how many of them small, and figures. */
typedef struct Letters {
    int upper, lower, figures, roman;
} Letters;

static Letters count_letters(const char *word, size_t length)
{
    Letters count = {0};
    for (size_t i = 0; i < length; i++) {
        count.upper += g_ascii_isupper(word[i]) != 0;
        count.lower += g_ascii_islower(word[i]) != 0;
        count.figures += g_ascii_isdigit(word[i]) != 0;
        count.roman += word[i] && strchr("IVX", word[i]);
    }
    return count;
}

static size_t word_length(const char *word, const char *end)
{
    size_t length = 0;
    while (word + length < end && word[length] != ' ')
        length++;
    return length;
}

/* Whether a word belongs to the mark in front of a heading. */
static bool is_of_mark(const char *word, size_t length, const char *end)
{
    Letters letters = count_letters(word, length);
    if (letters.figures > 0)
        return letters.upper <= LETTERS_MOST && letters.lower <= 3 && !memchr(word, '%', length);
    const char *next = word + length;
    while (next < end && *next == ' ')
        next++;
    size_t behind = word_length(next, end);
    if (letters.upper + letters.lower == 0)
        return true;
    if (is_label(word, length)) {
        Letters more = count_letters(next, behind);
        return more.figures > 0 || more.upper + more.lower == 0 || is_label(next, behind) ||
               word[length - 1] == ':';
    }
    bool ordinal = letters.lower == 1 && memchr(word, 'o', length); /* « II° » */
    if (letters.lower > 0 && !(ordinal && letters.roman == letters.upper))
        return false;
    bool code = letters.upper <= LETTERS_MOST && count_letters(next, behind).figures > 0 &&
                count_letters(next, behind).lower == 0;
    bool roman = letters.roman == letters.upper && length > (size_t)letters.upper;
    return code || roman;
}

/* Adds a word to a mark: figures as one sign, and what they say. */
static bool add_word(Lead *lead, size_t *at, const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (*at >= MARK_MOST - 1)
            return false;
        if (!g_ascii_isdigit(word[i])) {
            lead->shape[(*at)++] = g_ascii_tolower(word[i]);
            continue;
        }
        long number = 0;
        for (; i < length && g_ascii_isdigit(word[i]); i++)
            number = number < 100000000 ? number * 10 + (word[i] - '0') : number;
        i--;
        if (lead->count == NUMBERS_MOST)
            return false;
        lead->numbers[lead->count++] = number;
        lead->shape[(*at)++] = '0';
    }
    lead->shape[(*at)++] = ' ';
    return true;
}

/* What is read: headings of minutes in lines or without them, or rows of a list in either. */
typedef struct Way {
    bool flat, rows;
} Way;

/* Reads what a line begins with, or a sentence where line ends are lost; false where that is no
 * mark with a heading behind it. */
static bool read_lead(const char *folded, Span line, Way way, Lead *out)
{
    const char *word = folded + line.start, *end = folded + line.end;
    size_t at = 0;
    bool bullet = word < end && strchr("*>", *word);
    *out = (Lead){.start = line.start};
    while (word < end) {
        size_t length = word_length(word, end);
        if (length > 0 && !is_of_mark(word, length, end))
            break;
        if (length > 0 && !add_word(out, &at, word, length))
            return false;
        word += length + (word + length < end);
    }
    if (strstr(out->shape, "0h") || (out->count == 0 && !bullet) ||
        (!way.rows && out->shape[0] == '-'))
        return false;
    while (word < end && strchr("\"' ", *word))
        word++;
    Letters title = count_letters(word, (size_t)(end - word));
    if (way.rows && word >= end)
        return out->count > 1; /* the title stands below */
    bool clause = !way.flat && (strchr(";,:", end[-1]) || (bullet && end[-1] == '.'));
    return word < end && g_ascii_isupper(*word) && title.upper + title.lower >= TITLE_LETTERS &&
           !clause;
}

/* Whether one number follows another, as those of headings do. */
static bool is_next(const Lead *last, const Lead *next)
{
    if (strcmp(last->shape, next->shape) != 0)
        return false;
    for (int i = 0; i < last->count; i++) {
        long step = next->numbers[i] - last->numbers[i];
        if (step != 0)
            return step > 0 && step <= STEP_MOST;
    }
    return last->count == 0;
}

/* Whether a rule took the line at `start` for a title: looked for from mark *from on. */
static bool is_known(const GArray *marks, guint *from, size_t start)
{
    while (*from < marks->len && g_array_index(marks, Mark, *from).span.start < start)
        (*from)++;
    for (guint i = *from; i < marks->len; i++) {
        const Mark *mark = &g_array_index(marks, Mark, i);
        if (mark->span.start > start + MARK_MOST)
            break;
        if (mark->kind == ZONE_TITLE && mark->match)
            return true;
    }
    return false;
}

/* Whether something new begins at `at`: behind a sentence, or behind the outcome of a vote. */
static bool begins_anew(const char *folded, size_t start, size_t at)
{
    static const char *const words[] = {"unanimite", "acte",     "abstention", "abstentions",
                                        "majorite",  "adoptee",  "adopte",     "approuvee",
                                        "approuve",  "rejetee",  "rejete",     "ajournee",
                                        "ajourne",   "reportee", "retiree"};
    while (at > start && folded[at - 1] == ' ')
        at--;
    if (at == start || strchr(".;:!?)", folded[at - 1]))
        return true;
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        size_t length = strlen(words[i]);
        if (at - start > length && g_ascii_strncasecmp(folded + at - length, words[i], length) == 0)
            return true;
    }
    return false;
}

/* The marks in a line that holds many sentences. In a list, a number of an act is one anywhere. */
static void read_flat(const char *folded, Span line, bool rows, GArray *leads)
{
    Way way = {.flat = true, .rows = rows};
    for (size_t at = line.start; at < line.end && leads->len < LEADS_MOST; at++) {
        Lead lead;
        if (folded[at] == ' ' || (at > line.start && folded[at - 1] != ' ') ||
            !(g_ascii_isdigit(folded[at]) || g_ascii_isupper(folded[at]) ||
              strchr("*>#([n", folded[at])))
            continue;
        bool anew = begins_anew(folded, line.start, at);
        if ((anew || rows) &&
            read_lead(folded, (Span){at, MIN(at + FLAT_TITLE, line.end)}, way, &lead) &&
            (anew || lead.count > 1 || lead.count == 0 || lead.numbers[0] == 1))
            g_array_append_val(leads, lead);
    }
}

/* The marks in a part. `marks` says which of them rules know; NULL for rows of a list. */
static GArray *read_leads(const GArray *marks, const Text *text, Span part)
{
    const char *folded = text_folded(text, NULL);
    GArray *leads = g_array_new(false, false, sizeof(Lead));
    Way way = {.rows = !marks};
    size_t count = lines_until(text, part.end);
    for (size_t i = text_line_at(text, part.start); i < count && leads->len < LEADS_MOST; i++) {
        const Line *line = text_line(text, i);
        Lead lead;
        if (span_length(line->span) == 0 ||
            line->flags & (LINE_FURNITURE | LINE_STAMP | LINE_MARGIN))
            continue;
        if (span_length(line->span) > (way.rows ? FLAT_ROWS : FLAT_LINE))
            read_flat(folded, line->span, way.rows, leads);
        else if (read_lead(folded, line->span, way, &lead))
            g_array_append_val(leads, lead);
    }
    guint mark = 0;
    for (guint i = 0; marks && i < leads->len; i++) {
        Lead *lead = &g_array_index(leads, Lead, i);
        lead->known = is_known(marks, &mark, lead->start);
    }
    return leads;
}

/* The run of headings that begins with lead `first`: their places among the leads. */
static GArray *run_from(GArray *leads, guint first)
{
    GArray *run = g_array_new(false, false, sizeof(guint));
    const Lead *last = NULL;
    for (guint i = first; i < leads->len; i++) {
        Lead *next = &g_array_index(leads, Lead, i);
        if (last && !is_next(last, next))
            continue;
        g_array_append_val(run, i);
        next->taken = true;
        last = next;
    }
    return run;
}

/* How many headings of a run have something decided under them; 0 where they are too few. */
static guint weigh(const GArray *marks, const GArray *leads, const GArray *run, size_t end)
{
    guint decided = 0, known = 0, mark = 0;
    for (guint i = 0; i < run->len; i++) {
        const Lead *lead = &g_array_index(leads, Lead, g_array_index(run, guint, i));
        size_t next = i + 1 < run->len
                          ? g_array_index(leads, Lead, g_array_index(run, guint, i + 1)).start
                          : end;
        bool any = false;
        for (; mark < marks->len && g_array_index(marks, Mark, mark).span.start < next; mark++) {
            const Mark *one = &g_array_index(marks, Mark, mark);
            any |= one->span.start >= lead->start &&
                   (one->kind == ZONE_OPERATIVE || one->kind == ZONE_VOTE);
        }
        decided += any;
        known += lead->known;
    }
    bool counts = g_array_index(leads, Lead, g_array_index(run, guint, 0)).count > 0;
    guint least = run->len * (guint)(counts ? DECIDED_OF_TEN : BULLETS_OF_TEN);
    return decided >= RUN_LEAST && decided * 10 >= least && known * 2 < run->len ? decided : 0;
}

/* The best of the runs among the leads; with `marks`, that under which most is decided, else the
 * longest. NULL where there is none. The caller frees. */
static GArray *best_run(GArray *leads, const GArray *marks, size_t end)
{
    GArray *best = NULL;
    guint most = 0;
    for (guint i = 0; i < leads->len; i++) {
        if (g_array_index(leads, Lead, i).taken)
            continue;
        g_autoptr(GArray) run = run_from(leads, i);
        guint weight = run->len < RUN_LEAST ? 0 : run->len;
        if (marks && weight > 0)
            weight = weigh(marks, leads, run, end);
        if (weight <= most)
            continue;
        most = weight;
        g_clear_pointer(&best, g_array_unref);
        best = g_steal_pointer(&run);
    }
    return best;
}

static void add_run(GArray *marks, const GArray *leads, const GArray *run)
{
    for (guint i = 0; run && i < run->len; i++) {
        size_t start = g_array_index(leads, Lead, g_array_index(run, guint, i)).start;
        Mark mark = {.kind = ZONE_TITLE, .span = {start, start}, .series = true};
        g_array_append_val(marks, mark);
    }
}

void marks_add_series(GArray *marks, const Text *text, Span part)
{
    g_autoptr(GArray) leads = read_leads(marks, text, part);
    g_autoptr(GArray) run = best_run(leads, marks, part.end);
    add_run(marks, leads, run);
    if (run)
        marks_settle(marks, text);
}

void marks_add_rows(GArray *rows, const Text *text, Span part)
{
    if (rows->len >= RUN_LEAST)
        return;
    g_autoptr(GArray) leads = read_leads(NULL, text, part);
    g_autoptr(GArray) run = best_run(leads, NULL, part.end);
    if (!run || run->len <= rows->len)
        return;
    g_array_set_size(rows, 0);
    add_run(rows, leads, run);
}

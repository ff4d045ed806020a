/* Lists of names. A list is cut into chunks at its separators, a chunk into names where civilities
 * or the case of the letters say that another one begins. */
#include "persons.h"

#include "persons_shape.h"

#include "../base/value.h"

#include <string.h>

typedef struct Reader {
    const Text *text;
    const char *folded;
    size_t end;
    ListShape shape;
    char *group;
    const char *plural; /* the civility of each, after « MM. » or « Mmes » */
    guint plural_from;  /* how many were read before it */
    GArray *list;
    size_t remarked;  /* where a bracket opens that goes on the one before it, or 0 */
    guint unlabelled; /* names in front of the first label, or G_MAXUINT before one was met */
    guint first;      /* where this list begins in `list` */
} Reader;

static void listed_clear(gpointer data)
{
    Listed *listed = data;
    person_clear(&listed->person);
    g_free(listed->group);
    g_free(listed->remark);
    g_free(listed->replaces);
}

GArray *listed_new(void)
{
    GArray *list = g_array_new(false, false, sizeof(Listed));
    g_array_set_clear_func(list, listed_clear);
    return list;
}

/* ---- Separators ----------------------------------------------------------------------------- */

/* True when the dot at `at` ends a sentence: not one of « M. », « Mme. », « J.P. », « St. ». */
static bool dot_ends(const char *s, size_t start, size_t at)
{
    size_t from = at;
    if (s[at + 1] == ',' || s[at + 1] == ';')
        return false;
    while (from > start && g_ascii_isalpha(s[from - 1]))
        from--;
    return at - from >= 3 && !names_is_civility(s + from, at - from);
}

/* « 2022/113 », « 2/5 »: the number of a page or folio that stands between names; its length, or 0.
 */
static size_t folio_at(const char *s, size_t start, size_t at, size_t end)
{
    size_t stop = at, slashes = 0;
    if (at == start || !g_ascii_isspace(s[at - 1]))
        return 0;
    for (; stop < end && (g_ascii_isdigit(s[stop]) || s[stop] == '/'); stop++)
        slashes += s[stop] == '/';
    bool alone = stop < end && g_ascii_isspace(s[stop]) && g_ascii_isdigit(s[stop - 1]);
    return alone && slashes == 1 ? stop - at : 0;
}

/* The length of the separator at `at`, 0 when there is none. */
static size_t separator_at(const Reader *reader, size_t start, size_t at)
{
    const char *s = reader->folded;
    switch (s[at]) {
    case ',':
    case ';':
    case '*':
    case '|':
    case '>':
        return 1;
    case '.':
        return dot_ends(s, start, at) ? 1 : 0;
    case '\n':
        if (!reader->shape.lines_separate)
            return shape_and_at(s, at, reader->end);
        return names_broken_at(s, start, at, reader->end, reader->shape.order) ? 0 : 1;
    case '-':
        if ((at == start || g_ascii_isspace(s[at - 1])) && at + 1 < reader->end &&
            (g_ascii_isspace(s[at + 1]) || at == start || s[at - 1] == '\n') &&
            !(reader->shape.long_dashes && shape_is_short_dash(reader->text, at) &&
              !names_complete(s, at + 1, reader->end)))
            return 1;
        return 0;
    case '/':
        return 1;
    case ' ':
        if (shape_and_at(s, at, reader->end) > 0)
            return shape_and_at(s, at, reader->end);
        if (at + 3 <= reader->end && strncmp(s + at, "   ", 3) == 0 &&
            !text_is_hidden(reader->text, at + 1))
            return 3;
        return 0;
    default:
        return g_ascii_isdigit(s[at]) ? folio_at(s, start, at, reader->end) : 0;
    }
}

/* ---- Names ---------------------------------------------------------------------------------- */

static Span trim(const char *s, Span span)
{
    while (span.start < span.end && !g_ascii_isalnum(s[span.start]))
        span.start++;
    while (span.end > span.start && !g_ascii_isalnum(s[span.end - 1]) &&
           (s[span.end - 1] != '.' || (span.end - span.start > 1 && s[span.end - 2] == '.')))
        span.end--;
    return span;
}

static void take_name(Reader *reader, Span span)
{
    span.end = names_without_role(reader->folded, span.start, span.end);
    span = trim(reader->folded, span);
    if (span.end <= span.start)
        return;
    g_autofree char *printed = text_quote(reader->text, span);
    Person person = {0};
    if (!person_read(printed, reader->shape.order, &person))
        return;
    if (names_plural_civility(reader->folded, span.start, span.end))
        g_clear_pointer(&person.civility, g_free);
    if (!names_is_solid(reader->folded + span.start, span_length(span), person.civility != NULL)) {
        person_clear(&person);
        return;
    }
    Listed listed = {
        .person = person, .span = span, .group = g_strdup(reader->group), .plural = reader->plural};
    g_array_append_val(reader->list, listed);
}

/* « MM. ROC, DUVAL, Mmes MOREL, PETIT »: one civility for those who follow, until the next one.
 * « Mesdames et Messieurs » says nothing of any. */
static void take_plural(Reader *reader, Span part)
{
    const char *plural = names_plural_civility(reader->folded, part.start, part.end);
    if (plural && reader->plural && reader->plural_from == reader->list->len) {
        reader->plural = NULL;
    } else if (plural) {
        reader->plural = plural;
        reader->plural_from = reader->list->len;
    } else if (names_civility_at(reader->folded, part.start, part.end)) {
        reader->plural = NULL;
    }
}

/* A name whose parts stand in two columns that the text gives one after the other. */
static void take_pair(Reader *reader, const NamePair *pair)
{
    g_autofree char *family = text_quote(reader->text, pair->family);
    g_autofree char *given = text_quote(reader->text, pair->given);
    g_autofree char *printed = g_strdup_printf("%s %s", family, given);
    Person person = {0};
    if (!person_read(printed, NAME_ORDER_FAMILY_FIRST, &person))
        return;
    Listed listed = {.person = person, .span = pair->family, .group = g_strdup(reader->group)};
    g_array_append_val(reader->list, listed);
}

static size_t take_columns(Reader *reader, Span part)
{
    g_autoptr(GArray) pairs = g_array_new(false, false, sizeof(NamePair));
    size_t at = names_columns(reader->folded, part.start, part.end, pairs);
    for (guint i = 0; i < pairs->len; i++)
        take_pair(reader, &g_array_index(pairs, NamePair, i));
    return at;
}

/* « Mme X, 1er adjoint ; M. Y »: a role behind a name belongs to it. */
static bool take_role(Reader *reader, Span chunk)
{
    const char *s = reader->folded;
    chunk = trim(s, chunk);
    if (reader->list->len == 0 || !names_is_role(s, chunk.start, chunk.end))
        return false;
    Listed *last = &g_array_index(reader->list, Listed, reader->list->len - 1);
    for (size_t i = last->span.end; i < chunk.start; i++)
        if (g_ascii_isalnum(s[i]))
            return false;
    if (!last->person.role) {
        g_autofree char *printed = text_quote(reader->text, chunk);
        g_auto(Value) role = {0};
        if (value_read(VALUE_TEXT, printed, &role))
            last->person.role = g_strdup(role.text);
    }
    return true;
}

/* « Mme Anne ROC suppléante de M. Paul DUVAL », « M. Paul DUVAL représenté par Mme Anne ROC »: the
 * one who sits, and whom she sits for. The first of them may stand in front of the chunk. */
static void take_standing(Reader *reader, Span first, size_t words, Span second, Standing standing)
{
    const char *s = reader->folded;
    Span name = trim(s, (Span){first.start, words});
    guint before = reader->list->len;
    if (names_has_capital(s, name.start, name.end)) {
        take_name(reader, name);
        if (reader->list->len == before)
            return;
    }
    if (reader->list->len == reader->first)
        return;
    Listed *one = &g_array_index(reader->list, Listed, reader->list->len - 1);
    if (standing == STANDING_FOR) {
        g_free(one->replaces);
        one->replaces = text_quote(reader->text, second);
        return;
    }
    one->away = true;
    g_autofree char *away = text_quote(reader->text, one->span);
    before = reader->list->len;
    take_name(reader, second);
    if (reader->list->len > before)
        g_array_index(reader->list, Listed, before).replaces = g_steal_pointer(&away);
}

/* Takes the names of one chunk: cut first at civilities, then by case. */
static void take_chunk(Reader *reader, Span chunk)
{
    enum { OFFICE_NEAR = 400 }; /* bytes from where a name begins to where its office does */
    const char *s = reader->folded;
    size_t from = chunk.start;

    while (from < chunk.end) {
        size_t to = names_next_civility(s, from, chunk.end);
        Span part = trim(s, (Span){from, to});
        size_t words = part.end;
        Standing standing =
            to < chunk.end ? names_standing(s, part.start, part.end, &words) : STANDING_NONE;
        if (standing != STANDING_NONE) {
            from = names_next_civility(s, to, chunk.end);
            take_standing(reader, part, words, trim(s, (Span){to, from}), standing);
            continue;
        }
        if (from == chunk.start && to < chunk.end && take_role(reader, part)) {
            from = to;
            continue; /* « conseillère municipale Mme Anne ROC » behind a name */
        }
        take_plural(reader, part);
        size_t at = part.start;
        while (at < part.end) {
            at = names_skip_rank(s, at, part.end);
            size_t named = names_skip_role(s, at, part.end);
            if (named > at && at == chunk.start)
                take_role(reader, (Span){at, named}); /* « …, 1er adjoint Anne ROC » */
            at = named;
            size_t taken = take_columns(reader, (Span){at, part.end});
            if (taken > at) {
                at = taken;
                continue;
            }
            size_t last = names_paragraph_end(s, at, part.end);
            size_t near = MIN(last, at + OFFICE_NEAR);
            size_t office = names_without_role(s, at, near);
            office = office < near ? office : last;
            size_t cut = MIN(names_case_cut(s, at, last), names_case_cut(s, at, office));
            if (cut == office)
                cut = names_pair_cut(s, at, office);
            take_name(reader, (Span){at, cut});
            if (cut == office) /* « Anne ROC 1ère adjointe Paul DUVAL conseiller … » */
                cut = names_skip_role(s, office, last);
            at = cut > office || cut < office ? cut : last;
            if (at == last && last < part.end && !names_complete(s, at, part.end))
                break; /* what follows a blank line is nobody */
        }
        from = to;
    }
}

/* Where the label begins that ends a chunk: behind a name, or with a line of its own. */
static size_t label_start(const char *s, Span chunk)
{
    size_t label = names_label_start(s, chunk.start, chunk.end);
    size_t line = names_label_line(s, chunk.start, chunk.end);
    size_t head = names_label_head(s, chunk.start, chunk.end);
    if (head < chunk.end && (label == chunk.start || head < label))
        return head; /* « Paul Roc Suppléants » */
    return label < chunk.end && (label < line || g_ascii_islower(s[label])) ? line : label;
}

/* « Étaient présents : Anne ROC, Paul DUVAL. Traductrices : … »: a label that says nothing of
 * members ends a list that did without labels. */
static bool ends_list(Reader *reader, Span label)
{
    if (reader->unlabelled == G_MAXUINT)
        reader->unlabelled = reader->list->len - reader->first;
    return span_length(label) > 0 && reader->unlabelled > 0 &&
           names_label_kind(reader->folded, label.start, label.end) == LABEL_UNKNOWN;
}

/* A « Label : » was met at the end of `chunk`: what of it is a name is taken, the rest is the
 * group. Gives where the label begins when it ends the list, else 0. */
static size_t take_label(Reader *reader, Span chunk)
{
    chunk = trim(reader->folded, chunk);
    size_t label = label_start(reader->folded, chunk);
    if (label > chunk.start)
        take_chunk(reader, (Span){chunk.start, label});
    Span words = trim(reader->folded, (Span){label, chunk.end});
    if (ends_list(reader, words))
        return label;
    if (names_is_civility(reader->folded + words.start, span_length(words))) {
        take_plural(reader, words); /* « Mmes : … » */
        return 0;
    }
    g_free(reader->group);
    reader->group = names_is_header(reader->folded, label, chunk.end)
                        ? NULL
                        : text_quote(reader->text, trim(reader->folded, (Span){label, chunk.end}));
    return 0;
}

/* « Commune   M. X »: the cell in front of a civility, where a list has such a column. */
static bool take_label_cell(Reader *reader, Span chunk, size_t next)
{
    const char *s = reader->folded;
    chunk = trim(s, chunk);
    if (!reader->shape.celled || span_length(chunk) == 0 ||
        !shape_is_label_cell(s, chunk.start, chunk.end, reader->end) ||
        strncmp(s + next - 3, "   ", 3) != 0)
        return false;
    g_free(reader->group);
    reader->group = text_quote(reader->text, chunk);
    return true;
}

/* « Paul ROC - ABSENT », « Anne DUVAL - PROCURATION »: what became of the one before it. */
static bool take_status(Reader *reader, Span chunk)
{
    const char *s = reader->folded;
    chunk = trim(s, chunk);
    if (reader->list->len == 0 || !names_is_status(s, chunk.start, chunk.end))
        return false;
    Listed *last = &g_array_index(reader->list, Listed, reader->list->len - 1);
    Span between = trim(s, (Span){last->span.end, chunk.start});
    if (memchr(s + last->span.end, '\n', chunk.start - last->span.end) ||
        (span_length(between) > 0 && !names_is_role(s, between.start, between.end)))
        return false;
    if (!last->remark)
        last->remark = text_quote(reader->text, chunk);
    return true;
}

/* « MORVILLE (BLANC Serge) »: the name is in the brackets, what stands before them is the group. */
static bool take_bracketed_name(Reader *reader, Span inside, guint names_before)
{
    Listed *last = &g_array_index(reader->list, Listed, reader->list->len - 1);
    if (last->person.given || last->person.civility || reader->list->len != names_before + 1 ||
        names_order(reader->folded, inside.start, inside.end) == NAME_ORDER_UNKNOWN)
        return false;
    g_autofree char *group = g_strdup(last->person.name);
    g_array_set_size(reader->list, names_before);
    take_chunk(reader, inside);
    for (guint i = names_before; i < reader->list->len; i++) {
        Listed *listed = &g_array_index(reader->list, Listed, i);
        g_free(listed->group);
        listed->group = g_strdup(group);
    }
    return true;
}

/* Where a bracket opens behind nothing but white space; 0 when none does. */
static size_t next_bracket(const char *s, size_t at, size_t end)
{
    while (at < end && g_ascii_isspace(s[at]))
        at++;
    return at < end && s[at] == '(' ? at : 0;
}

/* « (suppléante de M. Paul DUVAL) », « (en remplacement de Paul DUVAL) ». */
static void take_replaced(Reader *reader, Listed *last, Span inside)
{
    const char *s = reader->folded;
    size_t name = names_next_civility(s, inside.start, inside.end);
    const char *of = g_strstr_len(s + inside.start, (gssize)span_length(inside), " de ");
    if (name == inside.end && of)
        name = (size_t)(of - s) + 4;
    size_t words;
    if (name < inside.end && names_standing(s, inside.start, name, &words) == STANDING_FOR) {
        g_free(last->replaces);
        last->replaces = text_quote(reader->text, (Span){name, inside.end});
    }
}

/* What stands in brackets belongs to the name before it. */
static void take_remark(Reader *reader, Span inside, guint names_before)
{
    bool again = reader->remarked == inside.start - 1; /* « (Cerval) (arrivé à 20 h) » */
    if (reader->list->len == 0 || (!again && reader->list->len == names_before) ||
        (!again && take_bracketed_name(reader, inside, names_before)))
        return;
    reader->remarked = next_bracket(reader->folded, inside.end + 1, reader->end);
    Listed *last = &g_array_index(reader->list, Listed, reader->list->len - 1);
    char **where = names_is_place(reader->folded, inside.start, inside.end) && !last->group
                       ? &last->group
                       : &last->remark;
    g_free(*where);
    *where = text_quote(reader->text, inside);
    take_replaced(reader, last, inside);
}

static size_t closing_bracket(const char *s, size_t at, size_t end)
{
    size_t limit = MIN(end, at + 200);
    for (size_t i = at + 1; i < limit; i++)
        if (s[i] == ')' || s[i] == ']' || s[i] == '}')
            return i;
    return at;
}

/* « M. Paul ROC / Le quorum étant atteint, »: the lines in front of a sentence are still names.
 * Gives where they end. */
static size_t last_line_of_names(const char *s, size_t chunk, size_t at)
{
    size_t names = chunk;
    for (size_t i = chunk; i < at; i++)
        if (s[i] == '\n' && g_ascii_isupper(s[i + 1]) && !names_is_sentence(s, chunk, i))
            names = i;
    return names;
}

/* « Anne ROC Membres désignés par le conseil d'administration »: a long label is no sentence. */
static bool ends_in_label(const char *s, Span chunk)
{
    enum { LONGEST = 70 };
    chunk = trim(s, chunk);
    Span label = trim(s, (Span){label_start(s, chunk), chunk.end});
    return span_length(label) > 0 && span_length(label) <= LONGEST &&
           names_label_kind(s, label.start, label.end) == LABEL_MEMBERS &&
           !names_civility_at(s, label.start, label.end) &&
           g_ascii_strncasecmp(s + label.start, "le ", 3) != 0 &&
           g_ascii_strncasecmp(s + label.start, "la ", 3) != 0;
}

/* True when the chunk, or what stands behind its last blank line, is a sentence: « Anne ROC // Il a
 * été procédé à la nomination d'un secrétaire : … ». */
static bool ends_in_sentence(const char *s, size_t chunk, size_t at)
{
    size_t from = at;
    while (from > chunk + 1 && !(s[from - 1] == '\n' && s[from - 2] == '\n'))
        from--;
    return names_is_sentence(s, chunk, at) || (from > chunk + 1 && names_is_sentence(s, from, at));
}

/* « … Anne ROC. Adjoints : M. Paul DUVAL »: behind a full stop, another part of the members. */
static bool goes_on_labelled(const Reader *reader, size_t at)
{
    enum { LONGEST = 70 };
    const char *s = reader->folded;
    size_t end = MIN(reader->end, at + LONGEST), colon = at;
    while (colon < end && !strchr(".,;:()", s[colon]))
        colon++;
    if (colon == end || s[colon] != ':')
        return false;
    Span label = trim(s, (Span){at, colon});
    LabelKind kind = names_label_kind(s, label.start, label.end);
    if (span_length(label) == 0 || kind == LABEL_UNKNOWN ||
        (kind == LABEL_GROUP && reader->unlabelled > 0))
        return false;
    return names_civility_at(s, colon + 1, reader->end) ||
           names_complete(s, colon + 1, reader->end) ||
           (kind == LABEL_MEMBERS && colon + 2 < end && g_ascii_isupper(s[colon + 2]));
}

/* « M. Paul ROC / Formant la majorité des membres en exercice »: where the names end. */
static size_t before_majority(const char *s, Span span)
{
    static const char *const words[] = {"formant", "lesquels forment"};
    for (const char *at = s + span.start;
         (at = g_strstr_len(at, (gssize)(s + span.end - at), "la majorite")); at++)
        for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
            size_t from = (size_t)(at - s), length = strlen(words[i]) + 1;
            if (from >= span.start + length &&
                g_ascii_strncasecmp(at - length, words[i], length - 1) == 0)
                return from - length;
        }
    return span.end;
}

size_t listed_read(const Text *text, Span span, GArray *list)
{
    span.end = before_majority(text_folded(text, NULL), span);
    Reader reader = {.text = text,
                     .folded = text_folded(text, NULL),
                     .end = span.end,
                     .list = list,
                     .unlabelled = G_MAXUINT,
                     .first = list->len};
    const char *s = reader.folded;
    reader.shape = shape_measure(text, span.start, span.end);

    size_t chunk = span.start, at = span.start, stopped = span.end;
    while (at <= span.end) {
        size_t skip = at < span.end ? separator_at(&reader, span.start, at) : 1;
        bool opens = at < span.end && (s[at] == '(' || s[at] == '[' || s[at] == '{');
        bool label = at < span.end && s[at] == ':';
        size_t status = label ? names_status_end(s, at + 1, span.end) : 0;
        if (!skip && !opens && !label) {
            at++;
            continue;
        }
        if (ends_in_sentence(s, chunk, at) && !(label && ends_in_label(s, (Span){chunk, at}))) {
            stopped = last_line_of_names(s, chunk, at);
            size_t cut = names_case_cut(s, chunk, at);
            if (stopped == chunk && cut < at)
                stopped = cut; /* « Mme ROC La réunion débute à la demande de … » */
            take_chunk(&reader, (Span){chunk, stopped});
            break;
        }
        guint had = list->len;
        if (status > 0) { /* « M. Paul ROC, Maire : présent » */
            if (!take_role(&reader, (Span){chunk, at}))
                take_chunk(&reader, (Span){chunk, at});
            take_status(&reader, (Span){at + 1, status});
            chunk = at = status;
            continue;
        }
        size_t other = label ? take_label(&reader, (Span){chunk, at}) : 0;
        if (other > 0) {
            stopped = other;
            break;
        }
        if (label)
            ; /* taken */
        else if (!take_role(&reader, (Span){chunk, at}) &&
                 !take_status(&reader, (Span){chunk, at}) &&
                 !take_label_cell(&reader, (Span){chunk, at}, at + skip))
            take_chunk(&reader, (Span){chunk, at});
        if (opens) {
            size_t close = closing_bracket(s, at, span.end);
            if (close > at)
                take_remark(&reader, (Span){at + 1, close}, had);
            skip = close - at + 1;
        }
        bool dot = at < span.end && s[at] == '.';
        at += label ? 1 : skip;
        chunk = at;
        if (dot && !names_continue(s, at, span.end) && !goes_on_labelled(&reader, at)) {
            stopped = at;
            break;
        }
    }
    g_free(reader.group);
    names_settle(text, reader.shape.order, list, reader.first);
    return stopped;
}

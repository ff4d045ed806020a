/* Grants: from the clauses that rules read, from tables of names and sums, and from clauses that
 * say how much where the subject says to whom. */
#include "assemble.h"

#include "grid.h"

#include <string.h>

typedef struct Grants {
    const Assembly *assembly;
    size_t act;
    bool only;
    char *array;     /* "/acts/3/grants"; owned */
    GArray *amounts; /* of Span: the sums granted */
    size_t known;    /* how many were read before the part of the text that is read now */
} Grants;

static bool concerns(const Grants *grants, const Match *match)
{
    return match->act == (int)grants->act || (match->act == ZONE_NO_ACT && grants->only);
}

/* The folded words of a span in small letters. The caller frees. */
static char *small_folded(const Assembly *assembly, Span span)
{
    const char *folded = text_folded(assembly->text, NULL);
    return g_ascii_strdown(folded + span.start, (gssize)span_length(span));
}

static char *small_words(const Grants *grants, Span span)
{
    return small_folded(grants->assembly, span);
}

/* Words of money that is asked for, not given. */
static bool asks(const char *small)
{
    static const char *const words[] = {"sollicite",      "demande de subvention",
                                        "demande d'aide", "detr",
                                        "dsil",           "plan de financement",
                                        "obtenir",        "demander une",
                                        "demande une",    "recevoir",
                                        "percevoir"};
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
        if (strstr(small, words[i]))
            return true;
    return false;
}

/* From the beginning of its clause to the end of a span. */
static Span clause_to(const Assembly *assembly, Span span)
{
    const char *folded = text_folded(assembly->text, NULL);
    size_t start = span.start;
    while (start > 0 && !strchr(".;", folded[start - 1]) &&
           !(folded[start - 1] == '\n' && strchr("*->\n", folded[start])))
        start--;
    return (Span){start, span.end};
}

bool assembly_asks_for(const Assembly *assembly, Span span)
{
    g_autofree char *words = small_folded(assembly, clause_to(assembly, span));
    return asks(words);
}

static bool is_asked_for(const Grants *grants, Span span)
{
    return assembly_asks_for(grants->assembly, span);
}

/* « l'Agence des Économies » → « Agence des Économies »: the name without its article. */
static const char *without_article(const char *name)
{
    static const char *const articles[] = {"l'", "l’", "la ", "le ", "les ", "L'", "L’"};
    for (size_t i = 0; i < G_N_ELEMENTS(articles); i++)
        if (g_str_has_prefix(name, articles[i]))
            return name + strlen(articles[i]);
    return name;
}

static bool is_taken(const Grants *grants, Span amount)
{
    for (guint i = 0; i < grants->amounts->len; i++)
        if (span_overlaps(g_array_index(grants->amounts, Span, i), amount))
            return true;
    return false;
}

/* Adds a grant; gives its index. `who` is its name, `where` the place of it. */
static size_t add_grant(Grants *grants, const char *who, Span where, const char *rule,
                        const Capture *amount)
{
    Record *record = grants->assembly->record;
    char pointer[RECORD_POINTER_SIZE];
    size_t index = record_append(record, grants->array);
    record_at(pointer, "%s/%zu/beneficiary", grants->array, index);
    record_set_text(record, pointer, without_article(who));
    assembly_evidence(grants->assembly, pointer, where, rule, 1);
    assembly_put(grants->assembly, record_at(pointer, "%s/%zu/cents", grants->array, index), amount,
                 rule);
    g_array_append_val(grants->amounts, amount->span);
    return index;
}

/* The report proposes a list and the decision says it again: the same sums for the same names. */
static bool is_said_again(Grants *grants, const char *who, const Capture *amount)
{
    const Record *record = grants->assembly->record;
    char pointer[RECORD_POINTER_SIZE];
    for (size_t i = 0; i < grants->known; i++) {
        gint64 cents = 0;
        const char *name =
            record_text(record, record_at(pointer, "%s/%zu/beneficiary", grants->array, i));
        bool same =
            name && strcmp(name, without_article(who)) == 0 &&
            record_integer(record, record_at(pointer, "%s/%zu/cents", grants->array, i), &cents) &&
            cents == amount->value.number;
        if (!same)
            continue;
        g_array_append_val(grants->amounts, amount->span);
        return true;
    }
    return false;
}

static void put_purpose(Grants *grants, size_t index, const Capture *purpose, const char *rule)
{
    char pointer[RECORD_POINTER_SIZE];
    if (purpose)
        assembly_put(grants->assembly, record_at(pointer, "%s/%zu/purpose", grants->array, index),
                     purpose, rule);
}

/* « la participation au syndicat »: what a member owes its syndicate is no grant. */
static bool is_contribution(const Grants *grants, Span match, Span who)
{
    static const char *const members[] = {"syndicat", "sdis", "sivu", "sivom", "communaute"};
    g_autofree char *words = small_words(grants, match);
    g_autofree char *name = small_words(grants, who);
    const char *bare = without_article(name);
    for (size_t i = 0; i < G_N_ELEMENTS(members); i++)
        if (g_str_has_prefix(words, "participation") && g_str_has_prefix(bare, members[i]))
            return true;
    return false;
}

/* ---- Clauses --------------------------------------------------------------------------------- */

static void read_clauses(Grants *grants)
{
    const Matches *fields = grants->assembly->fields;
    for (guint i = 0; i < fields->matches->len; i++) {
        const Match *match = fields->matches->pdata[i];
        const Capture *amount = match_capture(match, "grant_amount");
        const Capture *who = match_capture(match, "beneficiary");
        if (!amount || !who || !concerns(grants, match) || is_taken(grants, amount->span) ||
            is_asked_for(grants, match->span) || is_contribution(grants, match->span, who->span))
            continue;
        size_t index = add_grant(grants, who->value.text, who->span, match->rule, amount);
        put_purpose(grants, index, match_capture(match, "purpose"), match->rule);
    }
}

/* ---- To whom the subject says it ------------------------------------------------------------- */

/* « Subvention à l'amicale des pompiers – Année 2024 »: the place of the name in the subject's own
 * span, empty where there is none. */
static Span named_in_subject(const Grants *grants, Span subject)
{
    static const char *const before[] = {
        " a l'", " a la ",         " au ",           " aux ",
        " a ",   " en faveur de ", " en faveur du ", " en faveur de l'"};
    static const char *const after[] = {" - ",
                                        " pour ",
                                        ":",
                                        ";",
                                        ".",
                                        "(",
                                        ",",
                                        " annee ",
                                        " 20",
                                        " au titre ",
                                        " d'un montant ",
                                        " dans le cadre "};
    g_autofree char *words = small_words(grants, subject);
    g_strdelimit(words, "\n", ' ');
    const char *grant = strstr(words, "subvention");
    if (!grant || asks(words))
        return (Span){0, 0};
    const char *start = NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(before); i++) {
        const char *found = strstr(grant, before[i]);
        if (found && (!start || found + strlen(before[i]) < start || i < 2))
            start = found + strlen(before[i]);
        if (start)
            break;
    }
    if (!start)
        return (Span){0, 0};
    const char *end = start + strlen(start);
    for (size_t i = 0; i < G_N_ELEMENTS(after); i++) {
        const char *found = strstr(start, after[i]);
        if (found && found < end)
            end = found;
    }
    return (Span){subject.start + (size_t)(start - words), subject.start + (size_t)(end - words)};
}

/* Several names under one sum (« aux associations ») are nobody's. */
static bool is_one_name(const char *name)
{
    static const char *const several[] = {"associations", "divers", "clubs",        "plusieurs",
                                          "organismes",   "ecoles", "particuliers", "entreprises"};
    g_autofree char *folded = text_fold(name);
    g_autofree char *small = g_ascii_strdown(folded, -1);
    for (size_t i = 0; i < G_N_ELEMENTS(several); i++)
        if (g_str_has_prefix(small, several[i]))
            return false;
    return strlen(small) >= 3;
}

static const Capture *subject_of(const Grants *grants)
{
    const Matches *fields = grants->assembly->fields;
    char pointer[RECORD_POINTER_SIZE];
    record_at(pointer, "/acts/%zu/subject", grants->act);
    const char *subject = record_text(grants->assembly->record, pointer);
    for (guint i = 0; subject && i < fields->matches->len; i++) {
        const Match *match = fields->matches->pdata[i];
        const Capture *capture = match_capture(match, "subject");
        if (capture && concerns(grants, match) && strcmp(capture->value.text, subject) == 0)
            return capture;
    }
    return NULL;
}

/* One sum without a name, one name in the subject. */
static void read_lone_amount(Grants *grants)
{
    const Matches *fields = grants->assembly->fields;
    const Capture *subject = subject_of(grants), *amount = NULL;
    const Match *match = NULL;
    for (guint i = 0; subject && i < fields->matches->len; i++) {
        const Match *one = fields->matches->pdata[i];
        const Capture *lone = match_capture(one, "lone_amount");
        if (!lone || !concerns(grants, one) || is_asked_for(grants, one->span))
            continue;
        if (amount)
            return;
        amount = lone;
        match = one;
    }
    Span name = amount ? named_in_subject(grants, subject->span) : (Span){0, 0};
    if (span_length(name) == 0)
        return;
    g_autofree char *quote = text_quote(grants->assembly->text, name);
    g_auto(Value) who = {0};
    if (!value_read(VALUE_TEXT, quote, &who) || !is_one_name(who.text))
        return;
    size_t index = add_grant(grants, who.text, name, match->rule, amount);
    put_purpose(grants, index, match_capture(match, "lone_purpose"), match->rule);
}

/* ---- Tables ---------------------------------------------------------------------------------- */

/* What the columns of a table are: indices of its heads, or -1. */
typedef struct Columns {
    int who, amount, purpose;
} Columns;

static bool has_word(const char *head, const char *const *words)
{
    for (; *words; words++)
        if (strstr(head, *words))
            return true;
    return false;
}

/* How surely a head is that of the sums decided; 0 when it is none. */
static int amount_rank(const char *head)
{
    static const char *const decided[] = {"vote",   "attribu", "accord", "allou",
                                          "octroy", "decid",   NULL};
    static const char *const proposed[] = {"propos", "retenu", NULL};
    static const char *const sums[] = {"montant", "subvention", "somme", "aide",
                                       "euros",   "eur",        NULL};
    static const char *const currency[] = {"eur", NULL};
    static const char *const other[] = {"demand",   "sollicit",     "n-1",    "rappel", "precedent",
                                        "verse en", "pour memoire", "budget", "compte", "objet",
                                        NULL};
    /* « 500 EUR » is a sum, not what sums there are */
    if (has_word(head, other) || (head[strcspn(head, "0123456789")] && has_word(head, currency)))
        return 0;
    return has_word(head, decided)    ? 3
           : has_word(head, proposed) ? 2
           : has_word(head, sums)     ? 1
                                      : 0;
}

/* A line of heads with one column of names and one that is most surely the sums. */
static bool read_columns(const Grid *grid, Columns *columns)
{
    static const char *const names[] = {"beneficiaire", "association",  "organisme",     "intitule",
                                        "nom",          "club",         "structure",     "tiers",
                                        "designation",  "denomination", "etablissement", NULL};
    static const char *const purposes[] = {"objet",         "projet",      "motif", "action",
                                           "manifestation", "destination", NULL};
    static const char *const of_budgets[] = {"chapitre", "article",   "compte", "recette",
                                             "depense",  "financeur", "taux",   NULL};
    int best = 0, ties = 0;
    *columns = (Columns){-1, -1, -1};
    for (int i = 0; i < grid->count; i++) {
        g_autofree char *head = g_ascii_strdown(grid->heads[i], -1);
        if (has_word(head, of_budgets))
            return false;
        int rank = amount_rank(head);
        if (columns->who < 0 && has_word(head, names) && !(rank > 0 && i > 0)) {
            columns->who = i;
        } else if (rank > 0) {
            ties = rank > best ? 1 : ties + (rank == best);
            if (rank > best)
                columns->amount = i;
            best = MAX(best, rank);
        } else if (columns->purpose < 0 && has_word(head, purposes)) {
            columns->purpose = i;
        }
    }
    return columns->who >= 0 && columns->amount >= 0 && ties == 1;
}

static bool capture_text(const Grants *grants, Span span, Capture *out)
{
    g_autofree char *quote = text_quote(grants->assembly->text, span);
    out->span = span;
    return value_read(VALUE_TEXT, quote, &out->value);
}

/* « 1 500 », « 1 500,00 € »: a cell of sums needs no currency where its head says what it is. */
static bool capture_sum(const Grants *grants, Span span, bool headed, Capture *out)
{
    g_autofree char *quote = text_quote(grants->assembly->text, span);
    g_autofree char *folded = text_fold(quote);
    bool currency = strstr(folded, "EUR") || strstr(folded, "euro");
    if (!g_ascii_isdigit(folded[0]) || (!currency && !headed))
        return false;
    g_autofree char *sum = currency ? g_strdup(quote) : g_strconcat(quote, " EUR", NULL);
    if (!currency && strspn(folded, "0123456789., ") != strlen(folded))
        return false;
    out->span = span;
    return value_read(VALUE_AMOUNT, sum, &out->value) && out->value.number > 0;
}

/* « 8 000,00 » */
static bool has_sum(const char *small)
{
    for (const char *p = strchr(small, ','); p; p = strchr(p + 1, ','))
        if (p > small && g_ascii_isdigit(p[-1]) && g_ascii_isdigit(p[1]) && g_ascii_isdigit(p[2]))
            return true;
    return strstr(small, " eur") != NULL && strpbrk(small, "0123456789");
}

/* A name of somebody: letters, no total, no line of a budget. */
static bool names_somebody(const char *name)
{
    static const char *const others[] = {"total",   "sous-total", "article", "compte", "chapitre",
                                         "montant", "subvention", "soit ",   "budget", "reste"};
    g_autofree char *folded = text_fold(name);
    g_autofree char *small = g_ascii_strdown(folded, -1);
    int letters = 0;
    for (const char *p = small; *p; p++)
        letters += g_ascii_isalpha(*p);
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        if (g_str_has_prefix(small, others[i]))
            return false;
    /* « Lot 1 : 8 000,00 EUR Département 35 % » is two tables side by side */
    return letters >= 3 && strlen(small) < 160 && !strchr(small, '%') && !has_sum(small);
}

/* A row under heads. */
static bool read_row(Grants *grants, size_t line, const Grid *grid, const Columns *columns)
{
    const Text *text = grants->assembly->text;
    g_auto(Value) no_value = {0};
    Capture who = {0}, amount = {0}, purpose = {0};
    bool has_who = false, has_amount = false, has_purpose = false;
    GridRow row;
    if (!grid_read_row(text, line, &row))
        return false;
    for (size_t i = 0; i < row.count; i++) {
        int column =
            row.count == (size_t)grid->count ? (int)i : grid_column(grid, text, row.cells[i]);
        if (column == columns->who && !has_who)
            has_who = capture_text(grants, row.cells[i], &who) && names_somebody(who.value.text);
        else if (column == columns->amount && !has_amount)
            has_amount = capture_sum(grants, row.cells[i], true, &amount);
        else if (column == columns->purpose && column >= 0 && !has_purpose)
            has_purpose = capture_text(grants, row.cells[i], &purpose);
    }
    bool good = has_who && has_amount && !is_taken(grants, amount.span);
    if (good && !is_said_again(grants, who.value.text, &amount)) {
        size_t index = add_grant(grants, who.value.text, who.span, "table/grants", &amount);
        put_purpose(grants, index, has_purpose ? &purpose : NULL, "table/grants");
    }
    value_clear(&who.value);
    value_clear(&amount.value);
    value_clear(&purpose.value);
    return good;
}

/* « - Amicale laïque : 500 € », « Amicale laïque ..... 500 € », « Amicale laïque    500 € ». */
static bool read_listed(Grants *grants, size_t line)
{
    const Text *text = grants->assembly->text;
    const char *folded = text_folded(text, NULL);
    Span name = text_line(text, line)->span;
    size_t end = name.end;
    while (name.start < end && strchr(" *->", folded[name.start]))
        name.start++;
    while (end > name.start && strchr(" ;.,", folded[end - 1]))
        end--;
    size_t sum = end;
    while (sum > name.start && strchr("0123456789 .,EURerosu", folded[sum - 1]) &&
           strncmp(folded + sum - 1, "   ", 3) != 0)
        sum--;
    while (sum < end && !g_ascii_isdigit(folded[sum]))
        sum++;
    name.end = sum;
    while (name.end > name.start && strchr(" .:-=", folded[name.end - 1]))
        name.end--;
    Span gap = {name.end, sum};
    g_autofree char *between = g_strndup(folded + gap.start, span_length(gap));
    if (!strchr(between, ':') && !strstr(between, "..") && !strstr(between, "   ") &&
        !strstr(between, " - "))
        return false;
    Capture who = {0}, amount = {0};
    bool good = span_length(name) > 2 && capture_sum(grants, (Span){sum, end}, false, &amount) &&
                capture_text(grants, name, &who) && names_somebody(who.value.text) &&
                !is_taken(grants, amount.span);
    if (good && !is_said_again(grants, who.value.text, &amount))
        add_grant(grants, who.value.text, name, "table/grants", &amount);
    value_clear(&who.value);
    value_clear(&amount.value);
    return good;
}

/* A line that ends a clause which announces a list: « attribue les subventions suivantes : ». */
static bool announces(const Grants *grants, size_t line)
{
    Span span = text_line(grants->assembly->text, line)->span;
    g_autofree char *words = small_words(grants, clause_to(grants->assembly, span));
    g_strchomp(words);
    return g_str_has_suffix(words, ":") &&
           (strstr(words, "subvention") || strstr(words, "suivant") || strstr(words, "comme suit"));
}

/* A list ends where lines in a row are no rows of it; headings and long names may stand between. */
enum { ROWS_APART = 3 };

static void read_lines(Grants *grants, Span zone)
{
    const Text *text = grants->assembly->text;
    g_auto(Grid) grid = {0};
    Columns columns = {-1, -1, -1};
    int apart = ROWS_APART;
    bool announced = false;
    for (size_t line = text_line_at(text, zone.start);
         line < text_line_count(text) && text_line(text, line)->span.start < zone.end; line++) {
        Columns found;
        g_auto(Grid) heads = {0};
        if (grid_read_head(text, line, &heads) && read_columns(&heads, &found)) {
            grid_clear(&grid);
            grid = heads;
            heads = (Grid){0};
            columns = found;
            apart = 0;
            continue;
        }
        if (announces(grants, line)) {
            announced = true;
            apart = 0;
            continue;
        }
        if (apart >= ROWS_APART)
            continue;
        bool row = grid.count > 0 ? read_row(grants, line, &grid, &columns)
                                  : announced && read_listed(grants, line);
        bool blank = span_length(text_line(text, line)->span) == 0;
        apart = row ? 0 : apart + !blank;
        if (apart >= ROWS_APART) {
            grid_clear(&grid);
            announced = false;
        }
    }
}

/* « attribue les subventions suivantes »: a verb of giving not far before the word. */
static bool gives_grants(const char *small)
{
    static const char *const verbs[] = {"attribu", "accord",   "allou", "octro", "vote",
                                        "verse",   "approuve", "fixe",  NULL};
    for (const char *found = strstr(small, "subventions"); found;
         found = strstr(found + 1, "subventions")) {
        size_t before = MIN((size_t)(found - small), 40);
        g_autofree char *words = g_strndup(found - before, before);
        if (has_word(words, verbs))
            return true;
    }
    return false;
}

/* Whether an act is about giving grants, by its subject or by what it decides. */
static bool is_about_grants(const Grants *grants)
{
    const Outline *outline = grants->assembly->outline;
    const Capture *subject = subject_of(grants);
    if (subject) {
        g_autofree char *words = small_words(grants, subject->span);
        if (asks(words))
            return false;
        if (strstr(words, "subvention"))
            return true;
    }
    for (guint i = 0; i < outline->zones->len; i++) {
        const Zone *zone = &g_array_index(outline->zones, Zone, i);
        if (zone->act != (int)grants->act || zone->kind != ZONE_OPERATIVE)
            continue;
        g_autofree char *words = small_words(grants, zone->span);
        if (gives_grants(words) && !asks(words))
            return true;
    }
    return false;
}

static void read_tables(Grants *grants)
{
    const Outline *outline = grants->assembly->outline;
    for (guint i = 0; i < outline->zones->len; i++) {
        const Zone *zone = &g_array_index(outline->zones, Zone, i);
        bool own = zone->act == (int)grants->act || (grants->only && zone->act == ZONE_NO_ACT);
        if (!own || !(zone->kind == ZONE_OPERATIVE || zone->kind == ZONE_BODY ||
                      zone->kind == ZONE_TITLE || zone->kind == ZONE_VOTE))
            continue;
        /* money that is asked for is told in tables of its own */
        g_autofree char *words = small_words(grants, zone->span);
        grants->known = record_length(grants->assembly->record, grants->array);
        if (!asks(words))
            read_lines(grants, zone->span);
    }
}

/* ---- How they are paid ----------------------------------------------------------------------- */

/* What the act says of payment is of all its grants; said both ways, of none. */
static void read_payment(Grants *grants)
{
    const Matches *fields = grants->assembly->fields;
    const Match *decided = NULL;
    const Capture *payment = NULL;
    char pointer[RECORD_POINTER_SIZE];
    for (guint i = 0; i < fields->matches->len; i++) {
        const Match *match = fields->matches->pdata[i];
        const Capture *capture = match_capture(match, "payment");
        if (!capture || !concerns(grants, match))
            continue;
        if (payment && strcmp(payment->value.text, capture->value.text) != 0)
            return;
        payment = payment ? payment : capture;
        decided = decided ? decided : match;
    }
    for (size_t i = 0; payment && i < record_length(grants->assembly->record, grants->array); i++)
        assembly_put(grants->assembly, record_at(pointer, "%s/%zu/payment", grants->array, i),
                     payment, decided->rule);
}

GArray *assemble_grants(const Assembly *assembly, size_t act, bool only)
{
    Grants grants = {.assembly = assembly,
                     .act = act,
                     .only = only,
                     .array = g_strdup_printf("/acts/%zu/grants", act),
                     .amounts = g_array_new(false, false, sizeof(Span))};
    read_clauses(&grants);
    if (grants.amounts->len == 0)
        read_lone_amount(&grants);
    if (is_about_grants(&grants))
        read_tables(&grants);
    read_payment(&grants);
    g_free(grants.array);
    return grants.amounts;
}

/* Sums of money: letters against figures, lines of a table against its total, shares, a plan's two
 * sides, tax. C16 of the catalogue. All of it is read from the words the act says besides its
 * values. */
#include "audit.h"

#include "../base/text.h"

#include <stdlib.h>
#include <string.h>

/* ---- Words ---------------------------------------------------------------------------------- */

/* The folded words of evidence, lower case. */
static char *folded_words(const Evidence *evidence)
{
    g_autofree char *folded = text_fold(evidence->text);
    return g_ascii_strdown(folded, -1);
}

static bool cents_of(const char *figures, gint64 *cents)
{
    double confidence = 1;
    g_autofree char *words = g_strdup(figures);
    g_strstrip(words);
    char *unit = strstr(words, "eur");
    if (unit)
        *unit = '\0';
    g_autofree char *sum = g_strconcat(g_strstrip(words), " EUR", NULL);
    return amount_read(sum, cents, &confidence);
}

typedef void (*ReadMention)(const Audit *audit, const char *at, const Evidence *evidence);

static void each_mention(const Audit *audit, const char *rule, ReadMention read)
{
    char pointer[RECORD_POINTER_SIZE];
    for (size_t act = 0; act < record_length(audit->record, "/acts"); act++) {
        const Evidence *evidence;
        guint index = 0;
        record_at(pointer, "/acts/%zu", act);
        while ((evidence = audit_told(audit, pointer, rule, &index)))
            read(audit, pointer, evidence);
    }
}

/* A finding about two sums in one place of the act. */
static Finding *sums_finding(const Audit *audit, const char *at, const char *name, gint64 cents,
                             const char *other_name, gint64 other)
{
    Finding *finding = audit_finding(audit);
    finding_operand(finding, name, true, cents);
    finding_operand(finding, other_name, true, other);
    finding_at(finding, at);
    return finding;
}

/* ---- Letters and figures -------------------------------------------------------------------- */

static void compare_letters(const Audit *audit, const char *at, const Evidence *evidence)
{
    g_autofree char *words = folded_words(evidence);
    char *bracket = strchr(words, '(');
    long number = 0;
    gint64 cents = 0;
    if (!bracket)
        return;
    *bracket = '\0';
    g_strdelimit(words, "\n", ' ');
    char *unit = strstr(words, " euro");
    if (unit)
        *unit = '\0';
    g_strchomp(words);
    if (g_str_has_suffix(words, " d'"))
        words[strlen(words) - 3] = '\0';
    char *figures = bracket + 1 + strcspn(bracket + 1, "0123456789");
    if (!cardinal_read(words, &number) || !cents_of(figures, &cents) || number * 100 == cents)
        return;
    g_autofree char *quote = audit_quote(evidence);
    audit_accuse(audit,
                 sums_finding(audit, at, "letters_cents", number * 100, "figures_cents", cents),
                 audit_doubt_of(audit, evidence),
                 N_("On page %d the letters and the figures of a sum differ: « %s »"),
                 evidence->page, quote);
}

void check_amount_letters(const Audit *audit)
{
    each_mention(audit, "mentions/letters-and-figures", compare_letters);
}

/* ---- Tables --------------------------------------------------------------------------------- */

enum { MOST_COLUMNS = 6 };

/* The sums of one line: figures with cents or with the euro behind them. */
typedef struct Row {
    gint64 cents[MOST_COLUMNS];
    int columns;
    double percent; /* -1 for none, -2 for several */
    int places;     /* decimals of the percentage */
} Row;

static const char *skip_figures(const char *p)
{
    for (;;) {
        p += strspn(p, "0123456789");
        bool group = (*p == ' ' || *p == '.') && strspn(p + 1, "0123456789") == 3;
        if (!group)
            return p;
        p++;
    }
}

static void note_percent(Row *row, const char *start, const char *end)
{
    g_autofree char *text = g_strndup(start, (gsize)(end - start));
    char *comma = strpbrk(text, ",.");
    row->places = comma ? (int)strlen(comma + 1) : 0;
    if (comma)
        *comma = '.';
    row->percent = row->percent == -1 ? g_ascii_strtod(text, NULL) : -2;
}

static Row row_of(const char *line)
{
    Row row = {.percent = -1};
    for (const char *p = line; *p;) {
        if (!g_ascii_isdigit(*p)) {
            p++;
            continue;
        }
        const char *end = skip_figures(p);
        bool decimals = (*end == ',' || *end == '.') && g_ascii_isdigit(end[1]);
        const char *whole = end;
        if (decimals)
            end += 1 + strspn(end + 1, "0123456789");
        const char *behind = end + strspn(end, " ");
        gint64 cents;
        g_autofree char *figures = g_strndup(p, (gsize)(end - p));
        if (*behind == '%')
            note_percent(&row, p, end);
        else if (((decimals && end - whole == 3) || g_str_has_prefix(behind, "eur")) &&
                 row.columns < MOST_COLUMNS && cents_of(figures, &cents))
            row.cents[row.columns++] = p > line && p[-1] == '-' ? -cents : cents;
        p = end;
    }
    return row;
}

/* The rows of a table as evidence quotes it: its heading is left out. Array of Row, the total
 * last. */
static GArray *rows_of(const Evidence *evidence)
{
    GArray *rows = g_array_new(false, false, sizeof(Row));
    g_autofree char *words = folded_words(evidence);
    g_auto(GStrv) lines = g_strsplit(words, "\n", -1);
    for (size_t i = 1; lines[0] && lines[i]; i++) {
        Row row = row_of(lines[i]);
        if (row.columns > 0 || *g_strstrip(lines[i]))
            g_array_append_val(rows, row);
    }
    return rows;
}

/* Whether every row has as many sums as the total: then columns are columns. */
static bool is_regular(const GArray *rows)
{
    if (rows->len < 3)
        return false;
    int columns = g_array_index(rows, Row, rows->len - 1).columns;
    for (guint i = 0; i < rows->len; i++)
        if (g_array_index(rows, Row, i).columns != columns)
            return false;
    return columns > 0;
}

/* A euro of rounding is allowed. */
static bool nearly(gint64 a, gint64 b)
{
    return a - b <= 100 && b - a <= 100;
}

static void compare_columns(const Audit *audit, const char *at, const Evidence *evidence)
{
    g_autoptr(GArray) rows = rows_of(evidence);
    if (!is_regular(rows))
        return;
    const Row *total = &g_array_index(rows, Row, rows->len - 1);
    for (int column = 0; column < total->columns; column++) {
        gint64 sum = 0;
        for (guint i = 0; i + 1 < rows->len; i++)
            sum += g_array_index(rows, Row, i).cents[column];
        if (nearly(sum, total->cents[column]))
            continue;
        g_autofree char *computed = amount_print(sum);
        g_autofree char *stated = amount_print(total->cents[column]);
        audit_accuse(
            audit, sums_finding(audit, at, "stated_cents", total->cents[column], "sum_cents", sum),
            audit_doubt_of(audit, evidence),
            N_("The %d lines of a table on page %d make %s, and its total is %s"),
            (int)rows->len - 1, evidence->page, computed, stated);
    }
}

void check_table_total(const Audit *audit)
{
    each_mention(audit, "mentions/table-of-sums", compare_columns);
}

static void compare_shares(const Audit *audit, const char *at, const Evidence *evidence)
{
    g_autoptr(GArray) rows = rows_of(evidence);
    if (!is_regular(rows))
        return;
    const Row *total = &g_array_index(rows, Row, rows->len - 1);
    double shares = 0;
    for (guint i = 0; i + 1 < rows->len; i++) {
        const Row *row = &g_array_index(rows, Row, i);
        if (row->percent < 0 || total->columns != 1)
            return;
        shares += row->percent;
    }
    /* Shares of something else (a rate of tax, a rate of aid) do not make a hundred. */
    if (shares < 90 || shares > 110)
        return;
    for (guint i = 0; i + 1 < rows->len; i++) {
        const Row *row = &g_array_index(rows, Row, i);
        double half = row->places == 0 ? 0.5 : row->places == 1 ? 0.05 : 0.005;
        double due = row->percent * (double)total->cents[0] / 100;
        double slack = (half + 0.001) * (double)total->cents[0] / 100 + 100;
        if ((double)row->cents[0] - due <= slack && due - (double)row->cents[0] <= slack)
            continue;
        g_autofree char *stated = amount_print(row->cents[0]);
        g_autofree char *whole = amount_print(total->cents[0]);
        g_autofree char *computed = amount_print((gint64)due);
        audit_accuse(
            audit,
            sums_finding(audit, at, "stated_cents", row->cents[0], "share_cents", (gint64)due),
            audit_doubt_of(audit, evidence),
            N_("A line of a table on page %d gives %s, and its share of %s is %s"), evidence->page,
            stated, whole, computed);
    }
}

void check_percentages(const Audit *audit)
{
    each_mention(audit, "mentions/table-of-sums", compare_shares);
}

/* ---- Two sums that belong together ---------------------------------------------------------- */

/* The first and the last sum of a mention. */
static bool two_sums(const Evidence *evidence, gint64 *first, gint64 *last)
{
    g_autofree char *words = folded_words(evidence);
    g_strdelimit(words, "\n", ' ');
    const char *total = g_strrstr(words, " total ");
    Row start = row_of(words), end = row_of(total ? total : words);
    if (start.columns == 0 || end.columns == 0)
        return false;
    *first = start.cents[0];
    *last = total ? end.cents[0] : end.cents[end.columns - 1];
    return true;
}

static void compare_plan(const Audit *audit, const char *at, const Evidence *evidence)
{
    gint64 spending, funding;
    if (!two_sums(evidence, &spending, &funding) || nearly(spending, funding))
        return;
    g_autofree char *one = amount_print(spending);
    g_autofree char *other = amount_print(funding);
    audit_accuse(audit,
                 sums_finding(audit, at, "spending_cents", spending, "funding_cents", funding),
                 audit_doubt_of(audit, evidence),
                 N_("The financing plan on page %d spends %s and is funded with %s"),
                 evidence->page, one, other);
}

void check_plan_balance(const Audit *audit)
{
    each_mention(audit, "mentions/plan-", compare_plan);
}

/* Rates may be mixed: with tax a sum is no less than without, and no more than a fifth above. */
static void compare_tax(const Audit *audit, const char *at, const Evidence *evidence)
{
    gint64 net, gross;
    if (!two_sums(evidence, &net, &gross) || net <= 0 ||
        (gross + 100 >= net && gross <= net + net / 5 + 100))
        return;
    g_autofree char *one = amount_print(net);
    g_autofree char *other = amount_print(gross);
    audit_accuse(audit, sums_finding(audit, at, "net_cents", net, "gross_cents", gross),
                 audit_doubt_of(audit, evidence),
                 N_("On page %d, %s without tax cannot be %s with tax"), evidence->page, one,
                 other);
}

void check_tax_sum(const Audit *audit)
{
    each_mention(audit, "mentions/net-and-gross", compare_tax);
}

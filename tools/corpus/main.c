/* delibex-corpus: makes the golden cases from their truths, and synthetic acts for benchmarks.
 *
 *   delibex-corpus make CASE_DIR…            writes source.pdf|txt, expected.json and ORIGIN
 *   delibex-corpus check CASE_DIR…           fails when expected.json is not what the truth gives
 *   delibex-corpus many COUNT DIR [SEED]     writes COUNT synthetic acts; --truth: records beside
 *   delibex-corpus typeset TEXT PDF…         prints texts in UTF-8 on paper, line by line, each
 *                                            into the PDF named behind it
 *   delibex-corpus scan PDF SCAN             what a copier makes of a PDF; --help has its faults
 */
#include "case.h"
#include "scan.h"
#include "typeset.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static Case *case_load(const char *dir, GError **error)
{
    g_autofree char *path = g_build_filename(dir, "truth.json", NULL);
    json_error_t bad;
    json_t *truth = json_load_file(path, JSON_REJECT_DUPLICATES, &bad);
    if (!truth) {
        corpus_fail(error, "truth.json:%d:%d: %s", bad.line, bad.column, bad.text);
        return NULL;
    }
    return case_take(truth, error);
}

static bool write_file(const char *dir, const char *name, const void *data, gsize size,
                       GError **error)
{
    g_autofree char *path = g_build_filename(dir, name, NULL);
    return g_file_set_contents(path, data, (gssize)size, error);
}

static bool make_case(const char *dir, GError **error)
{
    g_autoptr(Case) c = case_load(dir, error);
    g_auto(Made) made = {0};
    if (!c || !case_make(c, &made, error))
        return false;
    gsize size;
    const void *data = g_bytes_get_data(made.source, &size);
    g_autofree char *source = g_strconcat("source.", made.ending, NULL);
    return write_file(dir, source, data, size, error) &&
           write_file(dir, "expected.json", made.expected, strlen(made.expected), error) &&
           write_file(dir, "ORIGIN", made.origin, strlen(made.origin), error);
}

static bool check_case(const char *dir, GError **error)
{
    g_autoptr(Case) c = case_load(dir, error);
    g_auto(Made) made = {0};
    if (!c || !case_make(c, &made, error))
        return false;
    g_autofree char *path = g_build_filename(dir, "expected.json", NULL);
    g_autofree char *source = g_strconcat(dir, "/source.", made.ending, NULL), *expected = NULL;
    if (!g_file_get_contents(path, &expected, NULL, error))
        return false;
    if (!g_str_equal(expected, made.expected))
        return corpus_fail(error, "expected.json is not what the truth gives");
    return g_file_test(source, G_FILE_TEST_EXISTS) || corpus_fail(error, "%s is missing", source);
}

static int each_case(char **dirs, bool (*work)(const char *, GError **))
{
    int failed = 0;
    for (; *dirs; dirs++) {
        g_autoptr(GError) error = NULL;
        if (work(*dirs, &error))
            continue;
        fprintf(stderr, "delibex-corpus: %s: %s\n", *dirs, error->message);
        failed = 1;
    }
    return failed;
}

/* ---- The leak checker ---------------------------------------------------------------------- */

/* Fontconfig keeps what it has matched, and Pango asks it from a thread of its own: freeing all
 * that at the end would race with the thread. The leak checker asks these two what to leave out. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_options(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\n";
}

const char *__lsan_default_options(void)
{
    return "print_suppressions=0";
}

/* ---- Many ---------------------------------------------------------------------------------- */

static bool make_many(int index, const char *dir, guint32 seed, bool truth, GError **error)
{
    g_autoptr(Case) c = case_take(many_truth(seed, index), error);
    g_auto(Made) made = {0};
    if (!c || !case_make(c, &made, error))
        return false;
    gsize size;
    const void *data = g_bytes_get_data(made.source, &size);
    g_autofree char *source = g_strdup_printf("act-%06d.%s", index, made.ending);
    g_autofree char *record = g_strdup_printf("act-%06d.json", index);
    return write_file(dir, source, data, size, error) &&
           (!truth || write_file(dir, record, made.expected, strlen(made.expected), error));
}

static int many(char **arguments, bool truth)
{
    guint count = g_strv_length(arguments);
    guint64 number = 0, seed = 1;
    if (count < 2 || count > 3 ||
        !g_ascii_string_to_unsigned(arguments[0], 10, 1, 10000000, &number, NULL) ||
        (count == 3 &&
         !g_ascii_string_to_unsigned(arguments[2], 10, 0, G_MAXUINT32, &seed, NULL))) {
        fprintf(stderr, "usage: delibex-corpus many COUNT DIR [SEED] [--truth]\n");
        return 2;
    }
    if (g_mkdir_with_parents(arguments[1], 0777) != 0) {
        fprintf(stderr, "delibex-corpus: %s: %s\n", arguments[1], g_strerror(errno));
        return 1;
    }
    for (int i = 0; i < (int)number; i++) {
        g_autoptr(GError) error = NULL;
        if (make_many(i, arguments[1], (guint32)seed, truth, &error))
            continue;
        fprintf(stderr, "delibex-corpus: act %d: %s\n", i, error->message);
        return 1;
    }
    return 0;
}

/* ---- Typeset ------------------------------------------------------------------------------- */

static bool typeset_file(const char *from, const char *to, GError **error)
{
    g_autofree char *text = NULL;
    gsize length;
    if (!g_file_get_contents(from, &text, &length, error))
        return false;
    if (!g_utf8_validate(text, (gssize)length, NULL))
        return corpus_fail(error, "%s: no text in UTF-8", from);
    g_autoptr(GBytes) pdf = typeset(text, error);
    if (!pdf)
        return false;
    gsize size;
    const void *data = g_bytes_get_data(pdf, &size);
    return g_file_set_contents(to, data, (gssize)size, error);
}

static int typeset_command(char **arguments)
{
    if (g_strv_length(arguments) % 2 != 0) {
        fprintf(stderr, "usage: delibex-corpus typeset TEXT PDF [TEXT PDF]…\n");
        return 2;
    }
    g_autoptr(GError) error = NULL;
    for (; *arguments; arguments += 2) {
        if (typeset_file(arguments[0], arguments[1], &error))
            continue;
        fprintf(stderr, "delibex-corpus: %s\n", error->message);
        return 1;
    }
    return 0;
}

/* ---- Scan ---------------------------------------------------------------------------------- */

static bool scan_file(const char *from, const char *to, const ScanStyle *style, GError **error)
{
    char *read = NULL;
    gsize length, size;
    if (!g_file_get_contents(from, &read, &length, error))
        return false;
    g_autoptr(GBytes) pdf = g_bytes_new_take(read, length);
    g_autoptr(GBytes) scanned = scan(pdf, style, error);
    if (!scanned)
        return false;
    const void *data = g_bytes_get_data(scanned, &size);
    return g_file_set_contents(to, data, (gssize)size, error);
}

static int scan_command(char **arguments, const ScanStyle *style)
{
    if (g_strv_length(arguments) != 2 || !(style->dpi >= 50 && style->dpi <= 1200)) {
        fprintf(stderr, "usage: delibex-corpus scan [--dpi 50 to 1200] … PDF SCAN\n");
        return 2;
    }
    g_autoptr(GError) error = NULL;
    if (scan_file(arguments[0], arguments[1], style, &error))
        return 0;
    fprintf(stderr, "delibex-corpus: %s\n", error->message);
    return 1;
}

static int run(char **arguments, bool truth, const ScanStyle *style)
{
    if (g_str_equal(arguments[0], "make"))
        return each_case(arguments + 1, make_case);
    if (g_str_equal(arguments[0], "check"))
        return each_case(arguments + 1, check_case);
    if (g_str_equal(arguments[0], "many"))
        return many(arguments + 1, truth);
    if (g_str_equal(arguments[0], "typeset"))
        return typeset_command(arguments + 1);
    if (g_str_equal(arguments[0], "scan"))
        return scan_command(arguments + 1, style);
    fprintf(stderr, "delibex-corpus: no command is called \"%s\"\n", arguments[0]);
    return 2;
}

int main(int argc, char **argv)
{
    gboolean truth = FALSE, fax = FALSE, seal = FALSE, pen = FALSE;
    gboolean edges = FALSE, photo = FALSE, spread = FALSE;
    int seed = 1;
    ScanStyle style = {.dpi = 200};
    const GOptionEntry options[] = {
        {"truth", 0, 0, G_OPTION_ARG_NONE, &truth, "write the expected records beside (many)",
         NULL},
        {"dpi", 0, 0, G_OPTION_ARG_DOUBLE, &style.dpi, "pixels an inch (scan)", "N"},
        {"skew", 0, 0, G_OPTION_ARG_DOUBLE, &style.skew, "how far lines climb (scan)", "DEGREES"},
        {"blur", 0, 0, G_OPTION_ARG_DOUBLE, &style.blur, "how far ink runs (scan)", "POINTS"},
        {"noise", 0, 0, G_OPTION_ARG_INT, &style.noise, "how grays waver (scan)", "0-100"},
        {"jpeg", 0, 0, G_OPTION_ARG_INT, &style.jpeg, "quality of the pictures (scan)", "1-100"},
        {"fax", 0, 0, G_OPTION_ARG_NONE, &fax, "black and white only (scan)", NULL},
        {"seal", 0, 0, G_OPTION_ARG_NONE, &seal, "stamps across the text (scan)", NULL},
        {"pen", 0, 0, G_OPTION_ARG_NONE, &pen, "strokes of a pen (scan)", NULL},
        {"turn", 0, 0, G_OPTION_ARG_INT, &style.turn, "laid on the glass so (scan)", "QUARTERS"},
        {"ground", 0, 0, G_OPTION_ARG_INT, &style.ground, "gray of the paper (scan)", "1-255"},
        {"bleed", 0, 0, G_OPTION_ARG_INT, &style.bleed, "print that shows through (scan)", "0-100"},
        {"edges", 0, 0, G_OPTION_ARG_NONE, &edges, "dark edges and holes (scan)", NULL},
        {"photo", 0, 0, G_OPTION_ARG_NONE, &photo, "a camera's picture (scan)", NULL},
        {"spread", 0, 0, G_OPTION_ARG_NONE, &spread, "two pages a sheet (scan)", NULL},
        {"seed", 0, 0, G_OPTION_ARG_INT, &seed, "other noise, stamps and strokes (scan)", "N"},
        {NULL},
    };
    g_autoptr(GOptionContext) context =
        g_option_context_new("make|check CASE_DIR… | many COUNT DIR [SEED] | typeset TEXT PDF… | "
                             "scan PDF SCAN");
    g_autoptr(GError) error = NULL;
    g_option_context_add_main_entries(context, options, NULL);
    if (!g_option_context_parse(context, &argc, &argv, &error)) {
        fprintf(stderr, "delibex-corpus: %s\n", error->message);
        return 2;
    }
    style.fax = fax, style.seal = seal, style.pen = pen;
    style.edges = edges, style.photo = photo, style.spread = spread, style.seed = (guint32)seed;
    if (argc > 2)
        return run(argv + 1, truth, &style);
    g_autofree char *help = g_option_context_get_help(context, TRUE, NULL);
    fputs(help, stderr);
    return 2;
}

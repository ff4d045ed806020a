/* `delibex review`: documents as one page of HTML, or as a directory of such pages. */
#include "commands.h"
#include "file_set.h"
#include "language.h"
#include "output.h"
#include "reading.h"
#include "records.h"
#include "report_words.h"

#include "../base/error.h"
#include "../base/path.h"
#include "../check/check.h"
#include "../write/html.h"
#include "../write/redact.h"
#include "../write/write.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PAGES = 60 };

/* One document, as far as it is needed once its part is written. */
typedef struct Reviewed {
    HtmlEntry *entry;
    Record *record;  /* NULL when it was not read */
    char *page;      /* the file it is in; "" when all are in one */
    size_t number;   /* on that page */
    long at, length; /* where it stands in what was put aside */
} Reviewed;

typedef struct Review {
    HtmlWords words;
    GPtrArray *parts;  /* of Reviewed, by the place of the operand; NULL while it is not read */
    FILE *aside;       /* nameless: the parts of one page; NULL for a directory */
    FileSet *files;    /* NULL for one page */
    GHashTable *names; /* of the files of the directory */
    GPtrArray *kept;   /* with --records: of Record, until its part is added; else empty */
    GArray *drawn;     /* … of guint: the places of those whose documents are opened */
    bool redact;
    long pages;
    bool contradicted; /* with severity error */
} Review;

static void part_free(gpointer data)
{
    Reviewed *part = data;
    if (!part)
        return;
    html_entry_free(part->entry);
    record_free(part->record);
    g_free(part->page);
    g_free(part);
}

static void review_clear(Review *review)
{
    g_ptr_array_unref(review->parts);
    g_ptr_array_unref(review->kept);
    g_array_unref(review->drawn);
    g_hash_table_unref(review->names);
    if (review->aside)
        fclose(review->aside);
    file_set_free(review->files);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Review, review_clear)

static const char *title_of_check(const char *id)
{
    const CheckInfo *check = check_find(id);
    return check ? language_say(check->title) : NULL;
}

static void note_contradictions(Review *review, const Finding *finding)
{
    review->contradicted |=
        finding->status == FINDING_CONTRADICTED && finding->severity == FINDING_ERROR;
}

/* ---- Where parts go ---------------------------------------------------------------------------
 */

/* Puts a part of the one page aside: parts may come in another order than they are shown in. */
static bool put_aside(Review *review, Reviewed *part, const GString *text, GError **error)
{
    part->at = ftell(review->aside);
    part->length = (long)text->len;
    if (part->at < 0 || fwrite(text->str, 1, text->len, review->aside) != text->len)
        return temporary_failed(error);
    return true;
}

/* A name of its own for a document's page: "act.html", "act-2.html". */
static char *page_name(Review *review, const char *path)
{
    g_autofree char *base = g_path_get_basename(strcmp(path, "-") == 0 ? "stdin" : path);
    char *ending = strrchr(base, '.');
    if (ending && ending > base)
        *ending = '\0';
    char *name = g_strconcat(base, ".html", NULL);
    for (int copy = 2; !g_hash_table_add(review->names, g_strdup(name)); copy++) {
        g_free(name);
        name = g_strdup_printf("%s-%d.html", base, copy);
    }
    return name;
}

static bool put_page(Review *review, Reviewed *part, const GString *text, GError **error)
{
    g_autoptr(GString) head = g_string_new(NULL);
    g_autoptr(GString) rest = g_string_new_len(text->str, (gssize)text->len);
    html_begin(head, &review->words, part->entry->title);
    html_end(rest, &review->words);
    return file_set_append(review->files, part->page, head->str, rest->str, error);
}

/* ---- Documents --------------------------------------------------------------------------------
 */

/* True when pictures were wanted and there is not one: the document was read again without them. */
static bool nothing_was_drawn(const Review *review, const Node *stages)
{
    const Node *pages = node_member(stages, "pages");
    bool limited = false;
    for (size_t i = 0; i < node_count(pages); i++) {
        if (node_text(node_member(node_element(pages, i), "data")))
            return false;
        limited |=
            g_strcmp0(node_text(node_member(node_element(pages, i), "left_out")), "pages") == 0;
    }
    return limited && review->pages > 0;
}

/* The address of a part: "#d2" on the one page, else the file's. The caller frees. */
static char *address_of(const Reviewed *part)
{
    if (!*part->page)
        return g_strdup_printf("#d%zu", part->number);
    return g_uri_escape_string(part->page, NULL, FALSE);
}

/* Adds the part of a document, whose record it takes over. `document` says of it what is known. */
static bool add_part(Review *review, guint place, Record *record, HtmlDocument document,
                     GError **error)
{
    Reviewed *part = g_new0(Reviewed, 1);
    review->parts->pdata[place] = part;
    part->record = record;
    part->number = review->files ? 1 : place + 1;
    part->page =
        review->files ? page_name(review, record_text(record, "/source/path")) : g_strdup("");
    document.record = record;
    document.number = part->number;
    document.redacted = review->redact;
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *address = address_of(part);
    part->entry = html_entry_new(&review->words, &document, address);
    html_document(text, &review->words, &document);
    return review->files ? put_page(review, part, text, error)
                         : put_aside(review, part, text, error);
}

/* The reader speaks English: findings are found again here, in the language of the page. */
static void prepare(Review *review, Record *record, bool is_read)
{
    if (is_read)
        check_record_again(record, language_say);
    if (review->redact)
        redact_private(record);
    const GPtrArray *findings = record_findings(record);
    for (guint i = 0; i < findings->len; i++)
        note_contradictions(review, findings->pdata[i]);
}

/* What the reader sent beside the record: the pages. NULL when there is nothing. */
static const Node *stages_of(const PoolResult *result)
{
    const Tree *tree = result->tree ? *result->tree : NULL;
    return tree ? node_member(tree_root(tree), "stages") : NULL;
}

static const char *why_not_drawn(const Review *review, const Node *stages)
{
    return nothing_was_drawn(review, stages)
               ? N_("not drawn: drawing it took more time or memory than it may")
               : NULL;
}

static bool take_document(const PoolResult *result, gpointer data, GError **error)
{
    Review *review = data;
    Record *record = json_read_record(result->json, error);
    if (!record)
        return false;
    const Node *stages = stages_of(result);
    prepare(review, record, outcome_is_read(result->outcome));
    return add_part(review, GPOINTER_TO_UINT(result->user_data), record,
                    (HtmlDocument){.stages = stages,
                                   .diagnosis = result->diagnosis,
                                   .not_drawn = why_not_drawn(review, stages)},
                    error);
}

/* ---- Records that were kept -------------------------------------------------------------------
 */

static const char elsewhere[] =
    N_("not shown: the document is no longer where it was read, or holds other bytes");

static bool keep_record(G_GNUC_UNUSED const char *place, Record *record, gpointer data,
                        G_GNUC_UNUSED GError **error)
{
    g_ptr_array_add(((Review *)data)->kept, record);
    return true;
}

/* The document of a record, when it seems to be there still. NULL when not; the caller frees. */
static char *document_of(const Record *record)
{
    const char *escaped = record_text(record, "/source/path");
    struct stat status;
    gint64 bytes;
    if (!escaped || !record_integer(record, "/source/bytes", &bytes))
        return NULL;
    g_autofree char *path = path_unescape(escaped);
    bool there = stat(path, &status) == 0 && S_ISREG(status.st_mode) && status.st_size == bytes;
    return there ? g_steal_pointer(&path) : NULL;
}

/* Takes the pages of a document whose record was kept. */
static bool take_pages(const PoolResult *result, gpointer data, GError **error)
{
    Review *review = data;
    guint place = g_array_index(review->drawn, guint, GPOINTER_TO_UINT(result->user_data));
    Record *record = g_steal_pointer(&review->kept->pdata[place]);
    g_autoptr(Record) now = json_read_record(result->json, error);
    if (!now) {
        record_free(record);
        return false;
    }
    bool same =
        g_strcmp0(record_text(record, "/source/sha256"), record_text(now, "/source/sha256")) == 0;
    const Node *stages = same ? stages_of(result) : NULL;
    return add_part(review, place, record,
                    (HtmlDocument){.stages = stages,
                                   .not_drawn = same ? why_not_drawn(review, stages) : elsewhere},
                    error);
}

/* Adds the parts of those records whose documents are not to be opened, and gives the paths (of
 * char *) of the others. */
static GPtrArray *add_undrawn(Review *review, GError **error)
{
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < review->kept->len; i++) {
        Record *record = review->kept->pdata[i];
        bool wanted = !review->redact && review->pages > 0;
        Outcome outcome;
        const char *name = record_text(record, "/source/outcome");
        bool is_read = name && outcome_parse(name, &outcome) && outcome_is_read(outcome);
        char *path = wanted && is_read ? document_of(record) : NULL;
        prepare(review, record, is_read);
        if (path) {
            g_ptr_array_add(paths, path);
            g_array_append_val(review->drawn, i);
            continue;
        }
        review->kept->pdata[i] = NULL;
        const HtmlDocument document = {.not_drawn = wanted && is_read ? elsewhere : NULL};
        if (!add_part(review, i, record, document, error))
            return NULL;
    }
    return g_steal_pointer(&paths);
}

static ExitCode review_records(const Arguments *arguments, Review *review, DelibexOptions options,
                               GError **error)
{
    const GPtrArray *files = arguments_operands(arguments);
    for (guint i = 0; i < files->len; i++)
        if (!read_records(files->pdata[i], keep_record, review, error))
            return EXIT_UNREADABLE;
    g_ptr_array_set_size(review->parts, (gint)review->kept->len);
    g_autoptr(GPtrArray) paths = add_undrawn(review, error);
    if (!paths)
        return EXIT_FAILED;
    return paths->len == 0 ? EXIT_DONE : read_paths(arguments, paths, options, take_pages, review);
}

/* ---- Between the documents --------------------------------------------------------------------
 */

static void between_free(gpointer data)
{
    HtmlBetween *between = data;
    g_ptr_array_unref(between->pages);
    g_ptr_array_unref(between->names);
    g_ptr_array_unref(between->values);
    g_array_unref(between->documents);
    g_free(between);
}

static HtmlBetween *between_new(const BatchFinding *batch, const GPtrArray *read)
{
    HtmlBetween *between = g_new0(HtmlBetween, 1);
    between->finding = batch->finding;
    between->pages = g_ptr_array_new();
    between->names = g_ptr_array_new();
    between->values = g_ptr_array_new_with_free_func(g_free);
    between->documents = g_array_new(false, false, sizeof(size_t));
    for (guint i = 0; i < batch->records->len; i++) {
        const Reviewed *part = read->pdata[g_array_index(batch->records, guint, i)];
        const char *pointer = batch->finding->at->pdata[i];
        const Field *field = record_field(pointer);
        const char *text = field ? record_text(part->record, pointer) : NULL;
        bool day = field && field->type == VALUE_DATE;
        g_ptr_array_add(between->pages, part->page);
        g_ptr_array_add(between->names, part->entry->path);
        g_ptr_array_add(between->values, text && day ? words_of_day(text) : g_strdup(text));
        g_array_append_val(between->documents, part->number);
    }
    return between;
}

/* Compares the documents and appends what differs. */
static void append_between(Review *review, GString *out)
{
    g_autoptr(GPtrArray) read = g_ptr_array_new(), records = g_ptr_array_new();
    g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func(between_free);
    for (guint i = 0; i < review->parts->len; i++) {
        Reviewed *part = review->parts->pdata[i];
        if (!part || part->entry->outcome)
            continue;
        g_ptr_array_add(read, part);
        g_ptr_array_add(records, part->record);
    }
    g_autoptr(GPtrArray) batch = check_batch(records, language_say);
    for (guint i = 0; i < batch->len; i++) {
        const BatchFinding *one = batch->pdata[i];
        note_contradictions(review, one->finding);
        g_ptr_array_add(all, between_new(one, read));
    }
    html_between(out, &review->words, all);
}

/* ---- The page ---------------------------------------------------------------------------------
 */

static void append_list(const Review *review, GString *out)
{
    g_autoptr(GPtrArray) entries = g_ptr_array_new();
    for (guint i = 0; i < review->parts->len; i++)
        if (review->parts->pdata[i])
            g_ptr_array_add(entries, ((Reviewed *)review->parts->pdata[i])->entry);
    html_list(out, &review->words, entries);
}

/* What stands before the documents: of one alone, nothing but the frame. */
static GString *front_new(Review *review)
{
    GString *out = g_string_new(NULL);
    const Reviewed *first = review->parts->len == 1 ? review->parts->pdata[0] : NULL;
    bool alone = first && !review->files;
    g_autofree char *title =
        alone ? g_strdup(first->entry->title)
              : g_strdup_printf("%u %s", review->parts->len, language_say(N_("documents")));
    html_begin(out, &review->words, title);
    if (!alone) {
        append_list(review, out);
        append_between(review, out);
    }
    return out;
}

static bool print_part(const Review *review, const Reviewed *part, Output *output, GError **error)
{
    g_autofree char *text = g_malloc((gsize)part->length + 1);
    if (fseek(review->aside, part->at, SEEK_SET) != 0 ||
        fread(text, 1, (size_t)part->length, review->aside) != (size_t)part->length)
        return temporary_failed(error);
    text[part->length] = '\0';
    return output_print(output, text, error);
}

static bool finish_page(Review *review, Output *output, GError **error)
{
    g_autoptr(GString) front = front_new(review), end = g_string_new(NULL);
    html_end(end, &review->words);
    bool good = output_print(output, front->str, error);
    for (guint i = 0; good && i < review->parts->len; i++)
        if (review->parts->pdata[i])
            good = print_part(review, review->parts->pdata[i], output, error);
    return good && output_print(output, end->str, error) && output_finish(output, error);
}

static bool finish_directory(Review *review, GError **error)
{
    g_autoptr(GString) front = front_new(review), end = g_string_new(NULL);
    html_end(end, &review->words);
    return file_set_append(review->files, "index.html", front->str, end->str, error) &&
           file_set_finish(review->files, error);
}

/* ---- The command ------------------------------------------------------------------------------
 */

static bool open_review(Review *review, const Arguments *arguments, Output **output, GError **error)
{
    const char *directory = arguments_value(arguments, "output-dir");
    if (!arguments_number(arguments, "pages", 0, 100000, PAGES, &review->pages, error))
        return false;
    if (directory && arguments_value(arguments, "output")) {
        g_set_error_literal(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                            "--output and --output-dir: only one of them");
        return false;
    }
    if (directory) {
        g_hash_table_add(review->names, g_strdup("index.html"));
        review->files = file_set_new(directory, error);
        return review->files != NULL;
    }
    if (!arguments_flag(arguments, "output") && isatty(STDOUT_FILENO)) {
        g_set_error_literal(
            error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
            "a page is nothing for a terminal: give --output FILE or --output-dir DIR");
        return false;
    }
    *output = output_open(arguments_value(arguments, "output"), error);
    if (*output && !(review->aside = tmpfile()))
        return temporary_failed(error);
    return *output != NULL;
}

static ExitCode review_documents(const Arguments *arguments, Review *review, Output *output,
                                 GError **error)
{
    DelibexOptions options = DELIBEX_OPTIONS_INIT;
    options.want = DELIBEX_WANT_PAGES;
    options.picture_pages = review->redact ? 0 : (int)review->pages;
    ExitCode code = arguments_flag(arguments, "records")
                        ? review_records(arguments, review, options, error)
                        : read_documents(arguments, 0, options, take_document, review);
    if (*error || (code != EXIT_DONE && code != EXIT_UNREADABLE))
        return code;
    if (!(review->files ? finish_directory(review, error) : finish_page(review, output, error)))
        return EXIT_FAILED;
    return code == EXIT_DONE && review->contradicted ? EXIT_CONTRADICTED : code;
}

ExitCode run_review(const Arguments *arguments)
{
    language_start(arguments_value(arguments, "language"));
    g_autoptr(GError) error = NULL;
    g_autoptr(Output) output = NULL;
    g_auto(Review) review = {
        .words = {.language = language_say(N_("en")),
                  .say = language_say,
                  .place = words_of_place,
                  .operand = words_of_operand,
                  .day = words_of_day,
                  .check = title_of_check},
        .parts = g_ptr_array_new_with_free_func(part_free),
        .kept = g_ptr_array_new_with_free_func((GDestroyNotify)record_free),
        .drawn = g_array_new(false, false, sizeof(guint)),
        .names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
        .redact = arguments_flag(arguments, "redact"),
    };
    g_ptr_array_set_size(review.parts, (gint)arguments_operands(arguments)->len);
    ExitCode code = EXIT_FAILED;
    if (open_review(&review, arguments, &output, &error))
        code = review_documents(arguments, &review, output, &error);
    if (!error)
        return code;
    complain(NULL, "%s", error->message);
    return error->domain == G_OPTION_ERROR ? EXIT_USAGE : code;
}

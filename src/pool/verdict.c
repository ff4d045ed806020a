#include "verdict.h"

#include "../base/error.h"
#include "../base/record.h"
#include "../write/tree.h"
#include "../write/write.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* What libraries print when they are given no more memory: GLib, poppler, the C++ runtime. */
static const char *const memory_words[] = {"failed to allocate", "Out of memory", "bad_alloc",
                                           "Cannot allocate memory"};

Verdict verdict_without_record(Outcome outcome, const Stated *stated, const char *sha256,
                               gint64 bytes, const char *diagnosis)
{
    g_autoptr(Record) record = record_new();
    record_set_text(record, "/delibex", "1");
    record_set_text(record, "/source/path", stated->path);
    record_set_text(record, "/source/sandbox", stated->sandbox);
    if (sha256)
        record_set_text(record, "/source/sha256", sha256);
    if (bytes >= 0)
        record_set_integer(record, "/source/bytes", bytes);
    record_set_text(record, "/source/text", "none");
    record_set_text(record, "/source/outcome", outcome_name(outcome));
    return (Verdict){.outcome = outcome,
                     .json = json_write(record, NULL),
                     .diagnosis = g_strdup(diagnosis ? diagnosis : outcome_sentence(outcome))};
}

void verdict_clear(Verdict *verdict)
{
    g_free(verdict->json);
    tree_free(verdict->tree);
    g_free(verdict->diagnosis);
    *verdict = (Verdict){0};
}

/* ---- How the process ended ------------------------------------------------------------------- */

/* At most `cap` bytes from the start of a file, with a NUL behind them. */
static char *read_file(int fd, size_t cap, size_t *length)
{
    char *bytes = g_malloc(cap + 1);
    size_t got = 0;
    while (got < cap) {
        ssize_t more = pread(fd, bytes + got, cap - got, (off_t)got);
        if (more < 0 && errno == EINTR)
            continue;
        if (more <= 0)
            break;
        got += (size_t)more;
    }
    bytes[got] = '\0';
    *length = got;
    return bytes;
}

static bool speaks_of_memory(const char *log)
{
    for (size_t i = 0; i < G_N_ELEMENTS(memory_words); i++)
        if (strstr(log, memory_words[i]))
            return true;
    return false;
}

static bool used_up_cpu(const Run *run)
{
    double seconds = run->limits.cpu_seconds + run->limits.ocr_seconds;
    return (double)run->exited.cpu_us >= seconds * G_USEC_PER_SEC;
}

guint64 verdict_pages_to_recognise(const Run *run)
{
    const char *payload = NULL;
    FrameHeader header;
    guint64 pages = 0;
    size_t length = 0;
    g_autofree char *bytes = read_file(run->result, sizeof header + sizeof pages, &length);
    if (!frame_parse(bytes, length, sizeof pages, &header, &payload, NULL) ||
        header.kind != FRAME_RECOGNISING || header.job != run->job || header.length != sizeof pages)
        return 0;
    memcpy(&pages, payload, sizeof pages);
    return pages;
}

bool verdict_is_accident(const Run *run)
{
    int status = run->exited.status;
    return !run->stopped && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL && !used_up_cpu(run);
}

/* The beginning of a line of the log, harmless for a terminal. */
static char *harmless(const char *line)
{
    enum { MOST = 240 };
    g_autofree char *valid = g_utf8_make_valid(line, -1);
    GString *words = g_string_new(NULL);
    for (const char *at = valid; *at && words->len < MOST; at = g_utf8_next_char(at))
        g_string_append_unichar(words,
                                g_unichar_iscntrl(g_utf8_get_char(at)) ? '?' : g_utf8_get_char(at));
    return g_string_free(words, false);
}

/* The log's last line that says something; NULL when it is silent. */
static char *last_words(const char *log)
{
    g_auto(GStrv) lines = g_strsplit(log, "\n", -1);
    for (guint i = g_strv_length(lines); i-- > 0;)
        if (*g_strstrip(lines[i]))
            return harmless(lines[i]);
    return NULL;
}

/* Takes the line off a log that counts what the PDF library complained of: it quotes the document,
 * which could say anything. NULL when there is none. */
static char *take_complaints(char *log)
{
    char *line = g_str_has_prefix(log, LOG_COMPLAINTS) ? log : g_strrstr(log, "\n" LOG_COMPLAINTS);
    if (!line)
        return NULL;
    line += *line == '\n';
    char *words = line + strlen(LOG_COMPLAINTS);
    words[strcspn(words, "\n")] = '\0';
    g_autofree char *taken = harmless(words);
    *line = '\0';
    return g_steal_pointer(&taken);
}

/* The outcome of a process that did not end by itself with a result. */
static Outcome outcome_of_end(const Run *run, const char *log, char **diagnosis)
{
    int status = run->exited.status;
    int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    if (run->stopped || number == SIGXCPU || (number == SIGKILL && used_up_cpu(run)))
        return OUTCOME_TIMEOUT;
    if (number == SIGXFSZ)
        return OUTCOME_OUTPUT_LIMIT;
    if (speaks_of_memory(log))
        return OUTCOME_MEMORY;
    g_autofree char *words = last_words(log);
    g_autofree char *how = number ? g_strdup_printf("signal %d (%s)", number, strsignal(number))
                                  : g_strdup_printf("exit status %d", WEXITSTATUS(status));
    *diagnosis = g_strdup_printf("%s: %s%s%s", outcome_sentence(OUTCOME_CRASH), how,
                                 words ? ": " : "", words ? words : "");
    return OUTCOME_CRASH;
}

/* ---- What it left ---------------------------------------------------------------------------- */

/* The outcomes a reader may state of a document it did read: the others are for the pool to say. */
static bool is_readers_outcome(const char *name, Outcome *outcome)
{
    return name && outcome_parse(name, outcome) && *outcome <= OUTCOME_NOT_PDF;
}

/* The record, when it is one, and of these bytes under this path; else NULL and *error. */
static Tree *check_record(const char *json, size_t length, Input *input, const Stated *stated,
                          Outcome *outcome, GError **error)
{
    const char *what = NULL;
    g_autoptr(Tree) tree = tree_parse(json, length, error);
    if (!tree || !json_validate_tree(tree_root(tree), error))
        return NULL;
    const Node *source = node_member(tree_root(tree), "source");
    const Node *bytes = node_member(source, "bytes");
    if (!is_readers_outcome(node_text(node_member(source, "outcome")), outcome))
        what = "/source/outcome: not one a reader states";
    else if (g_strcmp0(node_text(node_member(source, "sha256")), input_sha256(input)) != 0)
        what = "/source/sha256: of other bytes";
    else if (g_strcmp0(node_text(node_member(source, "path")), stated->path) != 0)
        what = "/source/path: another document";
    else if (g_strcmp0(node_text(node_member(source, "sandbox")), stated->sandbox) != 0)
        what = "/source/sandbox: not the one it was read in";
    else if (!node_is(bytes, NODE_INTEGER) || bytes->integer != input->before.st_size)
        what = "/source/bytes: of other bytes";
    if (!what)
        return g_steal_pointer(&tree);
    g_set_error_literal(error, DELIBEX_ERROR, DELIBEX_ERROR_READER, what);
    return NULL;
}

/* A library went without memory and went on: something of the document is missing. The debugging
 * stages are not kept in such a record. */
static void note_memory(Record *record, Verdict *verdict)
{
    char pointer[RECORD_POINTER_SIZE];
    size_t index = record_append(record, "/source/flags");
    record_set_text(record, record_at(pointer, "/source/flags/%zu", index), "memory_limit");
    record_set_text(record, "/source/outcome", outcome_name(OUTCOME_OK_PARTIAL));
    verdict_clear(verdict);
    *verdict = (Verdict){.outcome = OUTCOME_OK_PARTIAL,
                         .json = json_write(record, NULL),
                         .diagnosis = g_strdup("read in part: the memory limit was reached")};
}

static bool has_flag(const Record *record, const char *flag)
{
    char pointer[RECORD_POINTER_SIZE];
    for (size_t i = 0; i < record_length(record, "/source/flags"); i++)
        if (g_strcmp0(record_text(record, record_at(pointer, "/source/flags/%zu", i)), flag) == 0)
            return true;
    return false;
}

/* One line on a record that is not wholly ok; NULL for one that is. */
static char *diagnose(const Record *record, Outcome outcome, gint64 bytes)
{
    gint64 pages = 0;
    if (outcome == OUTCOME_OK)
        return NULL;
    if (outcome == OUTCOME_NO_TEXT && bytes == 0)
        return g_strdup("empty file");
    if (has_flag(record, "ocr_unavailable"))
        return g_strdup_printf(
            "%s: it has scanned pages, and French is not installed for tesseract "
            "(package tesseract-ocr-fra)",
            outcome_name(outcome));
    if (outcome == OUTCOME_NO_TEXT &&
        !(record_integer(record, "/source/pages", &pages) && pages > 0))
        return g_strdup("no words in it");
    GString *line = g_string_new(outcome_sentence(outcome));
    if (outcome == OUTCOME_NO_TEXT)
        g_string_append(line, record_length(record, "/source/recognised") > 0
                                  ? ": no word was recognised in its pictures"
                                  : ": its pictures were not recognised");
    size_t flags = outcome == OUTCOME_OK_PARTIAL ? record_length(record, "/source/flags") : 0;
    for (size_t i = 0; i < flags; i++) {
        char pointer[RECORD_POINTER_SIZE];
        g_autofree char *flag =
            g_strdup(record_text(record, record_at(pointer, "/source/flags/%zu", i)));
        g_string_append_printf(line, "%s%s", i ? ", " : ": ",
                               g_strcanon(flag, "abcdefghijklmnopqrstuvwxyz0123456789_", ' '));
    }
    return g_string_free(line, false);
}

static Verdict verdict_of_record(const char *json, size_t length, char *log, Input *input,
                                 const Stated *stated)
{
    g_autofree char *complaints = take_complaints(log);
    Outcome outcome = OUTCOME_CRASH;
    g_autoptr(GError) error = NULL;
    g_autoptr(Tree) tree = check_record(json, length, input, stated, &outcome, &error);
    if (!tree) {
        g_autofree char *why =
            g_strdup_printf("the reader sent no valid record: %s", error->message);
        return verdict_without_record(OUTCOME_CRASH, stated, input_sha256(input),
                                      input->before.st_size, why);
    }
    Verdict verdict = {
        .outcome = outcome, .json = g_strndup(json, length), .tree = g_steal_pointer(&tree)};
    bool went_without = outcome_is_read(outcome) && speaks_of_memory(log);
    if (outcome == OUTCOME_OK && !went_without)
        return verdict;
    g_autoptr(Record) record = json_read_record(verdict.json, NULL);
    g_autofree char *why = diagnose(record, outcome, input->before.st_size);
    verdict.diagnosis =
        complaints ? g_strdup_printf("%s; %s", why, complaints) : g_steal_pointer(&why);
    if (went_without)
        note_memory(record, &verdict);
    return verdict;
}

static Outcome outcome_of_failure(const char *payload, size_t length, char **diagnosis)
{
    Failed failed;
    if (length != sizeof failed)
        return OUTCOME_CRASH;
    memcpy(&failed, payload, sizeof failed);
    switch ((FailedWhy)failed.why) {
    case FAILED_CHANGED:
        return OUTCOME_CHANGED;
    case FAILED_OUTPUT_LIMIT:
        return OUTCOME_OUTPUT_LIMIT;
    case FAILED_UNREADABLE:
        *diagnosis = g_strdup_printf("cannot be read: %s", g_strerror(failed.number));
        return OUTCOME_UNREADABLE;
    case FAILED_END:
        break;
    }
    return OUTCOME_CRASH;
}

Verdict verdict_of(const Run *run, Input *input, const Stated *stated)
{
    size_t log_length = 0, length = 0, cap = sizeof(FrameHeader) + run->limits.output_bytes;
    g_autofree char *log = read_file(run->log, LOG_BYTES, &log_length);
    g_autofree char *diagnosis = NULL;
    const char *sha256 = input_sha256(input), *payload = NULL;
    FrameHeader header = {0};
    Outcome outcome;

    if (run->stopped || !WIFEXITED(run->exited.status) || WEXITSTATUS(run->exited.status) != 0) {
        outcome = outcome_of_end(run, log, &diagnosis);
        return verdict_without_record(outcome, stated, sha256, input->before.st_size, diagnosis);
    }
    if (input_changed(input) || !sha256)
        return verdict_without_record(OUTCOME_CHANGED, stated, NULL, -1, NULL);

    struct stat result;
    if (fstat(run->result, &result) < 0 || result.st_size > (off_t)cap)
        return verdict_without_record(OUTCOME_OUTPUT_LIMIT, stated, sha256, input->before.st_size,
                                      NULL);
    g_autofree char *bytes = read_file(run->result, (size_t)result.st_size, &length);
    if (!frame_parse(bytes, length, run->limits.output_bytes, &header, &payload, NULL) ||
        header.job != run->job)
        header.kind = FRAME_KIND_END;
    if (header.kind == FRAME_RECORD)
        return verdict_of_record(payload, header.length, log, input, stated);
    outcome = header.kind == FRAME_FAILED ? outcome_of_failure(payload, header.length, &diagnosis)
                                          : OUTCOME_CRASH;
    if (outcome == OUTCOME_CRASH)
        diagnosis = g_strdup("the reader sent no record");
    return verdict_without_record(outcome, stated, sha256, input->before.st_size, diagnosis);
}

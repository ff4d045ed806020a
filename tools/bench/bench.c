/* delibex-bench: reads many documents in one way and says what that took. tools/bench/run compares.
 *
 * usage: delibex-bench WAY PATTERNS-DIRECTORY < list of files, one a line
 *
 * WAY is "floor" (poppler's own text of every page, nothing else), "kept" (the same, with poppler's
 * tables kept from one document to the next), "pdftotext" (one process a file), the name of the
 * last stage of the pipeline, "read" … "check", for which no page is recognised from its picture,
 * or "scans" for the whole pipeline with recognition. The pipeline runs as in delibex-reader: rules
 * and poppler's tables are loaded before the clock starts. Prints one line: documents, bytes read
 * or printed, wall seconds, CPU seconds, peak memory in KiB. */
#include "../../src/delibex.h"
#include "../../src/read/read.h"

#include <poppler.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

extern char **environ;

typedef struct Contents {
    char *path;
    char *bytes;
    gsize length;
} Contents;

static void contents_free(gpointer data)
{
    Contents *contents = data;
    g_free(contents->path);
    g_free(contents->bytes);
    g_free(contents);
}

/* The files named on standard input, in memory: the disk is not what is measured. */
static GPtrArray *load_files(void)
{
    GPtrArray *files = g_ptr_array_new_with_free_func(contents_free);
    char line[4096];

    while (fgets(line, sizeof line, stdin)) {
        Contents *file = g_new0(Contents, 1);
        g_autoptr(GError) error = NULL;
        file->path = g_strdup(g_strchomp(line));
        g_ptr_array_add(files, file);
        if (!g_file_get_contents(file->path, &file->bytes, &file->length, &error)) {
            fprintf(stderr, "delibex-bench: %s\n", error->message);
            exit(1);
        }
    }
    return files;
}

/* What a bare program built on poppler pays: a document from its bytes, the text of each page, and
 * all of it freed. Gives the bytes of text. */
static size_t floor_text(const Contents *file)
{
    g_autoptr(GBytes) bytes = g_bytes_new_static(file->bytes, file->length);
    PopplerDocument *document = poppler_document_new_from_bytes(bytes, NULL, NULL);
    size_t length = 0;

    for (int i = 0; document && i < poppler_document_get_n_pages(document); i++) {
        PopplerPage *page = poppler_document_get_page(document, i);
        g_autofree char *text = page ? poppler_page_get_text(page) : NULL;
        length += text ? strlen(text) : 0;
        g_clear_object(&page);
    }
    g_clear_object(&document);
    return length;
}

static size_t one_pdftotext(const Contents *file)
{
    g_autofree char *path = g_strdup(file->path);
    char *const words[] = {(char *)"pdftotext", (char *)"-q", path, (char *)"/dev/null", NULL};
    pid_t child;
    int status = 0;

    if (posix_spawnp(&child, "pdftotext", NULL, NULL, words, environ) != 0) {
        fprintf(stderr, "delibex-bench: cannot start pdftotext\n");
        exit(1);
    }
    waitpid(child, &status, 0);
    return file->length;
}

static size_t one_record(const Contents *file, const DelibexRules *rules, DelibexStage last,
                         DelibexOcrMode ocr)
{
    DelibexOptions options = DELIBEX_OPTIONS_INIT;
    options.stop_after = last;
    options.ocr = ocr;
    g_autofree char *json = delibex_extract(rules, file->bytes, file->length, file->path, &options);
    return strlen(json);
}

static double seconds(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static double cpu_seconds(void)
{
    struct rusage own, children;
    getrusage(RUSAGE_SELF, &own);
    getrusage(RUSAGE_CHILDREN, &children);
    return seconds(own.ru_utime) + seconds(own.ru_stime) + seconds(children.ru_utime) +
           seconds(children.ru_stime);
}

static long peak_kib(bool of_children)
{
    struct rusage usage;
    getrusage(of_children ? RUSAGE_CHILDREN : RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

int main(int argc, char **argv)
{
    DelibexStage last = DELIBEX_STAGE_CHECK;
    bool kept = argc == 3 && strcmp(argv[1], "kept") == 0;
    bool bare = kept || (argc == 3 && strcmp(argv[1], "floor") == 0);
    bool spawned = argc == 3 && strcmp(argv[1], "pdftotext") == 0;
    bool scans = argc == 3 && strcmp(argv[1], "scans") == 0;

    if (argc != 3 || (!bare && !spawned && !scans && !delibex_stage_parse(argv[1], &last))) {
        fprintf(stderr, "usage: delibex-bench floor|kept|pdftotext|scans|STAGE PATTERNS < list\n");
        return 2;
    }
    g_autoptr(GPtrArray) files = load_files();
    const char *const directories[] = {argv[2], NULL};
    g_autoptr(GError) error = NULL;
    g_autoptr(DelibexRules) rules =
        bare || spawned ? NULL : delibex_rules_load(directories, &error);
    g_autoptr(PdfLibrary) library =
        (bare && !kept) || spawned || error ? NULL : pdf_library_load(&error);
    if (error) {
        fprintf(stderr, "delibex-bench: %s\n", error->message);
        return 1;
    }

    if (rules)
        delibex_rules_translate(rules);

    double cpu = cpu_seconds();
    gint64 start = g_get_monotonic_time();
    size_t bytes = 0;
    for (guint i = 0; i < files->len; i++) {
        const Contents *file = files->pdata[i];
        bytes += bare ? floor_text(file)
                 : spawned
                     ? one_pdftotext(file)
                     : one_record(file, rules, last, scans ? DELIBEX_OCR_AUTO : DELIBEX_OCR_NEVER);
    }
    printf("%u %zu %.6f %.6f %ld\n", files->len, bytes,
           (double)(g_get_monotonic_time() - start) / 1e6, cpu_seconds() - cpu, peak_kib(spawned));
    return 0;
}

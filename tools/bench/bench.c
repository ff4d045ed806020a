/* delibex-bench: reads many documents in one way and says what that took. tools/bench/run compares.
 *
 * usage: delibex-bench WAY PATTERNS-DIRECTORY < list of files, one a line
 *
 * WAY is "kept" (poppler's own text of every page, with poppler's tables kept from one document to
 * the next and the allocator of delibex-reader), "pdftotext" (one process a file), the name of the
 * last stage of the pipeline, "read" … "check", for which no page is recognised from its picture,
 * or "scans" for the whole pipeline with recognition. The pipeline runs as in delibex-reader: rules
 * and poppler's tables are loaded before the clock starts, and the same allocator is linked. */
#include "../../src/delibex.h"
#include "../../src/read/read.h"
#include "measure.h"

#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

extern char **environ;

/* The pipeline, up to where. */
typedef struct Pipeline {
    DelibexRules *rules;
    DelibexStage last;
    DelibexOcrMode ocr;
} Pipeline;

static size_t one_pdftotext(const Contents *file, void *data)
{
    (void)data;
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

static size_t one_record(const Contents *file, void *data)
{
    const Pipeline *pipeline = data;
    DelibexOptions options = DELIBEX_OPTIONS_INIT;
    options.stop_after = pipeline->last;
    options.ocr = pipeline->ocr;
    g_autofree char *json =
        delibex_extract(pipeline->rules, file->bytes, file->length, file->path, &options);
    return strlen(json);
}

int main(int argc, char **argv)
{
    const char *way = argc == 3 ? argv[1] : "";
    bool kept = strcmp(way, "kept") == 0, spawned = strcmp(way, "pdftotext") == 0;
    bool scans = strcmp(way, "scans") == 0;
    Pipeline pipeline = {.last = DELIBEX_STAGE_CHECK,
                         .ocr = scans ? DELIBEX_OCR_AUTO : DELIBEX_OCR_NEVER};

    if (argc != 3 || (!kept && !spawned && !scans && !delibex_stage_parse(way, &pipeline.last))) {
        fprintf(stderr, "usage: delibex-bench kept|pdftotext|scans|STAGE PATTERNS < list\n");
        return 2;
    }
    g_autoptr(GPtrArray) files = measure_load();
    const char *const directories[] = {argv[2], NULL};
    g_autoptr(GError) error = NULL;
    g_autoptr(DelibexRules) rules =
        kept || spawned ? NULL : delibex_rules_load(directories, &error);
    g_autoptr(PdfLibrary) library = spawned || error ? NULL : pdf_library_load(&error);
    if (error) {
        fprintf(stderr, "delibex-bench: %s\n", error->message);
        return 1;
    }
    if (rules)
        delibex_rules_translate(rules);
    pipeline.rules = rules;
    measure(files, kept ? measure_bare : spawned ? one_pdftotext : one_record, &pipeline, spawned);
    return 0;
}

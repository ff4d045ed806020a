/* What the programs of the bench share: documents in memory, one way of reading them over and over,
 * and what that took. */
#ifndef DELIBEX_BENCH_MEASURE_H
#define DELIBEX_BENCH_MEASURE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct Contents {
    char *path;
    char *bytes;
    gsize length;
} Contents;

/* The files named on standard input, one a line, in memory: the disk is not what is measured. Array
 * of Contents; the caller unrefs. Ends the program when one cannot be read. */
GPtrArray *measure_load(void);

/* Reads one document in some way; gives a number of bytes that grew out of it. */
typedef size_t (*MeasureWay)(const Contents *file, void *data);

/* Reads all files and prints one line: documents, bytes, wall seconds, CPU seconds, peak memory in
 * KiB, of this process or of the largest it started. */
void measure(const GPtrArray *files, MeasureWay way, void *data, bool peak_of_children);

/* What a bare program built on poppler pays: a document from its bytes, the text of each page, and
 * all of it freed. Gives the bytes of text. A MeasureWay without data. */
size_t measure_bare(const Contents *file, void *data);

#endif

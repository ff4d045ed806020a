#include "measure.h"

#include <poppler.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static void contents_free(gpointer data)
{
    Contents *contents = data;
    g_free(contents->path);
    g_free(contents->bytes);
    g_free(contents);
}

GPtrArray *measure_load(void)
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

size_t measure_bare(const Contents *file, void *data)
{
    (void)data;
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

void measure(const GPtrArray *files, MeasureWay way, void *data, bool peak_of_children)
{
    double cpu = cpu_seconds();
    gint64 start = g_get_monotonic_time();
    size_t bytes = 0;
    for (guint i = 0; i < files->len; i++)
        bytes += way(files->pdata[i], data);
    printf("%u %zu %.6f %.6f %ld\n", files->len, bytes,
           (double)(g_get_monotonic_time() - start) / 1e6, cpu_seconds() - cpu,
           peak_kib(peak_of_children));
}

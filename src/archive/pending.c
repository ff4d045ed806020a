#include "pending.h"

#include <string.h>

enum {
    CELL_PATH,
    CELL_STATUS, /* size, times and inode, parted by spaces */
    CELL_SHA256,
    CELL_BYTES,
    CELL_OUTCOME,
    CELL_DIAGNOSIS,
    CELL_EXTRACTOR,
    CELL_RECORD,
    CELL_COUNT
};

bool pending_add(Journal *journal, const char *path, const struct stat *status,
                 const Content *content, GError **error)
{
    g_autofree char *numbers =
        g_strdup_printf("%lld %lld %ld %lld %ld %llu", (long long)status->st_size,
                        (long long)status->st_mtim.tv_sec, status->st_mtim.tv_nsec,
                        (long long)status->st_ctim.tv_sec, status->st_ctim.tv_nsec,
                        (unsigned long long)status->st_ino);
    g_autofree char *bytes = g_strdup_printf("%" G_GINT64_FORMAT, content->bytes);
    const char *cells[CELL_COUNT + 1] = {
        [CELL_PATH] = path,
        [CELL_STATUS] = numbers,
        [CELL_SHA256] = content->sha256,
        [CELL_BYTES] = bytes,
        [CELL_OUTCOME] = outcome_name(content->outcome),
        [CELL_DIAGNOSIS] = content->diagnosis ? content->diagnosis : "",
        [CELL_EXTRACTOR] = content->extractor,
        [CELL_RECORD] = content->json,
    };
    return journal_append(journal, cells, error);
}

static bool parse_status(const char *text, struct stat *status)
{
    gint64 numbers[6];
    char *at = (char *)text;
    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
        char *end = NULL;
        numbers[i] = g_ascii_strtoll(at, &end, 10);
        if (end == at)
            return false;
        at = end;
    }
    status->st_size = numbers[0];
    status->st_mtim = (struct timespec){numbers[1], numbers[2]};
    status->st_ctim = (struct timespec){numbers[3], numbers[4]};
    status->st_ino = (ino_t)numbers[5];
    return *at == '\0';
}

typedef struct Reading {
    PendingTake take;
    gpointer data;
} Reading;

/* A line of another version of delibex is left out: its file will be read again. */
static bool take_cells(const char *const *cells, G_GNUC_UNUSED gint64 at, gpointer data,
                       GError **error)
{
    const Reading *reading = data;
    struct stat status = {0};
    Content content = {0};
    if (g_strv_length((char **)cells) != CELL_COUNT || !parse_status(cells[CELL_STATUS], &status) ||
        !outcome_parse(cells[CELL_OUTCOME], &content.outcome))
        return true;
    content.sha256 = cells[CELL_SHA256];
    content.json = cells[CELL_RECORD];
    content.bytes = g_ascii_strtoll(cells[CELL_BYTES], NULL, 10);
    content.diagnosis = *cells[CELL_DIAGNOSIS] ? cells[CELL_DIAGNOSIS] : NULL;
    content.extractor = cells[CELL_EXTRACTOR];
    return reading->take(cells[CELL_PATH], &status, &content, reading->data, error);
}

bool pending_read(const char *path, PendingTake take, gpointer data, GError **error)
{
    Reading reading = {take, data};
    return journal_read(path, take_cells, &reading, error);
}

#include "pending.h"

#include <string.h>
#include <unistd.h>

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

static const char *const endings[] = {STORE_JOURNAL, STORE_JOURNAL_NEXT};

struct Pending {
    Journal *journals[G_N_ELEMENTS(endings)];
    guint current; /* that takes what is read */
};

void pending_free(Pending *pending)
{
    if (!pending)
        return;
    for (size_t i = 0; i < G_N_ELEMENTS(pending->journals); i++)
        journal_free(pending->journals[i]);
    g_free(pending);
}

Pending *pending_open(const Store *store, GError **error)
{
    g_autoptr(Pending) pending = g_new0(Pending, 1);
    for (size_t i = 0; i < G_N_ELEMENTS(pending->journals); i++) {
        g_autofree char *path = store_beside(store, endings[i]);
        pending->journals[i] = journal_open(path, error);
        if (!pending->journals[i] || !journal_clear(pending->journals[i], error))
            return NULL;
    }
    return g_steal_pointer(&pending);
}

void pending_turn(Pending *pending)
{
    pending->current = !pending->current;
}

bool pending_clear(Pending *pending, GError **error)
{
    return journal_clear(pending->journals[!pending->current], error);
}

void pending_remove(const Store *store)
{
    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
        g_autofree char *path = store_beside(store, endings[i]);
        unlink(path);
    }
}

bool pending_add(Pending *pending, const char *path, const struct stat *status,
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
    return journal_append(pending->journals[pending->current], cells, error);
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

typedef struct Taking {
    PendingTake take;
    gpointer data;
} Taking;

/* A line of another version of delibex is left out: its file will be read again. */
static bool take_cells(const char *const *cells, G_GNUC_UNUSED gint64 at, gpointer data,
                       GError **error)
{
    const Taking *taking = data;
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
    return taking->take(cells[CELL_PATH], &status, &content, taking->data, error);
}

bool pending_read(const Store *store, PendingTake take, gpointer data, GError **error)
{
    Taking taking = {take, data};
    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
        g_autofree char *path = store_beside(store, endings[i]);
        if (!journal_read(path, take_cells, &taking, error))
            return false;
    }
    return true;
}

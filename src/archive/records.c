#include "records.h"

#include "store.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool archive_is(const char *path)
{
    static const char magic[] = "SQLite format 3";
    char head[sizeof magic];
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return false;
    bool same = fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
                read(fd, head, sizeof head) == sizeof head && memcmp(head, magic, sizeof head) == 0;
    close(fd);
    return same;
}

bool archive_records(const char *archive, RecordTake take, gpointer data, GError **error)
{
    static const char sql[] =
        "SELECT json_set(record, '$.source.path',"
        " (SELECT min(path) FROM files WHERE document = d.id)) FROM documents d"
        " WHERE outcome IN ('ok', 'ok_partial') ORDER BY id";
    g_autoptr(Store) store = store_open(archive, error);
    GError *failed = NULL;
    if (!store)
        return false;
    Rows *rows = store_rows(store, sql);
    while (rows_next(rows, &failed) && take(rows_text(rows, 0), data, &failed))
        ;
    rows_done(rows);
    if (failed)
        g_propagate_error(error, failed);
    return !failed;
}

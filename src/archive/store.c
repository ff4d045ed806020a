#include "store.h"

#include "../base/error.h"
#include "../pool/io.h"
#include "schema.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUSY_MS = 5000 }; /* how long a reader and a writer wait for each other */

struct Store {
    sqlite3 *db;
    char *path;      /* as given, for messages */
    char *real;      /* absolute */
    char *lock_path; /* NULL for readers */
    int lock;
    DelibexError kind;      /* of its errors */
    bool made;              /* its tables are new */
    GHashTable *statements; /* SQL → Rows */
};

struct Rows {
    Store *store;
    sqlite3_stmt *statement; /* NULL when the SQL is wrong */
};

/* ---- Errors ---------------------------------------------------------------------------------- */

G_GNUC_PRINTF(3, 4)
static bool store_refuse(Store *store, GError **error, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    g_autofree char *why = g_strdup_vprintf(format, values);
    va_end(values);
    g_set_error(error, DELIBEX_ERROR, store->kind, "%s: %s", store->path, why);
    return false;
}

static bool store_failed(Store *store, GError **error)
{
    if (sqlite3_errcode(store->db) == SQLITE_NOTADB)
        return store_refuse(store, error, "no archive of delibex, nor any other database");
    int code = sqlite3_extended_errcode(store->db), number = sqlite3_system_errno(store->db);
    bool of_system =
        number != 0 && ((code & 0xff) == SQLITE_IOERR || (code & 0xff) == SQLITE_FULL ||
                        (code & 0xff) == SQLITE_CANTOPEN);
    g_set_error(error, DELIBEX_ERROR, store->kind, "%s: %s%s%s", store->path,
                sqlite3_errmsg(store->db), of_system ? ": " : "",
                of_system ? g_strerror(number) : "");
    return false;
}

/* ---- Statements ------------------------------------------------------------------------------ */

static void rows_free(gpointer data)
{
    Rows *rows = data;
    sqlite3_finalize(rows->statement);
    g_free(rows);
}

Rows *store_rows(Store *store, const char *sql)
{
    Rows *rows = g_hash_table_lookup(store->statements, sql);
    if (!rows) {
        rows = g_new0(Rows, 1);
        rows->store = store;
        sqlite3_prepare_v2(store->db, sql, -1, &rows->statement, NULL);
        g_hash_table_insert(store->statements, g_strdup(sql), rows);
    }
    rows_done(rows);
    if (rows->statement)
        sqlite3_clear_bindings(rows->statement);
    return rows;
}

void rows_set_text(Rows *rows, int at, const char *text)
{
    sqlite3_bind_text(rows->statement, at, text, -1, SQLITE_TRANSIENT);
}

void rows_set_slice(Rows *rows, int at, const char *text, size_t length)
{
    sqlite3_bind_text64(rows->statement, at, text, length, SQLITE_TRANSIENT, SQLITE_UTF8);
}

void rows_set_integer(Rows *rows, int at, gint64 number)
{
    sqlite3_bind_int64(rows->statement, at, number);
}

bool rows_next(Rows *rows, GError **error)
{
    int state = rows->statement ? sqlite3_step(rows->statement) : SQLITE_ERROR;
    if (state == SQLITE_ROW)
        return true;
    if (state != SQLITE_DONE)
        store_failed(rows->store, error);
    sqlite3_reset(rows->statement);
    return false;
}

bool rows_run(Rows *rows, GError **error)
{
    GError *failed = NULL;
    while (rows_next(rows, &failed))
        continue;
    if (failed)
        g_propagate_error(error, failed);
    return !failed;
}

void rows_done(Rows *rows)
{
    sqlite3_reset(rows->statement);
}

const char *rows_text(Rows *rows, int at)
{
    return (const char *)sqlite3_column_text(rows->statement, at);
}

gint64 rows_integer(Rows *rows, int at)
{
    return sqlite3_column_int64(rows->statement, at);
}

double rows_real(Rows *rows, int at)
{
    return sqlite3_column_double(rows->statement, at);
}

int rows_width(Rows *rows)
{
    return sqlite3_column_count(rows->statement);
}

gint64 store_last_id(Store *store)
{
    return sqlite3_last_insert_rowid(store->db);
}

bool store_lacks_memory(const Store *store)
{
    return (sqlite3_errcode(store->db) & 0xff) == SQLITE_NOMEM;
}

bool store_run(Store *store, const char *sql, GError **error)
{
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK ||
           store_failed(store, error);
}

/* ---- Transactions ---------------------------------------------------------------------------- */

bool store_begin(Store *store, GError **error)
{
    return rows_run(store_rows(store, "BEGIN IMMEDIATE"), error);
}

bool store_commit(Store *store, GError **error)
{
    if (rows_run(store_rows(store, "COMMIT"), error))
        return true;
    store_roll_back(store);
    return false;
}

void store_roll_back(Store *store)
{
    if (!sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}

/* ---- The lock -------------------------------------------------------------------------------- */

/* The lock is a file of its own: closing a second descriptor of the database itself would drop the
 * locks SQLite holds on it. It is taken by the kernel, so a holder that died blocks nobody. */
static bool lock_once(Store *store, bool *held, bool *busy, GError **error)
{
    struct stat ours, there;
    *held = false;
    store->lock =
        TEMP_FAILURE_RETRY(open(store->lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666));
    if (store->lock < 0)
        return store_refuse(store, error, "cannot be written: %s", g_strerror(errno));
    if (flock(store->lock, LOCK_EX | LOCK_NB) == 0) {
        /* The one before us may have removed the file between our opening and our locking it. */
        *held = fstat(store->lock, &ours) == 0 && stat(store->lock_path, &there) == 0 &&
                ours.st_ino == there.st_ino && ours.st_dev == there.st_dev;
        return true;
    }
    if (errno != EWOULDBLOCK)
        return store_refuse(store, error, "cannot be locked: %s", g_strerror(errno));
    char pid[32] = "";
    ssize_t got = pread(store->lock, pid, sizeof pid - 1, 0);
    *busy = true;
    return store_refuse(store, error, "another delibex writes to it (process %s)",
                        got > 0 ? g_strchomp(pid) : "unknown");
}

static bool lock(Store *store, bool *busy, GError **error)
{
    store->lock_path = store_beside(store, STORE_LOCK);
    for (bool held = false; !held;) {
        if (store->lock >= 0)
            close(store->lock);
        if (!lock_once(store, &held, busy, error)) {
            if (store->lock >= 0)
                close(store->lock);
            store->lock = -1;
            return false;
        }
    }
    g_autofree char *pid = g_strdup_printf("%d\n", (int)getpid());
    if (TEMP_FAILURE_RETRY(ftruncate(store->lock, 0)) < 0 ||
        !io_write(store->lock, pid, strlen(pid)))
        return store_refuse(store, error, "cannot be written: %s", g_strerror(errno));
    return true;
}

static void unlock(Store *store)
{
    if (store->lock < 0)
        return;
    unlink(store->lock_path);
    close(store->lock);
}

/* ---- Relevance --------------------------------------------------------------------------------
 */

/* relevance(search, phrases, newest, oldest, weight, …) is BM25 as FTS5 has it, over the first
 * phrases of a query (those after them are filters) and the first columns, whose weights follow.
 * But FTS5 goes through every act that holds a word to count them, which for frequent words takes
 * longer than anything else: here, what is in more than COUNTED_MAX acts is counted in the `oldest`
 * acts, up to the id `newest`, and taken to be as frequent in all. */

enum { COUNTED_MAX = 20000, WEIGHTS_FROM = 3, WEIGHTS_MAX = 4 };

typedef struct Count {
    gint64 newest, seen, in_oldest;
    bool stopped;
} Count;

typedef struct Relevance {
    int phrases, columns;
    double weights[WEIGHTS_MAX];
    double mean;     /* words of an act */
    double rarity[]; /* of each phrase */
} Relevance;

static int count_act(const Fts5ExtensionApi *api, Fts5Context *context, void *data)
{
    Count *count = data;
    bool old = api->xRowid(context) <= count->newest;
    if (!old && count->seen >= COUNTED_MAX) {
        count->stopped = true;
        return SQLITE_DONE;
    }
    count->seen++;
    count->in_oldest += old;
    return SQLITE_OK;
}

static int measure_rarity(const Fts5ExtensionApi *api, Fts5Context *context, int phrase,
                          sqlite3_value **values, double *rarity)
{
    Count count = {.newest = sqlite3_value_int64(values[1])};
    sqlite3_int64 acts = 0;
    int code = api->xRowCount(context, &acts);
    if (code == SQLITE_OK)
        code = api->xQueryPhrase(context, phrase, &count, count_act);
    double seen = (double)count.seen;
    if (count.stopped)
        seen = MAX(seen, (double)count.in_oldest * (double)acts / sqlite3_value_double(values[2]));
    double idf = log(((double)acts - seen + 0.5) / (seen + 0.5));
    *rarity = idf > 0 ? idf : 1e-6;
    return code;
}

/* What does not change from act to act. */
static int relevance_new(const Fts5ExtensionApi *api, Fts5Context *context, int count,
                         sqlite3_value **values, Relevance **out)
{
    int code = SQLITE_OK,
        phrases = CLAMP(sqlite3_value_int(values[0]), 0, api->xPhraseCount(context));
    sqlite3_int64 acts = 0, words = 0, all = 0;
    *out = g_malloc0(sizeof **out + (size_t)phrases * sizeof *(*out)->rarity);
    Relevance *relevance = *out;
    relevance->phrases = phrases;
    relevance->columns = MIN(count - WEIGHTS_FROM, WEIGHTS_MAX);
    for (int i = 0; i < relevance->columns && code == SQLITE_OK; i++) {
        relevance->weights[i] = sqlite3_value_double(values[WEIGHTS_FROM + i]);
        code = api->xColumnTotalSize(context, i, &words);
        all += words;
    }
    for (int i = 0; i < phrases && code == SQLITE_OK; i++)
        code = measure_rarity(api, context, i, values, &relevance->rarity[i]);
    if (code == SQLITE_OK)
        code = api->xRowCount(context, &acts);
    relevance->mean = (double)all / (double)MAX(acts, 1);
    if (code == SQLITE_OK)
        code = api->xSetAuxdata(context, relevance, g_free);
    else
        g_free(relevance);
    return code;
}

static int score(const Fts5ExtensionApi *api, Fts5Context *context, const Relevance *relevance,
                 double *out)
{
    const double k = 1.2, b = 0.75;
    int code = SQLITE_OK, words = 0, size = 0, column, at;
    for (int i = 0; i < relevance->columns && code == SQLITE_OK; i++) {
        code = api->xColumnSize(context, i, &size);
        words += size;
    }
    double length = k * (1 - b + b * words / relevance->mean);
    for (int i = 0; i < relevance->phrases && code == SQLITE_OK; i++) {
        Fts5PhraseIter iter;
        double often = 0;
        code = api->xPhraseFirst(context, i, &iter, &column, &at);
        while (code == SQLITE_OK && column >= 0) {
            often += column < relevance->columns ? relevance->weights[column] : 0;
            api->xPhraseNext(context, &iter, &column, &at);
        }
        *out -= relevance->rarity[i] * (often * (k + 1)) / (often + length);
    }
    return code;
}

static void sql_relevance(const Fts5ExtensionApi *api, Fts5Context *context,
                          sqlite3_context *result, int count, sqlite3_value **values)
{
    Relevance *relevance = api->xGetAuxdata(context, 0);
    double out = 0;
    int code = count < WEIGHTS_FROM ? SQLITE_MISUSE
               : relevance          ? SQLITE_OK
                                    : relevance_new(api, context, count, values, &relevance);
    if (code == SQLITE_OK)
        code = score(api, context, relevance, &out);
    if (code == SQLITE_OK)
        sqlite3_result_double(result, out);
    else
        sqlite3_result_error_code(result, code);
}

static bool add_relevance(sqlite3 *db)
{
    fts5_api *api = NULL;
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &statement, NULL) == SQLITE_OK) {
        sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", NULL);
        sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    return api && api->xCreateFunction(api, "relevance", NULL, sql_relevance, NULL) == SQLITE_OK;
}

/* ---- Opening --------------------------------------------------------------------------------- */

static Store *store_new(const char *path, DelibexError kind)
{
    Store *store = g_new0(Store, 1);
    char *real = realpath(path, NULL);
    g_autofree char *base = g_path_get_basename(path);
    g_autofree char *directory = g_path_get_dirname(path);
    char *real_directory = real ? NULL : realpath(directory, NULL);

    store->path = g_strdup(path);
    store->real = real ? g_strdup(real)
                       : g_build_filename(real_directory ? real_directory : directory, base, NULL);
    store->lock = -1;
    store->kind = kind;
    store->statements = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, rows_free);
    free(real);
    free(real_directory);
    return store;
}

static bool open_database(Store *store, const char *name, int flags)
{
    if (store->db)
        sqlite3_close(store->db);
    store->db = NULL;
    if (sqlite3_open_v2(name, &store->db, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        return false;
    sqlite3_extended_result_codes(store->db, 1);
    sqlite3_busy_timeout(store->db, BUSY_MS);
    return add_relevance(store->db);
}

static bool read_number(Store *store, const char *sql, gint64 *out, GError **error)
{
    Rows *rows = store_rows(store, sql);
    GError *failed = NULL;
    *out = rows_next(rows, &failed) ? rows_integer(rows, 0) : 0;
    rows_done(rows);
    if (failed)
        g_propagate_error(error, failed);
    return !failed;
}

/* Whose database it is, and of which version; *empty when nobody's yet. */
static bool recognise(Store *store, bool *empty, GError **error)
{
    gint64 application, version, tables;
    if (!read_number(store, "SELECT count(*) FROM sqlite_master", &tables, error) ||
        !read_number(store, "PRAGMA application_id", &application, error) ||
        !read_number(store, "PRAGMA user_version", &version, error))
        return false;
    *empty = tables == 0;
    if (*empty)
        return true;
    if (application != SCHEMA_APPLICATION)
        return store_refuse(store, error, "a database, but no archive of delibex");
    if (version != SCHEMA_VERSION)
        return store_refuse(store, error, "an archive of version %d, and this delibex writes %d",
                            (int)version, (int)SCHEMA_VERSION);
    return true;
}

Store *store_open(const char *path, GError **error)
{
    g_autoptr(Store) store = store_new(path, DELIBEX_ERROR_INPUT);
    GError *failed = NULL;
    bool empty = false;

    if (access(path, R_OK) < 0) {
        store_refuse(store, error, "%s",
                     errno == ENOENT ? "there is no such archive" : g_strerror(errno));
        return NULL;
    }
    if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
        store_refuse(store, error, "a directory, no archive");
        return NULL;
    }
    if (!open_database(store, store->real, SQLITE_OPEN_READONLY)) {
        store_failed(store, error);
        return NULL;
    }
    if (!recognise(store, &empty, &failed)) {
        /* Where SQLite may not make its shared memory and nobody left a log, nobody writes. */
        g_autofree char *log = g_strconcat(store->real, "-wal", NULL);
        g_autofree char *escaped = g_uri_escape_string(store->real, "/", false);
        g_autofree char *uri = g_strdup_printf("file:%s?immutable=1", escaped);
        int code = sqlite3_errcode(store->db) & 0xff;
        if (code != SQLITE_CANTOPEN && code != SQLITE_READONLY) {
            g_propagate_error(error, failed);
            return NULL;
        }
        g_hash_table_remove_all(store->statements);
        if (access(log, F_OK) == 0 ||
            !open_database(store, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI)) {
            g_propagate_error(error, failed);
            return NULL;
        }
        g_clear_error(&failed);
        if (!recognise(store, &empty, error))
            return NULL;
    }
    if (empty) {
        store_refuse(store, error, "an empty file, no archive");
        return NULL;
    }
    return g_steal_pointer(&store);
}

static bool make_tables(Store *store, GError **error)
{
    g_autofree char *marks =
        g_strdup_printf("PRAGMA application_id = %d; PRAGMA user_version = %d;", SCHEMA_APPLICATION,
                        SCHEMA_VERSION);
    return store_begin(store, error) && store_run(store, schema_tables, error) &&
           store_run(store, marks, error) && store_commit(store, error);
}

Store *store_open_writer(const char *path, bool *busy, GError **error)
{
    g_autoptr(Store) store = store_new(path, DELIBEX_ERROR_OUTPUT);
    bool ignored = false, empty = false;

    if (!lock(store, busy ? busy : &ignored, error))
        return NULL;
    if (!open_database(store, store->real, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) {
        store_failed(store, error);
        return NULL;
    }
    if (!recognise(store, &empty, error) ||
        !store_run(store,
                   "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
                   "PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 8000;"
                   "PRAGMA temp_store = FILE;",
                   error) ||
        (empty && !make_tables(store, error)))
        return NULL;
    store->made = empty;
    return g_steal_pointer(&store);
}

Store *store_open_scratch(GError **error)
{
    g_autoptr(Store) store = store_new("", DELIBEX_ERROR_OUTPUT);
    if (!open_database(store, "", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) {
        store_failed(store, error);
        return NULL;
    }
    return store_run(store, "PRAGMA temp_store = FILE;", error) ? g_steal_pointer(&store) : NULL;
}

void store_free(Store *store)
{
    if (!store)
        return;
    g_hash_table_unref(store->statements);
    if (store->db)
        sqlite3_close(store->db);
    unlock(store);
    g_free(store->path);
    g_free(store->real);
    g_free(store->lock_path);
    g_free(store);
}

bool store_is_new(const Store *store)
{
    return store->made;
}

char *store_beside(const Store *store, const char *ending)
{
    return g_strconcat(store->real, ending, NULL);
}

bool store_owns(const Store *store, const char *path)
{
    static const char *const endings[] = {
        "", "-wal", "-shm", "-journal", STORE_LOCK, STORE_JOURNAL, STORE_JOURNAL_NEXT};
    size_t length = strlen(store->real);
    if (strncmp(path, store->real, length) != 0)
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++)
        if (strcmp(path + length, endings[i]) == 0)
            return true;
    return false;
}

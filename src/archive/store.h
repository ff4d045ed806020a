/* The database behind an archive: opening it, its lock, transactions and statements. store.c is the
 * only file that includes sqlite3; whoever needs a query writes it in SQL beside its use.
 *
 * The file is plain SQLite with the FTS5 that comes with it: sqlite3, Datasette and Python read it.
 * It is one file to copy: records are rows, not files beside it. Durable means that a transaction
 * that ended is on the disk (WAL, synchronous FULL): one sync a batch of documents, where files
 * would need one a document or a second journal to tell which of them count. */
#ifndef DELIBEX_ARCHIVE_STORE_H
#define DELIBEX_ARCHIVE_STORE_H

#include <glib.h>
#include <stdbool.h>

typedef struct Store Store;

/* Opens an archive to be read: it must exist. Works on read-only media. NULL and *error
 * (DELIBEX_ERROR_INPUT) when it is no archive, or one of a newer delibex. */
Store *store_open(const char *path, GError **error);

/* Opens an archive to be written, and makes it when it does not exist. At most one process writes:
 * *busy is set when another one does (it may be NULL). NULL and *error (DELIBEX_ERROR_OUTPUT). */
Store *store_open_writer(const char *path, bool *busy, GError **error);

/* A database of nobody's, on disk and gone when it is freed. NULL and *error. */
Store *store_open_scratch(GError **error);

void store_free(Store *store);

/* True when opening it made it. */
bool store_is_new(const Store *store);

/* The files beside an archive, while somebody writes to it: its lock, what was read and not yet
 * committed, and SQLite's own. */
#define STORE_LOCK "-lock"
#define STORE_JOURNAL "-read"
#define STORE_JOURNAL_NEXT "-next-read"

/* The path of one of them. The caller frees. */
char *store_beside(const Store *store, const char *ending);

/* True when `path` is one of the files the archive consists of. */
bool store_owns(const Store *store, const char *path);

/* Transactions of the writer. A failed commit has rolled back. */
bool store_begin(Store *store, GError **error);
bool store_commit(Store *store, GError **error);
void store_roll_back(Store *store);

/* One or more statements without parameters. */
bool store_run(Store *store, const char *sql, GError **error);

/* Rows: one prepared statement. The same SQL gives the same Rows, made ready again, so a statement
 * must not be asked for while its rows are still read. Lent; wrong SQL shows in rows_next. */
typedef struct Rows Rows;

Rows *store_rows(Store *store, const char *sql);

/* Parameters, from 1. Texts are copied; NULL binds NULL. */
void rows_set_text(Rows *rows, int at, const char *text);
void rows_set_slice(Rows *rows, int at, const char *text, size_t length);
void rows_set_integer(Rows *rows, int at, gint64 number);

/* The next row. False at the end, and with *error when it failed. */
bool rows_next(Rows *rows, GError **error);

/* Runs a statement to its end. */
bool rows_run(Rows *rows, GError **error);

/* Ends a statement that was not read to its end, so that it holds nothing open. */
void rows_done(Rows *rows);

/* Columns of the row, from 0. Text is lent until the next call on these rows; NULL for NULL. */
const char *rows_text(Rows *rows, int at);
gint64 rows_integer(Rows *rows, int at);
double rows_real(Rows *rows, int at);

/* The number of columns. */
int rows_width(Rows *rows);

gint64 store_last_id(Store *store);

/* True when the last thing that failed did so for want of memory. */
bool store_lacks_memory(const Store *store);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Store, store_free)

#endif

/* Drafts: rows of an open-data table on their way to be valid. A draft says of each cell where its
 * value comes from, and is judged by the whole format, its custom checks included, before it is
 * written: a row that would fail validation becomes a row of the rejects, with what to supply. */
#ifndef DELIBEX_WRITE_DRAFT_H
#define DELIBEX_WRITE_DRAFT_H

#include "csv.h"

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef enum CellKind {
    CELL_TEXT,
    CELL_SIRET, /* 14 digits with Luhn's key */
    CELL_RNA,   /* W and nine digits */
    CELL_DATE,
    CELL_PERIOD, /* a date, or two with a slash */
    CELL_COUNT,
    CELL_MONEY, /* a number with a decimal point */
    CELL_SHARE, /* 0.01 to 1 */
    CELL_MATTER_CODE,
    CELL_MATTER_NAME,
    CELL_YEARS,
    CELL_URI,
    CELL_NATURE,
    CELL_YES_NO,
} CellKind;

typedef struct Column {
    const char *name;
    CellKind kind;
    bool required;
    size_t longest;      /* characters; 0 for no limit */
    const char *meaning; /* for the JSON Schema */
    const char *supply;  /* what to give where an act is silent */
} Column;

enum { DRAFT_COLUMNS_MAX = 17 };

typedef struct Draft Draft;

typedef struct Format {
    const char *name;      /* "scdl" */
    const char *file_name; /* of its files: "deliberations" */
    const char *title;
    const Column *columns;
    size_t count;
    void (*judge)(Draft *draft); /* the checks over several columns: draft_lack where one fails */
} Format;

/* Where a cell's value comes from. */
typedef enum Origin {
    ORIGIN_STATED,   /* printed in the act */
    ORIGIN_DERIVED,  /* computed from what is printed */
    ORIGIN_INFERRED, /* judged from the words */
    ORIGIN_SUPPLIED, /* given by the user */
} Origin;

typedef struct Cell {
    char *value; /* NULL when empty */
    Origin origin;
    double confidence;
} Cell;

struct Draft {
    const Format *format;
    char *key;      /* "0123456789ab/1": sum of the document, act, for grants "/" and the grant */
    char *document; /* path, or NULL */
    char *siren;    /* of the authority, for the name of the file; NULL when unknown */
    Cell cells[DRAFT_COLUMNS_MAX];
    GPtrArray *lacks; /* of char *: "COLL_SIRET: …" */
    GPtrArray *notes; /* of char *: what was left empty and why, "VOTE_REEL: …" */
};

Draft *draft_new(const Format *format);
void draft_free(Draft *draft);

/* The place of a column; asserted to be there. */
size_t format_column(const Format *format, const char *name);

/* Fills a cell; an empty or NULL value leaves it. White space runs become one space. */
void draft_put(Draft *draft, const char *column, const char *value, Origin origin,
               double confidence);
void draft_put_number(Draft *draft, const char *column, gint64 number, Origin origin,
                      double confidence);

/* The value of a cell, or NULL. Lent. */
const char *draft_cell(const Draft *draft, const char *column);

G_GNUC_PRINTF(3, 4) void draft_lack(Draft *draft, const char *column, const char *format, ...);
G_GNUC_PRINTF(3, 4) void draft_note(Draft *draft, const char *column, const char *format, ...);

/* Judges every cell and the format's own checks. True when the row may be written. */
bool draft_judge(Draft *draft);

/* What a user gives: cells by the key of their rows, and values for whole columns. */
typedef struct Supply {
    CsvTable *table;       /* NULL for none; owned */
    GHashTable *rows;      /* key → row of table in a pointer; lent keys */
    GHashTable *constants; /* column → value; owned */
} Supply;

Supply *supply_new(void);
void supply_free(Supply *supply);

/* Takes a table with a column "key" over. False and *error when it has none, when a key stands
 * twice, or when none of its other columns is one of the format's. */
bool supply_take(Supply *supply, CsvTable *table, const Format *format, GError **error);

/* Notes "COLUMN=VALUE". False and *error when the format has no such column. */
bool supply_constant(Supply *supply, const char *words, const Format *format, GError **error);

/* Fills what the user gives: cells of the row's key replace, constants fill what is empty. */
void supply_fill(const Supply *supply, Draft *draft);

/* ---- As CSV ---------------------------------------------------------------------------------- */

void format_head(const Format *format, GString *out);
void draft_row(const Draft *draft, GString *out);

/* Rejected rows: key, document, what to supply, then the format's columns. */
void rejects_head(const Format *format, GString *out);
void rejects_row(const Draft *draft, GString *out);

/* Where cells come from: one row for each cell that no act states surely, and for each that was
 * left empty for a reason. */
void origins_head(GString *out);
void origins_rows(const Draft *draft, GString *out);

/* All lacks in one line, "; " between them. The caller frees. */
char *draft_lacks(const Draft *draft);

/* True for 14 digits with a valid key. */
bool siret_is_valid(const char *fourteen_digits);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Draft, draft_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Supply, supply_free)

#endif

/* The tables of an archive, and how a record is put into them: plain SQL. */
#ifndef DELIBEX_ARCHIVE_SCHEMA_H
#define DELIBEX_ARCHIVE_SCHEMA_H

enum {
    SCHEMA_APPLICATION = 0x64656c62, /* "delb": SQLite's application_id */
    SCHEMA_VERSION = 2,              /* SQLite's user_version */
};

/* An act's id is day · ACT_ID_DAY + document · ACT_ID_DOCUMENT + number: the newest acts have the
 * highest ids, so that « newest first » is the order of the index itself. Days count from
 * 1900-01-01; 0 is for acts without a date. All fits in 53 bits. */
#define ACT_ID_DAY G_GINT64_CONSTANT(100000000000)
#define ACT_ID_DOCUMENT G_GINT64_CONSTANT(10000)
enum { ACT_NUMBER_MAX = 9999, DOCUMENT_ID_MAX = 9999999 };

/* Makes the tables; comments inside them stay in the file, for whoever asks it for its .schema. */
extern const char *const schema_tables;

/* What of a record a statement reads: it parses all that it is given. */
typedef enum SchemaPart {
    SCHEMA_SESSIONS, /* array: session, then other_sessions */
    SCHEMA_ACTS,
    SCHEMA_FINDINGS,
    SCHEMA_PART_COUNT
} SchemaPart;

/* Fills tables from a record: a statement with ?1 the part and ?2 the id of the document. */
typedef struct SchemaImport {
    SchemaPart part;
    const char *sql;
} SchemaImport;

/* In the order they are to run; ended by one without SQL. */
extern const SchemaImport schema_imports[];

/* Puts in one text, after the acts: ?1 the act's position (0 for what belongs to none), ?2 the
 * document, ?3 the page, ?4 the words, ?5 their stems. */
extern const char *const schema_text_import;

#endif

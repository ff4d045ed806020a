/* The tables of an archive: plain SQL. fill.h puts records into them. */
#ifndef DELIBEX_ARCHIVE_SCHEMA_H
#define DELIBEX_ARCHIVE_SCHEMA_H

enum {
    SCHEMA_APPLICATION = 0x64656c62, /* "delb": SQLite's application_id */
    SCHEMA_VERSION = 3,              /* SQLite's user_version */
};

/* An act's id is day · ACT_ID_DAY + document · ACT_ID_DOCUMENT + number: the newest acts have the
 * highest ids, so that « newest first » is the order of the index itself. Days count from
 * 1900-01-01; 0 is for acts without a date. All fits in 53 bits. */
#define ACT_ID_DAY G_GINT64_CONSTANT(100000000000)
#define ACT_ID_DOCUMENT G_GINT64_CONSTANT(10000)
enum { ACT_NUMBER_MAX = 9999, DOCUMENT_ID_MAX = 9999999 };

/* Makes the tables; comments inside them stay in the file, for whoever asks it for its .schema. */
extern const char *const schema_tables;

#endif

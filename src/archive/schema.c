/* See schema.h. SQLite's own JSON functions take a record apart: what a column holds is said once,
 * beside the path it comes from. */
#include "schema.h"

#include <stddef.h>

const char *const schema_tables =
    "CREATE TABLE authorities (\n"
    "  -- Who publishes, as documents name it: one row a spelling and SIREN.\n"
    "  id INTEGER PRIMARY KEY,\n"
    "  name TEXT,          -- as printed\n"
    "  siren TEXT,\n"
    "  folded TEXT NOT NULL -- the name without accents, in lower case\n"
    ");\n"
    "CREATE UNIQUE INDEX authorities_by_name ON authorities(coalesce(name, ''), coalesce(siren, "
    "''));\n"
    "CREATE TABLE documents (\n"
    "  -- One row for each content that was read, however many files hold it.\n"
    "  id INTEGER PRIMARY KEY,\n"
    "  sha256 TEXT NOT NULL UNIQUE,\n"
    "  bytes INTEGER NOT NULL,\n"
    "  outcome TEXT NOT NULL,   -- how the reading ended: ok, ok_partial, no_text, timeout …\n"
    "  diagnosis TEXT,          -- one line on why, unless ok\n"
    "  extractor TEXT NOT NULL, -- the version that read it, with the sum of its rules\n"
    "  pages INTEGER,\n"
    "  text TEXT,               -- layer, ocr, mixed, plain or none\n"
    "  kind TEXT,               -- deliberation, minutes, list, agenda, order, other\n"
    "  authority INTEGER REFERENCES authorities(id),\n"
    "  authority_type TEXT, insee TEXT, department TEXT,\n"
    "  record TEXT NOT NULL     -- the whole record, JSON; its source.path is null: see files\n"
    ");\n"
    "CREATE INDEX documents_by_size ON documents(bytes);\n"
    "CREATE INDEX documents_by_authority ON documents(authority);\n"
    "CREATE TABLE files (\n"
    "  -- Every file that was found, and the one outcome it ended in.\n"
    "  path TEXT PRIMARY KEY,   -- absolute; a byte that is no UTF-8 is \\xHH, a backslash \\\\\n"
    "  document INTEGER REFERENCES documents(id) DEFERRABLE INITIALLY DEFERRED,\n"
    "    -- null when its bytes were never read whole\n"
    "  outcome TEXT NOT NULL,\n"
    "  diagnosis TEXT,\n"
    "  bytes INTEGER, modified INTEGER, changed INTEGER, inode INTEGER -- as it was, times in ns\n"
    ");\n"
    "CREATE INDEX files_by_document ON files(document);\n"
    "CREATE TABLE sessions (\n"
    "  -- The sittings a document tells of, with the numbers of members as stated.\n"
    "  document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,\n"
    "  position INTEGER NOT NULL, -- 0: session of the record; from 1: its other_sessions\n"
    "  date TEXT, time TEXT, body TEXT, place TEXT, convocation_date TEXT, president TEXT,\n"
    "  secretaries TEXT, -- JSON array of names\n"
    "  in_office INTEGER, present INTEGER, proxies INTEGER, absent INTEGER, excused INTEGER,\n"
    "  voting INTEGER, quorum INTEGER,\n"
    "  PRIMARY KEY (document, position)\n"
    ") WITHOUT ROWID;\n"
    "CREATE INDEX sessions_by_date ON sessions(date);\n"
    "CREATE TABLE acts (\n"
    "  -- One row a matter decided. The id grows with the date of the sitting.\n"
    "  id INTEGER PRIMARY KEY,\n"
    "  document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,\n"
    "  position INTEGER NOT NULL, -- in the document, from 1\n"
    "  session INTEGER NOT NULL,  -- sessions.position of its sitting\n"
    "  reference TEXT,            -- siren/date/number, when all three are known\n"
    "  number TEXT, subject TEXT, page_first INTEGER, page_last INTEGER,\n"
    "  matter_code TEXT, matter_label TEXT, matter_source TEXT,\n"
    "  transmission TEXT, sent TEXT, received TEXT, published TEXT,\n"
    "  decisions TEXT, \"references\" TEXT, -- JSON arrays of clauses and of visas\n"
    "  present INTEGER, proxies INTEGER, voting INTEGER -- the room, where this act says it anew\n"
    ");\n"
    "CREATE UNIQUE INDEX acts_by_document ON acts(document, position);\n"
    "CREATE INDEX acts_by_number ON acts(number);\n"
    "CREATE INDEX acts_by_reference ON acts(reference);\n"
    "CREATE TABLE members (\n"
    "  -- Everybody a document names as a member of the body, once a sitting.\n"
    "  document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,\n"
    "  session INTEGER NOT NULL,  -- sessions.position\n"
    "  position INTEGER NOT NULL, -- from 0, as in the record\n"
    "  name TEXT NOT NULL, given TEXT, family TEXT, civility TEXT, role TEXT, \"group\" TEXT,\n"
    "  status TEXT, -- present, represented, excused, absent\n"
    "  arrived TEXT, \"left\" TEXT,\n"
    "  folded TEXT NOT NULL, -- the name without accents, in lower case\n"
    "  PRIMARY KEY (document, session, position)\n"
    ") WITHOUT ROWID;\n"
    "CREATE INDEX members_by_name ON members(folded);\n"
    "CREATE TABLE proxies (\n"
    "  -- Who votes for whom.\n"
    "  document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,\n"
    "  session INTEGER NOT NULL, position INTEGER NOT NULL,\n"
    "  giver TEXT, holder TEXT, limits TEXT,\n"
    "  PRIMARY KEY (document, session, position)\n"
    ") WITHOUT ROWID;\n"
    "CREATE TABLE votes (\n"
    "  -- What became of an act.\n"
    "  act INTEGER PRIMARY KEY REFERENCES acts(id) ON DELETE CASCADE,\n"
    "  outcome TEXT, -- adopted, rejected, adjourned, withdrawn, noted\n"
    "  unanimous INTEGER, ballot TEXT,\n"
    "  voting INTEGER, \"for\" INTEGER, against INTEGER, abstaining INTEGER, not_taking_part "
    "INTEGER,\n"
    "  derived TEXT -- JSON array: which of these were computed, not read\n"
    ");\n"
    "CREATE TABLE voters (\n"
    "  -- Voters an act names with their vote.\n"
    "  act INTEGER NOT NULL REFERENCES acts(id) ON DELETE CASCADE,\n"
    "  position INTEGER NOT NULL,\n"
    "  name TEXT, option TEXT, -- for, against, abstain, not_taking_part\n"
    "  PRIMARY KEY (act, position)\n"
    ") WITHOUT ROWID;\n"
    "CREATE TABLE movements (\n"
    "  -- Who came, left, gave a proxy or stood aside: from this act on, the room is another one.\n"
    "  act INTEGER NOT NULL REFERENCES acts(id) ON DELETE CASCADE,\n"
    "  position INTEGER NOT NULL,\n"
    "  name TEXT, kind TEXT, -- arrival, departure, proxy, not_taking_part (this act only)\n"
    "  time TEXT, holder TEXT,\n"
    "  PRIMARY KEY (act, position)\n"
    ") WITHOUT ROWID;\n"
    "CREATE TABLE amounts (\n"
    "  -- Sums of money an act prints.\n"
    "  act INTEGER NOT NULL REFERENCES acts(id) ON DELETE CASCADE,\n"
    "  position INTEGER NOT NULL,\n"
    "  cents INTEGER, currency TEXT, role TEXT, tax TEXT, zone TEXT, text TEXT,\n"
    "  PRIMARY KEY (act, position)\n"
    ") WITHOUT ROWID;\n"
    "CREATE TABLE grants (\n"
    "  -- Grants an act decides.\n"
    "  act INTEGER NOT NULL REFERENCES acts(id) ON DELETE CASCADE,\n"
    "  position INTEGER NOT NULL,\n"
    "  beneficiary TEXT, cents INTEGER, purpose TEXT,\n"
    "  PRIMARY KEY (act, position)\n"
    ") WITHOUT ROWID;\n"
    "CREATE TABLE findings (\n"
    "  -- What the checks concluded.\n"
    "  document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,\n"
    "  position INTEGER NOT NULL,\n"
    "  act INTEGER,       -- acts.position when the finding is of one act\n"
    "  \"check\" TEXT NOT NULL, status TEXT NOT NULL, severity TEXT, message TEXT, basis TEXT,\n"
    "  operands TEXT,     -- JSON object\n"
    "  places TEXT,       -- JSON array of pointers into the record: see evidence\n"
    "  PRIMARY KEY (document, position)\n"
    ") WITHOUT ROWID;\n"
    "CREATE INDEX findings_by_check ON findings(\"check\", status);\n"
    "CREATE VIEW evidence AS\n"
    "  -- Where each value was read. A view of the records: ask it for one document at a time.\n"
    "  SELECT d.id AS document, p.key AS pointer, e.value ->> 'page' AS page,\n"
    "         e.value ->> '$.box[0]' AS x0, e.value ->> '$.box[1]' AS y0,\n"
    "         e.value ->> '$.box[2]' AS x1, e.value ->> '$.box[3]' AS y1,\n"
    "         e.value ->> 'text' AS text, e.value ->> 'rule' AS rule,\n"
    "         e.value ->> 'confidence' AS confidence\n"
    "  FROM documents d, json_each(d.record, '$.evidence') p, json_each(p.value) e;\n"
    "CREATE TABLE texts (\n"
    "  -- What search looks through: the words of each act; position 0 (the id's last four "
    "digits)\n"
    "  -- holds what belongs to no act of a document with several, or with none.\n"
    "  id INTEGER PRIMARY KEY, -- = acts.id\n"
    "  document INTEGER NOT NULL REFERENCES documents(id) ON DELETE CASCADE,\n"
    "  page INTEGER NOT NULL,  -- of its first word; each form feed in words begins the next\n"
    "  subject TEXT,\n"
    "  words TEXT NOT NULL,    -- as printed\n"
    "  stems TEXT NOT NULL     -- the same words without accents, stemmed (Snowball, French)\n"
    ");\n"
    "CREATE INDEX texts_by_document ON texts(document);\n"
    "CREATE VIRTUAL TABLE search USING fts5(subject, words, stems, content='texts',\n"
    "  content_rowid='id', tokenize='unicode61 remove_diacritics 2');\n"
    "CREATE TRIGGER texts_deleted AFTER DELETE ON texts BEGIN\n"
    "  INSERT INTO search(search, rowid, subject, words, stems)\n"
    "  VALUES ('delete', old.id, old.subject, old.words, old.stems);\n"
    "END;\n";

/* The days from 1900-01-01 to the sitting at `position` of document ?2; 0 without a date. */
#define DAY(position)                                                                              \
    "coalesce((SELECT max(CAST(julianday(date) - 2415020.5 AS INTEGER), 0) FROM sessions"          \
    " WHERE document = ?2 AND position = " position "), 0)"

/* "/other_sessions/0" → 1; "/session" and null → 0. */
#define SESSION_OF(act)                                                                            \
    "CASE WHEN " act " ->> 'session' LIKE '/other_sessions/_%'"                                    \
    " THEN CAST(substr(" act " ->> 'session', 17) AS INTEGER) + 1 ELSE 0 END"

/* Rows of an array that acts have, with the act's id. */
#define OF_ACTS(array)                                                                             \
    " FROM json_each(?1) a JOIN acts t ON t.document = ?2 AND t.position = a.key + 1,"             \
    " json_each(a.value, '$." array "') x"

const SchemaImport schema_imports[] = {
    {SCHEMA_SESSIONS,
     "INSERT INTO sessions SELECT ?2, s.key, s.value ->> '$.date', s.value ->> '$.time',"
     " s.value ->> '$.body', s.value ->> '$.place', s.value ->> '$.convocation_date',"
     " s.value ->> '$.president.name',"
     " (SELECT json_group_array(value ->> 'name') FROM json_each(s.value, '$.secretaries')),"
     " s.value ->> '$.counts.in_office', s.value ->> '$.counts.present',"
     " s.value ->> '$.counts.proxies', s.value ->> '$.counts.absent',"
     " s.value ->> '$.counts.excused', s.value ->> '$.counts.voting',"
     " s.value ->> '$.counts.quorum' FROM json_each(?1) s"},

    {SCHEMA_SESSIONS,
     "INSERT INTO members SELECT ?2, s.key, m.key, m.value ->> 'name', m.value ->> 'given',"
     " m.value ->> 'family', m.value ->> 'civility', m.value ->> 'role', m.value ->> 'group',"
     " m.value ->> 'status', m.value ->> 'arrived', m.value ->> 'left', fold(m.value ->> 'name')"
     " FROM json_each(?1) s, json_each(s.value, '$.members') m"
     " WHERE m.value ->> 'name' IS NOT NULL"},

    {SCHEMA_SESSIONS,
     "INSERT INTO proxies SELECT ?2, s.key, p.key, p.value ->> 'giver', p.value ->> 'holder',"
     " p.value ->> 'limits' FROM json_each(?1) s, json_each(s.value, '$.proxies') p"},

    {SCHEMA_ACTS,
     "INSERT INTO acts SELECT " DAY(
         "n.session") " * 100000000000 + ?2 * 10000 + n.position, ?2,"
                      " n.position, n.session, a ->> 'id', a ->> 'number', a ->> 'subject', a ->> "
                      "'$.pages[0]',"
                      " coalesce(a ->> '$.pages[1]', a ->> '$.pages[0]'), a ->> '$.matter.code',"
                      " a ->> '$.matter.label', a ->> '$.matter.source', a ->> '$.transmission.id',"
                      " a ->> '$.transmission.sent', a ->> '$.transmission.received', a ->> "
                      "'publication_date',"
                      " a -> 'decisions', a -> 'references', a ->> '$.counts.present', a ->> "
                      "'$.counts.proxies',"
                      " a ->> '$.counts.voting' FROM (SELECT key + 1 AS position, value AS "
                      "a, " SESSION_OF(
                          "value") " AS session FROM json_each(?1) WHERE key < 9999) n"},

    {SCHEMA_ACTS,
     "INSERT INTO votes SELECT t.id, a.value ->> '$.vote.outcome', a.value ->> '$.vote.unanimous',"
     " a.value ->> '$.vote.ballot', a.value ->> '$.vote.voting', a.value ->> '$.vote.for',"
     " a.value ->> '$.vote.against', a.value ->> '$.vote.abstaining',"
     " a.value ->> '$.vote.not_taking_part', a.value -> '$.vote.derived'"
     " FROM json_each(?1) a JOIN acts t ON t.document = ?2 AND t.position = a.key + 1"},

    {SCHEMA_ACTS, "INSERT INTO voters SELECT t.id, x.key, x.value ->> 'name',"
                  " x.value ->> 'option'" OF_ACTS("vote.named")},

    {SCHEMA_ACTS,
     "INSERT INTO movements SELECT t.id, x.key, x.value ->> 'name',"
     " x.value ->> 'kind', x.value ->> 'time', x.value ->> 'holder'" OF_ACTS("movements")},

    {SCHEMA_ACTS, "INSERT INTO amounts SELECT t.id, x.key, x.value ->> 'cents',"
                  " x.value ->> 'currency', x.value ->> 'role', x.value ->> 'tax',"
                  " x.value ->> 'zone', x.value ->> 'text'" OF_ACTS("amounts")},

    {SCHEMA_ACTS, "INSERT INTO grants SELECT t.id, x.key, x.value ->> 'beneficiary',"
                  " x.value ->> 'cents', x.value ->> 'purpose'" OF_ACTS("grants")},

    {SCHEMA_FINDINGS,
     "INSERT INTO findings SELECT ?2, key,"
     " CASE WHEN value ->> '$.at[0]' LIKE '/acts/%'"
     "      THEN CAST(substr(value ->> '$.at[0]', 7) AS INTEGER) + 1 END,"
     " value ->> 'check', value ->> 'status', value ->> 'severity', value ->> 'message',"
     " value ->> 'basis', value -> 'operands', value -> 'at' FROM json_each(?1)"},

    {SCHEMA_PART_COUNT, NULL},
};

const char *const schema_text_import = "INSERT INTO texts SELECT coalesce(a.id, " DAY(
    "0") " * 100000000000 + ?2 * 10000), ?2, ?3,"
         " a.subject, ?4, ?5 FROM (SELECT 1)"
         " LEFT JOIN acts a ON a.document = ?2 AND a.position = ?1";

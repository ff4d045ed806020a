"""An independent checker of archives: reads the file with Python's own SQLite, links none of ours.

ledger.problems(archive, inputs) gives what is wrong; ledger.contents(archive) what it says, without
what may differ between two runs over the same files (ids, and times of files)."""
import hashlib
import json
import os
import re
import sqlite3
import stat

CONTENT_OUTCOMES = {"ok", "ok_partial", "no_text", "zero_pages", "encrypted", "damaged", "not_pdf",
                    "timeout", "memory", "crash", "output_limit"}
OTHER_OUTCOMES = {"unreadable", "not_regular", "vanished", "changed"}


def unescape(path):
    """The bytes of a path as the archive writes it."""
    def byte(match):
        return b"\\" if match.group() == b"\\\\" else bytes([int(match.group()[2:], 16)])
    return re.sub(rb"\\\\|\\x[0-9a-f]{2}", byte, path.encode())


def inputs_of(top):
    """Every file below a directory, as bytes."""
    found = set()
    for directory, folders, names in os.walk(os.fsencode(os.path.realpath(top))):
        for name in folders + names:
            path = os.path.join(directory, name)
            if not stat.S_ISDIR(os.lstat(path).st_mode):
                found.add(path)
    return found


def sum_of(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def one_act_problems(db, document, sha256, record):
    """A document's rows against its record."""
    found = []
    sessions = [record["session"]] + record["other_sessions"]
    counts = {
        "acts": ("SELECT count(*) FROM acts WHERE document = ?", len(record["acts"])),
        "members": ("SELECT count(*) FROM members WHERE document = ?",
                    sum(len(session["members"]) for session in sessions)),
        "proxies": ("SELECT count(*) FROM proxies WHERE document = ?",
                    sum(len(session["proxies"]) for session in sessions)),
        "findings": ("SELECT count(*) FROM findings WHERE document = ?", len(record["findings"])),
        "votes": ("SELECT count(*) FROM votes JOIN acts ON id = act WHERE document = ?",
                  len(record["acts"])),
        "amounts": ("SELECT count(*) FROM amounts JOIN acts ON id = act WHERE document = ?",
                    sum(len(act["amounts"]) for act in record["acts"])),
        "voters": ("SELECT count(*) FROM voters JOIN acts ON id = act WHERE document = ?",
                   sum(len(act["vote"]["named"]) for act in record["acts"])),
        "movements": ("SELECT count(*) FROM movements JOIN acts ON id = act WHERE document = ?",
                      sum(len(act["movements"]) for act in record["acts"])),
        "sessions": ("SELECT count(*) FROM sessions WHERE document = ?", len(sessions)),
    }
    for table, (sql, expected) in counts.items():
        (number,) = db.execute(sql, (document,)).fetchone()
        if number != expected:
            found.append(f"{sha256}: {number} {table}, and its record has {expected}")
    (texts,) = db.execute("SELECT count(*) FROM texts WHERE document = ?", (document,)).fetchone()
    if texts < max(1, len(record["acts"])):
        found.append(f"{sha256}: only {texts} texts")
    return found


def document_problems(db, document, sha256, size, outcome, text):
    try:
        record = json.loads(text)
    except ValueError as error:
        return [f"{sha256}: its record is no JSON: {error}"]
    found = []
    source = record["source"]
    if (source["sha256"], source["bytes"], source["outcome"]) != (sha256, size, outcome):
        found.append(f"{sha256}: its record is of {source}")
    if outcome in ("ok", "ok_partial"):
        found += one_act_problems(db, document, sha256, record)
    return found


def problems(archive, inputs):
    """What is wrong with an archive that should hold these paths (bytes), each as it is now."""
    found = []
    db = sqlite3.connect(f"file:{archive}?mode=ro", uri=True)
    rows = db.execute("SELECT path, document, outcome FROM files").fetchall()
    paths = [unescape(path) for path, _, _ in rows]
    found += [f"lost: {path!r}" for path in inputs - set(paths)]
    found += [f"never found: {path!r}" for path in set(paths) - inputs]
    if len(set(paths)) != len(paths):
        found.append("a path twice")
    sums = dict(db.execute("SELECT id, sha256 FROM documents"))
    if len(set(sums.values())) != len(sums):
        found.append("a content twice")
    for (path, document, outcome), name in zip(rows, paths):
        if outcome in CONTENT_OUTCOMES:
            if document not in sums:
                found.append(f"{path}: {outcome}, and no document")
            elif sums[document] != sum_of(name):
                found.append(f"{path}: of another content")
        elif outcome not in OTHER_OUTCOMES:
            found.append(f"{path}: {outcome} is no outcome")
    held = {document for _, document, _ in rows}
    found += [f"no file holds {sums[document]}" for document in set(sums) - held]
    for row in db.execute("SELECT id, sha256, bytes, outcome, record FROM documents"):
        found += document_problems(db, *row)
    if db.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        found.append("integrity_check")
    if db.execute("PRAGMA foreign_key_check").fetchall():
        found.append("foreign_key_check")
    db.close()
    return found + index_problems(archive)


def index_problems(archive):
    """FTS5's own check wants to write: it is given a copy."""
    db = sqlite3.connect(":memory:")
    source = sqlite3.connect(f"file:{archive}?mode=ro", uri=True)
    source.backup(db)
    source.close()
    try:
        db.execute("INSERT INTO search(search, rank) VALUES ('integrity-check', 1)")
        return []
    except sqlite3.DatabaseError as error:
        return [f"index: {error}"]
    finally:
        db.close()


# What a run says, keyed by content: ids and the times of files differ between runs.
VIEWS = {
    "movements": "SELECT sha256, m.* FROM movements m JOIN acts a ON a.id = m.act"
                 " JOIN documents d ON d.id = a.document",
    "files": "SELECT path, f.outcome, f.diagnosis, f.bytes, sha256 FROM files f LEFT JOIN documents d"
             " ON d.id = f.document",
    "documents": "SELECT sha256, bytes, outcome, diagnosis, extractor, pages, text, kind, a.name,"
                 " a.siren, record FROM documents d LEFT JOIN authorities a ON a.id = d.authority",
    "sessions": "SELECT sha256, s.* FROM sessions s JOIN documents d ON d.id = s.document",
    "acts": "SELECT sha256, a.* FROM acts a JOIN documents d ON d.id = a.document",
    "members": "SELECT sha256, m.* FROM members m JOIN documents d ON d.id = m.document",
    "proxies": "SELECT sha256, p.* FROM proxies p JOIN documents d ON d.id = p.document",
    "findings": "SELECT sha256, f.* FROM findings f JOIN documents d ON d.id = f.document",
    "texts": "SELECT sha256, t.* FROM texts t JOIN documents d ON d.id = t.document",
    "votes": "SELECT sha256, v.* FROM votes v JOIN acts a ON a.id = v.act"
             " JOIN documents d ON d.id = a.document",
    "amounts": "SELECT sha256, m.* FROM amounts m JOIN acts a ON a.id = m.act"
               " JOIN documents d ON d.id = a.document",
}
OF_RUN = {"id", "document", "act"}
AUTHORITY = re.compile(r"\ba[0-9a-f]+ ?")  # among the facets of a text: made of authorities.id


def of_any_run(column, value):
    return AUTHORITY.sub("", value) if column == "facets" and value else value


def contents(archive):
    db = sqlite3.connect(f"file:{archive}?mode=ro", uri=True)
    said = {}
    for name, sql in VIEWS.items():
        cursor = db.execute(sql)
        keep = [(i, column[0]) for i, column in enumerate(cursor.description)
                if column[0] not in OF_RUN or name == "findings" and column[0] == "act"]
        said[name] = sorted(repr([of_any_run(column, row[i]) for i, column in keep])
                            for row in cursor)
    db.close()
    return said

"""The JSON Schema against a validator that is not ours (ajv).

usage: test_schema.py BUILD_DIR SOURCE_DIR

Validates the schema itself, a full and a silent record made from the field table, every golden
record of the corpus and every record the program gives for a document of the corpus; and that
records spoilt in one place are refused. ajv lies in BUILD_DIR/npm/node_modules, where tools/test
installs it: without it this test fails.
"""
import copy
import json
import os
import subprocess
import sys

BUILD, SOURCE = sys.argv[1:3]
MODULES = os.path.join(BUILD, "npm", "node_modules")
DELIBEX = os.path.join(BUILD, "delibex")


def output_of(*command):
    done = subprocess.run(command, capture_output=True)
    if not done.stdout:
        sys.exit("%s: exit %d: %s" % (command[0], done.returncode, done.stderr.decode(errors="replace")))
    return done.stdout.decode()


def corpus_cases():
    top = os.path.join(SOURCE, "corpus")
    for name in sorted(os.listdir(top)):
        folder = os.path.join(top, name)
        source = [f for f in sorted(os.listdir(folder)) if f.startswith("source.")]
        golden = os.path.join(folder, "expected.json")
        if source and os.path.exists(golden):
            yield name, os.path.join(folder, source[0]), golden


def completed(golden):
    """A golden record leaves out what differs by machine: the file's identity and the evidence."""
    record = copy.deepcopy(golden)
    for key in ("path", "sha256", "bytes", "sandbox"):
        record["source"].setdefault(key, None)
    record.setdefault("evidence", {})
    for finding in record["findings"]:
        for key, value in (("severity", "error"), ("operands", {}), ("message", ""),
                           ("basis", None), ("at", [])):
            finding.setdefault(key, value)
    return record


def spoil(record, path, value):
    """A copy of the record with one place changed; a value of `...` removes it."""
    spoilt = copy.deepcopy(record)
    here = spoilt
    for step in path[:-1]:
        here = here[step]
    if value is ...:
        del here[path[-1]]
    else:
        here[path[-1]] = value
    return spoilt


SPOILT = [
    (("delibex",), "2"), (("delibex",), None), (("more",), 1), (("kind",), "letter"),
    (("source", "outcome"), "fine"), (("source", "bytes"), -1), (("source", "flags"), None),
    (("session", "date"), "25/11/2031"), (("session", "date"), "2031-02-31"),
    (("session", "time"), "18h30"), (("session", "counts", "present"), "7"),
    (("session", "counts"), None), (("session", "counts", "present"), ...),
    (("session", "members", 0, "status"), "late"), (("session", "members", 0, "age"), 40),
    (("session", "members"), None), (("acts", 0, "vote", "unanimous"), "yes"),
    (("acts", 0, "amounts", 0, "cents"), 1.5), (("acts", 0, "decisions", 0), None),
    (("findings", 0, "status"), "guilty"), (("findings", 0, "operands"), {"stated": "7"}),
    (("findings", 0, "message"), ...), (("evidence",), ...), (("evidence", "no pointer"), []),
    (("evidence", "/session/date", 0, "box"), [1, 2, 3]),
    (("evidence", "/session/date", 0, "confidence"), 1.5),
    (("stages", "text", 0, "page"), 0), (("stages", "more"), []),
]


def main():
    if not os.path.exists(os.path.join(MODULES, "ajv", "dist", "2020.js")):
        sys.exit("no ajv in %s: tools/test installs it" % MODULES)
    schema, full, silent = output_of(os.path.join(BUILD, "tests", "write_test_samples"),
                                     "--print").splitlines()
    if json.loads(output_of(DELIBEX, "schema")) != json.loads(schema):
        sys.exit("delibex schema prints another schema than the library makes")
    full, silent = json.loads(full), json.loads(silent)
    samples = [("full record", True, full), ("silent record", True, silent)]
    samples += [("spoilt at /%s" % "/".join(map(str, path)), False, spoil(full, path, value))
                for path, value in SPOILT]

    cases = list(corpus_cases())
    if not cases:
        sys.exit("no golden cases in %s" % os.path.join(SOURCE, "corpus"))
    for name, _, golden in cases:
        with open(golden, encoding="utf-8") as file:
            samples.append((name + "/expected.json", True, completed(json.load(file))))
    produced = output_of(DELIBEX, "extract", "--format", "jsonl", *(source for _, source, _ in cases))
    records = [json.loads(line) for line in produced.splitlines()]
    if len(records) != len(cases):
        sys.exit("%d documents gave %d records" % (len(cases), len(records)))
    samples += [(record["source"]["path"], True, record) for record in records]

    lines = [schema] + [json.dumps({"name": name, "valid": valid, "record": record})
                        for name, valid, record in samples]
    sys.exit(subprocess.run(["node", os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                                  "validate.js"), os.path.abspath(MODULES)],
                            input="\n".join(lines).encode()).returncode)


main()

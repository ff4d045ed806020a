"""Injects one error at a time into acts that add up, and asks who notices.

usage: test_mutations.py BUILD_DIR SOURCE_DIR

Every act of the corpus that is read from its own text and contradicts nothing is changed in one place
for each check that claims to notice: in its record (as read, and as the truth is; evidence that holds
the changed words changes with it), in its printed words, which are read again, and in pairs of records
for the checks over several. Fails when less than 99 % is noticed by the check it was made for, when other
checks accuse instead, when a check of `delibex check --list` is never tried, or when an act that is
expected to add up, as text or as a scan, is accused of anything.
"""
import collections
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "corpus"))
import cases
from mutate_records import ASKING, MUTATIONS, RELATED, is_council, mutate_pairs
from mutate_texts import mutate_text

BUILD, SOURCE = (os.path.abspath(path) for path in sys.argv[1:3])
DELIBEX = os.path.join(BUILD, "delibex")


def records_of_corpus():
    """(case, record, what is expected to be contradicted) of every act read from its own text."""
    folders = [folder for folder in cases.folders_of(SOURCE)
               if cases.expected_of(folder)["source"]["text"] in ("layer", "plain")]
    for folder, record in zip(folders, cases.read(BUILD, map(cases.source_of, folders))):
        findings = cases.expected_of(folder).get("findings", [])
        accused = {f["check"] for f in findings if f["status"] == "contradicted"}
        yield os.path.basename(folder), record, accused


def truths_of_corpus():
    """The golden records themselves: what a perfect reading gives, without evidence."""
    for folder in cases.folders_of(SOURCE):
        name, record = os.path.basename(folder), cases.expected_of(folder)
        if record["source"]["text"] not in ("layer", "plain"):
            continue
        accused = {f["check"] for f in record.get("findings", []) if f["status"] == "contradicted"}
        record["source"].update(path=name, sha256="0" * 64, bytes=1, sandbox=None)
        record["findings"], record["evidence"] = [], {}
        yield name, record, accused


def leads_somewhere(record, pointer):
    here = record
    for step in pointer.split("/")[1:]:
        if isinstance(here, list):
            here = here[int(step)] if int(step) < len(here) else None
        else:
            here = (here or {}).get(step)
    return here is not None or pointer.rsplit("/", 1)[0] in ("/session", "/session/counts")


def check(records):
    """The findings of each record."""
    for record in records:
        record["evidence"] = {k: v for k, v in record["evidence"].items() if leads_somewhere(record, k)}
    with tempfile.TemporaryDirectory(prefix="delibex-mutations") as top:
        path = os.path.join(top, "records.jsonl")
        findings = []
        for start in range(0, len(records), 40):  # records are compared with each other: not all at once
            with open(path, "w", encoding="utf-8") as file:
                for record in records[start:start + 40]:
                    file.write(json.dumps(record, ensure_ascii=False) + "\n")
            done = subprocess.run([DELIBEX, "check", "--records", "--format", "json", "--all", path],
                                  capture_output=True)
            if done.returncode not in (0, 1):
                sys.exit(done.stderr.decode(errors="replace"))
            findings += [d["findings"] for d in json.loads(done.stdout)["documents"]]
        return findings


class Table:
    """Caught, missed and accused wrongly, a check."""

    def __init__(self, title):
        self.title, self.rows, self.slips = title, collections.defaultdict(lambda: [0, 0, 0]), []

    def note(self, name, checks, finds):
        """One mutation: the first of `checks` is the one it was made for, all may notice it."""
        found = {f["check"] for f in finds if f["status"] == "contradicted" or
                 f["check"] in checks and f["check"] in ASKING}
        other = found - set(checks) - set().union(*(RELATED.get(c, set()) for c in checks))
        noticed = bool(found & set(checks))
        row = self.rows[checks[0]]
        row[0 if noticed else 1] += 1
        row[2] += bool(other)
        if not noticed or other:
            said = [f["message"] for f in finds if f["check"] in checks]
            self.slips.append("%s: %s: also %s; %s" % (name, checks[0], sorted(other), said))

    def total(self):
        return sum(row[0] for row in self.rows.values()), sum(row[0] + row[1] for row in self.rows.values())

    def show(self):
        print("%-22s %8s %8s %8s" % (self.title, "caught", "missed", "wrongly"))
        for name, row in sorted(self.rows.items()):
            print("%-22s %8d %8d %8d" % (name, *row))
        caught, total = self.total()
        print("%d mutations, %.2f %% caught" % (total, 100 * caught / max(total, 1)))
        for slip in self.slips[:200]:
            print("    " + slip)

    def failing(self):
        """The table itself below 99 %, or a check far below: one odd layout weighs much in a short row."""
        caught, total = self.total()
        wrongly = sum(row[2] for row in self.rows.values())
        rows = [name for name, row in self.rows.items() if row[0] < 0.9 * (row[0] + row[1])]
        return rows + [self.title] * (caught < 0.99 * total or wrongly > 0.005 * total)


def in_records(sound):
    wanted, changed = [], []
    for name, record, finds in sound:
        for mutate in MUTATIONS:
            for check_name, mutant in mutate(record, finds):
                wanted.append((name, check_name))
                changed.append(mutant)
    table = Table("in records")
    for (name, check_name), finds in zip(wanted, check(changed)):
        table.note(name, [check_name], finds)
    return table


def in_pairs(sound):
    """Each pair is of an authority of its own, or it would be compared with the others."""
    wanted, records = [], []
    for name, record, _ in sound:
        for check_name, pair in mutate_pairs(record):
            for one in pair:
                one = json.loads(json.dumps(one))
                one["authority"].update(siren=None, name="Ville %d" % len(wanted))
                one["source"]["path"] = "pair %d" % len(wanted)
                records.append(one)
            wanted.append((name, check_name))
    table = Table("in pairs of records")
    found = collections.defaultdict(list)
    for finding in check_between(records):
        found[int(finding["places"][0]["path"].rsplit(":", 1)[1]) - 1].append(finding)
    for i, (name, check_name) in enumerate(wanted):
        table.note(name, [check_name], found[2 * i] + found[2 * i + 1])
    return table


def check_between(records):
    with tempfile.TemporaryDirectory(prefix="delibex-mutations") as top:
        path = os.path.join(top, "records.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        done = subprocess.run([DELIBEX, "check", "--records", "--format", "json", path], capture_output=True)
        return json.loads(done.stdout)["between"]


def read_texts(top, texts):
    """The record of each text, in order."""
    paths = []
    for i, text in enumerate(texts):
        paths.append(os.path.join(top, "%05d.txt" % i))
        with open(paths[-1], "w", encoding="utf-8", newline="") as file:
            file.write(text)
    return cases.read(BUILD, paths, "--recycle", "50") if paths else []


def in_print(names):
    wanted, changed = [], []
    table = Table("in print")
    with tempfile.TemporaryDirectory(prefix="delibex-mutations") as top:
        texts = cases.texts(BUILD, [cases.source_of(os.path.join(SOURCE, "corpus", name)) for name in names])
        for name, text, record in zip(names, texts, read_texts(top, texts)):
            if any(f["status"] == "contradicted" for f in record["findings"]):
                sys.exit("%s: its plain words are accused: %s" % (name, record["findings"]))
            for checks, mutant in mutate_text(text, record, record["findings"], is_council(record)):
                wanted.append((name, checks))
                changed.append(mutant)
        for (name, checks), record in zip(wanted, read_texts(top, changed)):
            table.note(name, checks, record["findings"])
    return table


def all_checks():
    listed = subprocess.run([DELIBEX, "check", "--list"], capture_output=True, env=dict(os.environ, LC_ALL="C"))
    return {line.split(" (")[0] for line in listed.stdout.decode().splitlines()
            if line[:1].isalpha() and " (" in line and ": " in line}


def main():
    acts = [("read", *act) for act in records_of_corpus()] + [("truth", *act) for act in truths_of_corpus()]
    sound, accused = [], []
    for (source, name, record, expected), finds in zip(acts, check([act[2] for act in acts])):
        found = {f["check"] for f in finds if f["status"] == "contradicted"}
        accused += ["%s (%s): %s" % (name, source, one) for one in sorted(found - expected)]
        if not found and not expected:
            sound.append((name, record, finds))
    names = sorted({name for name, _, _ in sound})
    tables = [in_records(sound), in_pairs(sound), in_print(names)]
    for table in tables:
        table.show()
    untried = sorted(all_checks() - set().union(*(table.rows for table in tables)))
    failing = [name for table in tables for name in table.failing()]
    for line in accused:
        print("accused: " + line)
    print("%d acts; never tried: %s; failing: %s" % (len(sound), untried or "none", failing or "none"))
    sys.exit(1 if failing or accused or untried else 0)


main()

"""Reads every document of corpus/ and compares the whole record with its expected.json.

usage: test_golden.py BUILD_DIR SOURCE_DIR [CASE…]

Left out of the comparison: what differs by machine (source.path, sha256, bytes, sandbox), the evidence,
and a matter that is inferred where the truth has none.
Members and proxies are compared by name: a table may be read by rows or by columns. Findings are compared by what expected.json says of them; unverifiable ones may be more than it lists.

A case may hold a file `known-gap`: one JSON Pointer a line ("*" stands for anything; the rest of the
line says why; "#" starts a comment) of values that are known to be wrong. They must still be wrong: a gap that has closed
fails the test until its line is removed.
"""
import fnmatch
import json
import os
import sys

import cases

NOT_COMPARED = {"/source/path", "/source/sha256", "/source/bytes", "/source/sandbox", "/evidence", "/findings"}
NOTHING = "nothing"


def shown(value):
    text = value if value is NOTHING else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 160 else text[:157] + "..."


def compare(expected, got, pointer=""):
    """Yields (pointer, expected, got) for each place that differs."""
    if pointer in NOT_COMPARED or is_inferred(pointer, expected, got):
        return
    if isinstance(expected, dict) and isinstance(got, dict):
        for key in list(expected) + [key for key in got if key not in expected]:
            yield from compare(expected.get(key, NOTHING), got.get(key, NOTHING), pointer + "/" + key)
    elif isinstance(expected, list) and isinstance(got, list):
        key = {"/session/members": "name", "/session/proxies": "giver"}.get(pointer)
        if key:
            expected, got = (sorted(people, key=lambda one: one[key] or "") for people in (expected, got))
        yield from compare_lists(expected, got, pointer)
    elif type(expected) is not type(got) or expected != got:
        yield pointer, expected, got


def is_inferred(pointer, expected, got):
    """A matter the act does not print is a judgement: test_matter.py measures how good it is."""
    return expected is None and isinstance(got, dict) and pointer.endswith("/matter") and \
        got.get("source") == "inferred"


def compare_lists(expected, got, pointer):
    """Element by element where they are as many; else what is missing and what is too much."""
    if len(expected) == len(got):
        for i, (one, other) in enumerate(zip(expected, got)):
            yield from compare(one, other, "%s/%d" % (pointer, i))
        return
    left = [json.dumps(x, sort_keys=True) for x in got]
    missing = []
    for i, element in enumerate(expected):
        text = json.dumps(element, sort_keys=True)
        if text in left:
            left[left.index(text)] = None
        else:
            missing.append((i, element))
    extra = [(i, got[i]) for i, text in enumerate(left) if text is not None]
    for i, element in missing:
        yield "%s/%d" % (pointer, i), element, NOTHING
    for i, element in extra:
        yield "%s/%d" % (pointer, i), NOTHING, element
    if not missing and not extra:
        yield pointer, len(expected), len(got)


def compare_findings(expected, got):
    """Each expected finding takes one of the same check that says all it says."""
    left = list(got)
    for finding in expected:
        fits = [f for f in left if all(says(f, key, value) for key, value in finding.items())]
        if fits:
            left.remove(fits[0])
            continue
        same = [f for f in left if f["check"] == finding["check"]]
        yield "/findings/" + finding["check"], finding, same[0] if same else NOTHING
        left = [f for f in left if f not in same[:1]]
    for finding in left:
        if finding["status"] != "unverifiable":
            yield "/findings/" + finding["check"], NOTHING, finding


def says(finding, key, value):
    if key == "message":
        return True
    if key == "operands":
        return all(finding["operands"].get(name) == number for name, number in value.items())
    return finding.get(key) == value


def read_gaps(folder):
    path = os.path.join(folder, "known-gap")
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        return [line.split()[0] for line in file if line.strip() and not line.startswith("#")]


def is_case(folder):
    names = os.listdir(folder)
    return sum(name.startswith("source.") for name in names) == 1 and "expected.json" in names


def faults_of(folder, got):
    """Gives the lines that say what is wrong with the record of one case; none when it passes."""
    expected = cases.expected_of(folder)
    wrong, open_gaps, gaps = [], set(), read_gaps(folder)
    for pointer, one, other in [*compare(expected, got),
                                *compare_findings(expected.get("findings", []), got["findings"])]:
        known = [gap for gap in gaps if fnmatch.fnmatchcase(pointer, gap)]
        open_gaps.update(known)
        if not known:
            wrong.append("%s\n      expected %s\n      got      %s" % (pointer, shown(one), shown(other)))
    wrong += ["%s: known-gap names it, and it is right now: remove the line" % gap
              for gap in gaps if gap not in open_gaps]
    return wrong


def main():
    build, source = (os.path.abspath(path) for path in sys.argv[1:3])
    folders = [os.path.join(source, "corpus", case) for case in sys.argv[3:]] or cases.folders_of(source)
    for folder in folders:
        if not is_case(folder):
            sys.exit("a case is one source.* and expected.json; in %s: %s" %
                     (os.path.basename(folder), ", ".join(sorted(os.listdir(folder)))))
    failed = 0
    for folder, got in zip(folders, cases.read(build, map(cases.source_of, folders))):
        wrong = faults_of(folder, got)
        failed += bool(wrong)
        if wrong:
            print("%s: %d differences" % (os.path.basename(folder), len(wrong)))
            for line in wrong:
                print("    " + line)
    print("%d of %d golden cases as expected" % (len(folders) - failed, len(folders)))
    sys.exit(1 if failed or not folders else 0)


main()

#!/usr/bin/env python3
"""The tree as it is published: what no file of it may hold.

usage: test_tree.py BUILD_DIR SOURCE_DIR

No path of the machine it was written on, no file too long to be read, a change log that tells what
is not released yet, and, where the real documents lie beside the checkout, no name of somebody in
them. The rules are tried on wrong examples first.
"""
import glob
import json
import os
import re
import sys
import tempfile
import unicodedata

SOURCE = os.path.abspath(sys.argv[2])
GOLD = os.path.join(SOURCE, "..", "shared", "real", "gold")
NOT_OURS = re.compile(r"\.git|build.*|__pycache__|LICENSE")
MACHINE = re.compile(r"/(?:work|root|srv|home/\w+)/\w|(?<!\.\./)\bshared/real")
PROGRAM = (".c", ".h", ".py", ".sh", ".js", ".rules", ".md", ".txt")
LINES = 700
PEOPLE = ("president", "secretaries", "present", "absent", "giver", "holder", "against_names",
          "abstaining_names", "not_taking_part_names")
# Wrong on purpose: what test_layers.py and this file try their rules on.
EXAMPLES = {"tests/house/test_layers.py", "tests/house/test_tree.py"}


def files(top):
    """(path, text) of every text file of the tree."""
    for directory, folders, names in os.walk(top):
        folders[:] = sorted(name for name in folders if not NOT_OURS.fullmatch(name))
        for name in sorted(names):
            path = os.path.join(directory, name)
            if NOT_OURS.fullmatch(name) or os.path.islink(path):
                continue
            with open(path, "rb") as file:
                data = file.read()
            if not data.startswith(b"%PDF-"):
                yield os.path.relpath(path, top), data.decode("utf-8", "replace")


def folded(text):
    text = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    text = "".join(c for c in text if not unicodedata.combining(c)).lower()
    return " " + re.sub(r"[^a-z0-9]+", " ", text).strip() + " "


def strings(value, key=""):
    if isinstance(value, dict):
        for inner_key, inner in value.items():
            yield from strings(inner, inner_key)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, key)
    elif isinstance(value, str):
        yield key, value


def real_names(gold):
    """People with a given and a family name, and authorities, folded."""
    names = set()
    for path in glob.glob(os.path.join(gold, "*.json")):
        with open(path, encoding="utf-8") as file:
            record = json.load(file)
        names.update(folded(value) for key, value in strings(record) if key in PEOPLE
                     and sum(len(word) > 2 for word in folded(value).split()) > 1)
        authority = folded((record.get("authority") or {}).get("name") or "")
        names.update([authority] if len(authority) > 6 else [])
    return names


def breaches(top, names=frozenset()):
    log = ""
    for path, text in files(top):
        if path == "CHANGELOG.md":
            log = text
        if path not in EXAMPLES:
            found = MACHINE.search(text)
            if found:
                yield f"{path}: names {found.group()}"
        if path.endswith(PROGRAM) and text.count("\n") > LINES and not path.startswith("corpus/"):
            yield f"{path}: {text.count(chr(10))} lines, more than {LINES}"
        words = folded(text) if names else ""
        for name in sorted(names):
            if name in words:
                yield f"{path}: names{name}, of a real document"
    if not re.search(r"^## Unreleased\n\n(?:- .+\n(?:  .+\n)*)+", log, re.M):
        yield "CHANGELOG.md: does not say what is not released yet"


def try_rules():
    good = {"CHANGELOG.md": "# Changes\n\n## Unreleased\n\n- Does\n  more.\n"}
    wrong = [({"a.c": "/* as in /work/main/x */"}, "names /work/m"), ({"tools/a": "x = /home/me/x"}, "names /home/me/x"),
             ({"a.c": "\n" * 701}, "more than"), ({"CHANGELOG.md": "## Unreleased\n\n## 1.0\n\n- a\n"}, "released"),
             ({"corpus/a/truth.json": "M. Élie\nD'ARVOR-KÉRAN"}, "names elie d arvor keran ")]
    for tree, reason in [({}, None), ({"build-x/a.c": "/work/main", "a.c": "../shared/real"}, None), *wrong]:
        with tempfile.TemporaryDirectory() as top:
            for path, text in {**good, **tree}.items():
                os.makedirs(os.path.dirname(os.path.join(top, path)), exist_ok=True)
                with open(os.path.join(top, path), "w", encoding="utf-8") as file:
                    file.write(text)
            found = list(breaches(top, {" elie d arvor keran "}))
        if (reason is None and found) or (reason and (len(found) != 1 or reason not in found[0])):
            sys.exit(f"the example {list(tree)} gives {found}, not « {reason} »")


def main():
    try_rules()
    names = real_names(GOLD)
    if not names:
        print("no real documents beside the checkout: their names are not looked for")
    elif len(names) < 200:
        sys.exit(f"only {len(names)} real names found: this test looks at the wrong thing")
    count = sum(1 for _ in files(SOURCE))
    found = list(breaches(SOURCE, names))
    for line in found:
        print(line)
    print(f"{count} files, {len(names)} names, {len(found)} breaches")
    sys.exit(1 if found or count < 150 else 0)


main()

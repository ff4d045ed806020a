#!/usr/bin/env python3
"""tools/floor holds the scores: a fall beyond its slack fails, a smaller one does not.

usage: test_floor.py BUILD_DIR SOURCE_DIR

Runs it in a copy of the tree's two files, beside invented documents and a scorer that gives the
score of the hour; then reads the committed floor.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

SOURCE = os.path.abspath(sys.argv[2])
SCORER = """import json, sys
if "fail" in "{say}":
    sys.exit("the scorer is out of order")
documents = sys.argv[sys.argv.index("--only") + 1].split(",")
assert "scan-without-gold" not in documents, documents
print("a table")
print(json.dumps({{"documents": len(documents), "micro_strict": {score}, "micro_soft": 0.9}}))
"""


def write(path, text=""):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def place_documents(place):
    real = os.path.join(place, "shared", "real")
    for stem, folder, ending in (("a", "texts", ".txt"), ("b", "pdf", ".pdf"), ("c", "pdf", ".pdf")):
        write(os.path.join(real, folder, stem + ending))
        write(os.path.join(real, "gold", stem + ".json"), "{}")
    write(os.path.join(real, "pdf", "scan-without-gold.pdf"))


def run_floor(place, floor, score=None, say=""):
    """Exit code and what is printed, with this floor and this score; no score: no documents."""
    top = os.path.join(place, "a tree")
    write(os.path.join(top, "tests", "floor"), floor)
    os.makedirs(os.path.join(top, "tools"), exist_ok=True)
    shutil.copy(os.path.join(SOURCE, "tools", "floor"), os.path.join(top, "tools", "floor"))
    if score is not None:
        place_documents(place)
        write(os.path.join(place, "shared", "evaluate.py"), SCORER.format(score=score, say=say))
    done = subprocess.run([sys.executable, os.path.join(top, "tools", "floor"), "build/delibex"],
                          capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def expect(floor, score, code, words, say=""):
    with tempfile.TemporaryDirectory() as place:
        got, printed = run_floor(place, floor, score, say)
    if got != code or words not in printed or not printed.endswith("\n") or "Traceback" in printed:
        sys.exit(f"floor {floor!r}, score {score}: exit {got}, not {code} with « {words} »:\n{printed}")
    return printed


def main():
    both = "# a comment\ntexts 0.900\npdf 0.900\n"
    printed = expect(both, None, 0, "nothing scored")
    if printed.count("\n") != 1:
        sys.exit(f"without documents it prints more than a line:\n{printed}")
    expect(both, 0.9, 0, "floor: pdf: strict micro-F1 0.9000 (soft 0.9000) over 2 documents")
    expect(both, 0.8951, 0, "0.8951")
    expect(both, 0.8949, 1, "FELL BELOW")
    expect("texts 0.1\npdf 0.5\n", 0.3, 1, "0.5: FELL BELOW")
    expect("texts 0.1\n", 0.3, 1, "one line each for texts and pdf")
    expect(both, 0.9, 1, "the scorer failed", say="fail")
    with open(os.path.join(SOURCE, "tests", "floor"), encoding="utf-8") as file:
        floors = dict(line.split() for line in file if not line.startswith("#"))
    if not floors or any(float(floor) < 0.5 for floor in floors.values()):
        sys.exit(f"tests/floor holds nothing: {json.dumps(floors)}")
    print(f"the floor holds: {floors}")


main()

"""A sitting of two hundred pages: every act as its truth says, and four times the
pages take no more than about four times the time.

usage: test_long.py BUILD_DIR SOURCE_DIR

The document is printed from long/truth.json, whose series of acts the maker writes out; it is not kept.
"""
import json
import os
import resource
import subprocess
import sys
import tempfile

BUILD, SOURCE = (os.path.abspath(path) for path in sys.argv[1:3])
MAKER = os.path.join(BUILD, "tools", "delibex-corpus")
PAGES, QUARTER = 200, 4
BEARABLE = 2.5  # times what a straight line gives: tests share their machine
COMPARED = ("number", "subject", "pages", "vote", "decisions", "counts", "movements")


def make(truth, folder):
    os.makedirs(folder)
    with open(os.path.join(folder, "truth.json"), "w", encoding="utf-8") as file:
        json.dump(truth, file, ensure_ascii=False)
    subprocess.run([MAKER, "make", folder], check=True)
    with open(os.path.join(folder, "expected.json"), encoding="utf-8") as file:
        return json.load(file)


def read(folder):
    """The record, and the seconds of processor it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([os.path.join(BUILD, "delibex"), "extract", os.path.join(folder, "source.pdf")],
                          check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return json.loads(done.stdout), after.ru_utime - before.ru_utime


def differences(expected, got):
    if got["source"]["pages"] < PAGES:
        yield "only %d pages" % got["source"]["pages"]
    if len(got["acts"]) != len(expected["acts"]):
        yield "%d acts, not %d" % (len(got["acts"]), len(expected["acts"]))
    for i, (one, other) in enumerate(zip(expected["acts"], got["acts"])):
        for key in COMPARED:
            if one[key] != other[key]:
                yield "/acts/%d/%s: expected %s, got %s" % (i, key, one[key], other[key])
    for key in ("date", "time", "counts", "proxies"):
        if expected["session"][key] != got["session"][key]:
            yield "/session/%s: %s" % (key, got["session"][key])


def main():
    if not os.path.exists(MAKER):
        subprocess.run(["cmake", "--build", BUILD, "--target", "delibex-corpus"], check=True,
                       stdout=subprocess.DEVNULL)
    with open(os.path.join(SOURCE, "tests", "corpus", "long", "truth.json"), encoding="utf-8") as file:
        truth = json.load(file)
    with tempfile.TemporaryDirectory(prefix="delibex long ") as folder:
        expected = make(truth, os.path.join(folder, "whole"))
        truth["series"]["count"] //= QUARTER
        make(truth, os.path.join(folder, "quarter"))
        start = min(read(os.path.join(folder, "quarter"))[1] for _ in range(2))
        got, whole = read(os.path.join(folder, "whole"))
    wrong = list(differences(expected, got))
    if whole > start * QUARTER * BEARABLE:
        wrong.append("%.2f s for all, %.2f s for a quarter" % (whole, start))
    for line in wrong[:20]:
        print(line)
    print("%d acts on %d pages; %.2f s, a quarter of them %.2f s" %
          (len(got["acts"]), got["source"]["pages"], whole, start))
    sys.exit(bool(wrong))


main()

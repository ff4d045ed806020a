"""Scans of the golden cases are read nearly as well as the cases themselves.

usage: test_scans.py BUILD_DIR SOURCE_DIR [--dpi N] [--all]

Some cases of corpus/ that are PDFs are printed by delibex-corpus as copiers make them: crooked,
soiled, faxed, stamped and signed upon, upside down, on gray paper, as a camera sees them. What is read of them is scored by tools/evaluate against the
golden records, beside what is read of the cases as they are. Compared are scores, not bytes: another
version of the recogniser reads a letter here and there otherwise. --all takes every case.
"""
import argparse
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile

EVERY = 7    # of the cases in alphabetical order
LEAST = 0.9  # of the score of the same acts as text; --all was measured at 0.971
STYLES = [["--jpeg", "70"],
          ["--skew", "0.8", "--noise", "12", "--jpeg", "55", "--blur", "0.3"],
          ["--fax", "--noise", "20"],
          ["--turn", "1", "--jpeg", "60"],
          ["--photo", "--ground", "215", "--noise", "6", "--jpeg", "60"],
          ["--seal", "--pen", "--jpeg", "60", "--noise", "8"],
          ["--skew", "-1.5", "--seal", "--noise", "15", "--jpeg", "45", "--blur", "0.35"],
          ["--ground", "190", "--bleed", "12", "--edges", "--noise", "8", "--jpeg", "50"],
          ["--turn", "2", "--edges", "--fax"]]


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=os.path.abspath)
    parser.add_argument("source", type=os.path.abspath)
    parser.add_argument("--dpi", default="200")
    parser.add_argument("--all", action="store_true")
    return parser.parse_args()


def print_scans(chosen, sources, scans):
    """Prints the cases as scans into folders of their own, each beside its golden record."""
    printer = os.path.join(chosen.build, "tools", "delibex-corpus")
    if not os.path.exists(printer):
        subprocess.run(["cmake", "--build", chosen.build, "--target", "delibex-corpus"], check=True,
                       stdout=subprocess.DEVNULL)
    for number, source in enumerate(sources):
        folder = os.path.join(scans, os.path.basename(os.path.dirname(source)))
        os.mkdir(folder)
        subprocess.run([printer, "scan", "--dpi", chosen.dpi, "--seed", str(number),
                        *STYLES[number % len(STYLES)], source, os.path.join(folder, "source.pdf")],
                       check=True)
        shutil.copy(os.path.join(os.path.dirname(source), "expected.json"), folder)


def score(chosen, corpus, cases):
    out = subprocess.run([sys.executable, os.path.join(chosen.source, "tools", "evaluate"),
                          "--bin", os.path.join(chosen.build, "delibex"), "--only", ",".join(cases),
                          "--errors", "--jobs", "2", "--timeout", "600", corpus],
                         check=True, capture_output=True, text=True).stdout
    return json.loads(out.splitlines()[-1]), out


def main():
    chosen = options()
    corpus = os.path.join(chosen.source, "corpus")
    sources = sorted(glob.glob(os.path.join(corpus, "*", "source.pdf")))
    sources = sources if chosen.all else sources[::EVERY]
    cases = [os.path.basename(os.path.dirname(source)) for source in sources]
    with tempfile.TemporaryDirectory(prefix="delibex scans ") as scans:
        print_scans(chosen, sources, scans)
        scanned, report = score(chosen, scans, cases)
    typed, _ = score(chosen, corpus, cases)
    print(report)
    ratio = scanned["micro_strict"] / typed["micro_strict"]
    print(f"{len(cases)} scans at {chosen.dpi} dpi: {scanned['micro_strict']:.3f} of their values, "
          f"{ratio:.3f} of what is read of the same acts as text")
    sys.exit(1 if scanned["failed"] or len(cases) < 5 or ratio < LEAST else 0)


if __name__ == "__main__":
    main()

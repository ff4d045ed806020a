"""The same text typeset to PDF gives the same record, with boxes.

usage: test_typeset.py BUILD_DIR SOURCE_DIR [FILE…]

Every text of corpus/ that has lines, the text of every PDF there as delibex prints it, and, where the
real documents lie beside the checkout, one real act: each is typeset on paper by delibex-corpus, and
the PDF is read. Compared is the whole record but its source, the evidence and the pages of the acts.
In its evidence every stated value has a box with a surface, inside a page the document has, and the
words of the text.
"""
import glob
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata

import cases

BUILD, SOURCE = (os.path.abspath(path) for path in sys.argv[1:3])
TYPESETTER = os.path.join(BUILD, "tools", "delibex-corpus")
REAL = os.path.join(SOURCE, "..", "shared", "real", "texts", "*-2021-00461.txt")
PAPER = (595, 842)
NOT_COMPARED = re.compile(r"/source/.*|/evidence/.*|/acts/\d+/pages/.*")


def texts():
    """(name, text) of all that is typeset."""
    paths = [cases.source_of(folder) for folder in cases.folders_of(SOURCE)]
    for path, text in zip(paths, cases.texts(BUILD, paths)):
        yield os.path.basename(os.path.dirname(path)), text
    for path in glob.glob(REAL):
        yield "a real act", cases.decoded(path)


def leaves(value, pointer=""):
    """(pointer, scalar) of a record; arrays tell their length, too."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        yield pointer + "/-", len(value)
        for index, inner in enumerate(value):
            yield from leaves(inner, f"{pointer}/{index}")
    else:
        yield pointer, value


def differences(from_text, from_pdf):
    one, other = ({pointer: value for pointer, value in leaves(record)
                   if not NOT_COMPARED.fullmatch(pointer)} for record in (from_text, from_pdf))
    for pointer in dict.fromkeys([*one, *other]):
        if pointer not in one or pointer not in other or one[pointer] != other[pointer]:
            yield f"{pointer}: text {one.get(pointer)!r}, PDF {other.get(pointer)!r}"


def squeezed(text):
    """Letters and digits only: how a quote's lines are joined is not the matter here."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())


def misplaced(from_text, from_pdf, text):
    """Evidence of the PDF that is missing, or stands nowhere."""
    for pointer in from_text["evidence"]:
        if pointer not in from_pdf["evidence"]:
            yield f"{pointer}: the PDF has no evidence of it"
    words, pages = squeezed(text), from_pdf["source"]["pages"]
    for pointer, places in from_pdf["evidence"].items():
        for place in places:
            x0, y0, x1, y1 = place["box"] or (0, 0, 0, 0)
            if not (0 <= x0 < x1 <= PAPER[0] and 0 <= y0 < y1 <= PAPER[1]):
                yield f"{pointer}: its box is {place['box']}"
            if not 1 <= place["page"] <= pages:
                yield f"{pointer}: page {place['page']} of {pages}"
            if squeezed(place["text"]) not in words:
                yield f"{pointer}: the text has no « {place['text']} »"


def typeset(texts, folder):
    """Writes each text, and prints it on paper; gives the paths of both in turn."""
    paths = []
    for number, text in enumerate(texts):
        paths += [os.path.join(folder, f"{number}.{ending}") for ending in ("txt", "pdf")]
        with open(paths[-2], "w", encoding="utf-8", newline="") as file:
            file.write(text)
    subprocess.run([TYPESETTER, "typeset", *paths], check=True)
    return paths


def compare(text, from_text, from_pdf):
    """What is wrong with the PDF of a text, its pages and its values with evidence."""
    if from_pdf["source"]["outcome"] not in ("ok", "ok_partial"):
        sys.exit(f"the PDF is not read: {from_pdf['source']}")
    wrong = [*differences(from_text, from_pdf), *misplaced(from_text, from_pdf, text)]
    return wrong, from_pdf["source"]["pages"], len(from_pdf["evidence"])


def try_rules():
    """Wrong records must be found."""
    record = {"a": [1, 2], "evidence": {"/a": [{"page": 1, "box": [1, 1, 2, 2], "text": "un"}]},
              "source": {"pages": 1, "path": "x"}}
    other = json.loads(json.dumps(record))
    other["source"]["path"] = "y"
    assert not [*differences(record, other), *misplaced(record, other, "un, deux")]
    assert list(differences(record, dict(other, a=[1]))) and list(differences(record, dict(other, a=[1, 3])))
    for spoilt in ({"box": None}, {"box": [1, 1, 1, 2]}, {"box": [1, 1, 600, 2]}, {"page": 2}, {"text": "trois"}):
        place = dict(other["evidence"]["/a"][0], **spoilt)
        assert list(misplaced(record, dict(other, evidence={"/a": [place]}), "un, deux")), spoilt
    assert list(misplaced(record, dict(other, evidence={}), "un, deux"))


def main():
    try_rules()
    if not os.path.exists(TYPESETTER):
        subprocess.run(["cmake", "--build", BUILD, "--target", "delibex-corpus"], check=True,
                       stdout=subprocess.DEVNULL)
    chosen = [(path, cases.decoded(path)) for path in sys.argv[3:]] or texts()
    # Flattened ones are left out: on paper they would have lines they never had.
    chosen = [(name, text) for name, text in chosen if "\n" in text.strip()]
    failed = count = long = values = 0
    with tempfile.TemporaryDirectory(prefix="delibex typeset ") as folder:
        records = cases.read(BUILD, typeset((text for _, text in chosen), folder), "--recycle", "50")
    for (name, text), from_text, from_pdf in zip(chosen, records[::2], records[1::2]):
        wrong, pages, proved = compare(text, from_text, from_pdf)
        count, long, failed = count + 1, long + (pages > 1), failed + bool(wrong)
        values += proved
        for line in wrong:
            print(f"{name}: {line}")
    print(f"{count - failed} of {count} texts give the same record on paper; {long} have several pages, "
          f"{values} values a box")
    sys.exit(1 if failed or not sys.argv[3:] and (count < 20 or long < 3 or values < 500) else 0)


main()

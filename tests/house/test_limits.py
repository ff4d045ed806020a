#!/usr/bin/env python3
"""The limits the README states are those the program has.

usage: test_limits.py BUILD_DIR SOURCE_DIR

An act is printed as a picture and read: a scan is recognised, and said to be. A picture with no word
on it has the outcome no_text.
"""
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "pool"))
import bombs

BUILD, SOURCE = (os.path.abspath(path) for path in sys.argv[1:3])
ACT = os.path.join(SOURCE, "corpus", "commune-tampon", "source.pdf")


def picture_of(pdf, page, folder):
    """Width, height and grey bytes of a page as a scanner gives it."""
    stem = os.path.join(folder, "page")
    subprocess.run(["pdftoppm", "-gray", "-r", "200", "-f", str(page), "-l", str(page), "-singlefile",
                    pdf, stem], check=True)
    with open(stem + ".pgm", "rb") as file:
        head, grey = file.read().split(b"\n255\n", 1)
    return (*map(int, head.split()[1:]), grey)


def pdf_of_picture(width, height, grey):
    """A PDF of one page that is nothing but a picture."""
    keys = (b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
            % (width, height))
    return bombs.page_of(bombs.stream(b"q 595 0 0 842 0 0 cm /X6 Do Q"), [bombs.flate(grey, keys)])


def extract(path):
    done = subprocess.run([os.path.join(BUILD, "delibex"), "extract", "--timeout", "240", path],
                          capture_output=True)
    return json.loads(done.stdout)


def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "scan.pdf")
        width, height, grey = picture_of(ACT, 1, folder)
        with open(path, "wb") as file:
            file.write(pdf_of_picture(width, height, grey))
        printed, scanned = extract(ACT), extract(path)
        with open(path, "wb") as file:
            file.write(pdf_of_picture(width, height, b"\xff" * len(grey)))
        blank = extract(path)
    source = scanned["source"]
    assert source["text"] == "ocr" and source["outcome"] in ("ok", "ok_partial"), source
    assert [page["page"] for page in source["recognised"]] == [1], source
    for key in ("date", "time"):
        assert scanned["session"][key] == printed["session"][key], (key, scanned["session"][key])
    assert scanned["session"]["counts"]["in_office"] == printed["session"]["counts"]["in_office"]
    sure = [place["confidence"] for places in scanned["evidence"].values() for place in places]
    assert len(sure) > 10 and min(sure) < 1, sure
    assert not printed["source"]["recognised"], printed["source"]
    assert blank["source"]["outcome"] == "no_text" and not blank["evidence"], blank["source"]
    print(f"a scan gives {len(scanned['evidence'])} values with evidence, its print {len(printed['evidence'])}")


main()

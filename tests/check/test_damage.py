"""Acts that add up, read badly: cut short, flattened, in capitals, with a running head among the names.

usage: test_damage.py BUILD_DIR SOURCE_DIR

What cannot be read whole accuses nobody: no finding may be contradicted that the act itself does not
deserve, whatever is lost of its words.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import unicodedata
import unittest

BUILD, SOURCE = (os.path.abspath(path) for path in sys.argv[1:3])
DELIBEX = os.path.join(BUILD, "delibex")
HEAD = ["COMMUNE DE VALMORIN - Séance du conseil municipal", "Page 2 / 4"]


def damages(text):
    """(what was done, text)."""
    lines = text.split("\n")
    for i in range(4, min(len(lines), 44), 4):
        yield "cut at line %d" % i, "\n".join(lines[:i])
    for i in range(8, min(len(lines), 36), 7):
        yield "a running head at line %d" % i, "\n".join(lines[:i] + HEAD + lines[i:])
    yield "flattened", re.sub(r"\s+", " ", text)
    yield "lines joined", re.sub(r"([^\n])\n([^\n])", r"\1 \2", text)
    yield "without separators", re.sub(r"[;,] (M\.|Mme)", r" \1", text)
    yield "dots for semicolons", text.replace(";", ".")
    yield "capitals", text.upper()
    yield "without accents", "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def cases():
    """(name, printed words, what its act deserves)."""
    for name in sorted(os.listdir(os.path.join(SOURCE, "corpus"))):
        folder = os.path.join(SOURCE, "corpus", name)
        golden = os.path.join(folder, "expected.json")
        if not os.path.exists(golden):
            continue
        with open(golden, encoding="utf-8") as file:
            expected = json.load(file)
        source = os.path.join(folder, "source.txt")
        if expected["source"]["text"] == "layer":
            words = subprocess.run([DELIBEX, "extract", "--text", source[:-3] + "pdf"],
                                   capture_output=True, check=True).stdout.decode()
        elif expected["source"]["text"] == "plain":
            with open(source, "rb") as file:
                words = file.read().decode("utf-8", "replace").replace("\r\n", "\n")
        else:
            continue
        yield name, words, {f["check"] for f in expected["findings"] if f["status"] == "contradicted"}


class Damage(unittest.TestCase):
    def test_what_is_read_badly_accuses_nobody(self):
        deserved, paths, wrong = {}, [], []
        with tempfile.TemporaryDirectory(prefix="delibex-damage") as top:
            for name, words, checks in cases():
                for how, damaged in damages(words):
                    paths.append(os.path.join(top, "%04d.txt" % len(paths)))
                    deserved[paths[-1]] = (name, how, checks)
                    with open(paths[-1], "w", encoding="utf-8") as file:
                        file.write(damaged)
            done = subprocess.run([DELIBEX, "extract", "--format", "jsonl", "--jobs", "2", *paths],
                                  capture_output=True)
        records = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual(len(records), len(paths))
        self.assertGreater(len(paths), 500)
        for record in records:
            name, how, checks = deserved[record["source"]["path"]]
            wrong += ["%s, %s: %s" % (name, how, f["message"]) for f in record["findings"]
                      if f["status"] == "contradicted" and f["check"] not in checks]
        self.assertEqual(wrong, [])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]])

"""Acts that add up, read badly: cut short, flattened, in capitals, with a running head among the names.

usage: test_damage.py BUILD_DIR SOURCE_DIR

What cannot be read whole accuses nobody: no finding may be contradicted that the act itself does not
deserve, whatever is lost of its words.
"""
import os
import re
import sys
import tempfile
import unicodedata
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "corpus"))
import cases

BUILD, SOURCE = (os.path.abspath(path) for path in sys.argv[1:3])
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


def printed():
    """(name, printed words, what its act deserves)."""
    folders = [folder for folder in cases.folders_of(SOURCE)
               if cases.expected_of(folder)["source"]["text"] in ("layer", "plain")]
    for folder, words in zip(folders, cases.texts(BUILD, [cases.source_of(folder) for folder in folders])):
        yield (os.path.basename(folder), words.replace("\r\n", "\n"),
               {f["check"] for f in cases.expected_of(folder)["findings"] if f["status"] == "contradicted"})


class Damage(unittest.TestCase):
    def test_what_is_read_badly_accuses_nobody(self):
        deserved, paths, wrong = {}, [], []
        with tempfile.TemporaryDirectory(prefix="delibex-damage") as top:
            for name, words, checks in printed():
                for how, damaged in damages(words):
                    paths.append(os.path.join(top, "%04d.txt" % len(paths)))
                    deserved[paths[-1]] = (name, how, checks)
                    with open(paths[-1], "w", encoding="utf-8") as file:
                        file.write(damaged)
            records = cases.read(BUILD, paths, "--recycle", "50")
        self.assertGreater(len(paths), 500)
        for record in records:
            name, how, checks = deserved[record["source"]["path"]]
            wrong += ["%s, %s: %s" % (name, how, f["message"]) for f in record["findings"]
                      if f["status"] == "contradicted" and f["check"] not in checks]
        self.assertEqual(wrong, [])


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]])

"""Nothing that `delibex check` says is left in English for a French reader.

usage: test_translation.py BUILD_DIR SOURCE_DIR

xgettext gathers every sentence the sources mark, msgcmp holds the catalogue against them, and msgfmt
compares the formats. Words that are looked up by what a finding holds (names of numbers, keys of a
vote) are marked by hand: the sources are searched for those that were not.
"""
import glob
import os
import re
import subprocess
import sys
import tempfile
import unittest

BUILD, SOURCE = (os.path.abspath(path) for path in sys.argv[1:3])
CATALOGUE = os.path.join(SOURCE, "src", "cli", "locale", "fr.po")
SOURCES = sorted(glob.glob(os.path.join(SOURCE, "src", "check", "*.c")) +
                 glob.glob(os.path.join(SOURCE, "src", "cli", "report*.c")) +
                 glob.glob(os.path.join(SOURCE, "src", "write", "html*.c")) +
                 [os.path.join(SOURCE, "src", *path)
                  for path in (("cli", "review.c"), ("base", "outcome.c"), ("base", "flag.c"))])


def run(*command):
    return subprocess.run(command, capture_output=True, text=True)


class Translation(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="delibex-translation")
        self.addCleanup(directory.cleanup)
        self.marked = os.path.join(directory.name, "marked.pot")
        done = run("xgettext", "-C", "--from-code=UTF-8", "--keyword", "--keyword=N_", "--keyword=language_say",
                   "-o", self.marked, *SOURCES)
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(self.marked, encoding="utf-8") as file:
            self.text = re.sub(r'"\n"', "", file.read())

    def test_every_sentence_is_french(self):
        done = run("msgcmp", CATALOGUE, self.marked)
        self.assertEqual(done.returncode, 0, done.stderr[-2000:])

    def test_formats_take_the_same(self):
        done = run("msgfmt", "--check-format", "-o", os.devnull, CATALOGUE)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_words_of_findings_are_marked(self):
        words = set()
        for path in SOURCES:
            with open(path, encoding="utf-8") as file:
                source = file.read()
            words |= set(re.findall(r'finding_operand\(\s*finding,\s*"(\w+)"', source))
            words |= set(re.findall(r'sums_finding\(\s*audit, at, "(\w+)"', source))
            words |= set(re.findall(r'finding_operand\([^;]*?\? "(\w+)" : "', source))
        self.assertGreater(len(words), 30)
        self.assertEqual([w for w in sorted(words) if 'msgid "%s"' % w not in self.text], [])

    def test_a_sentence_that_is_missing_is_noticed(self):
        with open(CATALOGUE, encoding="utf-8") as file:
            whole = file.read()
        short = self.marked + ".po"
        with open(short, "w", encoding="utf-8") as file:
            file.write(whole.replace('msgid "Quorum"\n', 'msgid "Quorum, once"\n'))
        self.assertNotEqual(run("msgcmp", short, self.marked).returncode, 0)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]])

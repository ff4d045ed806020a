"""Texts made to stall a matcher: each ends with a record of its own, in time, and never by timeout."""
import json
import time

import harness

MEGABYTE = 1 << 20
LIMIT = 60  # seconds: under the sanitizers everything takes ten times as long


def filled(piece):
    return (piece * (MEGABYTE // len(piece.encode()) + 1)).encode()[:MEGABYTE].decode("utf-8", "ignore")


TEXTS = {
    "letters": "a",
    "parentheses": "(",
    "spaces": " ",
    "tabs and lines": " \t\n",
    "lists": "présents, ",
    "digits": "1",
    "dots": "1.",
    "capitals": "A B ",
    "quotes": "« \" ' ",
    "dates": "le 12 mars 2024 ",
    "names": "M. Jean DUPRÉ-LACOMBE, ",
    "proxies": "Mme Anne BREL donne pouvoir à M. Luc FAURE, ",
    "landmarks": "Étaient présents : Absents : Votants : ",
    "short lines": "Vote : pour 3 contre 4\n",
    "amounts": "20 000 € ",
    "articles": "Article 1 : décide\n",
}


class Hostile(harness.CommandLine):
    def test_every_text_ends_in_time(self):
        for name, piece in TEXTS.items():
            for ending in (filled(piece), "L'an deux mille " + filled(piece) + "\nÉtaient présents :"):
                with self.subTest(name=name):
                    path = self.write("hostile.txt", ending)
                    start = time.monotonic()
                    run = self.run_delibex("extract", "--timeout", str(LIMIT), path)
                    took = time.monotonic() - start
                    record = json.loads(run.stdout)
                    self.assertIn(record["source"]["outcome"], ("ok", "ok_partial", "no_text"),
                                  f"{name}: {run.stderr.decode()}")
                    self.assertEqual(record["source"]["bytes"], len(ending.encode()))
                    self.assertLess(took, LIMIT)


if __name__ == "__main__":
    harness.main()

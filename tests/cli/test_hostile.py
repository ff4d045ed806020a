"""Texts made to stall a matcher: each ends with a record of its own, and never by timeout."""
import json

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

LISTED = {"whole names": "Abc DEF ", "names in small letters": "Abc Def ", "colons": ": ", "names and more": "Abc DEF Ghi, "}


class Hostile(harness.CommandLine):
    def test_every_text_ends_in_time(self):
        texts = {}
        for name, piece in TEXTS.items():
            texts[self.write(f"{name}.txt", filled(piece))] = filled(piece)
            ending = "L'an deux mille " + filled(piece) + "\nÉtaient présents :"
            texts[self.write(f"{name} in an act.txt", ending)] = ending
        for name, piece in LISTED.items():
            listed = "COMMUNE\nPrésents : M. Paul ROC, " + filled(piece) + "\nObjet : Tarifs\n"
            texts[self.write(f"{name} in a list.txt", listed)] = listed
        run = self.run_delibex("extract", "--format", "jsonl", "--timeout", str(LIMIT), "--jobs", "2", *texts)
        records = [json.loads(line) for line in run.stdout.splitlines()]
        self.assertEqual([record["source"]["path"] for record in records], list(texts))
        for record in records:
            source = record["source"]
            self.assertIn(source["outcome"], ("ok", "ok_partial", "no_text"), (source, run.stderr.decode()))
            self.assertEqual(source["bytes"], len(texts[source["path"]].encode()))


if __name__ == "__main__":
    harness.main()

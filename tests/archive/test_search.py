"""Searching, showing and listing people: what is found, and what is not.

usage: test_search.py BUILD_DIR SOURCE_DIR
"""
import ctypes
import json
import os
import sqlite3
import sys

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli")]
import harness

PR_CAPBSET_DROP = 24  # of sys/prctl.h

MINUTES = """COMMUNE DE VALBELLE-SUR-ORNE
PROCÈS-VERBAL DU CONSEIL MUNICIPAL
Séance du 12 juin 2023

Nombre de membres en exercice : 5
Nombre de présents : 4
Nombre de votants : 5

L'an deux mille vingt-trois, le douze juin à vingt heures, le conseil municipal de la commune de
Valbelle-sur-Orne, dûment convoqué le 5 juin 2023, s'est réuni à la mairie sous la présidence de
Madame Odile FERRAND, maire.

Étaient présents : Mme Odile FERRAND, M. Bastien LACOMBE, Mme Solène MARQUET, M. Yvan TISSIER
Absent ayant donné procuration : M. Rémi DAUBRAC à Mme Odile FERRAND

Secrétaire de séance : Mme Solène MARQUET

Délibération n° 2023-021 : Subventions aux œuvres scolaires

Le conseil examine les demandes des écoles.
Après en avoir délibéré, le conseil municipal, par 4 voix pour et 1 voix contre
(M. Yvan TISSIER), décide d'attribuer une subvention de 1 250 €.

Délibération n° 2023-022 : Réfection de la toiture de l'église

Le maire présente le devis de l'entreprise.
Après en avoir délibéré, le conseil municipal, à l'unanimité, approuve les travaux pour un montant de
64 300 €.
"""


class Search(harness.CommandLine):
    def setUp(self):
        super().setUp()
        self.write_act("inputs/tractor.txt", present=4, number=12)
        self.write_act("inputs/wrong.txt", present=3, number=13)
        self.write("inputs/minutes.txt", MINUTES)
        self.delibex("index", "a.db", "inputs")

    def search(self, *words, **options):
        out = self.delibex("search", "--format", "jsonl", "a.db", *words, **options)
        return [json.loads(line) for line in out.decode().splitlines()]

    def numbers(self, *words):
        return sorted(hit["number"] or "" for hit in self.search(*words))

    def test_words_find_their_other_forms(self):
        found = ["2023-021"]
        for words in ("subventions", "SUBVENTION", "Subvéntion", "œuvres", "oeuvre scolaire", "ECOLES",
                      "école", "delibere ecole", "subv*", "oeuv*"):
            self.assertIn("2023-021", self.numbers(words), words)
        self.assertEqual(self.numbers("scolaires"), found)
        self.assertEqual(self.numbers("toitures"), ["2023-022"])
        self.assertEqual(self.numbers("hippopotame"), [])

    def test_phrases_stand_as_they_are(self):
        self.assertEqual(self.numbers('"une subvention de"'), ["2023-021"])
        self.assertEqual(self.numbers("« réfection de la toiture »"), ["2023-022"])
        self.assertEqual(self.numbers('"REFECTION DE LA TOITURE"'), ["2023-022"])
        self.assertEqual(self.numbers('"oeuvres scolaires"'), ["2023-021"])
        self.assertEqual(self.numbers('"toiture de la réfection"'), [])
        self.assertEqual(self.numbers('"demande des écoles"'), [])

    def test_operators(self):
        self.assertEqual(self.numbers("scolaires OU toiture"), ["2023-021", "2023-022"])
        self.assertEqual(self.numbers("scolaires OR toiture"), ["2023-021", "2023-022"])
        self.assertEqual(self.numbers("scolaires ET toiture"), [])
        self.assertEqual(self.numbers("(scolaires OU toiture) SAUF devis"), ["2023-021"])
        self.assertEqual(self.numbers("toiture -devis"), [])
        self.assertEqual(self.numbers("(scolaires | tracteur) NOT 2024-013"), ["2023-021", "2024-012"])

    def test_queries_without_sense(self):
        for query, why in (("(a", "parenthesis"), ("a)", "parenthesis"), ('"a', "quotation"),
                           ("a OR", "lacks a word"), ("NOT a", "leave out"), ("!?", "no word"),
                           ("'", "no word")):
            self.delibex("search", "a.db", query, code=2, complaint=why)
        for query in ("a:b", "stems:x", "NEAR(a b)", "a^2", "{x} y", "a + b", "x\x01y", "a;b"):
            self.delibex("search", "--", "a.db", query)

    def test_filters(self):
        cases = [
            (["--from", "2024"], ["2024-012", "2024-013"]),
            (["--to", "2023-12"], ["", "2023-021", "2023-022"]),
            (["--from", "2023-06-12", "--to", "2023-06-12"], ["", "2023-021", "2023-022"]),
            (["--from", "2023-06-13", "--to", "2024-03-13"], []),
            (["--amount", ">23000"], ["2023-022"]),
            (["--amount", "1250"], ["2023-021"]),
            (["--amount", "1 250,00"], ["2023-021"]),
            (["--amount", "<=18500"], ["2023-021", "2024-012", "2024-013"]),
            (["--amount", "1000..20000"], ["2023-021", "2024-012", "2024-013"]),
            (["--number", "2024-012"], ["2024-012"]),
            (["--finding", "present-names"], ["2024-013"]),
            (["--finding", "present-names=contradicted", "tracteur"], ["2024-013"]),
            (["--member", "daubrac REMI", "--from", "2024"], ["2024-012", "2024-013"]),
            (["--member", "nobody"], []),
            (["--authority", "valbelle", "toiture"], ["2023-022"]),
            (["--authority", "montaubry"], []),
            (["--body", "MUNICIPAL", "tracteur"], ["2024-012", "2024-013"]),
            (["--outcome", "rejected"], []),
            (["--outcome", "adopted", "toiture"], ["2023-022"]),
        ]
        for words, expected in cases:
            self.assertEqual(self.numbers(*words), expected, words)

    def test_filters_without_sense(self):
        for option, value in (("from", "yesterday"), ("to", "2024-13"), ("amount", "much"),
                              ("amount", ">"), ("outcome", "won"), ("limit", "0")):
            self.delibex("search", f"--{option}", value, "a.db", code=2, complaint=f"--{option} {value}")

    def test_order_and_limit(self):
        dates = [hit["date"] for hit in self.search("--newest", "conseil")]
        self.assertEqual(dates, sorted(dates, reverse=True))
        self.assertEqual(len(set(dates)), 2)
        scores = [hit["score"] for hit in self.search("travaux OU tracteur OU subvention")]
        self.assertEqual(scores, sorted(scores, reverse=True))
        self.assertGreater(scores[-1], 0)
        self.assertEqual(len(self.search("--limit", "1", "conseil")), 1)

    def test_snippets_show_what_was_asked_for(self):
        (hit,) = self.search("toitures")
        self.assertIn("[toiture]", hit["marked"])
        self.assertEqual(hit["marked"].replace("[", "").replace("]", ""), hit["snippet"])
        self.assertEqual(hit["page"], 1)
        self.assertTrue(hit["path"].endswith("/inputs/minutes.txt"))

    def test_formats(self):
        text = self.delibex("search", "a.db", "toiture").decode()
        self.assertRegex(text, r"^[0-9a-f]{12}/\d, 2023-06-12, 2023-022, ")
        self.assertIn("[toiture]", text)
        self.assertEqual(len(json.loads(self.delibex("search", "-f", "json", "a.db", "toiture"))), 1)
        self.assertEqual(json.loads(self.delibex("search", "-f", "json", "a.db", "hippopotame")), [])

    def test_pages_of_a_long_document(self):
        pages = ["Séance du 14 mars 2024\n" + f"Page de tête numéro {i}\n" + "Des mots. " * 200
                 for i in range(1, 6)]
        pages[3] += "\nLe mot cherché est girafe.\n"
        self.write("inputs/long.txt", "\f".join(pages))
        self.delibex("index", "a.db", "inputs")
        (hit,) = self.search("girafes")
        self.assertEqual(hit["page"], 4)

    def test_show_by_every_name(self):
        (hit,) = self.search("--number", "2024-012")
        record = json.loads(self.delibex("show", "a.db", hit["id"]))
        self.assertEqual(record["source"]["path"], self.path("inputs/tractor.txt"))
        self.assertEqual(record["acts"][0]["number"], "2024-012")
        for name in (hit["path"], "inputs/tractor.txt", record["source"]["sha256"]):
            self.assertEqual(json.loads(self.delibex("show", "a.db", name)), record)
        plain = json.loads(self.delibex("extract", self.path("inputs/tractor.txt")))
        self.assertEqual(record, plain)
        self.delibex("show", "a.db", "no-such", code=5, complaint="no such document")

    def test_show_of_what_was_not_read(self):
        os.mkfifo(self.path("inputs/pipe.pdf"))
        self.delibex("index", "a.db", "inputs", code=3, complaint="not a regular file")
        self.delibex("show", "a.db", "inputs/pipe.pdf", code=5,
                     complaint="inputs/pipe.pdf: no record, for it was not read: not a regular file")

    def test_what_is_no_archive(self):
        self.write("notes.db", "words\n" * 200)
        self.delibex("search", "notes.db", "words", code=5, complaint="notes.db: no archive of delibex")
        self.delibex("search", "inputs", "words", code=5, complaint="inputs: a directory, no archive")
        self.delibex("search", "none.db", "words", code=5, complaint="none.db: there is no such archive")

    def test_dates_that_leave_no_day(self):
        self.delibex("search", "a.db", "--from", "2024-03", "--to", "2023", code=2,
                     complaint="--to 2023: it must be 2024-03 or later")
        self.assertIn("2023-021", self.numbers("--from", "2023-06", "--to", "2023-06"))

    def test_what_a_limit_leaves_out_is_said(self):
        run, seen = self.watched("search", "a.db", "-n", "1", "conseil")
        self.assertIn(b"more acts match: these are the first 1; see --limit", seen)
        self.assertEqual(run.stdout.count(b"  page "), 1)
        self.assertEqual(self.watched("search", "a.db", "-n", "1", "--number", "2024-012")[1], b"")
        self.assertIn(b"no act matches", self.watched("search", "a.db", "girafe")[1])
        self.assertEqual(len(self.search("-n", "1", "conseil")), 1)

    def test_stock_tools_read_it(self):
        db = sqlite3.connect(self.path("a.db"))
        rows = db.execute("SELECT a.number FROM search JOIN acts a ON a.id = search.rowid"
                          " WHERE search MATCH 'stems:toitur'").fetchall()
        self.assertEqual(rows, [("2023-022",)])
        rows = db.execute("SELECT page, text FROM evidence WHERE document ="
                          " (SELECT document FROM acts WHERE number = '2024-012')"
                          " AND pointer = '/session/date'").fetchall()
        self.assertEqual(rows[0][0], 1)
        self.assertIn("quatorze mars", rows[0][1])


class ReadOnly(harness.CommandLine):
    """An archive that may not be written: on a disc, or somebody else's."""

    def setUp(self):
        super().setUp()
        self.write_act("inputs/act.txt", number=12)
        self.delibex("index", "kept/a.db", "inputs", code=5, complaint="No such file")
        os.mkdir(self.path("kept"))
        self.delibex("index", "kept/a.db", "inputs")
        os.chmod(self.path("kept/a.db"), 0o444)
        os.chmod(self.path("kept"), 0o555)
        os.chmod(self.top, 0o755)
        self.addCleanup(os.chmod, self.path("kept"), 0o755)

    @staticmethod
    def lose_rights():
        # The superuser stays who he is, and may no longer what others may not: the programs may lie
        # where another user does not get to.
        if os.getuid() == 0:
            library = ctypes.CDLL(None)
            for capability in range(64):
                library.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)

    def test_it_is_read_all_the_same(self):
        for words in (["search", "kept/a.db", "tracteur"], ["status", "kept/a.db"],
                      ["people", "kept/a.db"], ["status", "--unread", "kept/a.db"]):
            self.delibex(*words, preexec_fn=self.lose_rights)
        out = self.delibex("search", "kept/a.db", "tracteur", preexec_fn=self.lose_rights)
        self.assertIn(b"2024-012", out)

    def test_it_is_not_written(self):
        self.delibex("index", "kept/a.db", "inputs", code=5, complaint="kept/a.db: cannot be written",
                     preexec_fn=self.lose_rights)
        self.assertEqual(os.listdir(self.path("kept")), ["a.db"])


class People(harness.CommandLine):
    def people(self, *words):
        out = self.delibex("people", "--format", "jsonl", *words, "a.db")
        return {person["name"]: person for person in map(json.loads, out.decode().splitlines())}

    def test_presence_proxies_and_votes(self):
        self.write_act("inputs/one.txt", number=1)
        self.write_act("inputs/two.txt", number=2)  # of the same sitting
        self.write("inputs/minutes.txt", MINUTES)
        self.delibex("index", "a.db", "inputs")
        people = self.people()
        odile = people["Odile FERRAND"]
        self.assertEqual((odile["sittings"], odile["present"], odile["proxies_held"]), (2, 2, 1))
        self.assertEqual([year["year"] for year in odile["years"]], [2023, 2024])
        remi = people["Rémi DAUBRAC"]
        self.assertEqual((remi["represented"], remi["absent"], remi["proxies_given"]), (1, 1, 1))
        self.assertEqual(people["Yvan TISSIER"]["votes_against"], 1)
        self.assertEqual(list(self.people("--member", "tissier")), ["Yvan TISSIER"])
        self.assertEqual(self.people("--authority", "montaubry"), {})
        text = self.delibex("people", "a.db").decode()
        self.assertRegex(text, r"Odile FERRAND: 2 sittings: present 2, proxies held 1\n")

    def test_spellings_are_joined_by_evidence_only(self):
        act = harness.ACT.format(present=4, number=1)
        self.write("inputs/a.txt", act)
        self.write("inputs/b.txt", act.replace("14 mars 2024", "4 avril 2024")
                   .replace("quatorze mars", "quatre avril").replace("Yvan TISSIER", "TISSIER Yvan"))
        self.write("inputs/c.txt", act.replace("14 mars 2024", "2 mai 2024")
                   .replace("quatorze mars", "deux mai").replace("Bastien LACOMBE", "B. LACOMBE"))
        self.delibex("index", "a.db", "inputs")
        people = self.people()
        yvan = people.get("Yvan TISSIER") or people["TISSIER Yvan"]
        self.assertEqual(yvan["sittings"], 3)
        self.assertEqual([also["joined_by"] for also in yvan["also_printed"]], ["same_words"])
        # An initial may be anybody's: the two stay apart, and each names the other.
        self.assertEqual(people["Bastien LACOMBE"]["sittings"], 2)
        self.assertEqual(people["Bastien LACOMBE"]["perhaps_the_same"], ["B. LACOMBE"])
        self.assertEqual(people["B. LACOMBE"]["perhaps_the_same"], ["Bastien LACOMBE"])

    def test_a_document_that_prints_both_joins_them(self):
        act = harness.ACT.format(present=4, number=1)
        both = act.replace("M. Yvan TISSIER\n", "M. Yvan TISSIER\n") \
                  .replace("Absent : M. Rémi DAUBRAC",
                           "Absent ayant donné procuration : M. Rémi DAUBRAC à M. B. LACOMBE")
        self.write("inputs/a.txt", both)
        self.write("inputs/c.txt", act.replace("14 mars 2024", "2 mai 2024")
                   .replace("quatorze mars", "deux mai").replace("Bastien LACOMBE", "B. LACOMBE"))
        self.delibex("index", "a.db", "inputs")
        bastien = self.people()["Bastien LACOMBE"]
        self.assertEqual(bastien["sittings"], 2)
        (also,) = bastien["also_printed"]
        self.assertEqual((also["name"], also["joined_by"]), ("B. LACOMBE", "document"))
        self.assertEqual(len(also["sha256"]), 64)


if __name__ == "__main__":
    harness.main()

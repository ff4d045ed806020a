"""Every filter with every other, newest first and ranked: search must find, in this order, what goes
through a naive look at each row of the tables. Nothing of how search looks things up is used here.

usage: test_filters.py BUILD_DIR SOURCE_DIR
"""
import json
import os
import random
import sqlite3
import sys
import unicodedata

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli")]
import harness

DOCUMENTS, QUESTIONS = 160, 120

EXTRACT = """{authority}

EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS
DU {capital}

Séance du {day} {month} {year}

Nombre de membres en exercice : 5
Nombre de présents : {stated}
Nombre de votants : 4

Étaient présents : {present}
Absent : {absent}

Délibération n° {year}-{number:03d}

OBJET : {subject}

{thing}. Après en avoir délibéré, le {body}, {vote} {subject} pour un montant de {amount} €{more}.

Pour extrait conforme, le maire
"""

MINUTES = """{authority}
PROCÈS-VERBAL DU {capital}
Séance du {day} {month} {year}

Nombre de membres en exercice : 5
Nombre de présents : 4
Nombre de votants : 4

Étaient présents : {present}
Absent : {absent}

Délibération n° {year}-{number:03d} : {subject}

{thing}. Après en avoir délibéré, le {body}, à l'unanimité, approuve la dépense de {amount} €.

Délibération n° {year}-{next:03d} : Motion sur {subject}

Après en avoir délibéré, le {body}, {vote}, une subvention de {other} €.
"""

MONTHS = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
          "octobre", "novembre", "décembre"]
AUTHORITIES = ["COMMUNE DE VALBELLE", "COMMUNE DE MONTAUBRY", "COMMUNE DE SAINT-AUBRY",
               "COMMUNAUTÉ DE COMMUNES DU VAL D'AUBRY"]
BODIES = ["conseil municipal", "conseil communautaire"]
GIVEN = ["Odile", "Rémi", "Yvan", "Solène", "Bastien", "Jean-Yves", "Jean"]
ENDINGS = ["ARD", "AUDET", "ABLON", "ANIER"]
SUBJECTS = ["l'achat d'un tracteur", "la réfection de l'école", "la subvention aux œuvres",
            "le budget annexe", "la toiture de la mairie"]
THINGS = ["Le maire expose le projet", "La commission donne son avis", "Un devis est présenté",
          "La girafe du cirque est partie", "Le projet de budget est présenté, et le budget lu"]
VOTES = ["à l'unanimité, approuve", "par 3 voix pour et 1 voix contre, approuve",
         "par 1 voix pour et 3 voix contre, rejette"]
AMOUNTS = ["0,50", "99", "100", "999,99", "1 000", "1 250", "1 260,40", "9 999", "18 500", "64 300",
           "100 000", "1 000 000"]
MATCHES = {  # words → the same for FTS5
    "girafe": '({subject words}:"girafe" OR stems:"giraf")',
    '"budget"': '{subject words}:"budget"',
    '"le maire" "projet"': '({subject words}:"le maire") AND ({subject words}:"projet")',
    '"devis" OU "girafe"': '({subject words}:"devis") OR ({subject words}:"girafe")',
    '"approuve" SAUF "tracteur"': '({subject words}:"approuve") NOT ({subject words}:"tracteur")',
    '"toi"*': '{subject words}:"toi" *',
    '"hippopotame"': '{subject words}:"hippopotame"',
}


def fold(text):
    plain = unicodedata.normalize("NFD", (text or "").replace("œ", "oe").replace("Œ", "OE"))
    kept = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    return " ".join("".join(c if c.isascii() and c.isalnum() else " " for c in kept).split())


def holds(name, asked):
    return name is not None and all(word in fold(name) for word in fold(asked).split())


def make(chance):
    families = [start + ending for start in ("B", "C", "D", "F", "G", "L", "M", "P", "R", "S", "T",
                                             "V", "BR", "CR", "FR", "GR", "PR", "TR", "CH", "BL",
                                             "CL", "FL", "GL", "PL")
                for ending in [a + b for a in ("E", "I", "O") for b in ENDINGS]]
    for number in range(DOCUMENTS):
        members = [f"M. {chance.choice(GIVEN)} {family}" for family in chance.sample(families, 5)]
        body = chance.choice(BODIES)
        yield (MINUTES if number % 4 == 0 else EXTRACT).format(
            authority=chance.choice(AUTHORITIES), body=body, capital=body.upper(),
            day=chance.randint(1, 28), month=chance.choice(MONTHS),
            year=chance.choice([2019, 2021, 2021, 2023]), stated=chance.choice([4, 4, 3]),
            present=", ".join(members[:4]), absent=members[4], number=number, next=number + 500,
            subject=chance.choice(SUBJECTS), thing=chance.choice(THINGS), vote=chance.choice(VOTES),
            amount=chance.choice(AMOUNTS), other=chance.choice(AMOUNTS),
            more=chance.choice(["", f", dont {chance.choice(AMOUNTS)} € la première année"]))


class Rows:
    """The archive as lists of rows, each looked at for every question."""

    def __init__(self, path):
        self.db = sqlite3.connect(path)
        self.db.row_factory = sqlite3.Row
        ask = lambda sql: self.db.execute(sql).fetchall()
        self.documents = {row["id"]: row for row in ask("SELECT * FROM documents")}
        self.authorities = {row["id"]: row for row in ask("SELECT * FROM authorities")}
        self.acts = {row["id"]: row for row in ask("SELECT * FROM acts")}
        self.votes = {row["act"]: row for row in ask("SELECT * FROM votes")}
        self.sessions = {(row["document"], row["position"]): row
                         for row in ask("SELECT * FROM sessions")}
        self.members, self.amounts, self.findings = {}, {}, {}
        for row in ask("SELECT * FROM members"):
            self.members.setdefault((row["document"], row["session"]), []).append(row["name"])
        for row in ask("SELECT * FROM amounts"):
            self.amounts.setdefault(row["act"], []).append(row["cents"])
        for row in ask("SELECT * FROM findings"):
            self.findings.setdefault(row["document"], []).append(row)
        self.texts = ask("SELECT id, document FROM texts ORDER BY id DESC")
        self.db.executescript(
            "CREATE VIRTUAL TABLE temp.plain USING fts5(subject, words, stems, content='',"
            " tokenize='unicode61 remove_diacritics 2');"
            "INSERT INTO plain(rowid, subject, words, stems) SELECT id, subject, words, stems FROM"
            " texts;")

    def name(self, text):
        act = self.acts.get(text["id"])
        start = self.documents[text["document"]]["sha256"][:12]
        return f"{start}/{act['position']}" if act else start

    def passes(self, text, asked):
        act, document = self.acts.get(text["id"]), self.documents[text["document"]]
        place = (text["document"], act["session"] if act else 0)
        session = self.sessions.get(place)
        date = session and session["date"]
        authority = self.authorities.get(document["authority"])
        vote = self.votes.get(text["id"])
        for option, value in asked.items():
            good = {
                "from": lambda: date is not None and date >= value,
                "to": lambda: date is not None and date[:len(value)] <= value,
                "authority": lambda: authority is not None and (
                    authority["siren"] == value.replace(" ", "") or holds(authority["name"], value)),
                "body": lambda: session is not None and holds(session["body"], value),
                "member": lambda: any(holds(name, value) for name in self.members.get(place, [])),
                "amount": lambda: any(self.compares(cents, value)
                                      for cents in self.amounts.get(text["id"], [])),
                "outcome": lambda: vote is not None and vote["outcome"] == value,
                "finding": lambda: any(self.tells(finding, value)
                                       for finding in self.findings.get(text["document"], [])
                                       if finding["act"] in (None, act and act["position"])),
                "number": lambda: act is not None and act["number"] == value,
            }[option]()
            if not good:
                return False
        return True

    @staticmethod
    def compares(cents, value):
        number = lambda words: round(float(words.replace(" ", "").replace(",", ".")) * 100)
        if ".." in value:
            low, high = value.split("..")
            return number(low) <= cents <= number(high)
        for operator, compare in ((">=", int.__ge__), ("<=", int.__le__), (">", int.__gt__),
                                  ("<", int.__lt__), ("=", int.__eq__), ("", int.__eq__)):
            if value.startswith(operator):
                return compare(cents, number(value[len(operator):]))

    @staticmethod
    def tells(finding, value):
        if value in ("consistent", "contradicted", "unverifiable"):
            return finding["status"] == value
        check, _, status = value.partition("=")
        return finding["check"] == check and finding["status"] == (status or "contradicted")

    def answer(self, words, asked, newest):
        """Ids and scores, in order."""
        scores = None
        if words:
            scores = dict(self.db.execute("SELECT rowid, -bm25(plain, 5.0, 1.0, 0.8) FROM plain"
                                          " WHERE plain MATCH ?", (MATCHES[words],)).fetchall())
        found = [(scores[text["id"]] if scores and not newest else 0, text)
                 for text in self.texts if (scores is None or text["id"] in scores)
                 and self.passes(text, asked)]
        found.sort(key=lambda pair: (-pair[0], -pair[1]["id"]))
        return [(self.name(text), round(score, 3)) for score, text in found]


class Filters(harness.CommandLine):
    def test_all(self):
        self.chance = random.Random(11)
        for number, text in enumerate(make(self.chance)):
            self.write(f"inputs/{number:03d}.txt", text)
        self.delibex("index", "--quiet", "--jobs", "2", "--recycle", "100", "a.db", "inputs")
        self.rows = Rows(self.path("a.db"))
        self.the_archive_is_worth_asking()
        self.each_filter_with_others()
        self.the_newest_come_first_where_fewer_are_wanted()

    def values(self):
        """What may be asked of each filter: what much has, little, and nothing."""
        full = sorted({name for names in self.rows.members.values() for name in names})
        checks = sorted({f"{row['check']}={row['status']}" for rows in self.rows.findings.values()
                         for row in rows})
        return {
            "from": ["2019", "2021-06", "2023-03-14", "2025"],
            "to": ["2018", "2020", "2021-06", "2021-06-15", "2024"],
            "authority": ["commune", "val aubry", "MONTAUBRY", "nowhere", "saint", "e"],
            "body": ["conseil", "municipal", "communautaire", "bureau"],
            "member": ["jean", "odile", "a", "ARD", "jean yves", "nobody", "ard odile"] +
                      self.chance.sample(full, 6),
            "amount": [">23000", "<100", ">=100", "1000..2000", "1250", "0,01", "999,99..1000",
                       "1260,40", "<=99999999", "2000..1000", ">1260,39"],
            "outcome": ["adopted", "rejected", "withdrawn"],
            "finding": ["consistent", "contradicted", "unverifiable", "present-names", "siren-key"] +
                       self.chance.sample(checks, min(4, len(checks))),
            "number": ["2021-020", "2021-520", "no-such"],
        }

    def compare(self, words, asked, newest):
        options = [part for option, value in asked.items() for part in (f"--{option}", value)]
        out = self.delibex("search", "--format", "jsonl", "--limit", "1000", *options,
                           *(["--newest"] if newest else []), "a.db", *([words] if words else []))
        hits = [json.loads(line) for line in out.decode().splitlines()]
        expected = self.rows.answer(words, asked, newest)
        shown = [(hit["id"], hit["score"]) for hit in hits]
        self.assertEqual(shown, expected, (words, asked, newest))
        return len(hits)

    def the_archive_is_worth_asking(self):
        rows = self.rows
        self.assertEqual(len(rows.acts), DOCUMENTS + DOCUMENTS // 4)
        names = {name for names in rows.members.values() for name in names}
        self.assertGreater(len({word for name in names for word in fold(name).split()}), 256)
        self.assertGreater(len({vote["outcome"] for vote in rows.votes.values()}), 1)
        self.assertGreater(len({c for cents in rows.amounts.values() for c in cents}), 10)

    def each_filter_with_others(self):
        values = self.values()
        found = []
        for option in values:  # each value of each filter once, alone
            found += [self.compare(None, {option: value}, True) for value in values[option]]
        for _ in range(QUESTIONS):
            chosen = self.chance.sample(list(values), self.chance.choice([0, 1, 2, 2, 3, 4]))
            asked = {option: self.chance.choice(values[option]) for option in chosen}
            if "to" in asked and asked["to"] < asked.get("from", "")[:len(asked["to"])]:
                del asked["to"]  # refused, as any other time that never was
            words = self.chance.choice([None] + list(MATCHES))
            if words or asked:
                found.append(self.compare(words, asked, self.chance.random() < 0.5 or not words))
        # The questions are of all kinds: many without an answer, with few, and with many.
        self.assertGreater(sum(count == 0 for count in found), 20)
        self.assertGreater(sum(0 < count < 20 for count in found), 20)
        self.assertGreater(sum(count >= 20 for count in found), 20)

    def the_newest_come_first_where_fewer_are_wanted(self):
        out = self.delibex("search", "--format", "jsonl", "--limit", "7", "--newest", "--outcome",
                           "adopted", "--member", "jean", "a.db", '"approuve" SAUF "tracteur"')
        expected = self.rows.answer('"approuve" SAUF "tracteur"',
                                    {"outcome": "adopted", "member": "jean"}, True)
        self.assertEqual([json.loads(line)["id"] for line in out.decode().splitlines()],
                         [name for name, _ in expected[:7]])


if __name__ == "__main__":
    harness.main()

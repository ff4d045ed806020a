"""How minutes head their matters, in many ways: with every kind of heading, under an agenda and without
one, the same four matters are four acts, with the subjects and outcomes they have.

usage: test_headings.py BUILD_DIR SOURCE_DIR

No blank line stands between a heading and the report under it: what is a heading must be known from it.
Most are known where the line ends are lost, too.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

import sitting

DELIBEX = os.path.join(os.path.abspath(sys.argv[1]), "delibex")
SUBJECTS, REPORTS = list(sitting.REPORTS), list(sitting.REPORTS.values())
DECISIONS = ["Après en avoir délibéré, le conseil municipal, à l'unanimité, adopte les tarifs proposés.",
             "Le conseil municipal, après en avoir délibéré, approuve la convention par 9 voix pour et 1 abstention.",
             "Vote : 10 pour, 0 contre, 0 abstention. Le conseil attribue une subvention de 300 €.",
             "Adopté à l'unanimité."]
AGENDA = "\nOrdre du jour :\n" + "".join("- %s\n" % subject for subject in SUBJECTS) + "- Questions diverses\n"
MINUTES = "\nLe procès-verbal de la séance du 7 février 2023 est approuvé à l'unanimité.\n"
END = """
%s
M. PRUNIER signale un nid-de-poule rue des Tilleuls. Madame le maire répond que les services passeront.
La date de la prochaine séance est fixée au 11 avril 2023.

La séance est levée à 20 h 30.
"""
ROMAN = ["I", "II", "III", "IV", "V"]

# Of a rank (from 0) and a subject.
RANKED = {
    "1.": lambda i, s: f"{i + 1}. {s}",
    "1. CAPITALS": lambda i, s: f"{i + 1}. {s.upper()}",
    "1)": lambda i, s: f"{i + 1}) {s}",
    "1 -": lambda i, s: f"{i + 1} - {s}",
    "1 – … :": lambda i, s: f"{i + 1} – {s} :",
    "1/": lambda i, s: f"{i + 1}/ {s}",
    "N° 1": lambda i, s: f"N° {i + 1} – {s}",
    "1. Objet :": lambda i, s: f"{i + 1}. Objet : {s}",
    "Point": lambda i, s: f"Point n° {i + 1} : {s}",
    "POINT": lambda i, s: f"POINT {i + 1} - {s.upper()}",
    "Question": lambda i, s: f"Question n° {i + 1} : {s}",
    "Rapport": lambda i, s: f"Rapport n° {i + 1} – {s}",
    "Affaire": lambda i, s: f"Affaire n° {i + 1} : {s}",
}
NUMBERED = {
    "I –": lambda i, s: f"{ROMAN[i]} – {s}",
    "I. CAPITALS": lambda i, s: f"{ROMAN[i]}. {s.upper()}",
    "1.1": lambda i, s: f"{1 + i // 2}.{1 + i % 2} {s}",
    "A.": lambda i, s: f"{'ABCD'[i]}. {s}",
    "Délibération n°": lambda i, s: f"Délibération n° 2023-{i + 11:03} : {s}",
    "DÉLIBÉRATION N°, capitals below": lambda i, s: f"DÉLIBÉRATION N° 2023/{i + 11:02}\n{s.upper()}",
    "Délibération n°, Objet :": lambda i, s: f"Délibération n° 2023-{i + 11:03}\nObjet : {s}",
    "N° … – Objet :": lambda i, s: f"N° 2023-{i + 11} – Objet : {s}",
    "2023-011 –": lambda i, s: f"2023-{i + 11:03} – {s}",
    "D2023-011 :": lambda i, s: f"D2023-{i + 11:03} : {s}",
    "DCM n°": lambda i, s: f"DCM n° 2023-03-{i + 1:02} : {s}",
    "DEL 23-011": lambda i, s: f"DEL 23-{i + 11:03} {s}",
    "20230314-01 –": lambda i, s: f"20230314-{i + 1:02} – {s}",
    "Objet :": lambda i, s: f"Objet : {s}",
    "OBJET : CAPITALS": lambda i, s: f"OBJET : {s.upper()}",
    "number in brackets": lambda i, s: f"{s} (délibération n° 2023-{i + 11:03})",
    "number behind": lambda i, s: f"{s} – Délibération n° 2023-{i + 11:03}",
    "number below": lambda i, s: f"{i + 1}. {s}\nDélibération n° 2023-{i + 11:03}",
    "1 :": lambda i, s: f"{i + 1} : {s}",
    "cells": lambda i, s: f"{i + 1}    {s}",
    "#1": lambda i, s: f"#{i + 1} {s}",
    "1re question": lambda i, s: f"{i + 1}e question : {s}",
    "Sujet n°": lambda i, s: f"Sujet n° {i + 1} : {s}",
    "I°)": lambda i, s: f"{ROMAN[i]}°) {s}",
    "I-1": lambda i, s: f"I-{i + 1} {s}",
    "A1 –": lambda i, s: f"A{i + 1} – {s}",
    "n° 11 :": lambda i, s: f"n° {i + 11} : {s}",
    "23/011 –": lambda i, s: f"23/{i + 11:03} – {s}",
    "23.03.11": lambda i, s: f"23.03.{i + 11} {s}",
    "11/2023 –": lambda i, s: f"{i + 11}/2023 – {s}",
    "DCM 11/2023 :": lambda i, s: f"DCM {i + 11}/2023 : {s}",
    "DEL2023011 –": lambda i, s: f"DEL2023{i + 11:03} – {s}",
    "2023 VRD 11": lambda i, s: f"2023 VRD {i + 11} {s}",
    "2023-C-011 –": lambda i, s: f"2023-C-{i + 11:03} – {s}",
    "CM2023-03-14/01": lambda i, s: f"CM2023-03-14/{i + 1:02} {s}",
    "(2023-11)": lambda i, s: f"(2023-{i + 11}) {s}",
    "Point, number": lambda i, s: f"Point {i + 1} – 2023-{i + 11} – {s}",
    "themes": lambda i, s: ("I. FINANCES\n\n" if i == 0 else "II. PATRIMOINE\n\n" if i == 2 else "") + f"{i % 2 + 1}. {s}",
    "❖": lambda i, s: "❖ " + s,
    "Présenté par": lambda i, s: f"{i + 1}. {s}\nPrésenté par M. Loïc PRUNIER",
}
BARE = {
    "CAPITALS": lambda i, s: s.upper(),
    "nothing": lambda i, s: s,
}
ANNOUNCED = {  # without an agenda these are lists of what is decided as well
    "•": lambda i, s: "• " + s,
    "➢": lambda i, s: "➢ " + s,
    "-": lambda i, s: "- " + s,
    "a)": lambda i, s: f"{'abcd'[i]}) {s}",
    "… :": lambda i, s: s + " :",
}


LOST = ["nothing, without agenda", "A., without agenda", "I°), without agenda", "number in brackets, without agenda",
        "number behind, without agenda", "number below, without agenda", "number behind, with agenda",
        "number below, with agenda"]  # where lines are


def minutes(head, agenda, last):
    matters = "".join("\n%s\n%s\n%s\n" % (head(i, subject), REPORTS[i], DECISIONS[i])
                      for i, subject in enumerate(SUBJECTS))
    return sitting.HEADER + (AGENDA if agenda else "") + MINUTES + matters + END % last


def cases():
    for agenda in (False, True):
        kinds = [(RANKED, True), (NUMBERED, False), (BARE, False)] + [(ANNOUNCED, False)] * agenda
        for kind, ranked in kinds:
            for name, head in kind.items():
                last = head(len(SUBJECTS), "Questions diverses") if ranked else "Questions diverses"
                name, words = "%s, %s agenda" % (name, "with" if agenda else "without"), minutes(head, agenda, last)
                yield name, words
                if name not in LOST:
                    yield name + ", on one line", re.sub(r"\s+", " ", words) + "\n"


def problems(record):
    acts = [act for act in record["acts"] if "procès-verbal" not in (act["subject"] or "")]
    subjects = [(act["subject"] or "").lower() for act in acts]
    if subjects != [subject.lower() for subject in SUBJECTS]:
        yield "subjects %s" % subjects
    if any(act["vote"]["outcome"] != "adopted" for act in acts):
        yield "outcomes %s" % [act["vote"]["outcome"] for act in acts]
    for finding in record["findings"]:
        if finding["status"] == "contradicted":
            yield finding["message"]


def main():
    wrong, tried = 0, list(cases())
    with tempfile.TemporaryDirectory(prefix="delibex headings ") as top:
        paths = []
        for i, (_, words) in enumerate(tried):
            paths.append(os.path.join(top, "%03d.txt" % i))
            with open(paths[-1], "w", encoding="utf-8") as file:
                file.write(words)
        done = subprocess.run([DELIBEX, "extract", "--format", "jsonl", *paths], capture_output=True, check=True)
    for (name, _), line in zip(tried, done.stdout.splitlines(), strict=True):
        for problem in problems(json.loads(line)):
            print("%s: %s" % (name, problem))
            wrong += 1
    print("%d ways to head a matter, %d wrong" % (len(tried), wrong))
    sys.exit(wrong > 0)


main()

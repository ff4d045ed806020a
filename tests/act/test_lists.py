"""How lists of deliberations set their rows: a number of some form or none, a title, what became of it. Each
gives the same four acts, most of them where line ends are lost, too.

usage: test_lists.py BUILD_DIR SOURCE_DIR
"""
import json
import os
import re
import subprocess
import sys
import tempfile

DELIBEX = os.path.join(os.path.abspath(sys.argv[1]), "delibex")
SUBJECTS = ["Tarifs de la cantine scolaire", "Convention avec l'office de tourisme",
            "Subvention à l'amicale des pompiers", "Acquisition de la parcelle AB 12"]
HEAD = """COMMUNE DE VALBRUNE

LISTE DES DÉLIBÉRATIONS EXAMINÉES PAR LE CONSEIL MUNICIPAL
Séance du 14 mars 2023

"""
END = "\nAffiché et mis en ligne le 20 mars 2023\nLe Maire,\nÉlise MARCHANDEAU\n"
PLAIN = [("Adoptée", "adopted"), ("Adoptée", "adopted"), ("Rejetée", "rejected"), ("Ajournée", "adjourned")]
LONGER = [("Adoptée à l'unanimité", "adopted"), ("Adoptée à la majorité (8 pour, 2 contre)", "adopted"),
          ("Rejetée", "rejected"), ("Retirée de l'ordre du jour", "withdrawn")]
VOTED = [("Unanimité", "adopted"), ("Pour : 8 Contre : 2 Abstention : 0", "adopted"), ("Prend acte", "noted"),
         ("Unanimité", "adopted")]
APPROVED = [("Approuvé à l'unanimité", "adopted"), ("Approuvé", "adopted"), ("Pris acte", "noted"),
            ("Approuvée par 8 voix pour et 2 abstentions", "adopted")]
NONE = [("", None)] * 4


def year(i):
    return "2023-%d" % (i + 11)


# Of a rank (from 0), a subject and a result; the number; the results; what stands above the rows.
CASES = {
    "cells": (lambda i, s, o: f"{year(i)}   {s}   {o}", year, PLAIN, ""),
    "cells, headed": (lambda i, s, o: f"{year(i)}   {s}   {o}", year, PLAIN, "Numéro   Objet   Décision\n"),
    "bars": (lambda i, s, o: f"| {year(i)} | {s} | {o} |", year, PLAIN, "| N° | Objet | Vote |\n|---|---|---|\n"),
    "dash": (lambda i, s, o: f"{year(i)} – {s} – {o}", year, PLAIN, ""),
    "colon": (lambda i, s, o: f"{year(i)} : {s} : {o}", year, PLAIN, ""),
    "brackets": (lambda i, s, o: f"{year(i)} {s} ({o})", year, PLAIN, ""),
    "below": (lambda i, s, o: f"{year(i)} {s}\n{o}", year, PLAIN, ""),
    "all below": (lambda i, s, o: f"Délibération n° {year(i)}\n{s}\n{o}\n", year, PLAIN, ""),
    "labelled": (lambda i, s, o: f"Délibération n° {year(i)} – {s} – {o}", year, PLAIN, ""),
    "bullets": (lambda i, s, o: f"• Délibération n° {year(i)} : {s} – {o}", year, PLAIN, ""),
    "dashes": (lambda i, s, o: f"- {year(i)} {s} : {o}", year, PLAIN, ""),
    "D_2023_011": (lambda i, s, o: f"D_2023_0{i + 11}   {s}   {o}", lambda i: f"D_2023_0{i + 11}", PLAIN, ""),
    "11/2023": (lambda i, s, o: f"{i + 11}/2023   {s}   {o}", lambda i: f"{i + 11}/2023", PLAIN, ""),
    "23.03.11": (lambda i, s, o: f"23.03.{i + 11}   {s}   {o}", lambda i: f"23.03.{i + 11}", PLAIN, ""),
    "themes": (lambda i, s, o: ("FINANCES\n", "", "\nPATRIMOINE\n", "")[i] + f"{year(i)}   {s}   {o}", year, PLAIN, ""),
    "ranks": (lambda i, s, o: f"{i + 1}. {s} : {o}", None, PLAIN, ""),
    "ranks, dash": (lambda i, s, o: f"{i + 1} - {s} - {o}", None, PLAIN, ""),
    "no number": (lambda i, s, o: f"{s}   {o}", None, PLAIN, "Objet   Décision\n"),
    "no number, dashes": (lambda i, s, o: f"- {s} : {o}", None, PLAIN, ""),
    "no number, below": (lambda i, s, o: f"{s}\n{o}\n", None, PLAIN, ""),
    "no number, colon": (lambda i, s, o: f"{s} : {o}", None, PLAIN, ""),
    "longer": (lambda i, s, o: f"{year(i)}   {s}   {o}", year, LONGER, ""),
    "longer, below": (lambda i, s, o: f"{year(i)} – {s}\nVote : {o}\n", year, LONGER, ""),
    "votes": (lambda i, s, o: f"{year(i)}   {s}   {o}", year, VOTED, ""),
    "votes, below": (lambda i, s, o: f"{year(i)} – {s}\n{o}\n", year, VOTED, ""),
    "approved": (lambda i, s, o: f"{year(i)} – {s} – {o}", year, APPROVED, ""),
    "nomenclature": (lambda i, s, o: f"{year(i)}   7.1   {s}   {o}", year, PLAIN, "N°   Matière   Objet   Vote\n"),
    "no result": (lambda i, s, o: f"{year(i)} – {s}", year, NONE, ""),
}
LOST = ["no number", "no number, dashes", "no number, below", "no number, colon", "nomenclature"]  # where lines are


def cases():
    for name, (row, number, results, above) in CASES.items():
        rows = "".join(row(i, subject, results[i][0]) + "\n" for i, subject in enumerate(SUBJECTS))
        expected = [(number(i) if number else None, SUBJECTS[i], results[i][1]) for i in range(4)]
        words = HEAD + above + rows + END
        yield name, words, expected
        if name not in LOST:
            yield name + ", on one line", re.sub(r"\s+", " ", words) + "\n", expected


def main():
    wrong, tried = 0, list(cases())
    with tempfile.TemporaryDirectory(prefix="delibex lists ") as top:
        paths = []
        for i, (_, words, _) in enumerate(tried):
            paths.append(os.path.join(top, "%02d.txt" % i))
            with open(paths[-1], "w", encoding="utf-8") as file:
                file.write(words)
        done = subprocess.run([DELIBEX, "extract", "--format", "jsonl", *paths], capture_output=True, check=True)
    for (name, _, expected), line in zip(tried, done.stdout.splitlines(), strict=True):
        got = [(act["number"], act["subject"], act["vote"]["outcome"]) for act in json.loads(line)["acts"]]
        if got != expected:
            print("%s: %s" % (name, got))
            wrong += 1
    print("%d lists, %d wrong" % (len(tried), wrong))
    sys.exit(wrong > 0)


main()

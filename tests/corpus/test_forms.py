"""Reads one invented act over and over, each time with one thing said in another way.

usage: test_forms.py BUILD_DIR SOURCE_DIR

forms.jsonl holds the variants, one a line: blocks that take the place of the act's own ("members",
"vote", …), or their order; "flat" where the line ends are lost, too; and under "expect" what the record
then says otherwise. Whatever a variant does not name must stay as it is in the act, and no finding may
accuse it. Each is read a second time with its lines wrapped, as narrower paper breaks them: what is said
stays the same, but for decisions, which are cut at line ends. What stands in columns is not wrapped, nor
what "wrap" forbids.

acts.jsonl holds whole acts as other authorities set them, one a line: "text" and, under "expect", what
the record says. Each is read with its lines and without them, or in those ways that "flat" names.
"""
import json
import os
import re
import sys
import tempfile
import textwrap
import unicodedata

import cases

WIDTH = 78  # characters a line
BUILD, SOURCE = (os.path.abspath(path) for path in sys.argv[1:3])
PRESENT = ["M. Yves LE GALL", "Mme Maryse KERVELLA", "M. Jean-Pierre TANGUY", "Mme Annick PENVERN",
           "M. Loïc QUÉRÉ", "Mme Sandrine L'HELGOUACH", "M. Didier MOREL", "Mme Nadia BENALI"]
ACT = {
    "stamp": "",
    "head": "Département du Finistère\nCOMMUNE DE KERVALLON",
    "kind": "EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS DU CONSEIL MUNICIPAL",
    "number": "Délibération n° 2022-14",
    "sitting": "Séance du 14 mars 2022",
    "opening": "L'an deux mille vingt-deux, le quatorze mars à vingt heures, le conseil municipal de la commune de "
               "Kervallon, dûment convoqué le 8 mars 2022, s'est réuni en session ordinaire à la mairie, sous la "
               "présidence de Monsieur Yves LE GALL, Maire.",
    "counts": "Nombre de membres en exercice : 12\nPrésents : 8\nPouvoirs : 2\nVotants : 10",
    "members": "Étaient présents : " + ", ".join(PRESENT) + ".",
    "proxies": "Absents ayant donné pouvoir : Mme Hélène ROUXEL à Mme Maryse KERVELLA, M. Patrick N'DIAYE à "
               "M. Yves LE GALL.",
    "excused": "Absent excusé : M. Gaël RIOUAL.",
    "absent": "Absente : Mme Denise PÉRENNEC.",
    "secretary": "Secrétaire de séance : Mme Nadia BENALI.",
    "object": "Objet : Rénovation de l'éclairage du stade",
    "body": "Monsieur le Maire expose que les mâts du stade ont trente ans et que les lampes ne se trouvent plus.\n\n"
            "Vu le code général des collectivités territoriales,",
    "vote": "Le conseil municipal, après en avoir délibéré, à l'unanimité,\n- approuve le projet de rénovation,\n"
            "- autorise le Maire à signer les marchés.",
    "after": "",
    "closing": "Fait et délibéré les jour, mois et an susdits.\nPour extrait conforme,\nLe Maire,\nYves LE GALL",
}
SAYS = {
    "kind": "deliberation", "authority": "Kervallon", "date": "2022-03-14", "time": "20:00",
    "convocation": "2022-03-08", "president": "Yves LE GALL", "secretary": "Nadia BENALI",
    "in_office": 12, "present": 8, "proxies": 2, "voting": 10,
    "members": [name.split(" ", 1)[1] for name in PRESENT],
    "missing": ["Hélène ROUXEL", "Patrick N'DIAYE", "Gaël RIOUAL", "Denise PÉRENNEC"],
    "mandates": ["Hélène ROUXEL > Maryse KERVELLA", "Patrick N'DIAYE > Yves LE GALL"],
    "acts": 1, "number": "2022-14", "subject": "Rénovation de l'éclairage du stade", "outcome": "adopted",
    "unanimous": True, "for": None, "against": None, "abstaining": None, "not_taking_part": None, "voters": [],
}


def folded(value):
    """Words without accents, capitals and order: « LE GALL Yves » is « Yves LE GALL »."""
    if isinstance(value, list):
        return sorted(folded(one) for one in value)
    if not isinstance(value, str):
        return value
    plain = unicodedata.normalize("NFKD", value.replace("’", "'"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()
    return [" ".join(sorted(re.findall("[a-z0-9]+", part))) for part in plain.split(" > ")]


def name_of(person):
    return person["name"] if person else None


def said(record):
    session, acts = record["session"], record["acts"]
    act = acts[0] if acts else {"number": None, "subject": None, "vote": {}}
    vote, members = act["vote"] or {}, session["members"]
    stated = {key: value for key, value in vote.items() if key not in vote.get("derived", [])}
    amounts = [one["cents"] / 100 for one in act.get("amounts", []) if one["zone"] in ("subject", "operative")]
    return {
        "kind": record["kind"], "authority": record["authority"]["name"], "date": session["date"],
        "time": session["time"], "convocation": session["convocation_date"],
        "president": name_of(session["president"]), "secretary": "; ".join(map(name_of, session["secretaries"])),
        **{key: session["counts"][key] for key in ("in_office", "present", "proxies", "voting", "absent", "excused", "quorum")},
        "members": [one["name"] for one in members if one["status"] == "present"],
        "missing": [one["name"] for one in members if one["status"] != "present"],
        "mandates": [f"{one['giver']} > {one['holder']}" for one in session["proxies"]],
        "acts": len(acts), "number": act["number"], "subject": act["subject"], "outcome": vote.get("outcome"),
        "unanimous": vote.get("unanimous"),
        **{key: stated.get(key) for key in ("for", "against", "abstaining", "not_taking_part")},
        "voters": [f"{one['name']} > {one['option']}" for one in vote.get("named", [])], "amounts": amounts,
        **{f"{key}s": [one[key] for one in acts] for key in ("subject", "number")},
        "outcomes": [one["vote"]["outcome"] for one in acts], "decisions": act.get("decisions", []),
    }


def text_of(variant):
    if "text" in variant:
        return re.sub(r"\s+", " ", variant["text"]).strip() + "\n" if variant["flat"] else variant["text"]
    blocks = {**ACT, **variant}
    text = "\n\n".join(blocks[name] for name in variant.get("order", ACT) if blocks[name])
    return (re.sub(r"\s+", " ", text) if variant.get("flat") else text) + "\n"


def wrapped(text):
    return "\n".join("\n".join(textwrap.wrap(line, WIDTH)) for line in text.split("\n")) + "\n"


def lines_of(name):
    with open(os.path.join(SOURCE, "tests/corpus", name), encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def main():
    variants = lines_of("forms.jsonl")
    variants += [{**act, "flat": flat} for act in lines_of("acts.jsonl") for flat in act.get("flat", [False, True])]
    texts = [text_of(variant) for variant in variants]
    for variant, text in list(zip(variants, texts)):
        flat = "text" in variant and variant["flat"]
        if not flat and variant.get("wrap", True) and "   " not in text and wrapped(text) != text:
            expected = {key: "any" if key == "decisions" else value for key, value in variant["expect"].items()}
            variants.append({**variant, "expect": expected})
            texts.append(wrapped(text))
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, f"{i:04}.txt") for i in range(len(variants))]
        for path, text in zip(paths, texts):
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        records = cases.read(BUILD, paths, "--recycle", "50")
    for record, variant, text in zip(records, variants, texts):
        expected = variant["expect"] if "text" in variant else {**SAYS, **variant["expect"]}
        got = said(record)
        differs = [f"{key}: expected {expected[key]!r}, got {got[key]!r}" for key in expected
                   if expected[key] != "any" and folded(expected[key]) != folded(got[key])]
        differs += [finding["message"] for finding in record["findings"] if finding["status"] == "contradicted"]
        if differs:
            wrong += 1
            print(text, *differs, sep="\n    ")
    print(f"{len(variants) - wrong} of {len(variants)} forms read")
    sys.exit(wrong > 0 or len(variants) < 100)


main()

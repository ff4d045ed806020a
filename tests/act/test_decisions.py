"""How minutes say what became of a matter, in many words: each time four matters end with the same ones,
and are four acts that say it. What minutes tell besides, before or behind them, is none.

usage: test_decisions.py BUILD_DIR SOURCE_DIR
"""
import json
import os
import re
import subprocess
import sys
import tempfile

from sitting import HEADER, REPORTS

DELIBEX = os.path.join(os.path.abspath(sys.argv[1]), "delibex")
END = """
Questions diverses
M. PRUNIER signale un nid-de-poule rue des Tilleuls. Madame le maire répond que les services passeront.

La séance est levée à 20 h 30.
"""
SAID = [
    ("Unanimité", "adopted", {"unanimous": True}),
    ("(Unanimité)", "adopted", {"unanimous": True}),
    ("Le conseil donne son accord.", "adopted", {}),
    ("Le conseil émet un avis favorable.", "adopted", {}),
    ("Accord du conseil.", "adopted", {}),
    ("Adopté.", "adopted", {}),
    ("ADOPTÉ", "adopted", {}),
    ("Adoptée", "adopted", {}),
    ("Approuvé", "adopted", {}),
    ("Décision : adopté", "adopted", {}),
    ("10 pour", "adopted", {"for": 10}),
    ("POUR : 10", "adopted", {"for": 10}),
    ("Vote : majorité (1 contre : M. PRUNIER)", "adopted", {"unanimous": False, "against": 1, "voters": ["PRUNIER > against"]}),
    ("Adopté à la majorité absolue.", "adopted", {}),
    ("Pour   Contre   Abstention\n8   1   1", "adopted", {"for": 8, "against": 1, "abstaining": 1}),
    ("Pour | Contre | Abstention\n8 | 1 | 1", "adopted", {"for": 8, "against": 1, "abstaining": 1}),
    ("| Pour | 8 |\n| Contre | 1 |\n| Abstention | 1 |", "adopted", {"for": 8, "against": 1, "abstaining": 1}),
    ("Votants   Pour   Contre   Abstentions\n10   8   1   1", "adopted", {"for": 8, "against": 1, "abstaining": 1}),
    ("Votants   Exprimés   Pour   Contre   Abstentions\n10   9   8   1   1", "adopted", {"for": 8, "against": 1, "abstaining": 1}),
    ("Présents   Votants   Pour   Contre   Abstentions\n8   10   8   1   1", "adopted", {"for": 8, "against": 1, "abstaining": 1}),
    ("Pour   8\nContre   1\nAbstention   1", "adopted", {"for": 8, "against": 1, "abstaining": 1}),
    ("Voix pour   Voix contre   Abstentions\n8   1   1", "adopted", {"for": 8, "against": 1, "abstaining": 1}),
    ("Pour   Contre   Abstention   NPPV\n7   1   1   1", "adopted", {"for": 7, "against": 1, "abstaining": 1, "not_taking_part": 1}),
    ("Vote\nPour 8\nContre 1\nAbstention 1", "adopted", {"for": 8, "against": 1, "abstaining": 1}),
    ("VOTE\nUnanimité", "adopted", {"unanimous": True}),
    ("Après discussion, le conseil est favorable à ce projet.", "adopted", {}),
    ("Le conseil valide cette proposition.", "adopted", {}),
    ("Tous les conseillers approuvent.", "adopted", {}),
    ("Tout le monde est d'accord.", "adopted", {}),
    ("Le rapport, mis aux voix, est adopté.", "adopted", {}),
    ("Proposition acceptée.", "adopted", {}),
    ("Avis favorable.", "adopted", {}),
    ("Le conseil vote pour.", "adopted", {}),
    ("Délibération : Le conseil municipal, à l'unanimité, approuve.", "adopted", {"unanimous": True}),
    ("→ Unanimité", "adopted", {"unanimous": True}),
    ("Adopté par 10 voix", "adopted", {"for": 10}),
    ("Moins une abstention (M. PRUNIER), le conseil approuve.", "adopted", {}),
    ("Le conseil approuve moins une abstention (M. PRUNIER).", "adopted", {"abstaining": 1}),
    ("Dont acte.", "noted", {}),
    ("Acte est donné au maire de cette communication.", "noted", {}),
    ("Point ajourné.", "adjourned", {}),
    ("Ajourné.", "adjourned", {}),
    ("Point reporté.", "adjourned", {}),
    ("Reporté.", "adjourned", {}),
    ("Le conseil décide d'ajourner ce point.", "adjourned", {}),
    ("Ce point est reporté au prochain conseil municipal.", "adjourned", {}),
    ("Le conseil décide de reporter sa décision.", "adjourned", {}),
    ("Point retiré de l'ordre du jour.", "withdrawn", {}),
    ("Retiré.", "withdrawn", {}),
    ("Délibération retirée.", "withdrawn", {}),
    ("M. le Maire retire ce point de l'ordre du jour.", "withdrawn", {}),
    ("Ce point est retiré.", "withdrawn", {}),
    ("Rapport retiré.", "withdrawn", {}),
    ("Rejeté.", "rejected", {}),
    ("La proposition n'est pas adoptée (4 pour, 6 contre).", "rejected", {}),
    ("Vote : 10 contre", "rejected", {}),
]

TOLD = [
    "Décisions prises par le maire dans le cadre de ses délégations (article L. 2122-22 du CGCT)\n"
    "- Décision n° 2023-05 du 20 février 2023 : contrat avec l'entreprise Bâti 29 pour 4 500 € HT\n"
    "- Décision n° 2023-06 du 27 février 2023 : renouvellement d'une concession au cimetière",
    "DÉCISIONS DU MAIRE\n\nN° 2023-05 : Contrat d'entretien de la chaudière\nN° 2023-06 : Vente d'un véhicule\n"
    "N° 2023-07 : Ligne de trésorerie\n\nLe conseil municipal prend acte de ces décisions.",
    "INFORMATIONS\nMadame le maire informe le conseil de l'avancement des travaux de l'école.\n"
    "Le conseil communautaire a voté à l'unanimité le budget de l'intercommunalité.",
    "Le compte rendu de la réunion du 7 février 2023, transmis aux conseillers, n'appelle aucune observation. Il est "
    "adopté à l'unanimité.",
    "Désignation du secrétaire de séance : M. Loïc PRUNIER est désigné à l'unanimité.",
    "TOUR DE TABLE\nM. PRUNIER : demande la pose d'un miroir.\nMme TALVAT : signale une fuite.",
    "QUESTIONS DIVERSES\n\n- Travaux de voirie : le marché sera lancé en mai.\n- Prochain conseil : 11 avril 2023.",
]


def minutes(words, before="", behind=""):
    matters = "".join("\n%d. %s\n%s\n%s\n" % (i, subject, report, words)
                      for i, (subject, report) in enumerate(REPORTS.items(), 1))
    return HEADER + before + matters + behind + END


def problems(record, outcome, figures):
    if [act["subject"] for act in record["acts"]] != list(REPORTS):
        yield "subjects %s" % [act["subject"] for act in record["acts"]]
    for act in record["acts"]:
        vote = act["vote"]
        stated = {key: value for key, value in vote.items() if key not in vote["derived"]}
        stated["voters"] = ["%s > %s" % (one["name"], one["option"]) for one in vote["named"]]
        if vote["outcome"] != outcome or any(stated.get(key) != figures[key] for key in figures):
            yield "%s %s" % (vote["outcome"], {key: stated.get(key) for key in figures})
            break
    for finding in record["findings"]:
        if finding["status"] == "contradicted":
            yield finding["message"]


def cases():
    for words, outcome, figures in SAID:
        yield words, minutes(words), outcome, figures
        if words not in ("10 pour", "VOTE\nUnanimité"):
            yield words, re.sub(r"\s+", " ", minutes(words)) + "\n", outcome, figures
    for words in TOLD:
        for before in (False, True):
            told = {"before" if before else "behind": "\n%s\n" % words}
            yield words, minutes("Adopté à l'unanimité.", **told), "adopted", {"unanimous": True}


def main():
    wrong, tried = 0, list(cases())
    with tempfile.TemporaryDirectory(prefix="delibex decisions ") as top:
        paths = []
        for i, (_, text, _, _) in enumerate(tried):
            paths.append(os.path.join(top, "%03d.txt" % i))
            with open(paths[-1], "w", encoding="utf-8") as file:
                file.write(text)
        done = subprocess.run([DELIBEX, "extract", "--format", "jsonl", *paths], capture_output=True, check=True)
    for (words, _, outcome, figures), line in zip(tried, done.stdout.splitlines(), strict=True):
        for problem in problems(json.loads(line), outcome, figures):
            print("%r: %s" % (words, problem))
            wrong += 1
    print("%d minutes, %d wrong" % (len(tried), wrong))
    sys.exit(wrong > 0)


main()

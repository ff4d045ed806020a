"""Who comes, leaves and stands aside in a sitting, in many words: each is put into the same minutes, in
the header, between two matters or inside one, and must be a movement of the right kind with the act it
first affects, of the right person. It may change no subject, make no act and accuse nobody.

usage: test_movements.py BUILD_DIR SOURCE_DIR
"""
import json
import os
import subprocess
import sys
import tempfile

DELIBEX = os.path.join(os.path.abspath(sys.argv[1]), "delibex")
HEADER, BETWEEN, INSIDE = "header", "between", "inside"
SUBJECTS = ["Tarifs de la cantine", "Convention avec l'office de tourisme",
            "Subvention à l'amicale des pompiers", "Acquisition d'une parcelle"]
MINUTES = """COMMUNE DE VALBRUNE

PROCÈS-VERBAL DE LA SÉANCE DU CONSEIL MUNICIPAL DU 14 MARS 2023

L'an deux mille vingt-trois, le quatorze mars à dix-neuf heures, le conseil municipal de la commune de
Valbrune, dûment convoqué le 8 mars 2023, s'est réuni en session ordinaire à la mairie sous la présidence
de Mme Élise MARCHANDEAU, maire.
Nombre de conseillers en exercice : 11   Présents : 8   Pouvoirs : 1   Votants : 9

Étaient présents : Mme Élise MARCHANDEAU, M. Paul DUVERNOY, Mme Anna KERSALIO, M. Loïc PRUNIER, Mme Jeanne
TALVAT, M. Rémi SORBIER, Mme Odile CHANTREL, M. Marc VIGNOLLE.
Pouvoir : M. Yann BERTHOLON à M. Paul DUVERNOY.
Absents : Mme Claire ROSSELIN, M. Gilles TERRASSON.
{header}
Secrétaire de séance : M. Loïc PRUNIER.

1 – Tarifs de la cantine
Madame le maire propose de fixer le prix du repas à 3,80 €.
Après en avoir délibéré, le conseil municipal, à l'unanimité, adopte les tarifs.

{between}
2 – Convention avec l'office de tourisme
{inside}
Après en avoir délibéré, le conseil municipal, à l'unanimité, approuve la convention.

3 – Subvention à l'amicale des pompiers
Après en avoir délibéré, le conseil municipal, à l'unanimité, attribue une subvention de 300 €.

4 – Acquisition d'une parcelle
Après en avoir délibéré, le conseil municipal, à l'unanimité, décide d'acquérir la parcelle.

La séance est levée à 20 h 30.
"""

# Where, the words, and the act (from 0) and kind of the movement; None where no act can be named. A
# departure with a holder is one with a proxy.
CASES = [
    (HEADER, 'Mme Claire ROSSELIN arrive à 19 h 40.', None),
    (HEADER, 'M. Marc VIGNOLLE quitte la séance à 20 h 10.', None),
    (HEADER, 'Arrivée de Mme Claire ROSSELIN à 19 h 40.', None),
    (BETWEEN, 'Arrivée de Mme Claire ROSSELIN à 19h25. Le nombre de présents est porté à 9.', (1, "arrival")),
    (BETWEEN, '(Arrivée de Mme Claire ROSSELIN)', (1, "arrival")),
    (BETWEEN, "Mme Claire ROSSELIN rejoint l'assemblée à 19h25.", (1, "arrival")),
    (BETWEEN, 'À 19h25, Mme Claire ROSSELIN rejoint la séance.', (1, "arrival")),
    (BETWEEN, '19 h 25 – Arrivée de Mme Claire ROSSELIN', (1, "arrival")),
    (BETWEEN, 'M. Marc VIGNOLLE quitte la séance à 19 h 45, il donne pouvoir à M. Rémi SORBIER.', (1, "proxy")),
    (BETWEEN, "M. Marc VIGNOLLE, qui doit s'absenter, donne pouvoir à M. Rémi SORBIER.", (1, "proxy")),
    (BETWEEN, 'M. Marc VIGNOLLE quitte la séance.', (1, "departure")),
    (BETWEEN, 'M. Marc VIGNOLLE part à 19h45.', (1, "departure")),
    (BETWEEN, 'M. Marc VIGNOLLE se retire à 19h45.', (1, "departure")),
    (BETWEEN, 'Messieurs VIGNOLLE et SORBIER quittent la séance à 19h45.', (1, "departure")),
    (INSIDE, 'M. VIGNOLLE (intéressé) ne prend pas part au vote.', (1, "not_taking_part")),
    (INSIDE, "M. VIGNOLLE n'a pas pris part au vote.", (1, "not_taking_part")),
    (INSIDE, 'Mmes CHANTREL et TALVAT ne participent pas au vote.', (1, "not_taking_part")),
    (INSIDE, 'M. Marc VIGNOLLE ne prend part ni au débat ni au vote.', (1, "not_taking_part")),
    (INSIDE, 'Madame le Maire quitte la salle. M. Paul DUVERNOY préside.', (1, "not_taking_part")),
    (INSIDE, 'Madame le maire ne prenant pas part au vote,', (1, "not_taking_part")),
    (INSIDE, "N'ont pas pris part au vote : M. Marc VIGNOLLE, Mme Odile CHANTREL.", (1, "not_taking_part")),
    (INSIDE, 'Ne participe pas au vote : M. Marc VIGNOLLE', (1, "not_taking_part")),
    (INSIDE, 'M. Marc VIGNOLLE, conseiller intéressé, quitte la salle des délibérations.', (1, "not_taking_part")),
    (HEADER, 'M. Marc VIGNOLLE quitte la séance avant la question n° 3 et donne pouvoir à M. Rémi SORBIER.', (2, "proxy")),
    (HEADER, 'Mme Claire ROSSELIN est arrivée à la question n° 2.', (1, "arrival")),
    (HEADER, 'Mme Claire ROSSELIN arrive au point 3.', (2, "arrival")),
    (HEADER, 'Arrivée de Mme Claire ROSSELIN à 19 h 40, à partir de la délibération n° 2.', (1, "arrival")),
    (HEADER, 'Départ de M. Marc VIGNOLLE après le vote de la question 2.', (2, "departure")),
    (HEADER, 'M. Marc VIGNOLLE a quitté la séance à 20h15 après le point n° 3.', (3, "departure")),
    (BETWEEN, 'Arrivée de Mme Claire ROSSELIN à 19h25.', (1, "arrival")),
    (BETWEEN, 'Mme Claire ROSSELIN rejoint la séance à 19 heures 25.', (1, "arrival")),
    (BETWEEN, 'Mme ROSSELIN entre en séance.', (1, "arrival")),
    (BETWEEN, '19h25 : arrivée de Mme ROSSELIN', (1, "arrival")),
    (BETWEEN, 'Madame Claire ROSSELIN prend place à 19 h 25.', (1, "arrival")),
    (BETWEEN, 'Départ de M. Marc VIGNOLLE à 19 h 30 (pouvoir à M. Rémi SORBIER).', (1, "proxy")),
    (BETWEEN, 'M. Marc VIGNOLLE quitte la séance à 19 h 30 et donne procuration à M. Rémi SORBIER.', (1, "proxy")),
    (BETWEEN, 'M. VIGNOLLE quitte la salle et donne son pouvoir à M. SORBIER.', (1, "proxy")),
    (BETWEEN, 'M. Marc VIGNOLLE quitte définitivement la séance.', (1, "departure")),
    (BETWEEN, "Monsieur Marc VIGNOLLE s'absente à 19 h 30.", (1, "departure")),
    (BETWEEN, 'Sortie de M. Marc VIGNOLLE.', (1, "departure")),
    (INSIDE, "M. Marc VIGNOLLE, intéressé à l'affaire, quitte la salle et ne prend pas part au vote.", (1, "not_taking_part")),
    (INSIDE, 'M. Marc VIGNOLLE sort de la salle et ne participe ni au débat ni au vote.', (1, "not_taking_part")),
    (INSIDE, 'Mme le maire se retire au moment du vote.', (1, "not_taking_part")),
    (INSIDE, 'M. Marc VIGNOLLE ne prend pas part au vote.', (1, "not_taking_part")),
    (INSIDE, 'M. VIGNOLLE étant concerné, il ne participe pas au vote.', (1, "not_taking_part")),
    (INSIDE, 'Ne prennent pas part au vote : M. VIGNOLLE et Mme CHANTREL.', (1, "not_taking_part")),
    (INSIDE, 'NPPV : M. Marc VIGNOLLE', (1, "not_taking_part")),
    (INSIDE, "M. Marc VIGNOLLE, président de l'office, se déporte.", (1, "not_taking_part")),
    (INSIDE, "Conformément à l'article L. 2131-11 du CGCT, M. Marc VIGNOLLE s'est retiré de la salle.", (1, "not_taking_part")),
]
MOVING = ("VIGNOLLE", "ROSSELIN", "SORBIER", "CHANTREL", "TALVAT", "MARCHANDEAU")


def problems(record, expected):
    found = [(i, m["kind"], m["name"], m["holder"]) for i, act in enumerate(record["acts"]) for m in act["movements"]]
    kinds = {(act, "proxy" if kind == "departure" and holder else kind) for act, kind, _, holder in found}
    if kinds != ({expected} if expected else set()):
        yield "movements %s" % found
    for _, _, name, holder in found:
        if not name.endswith(MOVING):
            yield "of %s" % name
        if holder and not holder.endswith("SORBIER"):
            yield "held by %s" % holder
    if [act["subject"] for act in record["acts"]] != SUBJECTS:
        yield "subjects %s" % [act["subject"] for act in record["acts"]]
    for finding in record["findings"]:
        if finding["status"] == "contradicted":
            yield finding["message"]


def main():
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="delibex movements ") as top:
        paths = []
        for i, (place, words, _) in enumerate(CASES):
            paths.append(os.path.join(top, "%02d.txt" % i))
            said = dict.fromkeys((HEADER, BETWEEN, INSIDE), "")
            said[place] = words
            with open(paths[-1], "w", encoding="utf-8") as file:
                file.write(MINUTES.format(**said))
        done = subprocess.run([DELIBEX, "extract", "--format", "jsonl", *paths], capture_output=True, check=True)
    for (_, words, expected), line in zip(CASES, done.stdout.splitlines(), strict=True):
        for problem in problems(json.loads(line), expected):
            print("%s\n    %s" % (words, problem))
            wrong += 1
    print("%d ways to say it, %d wrong" % (len(CASES), wrong))
    sys.exit(wrong > 0)


main()

"""How minutes set the headings and decisions of their matters: bold, larger, in capitals, boxed, in tables,
with their votes on a line or in a table. Each is typeset to PDF, and gives the same four acts.

usage: test_minutes.py BUILD_DIR SOURCE_DIR
"""
import json
import os
import subprocess
import sys
import tempfile

BUILD = os.path.abspath(sys.argv[1])
MAKER = os.path.join(BUILD, "tools", "delibex-corpus")
SUBJECTS = ["Tarifs de la cantine scolaire", "Convention avec l'office de tourisme",
            "Subvention à l'amicale des pompiers", "Acquisition de la parcelle AB 12"]
REPORTS = ["Madame le maire propose de fixer le prix du repas à 3,80 € à compter de la rentrée. Un débat s'engage sur le "
           "coût des denrées et sur la part que la commune prend à sa charge.",
           "L'office souhaite renouveler la convention qui le lie à la commune pour trois ans. La contribution annuelle "
           "reste de 1 500 €.",
           "L'amicale organise chaque année le bal du 14 juillet. Mme KERSALIO demande si le montant est celui de l'an "
           "dernier.",
           "Le propriétaire accepte de vendre au prix de 12 000 €. La parcelle jouxte le cimetière."]
DECISIONS = ["Après en avoir délibéré, le conseil municipal, à l'unanimité, adopte les tarifs proposés.",
             "Le conseil municipal, après en avoir délibéré, approuve la convention par 9 voix pour et 1 abstention.",
             "Le conseil municipal, à l'unanimité, attribue une subvention de 300 € à l'amicale des pompiers.",
             "Le conseil municipal, après en avoir délibéré, à l'unanimité, décide d'acquérir la parcelle."]
HEAD = [{"t": "COMMUNE DE VALBRUNE", "bold": True, "after": 6},
        {"t": "PROCÈS-VERBAL DE LA SÉANCE DU CONSEIL MUNICIPAL\nDU 14 MARS 2023", "bold": True, "align": "center",
         "size": 13, "after": 8},
        {"t": "L'an deux mille vingt-trois, le quatorze mars à dix-neuf heures, le conseil municipal de la commune de "
              "Valbrune, dûment convoqué le 8 mars 2023, s'est réuni en session ordinaire à la mairie sous la présidence "
              "de Mme Élise MARCHANDEAU, maire.", "align": "justify", "after": 4},
        {"t": "Nombre de conseillers en exercice : 11 – Présents : 8 – Pouvoirs : 2 – Votants : 10", "after": 4},
        {"t": "Étaient présents : Mme Élise MARCHANDEAU, M. Paul DUVERNOY, Mme Anna KERSALIO, M. Loïc PRUNIER, Mme Jeanne "
              "TALVAT, M. Rémi SORBIER, Mme Odile CHANTREL, M. Marc VIGNOLLE.", "align": "justify", "after": 4},
        {"t": "Pouvoirs : M. Yann BERTHOLON à M. Paul DUVERNOY, Mme Claire ROSSELIN à Mme Anna KERSALIO.", "after": 4},
        {"t": "Absent : M. Gilles TERRASSON.", "after": 4}, {"t": "Secrétaire de séance : M. Loïc PRUNIER.", "after": 8}]
AGENDA = [{"t": "Ordre du jour :", "bold": True, "after": 2},
          {"t": "".join("- %s\n" % subject for subject in SUBJECTS) + "- Questions diverses", "after": 8}]
NUMBERED_AGENDA = [{"t": "ORDRE DU JOUR", "bold": True, "after": 2},
                   {"t": "".join("%d. %s\n" % pair for pair in enumerate(SUBJECTS, 1)) + "5. Questions diverses",
                    "after": 8}]
END = [{"t": "Questions diverses", "bold": True, "before": 6, "after": 4},
       {"t": "M. PRUNIER signale un nid-de-poule rue des Tilleuls. Madame le maire répond que les services passeront.",
        "align": "justify", "after": 4}, {"t": "La séance est levée à 20 h 30.", "after": 4}]
LONG = " – exercice 2023 – autorisation donnée au maire de signer les pièces du dossier et les avenants"


def number(i):
    return "2023-%03d" % (i + 11)


def bold(words, **style):
    return [dict({"t": words, "bold": True, "after": 0}, **style)]


def table(rows, widths, **style):
    return [dict({"b": "table", "lines": True, "header": False, "widths": widths, "rows": rows}, **style)]


def decision(i):
    return [{"t": DECISIONS[i], "align": "justify", "after": 8}]


def vote_line(i):
    return bold("Vote : Pour : 9 – Contre : 0 – Abstention : 1" if i == 1 else "Vote : Unanimité", align="right", after=6)


def vote_table(i):
    return [{"t": "Le conseil municipal, après en avoir délibéré, approuve la proposition.", "after": 3}] + table(
        [["Pour", "Contre", "Abstention"], ["9" if i == 1 else "10", "0", "1" if i == 1 else "0"]], [0.2, 0.2, 0.2],
        header=True)


def decided_list(_):
    return bold("Le conseil municipal, à l'unanimité des membres présents et représentés,\nDÉCIDE :", after=2) + [
        {"t": "- d'approuver le point présenté ;\n- d'autoriser Madame le maire à signer tout document.", "after": 6}]


def adopted_line(_):
    return [{"t": "<i>Adopté à l'unanimité</i>", "after": 6}]


# Name, heading of rank and subject, and what differs: agenda, decision, numbers, longer subjects.
CASES = [
    ("bold", lambda i, s: bold(s), {}),
    ("bold, apart", lambda i, s: bold(s, before=6, after=6), {}),
    ("bold, centred", lambda i, s: bold(s, align="center", before=4, after=4), {}),
    ("bold capitals", lambda i, s: bold(s.upper()), {}),
    ("capitals", lambda i, s: [{"t": s.upper(), "before": 4, "after": 4}], {}),
    ("larger", lambda i, s: [{"t": s, "size": 13, "before": 6, "after": 4}], {}),
    ("boxed", lambda i, s: bold(s, boxed=True, align="center", before=4, after=4), {}),
    ("number above", lambda i, s: bold("Délibération n° " + number(i), before=6) + bold(s, after=4), {"numbered": True}),
    ("number behind", lambda i, s: table([[s, "n° " + number(i)]], [0.75, 0.25], lines=False), {"numbered": True}),
    ("table", lambda i, s: table([[number(i), s]], [0.2, 0.8]), {"numbered": True}),
    ("bold, announced", lambda i, s: bold(s), {"agenda": AGENDA}),
    ("bold with rank, announced", lambda i, s: bold(f"{i + 1}. {s}", before=6), {"agenda": NUMBERED_AGENDA}),
    ("rank, announced", lambda i, s: [{"t": f"{i + 1}. {s}", "before": 4, "after": 2}], {"agenda": NUMBERED_AGENDA}),
    ("bold, announced with ranks", lambda i, s: bold(s, before=6), {"agenda": NUMBERED_AGENDA}),
    ("point, announced", lambda i, s: bold(f"Point {i + 1} – {s}", before=6), {"agenda": NUMBERED_AGENDA}),
    ("label", lambda i, s: [{"t": f"<b>Objet :</b> {s}", "before": 6, "after": 4}], {}),
    ("votes on a line", lambda i, s: bold(f"{i + 1} – {s}", before=6), {"decision": vote_line}),
    ("votes in a table", lambda i, s: bold(f"{number(i)} – {s}", before=6), {"decision": vote_table, "numbered": True}),
    ("clauses", lambda i, s: bold(f"N° {number(i)} : {s}", before=6), {"decision": decided_list, "numbered": True}),
    ("adopted, no more", lambda i, s: bold(f"{i + 1}) {s}", before=6), {"decision": adopted_line}),
    ("Roman", lambda i, s: bold(f"{['I', 'II', 'III', 'IV'][i]}. {s}", before=6), {}),
    ("theme over each", lambda i, s: bold(["FINANCES", "TOURISME", "ASSOCIATIONS", "FONCIER"][i], before=6) + bold(s, after=3),
     {}),
    ("themes", lambda i, s: (bold(f"{['I', '', 'II', ''][i]}. {['FINANCES', '', 'FONCIER', ''][i]}", size=13, before=8)
                             if i % 2 == 0 else []) + bold(f"{i % 2 + 1}. {s}", before=4), {}),
    ("rapporteur", lambda i, s: bold(s, before=6) + [{"t": "<i>Rapporteur : M. Loïc PRUNIER</i>", "after": 3}], {}),
    ("adopted, alone", lambda i, s: bold(s, before=6), {"decision": lambda i: bold("Adopté.", after=4)}),
    ("votes upright", lambda i, s: bold(f"{i + 1}. {s}", before=6),
     {"decision": lambda i: table([["Pour", "10"], ["Contre", "0"], ["Abstention", "0"]], [0.3, 0.1])}),
    ("over two lines", lambda i, s: bold(f"{i + 1}. {s}", before=6, after=4), {"longer": LONG}),
    ("over two lines, close", lambda i, s: bold(f"{i + 1}. {s}"), {"longer": LONG}),
]


def layout(head, agenda=(), decision=decision, longer="", **_):
    blocks = HEAD + list(agenda)
    for i, subject in enumerate(SUBJECTS):
        blocks = blocks + head(i, subject + longer) + [{"t": REPORTS[i], "align": "justify", "after": 4}] + decision(i)
    return blocks + END


def problems(record, numbered=False, longer="", **_):
    subjects = [(act["subject"] or "").lower() for act in record["acts"]]
    if subjects != [(subject + longer).lower() for subject in SUBJECTS]:
        yield "subjects %s" % subjects
    numbers = [act["number"] for act in record["acts"]]
    if numbers != [number(i) if numbered else None for i in range(len(numbers))]:
        yield "numbers %s" % numbers
    if any(act["vote"]["outcome"] != "adopted" for act in record["acts"]):
        yield "outcomes %s" % [act["vote"]["outcome"] for act in record["acts"]]
    if len(record["session"]["members"]) != 11:
        yield "%d members" % len(record["session"]["members"])
    for finding in record["findings"]:
        if finding["status"] == "contradicted":
            yield finding["message"]


def main():
    if not os.path.exists(MAKER):
        subprocess.run(["cmake", "--build", BUILD, "--target", "delibex-corpus"], check=True, stdout=subprocess.DEVNULL)
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="delibex minutes ") as top:
        folders = [os.path.join(top, "%02d" % i) for i in range(len(CASES))]
        for folder, (_, head, other) in zip(folders, CASES):
            os.makedirs(folder)
            truth = {"origin": "Invented.", "output": {"kind": "pdf"}, "people": {}, "lists": {},
                     "record": {"kind": "minutes", "authority": {}, "session": {}, "acts": []},
                     "style": {"font": "Liberation Sans", "size": 10.5}, "layout": layout(head, **other)}
            with open(os.path.join(folder, "truth.json"), "w", encoding="utf-8") as file:
                json.dump(truth, file)
        subprocess.run([MAKER, "make", *folders], check=True)
        done = subprocess.run([os.path.join(BUILD, "delibex"), "extract", "--format", "jsonl",
                               *(os.path.join(folder, "source.pdf") for folder in folders)],
                              capture_output=True, check=True)
    for (name, _, other), line in zip(CASES, done.stdout.splitlines(), strict=True):
        for problem in problems(json.loads(line), **other):
            print("%s: %s" % (name, problem))
            wrong += 1
    print("%d layouts, %d wrong" % (len(CASES), wrong))
    sys.exit(wrong > 0)


main()

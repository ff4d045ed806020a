"""Who is there, in many layouts of a page: lists under each other and side by side, in tables of every
kind, beside a margin. Each is typeset to PDF, and must give the same members, proxies, counts and secretary.

usage: test_attendance.py BUILD_DIR SOURCE_DIR
"""
import json
import os
import subprocess
import sys
import tempfile

BUILD = os.path.abspath(sys.argv[1])
MAKER = os.path.join(BUILD, "tools", "delibex-corpus")
PRESENT = ["Mme Élise MARCHANDEAU", "M. Paul DUVERNOY", "Mme Anna KERSALIO", "M. Loïc PRUNIER", "Mme Jeanne TALVAT",
           "M. Rémi SORBIER", "Mme Odile CHANTREL", "M. Marc VIGNOLLE"]
PROXIES = [("M. Yann BERTHOLON", "M. Paul DUVERNOY"), ("Mme Claire ROSSELIN", "Mme Anna KERSALIO")]
ABSENT = ["M. Gilles TERRASSON", "Mme Sophie GUILLEMIN"]
LINE = "\n".join

HEAD = [{"t": "Département de la Creuse\nCommune de VALBRUNE", "bold": True, "after": 6},
        {"t": "EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS DU CONSEIL MUNICIPAL", "bold": True, "align": "center", "after": 4},
        {"t": "Séance du 14 mars 2023", "align": "center", "after": 8}]
OPENING = {"t": "L'an deux mille vingt-trois, le quatorze mars à dix-neuf heures, le conseil municipal de la commune de "
                "Valbrune, dûment convoqué le 8 mars 2023, s'est réuni en session ordinaire à la mairie, sous la "
                "présidence de Mme Élise MARCHANDEAU, maire.", "align": "justify", "after": 6}
COUNTS = {"t": "Nombre de conseillers en exercice : 12 – Présents : 8 – Votants : 10", "after": 6}
SECRETARY = {"t": "Secrétaire de séance : M. Loïc PRUNIER", "after": 6}
TITLE = [{"t": "Délibération n° 2023-014", "bold": True, "before": 6, "after": 2},
         {"t": "Objet : Tarifs de la cantine scolaire", "bold": True, "after": 6},
         {"t": "Madame le maire propose de fixer le prix du repas à 3,80 € à compter de la rentrée.", "align": "justify",
          "after": 6}]
DECISION = [{"t": "Après en avoir délibéré, le conseil municipal, à l'unanimité, décide de fixer le prix du repas à "
                  "3,80 €.", "after": 10}]
END = [{"t": "Pour extrait conforme,\nLe maire, Élise MARCHANDEAU", "align": "right"}]


def table(rows, widths=None, lines=True, header=True):
    return {"b": "table", "lines": lines, "header": header, "widths": widths or [1 / len(rows[0])] * len(rows[0]),
            "rows": rows}


def parts(name):
    """Civility, given name, family name."""
    return name.split(" ", 2)


def sorted_form(name):
    _, given, family = parts(name)
    return family + " " + given


def listed(label, names, separator=", "):
    return {"t": "%s : %s." % (label, separator.join(names)), "align": "justify", "before": 4, "after": 4}


def pairs(pattern):
    return [pattern % pair for pair in PROXIES]


def layouts():
    whole = HEAD + [OPENING, COUNTS]
    rest = [SECRETARY] + TITLE + DECISION + END
    plain = [listed("Présents", PRESENT), listed("Pouvoirs", pairs("%s à %s"), " ; "), listed("Absents", ABSENT)]
    stacks = [LINE(PRESENT), LINE(ABSENT), LINE(pairs("%s à %s"))]
    yield "side by side, ruled", whole + [table([["Présents", "Absents excusés", "Pouvoirs"], stacks])] + rest
    yield "side by side", whole + [table([["PRÉSENTS :", "ABSENTS :", "POUVOIRS :"], stacks], lines=False)] + rest
    yield "a row for each list, ruled", whole + [table(
        [["Présents", ", ".join(PRESENT)], ["Absents représentés", " ; ".join(pairs("%s (pouvoir à %s)"))],
         ["Absents", ", ".join(ABSENT)], ["Secrétaire", "M. Loïc PRUNIER"]], [0.25, 0.75], header=False)] + rest[1:]
    yield "a row for each list", whole + [table(
        [["Présents :", ", ".join(PRESENT)], ["Pouvoirs :", " ; ".join(pairs("%s à %s"))],
         ["Absents :", ", ".join(ABSENT)], ["Secrétaire :", "M. Loïc PRUNIER"]],
        [0.25, 0.75], header=False, lines=False)] + rest[1:]
    yield "crosses", whole + [table(
        [["Nom et prénom", "Présent", "Absent", "Pouvoir à"]] + [[name, "X", "", ""] for name in PRESENT] +
        [[giver, "", "X", holder] for giver, holder in PROXIES] + [[name, "", "X", ""] for name in ABSENT],
        [0.4, 0.15, 0.15, 0.3])] + rest
    yield "words", whole + [table(
        [["NOM", "Prénom", "Présence", "Pouvoir donné à"]] +
        [[parts(name)[2], parts(name)[1], "Présent(e)", ""] for name in PRESENT] +
        [[parts(giver)[2], parts(giver)[1], "Absent(e)", holder] for giver, holder in PROXIES] +
        [[parts(name)[2], parts(name)[1], "Absent(e)", ""] for name in ABSENT], [0.25, 0.2, 0.2, 0.35])] + rest
    yield "letters", whole + [table(
        [["Conseillers", "P / A / R", "Procuration"]] + [[sorted_form(name), "P", ""] for name in PRESENT] +
        [[sorted_form(giver), "R", sorted_form(holder)] for giver, holder in PROXIES] +
        [[sorted_form(name), "A", ""] for name in ABSENT], [0.4, 0.2, 0.4])] + rest
    yield "two columns of names", whole + [
        {"t": "Étaient présents :", "bold": True, "after": 2},
        table([[PRESENT[i], PRESENT[i + 4]] for i in range(4)], lines=False, header=False),
        {"t": "Pouvoirs :", "bold": True, "after": 2},
        table([[giver, "à", holder] for giver, holder in PROXIES], [0.4, 0.1, 0.5], lines=False, header=False),
        {"t": "Absents :", "bold": True, "after": 2}, table([ABSENT], lines=False, header=False)] + rest
    yield "counts in the margin", HEAD + [{"b": "columns", "widths": [0.27, 0.73], "of": [
        [{"t": "Nombre de conseillers", "size": 9},
         {"t": "En exercice : 12\nPrésents : 8\nVotants : 10", "size": 9, "after": 4},
         {"t": "Date de convocation :\n8 mars 2023", "size": 9, "after": 4},
         {"t": "Date d'affichage :\n16 mars 2023", "size": 9}],
        [OPENING, listed("Présents", PRESENT), listed("Pouvoirs", pairs("%s donne pouvoir à %s"), " ; "),
         listed("Absents", ABSENT), SECRETARY]]}] + rest[1:]
    yield "dashes", whole + [
        {"t": "Présents :", "after": 2}, {"t": LINE("- " + name for name in PRESENT), "after": 4},
        {"t": "Absents ayant donné pouvoir :", "after": 2},
        {"t": LINE("- " + pair for pair in pairs("%s à %s")), "after": 4},
        {"t": "Absents :", "after": 2}, {"t": LINE("- " + name for name in ABSENT), "after": 4}] + rest
    yield "offices and groups", whole + [
        {"t": "PRÉSENTS : Mme Élise MARCHANDEAU, Maire ; M. Paul DUVERNOY, 1er adjoint ; Mme Anna KERSALIO, 2ème "
              "adjointe ; MM. Loïc PRUNIER, Rémi SORBIER et Marc VIGNOLLE, Mmes Jeanne TALVAT et Odile CHANTREL, "
              "conseillers municipaux.", "align": "justify", "after": 4},
        listed("REPRÉSENTÉS", pairs("%s (par %s)")), listed("ABSENTS", ABSENT)] + rest
    yield "counts in a table", HEAD + [OPENING, table(
        [["Conseillers en exercice", "Présents", "Pouvoirs", "Votants"], ["12", "8", "2", "10"]])] + plain + rest
    yield "counts in rows", HEAD + [OPENING, table(
        [["Nombre de membres en exercice", "12"], ["Nombre de membres présents", "8"],
         ["Nombre de suffrages exprimés", "10"]], [0.6, 0.2], header=False)] + plain + rest
    yield "proxies in a table", whole + [plain[0], table(
        [["Mandants", "Mandataires"]] + [list(pair) for pair in PROXIES], [0.4, 0.4]), plain[2]] + rest
    yield "proxies in a table, headed by a sentence", whole + [plain[0], table(
        [["Absent(e)s ayant donné procuration", "à"]] + [list(pair) for pair in PROXIES], [0.5, 0.4]), plain[2]] + rest
    yield "communes", whole + [table(
        [["Commune", "Présents"], ["Valbrune", LINE(PRESENT[:3])], ["Les Essarts", LINE(PRESENT[3:6])],
         ["Roche-Vive", LINE(PRESENT[6:])]], [0.3, 0.5]), plain[1], plain[2]] + rest
    yield "votes in a table", whole + plain + [SECRETARY] + TITLE + [
        {"t": "Le conseil municipal, après en avoir délibéré, décide de fixer le prix du repas à 3,80 €.", "after": 6},
        table([["Votants", "Pour", "Contre", "Abstention"], ["10", "10", "0", "0"]])] + END


def bare(name):
    """A name however it is printed."""
    return " ".join(sorted(word for word in (name or "").split() if word not in ("M.", "Mme")))


def problems(record):
    session, counts = record["session"], record["session"]["counts"]
    for names, statuses in ((PRESENT, ("present",)), (ABSENT, ("absent", "excused"))):
        found = {bare(member["name"]) for member in session["members"] if member["status"] in statuses}
        if found != {bare(name) for name in names}:
            yield "%s: %s" % (statuses[0], sorted(found))
    held = {(bare(proxy["giver"]), bare(proxy["holder"])) for proxy in session["proxies"]}
    if held != {(bare(giver), bare(holder)) for giver, holder in PROXIES}:
        yield "proxies: %s" % sorted(held)
    if (counts["in_office"], counts["present"], counts["voting"]) != (12, 8, 10):
        yield "counts: %s" % counts
    if [secretary["name"] for secretary in session["secretaries"]] != ["Loïc PRUNIER"]:
        yield "secretaries: %s" % session["secretaries"]
    acts = [(act["number"], act["subject"], act["vote"]["outcome"]) for act in record["acts"]]
    if acts != [("2023-014", "Tarifs de la cantine scolaire", "adopted")]:
        yield "acts: %s" % acts
    for finding in record["findings"]:
        if finding["status"] == "contradicted":
            yield finding["message"]


def main():
    if not os.path.exists(MAKER):
        subprocess.run(["cmake", "--build", BUILD, "--target", "delibex-corpus"], check=True, stdout=subprocess.DEVNULL)
    wrong, tried = 0, list(layouts())
    with tempfile.TemporaryDirectory(prefix="delibex attendance ") as top:
        folders = [os.path.join(top, "%02d" % i) for i in range(len(tried))]
        for folder, (_, layout) in zip(folders, tried):
            os.makedirs(folder)
            truth = {"origin": "Invented.", "output": {"kind": "pdf"}, "people": {}, "lists": {},
                     "record": {"kind": "deliberation", "authority": {}, "session": {}, "acts": []},
                     "style": {"font": "Liberation Sans", "size": 10.5}, "layout": layout}
            with open(os.path.join(folder, "truth.json"), "w", encoding="utf-8") as file:
                json.dump(truth, file)
        subprocess.run([MAKER, "make", *folders], check=True)
        done = subprocess.run([os.path.join(BUILD, "delibex"), "extract", "--format", "jsonl",
                               *(os.path.join(folder, "source.pdf") for folder in folders)],
                              capture_output=True, check=True)
    for (name, _), line in zip(tried, done.stdout.splitlines(), strict=True):
        for problem in problems(json.loads(line)):
            print("%s: %s" % (name, problem))
            wrong += 1
    print("%d layouts, %d wrong" % (len(tried), wrong))
    sys.exit(wrong > 0)


main()

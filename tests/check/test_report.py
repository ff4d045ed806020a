"""The reports of delibex check: SARIF by its schema, JSON, what is left out, the language.

usage: test_report.py BUILD_DIR SOURCE_DIR
"""
import json
import os
import subprocess
import sys
import tempfile
import unittest

BUILD, SOURCE = (os.path.abspath(path) for path in sys.argv[1:3])
DELIBEX = os.path.join(BUILD, "delibex")
ACT = """COMMUNE DE VALMORIN
EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS DU CONSEIL MUNICIPAL
Séance du {weekday} 14 mars 2024
Délibération n° 2024-{number}
L'an deux mille vingt-quatre, le quatorze mars à 19 heures, le conseil municipal, convoqué le 7 mars 2024,
s'est réuni sous la présidence de M. Paul ESTRIVAL, Maire.
Nombre de membres en exercice : 5
Nombre de membres présents : {present}
Étaient présents : M. Paul ESTRIVAL, Mme Anne DUBRESSON, M. Luc VERNAGEON, Mme Zoé QUILLEVANT
Absent : M. Jean TOURVIEILLE
Objet : {subject}
Après en avoir délibéré, le conseil municipal, à l'unanimité, décide d'acheter des fournitures pour la
somme de {letters} euros (2 000,00 €).
"""


class Report(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory(prefix="delibex-report")
        self.addCleanup(self.directory.cleanup)

    def act(self, name="act.txt", weekday="jeudi", present=4, number=12, letters="deux mille",
            subject="Achat de fournitures"):
        path = os.path.join(self.directory.name, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(ACT.format(weekday=weekday, present=present, number=number, letters=letters, subject=subject))
        return path

    def run_check(self, *words, code=0, language="", locale="C.UTF-8"):
        run = subprocess.run([DELIBEX, "check", *words], capture_output=True,
                             env=dict(os.environ, LC_ALL=locale, LANGUAGE=language))
        self.assertEqual(run.returncode, code, run.stderr.decode())
        return run.stdout.decode()

    def validate(self, log):
        """What is wrong with a SARIF log by the official schema; tools/test installs the validator."""
        run = subprocess.run(["node", os.path.join(SOURCE, "tests", "check", "sarif.js"),
                              os.path.join(BUILD, "npm", "node_modules")], input=log.encode(), capture_output=True)
        self.assertEqual(run.stderr, b"")
        return run.stdout.decode()

    def contradicted(self, *words, code=1):
        documents = json.loads(self.run_check("--format", "json", *words, code=code))["documents"]
        return {f["check"] for d in documents for f in d["findings"] if f["status"] == "contradicted"}

    def test_a_sound_act_is_accused_of_nothing(self):
        self.assertEqual(self.contradicted(self.act(), code=0), set())

    def test_what_is_printed_twice_is_compared(self):
        self.assertEqual(self.contradicted(self.act(weekday="mardi")), {"weekday"})
        self.assertEqual(self.contradicted(self.act(letters="trois mille")), {"amount-letters"})
        self.assertEqual(self.contradicted(self.act(weekday="lundi", letters="cent")),
                         {"weekday", "amount-letters"})

    def test_only_and_severity_leave_out(self):
        act = self.act(weekday="mardi", letters="trois mille")
        self.assertEqual(self.contradicted("--only", "weekday", act), {"weekday"})
        self.assertEqual(self.contradicted("--only", "quorum", act, code=0), set())
        run = subprocess.run([DELIBEX, "check", "--only", "nothing", act], capture_output=True)
        self.assertEqual(run.returncode, 2)

    def test_warnings_do_not_count_for_the_exit_code(self):
        path = os.path.join(self.directory.name, "late.txt")
        with open(self.act(), encoding="utf-8") as file:
            text = file.read().replace("convoqué le 7 mars 2024", "convoqué le 14 mars 2024")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        self.assertEqual(self.contradicted(path, code=0), {"notice"})
        self.assertEqual(self.contradicted("--severity", "error", path, code=0), set())

    def test_documents_are_compared_with_each_other(self):
        one = self.act("one.txt")
        other = self.act("other.txt", subject="Travaux de toiture")
        between = json.loads(self.run_check("--format", "json", one, other))["between"]
        self.assertEqual([f["check"] for f in between], ["number-twice"])
        self.assertEqual([os.path.basename(p["path"]) for p in between[0]["places"]], ["one.txt", "other.txt"])
        far = self.act("far.txt", number=15, subject="Travaux de toiture")
        between = json.loads(self.run_check("--format", "json", one, far))["between"]
        self.assertEqual([(f["check"], f["status"]) for f in between], [("number-gap", "unverifiable")])
        self.assertEqual(between[0]["operands"], {"missing": 2})

    def test_records_are_checked_as_their_documents(self):
        act = self.act(weekday="mardi")
        record = subprocess.run([DELIBEX, "extract", act], capture_output=True, check=True).stdout
        path = os.path.join(self.directory.name, "record.json")
        with open(path, "wb") as file:
            file.write(record)
        self.assertEqual(self.contradicted("--records", path), {"weekday"})

    def test_the_report_speaks_the_language_of_the_locale(self):
        act = self.act(weekday="mardi")
        self.assertIn("CONTRADICTED  weekday (error): Day of the week", self.run_check(act, code=1))
        french = self.run_check(act, code=1, language="fr")
        self.assertIn("CONTREDIT  weekday (erreur): Jour de la semaine", french)
        self.assertIn("et ce jour était un jeudi", french)
        self.assertEqual(self.run_check(act, code=1, locale="fr_ZZ.UTF-8"), french)  # not installed
        self.assertIn("CONTRADICTED", self.run_check(act, code=1, locale="zz_ZZ.UTF-8"))

    def test_sarif_fits_its_schema(self):
        printed = self.run_check("--format", "sarif", "--all", self.act(present=4, weekday="mardi"),
                                 self.act("b b.txt", subject="Travaux"), code=1)
        self.assertEqual(self.validate(printed), "")
        self.assertIn("driver", self.validate('{"version": "2.1.0", "runs": [{"tool": {}}]}'))
        log = json.loads(printed)
        self.assertEqual(log["version"], "2.1.0")
        run = log["runs"][0]
        rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
        self.assertEqual(len(rules), len(run["tool"]["driver"]["rules"]))
        levels = {"none", "note", "warning", "error"}
        kinds = {"pass", "open", "informational", "notApplicable", "review", "fail"}
        for result in run["results"]:
            self.assertIn(result["ruleId"], rules)
            self.assertIn(result["kind"], kinds)
            self.assertIn(result["level"], levels)
            # § 3.27.10: a level other than none is for failures only.
            self.assertEqual(result["level"] == "none", result["kind"] != "fail")
            self.assertTrue(result["message"]["text"])
            for location in result["locations"]:
                self.assertTrue(location["physicalLocation"]["artifactLocation"]["uri"])
        self.assertIn("fail", {result["kind"] for result in run["results"]})

    def test_the_list_explains_every_check(self):
        listed = self.run_check("--list")
        self.assertGreater(listed.count("guards against: "), 40)
        self.assertIn("quorum (warning): Quorum", listed)
        self.assertIn("CGCT L2121-17", listed)
        self.assertIn("from 2021-11-10 to 2022-07-31, communes, ", listed)
        self.assertIn("du 10/11/2021 au 31/07/2022, communes, ", self.run_check("--list", language="fr"))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]])

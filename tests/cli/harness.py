"""What the tests of the command line share: a place of their own, and the program to run there."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

BUILD, SOURCE = (os.path.abspath(path) for path in sys.argv[1:3])
DELIBEX = os.path.join(BUILD, "delibex")

ACT = """COMMUNE DE VALBELLE-SUR-ORNE

EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS
DU CONSEIL MUNICIPAL

Séance du 14 mars 2024

Nombre de membres en exercice : 5
Nombre de présents : {present}
Nombre de votants : 4

L'an deux mille vingt-quatre, le quatorze mars à vingt heures trente, le conseil municipal de la
commune de Valbelle-sur-Orne, dûment convoqué le 7 mars 2024, s'est réuni à la mairie sous la
présidence de Madame Odile FERRAND, maire.

Étaient présents : Mme Odile FERRAND, M. Bastien LACOMBE, Mme Solène MARQUET, M. Yvan TISSIER
Absent : M. Rémi DAUBRAC

Secrétaire de séance : Mme Solène MARQUET

Délibération n° 2024-{number:03d}

OBJET : Achat d'un tracteur pour le service des espaces verts

Après en avoir délibéré, le conseil municipal, à l'unanimité, décide :
- d'approuver l'achat d'un tracteur pour un montant de 18 500 €.

Pour extrait conforme, le maire, Odile FERRAND
"""


class CommandLine(unittest.TestCase):
    """Each test runs in an empty directory, with no configuration of the user's."""

    def setUp(self):
        self.place = tempfile.TemporaryDirectory(prefix="delibex test ")
        self.addCleanup(self.place.cleanup)
        self.top = self.place.name
        self.environment = dict(os.environ, XDG_CONFIG_HOME=os.path.join(self.top, "config"))

    def path(self, name):
        return os.path.join(self.top, name)

    def write(self, name, contents):
        path = os.path.join(os.fsencode(self.top), os.fsencode(name))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(contents if isinstance(contents, bytes) else contents.encode())
        return os.fsdecode(path)

    def write_act(self, name="act.txt", present=4, number=12):
        return self.write(name, ACT.format(present=present, number=number))

    def run_delibex(self, *words, **options):
        options.setdefault("stdin", subprocess.DEVNULL)
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("timeout", 300)
        options.setdefault("cwd", self.top)
        if "input" in options:
            del options["stdin"]
        return subprocess.run([DELIBEX, *words], env=self.environment, stderr=subprocess.PIPE,
                              **options)

    def delibex(self, *words, code=0, complaint=None, **options):
        """Runs it; expects this exit code, and silence on standard error unless told otherwise."""
        run = self.run_delibex(*words, **options)
        errors = run.stderr.decode()
        self.assertEqual(run.returncode, code, errors)
        if complaint is None:
            self.assertEqual(errors, "")
        else:
            self.assertIn(complaint, errors)
        return run.stdout

    def watched(self, *words):
        """Runs it for somebody who watches standard error at a terminal: the run, and what is seen."""
        watcher, terminal = os.openpty()
        run = subprocess.run([DELIBEX, *words], cwd=self.top, env=self.environment,
                             stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=terminal)
        os.close(terminal)
        seen = b""
        try:
            while piece := os.read(watcher, 4096):
                seen += piece
        except OSError:
            pass
        os.close(watcher)
        return run, seen

    def record(self, *words, **options):
        return json.loads(self.delibex("extract", *words, **options))

    def records(self, *words, **options):
        lines = self.delibex("extract", *words, **options).decode().splitlines()
        return [json.loads(line) for line in lines]


def main():
    unittest.main(argv=[sys.argv[0]] + sys.argv[3:])

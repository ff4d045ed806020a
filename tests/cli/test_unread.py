"""tools/unread: which lines no rule took, by their form, over many documents."""
import os
import subprocess
import sys

import harness

TOOL = os.path.join(harness.SOURCE, "tools", "unread")


class Unread(harness.CommandLine):
    def unread(self, *words, code=0):
        run = subprocess.run([sys.executable, TOOL, "--bin", harness.DELIBEX, *words], cwd=self.top,
                             env=self.environment, capture_output=True, text=True, timeout=300)
        self.assertEqual(run.returncode, code, run.stderr)
        return run.stdout.splitlines(), run.stderr

    def write_closing(self, name, *lines):
        return self.write(name, harness.ACT.format(present=4, number=1) + "\n" + "\n".join(lines) + "\n")

    def write_three(self):
        self.write_closing("acts/a.txt", "Registre coté par Mme Perle GRANDIN le 3 mai 2024, feuillet 12")
        self.write_closing("acts/deep er/b.txt", "Vitrine du parvis, face au lavoir", "REGISTRE coté par M. "
                           "Anton DE MARSILLE-ROY le 14 avril 2023, feuillet 7",
                           "Registre coté par M. Luc VERNAY le 1er mars 2022, feuillet 107")
        self.write_closing("acts/c.txt", "Vitrine du parvis, face au lavoir", "Archivé sous le hangar",
                           "Registre coté par M. Noé CHALUT, M. Luc VERNAY et Mme Ida "
                           "ROBLIN le 2 mai 2024, feuillet 3")
        self.write("acts/notes.md", "Registre coté\n")

    def test_lines_are_counted_by_form_most_frequent_first(self):
        self.write_three()
        lines, errors = self.unread("acts")
        self.assertEqual(errors, "")
        forms = [line.split(None, 2) for line in lines if not line.startswith("       ")]
        self.assertEqual(forms[:3], [
            ["2", "closing", "registre cote par m. X le 9 mois 9, feuillet 9"],
            ["2", "closing", "vitrine du parvis, face au lavoir"],
            ["1", "closing", "archive sous le hangar"]])
        self.assertIn(["1", "closing", "registre cote par m. X, … le 9 mois 9, feuillet 9"], forms)
        self.assertEqual(lines[1], "       acts/a.txt, page 1: Registre coté par Mme Perle GRANDIN le "
                                   "3 mai 2024, feuillet 12")
        self.assertRegex(lines[-1], r"^\d+ forms of unread lines in 3 documents read, of 3$")

    def test_top_and_zone(self):
        self.write_three()
        lines, _ = self.unread("--top", "1", "acts")
        self.assertEqual(len(lines), 3)
        everything, _ = self.unread("--top", "0", "acts")
        self.assertGreaterEqual(len(everything), 9)
        none, _ = self.unread("--zone", "agenda", "acts")
        self.assertEqual(none, ["0 forms of unread lines in 3 documents read, of 3"])

    def test_a_rule_takes_its_line_off_the_list(self):
        self.write_three()
        self.write("ours/vitrine.rules", "rule vitrine\n    # « Vitrine du parvis »\n    zone    *\n"
                   "    regex   ^ Vitrine \\h+ du \\h+ (?<our_place> parvis ) .* $\n"
                   "    field   our_place  text\n    ok      Vitrine du parvis, ici\n"
                   "            our_place = parvis\n    no      Vitrine\n")
        lines, errors = self.unread("--patterns", "ours", "acts")
        self.assertEqual(errors, "")
        self.assertFalse([line for line in lines if "itrine" in line], lines)
        self.assertTrue([line for line in lines if "archive sous le hangar" in line], lines)

    def test_what_cannot_be_read_is_named(self):
        self.write_three()
        self.write("acts/bad.pdf", b"%PDF-1.7\n")
        lines, errors = self.unread("acts")
        self.assertIn("acts/bad.pdf", errors)
        self.assertRegex(lines[-1], r" in 3 documents read, of 4$")

    def test_nothing_to_read(self):
        self.assertIn("no documents", self.unread(".", code=1)[1])
        self.assertIn("usage:", self.unread(code=2)[1])

    def test_help(self):
        lines, _ = self.unread("--help")
        self.assertIn("--top", "\n".join(lines))


harness.main()

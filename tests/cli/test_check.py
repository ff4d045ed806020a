"""delibex check: the report of a clerk."""
import harness


class Check(harness.CommandLine):
    def test_figures_that_agree(self):
        out = self.delibex("check", "--all", self.write_act()).decode()
        self.assertIn("deliberation, ", out.splitlines()[0])
        self.assertIn("2024-03-14, 1 act", out.splitlines()[0])
        self.assertIn("  agrees  present-names", out)
        self.assertNotIn("CONTRADICTED", out)
        self.assertRegex(out.splitlines()[-1], r"^  [1-9]\d* agree, 0 contradicted, \d+ not verifiable$")

    def test_what_agrees_is_counted_only(self):
        out = self.delibex("check", self.write_act()).decode()
        self.assertNotIn("  agrees  ", out)
        self.assertRegex(out, r"  [1-9]\d* agree, ")

    def test_a_contradiction_is_shown_with_both_sides(self):
        out = self.delibex("check", self.write_act(present=5), code=1).decode()
        self.assertIn("  CONTRADICTED  present-names", out)
        self.assertIn("stated 5, listed 4", out)
        self.assertIn("members present, as stated: page 1, « ", out)

    def test_several_documents_and_one_that_cannot_be_read(self):
        good, bad = self.write_act("good.txt"), self.write_act("bad.txt", present=5)
        out = self.delibex("check", good, bad, code=1).decode()
        self.assertRegex(out, r"\n2 documents: \d+ agree, [1-9]\d* contradicted, \d+ not verifiable\n$")
        self.assertLess(out.index("good.txt: "), out.index("bad.txt: "))
        out = self.delibex("check", good, "missing.pdf", bad, code=3, complaint="missing.pdf: ").decode()
        self.assertIn("\n2 documents: ", out)

    def test_an_archive_is_checked_as_its_documents(self):
        good, bad = self.write_act("good.txt"), self.write_act("bad.txt", present=5, number=13)
        self.delibex("index", "a.db", good, bad)
        whole = self.delibex("check", "--records", "a.db", code=1)
        self.assertEqual(sorted(whole.splitlines()),
                         sorted(self.delibex("check", good, bad, code=1).splitlines()))

    def test_the_report_can_be_a_file(self):
        act = self.write_act()
        self.assertEqual(self.delibex("check", "-o", "report.txt", act), b"")
        with open(self.path("report.txt"), "rb") as file:
            self.assertEqual(file.read(), self.delibex("check", act))

    def test_list_names_the_checks(self):
        out = self.delibex("check", "--list").decode()
        self.assertRegex(out, r"(?m)^present-names \(\w+\): ")
        self.assertGreater(out.count("\n"), 10)


if __name__ == "__main__":
    harness.main()

"""delibex extract: what it prints, where, in which order, and how it ends."""
import json
import os
import re
import signal
import stat
import subprocess
import time

import harness


class Extract(harness.CommandLine):
    def test_one_file_gives_an_indented_object(self):
        out = self.delibex("extract", self.write_act()).decode()
        record = json.loads(out)
        self.assertTrue(out.startswith('{\n  "delibex": "1",\n'))
        self.assertTrue(out.endswith("}\n"))
        self.assertEqual(record["source"]["outcome"], "ok")
        self.assertEqual(record["session"]["date"], "2024-03-14")
        self.assertEqual(record["session"]["counts"]["present"], 4)
        self.assertEqual([act["number"] for act in record["acts"]], ["2024-012"])

    def test_several_files_give_lines_in_the_order_of_the_arguments(self):
        # Long and short documents in turn: the short ones are finished first.
        paths = []
        for number in range(12):
            text = harness.ACT.format(present=4, number=number)
            paths.append(self.write(f"{number}.txt", text + (text * 60 if number % 3 == 0 else "")))
        for jobs in ("1", "4"):
            records = self.records("--jobs", jobs, *paths)
            self.assertEqual([record["source"]["path"] for record in records], paths)

    def test_the_same_twice_is_the_same_thrice(self):
        paths = [self.write_act(f"{n}.txt", number=n) for n in range(6)]
        out = self.delibex("extract", "--jobs", "4", *paths)
        self.assertEqual(out, self.delibex("extract", "--jobs", "1", *paths))

    def test_format_is_what_was_asked_for(self):
        one, two = self.write_act("1.txt", number=1), self.write_act("2.txt", number=2)
        self.assertEqual(self.delibex("extract", "--format", "jsonl", one).count(b"\n"), 1)
        array = json.loads(self.delibex("extract", "--format=json", one, two))
        self.assertEqual(array, self.records(one, two))
        self.assertEqual([self.record("-f", "json", one)], array[:1])

    def test_standard_input(self):
        with open(self.write_act(), "rb") as file:
            text = file.read()
        from_file = self.record("act.txt")
        from_pipe = self.record("-", input=text)
        with open(self.path("act.txt"), "rb") as file:
            from_redirection = self.record("-", stdin=file)
        self.assertEqual(from_pipe["source"]["sha256"], from_file["source"]["sha256"])
        self.assertEqual(from_pipe["session"], from_file["session"])
        self.assertEqual(from_redirection, from_pipe)

    def test_options_end_at_two_dashes(self):
        self.write_act("-o")
        self.assertEqual(self.record("--", "-o")["source"]["path"], "-o")

    def test_stages(self):
        act = self.write_act()
        whole = self.record(act)
        for stage in ("read", "layout", "segment", "match"):
            record = self.record("--stop-after", stage, act)
            self.assertEqual(record["source"], whole["source"])
            self.assertIsNone(record["session"]["date"])
            self.assertEqual((record["acts"], record["findings"]), ([], []))
        assembled = self.record("--stop-after", "assemble", act)
        self.assertEqual(assembled["session"], whole["session"])
        self.assertEqual(assembled["findings"], [])
        self.assertNotEqual(whole["findings"], [])
        self.assertEqual(self.record("--stop-after", "check", act), whole)

    def test_what_is_wanted_stands_under_stages(self):
        act = self.write_act()
        self.assertNotIn("stages", self.record(act))
        record = self.record("--zones", "--matches", "--unread", act)
        self.assertEqual(set(record["stages"]), {"zones", "matches", "unread", "left_out"})
        self.assertIn("present", [zone["zone"] for zone in record["stages"]["zones"]])
        self.assertTrue(all(match["rule"] for match in record["stages"]["matches"]))
        strange = self.write("odd.txt", harness.ACT.format(present=4, number=1).replace(
            "Absent :", "Zqxv brmpf gnaw\nAbsent :"))
        unread = self.record("--unread", strange)["stages"]["unread"]
        self.assertIn("Zqxv brmpf gnaw", " ".join(line["text"] for line in unread))
        minutes = os.path.join(harness.SOURCE, "corpus", "proces-verbal-points", "source.pdf")
        self.assertEqual([line["text"] for line in self.record("--unread", minutes)["stages"]["left_out"]],
                         ["Point n° 1 : Actualités communautaires"])

    def test_text_is_the_text(self):
        out = self.delibex("extract", "--text", self.write_act()).decode()
        squeezed = [line for line in out.splitlines() if line.strip()]
        self.assertEqual(squeezed, [line for line in harness.ACT.format(present=4, number=12)
                                    .splitlines() if line.strip()])
        self.write("pages.txt", "une page\n\fune autre\n")
        self.assertEqual(self.delibex("extract", "-t", "pages.txt").count(b"\f"), 1)

    def test_explain_names_the_place_of_every_value(self):
        run = self.run_delibex("extract", "--explain", self.write_act())
        self.assertEqual(run.returncode, 0)
        record, lines = json.loads(run.stdout), run.stderr.decode().splitlines()
        self.assertEqual(len(lines), sum(len(all_of) for all_of in record["evidence"].values()))
        for pointer, all_of in record["evidence"].items():
            for evidence in all_of:
                self.assertTrue(any(f": {pointer} = " in line and f"rule {evidence['rule']}," in line
                                    for line in lines), pointer)
        self.assertTrue(any("/session/counts/present = 4: rule " in line and "« " in line
                            for line in lines))


class Refused(harness.CommandLine):
    """Documents that cannot be read: each is named, and the others are done."""

    def test_each_has_its_outcome_and_the_others_are_done(self):
        good = self.write_act()
        os.mkdir(self.path("folder"))
        os.mkfifo(self.path("pipe"))
        self.write("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)))
        self.write("broken.pdf", b"%PDF-1.4\nnothing that a PDF holds\n%%EOF\n")
        expected = {"missing.pdf": ["unreadable", "vanished"], "folder": ["not_regular"],
                    "pipe": ["not_regular"], "/dev/zero": ["not_regular"],
                    "picture.png": ["not_pdf"], "broken.pdf": ["damaged"]}
        words = [word for name in expected for word in (name, good)]
        run = self.run_delibex("extract", *words)
        self.assertEqual(run.returncode, 3, run.stderr.decode())
        records = [json.loads(line) for line in run.stdout.decode().splitlines()]
        self.assertEqual([record["source"]["path"] for record in records], words)
        complaints = run.stderr.decode().splitlines()
        self.assertEqual(len(complaints), len(expected))
        for record, name, complaint in zip(records[::2], expected, complaints):
            self.assertIn(record["source"]["outcome"], expected[name])
            self.assertIsNone(record["session"]["date"])
            self.assertTrue(complaint.startswith(f"delibex: {name}: "), complaint)
        for record in records[1::2]:
            self.assertEqual(record["source"]["outcome"], "ok")

    def test_a_bad_sheet_stops_everything(self):
        self.write("sheets/mine.rules", "rule broken\n    zone *\n    regex (\n")
        out = self.delibex("extract", "--patterns", "sheets", self.write_act(), code=4,
                           complaint="sheets/mine.rules:")
        self.assertEqual(out, b"")

    def test_a_directory_of_sheets_that_is_not_there(self):
        self.delibex("extract", "-p", "nowhere", self.write_act(), code=4, complaint="nowhere")

    def test_the_time_limit_is_kept(self):
        # The reader is stopped from outside: nothing inside it can be too slow for that.
        huge = self.write("huge.txt", harness.ACT.format(present=4, number=1) * 20000)
        start = time.monotonic()
        run = self.run_delibex("extract", "--timeout", "10", huge, self.write_act())
        self.assertLess(time.monotonic() - start, 120)
        slow, quick = [json.loads(line) for line in run.stdout.decode().splitlines()]
        self.assertIn(slow["source"]["outcome"], ("timeout", "memory", "output_limit", "ok_partial"))
        self.assertEqual(quick["source"]["outcome"], "ok")


class Sheets(harness.CommandLine):
    """Whose sheets are used."""

    SHEET = """rule our-number
    # Our own form: « Feuillet Z-2024-77 du registre ».
    zone    *
    regex   ^ Feuillet \\h+ (?<act_number> Z-[0-9]+-[0-9]+ ) \\h+ du \\h+ registre $
    field   act_number  number
    ok      Feuillet Z-2024-77 du registre
            act_number = Z-2024-77
    no      Feuillet 2024-77 du registre
"""
    EMPTY = "# Nothing here.\n"

    def number(self, *words):
        act = self.write("z.txt", harness.ACT.format(present=4, number=1).replace(
            "Délibération n° 2024-001", "Feuillet Z-2024-77 du registre"))
        return [act["number"] for act in self.record(*words, act)["acts"]]

    def test_a_new_sheet_teaches_a_new_form(self):
        self.assertNotEqual(self.number(), ["Z-2024-77"])
        self.write("sheets/ours.rules", self.SHEET)
        self.assertEqual(self.number("--patterns", self.path("sheets")), ["Z-2024-77"])

    def test_the_configuration_directory_is_read(self):
        self.write("config/delibex/patterns/ours.rules", self.SHEET)
        self.assertEqual(self.number(), ["Z-2024-77"])

    def test_a_later_directory_replaces_a_sheet(self):
        self.write("config/delibex/patterns/ours.rules", self.SHEET)
        self.write("higher/ours.rules", self.EMPTY)
        self.assertNotEqual(self.number("-p", self.path("higher")), ["Z-2024-77"])


class Output(harness.CommandLine):
    """-o FILE: whole or not at all; and what stops standard output."""

    def test_a_file_holds_what_stdout_would(self):
        act = self.write_act()
        self.assertEqual(self.delibex("extract", "-o", "out.json", act), b"")
        with open(self.path("out.json"), "rb") as file:
            self.assertEqual(file.read(), self.delibex("extract", act))
        self.assertEqual(sorted(os.listdir(self.top)), ["act.txt", "out.json"])

    def test_unread_documents_still_give_a_file(self):
        self.delibex("extract", "--output=out.json", "missing.pdf", code=3, complaint="missing.pdf")
        with open(self.path("out.json")) as file:
            self.assertIn(json.load(file)["source"]["outcome"], ("unreadable", "vanished"))

    def test_failure_leaves_the_old_file_alone(self):
        self.write("out.json", "old")
        self.write("sheets/bad.rules", "nonsense\n")
        self.delibex("extract", "-p", "sheets", "-o", "out.json", self.write_act(), code=4,
                     complaint="bad.rules")
        with open(self.path("out.json")) as file:
            self.assertEqual(file.read(), "old")
        self.assertEqual(sorted(os.listdir(self.top)), ["act.txt", "out.json", "sheets"])

    def test_permissions_and_links_stay(self):
        self.write("real.json", "old")
        os.chmod(self.path("real.json"), 0o640)
        os.symlink("real.json", self.path("link.json"))
        self.delibex("extract", "-o", "link.json", self.write_act())
        self.assertTrue(os.path.islink(self.path("link.json")))
        self.assertEqual(stat.S_IMODE(os.stat(self.path("real.json")).st_mode), 0o640)
        with open(self.path("real.json")) as file:
            json.load(file)

    def test_being_killed_leaves_nothing(self):
        paths = [self.write_act(f"{n}.txt", number=n) for n in range(200)]
        before = sorted(os.listdir(self.top))
        run = subprocess.Popen([harness.DELIBEX, "extract", "-o", "out.jsonl", *paths], cwd=self.top,
                               env=self.environment, stderr=subprocess.DEVNULL)
        time.sleep(0.5)
        run.kill()
        self.assertEqual(run.wait(), -signal.SIGKILL, "it was done before it could be killed")
        self.assertEqual(sorted(os.listdir(self.top)), before)

    def test_no_such_directory_is_found_out_before_reading(self):
        self.delibex("extract", "-o", "nowhere/out.json", self.write_act(), code=5,
                     complaint="nowhere/out.json: cannot create it: No such file")

    def test_a_full_disk_is_said(self):
        act = self.write_act()
        with open("/dev/full", "w") as full:
            self.delibex("extract", act, code=5, stdout=full,
                         complaint="standard output: cannot write: No space left")
        self.delibex("extract", "-o", "/dev/full", act, code=5, complaint="/dev/full: cannot write")
        self.assertTrue(stat.S_ISCHR(os.stat("/dev/full").st_mode))

    def test_a_closed_stdout_is_said(self):
        self.write_act()
        run = subprocess.run(["sh", "-c", '"$0" extract act.txt >&-', harness.DELIBEX], cwd=self.top,
                             env=self.environment, stderr=subprocess.PIPE)
        self.assertEqual(run.returncode, 5)
        self.assertIn(b"standard output: cannot write", run.stderr)

    def test_a_reader_of_ours_that_goes_away_ends_us_quietly(self):
        self.write_act()
        run = subprocess.run(
            ["bash", "-c", '"$0" extract act.txt act.txt act.txt | head -c 1; echo "${PIPESTATUS[0]}"',
             harness.DELIBEX], cwd=self.top, env=self.environment, capture_output=True)
        self.assertEqual(run.stderr, b"")
        self.assertIn(run.stdout[1:], (b"141\n", b"0\n"))


class Progress(harness.CommandLine):
    """A count for who watches standard error, and for nobody else."""

    def test_a_terminal_sees_the_count(self):
        paths = [self.write_act(f"{n}.txt", number=n) for n in range(3)]
        run, seen = self.watched("extract", *paths, "missing.pdf")
        self.assertEqual(run.stdout.count(b"\n"), 4)
        self.assertIn(b"2 of 4 documents", seen)
        self.assertIn(b"\r\x1b[Kdelibex: missing.pdf: ", seen)
        _, seen = self.watched("extract", paths[0])
        self.assertEqual(seen, b"")


class Names(harness.CommandLine):
    """File names are bytes: any of them."""

    NAMES = [b"espace et 'quote'.txt", "été.txt".encode(), b"latin-\xe9t\xe9.txt", b"new\nline.txt",
             b"\x1b[31mred.txt", b"back\\slash.txt", b"back\\xe9.txt", b"-dash.txt", b"x" * 251 + b".txt",
             "\u202etxt.fdp".encode(), b"trailing ", b"\xff\xfe", b"\xc3", b"*?[a]$(x).txt"]

    def test_every_name_is_read_and_can_be_had_back(self):
        for name in self.NAMES:
            self.write(name, harness.ACT.format(present=4, number=1))
        run = self.run_delibex("extract", "--", *self.NAMES)
        self.assertEqual((run.returncode, run.stderr), (0, b""))
        lines = run.stdout.decode().splitlines()
        paths = [json.loads(line)["source"]["path"] for line in lines]
        self.assertEqual([self.had_back(path) for path in paths], self.NAMES)

    @staticmethod
    def had_back(path):
        def unescape(match):
            return b"\\" if match.group() == b"\\\\" else bytes([int(match.group()[2:], 16)])
        return re.sub(rb"\\\\|\\x[0-9a-f]{2}", unescape, path.encode())

    def test_complaints_show_the_name_safely(self):
        run = self.run_delibex("extract", "--", b"no\x1b[31m\xe9.pdf")
        self.assertEqual(run.returncode, 3)
        self.assertTrue(run.stderr.startswith(b"delibex: no\\x1b[31m\\xe9.pdf: "), run.stderr)
        run = self.run_delibex("extract", "--", "a\u200b\ufeff\u202e\U000e0041.pdf")
        self.assertTrue(run.stderr.startswith(b"delibex: a\\u{200b}\\u{feff}\\u{202e}\\u{e0041}.pdf: "),
                        run.stderr)


if __name__ == "__main__":
    harness.main()

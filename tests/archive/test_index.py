"""Indexing: every file has one outcome, nothing is read without need, and whatever ends a run, the
next one ends where an undisturbed one does.

usage: test_index.py BUILD_DIR SOURCE_DIR
"""
import glob
import json
import os
import random
import resource
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time

sys.path[:0] = [os.path.dirname(os.path.abspath(__file__)),
                os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli")]
import harness
import ledger
import watch

MANY, FEW = 240, 60
NAMES = int(os.environ.get("DELIBEX_NAMES", "400"))


class Archive(harness.CommandLine):
    known = {}  # what an undisturbed run says of so many files

    def setUp(self):
        super().setUp()
        self.inputs = self.path("inputs")
        self.archive = self.path("archive.db")
        os.mkdir(self.inputs)

    def write_many(self, count):
        self.count = count
        for i in range(count):
            act = harness.ACT.format(present=3 + i % 3, number=i)
            self.write(f"inputs/{i % 7}/act {i}.txt", act + "\n" * i)  # no two of one length

    def index(self, *words, code=0, complaint=None, archive=None, **options):
        """Indexes; gives what the summary counts: files, read, unchanged, known."""
        out = self.delibex("index", *words, archive or self.archive, self.inputs, code=code,
                           complaint=complaint, **options)
        words = out.decode().split()
        return [int(words[i]) for i in (0, 2, 4, 6)]

    def start(self, *words, **options):
        options.setdefault("stderr", subprocess.PIPE)
        return subprocess.Popen([harness.DELIBEX, "index", *words, self.archive, self.inputs],
                                cwd=self.top, env=self.environment, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, **options)

    def sound(self, archive=None):
        self.assertEqual(ledger.problems(archive or self.archive, ledger.inputs_of(self.inputs)), [])

    def contents(self, archive):
        """What an archive says, wherever the files lie."""
        return {name: sorted(row.replace(self.inputs, "inputs") for row in rows)
                for name, rows in ledger.contents(archive).items()}

    def equals_an_undisturbed_run(self):
        if self.count not in self.known:
            archive = self.path("undisturbed.db")
            self.index("--quiet", "--recycle", "50", archive=archive)
            self.known[self.count] = self.contents(archive)
            os.unlink(archive)
        self.sound()
        self.assertEqual(self.contents(self.archive), self.known[self.count])

    def ask(self, sql, *values):
        db = sqlite3.connect(self.archive)
        try:
            return db.execute(sql, values).fetchall()
        finally:
            db.close()

    def committed(self):
        """How many files the archive holds while somebody writes to it."""
        try:
            db = sqlite3.connect(f"file:{self.archive}?mode=ro", uri=True, timeout=5)
            try:
                return db.execute("SELECT count(*) FROM files").fetchone()[0]
            finally:
                db.close()
        except sqlite3.OperationalError:
            return 0

    def wait_for(self, run, files):
        while run.poll() is None and self.committed() < files:
            time.sleep(0.01)


class Outcomes(Archive):
    NAMES = [b"new\nline.txt", b"latin-\xe9.txt", b"back\\slash.txt", b"back\\xe9.txt", b"-dash.txt",
             b" .txt", b"\xff\xfe.txt", b"*?[a].txt", b"x.tmp.txt", b"..txt", b"A.TXT", b"a.txt"]

    def test_every_file_ends_in_one_outcome(self):
        for i, name in enumerate(self.NAMES):
            self.write(b"inputs/deep/er/" + name, harness.ACT.format(present=4, number=i))
        self.write("inputs/empty.pdf", b"")
        self.write("inputs/junk.pdf", bytes(range(256)) * 50)
        self.write("inputs/broken.pdf", b"%PDF-1.4\nnothing of the kind\n")
        os.mkdir(os.path.join(self.inputs, "directory.pdf"))
        os.mkfifo(os.path.join(self.inputs, "pipe.pdf"))
        os.symlink("/etc/hostname", os.path.join(self.inputs, "link.pdf"))
        os.symlink("..", os.path.join(self.inputs, "loop"))
        os.symlink("nowhere", os.path.join(self.inputs, "dangling"))
        os.symlink("/dev/zero", os.path.join(self.inputs, "zeros.pdf"))
        os.symlink("round.txt", os.path.join(self.inputs, "round.txt"))
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(os.path.join(self.inputs, "socket.pdf"))
        with open(os.path.join(self.inputs, "sparse.pdf"), "wb") as sparse:
            sparse.truncate(1 << 40)
        self.index(code=3, complaint="pipe.pdf: ")
        self.sound()
        outcomes = dict(self.ask("SELECT path, outcome FROM files"))
        names = {os.path.basename(ledger.unescape(path)): outcome for path, outcome in outcomes.items()}
        self.assertEqual({names[name] for name in self.NAMES}, {"ok"})
        self.assertEqual([names[name] for name in (b"pipe.pdf", b"link.pdf", b"loop", b"dangling", b"zeros.pdf",
                                                   b"round.txt", b"socket.pdf")], ["not_regular"] * 7)
        self.assertEqual(names[b"sparse.pdf"], "unreadable")
        self.assertEqual((names[b"empty.pdf"], names[b"junk.pdf"]), ("no_text", "not_pdf"))
        self.assertNotIn("ok", names[b"broken.pdf"])

    def test_names_of_any_bytes(self):
        """Every byte alone, at the end and in pairs; and names made of chance, which the seed tells."""
        chance, some = random.Random(NAMES), [bytes([byte]) for byte in range(1, 256) if byte != ord("/")]
        names = {byte + b".txt" for byte in some} | {b"x" * 251 + b".txt", b"\xc3" * 251 + b".txt"}
        names |= {b"end " + byte + b".pdf" for byte in some[::7]}
        while len(names) < NAMES:
            names.add(b"".join(chance.choices(some, k=chance.randint(2, 240))) + b".tXt")
        for i, name in enumerate(sorted(names)):
            self.write(b"inputs/%d/" % (i % 5) + name, harness.ACT.format(present=4, number=i))
        os.link(os.path.join(os.fsencode(self.inputs), b"0", min(names)), self.path("inputs/same.txt"))
        self.index("--recycle", "50")
        self.sound()
        rows = self.ask("SELECT path, outcome FROM files")
        self.assertEqual({os.path.basename(ledger.unescape(path)) for path, _ in rows}, names | {b"same.txt"})
        self.assertEqual({outcome for _, outcome in rows}, {"ok"})
        self.assertEqual(self.ask("SELECT count(*) FROM documents"), [(len(names),)])

    def test_other_files_are_passed_over(self):
        self.write_act("inputs/act.txt")
        self.write("inputs/named after nothing", b"%PDF-1.4\nnothing of the kind\n")
        for name in ("a.json", "b.json", "deeper/c.xml", "README", ".hidden"):
            self.write("inputs/" + name, "no document")
        out = self.delibex("index", self.archive, self.inputs, code=3,
                           complaint="named after nothing: ").decode()
        self.assertRegex(out, r"^2 files: 2 read")
        self.assertIn("  5 other files, neither PDF nor .txt, passed over: .json 2, "
                      "without an ending 2, .xml 1\n", out)
        # What is named is taken.
        self.delibex("index", self.archive, self.path("inputs/a.json"), self.path("inputs/README"),
                     code=0)
        self.assertEqual(len(self.ask("SELECT path FROM files")), 4)

    def test_status_counts_and_names_what_is_unread(self):
        self.write_act("inputs/good.txt")
        self.write("inputs/empty\x1b[31m.pdf", b"")
        self.index(code=3, complaint="empty")
        text = self.delibex("status", self.archive).decode()
        self.assertRegex(text, r"(?m)^files:\n +1  no_text\n +1  ok\n")
        unread = self.delibex("status", "--unread", self.archive)
        self.assertEqual(unread.count(b"\n"), 1)
        self.assertIn(b"no_text\t", unread)
        (one,) = json.loads(self.delibex("status", "--unread", "--format", "json", self.archive))
        self.assertEqual((one["outcome"], one["diagnosis"]), ("no_text", "empty file"))
        self.assertNotIn(b"\x1b", unread)
        self.assertIn(b'"files": {', self.delibex("status", "--format", "json", self.archive))

    def test_a_path_that_is_not_there_is_an_outcome(self):
        self.delibex("index", self.archive, "no-such.pdf", code=3, complaint="no-such.pdf: ")
        self.assertEqual(self.ask("SELECT outcome, document FROM files"), [("vanished", None)])

    def test_lists_from_standard_input(self):
        names = [self.write(b"inputs/one\ntwo.txt", harness.ACT.format(present=4, number=1)),
                 self.write_act("inputs/three.txt", number=2)]
        given = b"\0".join(os.fsencode(name) for name in names) + b"\0"
        self.delibex("index", "--from0", self.archive, input=given)
        self.sound()
        other = self.path("lines.db")
        self.delibex("index", other, "-", input=os.fsencode(names[1]) + b"\n")
        self.assertIn(b"        1  ok", self.delibex("status", other))

    def test_the_archive_is_no_input_of_its_own(self):
        self.archive = os.path.join(self.inputs, "archive.db")
        self.write_act("inputs/act.txt")
        self.assertEqual(self.index()[0], 1)
        self.assertEqual(self.index(), [1, 0, 1, 0])


class Contents(Archive):
    def test_what_is_known_is_not_read_again(self):
        first = self.write_act("inputs/first.txt", number=1)
        self.assertEqual(self.index(), [1, 1, 0, 0])
        self.assertEqual(self.index(), [1, 0, 1, 0])
        shutil.copy(first, os.path.join(self.inputs, "copy.txt"))
        self.assertEqual(self.index(), [2, 0, 1, 1])
        os.utime(first)
        self.assertEqual(self.index(), [2, 0, 1, 1])
        os.mkdir(os.path.join(self.inputs, "deeper"))
        os.rename(first, os.path.join(self.inputs, "deeper", "moved.txt"))
        self.assertEqual(self.index(), [2, 0, 1, 1])
        self.sound()

    def test_copies_beside_each_other_are_read_once(self):
        for present in (3, 4):  # of one length
            for copy in range(20):
                self.write(f"inputs/{present} {copy}.txt",
                           harness.ACT.format(present=present, number=1))
        self.assertEqual(self.index("--jobs", "2"), [40, 2, 0, 38])
        self.sound()

    def test_a_changed_file_replaces_its_record(self):
        path = self.write_act("inputs/act.txt", number=1)
        self.write_act("inputs/other.txt", number=3)
        self.index()
        self.write_act("inputs/act.txt", number=2)
        self.assertEqual(self.index(), [2, 1, 1, 0])
        self.sound()
        self.assertEqual(sorted(self.ask("SELECT number FROM acts")), [("2024-002",), ("2024-003",)])
        self.assertEqual(self.ask("SELECT count(*) FROM search('2024 001')"), [(0,)])
        os.unlink(path)
        self.delibex("index", self.archive, path, code=3, complaint="act.txt: ")
        self.assertEqual(self.ask("SELECT outcome FROM files WHERE path = ?", path), [("vanished",)])
        self.assertEqual(len(self.ask("SELECT number FROM acts")), 2)

    def test_other_rules_read_again_only_when_asked_to(self):
        self.write_many(5)
        self.write("sheets/90-own.rules", "rule own\n    zone    counts\n"
                   "    regex   ^ \\h* zzz \\h+ (?<present> [0-9]{1,3} ) \\h* $\n"
                   "    field   present  count\n    ok      zzz 5\n            present = 5\n"
                   "    no      zzz\n")
        self.index()
        before = self.ask("SELECT sha256, extractor FROM documents ORDER BY sha256")
        self.assertEqual(self.index("--patterns", "sheets"), [5, 0, 5, 0])
        self.assertEqual(self.index("--patterns", "sheets", "--refresh"), [5, 5, 0, 0])
        after = self.ask("SELECT sha256, extractor FROM documents ORDER BY sha256")
        self.assertEqual([row[0] for row in before], [row[0] for row in after])
        self.assertNotEqual(before[0][1], after[0][1])
        self.sound()
        self.assertEqual(self.index("--patterns", "sheets", "--refresh"), [5, 0, 5, 0])


class Faults(Archive):
    """Whatever happens to a run, the next one brings the archive to where an undisturbed one is."""

    def test_killed_at_any_moment(self):
        jobs, kills = 2, 4
        self.write_many(MANY)
        chance = random.Random(7)
        reached = []
        with watch.Openings(self.inputs) as openings:
            for _ in range(kills):
                run = self.start("--jobs", str(jobs), "--quiet")
                self.wait_for(run, (reached[-1] if reached else 0) + 1)
                time.sleep(chance.uniform(0, 0.4))
                run.kill()
                run.communicate()
                reached.append(self.committed())
                if os.path.exists(self.archive):
                    self.assertEqual(ledger.index_problems(self.archive), [])
            self.assertEqual(reached, sorted(reached))
            self.assertLess(reached[0], MANY)
            self.assertEqual(self.index("--jobs", str(jobs))[0], MANY)
            read = openings.count()
        # What a worker had in its hands is read again, and nothing else.
        self.assertLessEqual(read, MANY + kills * jobs)
        self.assertGreaterEqual(read, MANY)
        self.assertEqual(sorted(os.listdir(self.top)), ["archive.db", "inputs"])
        self.equals_an_undisturbed_run()

    def test_no_reader_outlives_a_killed_run(self):
        self.write_many(MANY)
        run = self.start("--jobs", "2")
        self.wait_for(run, 1)
        readers = self.children(run.pid)
        self.assertEqual(len(readers), 1)
        run.kill()
        run.communicate()
        deadline = time.monotonic() + 60
        while any(self.lives(pid) for pid in readers) and time.monotonic() < deadline:
            time.sleep(0.01)
        self.assertFalse(any(self.lives(pid) for pid in readers))

    @staticmethod
    def children(pid):
        """Those of all its threads."""
        found = []
        for path in glob.glob(f"/proc/{pid}/task/*/children"):
            try:
                with open(path, encoding="ascii") as file:
                    found += [int(child) for child in file.read().split()]
            except OSError:
                pass
        return found

    @staticmethod
    def lives(pid):
        try:
            with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
                return file.read().rsplit(")", 1)[1].split()[0] != "Z"
        except OSError:
            return False

    def test_readers_killed(self):
        self.write_many(MANY)
        run = self.start("--jobs", "2")
        kills = 0
        while run.poll() is None and kills < 5:
            before = self.committed()
            for pid in self.children(run.pid):
                if before > 0:
                    os.kill(pid, signal.SIGKILL)
                    kills += 1
            self.wait_for(run, before + 40)  # a document that is hit twice is a crash
        _, errors = run.communicate()
        self.assertEqual(run.returncode, 0, errors)
        self.assertNotIn(b"delibex: ", errors)
        self.assertGreaterEqual(kills, 2)
        self.equals_an_undisturbed_run()

    def test_an_interrupt_lets_the_batch_finish(self):
        self.write_many(MANY)
        watcher, terminal = os.openpty()
        run = self.start("--jobs", "2", stderr=terminal)
        os.close(terminal)
        self.wait_for(run, 1)
        run.send_signal(signal.SIGINT)
        seen = b""
        try:
            while piece := os.read(watcher, 4096):
                seen += piece
        except OSError:
            os.close(watcher)
        out, _ = run.communicate(timeout=60)
        self.assertEqual(run.returncode, 75, seen)
        self.assertIn(b"interrupt again to stop at once", seen)
        self.assertIn(b"run it again", seen)
        self.assertEqual(int(out.split()[0]), self.committed())
        self.index()
        self.sound()

    def test_two_at_once(self):
        self.write_many(MANY)
        run = self.start("--jobs", "1")
        self.wait_for(run, 1)
        started = time.monotonic()
        self.delibex("index", self.archive, self.inputs, code=75,
                     complaint=f"another delibex writes to it (process {run.pid})")
        self.assertLess(time.monotonic() - started, 60)
        self.assertIn(b"files:", self.delibex("status", self.archive))
        _, errors = run.communicate()
        self.assertEqual((run.returncode, errors), (0, b""))
        self.assertFalse(os.path.exists(self.archive + "-lock"))
        self.sound()

    def test_no_room(self):
        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (600 << 10, 600 << 10))
        self.write_many(MANY)
        run = self.start("--jobs", "2", preexec_fn=limit)
        _, errors = run.communicate()
        self.assertEqual(run.returncode, 5, errors)
        self.assertEqual(errors.count(b"\n"), 1, errors)
        self.assertIn(b"archive.db", errors)
        self.index("--recycle", "50")
        self.equals_an_undisturbed_run()

    FULL_DISK = """
        mount -t tmpfs -o "$3" tmpfs "$1/disk" || exit 90
        "$2" index --quiet "$1/disk/archive.db" "$1/inputs"
        echo "code $?"
        mount -o remount,size=64m,nr_inodes=100 "$1/disk"
        "$2" index --quiet --recycle 50 "$1/disk/archive.db" "$1/inputs"
        echo "code $?"
        cp "$1/disk/archive.db" "$1/archive.db"
    """

    def test_a_disk_that_is_full(self):
        os.mkdir(self.path("disk"))
        # Too small for all; and too few files for the log.
        for room, count in (("size=1m", MANY), ("size=64m,nr_inodes=3", FEW)):
            shutil.rmtree(self.inputs)
            self.write_many(count)
            run = subprocess.run(["unshare", "--map-root-user", "--mount", "sh", "-c", self.FULL_DISK,
                                  "sh", self.top, harness.DELIBEX, room], env=self.environment,
                                 cwd=self.top, capture_output=True, text=True, timeout=300, check=False)
            if "code" not in run.stdout:
                self.skipTest("no file system can be mounted here: " + run.stderr)
            codes = [line for line in run.stdout.splitlines() if line.startswith("code")]
            self.assertEqual(codes, ["code 5", "code 0"], (room, run.stdout, run.stderr))
            self.assertEqual(run.stderr.count("\n"), 1, run.stderr)
            self.assertIn("archive.db", run.stderr)
            self.equals_an_undisturbed_run()


class Refusals(Archive):
    def test_before_the_first_document(self):
        self.write_act("inputs/act.txt")
        self.write("garbage.db", b"no database at all, but long enough to look like one " * 90)
        foreign = sqlite3.connect(self.path("foreign.db"))
        foreign.execute("CREATE TABLE mine (x)")
        foreign.commit()
        foreign.close()
        for name, why in (("garbage.db", "nor any other database"), ("foreign.db", "no archive of delibex"),
                          ("no/such/place.db", "No such file"), (".", "")):
            before = self.bytes_of(name)
            self.delibex("index", name, self.inputs, code=5, complaint=why)
            self.assertEqual(self.bytes_of(name), before)
            self.assertFalse(os.path.exists(self.path(name + "-lock")))

    def bytes_of(self, name):
        try:
            with open(self.path(name), "rb") as file:
                return file.read()
        except OSError:
            return None

    def test_an_archive_of_a_newer_version(self):
        self.write_act("inputs/act.txt")
        self.index()
        db = sqlite3.connect(self.archive)
        db.execute("PRAGMA user_version = 99")
        db.close()
        self.delibex("index", self.archive, self.inputs, code=5, complaint="version 99")
        self.delibex("search", self.archive, "tracteur", code=5, complaint="version 99")

    def test_wrong_command_lines(self):
        self.delibex("index", self.archive, code=2, complaint="missing operand")
        self.delibex("index", "--jobs", "0", self.archive, self.inputs, code=2, complaint="--jobs 0")
        self.delibex("status", self.archive, code=5, complaint="no such archive")
        self.assertFalse(os.path.exists(self.archive))

    def test_wrong_rules(self):
        self.write("sheets/bad.rules", "nonsense\n")
        self.delibex("index", "--patterns", "sheets", self.archive, self.inputs, code=4,
                     complaint="bad.rules:1:1")


class Checker(Archive):
    """The checker sees what it is there for."""

    SPOILERS = {
        "lost": "DELETE FROM files WHERE path LIKE '%act 3.txt'",
        "no file holds": "DELETE FROM files WHERE path LIKE '%act 4.txt'",
        "and its record has": "DELETE FROM members WHERE position = 0",
        "no JSON": "UPDATE documents SET record = substr(record, 1, 500) WHERE id = 1",
        "of another content": "UPDATE files SET document = 1",
        "index": "UPDATE texts SET words = 'others' WHERE document = 2",
    }

    def test_every_spoiled_archive_is_found(self):
        self.write_many(6)
        self.index()
        self.sound()
        inputs = ledger.inputs_of(self.inputs)
        for what, sql in self.SPOILERS.items():
            spoiled = self.path("spoiled.db")
            shutil.copy(self.archive, spoiled)
            db = sqlite3.connect(spoiled)
            db.execute(sql)
            db.commit()
            db.close()
            found = ledger.problems(spoiled, inputs)
            self.assertTrue(any(what in problem for problem in found), (what, found))


if __name__ == "__main__":
    harness.main()

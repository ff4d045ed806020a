"""The contract of shards, without any engine: what is done is done once, what is missing is said, and
all together is what one machine gives, byte for byte.

usage: test_shards.py BUILD_DIR SOURCE_DIR
"""
import fcntl
import glob
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time

sys.path[:0] = [os.path.dirname(os.path.abspath(__file__)),
                os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli")]
import harness
import ledger
import watch

SHARDS = 3


def shard_of(name, shards):
    """As tools in other languages would have it: FNV-1a, 64 bits, mixed as MurmurHash3 ends."""
    word, mask = 0xcbf29ce484222325, (1 << 64) - 1
    for byte in name:
        word = (word ^ byte) * 0x100000001b3 & mask
    for factor in (0xff51afd7ed558ccd, 0xc4ceb9fe1a85ec53):
        word = (word ^ word >> 33) * factor & mask
    return (word ^ word >> 33) % shards


class Shards(harness.CommandLine):
    known = {}  # what one machine gives of so many documents

    def setUp(self):
        super().setUp()
        self.root, self.out, self.manifest = map(self.path, ("root", "out", "manifest"))
        self.write_documents(24)

    def write_documents(self, count, pages=1):
        shutil.rmtree(self.root, ignore_errors=True)
        self.written = (count, pages)
        for number in range(count):
            act = harness.ACT.format(present=4, number=number)
            self.write(f"root/{number % 3}/act {number}.txt", "\f".join([act] * pages))
        self.write("root/broken.pdf", b"%PDF-1.4\nnothing of the kind\n")
        self.write(b"root/new\nline \xe9 \\.txt", harness.ACT.format(present=3, number=99))
        self.plan()

    def plan(self):
        self.delibex("plan", "--root", "root", "--output", "manifest", "root")
        with open(self.manifest, "rb") as file:
            self.names = file.read().splitlines()

    def words(self, shards=SHARDS):
        return ["--manifest", self.manifest, "--shards", str(shards), "--out", self.out]

    def run_words(self, shard, shards=SHARDS):
        return ["run", "--manifest", self.manifest, "--shard", f"{shard}/{shards}", "--out", self.out,
                "--root", "root"]

    def run_shard(self, shard, *more, code=0, complaint="shard ", shards=SHARDS):
        self.assertEqual(self.delibex(*self.run_words(shard, shards), *more, code=code,
                                      complaint=complaint), b"")

    def run_all(self):
        for shard in range(SHARDS):
            self.run_shard(shard)

    def one_machine(self):
        if self.written not in self.known:
            paths = [ledger.unescape(name.decode()) for name in self.names]
            self.known[self.written] = self.delibex(
                "extract", "-f", "jsonl", "--recycle", "50", *map(os.fsdecode, paths), cwd=self.root,
                code=3, complaint="broken.pdf: ")
        return self.known[self.written]

    def merged(self):
        return self.delibex("merge", *self.words())

    def missing(self):
        return self.delibex("status", *self.words(), complaint="shards are done").decode()

    def start(self, shard, **options):
        return subprocess.Popen([harness.DELIBEX, *self.run_words(shard)], cwd=self.top,
                                env=self.environment, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)

    def journals(self, shard=0):
        return glob.glob(f"{glob.escape(self.out)}/.part-{shard:05}-of-*.j.*")

    def noted(self, shard=0):
        """How many records the journals of a shard hold."""
        count = 0
        for path in self.journals(shard):
            with open(path, "rb") as file:
                count += sum(line.split(b"\t")[1:2] == [b"record"] for line in file)
        return count

    def wait_for(self, run, records):
        while run.poll() is None and self.noted() < records:
            time.sleep(0.002)


class Contract(Shards):
    def test_together_they_are_what_one_machine_gives(self):
        self.assertEqual(self.names, sorted(self.names))
        self.assertIn(b"new\\x0aline \\xe9 \\\\.txt", self.names)
        self.assertEqual(self.missing(), "0,1,2\n")
        self.delibex("merge", *self.words(), code=65, complaint="out: ")
        self.run_shard(1)
        self.assertEqual(self.missing(), "0,2\n")
        self.delibex("merge", *self.words(), code=75, complaint="2 of 3 shards are missing")
        self.run_all()
        self.assertEqual(self.missing(), "")
        self.assertEqual(self.merged(), self.one_machine())
        for shard in range(SHARDS):
            with open(f"{self.out}/part-{shard:05}-of-{SHARDS:05}.jsonl", "rb") as file:
                paths = [json.loads(line)["source"]["path"].encode() for line in file]
            mine = [name for name in self.names if shard_of(name, SHARDS) == shard]
            self.assertEqual(paths, [name.replace(b"\\x0a", b"\n") for name in mine])
            self.assertGreater(len(mine), 2)

    def test_links_are_not_followed(self):
        os.mkdir(self.path("other"))
        self.write_act("other/act.txt")
        os.symlink("/etc/hostname", self.path("root/link.txt"))
        os.mkdir(self.path("root/swapped"))
        self.write_act("root/swapped/act.txt")
        self.plan()
        os.rename(self.path("root/swapped"), self.path("root.swapped"))
        os.symlink("../other", self.path("root/swapped"))
        self.run_all()
        outcomes = {record["source"]["path"]: record["source"]["outcome"]
                    for record in map(json.loads, self.merged().splitlines())}
        self.assertEqual((outcomes["link.txt"], outcomes["swapped/act.txt"]), ("not_regular", "not_regular"))

    def test_a_new_document_moves_no_other(self):
        before = {name: shard_of(name, 16) for name in self.names}
        self.write_act("root/0/a new one.txt")
        self.plan()
        self.assertEqual(len(self.names), len(before) + 1)
        self.assertTrue(all(shard_of(name, 16) == shard for name, shard in before.items()))

    def test_what_is_there_is_done(self):
        self.run_shard(0)
        part = f"{self.out}/part-00000-of-00003.jsonl"
        os.chmod(part, 0o444)
        before = os.stat(part)
        with watch.Openings(self.root) as openings:
            self.run_shard(0, complaint="done before")
            self.assertEqual(openings.count(), 0)
        self.assertEqual(os.stat(part), before)
        self.assertEqual(self.journals(), [])

    def test_a_directory_of_another_run_is_refused(self):
        self.run_shard(0)
        self.run_shard(0, code=65, complaint="begun with another", shards=4)
        self.run_shard(1, "--ocr", "never", code=65, complaint="begun with another")
        self.write_act("root/one more.txt")
        self.plan()
        self.run_shard(1, code=65, complaint="begun with another")

    def test_wrong_command_lines(self):
        for shard in ("3/3", "-1/3", "1", "a/b", "0/0", "1/2/3", ""):
            self.delibex("run", "--manifest", self.manifest, "--out", self.out, "--shard", shard,
                         code=64, complaint="it must be I/N")
        self.delibex("run", code=64, complaint="--manifest, --shard and --out must be given")
        for words in (["run", "--no-such"], ["merge", "operand"], ["filter", "--jobs", "0"]):
            self.delibex(*words, code=64, complaint="")
        self.delibex("run", "--manifest", "none", "--out", self.out, "--shard", "0/1", code=66,
                     complaint="none")
        self.write("unsorted", "b\na\n")
        self.delibex("run", "--manifest", "unsorted", "--out", self.out, "--shard", "0/1", code=66,
                     complaint="unsorted:2: ")
        self.write("file", "no directory")
        self.delibex("run", "--manifest", self.manifest, "--out", "file", "--shard", "0/1", code=74,
                     complaint="file")
        self.delibex("plan", "--root", "root/0", "root", code=5, complaint="not below")
        self.assertFalse(os.path.exists(self.out))

    def test_into_an_archive(self):
        self.run_all()
        for _ in range(2):
            self.delibex("merge", *self.words(), "--index", "a.db", "--root", "root")
        self.delibex("index", "--quiet", "b.db", "root", code=3)
        self.assertEqual(ledger.problems(self.path("a.db"), ledger.inputs_of(self.root)), [])
        merged, indexed = (ledger.contents(self.path(name)) for name in ("a.db", "b.db"))
        for table in ("acts", "members", "texts", "votes", "amounts", "sessions"):
            self.assertEqual(merged[table], indexed[table], table)
        # Indexing what was merged reads nothing again.
        out = self.delibex("index", "--quiet", "a.db", "root", code=3).decode()
        self.assertRegex(out, r"^26 files: 0 read, ")

    def test_a_part_that_was_spoiled_is_not_merged(self):
        self.run_all()
        part = f"{self.out}/part-00001-of-00003.jsonl"
        with open(part, "rb") as file:
            lines = file.readlines()
        for spoilt in (lines[:-1], lines + lines[:1], lines[::-1], [b"{}\n"] + lines[1:],
                       lines[:-1] + [lines[-1][:-1]]):
            with open(part, "wb") as file:
                file.writelines(spoilt)
            self.delibex("merge", *self.words(), "--output", "all", code=65, complaint="part-00001")
            self.assertFalse(os.path.exists(self.path("all")))


class Attempts(Shards):
    def setUp(self):
        super().setUp()
        self.write_documents(60, pages=4)

    def test_killed_and_done_again(self):
        with watch.Openings(self.root) as openings:
            for records in (3, 8):
                run = self.start(0, start_new_session=True)
                self.wait_for(run, records)
                run.kill()
                run.communicate()
            self.assertEqual(self.missing(), "0,1,2\n")
            held = self.noted()
            # A line that was torn is none.
            with open(self.journals()[0], "ab") as file:
                file.write(b"0" * 64 + b"\trecord\t0/act 0.txt\t{}\n" + b"ab" * 50)
            self.run_shard(0, complaint=f"{held} of them read before")
            mine = sum(shard_of(name, SHARDS) == 0 for name in self.names)
            self.assertLessEqual(openings.count(), mine + 2)
        for shard in (1, 2):
            self.run_shard(shard)
        self.assertEqual(self.merged(), self.one_machine())
        self.assertEqual([name for name in os.listdir(self.out) if ".j." in name or ".tmp" in name], [])

    def test_stopped(self):
        for _ in range(3):  # none of the documents comes under suspicion
            before = self.noted()
            run = self.start(0)
            self.wait_for(run, before + 1)
            started = time.monotonic()
            run.send_signal(signal.SIGTERM)
            _, errors = run.communicate()
            self.assertEqual(run.returncode, 75, errors)
            self.assertLess(time.monotonic() - started, 60)
        self.run_all()
        self.assertEqual(self.merged(), self.one_machine())

    def test_two_at_once(self):
        os.mkdir(self.out)
        with open(f"{self.out}/.part-00000-of-00003.lock", "wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.run_shard(0, code=75, complaint="another attempt")
        runs = [self.start(0) for _ in range(4)]
        codes = {run.communicate() and run.returncode for run in runs}
        self.assertLessEqual(codes, {0, 75})
        self.assertIn(0, codes)
        self.run_all()
        self.assertEqual(self.merged(), self.one_machine())

    def line(self, *cells):
        rest = b"".join(b"\t" + cell for cell in cells)
        return hashlib.sha256(rest).hexdigest().encode() + rest + b"\n"

    def test_what_attempts_die_of_is_left_out(self):
        deadly, once = [name for name in self.names if shard_of(name, SHARDS) == 0][2:4]
        os.mkdir(self.out)
        for attempt in (1, 2):
            with open(f"{self.out}/.part-00000-of-00003.j.host.{attempt}.1", "wb") as file:
                file.write(self.line(b"start", deadly))
                if attempt == 1:
                    file.write(self.line(b"start", once))
        self.run_shard(0, complaint="attempts died of 1 documents")
        for shard in (1, 2):
            self.run_shard(shard)
        outcomes = {}
        for line in self.merged().splitlines():
            source = json.loads(line)["source"]
            outcomes[source["path"].encode()] = source["outcome"]
        self.assertEqual((outcomes[deadly], outcomes[once]), ("crash", "ok"))
        os.unlink(f"{self.out}/part-00000-of-00003.jsonl")
        with open(f"{self.out}/.part-00000-of-00003.j.host.3.1", "wb") as file:
            file.write(self.line(b"start", deadly) * 2)
        self.run_shard(0, "--retry-poison")
        self.assertEqual(self.merged(), self.one_machine())

    def test_no_room(self):
        def limit():
            import resource
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (100 << 10, 100 << 10))
        run = self.start(0, preexec_fn=limit)
        _, errors = run.communicate()
        self.assertEqual(run.returncode, 74, errors)
        self.assertEqual(self.missing(), "0,1,2\n")
        self.run_all()
        self.assertEqual(self.merged(), self.one_machine())


class Filter(Shards):
    def test_one_line_in_one_record_out(self):
        lines = b"".join(b"%d\t%s\n" % (at, name) for at, name in enumerate(self.names))
        self.assertEqual(self.delibex("filter", input=lines, cwd=self.root), self.one_machine())
        self.assertEqual(self.delibex("filter", "--jobs", "3", input=lines[:-1], cwd=self.root),
                         self.one_machine())
        self.assertEqual(self.delibex("filter", input=b""), b"")
        gone = json.loads(self.delibex("filter", input=b"no such\n"))
        self.assertEqual(gone["source"]["outcome"], "vanished")

    def test_each_record_comes_before_the_next_line(self):
        run = subprocess.Popen([harness.DELIBEX, "filter"], cwd=self.root, env=self.environment,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for name in self.names[:3]:
            run.stdin.write(name + b"\n")
            run.stdin.flush()
            self.assertEqual(json.loads(run.stdout.readline())["source"]["path"].encode(), name)
        run.stdin.close()
        self.assertEqual((run.stdout.read(), run.wait()), (b"", 0))
        run.stdout.close()


class Parallel(Shards):
    """GNU parallel on this machine does what is missing, whatever dies meanwhile."""

    def test_killed_workers_are_started_again(self):
        if not shutil.which("parallel"):
            self.skipTest("GNU parallel is not installed: tools/test does that")
        self.write_documents(60, pages=4)
        script = os.path.join(harness.SOURCE, "tools", "cluster", "parallel")
        driver = subprocess.Popen([script, self.manifest, str(SHARDS), self.out, self.root],
                                  env=dict(self.environment, DELIBEX=harness.DELIBEX),
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT)
        self.wait_for(driver, 2)
        killed = 0
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/cmdline", "rb") as file:
                    words = file.read().split(b"\0")
            except OSError:
                continue
            if words[1:2] == [b"run"] and self.manifest.encode() in words:
                os.kill(int(pid), signal.SIGKILL)
                killed += 1
        out, _ = driver.communicate(timeout=240)
        self.assertEqual(driver.returncode, 0, out)
        self.assertGreater(killed, 0)
        self.assertEqual(self.merged(), self.one_machine())


if __name__ == "__main__":
    harness.main()

"""A power cut: what an archive said was committed is there afterwards, and the next run ends where an
undisturbed one does.

The archive lies on a file system in a file: ext4, or DELIBEX_CUT_FS ("xfs", "btrfs",
"ext4:data=writeback,noauto_da_alloc"). At a random moment the file is copied as it is: what the
kernel had not written yet is not in the copy, as after a power cut. The copy is mounted, its journal
replayed, and looked at.

usage: test_power.py BUILD_DIR SOURCE_DIR
"""
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

sys.path[:0] = [os.path.dirname(os.path.abspath(__file__)),
                os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli")]
import harness
import ledger

FILES = int(os.environ.get("DELIBEX_CUT_FILES", "300"))
CUTS = int(os.environ.get("DELIBEX_CUTS", "4"))
FS, _, FS_OPTIONS = os.environ.get("DELIBEX_CUT_FS", "ext4").partition(":")
MAKE = {"ext4": ["mkfs.ext4", "-q", "-F"], "xfs": ["mkfs.xfs", "-q"], "btrfs": ["mkfs.btrfs", "-q"]}[FS]
BYTES = {"ext4": 64 << 20, "xfs": 320 << 20, "btrfs": 192 << 20}[FS] + FILES * 50000


class PowerCut(harness.CommandLine):
    def setUp(self):
        super().setUp()
        self.mounted = []
        self.inputs = self.path("inputs")
        os.mkdir(self.inputs)
        for i in range(FILES):
            self.write(f"inputs/{i % 7}/act {i}.txt",
                       harness.ACT.format(present=3 + i % 3, number=i) + "\n" * i)

    def tearDown(self):
        for place in reversed(self.mounted):
            subprocess.run(["umount", "--lazy", place], check=False)
        super().tearDown()

    def mount(self, image, place):
        os.makedirs(place)
        done = subprocess.run(["mount", "-o", ",".join(filter(None, ["loop", FS_OPTIONS])), image, place], capture_output=True, check=False)
        if done.returncode != 0:
            self.skipTest("no file can be mounted here: " + done.stderr.decode(errors="replace"))
        self.mounted.append(place)

    def unmount(self, place):
        subprocess.run(["umount", place], check=True)
        self.mounted.remove(place)

    @staticmethod
    def files_of(archive):
        try:
            db = sqlite3.connect(f"file:{archive}?mode=ro", uri=True, timeout=5)
            try:
                return set(db.execute("SELECT path, outcome FROM files").fetchall())
            finally:
                db.close()
        except sqlite3.OperationalError:
            return set()

    def cut(self, run, live, number):
        """The image as a cut at this moment leaves it, and what was acknowledged by then."""
        with open(os.path.join(live, f"control{number}"), "w", encoding="ascii") as control:
            control.write("never synced " * 50)
        os.kill(run.pid, signal.SIGSTOP)
        committed = self.files_of(os.path.join(live, "archive.db"))
        copy = self.path(f"copy{number}")
        shutil.copyfile(self.path("image"), copy)
        os.kill(run.pid, signal.SIGCONT)
        return copy, committed

    def look(self, copy, number, committed, undisturbed):
        place = copy + ".mounted"
        self.mount(copy, place)
        control = os.path.join(place, f"control{number}")
        self.assertFalse(os.path.exists(control) and os.path.getsize(control),
                         "the copy holds what was never written: it is no power cut")
        archive = os.path.join(place, "archive.db")
        self.assertLessEqual(committed, self.files_of(archive))
        self.delibex("index", "--quiet", "--recycle", "50", archive, self.inputs)
        self.assertEqual(ledger.problems(archive, ledger.inputs_of(self.inputs)), [])
        self.assertEqual(ledger.contents(archive), undisturbed)
        self.unmount(place)
        os.unlink(copy)

    def test_what_is_committed_stays(self):
        if os.geteuid() != 0 or not shutil.which(MAKE[0]):
            self.skipTest(f"only root mounts, and {MAKE[0]} is needed")
        chance, live, cuts = random.Random(11), self.path("live"), []
        self.delibex("index", "--quiet", "--recycle", "50", self.path("undisturbed.db"), self.inputs)
        undisturbed = ledger.contents(self.path("undisturbed.db"))
        with open(self.path("image"), "wb") as image:
            image.truncate(BYTES)
        subprocess.run([*MAKE, self.path("image")], check=True)
        self.mount(self.path("image"), live)
        run = subprocess.Popen([harness.DELIBEX, "index", "--quiet", "--jobs", "2",
                                os.path.join(live, "archive.db"), self.inputs],
                               cwd=self.top, env=self.environment, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL)
        some = 0
        while run.poll() is None and len(cuts) < CUTS:
            time.sleep(chance.uniform(0.05, 0.3) * FILES / 300 if some else 0.01)
            some = some or len(self.files_of(os.path.join(live, "archive.db")))
            if some and run.poll() is None:
                cuts.append(self.cut(run, live, len(cuts)))
        self.assertEqual(run.wait(), 0)
        self.assertGreater(len(cuts), 0)
        self.unmount(live)  # its copies bear the same name: they are mounted one at a time
        for number, (copy, committed) in enumerate(cuts):
            self.look(copy, number, committed, undisturbed)
        print(f"{len(cuts)} cuts, with {[len(committed) for _, committed in cuts]} files committed")


if __name__ == "__main__":
    harness.main()

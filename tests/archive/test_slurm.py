"""A real Slurm of four nodes on this machine reads a manifest, loses a node, its controller and a
worker, and gives what one machine gives, byte for byte.

usage: test_slurm.py BUILD_DIR SOURCE_DIR

Each node is a PID namespace: killing it ends the daemon, the task and the readers at one instant. Without
Slurm, munge or the right to make namespaces it is skipped (77): tools/test installs the first two.
"""
import getpass
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path[:0] = [os.path.dirname(os.path.abspath(__file__)),
                os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli")]
import harness
import watch

NODES, SHARDS, DOCUMENTS = 4, 8, 160
CONFIGURATION = """ClusterName=test
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort={port}
AuthInfo=socket={run}/munge.sock
SlurmUser={user}
SlurmdUser={user}
StateSaveLocation={run}/state
SlurmdSpoolDir={run}/spool.%n
SlurmctldPidFile={run}/slurmctld.pid
SlurmdPidFile={run}/slurmd.%n.pid
SlurmctldLogFile={run}/slurmctld.log
SlurmdLogFile={run}/slurmd.%n.log
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
ProctrackType=proctrack/pgid
SelectType=select/cons_tres
SlurmdParameters=config_overrides
SchedulerParameters=sched_interval=1,bf_interval=1,sched_min_interval=0
SlurmdTimeout=300
JobRequeue=1
RequeueExit=75
NodeName=n[1-{nodes}] NodeHostname=localhost NodeAddr=127.0.0.1 Port=[{first}-{last}] CPUs=1
PartitionName=main Nodes=ALL Default=YES
"""
NEEDED = ("slurmctld", "slurmd", "sbatch", "squeue", "scontrol", "munged", "unshare")


def what_is_missing():
    missing = [name for name in NEEDED if not shutil.which(name, path=PATH)]
    if missing:
        return "not installed: " + " ".join(missing)
    tried = subprocess.run(["unshare", "--pid", "--fork", "--mount-proc", "true"],
                           capture_output=True, check=False)
    return None if tried.returncode == 0 else "no PID namespaces: " + tried.stderr.decode().strip()


PATH = os.environ["PATH"] + ":/usr/sbin:/sbin"


class Cluster:
    """Slurm, from its configuration to its end."""

    def __init__(self, top):
        self.run = os.path.join(top, "slurm")
        os.makedirs(os.path.join(self.run, "state"))
        first = 20000 + os.getpid() % 20000
        with open(os.path.join(self.run, "slurm.conf"), "w", encoding="ascii") as file:
            file.write(CONFIGURATION.format(run=self.run, user=getpass.getuser(), nodes=NODES,
                                            port=first, first=first + 1, last=first + NODES))
        self.environment = dict(os.environ, PATH=PATH, SLURM_CONF=os.path.join(self.run, "slurm.conf"))
        self.processes = {}
        with open(os.path.join(self.run, "munge.key"), "wb") as file:
            os.chmod(file.name, 0o600)
            file.write(os.urandom(128))
        self.start("munged", "munged", "--foreground", "--force",
                   *(f"--{what}={self.run}/munge.{end}" for what, end in (
                       ("key-file", "key"), ("socket", "sock"), ("pid-file", "pid"),
                       ("log-file", "log"), ("seed-file", "seed"))))
        self.wait("munge", lambda: os.path.exists(os.path.join(self.run, "munge.sock")))
        self.start_controller()
        for node in range(1, NODES + 1):
            # The shell is the namespace's init: it reaps what loses its parent.
            self.start(f"n{node}", "unshare", "--pid", "--fork", "--kill-child", "--mount-proc",
                       "bash", "-c", f"slurmd -D -N n{node} & wait; while wait -n; do :; done")
        self.wait("nodes", lambda: self.ask("sinfo", "-h", "-t", "idle", "-o", "%D") == str(NODES))

    def start(self, name, *words):
        with open(os.path.join(self.run, f"{name}.out"), "ab") as out:
            self.processes[name] = subprocess.Popen(words, env=self.environment, stdout=out, stderr=out,
                                                    stdin=subprocess.DEVNULL, start_new_session=True)

    def start_controller(self):
        self.start("slurmctld", "slurmctld", "-D")

    def ask(self, *words, check=False):
        return subprocess.run(words, env=self.environment, capture_output=True, text=True, timeout=180,
                              check=check).stdout.strip()

    def wait(self, what, true, seconds=180):
        deadline = time.monotonic() + seconds
        while not true():
            if time.monotonic() > deadline:
                raise TimeoutError(f"{what}: {self.ask('squeue')}\n{self.ask('sinfo')}\n{self.logs()}")
            time.sleep(0.1)

    def kill(self, name):
        process = self.processes.pop(name)
        process.kill()
        process.wait()

    def restart_controller(self):
        process = self.processes.pop("slurmctld")
        process.terminate()
        process.wait(timeout=30)
        self.start_controller()
        self.wait("controller", lambda: "UP" in self.ask("scontrol", "ping"))

    def logs(self):
        with open(os.path.join(self.run, "slurmctld.log"), encoding="utf-8", errors="replace") as file:
            return file.read()[-3000:]

    def end(self):
        for name in sorted(self.processes, reverse=True):
            self.kill(name)


def processes_of(mark):
    """Processes on this machine whose command line has all these words."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                words = file.read().split(b"\0")
        except OSError:
            continue
        if all(word.encode() in words for word in mark):
            found.append(int(pid))
    return found


class Slurm(harness.CommandLine):
    def setUp(self):
        self.place = tempfile.TemporaryDirectory(prefix="delibex-slurm-")  # no space: Slurm splits there
        self.addCleanup(self.place.cleanup)
        self.top = self.place.name
        os.chmod(self.top, 0o755)
        self.environment = dict(os.environ, XDG_CONFIG_HOME=os.path.join(self.top, "config"))
        for number in range(DOCUMENTS):
            act = harness.ACT.format(present=4, number=number)
            # Long ones last long enough to be hit.
            self.write(f"root/{number % 5}/{number}.txt", "\f".join([act] * (20 if number % 3 else 1)))
        self.manifest, self.out = self.path("manifest"), self.path("out")
        with open(self.manifest, "wb") as file:
            file.write(self.delibex("plan", "--root", "root", "root"))

    def place_words(self):
        return ["--manifest", self.manifest, "--shards", str(SHARDS), "--out", self.out]

    def running(self, cluster):
        """{node: shard} of the tasks that have read a document."""
        tasks = dict(line.split() for line in
                     cluster.ask("squeue", "-h", "-t", "R", "-o", "%N %K").splitlines())
        names = os.listdir(self.out) if os.path.isdir(self.out) else []
        begun = {int(name.split("-")[1]) for name in names if ".j." in name
                 and os.path.getsize(os.path.join(self.out, name)) > 1000}
        return {node: int(shard) for node, shard in tasks.items() if int(shard) in begun}

    def test_a_node_its_controller_and_a_worker_die(self):
        with open(self.manifest, encoding="ascii") as file:
            names = file.read().split()
        one_machine = self.delibex("extract", "-f", "jsonl", *names, cwd=self.path("root"))
        cluster = Cluster(self.top)
        self.addCleanup(cluster.end)
        openings = watch.Openings(self.path("root"))
        environment = dict(cluster.environment, DELIBEX=harness.DELIBEX, POLL="0.2",
                           XDG_CONFIG_HOME=os.path.join(self.top, "config"))
        driver = subprocess.Popen(
            [os.path.join(harness.SOURCE, "tools", "cluster", "slurm"), self.manifest, str(SHARDS),
             self.out, self.path("root")], env=environment, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT)
        self.addCleanup(driver.kill)

        cluster.wait("a task on n2", lambda: "n2" in self.running(cluster))
        lost = self.running(cluster)["n2"]
        cluster.kill("n2")
        cluster.ask("scontrol", "update", "nodename=n2", "state=down", "reason=dead")
        # Slurm holds what it requeues for two minutes: whoever is in a hurry says so.
        cluster.wait("the requeued task", lambda: str(lost) in
                     cluster.ask("squeue", "-h", "-t", "PD", "-r", "-o", "%K").split())
        for task in cluster.ask("squeue", "-h", "-t", "PD", "-r", "-o", "%i").split():
            cluster.ask("scontrol", "update", f"jobid={task}", "starttime=now")

        cluster.restart_controller()
        cluster.wait("another task", lambda: any(node != "n2" for node in self.running(cluster)))
        shard = next(shard for node, shard in self.running(cluster).items() if node != "n2")
        workers = processes_of(["run", self.manifest, f"{shard}/{SHARDS}"])
        for worker in workers:
            os.kill(worker, signal.SIGKILL)

        out, _ = driver.communicate(timeout=240)
        self.assertEqual(driver.returncode, 0, out.decode() + cluster.logs())
        self.assertEqual(self.delibex("status", *self.place_words(), complaint="8 of 8"), b"")
        self.assertEqual(self.delibex("merge", *self.place_words()), one_machine)
        # What the node and the worker had in their hands, and nothing else, was read again.
        self.assertLessEqual(openings.count(), DOCUMENTS + 1 + len(workers))
        left = [name for name in os.listdir(self.out) if ".j." in name or ".tmp" in name]
        self.assertEqual(left, [])


if __name__ == "__main__":
    reason = what_is_missing()
    if reason:
        print(f"skipped: {reason}")
        sys.exit(77)
    harness.main()

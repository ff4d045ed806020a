"""Kubernetes and AWS Batch cannot be brought up here, but what they would run can be: the command lines
are taken out of tools/cluster/kubernetes.yaml and aws-batch.json, given what these engines give a
container, and run once a shard. Together they must be what one machine gives.

usage: test_engines.py BUILD_DIR SOURCE_DIR
"""
import json
import os
import re
import shlex
import subprocess
import sys

sys.path[:0] = [os.path.dirname(os.path.abspath(__file__)),
                os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli")]
import harness
import test_shards

CLUSTER = os.path.join(harness.SOURCE, "tools", "cluster")
FINAL = {64, 65, 66, 69}  # what trying again does not mend
AT_ONCE = 2


def load_yaml(path):
    """By Debian's own Python, which has its package; another may run this."""
    done = subprocess.run(["/usr/bin/python3", "-c", "import json, sys, yaml\n"
                           "json.dump(yaml.safe_load(open(sys.argv[1], encoding='utf-8')), sys.stdout)", path],
                          check=True, capture_output=True)
    return json.loads(done.stdout)


class Engine(test_shards.Shards):
    def setUp(self):
        super().setUp()
        self.plan()
        os.mkdir(self.path("bin"))
        os.symlink(harness.DELIBEX, self.path("bin/delibex"))

    def container(self, words, mounts, **variables):
        """Starts a command as a container would have it, with its volumes where they are here."""
        for place, here in mounts.items():
            self.assertTrue(any(place in word for word in words), f"{words} does not use {place}")
            words = [re.sub(re.escape(place) + r"(?=/|\s|$)",  # a word with blanks is a shell's
                            lambda _: shlex.quote(here) if " " in word else here, word) for word in words]
        environment = dict(self.environment, PATH=self.path("bin") + ":" + os.environ["PATH"], **variables)
        return subprocess.Popen(words, env=environment, cwd="/", stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def codes(self, shards, start):
        """What each shard's container ended with."""
        found = {}
        for first in range(0, shards, AT_ONCE):
            running = [(index, start(index)) for index in range(first, min(first + AT_ONCE, shards))]
            for index, run in running:
                out, errors = run.communicate(timeout=120)
                self.assertEqual(out, b"")
                found[index] = (run.returncode, errors.decode())
        return found

    def all_done(self, shards, start):
        """Every shard; then one more attempt at one of them, which has nothing left to do."""
        for count, said in ((shards, "shard "), (1, "done before")):
            for index, (code, errors) in self.codes(count, start).items():
                self.assertEqual(code, 0, errors)
                self.assertIn(said, errors, index)
        merged = self.delibex("merge", "--manifest", self.manifest, "--shards", str(shards), "--out", self.out)
        self.assertEqual(merged, self.one_machine())

    def refused(self, start):
        """A manifest that is not there, and one that is another than the parts were made with."""
        self.delibex("run", "--manifest", self.manifest, "--shard", "0/3", "--out", self.out, "--root", "root",
                     complaint="shard ")
        ends = [start(0)]
        ends[0].communicate()
        os.rename(self.manifest, self.manifest + ".away")
        ends.append(start(0))
        ends[1].communicate()
        self.assertEqual([run.returncode for run in ends], [65, 66])


class Kubernetes(Engine):
    """An Indexed Job: « $(NAME) » in a command is a variable of the container, as the kubelet has it."""

    def setUp(self):
        super().setUp()
        self.job = load_yaml(os.path.join(CLUSTER, "kubernetes.yaml"))
        self.spec = self.job["spec"]
        self.pod = self.spec["template"]["spec"]
        (self.one,) = self.pod["containers"]

    def start(self, index):
        annotations = {"batch.kubernetes.io/job-completion-index": str(index)}
        variables = {}
        for variable in self.one["env"]:
            field = variable["valueFrom"]["fieldRef"]["fieldPath"]
            variables[variable["name"]] = annotations[re.fullmatch(r"metadata\.annotations\['(.+)'\]", field)[1]]
        words = [re.sub(r"\$\((\w+)\)", lambda name: variables[name[1]], word) for word in self.one["command"]]
        self.assertFalse(any("$" in word for word in words), words)
        volumes = {"run": self.top, "documents": self.root}
        return self.container(words, {mount["mountPath"]: volumes[mount["name"]]
                                      for mount in self.one["volumeMounts"]}, **variables)

    def test_it_is_a_job_as_the_engine_wants_it(self):
        self.assertEqual((self.job["apiVersion"], self.job["kind"]), ("batch/v1", "Job"))
        self.assertEqual(self.spec["completionMode"], "Indexed")
        self.assertLessEqual(self.spec["parallelism"], self.spec["completions"])
        self.assertEqual(self.pod["restartPolicy"], "Never", "a pod failure policy allows no other")
        self.assertEqual({mount["name"] for mount in self.one["volumeMounts"]},
                         {volume["name"] for volume in self.pod["volumes"]})
        rules = self.spec["podFailurePolicy"]["rules"]
        self.assertEqual([rule["action"] for rule in rules], ["FailIndex", "Ignore"])
        self.assertEqual(rules[0]["onExitCodes"]["operator"], "In")
        self.assertEqual(set(rules[0]["onExitCodes"]["values"]), FINAL)
        self.assertIn("backoffLimitPerIndex", self.spec, "FailIndex needs it")

    def test_every_index_is_a_shard(self):
        self.all_done(self.spec["completions"], self.start)

    def test_what_stays_wrong_is_not_tried_again(self):
        self.refused(self.start)


class Batch(Engine):
    """An array job of AWS Batch."""

    def setUp(self):
        super().setUp()
        with open(os.path.join(CLUSTER, "aws-batch.json"), encoding="utf-8") as file:
            self.job = json.load(file)

    def start(self, index):
        return self.container(self.job["containerOverrides"]["command"],
                              {"/run/delibex": self.top, "/documents": self.root},
                              AWS_BATCH_JOB_ARRAY_INDEX=str(index),
                              AWS_BATCH_JOB_ARRAY_SIZE=str(self.job["arrayProperties"]["size"]))

    def test_it_is_a_job_as_the_engine_wants_it(self):
        self.assertTrue(2 <= self.job["arrayProperties"]["size"] <= 10000)
        self.assertTrue(1 <= self.job["retryStrategy"]["attempts"] <= 10)
        rules = self.job["retryStrategy"]["evaluateOnExit"]
        self.assertLessEqual(len(rules), 5)
        self.assertEqual({int(rule["onExitCode"]) for rule in rules if rule["action"] == "EXIT"}, FINAL)
        self.assertEqual(rules[-1], {"onReason": "*", "action": "RETRY"}, "the first that fits decides")

    def test_every_index_is_a_shard(self):
        self.all_done(self.job["arrayProperties"]["size"], self.start)

    def test_what_stays_wrong_is_not_tried_again(self):
        self.refused(self.start)


if __name__ == "__main__":
    harness.main()

"""Every record fits the schema, by the word of a validator that is not ours (ajv, draft 2020-12)."""
import glob
import json
import os
import subprocess

import harness

VALIDATOR = """
const Ajv = require("ajv/dist/2020");
const ajv = new Ajv({strict: true, allErrors: true, allowUnionTypes: true});
require("ajv-formats")(ajv);
const {schema, records} = JSON.parse(require("fs").readFileSync(0, "utf8"));
const fits = ajv.compile(schema);
console.log(JSON.stringify(records.map(r => fits(r) ? [] :
    fits.errors.map(e => `${e.instancePath}: ${e.message}`))));
"""


class Schema(harness.CommandLine):
    def faults(self, records):
        """What the validator holds against each record."""
        schema = json.loads(self.delibex("schema"))
        modules = os.path.join(harness.BUILD, "npm", "node_modules")
        if not os.path.isdir(os.path.join(modules, "ajv")):
            self.skipTest("ajv is not installed: tools/test installs it")
        run = subprocess.run(["node", "-e", VALIDATOR], capture_output=True, text=True,
                             input=json.dumps({"schema": schema, "records": records}),
                             env=dict(os.environ, NODE_PATH=modules))
        self.assertEqual(run.returncode, 0, run.stderr)
        return json.loads(run.stdout)

    def test_records_of_acts(self):
        acts = sorted(glob.glob(os.path.join(harness.SOURCE, "corpus", "*", "source.*")))
        self.assertGreater(len(acts), 3)
        run = self.run_delibex("extract", *acts)
        records = [json.loads(line) for line in run.stdout.decode().splitlines()]
        self.assertEqual(len(records), len(acts))
        for act, faults in zip(acts, self.faults(records)):
            self.assertEqual(faults, [], act)

    def test_records_with_stages(self):
        record = self.record("--zones", "--matches", "--unread", self.write_act())
        self.assertEqual(self.faults([record]), [[]])

    def test_records_of_documents_that_cannot_be_read(self):
        self.write("broken.pdf", b"%PDF-1.4\nnothing\n%%EOF\n")
        self.write("empty.pdf", b"")
        run = self.run_delibex("extract", "missing.pdf", "broken.pdf", "empty.pdf", "/dev/null")
        records = [json.loads(line) for line in run.stdout.decode().splitlines()]
        self.assertEqual(len(records), 4)
        self.assertEqual(self.faults(records), [[]] * 4)

    def test_the_validator_looks(self):
        record = self.record(self.write_act())
        record["session"]["counts"]["present"] = "four"
        record["acts"][0]["vote"]["outcome"] = "perhaps"
        faults = self.faults([record])[0]
        self.assertTrue(any(fault.startswith("/session/counts/present") for fault in faults), faults)
        self.assertTrue(any(fault.startswith("/acts/0/vote/outcome") for fault in faults), faults)


if __name__ == "__main__":
    harness.main()

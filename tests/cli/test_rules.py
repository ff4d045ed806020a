"""delibex rules, schema and fields: what describes the program itself."""
import json
import os
import re

import harness

SHEET = """rule our-number
    # Our own form.
    zone    *
    regex   ^ Acte \\h+ (?<act_number> Z-[0-9]+ ) $
    field   act_number  number
    ok      Acte Z-77
            act_number = Z-{example}
    no      Acte 77
"""


class Rules(harness.CommandLine):
    def test_our_own_sheets_keep_the_laws(self):
        self.assertRegex(self.delibex("rules", "check").decode(), r"^[1-9]\d+ rules keep the laws\n$")

    def test_a_directory_by_itself(self):
        self.write("sheets/ours.rules", SHEET.format(example=77))
        self.assertEqual(self.delibex("rules", "check", "sheets"), b"1 rules keep the laws\n")

    def test_a_false_example_is_a_breach(self):
        self.write("sheets/ours.rules", SHEET.format(example=78))
        out = self.delibex("rules", "check", "sheets", code=4, complaint="our-number")
        self.assertEqual(out, b"")

    def test_an_error_has_a_place(self):
        self.write("sheets/ours.rules", SHEET.format(example=77).replace(") $", " $"))
        run = self.run_delibex("rules", "check", "sheets")
        self.assertEqual(run.returncode, 4)
        self.assertRegex(run.stderr.decode(), r"^delibex: (\S*/)?ours\.rules:4:\d+: ")

    def test_a_sheet_over_ours(self):
        self.write("sheets/ours.rules", SHEET.format(example=77))
        before = self.delibex("rules", "list").decode().splitlines()
        after = self.delibex("rules", "list", "--patterns", "sheets").decode().splitlines()
        self.assertEqual(len(after), len(before) + 1)
        self.delibex("rules", "check", "--patterns", "sheets")

    def test_list_says_where_each_rule_is(self):
        for line in self.delibex("rules", "list").decode().splitlines():
            name, place, zones, examples, _ = line.split("\t")
            self.assertRegex(name, r"^[^/]+/[a-z0-9-]+$")
            self.assertTrue(zones)
            self.assertRegex(examples, r"^[1-9]\d* ok, [1-9]\d* no$")
            file, number = place.rsplit(":", 1)
            file = file if os.path.exists(file) else os.path.join(harness.SOURCE, "patterns", file)
            with open(file, encoding="utf-8") as sheet:
                self.assertEqual(sheet.read().splitlines()[int(number) - 1].split(),
                                 ["rule", name.split("/")[1]])


class Schema(harness.CommandLine):
    def test_schema_and_fields_tell_the_same(self):
        schema = json.loads(self.delibex("schema"))
        self.assertIn("2020-12", schema["$schema"])
        for line in self.delibex("fields").decode().splitlines():
            pointer, kind, _, meaning = re.split(r" {2,}", line, maxsplit=3)
            node = schema
            for step in pointer.split("/")[1:]:
                node = node["items"] if step == "#" else node["properties"][step]
            self.assertTrue(node)
            self.assertTrue(kind and meaning, line)

    def test_a_record_has_the_keys_of_the_schema(self):
        schema = json.loads(self.delibex("schema"))
        record = self.record(self.write_act())
        self.assertEqual(set(record), set(schema["required"]))


if __name__ == "__main__":
    harness.main()

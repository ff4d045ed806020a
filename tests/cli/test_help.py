"""The table of options and what is made from it: help, manual, completion, complaints."""
import re
import shutil
import subprocess

import harness

COMMANDS = ["extract", "check", "index", "status", "search", "show", "people", "export", "rules", "schema", "fields", "completion", "help"]


class Help(harness.CommandLine):
    def options_of(self, command):
        text = self.delibex("help", command).decode()
        return re.findall(r"^  (?:-(\w), |    )--([a-z0-9-]+)", text, re.M)

    def test_help_asked_for_goes_to_stdout(self):
        for words in (["--help"], ["-h"], ["help"]):
            self.assertIn(b"usage: delibex", self.delibex(*words))
        for command in COMMANDS:
            self.assertEqual(self.delibex("help", command), self.delibex(command, "--help"))

    def test_overview_lists_every_command_and_exit_code(self):
        text = self.delibex("help").decode()
        for command in COMMANDS:
            self.assertRegex(text, rf"(?m)^  {command} ")
        for code in range(6):
            self.assertRegex(text, rf"(?m)^  {code}   \w")

    def test_help_fits_a_terminal(self):
        for words in (["help"], *(["help", command] for command in COMMANDS)):
            for line in self.delibex(*words).decode().splitlines():
                self.assertLessEqual(len(line), 80, line)

    def test_no_command_is_a_usage_error(self):
        self.assertEqual(self.delibex(code=2, complaint="usage: delibex"), b"")

    def test_manual_knows_every_option(self):
        manual = self.delibex("help", "--man").decode().replace("\\-", "-")
        for command in COMMANDS:
            section = manual.split(f".SS delibex {command}\n")[1].split("\n.S")[0]
            options = self.options_of(command)
            self.assertIn(("h", "help"), options)
            for letter, name in options:
                self.assertIn(f"-{letter}, --{name}" if letter else f"--{name}", section)

    def test_manual_is_good_roff(self):
        if not shutil.which("groff"):
            self.skipTest("no groff")
        manual = self.delibex("help", "--man")
        out = subprocess.run(["groff", "-man", "-Tutf8", "-ww"], input=manual, capture_output=True)
        self.assertEqual((out.returncode, out.stderr), (0, b""))
        for title in (b"EXIT STATUS", b"FILES", b"EXAMPLES"):
            self.assertIn(title, re.sub(b".\b", b"", out.stdout))

    def complete(self, *words):
        script = self.delibex("completion", "bash").decode()
        line = " ".join(f"'{word}'" for word in words)
        script += f"\nCOMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _delibex\n" \
                  'printf "%s\\n" "${COMPREPLY[@]}"\n'
        return subprocess.run(["bash", "-c", script], cwd=self.top, capture_output=True, text=True,
                              check=True).stdout.split()

    def test_completion_of_commands_options_and_values(self):
        self.assertEqual(set(COMMANDS) - set(self.complete("delibex", "")), set())
        self.assertEqual(self.complete("delibex", "ext"), ["extract"])
        for command in COMMANDS:
            names = {"--" + name for _, name in self.options_of(command)}
            self.assertEqual(set(self.complete("delibex", command, "--")), names)
        self.assertEqual(self.complete("delibex", "extract", "--format", ""), ["json", "jsonl"])
        self.assertEqual(self.complete("delibex", "extract", "--stop-after", "la"), ["layout"])
        self.assertEqual(self.complete("delibex", "check", "--only", "present-n"), ["present-names"])
        self.assertEqual(self.complete("delibex", "export", "csv", "--table", "ame"), [])
        self.assertEqual(self.complete("delibex", "export", "csv", "--table", "amo"), ["amounts"])

    def test_completion_of_first_operands(self):
        self.write_act("subject.txt")
        self.assertEqual(self.complete("delibex", "export", "su"), ["subventions"])
        self.assertEqual(self.complete("delibex", "export", "scdl", "su"), ["subject.txt"])
        self.assertEqual(self.complete("delibex", "rules", ""), ["check", "list"])
        self.assertEqual(self.complete("delibex", "help", "rev"), ["review"])
        self.assertEqual(self.complete("delibex", "extract", "--jobs", ""), [])

    def test_completion_of_files(self):
        self.write_act("one.txt")
        self.assertEqual(self.complete("delibex", "extract", "on"), ["one.txt"])

    def test_usage_errors(self):
        wrong = [
            (["nothing"], "there is no such command"),
            (["extract"], "missing operand"),
            (["extract", "--nothing", "a"], "unknown option --nothing"),
            (["extract", "-z", "a"], "unknown option -z"),
            (["extract", "a", "--output"], "--output needs a value: FILE"),
            (["extract", "a", "-o"], "--output needs a value: FILE"),
            (["extract", "--explain=yes", "a"], "--explain takes no value"),
            (["extract", "--format", "xml", "a"], "must be one of json|jsonl"),
            (["extract", "--stop-after", "lunch", "a"], "must be one of read|layout"),
            (["extract", "--jobs", "0", "a"], "whole number from 1"),
            (["extract", "--jobs=2x", "a"], "whole number from 1"),
            (["extract", "--timeout", "-1", "a"], "whole number from 1"),
            (["check"], "missing operand"),
            (["rules"], "missing operand"),
            (["rules", "burn"], "check|list"),
            (["search", "a", "--finding", "burnt"], "there is no such check"),
            (["search", "a", "--finding", "present-names=burnt"], "there is no such check"),
            (["fields", "a"], "takes no operand"),
            (["completion", "fish"], "bash only"),
            (["help", "nothing"], "there is no such command"),
            (["help", "extract", "check"], "one too many operand"),
        ]
        for words, complaint in wrong:
            with self.subTest(words=words):
                self.assertEqual(self.delibex(*words, code=2, complaint=complaint), b"")

    def test_complaints_cannot_steer_the_terminal(self):
        run = self.run_delibex(b"a\x1b[31m\xc2\x9b\xffb\nc\xe2\x80\xae")
        self.assertEqual(run.stderr.decode(),
                         "delibex: a\\x1b[31m\\u{009b}\\xffb\\x0ac\\u{202e}: "
                         "there is no such command; see delibex help\n")

    def test_version(self):
        self.assertRegex(self.delibex("--version").decode(), r"^delibex \d+\.\d+\.\d+\n$")


if __name__ == "__main__":
    harness.main()

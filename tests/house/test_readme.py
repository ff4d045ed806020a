#!/usr/bin/env python3
"""The README tells the truth: its sessions are run, and what it names exists.

usage: test_readme.py BUILD_DIR SOURCE_DIR

A ```console block holds commands after "$ " and what they print. A line that is only "…" stands for
any lines; "…" at the end of a line stands for the rest of it.
"""
import os
import re
import subprocess
import sys
import tempfile

BUILD, SOURCE = (os.path.abspath(path) for path in sys.argv[1:3])
PLACE = tempfile.TemporaryDirectory()  # instead of /tmp, where another's files may lie


def sessions(text):
    """(command, expected lines) of every console block."""
    for block in re.findall(r"^```console\n(.*?)^```$", text, re.M | re.S):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, *expected = part.rstrip("\n").split("\n")
            yield command, expected


def line_fits(expected, line):
    if expected.endswith("…"):
        return line.startswith(expected[:-1])
    return line == expected


def first_misfit(expected, lines):
    """The first expected line that is not printed where it should be, or None."""
    at, skipping = 0, False
    for want in expected:
        if want.strip() == "…":
            skipping = True
            continue
        while skipping and at < len(lines) and not line_fits(want, lines[at]):
            at += 1
        if at >= len(lines) or not line_fits(want, lines[at]):
            return want
        at, skipping = at + 1, False
    return None if skipping or at == len(lines) else "the end of the output"


def run(command):
    """A command of the README, with the programs of this build instead of those it would build."""
    environment = dict(os.environ, PATH=BUILD + ":" + os.environ["PATH"],
                       XDG_CONFIG_HOME=os.path.join(BUILD, "no-such-directory"))
    command = re.sub(r"^sh tools/run\b", "delibex extract", command)
    done = subprocess.run(["bash", "-c", command], cwd=SOURCE, env=environment, capture_output=True)
    if done.returncode not in (0, 1):
        sys.exit(f"$ {command}\n{done.stderr.decode()}ends with {done.returncode}")
    return (done.stdout + done.stderr).decode().splitlines()


def commands_and_options():
    known = {}
    for command in re.findall(r"(?m)^  ([a-z]+)  ", "\n".join(run("delibex help"))):
        known[command] = set(re.findall(r"--[a-z-]+", "\n".join(run(f"delibex help {command}"))))
    return known


def options_of_tools():
    """The options that the tools' own usage names."""
    with open(os.path.join(SOURCE, "tools", "bench", "run"), encoding="utf-8") as file:
        return set(re.findall(r"--[a-z-]+", file.read().split('"""')[1]))


def misnamed(text):
    """Commands, options and files the README names and the project does not have."""
    known = commands_and_options()
    everything = set().union(*known.values()) | {"--version"} | options_of_tools()
    text = re.sub("`cmake [^`]*`", "", text)
    wrong = [f"delibex {name}" for name in re.findall(r"[`$] ?delibex ([a-z]+)", text)
             if name not in known]
    wrong += [option for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)
              if option not in everything]
    wrong += [path for path in re.findall(r"\b(?:tools|src|corpus|patterns|tests)/[\w./-]*\w", text)
              if not os.path.exists(os.path.join(SOURCE, path))]
    return wrong


def check_sheets(text):
    """The rule sheets of the README keep the laws. Gives how many there are."""
    sheets = re.findall(r"^```\n(rule .*?)^```$", text, re.M | re.S)
    for sheet in sheets:
        with tempfile.TemporaryDirectory() as directory:
            with open(os.path.join(directory, "readme.rules"), "w", encoding="utf-8") as file:
                file.write(sheet)
            run(f"delibex rules check '{directory}'")
    return len(sheets)


def untold_exit_codes(text):
    """Lines of the help on exit codes whose number the README's table leaves out."""
    section = "\n".join(run("delibex help")).split("exit status:\n")[1]
    return [code for code in re.findall(r"(?m)^  (\d+) +", section) if f"\n| {code} | " not in text]


def try_rules():
    """Wrong sessions must be found."""
    printed = ["one", "two", "three"]
    assert first_misfit(["one", "…", "three"], printed) is None
    assert first_misfit(["one", "tw…", "three"], printed) is None
    assert first_misfit(["…", "two", "…"], printed) is None
    assert first_misfit(["one", "three"], printed) == "three"
    assert first_misfit(["…", "four", "…"], printed) == "four"
    assert first_misfit(["one"], printed) == "the end of the output"
    assert misnamed("`delibex burn` --no-such tools/nothing")


def main():
    try_rules()
    with open(os.path.join(SOURCE, "README.md"), encoding="utf-8") as file:
        text = file.read()
    wrong = misnamed(text)
    if wrong:
        sys.exit("the README names what is not there: " + ", ".join(wrong))
    if untold_exit_codes(text):
        sys.exit(f"the README does not tell exit codes {untold_exit_codes(text)}")
    if check_sheets(text) == 0:
        sys.exit("the README shows no rule sheet")
    count = 0
    for command, expected in sessions(text):
        count += 1
        lines = run(command.replace("/tmp/", PLACE.name + "/"))
        misfit = first_misfit(expected, lines) if expected else None
        if misfit is not None:
            sys.exit(f"$ {command}\nprints no « {misfit} » there, but:\n" + "\n".join(lines))
    if count < 3:
        sys.exit(f"only {count} commands in the README are run")
    print(f"{count} commands of the README do what it says")


if __name__ == "__main__":
    main()

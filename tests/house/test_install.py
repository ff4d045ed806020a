#!/usr/bin/env python3
"""What is installed works where it is installed, in a directory with a space in its name.

usage: test_install.py BUILD_DIR SOURCE_DIR
"""
import json
import os
import subprocess
import sys
import tempfile

BUILD, SOURCE = (os.path.abspath(path) for path in sys.argv[1:3])
EXPECTED = ["bin/delibex", "libexec/delibex/delibex-reader", "include/delibex.h",
            "share/man/man1/delibex.1", "share/bash-completion/completions/delibex"]


def main():
    with tempfile.TemporaryDirectory(prefix="delibex installed ") as prefix:
        subprocess.run(["cmake", "--install", BUILD, "--prefix", prefix], check=True,
                       stdout=subprocess.DEVNULL)
        missing = [path for path in EXPECTED if not os.path.isfile(os.path.join(prefix, path))]
        if missing:
            sys.exit(f"not installed: {missing}")
        ours = {name for name in os.listdir(os.path.join(SOURCE, "patterns")) if name.endswith(".rules")}
        sheets = set(os.listdir(os.path.join(prefix, "share/delibex/patterns")))
        if sheets != ours:
            sys.exit(f"installed sheets differ: {sheets ^ ours}")
        run = subprocess.run([os.path.join(prefix, "bin/delibex"), "extract",
                              os.path.join(SOURCE, "corpus/commune-tampon/source.pdf")],
                             cwd="/", env={"PATH": "/usr/bin:/bin", "HOME": prefix},
                             capture_output=True, check=True)
        record = json.loads(run.stdout)
        if record["session"]["date"] != "2023-06-27":
            sys.exit(f"the installed program reads {record['session']['date']}")
    print("installed, and it reads")


if __name__ == "__main__":
    main()

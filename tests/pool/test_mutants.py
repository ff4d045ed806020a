"""A few hundred mutants of the corpus, and of the hostile collection where it lies beside the source.

usage: test_mutants.py BUILD_DIR SOURCE_DIR
"""
import os
import subprocess
import sys

BUILD, SOURCE = (os.path.abspath(path) for path in sys.argv[1:3])
HOSTILE = os.path.join(SOURCE, "..", "shared", "hostile")

bases = [os.path.join(SOURCE, "corpus")] + ([HOSTILE] if os.path.isdir(HOSTILE) else [])
sys.exit(subprocess.run([sys.executable, os.path.join(os.path.dirname(__file__), "mutants.py"), "--bin",
                         os.path.join(BUILD, "delibex"), "--seed", "7", "--count", "300", "--jobs", "2",
                         "--timeout", "30", *bases], check=False).returncode)
